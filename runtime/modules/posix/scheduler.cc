// sched_*() and extended attributes.

#include <sched.h>
#include <sys/xattr.h>

#include <ctime>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"

namespace polygil {
namespace {

constexpr const char* kParamKey = "posix.sched_param";

constexpr StructSequenceField kParamFields[] = {{"sched_priority", "the scheduling priority"},
                                                {nullptr, nullptr}};
constexpr StructSequenceSpec kParamSpec = {
    "posix.sched_param", "Currently has only one field: sched_priority", kParamFields, 1};

Owned ParamNew(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value priority;
  TRY_VOID(BindArguments("sched_param", "(sched_priority)\n--\n\n", args, nargs, keyword_names,
                         &priority));
  Handle made = TRY(StructSequenceNew(type));
  TupleInit(made, 0, Retain(priority));
  return made.Release();
}

bool ParamArgument(Value v, sched_param* out) {
  if (TypeOf(v) != ModuleStateType(kParamKey))
    return Raise(&TypeErrorType, "must have a sched_param object");
  out->sched_priority = TRY(IntArgument(TupleAt(v, 0)));
  return true;
}

Owned IntOrError(int value) {
  return value < 0 ? Owned(RaiseOsError(errno)) : Owned(Value::Int(value));
}

Owned PriorityMaxFunction(Value, const Value* args) {
  int policy = TRY(IntArgument(args[0]));
  return IntOrError(sched_get_priority_max(policy));
}
Owned PriorityMinFunction(Value, const Value* args) {
  int policy = TRY(IntArgument(args[0]));
  return IntOrError(sched_get_priority_min(policy));
}
Owned GetschedulerFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  return IntOrError(sched_getscheduler(pid));
}
Owned SetschedulerFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  int policy = TRY(IntArgument(args[1]));
  sched_param param;
  TRY_VOID(ParamArgument(args[2], &param));
  return sched_setscheduler(pid, policy, &param) < 0 ? Owned(RaiseOsError(errno)) : OwnNone();
}
Owned GetparamFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  sched_param param;
  if (sched_getparam(pid, &param) != 0) return RaiseOsError(errno);
  Handle result = TRY(StructSequenceNew(ModuleStateType(kParamKey)));
  TupleInit(result, 0, IntFromInt64(param.sched_priority));
  return result.Release();
}
Owned SetparamFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  sched_param param;
  TRY_VOID(ParamArgument(args[1], &param));
  return NoneOrError(sched_setparam(pid, &param));
}
Owned IntervalFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  timespec interval;
  if (sched_rr_get_interval(pid, &interval) != 0) return RaiseOsError(errno);
  return FloatNew(SecondsOf(interval));
}
Owned YieldFunction(Value) {
  BlockingScope released;
  sched_yield();
  return OwnNone();
}

constexpr int kMaximumCpus = 8192;

Owned GetaffinityFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  cpu_set_t* set = CPU_ALLOC(kMaximumCpus);
  size_t size = CPU_ALLOC_SIZE(kMaximumCpus);
  if (sched_getaffinity(pid, size, set) != 0) {
    int error = errno;
    CPU_FREE(set);
    return RaiseOsError(error);
  }
  Handle result = SetNew();
  for (int cpu = 0; cpu < kMaximumCpus && result; ++cpu)
    if (CPU_ISSET_S(cpu, size, set) && !SetAdd(result, Value::Int(cpu))) result.Reset();
  CPU_FREE(set);
  return result.Release();
}

Owned SetaffinityFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  Handle iterator = TRY(GetIterator(args[1]));
  size_t size = CPU_ALLOC_SIZE(kMaximumCpus);
  Handle memory = TRY(BytesNew(nullptr, static_cast<int64_t>(size)));
  auto* set = reinterpret_cast<cpu_set_t*>(memory.As<Bytes>()->data);
  CPU_ZERO_S(size, set);
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) {
      if (HasPendingException()) return {};
      break;
    }
    if (!IsAnyInt(item))
      return Raise(&TypeErrorType, "expected an iterator of ints, but iterator yielded %R",
                   Value::Pointer(TypeOf(item)));
    int64_t cpu = TRY(AsInt64(item));
    if (cpu < 0) return Raise(&ValueErrorType, "negative CPU number");
    if (cpu >= kMaximumCpus) return Raise(&OverflowErrorType, "CPU number too large");
    CPU_SET_S(cpu, size, set);
  }
  return NoneOrError(sched_setaffinity(pid, size, set));
}

// -- Extended attributes --------------------------------------------------------------------------

bool CheckFollow(const char* function, const PathArgument& path, bool follow) {
  if (path.fd() >= 0 && !follow)
    return Raise(&ValueErrorType, "%s: cannot use fd and follow_symlinks together", function);
  return true;
}

Owned GetxattrFunction(Value, const Value* args) {
  PathArgument path("getxattr", "path", false, true), name("getxattr", "attribute");
  TRY_VOID(path.Convert(args[0]) && name.Convert(args[1]));
  bool follow = TRY(BoolArgument(args[2], true));
  TRY_VOID(CheckFollow("getxattr", path, follow));
  Handle bytes = TRY(BytesNew(nullptr, 65536));
  void* data = bytes.As<Bytes>()->data;
  ssize_t size;
  {
    BlockingScope released;
    size = path.text() == nullptr ? fgetxattr(path.fd(), name.text(), data, 65536)
           : follow               ? getxattr(path.text(), name.text(), data, 65536)
                                  : lgetxattr(path.text(), name.text(), data, 65536);
  }
  return size < 0 ? Owned(path.Fail()) : BytesShrink(bytes.Release(), size);
}

