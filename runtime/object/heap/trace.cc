#include "runtime/object/heap/trace.h"

#include <cstring>

#include "runtime/object/heap/heap_state.h"

namespace polygil {
namespace {

// After `watcher` changed: pages of blocks name the lists that count now.
void RelinkPages(Heap* heap) {
  for (uint64_t page = 0; page < heap->top; ++page) {
    PageInfo& info = heap->pages[page];
    if (info.state != PageState::kBlocks) continue;
    auto* list = reinterpret_cast<uint8_t*>(FreeListOf(heap, info.kind, info.size_class));
    info.list_offset = static_cast<uint32_t>(list - reinterpret_cast<uint8_t*>(heap));
  }
}

}  // namespace

void HeapWatchStart(AllocationWatcher* watcher) {
  Heap* heap = CurrentHeap();
  if (heap->watcher != nullptr) return;
  for (int kind = 0; kind < kKinds; ++kind) {
    memcpy(heap->parked[kind], heap->lists.head[kind], sizeof(heap->lists.head[kind]));
    memcpy(heap->parked[kind] + kSmallClasses, heap->medium[kind], sizeof(heap->medium[kind]));
  }
  memset(heap->lists.head, 0, sizeof(heap->lists.head));
  memset(heap->medium, 0, sizeof(heap->medium));
  heap->watcher = watcher;
  heap->watched_first_own = heap->first_own;
  heap->first_own = kNoPage;
  RelinkPages(heap);
}

void HeapWatchStop() {
  Heap* heap = CurrentHeap();
  if (heap->watcher == nullptr) return;
  heap->watcher = nullptr;
  heap->first_own = heap->watched_first_own;
  for (int kind = 0; kind < kKinds; ++kind) {
    memcpy(heap->lists.head[kind], heap->parked[kind], sizeof(heap->lists.head[kind]));
    memcpy(heap->medium[kind], heap->parked[kind] + kSmallClasses, sizeof(heap->medium[kind]));
  }
  memset(heap->parked, 0, sizeof(heap->parked));
  RelinkPages(heap);
}

AllocationWatcher* HeapWatcher() { return CurrentHeap()->watcher; }

}  // namespace polygil
