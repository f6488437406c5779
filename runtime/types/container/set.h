// set and frozenset: one layout.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_SET_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_SET_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct SetEntry {
  Value key;       // empty: free; Value::NotImplemented with hash -1: deleted
  int64_t hash;
};
struct Set : Object {
  int64_t size, used;   // live; live and deleted
  int64_t mask;
  SetEntry* table;      // raw block, or `small`
  int64_t hash;         // of a frozenset, -1: not computed
  SetEntry small[8];
};
extern Type SetType, FrozenSetType;
Owned SetNew(Value iterable_or_empty = Value::Empty());
Owned FrozenSetNew(Value iterable_or_empty = Value::Empty());
inline int64_t SetSize(Value v) { return v.As<Set>()->size; }
bool SetAdd(Value set, Value key);
Fallible<bool> SetContains(Value set, Value key);
Fallible<bool> SetDiscard(Value set, Value key);   // true if it was there
bool SetUpdate(Value set, Value iterable);
bool SetNext(Value set, int64_t* position, Value* key);  // as DictNext

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_SET_H_
