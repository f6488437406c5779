#include "runtime/modules/_thread/lock.h"

#include <cerrno>

#include "gil/futex.h"
#include "pvm/thread/thread.h"
#include "runtime/modules/_thread/timeout.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type LockType;

bool LockWord::Release() {
  uint32_t old = word_.exchange(kFree, std::memory_order_release);
  if (old == kFree) return false;
  if (old == kContended) gil::FutexWake(word_, 1);
  return true;
}

// 0: taken; ETIMEDOUT or EINTR. The GIL is not held.
int LockWord::Wait(int64_t deadline_ns) {
  for (;;) {
    if (word_.exchange(kContended, std::memory_order_acquire) == kFree) return 0;
    int error = gil::FutexWait(word_, kContended, deadline_ns);
    if (error == ETIMEDOUT || error == EINTR) {
      // The lock may have come free at the last moment, with this thread as the one woken.
      if (word_.exchange(kContended, std::memory_order_acquire) == kFree) return 0;
      return error;
    }
  }
}

Fallible<bool> LockWord::Take(int64_t deadline_ns) {
  if (TryTake()) return true;
  for (;;) {
    ReleaseGil(gil::Reason::kLockWait);
    int error = Wait(deadline_ns);
    AcquireGil();
    if (error == 0) return true;
    if (error == ETIMEDOUT) return false;
    TRY_VOID(RunSignalHandlers());
  }
}

bool ParseAcquire(const Value* args, int64_t* nanoseconds) {
  bool blocking = true;
  if (args[0]) blocking = TRY(AsInt64(args[0])) != 0;
  *nanoseconds = blocking ? kNoTimeout : 0;
  if (!args[1]) return true;
  int64_t timeout = TRY(NanosecondsOf(args[1]));
  if (!blocking && timeout != -1000000000)
    return Raise(&ValueErrorType, "can't specify a timeout for a non-blocking call");
  if (timeout < 0 && timeout != -1000000000)
    return Raise(&ValueErrorType, "timeout value must be positive");
  if (timeout >= 0) *nanoseconds = timeout;
  return true;
}

Owned LockNew() { return AllocateObject(&LockType); }

namespace {

Lock* Of(Value self) { return self.As<Lock>(); }

Owned Acquire(Value self, const Value* args) {
  int64_t nanoseconds;
  TRY_VOID(ParseAcquire(args, &nanoseconds));
  if (Of(self)->word.TryTake()) return OwnBool(true);
  if (nanoseconds == 0) return OwnBool(false);
  Handle hold = Retain(self);
  return OwnBool(TRY(Of(self)->word.Take(DeadlineAfter(nanoseconds))));
}
Owned Release(Value self) {
  if (!Of(self)->word.Release()) return Raise(&RuntimeErrorType, "release unlocked lock");
  return OwnNone();
}
Owned Locked(Value self) { return OwnBool(Of(self)->word.IsHeld()); }
Owned Enter(Value self) {
  if (Of(self)->word.TryTake()) return OwnBool(true);
  Handle hold = Retain(self);
  return OwnBool(TRY(Of(self)->word.Take(kNoTimeout)));
}
Owned Exit(Value self, const Value*, size_t) { return Release(self); }
Owned AtForkReinit(Value self) {
  Of(self)->word.Reset();
  return OwnNone();
}
Owned ReprMethod(Value self) {
  return StrFormat("<%s %s object at %p>", Of(self)->word.IsHeld() ? "locked" : "unlocked",
                   "_thread.lock", static_cast<void*>(self.AsObject()));
}

constexpr const char* kReleaseDoc = "Release the lock: one of those who wait may go on.";
constexpr const char* kLockedDoc = "Is the lock held?";
constexpr MethodDef kMethods[] = {
    PY_METHOD(lock, acquire_lock, Bound(Acquire), kAcquireDoc),
    PY_METHOD(lock, acquire, Bound(Acquire), kAcquireDoc),
    PY_METHOD(lock, release_lock, NoArgs(Release), kReleaseDoc),
    PY_METHOD(lock, release, NoArgs(Release), kReleaseDoc),
    PY_METHOD(lock, locked_lock, NoArgs(Locked), kLockedDoc),
    PY_METHOD(lock, locked, NoArgs(Locked), kLockedDoc),
    PY_METHOD(lock, __enter__, NoArgs(Enter), "Lock the lock."),
    PY_METHOD(lock, __exit__, Positional(Exit, 0, 3), "Release the lock."),
    PY_METHOD(lock, _at_fork_reinit, NoArgs(AtForkReinit), nullptr),
    {}};

}  // namespace

bool AddLock(Value module) {
  LockType.slots.repr = ReprMethod;
  TRY_VOID(ReadyType({.type = &LockType,
                      .name = "_thread.lock",
                      .basic_size = sizeof(Lock),
                      .flags = kTypeWeakly | kTypeNoInstantiation,
                      .methods = kMethods,
                      .doc = "A lock that any thread may release. Made by allocate_lock()."}));
  return ModuleAdd(module, "LockType", Retain(Value::Pointer(&LockType)));
}

}  // namespace polygil
