// The system: environment, limits, names, times, randomness.

#include <climits>
#include <cstdlib>
#include <cstring>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"

extern "C" char** environ;

namespace polygil {
namespace {

constexpr const char* kUnameKey = "posix.uname_result";
constexpr const char* kTimesKey = "posix.times_result";
constexpr const char* kTerminalKey = "posix.terminal_size";

// -- Environment ----------------------------------------------------------------------------------

Owned EnvironmentDict() {
  Handle dict = TRY(DictNew());
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const char* equals = strchr(*at, '=');
    if (equals == nullptr) continue;
    Handle key = TRY(BytesNew(*at, equals - *at));
    Handle value = TRY(BytesNew(equals + 1, static_cast<int64_t>(strlen(equals + 1))));
    Handle old = TRY(DictSetDefault(dict, key, value));
  }
  return dict.Release();
}

Owned PutenvFunction(Value, const Value* args, size_t) {
  Handle name = TRY(FsConvert(args[0]));
  Handle value = TRY(FsConvert(args[1]));
  if (BytesView(name).find('=') != std::string_view::npos)
    return Raise(&ValueErrorType, "illegal environment variable name");
  return NoneOrError(setenv(BytesView(name).data(), BytesView(value).data(), 1));
}
Owned UnsetenvFunction(Value, const Value* args, size_t) {
  Handle name = TRY(FsConvert(args[0]));
  return NoneOrError(unsetenv(BytesView(name).data()));
}

// -- Names and limits -----------------------------------------------------------------------------

Fallible<int> ConfigurationName(Value module, Value name, const char* table) {
  if (name.IsInt()) return static_cast<int>(name.AsInt());
  if (!IsStr(name))
    return Raise(&TypeErrorType, "configuration names must be strings or integers");
  Handle names = TRY(GetAttribute(module, table));
  Value value = DictGet(names, name);
  if (!value) {
    if (HasPendingException()) return {};
    return Raise(&ValueErrorType, "unrecognized configuration name");
  }
  return IntArgument(value);
}

Owned LongOrError(long value) {
  if (value == -1 && errno != 0) return RaiseOsError(errno);
  return IntFromInt64(value);
}

Owned SysconfFunction(Value module, const Value* args, size_t) {
  int name = TRY(ConfigurationName(module, args[0], "sysconf_names"));
  errno = 0;
  return LongOrError(sysconf(name));
}
Owned ConfstrFunction(Value module, const Value* args, size_t) {
  int name = TRY(ConfigurationName(module, args[0], "confstr_names"));
  char buffer[4096];
  errno = 0;
  size_t size = confstr(name, buffer, sizeof buffer);
  if (size == 0) return errno != 0 ? Owned(RaiseOsError(errno)) : OwnNone();
  return StrDecodeFs(buffer, size - 1);
}
Owned PathconfFunction(Value module, const Value* args) {
  PathArgument path("pathconf", "path", false, true);
  TRY_VOID(path.Convert(args[0]));
  int name = TRY(ConfigurationName(module, args[1], "pathconf_names"));
  errno = 0;
  long value = path.text() ? pathconf(path.text(), name) : fpathconf(path.fd(), name);
  if (value == -1 && errno != 0) return errno == EINVAL ? Owned(RaiseOsError(errno)) : Owned(path.Fail());
  return IntFromInt64(value);
}
Owned FpathconfFunction(Value module, const Value* args, size_t) {
  int fd = TRY(FileDescriptor(args[0]));
  int name = TRY(ConfigurationName(module, args[1], "pathconf_names"));
  errno = 0;
  return LongOrError(fpathconf(fd, name));
}

constexpr StructSequenceField kUnameFields[] = {
    {"sysname", "operating system name"},
    {"nodename", "name of machine on network (implementation-defined)"},
    {"release", "operating system release"},
    {"version", "operating system version"},
    {"machine", "hardware identifier"},
    {nullptr, nullptr}};
constexpr StructSequenceSpec kUnameSpec = {
    "posix.uname_result", "uname_result: Result from os.uname().", kUnameFields, 5};

Owned UnameFunction(Value) {
  utsname facts;
  if (uname(&facts) != 0) return RaiseOsError(errno);
  Handle result = TRY(StructSequenceNew(ModuleStateType(kUnameKey)));
  const char* texts[5] = {facts.sysname, facts.nodename, facts.release, facts.version,
                          facts.machine};
  for (int i = 0; i < 5; ++i) TupleInit(result, i, StrDecodeFs(texts[i], strlen(texts[i])));
  return result.Release();
}

constexpr StructSequenceField kTimesFields[] = {
    {"user", "user time"},
    {"system", "system time"},
    {"children_user", "user time of children"},
    {"children_system", "system time of children"},
    {"elapsed", "elapsed time since an arbitrary point in the past"},
    {nullptr, nullptr}};
constexpr StructSequenceSpec kTimesSpec = {
    "posix.times_result", "times_result: Result from os.times().", kTimesFields, 5};

Owned TimesFunction(Value) {
  tms spent;
  clock_t elapsed = times(&spent);
  if (elapsed == static_cast<clock_t>(-1)) return RaiseOsError(errno);
  double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  Handle result = TRY(StructSequenceNew(ModuleStateType(kTimesKey)));
  const clock_t values[5] = {spent.tms_utime, spent.tms_stime, spent.tms_cutime, spent.tms_cstime,
                             elapsed};
  for (int i = 0; i < 5; ++i) TupleInit(result, i, FloatNew(static_cast<double>(values[i]) / ticks));
  return result.Release();
}

constexpr StructSequenceField kTerminalFields[] = {
    {"columns", "width of the terminal window in characters"},
    {"lines", "height of the terminal window in characters"},
    {nullptr, nullptr}};
constexpr StructSequenceSpec kTerminalSpec = {
    "os.terminal_size", "A tuple of (columns, lines) for holding terminal window size",
    kTerminalFields, 2};

Owned TerminalSizeFunction(Value, const Value* args, size_t nargs) {
  int fd = TRY(IntArgument(nargs > 0 ? args[0] : Value::Empty(), STDOUT_FILENO));
  winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) != 0) return RaiseOsError(errno);
  Handle result = TRY(StructSequenceNew(ModuleStateType(kTerminalKey)));
  TupleInit(result, 0, IntFromInt64(size.ws_col));
  TupleInit(result, 1, IntFromInt64(size.ws_row));
  return result.Release();
}

