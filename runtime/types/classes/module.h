// module objects.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_MODULE_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_MODULE_H_


#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Module : Object {
  Value dict;
  Value name;        // str at creation, for repr of broken modules
  const void* definition;  // of native modules
};
extern Type ModuleType;
Owned ModuleNew(Value name);
// module.__getattribute__; the second gives empty without exception for an absent attribute.
Owned ModuleGetAttribute(Value module, Value name);
Owned ModuleFindAttribute(Value module, Value interned_name);
inline Value ModuleDict(Value v) { return v.As<Module>()->dict; }

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_MODULE_H_
