// Products are built as balanced trees, so that mpn's fast multiplication gets
// operands of equal size.

#include "runtime/base/bigint/number.h"

#include <gmp.h>
#include <string.h>

#include "runtime/base/bigint/bits.h"
#include "runtime/base/bigint/scratch.h"

namespace polygil {
namespace {

int BitsOf(uint64_t n) { return n == 0 ? 0 : 64 - __builtin_clzll(n); }

// Multiplies short ranges limb by limb, longer ones as a tree. `scratch` has
// the same room as `out`. Returns the size.
int64_t ProductTree(Limb* out, Limb* scratch, uint64_t first, uint64_t last) {
  if (last - first < 16) {
    out[0] = first;
    int64_t size = 1;
    for (uint64_t factor = first + 1; factor <= last && factor != 0; ++factor) {
      Limb carry = mpn_mul_1(out, out, size, factor);
      if (carry != 0) out[size++] = carry;
    }
    return size;
  }
  uint64_t middle = first + (last - first) / 2;
  int64_t room = BigRangeProductBound(first, middle);
  int64_t left = ProductTree(scratch, out, first, middle);
  int64_t right = ProductTree(scratch + room, out + room, middle + 1, last);
  BigResult result = BigMultiply(out, {scratch, left, false}, {scratch + room, right, false});
  return result.size;
}

}  // namespace

BigResult BigGcd(Limb* out, const BigView& a, const BigView& b) {
  if (a.size == 0 || b.size == 0) {
    const BigView& other = a.size == 0 ? b : a;
    memcpy(out, other.limbs, sizeof(Limb) * other.size);
    return {other.size, false, BigStatus::kOk};
  }
  if (a.size == 1 || b.size == 1) {
    const BigView& longer = a.size == 1 ? b : a;
    const BigView& shorter = a.size == 1 ? a : b;
    out[0] = mpn_gcd_1(longer.limbs, longer.size, shorter.limbs[0]);
    return {1, false, BigStatus::kOk};
  }
  BigScratch scratch(a.size + b.size + 2);
  if (!scratch.ok()) return BigFailed(BigStatus::kNoMemory);
  int64_t twos_a = BigTrailingZeros(a);
  int64_t twos_b = BigTrailingZeros(b);
  BigView x = {scratch.get(), 0, false};
  BigView y = {scratch.get() + a.size + 1, 0, false};
  x.size = BigShiftRight(scratch.get(), {a.limbs, a.size, false}, twos_a).size;
  y.size = BigShiftRight(scratch.get() + a.size + 1, {b.limbs, b.size, false}, twos_b).size;
  if (BigCompareMagnitude(x, y) < 0) {
    BigView swap = x;
    x = y;
    y = swap;
  }
  int64_t size =
      mpn_gcd(out, const_cast<Limb*>(x.limbs), x.size, const_cast<Limb*>(y.limbs), y.size);
  int64_t twos = twos_a < twos_b ? twos_a : twos_b;
  if (twos == 0) return {size, false, BigStatus::kOk};
  memcpy(scratch.get(), out, sizeof(Limb) * size);
  return BigShiftLeft(out, {scratch.get(), size, false}, twos);
}

BigResult BigSquareRoot(Limb* out, const BigView& a) {
  if (a.size == 0) return {0, false, BigStatus::kOk};
  mpn_sqrtrem(out, nullptr, a.limbs, a.size);
  return BigDone(out, (a.size + 1) / 2, false);
}

int64_t BigRangeProductBound(uint64_t first, uint64_t last) {
  if (first > last) return 1;
  unsigned __int128 count = static_cast<unsigned __int128>(last - first) + 1;
  unsigned __int128 bits = count * BitsOf(last);
  if (bits >> 61 != 0) return int64_t{1} << 58;
  return static_cast<int64_t>(bits / 64) + 3;
}

BigResult BigRangeProduct(Limb* out, uint64_t first, uint64_t last) {
  if (first > last) {
    out[0] = 1;
    return {1, false, BigStatus::kOk};
  }
  if (first == 0) return {0, false, BigStatus::kOk};
  if (last - first < 16) {
    return {ProductTree(out, nullptr, first, last), false, BigStatus::kOk};
  }
  // The tree works in pairs of areas that are somewhat larger than the product.
  int64_t room = BigRangeProductBound(first, last);
  int64_t slack = room + 6 * BitsOf(last - first) + 64;
  BigScratch scratch(2 * slack);
  if (!scratch.ok()) return BigFailed(BigStatus::kNoMemory);
  Limb* area = scratch.get();
  int64_t size = ProductTree(area, area + slack, first, last);
  memcpy(out, area, sizeof(Limb) * size);
  return {size, false, BigStatus::kOk};
}

int64_t BigFactorialBound(uint64_t n) { return BigRangeProductBound(1, n); }

BigResult BigFactorial(Limb* out, uint64_t n) { return BigRangeProduct(out, 1, n); }

int64_t BigPermutationsBound(uint64_t n, uint64_t k) {
  return k > n ? 1 : BigRangeProductBound(n - k + 1, n);
}

BigResult BigPermutations(Limb* out, uint64_t n, uint64_t k) {
  if (k > n) return {0, false, BigStatus::kOk};
  if (k == 0) {
    out[0] = 1;
    return {1, false, BigStatus::kOk};
  }
  return BigRangeProduct(out, n - k + 1, n);
}

int64_t BigCombinationsBound(uint64_t n, uint64_t k) {
  if (k > n) return 1;
  if (k > n - k) k = n - k;
  return BigPermutationsBound(n, k) + 1;
}

BigResult BigCombinations(Limb* out, uint64_t n, uint64_t k) {
  if (k > n) return {0, false, BigStatus::kOk};
  if (k > n - k) k = n - k;
  if (k == 0) {
    out[0] = 1;
    return {1, false, BigStatus::kOk};
  }
  BigScratch numerator(BigPermutationsBound(n, k));
  BigScratch denominator(BigFactorialBound(k));
  if (!numerator.ok() || !denominator.ok()) {
    return BigFailed(BigStatus::kNoMemory);
  }
  BigResult top = BigPermutations(numerator.get(), n, k);
  if (!top.ok()) return top;
  BigResult bottom = BigFactorial(denominator.get(), k);
  if (!bottom.ok()) return bottom;
  return BigFloorDivide(out, {numerator.get(), top.size, false},
                        {denominator.get(), bottom.size, false});
}

}  // namespace polygil
