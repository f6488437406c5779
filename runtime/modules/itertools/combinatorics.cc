#include "runtime/modules/itertools/combinatorics.h"

#include <cstring>

namespace polygil {
namespace {

bool Traverse(Object* self, Visitor visit, void* arg) {
  return TraverseFields<Selection, &Selection::pool, &Selection::result>(self, visit, arg);
}
void Destroy(Object* self) {
  auto* selection = static_cast<Selection*>(self);
  ClearFields<Selection, &Selection::pool, &Selection::result>(self);
  if (selection->indices != nullptr)
    RawFree(selection->indices, static_cast<size_t>(selection->index_count) * sizeof(int64_t));
}

}  // namespace

void SelectionSlots(Type* type) {
  type->slots.traverse = Traverse;
  type->slots.destroy = Destroy;
}

bool SelectionInit(Selection* selection, Owned pool, int64_t count, int64_t index_count) {
  selection->pool = pool.Peek();
  TupleUpdateTracking(pool.Peek());
  selection->count = count;
  if (index_count == 0) return true;
  size_t bytes = static_cast<size_t>(index_count) * sizeof(int64_t);
  selection->indices = static_cast<int64_t*>(RawAllocate(bytes));
  if (selection->indices == nullptr) return RaiseMemoryError();
  memset(selection->indices, 0, bytes);
  selection->index_count = index_count;
  return true;
}

Owned SelectionGive(Selection* selection, Owned result) {
  if (result) StoreOwned(&selection->result, Retain(result.Peek()));
  return result;
}

bool SelectionOwnResult(Selection* selection) {
  Value result = selection->result;
  if (!IsUniquelyReferenced(result))
    StoreOwned(&selection->result, TRY(TupleFrom(result.As<Tuple>()->items, TupleSize(result))));
  // It may come to hold containers, if there are any.
  if (GcIsTracked(selection->pool))
    selection->result.AsObject()->flags &= ~static_cast<uint32_t>(kGcUntracked);
  return true;
}

Owned IndexTuple(const int64_t* indices, int64_t count) {
  Handle tuple = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) TupleInit(tuple, i, Owned(Value::Int(indices[i])));
  return tuple.Release();
}

Fallible<int64_t> ClampedIndex(Value v, int64_t low, int64_t high) {
  int64_t index = TRY(AsInt64(v));
  if (index > high) index = high;
  if (index < low) index = low;
  return index;
}

}  // namespace polygil
