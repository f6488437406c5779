// Iterators and what can be sent to them (Language Reference 3.3.7, PEP 380).

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/iterator/sequence_iterator.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

// Takes a pending StopIteration's value; empty if something else is pending.
Owned TakeStopIterationValue() {
  if (!PendingMatches(&StopIterationType)) return {};
  Handle error = TakePending();
  Value value = error.As<StopIteration>()->value;
  return value ? Retain(value) : OwnNone();
}

// __next__ written in Python, whose StopIteration the slot would swallow.
Owned CallNextMethod(Value iterator) {
  Value args[1];
  bool absent;
  Owned result = CallSpecial(iterator, names.__next__, args + 1, 0, &absent);
  if (absent) return Raise(&TypeErrorType, "'%.200s' object is not an iterator", TypeName(iterator));
  return result;
}

}  // namespace

bool IsIterable(Value v) {
  const TypeSlots& slots = TypeOf(v)->slots;
  return slots.iterate != nullptr || slots.get_item == &DispatchGetItem;
}

Owned GetIterator(Value v) {
  Type* type = TypeOf(v);
  if (type->slots.iterate == nullptr) {
    if (type->slots.get_item == &DispatchGetItem) return SequenceIteratorNew(v);
    return Raise(&TypeErrorType, "'%.200s' object is not iterable", TypeName(v));
  }
  if (!CheckNativeStack()) return {};
  Handle iterator = TRY(type->slots.iterate(v));
  if (!IsIterator(iterator))
    return Raise(&TypeErrorType, "iter() returned non-iterator of type '%.100s'",
                 TypeName(iterator));
  return iterator.Release();
}

Owned IteratorNext(Value iterator) {
  UnarySlot next = TypeOf(iterator)->slots.next;
  if (next == nullptr)
    return Raise(&TypeErrorType, "'%.200s' object is not an iterator", TypeName(iterator));
  if (!CheckNativeStack()) return {};
  Owned result = next(iterator);
  if (!result && HasPendingException()) ClearPendingIf(&StopIterationType);
  return result;
}

bool IsIterator(Value v) { return TypeOf(v)->slots.next != nullptr; }

Owned IteratorNextOrStop(Value iterator) {
  const TypeSlots& slots = TypeOf(iterator)->slots;
  if (slots.next == nullptr)
    return Raise(&TypeErrorType, "'%.200s' object is not an iterator", TypeName(iterator));
  if (!CheckNativeStack()) return {};
  if (slots.next == &DispatchNext) return CallNextMethod(iterator);
  if (slots.send != nullptr) {
    Owned result;
    switch (slots.send(iterator, Value::None(), &result)) {
      case SendStatus::kYielded:
        return result;
      case SendStatus::kReturned: {
        Handle value = result;
        if (value.Get().IsNone()) return RaiseBare(&StopIterationType);
        return RaiseStopIteration(value);
      }
      case SendStatus::kError:
        return {};
    }
  }
  Owned result = slots.next(iterator);
  if (!result && !HasPendingException()) return RaiseBare(&StopIterationType);
  return result;
}

SendStatus IteratorSend(Value iterator, Value argument, Owned* result) {
  const TypeSlots& slots = TypeOf(iterator)->slots;
  if (!CheckNativeStack()) return SendStatus::kError;
  if (slots.send != nullptr) return slots.send(iterator, argument, result);
  if (argument.IsNone() && slots.next != nullptr) {
    *result = slots.next == &DispatchNext ? CallNextMethod(iterator) : slots.next(iterator);
  } else {
    *result = CallMethod(iterator, names.send, {argument});
  }
  if (*result) return SendStatus::kYielded;
  if (!HasPendingException()) {
    *result = OwnNone();
    return SendStatus::kReturned;
  }
  *result = TakeStopIterationValue();
  return *result ? SendStatus::kReturned : SendStatus::kError;
}

}  // namespace polygil
