// _polygil_mp.SemLock: locks, recursive locks and semaphores in shared memory that survive their holders.

#include "mp/lock/semaphore.h"
#include "mp/objects/common.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Type SemLockType;

enum Kind : int64_t { kRecursive = 0, kSemaphore = 1 };  // as in _multiprocessing

struct SemLock : Object {
  Value arena;
  mp::Semaphore* semaphore;
  mp::RecursiveLock* recursive;  // null for kSemaphore
  int64_t maximum;
  // Of this process, for kSemaphore: who acquired last and how often it did without releasing.
  int64_t last_thread, count;
};

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(BindArguments("SemLock", "($self, kind, value, maxvalue)\n--\n\n", args, nargs, keyword_names,
                         bound));
  int64_t kind = TRY(AsInt64(bound[0])), value = TRY(AsInt64(bound[1])), maximum = TRY(AsInt64(bound[2]));
  if (kind != kRecursive && kind != kSemaphore) return Raise(&ValueErrorType, "unrecognized kind");
  if (value < 0 || maximum < 1 || value > maximum || maximum > mp::Semaphore::kMaximum)
    return RaiseOsError(22);
  Handle self = TRY(NewInstanceOf(type));
  Owned arena;
  char* data;
  size_t size = kind == kRecursive ? sizeof(mp::RecursiveLock) : sizeof(mp::Semaphore);
  TRY_VOID(AllocateShared(size, &arena, &data));
  auto* lock = self.As<SemLock>();
  lock->arena = arena.Peek();
  lock->maximum = maximum;
  if (kind == kRecursive) {
    lock->recursive = reinterpret_cast<mp::RecursiveLock*>(data);
    lock->recursive->Init();
    lock->semaphore = &lock->recursive->semaphore();
  } else {
    lock->semaphore = reinterpret_cast<mp::Semaphore*>(data);
    lock->semaphore->Init(static_cast<uint32_t>(value), static_cast<uint32_t>(maximum));
  }
  return self.Release();
}

Owned Place(Value self) {
  auto* lock = self.As<SemLock>();
  bool recursive = lock->recursive != nullptr;
  const char* data = recursive ? reinterpret_cast<char*>(lock->recursive) : reinterpret_cast<char*>(lock->semaphore);
  return SharedPlace(lock->arena, data, {recursive ? kRecursive : kSemaphore, lock->maximum});
}
Owned At(Value type, const Value* args, size_t) {
  int64_t kind = TRY(AsInt64(args[2])), maximum = TRY(AsInt64(args[3]));
  Handle self = TRY(NewInstanceOf(type.As<Type>()));
  auto* lock = self.As<SemLock>();
  Owned arena;
  char* data;
  size_t size = kind == kRecursive ? sizeof(mp::RecursiveLock) : sizeof(mp::Semaphore);
  TRY_VOID(OpenShared(args, size, &arena, &data));
  lock->arena = arena.Peek();
  lock->maximum = maximum;
  if (kind == kRecursive) lock->recursive = reinterpret_cast<mp::RecursiveLock*>(data);
  lock->semaphore = kind == kRecursive ? &lock->recursive->semaphore() : reinterpret_cast<mp::Semaphore*>(data);
  return self.Release();
}

uint32_t ThreadNumber() { return static_cast<uint32_t>(CurrentThread()->native_id); }

Owned AcquireUntil(Value self, int64_t deadline) {
  auto* lock = self.As<SemLock>();
  Handle hold = Retain(self);
  mp::WaitResult result = WaitFor(deadline, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return lock->recursive != nullptr ? lock->recursive->Acquire(ThreadNumber(), limit, hooks)
                                      : lock->semaphore->Acquire(limit, hooks);
  });
  if (result == mp::WaitResult::kInterrupted) return {};
  if (result == mp::WaitResult::kTimedOut) return OwnBool(false);
  int64_t thread = CurrentThread()->native_id;
  if (lock->last_thread != thread) lock->last_thread = thread, lock->count = 0;
  ++lock->count;
  return OwnBool(true);
}

