// The span of address space of an interpreter, and the pages in it.
//
// The span is reserved without memory behind it and made accessible in growing steps. Where address
// space is limited (RLIMIT_AS) a smaller span is taken.

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "runtime/object/address_space.h"
#include "runtime/object/heap/collector.h"
#include "runtime/object/heap/heap_state.h"
#include "runtime/object/heap/trace.h"
#include "runtime/object/weak_table.h"

namespace polygil {
namespace {

#if defined(POLYGIL_ASAN) || defined(POLYGIL_TSAN)
constexpr uint64_t kLargestSpan = uint64_t{16} << 30;
#else
constexpr uint64_t kLargestSpan = uint64_t{256} << 30;
#endif
constexpr uint64_t kSmallestSpan = uint64_t{16} << 20;
// Of limited address space three quarters are the heap's, its tables (2.5 % of the span) included.
constexpr uint64_t kSpanNumerator = 3, kSpanDenominator = 4;
constexpr uint64_t kCommitStep = uint64_t{4} << 20;
// Free runs of this many pages give their memory back to the OS.
constexpr uint64_t kReleasePages = 512;

void* Reserve(uint64_t size, int protection) {
  void* memory =
      mmap(nullptr, size, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

// The tables beside the span, and how many bytes each has for `bytes` of it.
struct TableRow {
  void** address;
  uint64_t size;
};
constexpr int kTables = 7;

struct Tables {
  TableRow rows[kTables];
};

template <typename T>
TableRow RowOf(T** table, uint64_t count) {
  return {reinterpret_cast<void**>(table), (count * sizeof(T) + 4095) & ~uint64_t{4095}};
}

Tables TablesOf(Heap* heap, uint64_t bytes) {
  uint64_t pages = bytes >> kPageShift, words = bytes / 16 / 64;
  return {{RowOf(&heap->pages, pages), RowOf(&heap->deltas, pages), RowOf(&heap->candidates, pages),
           RowOf(&heap->lists.young_pages, pages), RowOf(&heap->lists.young_bits, words),
           RowOf(&heap->middle_bits, words), RowOf(&heap->frozen_bits, words)}};
}

void ReleaseSpan(Heap* heap, void* memory, uint64_t size) {
  munmap(memory, size);
  for (const TableRow& row : TablesOf(heap, heap->reserved).rows) {
    if (*row.address != nullptr) munmap(*row.address, row.size);
    *row.address = nullptr;
  }
}

bool ReserveSpan(Heap* heap, uint64_t size) {
  void* memory = Reserve(size + kPageSize, PROT_NONE);
  if (memory == nullptr) return false;
  heap->base = (reinterpret_cast<uint64_t>(memory) + kPageSize - 1) & ~(kPageSize - 1);
  heap->reserved = size;
  for (const TableRow& row : TablesOf(heap, size).rows) {
    *row.address = Reserve(row.size, PROT_READ | PROT_WRITE);
    if (*row.address != nullptr) continue;
    ReleaseSpan(heap, memory, size + kPageSize);
    return false;
  }
  return true;
}

uint64_t SpanShare(uint64_t left) {
  return ShareOfAddressSpace(kLargestSpan, left / kSpanDenominator * kSpanNumerator, 1);
}

bool Commit(Heap* heap, uint64_t end) {
  if (end <= heap->committed) return true;
  if (end > heap->reserved) return false;
  // Steps grow with the heap, so that their number stays small.
  uint64_t step = heap->committed / 8 > kCommitStep ? heap->committed / 8 : kCommitStep;
  uint64_t goal = (end + step - 1) / kCommitStep * kCommitStep;
  if (goal < end) goal = end;
  if (goal > heap->reserved) goal = heap->reserved;
  void* start = reinterpret_cast<void*>(heap->base + heap->committed);
  if (mprotect(start, goal - heap->committed, PROT_READ | PROT_WRITE) != 0) {
    goal = end;
    if (mprotect(start, goal - heap->committed, PROT_READ | PROT_WRITE) != 0) return false;
  }
  heap->committed = goal;
  return true;
}

void RemoveRun(Heap* heap, size_t index) {
  --heap->free_run_count;
  memmove(heap->free_runs + index, heap->free_runs + index + 1,
          (heap->free_run_count - index) * sizeof(PageRun));
}

uint64_t TakeFreeRun(Heap* heap, uint64_t count) {
  size_t best = heap->free_run_count;
  for (size_t i = 0; i < heap->free_run_count; ++i) {
    uint64_t size = heap->free_runs[i].count;
    if (size < count) continue;
    if (best == heap->free_run_count || size < heap->free_runs[best].count) best = i;
    if (size == count) break;
  }
  if (best == heap->free_run_count) return kNoPage;
  uint64_t first = heap->free_runs[best].first;
  heap->free_runs[best].first += count;
  heap->free_runs[best].count -= count;
  if (heap->free_runs[best].count == 0) RemoveRun(heap, best);
  return first;
}

}  // namespace

uint64_t TakePages(Heap* heap, uint64_t count) {
  uint64_t first = TakeFreeRun(heap, count);
  if (first != kNoPage) return first;
  if (count > (heap->reserved >> kPageShift) - heap->top ||
      !Commit(heap, (heap->top + count) << kPageShift))
    return ReclaimEmptyPages(heap) ? TakeFreeRun(heap, count) : kNoPage;
  first = heap->top;
  heap->top += count;
  return first;
}

void ReturnPages(Heap* heap, uint64_t first, uint64_t count) {
  for (uint64_t page = first; page < first + count; ++page)
    heap->pages[page].state = PageState::kUnused;
  if (first < FirstOwn(heap)) return;
  POLYGIL_POISON(PageAddress(heap, first), count << kPageShift);
  if (count >= kReleasePages) madvise(PageAddress(heap, first), count << kPageShift, MADV_DONTNEED);
  size_t at = 0;
  while (at < heap->free_run_count && heap->free_runs[at].first < first) ++at;
  bool joins_previous =
      at > 0 && heap->free_runs[at - 1].first + heap->free_runs[at - 1].count == first;
  bool joins_next = at < heap->free_run_count && first + count == heap->free_runs[at].first;
  if (joins_previous) {
    heap->free_runs[at - 1].count += count;
    if (joins_next) {
      heap->free_runs[at - 1].count += heap->free_runs[at].count;
      RemoveRun(heap, at);
    }
    return;
  }
  if (joins_next) {
    heap->free_runs[at].first = first;
    heap->free_runs[at].count += count;
    return;
  }
  if (heap->free_run_count == heap->free_run_capacity) {
    size_t capacity = heap->free_run_capacity ? heap->free_run_capacity * 2 : 64;
    void* grown = realloc(heap->free_runs, capacity * sizeof(PageRun));
    if (grown == nullptr) return;  // the run is lost, nothing else
    heap->free_runs = static_cast<PageRun*>(grown);
    heap->free_run_capacity = capacity;
  }
  memmove(heap->free_runs + at + 1, heap->free_runs + at,
          (heap->free_run_count - at) * sizeof(PageRun));
  heap->free_runs[at] = {first, count};
  ++heap->free_run_count;
}

void CloseOpenPages(Heap* heap) {
  memset(heap->lists.head, 0, sizeof(heap->lists.head));
  memset(heap->medium, 0, sizeof(heap->medium));
  memset(heap->cursors, 0, sizeof(heap->cursors));
#ifdef POLYGIL_ASAN
  memset(&heap->quarantine, 0, sizeof(heap->quarantine));
#endif
  heap->free_run_count = 0;
}

bool HeapInit(Interpreter* interpreter) {
  Heap* heap = new (std::nothrow) Heap();
  GcState* gc = new (std::nothrow) GcState();
  WeakTable* weak = new (std::nothrow) WeakTable();
  if (heap == nullptr || gc == nullptr || weak == nullptr) return false;
  uint64_t size = SpanShare(AddressSpaceLeft());
  while (!ReserveSpan(heap, size)) {
    size /= 2;
    if (size < kSmallestSpan) return false;
  }
  // A forked child needs the tables and pages of its own only; a core dump none of the holes.
  madvise(heap->pages, (size >> kPageShift) * sizeof(PageInfo), MADV_DONTDUMP);
  heap->interpreter = interpreter;
  heap->lists.heap_base = heap->base;
  heap->lists.container_threshold = gc->generations[0].threshold;
  heap->lists.container_budget = heap->lists.container_threshold;
  interpreter->heap = heap;
  interpreter->gc = gc;
  interpreter->weak_references = weak;
  return true;
}

void HeapFinish(Interpreter* interpreter) {
  Heap* heap = interpreter->heap;
  if (CurrentHeap() == heap) HeapAttachThread(nullptr);
  ReleaseSpan(heap, reinterpret_cast<void*>(heap->base), heap->reserved);
  free(heap->free_runs);
  free(heap->young.pages);
  free(heap->middle.pages);
  delete heap;
  delete interpreter->gc;
  free(interpreter->weak_references->entries);
  delete interpreter->weak_references;
  interpreter->heap = nullptr;
  interpreter->gc = nullptr;
  interpreter->weak_references = nullptr;
}

uint64_t HeapSpanBytes() {
  Heap* heap = CurrentHeap();
  uint64_t bytes = heap->reserved;
  for (const TableRow& row : TablesOf(heap, heap->reserved).rows) bytes += row.size;
  return bytes;
}

void HeapTrimSpan(uint64_t share) {
  Heap* heap = CurrentHeap();
  uint64_t size = ShareOfAddressSpace(heap->reserved, share / kSpanDenominator * kSpanNumerator, 1);
  if (size < heap->committed) size = heap->committed;
  size = (size + kCommitStep - 1) & ~(kCommitStep - 1);
  if (size >= heap->reserved) return;
  munmap(reinterpret_cast<void*>(heap->base + size), heap->reserved - size);
  Tables before = TablesOf(heap, heap->reserved), after = TablesOf(heap, size);
  for (int i = 0; i < kTables; ++i) {
    uint64_t kept = after.rows[i].size;
    if (kept < before.rows[i].size)
      munmap(static_cast<char*>(*before.rows[i].address) + kept, before.rows[i].size - kept);
  }
  heap->reserved = size;
  HeapAttachThread(heap->interpreter);
}

void HeapAttachThread(Interpreter* interpreter) {
  if (interpreter == nullptr) {
    t_free_lists = nullptr;
    t_counted = CountedRange{};
    return;
  }
  Heap* heap = interpreter->heap;
  t_free_lists = &heap->lists;
  uint64_t own = heap->base + (FirstOwn(heap) << kPageShift);
  uint64_t inherited = heap->base + (heap->first_inherited << kPageShift);
  t_counted = {own, heap->base + heap->reserved - own, inherited, own - inherited};
}

void HeapSealStartup() {
  Heap* heap = CurrentHeap();
  AllocationWatcher* watcher = heap->watcher;
  HeapWatchStop();
  CloseOpenPages(heap);
  heap->first_own = heap->first_inherited = heap->top;
  // What is sealed never dies: the collector has nothing to look for in it.
  ResetYoungPages(heap);
  ResetMiddlePages(heap);
  heap->lists.container_budget = heap->lists.container_threshold;
  if (watcher != nullptr) HeapWatchStart(watcher);
  HeapAttachThread(heap->interpreter);
}

void HeapAfterForkChild() {
  Heap* heap = CurrentHeap();
  AllocationWatcher* watcher = heap->watcher;
  HeapWatchStop();
  // Without deltas the parent's objects are as good as sealed: nothing of theirs dies here.
  bool exact = MakeDeltas(heap, heap->first_own, heap->top);
  CloseOpenPages(heap);
  heap->first_own = heap->top;
  if (!exact) heap->first_inherited = heap->top;
  if (watcher != nullptr) HeapWatchStart(watcher);
  HeapAttachThread(heap->interpreter);
}

}  // namespace polygil
