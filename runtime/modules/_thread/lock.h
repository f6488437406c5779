// _thread.lock, and the waiting that all locks of Python programs share.
//
// A lock is one futex word. The GIL is let go only to wait, with its reason told; taking and
// releasing a lock nobody waits for is one compare-and-swap.

#ifndef POLYGIL_RUNTIME_MODULES_THREAD_LOCK_H_
#define POLYGIL_RUNTIME_MODULES_THREAD_LOCK_H_

#include <atomic>
#include <cstdint>

#include "runtime/modules/native_type.h"

namespace polygil {

// Free, held, or held while somebody may wait.
class LockWord {
 public:
  bool TryTake() {
    uint32_t free = kFree;
    return word_.compare_exchange_strong(free, kHeld, std::memory_order_acquire);
  }
  // False, and nothing done, if nobody holds it.
  bool Release();
  bool IsHeld() const { return word_.load(std::memory_order_relaxed) != kFree; }
  void Reset() { word_.store(kFree, std::memory_order_relaxed); }

  // Waits until `deadline_ns` of CLOCK_MONOTONIC (kNoTimeout: for ever) without the GIL. Returns
  // whether it was taken; fails if the handler of a signal that came meanwhile raised.
  Fallible<bool> Take(int64_t deadline_ns);

 private:
  enum : uint32_t { kFree, kHeld, kContended };
  int Wait(int64_t deadline_ns);
  std::atomic<uint32_t> word_;
};

struct Lock : Object {
  LockWord word;
};
extern Type LockType;

Owned LockNew();
// The arguments of acquire(): *nanoseconds is 0 for "don't wait", kNoTimeout, or positive.
bool ParseAcquire(const Value* args, int64_t* nanoseconds);
inline constexpr const char* kAcquireDoc =
    "($self, /, blocking=True, timeout=-1)\n--\n\n"
    "Lock the lock. Waits for it unless `blocking` is false, at most `timeout` seconds if that is\n"
    "not -1. Returns whether the lock was taken. Waiting can be interrupted.";

bool AddLock(Value module);   // lock.cc
bool AddRLock(Value module);  // rlock.cc
bool AddLocal(Value module);  // local.cc
// The thread ends: all _local objects drop what it kept in them. Takes thread->dict away.
void LocalsForget(ThreadState* thread);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_THREAD_LOCK_H_
