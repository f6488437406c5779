// types.GenericAlias: list[int] (PEP 585).

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_GENERIC_ALIAS_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_GENERIC_ALIAS_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/classes/type_object.h"

namespace polygil {

struct GenericAlias : Object {
  Value origin;
  Value args;        // tuple
  Value parameters;  // tuple of type variables, made on demand
  bool starred;      // *tuple[int, ...]
};
extern Type GenericAliasType;
// origin[args]; args that are no tuple become one.
Owned GenericAliasNew(Value origin, Value args);
// __class_getitem__ of built-in generics: OneArg(ClassGetItem, kMethodClass).
Owned ClassGetItem(Value cls, Value args);
// The type variables among args, without repetition: a tuple.
Owned CollectTypeParameters(Value args);
// alias[item]: the arguments with the type variables replaced.
Owned SubstituteTypeParameters(Value alias, Value args, Value parameters, Value item);
// "list[int]": how an argument reads in a repr.
Owned TypeArgumentRepr(Value argument);
bool InitGenericAliasType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_GENERIC_ALIAS_H_
