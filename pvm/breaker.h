// What the loop does when the eval breaker is set (gil/breaker.h): hands the GIL over, runs signal
// handlers, the cycle collector, pending calls, raises asynchronous exceptions.

#ifndef POLYGIL_PVM_BREAKER_H_
#define POLYGIL_PVM_BREAKER_H_

#include "runtime/object/interpreter.h"

namespace polygil {

// GIL held before and after. False: an exception is pending.
bool ServeBreaker(ThreadState* thread);

}  // namespace polygil

#endif  // POLYGIL_PVM_BREAKER_H_
