// The shared bytes objects: empty, and one of each byte. Set at start-up, immortal.

#ifndef POLYGIL_RUNTIME_TYPES_BYTES_BYTES_SHARED_H_
#define POLYGIL_RUNTIME_TYPES_BYTES_BYTES_SHARED_H_

#include "runtime/object/value.h"

namespace polygil {

struct SharedBytes {
  Value empty;
  Value single[256];
};
extern SharedBytes shared_bytes;
bool InitSharedBytes();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_BYTES_BYTES_SHARED_H_
