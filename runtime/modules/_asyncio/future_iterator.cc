// What `await future` iterates: the future itself once, then its result.

#include "runtime/modules/_asyncio/future.h"
#include "runtime/types/exception/exception.h"

namespace polygil::asyncio {
namespace {

struct FutureIterator : Object {
  Value future;  // empty once finished
};
Type FutureIteratorType;

SendStatus Send(Value self, Value, Owned* result) {
  auto* iterator = self.As<FutureIterator>();
  if (!iterator->future) {
    *result = OwnNone();
    return SendStatus::kReturned;
  }
  auto* future = iterator->future.As<Future>();
  if (future->state == FutureState::kPending) {
    if (future->blocking) {
      Raise(&RuntimeErrorType, "await wasn't used with future");
      return SendStatus::kError;
    }
    future->blocking = true;
    *result = Retain(iterator->future);
    return SendStatus::kYielded;
  }
  Handle finished(Owned(std::exchange(iterator->future, Value::Empty())));
  *result = FutureResult(finished);
  return *result ? SendStatus::kReturned : SendStatus::kError;
}

Owned Next(Value self) {
  Owned result;
  SendStatus status = Send(self, Value::None(), &result);
  if (status != SendStatus::kReturned) return result;
  Handle value = result;
  if (value.Get().IsNone()) return {};
  return RaiseStopIteration(value);
}

Owned SendMethod(Value self, Value argument) {
  Owned result;
  SendStatus status = Send(self, argument, &result);
  if (status != SendStatus::kReturned) return result;
  Handle value = result;
  if (value.Get().IsNone()) return RaiseBare(&StopIterationType);
  return RaiseStopIteration(value);
}

// throw(type_or_instance[, value[, traceback]])
Owned ThrowMethod(Value self, const Value* args, size_t nargs) {
  Value type = args[0], value = nargs > 1 ? args[1] : Value::None();
  Value traceback = nargs > 2 ? args[2] : Value::None();
  if (!traceback.IsNone() && !IsExactly(traceback, TracebackType))
    return Raise(&TypeErrorType, "throw() third argument must be a traceback");
  Handle exception;
  if (IsType(type) && IsSubtype(type.As<Type>(), &BaseExceptionType)) {
    exception = TRY(IsInstanceOf(value, *type.As<Type>()) ? Retain(value)
                    : value.IsNone()                      ? Call(type)
                                                          : Call(type, {value}));
  } else if (IsExceptionInstance(type)) {
    if (!value.IsNone())
      return Raise(&TypeErrorType, "instance exception may not have a separate value");
    exception = Retain(type);
  } else {
    return Raise(&TypeErrorType,
                 "exceptions must be classes deriving BaseException or instances of such a class");
  }
  ClearField(&self.As<FutureIterator>()->future);
  if (!traceback.IsNone()) SetField(&exception.As<BaseException>()->traceback, traceback);
  return RaiseInstance(exception.Release());
}

Owned CloseMethod(Value self) {
  ClearField(&self.As<FutureIterator>()->future);
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(FutureIter, send, OneArg(SendMethod), nullptr),
    PY_METHOD(FutureIter, throw, Positional(ThrowMethod, 1, 3), nullptr),
    PY_METHOD(FutureIter, close, NoArgs(CloseMethod), nullptr),
    {}};

}  // namespace

Owned FutureIterate(Value self) {
  TRY_VOID(CheckFuture(self));
  Handle made = TRY(AllocateObject(&FutureIteratorType));
  made.As<FutureIterator>()->future = Retain(self).Peek();
  return made.Release();
}

bool InitFutureIterator() {
  if (!FutureIteratorType.dict.IsEmpty()) return true;
  TypeSlots& slots = FutureIteratorType.slots;
  slots.iterate = Retain;
  slots.next = Next;
  slots.send = Send;
  OwnFields<FutureIterator, &FutureIterator::future>(&FutureIteratorType, true);
  return InitBuiltinType({.type = &FutureIteratorType,
                          .name = "_asyncio.FutureIter",
                          .basic_size = sizeof(FutureIterator),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kMethods});
}

}  // namespace polygil::asyncio
