// Python sources inside the binary.
#ifndef POLYGIL_MP_PYTHON_EMBEDDED_H_
#define POLYGIL_MP_PYTHON_EMBEDDED_H_

#include <cstddef>

namespace polygil {

struct EmbeddedSource {
  const char* name;  // of the module, "multiprocessing.pool"; null ends the table
  bool is_package;
  const char* text;
  size_t size;
};
extern const EmbeddedSource kEmbeddedSources[];

}  // namespace polygil

#endif  // POLYGIL_MP_PYTHON_EMBEDDED_H_
