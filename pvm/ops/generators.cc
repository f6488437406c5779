// yield, yield from and await. Generators driven by a for loop or another generator run in this
// loop, without recursion.

#include "pvm/call/enter.h"
#include "pvm/generator/async_generator.h"
#include "pvm/generator/awaitable.h"
#include "pvm/generator/generator.h"
#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "pvm/trace/trace.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"

namespace polygil {

// aux: the value (owned) that the innermost frame, already suspended and popped, has yielded; its
// return kind is in the record just above the current one. Delivers it to whoever drives it.
SLOW(DeliverYield) {
  Owned value(Value{aux});
  ReturnKind kind = (thread->frame + 1)->return_kind;
  if (kind == ReturnKind::kNative) {
    thread->loop_result = value.Peek();
    thread->loop_yielded = true;
    LEAVE_LOOP();
  }
  FrameRecord* frame = thread->frame;
  base = frame->base;
  consts = frame->code->constants;
  pc = frame->pc;
  if (kind == ReturnKind::kForIterator) {
    SetRegister(base, pc->a, value);
    NEXT(3);
  }
  // The driver is itself at a YIELD_FROM: it yields the same value on.
  uint32_t index = InstructionIndex(frame->code, pc);
  uint16_t iterator = pc->b;
  if (IsTracing(thread)) [[unlikely]] {
    if (!TraceLeaving(thread, value.Peek())) {
      Discard(value);
      TAIL(UnwindOutOfFrame);
    }
  }
  GeneratorSuspend(thread, index, iterator + 1, iterator);
  aux = value.Peek().bits;
  TAIL(DeliverYield);
}

SLOW(YieldSlow) {
  SAVE_PC();
  Value value = base[pc->b];
  if (IsTemporary(consts, pc->b)) {
    base[pc->b] = Value::Empty();
  } else {
    IncRef(value);
  }
  GeneratorSuspend(thread, InstructionIndex(thread->frame->code, pc) + 1, pc->a, kNoRegister);
  aux = value.bits;
  TAIL(DeliverYield);
}
// To a for loop, another generator or native code, which keeps this one alive.
HANDLER(YIELD) {
  FrameRecord* frame = thread->frame;
  ReturnKind kind = frame->return_kind;
  Value owner = frame->owner;
  if (frame->frame_object || owner.AsObject()->refcount < 2 ||
      owner.bits - t_counted.base >= t_counted.span || t_counted.inherited_span != 0) [[unlikely]]
    TAIL(YieldSlow);
  Value value = base[pc->b];
  if (pc->b >= consts[-1].bits) {
    base[pc->b] = Value::Empty();
  } else if (value.HasPointerTag() && value.bits - t_counted.base < t_counted.span) {
    ++value.AsObject()->refcount;
  }
  Generator* generator = owner.As<Generator>();
  generator->resume_offset = static_cast<uint32_t>(pc - frame->code->instructions) + 1;
  generator->resume_register = pc->a;
  generator->yield_from_register = kNoRegister;
  generator->state = GeneratorState::kSuspended;
  thread->handled = generator->handled.previous;
  generator->handled.previous = nullptr;
  --generator->refcount;
  thread->frame = --frame;
  if (kind == ReturnKind::kNative) {
    thread->loop_result = value;
    thread->loop_yielded = true;
    LEAVE_LOOP();
  }
  if (kind != ReturnKind::kForIterator) {
    aux = value.bits;
    TAIL(DeliverYield);
  }
  base = frame->base;
  consts = frame->code->constants;
  pc = frame->pc;
  FINISH(3, pc->a, value);
}

// aux: the instruction that a trace function chose to go on at; what is sent then is dropped.
SHARED_SLOW(YieldThenJump) {
  const Instruction* target = reinterpret_cast<const Instruction*>(aux);
  SAVE_PC();
  Value value = base[pc->b];
  if (IsTemporary(consts, pc->b)) {
    base[pc->b] = Value::Empty();
  } else {
    IncRef(value);
  }
  GeneratorSuspend(thread, InstructionIndex(thread->frame->code, target), kNoRegister, kNoRegister);
  aux = value.bits;
  TAIL(DeliverYield);
}

SLOW(YieldFromSlow) {
  SAVE_PC();
  Value iterator = base[pc->b];
  Type* type = TypeOf(iterator);
  if ((type == &GeneratorType || type == &CoroutineType) &&
      iterator.As<Generator>()->state <= GeneratorState::kSuspended) {
    Generator* generator = iterator.As<Generator>();
    if (thread->frame + 1 >= thread->frame_limit) {
      RaiseGeneratorTooDeep(generator);
      TAIL(Unwind);
    }
    if (generator->state == GeneratorState::kSuspended || base[pc->b + 1].IsNone()) {
      Value argument = base[pc->b + 1];
      base[pc->b + 1] = Value::None();
      FrameRecord* frame =
          GeneratorEnter(thread, generator, Owned(argument), ReturnKind::kYieldFrom);
      base = frame->base;
      consts = frame->code->constants;
      pc = frame->pc;
      DISPATCH();
    }
  }
  Owned result;
  SendStatus status = IteratorSend(iterator, base[pc->b + 1], &result);
  if (status == SendStatus::kError) TAIL(Unwind);
  if (status == SendStatus::kYielded) {
    StoreOwned(&base[pc->b + 1], OwnNone());
    if (IsTracing(thread)) [[unlikely]] {
      if (!TraceLeaving(thread, result.Peek())) {
        Discard(result);
        TAIL(UnwindOutOfFrame);
      }
    }
    GeneratorSuspend(thread, InstructionIndex(thread->frame->code, pc), pc->b + 1, pc->b);
    aux = result.Peek().bits;
    TAIL(DeliverYield);
  }
  if (IsTracing(thread) && !TraceStop(thread, iterator, result.Peek())) [[unlikely]] {
    Discard(result);
    TAIL(Unwind);
  }
  uint16_t target = pc->a;
  ClearField(&base[pc->b]);
  ClearField(&base[pc->b + 1]);
  SetRegister(base, target, result);
  NEXT(1);
}
HANDLER(YIELD_FROM) { TAIL(YieldFromSlow); }

#define UNARY(NAME, expression)                       \
  SLOW(NAME##Slow) {                                  \
    SAVE_PC();                                        \
    Owned result = (expression);                      \
    if (!result) TAIL(Unwind);                        \
    if (pc->b != pc->a) Consume(base, consts, pc->b); \
    SetRegister(base, pc->a, result);                 \
    NEXT(1);                                          \
  }                                                   \
  HANDLER(NAME) { TAIL(NAME##Slow); }
UNARY(GET_YIELD_FROM_ITERATOR, YieldFromIterator(base[pc->b], thread->frame->code))
UNARY(GET_AWAITABLE, AwaitableIterator(base[pc->b], pc->c))
UNARY(GET_ASYNC_ITERATOR, AsyncIterator(base[pc->b]))
UNARY(ASYNC_GENERATOR_WRAP, AsyncGeneratorWrap(base[pc->b]))

SLOW(GetAsyncNextSlow) {
  SAVE_PC();
  Owned result = AsyncNext(base[pc->b]);
  if (!result) TAIL(Unwind);
  SetRegister(base, pc->a, result);
  NEXT(1);
}
HANDLER(GET_ASYNC_NEXT) { TAIL(GetAsyncNextSlow); }

DECLARE_SLOW(UnwindKeepingTraceback);
SLOW(EndAsyncForSlow) {
  SAVE_PC();
  Value exception = base[pc->b];
  if (!IsInstanceOf(exception, StopAsyncIterationType)) {
    base[pc->b] = Value::Empty();
    RestorePending(Owned(exception));
    TAIL(UnwindKeepingTraceback);
  }
  Consume(base, consts, pc->b);
  Consume(base, consts, pc->a);
  NEXT(1);
}
HANDLER(END_ASYNC_FOR) { TAIL(EndAsyncForSlow); }

}  // namespace polygil
