// The hooks of sys: displayhook, excepthook, unraisablehook, breakpointhook; audit events; tracing
// and the hooks of coroutines.

#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "pvm/trace/trace.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/registry.h"
#include "runtime/modules/sys/display.h"
#include "runtime/modules/sys/sys.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/structseq.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Value OrNone(Value v) { return v ? v : Value::None(); }

// -- displayhook and excepthook
// --------------------------------------------------------------------

bool WriteText(Value file, Value text) {
  Handle result = TRY(CallMethod(file, names.write, {text}));
  return true;
}

// repr(v) on stdout, with what it can't encode escaped.
bool WriteRepr(Value file, Value v) {
  Handle text = TRY(Repr(v));
  if (WriteText(file, text)) return true;
  if (!ClearPendingIf(&UnicodeEncodeErrorType)) return false;
  Handle encoding = TRY(GetAttribute(file, names.encoding));
  Handle bytes = TRY(CallMethod(text, names.encode, {encoding, names.backslashreplace}));
  Handle escaped = TRY(CallMethod(bytes, names.decode, {encoding, names.strict}));
  return WriteText(file, escaped);
}

Owned SysDisplayHook(Value, Value v) {
  Value builtins = CurrentInterpreter()->builtins;
  if (v.IsNone()) return OwnNone();
  TRY_VOID(DictSetAscii(builtins, "_", Value::None()));
  Value out = SysAttribute("stdout");
  if (!out || out.IsNone()) return Raise(&RuntimeErrorType, "lost sys.stdout");
  Handle file = Retain(out);
  TRY_VOID(WriteRepr(file, v));
  Handle newline = TRY(StrFromUtf8("\n"));
  TRY_VOID(WriteText(file, newline));
  TRY_VOID(DictSetAscii(builtins, "_", v));
  return OwnNone();
}

// The last resort when sys.stderr is gone or can't be written to.
void DumpObject(Value v) {
  Handle text = StrFormat("object repr     : %R\n", v);
  ClearPending();
  char repr[1024] = "";
  std::string line = text ? StrForMessage(text, repr, sizeof repr) : std::string();
  dprintf(2,
          "object address  : %p\nobject refcount : %u\nobject type     : %p\nobject type name: "
          "%s\n%slost sys.stderr\n",
          static_cast<void*>(v.AsObject()), v.AsObject()->refcount, static_cast<void*>(TypeOf(v)),
          TypeName(v), line.c_str());
}

Owned SysExceptHook(Value, const Value* args, size_t) {
  Value file = SysAttribute("stderr");
  if (!file && IsExceptionInstance(args[1])) DumpObject(args[1]);
  if (!file || file.IsNone()) return OwnNone();
  Handle keep = Retain(file);
  if (!IsExceptionInstance(args[1])) {
    Handle text =
        TRY(StrFormat("TypeError: print_exception(): Exception expected for value, %s found\n",
                      TypeName(args[1])));
    TRY_VOID(WriteText(keep, text));
    return OwnNone();
  }
  auto* base = args[1].As<BaseException>();
  if (IsExactly(args[2], TracebackType) && !base->traceback)
    StoreOwned(&base->traceback, Retain(args[2]));
  Handle out = Retain(SysAttribute("stdout"));
  if (!out.IsEmpty() && !out.Get().IsNone()) {
    Handle flushed = CallMethod(out, names.flush);
    ClearPending();
  }
  if (!DisplayException(keep, args[1])) {
    ClearPending();
    DumpObject(args[1]);
  }
  return OwnNone();
}

// -- unraisablehook
// --------------------------------------------------------------------------------

constexpr StructSequenceField kUnraisableFields[] = {{"exc_type", "Exception type"},
                                                     {"exc_value", "Exception value"},
                                                     {"exc_traceback", "Exception traceback"},
                                                     {"err_msg", "Error message"},
                                                     {"object", "Object causing the exception"},
                                                     {nullptr, nullptr}};

Owned UnraisableText(Value arguments) {
  StrBuilder out;
  Value exception = TupleAt(arguments, 1), message = TupleAt(arguments, 3),
        object = TupleAt(arguments, 4);
  bool ok = true;
  if (!object.IsNone()) {
    Handle text = Repr(object);
    bool has_repr = !text.IsEmpty();
    if (!has_repr) ClearPending();
    ok = (message.IsNone() || !IsStr(message) ? out.AppendAscii("Exception ignored in")
                                              : out.Append(message)) &&
         out.AppendAscii(": ") &&
         (has_repr ? out.Append(text.Get()) : out.AppendAscii("<object repr() failed>")) &&
         out.AppendAscii("\n");
  } else if (!message.IsNone() && IsStr(message)) {
    ok = out.Append(message) && out.AppendAscii(":\n");
  }
  if (!ok) return {};
  if (IsExceptionInstance(exception)) {
    // Only the exception itself: what it is chained to has been handled or reported before.
    auto* base = exception.As<BaseException>();
    Value cause = base->cause, context = base->context;
    base->cause = base->context = Value::Empty();
    ok = FormatException(exception, &out);
    base->cause = cause;
    base->context = context;
  }
  return ok ? out.Finish() : Owned();
}

