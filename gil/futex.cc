#include "gil/futex.h"

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace polygil::gil {

namespace {

int Flags(FutexScope scope) { return scope == FutexScope::kPrivate ? FUTEX_PRIVATE_FLAG : 0; }

}  // namespace

int FutexWait(const std::atomic<uint32_t>& word, uint32_t expected, int64_t deadline_ns,
              FutexScope scope) {
  const int saved = errno;
  timespec deadline;
  timespec* limit = nullptr;
  if (deadline_ns != kForever) {
    deadline.tv_sec = deadline_ns / 1000000000;
    deadline.tv_nsec = deadline_ns % 1000000000;
    limit = &deadline;
  }
  // WAIT_BITSET because its time-out is absolute, so retries after a signal do not stretch it.
  const long result =
      syscall(SYS_futex, &word, FUTEX_WAIT_BITSET | Flags(scope), expected, limit, nullptr,
              FUTEX_BITSET_MATCH_ANY);
  const int error = result == 0 ? 0 : errno;
  errno = saved;
  return error;
}

int FutexWake(const std::atomic<uint32_t>& word, int count, FutexScope scope) {
  const int saved = errno;
  const long woken = syscall(SYS_futex, &word, FUTEX_WAKE | Flags(scope), count, nullptr, nullptr, 0);
  errno = saved;
  return woken < 0 ? 0 : static_cast<int>(woken);
}

int64_t MonotonicNs() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * int64_t{1000000000} + now.tv_nsec;
}

}  // namespace polygil::gil
