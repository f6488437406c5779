// Packs and unpacks single values of a `struct` field.
//
// Every function works on `field.width` bytes at the place it is given; which
// place that is, and that there is room, is the caller's business.

#ifndef POLYGIL_RUNTIME_BASE_STRUCTPACK_CODEC_H_
#define POLYGIL_RUNTIME_BASE_STRUCTPACK_CODEC_H_

#include <cstddef>
#include <cstdint>

#include "runtime/base/structpack/format.h"

namespace polygil::structpack {

// An integer of any size, as far as a field of 8 bytes can tell.
struct Integer {
  enum class Range : uint8_t {
    kSigned,    // an int64_t; `bits` is its two's complement
    kUnsigned,  // at least 2^63, but a uint64_t
    kTooBig,    // neither
  };
  Range range;
  uint64_t bits;

  static Integer Signed(int64_t value) { return {Range::kSigned, static_cast<uint64_t>(value)}; }
  static Integer Unsigned(uint64_t value) {
    return {value >> 63 ? Range::kUnsigned : Range::kSigned, value};
  }
  static Integer TooBig() { return {Range::kTooBig, 0}; }
};

enum class PackError : uint8_t {
  kNone,
  kArgument,       // struct.error: beyond the widest integer of that sign
  kField,          // struct.error: beyond this field
  kTooLarge,       // struct.error: the same for P, and for big-endian q and Q
  kFloatTooLarge,  // OverflowError
};

// The kinds kSigned, kUnsigned and kPointer.
PackError PackInteger(const Field& field, Integer value, uint8_t* out);
Integer UnpackInteger(const Field& field, const uint8_t* in);

// The kind kFloat.
PackError PackFloat(const Field& field, double value, uint8_t* out);
double UnpackFloat(const Field& field, const uint8_t* in);

// The kinds kBytes and kPascal: cuts and pads as the field demands.
void PackBytes(const Field& field, const uint8_t* data, size_t length, uint8_t* out);
// For kPascal: how many bytes from in + 1 on are the value.
size_t PascalLength(const Field& field, const uint8_t* in);

// The text of an error, NUL-terminated.
inline constexpr size_t kPackErrorSize = 80;
void PackErrorText(const Field& field, PackError error, char (&text)[kPackErrorSize]);

// IEEE 754 binary16, also used by memoryview and marshal-like formats. False: the
// finite value is too large.
bool PackHalf(double value, uint16_t* out);
double UnpackHalf(uint16_t half);

}  // namespace polygil::structpack

#endif  // POLYGIL_RUNTIME_BASE_STRUCTPACK_CODEC_H_
