// Signal sets, and the functions that wait for signals or mask them.

#include <cerrno>

#include "runtime/modules/_signal/signals.h"
#include "runtime/modules/_signal/waiting.h"
#include "runtime/modules/_thread/timeout.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/hooks.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/structseq.h"
#include "runtime/types/number/int.h"

namespace polygil {

bool ParseSignalSet(Value iterable, sigset_t* set) {
  sigemptyset(set);
  Handle iterator = TRY(GetIterator(iterable));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) return !HasPendingException();
    Handle index = TRY(Index(item));
    int64_t number;
    if (!IntFitsInt64(index, &number)) number = -1;
    if (number < 1 || number >= kSignalCount)
      return Raise(&ValueErrorType, "signal number %ld out of range [1; %d]",
                   static_cast<long>(number), kSignalCount - 1);
    // Numbers that the C library keeps for itself are refused with EINVAL: left out, as in CPython.
    sigaddset(set, static_cast<int>(number));
  }
}

Owned SignalSetValues(const sigset_t& set) {
  Handle result = TRY(SetNew());
  for (int number = 1; number < kSignalCount; ++number) {
    if (sigismember(&set, number) == 1) TRY_VOID(SetAdd(result, Value::Int(number)));
  }
  return result.Release();
}

namespace {

Owned InfoFrom(Value module, const siginfo_t& info) {
  Value type = DictGetAscii(ModuleDict(module), "struct_siginfo");
  Handle result = TRY(StructSequenceNew(type.As<Type>()));
  const int64_t fields[] = {info.si_signo, info.si_code,   info.si_errno, info.si_pid,
                            info.si_uid,   info.si_status, info.si_band};
  for (int i = 0; i < 7; ++i) TupleInit(result, i, TRY(IntFromInt64(fields[i])));
  return result.Release();
}

}  // namespace

Owned PthreadSigmask(Value, const Value* args, size_t) {
  int64_t how = TRY(AsInt64(args[0]));
  sigset_t set, old;
  TRY_VOID(ParseSignalSet(args[1], &set));
  int error = pthread_sigmask(static_cast<int>(how), &set, &old);
  if (error != 0) return RaiseOsError(error);
  // Signals that were unblocked have arrived by now.
  TRY_VOID(RunSignalHandlers());
  return SignalSetValues(old);
}

Owned Sigpending(Value) {
  sigset_t set;
  if (sigpending(&set) != 0) return RaiseOsError(errno);
  return SignalSetValues(set);
}

Owned Sigwait(Value, Value signals) {
  sigset_t set;
  TRY_VOID(ParseSignalSet(signals, &set));
  int number = 0, error;
  {
    GilReleased released;
    error = sigwait(&set, &number);
  }
  return error != 0 ? Owned(RaiseOsError(error)) : Owned(Value::Int(number));
}

Owned Sigwaitinfo(Value module, Value signals) {
  sigset_t set;
  TRY_VOID(ParseSignalSet(signals, &set));
  for (;;) {
    siginfo_t info;
    int result, error;
    {
      GilReleased released;
      result = sigwaitinfo(&set, &info);
      error = errno;
    }
    if (result >= 0) return InfoFrom(module, info);
    if (error != EINTR) return RaiseOsError(error);
    TRY_VOID(RunSignalHandlers());
  }
}

Owned Sigtimedwait(Value module, const Value* args, size_t) {
  sigset_t set;
  TRY_VOID(ParseSignalSet(args[0], &set));
  int64_t timeout = TRY(NanosecondsOf(args[1]));
  if (timeout < 0) return Raise(&ValueErrorType, "timeout must be non-negative");
  int64_t deadline = DeadlineAfter(timeout);
  for (;;) {
    timespec left = {static_cast<time_t>(timeout / 1000000000), timeout % 1000000000};
    siginfo_t info;
    int result, error;
    {
      GilReleased released;
      result = sigtimedwait(&set, &info, &left);
      error = errno;
    }
    if (result >= 0) return InfoFrom(module, info);
    if (error == EAGAIN) return OwnNone();
    if (error != EINTR) return RaiseOsError(error);
    TRY_VOID(RunSignalHandlers());
    timeout = deadline - DeadlineAfter(0);
    if (timeout < 0) return OwnNone();
  }
}

}  // namespace polygil
