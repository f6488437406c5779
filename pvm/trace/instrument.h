// Code under trace: each instruction of it is replaced by TRACED, which asks the tracer first and then
// runs the one it stands for. Code that no thread traces is never touched, so tracing costs nothing
// when it is off. Code is made traceable when a frame of it begins (or is resumed) in a thread that
// traces, and goes back to what it was when it is run and no thread does any more.

#ifndef POLYGIL_PVM_TRACE_INSTRUMENT_H_
#define POLYGIL_PVM_TRACE_INSTRUMENT_H_

#include "pvm/code/code.h"
#include "runtime/object/interpreter.h"

namespace polygil {

// Both may be called at any time, for code in any state. Without memory nothing happens.
void CodeStartTracing(Code* code);
void CodeStopTracing(Code* code);

// Has any thread of the interpreter a trace or profile function?
bool AnyThreadTraces(const Interpreter* interpreter);

}  // namespace polygil

#endif  // POLYGIL_PVM_TRACE_INSTRUMENT_H_
