#include "pvm/code/arena.h"

#include <cstdlib>

namespace polygil {

// The C library's heap holds no Python objects (those live in the interpreter's own span), so it
// already is the separate arena.
void* CodeArenaAllocate(size_t size) { return calloc(1, size == 0 ? 16 : size); }
void CodeArenaFree(void* block) { free(block); }

}  // namespace polygil
