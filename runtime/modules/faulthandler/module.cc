// The module faulthandler: where Python code is, told when asked or at a fatal signal.

#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "runtime/modules/faulthandler/crash.h"
#include "runtime/modules/faulthandler/dump.h"
#include "runtime/modules/faulthandler/file_argument.h"
#include "runtime/modules/faulthandler/later.h"
#include "runtime/modules/faulthandler/user_signals.h"
#include "runtime/modules/module_state.h"
#include "runtime/protocol/protocol.h"

namespace polygil {
namespace {

Owned DumpTracebackFunction(Value, const Value* args) {
  DumpFile file;
  TRY_VOID(FileArgument(args[0], &file));
  bool all_threads = !args[1] || TRY(IsTrue(args[1]));
  DumpStacks(file.fd, CurrentInterpreter(), CurrentThread(), all_threads);
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
constexpr size_t kSignalCount = sizeof(kSignals) / sizeof(kSignals[0]);
constexpr char kFileKey[] = "faulthandler.file";

struct FatalState {
  volatile sig_atomic_t enabled;
  int fd;
  bool all_threads;
  const Interpreter* interpreter;
  struct sigaction previous[kSignalCount];
};
// A signal handler has no argument to find it by: the disposition of signals is of the process.
FatalState g_fatal;

void OnFatalSignal(int number) {
  size_t i = 0;
  while (kSignals[i].number != number) ++i;
  if (!g_fatal.enabled) return;
  int saved = errno;
  // A second crash, while this one is told about, ends the process.
  sigaction(number, &g_fatal.previous[i], nullptr);
  DumpText(g_fatal.fd, "Fatal Python error: ");
  DumpText(g_fatal.fd, kSignals[i].text);
  DumpText(g_fatal.fd, "\n\n");
  DumpStacks(g_fatal.fd, g_fatal.interpreter, CurrentThread(), g_fatal.all_threads);
  DumpExtensionModules(g_fatal.fd, g_fatal.interpreter);
  errno = saved;
  raise(number);
}

// The handler runs on a stack of its own: the thread's may be what has run out.
void UseOwnStack() {
  constexpr size_t kSize = size_t{64} << 10;
  stack_t now = {};
  if (sigaltstack(nullptr, &now) != 0 || (now.ss_flags & SS_DISABLE) == 0) return;
  stack_t stack = {};
  stack.ss_sp = malloc(kSize);  // the process's, to its end
  stack.ss_size = kSize;
  if (stack.ss_sp == nullptr || sigaltstack(&stack, nullptr) != 0) free(stack.ss_sp);
}

Owned EnableFunction(Value, const Value* args) {
  DumpFile file;
  TRY_VOID(FileArgument(args[0], &file));
  g_fatal.all_threads = !args[1] || TRY(IsTrue(args[1]));
  TRY_VOID(ModuleStateSet(kFileKey, file.object.IsEmpty() ? Value::None() : file.object.Get()));
  g_fatal.fd = file.fd;
  g_fatal.interpreter = CurrentInterpreter();
  if (g_fatal.enabled) return OwnNone();
  UseOwnStack();
  for (size_t i = 0; i < kSignalCount; ++i) {
    struct sigaction action = {};
    action.sa_handler = OnFatalSignal;
    action.sa_flags = static_cast<int>(SA_NODEFER | SA_ONSTACK);
    if (sigaction(kSignals[i].number, &action, &g_fatal.previous[i]) != 0) return RaiseOsError(errno);
  }
  g_fatal.enabled = 1;
  return OwnNone();
}

Owned DisableFunction(Value) {
  if (!g_fatal.enabled) return OwnBool(false);
  g_fatal.enabled = 0;
  for (size_t i = 0; i < kSignalCount; ++i) sigaction(kSignals[i].number, &g_fatal.previous[i], nullptr);
  TRY_VOID(ModuleStateSet(kFileKey, Value::None()));
  return OwnBool(true);
}
Owned IsEnabledFunction(Value) { return OwnBool(g_fatal.enabled != 0); }

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(faulthandler, enable, Bound(EnableFunction),
                "($module, /, file=sys.stderr, all_threads=True)\n--\n\nenable the fault handler"),
    PY_FUNCTION(faulthandler, disable, NoArgs(DisableFunction), "($module, /)\n--\n\ndisable the fault handler"),
    PY_FUNCTION(faulthandler, is_enabled, NoArgs(IsEnabledFunction),
                "($module, /)\n--\n\ncheck if the handler is enabled"),
    PY_FUNCTION(faulthandler, dump_traceback, Bound(DumpTracebackFunction),
                "($module, /, file=sys.stderr, all_threads=True)\n--\n\n"
                "dump the traceback of the current thread, or of all threads if all_threads is True, into file"),
    {}};

bool Execute(Value module) {
  return AddModuleFunctions(module, "faulthandler", kLaterFunctions) &&
         AddModuleFunctions(module, "faulthandler", kUserSignalFunctions) &&
         AddModuleFunctions(module, "faulthandler", kCrashFunctions) && InitLater(module);
}

}  // namespace

extern const ModuleDefinition FaulthandlerModule;
const ModuleDefinition FaulthandlerModule = {"faulthandler", "faulthandler module.", kFunctions, Execute};

}  // namespace polygil
