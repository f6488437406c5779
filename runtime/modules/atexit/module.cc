// atexit: functions to call when the interpreter ends. The list is the interpreter's.

#include "runtime/modules/atexit/exit_callbacks.h"
#include "runtime/modules/registry.h"
#include "runtime/modules/sys/display.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/list_internal.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Value Callbacks() {
  Interpreter* interpreter = CurrentInterpreter();
  if (!interpreter->atexit_callbacks) interpreter->atexit_callbacks = ListNew().Peek();
  return interpreter->atexit_callbacks;
}

Owned AtexitRegister(Value, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs == 0)
    return Raise(&TypeErrorType, "register() takes at least 1 argument (0 given)");
  if (!IsCallable(args[0])) return Raise(&TypeErrorType, "the first argument must be callable");
  Handle arguments = TRY(TupleFrom(args + 1, static_cast<int64_t>(nargs) - 1));
  Handle keywords = TRY(DictNew());
  for (int64_t i = 0; keyword_names && i < TupleSize(keyword_names); ++i)
    TRY_VOID(DictSet(keywords, TupleAt(keyword_names, i), args[nargs + static_cast<size_t>(i)]));
  Handle entry = TRY(TupleOf({args[0], arguments, keywords}));
  Value callbacks = Callbacks();
  if (!callbacks || !ListAppend(callbacks, entry)) return {};
  return Retain(args[0]);
}

Owned AtexitUnregister(Value, Value function) {
  Value callbacks = Callbacks();
  if (!callbacks) return {};
  for (int64_t i = ListSize(callbacks); i-- > 0;) {
    if (i >= ListSize(callbacks)) continue;
    Handle entry = Retain(ListAt(callbacks, i));
    bool same = TRY(Equals(TupleAt(entry, 0), function));
    if (same) TRY_VOID(ListAssignSlice(callbacks, i, i + 1, Value::Empty()));
  }
  return OwnNone();
}

Owned AtexitClear(Value) {
  if (Value callbacks = Callbacks()) ListClear(callbacks.As<List>());
  return OwnNone();
}
Owned AtexitCount(Value) {
  Value callbacks = Callbacks();
  return callbacks ? IntFromInt64(ListSize(callbacks)) : Owned();
}
Owned AtexitRun(Value) {
  RunExitCallbacks();
  return OwnNone();
}

const MethodDef kFunctions[] = {
    PY_FUNCTION(atexit, register, Keywords(AtexitRegister),
                "register(func, *args, **kwargs) -> func\n\nRegister a function to be executed upon normal "
                "program termination."),
    PY_FUNCTION(atexit, unregister, OneArg(AtexitUnregister),
                "unregister(func) -> None\n\nUnregister an exit function."),
    PY_FUNCTION(atexit, _clear, NoArgs(AtexitClear), "_clear() -> None\n\nClear the list of exit functions."),
    PY_FUNCTION(atexit, _run_exitfuncs, NoArgs(AtexitRun),
                "_run_exitfuncs() -> None\n\nRun all registered exit functions."),
    PY_FUNCTION(atexit, _ncallbacks, NoArgs(AtexitCount),
                "_ncallbacks() -> int\n\nReturn the number of registered exit functions."),
    {}};

}  // namespace

void RunExitCallbacks() {
  Value callbacks = CurrentInterpreter()->atexit_callbacks;
  if (!callbacks) return;
  // What is registered meanwhile comes too late.
  for (int64_t i = ListSize(callbacks); i-- > 0;) {
    if (i >= ListSize(callbacks)) continue;
    Handle entry = Retain(ListAt(callbacks, i));
    ListAssignSlice(callbacks, i, i + 1, Value::Empty());
    Handle result = CallWithTuple(TupleAt(entry, 0), TupleAt(entry, 1), TupleAt(entry, 2));
    if (result.IsEmpty()) WriteUnraisableMessage("Exception ignored in atexit callback", TupleAt(entry, 0));
  }
  ListClear(callbacks.As<List>());
}

extern const ModuleDefinition AtexitModule;
const ModuleDefinition AtexitModule = {
    "atexit", "allow programmer to define multiple exit functions to be executed upon normal program termination.",
    kFunctions, nullptr};

}  // namespace polygil
