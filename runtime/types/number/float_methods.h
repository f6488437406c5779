// The tables of float's methods and properties.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_FLOAT_METHODS_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_FLOAT_METHODS_H_

#include "runtime/object/method_def.h"

namespace polygil {

extern const MethodDef kFloatMethods[];
extern const PropertyDef kFloatProperties[];
// The exact float equal to a float of any type.
Owned FloatExact(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_FLOAT_METHODS_H_
