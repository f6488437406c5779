#include "runtime/modules/faulthandler/user_signals.h"

#include <cerrno>
#include <csignal>
#include <cstdio>

#include "runtime/modules/faulthandler/dump.h"
#include "runtime/modules/faulthandler/file_argument.h"
#include "runtime/modules/module_state.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

struct UserSignal {
  volatile sig_atomic_t enabled;
  int fd;
  bool all_threads, chain;
  const Interpreter* interpreter;
  struct sigaction previous;
};
// A signal handler has no argument to find it by: the disposition of signals is of the process.
UserSignal g_signals[NSIG];

void OnUserSignal(int number);

bool Install(int number, bool chain, struct sigaction* previous) {
  struct sigaction action = {};
  action.sa_handler = OnUserSignal;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  // The handler before is called from within this one.
  if (chain) action.sa_flags = static_cast<int>(SA_NODEFER | SA_ONSTACK);
  return sigaction(number, &action, previous) == 0;
}

void OnUserSignal(int number) {
  UserSignal* row = &g_signals[number];
  if (!row->enabled) return;
  int saved = errno;
  DumpStacks(row->fd, row->interpreter, CurrentThread(), row->all_threads);
  if (row->chain) {
    sigaction(number, &row->previous, nullptr);
    errno = saved;
    raise(number);
    saved = errno;
    Install(number, true, nullptr);
  }
  errno = saved;
}

bool SignalArgument(Value v, int* number) {
  int64_t given = TRY(AsInt64(v));
  for (int fatal : {SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSEGV}) {
    if (given == fatal) {
      return Raise(&RuntimeErrorType, "signal %i cannot be registered, use enable() instead", fatal);
    }
  }
  if (given < 1 || given >= NSIG) return Raise(&ValueErrorType, "signal number out of range");
  *number = static_cast<int>(given);
  return true;
}

// The key of the module's state that keeps the file of a signal.
struct FileKey {
  explicit FileKey(int number) { snprintf(text, sizeof text, "faulthandler.signal%d", number); }
  char text[32];
};

Owned RegisterFunction(Value, const Value* args) {
  int number = 0;
  TRY_VOID(SignalArgument(args[0], &number));
  DumpFile file;
  TRY_VOID(FileArgument(args[1], &file));
  bool all_threads = !args[2] || TRY(IsTrue(args[2]));
  bool chain = args[3] && TRY(IsTrue(args[3]));
  UserSignal* row = &g_signals[number];
  TRY_VOID(ModuleStateSet(FileKey(number).text, file.object.IsEmpty() ? Value::None() : file.object.Get()));
  row->fd = file.fd;
  row->all_threads = all_threads;
  row->chain = chain;
  row->interpreter = CurrentInterpreter();
  if (!row->enabled && !Install(number, chain, &row->previous)) return RaiseOsError(errno);
  row->enabled = 1;
  return OwnNone();
}

Owned UnregisterFunction(Value, Value v) {
  int number = 0;
  TRY_VOID(SignalArgument(v, &number));
  UserSignal* row = &g_signals[number];
  if (!row->enabled) return OwnBool(false);
  row->enabled = 0;
  sigaction(number, &row->previous, nullptr);
  TRY_VOID(ModuleStateSet(FileKey(number).text, Value::None()));
  return OwnBool(true);
}

}  // namespace

const MethodDef kUserSignalFunctions[] = {
    PY_FUNCTION(faulthandler, register, Bound(RegisterFunction),
                "($module, /, signum, file=sys.stderr, all_threads=True, chain=False)\n--\n\n"
                "register a handler for the signal 'signum': dump the traceback of the current thread, or of all "
                "threads if all_threads is True, into file"),
    PY_FUNCTION(faulthandler, unregister, OneArg(UnregisterFunction),
                "($module, signum, /)\n--\n\nunregister the handler of the signal 'signum' registered by register()"),
    {}};

}  // namespace polygil
