// Caches in a forked child. What it fills there, or specialises, copies a page of its parent's; a child
// that lives for a moment never gets that back. So a child's first misses fill nothing.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_SPARED_MISSES_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_SPARED_MISSES_H_

#include <cstdint>

#include "runtime/object/ownership.h"

namespace polygil {

// Far more than starting and ending a worker takes, and nothing beside any work.
inline constexpr uint32_t kMissesSpared = 256;

// Of the thread that forked. GIL held, as for the caches.
inline constinit POLYGIL_TLS uint32_t t_misses_spared = 0;

// Asked once by whoever is about to fill a cache, before it writes anything.
inline bool MayFillCaches() {
  if (t_misses_spared == 0) [[likely]] return true;
  --t_misses_spared;
  return false;
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_SPARED_MISSES_H_
