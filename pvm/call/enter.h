// Entering and leaving frames: what calls, returns, generators and unwinding share.

#ifndef POLYGIL_PVM_CALL_ENTER_H_
#define POLYGIL_PVM_CALL_ENTER_H_

#include <cstddef>

#include "pvm/frame/frame.h"
#include "runtime/object/interpreter.h"
#include "runtime/types/callable/function.h"

namespace polygil {

// Room for one more frame whose window starts at `base`? Checks the record stack (recursion
// limit) and the register stack. False also for a `base` outside the register stack.
inline bool HasRoom(const ThreadState* thread, const Value* base, uint32_t registers) {
  uint64_t offset = reinterpret_cast<uint64_t>(base) - reinterpret_cast<uint64_t>(thread->stack_base);
  uint64_t span = reinterpret_cast<uint64_t>(thread->stack_limit) - reinterpret_cast<uint64_t>(thread->stack_base);
  return offset + registers * sizeof(Value) < span && thread->frame + 1 < thread->frame_limit;
}
Raised RaiseRecursionError();

// Pushes the record of a Python function whose parameters stand in `base`. HasRoom was checked.
inline FrameRecord* PushFrame(ThreadState* thread, Function* function, Value* base, ReturnKind kind) {
  Code* code = function->code;
  FrameRecord* frame = thread->frame + 1;
  frame->base = base;
  frame->pc = code->instructions;
  frame->code = code;
  frame->function = Value::Pointer(function);
  frame->globals = function->globals;
  frame->builtins = function->builtins;
  frame->closure = function->closure;
  frame->locals = Value::Empty();
  frame->frame_object = Value::Empty();
  frame->owner = Value::Empty();
  frame->stack_top = base + code->register_count;
  frame->return_kind = kind;
  frame->is_generator = false;
  thread->frame = frame;
  return frame;
}

// Makes the locals that aren't parameters unbound.
inline void ClearPlainLocals(Value* base, uint32_t from, uint32_t to) {
  for (uint32_t i = from; i < to; ++i) base[i] = Value::Empty();
}

// Ends the innermost frame: its frame object takes over, locals and owned fields are released. The
// temporaries must be gone. Doesn't handle generators' state.
void PopFrame(ThreadState* thread);

// Runs the innermost frame, whose return kind is kNative, to its end. True: thread->loop_result
// holds the returned (or, if thread->loop_yielded, yielded) value. False: an exception is pending.
bool RunLoop(ThreadState* thread);

// The same, but starts with the pending exception raised at the frame's pc.
bool RunLoopUnwinding(ThreadState* thread);

// The call slot of functions (RuntimeHooks::call_function).
Owned CallFunction(Value callable, const Value* args, size_t nargs, Value keyword_names);
// Runs module, class-less or exec code in given namespaces (RuntimeHooks::run_code).
Owned RunCode(Value code, Value globals, Value locals, Value closure);
// Class bodies: runs `function` (a closure over the body's cells) with `locals` as namespace.
Owned RunClassBody(Value function, Value locals);

}  // namespace polygil

#endif  // POLYGIL_PVM_CALL_ENTER_H_
