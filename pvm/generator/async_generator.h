// Async generators (PEP 525): the objects that asend(), athrow() and aclose() return, and the
// wrapper that tells a yielded value from an awaited one.

#ifndef POLYGIL_PVM_GENERATOR_ASYNC_GENERATOR_H_
#define POLYGIL_PVM_GENERATOR_ASYNC_GENERATOR_H_

#include "runtime/object/ownership.h"
#include "runtime/types/callable/generator.h"

namespace polygil {

Owned AsyncGeneratorWrap(Value v);
// generator.__anext__(), without attribute lookup.
Owned AsyncGeneratorNext(Value generator);
bool InitAsyncGeneratorTypes();

}  // namespace polygil

#endif  // POLYGIL_PVM_GENERATOR_ASYNC_GENERATOR_H_
