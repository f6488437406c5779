// Opcodes that build containers and move values on the stack and to the memo.

#include <cstring>

#include "runtime/modules/_pickle/unpickler.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil::pickle {
namespace {

Value AtMark(const LoadStack& stack, int64_t start) {
  return start > stack.fence ? stack.items[start - 1] : Value::Empty();
}

bool PushSmallTuple(Unpickler* unpickler, int64_t count) {
  LoadStack* stack = &unpickler->stack;
  if (stack->size - stack->fence < count) return RaiseUnderflow(*stack);
  return Push(stack, PopTuple(stack, stack->size - count));
}

// Calls object.method(item) for the items from `start` on.
bool CallForEach(LoadStack* stack, int64_t start, Value method) {
  for (int64_t i = start; i < stack->size; ++i) {
    Handle item = Retain(stack->items[i]);
    Handle result = TRY(Call(method, {item}));
  }
  StackShrink(stack, start);
  return true;
}

// Appends the items from `start` on to what lies below them.
bool AppendItems(LoadStack* stack, int64_t start) {
  Handle target = Retain(AtMark(*stack, start));
  if (!target) return RaiseUnderflow(*stack);
  if (start == stack->size) return true;
  if (IsExactly(target, ListType)) {
    for (int64_t i = start; i < stack->size; ++i) TRY_VOID(ListAppend(target, stack->items[i]));
    StackShrink(stack, start);
    return true;
  }
  Handle extend = FindAttribute(target, "extend");
  if (extend) {
    Handle items = TRY(PopList(stack, start));
    Handle result = TRY(Call(extend, {items}));
    return true;
  }
  if (HasPendingException()) return false;
  Handle append = TRY(GetAttribute(target, "append"));
  return CallForEach(stack, start, append);
}

bool StorePairs(LoadStack* stack, int64_t start, Value target, bool exact) {
  for (int64_t i = start; i + 1 < stack->size; i += 2) {
    Handle key = Retain(stack->items[i]), value = Retain(stack->items[i + 1]);
    TRY_VOID(exact ? DictSet(target, key, value) : SetItem(target, key, value));
  }
  StackShrink(stack, start);
  return true;
}

bool SetPairs(LoadStack* stack, int64_t start) {
  Handle target = Retain(AtMark(*stack, start));
  if (!target) return RaiseUnderflow(*stack);
  if ((stack->size - start) % 2 != 0)
    return Raise(&UnpicklingErrorType, "odd number of items for SETITEMS");
  return StorePairs(stack, start, target, IsExactly(target, DictType));
}

bool PushMemo(Unpickler* unpickler, int64_t number) {
  Value found = MemoGet(unpickler->memo, number);
  if (found) return Push(&unpickler->stack, Retain(found));
  ClearPending();
  return Raise(&UnpicklingErrorType, "Memo value not found at index %ld", static_cast<long>(number));
}

bool StoreMemo(Unpickler* unpickler, int64_t number) {
  Value top = Top(&unpickler->stack);
  return top && MemoPut(&unpickler->memo, number, top);
}

// The decimal number of GET and PUT.
Fallible<int64_t> ReadMemoNumber(Unpickler* unpickler) {
  std::string_view line = TRY(ReadLine(&unpickler->input));
  Handle number = TRY(IntFromText(line.data(), line.size(), 10));
  return IndexExact(number, &OverflowErrorType);
}

template <int kBytes>
Fallible<int64_t> ReadBinaryNumber(Unpickler* unpickler) {
  const uint8_t* bytes = Read(&unpickler->input, kBytes);
  if (bytes == nullptr) return Raised();
  int64_t number = 0;
  memcpy(&number, bytes, kBytes);
  return number;
}

}  // namespace

bool LoadMark(Unpickler* unpickler) { return PushMark(&unpickler->stack); }
bool LoadPop(Unpickler* unpickler) {
  LoadStack* stack = &unpickler->stack;
  // A mark is popped like a value.
  if (stack->mark_count > 0 && stack->fence == stack->size) {
    int64_t start;
    return PopMark(stack, &start);
  }
  Discard(TRY(Pop(stack)));
  return true;
}
bool LoadPopMark(Unpickler* unpickler) {
  int64_t start;
  TRY_VOID(PopMark(&unpickler->stack, &start));
  StackShrink(&unpickler->stack, start);
  return true;
}
bool LoadDup(Unpickler* unpickler) {
  Value top = Top(&unpickler->stack);
  return top && Push(&unpickler->stack, Retain(top));
}

// -- Tuples and lists -------------------------------------------------------------------------------