Owned SetxattrFunction(Value, const Value* args) {
  PathArgument path("setxattr", "path", false, true), name("setxattr", "attribute");
  TRY_VOID(path.Convert(args[0]) && name.Convert(args[1]));
  ScopedBuffer value;
  if (!value.Acquire(args[2])) return {};
  int flags = TRY(IntArgument(args[3], 0));
  bool follow = TRY(BoolArgument(args[4], true));
  TRY_VOID(CheckFollow("setxattr", path, follow));
  size_t size = static_cast<size_t>(value.size());
  int result;
  {
    BlockingScope released;
    result = path.text() == nullptr ? fsetxattr(path.fd(), name.text(), value.data(), size, flags)
             : follow               ? setxattr(path.text(), name.text(), value.data(), size, flags)
                      : lsetxattr(path.text(), name.text(), value.data(), size, flags);
  }
  return result < 0 ? Owned(path.Fail()) : OwnNone();
}

Owned RemovexattrFunction(Value, const Value* args) {
  PathArgument path("removexattr", "path", false, true), name("removexattr", "attribute");
  TRY_VOID(path.Convert(args[0]) && name.Convert(args[1]));
  bool follow = TRY(BoolArgument(args[2], true));
  TRY_VOID(CheckFollow("removexattr", path, follow));
  int result;
  {
    BlockingScope released;
    result = path.text() == nullptr ? fremovexattr(path.fd(), name.text())
             : follow               ? removexattr(path.text(), name.text())
                                    : lremovexattr(path.text(), name.text());
  }
  return result < 0 ? Owned(path.Fail()) : OwnNone();
}

Owned ListxattrFunction(Value, const Value* args) {
  PathArgument path("listxattr", "path", true, true);
  TRY_VOID(path.Convert(args[0]));
  bool follow = TRY(BoolArgument(args[1], true));
  TRY_VOID(CheckFollow("listxattr", path, follow));
  Handle bytes = TRY(BytesNew(nullptr, 65536));
  char* data = reinterpret_cast<char*>(bytes.As<Bytes>()->data);
  ssize_t size;
  {
    BlockingScope released;
    const char* text = path.gave_none() ? "." : path.text();
    size = text == nullptr ? flistxattr(path.fd(), data, 65536)
           : follow        ? listxattr(text, data, 65536)
                           : llistxattr(text, data, 65536);
  }
  if (size < 0) return path.Fail();
  Handle list = TRY(ListNew());
  for (ssize_t at = 0; at < size;) {
    size_t length = __builtin_strlen(data + at);
    TRY_VOID(ListAppendOwned(list, StrDecodeFs(data + at, length)));
    at += static_cast<ssize_t>(length) + 1;
  }
  return list.Release();
}

}  // namespace

const MethodDef kPosixSchedulerFunctions[] = {
    PY_FUNCTION(posix, sched_get_priority_max, Bound(PriorityMaxFunction),
                "($module, /, policy)\n--\n\nGet the maximum scheduling priority for policy."),
    PY_FUNCTION(posix, sched_get_priority_min, Bound(PriorityMinFunction),
                "($module, /, policy)\n--\n\nGet the minimum scheduling priority for policy."),
    PY_FUNCTION(posix, sched_getscheduler, Positional(GetschedulerFunction, 1, 1),
                "($module, pid, /)\n--\n\n"),
    PY_FUNCTION(posix, sched_setscheduler, Positional(SetschedulerFunction, 3, 3),
                "($module, pid, policy, param, /)\n--\n\n"),
    PY_FUNCTION(posix, sched_getparam, Positional(GetparamFunction, 1, 1),
                "($module, pid, /)\n--\n\n"),
    PY_FUNCTION(posix, sched_setparam, Positional(SetparamFunction, 2, 2),
                "($module, pid, param, /)\n--\n\n"),
    PY_FUNCTION(posix, sched_rr_get_interval, Positional(IntervalFunction, 1, 1),
                "($module, pid, /)\n--\n\n"),
    PY_FUNCTION(posix, sched_yield, NoArgs(YieldFunction),
                "($module, /)\n--\n\nVoluntarily relinquish the CPU."),
    PY_FUNCTION(posix, sched_getaffinity, Positional(GetaffinityFunction, 1, 1),
                "($module, pid, /)\n--\n\nReturn the affinity of the process identified by pid (or "
                "the current process if zero)."),
    PY_FUNCTION(posix, sched_setaffinity, Positional(SetaffinityFunction, 2, 2),
                "($module, pid, mask, /)\n--\n\nSet the CPU affinity of the process identified by "
                "pid to mask."),
    {}};

const MethodDef kPosixAttributeFunctions[] = {
    PY_FUNCTION(posix, getxattr, Bound(GetxattrFunction),
                "($module, /, path, attribute, *, follow_symlinks=True)\n--\n\n"),
    PY_FUNCTION(
        posix, setxattr, Bound(SetxattrFunction),
        "($module, /, path, attribute, value, flags=0, *,\n         follow_symlinks=True)\n--\n\n"),
    PY_FUNCTION(posix, removexattr, Bound(RemovexattrFunction),
                "($module, /, path, attribute, *, follow_symlinks=True)\n--\n\n"),
    PY_FUNCTION(posix, listxattr, Bound(ListxattrFunction),
                "($module, /, path=None, *, follow_symlinks=True)\n--\n\n"),
    {}};

bool InitPosixScheduler(Value module) {
  if (!AddStructSequence(module, "sched_param", kParamKey, kParamSpec)) return false;
  // Unlike other such types it takes its field, not a sequence.
  ModuleStateType(kParamKey)->slots.new_instance = ParamNew;
  return true;
}

}  // namespace polygil
