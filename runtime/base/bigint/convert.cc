// Conversions between numbers and machine representations.

#include "runtime/base/bigint/convert.h"

#include <float.h>
#include <gmp.h>
#include <math.h>
#include <string.h>

#include "runtime/base/bigint/bits.h"
#include "runtime/base/bigint/scratch.h"

namespace polygil {
namespace {

constexpr Limb kHashModulus = (Limb{1} << 61) - 1;

// The highest 64 bits, left-aligned, with a sticky lowest bit for all below.
Limb LeadingBits(const BigView& a) {
  Limb top = a.limbs[a.size - 1];
  int gap = __builtin_clzll(top);
  int64_t below = a.size - 1;
  Limb result = top << gap;
  Limb dropped = 0;
  if (gap != 0 && a.size > 1) {
    result |= a.limbs[a.size - 2] >> (64 - gap);
    dropped = a.limbs[a.size - 2] << gap;
    --below;
  }
  for (int64_t i = 0; i < below && dropped == 0; ++i) dropped = a.limbs[i];
  return result | (dropped != 0);
}

// 64 left-aligned bits, the lowest one sticky, as a double in [2**63, 2**64].
double RoundLeadingBits(Limb bits) {
  Limb kept = bits >> 11;
  Limb rest = bits & 0x7ff;
  if (rest > 0x400 || (rest == 0x400 && (kept & 1))) ++kept;
  return static_cast<double>(kept) * 2048.0;
}

}  // namespace

int64_t BigHash(const BigView& a) {
  Limb hash = 0;
  for (int64_t i = a.size - 1; i >= 0; --i) {
    // 2**64 is 8 modulo 2**61 - 1, and times 8 is a rotation by 3.
    hash = ((hash << 3) & kHashModulus) | (hash >> 58);
    Limb limb = a.limbs[i];
    hash += (limb & kHashModulus) + (limb >> 61);
    hash = (hash & kHashModulus) + (hash >> 61);
    if (hash >= kHashModulus) hash -= kHashModulus;
  }
  int64_t result = static_cast<int64_t>(hash);
  if (a.negative) result = -result;
  return result == -1 ? -2 : result;
}

BigDouble BigToDouble(const BigView& a) {
  if (a.size == 0) return {0.0, false};
  int64_t exponent = BigBitLength(a) - 64;
  if (exponent > DBL_MAX_EXP) return {0.0, true};
  double value = ldexp(RoundLeadingBits(LeadingBits(a)), static_cast<int>(exponent));
  if (isinf(value)) return {0.0, true};
  return {a.negative ? -value : value, false};
}

BigFraction BigFrexp(const BigView& a) {
  if (a.size == 0) return {0.0, 0};
  int64_t exponent = BigBitLength(a);
  double mantissa = ldexp(RoundLeadingBits(LeadingBits(a)), -64);
  if (mantissa == 1.0) {
    mantissa = 0.5;
    ++exponent;
  }
  return {a.negative ? -mantissa : mantissa, exponent};
}

BigQuotient BigTrueDivide(const BigView& a, const BigView& b) {
  bool negative = a.negative != b.negative;
  double zero = negative ? -0.0 : 0.0;
  if (a.size == 0) return {zero, false, BigStatus::kOk};
  constexpr int64_t kExact = int64_t{1} << DBL_MANT_DIG;
  if (a.size == 1 && b.size == 1 && a.limbs[0] <= Limb{kExact} && b.limbs[0] <= Limb{kExact}) {
    double value = static_cast<double>(a.limbs[0]) / static_cast<double>(b.limbs[0]);
    return {negative ? -value : value, false, BigStatus::kOk};
  }
  // The quotient lies in (2**(difference-1), 2**(difference+1)).
  int64_t difference = BigBitLength(a) - BigBitLength(b);
  if (difference > DBL_MAX_EXP) return {0.0, true, BigStatus::kOk};
  if (difference < DBL_MIN_EXP - DBL_MANT_DIG - 1) {
    return {zero, false, BigStatus::kOk};
  }
  // Scale so that the integer quotient has 62 to 64 bits; the rest is sticky.
  int64_t shift = difference - 62;
  BigScratch scaled(a.size + (shift < 0 ? -shift / 64 + 2 : 1));
  if (!scaled.ok()) return {0.0, false, BigStatus::kNoMemory};
  BigView magnitude = {a.limbs, a.size, false};
  bool sticky = false;
  BigResult numerator;
  if (shift >= 0) {
    sticky = BigTrailingZeros(magnitude) < shift;
    numerator = BigShiftRight(scaled.get(), magnitude, shift);
  } else {
    numerator = BigShiftLeft(scaled.get(), magnitude, -shift);
  }
  BigView left = {scaled.get(), numerator.size, false};
  BigView right = {b.limbs, b.size, false};
  BigScratch quotient(BigQuotientBound(left, right));
  BigScratch remainder(BigRemainderBound(right));
  if (!quotient.ok() || !remainder.ok()) {
    return {0.0, false, BigStatus::kNoMemory};
  }
  BigDivmodResult parts = BigDivmod(quotient.get(), remainder.get(), left, right);
  Limb bits = quotient.get()[0];
  sticky = sticky || parts.remainder.size != 0;
  // Keep 53 bits, fewer when the result is subnormal.
  int length = 64 - __builtin_clzll(bits);
  int64_t drop = length - DBL_MANT_DIG;
  int64_t least = DBL_MIN_EXP - DBL_MANT_DIG - shift;
  if (drop < least) drop = least;
  if (drop > 64) return {zero, false, BigStatus::kOk};
  unsigned __int128 wide = bits;
  Limb kept = static_cast<Limb>(wide >> drop);
  unsigned __int128 rest = wide & ((static_cast<unsigned __int128>(1) << drop) - 1);
  unsigned __int128 half = static_cast<unsigned __int128>(1) << (drop - 1);
  if (rest > half || (rest == half && (sticky || (kept & 1)))) ++kept;
  double value = ldexp(static_cast<double>(kept), static_cast<int>(drop + shift));
  if (isinf(value)) return {0.0, true, BigStatus::kOk};
  return {negative ? -value : value, false, BigStatus::kOk};
}

BigResult BigFromDouble(Limb* out, double value) {
  bool negative = value < 0;
  double magnitude = fabs(value);
  if (magnitude < 1.0) return {0, false, BigStatus::kOk};
  int exponent;
  double fraction = frexp(magnitude, &exponent);
  Limb mantissa = static_cast<Limb>(ldexp(fraction, 64));
  if (exponent <= 64) {
    out[0] = mantissa >> (64 - exponent);
    return {1, negative, BigStatus::kOk};
  }
  BigView view = {&mantissa, 1, negative};
  return BigShiftLeft(out, view, exponent - 64);
}

int BigCompareDouble(const BigView& a, double b) {
  if (isinf(b)) return b > 0 ? -1 : 1;
  Limb limbs[kBigFromDoubleBound];
  BigResult whole = BigFromDouble(limbs, b);
  int order = BigCompare(a, {limbs, whole.size, whole.negative});
  if (order != 0) return order;
  double fraction = b - trunc(b);
  return fraction > 0 ? -1 : fraction < 0 ? 1 : 0;
}

BigResult BigFromBytes(Limb* out, const uint8_t* bytes, size_t count, bool little_endian,
                       bool is_signed) {
  if (count == 0) return {0, false, BigStatus::kOk};
  bool negative = is_signed && (bytes[little_endian ? count - 1 : 0] & 0x80) != 0;
  int64_t size = static_cast<int64_t>((count + 7) / 8);
  out[size - 1] = negative ? ~Limb{0} : 0;
  uint8_t* target = reinterpret_cast<uint8_t*>(out);
  if (little_endian) {
    memcpy(target, bytes, count);
  } else {
    for (size_t i = 0; i < count; ++i) target[i] = bytes[count - 1 - i];
  }
  if (negative) mpn_neg(out, out, size);
  return BigDone(out, size, negative);
}

BigToBytesStatus BigToBytes(const BigView& a, uint8_t* bytes, size_t count, bool little_endian,
                            bool is_signed) {
  if (a.negative && !is_signed) return BigToBytesStatus::kNegative;
  uint64_t need = BigBitLength(a);
  if (is_signed && a.size != 0) {
    // -2**(n-1) fits n bits, where 2**(n-1) does not.
    bool least = a.negative && BigTrailingZeros(a) + 1 == static_cast<int64_t>(need);
    if (!least) ++need;
  }
  if (count < (need + 7) / 8) return BigToBytesStatus::kTooBig;
  Limb carry = a.negative;
  Limb mask = a.negative ? ~Limb{0} : 0;
  size_t done = 0;
  for (int64_t i = 0; done < count; ++i) {
    Limb limb = ((i < a.size ? a.limbs[i] : 0) ^ mask) + carry;
    carry = carry && limb == 0;
    for (int j = 0; j < 8 && done < count; ++j, ++done, limb >>= 8) {
      bytes[little_endian ? done : count - 1 - done] = static_cast<uint8_t>(limb);
    }
  }
  return BigToBytesStatus::kOk;
}

}  // namespace polygil