Owned CpuCountFunction(Value) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count >= 1 ? IntFromInt64(count) : OwnNone();
}
Owned GetloadavgFunction(Value) {
  double loads[3];
  if (getloadavg(loads, 3) != 3) return Raise(&OSErrorType, "Load averages are unobtainable");
  Handle result = TRY(TupleNew(3));
  for (int i = 0; i < 3; ++i) TupleInit(result, i, FloatNew(loads[i]));
  return result.Release();
}
Owned StrerrorFunction(Value, const Value* args, size_t) {
  int number = TRY(IntArgument(args[0]));
  char buffer[256];
  const char* text = strerror_r(number, buffer, sizeof buffer);
  return StrDecodeFs(text, strlen(text));
}
Owned CtermidFunction(Value) {
  char buffer[L_ctermid];
  ctermid(buffer);
  return StrDecodeFs(buffer, strlen(buffer));
}
Owned DeviceEncodingFunction(Value, const Value* args) {
  int fd = TRY(IntArgument(args[0]));
  if (!isatty(fd)) return OwnNone();
  const char* codeset = nl_langinfo(CODESET);
  bool plain = strcmp(codeset, "ANSI_X3.4-1968") == 0;
  return StrFromUtf8(CurrentInterpreter()->utf8_mode || plain ? "UTF-8" : codeset);
}

// -- Randomness -----------------------------------------------------------------------------------

