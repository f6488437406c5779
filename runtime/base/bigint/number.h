// Number theory: gcd, integer square root, products of ranges, and what
// math.factorial, math.comb and math.perm need.

#ifndef POLYGIL_RUNTIME_BASE_BIGINT_NUMBER_H_
#define POLYGIL_RUNTIME_BASE_BIGINT_NUMBER_H_

#include <stdint.h>

#include "runtime/base/bigint/bigint.h"

namespace polygil {

// The greatest common divisor of the magnitudes.
inline int64_t BigGcdBound(const BigView& a, const BigView& b) {
  return (a.size > b.size ? a.size : b.size) + 1;
}
BigResult BigGcd(Limb* out, const BigView& a, const BigView& b);

// The floor of the square root; `a` is not negative.
inline int64_t BigSquareRootBound(const BigView& a) { return a.size / 2 + 1; }
BigResult BigSquareRoot(Limb* out, const BigView& a);

// first * (first + 1) * ... * last; 1 when the range is empty.
int64_t BigRangeProductBound(uint64_t first, uint64_t last);
BigResult BigRangeProduct(Limb* out, uint64_t first, uint64_t last);

// n!
int64_t BigFactorialBound(uint64_t n);
BigResult BigFactorial(Limb* out, uint64_t n);

// n! / (n - k)!; 0 when k > n.
int64_t BigPermutationsBound(uint64_t n, uint64_t k);
BigResult BigPermutations(Limb* out, uint64_t n, uint64_t k);

// n over k; 0 when k > n.
int64_t BigCombinationsBound(uint64_t n, uint64_t k);
BigResult BigCombinations(Limb* out, uint64_t n, uint64_t k);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_BIGINT_NUMBER_H_
