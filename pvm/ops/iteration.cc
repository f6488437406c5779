// for loops. X1 holds the jump offset of the loop's exit in its low half.

#include <cstddef>

#include "pvm/call/enter.h"
#include "pvm/generator/generator.h"
#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "pvm/trace/trace.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/spared_misses.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/range.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

#define EXIT_OFFSET() static_cast<int32_t>(CacheWord(pc, 1))

SLOW(GetIteratorSlow) {
  SAVE_PC();
  Owned iterator = GetIterator(base[pc->b]);
  if (!iterator) TAIL(Unwind);
  if (pc->b != pc->a) Consume(base, consts, pc->b);
  SetRegister(base, pc->a, iterator);
  NEXT(1);
}
HANDLER(GET_ITERATOR) { TAIL(GetIteratorSlow); }

// The loop is over: drops the iterator and leaves.
SLOW(Exhausted) {
  SAVE_PC();
  ClearField(&base[pc->b]);
  pc += EXIT_OFFSET();
  DISPATCH();
}

// A list or tuple iterator that has reached its end stays exhausted, whatever is appended later.
SLOW(SequenceExhausted) {
  static_assert(offsetof(ListIterator, list) == offsetof(TupleIterator, tuple));
  SAVE_PC();
  ClearField(&base[pc->b].As<ListIterator>()->list);
  TAIL(Exhausted);
}

// Also rewrites the instruction for the iterator it sees.
SLOW(ForIteratorSlow) {
  SAVE_PC();
  Value iterator = base[pc->b];
  Type* type = TypeOf(iterator);
  Opcode form = Opcode::FOR_ITERATOR;
  if (type == &RangeIteratorType) form = Opcode::FOR_ITERATOR_RANGE;
  if (type == &ListIteratorType) form = Opcode::FOR_ITERATOR_LIST;
  if (type == &TupleIteratorType) form = Opcode::FOR_ITERATOR_TUPLE;
  if (type == &GeneratorType) form = Opcode::FOR_ITERATOR_GENERATOR;
  if (form == Opcode::FOR_ITERATOR && !type->Has(kTypeHeap) && type->slots.next != nullptr) {
    form = Opcode::FOR_ITERATOR_NATIVE;
  }
  if (form != Opcode::FOR_ITERATOR && pc->opcode() == Opcode::FOR_ITERATOR && MayFillCaches()) {
    if (form == Opcode::FOR_ITERATOR_NATIVE) SetCacheWord(pc, 2, reinterpret_cast<uint64_t>(type));
    Rewrite(pc, form);
    DISPATCH();
  }
  Rewrite(pc, Opcode::FOR_ITERATOR);
  Owned item = IsTracing(thread) ? TypeOf(iterator)->slots.next(iterator) : IteratorNext(iterator);
  if (!item) {
    if (IsTracing(thread) && PendingMatches(&StopIterationType)) [[unlikely]] {
      TraceException(thread);
      ClearPendingIf(&StopIterationType);
    }
    if (!thread->pending.IsEmpty()) TAIL(Unwind);
    TAIL(Exhausted);
  }
  SetRegister(base, pc->a, item);
  NEXT(3);
}
HANDLER(FOR_ITERATOR) { TAIL(ForIteratorSlow); }

HANDLER(FOR_ITERATOR_RANGE) {
  Value iterator = base[pc->b];
  if (!IsExactly(iterator, RangeIteratorType)) [[unlikely]]
    TAIL(ForIteratorSlow);
  RangeIterator* range = iterator.As<RangeIterator>();
  if (range->remaining <= 0) TAIL(Exhausted);
  --range->remaining;
  int64_t i = range->next;
  range->next = i + range->step;
  FINISH(3, pc->a, Value::Int(i));
}

HANDLER(FOR_ITERATOR_LIST) {
  Value value = base[pc->b];
  if (!IsExactly(value, ListIteratorType)) [[unlikely]]
    TAIL(ForIteratorSlow);
  ListIterator* iterator = value.As<ListIterator>();
  if (iterator->list.IsEmpty()) TAIL(Exhausted);
  List* list = iterator->list.As<List>();
  if (iterator->index >= list->size) TAIL(SequenceExhausted);
  Value item = list->items[iterator->index++];
  FINISH_COPY(3, item);
}

HANDLER(FOR_ITERATOR_TUPLE) {
  Value value = base[pc->b];
  if (!IsExactly(value, TupleIteratorType)) [[unlikely]]
    TAIL(ForIteratorSlow);
  TupleIterator* iterator = value.As<TupleIterator>();
  if (iterator->tuple.IsEmpty()) TAIL(Exhausted);
  Tuple* tuple = iterator->tuple.As<Tuple>();
  if (iterator->index >= tuple->size) TAIL(SequenceExhausted);
  Value item = tuple->items[iterator->index++];
  FINISH_COPY(3, item);
}

// X2: the built-in type whose next() is called.
SLOW(NativeExhausted) {
  if (!thread->pending.IsEmpty() && !ClearPendingIf(&StopIterationType)) TAIL(Unwind);
  TAIL(Exhausted);
}
HANDLER(FOR_ITERATOR_NATIVE) {
  Value iterator = base[pc->b];
  const Type* type = reinterpret_cast<const Type*>(CacheWord(pc, 2));
  if (!iterator.HasPointerTag() || iterator.AsObject()->type != type) [[unlikely]]
    TAIL(ForIteratorSlow);
  SAVE_PC();
  Owned item = type->slots.next(iterator);
  if (!item) [[unlikely]]
    TAIL(NativeExhausted);
  FINISH(3, pc->a, item.Peek());
}

SLOW(EnterGenerator) {
  SAVE_PC();
  Generator* generator = base[pc->b].As<Generator>();
  if (thread->frame + 1 >= thread->frame_limit) {
    RaiseGeneratorTooDeep(generator);
    TAIL(Unwind);
  }
  FrameRecord* frame = GeneratorEnter(thread, generator, OwnNone(), ReturnKind::kForIterator);
  base = frame->base;
  consts = frame->code->constants;
  pc = frame->pc;
  DISPATCH();
}
HANDLER(FOR_ITERATOR_GENERATOR) {
  Value value = base[pc->b];
  if (!IsExactly(value, GeneratorType)) [[unlikely]]
    TAIL(ForIteratorSlow);
  GeneratorState state = value.As<Generator>()->state;
  if (state > GeneratorState::kSuspended) [[unlikely]]
    TAIL(ForIteratorSlow);
  TAIL(EnterGenerator);
}

SLOW(GetLengthSlow) {
  SAVE_PC();
  Fallible<int64_t> length = Length(base[pc->b]);
  if (!length) TAIL(Unwind);
  SetRegister(base, pc->a, Owned(Value::Int(length.value)));
  NEXT(1);
}
HANDLER(GET_LENGTH) { TAIL(GetLengthSlow); }

}  // namespace polygil
