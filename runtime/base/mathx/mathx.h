// The functions of the math module: libm with Python's view of errors, and those
// that CPython computes itself, to the last bit. comb, perm, factorial, gcd and
// isqrt are in bigint/number.h.

#ifndef POLYGIL_RUNTIME_BASE_MATHX_MATHX_H_
#define POLYGIL_RUNTIME_BASE_MATHX_MATHX_H_

#include <stdint.h>

#include "runtime/base/bigint/bigint.h"

namespace polygil {

enum class MathStatus : uint8_t {
  kOk,
  kDomain,  // ValueError: math domain error
  kRange,   // OverflowError: math range error
};

struct MathResult {
  double value;
  MathStatus status;
};

// Calls a function of libm. A NaN from a number is a domain error; an infinity
// from a finite number is a range error, or a domain error (a pole) when the
// function can't overflow.
MathResult MathCall(double (*function)(double), double x, bool can_overflow);

MathResult MathPower(double x, double y);
MathResult MathModulo(double x, double y);         // math.fmod
MathResult MathRemainder(double x, double y);      // math.remainder
MathResult MathScale(double x, int64_t exponent);  // math.ldexp; the exponent
                                                   // saturates

enum class LogBase : uint8_t { kNatural, kTwo, kTen };
MathResult MathLog(LogBase base, double x);
// Of an int of any size.
MathResult MathLogOfInteger(LogBase base, const BigView& x);

MathResult MathGamma(double x);
MathResult MathLogGamma(double x);

// The tolerances are not negative.
bool MathIsClose(double a, double b, double relative, double absolute);

double MathUlp(double x);

// The Euclidean length of a vector, which is overwritten.
double MathVectorNorm(double* vector, int64_t count);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_MATHX_MATHX_H_
