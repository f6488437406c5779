// _bisect: binary search in sorted sequences.

#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

// a, x, lo, hi, key of every function here.
struct Search {
  Value sequence, wanted, key;
  int64_t low, high;
};

bool ReadArguments(const Value* args, Search* search) {
  *search = {args[0], args[1], args[4] && !args[4].IsNone() ? args[4] : Value::Empty(), 0, -1};
  if (args[2]) search->low = TRY(IndexExact(args[2], &OverflowErrorType));
  if (args[3] && !args[3].IsNone()) search->high = TRY(IndexExact(args[3], &OverflowErrorType));
  return true;
}

// The place of `wanted` behind (or, with `left`, before) equal items.
Fallible<int64_t> Find(const Search& search, Value wanted, bool left) {
  int64_t low = search.low, high = search.high;
  if (low < 0) return Raise(&ValueErrorType, "lo must be non-negative");
  if (high == -1) high = TRY(Length(search.sequence));
  bool is_list = IsExactly(search.sequence, ListType);
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    Handle item;
    if (is_list && middle < ListSize(search.sequence)) [[likely]]
      item = Retain(ListAt(search.sequence, middle));
    else
      item = TRY(GetItem(search.sequence, middle));
    if (search.key) item = TRY(Call(search.key, {item}));
    bool less = left ? TRY(RichCompareBool(item, wanted, CompareOp::kLt))
                     : TRY(RichCompareBool(wanted, item, CompareOp::kLt));
    if (less == left)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

Owned FindIndex(const Value* args, bool left) {
  Search search;
  TRY_VOID(ReadArguments(args, &search));
  int64_t index = TRY(Find(search, search.wanted, left));
  return IntFromInt64(index);
}

Owned Insert(const Value* args, bool left) {
  Search search;
  TRY_VOID(ReadArguments(args, &search));
  Handle key;
  if (search.key) key = TRY(Call(search.key, {search.wanted}));
  int64_t index = TRY(Find(search, search.key ? key.Get() : search.wanted, left));
  if (IsExactly(search.sequence, ListType)) {
    TRY_VOID(ListInsert(search.sequence, index, search.wanted));
    return OwnNone();
  }
  Handle place = TRY(IntFromInt64(index));
  Handle result = TRY(CallMethod(search.sequence, "insert", {place, search.wanted}));
  return OwnNone();
}

Owned BisectRight(Value, const Value* args) { return FindIndex(args, false); }
Owned BisectLeft(Value, const Value* args) { return FindIndex(args, true); }
Owned InsortRight(Value, const Value* args) { return Insert(args, false); }
Owned InsortLeft(Value, const Value* args) { return Insert(args, true); }

#define SIGNATURE "($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\n"

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_bisect, bisect_right, Bound(BisectRight),
                SIGNATURE "Return the index where to insert item x in list a, assuming a is sorted,"
                          "\nbehind items equal to x."),
    PY_FUNCTION(_bisect, bisect_left, Bound(BisectLeft),
                SIGNATURE "Return the index where to insert item x in list a, assuming a is sorted,"
                          "\nbefore items equal to x."),
    PY_FUNCTION(_bisect, insort_right, Bound(InsortRight),
                SIGNATURE "Insert item x in list a, and keep it sorted assuming a is sorted,\n"
                          "behind items equal to x."),
    PY_FUNCTION(_bisect, insort_left, Bound(InsortLeft),
                SIGNATURE "Insert item x in list a, and keep it sorted assuming a is sorted,\n"
                          "before items equal to x."),
    {}};

}  // namespace

extern const ModuleDefinition BisectModule{
    "_bisect", "Binary search: keeps a list sorted without sorting it after each insertion.",
    kFunctions, nullptr};

}  // namespace polygil
