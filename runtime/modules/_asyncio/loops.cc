#include "runtime/modules/_asyncio/loops.h"

#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil::asyncio {

// The note in ThreadState::dict is (loop, number of the thread): after a fork the thread has another
// number, and the parent's loop doesn't run in the child.
Value RunningLoop(State* state) {
  ThreadState* thread = CurrentThread();
  Value note = thread->dict ? DictGetStr(thread->dict, state->running_loop) : Value::Empty();
  if (!note || TupleAt(note, 1) != Value::Int(thread->native_id)) return Value::Empty();
  return TupleAt(note, 0).IsNone() ? Value::Empty() : TupleAt(note, 0);
}

bool SetRunningLoop(State* state, Value loop) {
  ThreadState* thread = CurrentThread();
  if (!thread->dict) thread->dict = TRY(DictNew()).Peek();
  Handle note = TRY(TupleOf({loop, Value::Int(thread->native_id)}));
  return DictSet(thread->dict, state->running_loop, note);
}

Owned EventLoop(State* state) {
  if (Value running = RunningLoop(state)) return Retain(running);
  Value get_policy = Borrow(state, Borrowed::kGetEventLoopPolicy);
  if (!get_policy) return {};
  Handle policy = TRY(Call(get_policy));
  return CallMethod(policy, "get_event_loop");
}

bool CallSoon(State* state, Value loop, Value callback, Value argument, Value context) {
  Handle bound_self;
  Handle function = TRY(LoadMethod(loop, state->call_soon, &bound_self));
  Value args[4];
  size_t count = 0;
  if (bound_self) args[count++] = bound_self;
  args[count++] = callback;
  if (argument) args[count++] = argument;
  if (context) args[count] = context;
  Handle handle =
      TRY(Call(function, args, count, context ? state->context_keyword : Value::Empty()));
  return true;
}

bool EnterTask(State* state, Value loop, Value task) {
  Handle current = Retain(DictGet(state->current_tasks, loop));
  if (!current) return !HasPendingException() && DictSet(state->current_tasks, loop, task);
  return Raise(&RuntimeErrorType, "Cannot enter into task %R while another task %R is being executed.",
               task, current.Get());
}

bool LeaveTask(State* state, Value loop, Value task) {
  Handle current = Retain(DictGet(state->current_tasks, loop));
  if (!current && HasPendingException()) return false;
  if (current.Get() == task) return DictDelete(state->current_tasks, loop);
  return Raise(&RuntimeErrorType, "Leaving task %R does not match the current task %R.", task,
               OrNone(current));
}

}  // namespace polygil::asyncio