Owned SysUnraisableHook(Value, Value arguments) {
  if (!IsTuple(arguments) || TupleSize(arguments) < 5)
    return Raise(&TypeErrorType, "sys.unraisablehook argument type must be UnraisableHookArgs");
  Value file = SysAttribute("stderr");
  Handle text = TRY(UnraisableText(arguments));
  if (file && !file.IsNone()) {
    Handle keep = Retain(file);
    TRY_VOID(WriteText(keep, text));
    Handle flushed = CallMethod(keep, names.flush);
    ClearPending();
  }
  return OwnNone();
}

Owned UnraisableArguments(Value exception, const char* message, Value where) {
  Value type = DictGetAscii(CurrentInterpreter()->sys_dict, "UnraisableHookArgs");
  Handle made = type && IsType(type) ? StructSequenceNew(type.As<Type>()) : TupleNew(5);
  if (made.IsEmpty()) return {};
  TupleInit(made, 0, Retain(Value::Pointer(TypeOf(exception))));
  TupleInit(made, 1, Retain(exception));
  TupleInit(made, 2, Retain(OrNone(exception.As<BaseException>()->traceback)));
  Owned text = message == nullptr ? OwnNone() : StrFromUtf8(message, strlen(message));
  TupleInit(made, 3, text ? text : OwnNone());
  TupleInit(made, 4, Retain(OrNone(where)));
  return made.Release();
}

// -- breakpointhook
// --------------------------------------------------------------------------------

Owned SysBreakpointHook(Value, const Value* args, size_t nargs, Value keyword_names) {
  const char* variable =
      CurrentInterpreter()->ignore_environment ? nullptr : getenv("PYTHONBREAKPOINT");
  std::string name = variable == nullptr || *variable == '\0' ? "pdb.set_trace" : variable;
  if (name == "0") return OwnNone();
  size_t dot = name.rfind('.');
  std::string module_name = dot == std::string::npos ? "builtins" : name.substr(0, dot);
  // A relative name is none that can be imported.
  Handle module = module_name.empty() || module_name[0] == '.' ? Owned() : ImportModule(module_name.c_str());
  Handle function;
  if (!module.IsEmpty())
    function =
        GetAttribute(module, dot == std::string::npos ? name.c_str() : name.c_str() + dot + 1);
  if (function.IsEmpty()) {
    if (HasPendingException() && !ClearPendingIf(&ImportErrorType) && !ClearPendingIf(&AttributeErrorType))
      return {};
    if (!Warn(&RuntimeWarningType, 1, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"",
              name.c_str()))
      return {};
    return OwnNone();
  }
  return Call(function, args, nargs, keyword_names);
}

// -- Audit events
// ----------------------------------------------------------------------------------

// The list of hooks, or empty: kept where programs can't see it.
Value AuditHooks() {
  Value state = CurrentInterpreter()->module_state;
  return state ? DictGetAscii(state, "sys.audit_hooks") : Value::Empty();
}

bool RunAudit(Value event, Value arguments) {
  Handle hooks = Retain(AuditHooks());
  if (hooks.IsEmpty()) return true;
  for (int64_t i = 0; i < ListSize(hooks); ++i) {
    Handle hook = Retain(ListAt(hooks, i));
    Handle result = TRY(Call(hook, {event, arguments}));
  }
  return true;
}

Owned SysAudit(Value, const Value* args, size_t nargs) {
  if (nargs == 0)
    return Raise(&TypeErrorType, "audit() missing 1 required positional argument: 'event'");
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "expected str for argument 'event', not %.200s",
                 TypeName(args[0]));
  if (!AuditHooks()) return OwnNone();
  Handle rest = TRY(TupleFrom(args + 1, static_cast<int64_t>(nargs) - 1));
  TRY_VOID(RunAudit(args[0], rest));
  return OwnNone();
}

