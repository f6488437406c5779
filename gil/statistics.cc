#include "gil/statistics.h"

namespace polygil::gil {

const char* ReasonName(Reason reason) {
  static constexpr const char* kNames[kReasonCount] = {"blocking I/O", "sleep",       "lock wait",
                                                       "forced",       "thread exit", "other"};
  return kNames[static_cast<int>(reason)];
}

uint64_t Histogram::Count() const {
  uint64_t total = 0;
  for (const Counter& bucket : buckets_) total += bucket.Get();
  return total;
}

uint64_t Histogram::Quantile(double fraction) const {
  const uint64_t total = Count();
  uint64_t seen = 0;
  for (int i = 0; i < kBuckets; ++i) {
    seen += buckets_[i].Get();
    if (seen > 0 && static_cast<double>(seen) >= fraction * static_cast<double>(total)) {
      return uint64_t{1} << i;
    }
  }
  return 0;
}

void ThreadStatistics::Merge(const ThreadStatistics& other) {
  acquisitions.Add(other.acquisitions.Get());
  contended.Add(other.contended.Get());
  wait_ns.Add(other.wait_ns.Get());
  hold_ns.Add(other.hold_ns.Get());
  longest_wait_ns.Raise(other.longest_wait_ns.Get());
  longest_hold_ns.Raise(other.longest_hold_ns.Get());
  preempted_by_io.Add(other.preempted_by_io.Get());
  express_requests.Add(other.express_requests.Get());
  for (int i = 0; i < kReasonCount; ++i) releases[i].Add(other.releases[i].Get());
  wait.Merge(other.wait);
  hold.Merge(other.hold);
}

void ThreadStatistics::Reset() {
  for (Counter* counter : {&acquisitions, &contended, &wait_ns, &hold_ns, &longest_wait_ns,
                           &longest_hold_ns, &preempted_by_io, &express_requests}) {
    counter->Reset();
  }
  for (Counter& release : releases) release.Reset();
  wait.Reset();
  hold.Reset();
}

}  // namespace polygil::gil
