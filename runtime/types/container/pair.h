// The (key, value) pairs that iterators give: a loop that takes a pair apart drops it at once, so
// the iterator keeps its last one and fills it again when nobody else holds it.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_PAIR_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_PAIR_H_

#include <utility>

#include "runtime/object/ownership.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

// A tuple of two (both retained): the one in *kept, if that is the only reference to it, else a new
// one, which *kept (empty at first, a field that the iterator owns) then holds too.
inline Owned PairAgain(Value* kept, Value key, Value value) {
  if (!kept->IsEmpty() && IsUniquelyReferenced(*kept)) [[likely]] {
    Handle pair = Retain(*kept);
    Tuple* tuple = pair.As<Tuple>();
    Value old_key = std::exchange(tuple->items[0], Retain(key).Peek());
    Value old_value = std::exchange(tuple->items[1], Retain(value).Peek());
    TupleUpdateTracking(pair);
    DecRef(old_key);
    DecRef(old_value);
    return pair.Release();
  }
  Owned pair = TupleOf({key, value});
  if (pair) StoreOwned(kept, Retain(pair.Peek()));
  return pair;
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_PAIR_H_
