// The tables of int's methods and properties.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_INT_METHODS_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_INT_METHODS_H_

#include "runtime/object/method_def.h"

namespace polygil {

extern const MethodDef kIntMethods[];
extern const PropertyDef kIntProperties[];

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_INT_METHODS_H_
