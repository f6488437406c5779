#include "runtime/modules/_thread/start.h"

#include <pthread.h>

#include <new>

#include "pvm/thread/thread.h"
#include "runtime/modules/_thread/lock.h"
#include "runtime/modules/sys/display.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

constexpr const char* kStackSizeKey = "_thread.stack_size";
constexpr int64_t kSmallestStack = 0x8000;

struct Start {
  ThreadState* thread;
  Handle function, args, keywords;
};

// Under this key of ThreadState::dict stands the thread's sentinel lock.
Value SentinelKey() { return Value::None(); }

// Drops what the thread has for itself, then tells those who join it.
void EndThread(ThreadState* thread) {
  Handle sentinel;
  if (thread->dict) {
    sentinel = DictPop(thread->dict, SentinelKey());
    LocalsForget(thread);
  }
  ClearPending();
  if (sentinel && IsExactly(sentinel, LockType)) sentinel.As<Lock>()->word.Release();
  sentinel.Reset();
  ThreadStateDelete(thread);
  ThreadDetach();
}

void* RunThread(void* argument) {
  auto* start = static_cast<Start*>(argument);
  ThreadState* thread = start->thread;
  ThreadAttach(thread);
  {
    Handle result = CallWithTuple(start->function, start->args, start->keywords);
    if (!result) {
      if (PendingMatches(&SystemExitType)) {
        ClearPending();
      } else {
        WriteUnraisableMessage("Exception ignored in thread started by", start->function);
      }
    }
  }
  delete start;
  EndThread(thread);
  return nullptr;
}

int64_t CurrentStackSize() {
  Value size = DictGetAscii(CurrentInterpreter()->module_state, kStackSizeKey);
  return size && size.IsInt() ? size.AsInt() : 0;
}

bool Spawn(Start* start) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return false;
  int64_t size = CurrentStackSize();
  if (size > 0) pthread_attr_setstacksize(&attributes, static_cast<size_t>(size));
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t handle;
  int error = pthread_create(&handle, &attributes, RunThread, start);
  pthread_attr_destroy(&attributes);
  if (error != 0) return false;
  // The thread is known under its number from now on, even if it has not run yet.
  start->thread->thread_id = static_cast<uint64_t>(handle);
  return true;
}

}  // namespace

Owned StartNewThread(Value, const Value* args, size_t nargs) {
  if (!IsCallable(args[0])) return Raise(&TypeErrorType, "first arg must be callable");
  if (!IsTuple(args[1])) return Raise(&TypeErrorType, "2nd arg must be a tuple");
  if (nargs > 2 && !IsDict(args[2]))
    return Raise(&TypeErrorType, "optional 3rd arg must be a dictionary");
  auto* start = new (std::nothrow) Start();
  if (start == nullptr) return RaiseMemoryError();
  start->thread = ThreadStateNew(CurrentInterpreter(), false);
  if (start->thread == nullptr) {
    delete start;
    return RaiseMemoryError();
  }
  start->function = Retain(args[0]);
  start->args = Retain(args[1]);
  if (nargs > 2) start->keywords = Retain(args[2]);
  if (!Spawn(start)) {
    ThreadStateDelete(start->thread);
    delete start;
    return Raise(&RuntimeErrorType, "can't start new thread");
  }
  return IntFromUint64(start->thread->thread_id);
}

Owned StackSize(Value, const Value* args, size_t nargs) {
  int64_t old = CurrentStackSize();
  if (nargs == 0) return IntFromInt64(old);
  int64_t size = TRY(AsInt64(args[0]));
  if (size < 0) return Raise(&ValueErrorType, "size must be 0 or a positive value");
  if (size != 0 && size < kSmallestStack)
    return Raise(&ValueErrorType, "size not valid: %zd bytes", static_cast<ssize_t>(size));
  TRY_VOID(DictSetAscii(CurrentInterpreter()->module_state, kStackSizeKey, Value::Int(size)));
  return IntFromInt64(old);
}

Owned SetSentinel(Value) {
  ThreadState* thread = CurrentThread();
  if (!thread->dict) thread->dict = TRY(DictNew()).Peek();
  Handle lock = TRY(LockNew());
  TRY_VOID(DictSet(thread->dict, SentinelKey(), lock));
  return lock.Release();
}

Owned ThreadCount(Value) {
  int64_t count = 0;
  for (ThreadState* t = CurrentInterpreter()->first_thread; t != nullptr; t = t->next)
    count += !t->is_main;
  return IntFromInt64(count);
}

}  // namespace polygil
