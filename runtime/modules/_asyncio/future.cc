#include "runtime/modules/_asyncio/future.h"

#include "runtime/modules/_asyncio/loops.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/str.h"

namespace polygil::asyncio {

Type FutureType;

namespace {

bool TakeSourceTraceback(Future* future, State* state) {
  Handle debug = TRY(CallMethod(future->loop, state->get_debug));
  bool wanted = TRY(IsTrue(debug));
  if (!wanted) return true;
  Value extract = Borrow(state, Borrowed::kExtractStack);
  if (!extract) return false;
  StoreOwned(&future->source_traceback, TRY(Call(extract)));
  return true;
}

bool ScheduleCallbacks(Value self) {
  auto* future = self.As<Future>();
  Handle first(Owned(std::exchange(future->callback, Value::Empty())));
  Handle context(Owned(std::exchange(future->callback_context, Value::Empty())));
  Handle others(Owned(std::exchange(future->callbacks, Value::Empty())));
  Handle loop = Retain(future->loop);
  if (first) TRY_VOID(CallSoon(future->module, loop, first, self, context));
  if (!others) return true;
  for (int64_t i = 0; i < ListSize(others); ++i) {
    Handle pair = Retain(ListAt(others, i));
    TRY_VOID(CallSoon(future->module, loop, TupleAt(pair, 0), self, TupleAt(pair, 1)));
  }
  return true;
}

Owned MakeException(Value exception) {
  Handle made = Retain(exception);
  if (IsType(exception) && IsSubtype(exception.As<Type>(), &BaseExceptionType))
    made = TRY(Call(exception));
  if (!IsExceptionInstance(made)) return Raise(&TypeErrorType, "invalid exception object");
  if (IsExactly(made, StopIterationType))
    return Raise(&TypeErrorType,
                 "StopIteration interacts badly with generators and cannot be raised into a Future");
  return made.Release();
}

bool CheckPending(Value self) {
  auto* future = self.As<Future>();
  return future->state == FutureState::kPending || RaiseInvalidState(future->module, "invalid state");
}

}  // namespace

bool CheckFuture(Value self) {
  if (self.As<Future>()->loop) [[likely]]
    return true;
  return Raise(&RuntimeErrorType, "Future object is not initialized.");
}

Owned FutureMake(Type* type, const Value*, size_t, Value) {
  State* state = TRY(CurrentState());
  Handle made = TRY(AllocateInstance(type));
  made.As<Future>()->module = state;
  return made.Release();
}

bool FutureInit(Value self, Value loop) {
  auto* future = self.As<Future>();
  State* state = future->module;
  FutureClear(future);
  future->state = FutureState::kPending;
  future->log_traceback = future->blocking = false;
  StoreOwned(&future->loop, TRY(loop.IsEmpty() || loop.IsNone() ? EventLoop(state) : Retain(loop)));
  return TakeSourceTraceback(future, state);
}

bool FutureSetResult(Value self, Value result) {
  TRY_VOID(CheckFuture(self) && CheckPending(self));
  SetField(&self.As<Future>()->result, result);
  self.As<Future>()->state = FutureState::kFinished;
  return ScheduleCallbacks(self);
}

bool FutureSetException(Value self, Value given) {
  TRY_VOID(CheckFuture(self) && CheckPending(self));
  Handle exception = TRY(MakeException(given));
  auto* future = self.As<Future>();
  SetField(&future->exception, exception);
  SetField(&future->exception_traceback, exception.As<BaseException>()->traceback);
  future->state = FutureState::kFinished;
  TRY_VOID(ScheduleCallbacks(self));
  future->log_traceback = true;
  return true;
}

Fallible<bool> FutureCancel(Value self, Value message) {
  auto* future = self.As<Future>();
  TRY_VOID(CheckFuture(self));
  future->log_traceback = false;
  if (future->state != FutureState::kPending) return false;
  future->state = FutureState::kCancelled;
  SetField(&future->cancel_message, message);
  TRY_VOID(ScheduleCallbacks(self));
  return true;
}

Owned FutureCancelledError(Value self) {
  auto* future = self.As<Future>();
  if (future->cancelled_error)
    return Owned(std::exchange(future->cancelled_error, Value::Empty()));
  Value type = Borrow(future->module, Borrowed::kCancelledError);
  if (!type) return {};
  if (!future->cancel_message || future->cancel_message.IsNone()) return Call(type);
  return Call(type, {future->cancel_message});
}

Owned FutureResult(Value self) {
  auto* future = self.As<Future>();
  if (future->state == FutureState::kPending)
    return RaiseInvalidState(future->module, "Result is not set.");
  if (future->state == FutureState::kCancelled) {
    Handle error = TRY(FutureCancelledError(self));
    return RaiseInstance(error.Release());
  }
  future->log_traceback = false;
  if (!future->exception) return Retain(OrNone(future->result));
  Handle exception = Retain(future->exception);
  if (future->exception_traceback)
    SetField(&exception.As<BaseException>()->traceback, future->exception_traceback);
  return RaiseInstance(exception.Release());
}

bool FutureAddCallback(Value self, Value callback, Value context) {
  auto* future = self.As<Future>();
  TRY_VOID(CheckFuture(self));
  if (future->state != FutureState::kPending) {
    Handle loop = Retain(future->loop);
    return CallSoon(future->module, loop, callback, self, context);
  }
  if (!future->callback && !future->callbacks) {
    SetField(&future->callback, callback);
    SetField(&future->callback_context, context);
    return true;
  }
  if (!future->callbacks) future->callbacks = TRY(ListNew()).Peek();
  Handle pair = TRY(TupleOf({callback, context}));
  return ListAppendOwned(future->callbacks, pair.Release());
}

void ReportToLoop(Value self, const char* key, Value message, Value exception) {
  auto* future = self.As<Future>();
  Handle context = DictNew();
  bool filled = context && message && DictSetAscii(context, "message", message) &&
                (!exception || DictSetAscii(context, "exception", exception)) &&
                DictSetAscii(context, key, self) &&
                (!future->source_traceback ||
                 DictSetAscii(context, "source_traceback", future->source_traceback));
  Handle result = filled ? CallMethod(future->loop, "call_exception_handler", {context}) : Owned();
  if (!result) WriteUnraisable(self);
}

void FutureFinalize(Value self) {
  auto* future = self.As<Future>();
  if (!future->log_traceback) return;
  future->log_traceback = false;
  PendingScope scope;
  Handle message =
      StrFormat("%U exception was never retrieved", TypeOf(self)->name);
  ReportToLoop(self, "future", message, future->exception);
}

bool FutureTraverse(Object* self, Visitor visit, void* arg) {
  return TraverseFields<Future, &Future::loop, &Future::callback, &Future::callback_context,
                        &Future::callbacks, &Future::result, &Future::exception,
                        &Future::exception_traceback, &Future::source_traceback,
                        &Future::cancel_message, &Future::cancelled_error>(self, visit, arg);
}

void FutureClear(Object* self) {
  ClearFields<Future, &Future::loop, &Future::callback, &Future::callback_context, &Future::callbacks,
              &Future::result, &Future::exception, &Future::exception_traceback,
              &Future::source_traceback, &Future::cancel_message, &Future::cancelled_error>(self);
}

}  // namespace polygil::asyncio
