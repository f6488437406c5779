// _asyncio: futures, tasks and the running loop of asyncio.

#include "runtime/modules/_asyncio/loops.h"
#include "runtime/modules/_asyncio/task.h"

namespace polygil {
namespace {

using namespace asyncio;  // NOLINT: its functions are this module

Owned GetRunningLoopOrNone(Value) {
  State* state = TRY(CurrentState());
  return Retain(OrNone(RunningLoop(state)));
}
Owned GetRunningLoop(Value) {
  State* state = TRY(CurrentState());
  Value loop = RunningLoop(state);
  if (loop) return Retain(loop);
  return Raise(&RuntimeErrorType, "no running event loop");
}
Owned SetRunningLoopFunction(Value, Value loop) {
  State* state = TRY(CurrentState());
  TRY_VOID(SetRunningLoop(state, loop));
  return OwnNone();
}
Owned GetEventLoop(Value) {
  State* state = TRY(CurrentState());
  return EventLoop(state);
}
Owned GetEventLoopAt(Value module, const Value*) { return GetEventLoop(module); }

Owned CallOnAllTasks(const char* method, Value task) {
  State* state = TRY(CurrentState());
  Handle result = TRY(CallMethod(state->all_tasks, method, {task}));
  return OwnNone();
}
Owned RegisterTask(Value, const Value* args) { return CallOnAllTasks("add", args[0]); }
Owned UnregisterTask(Value, const Value* args) { return CallOnAllTasks("discard", args[0]); }

Owned EnterTaskFunction(Value, const Value* args) {
  State* state = TRY(CurrentState());
  TRY_VOID(EnterTask(state, args[0], args[1]));
  return OwnNone();
}
Owned LeaveTaskFunction(Value, const Value* args) {
  State* state = TRY(CurrentState());
  TRY_VOID(LeaveTask(state, args[0], args[1]));
  return OwnNone();
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_asyncio, _get_running_loop, NoArgs(GetRunningLoopOrNone),
                "($module, /)\n--\n\nReturn the event loop that runs in this thread, or None."),
    PY_FUNCTION(_asyncio, _set_running_loop, OneArg(SetRunningLoopFunction),
                "($module, loop, /)\n--\n\nSet the running event loop of this thread."),
    PY_FUNCTION(_asyncio, get_running_loop, NoArgs(GetRunningLoop),
                "($module, /)\n--\n\nReturn the event loop that runs in this thread; RuntimeError if "
                "there is none."),
    PY_FUNCTION(_asyncio, get_event_loop, NoArgs(GetEventLoop),
                "($module, /)\n--\n\nReturn the running event loop, or else the one of the policy."),
    PY_FUNCTION(_asyncio, _get_event_loop, Bound(GetEventLoopAt),
                "($module, /, stacklevel=3)\n--\n\n"),
    PY_FUNCTION(_asyncio, _register_task, Bound(RegisterTask),
                "($module, /, task)\n--\n\nNote a task as one of a loop."),
    PY_FUNCTION(_asyncio, _unregister_task, Bound(UnregisterTask),
                "($module, /, task)\n--\n\nForget a task."),
    PY_FUNCTION(_asyncio, _enter_task, Bound(EnterTaskFunction),
                "($module, /, loop, task)\n--\n\nSay that a task is executed now."),
    PY_FUNCTION(_asyncio, _leave_task, Bound(LeaveTaskFunction),
                "($module, /, loop, task)\n--\n\nSay that a task is no longer executed."),
    {}};

bool Execute(Value module) {
  TRY_VOID(InitState() && InitFutureIterator() && InitTaskStep());
  State* state = TRY(CurrentState());
  return AddFuture(module) && AddTask(module) &&
         ModuleAdd(module, "_all_tasks", Retain(state->all_tasks)) &&
         ModuleAdd(module, "_current_tasks", Retain(state->current_tasks));
}

}  // namespace

extern const ModuleDefinition AsyncioModule;
const ModuleDefinition AsyncioModule = {"_asyncio", "Native futures and tasks of asyncio.", kFunctions,
                                        Execute};

}  // namespace polygil
