// Code images: a CodeUnit with all units nested in it as one block of bytes that is used where it
// lies, in a cache file read into memory or in the binary itself. Nothing is parsed: a unit's record
// gives offsets of its tables, and a function that is never called costs no more than its record.
//
//   ImageHeader | texts, tables and records, inner units first
//
// Offsets count from the header. Numbers are little-endian, records 8-aligned. Texts are stored once.
// Positions and instructions, by far the largest tables, are packed; everything else is read in place.

#ifndef POLYGIL_PVM_BYTECODE_CODE_IMAGE_H_
#define POLYGIL_PVM_BYTECODE_CODE_IMAGE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "pvm/bytecode/code_unit.h"

namespace polygil {

inline constexpr uint32_t kImageFormat = 0x33475001;  // "\1PG3"

struct ImageHeader {
  uint32_t format;
  uint32_t size;      // of everything, this header included
  uint64_t checksum;  // of everything behind it
  uint32_t root;      // offset of the outermost unit's record
  uint32_t unused;
};

// At each text's offset: its size and bits, then its bytes (WTF-8).
struct ImageText {
  uint32_t size_and_bits;
  static constexpr uint32_t kAscii = 1u << 31, kIdentifier = 1u << 30, kSizeMask = kIdentifier - 1;
  bool ascii() const { return size_and_bits & kAscii; }
  bool identifier() const { return size_and_bits & kIdentifier; }  // of letters, digits, '_' alone
  std::string_view view() const {
    return {reinterpret_cast<const char*>(this + 1), size_and_bits & kSizeMask};
  }
};

// `where`: the number itself (kInt with count 0), else the offset of a text, a number (kInt with
// count 1, kFloat; kComplex: two), `count` records, or a unit.
struct ImageConstant {
  uint32_t kind : 8, count : 24;
  uint32_t where;
};

struct ImageUnit {
  uint32_t name, qualname, filename;  // texts
  int32_t first_line;
  uint32_t argument_count, positional_only_count, keyword_only_count, flags;
  uint32_t local_count, register_count;
  uint32_t free_count;       // of the locals, those of kind kLocalFree
  uint32_t locals;           // local_count texts
  uint32_t local_kinds;      // local_count bytes
  uint32_t name_count, names;          // texts
  uint32_t constant_count, constants;  // ImageConstant
  uint32_t word_count, words;          // packed
  uint32_t exception_count, exceptions;  // ExceptionEntry
  uint32_t position_count, positions;  // packed
  uint32_t unused;
};
static_assert(sizeof(ImageUnit) % 8 == 0);

template <typename T>
const T* ImageAt(const uint8_t* image, uint32_t offset) {
  return reinterpret_cast<const T*>(image + offset);
}
inline std::string_view ImageTextAt(const uint8_t* image, uint32_t offset) {
  return ImageAt<ImageText>(image, offset)->view();
}

// Appends the image of a unit (its start is 8-aligned in what `out` holds if it was).
std::string MakeCodeImage(const CodeUnit& unit);

// Is this a whole, undamaged image of this format? Its address must be 8-aligned to be used.
bool IsCodeImage(std::string_view bytes);

// Fill `count` entries from a packed table.
void DecodeWords(const uint8_t* packed, uint32_t count, uint64_t* words);
void DecodePositions(const uint8_t* packed, uint32_t count, PositionEntry* entries);
// The line of the entry that covers the word, without decoding the table; -1: none.
int32_t FindLine(const uint8_t* packed, uint32_t count, uint32_t word);

// A checksum of any bytes: for damage, not against malice.
uint64_t ImageChecksum(const void* bytes, size_t size);

}  // namespace polygil

#endif  // POLYGIL_PVM_BYTECODE_CODE_IMAGE_H_
