// _polygil_mp.Queue: objects through a shared-memory queue, without a feeder thread.

#include "mp/ring/queue.h"

#include <fcntl.h>

#include <cerrno>
#include <new>

#include "mp/objects/common.h"
#include "mp/serial/serial.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Type QueueType;

struct QueueObject : Object {
  mp::Queue* queue;
  mp::MessageBuffer* spare;  // kept between calls; null while a call uses it
  bool closed;
};

// Borrows the object's buffer for one call; threads that come meanwhile make their own.
class BufferLoan {
 public:
  explicit BufferLoan(QueueObject* owner) : owner_(owner), buffer_(owner->spare) {
    owner->spare = nullptr;
    if (buffer_ == nullptr) buffer_ = new (std::nothrow) mp::MessageBuffer();
  }
  ~BufferLoan() {
    if (owner_->spare == nullptr) {
      owner_->spare = buffer_;
    } else {
      delete buffer_;
    }
  }
  BufferLoan(const BufferLoan&) = delete;
  BufferLoan& operator=(const BufferLoan&) = delete;
  mp::MessageBuffer* get() {
    if (buffer_ != nullptr) buffer_->Clear();
    return buffer_;
  }

 private:
  QueueObject* owner_;
  mp::MessageBuffer* buffer_;
};

Owned Make(Type* type, const Value* args, size_t nargs, Value) {
  // Subclasses take more arguments in __init__; only the first is ours.
  int64_t capacity = nargs > 0 && args[0].IsInt() ? args[0].AsInt() : 0;
  Handle self = TRY(NewInstanceOf(type));
  auto* queue = new (std::nothrow) mp::Queue();
  if (queue == nullptr) return RaiseMemoryError();
  self.As<QueueObject>()->queue = queue;
  mp::Status status = mp::Queue::Create(capacity > 0 ? static_cast<uint64_t>(capacity) : 0, queue);
  if (!status.ok()) return RaiseStatus(status);
  return self.Release();
}

Owned Place(Value self) { return TupleOf({Value::Int(self.As<QueueObject>()->queue->fd())}); }
Owned At(Value type, Value descriptor) {
  int64_t fd = TRY(AsInt64(descriptor));
  Handle self = TRY(NewInstanceOf(type.As<Type>()));
  auto* queue = new (std::nothrow) mp::Queue();
  if (queue == nullptr) return RaiseMemoryError();
  self.As<QueueObject>()->queue = queue;
  int own = fcntl(static_cast<int>(fd), F_DUPFD_CLOEXEC, 0);
  if (own < 0) return RaiseOsError(errno);
  mp::Status status = mp::Queue::Open(own, queue);
  if (!status.ok()) return RaiseStatus(status);
  return self.Release();
}

void Destroy(Object* self) {
  auto* object = static_cast<QueueObject*>(self);
  delete object->queue;
  delete object->spare;
}

bool CheckOpen(Value self) {
  if (!self.As<QueueObject>()->closed) return true;
  return Raise(&ValueErrorType, "Queue %R is closed", self);
}

Raised RaiseOf(const char* name) {
  Handle type = ImportAttribute("queue", name);
  if (type) return RaiseBare(type.As<Type>());
  return Raised();
}

Owned PutUntil(Value self, Value item, int64_t deadline) {
  TRY_VOID(CheckOpen(self));
  auto* object = self.As<QueueObject>();
  BufferLoan loan(object);
  mp::MessageBuffer* buffer = loan.get();
  if (buffer == nullptr) return RaiseMemoryError();
  TRY_VOID(Serialize(item, buffer));
  Handle hold = Retain(self);
  mp::WaitResult result = WaitFor(deadline, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return object->queue->Put(buffer->data(), buffer->size(), limit, hooks);
  });
  if (result == mp::WaitResult::kDone) return OwnNone();
  if (result == mp::WaitResult::kInterrupted) return {};
  if (result == mp::WaitResult::kTimedOut) return RaiseOf("Full");
  return RaiseMemoryError();
}

Owned GetUntil(Value self, int64_t deadline) {
  TRY_VOID(CheckOpen(self));
  auto* object = self.As<QueueObject>();
  BufferLoan loan(object);
  mp::MessageBuffer* buffer = loan.get();
  if (buffer == nullptr) return RaiseMemoryError();
  Handle hold = Retain(self);
  mp::QueueMessage message;
  mp::WaitResult result = WaitFor(deadline, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return object->queue->Get(limit, hooks, buffer, &message);
  });
  if (result == mp::WaitResult::kInterrupted) return {};
  if (result == mp::WaitResult::kTimedOut) return RaiseOf("Empty");
  if (result == mp::WaitResult::kNoMemory) return RaiseMemoryError();
  Owned item = Deserialize(message.data, message.size);
  object->queue->Release(&message);
  return item;
}

