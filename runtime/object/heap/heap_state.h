// The heap of one interpreter: what the files of this folder share.
//
//   span:  [ sealed | inherited | own ........ top )  reserved, not committed ... )
//   side:  PageInfo per page, bitmaps of one bit per 16 bytes (young, middle, frozen), delta
//          pointers; reserved like the span and touched where it is used.
//
// Pages are 64 KiB. A page holds blocks of one size and kind; larger blocks are runs of pages,
// whose first PageInfo describes them. A free block of an object page has a null type word, a fresh
// one lies behind `carved`: so walking a page tells objects from holes without a bitmap.
// Generations: young bit set: 0; else middle bit set: 1; else 2. A bit of a freed block is stale
// and harmless: a new block sets its young bit, which wins.

#ifndef POLYGIL_RUNTIME_OBJECT_HEAP_HEAP_STATE_H_
#define POLYGIL_RUNTIME_OBJECT_HEAP_HEAP_STATE_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/heap.h"
#include "runtime/object/heap/gc_state.h"
#include "runtime/object/interpreter.h"

#if defined(__SANITIZE_ADDRESS__)
#define POLYGIL_ASAN 1
#elif defined(__SANITIZE_THREAD__)
#define POLYGIL_TSAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POLYGIL_ASAN 1
#elif __has_feature(thread_sanitizer)
#define POLYGIL_TSAN 1
#endif
#endif
#ifdef POLYGIL_ASAN
#include <sanitizer/asan_interface.h>
#define POLYGIL_POISON(address, size) ASAN_POISON_MEMORY_REGION(address, size)
#define POLYGIL_UNPOISON(address, size) ASAN_UNPOISON_MEMORY_REGION(address, size)
#define POLYGIL_READS_HOLES inline __attribute__((no_sanitize("address"), noinline))
#else
#define POLYGIL_POISON(address, size) ((void)(address), (void)(size))
#define POLYGIL_UNPOISON(address, size) ((void)(address), (void)(size))
#define POLYGIL_READS_HOLES inline
#endif

