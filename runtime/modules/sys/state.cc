// Functions of sys on the running interpreter: exceptions, frames, limits, sizes, encodings.

#include <cmath>
#include <dlfcn.h>

#include "gil/gil.h"
#include "pvm/frame/frame.h"
#include "pvm/thread/thread.h"
#include "runtime/modules/sys/sys.h"
#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Value HandledNow() {
  for (HandledException* entry = CurrentThread()->handled; entry != nullptr; entry = entry->previous) {
    if (entry->value && !entry->value.IsNone()) return entry->value;
  }
  return Value::None();
}

Owned ExceptionFacts(Value exception) {
  if (exception.IsNone()) return TupleOf({exception, exception, exception});
  Value traceback = exception.As<BaseException>()->traceback;
  return TupleOf({Value::Pointer(TypeOf(exception)), exception, traceback ? traceback : Value::None()});
}
Owned SysExcInfo(Value) { return ExceptionFacts(HandledNow()); }
Owned SysException(Value) { return Retain(HandledNow()); }

Owned SysExit(Value, const Value* args, size_t nargs) {
  if (nargs == 0 || args[0].IsNone()) return RaiseBare(&SystemExitType);
  // A tuple gives the exception's arguments, as `raise SystemExit, (a, b)` once did.
  if (IsTuple(args[0])) {
    return RaiseInstance(ExceptionNew(&SystemExitType, args[0].As<Tuple>()->items,
                                      static_cast<size_t>(TupleSize(args[0]))));
  }
  return RaiseWith(&SystemExitType, args[0]);
}

Owned SysGetFrame(Value, const Value* args, size_t nargs) {
  int64_t depth = 0;
  if (nargs == 1) depth = TRY(AsInt64(args[0]));
  if (depth < 0) depth = 0;
  if (depth > INT32_MAX) depth = INT32_MAX;
  Owned frame = CurrentInterpreter()->hooks->frame_object(static_cast<int>(depth));
  if (!frame && !HasPendingException()) return Raise(&ValueErrorType, "call stack is not deep enough");
  return frame;
}

Owned SysCurrentFrames(Value) {
  Handle dict = TRY(DictNew());
  for (ThreadState* t = CurrentInterpreter()->first_thread; t != nullptr; t = t->next) {
    if (t->frame == nullptr || t->frame->code == nullptr) continue;
    Value frame = FrameObjectOf(t, t->frame);
    Handle id = TRY(IntFromUint64(t->thread_id));
    if (frame) TRY_VOID(DictSet(dict, id, frame));
  }
  return dict.Release();
}

Owned SysCurrentExceptions(Value) {
  Handle dict = TRY(DictNew());
  for (ThreadState* t = CurrentInterpreter()->first_thread; t != nullptr; t = t->next) {
    Handle id = TRY(IntFromUint64(t->thread_id));
    Value handled = t->handled != nullptr && t->handled->value ? t->handled->value : Value::None();
    Handle facts = TRY(ExceptionFacts(handled));
    TRY_VOID(DictSet(dict, id, facts));
  }
  return dict.Release();
}

Owned SysGetRecursionLimit(Value) { return IntFromInt64(CurrentInterpreter()->recursion_limit); }
Owned SysSetRecursionLimit(Value, Value v) {
  int64_t limit = TRY(AsInt64(v));
  if (limit > INT32_MAX) return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  if (limit < 1) return Raise(&ValueErrorType, "recursion limit must be greater or equal than 1");
  int depth = FrameDepth(CurrentThread());
  if (depth >= limit)
    return Raise(&RecursionErrorType,
                 "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low",
                 static_cast<int>(limit), depth);
  SetRecursionLimit(CurrentInterpreter(), static_cast<int>(limit));
  return OwnNone();
}

