// How objects are taken apart for pickle and copy (object.__reduce_ex__, PEP 307).

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_OBJECT_REDUCE_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_OBJECT_REDUCE_H_

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

Owned ObjectReduceMethod(Value self);
Owned ObjectReduceExMethod(Value self, Value protocol);
Owned ObjectGetStateMethod(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_OBJECT_REDUCE_H_
