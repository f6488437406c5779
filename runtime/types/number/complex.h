// complex numbers.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_COMPLEX_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_COMPLEX_H_


#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Complex : Object {
  double real, imaginary;
};
extern Type ComplexType;
Owned ComplexNew(double real, double imaginary);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_COMPLEX_H_
