// A semaphore in shared memory that knows who holds its permits, so that those of a killed process can be given
// back. With a maximum of one it is the lock of multiprocessing.
//
// The truth is `total_` (permits that exist) and the count of each holder; `value_` is what is left and can be
// recomputed. Every change of the truth is one store, so a process killed anywhere leaves a repairable state.
//
// Any process may release what another acquired, as CPython allows. If that happens with a semaphore of several
// permits, it is being used to signal rather than to hold, and nothing is given back for the dead from then on.
#ifndef POLYGIL_MP_LOCK_SEMAPHORE_H_
#define POLYGIL_MP_LOCK_SEMAPHORE_H_

#include <atomic>
#include <cstdint>

#include "mp/lock/blocking.h"
#include "mp/lock/doorbell.h"
#include "mp/lock/robust_mutex.h"
#include "mp/lock/spin.h"
#include "mp/segment/process.h"

namespace polygil::mp {

// Lives in zero-filled shared memory; Init before any other process sees it. Never destroyed.
class Semaphore {
 public:
  static constexpr uint32_t kMaximum = 2147483647;  // SEM_VALUE_MAX

  void Init(uint32_t value, uint32_t maximum);

  // Takes a permit: kDone; kOwnerDied (with the permit, which a dead process held); kTimedOut; kInterrupted.
  WaitResult Acquire(int64_t deadline, const BlockingHooks& hooks);

  // Gives a permit back, or makes a new one. False if the maximum would be exceeded.
  bool Release();

  // Permits left at this instant.
  uint32_t Value() const { return value_.load(std::memory_order_acquire); }

  // Permits the calling process holds.
  uint32_t HeldByCaller() const;

  // Gives back the permits of one process that is known to be dead. Waiters find the dead by themselves within
  // kRecheckNs; a supervisor that calls this makes it immediate. Returns the number of permits.
  uint32_t GiveBack(ProcessIdentity dead);

  // For RobustLock.
  void Repair();

 private:
  static constexpr int kHolders = 64;

  struct Holder {
    std::atomic<ProcessIdentity> identity;
    std::atomic<uint32_t> count;
  };

  bool TryAcquire(WaitResult* result);
  void RecordAcquired(ProcessIdentity identity);
  bool TakeFromAHolder(ProcessIdentity releaser);
  bool FindTheDead();
  const Holder* FindHolder(ProcessIdentity identity) const;

  RobustMutex mutex_;
  std::atomic<uint32_t> value_;
  Doorbell bell_;
  SpinHint spin_;
  uint32_t total_;
  uint32_t maximum_;
  uint32_t anonymous_;       // permits held by processes that found no room among the holders
  uint32_t signal_style_;    // released by others than those who acquired
  uint32_t orphaned_;        // permits given back for the dead and not yet reported
  std::atomic<int64_t> last_search_;
  Holder holders_[kHolders];
};

// A lock that its owning thread may take again.
class RecursiveLock {
 public:
  void Init();

  // `thread` tells the threads of the calling process apart; not 0.
  WaitResult Acquire(uint32_t thread, int64_t deadline, const BlockingHooks& hooks);

  // False if the calling thread does not own the lock.
  bool Release(uint32_t thread);

  bool OwnedBy(uint32_t thread) const;
  uint32_t Depth() const { return depth_; }
  Semaphore& semaphore() { return semaphore_; }

 private:
  Semaphore semaphore_;
  std::atomic<uint64_t> owner_thread_;  // pid and thread
  uint32_t depth_;                      // the owner's
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_LOCK_SEMAPHORE_H_
