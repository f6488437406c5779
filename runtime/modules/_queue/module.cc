// _queue.SimpleQueue: an unbounded FIFO queue. The GIL guards the items; a lock that is held while
// the queue is empty is what get() waits for. put() never blocks, so it may be called from
// destructors and signal handlers.

#include "runtime/modules/_thread/lock.h"
#include "runtime/modules/_thread/timeout.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"

namespace polygil {
namespace {

Type SimpleQueueType;

struct SimpleQueue : Object {
  Value* items;  // raw block: a ring of mask + 1
  int64_t mask, head, size;
  LockWord waiting;  // held: the queue may be empty and somebody may wait for it to be released
  Value empty_error;  // the class Empty
};

SimpleQueue* Of(Value self) { return self.As<SimpleQueue>(); }

bool Grow(SimpleQueue* queue) {
  int64_t capacity = queue->items == nullptr ? 0 : queue->mask + 1;
  if (queue->size < capacity) return true;
  int64_t grown = capacity == 0 ? 8 : capacity * 2;
  auto* items = static_cast<Value*>(RawAllocate(static_cast<size_t>(grown) * sizeof(Value)));
  if (items == nullptr) return RaiseMemoryError();
  for (int64_t i = 0; i < queue->size; ++i)
    items[i] = queue->items[(queue->head + i) & queue->mask];
  if (capacity != 0) RawFree(queue->items, static_cast<size_t>(capacity) * sizeof(Value));
  queue->items = items;
  queue->mask = grown - 1;
  queue->head = 0;
  return true;
}

Owned PopFront(SimpleQueue* queue) {
  Owned item(queue->items[queue->head]);
  queue->head = (queue->head + 1) & queue->mask;
  --queue->size;
  return item;
}

Owned EmptyClass();

Owned Make(Type* type, const Value*, size_t nargs, Value keyword_names) {
  if (type == &SimpleQueueType && nargs > 0)
    return Raise(&TypeErrorType, "SimpleQueue() takes no positional arguments");
  TRY_VOID(RejectKeywords(type, &SimpleQueueType, "SimpleQueue", keyword_names));
  Handle error = TRY(EmptyClass());
  Owned result = NewInstanceOf(type);
  if (result) Of(result.Peek())->empty_error = error.Release().Peek();
  return result;
}

Owned Put(Value self, Value item) {
  SimpleQueue* queue = Of(self);
  TRY_VOID(Grow(queue));
  queue->items[(queue->head + queue->size++) & queue->mask] = Retain(item).Peek();
  queue->waiting.Release();
  return OwnNone();
}
Owned PutMethod(Value self, const Value* args) { return Put(self, args[0]); }
Owned PutNowaitMethod(Value self, const Value* args) { return Put(self, args[0]); }

Raised RaiseEmpty(SimpleQueue* queue) { return RaiseBare(queue->empty_error.As<Type>()); }

// A thread that has to wait sees to it that the lock is held, then takes it again: that waits for put().
Owned Get(Value self, bool block, int64_t deadline) {
  SimpleQueue* queue = Of(self);
  Handle hold = Retain(self);
  while (queue->size == 0) {
    if (!block) return RaiseEmpty(queue);
    queue->waiting.TryTake();
    bool taken = TRY(queue->waiting.Take(deadline));
    if (!taken && queue->size == 0) return RaiseEmpty(queue);
  }
  Owned item = PopFront(queue);
  if (queue->size > 0) queue->waiting.Release();  // another one that waits may go on
  return item;
}

Owned GetMethod(Value self, const Value* args) {
  bool block = args[0] ? TRY(IsTrue(args[0])) : true;
  int64_t deadline = kNoTimeout;
  if (block && args[1] && !args[1].IsNone()) {
    int64_t timeout = TRY(NanosecondsOf(args[1]));
    if (timeout < 0)
      return Raise(&ValueErrorType, "'timeout' must be a non-negative number");
    deadline = DeadlineAfter(timeout);
  }
  return Get(self, block, deadline);
}
Owned GetNowait(Value self) { return Get(self, false, kNoTimeout); }
Owned IsEmptyMethod(Value self) { return OwnBool(Of(self)->size == 0); }
Owned Size(Value self) { return Owned(Value::Int(Of(self)->size)); }

bool Traverse(Object* self, Visitor visit, void* arg) {
  auto* queue = static_cast<SimpleQueue*>(self);
  for (int64_t i = 0; i < queue->size; ++i)
    if (visit(queue->items[(queue->head + i) & queue->mask], arg)) return true;
  return TraverseFields<SimpleQueue, &SimpleQueue::empty_error>(self, visit, arg);
}
void Clear(Object* self) {
  auto* queue = static_cast<SimpleQueue*>(self);
  while (queue->size > 0) Discard(PopFront(queue));
}
void Destroy(Object* self) {
  auto* queue = static_cast<SimpleQueue*>(self);
  Clear(self);
  if (queue->items != nullptr)
    RawFree(queue->items, static_cast<size_t>(queue->mask + 1) * sizeof(Value));
  ClearField(&queue->empty_error);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(SimpleQueue, empty, NoArgs(IsEmptyMethod),
              "($self, /)\n--\n\nReturn True if the queue is empty, False otherwise (now)."),
    PY_METHOD(SimpleQueue, get, Bound(GetMethod),
              "($self, /, block=True, timeout=None)\n--\n\nRemove and return an item, waiting for "
              "one if `block` is true, for at most `timeout` seconds.\nRaises Empty."),
    PY_METHOD(SimpleQueue, get_nowait, NoArgs(GetNowait),
              "($self, /)\n--\n\nRemove and return an item without waiting. Raises Empty."),
    PY_METHOD(SimpleQueue, put, Bound(PutMethod),
              "($self, /, item, block=True, timeout=None)\n--\n\n"
              "Put the item on the queue. Never waits; the other arguments are for Queue's sake."),
    PY_METHOD(SimpleQueue, put_nowait, Bound(PutNowaitMethod),
              "($self, /, item)\n--\n\nPut an item into the queue without blocking."),
    PY_METHOD(SimpleQueue, qsize, NoArgs(Size),
              "($self, /)\n--\n\nReturn the approximate size of the queue."),
    PY_METHOD(SimpleQueue, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    {}};

constexpr const char* kEmptyKey = "_queue.Empty";
Owned EmptyClass() {
  Value known = DictGetAscii(CurrentInterpreter()->module_state, kEmptyKey);
  if (known) return Retain(known);
  Handle made = TRY(MakeException("_queue.Empty", Value::Pointer(&ExceptionType), Value::Empty(),
                                  "Exception raised by Queue.get(block=0)/get_nowait()."));
  TRY_VOID(DictSetAscii(CurrentInterpreter()->module_state, kEmptyKey, made));
  return made.Release();
}

bool Execute(Value module) {
  TypeSlots& slots = SimpleQueueType.slots;
  slots.new_instance = Make;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Destroy;
  return ModuleAdd(module, "Empty", EmptyClass()) &&
         AddType(module, {.type = &SimpleQueueType,
                          .name = "_queue.SimpleQueue",
                          .basic_size = sizeof(SimpleQueue),
                          .flags = kTypeBase | kTypeGc | kTypeWeakly,
                          .methods = kMethods,
                          .doc = "Simple, unbounded, reentrant FIFO queue."});
}

}  // namespace

extern const ModuleDefinition QueueModule;
const ModuleDefinition QueueModule = {
    "_queue", "The queue below queue.SimpleQueue.", nullptr, Execute};

}  // namespace polygil
