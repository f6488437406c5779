// range and its iterator (63-bit fast form; arbitrary ints beyond).

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_RANGE_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_RANGE_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Range : Object {
  Value start, stop, step, length;  // ints
};
struct RangeIterator : Object {     // all small ints; long ranges use another type
  int64_t next, step, remaining, length;
};
extern Type RangeType, RangeIteratorType, LongRangeIteratorType;

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_RANGE_H_
