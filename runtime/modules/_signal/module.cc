// _signal: the functions below the signal module.

#include <pthread.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>

#include "runtime/modules/_signal/signals.h"
#include "runtime/modules/_signal/waiting.h"
#include "runtime/modules/_thread/timeout.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/hooks.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/structseq.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Fallible<int> NumberOf(Value v) {
  int64_t number = TRY(AsInt64(v));
  if (number < 1 || number >= kSignalCount)
    return Raise(&ValueErrorType, "signal number out of range");
  return static_cast<int>(number);
}
Fallible<int> IntOf(Value v) {
  int64_t number = TRY(AsInt64(v));
  if (number < INT32_MIN || number > INT32_MAX)
    return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  return static_cast<int>(number);
}

// -- Handlers -------------------------------------------------------------------------------------

Owned SignalFunction(Value, const Value* args, size_t) {
  int64_t wanted = TRY(AsInt64(args[0]));
  if (!CurrentThread()->is_main)
    return Raise(&ValueErrorType, "signal only works in main thread of the main interpreter");
  if (wanted < 1 || wanted >= kSignalCount)
    return Raise(&ValueErrorType, "signal number out of range");
  int number = static_cast<int>(wanted);
  Value handler = args[1];
  void (*disposition)(int) = CatchSignal;
  if (handler == Value::Int(0)) {
    disposition = SIG_DFL;
  } else if (handler == Value::Int(1)) {
    disposition = SIG_IGN;
  } else if (!IsCallable(handler)) {
    return Raise(&TypeErrorType,
                 "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
  }
  TRY_VOID(CheckSignals());
  if (!InstallSignal(number, disposition)) return RaiseOsError(errno);
  Handle old = Retain(SignalHandler(number));
  TRY_VOID(SetSignalHandler(number, handler));
  return old.Release();
}

Owned GetSignal(Value, Value v) {
  int number = TRY(NumberOf(v));
  return Retain(SignalHandler(number));
}

Owned RaiseSignal(Value, Value v) {
  int number = TRY(IntOf(v));
  int result, error;
  {
    GilReleased released;
    result = raise(number);
    error = errno;
  }
  if (result != 0) return RaiseOsError(error);
  TRY_VOID(RunSignalHandlers());
  return OwnNone();
}

Owned PthreadKill(Value, const Value* args, size_t) {
  Handle thread = TRY(Index(args[0]));
  int number = TRY(IntOf(args[1]));
  int error = pthread_kill(static_cast<pthread_t>(IntAsUint64Mask(thread)), number);
  if (error != 0) return RaiseOsError(error);
  TRY_VOID(RunSignalHandlers());
  return OwnNone();
}

Owned PidfdSendSignal(Value, const Value* args, size_t nargs) {
  int descriptor = TRY(IntOf(args[0])), number = TRY(IntOf(args[1]));
  if (nargs > 2 && !args[2].IsNone()) return Raise(&TypeErrorType, "siginfo must be None");
  int flags = nargs > 3 ? TRY(IntOf(args[3])) : 0;
  if (syscall(SYS_pidfd_send_signal, descriptor, number, nullptr, flags) < 0)
    return RaiseOsError(errno);
  return OwnNone();
}

Owned Siginterrupt(Value, const Value* args, size_t) {
  int number = TRY(NumberOf(args[0]));
  int flag = TRY(IntOf(args[1]));
  struct sigaction action;
  if (sigaction(number, nullptr, &action) < 0) return RaiseOsError(errno);
  if (flag) {
    action.sa_flags &= ~SA_RESTART;
  } else {
    action.sa_flags |= SA_RESTART;
  }
  if (sigaction(number, &action, nullptr) < 0) return RaiseOsError(errno);
  return OwnNone();
}

Owned Strsignal(Value, Value v) {
  int number = TRY(NumberOf(v));
  const char* text = strsignal(number);
  if (text == nullptr || strstr(text, "Unknown signal") != nullptr) return OwnNone();
  return StrFromUtf8(text);
}

Owned ValidSignals(Value) {
  sigset_t set;
  sigfillset(&set);
  return SignalSetValues(set);
}

Owned SetWakeupFd(Value, const Value* args) {
  int descriptor = TRY(IntOf(args[0]));
  bool warn = args[1] ? TRY(IsTrue(args[1])) : true;
  if (!CurrentThread()->is_main)
    return Raise(&ValueErrorType, "set_wakeup_fd only works in main thread of the main interpreter");
  if (descriptor != -1) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return RaiseOsError(errno);
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0) return RaiseOsError(errno);
    if ((flags & O_NONBLOCK) == 0)
      return Raise(&ValueErrorType, "the fd %d must be in non-blocking mode", descriptor);
  }
  return IntFromInt64(ExchangeWakeupDescriptor(descriptor, warn));
}

