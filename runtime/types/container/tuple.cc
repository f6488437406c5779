// tuple: an immutable VarObject of owned Values.

#include "runtime/types/container/tuple.h"

#include <cstring>

#include "runtime/types/container/dict_internal.h"
#include "runtime/types/container/init.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

// -- Making them ----------------------------------------------------------------------------------

namespace {

inline Tuple* Allocate(int64_t size) {
  if (size > (int64_t{1} << 57)) {
    RaiseMemoryError();
    return nullptr;
  }
  void* block = HeapAllocate(PageKind::kContainer,
                             sizeof(Tuple) + static_cast<size_t>(size) * sizeof(Value));
  if (block == nullptr) [[unlikely]] {
    RaiseMemoryError();
    return nullptr;
  }
  Tuple* tuple = static_cast<Tuple*>(block);
  tuple->refcount = 1;
  tuple->flags = 0;
  tuple->type = &TupleType;
  tuple->size = size;
  return tuple;
}

inline Owned Publish(Tuple* tuple) {
  GcNoteNew(tuple);
  return Owned(Value::Pointer(tuple));
}

inline bool IsTracked(Value item) {
  if (!item.IsPointer()) return false;
  const Object* object = item.AsObject();
  return object->type->Has(kTypeGc) && !(object->flags & kGcUntracked);
}

// A tuple of atoms never gets to know the collector: it can't be part of a cycle, ever.
inline Owned PublishFilled(Tuple* tuple) {
  for (int64_t i = 0; i < tuple->size; ++i)
    if (IsTracked(tuple->items[i])) return Publish(tuple);
  tuple->flags = kGcUntracked;
  return Owned(Value::Pointer(tuple));
}

}  // namespace

Owned TupleEmpty() {
  Interpreter* interpreter = CurrentInterpreter();
  if (interpreter->empty_tuple.IsEmpty()) {
    Tuple* tuple = Allocate(0);
    if (tuple == nullptr) return {};
    tuple->flags |= kGcUntracked;
    interpreter->empty_tuple = Publish(tuple).Peek();
  }
  return Retain(interpreter->empty_tuple);
}

Owned TupleNew(int64_t size) {
  if (size == 0) return TupleEmpty();
  Tuple* tuple = Allocate(size);
  if (tuple == nullptr) return {};
  memset(tuple->items, 0, static_cast<size_t>(size) * sizeof(Value));
  return Publish(tuple);
}

Owned TupleFrom(const Value* items, int64_t size) {
  if (size == 0) return TupleEmpty();
  Tuple* tuple = Allocate(size);
  if (tuple == nullptr) return {};
  RetainItems(tuple->items, items, size);
  return PublishFilled(tuple);
}

Owned TupleAdopt(const Value* items, int64_t size) {
  if (size == 0) return TupleEmpty();
  Tuple* tuple = Allocate(size);
  if (tuple == nullptr) {
    for (int64_t i = 0; i < size; ++i) DecRef(items[i]);
    return {};
  }
  memcpy(tuple->items, items, static_cast<size_t>(size) * sizeof(Value));
  return PublishFilled(tuple);
}

void TupleUpdateTracking(Value v) {
  Tuple* tuple = v.As<Tuple>();
  bool tracked = false;
  for (int64_t i = 0; i < tuple->size && !tracked; ++i) tracked = IsTracked(tuple->items[i]);
  tuple->flags = tracked ? tuple->flags & ~static_cast<uint32_t>(kGcUntracked)
                         : tuple->flags | kGcUntracked;
}

Owned TupleOf(std::initializer_list<Value> items) {
  return TupleFrom(items.begin(), static_cast<int64_t>(items.size()));
}

// -- Slots ----------------------------------------------------------------------------------------

