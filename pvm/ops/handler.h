// How instruction handlers are written, once for both ways of dispatch.
//
//   HANDLER(NEGATIVE) { ... FINISH(1, pc->a, result); }
//
// A handler gets (thread, pc, base, consts, aux) and ends in one of the macros below, each a tail
// call to the next handler or to a slow path with the same signature. With clang this is
// [[musttail]] and preserve_none: the five stay in registers for ever. Any ordinary call in a
// handler would make its hot path save registers, so whatever needs one is a separate SLOW function
// reached by TAIL(). Compilers without these attributes return to a loop between instructions.
//
// Rules for editing: a handler's hot path makes no ordinary call; operands stay in their registers
// until the operation has succeeded; on failure TAIL(Unwind) with the exception pending.

#ifndef POLYGIL_PVM_OPS_HANDLER_H_
#define POLYGIL_PVM_OPS_HANDLER_H_

#include <cstdint>

#include "pvm/bytecode/instruction.h"
#include "pvm/frame/frame.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/object.h"
#include "runtime/types/container/tuple.h"

#if defined(__clang__) && defined(__has_attribute) && !defined(POLYGIL_LOOP_DISPATCH)
#if __has_attribute(preserve_none) && __has_attribute(musttail)
#define POLYGIL_TAIL_CALLS 1
#endif
#endif

namespace polygil {

#define HANDLER_PARAMETERS \
  ThreadState *thread, const Instruction *pc, Value *base, Value *consts, uint64_t aux
#define HANDLER_ARGUMENTS thread, pc, base, consts, aux

#ifdef POLYGIL_TAIL_CALLS
#define HANDLER_RESULT __attribute__((preserve_none)) void
#define TAIL(function) [[clang::musttail]] return function(HANDLER_ARGUMENTS)
#define DISPATCH() [[clang::musttail]] return kHandlers[pc->op](HANDLER_ARGUMENTS)
using Handler = __attribute__((preserve_none)) void (*)(HANDLER_PARAMETERS);
#define LEAVE_LOOP() return
#else
// The loop's registers between instructions, and the way out of it.
struct LoopState {
  const Instruction* pc;  // null: leave
  Value* base;
  Value* consts;
};
#define HANDLER_RESULT ::polygil::LoopState
#define TAIL(function) return function(HANDLER_ARGUMENTS)
#define DISPATCH() \
  return ::polygil::LoopState { pc, base, consts }
using Handler = LoopState (*)(HANDLER_PARAMETERS);
#define LEAVE_LOOP() \
  return ::polygil::LoopState { nullptr, nullptr, nullptr }
#endif

extern const Handler kHandlers[] __attribute__((visibility("hidden")));

#define HANDLER(NAME)                                                                            \
  HANDLER_RESULT Op_##NAME([[maybe_unused]] ThreadState* thread,                                 \
                           [[maybe_unused]] const Instruction* pc, [[maybe_unused]] Value* base, \
                           [[maybe_unused]] Value* consts, [[maybe_unused]] uint64_t aux)
#define SLOW(NAME)                                                                  \
  static __attribute__((noinline)) HANDLER_RESULT NAME(                             \
      [[maybe_unused]] ThreadState* thread, [[maybe_unused]] const Instruction* pc, \
      [[maybe_unused]] Value* base, [[maybe_unused]] Value* consts, [[maybe_unused]] uint64_t aux)
#define SHARED_SLOW(NAME)                                                           \
  __attribute__((noinline)) HANDLER_RESULT NAME(                                    \
      [[maybe_unused]] ThreadState* thread, [[maybe_unused]] const Instruction* pc, \
      [[maybe_unused]] Value* base, [[maybe_unused]] Value* consts, [[maybe_unused]] uint64_t aux)
#define DECLARE_SLOW(NAME) HANDLER_RESULT NAME(HANDLER_PARAMETERS)

