// Memory of instructions, their inline caches and constant tables: apart from objects, so that
// caches written in a forked child dirty pages of this arena only. GIL held.

#ifndef POLYGIL_PVM_CODE_ARENA_H_
#define POLYGIL_PVM_CODE_ARENA_H_

#include <cstddef>

namespace polygil {

// 16-aligned, zeroed; null when memory is exhausted.
void* CodeArenaAllocate(size_t size);
// Null is allowed.
void CodeArenaFree(void* block);

}  // namespace polygil

#endif  // POLYGIL_PVM_CODE_ARENA_H_
