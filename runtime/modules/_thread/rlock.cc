// _thread.RLock: a lock that its owner may take again.

#include "runtime/modules/_thread/lock.h"
#include "runtime/modules/_thread/timeout.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type RLockType;

struct RLock : Object {
  LockWord word;
  uint64_t owner;  // thread_id, 0: free
  uint64_t count;
};

RLock* Of(Value self) { return self.As<RLock>(); }
bool IsMine(RLock* lock) { return lock->count > 0 && lock->owner == CurrentThread()->thread_id; }

Owned Make(Type* type, const Value*, size_t, Value) { return NewInstanceOf(type); }

Fallible<bool> Take(Value self, int64_t nanoseconds) {
  RLock* lock = Of(self);
  if (IsMine(lock)) {
    ++lock->count;
    return true;
  }
  bool taken = lock->word.TryTake();
  if (!taken && nanoseconds != 0) {
    Handle hold = Retain(self);
    taken = TRY(lock->word.Take(DeadlineAfter(nanoseconds)));
  }
  if (taken) {
    lock->owner = CurrentThread()->thread_id;
    lock->count = 1;
  }
  return taken;
}

Owned Acquire(Value self, const Value* args) {
  int64_t nanoseconds;
  TRY_VOID(ParseAcquire(args, &nanoseconds));
  return OwnBool(TRY(Take(self, nanoseconds)));
}
Owned Release(Value self) {
  RLock* lock = Of(self);
  if (!IsMine(lock)) return Raise(&RuntimeErrorType, "cannot release un-acquired lock");
  if (--lock->count == 0) {
    lock->owner = 0;
    lock->word.Release();
  }
  return OwnNone();
}
Owned Enter(Value self) { return OwnBool(TRY(Take(self, kNoTimeout))); }
Owned Exit(Value self, const Value*, size_t) { return Release(self); }
Owned IsOwned(Value self) { return OwnBool(IsMine(Of(self))); }

// For Condition.wait(): lets go whatever the count, and takes it back with it.
Owned ReleaseSave(Value self) {
  RLock* lock = Of(self);
  if (lock->count == 0) return Raise(&RuntimeErrorType, "cannot release un-acquired lock");
  Handle owner = TRY(IntFromUint64(lock->owner));
  Owned state = TupleOf({Value::Int(static_cast<int64_t>(lock->count)), owner});
  if (!state) return {};
  lock->count = 0;
  lock->owner = 0;
  lock->word.Release();
  return state;
}
Owned AcquireRestore(Value self, Value state) {
  if (!IsTuple(state) || TupleSize(state) != 2)
    return Raise(&TypeErrorType, "function takes exactly 2 arguments");
  int64_t count = TRY(AsInt64(TupleAt(state, 0)));
  Handle owner = TRY(Index(TupleAt(state, 1)));
  Handle hold = Retain(self);
  RLock* lock = Of(self);
  for (bool taken = lock->word.TryTake(); !taken;) taken = TRY(lock->word.Take(kNoTimeout));
  lock->owner = IntAsUint64Mask(owner);
  lock->count = static_cast<uint64_t>(count);
  return OwnNone();
}
Owned AtForkReinit(Value self) {
  Of(self)->word.Reset();
  Of(self)->owner = Of(self)->count = 0;
  return OwnNone();
}
Owned ReprMethod(Value self) {
  RLock* lock = Of(self);
  Handle owner = TRY(IntFromUint64(lock->owner));
  const char* name = TypeOf(self) == &RLockType ? "_thread.RLock" : TypeName(self);
  return StrFormat("<%s %s object owner=%S count=%lu at %p>", lock->count ? "locked" : "unlocked",
                   name, owner.Get(), static_cast<unsigned long>(lock->count),
                   static_cast<void*>(self.AsObject()));
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(RLock, acquire, Bound(Acquire), kAcquireDoc),
    PY_METHOD(RLock, release, NoArgs(Release), "Release the lock once."),
    PY_METHOD(RLock, _is_owned, NoArgs(IsOwned), "For internal use by `threading.Condition`."),
    PY_METHOD(RLock, _acquire_restore, OneArg(AcquireRestore),
              "For internal use by `threading.Condition`."),
    PY_METHOD(RLock, _release_save, NoArgs(ReleaseSave),
              "For internal use by `threading.Condition`."),
    PY_METHOD(RLock, __enter__, NoArgs(Enter), "Lock the lock."),
    PY_METHOD(RLock, __exit__, Positional(Exit, 0, 3), "Release the lock."),
    PY_METHOD(RLock, _at_fork_reinit, NoArgs(AtForkReinit), nullptr),
    {}};

}  // namespace

bool AddRLock(Value module) {
  RLockType.slots.repr = ReprMethod;
  RLockType.slots.new_instance = Make;
  return AddType(module, {.type = &RLockType,
                          .name = "_thread.RLock",
                          .basic_size = sizeof(RLock),
                          .flags = kTypeBase | kTypeWeakly,
                          .methods = kMethods});
}

}  // namespace polygil
