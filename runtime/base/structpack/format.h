// Format strings of the `struct` module: which fields lie where.
//
// Library Reference, struct: byte order, size, alignment; format characters. The
// machine is little-endian with 8-byte pointers and longs.

#ifndef POLYGIL_RUNTIME_BASE_STRUCTPACK_FORMAT_H_
#define POLYGIL_RUNTIME_BASE_STRUCTPACK_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace polygil::structpack {

enum class Kind : uint8_t {
  kChar,      // c: a bytes object of length 1
  kBool,      // ?
  kSigned,    // b h i l q n
  kUnsigned,  // B H I L Q N
  kPointer,   // P
  kFloat,     // e f d
  kBytes,     // s: `width` bytes, padded with zeros
  kPascal,    // p: a length byte and up to `width` - 1 bytes
};

// A run of values of one format character.
struct Field {
  char code;
  Kind kind;
  bool big_endian;
  bool native;    // '@' or no prefix
  size_t width;   // bytes of one value
  size_t count;   // values; 1 for s and p
  size_t offset;  // of the first; the next one follows at once
};

struct Layout {
  std::vector<Field> fields;
  size_t size = 0;         // bytes, padding and all
  size_t value_count = 0;  // values to pack or unpack
};

// All are struct.error.
enum class FormatError : uint8_t {
  kNone,
  kBadCharacter,
  kCountWithoutCode,
  kTooLong,
  kEmbeddedNull,
};

// Fills `layout` (which must be fresh); on an error it is worthless.
FormatError ParseFormat(std::string_view format, Layout* layout);

const char* FormatErrorText(FormatError error);

}  // namespace polygil::structpack

#endif  // POLYGIL_RUNTIME_BASE_STRUCTPACK_FORMAT_H_