namespace polygil {

struct AllocationWatcher;

inline constexpr int kPageShift = 16;
inline constexpr size_t kPageSize = size_t{1} << kPageShift;
inline constexpr int kKinds = 4;
// Classes 0..64: 16-byte steps. 65..: four per doubling up to half a page.
inline constexpr int kSmallClasses = kMaxSmallBlock / kSizeClassStep + 1;
inline constexpr size_t kMaxMediumBlock = 32768;
inline constexpr int kMediumClasses = 20;
inline constexpr int kClasses = kSmallClasses + kMediumClasses;

enum class PageState : uint8_t { kUnused, kBlocks, kRunHead, kRunTail };

struct PageInfo {
  uint32_t block_size;   // of a run: 0
  uint32_t reciprocal;   // ceil(2^32 / block_size)
  uint32_t carved;       // bytes handed out at least once
  uint32_t run_pages;    // of a run head
  uint32_t list_offset;  // of the free list of its blocks, from the start of Heap
  PageKind kind;
  PageState state;
  uint8_t size_class;
  uint8_t frozen;         // a gc.freeze() reached the page: its frozen bits mean something
  uint8_t middle_listed;  // on the list of pages with middle bits
};

struct PageRun {
  uint64_t first, count;
};

struct CandidatePage {
  uint32_t* counts;     // by block, or null
  uint64_t reciprocal;  // of the block size; 0 for a run
};

struct PageList {
  uint64_t* pages = nullptr;
  size_t count = 0, capacity = 0;
  bool overflow = false;  // the list could not grow: all pages are to be looked at
};

struct Cursor {       // the page that a size class carves new blocks from
  uint64_t page = 0;  // + 1; 0: none
};

#ifdef POLYGIL_ASAN
// Freed blocks wait here for their turn to be used again, so that a late use of one is seen.
inline constexpr size_t kQuarantineBlocks = 1 << 15;
struct Quarantine {
  struct Entry {
    void* block;
    void** list;
    size_t size;
  };
  Entry entries[kQuarantineBlocks];
  size_t next;
};
#endif

struct Heap {
  FreeLists lists{};
#ifdef POLYGIL_ASAN
  Quarantine quarantine{};
#endif
  void* medium[kKinds][kMediumClasses]{};
  Cursor cursors[kKinds][kClasses]{};
  uint64_t base = 0, reserved = 0;
  uint64_t committed = 0;        // bytes from base
  uint64_t top = 0;              // pages in use from base
  uint64_t first_own = 0;        // pages below belong to start-up or to the parent: never reused
  uint64_t first_inherited = 0;  // pages below are sealed; [first_inherited, first_own): inherited
  PageInfo* pages = nullptr;
  uint64_t* middle_bits = nullptr;
  uint64_t* frozen_bits = nullptr;
  int8_t** deltas = nullptr;     // per page: first delta of its blocks
  void* wide_deltas = nullptr;   // inherited.cc: deltas that don't fit a byte
  PageRun* free_runs = nullptr;  // ascending, coalesced
  size_t free_run_count = 0, free_run_capacity = 0;
  PageList young;                       // pages on which young_pages is set
  PageList middle;                      // pages on which PageInfo::middle_listed is set
  CandidatePage* candidates = nullptr;  // per page: counts of a running collection
  int64_t frozen_count = 0;
  // While allocations are watched (trace.h): free blocks are parked, and first_own is kNoPage.
  AllocationWatcher* watcher = nullptr;
  uint64_t watched_first_own = 0;
  void* parked[kKinds][kClasses]{};
  Interpreter* interpreter = nullptr;
};

inline Heap* CurrentHeap() {
  static_assert(offsetof(Heap, lists) == 0);
  return reinterpret_cast<Heap*>(t_free_lists);
}

// The first page of this interpreter's own.
inline uint64_t FirstOwn(const Heap* heap) {
  return heap->watcher != nullptr ? heap->watched_first_own : heap->first_own;
}
// Where the free blocks of a kind and size are linked.
inline void** FreeListOf(Heap* heap, PageKind kind, int size_class) {
  int k = static_cast<int>(kind);
  if (heap->watcher != nullptr) [[unlikely]]
    return &heap->parked[k][size_class];
  return size_class < kSmallClasses ? &heap->lists.head[k][size_class]
                                    : &heap->medium[k][size_class - kSmallClasses];
}

inline uint64_t PageOf(const Heap* heap, const void* address) {
  return (reinterpret_cast<uint64_t>(address) - heap->base) >> kPageShift;
}
inline uint8_t* PageAddress(const Heap* heap, uint64_t page) {
  return reinterpret_cast<uint8_t*>(heap->base + (page << kPageShift));
}
inline bool InHeap(const Heap* heap, const void* address) {
  return reinterpret_cast<uint64_t>(address) - heap->base < heap->top << kPageShift;
}
inline uint32_t BlockIndex(const PageInfo& info, const void* address) {
  if (info.block_size == 0) return 0;
  uint64_t offset = reinterpret_cast<uint64_t>(address) & (kPageSize - 1);
  return static_cast<uint32_t>((offset * info.reciprocal) >> 32);
}
// A free block; a null type marks it as free to those who walk the page.
struct FreeBlock {
  FreeBlock* next;
  void* type;
};

// The type of the object in a block; null: the block is free.
POLYGIL_READS_HOLES Type* TypeOrHole(const void* block) {
  return static_cast<const Object*>(block)->type;
}

// Puts a block on the free list of its size and kind.
inline void PushFreeBlock([[maybe_unused]] Heap* heap, void** list, void* address,
                          [[maybe_unused]] size_t size) {
  FreeBlock* block = static_cast<FreeBlock*>(address);
  block->type = nullptr;
#ifdef POLYGIL_ASAN
  POLYGIL_POISON(block, size);
  Quarantine::Entry& entry = heap->quarantine.entries[heap->quarantine.next];
  heap->quarantine.next = (heap->quarantine.next + 1) % kQuarantineBlocks;
  Quarantine::Entry leaving = entry;
  entry = {block, list, size};
  if (leaving.block == nullptr) return;
  block = static_cast<FreeBlock*>(leaving.block);
  list = leaving.list;
  POLYGIL_UNPOISON(block, leaving.size);
  block->next = static_cast<FreeBlock*>(*list);
  *list = block;
  POLYGIL_POISON(block, leaving.size);
#else
  block->next = static_cast<FreeBlock*>(*list);
  *list = block;
#endif
}

inline void CountContainerGone(Heap* heap) {
  if (heap->lists.container_budget < heap->lists.container_threshold)
    ++heap->lists.container_budget;
}

inline uint32_t BlocksOf(const PageInfo& info) {
  return info.block_size == 0 ? 1 : info.carved / info.block_size;
}
inline bool TestBit(const uint64_t* bits, uint64_t offset) {
  return (bits[offset >> 10] >> ((offset >> 4) & 63)) & 1;
}
inline void SetBit(uint64_t* bits, uint64_t offset) {
  bits[offset >> 10] |= uint64_t{1} << ((offset >> 4) & 63);
}
inline void ClearBit(uint64_t* bits, uint64_t offset) {
  bits[offset >> 10] &= ~(uint64_t{1} << ((offset >> 4) & 63));
}

// Size of Attributes (types/classes/shape.h): the root shape stands first.
inline constexpr size_t kAttributesSize = 16;
int SizeClassOf(size_t size);  // size <= kMaxMediumBlock
size_t SizeOfClass(int size_class);
// reservation.cc. False / kNoPage when the OS refuses or the span is full.
inline constexpr uint64_t kNoPage = ~uint64_t{0};
uint64_t TakePages(Heap* heap, uint64_t count);
void ReturnPages(Heap* heap, uint64_t first, uint64_t count);
// Returns the pages without a block in use. False: there are none. For when the span is used up.
bool ReclaimEmptyPages(Heap* heap);
// Forgets free blocks and cursors, so that nothing is allocated below `top` any more.
void CloseOpenPages(Heap* heap);
// A block of a run of pages, or one below first_own, which only becomes a hole, or any block while
// allocations are watched.
void FreeObjectBlockSlow(Heap* heap, Object* object);
// Frees an object's block by its page: any kind, any size.
inline void FreeObjectBlock(Object* object) {
  Heap* heap = CurrentHeap();
  uint64_t page = PageOf(heap, object);
  const PageInfo& info = heap->pages[page];
  if (info.kind == PageKind::kContainer && !(object->flags & kGcUntracked))
    CountContainerGone(heap);
  if (page < heap->first_own || info.state != PageState::kBlocks) [[unlikely]] {
    FreeObjectBlockSlow(heap, object);
    return;
  }
  void** list = reinterpret_cast<void**>(reinterpret_cast<uint8_t*>(heap) + info.list_offset);
  PushFreeBlock(heap, list, object, info.block_size);
}

// inherited.cc
// Deltas for the pages from first_own on, which become inherited. False: out of memory.
bool MakeDeltas(Heap* heap, uint64_t first_page, uint64_t end_page);
int64_t InheritedCount(Heap* heap, Object* object);
// Drops one reference to an inherited object without destroying it at zero.
void ReleaseInheritedQuietly(Object* object);

// The values of __slots__ of an instance; type->slot_count of them.
inline Value* SlotsOf(Object* object, const Type* type) {
  uint32_t end = type->attributes_offset > 0 ? static_cast<uint32_t>(type->attributes_offset)
                                             : type->basic_size;
  return reinterpret_cast<Value*>(reinterpret_cast<uint8_t*>(object) + end) - type->slot_count;
}

// The header's count, or header and delta. `object` lies in the heap above the sealed part.
inline int64_t TrueCount(Heap* heap, Object* object) {
  uint64_t offset = reinterpret_cast<uint64_t>(object) - t_counted.base;
  return offset < t_counted.span ? object->refcount : InheritedCount(heap, object);
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_HEAP_HEAP_STATE_H_
