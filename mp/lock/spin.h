// Spinning before sleeping, as long as it pays. A peer that runs on another CPU answers in a fraction of a
// microsecond, a futex needs tens of them; a peer that does not run makes spinning a waste. So the budget is
// short, and after a failure the next attempts sleep at once.
#ifndef POLYGIL_MP_LOCK_SPIN_H_
#define POLYGIL_MP_LOCK_SPIN_H_

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
          if (score < kMost) score_.store(score + 1, std::memory_order_relaxed);
          return true;
        }
        gil::CpuRelax();
      }
    } while (gil::MonotonicNs() < limit);
    score_.store(score >= kPenalty ? score - kPenalty : -kPause, std::memory_order_relaxed);
    return false;
  }

 private:
  static constexpr int64_t kBudgetNs = 20000;
  static constexpr int32_t kMost = 8;
  static constexpr int32_t kPenalty = 3;
  static constexpr int32_t kPause = 16;  // attempts without spinning after a failure

  std::atomic<int32_t> score_{0};
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_LOCK_SPIN_H_
