// Complex numbers as plain values: what complex objects and cmath compute with.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_COMPLEX_VALUE_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_COMPLEX_VALUE_H_

#include "runtime/object/ownership.h"

namespace polygil {

struct ComplexValue {
  double real, imaginary;
};

// a / b; false: division by zero.
bool ComplexDivide(ComplexValue a, ComplexValue b, ComplexValue* out);
// The complex object of a ** b; ZeroDivisionError, OverflowError.
Owned ComplexPower(ComplexValue a, ComplexValue b);
// complex, __complex__, float, __float__ or __index__; TypeError "must be real number, not x".
Fallible<ComplexValue> AsComplex(Value v);
Owned ComplexFromStr(Value text);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_COMPLEX_VALUE_H_
