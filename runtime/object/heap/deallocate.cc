// The destructor protocol of an object whose last reference went:
//   finaliser (once; it may bring the object back), weak references and their callbacks, the fields
//   (destroy slot, Attributes, __slots__), the reference to a heap type, the block.
//
// Destroying a container destroys what it owns, and so on: nesting is bounded. Beyond the bound an
// object joins a chain, which the outermost Deallocate works off. The link lies in the header's
// count and unused flag bits, so deferring needs no memory.
//
// An inherited object in a forked child goes the same way; its count is header and delta.

#include "runtime/object/heap.h"
#include "runtime/object/heap/heap_state.h"
#include "runtime/object/upcalls.h"
#include "runtime/object/weak_table.h"

namespace polygil {
namespace {

constexpr int32_t kMaxNesting = 50;
constexpr uint32_t kLinkShift = 4;  // flag bits 4 .. 15 hold the upper part of the link
constexpr uint32_t kLinkMask = 0xFFFu << kLinkShift;

void PushDeferred(Object* object) {
  uint64_t next = reinterpret_cast<uint64_t>(t_thread->destroy_later) >> 4;
  object->refcount = static_cast<uint32_t>(next);
  object->flags = (object->flags & ~kLinkMask) |
                  (static_cast<uint32_t>(next >> 32) << kLinkShift);
  t_thread->destroy_later = object;
}

Object* PopDeferred() {
  Object* object = t_thread->destroy_later;
  uint64_t next = object->refcount |
                  (uint64_t{(object->flags & kLinkMask) >> kLinkShift} << 32);
  object->refcount = 0;
  object->flags &= ~kLinkMask;
  t_thread->destroy_later = reinterpret_cast<Object*>(next << 4);
  return object;
}

// Runs code with one reference held, then takes that reference back without another round of
// Deallocate. True: nobody else holds the object now.
template <typename Function>
bool RunResurrectable(Object* object, Function run) {
  IncRef(object);
  run();
  Heap* heap = CurrentHeap();
  if (TrueCount(heap, object) > 1) {
    DecRef(object);
    return false;
  }
  if (reinterpret_cast<uint64_t>(object) - t_counted.base < t_counted.span) {
    object->refcount = 0;
  } else {
    // The delta falls without a test for zero: an immediate second Deallocate is not wanted.
    ReleaseInheritedQuietly(object);
  }
  return true;
}

bool FinalizeAndCheck(Object* object) {
  object->flags |= kFinalized;
  Value pending = t_thread->pending;
  t_thread->pending = Value::Empty();
  bool dead = RunResurrectable(
      object, [object] { object->type->slots.finalize(Value::Pointer(object)); });
  DecRef(t_thread->pending);
  t_thread->pending = pending;
  return dead;
}

void DropSlots(Object* object, const Type* type) {
  Value* slots = SlotsOf(object, type);
  for (uint32_t i = 0; i < type->slot_count; ++i) ClearField(&slots[i]);
}

// Everything after finaliser and weak references.
void DestroyNow(Object* object) {
  Type* type = object->type;
  if (type->slot_count != 0) DropSlots(object, type);
  if (type->Has(kTypeHasAttributes)) kObjectUpcalls.attributes_clear(object);
  if (type->slots.destroy != nullptr) type->slots.destroy(object);
  FreeObjectBlock(object);
  if (type->Has(kTypeHeap)) DecRef(static_cast<Object*>(type));
}

void DrainDeferred() {
  while (t_thread->destroy_later != nullptr) DestroyNow(PopDeferred());
}

}  // namespace

void Deallocate(Object* object) {
  Type* type = object->type;
  if (type->Has(kTypeAtomic) && !type->Has(kTypeHeap)) [[likely]] {
    if (object->flags & (kHasWeakReferences | kRegistered)) [[unlikely]] {
      if (object->flags & kHasWeakReferences) WeakTableClear(object);
      if (object->flags & kRegistered) type->slots.destroy(object);
    }
    FreeObjectBlock(object);
    return;
  }
  if (type->Has(kTypeHasFinalizer) && !(object->flags & kFinalized) &&
      !FinalizeAndCheck(object))
    return;
  // Set before callbacks run: a collection meanwhile must not take the object for garbage.
  object->flags |= kBeingDestroyed;
  if (object->flags & kHasWeakReferences) WeakTableClear(object);
  ThreadState* thread = t_thread;
  if (thread->destroy_depth >= kMaxNesting) {
    PushDeferred(object);
    return;
  }
  ++thread->destroy_depth;
  DestroyNow(object);
  if (thread->destroy_depth == 1 && thread->destroy_later != nullptr) DrainDeferred();
  --thread->destroy_depth;
}

}  // namespace polygil
