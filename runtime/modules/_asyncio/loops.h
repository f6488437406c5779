// The running event loop of each thread, and calls that asyncio makes to loops.

#ifndef POLYGIL_RUNTIME_MODULES_ASYNCIO_LOOPS_H_
#define POLYGIL_RUNTIME_MODULES_ASYNCIO_LOOPS_H_

#include "runtime/modules/_asyncio/state.h"

namespace polygil::asyncio {

// Borrowed; empty without exception: no loop runs in this thread (of this process).
Value RunningLoop(State* state);
bool SetRunningLoop(State* state, Value loop_or_none);
// The running loop, or the one of the event loop policy.
Owned EventLoop(State* state);
// loop.call_soon(callback, argument, context=context); argument and context may be empty.
bool CallSoon(State* state, Value loop, Value callback, Value argument, Value context);
// Which task of a loop is executed now.
bool EnterTask(State* state, Value loop, Value task);
bool LeaveTask(State* state, Value loop, Value task);

}  // namespace polygil::asyncio

#endif  // POLYGIL_RUNTIME_MODULES_ASYNCIO_LOOPS_H_
