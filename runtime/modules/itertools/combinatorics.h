// What product, combinations and permutations share: a pool, indices into it, and the last tuple
// given out, which is changed in place as long as nobody else holds it.

#ifndef POLYGIL_RUNTIME_MODULES_ITERTOOLS_COMBINATORICS_H_
#define POLYGIL_RUNTIME_MODULES_ITERTOOLS_COMBINATORICS_H_

#include "runtime/modules/native_type.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

struct Selection : Object {
  Value pool;        // tuple of items; of product: of tuples
  Value result;      // empty before the first
  int64_t* indices;  // raw block of index_count
  int64_t index_count;
  int64_t count;     // items of a result
  bool stopped;
};

// `pool` is consumed. Indices are zero.
bool SelectionInit(Selection* selection, Owned pool, int64_t count, int64_t index_count);
// traverse and destroy.
void SelectionSlots(Type* type);
// Keeps a first result and gives it out.
Owned SelectionGive(Selection* selection, Owned result);
// Makes selection->result a tuple that may be changed.
bool SelectionOwnResult(Selection* selection);

Owned IndexTuple(const int64_t* indices, int64_t count);
// An int of a pickled state, forced into [low, high].
Fallible<int64_t> ClampedIndex(Value v, int64_t low, int64_t high);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_ITERTOOLS_COMBINATORICS_H_
