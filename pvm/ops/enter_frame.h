// How handlers start a Python function: its frame is pushed and the loop goes on in it.

#ifndef POLYGIL_PVM_OPS_ENTER_FRAME_H_
#define POLYGIL_PVM_OPS_ENTER_FRAME_H_

#include "pvm/call/enter.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"

namespace polygil {

// Continues in the frame that was just pushed.
#define ENTER_FRAME()                                                         \
  do {                                                                        \
    FrameRecord* entered = thread->frame;                                     \
    base = entered->base;                                                     \
    consts = entered->code->constants;                                        \
    pc = entered->code->instructions;                                         \
    if (thread->breaker->load(std::memory_order_relaxed) != 0) [[unlikely]] { \
      aux = reinterpret_cast<uint64_t>(pc);                                   \
      TAIL(HandleBreaker);                                                    \
    }                                                                         \
    DISPATCH();                                                               \
  } while (0)

// The call with exactly the parameters of `function`, which stand from `window` on: goes on in the
// new frame. Falls through if the function needs more than that, or there is no room.
#define ENTER_SIMPLE(function, count, window, kind)                              \
  do {                                                                           \
    Function* callee = (function);                                               \
    Code* callee_code = callee->code;                                            \
    Value* callee_base = (window);                                               \
    uint32_t callee_arguments = (count);                                         \
    if (callee_code->simple_argument_count == callee_arguments &&                \
        HasRoom(thread, callee_base, callee_code->register_count)) [[likely]] {  \
      thread->frame->pc = pc;                                                    \
      PushFrame(thread, callee, callee_base, kind);                              \
      ClearPlainLocals(callee_base, callee_arguments, callee_code->local_count); \
      ENTER_FRAME();                                                             \
    }                                                                            \
  } while (0)

// Pushes the frame of a method `name` that the class of `self` defines in Python, with `self` and
// `other` and `third` (if not empty; borrowed) as its arguments. False, with nothing done: there is
// no such method, or it needs more than that.
bool EnterMethod(ThreadState* thread, Value self, Value name, Value other, ReturnKind kind,
                 Value third = Value::Empty());
// The same for the method that left `op` right calls first, where no other can be asked after it.
bool EnterOperator(ThreadState* thread, BinaryOp op, bool inplace, Value left, Value right);
// The same for a comparison, where the left operand's method is the first to be asked.
bool EnterComparison(ThreadState* thread, CompareOp op, Value left, Value right);
// The rest of a comparison whose left operand's method has returned NotImplemented: the right
// operand's reflected method, then identity or a TypeError (Language Reference 3.3.1).
Owned CompareReflected(Value left, Value right, CompareOp op);
// Such a method has returned, or one of a membership test: aux is the result, pc the instruction.
DECLARE_SLOW(FinishComparison);
inline bool MayEnter(Value self) {
  return self.HasPointerTag() && self.AsObject()->type->Has(kTypeHeap);
}
// The operator of the instruction at pc has returned NotImplemented.
Raised RaiseUnsupportedOperands(const ThreadState* thread, const Instruction* pc, Value left, Value right);
// Its right operand.
inline bool HasConstantOperand(Opcode op) { return InfoOf(op).operands[2] == 'k'; }

// Before the first instance of a class is made by an __init__: makes room in the instances for the
// attributes that the class's and its bases' __init__ give to self.
void ReserveForInit(Type* type);

}  // namespace polygil

#endif  // POLYGIL_PVM_OPS_ENTER_FRAME_H_
