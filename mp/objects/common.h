// What the types of _polygil_mp share: time-outs, waiting without the GIL, and memory in shared arenas.
#ifndef POLYGIL_MP_OBJECTS_COMMON_H_
#define POLYGIL_MP_OBJECTS_COMMON_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "gil/clock.h"
#include "mp/lock/blocking.h"
#include "mp/segment/status.h"
#include "runtime/modules/native_type.h"
#include "runtime/object/hooks.h"

namespace polygil {

// OSError of a failed operation of the substrate.
Raised RaiseStatus(const mp::Status& status);

// The deadline of acquire(block, timeout) and its like: empty and None wait for ever, block=False and times that
// are not positive don't wait. False: an exception is pending.
bool DeadlineOf(Value block_or_empty, Value timeout_or_empty, int64_t* deadline);

// Hooks that let go of the GIL around the first real wait of an operation.
mp::BlockingHooks GilHooks();

// Runs the Python handlers of signals that arrived; false: one raised.
bool ServeSignals();

// How long the main thread waits before it looks for signals that another thread received.
inline constexpr int64_t kSignalCheckNs = 100000000;

// Makes a waiting call of the substrate, attempt(deadline, hooks), until it is done. Signal handlers run in between;
// if one raises, the result is kInterrupted and its exception is pending.
template <typename Attempt>
mp::WaitResult WaitFor(int64_t deadline, Attempt attempt) {
  const mp::BlockingHooks hooks = GilHooks();
  const bool looks = CurrentThread()->is_main && deadline != mp::kNoWait;
  for (;;) {
    int64_t limit = deadline;
    if (looks) limit = mp::EarlierDeadline(deadline, gil::MonotonicNs() + kSignalCheckNs);
    mp::WaitResult result = attempt(limit, hooks);
    if (result != mp::WaitResult::kInterrupted && result != mp::WaitResult::kTimedOut) return result;
    if (deadline != mp::kNoWait && !ServeSignals()) return mp::WaitResult::kInterrupted;
    if (result == mp::WaitResult::kTimedOut && mp::HasPassed(deadline)) return result;
  }
}

// Zeroed shared memory, inherited by forked children. *owner (new reference) keeps it mapped in this process; the
// address is 64-aligned. False: an exception is pending.
bool AllocateShared(size_t size, Owned* owner, char** data);

// For processes that inherit nothing: where a piece of shared memory is, (descriptor, offset, rest...) ...
Owned SharedPlace(Value arena, const char* data, std::initializer_list<int64_t> rest = {});
// ... and the same memory there. The descriptor stays the caller's. False: an exception is pending.
bool OpenShared(const Value* place, size_t size, Owned* owner, char** data);

// The docstrings of the methods that lead there and back.
inline constexpr const char* kPlaceDoc = "($self, /)\n--\n\nWhere it is in shared memory, for _at.";
inline constexpr const char* kAtDoc = "The object at a place, in another process.";

// Parts of the module.
bool AddArena(Value module);
bool AddLocks(Value module);
bool AddCondition(Value module);
bool AddMemory(Value module);
bool AddQueue(Value module);
bool AddConnection(Value module);
bool AddTable(Value module);
Owned PipePair(Value module, Value duplex);

}  // namespace polygil

#endif  // POLYGIL_MP_OBJECTS_COMMON_H_