// -- Timers ---------------------------------------------------------------------------------------

Owned Alarm(Value, Value seconds) {
  int value = TRY(IntOf(seconds));
  return IntFromInt64(alarm(static_cast<unsigned>(value)));
}

Owned Pause(Value) {
  {
    GilReleased released;
    pause();
  }
  TRY_VOID(RunSignalHandlers());
  return OwnNone();
}

Fallible<timeval> TimevalOf(Value seconds) {
  int64_t nanoseconds = TRY(NanosecondsOf(seconds));
  int64_t microseconds = nanoseconds / 1000 + (nanoseconds % 1000 > 0);
  timeval result = {static_cast<time_t>(microseconds / 1000000),
                    static_cast<suseconds_t>(microseconds % 1000000)};
  return result;
}
Owned TimerTuple(const itimerval& timer) {
  auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  Handle value = TRY(FloatNew(seconds(timer.it_value)));
  Handle interval = TRY(FloatNew(seconds(timer.it_interval)));
  return TupleOf({value, interval});
}
Owned RaiseTimerError(Value module, int error) {
  Value type = DictGetAscii(ModuleDict(module), "ItimerError");
  Handle text = TRY(StrFromUtf8(strerror(error)));
  Handle instance = TRY(Call(type, {Value::Int(error), text}));
  return RaiseInstance(instance.Release());
}
Owned SetTimer(Value module, const Value* args, size_t nargs) {
  int which = TRY(IntOf(args[0]));
  itimerval timer = {}, old;
  timer.it_value = TRY(TimevalOf(args[1]));
  if (nargs > 2) timer.it_interval = TRY(TimevalOf(args[2]));
  if (setitimer(static_cast<__itimer_which_t>(which), &timer, &old) != 0)
    return RaiseTimerError(module, errno);
  return TimerTuple(old);
}
Owned GetTimer(Value module, Value v) {
  int which = TRY(IntOf(v));
  itimerval old;
  if (getitimer(static_cast<__itimer_which_t>(which), &old) != 0)
    return RaiseTimerError(module, errno);
  return TimerTuple(old);
}

Owned DefaultIntFunction(Value, const Value*, size_t) { return RaiseBare(&KeyboardInterruptType); }

constexpr StructSequenceField kInfoFields[] = {
    {"si_signo", "signal number"},
    {"si_code", "signal code"},
    {"si_errno", "errno associated with this signal"},
    {"si_pid", "sending process ID"},
    {"si_uid", "real user ID of sending process"},
    {"si_status", "exit value or signal"},
    {"si_band", "band event for SIGPOLL"},
    {nullptr, nullptr}};