Owned Put(Value self, const Value* args) {
  int64_t deadline;
  TRY_VOID(DeadlineOf(args[1], args[2], &deadline));
  return PutUntil(self, args[0], deadline);
}
Owned PutNoWait(Value self, Value item) { return PutUntil(self, item, mp::kNoWait); }
Owned Get(Value self, const Value* args) {
  int64_t deadline;
  TRY_VOID(DeadlineOf(args[0], args[1], &deadline));
  return GetUntil(self, deadline);
}
Owned GetNoWait(Value self) { return GetUntil(self, mp::kNoWait); }

Owned AwaitItem(Value self, Value timeout) {
  int64_t deadline;
  TRY_VOID(DeadlineOf(Value::Empty(), timeout, &deadline));
  Handle hold = Retain(self);
  mp::WaitResult result = WaitFor(deadline, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return self.As<QueueObject>()->queue->AwaitMessage(limit, hooks);
  });
  if (result == mp::WaitResult::kInterrupted) return {};
  return OwnBool(result == mp::WaitResult::kDone);
}

Owned Size(Value self) { return IntFromUint64(self.As<QueueObject>()->queue->Size()); }
Owned IsEmpty(Value self) {
  TRY_VOID(CheckOpen(self));
  return OwnBool(self.As<QueueObject>()->queue->Size() == 0);
}
Owned IsFull(Value self) { return OwnBool(self.As<QueueObject>()->queue->Full()); }

Owned TaskDone(Value self) {
  if (!self.As<QueueObject>()->queue->TaskDone())
    return Raise(&ValueErrorType, "task_done() called too many times");
  return OwnNone();
}
Owned JoinTasks(Value self) {
  Handle hold = Retain(self);
  mp::WaitResult result = WaitFor(mp::kForever, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return self.As<QueueObject>()->queue->AwaitAllDone(limit, hooks);
  });
  return result == mp::WaitResult::kInterrupted ? Owned() : OwnNone();
}
Owned Close(Value self) {
  self.As<QueueObject>()->closed = true;
  return OwnNone();
}
Owned GetClosed(Value self) { return OwnBool(self.As<QueueObject>()->closed); }
Owned GetCapacity(Value self) { return IntFromUint64(self.As<QueueObject>()->queue->Capacity()); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(Queue, put, Bound(Put),
              "($self, /, obj, block=True, timeout=None)\n--\n\nPuts an object into the queue."),
    PY_METHOD(Queue, put_nowait, OneArg(PutNoWait), "($self, obj, /)\n--\n\nput(obj, False)."),
    PY_METHOD(Queue, get, Bound(Get),
              "($self, /, block=True, timeout=None)\n--\n\nTakes the oldest object out of the queue."),
    PY_METHOD(Queue, get_nowait, NoArgs(GetNoWait), "($self, /)\n--\n\nget(False)."),
    PY_METHOD(Queue, qsize, NoArgs(Size), "($self, /)\n--\n\nHow many objects are in the queue."),
    PY_METHOD(Queue, empty, NoArgs(IsEmpty), "($self, /)\n--\n\nWhether the queue is empty."),
    PY_METHOD(Queue, full, NoArgs(IsFull), "($self, /)\n--\n\nWhether the queue is full."),
    PY_METHOD(Queue, close, NoArgs(Close), "($self, /)\n--\n\nThis process won't use the queue any more."),
    PY_METHOD(Queue, _await_item, OneArg(AwaitItem),
              "($self, timeout, /)\n--\n\nWaits until there is an object; returns whether there is."),
    PY_METHOD(Queue, _place, NoArgs(Place), kPlaceDoc),
    PY_METHOD(Queue, _at, OneArg(At, kMethodClass), kAtDoc),
    PY_METHOD(Queue, _task_done, NoArgs(TaskDone), "($self, /)\n--\n\nAn object that was got is dealt with."),
    PY_METHOD(Queue, _join_tasks, NoArgs(JoinTasks), "($self, /)\n--\n\nWaits until all objects are dealt with."),
    {}};
constexpr PropertyDef kProperties[] = {
    {"_closed", GetClosed, nullptr, nullptr}, {"_maxsize", GetCapacity, nullptr, nullptr}, {}};

}  // namespace

bool AddQueue(Value module) {
  QueueType.slots.new_instance = Make;
  QueueType.slots.destroy = Destroy;
  return AddType(module, {.type = &QueueType,
                          .name = "_polygil_mp.Queue",
                          .basic_size = sizeof(QueueObject),
                          .flags = kTypeBase,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "Queue of objects in shared memory, for any number of processes."});
}

}  // namespace polygil
