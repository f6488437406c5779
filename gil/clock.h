// Cheap time for the lock's statistics: the CPU's tick counter, and the factor that turns ticks into
// nanoseconds. Reading the counter costs a third of clock_gettime.
#ifndef POLYGIL_GIL_CLOCK_H_
#define POLYGIL_GIL_CLOCK_H_

#include <cstdint>

#include "gil/futex.h"

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace polygil::gil {

inline uint64_t Ticks() {
#if defined(__x86_64__)
  return __rdtsc();
#elif defined(__aarch64__)
  uint64_t value;
  asm volatile("mrs %0, cntvct_el0" : "=r"(value));
  return value;
#else
  return static_cast<uint64_t>(MonotonicNs());
#endif
}

// Ticks from `start` to `end`; zero when the counters of two CPUs disagree by a little.
inline uint64_t TicksBetween(uint64_t start, uint64_t end) { return end > start ? end - start : 0; }

class TickRate {
 public:
  // Measures the counter against CLOCK_MONOTONIC for about 100 us.
  TickRate();

  uint64_t ToNs(uint64_t ticks) const {
    return static_cast<uint64_t>((static_cast<unsigned __int128>(ticks) * ns_per_tick_) >> 32);
  }
  uint64_t FromNs(uint64_t ns) const {
    return static_cast<uint64_t>((static_cast<unsigned __int128>(ns) << 32) / ns_per_tick_);
  }

 private:
  uint64_t ns_per_tick_;  // fixed point, 32 fraction bits
};

}  // namespace polygil::gil

#endif  // POLYGIL_GIL_CLOCK_H_
