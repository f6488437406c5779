// What weak references and proxies share.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_WEAKREF_INTERNAL_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_WEAKREF_INTERNAL_H_

#include "runtime/types/classes/weakref.h"

namespace polygil {

// A reference, proxy or instance of a subclass; the shared one where that is allowed.
Owned WeakObjectNew(Type* type, Value object, Value callback_or_empty);
bool WeakTraverse(Object* self, Visitor visit, void* arg);
void WeakDestroy(Object* self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_WEAKREF_INTERNAL_H_
