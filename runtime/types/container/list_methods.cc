// Methods, constructor and iterators of list.

#include <cstring>

#include "runtime/types/container/init.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/list_internal.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type ListIteratorType, ListReverseIteratorType;

namespace {

Owned ListNewInstance(Type* type, const Value*, size_t, Value) {
  return type == &ListType ? ListNew() : AllocateInstance(type);
}

bool ListInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Type* type = TypeOf(self);
  if (type == &ListType || type->slots.new_instance == ListNewInstance)
    TRY_VOID(CheckNoKeywords("list", keyword_names));
  TRY_VOID(CheckPositional("list", nargs, 0, 1));
  ListClear(self.As<List>());
  return nargs == 0 || ListExtend(self, args[0]);
}

Owned ListAppendMethod(Value self, Value item) {
  TRY_VOID(ListAppend(self, item));
  return OwnNone();
}

Owned ListClearMethod(Value self) {
  ListClear(self.As<List>());
  return OwnNone();
}

Owned ListCopyMethod(Value self) { return ListFrom(self.As<List>()->items, ListSize(self)); }

Owned ListInsertMethod(Value self, const Value* args, size_t) {
  int64_t index;
  if (args[0].IsInt()) {
    index = args[0].AsInt();
  } else {
    index = TRY(IndexExact(args[0], &OverflowErrorType));
  }
  TRY_VOID(ListInsert(self, index, args[1]));
  return OwnNone();
}

Owned ListExtendMethod(Value self, Value iterable) {
  TRY_VOID(ListExtend(self, iterable));
  return OwnNone();
}

Owned ListPopMethod(Value self, const Value* args, size_t nargs) {
  List* list = self.As<List>();
  int64_t index = -1;
  if (nargs > 0) {
    if (args[0].IsInt())
      index = args[0].AsInt();
    else
      index = TRY(IndexExact(args[0], &IndexErrorType));
  }
  if (list->size == 0) return Raise(&IndexErrorType, "pop from empty list");
  if (index < 0) index += list->size;
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(list->size))
    return Raise(&IndexErrorType, "pop index out of range");
  Owned item(list->items[index]);
  memmove(list->items + index, list->items + index + 1,
          static_cast<size_t>(list->size - index - 1) * sizeof(Value));
  --list->size;
  if (list->size < list->capacity / 2) ListShrink(list);
  return item;
}

Owned ListRemoveMethod(Value self, Value item) {
  for (int64_t i = 0; i < ListSize(self); ++i) {
    if (!TRY(ItemEquals(ListAt(self, i), item))) continue;
    TRY_VOID(ListAssignSlice(self, i, i + 1, Value::Empty()));
    return OwnNone();
  }
  return Raise(&ValueErrorType, "list.remove(x): x not in list");
}

Owned ListIndexMethod(Value self, const Value* args, size_t nargs) {
  int64_t from, to;
  TRY_VOID(IndexBounds(nargs > 1 ? args[1] : Value::Empty(), nargs > 2 ? args[2] : Value::Empty(),
                       ListSize(self), &from, &to));
  for (int64_t i = from; i < to && i < ListSize(self); ++i) {
    if (TRY(ItemEquals(ListAt(self, i), args[0]))) return IntFromInt64(i);
  }
  return Raise(&ValueErrorType, "%R is not in list", args[0]);
}

Owned ListCountMethod(Value self, Value item) {
  int64_t count = 0;
  for (int64_t i = 0; i < ListSize(self); ++i) count += TRY(ItemEquals(ListAt(self, i), item));
  return IntFromInt64(count);
}

Owned ListReverseMethod(Value self) {
  ListReverse(self);
  return OwnNone();
}

Owned ListSortMethod(Value self, const Value* args) {
  bool reverse = false;
  if (!args[1].IsEmpty()) {
    // An int, as for every `reverse` flag: truth of anything else is not asked.
    if (!IsAnyInt(args[1]) && TypeOf(args[1])->slots.index == nullptr)
      return Raise(&TypeErrorType, "'%.200s' object cannot be interpreted as an integer",
                   TypeName(args[1]));
    reverse = TRY(AsInt64(args[1])) != 0;
  }
  TRY_VOID(ListSort(self, args[0].IsEmpty() ? Value::None() : args[0], reverse));
  return OwnNone();
}

