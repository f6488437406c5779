// Iterators over a deque, in both directions.

#include "runtime/modules/_collections/deque.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

Type IteratorType, ReverseIteratorType;

struct DequeIterator : Object {
  Value deque;
  int64_t index;      // of the next item, counted from the end it started at
  int64_t remaining;
  uint64_t version;
};

Owned NewIterator(Type* type, Value deque) {
  Owned result = AllocateObject(type);
  if (!result) return {};
  DequeIterator* iterator = result.Peek().As<DequeIterator>();
  iterator->deque = Retain(deque).Peek();
  iterator->remaining = deque.As<Deque>()->size;
  iterator->version = deque.As<Deque>()->version;
  return result;
}

template <bool kReverse>
Owned Next(Value self) {
  DequeIterator* iterator = self.As<DequeIterator>();
  Deque* deque = iterator->deque.As<Deque>();
  if (deque->version != iterator->version) {
    iterator->remaining = 0;
    return RaiseDequeMutated();
  }
  if (iterator->remaining == 0) return {};
  --iterator->remaining;
  int64_t index = iterator->index++;
  return Retain(DequeAt(deque, kReverse ? deque->size - 1 - index : index));
}

template <Type* kType>
Owned Make(Type*, const Value* args, size_t nargs, Value) {
  TRY_VOID(CheckPositional(kType == &IteratorType ? "_deque_iterator" : "_deque_reverse_iterator",
                           nargs, 1, 2));
  if (!IsInstanceOf(args[0], DequeType))
    return Raise(&TypeErrorType, "argument 1 must be collections.deque, not %.50s",
                 TypeName(args[0]));
  int64_t skip = nargs > 1 ? TRY(AsInt64(args[1])) : 0;
  Owned result = NewIterator(kType, args[0]);
  if (!result) return {};
  DequeIterator* iterator = result.Peek().As<DequeIterator>();
  if (skip > iterator->remaining) skip = iterator->remaining;
  if (skip > 0) {
    iterator->index += skip;
    iterator->remaining -= skip;
  }
  return result;
}

Owned LengthHintMethod(Value self) {
  return Owned(Value::Int(self.As<DequeIterator>()->remaining));
}
Owned Reduce(Value self) {
  DequeIterator* iterator = self.As<DequeIterator>();
  int64_t done = iterator->deque.As<Deque>()->size - iterator->remaining;
  Handle args = TRY(TupleOf({iterator->deque, Value::Int(done)}));
  return TupleOf({Value::Pointer(TypeOf(self)), args});
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(_deque_iterator, __length_hint__, NoArgs(LengthHintMethod),
              "Private method returning an estimate of len(list(it))."),
    PY_METHOD(_deque_iterator, __reduce__, NoArgs(Reduce), kReduceDoc),
    {}};

}  // namespace

Owned DequeIterate(Value deque) { return NewIterator(&IteratorType, deque); }
Owned DequeReversed(Value deque) { return NewIterator(&ReverseIteratorType, deque); }

bool AddDequeIterators(Value module) {
  for (Type* type : {&IteratorType, &ReverseIteratorType}) {
    OwnFields<DequeIterator, &DequeIterator::deque>(type);
    type->slots.iterate = Retain;
  }
  IteratorType.slots.next = Next<false>;
  IteratorType.slots.new_instance = Make<&IteratorType>;
  ReverseIteratorType.slots.next = Next<true>;
  ReverseIteratorType.slots.new_instance = Make<&ReverseIteratorType>;
  return AddType(module, {.type = &IteratorType,
                          .name = "_collections._deque_iterator",
                          .basic_size = sizeof(DequeIterator),
                          .flags = kTypeGc,
                          .methods = kMethods}) &&
         AddType(module, {.type = &ReverseIteratorType,
                          .name = "_collections._deque_reverse_iterator",
                          .basic_size = sizeof(DequeIterator),
                          .flags = kTypeGc,
                          .methods = kMethods});
}

}  // namespace polygil
