// super: attribute lookup in the MRO behind a class (Library Reference, "super").

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_SUPER_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_SUPER_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

// super(cls, self).name without making a super object. As LoadMethod: with *bound_self set the
// result is to be called with it first. Raises like super() itself, or AttributeError.
Owned SuperLoad(Value cls, Value self, Value interned_name, Handle* bound_self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_SUPER_H_
