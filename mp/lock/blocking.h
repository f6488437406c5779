// What all blocking operations of mp have in common: an absolute deadline, an outcome, and hooks by which the
// caller lets go of its interpreter's lock for as long as the operation really waits.
#ifndef POLYGIL_MP_LOCK_BLOCKING_H_
#define POLYGIL_MP_LOCK_BLOCKING_H_

#include <algorithm>
#include <cstdint>

#include "gil/futex.h"

namespace polygil::mp {

// Deadlines are nanoseconds of CLOCK_MONOTONIC.
inline constexpr int64_t kForever = gil::kForever;
inline constexpr int64_t kNoWait = 0;

enum class WaitResult : uint8_t {
  kDone,
  kOwnerDied,    // done, and what was acquired had been held by a process that died
  kTimedOut,
  kInterrupted,  // a signal arrived: run its handler, then call again with the same deadline
  kClosed,       // the other side is gone
  kNoMemory,     // the system has no memory for the message
};

// Called at most once each per operation, around its first real wait. Either may be null.
struct BlockingHooks {
  void (*before)(void* context) = nullptr;
  void (*after)(void* context) = nullptr;
  void* context = nullptr;
};

// Runs the hooks of one operation.
class BlockingScope {
 public:
  explicit BlockingScope(const BlockingHooks& hooks) : hooks_(hooks) {}
  ~BlockingScope() {
    if (entered_ && hooks_.after != nullptr) hooks_.after(hooks_.context);
  }
  BlockingScope(const BlockingScope&) = delete;
  BlockingScope& operator=(const BlockingScope&) = delete;

  void Enter() {
    if (entered_) return;
    entered_ = true;
    if (hooks_.before != nullptr) hooks_.before(hooks_.context);
  }

 private:
  const BlockingHooks& hooks_;
  bool entered_ = false;
};

// A process killed just after it was woken takes the wake-up with it, so nobody sleeps longer than this without
// looking again.
inline constexpr int64_t kRecheckNs = 50000000;

inline int64_t EarlierDeadline(int64_t deadline, int64_t other) {
  return deadline == kForever ? other : std::min(deadline, other);
}
inline bool HasPassed(int64_t deadline) {
  return deadline != kForever && (deadline == kNoWait || gil::MonotonicNs() >= deadline);
}

}  // namespace polygil::mp

#endif  // POLYGIL_MP_LOCK_BLOCKING_H_
