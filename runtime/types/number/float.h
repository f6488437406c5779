// float: immediates for common exponents, a box for the rest (NaN, infinities, -0.0, extremes).

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_FLOAT_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_FLOAT_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Float : Object {
  double value;
};
extern Type FloatType;

Owned FloatBox(double value);
inline Owned FloatNew(double value) {
  Value v;
  if (Value::TryFloat(value, &v)) [[likely]] return Owned(v);
  return FloatBox(value);
}
// Requires IsAnyFloat(v): immediate, boxed or subclass instance.
inline double FloatValue(Value v) {
  return v.IsImmediateFloat() ? v.AsImmediateFloat() : v.As<Float>()->value;
}
// float(text): str, bytes, or bytearray. ValueError "could not convert string to float: 'x'". ToFloat()
// of protocol.h goes here for text.
Owned FloatFromStr(Value text);
// a ** b as Python's float does it: a complex for a negative base and a fractional exponent;
// ZeroDivisionError, OverflowError.
Owned FloatPower(double a, double b);
// Exact comparison with an int of any size; -1, 0, 1. `a` is not a NaN.
int FloatCompareInt(double a, Value integer);
int64_t FloatHash(double value, Value owner);  // owner: identity for NaN
Owned FloatRepr(double value);                 // str

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_FLOAT_H_
