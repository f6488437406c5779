// Processes: fork, exec, waiting, signals.

#include <pty.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>

#include "runtime/modules/_imp/import_lock.h"
#include "runtime/modules/posix/exec_strings.h"
#include "runtime/modules/posix/fork.h"
#include "runtime/modules/posix/posix_internal.h"
#include "runtime/object/heap.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"

namespace polygil {
namespace {

constexpr const char* kBeforeKey = "posix.before_fork";
constexpr const char* kParentKey = "posix.after_fork_parent";
constexpr const char* kChildKey = "posix.after_fork_child";
constexpr const char* kWaitidKey = "posix.waitid_result";

bool Register(const char* key, Value callback) {
  if (!callback) return true;
  Handle list = Retain(ModuleState(key));
  if (!list) {
    list = TRY(ListNew());
    TRY_VOID(ModuleStateSet(key, list));
  }
  return ListAppend(list, callback);
}

void RunCallbacks(const char* key, bool newest_first) {
  Value known = ModuleState(key);
  if (!known) return;
  Handle list = ListFrom(known.As<List>()->items, ListSize(known));
  if (!list) {
    ClearPending();
    return;
  }
  int64_t count = ListSize(list);
  for (int64_t i = 0; i < count; ++i) {
    Value callback = ListAt(list, newest_first ? count - 1 - i : i);
    Handle result = Call(callback);
    if (!result) WriteUnraisable(callback);
  }
}

}  // namespace

void BeforeFork() {
  RunCallbacks(kBeforeKey, true);
  // The child must not inherit another thread's half-done import.
  if (!ImportLockAcquire()) ClearPending();
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (hooks != nullptr && hooks->before_fork != nullptr) hooks->before_fork();
}

void AfterForkParent() {
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (hooks != nullptr && hooks->after_fork_parent != nullptr) hooks->after_fork_parent();
  if (!ImportLockRelease()) ClearPending();
  RunCallbacks(kParentKey, false);
}

void AfterForkChild() {
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (hooks != nullptr && hooks->after_fork_child != nullptr)
    hooks->after_fork_child();
  else
    HeapAfterForkChild();
  if (!ImportLockRelease()) ClearPending();
  RunCallbacks(kChildKey, false);
}

namespace {

Owned RegisterAtForkFunction(Value, const Value* args) {
  if (!args[0] && !args[1] && !args[2])
    return Raise(&TypeErrorType, "At least one argument is required.");
  static constexpr const char* kNames[3] = {"before", "after_in_child", "after_in_parent"};
  for (int i = 0; i < 3; ++i)
    if (args[i] && !IsCallable(args[i]))
      return Raise(&TypeErrorType, "'%s' must be callable, not %.200s", kNames[i],
                   TypeName(args[i]));
  TRY_VOID(Register(kBeforeKey, args[0]) && Register(kChildKey, args[1]) &&
           Register(kParentKey, args[2]));
  return OwnNone();
}

Owned ForkFunction(Value) {
  BeforeFork();
  pid_t pid = fork();
  int error = errno;
  if (pid == 0)
    AfterForkChild();
  else
    AfterForkParent();
  if (pid < 0) return RaiseOsError(error);
  return IntFromInt64(pid);
}

Owned ForkptyFunction(Value) {
  int master = -1;
  BeforeFork();
  pid_t pid = forkpty(&master, nullptr, nullptr, nullptr);
  int error = errno;
  if (pid == 0)
    AfterForkChild();
  else
    AfterForkParent();
  if (pid < 0) return RaiseOsError(error);
  return TupleOf({Value::Int(pid), Value::Int(master)});
}

Owned ExitFunction(Value, const Value* args) {
  int status = TRY(IntArgument(args[0]));
  // Not _exit: the dynamic linker would have to find that in each forked child anew.
  syscall(SYS_exit_group, status);
  __builtin_unreachable();
}
Owned AbortFunction(Value) { abort(); }

// -- exec -----------------------------------------------------------------------------------------

bool CheckArguments(const char* function, Value sequence) {
  if (!IsList(sequence) && !IsTuple(sequence))
    return Raise(&TypeErrorType, "%s() arg 2 must be a tuple or list", function);
  int64_t count = TRY(Length(sequence));
  if (count < 1) return Raise(&ValueErrorType, "%s() arg 2 must not be empty", function);
  return true;
}

Owned ExecvFunction(Value, const Value* args, size_t) {
  PathArgument path("execv", "path");
  TRY_VOID(path.Convert(args[0]));
  if (!IsList(args[1]) && !IsTuple(args[1]))
    return Raise(&TypeErrorType, "execv() arg 2 must be a tuple or list");
  TRY_VOID(CheckArguments("execv", args[1]));
  ExecStrings strings;
  TRY_VOID(strings.FromSequence(args[1]));
  if (strings.data()[0][0] == 0)
    return Raise(&ValueErrorType, "execv() arg 2 first element cannot be empty");
  execv(path.text(), strings.data());
  return RaiseOsError(errno);
}

Owned ExecveFunction(Value, const Value* args) {
  PathArgument path("execve", "path", false, true);
  TRY_VOID(path.Convert(args[0]));
  if (!IsList(args[1]) && !IsTuple(args[1]))
    return Raise(&TypeErrorType, "execve: argv must be a tuple or list");
  int64_t count = TRY(Length(args[1]));
  if (count < 1) return Raise(&ValueErrorType, "execve: argv must not be empty");
  ExecStrings strings, environment;
  TRY_VOID(strings.FromSequence(args[1]));
  if (strings.data()[0][0] == 0)
    return Raise(&ValueErrorType, "execve: argv first element cannot be empty");
  TRY_VOID(environment.FromMapping(args[2]));
  if (path.text() == nullptr)
    fexecve(path.fd(), strings.data(), environment.data());
  else
    execve(path.text(), strings.data(), environment.data());
  return path.Fail();
}

Owned SystemFunction(Value, const Value* args) {
  Handle command = TRY(FsConvert(args[0]));
  const char* text = BytesView(command).data();
  int status;
  {
    BlockingScope released;
    status = system(text);
  }
  return IntFromInt64(status);
}

// -- Waiting --------------------------------------------------------------------------------------

Owned PidAndStatus(pid_t pid, int status) { return TupleOf({Value::Int(pid), Value::Int(status)}); }

Owned WaitFunction(Value) {
  int status = 0;
  pid_t pid = TRY(CheckedCall([&] { return wait(&status); }));
  return PidAndStatus(pid, status);
}
Owned WaitpidFunction(Value, const Value* args, size_t) {
  int which = TRY(IntArgument(args[0]));
  int options = TRY(IntArgument(args[1]));
  int status = 0;
  pid_t pid = TRY(CheckedCall([&] { return waitpid(which, &status, options); }));
  return PidAndStatus(pid, status);
}

Owned RusageNew(const rusage& usage) {
  Handle name = TRY(StrFromUtf8("resource"));
  Handle module = TRY(Call(CurrentInterpreter()->import_function, {name}));
  Handle type = TRY(GetAttribute(module, "struct_rusage"));
  Handle result = TRY(StructSequenceNew(type.As<Type>()));
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

Owned Wait4(pid_t which, int options) {
  int status = 0;
  rusage usage = {};
  pid_t pid = TRY(CheckedCall([&] { return wait4(which, &status, options, &usage); }));
  Handle times = TRY(RusageNew(usage));
  return TupleOf({Value::Int(pid), Value::Int(status), times});
}
Owned Wait3Function(Value, const Value* args) {
  int options = TRY(IntArgument(args[0]));
  return Wait4(-1, options);
}
Owned Wait4Function(Value, const Value* args) {
  int which = TRY(IntArgument(args[0]));
  int options = TRY(IntArgument(args[1]));
  return Wait4(which, options);
}

Owned WaitidFunction(Value, const Value* args, size_t) {
  int kind = TRY(IntArgument(args[0]));
  int64_t id = TRY(AsInt64(args[1]));
  int options = TRY(IntArgument(args[2]));
  siginfo_t info;
  memset(&info, 0, sizeof info);
  TRY_VOID(CheckedCall(
      [&] { return waitid(static_cast<idtype_t>(kind), static_cast<id_t>(id), &info, options); }));
  if (info.si_pid == 0) return OwnNone();
  Handle result = TRY(StructSequenceNew(ModuleStateType(kWaitidKey)));
  TupleInit(result, 0, IntFromInt64(info.si_pid));
  TupleInit(result, 1, IntFromInt64(info.si_uid));
  TupleInit(result, 2, IntFromInt64(info.si_signo));
  TupleInit(result, 3, IntFromInt64(info.si_status));
  TupleInit(result, 4, IntFromInt64(info.si_code));
  return result.Release();
}

Fallible<int> Status(Value v) { return IntArgument(v); }
#define STATUS_TEST(name)                          \
  Owned name##Function(Value, const Value* args) { \
    int status = TRY(Status(args[0]));             \
    return OwnBool(name(status));                  \
  }
#define STATUS_PART(name)                          \
  Owned name##Function(Value, const Value* args) { \
    int status = TRY(Status(args[0]));             \
    return Owned(Value::Int(name(status)));        \
  }
STATUS_TEST(WCOREDUMP)
STATUS_TEST(WIFCONTINUED)
STATUS_TEST(WIFSTOPPED)
STATUS_TEST(WIFSIGNALED)
STATUS_TEST(WIFEXITED)
STATUS_PART(WEXITSTATUS)
STATUS_PART(WTERMSIG)
STATUS_PART(WSTOPSIG)
#undef STATUS_TEST
#undef STATUS_PART

Owned ExitcodeFunction(Value, const Value* args) {
  int status = TRY(IntArgument(args[0]));
  if (WIFEXITED(status)) return Owned(Value::Int(WEXITSTATUS(status)));
  if (WIFSIGNALED(status)) return Owned(Value::Int(-WTERMSIG(status)));
  if (WIFSTOPPED(status))
    return Raise(&ValueErrorType, "process stopped by delivery of signal %i", WSTOPSIG(status));
  return Raise(&ValueErrorType, "invalid wait status: %i", status);
}

// -- Signals --------------------------------------------------------------------------------------

Owned KillFunction(Value, const Value* args, size_t) {
  int pid = TRY(IntArgument(args[0]));
  int number = TRY(IntArgument(args[1]));
  if (kill(pid, number) != 0) return RaiseOsError(errno);
  // A signal to this process runs its Python handler now.
  return CheckSignals() ? OwnNone() : Owned();
}
Owned KillpgFunction(Value, const Value* args, size_t) {
  int group = TRY(IntArgument(args[0]));
  int number = TRY(IntArgument(args[1]));
  if (killpg(group, number) != 0) return RaiseOsError(errno);
  return CheckSignals() ? OwnNone() : Owned();
}

Owned PidfdOpenFunction(Value, const Value* args) {
  int pid = TRY(IntArgument(args[0]));
  int flags = TRY(IntArgument(args[1], 0));
  long fd = syscall(SYS_pidfd_open, pid, flags);
  return fd < 0 ? Owned(RaiseOsError(errno)) : IntFromInt64(fd);
}

constexpr StructSequenceField kWaitidFields[] = {{"si_pid", nullptr},   {"si_uid", nullptr},
                                                 {"si_signo", nullptr}, {"si_status", nullptr},
                                                 {"si_code", nullptr},  {nullptr, nullptr}};
constexpr StructSequenceSpec kWaitidSpec = {"posix.waitid_result",
                                            "waitid_result: Result from waitid.", kWaitidFields, 5};

}  // namespace