namespace {

bool TupleTraverse(Object* self, Visitor visit, void* arg) {
  Tuple* tuple = static_cast<Tuple*>(self);
  for (int64_t i = 0; i < tuple->size; ++i) VISIT(tuple->items[i]);
  return false;
}

void TupleDestroy(Object* self) {
  Tuple* tuple = static_cast<Tuple*>(self);
  for (int64_t i = tuple->size - 1; i >= 0; --i) ClearField(&tuple->items[i]);
}

Owned TupleRepr(Value self) {
  if (TupleSize(self) == 0) return StrFromAscii("()", 2);
  ReprEntry entry = ReprEnter(self);
  if (entry == ReprEntry::kError) return {};
  if (entry == ReprEntry::kRunning) return StrFromAscii("(...)", 5);
  Owned text = ReprItems(self, "(", ")", true);
  ReprLeave(self);
  return text;
}

// xxHash64's accumulation, as CPython since 3.8: equal tuples hash as there.
Fallible<int64_t> TupleHash(Value self) {
  constexpr uint64_t kPrime1 = 11400714785074694791u, kPrime2 = 14029467366897019727u,
                     kPrime5 = 2870177450012600261u;
  uint64_t sum = kPrime5;
  int64_t size = TupleSize(self);
  for (int64_t i = 0; i < size; ++i) {
    int64_t item = TRY(DictHash(TupleAt(self, i)));
    sum += static_cast<uint64_t>(item) * kPrime2;
    sum = RotateLeft(sum, 31) * kPrime1;
  }
  sum += static_cast<uint64_t>(size) ^ (kPrime5 ^ 3527539u);
  return sum == ~uint64_t{0} ? 1546275796 : static_cast<int64_t>(sum);
}

Owned TupleCompare(Value self, Value other, CompareOp op) {
  if (!IsTuple(other)) return OwnNotImplemented();
  if (!CheckNativeStack()) return {};
  int64_t left = TupleSize(self), right = TupleSize(other);
  int64_t common = left < right ? left : right, i = 0;
  for (; i < common; ++i) {
    if (TupleAt(self, i) == TupleAt(other, i)) continue;
    bool equal = TRY(RichCompareBool(TupleAt(self, i), TupleAt(other, i), CompareOp::kEq));
    if (!equal) break;
  }
  if (i < common) {
    if (op == CompareOp::kEq) return OwnBool(false);
    if (op == CompareOp::kNe) return OwnBool(true);
    return RichCompare(TupleAt(self, i), TupleAt(other, i), op);
  }
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

Fallible<int64_t> TupleLength(Value self) { return TupleSize(self); }

Fallible<bool> TupleContains(Value self, Value item) {
  for (int64_t i = 0; i < TupleSize(self); ++i) {
    if (TRY(ItemEquals(TupleAt(self, i), item))) return true;
  }
  return false;
}

Owned TupleSlice(Value self, Value slice) {
  int64_t start, stop, step, count;
  TRY_VOID(SliceIndices(slice, TupleSize(self), &start, &stop, &step, &count));
  if (count == TupleSize(self) && step == 1 && IsExactly(self, TupleType)) return Retain(self);
  if (step == 1) return TupleFrom(self.As<Tuple>()->items + start, count);
  Handle result = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) TupleInit(result, i, Retain(TupleAt(self, start + i * step)));
  return result.Release();
}

Owned TupleGetItem(Value self, Value key) {
  int64_t index;
  if (key.IsInt()) [[likely]] {
    index = key.AsInt();
  } else if (IsExactly(key, SliceType)) {
    return TupleSlice(self, key);
  } else if (IsIndexable(key)) {
    index = TRY(IndexExact(key, &IndexErrorType));
  } else {
    return Raise(&TypeErrorType, "tuple indices must be integers or slices, not %.200s",
                 TypeName(key));
  }
  if (index < 0) index += TupleSize(self);
  if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(TupleSize(self)))
    return Raise(&IndexErrorType, "tuple index out of range");
  return Retain(TupleAt(self, index));
}

Owned TupleConcat(Value self, Value other) {
  if (!IsTuple(other))
    return Raise(&TypeErrorType, "can only concatenate tuple (not \"%.200s\") to tuple",
                 TypeName(other));
  int64_t left = TupleSize(self), right = TupleSize(other);
  if (left == 0 && IsExactly(other, TupleType)) return Retain(other);
  if (right == 0 && IsExactly(self, TupleType)) return Retain(self);
  Tuple* result = Allocate(left + right);
  if (result == nullptr) return {};
  RetainItems(result->items, self.As<Tuple>()->items, left);
  RetainItems(result->items + left, other.As<Tuple>()->items, right);
  return PublishFilled(result);
}

Owned TupleRepeat(Value self, int64_t count) {
  int64_t size = TupleSize(self), total;
  if ((size == 0 || count == 1) && IsExactly(self, TupleType)) return Retain(self);
  if (size == 0 || count <= 0) return TupleEmpty();
  if (__builtin_mul_overflow(size, count, &total)) return RaiseMemoryError();
  Handle result = TRY(TupleNew(total));
  Value* out = result.As<Tuple>()->items;
  for (int64_t i = 0; i < total; ++i) *out++ = Retain(TupleAt(self, i % size)).Peek();
  return result.Release();
}

Owned TupleNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (type == &TupleType || type->slots.init == ObjectType.slots.init)
    TRY_VOID(CheckNoKeywords("tuple", keyword_names));
  TRY_VOID(CheckPositional("tuple", nargs, 0, 1));
  Handle items = TRY(nargs == 0 ? TupleEmpty() : ToTuple(args[0]));
  if (type == &TupleType) return items.Release();
  Handle result = TRY(AllocateVarInstance(type, TupleSize(items)));
  for (int64_t i = 0; i < TupleSize(items); ++i) TupleInit(result, i, Retain(TupleAt(items, i)));
  return result.Release();
}

// -- Methods --------------------------------------------------------------------------------------

Owned TupleIndexMethod(Value self, const Value* args, size_t nargs) {
  int64_t from, to;
  TRY_VOID(IndexBounds(nargs > 1 ? args[1] : Value::Empty(), nargs > 2 ? args[2] : Value::Empty(),
                       TupleSize(self), &from, &to));
  for (int64_t i = from; i < to && i < TupleSize(self); ++i) {
    if (TRY(ItemEquals(TupleAt(self, i), args[0]))) return IntFromInt64(i);
  }
  return Raise(&ValueErrorType, "tuple.index(x): x not in tuple");
}

