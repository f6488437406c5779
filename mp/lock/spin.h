// Spinning before sleeping, as long as it pays. A peer that runs on another CPU answers in a microsecond or two, one
// that has to be woken there in some tens of them, and only by spinning so long does a pair of processes ever get
// to answer each other awake. A peer that waits for this very CPU makes spinning a waste: after failures the next
// attempts sleep at once, the more of them the more often it failed.
#ifndef POLYGIL_MP_LOCK_SPIN_H_
#define POLYGIL_MP_LOCK_SPIN_H_

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "gil/futex.h"
#include "gil/mutex.h"

namespace polygil::mp {

// False on a machine with one usable CPU.
bool SpinningMakesSense();

// Experience with spinning at one place. All zero is a fresh one; may be shared, being only a hint.
class SpinHint {
 public:
  // Spins until `ready()` or the budget is spent; returns the last answer of `ready`.
  template <typename Ready>
  bool SpinUntil(Ready ready) {
    const int32_t score = score_.load(std::memory_order_relaxed);
    if (score < 0) {
      score_.store(score + 1, std::memory_order_relaxed);
      return false;
    }
    if (!SpinningMakesSense()) return false;
    const int64_t limit = gil::MonotonicNs() + kBudgetNs;
    do {
      for (int i = 0; i < 16; ++i) {
        if (ready()) {
          Succeeded(score);
          return true;
        }
        gil::CpuRelax();
      }
    } while (gil::MonotonicNs() < limit);
    Failed(score);
    return false;
  }

 private:
  static constexpr int64_t kBudgetNs = 50000;
  static constexpr int32_t kMost = 8;
  static constexpr int32_t kPenalty = 3;
  static constexpr int32_t kFirstPause = 16;  // attempts without spinning after a failure
  static constexpr int32_t kLongestPause = 512;

  void Succeeded(int32_t score) {
    if (score < kMost) score_.store(score + 1, std::memory_order_relaxed);
    if (pause_.load(std::memory_order_relaxed) != 0) pause_.store(0, std::memory_order_relaxed);
  }
  void Failed(int32_t score) {
    if (score >= kPenalty) {
      score_.store(score - kPenalty, std::memory_order_relaxed);
      return;
    }
    const int32_t last = pause_.load(std::memory_order_relaxed);
    const int32_t pause = last == 0 ? kFirstPause : std::min(last * 2, kLongestPause);
    pause_.store(pause, std::memory_order_relaxed);
    score_.store(-pause, std::memory_order_relaxed);
  }

  std::atomic<int32_t> score_{0};
  std::atomic<int32_t> pause_{0};
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_LOCK_SPIN_H_
