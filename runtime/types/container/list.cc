// list: a growing array of owned Values; storage, item access and slices. Methods: list_methods.cc.

#include "runtime/types/container/list.h"

#include <cstring>

#include "runtime/types/container/list_internal.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

// -- Storage --------------------------------------------------------------------------------------

namespace {

constexpr int64_t kMaxItems = int64_t{1} << 57;

// Room for exactly `capacity` items, size untouched.
bool SetCapacity(List* list, int64_t capacity) {
  if (capacity > kMaxItems) return RaiseMemoryError();
  if (capacity == 0) {
    RawFree(list->items, static_cast<size_t>(list->capacity) * sizeof(Value));
    list->items = nullptr;
    list->capacity = 0;
    return true;
  }
  // A list being sorted owns no block: its capacity says so, not how much there is.
  size_t old_bytes = list->capacity > 0 ? static_cast<size_t>(list->capacity) * sizeof(Value) : 0;
  void* items = RawReallocate(list->items, old_bytes, static_cast<size_t>(capacity) * sizeof(Value));
  if (items == nullptr) return RaiseMemoryError();
  list->items = static_cast<Value*>(items);
  list->capacity = capacity;
  return true;
}

}  // namespace

bool ListReserve(List* list, int64_t size) {
  if (size <= list->capacity) return true;
  // CPython's growth: an eighth and a little more, in fours.
  int64_t capacity = (size + (size >> 3) + 6) & ~int64_t{3};
  if (size - list->size > capacity - size) capacity = (size + 3) & ~int64_t{3};
  return SetCapacity(list, capacity);
}

void ListShrink(List* list) {
  if (list->size == 0 && list->capacity >= 0) {
    SetCapacity(list, 0);
  } else if (list->size < list->capacity / 2) {
    int64_t capacity = (list->size + (list->size >> 3) + 6) & ~int64_t{3};
    // Failing to give memory back is no error.
    size_t bytes = static_cast<size_t>(capacity) * sizeof(Value);
    void* items = RawReallocate(list->items, static_cast<size_t>(list->capacity) * sizeof(Value),
                                bytes);
    if (items == nullptr) return;
    list->items = static_cast<Value*>(items);
    list->capacity = capacity;
  }
}

void ListClear(List* list) {
  Value* items = list->items;
  int64_t size = list->size, capacity = list->capacity;
  if (items == nullptr) return;
  list->items = nullptr;
  list->size = 0;
  list->capacity = 0;
  for (int64_t i = size - 1; i >= 0; --i) DecRef(items[i]);
  RawFree(items, static_cast<size_t>(capacity) * sizeof(Value));
}

Owned ListNew(int64_t size_hint) {
  void* block = HeapAllocate(PageKind::kContainer, sizeof(List));
  if (block == nullptr) return RaiseMemoryError();
  List* list = static_cast<List*>(block);
  list->refcount = 1;
  list->flags = 0;
  list->type = &ListType;
  list->size = list->capacity = 0;
  list->items = nullptr;
  GcNoteNew(list);
  if (size_hint > 0 && !SetCapacity(list, size_hint)) {
    DecRef(list);
    return {};
  }
  return Owned(Value::Pointer(list));
}

Owned ListFrom(const Value* items, int64_t size) {
  Owned result = ListNew(size);
  if (!result) return {};
  List* list = result.Peek().As<List>();
  RetainItems(list->items, items, size);
  list->size = size;
  return result;
}

bool ListAppendOwned(Value self, Owned item) {
  List* list = self.As<List>();
  if (list->size >= list->capacity && !ListReserve(list, list->size + 1)) [[unlikely]] {
    Discard(item);
    return false;
  }
  list->items[list->size++] = item.Peek();
  return true;
}

bool ListAppend(Value list, Value item) { return ListAppendOwned(list, Retain(item)); }

bool ListInsert(Value self, int64_t index, Value item) {
  List* list = self.As<List>();
  if (!ListReserve(list, list->size + 1)) return false;
  if (index < 0) index += list->size;
  if (index < 0) index = 0;
  if (index > list->size) index = list->size;
  memmove(list->items + index + 1, list->items + index,
          static_cast<size_t>(list->size - index) * sizeof(Value));
  IncRef(item);
  list->items[index] = item;
  ++list->size;
  return true;
}

