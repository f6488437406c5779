// The interpreter loop: the table of handlers, entering and leaving it, and the eval breaker.
//
// With tail calls there is no loop in the text: RunLoop calls the first handler, each handler calls
// the next, and the one that ends the entry frame returns. Without, the handlers return to a loop
// here between instructions.

#include "gil/breaker.h"
#include "pvm/call/enter.h"
#include "pvm/breaker.h"
#include "pvm/ops/handler.h"
#include "pvm/trace/instrument.h"

namespace polygil {

const Handler kHandlers[] = {
#define SPECIALIZED
#define OPCODE(name, words, operands, flags, picture) Op_##name,
#include "pvm/bytecode/opcodes.def"
#undef SPECIALIZED
};

#ifdef __clang__
__attribute__((preserve_most)) void IncRefInheritedCold(Value value) { IncRefInherited(value); }
#endif

namespace {

bool Run(ThreadState* thread, Handler first) {
  FrameRecord* frame = thread->frame;
  thread->loop_result = Value::Empty();
#ifdef POLYGIL_TAIL_CALLS
  first(thread, frame->pc, frame->base, frame->code->constants, 0);
#else
  LoopState state = first(thread, frame->pc, frame->base, frame->code->constants, 0);
  while (state.pc != nullptr) {
    state = kHandlers[state.pc->op](thread, state.pc, state.base, state.consts, 0);
  }
#endif
  return !thread->loop_result.IsEmpty();
}

}  // namespace

SLOW(DispatchFirst) { DISPATCH(); }

bool RunLoop(ThreadState* thread) {
  if (thread->use_tracing) [[unlikely]] CodeStartTracing(thread->frame->code);
  return Run(thread, DispatchFirst);
}
bool RunLoopUnwinding(ThreadState* thread) { return Run(thread, Unwind); }

namespace {

#ifdef POLYGIL_STRESS
// Takes every specialised instruction of the code back to its generic form, so that it finds its
// way again: an instruction may lose its form between any two executions.
void ForgetSpecializations(Code* code) {
  if (code->traced_ops != nullptr) return;
  const Instruction* end = code->instructions + code->instruction_count;
  for (const Instruction* pc = code->instructions; pc < end; pc += InfoOf(pc->opcode()).words)
    const_cast<Instruction*>(pc)->op = static_cast<uint16_t>(GenericForm(pc->opcode()));
}
#endif

}  // namespace

// aux: where the jump or call came from; pc: where to go on.
SHARED_SLOW(HandleBreaker) {
  FrameRecord* frame = thread->frame;
  frame->pc = pc;
#ifdef POLYGIL_STRESS
  if (++thread->stress_count % 16 == 0) ForgetSpecializations(frame->code);
#endif
  if (!ServeBreaker(thread)) {
    // Raised by a signal handler, say: at the place where the program was.
    const Instruction* from = reinterpret_cast<const Instruction*>(aux);
    const Instruction* begin = frame->code->instructions;
    if (from >= begin && from < begin + frame->code->instruction_count) pc = from;
    TAIL(Unwind);
  }
  if (thread->use_tracing && pc == frame->code->instructions) CodeStartTracing(frame->code);
  DISPATCH();
}

}  // namespace polygil
