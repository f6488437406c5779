// Allocation from the interpreter's own span of address space (design: "ownership by address").
//
// Size-class pages grow upward in one reservation; a page holds blocks of one size and one kind.
// Marks, ages and allocation bits live in bitmaps beside the pages, so the cycle collector and a
// forked child never write to pages of objects that they only read. Large blocks are runs of
// pages in the same span. GIL held for all of it.

#ifndef POLYGIL_RUNTIME_OBJECT_HEAP_H_
#define POLYGIL_RUNTIME_OBJECT_HEAP_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/object.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

// Builds that look for errors take the slow path always (and poison what is free).
#if defined(POLYGIL_STRESS) || defined(__SANITIZE_ADDRESS__)
#define POLYGIL_HEAP_CHECKED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POLYGIL_HEAP_CHECKED 1
#endif
#endif

namespace polygil {

struct Interpreter;

enum class PageKind : uint8_t {
  kAtomic,     // objects that own nothing (str, bytes, int, float): immortal in a forked child
  kContainer,  // objects the cycle collector must see
  kPlain,      // other objects: own values but can't be part of a cycle
  kRaw,        // not objects: item arrays of lists, dict tables
};

inline constexpr size_t kSizeClassStep = 16;
inline constexpr size_t kMaxSmallBlock = 1024;  // larger blocks are runs of pages

// What the inline paths of the current interpreter's heap need.
struct FreeLists {
  void* head[4][kMaxSmallBlock / kSizeClassStep + 1];
  int64_t container_budget;  // allocations until the collector asks to run
  int64_t container_threshold;  // what the budget starts from, and never exceeds
  uint64_t heap_base;
  uint64_t* young_bits;      // generation 0: one bit per 16 bytes of the heap
  uint8_t* young_pages;      // per page: already on the list of pages with young objects
};
extern constinit POLYGIL_TLS FreeLists* t_free_lists;

// Slow paths: null when memory is exhausted (no exception is set).
void* HeapAllocateSlow(PageKind kind, size_t size);
void HeapFreeSlow(PageKind kind, void* block, size_t size);

// Uninitialised block of at least `size` bytes, 16-aligned; null when memory is exhausted.
inline void* HeapAllocate(PageKind kind, size_t size) {
#ifndef POLYGIL_HEAP_CHECKED
  if (size <= kMaxSmallBlock) [[likely]] {
    void** head = &t_free_lists->head[static_cast<int>(kind)][(size + kSizeClassStep - 1) /
                                                               kSizeClassStep];
    if (*head != nullptr) [[likely]] {
      void* block = *head;
      *head = *static_cast<void**>(block);
      return block;
    }
  }
#endif
  return HeapAllocateSlow(kind, size);
}
// `size` as given to HeapAllocate.
void HeapFree(PageKind kind, void* block, size_t size);

// Arrays that are not objects (kRaw); like realloc. Null when memory is exhausted.
void* RawAllocate(size_t size);
void* RawReallocate(void* block, size_t old_size, size_t new_size);
void RawFree(void* block, size_t size);

// -- Who owns what in an object -----------------------------------------------------------------
// The heap itself drops and traverses what a *class statement* adds to an instance: the reference
// to a heap type, the values of __slots__, and Attributes (through AttributesTraverse/Clear of
// types/classes/shape.h). The slots traverse, clear and destroy of a type treat the fields of the
// built-in layout only, so that a class inherits them unchanged from its built-in base.
//   slots:      `slot_count` Values that end at attributes_offset, or at basic_size without one
//   Attributes: at attributes_offset, or (kAttributesAtEnd) behind the items, 8-aligned, where
//               slots.size tells the bytes of items and fixed part (basic_size + size * item_size
//               without that slot); inline attribute slots follow
// A block knows its size by its page, so layouts need no size slot to be freed.

// A new object with refcount 1, its type set (and the type retained if it is a heap type), all
// bytes behind the header zero. Raises MemoryError. A container is visible to the cycle collector
// from the start: zero fields are valid for traverse. May run the cycle collector *before* the
// allocation, never after. Attributes (if the type has them) are in place with the root shape.
Owned AllocateObject(Type* type);
// For kTypeVarSized: `count` items of type->item_size behind basic_size; VarObject::size is set.
// `extra` bytes more (a terminating NUL). Items are zero.
Owned AllocateVarObject(Type* type, int64_t count, size_t extra = 0);
// Same for an atomic type whose bytes the caller overwrites anyway: nothing is zeroed.
Owned AllocateUninitialized(Type* type, size_t total_size);

// Makes a fresh container known to the collector as young, and counts it. Only for code that takes
// a block of PageKind::kContainer from HeapAllocate by itself, after the header is filled.
void HeapNoteYoungPage(uint64_t page);
void GcRequest();
inline void GcNoteNew(Object* object) {
  FreeLists* lists = t_free_lists;
  uint64_t offset = reinterpret_cast<uint64_t>(object) - lists->heap_base;
  if (!lists->young_pages[offset >> 16]) [[unlikely]]
    HeapNoteYoungPage(offset >> 16);
  lists->young_bits[offset >> 10] |= uint64_t{1} << ((offset >> 4) & 63);
  if (--lists->container_budget < 0) [[unlikely]]
    GcRequest();
}
// The page kind instances of a type live in.
inline PageKind PageKindOf(const Type* type) {
  if (type->Has(kTypeGc)) return PageKind::kContainer;
  return type->Has(kTypeAtomic) ? PageKind::kAtomic : PageKind::kPlain;
}
// Bytes of an instance without items: fixed part, Attributes and inline attribute slots.
size_t InstanceSize(const Type* type);
// Bytes a block for `size` bytes really has: what may be used without moving.
size_t HeapBlockSize(size_t size);

// Bytes of the block that holds an object of this interpreter's own: what it may grow to in place.
size_t HeapCapacityOf(const Object* object);

// Bytes of an object, Attributes and items included (sys.getsizeof).
size_t ObjectSize(Object* object);

// Marks a container as unable to be in a cycle for now (e.g. a tuple of atoms).
inline void GcUntrack(Object* object) { object->flags |= kGcUntracked; }

// The references that count now: the header's, or header and delta for an inherited object. For
// immortal objects a large number (sys.getrefcount).
int64_t ReferenceCount(Object* object);

// -- Interpreters and threads -------------------------------------------------------------------
// Reserves the span of a new interpreter and makes its collector state and weak table.
// False: the address space is exhausted.
bool HeapInit(Interpreter* interpreter);
// Unmaps everything; no object may be used any more.
void HeapFinish(Interpreter* interpreter);
// Sets the thread-local views (t_counted, t_free_lists) of a thread that holds the GIL of
// `interpreter`; null: of a thread that holds none.
void HeapAttachThread(Interpreter* interpreter);

// -- The cycle collector ------------------------------------------------------------------------
// Generations, thresholds and hooks: runtime/object/heap/gc_state.h.
// Collects generation 0, 1 or 2; returns the number of unreachable objects found. Runs finalisers.
int64_t GcCollect(int generation);
// The loop calls it when the breaker has kGcWanted: collects if the thresholds say so.
void GcRunIfRequested();
// Calls visit for every container object that is alive, until it returns true.
void GcForEachObject(int generation_or_minus_one, bool (*visit)(Object* object, void* arg),
                     void* arg);
// Calls visit for every Value an object owns, Attributes, __slots__ and a heap type included.
bool TraverseObject(Object* object, Visitor visit, void* arg);
// Is it a container the collector follows (gc.is_tracked)?
bool GcIsTracked(Value value);
// Objects allocated so far become immortal and uncounted: end of start-up.
void HeapSealStartup();
// In the child right after fork: moves the watermark, opens fresh pages, starts delta tables.
void HeapAfterForkChild();
// gc.freeze() and friends.
void GcFreeze();
void GcUnfreeze();
int64_t GcFreezeCount();

struct HeapFigures {
  uint64_t reserved, committed, live_blocks[4];
};
HeapFigures HeapMeasure();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_HEAP_H_
