// weakref.ref and the weak proxies (PEP 205). Layout: runtime/object/weak_table.h.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_WEAKREF_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_WEAKREF_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/object/weak_table.h"

namespace polygil {

extern Type ReferenceType, ProxyType, CallableProxyType;

// ref(object, callback): the one shared reference if there is no callback. TypeError if instances
// of the object's type can't be weakly referenced. callback: empty or None for none.
Owned WeakReferenceNew(Value object, Value callback_or_empty);
// proxy(object, callback).
Owned WeakProxyNew(Value object, Value callback_or_empty);
// What a reference refers to, empty if it died (a new reference; nothing is raised).
Owned WeakReferent(Value reference);
// getweakrefs(object): a list.
Owned WeakReferencesOf(Value object);

bool InitWeakrefTypes();
bool InitWeakProxyTypes();  // part of InitWeakrefTypes

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_WEAKREF_H_
