// Iteration over what has __getitem__ only, and iter(callable, sentinel).

#ifndef POLYGIL_RUNTIME_TYPES_ITERATOR_SEQUENCE_ITERATOR_H_
#define POLYGIL_RUNTIME_TYPES_ITERATOR_SEQUENCE_ITERATOR_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

// Asks sequence[0], sequence[1], ... until IndexError or StopIteration.
Owned SequenceIteratorNew(Value sequence);
Owned CallIteratorNew(Value callable, Value sentinel);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_ITERATOR_SEQUENCE_ITERATOR_H_
