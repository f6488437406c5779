// Trace and profile functions (sys.settrace, sys.setprofile): which events they get, and when.
//
// The tracer runs before each instruction of code under trace (instrument.h). A frame gets its call
// event at its first instruction (after the cells are made), a line event whenever a line other
// than that of the instruction before begins or control has gone backwards, an opcode event where
// asked for, and the return event before RETURN or YIELD. Unwinding reports exceptions and frames
// that end by one. A trace function that fails is removed, and its exception propagates in the
// frame.
//
// FrameObject::entered says that a frame has had its call event; frames that run when tracing
// begins count as entered. All functions: GIL held, the current thread's frames.

#ifndef POLYGIL_PVM_TRACE_TRACE_H_
#define POLYGIL_PVM_TRACE_TRACE_H_

#include "pvm/frame/frame.h"
#include "runtime/object/interpreter.h"

namespace polygil {

enum class TraceEvent : uint8_t {
  kNone,
  kCall,
  kException,
  kLine,
  kReturn,
  kOpcode,
  kCCall,
  kCException,
  kCReturn
};

// Empty: no more.
void SetTraceFunction(ThreadState* thread, Value function);
void SetProfileFunction(ThreadState* thread, Value function);

// A profile function in C++: an object whose layout begins so and whose type's slots.call is
// NativeProfilerCall, which tells it from others (and raises TypeError). Its function gets the
// innermost frame's code, must leave pending exceptions alone and can't fail; nothing is traced
// meanwhile.
struct NativeProfiler : Object {
  void (*on_event)(NativeProfiler* self, const Code* code, TraceEvent event, Value argument);
};
Owned NativeProfilerCall(Value self, const Value* args, size_t nargs, Value keyword_names);

// Are events due? Not while a trace function runs.
inline bool IsTracing(const ThreadState* thread) {
  return thread->use_tracing && thread->tracing == 0;
}

enum class Traced {
  kGoOn,       // with the frame's pc, which a trace function may have moved
  kRaised,     // the pending exception propagates from the frame's pc
  kLeave,      // the return event failed: the frame ends with the pending exception
  kYieldJump,  // yield, and go on at *target when resumed
};
// What comes before the instruction at the innermost frame's pc.
Traced TraceInstruction(ThreadState* thread, const Instruction** target);

// A generator's frame begins or goes on.
void TraceResume(FrameRecord* record);
// The call event of a generator that goes on with the pending exception, which a failing trace
// function replaces.
void TraceThrow(ThreadState* thread);
// The pending exception has reached the innermost frame. A failing trace function replaces it.
void TraceException(ThreadState* thread);
// The iterator that yield from or await drives has ended with `value`: an exception event if it did
// so by StopIteration, as coroutines and iterators written in Python do. False: the trace function
// failed.
bool TraceStop(ThreadState* thread, Value iterator, Value value);
// The innermost frame returns or yields `value`; empty: it ends with the pending exception, which
// stays pending unless a trace function fails. False: a trace function failed.
bool TraceLeaving(ThreadState* thread, Value value);

// Around the call of a built-in function, for the profile function. TraceCReturn is told the result
// (empty: an exception is pending) and returns it, or empty if the profile function failed.
bool TraceCCall(ThreadState* thread, Value function);
Owned TraceCReturn(ThreadState* thread, Value function, Owned result);

}  // namespace polygil

#endif  // POLYGIL_PVM_TRACE_TRACE_H_
