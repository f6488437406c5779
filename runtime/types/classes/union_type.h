// types.UnionType: int | str (PEP 604).

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_UNION_TYPE_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_UNION_TYPE_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Union : Object {
  Value args;        // tuple, without repetition
  Value parameters;  // tuple of type variables, made on demand
};
extern Type UnionType;
// left | right; NotImplemented if one can't stand in a union.
Owned UnionOf(Value left, Value right);
bool InitUnionType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_UNION_TYPE_H_
