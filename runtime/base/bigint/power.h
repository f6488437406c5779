// Powers, and pow() with three arguments.

#ifndef POLYGIL_RUNTIME_BASE_BIGINT_POWER_H_
#define POLYGIL_RUNTIME_BASE_BIGINT_POWER_H_

#include <stdint.h>

#include "runtime/base/bigint/bigint.h"

namespace polygil {

// a ** exponent. The bound is -1 when the result could not be represented.
int64_t BigPowerBound(const BigView& a, uint64_t exponent);
BigResult BigPower(Limb* out, const BigView& a, uint64_t exponent);

// pow(a, exponent, modulus); the result has the modulus's sign. A negative
// exponent inverts `a` first. Fails with kDivisionByZero for modulus 0 and with
// kNotInvertible. Writes at most modulus.size + 1 limbs.
inline int64_t BigPowerModuloBound(const BigView& modulus) { return modulus.size + 1; }
BigResult BigPowerModulo(Limb* out, const BigView& a, const BigView& exponent,
                         const BigView& modulus);

// The inverse of `a` modulo |modulus|, in [0, |modulus|).
BigResult BigInvertModulo(Limb* out, const BigView& a, const BigView& modulus);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_BIGINT_POWER_H_
