// A mutex in shared memory for critical sections of nanoseconds: no system call that may wait, no callback and
// no user code while it is held. If a process is killed inside, the next one to lock is told so, owns the mutex,
// and must repair what it guards. Guarded data is therefore laid out so that every change takes effect with one
// store, or can be recomputed.
#ifndef POLYGIL_MP_LOCK_ROBUST_MUTEX_H_
#define POLYGIL_MP_LOCK_ROBUST_MUTEX_H_

#include <pthread.h>

namespace polygil::mp {

class RobustMutex {
 public:
  // Prepares the mutex in zero-filled shared memory, before any other process can see it.
  void Init();

  // Returns true if the last owner died while holding it.
  [[nodiscard]] bool Lock();
  void Unlock();

 private:
  pthread_mutex_t mutex_;
};

// Locks, and repairs with `owner->Repair()` if need be.
template <typename Owner>
class RobustLock {
 public:
  RobustLock(RobustMutex& mutex, Owner* owner) : mutex_(mutex) {
    if (mutex_.Lock()) [[unlikely]] owner->Repair();
  }
  ~RobustLock() { mutex_.Unlock(); }
  RobustLock(const RobustLock&) = delete;
  RobustLock& operator=(const RobustLock&) = delete;

 private:
  RobustMutex& mutex_;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_LOCK_ROBUST_MUTEX_H_
