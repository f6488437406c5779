// types.SimpleNamespace, the type of sys.implementation.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_SIMPLE_NAMESPACE_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_SIMPLE_NAMESPACE_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

extern Type SimpleNamespaceType;
// With the items of a dict, or empty, as attributes.
Owned SimpleNamespaceNew(Value dict_or_empty);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_SIMPLE_NAMESPACE_H_