constexpr StructSequenceSpec kSiginfo = {
    "signal.struct_siginfo", "struct_siginfo: Result from sigwaitinfo or sigtimedwait.",
    kInfoFields, 7};

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_signal, alarm, OneArg(Alarm),
                "($module, seconds, /)\n--\n\nArrange for SIGALRM to arrive after the given number "
                "of seconds."),
    PY_FUNCTION(_signal, default_int_handler, Positional(DefaultIntFunction, 2, 2),
                "($module, signalnum, frame, /)\n--\n\n"
                "The default handler for SIGINT: raises KeyboardInterrupt."),
    PY_FUNCTION(_signal, getitimer, OneArg(GetTimer),
                "($module, which, /)\n--\n\nReturns current value of given itimer."),
    PY_FUNCTION(_signal, getsignal, OneArg(GetSignal),
                "($module, signalnum, /)\n--\n\n"
                "The handler: SIG_IGN, SIG_DFL, None if it is none of Python's, or a callable."),
    PY_FUNCTION(_signal, pause, NoArgs(Pause), "($module, /)\n--\n\nWait until a signal arrives."),
    PY_FUNCTION(_signal, pidfd_send_signal, Positional(PidfdSendSignal, 2, 4),
                "($module, pidfd, signalnum, siginfo=None, flags=0, /)\n--\n\n"
                "Send a signal to a process referred to by a pid file descriptor."),
    PY_FUNCTION(_signal, pthread_kill, Positional(PthreadKill, 2, 2),
                "($module, thread_id, signalnum, /)\n--\n\nSend a signal to a thread."),
    PY_FUNCTION(_signal, pthread_sigmask, Positional(PthreadSigmask, 2, 2),
                "($module, how, mask, /)\n--\n\n"
                "Fetch and/or change the signal mask of the calling thread."),
    PY_FUNCTION(_signal, raise_signal, OneArg(RaiseSignal),
                "($module, signalnum, /)\n--\n\nSend a signal to the executing process."),
    PY_FUNCTION(_signal, set_wakeup_fd, Bound(SetWakeupFd),
                "($module, fd, /, *, warn_on_full_buffer=True)\n--\n\n"
                "Sets the descriptor to which the number of each arriving signal is written; "
                "returns the old one."),
    PY_FUNCTION(_signal, setitimer, Positional(SetTimer, 2, 3),
                "($module, which, seconds, interval=0.0, /)\n--\n\n"
                "Has the timer fire after so many seconds, and then again each interval."),
    PY_FUNCTION(_signal, siginterrupt, Positional(Siginterrupt, 2, 2),
                "($module, signalnum, flag, /)\n--\n\n"
                "Does the signal interrupt system calls (true) or are they restarted?"),
    PY_FUNCTION(_signal, signal, Positional(SignalFunction, 2, 2),
                "($module, signalnum, handler, /)\n--\n\n"
                "Set the action for the given signal: SIG_DFL, SIG_IGN, or a callable that gets the\n"
                "signal number and the interrupted frame. Returns the previous action."),
    PY_FUNCTION(_signal, sigpending, NoArgs(Sigpending),
                "($module, /)\n--\n\nExamine pending signals."),
    PY_FUNCTION(_signal, sigtimedwait, Positional(Sigtimedwait, 2, 2),
                "($module, sigset, timeout, /)\n--\n\nLike sigwaitinfo(), but with a timeout."),
    PY_FUNCTION(_signal, sigwait, OneArg(Sigwait),
                "($module, sigset, /)\n--\n\nWait for a signal of the set; returns its number."),
    PY_FUNCTION(_signal, sigwaitinfo, OneArg(Sigwaitinfo),
                "($module, sigset, /)\n--\n\nWait for a signal of the set; returns what is known of "
                "it."),
    PY_FUNCTION(_signal, strsignal, OneArg(Strsignal),
                "($module, signalnum, /)\n--\n\nThe system's description of a signal, or None."),
    PY_FUNCTION(_signal, valid_signals, NoArgs(ValidSignals),
                "($module, /)\n--\n\nThe numbers of the signals that exist here."),
    {}};

bool AddConstants(Value module) {
#define CONSTANT(name) TRY_VOID(ModuleAddInt(module, #name, name));
#include "runtime/modules/_signal/constants.def"
  return ModuleAddInt(module, "NSIG", kSignalCount) && ModuleAddInt(module, "SIG_DFL", 0) &&
         ModuleAddInt(module, "SIG_IGN", 1);
}

// Unless the process was started with SIGINT ignored, it is a KeyboardInterrupt.
bool TakeInterrupt(Value module) {
  if (SignalHandler(SIGINT) != Value::Int(0) || !CurrentThread()->is_main) return true;
  TRY_VOID(SetSignalHandler(SIGINT, DictGetAscii(ModuleDict(module), "default_int_handler")));
  return InstallSignal(SIGINT, CatchSignal) || RaiseOsError(errno);
}

bool Execute(Value module) {
  return AddConstants(module) && InitHandlers() &&
         ModuleAdd(module, "ItimerError",
                   MakeException("signal.itimer_error", Value::Pointer(&OSErrorType),
                                 Value::Empty())) &&
         ModuleAdd(module, "struct_siginfo", StructSequenceTypeNew(kSiginfo)) &&
         TakeInterrupt(module);
}

}  // namespace

extern const ModuleDefinition SignalModule;
const ModuleDefinition SignalModule = {
    "_signal", "Signals: handlers, masks, timers.", kFunctions, Execute};

}  // namespace polygil
