// The data of the library that was installed where polygil was built (library.h).

#ifndef POLYGIL_RUNTIME_LIBRARY_DATA_H_
#define POLYGIL_RUNTIME_LIBRARY_DATA_H_

#include <cstdint>

extern "C" const uint8_t polygil_library[];

#endif  // POLYGIL_RUNTIME_LIBRARY_DATA_H_
