// How much of the CPU-bound threads' time those that come back from blocking I/O may take with priority.
//
// Two token buckets, filled by the passing of time and emptied by the time such threads really held the lock
// while a CPU-bound thread waited:
//   express  3 % of wall time. While it lasts, a thread back from I/O asks for the lock at once. In debt it
//            asks after a short delay that lets the debt shrink, but never longer than kLongestDelayNs: an
//            I/O thread keeps thousands of operations a second, and a CPU-bound one, with what hand-overs cost
//            it beyond the time lost, 95 % of its speed (tools/bench/convoy.py).
//   hard    50 % of wall time. In debt, I/O threads wait their turn like everybody else, so that many of them
//            together cannot starve a CPU-bound thread.
// Guarded by the lock's mutex. Times are in ticks.
#ifndef POLYGIL_GIL_CREDIT_H_
#define POLYGIL_GIL_CREDIT_H_

#include <algorithm>
#include <cstdint>

#include "gil/clock.h"

namespace polygil::gil {

class IoCredit {
 public:
  static constexpr int64_t kExpressDivisor = 33;   // 3 %
  static constexpr int64_t kHardDivisor = 2;       // 50 %
  static constexpr int64_t kWindowNs = 100000000;  // the hard bucket saves up its share of 100 ms,
  static constexpr int64_t kExpressSavings = 100;  // the express bucket 1 ms
  static constexpr int64_t kLongestDelayNs = 50000;

  explicit IoCredit(const TickRate& rate)
      : window_(static_cast<int64_t>(rate.FromNs(kWindowNs))),
        longest_delay_(static_cast<int64_t>(rate.FromNs(kLongestDelayNs))),
        express_(window_ / kExpressSavings),
        hard_(window_ / kHardDivisor) {}

  void Refill(uint64_t now) {
    const int64_t elapsed = std::min(static_cast<int64_t>(TicksBetween(filled_, now)), 4 * window_);
    filled_ = now;
    express_ = std::min(express_ + elapsed / kExpressDivisor, window_ / kExpressSavings);
    hard_ = std::min(hard_ + elapsed / kHardDivisor, window_ / kHardDivisor);
  }

  // May a thread back from I/O go before CPU-bound ones at all?
  bool MayGoFirst() const { return hard_ > 0; }

  // How long such a thread holds back its request.
  uint64_t Delay() const {
    return express_ >= 0 ? 0 : static_cast<uint64_t>(std::min(-express_ * kExpressDivisor, longest_delay_));
  }

  void Charge(uint64_t ticks) {
    const int64_t cost = std::min(static_cast<int64_t>(ticks), window_);
    express_ = std::max(express_ - cost, -longest_delay_);
    hard_ = std::max(hard_ - cost, -window_);
  }

 private:
  int64_t window_;
  int64_t longest_delay_;
  int64_t express_;
  int64_t hard_;
  uint64_t filled_ = 0;
};

}  // namespace polygil::gil

#endif  // POLYGIL_GIL_CREDIT_H_