Owned SysAddAuditHook(Value, const Value* args) {
  if (!Audit("sys.addaudithook")) {
    if (ClearPendingIf(&RuntimeErrorType)) return OwnNone();
    return {};
  }
  Value hooks = AuditHooks();
  if (!hooks) {
    Handle list = TRY(ListNew());
    TRY_VOID(DictSetAscii(CurrentInterpreter()->module_state, "sys.audit_hooks", list));
    hooks = AuditHooks();
  }
  TRY_VOID(ListAppend(hooks, args[0]));
  return OwnNone();
}

// -- Tracing and coroutines
// ------------------------------------------------------------------------

// Replaces the thread's function; dropping the old one may run code, which can't replace it again.
Owned Install(void (*set)(ThreadState*, Value), const char* kind, Value v) {
  Value state = CurrentInterpreter()->module_state;
  if (Value busy = DictGetAscii(state, kind); busy && busy.IsTrue()) {
    return Raise(&RuntimeErrorType,
                 "Cannot install a %s function while another %s function is being installed", kind,
                 kind);
  }
  TRY_VOID(DictSetAscii(state, kind, Value::True()));
  set(CurrentThread(), v.IsNone() ? Value::Empty() : v);
  TRY_VOID(DictSetAscii(state, kind, Value::False()));
  return OwnNone();
}

Owned SysSetTrace(Value, Value v) { return Install(SetTraceFunction, "trace", v); }
Owned SysGetTrace(Value) { return Retain(OrNone(CurrentThread()->trace_function)); }
Owned SysSetProfile(Value, Value v) { return Install(SetProfileFunction, "profile", v); }
Owned SysGetProfile(Value) { return Retain(OrNone(CurrentThread()->profile_function)); }

Owned SysCallTracing(Value, const Value* args, size_t) {
  if (!IsTuple(args[1]))
    return Raise(&TypeErrorType, "call_tracing() argument 2 must be tuple, not %.50s",
                 TypeName(args[1]));
  ThreadState* thread = CurrentThread();
  int32_t tracing = thread->tracing;
  thread->tracing = 0;
  Owned result = CallWithTuple(args[0], args[1], Value::Empty());
  thread->tracing = tracing;
  return result;
}

Owned SysGetOriginDepth(Value) { return IntFromInt64(CurrentThread()->coroutine_origin_depth); }
Owned SysSetOriginDepth(Value, const Value* args) {
  int64_t depth = TRY(AsInt64(args[0]));
  if (depth < 0) return Raise(&ValueErrorType, "depth must be >= 0");
  CurrentThread()->coroutine_origin_depth =
      static_cast<int32_t>(depth < INT32_MAX ? depth : INT32_MAX);
  return OwnNone();
}

constexpr StructSequenceField kAsyncHookFields[] = {{"firstiter", "Hook on first iteration"},
                                                    {"finalizer", "Hook on finalization"},
                                                    {nullptr, nullptr}};

Owned SysGetAsyncHooks(Value) {
  Value type = DictGetAscii(CurrentInterpreter()->module_state, "sys.asyncgen_hooks");
  Handle made = TRY(StructSequenceNew(type.As<Type>()));
  TupleInit(made, 0, Retain(OrNone(CurrentThread()->async_gen_first_iteration)));
  TupleInit(made, 1, Retain(OrNone(CurrentThread()->async_gen_finalizer)));
  return made.Release();
}

bool CheckHook(Value v, const char* name) {
  if (!v || v.IsNone() || IsCallable(v)) return true;
  return Raise(&TypeErrorType, "callable %s expected, got %.50s", name, TypeName(v));
}
void SetHook(Value* field, Value v) {
  if (v) StoreOwned(field, v.IsNone() ? Owned() : Retain(v));
}
Owned SysSetAsyncHooks(Value, const Value* args) {
  TRY_VOID(CheckHook(args[1], "finalizer"));
  TRY_VOID(CheckHook(args[0], "firstiter"));
  SetHook(&CurrentThread()->async_gen_finalizer, args[1]);
  SetHook(&CurrentThread()->async_gen_first_iteration, args[0]);
  return OwnNone();
}

}  // namespace

bool Audit(const char* event, std::initializer_list<Value> args) {
  if (!AuditHooks()) return true;
  Handle name = TRY(StrFromUtf8(event));
  Handle tuple = TRY(TupleOf(args));
  return RunAudit(name, tuple);
}