Owned TupleCountMethod(Value self, Value item) {
  int64_t count = 0;
  for (int64_t i = 0; i < TupleSize(self); ++i) count += TRY(ItemEquals(TupleAt(self, i), item));
  return IntFromInt64(count);
}

Owned TupleGetNewArgsMethod(Value self) {
  Handle copy = TRY(TupleFrom(self.As<Tuple>()->items, TupleSize(self)));
  return TupleOf({copy});
}

constexpr MethodDef kTupleMethods[] = {
    PY_METHOD(tuple, __getnewargs__, NoArgs(TupleGetNewArgsMethod), "($self, /)\n--\n\n"),
    PY_METHOD(tuple, index, Positional(TupleIndexMethod, 1, 3),
              "($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of value.\n\n"
              "Raises ValueError if the value is not present."),
    PY_METHOD(tuple, count, OneArg(TupleCountMethod),
              "($self, value, /)\n--\n\nReturn number of occurrences of value."),
    PY_METHOD(tuple, __class_getitem__, OneArg(ClassGetItem, kMethodClass), kClassGetItemDoc),
    {}};

// -- Iterator -------------------------------------------------------------------------------------

Owned TupleIterate(Value self) {
  Handle iterator = TRY(AllocateObject(&TupleIteratorType));
  IncRef(self);
  iterator.As<TupleIterator>()->tuple = self;
  return iterator.Release();
}

bool IteratorTraverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<TupleIterator*>(self)->tuple);
  return false;
}
void IteratorDestroy(Object* self) { ClearField(&static_cast<TupleIterator*>(self)->tuple); }

Owned TupleIteratorNext(Value self) {
  TupleIterator* iterator = self.As<TupleIterator>();
  if (iterator->tuple.IsEmpty()) return {};
  if (iterator->index < TupleSize(iterator->tuple))
    return Retain(TupleAt(iterator->tuple, iterator->index++));
  ClearField(&iterator->tuple);
  return {};
}

Owned IteratorLengthHint(Value self) {
  TupleIterator* iterator = self.As<TupleIterator>();
  if (iterator->tuple.IsEmpty()) return Owned(Value::Int(0));
  return IntFromInt64(TupleSize(iterator->tuple) - iterator->index);
}

Owned IteratorReduce(Value self) {
  TupleIterator* iterator = self.As<TupleIterator>();
  return ReduceIterator("iter", iterator->tuple, iterator->index, TupleEmpty());
}

Owned IteratorSetState(Value self, Value state) {
  TupleIterator* iterator = self.As<TupleIterator>();
  int64_t index = TRY(AsInt64(state));
  if (!iterator->tuple.IsEmpty()) {
    if (index < 0) index = 0;
    if (index > TupleSize(iterator->tuple)) index = TupleSize(iterator->tuple);
    iterator->index = index;
  }
  return OwnNone();
}

constexpr MethodDef kIteratorMethods[] = {
    PY_METHOD(tuple_iterator, __length_hint__, NoArgs(IteratorLengthHint),
              "Private method returning an estimate of len(list(it))."),
    PY_METHOD(tuple_iterator, __reduce__, NoArgs(IteratorReduce),
              "Return state information for pickling."),
    PY_METHOD(tuple_iterator, __setstate__, OneArg(IteratorSetState),
              "Set state information for unpickling."),
    {}};

}  // namespace

// Allocated and freed before the family is set up: the slots for that are there from the start.
Type TupleType = [] {
  Type type{};
  type.slots.traverse = TupleTraverse;
  type.slots.destroy = TupleDestroy;
  return type;
}();
Type TupleIteratorType;

bool InitTupleType() {
  TypeSlots& slots = TupleType.slots;
  slots.repr = TupleRepr;
  slots.hash = TupleHash;
  slots.rich_compare = TupleCompare;
  slots.iterate = TupleIterate;
  slots.length = TupleLength;
  slots.contains = TupleContains;
  slots.get_item = TupleGetItem;
  slots.concat = TupleConcat;
  slots.repeat = TupleRepeat;
  slots.new_instance = TupleNewInstance;
  TRY_VOID(InitBuiltinType(
      {.type = &TupleType,
       .name = "tuple",
       .basic_size = sizeof(Tuple),
       .item_size = sizeof(Value),
       .flags = kTypeBase | kTypeGc | kTypeIsTuple | kTypeMatchSelf | kTypeSequencePattern,
       .methods = kTupleMethods,
       .doc = "(iterable=(), /)\n--\n\nBuilt-in immutable sequence.\n\n"
              "If no argument is given, the constructor returns an empty tuple.\n"
              "If iterable is specified the tuple is initialized from iterable's items.\n\n"
              "If the argument is a tuple, the return value is the same object."}));
  TypeSlots& iterator = TupleIteratorType.slots;
  iterator.iterate = Retain;
  iterator.next = TupleIteratorNext;
  iterator.traverse = IteratorTraverse;
  iterator.destroy = IteratorDestroy;
  return InitBuiltinType({.type = &TupleIteratorType,
                          .name = "tuple_iterator",
                          .basic_size = sizeof(TupleIterator),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kIteratorMethods});
}

}  // namespace polygil