bool LoadEmptyTuple(Unpickler* unpickler) { return Push(&unpickler->stack, TupleEmpty()); }
bool LoadTuple1(Unpickler* unpickler) { return PushSmallTuple(unpickler, 1); }
bool LoadTuple2(Unpickler* unpickler) { return PushSmallTuple(unpickler, 2); }
bool LoadTuple3(Unpickler* unpickler) { return PushSmallTuple(unpickler, 3); }
bool LoadTuple(Unpickler* unpickler) {
  int64_t start;
  TRY_VOID(PopMark(&unpickler->stack, &start));
  return Push(&unpickler->stack, PopTuple(&unpickler->stack, start));
}
bool LoadEmptyList(Unpickler* unpickler) { return Push(&unpickler->stack, ListNew()); }
bool LoadList(Unpickler* unpickler) {
  int64_t start;
  TRY_VOID(PopMark(&unpickler->stack, &start));
  return Push(&unpickler->stack, PopList(&unpickler->stack, start));
}
bool LoadAppend(Unpickler* unpickler) {
  LoadStack* stack = &unpickler->stack;
  if (stack->size - stack->fence < 2) return RaiseUnderflow(*stack);
  Value target = stack->items[stack->size - 2];
  if (IsExactly(target, ListType)) {
    Handle item = Pop(stack);
    return ListAppend(target, item);
  }
  return AppendItems(stack, stack->size - 1);
}
bool LoadAppends(Unpickler* unpickler) {
  int64_t start;
  return PopMark(&unpickler->stack, &start) && AppendItems(&unpickler->stack, start);
}

// -- Dicts and sets ---------------------------------------------------------------------------------

bool LoadEmptyDict(Unpickler* unpickler) { return Push(&unpickler->stack, DictNew()); }
bool LoadDict(Unpickler* unpickler) {
  LoadStack* stack = &unpickler->stack;
  int64_t start;
  TRY_VOID(PopMark(stack, &start));
  if ((stack->size - start) % 2 != 0)
    return Raise(&UnpicklingErrorType, "odd number of items for DICT");
  Handle dict = TRY(DictNew());
  return StorePairs(stack, start, dict, true) && Push(stack, dict.Release());
}
bool LoadSetItem(Unpickler* unpickler) {
  LoadStack* stack = &unpickler->stack;
  if (stack->size - stack->fence < 3) return RaiseUnderflow(*stack);
  return SetPairs(stack, stack->size - 2);
}
bool LoadSetItems(Unpickler* unpickler) {
  int64_t start;
  return PopMark(&unpickler->stack, &start) && SetPairs(&unpickler->stack, start);
}
bool LoadEmptySet(Unpickler* unpickler) { return Push(&unpickler->stack, SetNew()); }
bool LoadAddItems(Unpickler* unpickler) {
  LoadStack* stack = &unpickler->stack;
  int64_t start;
  TRY_VOID(PopMark(stack, &start));
  Handle target = Retain(AtMark(*stack, start));
  if (!target) return RaiseUnderflow(*stack);
  if (IsInstanceOf(target, SetType)) {
    Handle items = TRY(PopList(stack, start));
    return SetUpdate(target, items);
  }
  Handle add = TRY(GetAttribute(target, "add"));
  return CallForEach(stack, start, add);
}
bool LoadFrozenSet(Unpickler* unpickler) {
  int64_t start;
  TRY_VOID(PopMark(&unpickler->stack, &start));
  Handle items = TRY(PopTuple(&unpickler->stack, start));
  return Push(&unpickler->stack, FrozenSetNew(items));
}

// -- The memo ---------------------------------------------------------------------------------------

bool LoadGet(Unpickler* unpickler) {
  int64_t number = TRY(ReadMemoNumber(unpickler));
  return PushMemo(unpickler, number);
}
bool LoadBinGet(Unpickler* unpickler) {
  int64_t number = TRY(ReadBinaryNumber<1>(unpickler));
  return PushMemo(unpickler, number);
}
bool LoadLongBinGet(Unpickler* unpickler) {
  int64_t number = TRY(ReadBinaryNumber<4>(unpickler));
  return PushMemo(unpickler, number);
}
bool LoadPut(Unpickler* unpickler) {
  int64_t number = TRY(ReadMemoNumber(unpickler));
  if (!Top(&unpickler->stack)) return false;
  if (number < 0) return Raise(&ValueErrorType, "negative PUT argument");
  return StoreMemo(unpickler, number);
}
bool LoadBinPut(Unpickler* unpickler) {
  int64_t number = TRY(ReadBinaryNumber<1>(unpickler));
  return StoreMemo(unpickler, number);
}
bool LoadLongBinPut(Unpickler* unpickler) {
  int64_t number = TRY(ReadBinaryNumber<4>(unpickler));
  return StoreMemo(unpickler, number);
}
bool LoadMemoize(Unpickler* unpickler) { return StoreMemo(unpickler, unpickler->memo.count); }

}  // namespace polygil::pickle
