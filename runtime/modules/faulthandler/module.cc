// The module faulthandler: where Python code is, told when asked or at a fatal signal.

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/object/hooks.h"
#include "runtime/types/container/dict.h"

namespace polygil {
namespace {

// The file argument: a descriptor, or an object with fileno(); sys.stderr if there is none.
Fallible<int> FileArgument(Value file) {
  Handle held;
  if (!file || file.IsNone()) {
    held = Retain(DictGetAscii(CurrentInterpreter()->sys_dict, "stderr"));
    if (!held) return Raise(&RuntimeErrorType, "unable to get sys.stderr");
    if (held.Get().IsNone()) return Raise(&RuntimeErrorType, "sys.stderr is None");
    file = held;
  }
  if (IsAnyInt(file)) {
    int64_t fd = TRY(AsInt64(file));
    if (fd < 0) return Raise(&ValueErrorType, "file is not a valid file descripter");
    return static_cast<int>(fd);
  }
  Handle number = TRY(CallMethod(file, "fileno"));
  int64_t fd = TRY(AsInt64(number));
  if (fd < 0) return Raise(&RuntimeErrorType, "file.fileno() is not a valid file descriptor");
  Handle flushed = CallMethod(file, "flush");
  ClearPending();
  return static_cast<int>(fd);
}

void Write(int fd, const char* text, size_t size) {
  ssize_t ignored = write(fd, text, size);
  (void)ignored;
}
void Write(int fd, const char* text) { Write(fd, text, strlen(text)); }

// One line for a frame: '  File "x.py", line 3 in f'.
bool WriteFrame(int fd, Value frame) {
  Handle code = TRY(GetAttribute(frame, "f_code"));
  Handle file = TRY(GetAttribute(code, "co_filename"));
  Handle name = TRY(GetAttribute(code, "co_name"));
  Handle line = TRY(GetAttribute(frame, "f_lineno"));
  Handle text = TRY(StrFormat("  File \"%S\", line %S in %S\n", file.Get(), line.Get(), name.Get()));
  char buffer[1024];
  Write(fd, StrForMessage(text, buffer, sizeof buffer));
  return true;
}

bool WriteStack(int fd) {
  Write(fd, "Stack (most recent call first):\n");
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  for (int depth = 0; depth < 100; ++depth) {
    Handle frame = hooks->frame_object(depth);
    if (!frame) return !HasPendingException();
    TRY_VOID(WriteFrame(fd, frame));
  }
  Write(fd, "  ...\n");
  return true;
}

Owned DumpTracebackFunction(Value, const Value* args) {
  int fd = TRY(FileArgument(args[0]));
  TRY_VOID(WriteStack(fd));
  return OwnNone();
}

// -- Fatal signals --------------------------------------------------------------------------------

struct FatalSignal {
  int number;
  const char* text;
};
constexpr FatalSignal kSignals[] = {{SIGBUS, "Bus error"},
                                    {SIGILL, "Illegal instruction"},
                                    {SIGFPE, "Floating point exception"},
                                    {SIGABRT, "Aborted"},
                                    {SIGSEGV, "Segmentation fault"}};

// A signal handler has no argument to find it by: the disposition of signals is of the process.
volatile sig_atomic_t g_fatal_fd = -1;

void OnFatalSignal(int number) {
  int fd = static_cast<int>(g_fatal_fd);
  for (const FatalSignal& row : kSignals) {
    if (row.number != number) continue;
    Write(fd, "Fatal Python error: ");
    Write(fd, row.text);
    Write(fd, "\n\n");
  }
  signal(number, SIG_DFL);
  raise(number);
}

Owned EnableFunction(Value, const Value* args) {
  int fd = TRY(FileArgument(args[0]));
  g_fatal_fd = fd;
  for (const FatalSignal& row : kSignals) {
    struct sigaction action = {};
    action.sa_handler = OnFatalSignal;
    action.sa_flags = static_cast<int>(SA_NODEFER | SA_ONSTACK);
    if (sigaction(row.number, &action, nullptr) != 0) return RaiseOsError(errno);
  }
  return OwnNone();
}

Owned DisableFunction(Value) {
  bool was = g_fatal_fd >= 0;
  g_fatal_fd = -1;
  if (was)
    for (const FatalSignal& row : kSignals) signal(row.number, SIG_DFL);
  return OwnBool(was);
}
Owned IsEnabledFunction(Value) { return OwnBool(g_fatal_fd >= 0); }

// For tests of what survives a crash.
template <int kNumber>
Owned CrashFunction(Value, const Value*) {
  raise(kNumber);
  return OwnNone();
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(faulthandler, enable, Bound(EnableFunction), "($module, /, file=sys.stderr, all_threads=True)\n--\n\nenable the fault handler"),
    PY_FUNCTION(faulthandler, disable, NoArgs(DisableFunction), "($module, /)\n--\n\ndisable the fault handler"),
    PY_FUNCTION(faulthandler, is_enabled, NoArgs(IsEnabledFunction), "($module, /)\n--\n\ncheck if the handler is enabled"),
    PY_FUNCTION(faulthandler, dump_traceback, Bound(DumpTracebackFunction), "($module, /, file=sys.stderr, all_threads=True)\n--\n\ndump the traceback of the current thread into file"),
    PY_FUNCTION(faulthandler, _sigsegv, Bound(CrashFunction<SIGSEGV>), "($module, /, release_gil=False)\n--\n\nraise a SIGSEGV signal"),
    PY_FUNCTION(faulthandler, _sigabrt, Bound(CrashFunction<SIGABRT>), "($module, /)\n--\n\nraise a SIGABRT signal"),
    PY_FUNCTION(faulthandler, _sigfpe, Bound(CrashFunction<SIGFPE>), "($module, /)\n--\n\nraise a SIGFPE signal"),
    {}};

}  // namespace

extern const ModuleDefinition FaulthandlerModule;
const ModuleDefinition FaulthandlerModule = {"faulthandler", "faulthandler module.", kFunctions,
                                             nullptr};

}  // namespace polygil
