// Pages whose blocks are all free, taken back when the span has no page left: until then a page
// stays with its size class, because most programs want blocks of that size again.

#include "runtime/object/heap/gc_state.h"
#include "runtime/object/heap/heap_state.h"

namespace polygil {
namespace {

// Blocks of small and medium pages only; a cursor's page is still being carved.
bool IsEmptyPage(const Heap* heap, uint64_t page) {
  const PageInfo& info = heap->pages[page];
  if (info.state != PageState::kBlocks || info.run_pages == 0 || page < heap->first_own)
    return false;
  if (uint64_t{info.run_pages} * info.block_size != info.carved) return false;
  return heap->cursors[static_cast<int>(info.kind)][info.size_class].page != page + 1;
}

// Links of blocks that are free.
POLYGIL_READS_HOLES FreeBlock* NextOf(FreeBlock** link) { return *link; }
POLYGIL_READS_HOLES void SetNext(FreeBlock** link, FreeBlock* block) { *link = block; }

template <typename F>
void ForEachFreeList(Heap* heap, F&& f) {
  for (int kind = 0; kind < kKinds; ++kind) {
    for (int size_class = 0; size_class < kClasses; ++size_class)
      f(reinterpret_cast<FreeBlock**>(FreeListOf(heap, static_cast<PageKind>(kind), size_class)));
  }
}

// The number of free blocks of every page, kept where a run has its length.
void CountFreeBlocks(Heap* heap) {
  for (uint64_t page = 0; page < heap->top; ++page) {
    if (heap->pages[page].state == PageState::kBlocks) heap->pages[page].run_pages = 0;
  }
  ForEachFreeList(heap, [heap](FreeBlock** link) {
    for (FreeBlock* block = *link; block != nullptr; block = NextOf(&block->next))
      ++heap->pages[PageOf(heap, block)].run_pages;
  });
}

void UnlinkEmptyPages(Heap* heap) {
  ForEachFreeList(heap, [heap](FreeBlock** link) {
    while (FreeBlock* block = NextOf(link)) {
      if (IsEmptyPage(heap, PageOf(heap, block))) {
        SetNext(link, NextOf(&block->next));
      } else {
        link = &block->next;
      }
    }
  });
}

}  // namespace

bool ReclaimEmptyPages(Heap* heap) {
  // (A collection that is under way, and a watcher, know pages by what they hold.)
  if (heap->watcher != nullptr || heap->interpreter->gc->collecting) return false;
  CountFreeBlocks(heap);
  UnlinkEmptyPages(heap);
  bool found = false;
  for (uint64_t page = heap->first_own; page < heap->top; ++page) {
    if (!IsEmptyPage(heap, page)) continue;
    ReturnPages(heap, page, 1);
    found = true;
  }
  return found;
}

}  // namespace polygil
