// What the files of range share.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_RANGE_INTERNAL_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_RANGE_INTERNAL_H_

#include "runtime/types/container/range.h"

namespace polygil {

// The iterator over `length` items from `start`; the fast form if every item is a small int.
Owned RangeIteratorOf(Value start, Value step, Value length);
bool InitRangeIteratorTypes();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_RANGE_INTERNAL_H_
