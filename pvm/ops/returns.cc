// Returning from frames: locals are released, the record is popped, and the value goes where the
// frame's return kind says.

#include "pvm/call/enter.h"
#include "pvm/generator/generator.h"
#include "pvm/ops/cache.h"
#include "pvm/ops/enter_frame.h"
#include "pvm/trace/trace.h"

namespace polygil {

// Any frame. aux: the owned result. The frame's temporaries are gone.
SLOW(ReturnSlow) {
  FrameRecord* frame = thread->frame;
  Owned result(Value{aux});
  frame->pc = pc;
  ReturnKind kind = frame->return_kind;
  Owned instance;
  if (frame->is_generator) {
    GeneratorFinish(thread);
  } else {
    if (kind == ReturnKind::kInit) instance = Owned(std::exchange(frame->owner, Value::Empty()));
    PopFrame(thread);
  }
  if (kind == ReturnKind::kNative) {
    thread->loop_result = result.Peek();
    thread->loop_yielded = false;
    LEAVE_LOOP();
  }
  frame = thread->frame;
  base = frame->base;
  pc = frame->pc;
  consts = frame->code->constants;
  switch (kind) {
    case ReturnKind::kInit:
      if (!result.Peek().IsNone()) {
        Raise(&TypeErrorType, "__init__() should return None, not '%.200s'",
              TypeName(result.Peek()));
        Discard(result);
        Discard(instance);
        TAIL(Unwind);
      }
      if (pc->b != pc->a) ClearField(&base[pc->b]);
      SetRegister(base, pc->a, instance);
      NEXT(3);
    case ReturnKind::kRegister:
      SetRegister(base, pc->a, result);
      pc += InfoOf(CodeOpcodeAt(frame->code, InstructionIndex(frame->code, pc))).words;
      DISPATCH();
    case ReturnKind::kOperator: {
      Value left = base[pc->b];
      bool is_constant = HasConstantOperand(OpcodeHere(thread, pc));
      Value right = is_constant ? consts[pc->c] : base[pc->c];
      if (result.Peek().IsNotImplemented()) {
        RaiseUnsupportedOperands(thread, pc, left, right);
        TAIL(Unwind);
      }
      FinishOperands(base, consts, pc->a, pc->b, is_constant ? pc->b : pc->c, result);
      NEXT(2);
    }
    case ReturnKind::kDiscard:
      Discard(result);
      pc += InfoOf(CodeOpcodeAt(frame->code, InstructionIndex(frame->code, pc))).words;
      DISPATCH();
    case ReturnKind::kComparison:
      aux = result.Peek().bits;
      TAIL(FinishComparison);
    case ReturnKind::kForIterator:
      Discard(result);
      ClearField(&base[pc->b]);
      pc += static_cast<int32_t>(CacheWord(pc, 1));
      DISPATCH();
    case ReturnKind::kYieldFrom:
      if (IsTracing(thread) && !TraceStop(thread, base[pc->b], result.Peek())) [[unlikely]] {
        Discard(result);
        TAIL(Unwind);
      }
      ClearField(&base[pc->b]);
      ClearField(&base[pc->b + 1]);
      SetRegister(base, pc->a, result);
      NEXT(1);
    default:
      if (pc->b != pc->a) ClearField(&base[pc->b]);
      SetRegister(base, pc->a, result);
      NEXT(3);
  }
}

SLOW(FinishReturn) {
  ClearField(&base[pc->b]);
  SetRegister(base, pc->a, Owned(Value{aux}));
  NEXT(3);
}

// Back in the caller, whose call instruction takes the value in aux; R[b] still holds the callable.
#define DELIVER()                    \
  do {                               \
    thread->frame = --frame;         \
    base = frame->base;              \
    pc = frame->pc;                  \
    consts = frame->code->constants; \
    if (pc->a == pc->b) [[likely]] { \
      Value leaving{aux};            \
      FINISH(3, pc->a, leaving);     \
    }                                \
    TAIL(FinishReturn);              \
  } while (0)

// The locals are released. aux: the owned result.
SLOW(ReturnFromInit) {
  if (!Value{aux}.IsNone()) [[unlikely]]
    TAIL(ReturnSlow);
  FrameRecord* frame = thread->frame;
  aux = frame->owner.bits;
  DELIVER();
}
// The same for the other kinds that the hot way out serves.
SLOW(ReturnFromOther) {
  FrameRecord* frame = thread->frame;
  ReturnKind kind = frame->return_kind;
  Owned result(Value{aux});
  if (kind == ReturnKind::kInit) TAIL(ReturnFromInit);
  if (frame->is_generator) TAIL(ReturnSlow);
  if (kind == ReturnKind::kOperator && result.Peek().IsNotImplemented()) [[unlikely]]
    TAIL(ReturnSlow);
  Value owner = frame->owner;
  if (kind == ReturnKind::kNative) {
    Value locals = frame->locals;
    thread->frame = frame - 1;
    DecRef(locals);
    DecRef(owner);
    thread->loop_result = Value{aux};
    thread->loop_yielded = false;
    LEAVE_LOOP();
  }
  thread->frame = --frame;
  base = frame->base;
  pc = frame->pc;
  consts = frame->code->constants;
  DecRef(owner);
  if (kind == ReturnKind::kOperator) {
    FinishOperands(base, consts, pc->a, pc->b,
                   HasConstantOperand(OpcodeHere(thread, pc)) ? pc->b : pc->c, result);
    NEXT(2);
  }
  if (kind == ReturnKind::kComparison) TAIL(FinishComparison);
  if (kind == ReturnKind::kDiscard) {
    Discard(result);
  } else {
    SetRegister(base, pc->a, result);
  }
  pc += InfoOf(OpcodeHere(thread, pc)).words;
  DISPATCH();
}
SLOW(ReturnReleased) {
  FrameRecord* frame = thread->frame;
  if (frame->return_kind == ReturnKind::kCall) DELIVER();
  TAIL(ReturnFromOther);
}
// Some local dies, or belongs to the forking parent.
SLOW(ReturnReleasing) {
  SAVE_PC();
  uint32_t locals = static_cast<uint32_t>(consts[-1].bits);
  for (uint32_t i = 0; i < locals; ++i) ClearField(&base[i]);
  // What a finaliser did may have made the frame visible.
  if (thread->frame->frame_object) [[unlikely]]
    TAIL(ReturnSlow);
  TAIL(ReturnReleased);
}

// The hot way out: releases locals as long as none of them dies, and goes on in the caller.
#define LEAVE_FRAME(result)                                                           \
  do {                                                                                \
    FrameRecord* frame = thread->frame;                                               \
    aux = (result).bits;                                                              \
    if (frame->return_kind > ReturnKind::kNative || frame->frame_object) [[unlikely]] \
      TAIL(ReturnSlow);                                                               \
    uint32_t locals = static_cast<uint32_t>(consts[-1].bits);                         \
    for (uint32_t i = 0; i < locals; ++i) {                                           \
      Value local = base[i];                                                          \
      if (!local.HasPointerTag() || !local) continue;                                 \
      if (local.bits - t_counted.base >= t_counted.span) {                            \
        if (t_counted.inherited_span != 0) [[unlikely]]                               \
          TAIL(ReturnReleasing);                                                      \
        base[i] = Value::Empty();                                                     \
        continue;                                                                     \
      }                                                                               \
      if (local.AsObject()->refcount == 1) [[unlikely]]                               \
        TAIL(ReturnReleasing);                                                        \
      AssertCountable(local.AsObject(), true);                                        \
      --local.AsObject()->refcount;                                                   \
      base[i] = Value::Empty();                                                       \
    }                                                                                 \
    if (frame->return_kind != ReturnKind::kCall) TAIL(ReturnFromOther);               \
    DELIVER();                                                                        \
  } while (0)

HANDLER(RETURN) {
  Value result = base[pc->a];
  if (pc->a >= consts[-1].bits) {
    base[pc->a] = Value::Empty();
  } else {
    IncRefFast(result);
  }
  LEAVE_FRAME(result);
}
HANDLER(RETURN_NONE) { LEAVE_FRAME(Value::None()); }

}  // namespace polygil
