// TRACED: what stands in the place of every instruction of code under trace (pvm/trace).

#include "pvm/ops/handler.h"
#include "pvm/trace/instrument.h"
#include "pvm/trace/trace.h"

namespace polygil {

DECLARE_SLOW(YieldThenJump);
DECLARE_SLOW(ProfiledCall);

namespace {

bool IsCall(Opcode op) {
  return op == Opcode::CALL || op == Opcode::CALL_KEYWORDS || op == Opcode::CALL_FUNCTION ||
         op == Opcode::CALL_FUNCTION_KEYWORDS || op == Opcode::CALL_EX;
}

}  // namespace

SLOW(TracedSlow) {
  FrameRecord* frame = thread->frame;
  Code* code = frame->code;
  if (IsTracing(thread)) {
    SAVE_PC();
    const Instruction* target = nullptr;
    Traced what = TraceInstruction(thread, &target);
    pc = frame->pc;
    if (what == Traced::kRaised) TAIL(Unwind);
    if (what == Traced::kLeave) TAIL(UnwindOutOfFrame);
    if (what == Traced::kYieldJump) {
      aux = reinterpret_cast<uint64_t>(target);
      TAIL(YieldThenJump);
    }
  } else if (!AnyThreadTraces(thread->interpreter)) {
    CodeStopTracing(code);
  }
  // The trace function may have run this code without tracing.
  if (code->traced_ops == nullptr) DISPATCH();
  auto op = static_cast<Opcode>(code->traced_ops[InstructionIndex(code, pc)]);
  if (IsCall(op) && thread->profile_function && thread->tracing == 0) TAIL(ProfiledCall);
  Handler handler = kHandlers[static_cast<int>(op)];
  TAIL(handler);
}
HANDLER(TRACED) { TAIL(TracedSlow); }

}  // namespace polygil
