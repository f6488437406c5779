#include "gil/gil.h"

#include <errno.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>

#include "gil/futex.h"

namespace polygil::gil {

namespace {

// A requester's spin covers the time a busy interpreter needs to see the request and answer it. Not longer: the
// holder may be inside a long call, and somebody else may want this CPU.
constexpr uint64_t kRequesterSpinNs = 5000;

// A holder pushed out by a thread back from I/O spins for about twice the usual stay of such a thread, if that
// is short enough to be cheaper than a futex.
constexpr uint64_t kLongestPreemptedSpinNs = 30000;

bool HasSeveralCpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof(set), &set) != 0 || CPU_COUNT(&set) > 1;
}

}  // namespace

Gil::Gil(Breaker& breaker)
    : interval_(0),
      breaker_(breaker),
      spin_allowed_(HasSeveralCpus()),
      requester_spin_(rate_.FromNs(kRequesterSpinNs)),
      longest_preempted_spin_(rate_.FromNs(kLongestPreemptedSpinNs)),
      credit_(rate_),
      io_hold_average_(rate_.FromNs(kRequesterSpinNs)),
      statistics_start_(Ticks()) {
  interval_.store(rate_.FromNs(kDefaultSwitchIntervalNs), std::memory_order_relaxed);
}

void Gil::SetSwitchInterval(uint64_t ns) {
  interval_ns_.store(ns, std::memory_order_relaxed);
  interval_.store(rate_.FromNs(ns), std::memory_order_relaxed);
}

void Gil::TakeSlow(ThreadTicket& ticket) {
  const int saved_errno = errno;
  uint64_t spin = 0;
  mutex_.Lock();
  const uint64_t now = Ticks();
  if (TryTakeOrMarkWaiting(ticket)) {
    holder_has_priority_ = false;
    mutex_.Unlock();
    ticket.hold_start_ = now;
    ticket.priority_hold_ = false;
    slice_start_.store(now, std::memory_order_relaxed);
    holder_.store(&ticket, std::memory_order_relaxed);
    ticket.statistics_.acquisitions.Add(1);
    errno = saved_errno;
    return;
  }
  Enqueue(ticket, now);
  if (ticket.wait_class_ == WaitClass::kIo && PeekNext() == &ticket && RequestDue(ticket, now) <= now) {
    RequestDrop(now);
    ticket.requested_ = true;
    spin = RequesterSpin();
  }
  mutex_.Unlock();
  WaitForGrant(ticket, spin);
  errno = saved_errno;
}

// Takes a free lock and returns true, or marks it as waited for. Blocks for ever once the lock is closed.
bool Gil::TryTakeOrMarkWaiting(const ThreadTicket& ticket) {
  uint32_t state = state_.load(std::memory_order_relaxed);
  while (true) {
    if ((state & kClosed) != 0 && closer_ != &ticket) {
      mutex_.Unlock();
      BlockForever();
    }
    const bool held = (state & kHeld) != 0;
    const uint32_t wanted = held ? state | kWaiters : state | kHeld;
    if (state_.compare_exchange_weak(state, wanted, std::memory_order_acquire,
                                     std::memory_order_relaxed)) {
      return !held;
    }
  }
}

void Gil::Enqueue(ThreadTicket& ticket, uint64_t now) {
  ticket.enqueued_ = now;
  ticket.wake_due_ = 0;
  ticket.requested_ = false;
  ticket.slice_used_ = 0;
  ticket.wait_class_ = WaitClass::kCpu;
  ticket.word_.store(ThreadTicket::kSpinning, std::memory_order_relaxed);
  if (ticket.back_from_io_) {
    credit_.Refill(now);
    if (credit_.MayGoFirst()) {
      ticket.wait_class_ = WaitClass::kIo;
      ticket.request_due_ = now + credit_.Delay();
      ticket.statistics_.express_requests.Add(1);
    }
  }
  (ticket.wait_class_ == WaitClass::kIo ? io_line_ : cpu_line_).PushBack(ticket);
}

ThreadTicket* Gil::PeekNext() const { return !io_line_.Empty() ? io_line_.Front() : cpu_line_.Front(); }

ThreadTicket* Gil::PopNext() {
  if (!io_line_.Empty()) return io_line_.PopFront();
  return cpu_line_.Empty() ? nullptr : cpu_line_.PopFront();
}

void Gil::DropSlow(ThreadTicket& ticket) {
  Wakes wakes;
  {
    MutexLock lock(mutex_);
    const uint64_t now = Ticks();
    AnswerRequest(now);
    EndHold(ticket, now);
    ThreadTicket* const next = closer_ == nullptr ? PopNext() : nullptr;
    if (next == nullptr) {
      state_.store(closer_ == nullptr ? 0 : kClosed, std::memory_order_release);
    } else {
      wakes = Transfer(*next, now);
    }
  }
  Wake(wakes);
}