Owned ListToTuple(Value list) { return TupleFrom(list.As<List>()->items, ListSize(list)); }

bool ListReverse(Value self) {
  List* list = self.As<List>();
  for (int64_t i = 0, j = list->size - 1; i < j; ++i, --j) {
    Value item = list->items[i];
    list->items[i] = list->items[j];
    list->items[j] = item;
  }
  return true;
}

namespace {

bool ExtendFromArray(List* list, const Value* items, int64_t count) {
  if (!ListReserve(list, list->size + count)) return false;
  // `items` may be the list's own, moved by now: the caller passes them again through ListExtend.
  RetainItems(list->items + list->size, items, count);
  list->size += count;
  return true;
}

}  // namespace

bool ListExtend(Value self, Value iterable) {
  List* list = self.As<List>();
  if (self == iterable) {
    int64_t count = list->size;
    if (!ListReserve(list, 2 * count)) return false;
    return ExtendFromArray(list, list->items, count);
  }
  if (IsExactly(iterable, ListType))
    return ExtendFromArray(list, iterable.As<List>()->items, ListSize(iterable));
  if (IsExactly(iterable, TupleType))
    return ExtendFromArray(list, iterable.As<Tuple>()->items, TupleSize(iterable));
  Handle iterator = TRY(GetIterator(iterable));
  int64_t hint = TRY(LengthHint(iterable, 8));
  // A hint is no promise: only room that the memory has is taken, and given back at the end.
  if (hint > 0 && hint < kMaxItems && list->size + hint > list->capacity) {
    if (!SetCapacity(list, list->size + hint)) return false;
  }
  UnarySlot next = TypeOf(iterator)->slots.next;
  for (;;) {
    Owned item = next(iterator);
    if (!item) break;
    if (!ListAppendOwned(self, item)) return false;
  }
  if (HasPendingException() && !ClearPendingIf(&StopIterationType)) return false;
  if (list->size < list->capacity) ListShrink(list);
  return true;
}

// -- Slots ----------------------------------------------------------------------------------------