Owned ListSizeofMethod(Value self) {
  List* list = self.As<List>();
  int64_t capacity = list->capacity > 0 ? list->capacity : 0;
  return IntFromSize(ObjectSize(list) + static_cast<size_t>(capacity) * sizeof(Value));
}

// -- Iterators ------------------------------------------------------------------------------------

Owned NewIterator(Type* type, Value list, int64_t index) {
  Handle iterator = TRY(AllocateObject(type));
  IncRef(list);
  iterator.As<ListIterator>()->list = list;
  iterator.As<ListIterator>()->index = index;
  return iterator.Release();
}

Owned ListIterate(Value self) { return NewIterator(&ListIteratorType, self, 0); }
Owned ListReversedMethod(Value self) {
  return NewIterator(&ListReverseIteratorType, self, ListSize(self) - 1);
}

bool IteratorTraverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<ListIterator*>(self)->list);
  return false;
}
void IteratorDestroy(Object* self) { ClearField(&static_cast<ListIterator*>(self)->list); }

Owned ListIteratorNext(Value self) {
  ListIterator* iterator = self.As<ListIterator>();
  if (iterator->list.IsEmpty()) return {};
  if (iterator->index < ListSize(iterator->list))
    return Retain(ListAt(iterator->list, iterator->index++));
  ClearField(&iterator->list);
  return {};
}

Owned ListIteratorLengthHint(Value self) {
  ListIterator* iterator = self.As<ListIterator>();
  if (iterator->list.IsEmpty()) return Owned(Value::Int(0));
  int64_t left = ListSize(iterator->list) - iterator->index;
  return IntFromInt64(left < 0 ? 0 : left);
}

Owned ListIteratorReduce(Value self) {
  ListIterator* iterator = self.As<ListIterator>();
  return ReduceIterator("iter", iterator->list, iterator->index, ListNew());
}

Owned ListIteratorSetState(Value self, Value state) {
  ListIterator* iterator = self.As<ListIterator>();
  int64_t index = TRY(AsInt64(state));
  if (!iterator->list.IsEmpty()) {
    if (index < 0) index = 0;
    if (index > ListSize(iterator->list)) index = ListSize(iterator->list);
    iterator->index = index;
  }
  return OwnNone();
}

Owned ReverseNext(Value self) {
  ListIterator* iterator = self.As<ListIterator>();
  if (iterator->list.IsEmpty()) return {};
  if (iterator->index >= 0 && iterator->index < ListSize(iterator->list))
    return Retain(ListAt(iterator->list, iterator->index--));
  iterator->index = -1;
  ClearField(&iterator->list);
  return {};
}

Owned ReverseLengthHint(Value self) {
  ListIterator* iterator = self.As<ListIterator>();
  int64_t left = iterator->index + 1;
  if (iterator->list.IsEmpty() || ListSize(iterator->list) < left) left = 0;
  return IntFromInt64(left);
}

Owned ReverseReduce(Value self) {
  ListIterator* iterator = self.As<ListIterator>();
  if (iterator->list.IsEmpty()) return ReduceIterator("iter", Value::Empty(), 0, ListNew());
  return ReduceIterator("reversed", iterator->list, iterator->index, {});
}

Owned ReverseSetState(Value self, Value state) {
  ListIterator* iterator = self.As<ListIterator>();
  int64_t index = TRY(AsInt64(state));
  if (!iterator->list.IsEmpty()) {
    if (index < -1) index = -1;
    if (index > ListSize(iterator->list) - 1) index = ListSize(iterator->list) - 1;
    iterator->index = index;
  }
  return OwnNone();
}

constexpr MethodDef kListIteratorMethods[] = {
    PY_METHOD(list_iterator, __length_hint__, NoArgs(ListIteratorLengthHint),
              "Private method returning an estimate of len(list(it))."),
    PY_METHOD(list_iterator, __reduce__, NoArgs(ListIteratorReduce),
              "Return state information for pickling."),
    PY_METHOD(list_iterator, __setstate__, OneArg(ListIteratorSetState),
              "Set state information for unpickling."),
    {}};

constexpr MethodDef kReverseIteratorMethods[] = {
    PY_METHOD(list_reverseiterator, __length_hint__, NoArgs(ReverseLengthHint),
              "Private method returning an estimate of len(list(it))."),
    PY_METHOD(list_reverseiterator, __reduce__, NoArgs(ReverseReduce),
              "Return state information for pickling."),
    PY_METHOD(list_reverseiterator, __setstate__, OneArg(ReverseSetState),
              "Set state information for unpickling."),
    {}};

