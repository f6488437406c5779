// Thin wrappers over futex(2). The private form is for threads of one process; the shared form works on words
// in memory that several processes map.
#ifndef POLYGIL_GIL_FUTEX_H_
#define POLYGIL_GIL_FUTEX_H_

#include <atomic>
#include <cstdint>

namespace polygil::gil {

enum class FutexScope { kPrivate, kShared };

inline constexpr int64_t kForever = -1;

// Sleeps while `word` holds `expected`, until woken, interrupted by a signal, or `deadline_ns` of
// CLOCK_MONOTONIC has passed (kForever: no limit). Returns 0, or ETIMEDOUT, EINTR, EAGAIN. Keeps errno.
int FutexWait(const std::atomic<uint32_t>& word, uint32_t expected, int64_t deadline_ns,
              FutexScope scope = FutexScope::kPrivate);

// Wakes up to `count` sleepers on `word`; returns how many. The word may have been freed already by its
// owner: a wake on stale memory is harmless. Keeps errno.
int FutexWake(const std::atomic<uint32_t>& word, int count, FutexScope scope = FutexScope::kPrivate);

// Nanoseconds of CLOCK_MONOTONIC.
int64_t MonotonicNs();

}  // namespace polygil::gil

#endif  // POLYGIL_GIL_FUTEX_H_
