// Python modules inside the binary: their sources, and what the compiler made of them when polygil was built.
#ifndef POLYGIL_MP_PYTHON_EMBEDDED_H_
#define POLYGIL_MP_PYTHON_EMBEDDED_H_

#include <cstddef>

namespace polygil {

struct EmbeddedSource {
  const char* name;  // of the module, "multiprocessing.pool"; null ends the table
  bool is_package;
  const char* text;
  size_t size;
  const void* image;  // code image (pvm/bytecode/code_image.h), 8-aligned, without optimisation
  size_t image_size;
};
extern const EmbeddedSource kEmbeddedSources[];

}  // namespace polygil

#endif  // POLYGIL_MP_PYTHON_EMBEDDED_H_