Owned Acquire(Value self, const Value* args) {
  int64_t deadline;
  TRY_VOID(DeadlineOf(args[0], args[1], &deadline));
  return AcquireUntil(self, deadline);
}
Owned Enter(Value self) { return AcquireUntil(self, mp::kForever); }

Owned Release(Value self) {
  auto* lock = self.As<SemLock>();
  if (lock->recursive != nullptr) {
    if (!lock->recursive->Release(ThreadNumber()))
      return Raise(&AssertionErrorType, "attempt to release recursive lock not owned by thread");
  } else if (!lock->semaphore->Release()) {
    return Raise(&ValueErrorType, "semaphore or lock released too many times");
  }
  --lock->count;
  return OwnNone();
}
Owned Exit(Value self, const Value*, size_t) { return Release(self); }

bool IsMine(SemLock* lock) {
  if (lock->recursive != nullptr) return lock->recursive->OwnedBy(ThreadNumber());
  return lock->count > 0 && lock->last_thread == CurrentThread()->native_id;
}
Owned IsMineMethod(Value self) { return OwnBool(IsMine(self.As<SemLock>())); }
Owned CountMethod(Value self) {
  auto* lock = self.As<SemLock>();
  if (!IsMine(lock)) return Owned(Value::Int(0));
  return IntFromInt64(lock->recursive != nullptr ? lock->recursive->Depth() : lock->count);
}
Owned ValueMethod(Value self) { return IntFromInt64(self.As<SemLock>()->semaphore->Value()); }
Owned IsZeroMethod(Value self) { return OwnBool(self.As<SemLock>()->semaphore->Value() == 0); }
Owned GetMaximum(Value self) { return IntFromInt64(self.As<SemLock>()->maximum); }
Owned GetKind(Value self) {
  return Owned(Value::Int(self.As<SemLock>()->recursive != nullptr ? kRecursive : kSemaphore));
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(SemLock, acquire, Bound(Acquire),
              "($self, /, block=True, timeout=None)\n--\n\nAcquire the semaphore/lock."),
    PY_METHOD(SemLock, release, NoArgs(Release), "($self, /)\n--\n\nRelease the semaphore/lock."),
    PY_METHOD(SemLock, __enter__, NoArgs(Enter), "($self, /)\n--\n\nEnter the semaphore/lock."),
    PY_METHOD(SemLock, __exit__, Positional(Exit, 0, 3),
              "($self, type=None, value=None, traceback=None, /)\n--\n\nExit the semaphore/lock."),
    PY_METHOD(SemLock, _count, NoArgs(CountMethod),
              "($self, /)\n--\n\nNumber of times the calling thread has acquired the lock."),
    PY_METHOD(SemLock, _is_mine, NoArgs(IsMineMethod),
              "($self, /)\n--\n\nWhether the lock is owned by this thread."),
    PY_METHOD(SemLock, _place, NoArgs(Place), kPlaceDoc),
    PY_METHOD(SemLock, _at, Positional(At, 4, 4, kMethodClass), kAtDoc),
    PY_METHOD(SemLock, _get_value, NoArgs(ValueMethod), "($self, /)\n--\n\nGet the value of the semaphore."),
    PY_METHOD(SemLock, _is_zero, NoArgs(IsZeroMethod),
              "($self, /)\n--\n\nReturn whether the semaphore has value zero."),
    {}};
constexpr PropertyDef kProperties[] = {
    {"kind", GetKind, nullptr, nullptr}, {"maxvalue", GetMaximum, nullptr, nullptr}, {}};

}  // namespace

bool AddLocks(Value module) {
  OwnFields<SemLock, &SemLock::arena>(&SemLockType);
  SemLockType.slots.new_instance = Make;
  return AddType(module, {.type = &SemLockType,
                          .name = "_polygil_mp.SemLock",
                          .basic_size = sizeof(SemLock),
                          .flags = kTypeBase,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "Lock, recursive lock or semaphore shared by processes."}) &&
         ModuleAddInt(module, "SEM_VALUE_MAX", mp::Semaphore::kMaximum);
}

}  // namespace polygil
