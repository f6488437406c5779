// combinations and combinations_with_replacement.

#include "runtime/modules/itertools/combinatorics.h"
#include "runtime/modules/itertools/itertools.h"

namespace polygil {
namespace {

Type CombinationsType, ReplacementType;

Owned MakeFrom(const char* name, Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments(name, "($self, /, iterable, r)\n--\n\n", args, nargs, keyword_names, bound));
  int64_t count = TRY(IndexExact(bound[1], &OverflowErrorType));
  Handle pool = TRY(ToTuple(bound[0]));
  if (count < 0) return Raise(&ValueErrorType, "r must be non-negative");
  Handle result = TRY(NewInstanceOf(type));
  TRY_VOID(SelectionInit(result.As<Selection>(), pool.Release(), count, count));
  return result.Release();
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Handle result = TRY(MakeFrom("combinations", type, args, nargs, keyword_names));
  Selection* selection = result.As<Selection>();
  for (int64_t i = 0; i < selection->count; ++i) selection->indices[i] = i;
  selection->stopped = selection->count > TupleSize(selection->pool);
  return result.Release();
}
Owned ReplacementMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Handle result =
      TRY(MakeFrom("combinations_with_replacement", type, args, nargs, keyword_names));
  Selection* selection = result.As<Selection>();
  selection->stopped = TupleSize(selection->pool) == 0 && selection->count > 0;
  return result.Release();
}

// The tuple that the indices stand for.
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
  int64_t* indices = selection->indices;
  int64_t i = r - 1;
  while (i >= 0 && indices[i] == i + n - r) --i;
  if (i < 0) {
    selection->stopped = true;
    return {};
  }
  TRY_VOID(SelectionOwnResult(selection));
  Value* items = selection->result.As<Tuple>()->items;
  int64_t index = ++indices[i];
  StoreOwned(&items[i], Retain(TupleAt(selection->pool, index)));
  while (++i < r) {
    indices[i] = ++index;
    StoreOwned(&items[i], Retain(TupleAt(selection->pool, index)));
  }
  return Retain(selection->result);
}

Owned ReplacementNext(Value self) {
  Selection* selection = self.As<Selection>();
  if (selection->stopped) return {};
  if (selection->result.IsEmpty()) return Current(selection);
  int64_t r = selection->count, n = TupleSize(selection->pool);
  int64_t* indices = selection->indices;
  int64_t i = r - 1;
  while (i >= 0 && indices[i] == n - 1) --i;
  if (i < 0) {
    selection->stopped = true;
    return {};
  }
  TRY_VOID(SelectionOwnResult(selection));
  Value* items = selection->result.As<Tuple>()->items;
  int64_t index = indices[i] + 1;
  for (; i < r; ++i) {
    indices[i] = index;
    StoreOwned(&items[i], Retain(TupleAt(selection->pool, index)));
  }
  return Retain(selection->result);
}

Owned Reduce(Value self) {
  Selection* selection = self.As<Selection>();
  Value count = Value::Int(selection->count);
  if (selection->result.IsEmpty()) return ReduceTo(self, TupleOf({selection->pool, count}));
  if (selection->stopped) {
    Handle empty = TRY(TupleEmpty());
    return ReduceTo(self, TupleOf({empty, count}));
  }
  return ReduceTo(self, TupleOf({selection->pool, count}),
                  IndexTuple(selection->indices, selection->count));
}

// `spread`: index i is at most n - r + i; else n - 1.
Owned SetStateFrom(Value self, Value state, bool spread) {
  Selection* selection = self.As<Selection>();
  if (!IsTuple(state) || TupleSize(state) != selection->count)
    return Raise(&ValueErrorType, "invalid arguments");
  int64_t n = TupleSize(selection->pool);
  for (int64_t i = 0; i < selection->count; ++i) {
    int64_t high = spread ? i + n - selection->count : n - 1;
    selection->indices[i] = TRY(ClampedIndex(TupleAt(state, i), 0, high));
    if (high < 0) return Raise(&ValueErrorType, "invalid arguments");
  }
  Handle shown = TRY(Current(selection));
  return OwnNone();
}
Owned SetState(Value self, Value state) { return SetStateFrom(self, state, true); }
Owned ReplacementSetState(Value self, Value state) { return SetStateFrom(self, state, false); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(combinations, __reduce__, NoArgs(Reduce), kReduceDoc),
    PY_METHOD(combinations, __setstate__, OneArg(SetState), kSetStateDoc),
    {}};
constexpr MethodDef kReplacementMethods[] = {
    PY_METHOD(combinations_with_replacement, __reduce__, NoArgs(Reduce), kReduceDoc),
    PY_METHOD(combinations_with_replacement, __setstate__, OneArg(ReplacementSetState),
              kSetStateDoc),
    {}};

}  // namespace

bool AddCombinations(Value module) {
  SelectionSlots(&CombinationsType);
  SelectionSlots(&ReplacementType);
  return AddIteratorType(module, &CombinationsType, "itertools.combinations", sizeof(Selection),
                         Next, Make, kMethods,
                         "(iterable, r)\n--\n\nThe subsequences of r items, in order.") &&
         AddIteratorType(module, &ReplacementType, "itertools.combinations_with_replacement",
                         sizeof(Selection), ReplacementNext, ReplacementMake, kReplacementMethods,
                         "(iterable, r)\n--\n\n"
                         "The subsequences of r items, each of which may be taken again.");
}

}  // namespace polygil