uint64_t Gil::HandOver(ThreadTicket& ticket) {
  const int saved_errno = errno;
  Wakes wakes;
  uint64_t latency = 0;
  uint64_t spin = 0;
  {
    MutexLock lock(mutex_);
    const uint64_t now = Ticks();
    latency = AnswerRequest(now);
    if (closer_ != nullptr || PeekNext() == nullptr) return rate_.ToNs(latency);
    const uint64_t used = TicksBetween(slice_start_.load(std::memory_order_relaxed), now);
    const bool preempted = PeekNext()->wait_class_ == WaitClass::kIo && !ticket.priority_hold_ &&
                           used < interval_.load(std::memory_order_relaxed);
    ticket.statistics_.releases[static_cast<int>(Reason::kForced)].Add(1);
    EndHold(ticket, now);
    ThreadTicket* const next = PopNext();
    holder_.store(nullptr, std::memory_order_relaxed);
    ticket.back_from_io_ = false;
    Enqueue(ticket, now);
    if (preempted) {
      // Undo the place at the end of the line: it was not this thread's time to go.
      cpu_line_.Remove(ticket);
      cpu_line_.PushFront(ticket);
      ticket.slice_used_ = used;
      ticket.statistics_.preempted_by_io.Add(1);
      spin = PreemptedSpin();
    }
    wakes = Transfer(*next, now);
  }
  Wake(wakes);
  WaitForGrant(ticket, spin);
  errno = saved_errno;
  return rate_.ToNs(latency);
}

// Makes `next`, already out of its line, the holder. Also makes the waiter after it look at the clock again if
// it would otherwise sleep past the end of the new slice.
Gil::Wakes Gil::Transfer(ThreadTicket& next, uint64_t now) {
  Wakes wakes;
  next.granted_ = now;
  next.priority_hold_ = next.wait_class_ == WaitClass::kIo;
  holder_has_priority_ = next.priority_hold_;
  slice_start_.store(now - next.slice_used_, std::memory_order_relaxed);
  ThreadTicket* const after = PeekNext();
  state_.store(after == nullptr ? kHeld : kHeld | kWaiters, std::memory_order_relaxed);
  if (after != nullptr) after->requested_ = false;  // whatever it asked, it asked the holder before
  if (after != nullptr && after->word_.load(std::memory_order_relaxed) == ThreadTicket::kSleeping &&
      after->wake_due_ > RequestDue(*after, now)) {
    after->word_.store(ThreadTicket::kPoked, std::memory_order_relaxed);
    wakes.poked = &after->word_;
  }
  const uint32_t before = next.word_.exchange(ThreadTicket::kGranted, std::memory_order_acq_rel);
  if (before == ThreadTicket::kSleeping) wakes.granted = &next.word_;
  return wakes;
}

void Gil::Wake(const Wakes& wakes) {
  if (wakes.granted != nullptr) FutexWake(*wakes.granted, 1);
  if (wakes.poked != nullptr) FutexWake(*wakes.poked, 1);
}

// When `waiter` should ask the holder to let go, in ticks. For those further back in the line: when they could
// have become next and the slice before them be over.
uint64_t Gil::RequestDue(const ThreadTicket& waiter, uint64_t now) const {
  const uint64_t interval = interval_.load(std::memory_order_relaxed);
  const uint64_t slice_end = slice_start_.load(std::memory_order_relaxed) + interval;
  if (&waiter == PeekNext()) {
    const bool goes_first = waiter.wait_class_ == WaitClass::kIo && !holder_has_priority_;
    return goes_first ? std::min(waiter.request_due_, slice_end) : slice_end;
  }
  uint64_t due = slice_end;
  for (ThreadTicket* t = io_line_.Front(); t != nullptr && t != &waiter; t = WaitList::Next(*t)) {
    due += interval;
  }
  if (waiter.wait_class_ == WaitClass::kCpu) {
    for (ThreadTicket* t = cpu_line_.Front(); t != nullptr && t != &waiter; t = WaitList::Next(*t)) {
      due += interval;
    }
  }
  return std::max(due, now + interval);
}

void Gil::RequestDrop(uint64_t now) {
  if (request_made_ == 0) {
    request_made_ = now;
    drop_requests_.Add(1);
  }
  breaker_.Set(kGilDropRequest);
}

// Withdraws a pending request; returns how long it was pending, in ticks.
uint64_t Gil::AnswerRequest(uint64_t now) {
  if (request_made_ == 0) return 0;
  const uint64_t latency = TicksBetween(request_made_, now);
  request_made_ = 0;
  breaker_.Clear(kGilDropRequest);
  const uint64_t ns = rate_.ToNs(latency);
  request_latency_.Add(ns);
  longest_request_latency_ns_.Raise(ns);
  return latency;
}

// Books a hold that ends while others wait: it is always counted exactly.
void Gil::EndHold(ThreadTicket& ticket, uint64_t now) {
  const uint64_t held = TicksBetween(ticket.hold_start_, now);
  const uint64_t ns = rate_.ToNs(held);
  ticket.statistics_.hold.Add(ns);
  ticket.statistics_.hold_ns.Add(ns);
  ticket.statistics_.longest_hold_ns.Raise(ns);
  if (held > interval_.load(std::memory_order_relaxed)) ticket.back_from_io_ = false;
  if (ticket.priority_hold_) {
    const uint64_t average = io_hold_average_.load(std::memory_order_relaxed);
    io_hold_average_.store((average * 7 + held) / 8, std::memory_order_relaxed);
    if (!cpu_line_.Empty()) {
      credit_.Refill(now);
      credit_.Charge(TicksBetween(ticket.granted_, now) + unpaid_.exchange(0, std::memory_order_relaxed));
    }
  }
  BlameHolder(io_line_, ticket, now);
  BlameHolder(cpu_line_, ticket, now);
}

