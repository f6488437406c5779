// The list of tickets: threads coming and going, forks, and the snapshot for tools.
#include <algorithm>
#include <bit>

#include "gil/gil.h"

namespace polygil::gil {

ThreadTicket::ThreadTicket(Gil& gil, uint64_t ident) : gil_(&gil), ident_(ident) { gil.Attach(*this); }

ThreadTicket::~ThreadTicket() {
  if (gil_ != nullptr) gil_->Detach(*this);
}

void Gil::Attach(ThreadTicket& ticket) {
  MutexLock lock(mutex_);
  constexpr int kShared = Snapshot::kSlots - 1;
  ticket.slot_ = std::min(std::countr_one(used_slots_), kShared);
  if (ticket.slot_ != kShared) used_slots_ |= 1u << ticket.slot_;
  ticket.registry_previous_ = nullptr;
  ticket.registry_next_ = registry_;
  if (registry_ != nullptr) registry_->registry_previous_ = &ticket;
  registry_ = &ticket;
}

void Gil::Detach(ThreadTicket& ticket) {
  MutexLock lock(mutex_);
  ended_.Merge(ticket.statistics_);
  used_slots_ &= ~(ticket.slot_ == Snapshot::kSlots - 1 ? 0 : 1u << ticket.slot_);
  ThreadTicket* const next = ticket.registry_next_;
  if (next != nullptr) next->registry_previous_ = ticket.registry_previous_;
  if (ticket.registry_previous_ != nullptr) {
    ticket.registry_previous_->registry_next_ = next;
  } else {
    registry_ = next;
  }
}

void Gil::AfterForkChild(ThreadTicket& survivor) {
  mutex_.ResetAfterFork();
  MutexLock lock(mutex_);
  io_line_.Clear();
  cpu_line_.Clear();
  for (ThreadTicket* ticket = registry_; ticket != nullptr; ticket = ticket->registry_next_) {
    if (ticket != &survivor) ticket->gil_ = nullptr;
  }
  survivor.registry_previous_ = survivor.registry_next_ = nullptr;
  registry_ = &survivor;
  used_slots_ = survivor.slot_ == Snapshot::kSlots - 1 ? 0 : 1u << survivor.slot_;
  request_made_ = 0;
  breaker_.Clear(kGilDropRequest);
  closer_ = nullptr;
  holder_has_priority_ = false;
  const uint64_t now = Ticks();
  survivor.hold_start_ = now;
  survivor.slice_used_ = 0;
  survivor.priority_hold_ = false;
  survivor.word_.store(ThreadTicket::kIdle, std::memory_order_relaxed);
  slice_start_.store(now, std::memory_order_relaxed);
  holder_.store(&survivor, std::memory_order_relaxed);
  state_.store(kHeld, std::memory_order_relaxed);
  ResetStatisticsLocked();
}

void Gil::ResetStatistics() {
  MutexLock lock(mutex_);
  ResetStatisticsLocked();
}

void Gil::ResetStatisticsLocked() {
  for (ThreadTicket* ticket = registry_; ticket != nullptr; ticket = ticket->registry_next_) {
    ticket->statistics_.Reset();
  }
  ended_.Reset();
  for (auto& row : waited_ns_) {
    for (Counter& cell : row) cell.Reset();
  }
  handover_.Reset();
  request_latency_.Reset();
  longest_request_latency_ns_.Reset();
  drop_requests_.Reset();
  statistics_start_.store(Ticks(), std::memory_order_relaxed);
}

namespace {

Snapshot::Thread CopyOf(const ThreadStatistics& from) {
  Snapshot::Thread to{};
  to.acquisitions = from.acquisitions.Get();
  to.contended = from.contended.Get();
  to.wait_ns = from.wait_ns.Get();
  to.hold_ns = from.hold_ns.Get();
  to.longest_wait_ns = from.longest_wait_ns.Get();
  to.longest_hold_ns = from.longest_hold_ns.Get();
  to.preempted_by_io = from.preempted_by_io.Get();
  to.express_requests = from.express_requests.Get();
  for (int i = 0; i < kReasonCount; ++i) to.releases[i] = from.releases[i].Get();
  for (int i = 0; i < Histogram::kBuckets; ++i) {
    to.wait[i] = from.wait.Bucket(i);
    to.hold[i] = from.hold.Bucket(i);
  }
  return to;
}

}  // namespace

Snapshot Gil::TakeSnapshot() const {
  Snapshot snapshot{};
  // Room is made before the mutex is taken; a thread that starts meanwhile may be left out.
  size_t count = 1;
  {
    MutexLock lock(mutex_);
    for (ThreadTicket* t = registry_; t != nullptr; t = t->registry_next_) ++count;
  }
  snapshot.threads.reserve(count);
  {
    MutexLock lock(mutex_);
    const ThreadTicket* const holder = holder_.load(std::memory_order_relaxed);
    for (ThreadTicket* t = registry_; t != nullptr && snapshot.threads.size() + 1 < count;
         t = t->registry_next_) {
      Snapshot::Thread thread = CopyOf(t->statistics_);
      thread.ident = t->ident_;
      thread.slot = t->slot_;
      thread.holding = t == holder;
      thread.waiting = t->word_.load(std::memory_order_relaxed) != ThreadTicket::kIdle;
      snapshot.threads.push_back(thread);
    }
    Snapshot::Thread ended = CopyOf(ended_);
    ended.slot = -1;
    snapshot.threads.push_back(ended);
  }
  for (int i = 0; i < Snapshot::kSlots; ++i) {
    for (int j = 0; j < Snapshot::kSlots; ++j) snapshot.waited_ns[i][j] = waited_ns_[i][j].Get();
  }
  for (int i = 0; i < Histogram::kBuckets; ++i) {
    snapshot.handover[i] = handover_.Bucket(i);
    snapshot.request_latency[i] = request_latency_.Bucket(i);
  }
  snapshot.longest_request_latency_ns = longest_request_latency_ns_.Get();
  snapshot.drop_requests = drop_requests_.Get();
  snapshot.age_ns =
      rate_.ToNs(TicksBetween(statistics_start_.load(std::memory_order_relaxed), Ticks()));
  return snapshot;
}

}  // namespace polygil::gil
