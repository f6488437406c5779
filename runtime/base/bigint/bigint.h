// Arbitrary-precision integers: sign and magnitude, 64-bit limbs, least
// significant first, over GMP's mpn layer.
//
// Nothing here owns a number. Inputs are views; results go into limb buffers of
// the caller, who allocates the bound that the XxxBound() function beside each
// operation names, and trims to the size that comes back. A view is normalised:
// its highest limb is not zero, and zero is {.., 0, false}. Results are
// normalised too. An output buffer may not overlap an input unless it is said.
//
// Operations that need scratch memory report kNoMemory when there is none.

#ifndef POLYGIL_RUNTIME_BASE_BIGINT_BIGINT_H_
#define POLYGIL_RUNTIME_BASE_BIGINT_BIGINT_H_

#include <stdint.h>

namespace polygil {

using Limb = uint64_t;

// Borrowed limbs of a number; the owner outlives the view.
struct BigView {
  const Limb* limbs;
  int64_t size;
  bool negative;
};

enum class BigStatus : uint8_t {
  kOk,
  kNoMemory,
  kDivisionByZero,
  kNotInvertible,
};

// What was written into a caller's buffer.
struct BigResult {
  int64_t size;
  bool negative;
  BigStatus status;

  bool ok() const { return status == BigStatus::kOk; }
};

// Views an int64 as a number without allocating; it must outlive the view.
class SmallBig {
 public:
  explicit SmallBig(int64_t value)
      : limb_(value < 0 ? 0 - static_cast<Limb>(value) : static_cast<Limb>(value)),
        negative_(value < 0) {}

  BigView view() const { return {&limb_, limb_ != 0, negative_}; }

 private:
  Limb limb_;
  bool negative_;
};

inline int64_t BigTrim(const Limb* limbs, int64_t size) {
  while (size > 0 && limbs[size - 1] == 0) --size;
  return size;
}

inline BigResult BigDone(const Limb* limbs, int64_t size, bool negative) {
  size = BigTrim(limbs, size);
  return {size, negative && size > 0, BigStatus::kOk};
}

inline BigResult BigFailed(BigStatus status) { return {0, false, status}; }

// Stores the value in `*value` and returns true when it fits in an int64.
bool BigFitsInt64(const BigView& a, int64_t* value);
// The same for a non-negative value and uint64.
bool BigFitsUint64(const BigView& a, uint64_t* value);

// Three-way comparison: negative, zero or positive.
int BigCompare(const BigView& a, const BigView& b);
int BigCompareMagnitude(const BigView& a, const BigView& b);
inline bool BigEqual(const BigView& a, const BigView& b) {
  return a.size == b.size && a.negative == b.negative && BigCompareMagnitude(a, b) == 0;
}

// `out` of add and subtract may be exactly one of the inputs.
inline int64_t BigAddBound(const BigView& a, const BigView& b) {
  return (a.size > b.size ? a.size : b.size) + 1;
}
BigResult BigAdd(Limb* out, const BigView& a, const BigView& b);
BigResult BigSubtract(Limb* out, const BigView& a, const BigView& b);

inline int64_t BigMultiplyBound(const BigView& a, const BigView& b) { return a.size + b.size; }
BigResult BigMultiply(Limb* out, const BigView& a, const BigView& b);

// Floor division, Python's // and %: the remainder has the divisor's sign.
inline int64_t BigQuotientBound(const BigView& a, const BigView& b) {
  return (a.size >= b.size ? a.size - b.size + 1 : 0) + 1;
}
inline int64_t BigRemainderBound(const BigView& b) { return b.size + 1; }
struct BigDivmodResult {
  BigResult quotient;
  BigResult remainder;
};
BigDivmodResult BigDivmod(Limb* quotient, Limb* remainder, const BigView& a, const BigView& b);
BigResult BigFloorDivide(Limb* out, const BigView& a, const BigView& b);
BigResult BigModulo(Limb* out, const BigView& a, const BigView& b);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_BIGINT_BIGINT_H_
