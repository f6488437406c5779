// What await, async for and yield from drive (PEP 380, 492, 525).

#ifndef POLYGIL_PVM_GENERATOR_AWAITABLE_H_
#define POLYGIL_PVM_GENERATOR_AWAITABLE_H_

#include "pvm/code/code.h"
#include "runtime/object/ownership.h"

namespace polygil {

// The iterator behind `await v`. origin: 1 from __aenter__, 2 from __aexit__ (for messages), else 0.
Owned AwaitableIterator(Value v, int origin);
// The iterator behind `yield from v` in the given code; coroutines only where they are allowed.
Owned YieldFromIterator(Value v, const Code* code);
Owned AsyncIterator(Value v);
// The awaitable iterator of v.__anext__().
Owned AsyncNext(Value v);

}  // namespace polygil

#endif  // POLYGIL_PVM_GENERATOR_AWAITABLE_H_
