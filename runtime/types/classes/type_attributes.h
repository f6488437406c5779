// What `type` shows of a class: __name__, __bases__, __doc__, ... and how they are set.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_TYPE_ATTRIBUTES_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_TYPE_ATTRIBUTES_H_

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

extern const PropertyDef kTypeProperties[];
extern const MemberDef kTypeMembers[];

// type.__getattribute__; the second gives empty without exception for an absent attribute.
Owned TypeGetAttribute(Value type, Value interned_name);
Owned TypeFindAttribute(Value type, Value interned_name);
// type.__module__: "builtins" for most native types. AttributeError if a class has none.
Owned TypeModule(Type* type);
// type.__abstractmethods__. AttributeError.
Owned TypeAbstractMethods(Type* type);
// isinstance() and issubclass() without hooks, for real classes and for objects with __bases__.
Fallible<bool> RecursiveIsInstance(Value object, Value cls);
Fallible<bool> RecursiveIsSubclass(Value derived, Value cls);
bool InitTypeType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_TYPE_ATTRIBUTES_H_