gil::Gil* Lock() { return static_cast<gil::Gil*>(CurrentInterpreter()->gil); }
Owned SysGetSwitchInterval(Value) {
  return FloatNew(static_cast<double>(Lock()->SwitchInterval()) * 1e-9);
}
Owned SysSetSwitchInterval(Value, Value v) {
  double seconds = TRY(AsDouble(v));
  if (!(seconds > 0)) return Raise(&ValueErrorType, "switch interval must be strictly positive");
  double ns = seconds * 1e9;
  Lock()->SetSwitchInterval(ns > 1e18 ? uint64_t{1000000000000000000} : static_cast<uint64_t>(std::llround(ns)));
  return OwnNone();
}

Owned SysGetMaxDigits(Value) { return IntFromInt64(CurrentInterpreter()->int_max_str_digits); }
Owned SysSetMaxDigits(Value, const Value* args) {
  int64_t digits = TRY(AsInt64(args[0]));
  if (digits != 0 && (digits < 640 || digits > INT32_MAX))
    return Raise(&ValueErrorType, "maxdigits must be 0 or larger than 640");
  CurrentInterpreter()->int_max_str_digits = static_cast<int32_t>(digits);
  return OwnNone();
}

Owned SysGetRefCount(Value, Value v) {
  if (!v.IsPointer()) return IntFromInt64(int64_t{1} << 30);
  return IntFromInt64(ReferenceCount(v.AsObject()));
}

Owned SysGetSizeof(Value, const Value* args) {
  Handle method = LookupSpecial(args[0], names.__sizeof__);
  if (method.IsEmpty() && !HasPendingException())
    Raise(&TypeErrorType, "Type %.100s doesn't define __sizeof__", TypeName(args[0]));
  Handle size = method.IsEmpty() ? Owned() : Call(method);
  if (size.IsEmpty()) {
    if (args[1] && ClearPendingIf(&TypeErrorType)) return Retain(args[1]);
    return {};
  }
  int64_t bytes = TRY(AsInt64(size));
  if (bytes < 0) return Raise(&ValueErrorType, "__sizeof__() should return >= 0");
  return size.Release();
}

Owned SysIntern(Value, Value v) {
  if (!IsStr(v)) return Raise(&TypeErrorType, "intern() argument must be str, not %.50s", TypeName(v));
  if (!IsExactly(v, StrType)) return Raise(&TypeErrorType, "can't intern %.400s", TypeName(v));
  return StrIntern(v);
}

Owned SysDefaultEncoding(Value) { return StrFromUtf8("utf-8"); }
Owned SysFilesystemErrors(Value) { return StrFromUtf8("surrogateescape"); }
Owned SysIsFinalizing(Value) { return OwnBool(CurrentInterpreter()->finalizing); }
Owned SysAllocatedBlocks(Value) {
  HeapFigures figures = HeapMeasure();
  uint64_t sum = 0;
  for (uint64_t count : figures.live_blocks) sum += count;
  return IntFromUint64(sum);
}
Owned SysNothing(Value) { return OwnNone(); }
// Kept for those who ask: nothing is loaded dynamically.
constexpr char kDlopenFlags[] = "sys.dlopenflags";
Owned SysDlopenFlags(Value) {
  Value set = DictGetAscii(CurrentInterpreter()->module_state, kDlopenFlags);
  return set ? Retain(set) : IntFromInt64(RTLD_NOW);
}
Owned SysSetDlopenFlags(Value, Value v) {
  int64_t flags = TRY(AsInt64(v));
  if (flags < INT32_MIN || flags > INT32_MAX)
    return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  return DictSetAscii(CurrentInterpreter()->module_state, kDlopenFlags, v) ? OwnNone() : Owned();
}

}  // namespace

