// The global interpreter lock: a fair lock that is handed over, not fought for.
//
// One word says whether it is held and whether anybody waits. Nobody waits: take and drop are one
// compare-and-swap each. Somebody waits: the holder passes the lock directly to the next in line while the word
// stays "held", so no third thread can slip in, and wakes only that one through a futex word of its own.
//
//   * Lines. Threads back from blocking I/O stand in a line of their own that is served first, within a credit
//     (credit.h); all others are served in order of arrival.
//   * Slices. A thread may keep the lock for the switch interval, counted from when it got it. Only the next in
//     line watches the time; when the slice is over it sets kGilDropRequest in the interpreter's breaker, and
//     the holder's loop calls HandOver. A thread back from I/O sets it at once.
//   * A holder pushed out by a thread back from I/O returns to the head of the line with the rest of its slice,
//     and spins for some microseconds instead of sleeping, because it will be its turn again before a futex
//     could have woken it. So an I/O operation costs the CPU-bound thread little more than the time the I/O
//     thread really ran.
//   * The last step of finalisation closes the lock: threads that come later block for ever.
//
// Invariants: the `waiters` bit is set exactly while a line is not empty; it changes only under the mutex. A
// free lock has no waiters. Grants and pokes are stored under the mutex, and a thread goes to sleep on its word
// only after having stored kSleeping under the mutex, so no wake-up is lost. No code here allocates while the
// mutex is held, and nothing is called back.
#ifndef POLYGIL_GIL_GIL_H_
#define POLYGIL_GIL_GIL_H_

#include <atomic>
#include <cstdint>

#include "gil/annotations.h"
#include "gil/breaker.h"
#include "gil/clock.h"
#include "gil/credit.h"
#include "gil/mutex.h"
#include "gil/statistics.h"
#include "gil/ticket.h"

namespace polygil::gil {

class POLYGIL_CAPABILITY("gil") Gil {
 public:
  static constexpr uint64_t kDefaultSwitchIntervalNs = 5000000;

  // `breaker` belongs to the interpreter and must outlive the lock.
  explicit Gil(Breaker& breaker);
  ~Gil() = default;
  Gil(const Gil&) = delete;
  Gil& operator=(const Gil&) = delete;

  // Waits until the calling thread, which must not hold the lock, holds it. Keeps errno. Never returns once the
  // lock is closed, except to the thread that closed it.
  void Take(ThreadTicket& ticket) POLYGIL_ACQUIRE() {
    uint32_t free = 0;
    if (state_.compare_exchange_strong(free, kHeld, std::memory_order_acquire,
                                       std::memory_order_relaxed)) [[likely]] {
      const uint64_t now = Ticks();
      ticket.hold_start_ = now;
      ticket.priority_hold_ = false;
      slice_start_.store(now, std::memory_order_relaxed);
      holder_.store(&ticket, std::memory_order_relaxed);
      ticket.statistics_.acquisitions.Add(1);
      return;
    }
    TakeSlow(ticket);
  }

  // Lets go, handing over if somebody waits. `reason` decides whether the thread comes back with I/O priority.
  void Drop(ThreadTicket& ticket, Reason reason) POLYGIL_RELEASE() {
    ticket.statistics_.releases[static_cast<int>(reason)].Add(1);
    ticket.back_from_io_ = reason == Reason::kBlockingIo || reason == Reason::kSleep;
    if ((++ticket.drops_ % kSampling) == 0) SampleHold(ticket);
    holder_.store(nullptr, std::memory_order_relaxed);
    uint32_t held = kHeld;
    if (state_.compare_exchange_strong(held, 0, std::memory_order_release,
                                       std::memory_order_relaxed)) [[likely]] {
      return;
    }
    DropSlow(ticket);
  }

  // Called by the holder at a safe point when the breaker shows kGilDropRequest: passes the lock to the next in
  // line and waits for its own turn. Returns the nanoseconds since the request was made, 0 if there was none, so
  // that the caller can note which code was slow to answer. Keeps errno.
  uint64_t HandOver(ThreadTicket& ticket) POLYGIL_REQUIRES(this);

  // True if `ticket`'s thread holds the lock; exact when asked by that thread.
  bool HeldBy(const ThreadTicket& ticket) const {
    return holder_.load(std::memory_order_relaxed) == &ticket;
  }
  void AssertHeld() const POLYGIL_ASSERT_CAPABILITY(this) {}

  // sys.setswitchinterval and sys.getswitchinterval, in nanoseconds. Applies from the next wait on.
  void SetSwitchInterval(uint64_t ns);
  uint64_t SwitchInterval() const { return interval_ns_.load(std::memory_order_relaxed); }

  // Around fork(), by the thread that holds the lock. BeforeFork takes the internal mutex, so that the child
  // inherits it in a known state. In the child only `survivor` remains: it holds the lock, the line is empty,
  // other tickets are detached (they may still be destroyed) and statistics start again.
  void BeforeFork() POLYGIL_NO_THREAD_SAFETY_ANALYSIS { mutex_.Lock(); }
  void AfterForkParent() POLYGIL_NO_THREAD_SAFETY_ANALYSIS { mutex_.Unlock(); }
  void AfterForkChild(ThreadTicket& survivor) POLYGIL_NO_THREAD_SAFETY_ANALYSIS;

