// The methods of deque.

#include "runtime/modules/_collections/deque.h"
#include "runtime/object/heap.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

Deque* Of(Value self) { return self.As<Deque>(); }

Owned Append(Value self, Value item) {
  return DequeAppend(Of(self), item) ? OwnNone() : Owned();
}
Owned AppendLeft(Value self, Value item) {
  return DequeAppendLeft(Of(self), item) ? OwnNone() : Owned();
}
Owned Pop(Value self) {
  if (Of(self)->size == 0) return Raise(&IndexErrorType, "pop from an empty deque");
  return DequePop(Of(self));
}
Owned PopLeft(Value self) {
  if (Of(self)->size == 0) return Raise(&IndexErrorType, "pop from an empty deque");
  return DequePopLeft(Of(self));
}
Owned ClearMethod(Value self) {
  DequeClear(Of(self));
  return OwnNone();
}
Owned Extend(Value self, Value iterable) {
  return DequeExtend(self, iterable, false) ? OwnNone() : Owned();
}
Owned ExtendLeft(Value self, Value iterable) {
  return DequeExtend(self, iterable, true) ? OwnNone() : Owned();
}

Owned Count(Value self, Value wanted) {
  Deque* deque = Of(self);
  uint64_t version = deque->version;
  int64_t count = 0;
  for (int64_t i = 0; i < deque->size; ++i) {
    Handle item = Retain(DequeAt(deque, i));
    count += TRY(Equals(item, wanted));
    if (deque->version != version) return RaiseDequeMutated();
  }
  return Owned(Value::Int(count));
}

Owned IndexMethod(Value self, const Value* args, size_t nargs) {
  Deque* deque = Of(self);
  int64_t from, to;
  TRY_VOID(IndexBounds(nargs > 1 ? args[1] : Value::Empty(), nargs > 2 ? args[2] : Value::Empty(),
                       deque->size, &from, &to));
  if (to > deque->size) to = deque->size;
  uint64_t version = deque->version;
  for (int64_t i = from; i < to; ++i) {
    Handle item = Retain(DequeAt(deque, i));
    bool equal = TRY(Equals(item, args[0]));
    if (equal) return Owned(Value::Int(i));
    if (deque->version != version) return RaiseDequeMutated();
  }
  return Raise(&ValueErrorType, "%R is not in deque", args[0]);
}

Owned Insert(Value self, const Value* args, size_t) {
  Deque* deque = Of(self);
  int64_t index = TRY(IndexExact(args[0], &OverflowErrorType));
  if (deque->maximum >= 0 && deque->size >= deque->maximum)
    return Raise(&IndexErrorType, "deque already at its maximum size");
  int64_t size = deque->size;
  if (index >= size) return Append(self, args[1]);
  if (index <= -size || index == 0) return AppendLeft(self, args[1]);
  DequeRotate(deque, -index);
  bool ok = index < 0 ? DequeAppend(deque, args[1]) : DequeAppendLeft(deque, args[1]);
  DequeRotate(deque, index);
  return ok ? OwnNone() : Owned();
}

Owned Remove(Value self, Value wanted) {
  Deque* deque = Of(self);
  uint64_t version = deque->version;
  int64_t size = deque->size;
  for (int64_t i = 0; i < size; ++i) {
    Handle item = Retain(DequeAt(deque, i));
    bool equal = TRY(Equals(item, wanted));
    if (deque->version != version)
      return Raise(&IndexErrorType, "deque mutated during remove().");
    if (!equal) continue;
    Handle taken = DequeTake(deque, i);
    return OwnNone();
  }
  return Raise(&ValueErrorType, "%R is not in deque", wanted);
}

Owned ReverseMethod(Value self) {
  Deque* deque = Of(self);
  for (int64_t i = 0, k = deque->size - 1; i < k; ++i, --k)
    std::swap(*DequePlace(deque, i), *DequePlace(deque, k));
  return OwnNone();
}

Owned Rotate(Value self, const Value* args, size_t nargs) {
  int64_t count = nargs > 0 ? TRY(IndexExact(args[0], &OverflowErrorType)) : 1;
  DequeRotate(Of(self), count);
  return OwnNone();
}

Owned Reduce(Value self) {
  Handle state = TRY(CallMethod(self, names.__getstate__));
  Handle iterator = TRY(GetIterator(self));
  Handle empty = TRY(TupleEmpty());
  Value type = Value::Pointer(TypeOf(self));
  int64_t maximum = Of(self)->maximum;
  if (maximum < 0) return TupleOf({type, empty, state, iterator});
  Handle args = TRY(TupleOf({empty, Value::Int(maximum)}));
  return TupleOf({type, args, state, iterator});
}

Owned SizeOf(Value self) {
  return IntFromSize(ObjectSize(self.AsObject()) +
                     static_cast<size_t>(Of(self)->mask + 1) * sizeof(Value));
}

}  // namespace

const MethodDef kDequeMethods[] = {
    PY_METHOD(deque, append, OneArg(Append), "Add an element to the right side of the deque."),
    PY_METHOD(deque, appendleft, OneArg(AppendLeft),
              "Add an element to the left side of the deque."),
    PY_METHOD(deque, clear, NoArgs(ClearMethod), "Remove all elements from the deque."),
    PY_METHOD(deque, __copy__, NoArgs(DequeCopy), "Return a shallow copy of a deque."),
    PY_METHOD(deque, copy, NoArgs(DequeCopy), "Return a shallow copy of a deque."),
    PY_METHOD(deque, count, OneArg(Count), "D.count(value) -- how many elements equal the value"),
    PY_METHOD(deque, extend, OneArg(Extend), "Append the items of an iterable on the right."),
    PY_METHOD(deque, extendleft, OneArg(ExtendLeft), "Add the items of an iterable on the left."),
    PY_METHOD(deque, index, Positional(IndexMethod, 1, 3),
              "D.index(value, [start, [stop]]) -- where the value is first; ValueError if absent."),
    PY_METHOD(deque, insert, Positional(Insert, 2, 2), "D.insert(index, object)"),
    PY_METHOD(deque, pop, NoArgs(Pop), "Remove and return the rightmost element."),
    PY_METHOD(deque, popleft, NoArgs(PopLeft), "Remove and return the leftmost element."),
    PY_METHOD(deque, __reduce__, NoArgs(Reduce), kReduceDoc),
    PY_METHOD(deque, remove, OneArg(Remove), "D.remove(value) -- the first occurrence."),
    PY_METHOD(deque, __reversed__, NoArgs(DequeReversed),
              "D.__reversed__() -- an iterator from right to left"),
    PY_METHOD(deque, reverse, NoArgs(ReverseMethod), "D.reverse() -- in place"),
    PY_METHOD(deque, rotate, Positional(Rotate, 0, 1),
              "Rotate the deque n steps to the right (default n=1); to the left if negative."),
    PY_METHOD(deque, __sizeof__, NoArgs(SizeOf), "D.__sizeof__() -- size of D in memory, in bytes"),
    PY_METHOD(deque, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    {}};

}  // namespace polygil
