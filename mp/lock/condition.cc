#include "mp/lock/condition.h"

#include <errno.h>

#include <climits>

#include "gil/futex.h"

namespace polygil::mp {

namespace {

constexpr auto kShared = gil::FutexScope::kShared;

int64_t NextLook(int64_t deadline) { return EarlierDeadline(deadline, gil::MonotonicNs() + kRecheckNs); }

}  // namespace

int Condition::Begin() {
  const ProcessIdentity self = OwnIdentity();
  RobustLock lock(mutex_, this);
  int chosen = -1;
  for (int i = 0; i < kWaiters && chosen < 0; ++i) {
    if (waiters_[i].state.load(std::memory_order_relaxed) == kFree) chosen = i;
  }
  for (int i = 0; i < kWaiters && chosen < 0; ++i) {
    if (!ProcessIsAlive(waiters_[i].process)) chosen = i;
  }
  if (chosen < 0) return -1;
  Waiter& waiter = waiters_[chosen];
  waiter.process = self;
  waiter.ticket = next_ticket_++;
  waiter.state.store(kWaiting, std::memory_order_release);
  return chosen;
}

WaitResult Condition::Wait(int slot, int64_t deadline, const BlockingHooks& hooks) {
  Waiter& waiter = waiters_[slot];
  BlockingScope scope(hooks);
  while (waiter.state.load(std::memory_order_acquire) == kWaiting) {
    if (HasPassed(deadline)) return WaitResult::kTimedOut;
    scope.Enter();
    if (gil::FutexWait(waiter.state, kWaiting, NextLook(deadline), kShared) == EINTR) {
      return WaitResult::kInterrupted;
    }
  }
  return WaitResult::kDone;
}

bool Condition::End(int slot) {
  RobustLock lock(mutex_, this);
  return waiters_[slot].state.exchange(kFree, std::memory_order_acq_rel) == kNotified;
}

int Condition::OldestWaiter() {
  int oldest = -1;
  for (int i = 0; i < kWaiters; ++i) {
    if (waiters_[i].state.load(std::memory_order_relaxed) != kWaiting) continue;
    if (oldest < 0 || waiters_[i].ticket < waiters_[oldest].ticket) oldest = i;
  }
  return oldest;
}

int Condition::Notify(int count) {
  const ProcessIdentity self = OwnIdentity();
  int notified = 0;
  while (notified < count) {
    RobustLock lock(mutex_, this);
    const int chosen = OldestWaiter();
    if (chosen < 0) break;
    Waiter& waiter = waiters_[chosen];
    if (waiter.process != self && !ProcessIsAlive(waiter.process)) {
      waiter.state.store(kFree, std::memory_order_relaxed);
      continue;
    }
    waiter.state.store(kNotified, std::memory_order_release);
    gil::FutexWake(waiter.state, 1, kShared);
    ++notified;
  }
  return notified;
}

int Condition::Waiting() {
  RobustLock lock(mutex_, this);
  int count = 0;
  for (Waiter& waiter : waiters_) count += waiter.state.load(std::memory_order_relaxed) == kWaiting;
  return count;
}

void Event::Set() {
  if (word_.exchange(1, std::memory_order_acq_rel) == 0) gil::FutexWake(word_, INT_MAX, kShared);
}

WaitResult Event::Wait(int64_t deadline, const BlockingHooks& hooks) {
  BlockingScope scope(hooks);
  while (!IsSet()) {
    if (HasPassed(deadline)) return WaitResult::kTimedOut;
    scope.Enter();
    if (gil::FutexWait(word_, 0, NextLook(deadline), kShared) == EINTR) return WaitResult::kInterrupted;
  }
  return WaitResult::kDone;
}

}  // namespace polygil::mp