#define STATUS_ROW(name, doc) \
  PY_FUNCTION(posix, name, Bound(name##Function), "($module, /, status)\n--\n\n" doc)

const MethodDef kPosixProcessFunctions[] = {
    PY_FUNCTION(
        posix, register_at_fork, Bound(RegisterAtForkFunction),
        "($module, /, *, before=None, after_in_child=None,\n                 "
        "after_in_parent=None)\n--\n\nRegister callables to be called when forking a new process."),
    PY_FUNCTION(posix, fork, NoArgs(ForkFunction), "($module, /)\n--\n\nFork a child process."),
    PY_FUNCTION(
        posix, forkpty, NoArgs(ForkptyFunction),
        "($module, /)\n--\n\nFork a new process with a new pseudo-terminal as controlling tty."),
    PY_FUNCTION(posix, _exit, Bound(ExitFunction),
                "($module, /, status)\n--\n\nExit to the system with specified status, without "
                "normal exit processing."),
    PY_FUNCTION(posix, abort, NoArgs(AbortFunction),
                "($module, /)\n--\n\nAbort the interpreter immediately."),
    PY_FUNCTION(posix, execv, Positional(ExecvFunction, 2, 2),
                "($module, path, argv, /)\n--\n\nExecute an executable path with arguments, "
                "replacing current process."),
    PY_FUNCTION(posix, execve, Bound(ExecveFunction),
                "($module, /, path, argv, env)\n--\n\nExecute an executable path with arguments, "
                "replacing current process."),
    PY_FUNCTION(posix, system, Bound(SystemFunction),
                "($module, /, command)\n--\n\nExecute the command in a subshell."),
    PY_FUNCTION(posix, wait, NoArgs(WaitFunction),
                "($module, /)\n--\n\nWait for completion of a child process."),
    PY_FUNCTION(posix, waitpid, Positional(WaitpidFunction, 2, 2),
                "($module, pid, options, /)\n--\n\nWait for completion of a given child process."),
    PY_FUNCTION(posix, wait3, Bound(Wait3Function),
                "($module, /, options)\n--\n\nWait for completion of a child process."),
    PY_FUNCTION(
        posix, wait4, Bound(Wait4Function),
        "($module, /, pid, options)\n--\n\nWait for completion of a specific child process."),
    PY_FUNCTION(posix, waitid, Positional(WaitidFunction, 3, 3),
                "($module, idtype, id, options, /)\n--\n\nReturns the result of waiting for a "
                "process or processes."),
    PY_FUNCTION(posix, waitstatus_to_exitcode, Bound(ExitcodeFunction),
                "($module, /, status)\n--\n\nConvert a wait status to an exit code."),
    STATUS_ROW(WCOREDUMP, "Return True if the process returning status was dumped to a core file."),
    STATUS_ROW(WIFCONTINUED,
               "Return True if a particular process was continued from a job control stop."),
    STATUS_ROW(WIFSTOPPED, "Return True if the process returning status was stopped."),
    STATUS_ROW(WIFSIGNALED,
               "Return True if the process returning status was terminated by a signal."),
    STATUS_ROW(WIFEXITED,
               "Return True if the process returning status exited via the exit() system call."),
    STATUS_ROW(WEXITSTATUS, "Return the process return code from status."),
    STATUS_ROW(WTERMSIG,
               "Return the signal that terminated the process that provided the status value."),
    STATUS_ROW(WSTOPSIG,
               "Return the signal that stopped the process that provided the status value."),
    PY_FUNCTION(posix, kill, Positional(KillFunction, 2, 2),
                "($module, pid, signal, /)\n--\n\nKill a process with a signal."),
    PY_FUNCTION(posix, killpg, Positional(KillpgFunction, 2, 2),
                "($module, pgid, signal, /)\n--\n\nKill a process group with a signal."),
    PY_FUNCTION(posix, pidfd_open, Bound(PidfdOpenFunction),
                "($module, /, pid, flags=0)\n--\n\nReturn a file descriptor referring to the "
                "process *pid*."),
    {}};
#undef STATUS_ROW

bool InitPosixProcess(Value module) {
  return AddStructSequence(module, "waitid_result", kWaitidKey, kWaitidSpec);
}

}  // namespace polygil