const MethodDef kSysStateFunctions[] = {
    PY_FUNCTION(sys, exc_info, NoArgs(SysExcInfo),
                "($module, /)\n--\n\nReturn (type, value, traceback) of the exception being handled."),
    PY_FUNCTION(sys, exception, NoArgs(SysException),
                "($module, /)\n--\n\nReturn the exception being handled, or None."),
    PY_FUNCTION(sys, exit, Positional(SysExit, 0, 1),
                "($module, status=None, /)\n--\n\nExit the interpreter by raising SystemExit(status)."),
    PY_FUNCTION(sys, _getframe, Positional(SysGetFrame, 0, 1),
                "($module, depth=0, /)\n--\n\nReturn a frame object from the call stack."),
    PY_FUNCTION(sys, _current_frames, NoArgs(SysCurrentFrames),
                "($module, /)\n--\n\nReturn a dict of each thread's topmost stack frame."),
    PY_FUNCTION(sys, _current_exceptions, NoArgs(SysCurrentExceptions),
                "($module, /)\n--\n\nReturn a dict of each thread's exception being handled."),
    PY_FUNCTION(sys, getrecursionlimit, NoArgs(SysGetRecursionLimit),
                "($module, /)\n--\n\nReturn the maximum depth of the Python stack."),
    PY_FUNCTION(sys, setrecursionlimit, OneArg(SysSetRecursionLimit),
                "($module, limit, /)\n--\n\nSet the maximum depth of the Python stack to n."),
    PY_FUNCTION(sys, getswitchinterval, NoArgs(SysGetSwitchInterval),
                "($module, /)\n--\n\nReturn the current thread switch interval in seconds."),
    PY_FUNCTION(sys, setswitchinterval, OneArg(SysSetSwitchInterval),
                "($module, interval, /)\n--\n\nSet the ideal thread switching delay in seconds."),
    PY_FUNCTION(sys, get_int_max_str_digits, NoArgs(SysGetMaxDigits),
                "($module, /)\n--\n\nReturn the limit of int/str conversions in digits."),
    PY_FUNCTION(sys, set_int_max_str_digits, Bound(SysSetMaxDigits),
                "($module, /, maxdigits)\n--\n\nSet the limit of int/str conversions in digits."),
    PY_FUNCTION(sys, getrefcount, OneArg(SysGetRefCount),
                "($module, object, /)\n--\n\nReturn the reference count of object."),
    PY_FUNCTION(sys, getsizeof, Bound(SysGetSizeof),
                "($module, /, object, default=<unrepresentable>)\n--\n\nReturn the size of object in bytes."),
    PY_FUNCTION(sys, intern, OneArg(SysIntern),
                "($module, string, /)\n--\n\n``Intern'' the given string."),
    PY_FUNCTION(sys, getdefaultencoding, NoArgs(SysDefaultEncoding),
                "($module, /)\n--\n\nReturn the default encoding of the Unicode implementation."),
    PY_FUNCTION(sys, getfilesystemencoding, NoArgs(SysDefaultEncoding),
                "($module, /)\n--\n\nReturn the encoding of file names."),
    PY_FUNCTION(sys, getfilesystemencodeerrors, NoArgs(SysFilesystemErrors),
                "($module, /)\n--\n\nReturn the error mode for file names."),
    PY_FUNCTION(sys, is_finalizing, NoArgs(SysIsFinalizing),
                "($module, /)\n--\n\nReturn True if Python is exiting."),
    PY_FUNCTION(sys, getallocatedblocks, NoArgs(SysAllocatedBlocks),
                "($module, /)\n--\n\nReturn the number of memory blocks currently allocated."),
    PY_FUNCTION(sys, _clear_type_cache, NoArgs(SysNothing),
                "($module, /)\n--\n\nClear the internal type lookup cache."),
    PY_FUNCTION(sys, getdlopenflags, NoArgs(SysDlopenFlags),
                "($module, /)\n--\n\nReturn the flags used for dlopen calls."),
    PY_FUNCTION(sys, setdlopenflags, OneArg(SysSetDlopenFlags),
                "($module, flags, /)\n--\n\nSet the flags used for dlopen calls."),
    {}};

}  // namespace polygil
