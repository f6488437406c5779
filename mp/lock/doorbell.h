// A place in shared memory where processes sleep until something changes. The change itself is published
// elsewhere; the bell only wakes those who look for it:
//
//   sleeper: Arm(); look again; if still nothing: Sleep()        ringer: publish; RingOne() or RingAll()
//
// Ringing costs one fence and one load while nobody is armed. Nothing here can be left broken by a killed
// process: a stale "armed" costs the next ringer one system call, and sleepers look again every kRecheckNs.
#ifndef POLYGIL_MP_LOCK_DOORBELL_H_
#define POLYGIL_MP_LOCK_DOORBELL_H_

#include <atomic>
#include <climits>
#include <cstdint>

#include "gil/futex.h"
#include "mp/lock/blocking.h"

namespace polygil::mp {

class Doorbell {
 public:
  void Arm() { armed_.store(1, std::memory_order_seq_cst); }

  // Returns when rung, interrupted by a signal (then EINTR), at the deadline, or after kRecheckNs at the latest.
  int Sleep(int64_t deadline) {
    const int64_t limit = EarlierDeadline(deadline, gil::MonotonicNs() + kRecheckNs);
    return gil::FutexWait(armed_, 1, limit, gil::FutexScope::kShared);
  }

  void RingOne() {
    if (!Armed()) return;
    armed_.store(0, std::memory_order_seq_cst);
    if (gil::FutexWake(armed_, 1, gil::FutexScope::kShared) > 0) {
      armed_.store(1, std::memory_order_seq_cst);  // there may be more
    }
  }

  void RingAll() {
    if (Armed()) WakeAll();
  }

  // For a ringer whose publication was itself a sequentially consistent read-modify-write: no fence needed.
  bool ArmedAfterExchange() const { return armed_.load(std::memory_order_seq_cst) != 0; }

  // For a ringer that wakes the sleeper in another way.
  void Disarm() { armed_.store(0, std::memory_order_seq_cst); }

 private:
  void WakeAll() {
    armed_.store(0, std::memory_order_seq_cst);
    gil::FutexWake(armed_, INT_MAX, gil::FutexScope::kShared);
  }

  // The fence puts the publication before the look at the sleepers; theirs is the other way round.
  bool Armed() const {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    return armed_.load(std::memory_order_relaxed) != 0;
  }

  std::atomic<uint32_t> armed_{0};
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_LOCK_DOORBELL_H_
