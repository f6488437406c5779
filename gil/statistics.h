// What the GIL counts. Every counter has one writer at a time (whoever holds the GIL, or the list's mutex), so
// an update is a plain load and store; readers may look at any moment and see each number whole.
#ifndef POLYGIL_GIL_STATISTICS_H_
#define POLYGIL_GIL_STATISTICS_H_

#include <atomic>
#include <bit>
#include <cstdint>
#include <vector>

namespace polygil::gil {

// Why a thread let go of the GIL.
enum class Reason : uint8_t {
  kBlockingIo,  // around a system call that may block
  kSleep,
  kLockWait,    // about to wait for a lock of the program
  kForced,      // asked through the eval breaker
  kThreadExit,
  kOther,
};
inline constexpr int kReasonCount = 6;
const char* ReasonName(Reason reason);

// A counter with a single writer.
class Counter {
 public:
  void Add(uint64_t amount) { value_.store(Get() + amount, std::memory_order_relaxed); }
  void Raise(uint64_t candidate) {
    if (candidate > Get()) value_.store(candidate, std::memory_order_relaxed);
  }
  uint64_t Get() const { return value_.load(std::memory_order_relaxed); }
  // (Writing what is there already would copy a forked child's page.)
  void Reset() {
    if (Get() != 0) value_.store(0, std::memory_order_relaxed);
  }

 private:
  std::atomic<uint64_t> value_{0};
};

// Durations by powers of two: bucket k counts those in [2^(k-1), 2^k) nanoseconds, bucket 0 counts zero.
class Histogram {
 public:
  static constexpr int kBuckets = 40;

  void Add(uint64_t ns, uint64_t weight = 1) {
    const int bucket = std::bit_width(ns);
    buckets_[bucket < kBuckets ? bucket : kBuckets - 1].Add(weight);
  }
  uint64_t Bucket(int index) const { return buckets_[index].Get(); }
  void Merge(const Histogram& other) {
    for (int i = 0; i < kBuckets; ++i) buckets_[i].Add(other.Bucket(i));
  }
  void Reset() {
    for (Counter& bucket : buckets_) bucket.Reset();
  }
  uint64_t Count() const;
  // Upper bound in nanoseconds of the bucket that holds the given fraction of all entries; 0 when empty.
  uint64_t Quantile(double fraction) const;

 private:
  Counter buckets_[kBuckets];
};

// What is counted for each thread.
struct ThreadStatistics {
  Counter acquisitions;
  Counter contended;           // acquisitions that had to wait
  Counter wait_ns;
  Counter hold_ns;             // short holds nobody waited for are sampled 1 of 16, with weight 16
  Counter longest_wait_ns;
  Counter longest_hold_ns;
  Counter preempted_by_io;     // forced out before its slice was used, for a thread back from I/O
  Counter express_requests;    // times this thread came back from I/O and asked at once
  Counter releases[kReasonCount];
  Histogram wait;
  Histogram hold;

  void Merge(const ThreadStatistics& other);
  void Reset();
};

// A copy of everything, for tools. Threads with a slot of their own are told apart in `waited_ns`.
struct Snapshot {
  static constexpr int kSlots = 32;  // the last one is shared by all threads beyond the 31st

  struct Thread {
    uint64_t ident;
    int slot;
    bool holding;
    bool waiting;
    uint64_t acquisitions, contended, wait_ns, hold_ns, longest_wait_ns, longest_hold_ns;
    uint64_t preempted_by_io, express_requests;
    uint64_t releases[kReasonCount];
    uint64_t wait[Histogram::kBuckets];
    uint64_t hold[Histogram::kBuckets];
  };

  std::vector<Thread> threads;   // living threads, then one entry (slot -1) for all that ended
  uint64_t waited_ns[kSlots][kSlots];  // [who waited][for whom]
  uint64_t handover[Histogram::kBuckets];         // from the grant to the new holder running
  uint64_t request_latency[Histogram::kBuckets];  // from a drop request to the drop
  uint64_t longest_request_latency_ns;
  uint64_t drop_requests;
  uint64_t age_ns;  // since the lock was made or its statistics were reset
};

}  // namespace polygil::gil

#endif  // POLYGIL_GIL_STATISTICS_H_