namespace {

// One that was raised outside of Python code is shown where the program is.
void AddPlace(Value exception) {
  ThreadState* thread = CurrentThread();
  if (exception.As<BaseException>()->traceback || thread->frame->code == nullptr) return;
  RestorePending(Retain(exception));
  TracebackAdd(thread, thread->frame);
  ClearPending();
}

void ReportUnraisable(Value exception, const char* message, Value where) {
  PendingScope keep;
  AddPlace(exception);
  Value sys = CurrentInterpreter()->sys_dict;
  Value hook = sys ? DictGetAscii(sys, "unraisablehook") : Value::Empty();
  Handle arguments = UnraisableArguments(exception, message, where);
  if (arguments.IsEmpty()) return ClearPending();
  if (hook && !hook.IsNone()) {
    Handle function = Retain(hook);
    Handle result = Call(function, {arguments});
    if (!result.IsEmpty()) return;
    Handle failure = TakePending();
    arguments = UnraisableArguments(failure, "Exception ignored in sys.unraisablehook", function);
    if (arguments.IsEmpty()) return ClearPending();
  }
  Handle written = SysUnraisableHook(Value::Empty(), arguments);
  if (written.IsEmpty()) ClearPending();
}

}  // namespace

void UnraisableHook(Value exception, Value where) { ReportUnraisable(exception, nullptr, where); }

void WriteUnraisableMessage(const char* message, Value where) {
  Handle exception = TakePending();
  if (!exception.IsEmpty()) ReportUnraisable(exception, message, where);
}

bool AddSysHookTypes(Value module) {
  Handle unraisable = TRY(StructSequenceTypeNew(
      {"UnraisableHookArgs",
       "UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.",
       kUnraisableFields, 5}));
  TRY_VOID(ModuleAdd(module, "UnraisableHookArgs", unraisable.Release()));
  Handle hooks = TRY(StructSequenceTypeNew({"sys.asyncgen_hooks", nullptr, kAsyncHookFields, 2}));
  return DictSetAscii(CurrentInterpreter()->module_state, "sys.asyncgen_hooks", hooks);
}

const MethodDef kSysHookFunctions[] = {
    PY_FUNCTION(
        sys, displayhook, OneArg(SysDisplayHook),
        "($module, object, /)\n--\n\nPrint an object to sys.stdout and also save it in builtins._"),
    PY_FUNCTION(
        sys, excepthook, Positional(SysExceptHook, 3, 3),
        "($module, exctype, value, traceback, /)\n--\n\nHandle an exception by displaying it "
        "with a traceback on sys.stderr."),
    PY_FUNCTION(sys, unraisablehook, OneArg(SysUnraisableHook),
                "($module, unraisable, /)\n--\n\nHandle an unraisable exception."),
    PY_FUNCTION(
        sys, breakpointhook, Keywords(SysBreakpointHook),
        "breakpointhook(*args, **kws)\n\nThis hook function is called by built-in breakpoint()."),
    PY_FUNCTION(sys, audit, Positional(SysAudit, 0, kNoMaximum),
                "audit(event, *args)\n\nPasses the event to any hooks that are attached."),
    PY_FUNCTION(sys, addaudithook, Bound(SysAddAuditHook),
                "($module, /, hook)\n--\n\nAdds a new audit hook callback."),
    PY_FUNCTION(sys, settrace, OneArg(SysSetTrace),
                "settrace(function)\n\nSet the global debug tracing function."),
    PY_FUNCTION(
        sys, gettrace, NoArgs(SysGetTrace),
        "($module, /)\n--\n\nReturn the global debug tracing function set with sys.settrace."),
    PY_FUNCTION(sys, setprofile, OneArg(SysSetProfile),
                "setprofile(function)\n\nSet the profiling function."),
    PY_FUNCTION(sys, getprofile, NoArgs(SysGetProfile),
                "($module, /)\n--\n\nReturn the profiling function set with sys.setprofile."),
    PY_FUNCTION(sys, call_tracing, Positional(SysCallTracing, 2, 2),
                "($module, func, args, /)\n--\n\nCall func(*args), while tracing is enabled."),
    PY_FUNCTION(sys, get_coroutine_origin_tracking_depth, NoArgs(SysGetOriginDepth),
                "($module, /)\n--\n\nCheck status of origin tracking for coroutine objects in this "
                "thread."),
    PY_FUNCTION(
        sys, set_coroutine_origin_tracking_depth, Bound(SysSetOriginDepth),
        "($module, /, depth)\n--\n\nEnable or disable origin tracking for coroutine objects."),
    PY_FUNCTION(sys, get_asyncgen_hooks, NoArgs(SysGetAsyncHooks),
                "($module, /)\n--\n\nReturn the installed asynchronous generators hooks."),
    PY_FUNCTION(sys, set_asyncgen_hooks, Bound(SysSetAsyncHooks),
                "($module, /, firstiter=<unrepresentable>, finalizer=<unrepresentable>)\n--\n\n"
                "Set a finalizer for async generators objects."),
    {}};

}  // namespace polygil
