// State of the cycle collector that the gc module shows and sets.

#ifndef POLYGIL_RUNTIME_OBJECT_HEAP_GC_STATE_H_
#define POLYGIL_RUNTIME_OBJECT_HEAP_GC_STATE_H_

#include <cstdint>

#include "runtime/object/value.h"

namespace polygil {

inline constexpr int kGcGenerations = 3;

enum GcDebugFlag : int {  // gc.DEBUG_...
  kGcDebugStats = 1,
  kGcDebugCollectable = 2,
  kGcDebugUncollectable = 4,
  kGcDebugSaveAll = 32,
};

struct GcGeneration {
  int64_t threshold;
  int64_t count;  // of generation 0: see GcCounts; of others: collections of the one below
  int64_t collections, collected, uncollectable;
};

struct GcState {
  GcGeneration generations[kGcGenerations] = {{700, 0, 0, 0, 0}, {10, 0, 0, 0, 0}, {10, 0, 0, 0, 0}};
  bool enabled = true;
  bool collecting = false;
  int debug = 0;
  // The oldest generation is collected only once a quarter of it is new (CPython's rule).
  int64_t long_lived_total = 0, long_lived_pending = 0;
  Value garbage;    // list, owned; set by the gc module, or empty
  Value callbacks;  // list, owned; set by the gc module, or empty
};

// What gc.get_count() shows.
void GcCounts(int64_t counts[kGcGenerations]);
// gc.set_threshold(): the counter of generation 0 follows.
void GcSetThreshold(int generation, int64_t threshold);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_HEAP_GC_STATE_H_
