// slice, and the arithmetic of extended slices.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_SLICE_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_SLICE_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Slice : Object {
  Value start, stop, step;
};
extern Type SliceType;
Owned SliceNew(Value start, Value stop, Value step);
// The slice itself, or one with ints for bounds that have an __index__ of their own. Where a container
// may change, this comes before its length is looked at.
Owned SlicePlain(Value slice);
// Unpacks to indices clipped for a sequence of `length`; *count is the number of items selected.
bool SliceIndices(Value slice, int64_t length, int64_t* start, int64_t* stop, int64_t* step, int64_t* count);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_SLICE_H_