constexpr MethodDef kListMethods[] = {
    PY_METHOD(list, __reversed__, NoArgs(ListReversedMethod),
              "($self, /)\n--\n\nReturn a reverse iterator over the list."),
    PY_METHOD(list, __sizeof__, NoArgs(ListSizeofMethod),
              "($self, /)\n--\n\nReturn the size of the list in memory, in bytes."),
    PY_METHOD(list, clear, NoArgs(ListClearMethod),
              "($self, /)\n--\n\nRemove all items from list."),
    PY_METHOD(list, copy, NoArgs(ListCopyMethod),
              "($self, /)\n--\n\nReturn a shallow copy of the list."),
    PY_METHOD(list, append, OneArg(ListAppendMethod),
              "($self, object, /)\n--\n\nAppend object to the end of the list."),
    PY_METHOD(list, insert, Positional(ListInsertMethod, 2, 2),
              "($self, index, object, /)\n--\n\nInsert object before index."),
    PY_METHOD(list, extend, OneArg(ListExtendMethod),
              "($self, iterable, /)\n--\n\nExtend list by appending elements from the iterable."),
    PY_METHOD(list, pop, Positional(ListPopMethod, 0, 1),
              "($self, index=-1, /)\n--\n\nRemove and return item at index (default last).\n\n"
              "Raises IndexError if list is empty or index is out of range."),
    PY_METHOD(list, remove, OneArg(ListRemoveMethod),
              "($self, value, /)\n--\n\nRemove first occurrence of value.\n\n"
              "Raises ValueError if the value is not present."),
    PY_METHOD(list, index, Positional(ListIndexMethod, 1, 3),
              "($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of value.\n\n"
              "Raises ValueError if the value is not present."),
    PY_METHOD(list, count, OneArg(ListCountMethod),
              "($self, value, /)\n--\n\nReturn number of occurrences of value."),
    PY_METHOD(list, reverse, NoArgs(ListReverseMethod),
              "($self, /)\n--\n\nReverse *IN PLACE*."),
    PY_METHOD(list, sort, Bound(ListSortMethod),
              "($self, /, *, key=None, reverse=False)\n--\n\n"
              "Sort the list in ascending order and return None.\n\n"
              "The sort is in-place (i.e. the list itself is modified) and stable (i.e. the\n"
              "order of two equal elements is maintained).\n\n"
              "If a key function is given, apply it once to each list item and sort them,\n"
              "ascending or descending, according to their function values.\n\n"
              "The reverse flag can be set to sort in descending order."),
    PY_METHOD(list, __class_getitem__, OneArg(ClassGetItem, kMethodClass), kClassGetItemDoc),
    {}};

void FillIterator(Type* type, UnarySlot next) {
  type->slots.iterate = Retain;
  type->slots.next = next;
  type->slots.traverse = IteratorTraverse;
  type->slots.destroy = IteratorDestroy;
}

}  // namespace

bool InitListTypes() {
  ListType.slots.iterate = ListIterate;
  ListType.slots.init = ListInit;
  ListType.slots.new_instance = ListNewInstance;
  TRY_VOID(InitBuiltinType(
      {.type = &ListType,
       .name = "list",
       .basic_size = sizeof(List),
       .flags = kTypeBase | kTypeGc | kTypeIsList | kTypeMatchSelf | kTypeSequencePattern,
       .methods = kListMethods,
       .doc = "(iterable=(), /)\n--\n\nBuilt-in mutable sequence.\n\n"
              "If no argument is given, the constructor creates a new empty list.\n"
              "The argument must be an iterable if specified."}));
  FillIterator(&ListIteratorType, ListIteratorNext);
  FillIterator(&ListReverseIteratorType, ReverseNext);
  TRY_VOID(InitBuiltinType({.type = &ListIteratorType,
                            .name = "list_iterator",
                            .basic_size = sizeof(ListIterator),
                            .flags = kTypeGc | kTypeNoInstantiation,
                            .methods = kListIteratorMethods}));
  return InitBuiltinType({.type = &ListReverseIteratorType,
                          .name = "list_reverseiterator",
                          .basic_size = sizeof(ListIterator),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kReverseIteratorMethods});
}

}  // namespace polygil
