#include "runtime/modules/_signal/signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "gil/breaker.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/hooks.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"

namespace polygil {
namespace {

// Signals belong to the process, and a C handler gets no argument to find an interpreter by: the one
// place for what it touches, all lock-free.
struct Arrivals {
  std::atomic<bool> any{false};
  std::atomic<bool> arrived[kSignalCount] = {};
  std::atomic<std::atomic<uint32_t>*> breaker{nullptr};
  std::atomic<int> wakeup_descriptor{-1};
  std::atomic<bool> warn_on_full{true};
};
constinit Arrivals arrivals;

constexpr const char* kHandlersKey = "_signal.handlers";

Value Handlers() { return DictGetAscii(CurrentInterpreter()->module_state, kHandlersKey); }

void Announce(int number) {
  arrivals.arrived[number].store(true, std::memory_order_relaxed);
  arrivals.any.store(true, std::memory_order_release);
  std::atomic<uint32_t>* breaker = arrivals.breaker.load(std::memory_order_acquire);
  if (breaker != nullptr) breaker->fetch_or(gil::kPendingSignals, std::memory_order_release);
}

// Calls one handler with the number and the innermost frame.
bool RunHandler(int number) {
  Value handler = SignalHandler(number);
  if (!handler || handler.IsNone() || handler.IsInt()) return true;
  Handle hold = Retain(handler);
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  Handle frame = hooks->frame_object != nullptr ? hooks->frame_object(0) : Owned();
  if (!frame) frame = OwnNone();
  Handle result = Call(hold, {Value::Int(number), frame});
  return static_cast<bool>(result);
}

}  // namespace

void CatchSignal(int number) {
  int saved = errno;
  Announce(number);
  int descriptor = arrivals.wakeup_descriptor.load(std::memory_order_relaxed);
  if (descriptor >= 0) {
    auto byte = static_cast<unsigned char>(number);
    // A full pipe wakes its reader as well; nothing else can be done here.
    [[maybe_unused]] ssize_t written = write(descriptor, &byte, 1);
  }
  errno = saved;
}

bool SimulateSignal(int64_t number) {
  if (number < 1 || number >= kSignalCount) return false;
  Value handler = SignalHandler(static_cast<int>(number));
  if (!handler || handler.IsNone() || handler.IsInt()) return true;
  arrivals.breaker.store(CurrentInterpreter()->breaker, std::memory_order_release);
  CatchSignal(static_cast<int>(number));
  return true;
}

bool CheckSignals() {
  if (!CurrentThread()->is_main) return true;
  if (!arrivals.any.exchange(false, std::memory_order_acquire)) return true;
  for (int number = 1; number < kSignalCount; ++number) {
    if (!arrivals.arrived[number].exchange(false, std::memory_order_relaxed)) continue;
    if (RunHandler(number)) continue;
    // Others that arrived keep their turn.
    arrivals.any.store(true, std::memory_order_release);
    CurrentInterpreter()->breaker->fetch_or(gil::kPendingSignals, std::memory_order_release);
    return false;
  }
  return true;
}

Value SignalHandler(int number) {
  Value handlers = Handlers();
  return handlers ? ListAt(handlers, number) : Value::Empty();
}

bool SetSignalHandler(int number, Value handler) {
  StoreOwned(&Handlers().As<List>()->items[number], Retain(handler));
  return true;
}

bool InstallSignal(int number, void (*disposition)(int)) {
  arrivals.breaker.store(CurrentInterpreter()->breaker, std::memory_order_release);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = disposition;
  action.sa_flags = SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  return sigaction(number, &action, nullptr) == 0;
}

int ExchangeWakeupDescriptor(int descriptor, bool warn_on_full) {
  arrivals.warn_on_full.store(warn_on_full, std::memory_order_relaxed);
  return arrivals.wakeup_descriptor.exchange(descriptor);
}

bool InitHandlers() {
  if (Handlers()) return true;
  Handle handlers = TRY(ListNew(kSignalCount));
  for (int number = 0; number < kSignalCount; ++number) {
    struct sigaction action;
    Value handler = Value::None();
    if (number > 0 && sigaction(number, nullptr, &action) == 0) {
      if (action.sa_handler == SIG_DFL) handler = Value::Int(0);
      if (action.sa_handler == SIG_IGN) handler = Value::Int(1);
    }
    TRY_VOID(ListAppend(handlers, handler));
  }
  return DictSetAscii(CurrentInterpreter()->module_state, kHandlersKey, handlers);
}

bool StartSignals() {
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  Handle module = ImportModule("_signal");
  return static_cast<bool>(module);
}

}  // namespace polygil