  // From now on only `survivor`, who holds the lock, can take it; all other threads block for ever.
  void Close(ThreadTicket& survivor) POLYGIL_REQUIRES(this);

  // A consistent enough copy of all statistics; the GIL is not needed.
  Snapshot TakeSnapshot() const;
  void ResetStatistics() POLYGIL_REQUIRES(this);

  const TickRate& rate() const { return rate_; }

 private:
  friend class ThreadTicket;

  static constexpr uint32_t kHeld = 1;
  static constexpr uint32_t kWaiters = 2;
  static constexpr uint32_t kClosed = 4;
  static constexpr uint32_t kSampling = 16;
  static constexpr uint64_t kNever = ~uint64_t{0};

  struct Wakes {
    const std::atomic<uint32_t>* granted = nullptr;
    const std::atomic<uint32_t>* poked = nullptr;
  };

  void ResetStatisticsLocked() POLYGIL_REQUIRES(mutex_);
  void Attach(ThreadTicket& ticket);
  void Detach(ThreadTicket& ticket);

  void TakeSlow(ThreadTicket& ticket) POLYGIL_NO_THREAD_SAFETY_ANALYSIS;
  void DropSlow(ThreadTicket& ticket);
  bool TryTakeOrMarkWaiting(const ThreadTicket& ticket) POLYGIL_REQUIRES(mutex_);
  void Enqueue(ThreadTicket& ticket, uint64_t now) POLYGIL_REQUIRES(mutex_);
  ThreadTicket* PopNext() POLYGIL_REQUIRES(mutex_);
  ThreadTicket* PeekNext() const POLYGIL_REQUIRES(mutex_);
  Wakes Transfer(ThreadTicket& next, uint64_t now) POLYGIL_REQUIRES(mutex_);
  uint64_t RequestDue(const ThreadTicket& waiter, uint64_t now) const POLYGIL_REQUIRES(mutex_);
  void RequestDrop(uint64_t now) POLYGIL_REQUIRES(mutex_);
  uint64_t AnswerRequest(uint64_t now) POLYGIL_REQUIRES(mutex_);
  void EndHold(ThreadTicket& ticket, uint64_t now) POLYGIL_REQUIRES(mutex_);
  void BlameHolder(const WaitList& line, const ThreadTicket& holder, uint64_t now)
      POLYGIL_REQUIRES(mutex_);
  void WaitForGrant(ThreadTicket& ticket, uint64_t spin_ticks) POLYGIL_EXCLUDES(mutex_);
  uint64_t SleepUntilDue(ThreadTicket& ticket) POLYGIL_EXCLUDES(mutex_);
  static bool SpinForGrant(const ThreadTicket& ticket, uint64_t spin_ticks);
  uint64_t RequesterSpin() const { return spin_allowed_ ? requester_spin_ : 0; }
  uint64_t PreemptedSpin() const;
  void SampleHold(ThreadTicket& ticket);
  static void Wake(const Wakes& wakes);
  [[noreturn]] static void BlockForever();

  std::atomic<uint32_t> state_{0};
  std::atomic<ThreadTicket*> holder_{nullptr};
  std::atomic<uint64_t> slice_start_{0};  // ticks
  std::atomic<uint64_t> interval_ns_{kDefaultSwitchIntervalNs};
  std::atomic<uint64_t> interval_;  // ticks
  Breaker& breaker_;
  const TickRate rate_;
  const bool spin_allowed_;  // false with one CPU
  const uint64_t requester_spin_;
  const uint64_t longest_preempted_spin_;

  mutable Mutex mutex_;
  WaitList io_line_ POLYGIL_GUARDED_BY(mutex_);
  WaitList cpu_line_ POLYGIL_GUARDED_BY(mutex_);
  bool holder_has_priority_ POLYGIL_GUARDED_BY(mutex_) = false;
  uint64_t request_made_ POLYGIL_GUARDED_BY(mutex_) = 0;  // ticks, 0: no request pending
  IoCredit credit_ POLYGIL_GUARDED_BY(mutex_);
  const ThreadTicket* closer_ POLYGIL_GUARDED_BY(mutex_) = nullptr;
  ThreadTicket* registry_ POLYGIL_GUARDED_BY(mutex_) = nullptr;
  uint32_t used_slots_ POLYGIL_GUARDED_BY(mutex_) = 0;
  ThreadStatistics ended_ POLYGIL_GUARDED_BY(mutex_);

  std::atomic<uint64_t> unpaid_{0};           // ticks still to be charged to the credit
  std::atomic<uint64_t> io_hold_average_;  // ticks a thread back from I/O keeps the lock
  Counter waited_ns_[Snapshot::kSlots][Snapshot::kSlots];
  Histogram handover_;
  Histogram request_latency_;
  Counter longest_request_latency_ns_;
  Counter drop_requests_;
  std::atomic<uint64_t> statistics_start_;
};

}  // namespace polygil::gil

#endif  // POLYGIL_GIL_GIL_H_
