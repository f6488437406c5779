// Blocking system calls: made without the GIL, and made again after a signal whose Python handler
// didn't raise (PEP 475).

#ifndef POLYGIL_RUNTIME_MODULES_POSIX_SYSTEM_CALL_H_
#define POLYGIL_RUNTIME_MODULES_POSIX_SYSTEM_CALL_H_

#include <cerrno>

#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/raise.h"

namespace polygil {

// Runs the Python handlers of signals that arrived; false: one raised.
inline bool CheckSignals() {
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  return hooks == nullptr || hooks->check_signals == nullptr || hooks->check_signals();
}

// GilReleased that keeps errno as the code in the scope left it.
class BlockingScope {
 private:
  struct Restore {
    const int* saved;
    ~Restore() { errno = *saved; }
  };
  struct Capture {
    int* saved;
    ~Capture() { *saved = errno; }
  };
  // Destroyed from the last to the first.
  int saved_ = 0;
  Restore restore_{&saved_};
  GilReleased released_;
  Capture capture_{&saved_};
};

// The result of call(), which tells failure by -1 and errno; it runs without the GIL. `*raised` is
// set if a signal handler raised meanwhile. errno is kept.
template <typename Function>
auto BlockingCall(Function call, bool* raised) {
  *raised = false;
  for (;;) {
    decltype(call()) result;
    int error;
    {
      GilReleased released;
      errno = 0;
      result = call();
      error = errno;
    }
    if (result != static_cast<decltype(call())>(-1) || error != EINTR) {
      errno = error;
      return result;
    }
    if (!CheckSignals()) {
      *raised = true;
      errno = EINTR;
      return result;
    }
  }
}

// The same; failure raises OSError and gives an empty result.
template <typename Function>
auto CheckedCall(Function call) -> Fallible<decltype(call())> {
  bool raised;
  auto result = BlockingCall(call, &raised);
  if (raised) return {};
  if (result == static_cast<decltype(call())>(-1)) return RaiseOsError(errno);
  return result;
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_POSIX_SYSTEM_CALL_H_
