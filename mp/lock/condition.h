// Condition variable and event in shared memory. Neither can lose a notification to a dead process: the
// condition keeps a slot per waiter and passes over those whose process is gone.
#ifndef POLYGIL_MP_LOCK_CONDITION_H_
#define POLYGIL_MP_LOCK_CONDITION_H_

#include <atomic>
#include <cstdint>

#include "mp/lock/blocking.h"
#include "mp/lock/robust_mutex.h"
#include "mp/segment/process.h"

namespace polygil::mp {

// The caller owns the lock that goes with it (a RecursiveLock, say), and waits like this:
//   slot = Begin(); release the lock; Wait(slot, ...) until not kInterrupted; notified = End(slot); take the lock.
// Lives in zero-filled shared memory; Init before any other process sees it.
class Condition {
 public:
  static constexpr int kWaiters = 256;

  void Init() { mutex_.Init(); }

  // Enters the line; -1 if there are already kWaiters living waiters.
  int Begin();
  // kDone when notified, kTimedOut, kInterrupted.
  WaitResult Wait(int slot, int64_t deadline, const BlockingHooks& hooks);
  // Leaves the line; true if this waiter was notified (perhaps just after the deadline).
  bool End(int slot);

  // Wakes the `count` waiters who came first; returns how many there were.
  int Notify(int count);
  int Waiting();

  // For RobustLock: all changes are single stores, there is nothing to mend.
  void Repair() {}

 private:
  enum State : uint32_t { kFree, kWaiting, kNotified };

  struct Waiter {
    std::atomic<uint32_t> state;  // slept upon
    uint64_t ticket;
    ProcessIdentity process;
  };

  int OldestWaiter();

  RobustMutex mutex_;
  uint64_t next_ticket_;
  Waiter waiters_[kWaiters];
};

// A flag to wait for. All zero is a valid, unset event.
class Event {
 public:
  bool IsSet() const { return word_.load(std::memory_order_acquire) != 0; }
  void Set();
  void Clear() { word_.store(0, std::memory_order_release); }
  WaitResult Wait(int64_t deadline, const BlockingHooks& hooks);

 private:
  std::atomic<uint32_t> word_;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_LOCK_CONDITION_H_
