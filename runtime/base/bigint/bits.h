// Shifts, bit counts and the bitwise operations of integers, which Python
// defines on an infinite two's complement.

#ifndef POLYGIL_RUNTIME_BASE_BIGINT_BITS_H_
#define POLYGIL_RUNTIME_BASE_BIGINT_BITS_H_

#include <stdint.h>

#include "runtime/base/bigint/bigint.h"

namespace polygil {

// Bits of the magnitude; 0 for zero.
inline int64_t BigBitLength(const BigView& a) {
  return a.size == 0 ? 0 : a.size * 64 - __builtin_clzll(a.limbs[a.size - 1]);
}

// Ones in the magnitude.
int64_t BigBitCount(const BigView& a);

// Trailing zero bits; `a` is not zero.
int64_t BigTrailingZeros(const BigView& a);

// `shift` is not negative; the caller has checked that the bound is sane.
inline int64_t BigShiftLeftBound(const BigView& a, uint64_t shift) {
  return a.size + static_cast<int64_t>(shift / 64) + 1;
}
BigResult BigShiftLeft(Limb* out, const BigView& a, uint64_t shift);

// Rounds towards minus infinity. `out` may be `a`'s limbs.
inline int64_t BigShiftRightBound(const BigView& a, uint64_t shift) {
  uint64_t whole = shift / 64;
  return (whole >= static_cast<uint64_t>(a.size) ? 0 : a.size - static_cast<int64_t>(whole)) + 1;
}
BigResult BigShiftRight(Limb* out, const BigView& a, uint64_t shift);

inline int64_t BigBitwiseBound(const BigView& a, const BigView& b) {
  return (a.size > b.size ? a.size : b.size) + 1;
}
BigResult BigAnd(Limb* out, const BigView& a, const BigView& b);
BigResult BigOr(Limb* out, const BigView& a, const BigView& b);
BigResult BigXor(Limb* out, const BigView& a, const BigView& b);

// ~a, which is -a - 1.
inline int64_t BigInvertBound(const BigView& a) { return a.size + 1; }
BigResult BigInvert(Limb* out, const BigView& a);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_BIGINT_BITS_H_