namespace {

bool ListTraverse(Object* self, Visitor visit, void* arg) {
  List* list = static_cast<List*>(self);
  for (int64_t i = 0; i < list->size; ++i) VISIT(list->items[i]);
  return false;
}
void ListClearSlot(Object* self) { ListClear(static_cast<List*>(self)); }

Owned ListSlice(Value self, Value slice) {
  int64_t start, stop, step, count;
  Handle plain = TRY(SlicePlain(slice));
  TRY_VOID(SliceIndices(plain, ListSize(self), &start, &stop, &step, &count));
  if (step == 1) return ListFrom(self.As<List>()->items + start, count);
  Owned result = ListNew(count);
  if (!result) return {};
  List* list = result.Peek().As<List>();
  for (int64_t i = 0; i < count; ++i)
    list->items[i] = Retain(ListAt(self, start + i * step)).Peek();
  list->size = count;
  return result;
}

// Index of an item; false with IndexError `out_of_range` or TypeError.
bool ItemIndex(Value self, Value key, const char* out_of_range, int64_t* index) {
  if (key.IsInt()) [[likely]] {
    *index = key.AsInt();
  } else if (IsIndexable(key)) {
    *index = TRY(IndexExact(key, &IndexErrorType));
  } else {
    return Raise(&TypeErrorType, "list indices must be integers or slices, not %.200s",
                 TypeName(key));
  }
  if (*index < 0) *index += ListSize(self);
  if (static_cast<uint64_t>(*index) >= static_cast<uint64_t>(ListSize(self)))
    return Raise(&IndexErrorType, "%s", out_of_range);
  return true;
}

Owned ListGetItem(Value self, Value key) {
  if (IsExactly(key, SliceType)) return ListSlice(self, key);
  int64_t index;
  TRY_VOID(ItemIndex(self, key, "list index out of range", &index));
  return Retain(ListAt(self, index));
}

void RemoveAt(List* list, int64_t index) {
  Value gone = list->items[index];
  memmove(list->items + index, list->items + index + 1,
          static_cast<size_t>(list->size - index - 1) * sizeof(Value));
  --list->size;
  ListShrink(list);
  DecRef(gone);
}

bool DeleteExtended(List* list, int64_t start, int64_t step, int64_t count) {
  if (count == 0) return true;
  if (step < 0) {
    start += step * (count - 1);
    step = -step;
  }
  Handle gone = TRY(ListNew(count));
  List* old = gone.As<List>();
  int64_t write = start;
  for (int64_t read = start, next = start, left = count; read < list->size; ++read) {
    if (left > 0 && read == next) {
      old->items[old->size++] = list->items[read];
      if (--left > 0) next += step;
    } else {
      list->items[write++] = list->items[read];
    }
  }
  list->size = write;
  ListShrink(list);
  return true;
}

bool AssignExtended(Value self, Value slice, int64_t start, int64_t step, int64_t count,
                    Value value) {
  Handle owner = self == value ? ListFrom(self.As<List>()->items, ListSize(self)) : Owned();
  if (self == value && !owner) return false;
  Handle sequence = Retain(owner ? owner.Get() : value);
  Handle held;
  ItemsView view = TRY(FastItems(sequence, &held, "must assign iterable to extended slice"));
  // Making a list of the value may have changed this one.
  int64_t stop;
  TRY_VOID(SliceIndices(slice, ListSize(self), &start, &stop, &step, &count));
  if (view.size != count)
    return Raise(&ValueErrorType,
                 "attempt to assign sequence of size %lld to extended slice of size %lld",
                 static_cast<long long>(view.size), static_cast<long long>(count));
  Handle gone = TRY(ListNew(count));
  List* old = gone.As<List>();
  List* list = self.As<List>();
  for (int64_t i = 0; i < count; ++i) {
    Value* place = &list->items[start + i * step];
    old->items[old->size++] = *place;
    *place = Retain(view.items[i]).Peek();
  }
  return true;
}

bool ListSetItem(Value self, Value key, Value value) {
  List* list = self.As<List>();
  if (IsExactly(key, SliceType)) {
    int64_t start, stop, step, count;
    Handle plain = TRY(SlicePlain(key));
    TRY_VOID(SliceIndices(plain, list->size, &start, &stop, &step, &count));
    if (step == 1) return ListAssignSlice(self, start, start + count, value);
    if (value.IsEmpty()) return DeleteExtended(list, start, step, count);
    return AssignExtended(self, plain, start, step, count, value);
  }
  int64_t index;
  TRY_VOID(ItemIndex(self, key, "list assignment index out of range", &index));
  if (value.IsEmpty()) {
    RemoveAt(list, index);
    return true;
  }
  StoreOwned(&list->items[index], Retain(value));
  return true;
}

Owned ListConcat(Value self, Value other) {
  if (!IsList(other))
    return Raise(&TypeErrorType, "can only concatenate list (not \"%.200s\") to list",
                 TypeName(other));
  Owned result = ListNew(ListSize(self) + ListSize(other));
  if (!result) return {};
  List* list = result.Peek().As<List>();
  ExtendFromArray(list, self.As<List>()->items, ListSize(self));
  ExtendFromArray(list, other.As<List>()->items, ListSize(other));
  return result;
}

Owned ListInplaceConcat(Value self, Value other) {
  TRY_VOID(ListExtend(self, other));
  return Retain(self);
}

Owned ListRepeat(Value self, int64_t count) {
  int64_t size = ListSize(self), total;
  if (count < 0) count = 0;
  if (__builtin_mul_overflow(size, count, &total) || total > kMaxItems) return RaiseMemoryError();
  Owned result = ListNew(total);
  if (!result) return {};
  List* list = result.Peek().As<List>();
  const Value* items = self.As<List>()->items;
  if (size == 1 && !items[0].IsPointer()) {
    for (int64_t i = 0; i < total; ++i) list->items[i] = items[0];
  } else {
    Value* out = list->items;
    for (int64_t round = 0; round < count; ++round) {
      for (int64_t i = 0; i < size; ++i) {
        IncRef(items[i]);
        *out++ = items[i];
      }
    }
  }
  list->size = total;
  return result;
}

Owned ListInplaceRepeat(Value self, int64_t count) {
  List* list = self.As<List>();
  int64_t size = list->size, total;
  if (count <= 0) {
    ListClear(list);
    return Retain(self);
  }
  if (__builtin_mul_overflow(size, count, &total) || total > kMaxItems) return RaiseMemoryError();
  if (!ListReserve(list, total)) return {};
  for (int64_t i = size; i < total; ++i) list->items[i] = Retain(list->items[i - size]).Peek();
  list->size = total;
  return Retain(self);
}

Fallible<int64_t> ListLength(Value self) { return ListSize(self); }

Fallible<bool> ListContains(Value self, Value item) {
  for (int64_t i = 0; i < ListSize(self); ++i) {
    if (TRY(ItemEquals(ListAt(self, i), item))) return true;
  }
  return false;
}

Owned CompareSizes(int64_t left, int64_t right, CompareOp op) {
  switch (op) {
    case CompareOp::kLt: return OwnBool(left < right);
    case CompareOp::kLe: return OwnBool(left <= right);
    case CompareOp::kEq: return OwnBool(left == right);
    case CompareOp::kNe: return OwnBool(left != right);
    case CompareOp::kGt: return OwnBool(left > right);
    case CompareOp::kGe: return OwnBool(left >= right);
  }
  return {};
}

// The lists may change while their items are compared: sizes are read anew in each round.
Owned ListCompare(Value self, Value other, CompareOp op) {
  if (!IsList(other)) return OwnNotImplemented();
  if (!CheckNativeStack()) return {};
  bool equality = op == CompareOp::kEq || op == CompareOp::kNe;
  if (equality && ListSize(self) != ListSize(other)) return OwnBool(op == CompareOp::kNe);
  for (int64_t i = 0; i < ListSize(self) && i < ListSize(other); ++i) {
    Value a = ListAt(self, i), b = ListAt(other, i);
    if (a == b) continue;
    Handle left = Retain(a), right = Retain(b);
    if (TRY(RichCompareBool(left, right, CompareOp::kEq))) continue;
    // The comparison may have shortened either list.
    if (i >= ListSize(self) || i >= ListSize(other)) break;
    if (equality) return OwnBool(op == CompareOp::kNe);
    return RichCompare(left, right, op);
  }
  return CompareSizes(ListSize(self), ListSize(other), op);
}

Owned ListRepr(Value self) {
  if (ListSize(self) == 0) return StrFromAscii("[]", 2);
  ReprEntry entry = ReprEnter(self);
  if (entry == ReprEntry::kError) return {};
  if (entry == ReprEntry::kRunning) return StrFromAscii("[...]", 5);
  Owned text = ReprItems(self, "[", "]", false);
  ReprLeave(self);
  return text;
}

}  // namespace

