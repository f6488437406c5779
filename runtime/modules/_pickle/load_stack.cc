#include <cstring>

#include "runtime/modules/_pickle/unpickler.h"
#include "runtime/object/heap.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"

namespace polygil::pickle {
namespace {

template <typename T>
bool GrowArray(T** items, int64_t* capacity) {
  int64_t grown = *capacity == 0 ? 64 : *capacity * 2;
  auto* block = static_cast<T*>(RawReallocate(*items, static_cast<size_t>(*capacity) * sizeof(T),
                                              static_cast<size_t>(grown) * sizeof(T)));
  if (block == nullptr) return RaiseMemoryError();
  *items = block;
  *capacity = grown;
  return true;
}

}  // namespace

Raised RaiseUnderflow(const LoadStack& stack) {
  return Raise(&UnpicklingErrorType,
               stack.mark_count > 0 ? "unexpected MARK found" : "unpickling stack underflow");
}

bool StackGrow(LoadStack* stack) { return GrowArray(&stack->items, &stack->capacity); }

bool PushMark(LoadStack* stack) {
  if (stack->mark_count == stack->mark_capacity)
    TRY_VOID(GrowArray(&stack->marks, &stack->mark_capacity));
  stack->marks[stack->mark_count++] = stack->fence = stack->size;
  return true;
}

bool PopMark(LoadStack* stack, int64_t* start) {
  if (stack->mark_count == 0) return Raise(&UnpicklingErrorType, "could not find MARK");
  *start = stack->marks[--stack->mark_count];
  stack->fence = stack->mark_count == 0 ? 0 : stack->marks[stack->mark_count - 1];
  return true;
}

Owned PopTuple(LoadStack* stack, int64_t start) {
  int64_t count = stack->size - start;
  if (count < 0) return RaiseUnderflow(*stack);
  if (count == 0) return TupleEmpty();
  Owned tuple = TRY(TupleNew(count));
  memcpy(tuple.Peek().As<Tuple>()->items, stack->items + start,
         static_cast<size_t>(count) * sizeof(Value));
  stack->size = start;
  return tuple;
}

Owned PopList(LoadStack* stack, int64_t start) {
  if (stack->size < start) return RaiseUnderflow(*stack);
  Handle list = TRY(ListFrom(stack->items + start, stack->size - start));
  StackShrink(stack, start);
  return list.Release();
}

void StackShrink(LoadStack* stack, int64_t size) {
  while (stack->size > size) DecRef(stack->items[--stack->size]);
}

void StackClear(LoadStack* stack) {
  stack->fence = stack->mark_count = 0;
  StackShrink(stack, 0);
  LoadStack old = *stack;
  *stack = {};
  if (old.items != nullptr) RawFree(old.items, static_cast<size_t>(old.capacity) * sizeof(Value));
  if (old.marks != nullptr)
    RawFree(old.marks, static_cast<size_t>(old.mark_capacity) * sizeof(int64_t));
}

}  // namespace polygil::pickle