// Adds this hold to the account of everybody who waited for it.
void Gil::BlameHolder(const WaitList& line, const ThreadTicket& holder, uint64_t now) {
  for (const ThreadTicket* waiter = line.Front(); waiter != nullptr; waiter = WaitList::Next(*waiter)) {
    const uint64_t since = std::max(waiter->enqueued_, holder.hold_start_);
    waited_ns_[waiter->slot_][holder.slot_].Add(rate_.ToNs(TicksBetween(since, now)));
  }
}

uint64_t Gil::PreemptedSpin() const {
  if (!spin_allowed_) return 0;
  const uint64_t expected = 2 * io_hold_average_.load(std::memory_order_relaxed) + requester_spin_ / 2;
  return expected <= longest_preempted_spin_ ? expected : 0;
}

void Gil::WaitForGrant(ThreadTicket& ticket, uint64_t spin_ticks) {
  while (!SpinForGrant(ticket, spin_ticks)) spin_ticks = SleepUntilDue(ticket);
  // The lock is ours from here on.
  ticket.word_.store(ThreadTicket::kIdle, std::memory_order_relaxed);
  const uint64_t now = Ticks();
  ticket.hold_start_ = now;
  if (!ticket.priority_hold_) {
    slice_start_.store(now - ticket.slice_used_, std::memory_order_relaxed);
  }
  holder_.store(&ticket, std::memory_order_relaxed);
  const uint64_t waited = rate_.ToNs(TicksBetween(ticket.enqueued_, now));
  ThreadStatistics& statistics = ticket.statistics_;
  statistics.acquisitions.Add(1);
  statistics.contended.Add(1);
  statistics.wait_ns.Add(waited);
  statistics.longest_wait_ns.Raise(waited);
  statistics.wait.Add(waited);
  const uint64_t handover = TicksBetween(ticket.granted_, now);
  handover_.Add(rate_.ToNs(handover));
  // A thread back from I/O also cost the time in which its victim was not yet running again.
  if (ticket.slice_used_ != 0) unpaid_.store(handover, std::memory_order_relaxed);
}

bool Gil::SpinForGrant(const ThreadTicket& ticket, uint64_t spin_ticks) {
  if (ticket.word_.load(std::memory_order_acquire) == ThreadTicket::kGranted) return true;
  if (spin_ticks == 0) return false;
  const uint64_t start = Ticks();
  do {
    CpuRelax();
    if (ticket.word_.load(std::memory_order_acquire) == ThreadTicket::kGranted) return true;
  } while (TicksBetween(start, Ticks()) < spin_ticks);
  return false;
}

// One step of a waiter: asks for the lock if it is time, and returns how long to spin for the answer; otherwise
// sleeps until the lock is granted, somebody pokes it, or it is time to ask, and returns 0.
uint64_t Gil::SleepUntilDue(ThreadTicket& ticket) {
  int64_t deadline = kForever;
  {
    MutexLock lock(mutex_);
    if (ticket.word_.load(std::memory_order_relaxed) == ThreadTicket::kGranted) return 0;
    const uint64_t now = Ticks();
    uint64_t due = kNever;
    if (!ticket.requested_) {
      due = RequestDue(ticket, now);
      if (due <= now) {
        RequestDrop(now);
        ticket.requested_ = true;
        ticket.word_.store(ThreadTicket::kSpinning, std::memory_order_relaxed);
        if (RequesterSpin() != 0) return RequesterSpin();
        due = kNever;
      } else {
        deadline = MonotonicNs() + static_cast<int64_t>(rate_.ToNs(due - now));
      }
    }
    ticket.wake_due_ = due;
    ticket.word_.store(ThreadTicket::kSleeping, std::memory_order_relaxed);
  }
  FutexWait(ticket.word_, ThreadTicket::kSleeping, deadline);
  return 0;
}

void Gil::SampleHold(ThreadTicket& ticket) {
  const uint64_t ns = rate_.ToNs(TicksBetween(ticket.hold_start_, Ticks()));
  if ((state_.load(std::memory_order_relaxed) & kWaiters) != 0) return;  // will be counted exactly
  ticket.statistics_.hold.Add(ns, kSampling);
  ticket.statistics_.hold_ns.Add(ns * kSampling);
  ticket.statistics_.longest_hold_ns.Raise(ns);
}

void Gil::Close(ThreadTicket& survivor) {
  MutexLock lock(mutex_);
  closer_ = &survivor;
  state_.fetch_or(kClosed, std::memory_order_relaxed);
  request_made_ = 0;
  breaker_.Clear(kGilDropRequest);
}

void Gil::BlockForever() {
  while (true) pause();
}

}  // namespace polygil::gil
