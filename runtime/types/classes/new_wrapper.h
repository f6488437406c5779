// The `__new__` that a built-in type with a constructor has in its dictionary: a built-in function
// bound to the type.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_NEW_WRAPPER_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_NEW_WRAPPER_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

Owned NewWrapperFor(Type* type);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_NEW_WRAPPER_H_
