// _thread: threads and locks, the ground that threading stands on.

#include <csignal>

#include "gil/breaker.h"
#include "runtime/modules/_signal/signals.h"
#include "runtime/modules/_thread/lock.h"
#include "runtime/modules/_thread/start.h"
#include "runtime/modules/_thread/timeout.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/structseq.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned AllocateLock(Value) { return LockNew(); }
Owned GetIdent(Value) { return IntFromUint64(CurrentThread()->thread_id); }
Owned GetNativeId(Value) { return IntFromInt64(CurrentThread()->native_id); }
Owned Exit(Value) { return RaiseBare(&SystemExitType); }

Owned InterruptMain(Value, const Value* args, size_t nargs) {
  int64_t number = nargs > 0 ? TRY(AsInt64(args[0])) : SIGINT;
  if (!SimulateSignal(number)) return Raise(&ValueErrorType, "signal number out of range");
  return OwnNone();
}

// -- _excepthook ----------------------------------------------------------------------------------

// Where a thread's last words go: sys.stderr, or what the thread kept of it; empty: nowhere.
Owned ErrorFile(Value thread) {
  Value file = SysAttribute("stderr");
  if (file && !file.IsNone()) return Retain(file);
  if (thread.IsNone()) return {};
  Handle kept = FindAttribute(thread, "_stderr");
  if (!kept || kept.Get().IsNone()) return {};
  return kept.Release();
}

Owned ThreadName(Value thread) {
  if (!thread.IsNone()) {
    Handle name = FindAttribute(thread, names.name);
    if (name) return ToStr(name);
    ClearPending();
  }
  Handle ident = TRY(GetIdent(Value::None()));
  return ToStr(ident);
}

Owned ExceptHook(Value module, Value args) {
  Value expected = DictGetAscii(ModuleDict(module), "_ExceptHookArgs");
  if (!expected || Value::Pointer(TypeOf(args)) != expected)
    return Raise(&TypeErrorType, "_thread.excepthook argument type must be ExceptHookArgs");
  Value type = TupleAt(args, 0), thread = TupleAt(args, 3);
  if (type == Value::Pointer(&SystemExitType)) return OwnNone();
  Handle file = ErrorFile(thread);
  if (!file) return HasPendingException() ? Owned() : OwnNone();
  Handle name = TRY(ThreadName(thread));
  Handle header = TRY(StrFormat("Exception in thread %U:\n", name.Get()));
  Handle written = TRY(CallMethod(file, names.write, {header}));
  Handle traceback = TRY(ImportModule("traceback"));
  Handle print = TRY(GetAttribute(traceback, "print_exception"));
  Handle keywords = TRY(TupleOf({names.file}));
  Value values[4] = {type, TupleAt(args, 1), TupleAt(args, 2), file};
  Handle printed = TRY(Call(print, values, 3, keywords));
  return CallMethod(file, names.flush);
}

constexpr StructSequenceField kExceptHookFields[] = {
    {"exc_type", "Exception type"},
    {"exc_value", "Exception value"},
    {"exc_traceback", "Exception traceback"},
    {"thread", "Thread"},
    {nullptr, nullptr}};
constexpr StructSequenceSpec kExceptHookArgs = {
    "_thread._ExceptHookArgs",
    "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.", kExceptHookFields, 4};

constexpr const char* kStartDoc =
    "start_new_thread(function, args[, kwargs])\n\n"
    "Starts a thread that calls the function; returns its identifier. What the function raises is\n"
    "reported, but SystemExit, which ends the thread silently.";
constexpr const char* kAllocateDoc = "allocate_lock() -> lock object\n\nCreate a new lock object.";
constexpr const char* kExitDoc = "exit()\n\nRaises SystemExit: ends the thread unless caught.";

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_thread, _count, NoArgs(ThreadCount),
                "_count() -> integer\n\nThe number of threads started here that have not ended."),
    PY_FUNCTION(_thread, _excepthook, OneArg(ExceptHook),
                "excepthook(exc_type, exc_value, exc_traceback, thread)\n\n"
                "Handle uncaught Thread.run() exception."),
    PY_FUNCTION(_thread, _set_sentinel, NoArgs(SetSentinel),
                "_set_sentinel() -> lock\n\n"
                "A lock that is released when the current thread's state is deleted."),
    PY_FUNCTION(_thread, allocate, NoArgs(AllocateLock), kAllocateDoc),
    PY_FUNCTION(_thread, allocate_lock, NoArgs(AllocateLock), kAllocateDoc),
    PY_FUNCTION(_thread, exit, NoArgs(Exit), kExitDoc),
    PY_FUNCTION(_thread, exit_thread, NoArgs(Exit), kExitDoc),
    PY_FUNCTION(_thread, get_ident, NoArgs(GetIdent),
                "get_ident() -> integer\n\nA number that no other living thread has."),
    PY_FUNCTION(_thread, get_native_id, NoArgs(GetNativeId),
                "get_native_id() -> integer\n\nThe kernel's number of the calling thread."),
    PY_FUNCTION(_thread, interrupt_main, Positional(InterruptMain, 0, 1),
                "interrupt_main(signum=signal.SIGINT, /)\n\n"
                "Has the main thread act as if the signal had arrived."),
    PY_FUNCTION(_thread, stack_size, Positional(StackSize, 0, 1),
                "stack_size([size]) -> size\n\n"
                "The stack size for threads to come, 0 for the system's; sets it if one is given."),
    PY_FUNCTION(_thread, start_new, Positional(StartNewThread, 2, 3), kStartDoc),
    PY_FUNCTION(_thread, start_new_thread, Positional(StartNewThread, 2, 3), kStartDoc),
    {}};

bool Execute(Value module) {
  return AddLock(module) && AddRLock(module) && AddLocal(module) &&
         ModuleAdd(module, "error", Retain(Value::Pointer(&RuntimeErrorType))) &&
         ModuleAdd(module, "TIMEOUT_MAX", FloatNew(static_cast<double>(kTimeoutMaxSeconds))) &&
         ModuleAdd(module, "_ExceptHookArgs", StructSequenceTypeNew(kExceptHookArgs));
}

}  // namespace

extern const ModuleDefinition ThreadModule;
const ModuleDefinition ThreadModule = {
    "_thread", "Threads and locks: the primitives below the threading module.", kFunctions,
    Execute};

}  // namespace polygil
