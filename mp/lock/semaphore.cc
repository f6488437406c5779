#include "mp/lock/semaphore.h"

#include <errno.h>

namespace polygil::mp {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

}  // namespace

void Semaphore::Init(uint32_t value, uint32_t maximum) {
  mutex_.Init();
  total_ = value;
  maximum_ = maximum;
  value_.store(value, std::memory_order_release);
}

void Semaphore::Repair() {
  uint32_t held = anonymous_;
  for (const Holder& holder : holders_) held += holder.count.load(kRelaxed);
  value_.store(total_ > held ? total_ - held : 0, std::memory_order_release);
}

const Semaphore::Holder* Semaphore::FindHolder(ProcessIdentity identity) const {
  for (const Holder& holder : holders_) {
    if (holder.identity.load(kRelaxed) == identity) return &holder;
  }
  return nullptr;
}

uint32_t Semaphore::HeldByCaller() const {
  const Holder* holder = FindHolder(OwnIdentity());
  return holder == nullptr ? 0 : holder->count.load(kRelaxed);
}

void Semaphore::RecordAcquired(ProcessIdentity identity) {
  Holder* free = nullptr;
  for (Holder& holder : holders_) {
    if (holder.identity.load(kRelaxed) == identity) {
      holder.count.store(holder.count.load(kRelaxed) + 1, kRelaxed);
      return;
    }
    if (free == nullptr && holder.count.load(kRelaxed) == 0) free = &holder;
  }
  if (free == nullptr) {
    ++anonymous_;
    return;
  }
  free->identity.store(identity, kRelaxed);
  std::atomic_signal_fence(std::memory_order_seq_cst);  // the count makes it true
  free->count.store(1, kRelaxed);
}

bool Semaphore::TryAcquire(WaitResult* result) {
  const ProcessIdentity self = OwnIdentity();
  RobustLock lock(mutex_, this);
  const uint32_t value = value_.load(kRelaxed);
  if (value == 0) return false;
  RecordAcquired(self);
  value_.store(value - 1, std::memory_order_release);
  *result = WaitResult::kDone;
  if (orphaned_ > 0) {
    --orphaned_;
    *result = WaitResult::kOwnerDied;
  }
  return true;
}

WaitResult Semaphore::Acquire(int64_t deadline, const BlockingHooks& hooks) {
  WaitResult result;
  if (TryAcquire(&result)) return result;
  BlockingScope scope(hooks);
  while (true) {
    if (FindTheDead() && TryAcquire(&result)) return result;
    if (HasPassed(deadline)) return WaitResult::kTimedOut;
    scope.Enter();
    if (spin_.SpinUntil([this] { return Value() > 0; }) && TryAcquire(&result)) return result;
    bell_.Arm();
    if (TryAcquire(&result)) return result;
    if (bell_.Sleep(deadline) == EINTR) return WaitResult::kInterrupted;
    if (TryAcquire(&result)) return result;
  }
}

// Frees one permit from the books of its holder, preferably the releaser. False if nobody holds any.
bool Semaphore::TakeFromAHolder(ProcessIdentity releaser) {
  Holder* other = nullptr;
  for (Holder& holder : holders_) {
    const uint32_t count = holder.count.load(kRelaxed);
    if (count == 0) continue;
    if (holder.identity.load(kRelaxed) == releaser) {
      holder.count.store(count - 1, kRelaxed);
      return true;
    }
    other = &holder;
  }
  if (maximum_ > 1 && (other != nullptr || anonymous_ > 0)) signal_style_ = 1;
  if (other != nullptr) {
    other->count.store(other->count.load(kRelaxed) - 1, kRelaxed);
    return true;
  }
  if (anonymous_ == 0) return false;
  --anonymous_;
  return true;
}

bool Semaphore::Release() {
  const ProcessIdentity self = OwnIdentity();
  {
    RobustLock lock(mutex_, this);
    const uint32_t value = value_.load(kRelaxed);
    if (value >= maximum_) return false;
    if (!TakeFromAHolder(self)) ++total_;
    value_.store(value + 1, std::memory_order_release);
  }
  bell_.RingOne();
  return true;
}

uint32_t Semaphore::GiveBack(ProcessIdentity dead) {
  uint32_t count = 0;
  {
    RobustLock lock(mutex_, this);
    if (signal_style_ != 0) return 0;
    for (Holder& holder : holders_) {
      if (holder.identity.load(kRelaxed) != dead) continue;
      count += holder.count.load(kRelaxed);
      holder.count.store(0, kRelaxed);
    }
    if (count == 0) return 0;
    orphaned_ += count;
    value_.store(value_.load(kRelaxed) + count, std::memory_order_release);
  }
  bell_.RingAll();
  return count;
}

// Looks for dead holders, at most once in half a recheck interval for all processes together. True if any were
// found.
bool Semaphore::FindTheDead() {
  const int64_t now = gil::MonotonicNs();
  int64_t last = last_search_.load(kRelaxed);
  if (last != 0 && now - last < kRecheckNs / 2) return false;
  if (!last_search_.compare_exchange_strong(last, now, kRelaxed)) return false;
  // The search itself runs without the mutex; GiveBack looks again at who holds what.
  bool found = false;
  for (const Holder& holder : holders_) {
    if (holder.count.load(kRelaxed) == 0) continue;
    const ProcessIdentity identity = holder.identity.load(kRelaxed);
    if (identity != 0 && !ProcessIsAlive(identity)) found |= GiveBack(identity) > 0;
  }
  return found;
}

void RecursiveLock::Init() { semaphore_.Init(1, 1); }

bool RecursiveLock::OwnedBy(uint32_t thread) const {
  const ProcessIdentity self = OwnIdentity();
  return owner_thread_.load(kRelaxed) == (self >> 32 << 32 | thread) && semaphore_.HeldByCaller() > 0;
}

WaitResult RecursiveLock::Acquire(uint32_t thread, int64_t deadline, const BlockingHooks& hooks) {
  if (OwnedBy(thread)) {
    ++depth_;
    return WaitResult::kDone;
  }
  const WaitResult result = semaphore_.Acquire(deadline, hooks);
  if (result == WaitResult::kDone || result == WaitResult::kOwnerDied) {
    depth_ = 1;
    owner_thread_.store(OwnIdentity() >> 32 << 32 | thread, kRelaxed);
  }
  return result;
}

bool RecursiveLock::Release(uint32_t thread) {
  if (!OwnedBy(thread)) return false;
  if (--depth_ == 0) {
    owner_thread_.store(0, kRelaxed);
    semaphore_.Release();
  }
  return true;
}

}  // namespace polygil::mp
