#include "pvm/breaker.h"

#include <utility>

#include "gil/breaker.h"
#include "gil/gil.h"
#include "pvm/trace/instrument.h"
#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"

namespace polygil {
namespace {

void ClearBit(ThreadState* thread, uint32_t bit) {
  thread->breaker->fetch_and(~bit, std::memory_order_acq_rel);
}

void HandOverGil(ThreadState* thread) {
  auto* lock = static_cast<gil::Gil*>(thread->interpreter->gil);
  if (lock == nullptr || thread->gil_ticket == nullptr) return;
  lock->AssertHeld();
  lock->HandOver(*static_cast<gil::ThreadTicket*>(thread->gil_ticket));
  // Another thread's collector or allocation state is the interpreter's, not the thread's: nothing
  // to restore but the thread-local views, which no other thread touches.
}

// An exception another thread sent: a class (instantiated here) or an instance.
bool RaiseAsynchronous(ThreadState* thread) {
  Handle sent{Owned(std::exchange(thread->async_exception, Value::Empty()))};
  if (sent.IsEmpty()) return true;
  if (!IsType(sent)) return RaiseInstance(sent.Release());
  Owned made = Call(sent);
  if (!made) return false;
  return RaiseInstance(made);
}

// Is one still waiting for a thread other than this? Its bit must stay set.
bool AnyAsynchronous(Interpreter* interpreter) {
  for (ThreadState* t = interpreter->first_thread; t != nullptr; t = t->next) {
    if (t->async_exception) return true;
  }
  return false;
}

}  // namespace

bool ServeBreaker(ThreadState* thread) {
  uint32_t bits = thread->breaker->load(std::memory_order_acquire);
  Interpreter* interpreter = thread->interpreter;
  // Under stress with or without a request: to whoever waits.
  if (bits & (gil::kGilDropRequest | gil::kStressed)) HandOverGil(thread);
  if (bits & (gil::kPendingSignals | gil::kPendingCalls)) {
    // Only the main thread runs handlers; others leave the bit for it.
    if (thread->is_main) {
      ClearBit(thread, gil::kPendingSignals | gil::kPendingCalls);
      const RuntimeHooks* hooks = interpreter->hooks;
      if (hooks->check_signals != nullptr && !hooks->check_signals()) return false;
    }
  }
  if (bits & gil::kGcWanted) {
    ClearBit(thread, gil::kGcWanted);
    GcRunIfRequested();
  }
  if ((bits & gil::kTracing) && !AnyThreadTraces(interpreter)) ClearBit(thread, gil::kTracing);
  if (bits & gil::kAsyncException) {
    bool raised = thread->async_exception && !RaiseAsynchronous(thread);
    if (!AnyAsynchronous(interpreter)) ClearBit(thread, gil::kAsyncException);
    if (raised || HasPendingException()) return false;
  }
  return true;
}

}  // namespace polygil
