// How a task advances: send None (or throw an exception) into the coroutine, and arrange to be woken
// by the future that it yields.

#include "runtime/modules/_asyncio/loops.h"
#include "runtime/modules/_asyncio/task.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/generator.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/str.h"

namespace polygil::asyncio {
namespace {

Task* Of(Value self) { return self.As<Task>(); }

// -- The callables that loops get ---------------------------------------------------------------------

struct TaskStep : Object {
  Value task;
  Value error;  // or empty
};
Type TaskStepType;

Owned Step(Value task, Value error);

Owned StepCall(Value self, const Value*, size_t nargs, Value keyword_names) {
  if (!CheckNoKeywords("TaskStepMethWrapper", keyword_names)) return {};
  if (nargs != 0) return Raise(&TypeErrorType, "function takes no positional arguments");
  Handle task = Retain(self.As<TaskStep>()->task), error = Retain(self.As<TaskStep>()->error);
  return Step(task, error);
}

Owned GetStepSelf(Value self) { return Retain(OrNone(self.As<TaskStep>()->task)); }
constexpr PropertyDef kStepProperties[] = {{"__self__", GetStepSelf}, {}};

Owned Wakeup(Value task, Value future);
constexpr MethodDef kWakeup = PY_METHOD(Task, TaskWakeup, OneArg(Wakeup), nullptr);

// -- What the coroutine yielded -------------------------------------------------------------------------

bool FailSoon(Value task, Owned message) {
  Handle text = message;
  if (!text) return false;
  Handle error = TRY(Call(Value::Pointer(&RuntimeErrorType), {text}));
  return ScheduleStep(task, error);
}

// A cancellation that came while the task could not be cancelled.
bool PassCancellation(Value task, Value future) {
  Task* t = Of(task);
  if (!t->must_cancel) return true;
  Handle method = TRY(GetAttribute(future, t->module->cancel));
  Value message = OrNone(t->cancel_message);
  Handle result = TRY(Call(method, &message, 0, t->module->message_keyword));
  bool cancelled = TRY(IsTrue(result));
  if (cancelled) t->must_cancel = false;
  return true;
}

bool WaitFor(Value task, Value future) {
  Handle wakeup = TRY(BuiltinFunctionNew(&kWakeup, task, Value::Empty()));
  Task* t = Of(task);
  if (IsNativeFuture(future)) {
    future.As<Future>()->blocking = false;
    TRY_VOID(FutureAddCallback(future, wakeup, t->context));
  } else {
    TRY_VOID(SetAttribute(future, t->module->blocking, Value::False()));
    Handle method = TRY(GetAttribute(future, t->module->add_done_callback));
    Value args[2] = {wakeup, t->context};
    Handle result = TRY(Call(method, args, 1, t->module->context_keyword));
  }
  SetField(&t->waiter, future);
  return PassCancellation(task, future);
}

bool FailForYield(Value task, Value future) {
  return FailSoon(task, StrFormat("yield was used instead of yield from in task %R with %R", task, future));
}
bool FailForLoop(Value task, Value future) {
  return FailSoon(task, StrFormat("Task %R got Future %R attached to a different loop", task, future));
}

Owned LoopOf(Value future, State* state) {
  Handle get_loop = FindAttribute(future, state->get_loop);
  if (get_loop) return Call(get_loop);
  return HasPendingException() ? Owned() : GetAttribute(future, "_loop");
}

// Something with the attribute _asyncio_future_blocking, which is not None.
bool AwaitForeign(Value task, Value future, bool blocking) {
  Handle loop = TRY(LoopOf(future, Of(task)->module));
  if (loop.Get() != Of(task)->loop) return FailForLoop(task, future);
  return blocking ? WaitFor(task, future) : FailForYield(task, future);
}

bool Await(Value task, Value yielded) {
  if (yielded == task)
    return FailSoon(task, StrFormat("Task cannot await on itself: %R", task));
  if (IsNativeFuture(yielded)) {
    auto* future = yielded.As<Future>();
    if (future->loop != Of(task)->loop) return FailForLoop(task, yielded);
    return future->blocking ? WaitFor(task, yielded) : FailForYield(task, yielded);
  }
  if (yielded.IsNone()) return ScheduleStep(task, Value::Empty());
  Handle blocking = FindAttribute(yielded, Of(task)->module->blocking);
  if (!blocking && HasPendingException()) return false;
  if (blocking && !blocking.Get().IsNone()) {
    bool is_blocking = TRY(IsTrue(blocking));
    return AwaitForeign(task, yielded, is_blocking);
  }
  return FailSoon(task, IsGenerator(yielded)
                            ? StrFormat("yield was used instead of yield from for generator in task "
                                        "%R with %R", task, yielded)
                            : StrFormat("Task got bad yield: %R", yielded));
}

// -- The end of the coroutine -----------------------------------------------------------------------------

bool Finish(Value task, Value result) {
  if (!Of(task)->must_cancel) return FutureSetResult(task, result);
  Of(task)->must_cancel = false;  // cancelled right before it stopped
  Handle message = Retain(OrNone(Of(task)->cancel_message));
  return static_cast<bool>(FutureCancel(task, message));
}

Fallible<bool> IsCancelledError(State* state, Value error) {
  Value type = Borrow(state, Borrowed::kCancelledError);
  if (!type) return Raised();
  return IsSubtype(TypeOf(error), type.As<Type>());
}

bool Fail(Value task) {
  Handle error = TakePending();
  bool cancelled = TRY(IsCancelledError(Of(task)->module, error));
  if (cancelled) {
    SetField(&Of(task)->cancelled_error, error);
    return static_cast<bool>(FutureCancel(task, Value::Empty()));
  }
  TRY_VOID(FutureSetException(task, error));
  if (!IsInstanceOf(error, KeyboardInterruptType) && !IsInstanceOf(error, SystemExitType)) return true;
  RestorePending(error.Release());
  return false;
}

SendStatus Throw(Value coroutine, Value error, Owned* result) {
  *result = CallMethod(coroutine, "throw", {error});
  if (*result) return SendStatus::kYielded;
  if (!PendingMatches(&StopIterationType)) return SendStatus::kError;
  Handle stop = TakePending();
  *result = Retain(OrNone(stop.As<StopIteration>()->value));
  return SendStatus::kReturned;
}

bool Advance(Value task, Value error) {
  Handle coroutine = Retain(Of(task)->coroutine);
  if (!coroutine) return Raise(&RuntimeErrorType, "uninitialized Task object");
  Owned result;
  SendStatus status = error ? Throw(coroutine, error, &result)
                            : IteratorSend(coroutine, Value::None(), &result);
  Handle value = result;
  switch (status) {
    case SendStatus::kYielded: return Await(task, value);
    case SendStatus::kReturned: return Finish(task, value);
    default: return Fail(task);
  }
}

bool StepBody(Value task, Handle error) {
  Task* t = Of(task);
  if (t->state != FutureState::kPending) {
    Handle text = TRY(error ? StrFormat("__step(): already done: %R %R", task, error.Get())
                            : StrFormat("__step(): already done: %R ", task));
    Handle owner;
    std::string_view message = TRY(StrAsUtf8(text, &owner));
    return RaiseInvalidState(t->module, message.data());
  }
  if (t->must_cancel) {
    bool is_cancel = error && TRY(IsCancelledError(t->module, error));
    if (!is_cancel) error = TRY(FutureCancelledError(task));
    t->must_cancel = false;
  }
  ClearField(&t->waiter);
  return Advance(task, error);
}

Owned Step(Value task, Value error) {
  Task* t = Of(task);
  TRY_VOID(CheckFuture(task));
  Handle loop = Retain(t->loop);
  TRY_VOID(EnterTask(t->module, loop, task));
  bool done = StepBody(task, Retain(error));
  if (done) {
    TRY_VOID(LeaveTask(t->module, loop, task));
    return OwnNone();
  }
  Handle pending = TakePending();
  if (!LeaveTask(t->module, loop, task)) return {};
  RestorePending(pending.Release());
  return {};
}

// The awaited future is done: its result is taken by the coroutine itself, its exception is thrown.
Owned Wakeup(Value task, Value future) {
  Handle hold = Retain(task);
  Owned result = IsNativeFuture(future) ? FutureResult(future)
                                        : CallMethod(future, Of(task)->module->result);
  if (result) {
    Discard(result);
    return Step(task, Value::Empty());
  }
  Handle error = TakePending();
  return Step(task, error);
}

}  // namespace

bool ScheduleStep(Value task, Value error) {
  Handle step = TRY(AllocateObject(&TaskStepType));
  SetField(&step.As<TaskStep>()->task, task);
  SetField(&step.As<TaskStep>()->error, error);
  Handle loop = Retain(Of(task)->loop);
  return CallSoon(Of(task)->module, loop, step, Value::Empty(), Of(task)->context);
}

bool InitTaskStep() {
  if (!TaskStepType.dict.IsEmpty()) return true;
  TaskStepType.slots.call = StepCall;
  OwnFields<TaskStep, &TaskStep::task, &TaskStep::error>(&TaskStepType);
  return InitBuiltinType({.type = &TaskStepType,
                          .name = "TaskStepMethWrapper",
                          .basic_size = sizeof(TaskStep),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .properties = kStepProperties});
}

}  // namespace polygil::asyncio
