// The module resource.

#include <sys/resource.h>
#include <unistd.h>

#include "pvm/thread/thread.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"

namespace polygil {
namespace {

constexpr const char* kKey = "resource.struct_rusage";

constexpr StructSequenceField kFields[] = {{"ru_utime", "user time used"},
                                           {"ru_stime", "system time used"},
                                           {"ru_maxrss", "max. resident set size"},
                                           {"ru_ixrss", "shared memory size"},
                                           {"ru_idrss", "unshared data size"},
                                           {"ru_isrss", "unshared stack size"},
                                           {"ru_minflt", "page faults not requiring I/O"},
                                           {"ru_majflt", "page faults requiring I/O"},
                                           {"ru_nswap", "number of swap outs"},
                                           {"ru_inblock", "block input operations"},
                                           {"ru_oublock", "block output operations"},
                                           {"ru_msgsnd", "IPC messages sent"},
                                           {"ru_msgrcv", "IPC messages received"},
                                           {"ru_nsignals", "signals received"},
                                           {"ru_nvcsw", "voluntary context switches"},
                                           {"ru_nivcsw", "involuntary context switches"},
                                           {nullptr, nullptr}};
constexpr StructSequenceSpec kSpec = {"resource.struct_rusage",
                                      "struct_rusage: Result from getrusage.", kFields, 16};

Owned GetrusageFunction(Value, Value argument) {
  int who = TRY(IntArgument(argument));
  rusage usage;
  if (getrusage(static_cast<__rusage_who_t>(who), &usage) != 0) {
    if (errno == EINVAL) return Raise(&ValueErrorType, "invalid who parameter");
    return RaiseOsError(errno);
  }
  Handle result = TRY(StructSequenceNew(ModuleStateType(kKey)));
  auto seconds = [](const timeval& t) {
    return FloatNew(static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6);
  };
  TupleInit(result, 0, seconds(usage.ru_utime));
  TupleInit(result, 1, seconds(usage.ru_stime));
  const long values[14] = {usage.ru_maxrss,  usage.ru_ixrss,  usage.ru_idrss,  usage.ru_isrss,
                           usage.ru_minflt,  usage.ru_majflt, usage.ru_nswap,  usage.ru_inblock,
                           usage.ru_oublock, usage.ru_msgsnd, usage.ru_msgrcv, usage.ru_nsignals,
                           usage.ru_nvcsw,   usage.ru_nivcsw};
  for (int i = 0; i < 14; ++i) TupleInit(result, i + 2, IntFromInt64(values[i]));
  return result.Release();
}

Owned LimitNew(rlim_t value) {
  return value == RLIM_INFINITY ? Owned(Value::Int(-1)) : IntFromUint64(value);
}
Owned LimitsNew(const rlimit& limits) {
  Handle soft = TRY(LimitNew(limits.rlim_cur));
  Handle hard = TRY(LimitNew(limits.rlim_max));
  return TupleOf({soft, hard});
}
Fallible<rlim_t> LimitArgument(Value v) {
  Handle number = TRY(Index(v));
  if (IntSign(number) < 0) {
    int64_t value = TRY(AsInt64(number));
    return static_cast<rlim_t>(value);
  }
  uint64_t value = TRY(IntAsUint64(number));
  return static_cast<rlim_t>(value);
}

Fallible<int> ResourceArgument(Value v) {
  int resource = TRY(IntArgument(v));
  if (resource < 0 || resource >= RLIM_NLIMITS)
    return Raise(&ValueErrorType, "invalid resource specified");
  return resource;
}

bool LimitsArgument(Value v, rlimit* out) {
  Handle tuple = TRY(ToTuple(v));
  if (TupleSize(tuple) != 2) return Raise(&ValueErrorType, "expected a tuple of 2 integers");
  out->rlim_cur = TRY(LimitArgument(TupleAt(tuple, 0)));
  out->rlim_max = TRY(LimitArgument(TupleAt(tuple, 1)));
  return true;
}

Raised RaiseLimitError() {
  if (errno == EINVAL) return Raise(&ValueErrorType, "current limit exceeds maximum limit");
  if (errno == EPERM) return Raise(&ValueErrorType, "not allowed to raise maximum limit");
  return RaiseOsError(errno);
}

Owned GetrlimitFunction(Value, Value argument) {
  int resource = TRY(ResourceArgument(argument));
  rlimit limits;
  if (getrlimit(static_cast<__rlimit_resource_t>(resource), &limits) != 0)
    return RaiseOsError(errno);
  return LimitsNew(limits);
}
Owned SetrlimitFunction(Value, const Value* args, size_t) {
  int resource = TRY(ResourceArgument(args[0]));
  rlimit limits;
  TRY_VOID(LimitsArgument(args[1], &limits));
  if (setrlimit(static_cast<__rlimit_resource_t>(resource), &limits) != 0) return RaiseLimitError();
  if (resource == RLIMIT_AS) GiveBackAddressSpace();
  return OwnNone();
}
Owned PrlimitFunction(Value, const Value* args, size_t nargs) {
  int pid = TRY(IntArgument(args[0]));
  int resource = TRY(ResourceArgument(args[1]));
  rlimit limits, old;
  bool set = nargs > 2 && !args[2].IsNone();
  if (set) TRY_VOID(LimitsArgument(args[2], &limits));
  if (prlimit(pid, static_cast<__rlimit_resource>(resource), set ? &limits : nullptr, &old) != 0)
    return errno == EINVAL ? RaiseLimitError() : RaiseOsError(errno);
  return LimitsNew(old);
}
Owned GetpagesizeFunction(Value) { return IntFromInt64(sysconf(_SC_PAGESIZE)); }

#define SAME(name) {#name, static_cast<int64_t>(name)}
constexpr IntConstant kConstants[] = {
    SAME(RLIMIT_CPU),  SAME(RLIMIT_FSIZE),    SAME(RLIMIT_DATA),    SAME(RLIMIT_STACK),
    SAME(RLIMIT_CORE), SAME(RLIMIT_NOFILE),   SAME(RLIMIT_OFILE),   SAME(RLIMIT_AS),
    SAME(RLIMIT_RSS),  SAME(RLIMIT_NPROC),    SAME(RLIMIT_MEMLOCK), SAME(RLIMIT_MSGQUEUE),
    SAME(RLIMIT_NICE), SAME(RLIMIT_RTPRIO),   SAME(RLIMIT_RTTIME),  SAME(RLIMIT_SIGPENDING),
    SAME(RUSAGE_SELF), SAME(RUSAGE_CHILDREN), SAME(RUSAGE_THREAD),  {"RLIM_INFINITY", -1},
    {nullptr, 0}};
#undef SAME

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(resource, getrusage, OneArg(GetrusageFunction), "($module, who, /)\n--\n\n"),
    PY_FUNCTION(resource, getrlimit, OneArg(GetrlimitFunction), "($module, resource, /)\n--\n\n"),
    PY_FUNCTION(resource, setrlimit, Positional(SetrlimitFunction, 2, 2),
                "($module, resource, limits, /)\n--\n\n"),
    PY_FUNCTION(resource, prlimit, Positional(PrlimitFunction, 2, 3),
                "prlimit(pid, resource, [limits])"),
    PY_FUNCTION(resource, getpagesize, NoArgs(GetpagesizeFunction), "($module, /)\n--\n\n"),
    {}};

bool Execute(Value module) {
  return AddIntConstants(module, kConstants) &&
         AddStructSequence(module, "struct_rusage", kKey, kSpec) &&
         ModuleAdd(module, "error", Retain(Value::Pointer(&OSErrorType)));
}

}  // namespace

extern const ModuleDefinition ResourceModule;
const ModuleDefinition ResourceModule = {"resource", nullptr, kFunctions, Execute};

}  // namespace polygil
