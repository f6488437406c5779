// Comparison and the four basic operations.

#include "runtime/base/bigint/bigint.h"

#include <gmp.h>
#include <string.h>

#include "runtime/base/bigint/scratch.h"

namespace polygil {
namespace {

// |out| = |a| + |b|.
BigResult AddMagnitudes(Limb* out, const BigView& a, const BigView& b, bool negative) {
  const BigView& longer = a.size >= b.size ? a : b;
  const BigView& shorter = a.size >= b.size ? b : a;
  if (shorter.size == 0) {
    memmove(out, longer.limbs, sizeof(Limb) * longer.size);
    return {longer.size, negative && longer.size > 0, BigStatus::kOk};
  }
  Limb carry = mpn_add(out, longer.limbs, longer.size, shorter.limbs, shorter.size);
  int64_t size = longer.size;
  if (carry != 0) out[size++] = carry;
  return {size, negative, BigStatus::kOk};
}

// out = |a| - |b|, negated when `flip`.
BigResult SubtractMagnitudes(Limb* out, const BigView& a, const BigView& b, bool flip) {
  int order = BigCompareMagnitude(a, b);
  if (order == 0) return {0, false, BigStatus::kOk};
  const BigView& larger = order > 0 ? a : b;
  const BigView& smaller = order > 0 ? b : a;
  if (smaller.size == 0) {
    memmove(out, larger.limbs, sizeof(Limb) * larger.size);
  } else {
    mpn_sub(out, larger.limbs, larger.size, smaller.limbs, smaller.size);
  }
  return BigDone(out, larger.size, (order < 0) != flip);
}

// Turns a truncated quotient into a floored one: one further from zero.
int64_t StepAwayFromZero(Limb* limbs, int64_t size) {
  if (size == 0) {
    limbs[0] = 1;
    return 1;
  }
  Limb carry = mpn_add_1(limbs, limbs, size, 1);
  if (carry != 0) limbs[size++] = carry;
  return size;
}

BigDivmodResult DivideByLimb(Limb* quotient, Limb* remainder, const BigView& a, const BigView& b) {
  Limb divisor = b.limbs[0];
  Limb rest = mpn_divrem_1(quotient, 0, a.limbs, a.size, divisor);
  int64_t size = BigTrim(quotient, a.size);
  bool negative = a.negative != b.negative;
  if (rest != 0 && negative) {
    size = StepAwayFromZero(quotient, size);
    rest = divisor - rest;
  }
  remainder[0] = rest;
  return {{size, negative && size > 0, BigStatus::kOk},
          {rest != 0, b.negative && rest != 0, BigStatus::kOk}};
}

BigDivmodResult DivideLonger(Limb* quotient, Limb* remainder, const BigView& a, const BigView& b) {
  mpn_tdiv_qr(quotient, remainder, 0, a.limbs, a.size, b.limbs, b.size);
  int64_t size = BigTrim(quotient, a.size - b.size + 1);
  int64_t rest = BigTrim(remainder, b.size);
  bool negative = a.negative != b.negative;
  if (rest != 0 && negative) {
    size = StepAwayFromZero(quotient, size);
    mpn_sub(remainder, b.limbs, b.size, remainder, rest);
    rest = BigTrim(remainder, b.size);
  }
  return {{size, negative && size > 0, BigStatus::kOk},
          {rest, b.negative && rest != 0, BigStatus::kOk}};
}

// The dividend's magnitude is below the divisor's.
BigDivmodResult DivideShorter(Limb* quotient, Limb* remainder, const BigView& a, const BigView& b) {
  if (a.size == 0) {
    return {{0, false, BigStatus::kOk}, {0, false, BigStatus::kOk}};
  }
  if (a.negative == b.negative) {
    memmove(remainder, a.limbs, sizeof(Limb) * a.size);
    return {{0, false, BigStatus::kOk}, {a.size, a.negative, BigStatus::kOk}};
  }
  mpn_sub(remainder, b.limbs, b.size, a.limbs, a.size);
  quotient[0] = 1;
  return {{1, true, BigStatus::kOk}, BigDone(remainder, b.size, b.negative)};
}

}  // namespace

bool BigFitsInt64(const BigView& a, int64_t* value) {
  if (a.size == 0) {
    *value = 0;
    return true;
  }
  if (a.size > 1) return false;
  Limb limb = a.limbs[0];
  Limb most = (Limb{1} << 63) - (a.negative ? 0 : 1);
  if (limb > most) return false;
  *value = static_cast<int64_t>(a.negative ? 0 - limb : limb);
  return true;
}

bool BigFitsUint64(const BigView& a, uint64_t* value) {
  if (a.negative || a.size > 1) return false;
  *value = a.size == 0 ? 0 : a.limbs[0];
  return true;
}

int BigCompareMagnitude(const BigView& a, const BigView& b) {
  if (a.size != b.size) return a.size < b.size ? -1 : 1;
  if (a.size == 0) return 0;
  return mpn_cmp(a.limbs, b.limbs, a.size);
}

int BigCompare(const BigView& a, const BigView& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  int order = BigCompareMagnitude(a, b);
  return a.negative ? -order : order;
}

BigResult BigAdd(Limb* out, const BigView& a, const BigView& b) {
  return a.negative == b.negative ? AddMagnitudes(out, a, b, a.negative)
                                  : SubtractMagnitudes(out, a, b, a.negative);
}

BigResult BigSubtract(Limb* out, const BigView& a, const BigView& b) {
  if (a.negative == b.negative) return SubtractMagnitudes(out, a, b, a.negative);
  return AddMagnitudes(out, a, b, a.size != 0 ? a.negative : !b.negative);
}

BigResult BigMultiply(Limb* out, const BigView& a, const BigView& b) {
  if (a.size == 0 || b.size == 0) return {0, false, BigStatus::kOk};
  Limb top;
  if (a.size < b.size) {
    top = mpn_mul(out, b.limbs, b.size, a.limbs, a.size);
  } else if (a.limbs == b.limbs && a.size == b.size) {
    mpn_sqr(out, a.limbs, a.size);
    top = out[2 * a.size - 1];
  } else {
    top = mpn_mul(out, a.limbs, a.size, b.limbs, b.size);
  }
  return {a.size + b.size - (top == 0), a.negative != b.negative, BigStatus::kOk};
}

BigDivmodResult BigDivmod(Limb* quotient, Limb* remainder, const BigView& a, const BigView& b) {
  if (b.size == 0) {
    return {BigFailed(BigStatus::kDivisionByZero), BigFailed(BigStatus::kDivisionByZero)};
  }
  if (BigCompareMagnitude(a, b) < 0) {
    return DivideShorter(quotient, remainder, a, b);
  }
  return b.size == 1 ? DivideByLimb(quotient, remainder, a, b)
                     : DivideLonger(quotient, remainder, a, b);
}

BigResult BigFloorDivide(Limb* out, const BigView& a, const BigView& b) {
  BigScratch remainder(BigRemainderBound(b));
  if (!remainder.ok()) return BigFailed(BigStatus::kNoMemory);
  return BigDivmod(out, remainder.get(), a, b).quotient;
}

BigResult BigModulo(Limb* out, const BigView& a, const BigView& b) {
  if (b.size == 1 && a.size > 0) {
    Limb rest = mpn_mod_1(a.limbs, a.size, b.limbs[0]);
    if (rest != 0 && a.negative != b.negative) rest = b.limbs[0] - rest;
    out[0] = rest;
    return {rest != 0, b.negative && rest != 0, BigStatus::kOk};
  }
  BigScratch quotient(BigQuotientBound(a, b));
  if (!quotient.ok()) return BigFailed(BigStatus::kNoMemory);
  return BigDivmod(quotient.get(), out, a, b).remainder;
}

}  // namespace polygil
