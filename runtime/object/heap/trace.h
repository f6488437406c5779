// Watching allocations (tracemalloc): while a watcher is there, every block of the heap goes through
// the slow paths, which tell it. Without one nothing is slower than before.
//
// How: the lists that the inline paths of HeapAllocate look at stay empty, free blocks lie on parked
// lists instead; and all pages look as if they weren't this interpreter's own, so that frees take
// their slow paths too.

#ifndef POLYGIL_RUNTIME_OBJECT_HEAP_TRACE_H_
#define POLYGIL_RUNTIME_OBJECT_HEAP_TRACE_H_

#include <cstddef>

namespace polygil {

// Called with the GIL held. `allocated` must not allocate from the heap itself without guarding
// against its own call, and neither may run Python code.
struct AllocationWatcher {
  void (*allocated)(AllocationWatcher* self, void* block, size_t size) = nullptr;
  void (*freed)(AllocationWatcher* self, void* block) = nullptr;
};

// Of the current interpreter. The watcher is borrowed until HeapWatchStop; a forked child has it too.
void HeapWatchStart(AllocationWatcher* watcher);
void HeapWatchStop();
AllocationWatcher* HeapWatcher();  // null: none

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_HEAP_TRACE_H_
