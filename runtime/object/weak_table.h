// Weak references: the interpreter's table from a referent to the list of its weak reference
// objects (PEP 205). Neither side owns the other here: a reference removes itself when it dies, and
// a referent clears its list when it dies (Deallocate, the cycle collector). GIL held.

#ifndef POLYGIL_RUNTIME_OBJECT_WEAK_TABLE_H_
#define POLYGIL_RUNTIME_OBJECT_WEAK_TABLE_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"
#include "runtime/object/ownership.h"

namespace polygil {

// Instances of weakref.ref, ProxyType and CallableProxyType (runtime/types/classes/weakref.h).
struct WeakReference : Object {
  Value referent;  // borrowed; empty once dead
  Value callback;  // owned, or empty
  int64_t hash;    // of the referent, -1: not asked yet
  WeakReference* next;
  WeakReference* previous;
};

struct WeakEntry {
  Object* referent;
  WeakReference* first;
};
struct WeakTable {
  WeakEntry* entries = nullptr;  // open addressing, linear probing
  size_t mask = 0;               // slots - 1
  size_t count = 0;
};

// Links `reference` (its referent set) behind `after`, or at the front of the list if null.
// False: out of memory, nothing pending.
bool WeakTableAdd(WeakReference* reference, WeakReference* after);
// Unlinks a reference whose referent lives; sets its referent empty.
void WeakTableRemove(WeakReference* reference);
// First of the list; null if there is none.
WeakReference* WeakTableFirst(Object* referent);
size_t WeakTableCount(Object* referent);
// The referent dies: all its references become dead, then their callbacks run, newest first.
void WeakTableClear(Object* referent);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_WEAK_TABLE_H_