bool ListAssignSlice(Value self, int64_t from, int64_t to, Value value) {
  List* list = self.As<List>();
  Handle copy, held;
  ItemsView view{};
  if (!value.IsEmpty()) {
    if (self == value) {
      copy = ListFrom(list->items, list->size);
      if (!copy) return false;
    }
    view = TRY(FastItems(copy ? copy.Get() : value, &held, "can only assign an iterable"));
  }
  if (from > list->size) from = list->size;
  if (to < from) to = from;
  if (to > list->size) to = list->size;
  int64_t removed = to - from, growth = view.size - removed;
  Handle gone = TRY(ListNew(removed));
  if (growth > 0) TRY_VOID(ListReserve(list, list->size + growth));
  List* old = gone.As<List>();
  if (removed > 0)
    memcpy(old->items, list->items + from, static_cast<size_t>(removed) * sizeof(Value));
  old->size = removed;
  if (growth != 0 && list->size > to)
    memmove(list->items + to + growth, list->items + to,
            static_cast<size_t>(list->size - to) * sizeof(Value));
  for (int64_t i = 0; i < view.size; ++i) list->items[from + i] = Retain(view.items[i]).Peek();
  list->size += growth;
  if (growth < 0) ListShrink(list);
  return true;
}

Type ListType = [] {
  Type type{};
  TypeSlots& slots = type.slots;
  slots.traverse = ListTraverse;
  slots.clear = ListClearSlot;
  slots.destroy = ListClearSlot;
  slots.repr = ListRepr;
  slots.rich_compare = ListCompare;
  slots.length = ListLength;
  slots.contains = ListContains;
  slots.get_item = ListGetItem;
  slots.set_item = ListSetItem;
  slots.concat = ListConcat;
  slots.repeat = ListRepeat;
  slots.inplace_concat = ListInplaceConcat;
  slots.inplace_repeat = ListInplaceRepeat;
  return type;
}();

}  // namespace polygil