Owned UrandomFunction(Value, const Value* args, size_t) {
  int64_t size = TRY(IndexExact(args[0], &OverflowErrorType));
  if (size < 0) return Raise(&ValueErrorType, "negative argument not allowed");
  Handle bytes = TRY(BytesNew(nullptr, size));
  uint8_t* data = bytes.As<Bytes>()->data;
  for (int64_t done = 0; done < size;)
    done += TRY(CheckedCall(
        [&] { return getrandom(data + done, static_cast<size_t>(size - done), 0); }));
  return bytes.Release();
}
Owned GetrandomFunction(Value, const Value* args) {
  int64_t size = TRY(IndexExact(args[0], &OverflowErrorType));
  int flags = TRY(IntArgument(args[1], 0));
  if (size < 0) return RaiseOsError(EINVAL);
  Handle bytes = TRY(BytesNew(nullptr, size));
  uint8_t* data = bytes.As<Bytes>()->data;
  ssize_t count = TRY(CheckedCall([&] {
    return getrandom(data, static_cast<size_t>(size), static_cast<unsigned>(flags));
  }));
  return BytesShrink(bytes.Release(), count);
}

}  // namespace

const MethodDef kPosixSystemFunctions[] = {
    PY_FUNCTION(posix, putenv, Positional(PutenvFunction, 2, 2), "($module, name, value, /)\n--\n\nChange or add an environment variable."),
    PY_FUNCTION(posix, unsetenv, Positional(UnsetenvFunction, 1, 1), "($module, name, /)\n--\n\nDelete an environment variable."),
    PY_FUNCTION(posix, sysconf, Positional(SysconfFunction, 1, 1), "($module, name, /)\n--\n\nReturn an integer-valued system configuration variable."),
    PY_FUNCTION(posix, confstr, Positional(ConfstrFunction, 1, 1), "($module, name, /)\n--\n\nReturn a string-valued system configuration variable."),
    PY_FUNCTION(posix, pathconf, Bound(PathconfFunction), "($module, /, path, name)\n--\n\nReturn the configuration limit name for the file or directory path."),
    PY_FUNCTION(posix, fpathconf, Positional(FpathconfFunction, 2, 2), "($module, fd, name, /)\n--\n\nReturn the configuration limit name for the file descriptor fd."),
    PY_FUNCTION(posix, uname, NoArgs(UnameFunction), "($module, /)\n--\n\nReturn an object identifying the current operating system."),
    PY_FUNCTION(posix, times, NoArgs(TimesFunction), "($module, /)\n--\n\nReturn a collection containing process timing information."),
    PY_FUNCTION(posix, get_terminal_size, Positional(TerminalSizeFunction, 0, 1), "Return the size of the terminal window as (columns, lines)."),
    PY_FUNCTION(posix, cpu_count, NoArgs(CpuCountFunction), "($module, /)\n--\n\nReturn the number of CPUs in the system; return None if indeterminable."),
    PY_FUNCTION(posix, getloadavg, NoArgs(GetloadavgFunction), "($module, /)\n--\n\nReturn average recent system load information."),
    PY_FUNCTION(posix, strerror, Positional(StrerrorFunction, 1, 1), "($module, code, /)\n--\n\nTranslate an error code to a message string."),
    PY_FUNCTION(posix, ctermid, NoArgs(CtermidFunction), "($module, /)\n--\n\nReturn the name of the controlling terminal for this process."),
    PY_FUNCTION(posix, device_encoding, Bound(DeviceEncodingFunction), "($module, /, fd)\n--\n\nReturn a string describing the encoding of a terminal's file descriptor."),
    PY_FUNCTION(posix, urandom, Positional(UrandomFunction, 1, 1), "($module, size, /)\n--\n\nReturn a bytes object containing random bytes suitable for cryptographic use."),
    PY_FUNCTION(posix, getrandom, Bound(GetrandomFunction), "($module, /, size, flags=0)\n--\n\nObtain a series of random bytes."),
    {}};

bool InitPosixSystem(Value module) {
  return ModuleAdd(module, "environ", EnvironmentDict()) &&
         AddStructSequence(module, "uname_result", kUnameKey, kUnameSpec) &&
         AddStructSequence(module, "times_result", kTimesKey, kTimesSpec) &&
         AddStructSequence(module, "terminal_size", kTerminalKey, kTerminalSpec);
}

}  // namespace polygil
