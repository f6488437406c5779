// The table of set, for the files that implement it and the dict views.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_SET_INTERNAL_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_SET_INTERNAL_H_

#include <cstdint>

#include "runtime/protocol/protocol.h"
#include "runtime/types/container/set.h"

namespace polygil {

// The entry of a key; null: absent, or an exception is pending.
SetEntry* SetLookup(Set* set, Value key, int64_t hash);
bool SetAddKnownHash(Set* set, Value key, int64_t hash);
// For a key that is surely not there.
bool SetAddUnique(Set* set, Value key, int64_t hash);
Fallible<bool> SetDiscardKnownHash(Set* set, Value key, int64_t hash);
// Empties the set; a frozenset's hash is forgotten.
void SetDropTable(Set* set);
// Adds all entries of another set.
bool SetMerge(Set* set, Set* other);
// A fresh, empty instance of a set type or a subclass.
Owned SetAllocate(Type* type);
Owned SetMake(Type* type, Value iterable_or_empty);
// Plain copy of the type it says.
Owned SetCopyAs(Type* type, Value self);
bool SetDifferenceUpdate(Value self, Value other);
bool SetSymmetricUpdate(Value self, Value other);
Owned SetIntersection(Value self, Value other);
// How a set hashes when it is looked up in a set: as the equal frozenset.
int64_t SetHashOf(Set* set);
Fallible<bool> SetIsSubset(Value self, Value other);  // both sets

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_SET_INTERNAL_H_
