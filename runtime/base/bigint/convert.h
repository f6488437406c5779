// Integers from and to doubles and bytes, their hash, and true division.

#ifndef POLYGIL_RUNTIME_BASE_BIGINT_CONVERT_H_
#define POLYGIL_RUNTIME_BASE_BIGINT_CONVERT_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/bigint/bigint.h"

namespace polygil {

// hash(int): the value modulo 2**61 - 1 with its sign, never -1.
int64_t BigHash(const BigView& a);

// A double, or the news that it would not be finite.
struct BigDouble {
  double value;
  bool overflow;
};

// Rounds half to even.
BigDouble BigToDouble(const BigView& a);

// m * 2**exponent with 0.5 <= |m| <= 1 (as frexp; m is rounded half to even and
// is below 1 in the result). Zero gives {0, 0}.
struct BigFraction {
  double mantissa;
  int64_t exponent;
};
BigFraction BigFrexp(const BigView& a);

// a / b, correctly rounded. `b` is not zero. Reports kNoMemory in `status`.
struct BigQuotient {
  double value;
  bool overflow;
  BigStatus status;
};
BigQuotient BigTrueDivide(const BigView& a, const BigView& b);

// Truncates a finite double. At most kBigFromDoubleBound limbs are written.
inline constexpr int64_t kBigFromDoubleBound = 17;
BigResult BigFromDouble(Limb* out, double value);

// Exact comparison with a double that is not a NaN.
int BigCompareDouble(const BigView& a, double b);

// int.from_bytes(). Bound for `count` bytes: count / 8 + 1 limbs.
inline int64_t BigFromBytesBound(size_t count) { return static_cast<int64_t>(count / 8) + 1; }
BigResult BigFromBytes(Limb* out, const uint8_t* bytes, size_t count, bool little_endian,
                       bool is_signed);

enum class BigToBytesStatus : uint8_t {
  kOk,
  kTooBig,    // OverflowError: int too big to convert
  kNegative,  // OverflowError: can't convert negative int to unsigned
};

// int.to_bytes(). Fills exactly `count` bytes.
BigToBytesStatus BigToBytes(const BigView& a, uint8_t* bytes, size_t count, bool little_endian,
                            bool is_signed);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_BIGINT_CONVERT_H_
