// permutations.

#include <cstring>

#include "runtime/modules/itertools/combinatorics.h"
#include "runtime/modules/itertools/itertools.h"

namespace polygil {
namespace {

Type PermutationsType;

// Selection::indices holds the n indices, then the r cycle counters.
int64_t* Cycles(Selection* selection) { return selection->indices + TupleSize(selection->pool); }

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("permutations", "($self, /, iterable, r=None)\n--\n\n", args, nargs,
                         keyword_names, bound));
  Handle pool = TRY(ToTuple(bound[0]));
  int64_t n = TupleSize(pool), r = n;
  if (bound[1] && !bound[1].IsNone()) {
    if (!IsAnyInt(bound[1])) return Raise(&TypeErrorType, "Expected int as r");
    r = TRY(IndexExact(bound[1], &OverflowErrorType));
  }
  if (r < 0) return Raise(&ValueErrorType, "r must be non-negative");
  Handle result = TRY(NewInstanceOf(type));
  Selection* selection = result.As<Selection>();
  bool stopped = r > n;
  TRY_VOID(SelectionInit(selection, pool.Release(), r, stopped ? 0 : n + r));
  selection->stopped = stopped;
  if (stopped) return result.Release();
  for (int64_t i = 0; i < n; ++i) selection->indices[i] = i;
  for (int64_t i = 0; i < r; ++i) Cycles(selection)[i] = n - i;
  return result.Release();
}

Owned Current(Selection* selection) {
  Handle result = TRY(TupleNew(selection->count));
  for (int64_t i = 0; i < selection->count; ++i)
    TupleInit(result, i, Retain(TupleAt(selection->pool, selection->indices[i])));
  return SelectionGive(selection, result.Release());
}

Owned Next(Value self) {
  Selection* selection = self.As<Selection>();
  if (selection->stopped) return {};
  if (selection->result.IsEmpty()) return Current(selection);
  int64_t r = selection->count, n = TupleSize(selection->pool);
  if (n == 0) {
    selection->stopped = true;
    return {};
  }
  TRY_VOID(SelectionOwnResult(selection));
  Value* items = selection->result.As<Tuple>()->items;
  int64_t* indices = selection->indices;
  int64_t* cycles = Cycles(selection);
  for (int64_t i = r - 1; i >= 0; --i) {
    if (--cycles[i] == 0) {  // rotate the tail
      int64_t index = indices[i];
      memmove(indices + i, indices + i + 1, static_cast<size_t>(n - 1 - i) * sizeof(int64_t));
      indices[n - 1] = index;
      cycles[i] = n - i;
      continue;
    }
    int64_t j = n - cycles[i];
    std::swap(indices[i], indices[j]);
    for (int64_t k = i; k < r; ++k)
      StoreOwned(&items[k], Retain(TupleAt(selection->pool, indices[k])));
    return Retain(selection->result);
  }
  selection->stopped = true;
  return {};
}

Owned Reduce(Value self) {
  Selection* selection = self.As<Selection>();
  Value count = Value::Int(selection->count);
  if (selection->result.IsEmpty()) return ReduceTo(self, TupleOf({selection->pool, count}));
  if (selection->stopped) {
    Handle empty = TRY(TupleEmpty());
    return ReduceTo(self, TupleOf({empty, count}));
  }
  Handle indices = TRY(IndexTuple(selection->indices, TupleSize(selection->pool)));
  Handle cycles = TRY(IndexTuple(Cycles(selection), selection->count));
  return ReduceTo(self, TupleOf({selection->pool, count}), TupleOf({indices, cycles}));
}

Owned SetState(Value self, Value state) {
  Selection* selection = self.As<Selection>();
  if (!IsTuple(state) || TupleSize(state) != 2 || !IsTuple(TupleAt(state, 0)) ||
      !IsTuple(TupleAt(state, 1)))
    return Raise(&TypeErrorType, "state must be a tuple of two tuples");
  Value indices = TupleAt(state, 0), cycles = TupleAt(state, 1);
  int64_t n = TupleSize(selection->pool);
  if (TupleSize(indices) != n || TupleSize(cycles) != selection->count || selection->count > n)
    return Raise(&ValueErrorType, "invalid arguments");
  for (int64_t i = 0; i < n; ++i)
    selection->indices[i] = TRY(ClampedIndex(TupleAt(indices, i), 0, n - 1));
  for (int64_t i = 0; i < selection->count; ++i)
    Cycles(selection)[i] = TRY(ClampedIndex(TupleAt(cycles, i), 1, n - i));
  Handle shown = TRY(Current(selection));
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(permutations, __reduce__, NoArgs(Reduce), kReduceDoc),
    PY_METHOD(permutations, __setstate__, OneArg(SetState), kSetStateDoc),
    {}};

}  // namespace

bool AddPermutations(Value module) {
  SelectionSlots(&PermutationsType);
  return AddIteratorType(module, &PermutationsType, "itertools.permutations", sizeof(Selection),
                         Next, Make, kMethods,
                         "(iterable, r=None)\n--\n\nThe arrangements of r of the items, in order.");
}

}  // namespace polygil
