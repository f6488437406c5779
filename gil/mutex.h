// The small mutex that guards the GIL's waiting list. It is a futex word of our own instead of std::mutex so
// that a forked child can reset it without guessing what a vanished thread left in it.
#ifndef POLYGIL_GIL_MUTEX_H_
#define POLYGIL_GIL_MUTEX_H_

#include <atomic>
#include <cstdint>

#include "gil/annotations.h"
#include "gil/futex.h"

namespace polygil::gil {

inline void CpuRelax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Not recursive. Critical sections are tens of nanoseconds, so it spins a little before it sleeps.
class POLYGIL_CAPABILITY("mutex") Mutex {
 public:
  void Lock() POLYGIL_ACQUIRE() {
    uint32_t free = 0;
    if (!word_.compare_exchange_strong(free, 1, std::memory_order_acquire)) LockSlow();
  }
  void Unlock() POLYGIL_RELEASE() {
    if (word_.exchange(0, std::memory_order_release) == 2) FutexWake(word_, 1);
  }
  // In a forked child, where whoever held it no longer exists.
  void ResetAfterFork() { word_.store(0, std::memory_order_relaxed); }

 private:
  void LockSlow() {
    for (int i = 0; i < 100; ++i) {
      uint32_t free = 0;
      if (word_.load(std::memory_order_relaxed) == 0 &&
          word_.compare_exchange_weak(free, 1, std::memory_order_acquire)) {
        return;
      }
      CpuRelax();
    }
    while (word_.exchange(2, std::memory_order_acquire) != 0) FutexWait(word_, 2, kForever);
  }

  std::atomic<uint32_t> word_{0};  // 0 free, 1 locked, 2 locked with sleepers
};

class POLYGIL_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) POLYGIL_ACQUIRE(mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~MutexLock() POLYGIL_RELEASE() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace polygil::gil

#endif  // POLYGIL_GIL_MUTEX_H_
