// What float objects compute besides arithmetic: round(), the parts of
// as_integer_ratio(), and the hash.

#ifndef POLYGIL_RUNTIME_BASE_FLOATTEXT_NUMBER_H_
#define POLYGIL_RUNTIME_BASE_FLOATTEXT_NUMBER_H_

#include <stdint.h>

namespace polygil {

// round(value, digits) of a finite value: the decimal half-to-even rounding of
// the exact value. An infinite result means OverflowError: rounded value too
// large to represent.
double FloatRound(double value, int64_t digits);

// round(value) without digits, half to even, still as a double.
double FloatRoundToIntegral(double value);

// A finite value as mantissa * 2**exponent, the mantissa odd or zero.
struct FloatRatio {
  int64_t mantissa;
  int exponent;
};
FloatRatio FloatToRatio(double value);

// hash(value), equal to the hash of an equal int. A NaN has the hash of its
// object, which the caller supplies.
int64_t FloatHash(double value);

// Floor division and modulo of floats; `b` is not zero.
double FloatModulo(double a, double b);
double FloatFloorDivide(double a, double b);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_FLOATTEXT_NUMBER_H_
