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

namespace polygil {

enum class PageKind : uint8_t {
  kAtomic,     // objects that own nothing (str, bytes, int, float): immortal in a forked child
  kContainer,  // objects the cycle collector must see
  kPlain,      // other objects: own values but can't be part of a cycle
  kRaw,        // not objects: item arrays of lists, dict tables
};

inline constexpr size_t kSizeClassStep = 16;
inline constexpr size_t kMaxSmallBlock = 1024;  // larger blocks are runs of pages

// Free lists of the current interpreter, popped inline.
struct FreeLists {
  void* head[4][kMaxSmallBlock / kSizeClassStep + 1];
};
extern constinit POLYGIL_TLS FreeLists* t_free_lists;
extern constinit POLYGIL_TLS int64_t t_container_budget;  // allocations until GC is considered

// Slow paths: null when memory is exhausted (no exception is set).
void* HeapAllocateSlow(PageKind kind, size_t size);
void HeapFreeSlow(PageKind kind, void* block, size_t size);

// Uninitialised block of at least `size` bytes, 16-aligned; null when memory is exhausted.
inline void* HeapAllocate(PageKind kind, size_t size) {
#ifndef POLYGIL_STRESS
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

// A new object with refcount 1, its type set (and the type retained if it is a heap type), all
// bytes behind the header zero. Raises MemoryError. A container is visible to the cycle collector
// from the start: zero fields are valid for traverse. May run the cycle collector *before* the
// allocation, never after.
Owned AllocateObject(Type* type);
// For kTypeVarSized: `count` items of type->item_size behind basic_size; VarObject::size is set.
// `extra` bytes more (a terminating NUL). Items are zero.
Owned AllocateVarObject(Type* type, int64_t count, size_t extra = 0);
// Same for an atomic type whose bytes the caller overwrites anyway: nothing is zeroed.
Owned AllocateUninitialized(Type* type, size_t total_size);

template <typename T>
struct TypedOwned {
  Owned owned;
  T* operator->() const { return owned.Peek().As<T>(); }
};

// Bytes of an object's block, Attributes and items included.
size_t ObjectSize(Object* object);

// Marks a container as unable to be in a cycle for now (e.g. a tuple of atoms).
inline void GcUntrack(Object* object) { object->flags |= kGcUntracked; }

// -- Weak references (runtime/object/weak_table.cc) --------------------------------------------
// The table of the interpreter keeps, per referent, the list of weak reference objects; entries
// are borrowed pointers to objects of runtime/types/weakref.h.

// -- The cycle collector ------------------------------------------------------------------------
struct GcStatistics {
  int64_t collections, collected, uncollectable;
};
// Collects generation 0, 1 or 2; returns the number of unreachable objects found. Runs finalisers.
int64_t GcCollect(int generation);
// Calls visit for every container object that is alive, until it returns true.
void GcForEachObject(int generation_or_minus_one, bool (*visit)(Object* object, void* arg), void* arg);
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
