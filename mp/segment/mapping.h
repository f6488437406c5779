// The Boost.Interprocess edge: the only functions that may throw inside, and they do not throw outside.
#ifndef POLYGIL_MP_SEGMENT_MAPPING_H_
#define POLYGIL_MP_SEGMENT_MAPPING_H_

#include <cstddef>

namespace polygil::mp {

// Maps `bytes` of `fd` shared, readable and writable. Returns an opaque owner of the mapping and its address,
// or null with an errno value in `error`.
void* MapShared(int fd, size_t bytes, char** address, int* error);
void Unmap(void* mapping);

}  // namespace polygil::mp

#endif  // POLYGIL_MP_SEGMENT_MAPPING_H_