#define SPECIALIZED
#define OPCODE(name, words, operands, flags, picture) DECLARE_SLOW(Op_##name);
#include "pvm/bytecode/opcodes.def"
#undef SPECIALIZED

// The pending exception propagates from pc.
DECLARE_SLOW(Unwind);
// The same without a handler or a further entry of the traceback in the innermost frame.
DECLARE_SLOW(UnwindOutOfFrame);
// Drop the reference in aux, then go on 1, 2 or 3 words further.
DECLARE_SLOW(ReleaseNext1);
DECLARE_SLOW(ReleaseNext2);
DECLARE_SLOW(ReleaseNext3);
// Count the inherited object in aux, put it into R[pc->a], then go on 1, 2 or 3 words further.
DECLARE_SLOW(FinishInherited1);
DECLARE_SLOW(FinishInherited2);
DECLARE_SLOW(FinishInherited3);
// Drop the reference in aux, then dispatch at pc as it is.
DECLARE_SLOW(ReleaseDispatch);
// The eval breaker is set: signals, GIL requests, the collector; then dispatches at pc. If
// something raised, unwinds from `pc` as it was before (the caller set it to the jump target;
// aux holds the address of the jumping instruction).
DECLARE_SLOW(HandleBreaker);

#define NEXT(words) \
  do {              \
    pc += (words);  \
    DISPATCH();     \
  } while (0)

// Puts an owned value into register `reg` and goes on; the old content is released out of line.
// An empty register, the rule for temporaries, has a way on of its own.
#define FINISH(words, reg, owned_value)            \
  do {                                             \
    Value* finish_slot = base + (reg);             \
    Value finish_old = *finish_slot;               \
    *finish_slot = (owned_value);                  \
    if (finish_old.bits == 0) [[likely]]           \
      NEXT(words);                                 \
    if (finish_old.HasPointerTag()) [[unlikely]] { \
      aux = finish_old.bits;                       \
      TAIL(ReleaseNext##words);                    \
    }                                              \
    NEXT(words);                                   \
  } while (0)

// Which instruction this is, in slow paths that several share (and that code under trace runs too).
inline Opcode OpcodeHere(const ThreadState* thread, const Instruction* pc) {
  if (pc->opcode() != Opcode::TRACED) [[likely]]
    return pc->opcode();
  const Code* code = thread->frame->code;
  return static_cast<Opcode>(code->traced_ops[InstructionIndex(code, pc)]);
}

// True if the register is a temporary, which reading consumes.
inline bool IsTemporary(const Value* consts, uint32_t reg) { return reg >= consts[-1].bits; }

// Slow paths only: releases a consumed operand. (Inlined always: nearly every instruction on
// objects ends here.)
[[gnu::always_inline]] inline void Consume(Value* base, const Value* consts, uint32_t reg) {
  if (IsTemporary(consts, reg)) {
    Value old = base[reg];
    base[reg] = Value::Empty();
    DecRef(old);
  }
}
// Slow paths only: stores a result and releases what was there.
[[gnu::always_inline]] inline void SetRegister(Value* base, uint32_t reg, Owned value) {
  Value old = base[reg];
  base[reg] = value.Peek();
  DecRef(old);
}

// Slow paths only: the end of an operation on two registers. Temporaries are dropped left before
// right, and both before the result is visible, as on CPython's stack.
[[gnu::always_inline]] inline void FinishOperands(Value* base, const Value* consts, uint32_t to,
                                                  uint32_t left, uint32_t right, Owned result) {
  Consume(base, consts, left);
  if (right != left) Consume(base, consts, right);
  SetRegister(base, to, result);
}

// NameError.name of the pending exception.
void SetNameOfError(ThreadState* thread, Value name);

// In a slow path: keeps the frame's record up to date before anything that may look at it.
#define SAVE_PC() (thread->frame->pc = pc)

}  // namespace polygil

#endif  // POLYGIL_PVM_OPS_HANDLER_H_
