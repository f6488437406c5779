// Blocks and objects: size classes, carving of pages, arrays that are not objects.

#include <cstdlib>
#include <cstring>

#include "runtime/object/heap/heap_state.h"
#include "runtime/object/heap/trace.h"
#include "runtime/object/upcalls.h"

namespace polygil {
namespace {

constexpr size_t kCarveBytes = 4096;  // blocks are made ready in portions of this size

inline void NoteAllocated(Heap* heap, void* block, size_t size) {
  if (heap->watcher != nullptr && block != nullptr) [[unlikely]]
    heap->watcher->allocated(heap->watcher, block, size);
}
inline void NoteFreed(Heap* heap, void* block) {
  if (heap->watcher != nullptr) [[unlikely]]
    heap->watcher->freed(heap->watcher, block);
}

uint64_t OpenPage(Heap* heap, PageKind kind, int size_class) {
  uint64_t page = TakePages(heap, 1);
  if (page == kNoPage) return page;
  POLYGIL_UNPOISON(PageAddress(heap, page), kPageSize);
  uint32_t size = static_cast<uint32_t>(SizeOfClass(size_class));
  PageInfo& info = heap->pages[page];
  info = {};
  info.block_size = size;
  info.reciprocal = static_cast<uint32_t>(((uint64_t{1} << 32) + size - 1) / size);
  info.kind = kind;
  info.state = PageState::kBlocks;
  info.size_class = static_cast<uint8_t>(size_class);
  info.list_offset = static_cast<uint32_t>(
      reinterpret_cast<uint8_t*>(FreeListOf(heap, kind, size_class)) - reinterpret_cast<uint8_t*>(heap));
  return page;
}

// A block of a class whose free list is empty; more blocks go to the list.
void* Carve(Heap* heap, PageKind kind, int size_class) {
  Cursor& cursor = heap->cursors[static_cast<int>(kind)][size_class];
  size_t size = SizeOfClass(size_class);
  if (cursor.page == 0 || heap->pages[cursor.page - 1].carved + size > kPageSize) {
    uint64_t page = OpenPage(heap, kind, size_class);
    if (page == kNoPage) return nullptr;
    cursor.page = page + 1;
  }
  PageInfo& info = heap->pages[cursor.page - 1];
  uint8_t* start = PageAddress(heap, cursor.page - 1) + info.carved;
  size_t count = kCarveBytes / size > 1 ? kCarveBytes / size : 1;
  size_t room = (kPageSize - info.carved) / size;
  if (count > room) count = room;
  FreeBlock* list = nullptr;
  for (size_t i = count; i-- > 0;) {
    FreeBlock* block = reinterpret_cast<FreeBlock*>(start + i * size);
    block->type = nullptr;
    if (i == 0) break;
    block->next = list;
    POLYGIL_POISON(block, size);
    list = block;
  }
  info.carved += static_cast<uint32_t>(count * size);
  *FreeListOf(heap, kind, size_class) = list;
  return start;
}

void* AllocateRun(Heap* heap, PageKind kind, size_t size) {
  uint64_t count = (size + kPageSize - 1) >> kPageShift;
  uint64_t page = TakePages(heap, count);
  if (page == kNoPage) return nullptr;
  heap->pages[page] = {};
  heap->pages[page].kind = kind;
  heap->pages[page].state = PageState::kRunHead;
  heap->pages[page].run_pages = static_cast<uint32_t>(count);
  for (uint64_t i = 1; i < count; ++i) {
    heap->pages[page + i] = {};
    heap->pages[page + i].state = PageState::kRunTail;
  }
  uint8_t* block = PageAddress(heap, page);
  POLYGIL_UNPOISON(block, count << kPageShift);
  reinterpret_cast<FreeBlock*>(block)->type = nullptr;
  return block;
}

void PushBlock(Heap* heap, PageKind kind, int size_class, void* address, size_t size) {
  PushFreeBlock(heap, FreeListOf(heap, kind, size_class), address, size);
}

void* TakeBlock(Heap* heap, PageKind kind, size_t size) {
  if (size < 16) size = 16;
  if (size > kMaxMediumBlock) {
    if (size > heap->reserved) return nullptr;
    return AllocateRun(heap, kind, size);
  }
  int size_class = SizeClassOf(size);
  void** list = FreeListOf(heap, kind, size_class);
  if (*list == nullptr) return Carve(heap, kind, size_class);
  FreeBlock* block = static_cast<FreeBlock*>(*list);
  POLYGIL_UNPOISON(block, SizeOfClass(size_class));
  *list = block->next;
  return block;
}

Owned RaiseNoMemory() {
  kObjectUpcalls.raise_memory_error();
  return {};
}

// Header of a new object whose bytes behind it are set already.
inline Owned Finish(Object* object, Type* type, PageKind kind) {
  object->refcount = 1;
  object->flags = type->attributes_offset == sizeof(Object) ? uint32_t{kShapeAt16} : 0;
  object->type = type;
  if (type->Has(kTypeHeap)) IncRef(static_cast<Object*>(type));
  if (kind == PageKind::kContainer) GcNoteNew(object);
  return Owned(Value::Pointer(object));
}

// Everything behind the header; blocks are multiples of 16 bytes.
inline void ZeroBody(void* block, size_t size) {
  if (size > 256) {
    memset(static_cast<uint8_t*>(block) + sizeof(Object), 0, size - sizeof(Object));
    return;
  }
  struct alignas(16) Chunk {
    uint64_t words[2];
  };
  Chunk* chunk = static_cast<Chunk*>(block);
  for (size_t i = 1; i * sizeof(Chunk) < size; ++i) chunk[i] = Chunk{};
}

inline void PlaceAttributes(Object* object, const Type* type, size_t offset) {
  *reinterpret_cast<Shape**>(reinterpret_cast<uint8_t*>(object) + offset) = type->root_shape;
}

}  // namespace

int SizeClassOf(size_t size) {
  if (size <= kMaxSmallBlock) return static_cast<int>((size + kSizeClassStep - 1) / kSizeClassStep);
  // Four steps per doubling: 1280, 1536, 1792, 2048, 2560, ...
  int doubling = 63 - __builtin_clzll(size - 1) - 10;
  size_t step = size_t{256} << doubling;
  size_t above = (size_t{1024} << doubling);
  int quarter = static_cast<int>((size - above + step - 1) / step);
  return kSmallClasses + doubling * 4 + quarter - 1;
}

size_t SizeOfClass(int size_class) {
  if (size_class < kSmallClasses) return static_cast<size_t>(size_class) * kSizeClassStep;
  int doubling = (size_class - kSmallClasses) / 4, quarter = (size_class - kSmallClasses) % 4 + 1;
  return (size_t{1024} << doubling) + (size_t{256} << doubling) * static_cast<size_t>(quarter);
}

size_t HeapBlockSize(size_t size) {
  if (size <= kMaxMediumBlock) return SizeOfClass(SizeClassOf(size));
  return (size + kPageSize - 1) & ~(kPageSize - 1);
}

void* HeapAllocateSlow(PageKind kind, size_t size) {
  Heap* heap = CurrentHeap();
  void* block = TakeBlock(heap, kind, size);
  NoteAllocated(heap, block, size);
  return block;
}

void HeapFree(PageKind kind, void* block, size_t size) {
  Heap* heap = CurrentHeap();
  if (kind == PageKind::kContainer) CountContainerGone(heap);
  uint64_t page = PageOf(heap, block);
  if (page < heap->first_own) [[unlikely]] {
    NoteFreed(heap, block);
    // Not reused: in a forked child the page stays the parent's.
    if (page < FirstOwn(heap)) {
      if (kind != PageKind::kRaw) static_cast<FreeBlock*>(block)->type = nullptr;
      return;
    }
  }
  if (size <= kMaxSmallBlock) [[likely]] {
    int size_class = static_cast<int>((size + kSizeClassStep - 1) / kSizeClassStep);
    size_class += size_class == 0;
    PushBlock(heap, kind, size_class, block, static_cast<size_t>(size_class) * kSizeClassStep);
    return;
  }
  HeapFreeSlow(kind, block, size);
}

void HeapFreeSlow(PageKind kind, void* block, size_t size) {
  Heap* heap = CurrentHeap();
  if (size <= kMaxMediumBlock) {
    int size_class = SizeClassOf(size);
    PushBlock(heap, kind, size_class, block, SizeOfClass(size_class));
    return;
  }
  static_cast<FreeBlock*>(block)->type = nullptr;
  uint64_t page = PageOf(heap, block);
  ReturnPages(heap, page, heap->pages[page].run_pages);
}

void FreeObjectBlockSlow(Heap* heap, Object* object) {
  NoteFreed(heap, object);
  uint64_t page = PageOf(heap, object);
  const PageInfo& info = heap->pages[page];
  if (page < FirstOwn(heap)) {
    object->type = nullptr;
  } else if (info.state == PageState::kBlocks) {
    PushBlock(heap, info.kind, info.size_class, object, info.block_size);
  } else {
    object->type = nullptr;
    ReturnPages(heap, page, info.run_pages);
  }
}

void* RawAllocate(size_t size) {
  if (size <= kMaxSmallBlock) return HeapAllocate(PageKind::kRaw, size < 16 ? 16 : size);
  void* block = malloc(size);
  NoteAllocated(CurrentHeap(), block, size);
  return block;
}

void RawFree(void* block, size_t size) {
  if (block == nullptr) return;
  if (size <= kMaxSmallBlock) return HeapFree(PageKind::kRaw, block, size);
  NoteFreed(CurrentHeap(), block);
  free(block);
}

void* RawReallocate(void* block, size_t old_size, size_t new_size) {
  if (block == nullptr) return RawAllocate(new_size);
  if (old_size > kMaxSmallBlock && new_size > kMaxSmallBlock) {
    Heap* heap = CurrentHeap();
    void* moved = realloc(block, new_size);
    if (moved == nullptr) return nullptr;
    NoteFreed(heap, block);
    NoteAllocated(heap, moved, new_size);
    return moved;
  }
  if (old_size <= kMaxSmallBlock && new_size <= kMaxSmallBlock &&
      HeapBlockSize(old_size < 16 ? 16 : old_size) == HeapBlockSize(new_size < 16 ? 16 : new_size))
    return block;
  void* moved = RawAllocate(new_size);
  if (moved == nullptr) return nullptr;
  memcpy(moved, block, old_size < new_size ? old_size : new_size);
  RawFree(block, old_size);
  return moved;
}

size_t InstanceSize(const Type* type) {
  size_t size = type->basic_size;
  if (type->attributes_offset <= 0) return size;
  size_t attributes = static_cast<size_t>(type->attributes_offset) + kAttributesSize +
                      type->inline_attributes * sizeof(Value);
  return size > attributes ? size : attributes;
}

size_t HeapCapacityOf(const Object* object) {
  Heap* heap = CurrentHeap();
  const PageInfo& info = heap->pages[PageOf(heap, object)];
  return info.state == PageState::kBlocks ? info.block_size
                                          : size_t{info.run_pages} << kPageShift;
}

Owned AllocateObject(Type* type) {
  PageKind kind = PageKindOf(type);
  size_t size = InstanceSize(type);
  void* block = HeapAllocate(kind, size);
  if (block == nullptr) [[unlikely]]
    return RaiseNoMemory();
  ZeroBody(block, size);
  Object* object = static_cast<Object*>(block);
  if (type->attributes_offset > 0)
    PlaceAttributes(object, type, static_cast<size_t>(type->attributes_offset));
  return Finish(object, type, kind);
}

Owned AllocateVarObject(Type* type, int64_t count, size_t extra) {
  size_t items, size;
  if (count < 0 || __builtin_mul_overflow(static_cast<size_t>(count), type->item_size, &items) ||
      __builtin_add_overflow(items, type->basic_size + extra, &size) || size > SIZE_MAX / 4)
    return RaiseNoMemory();
  size_t attributes = 0;
  if (type->attributes_offset == kAttributesAtEnd) {
    attributes = (size + 7) & ~size_t{7};
    size = attributes + kAttributesSize + type->inline_attributes * sizeof(Value);
  }
  PageKind kind = PageKindOf(type);
  void* block = HeapAllocate(kind, size);
  if (block == nullptr) [[unlikely]]
    return RaiseNoMemory();
  ZeroBody(block, size);
  Object* object = static_cast<Object*>(block);
  static_cast<VarObject*>(object)->size = count;
  if (attributes != 0) PlaceAttributes(object, type, attributes);
  return Finish(object, type, kind);
}

Owned AllocateUninitialized(Type* type, size_t total_size) {
  PageKind kind = PageKindOf(type);
  void* block = HeapAllocate(kind, total_size);
  if (block == nullptr) [[unlikely]]
    return RaiseNoMemory();
  return Finish(static_cast<Object*>(block), type, kind);
}

size_t ObjectSize(Object* object) {
  const Type* type = object->type;
  if (type->slots.size != nullptr) return type->slots.size(object);
  size_t size = InstanceSize(type);
  if (!type->Has(kTypeVarSized)) return size;
  int64_t count = static_cast<VarObject*>(object)->size;
  size += static_cast<size_t>(count < 0 ? -count : count) * type->item_size;
  return type->attributes_offset == kAttributesAtEnd ? size + kAttributesSize : size;
}

int64_t ReferenceCount(Object* object) {
  Heap* heap = CurrentHeap();
  if (!InHeap(heap, object) || PageOf(heap, object) < heap->first_inherited) return 0xFFFFFFFF;
  return TrueCount(heap, object);
}

HeapFigures HeapMeasure() {
  Heap* heap = CurrentHeap();
  HeapFigures figures{};
  figures.reserved = heap->reserved;
  figures.committed = heap->top << kPageShift;
  for (uint64_t page = 0; page < heap->top; ++page) {
    const PageInfo& info = heap->pages[page];
    int kind = static_cast<int>(info.kind);
    if (info.state == PageState::kRunHead) ++figures.live_blocks[kind];
    if (info.state != PageState::kBlocks) continue;
    uint8_t* start = PageAddress(heap, page);
    for (uint32_t i = 0; i < BlocksOf(info); ++i) {
      // Arrays have no mark of their own: of kRaw, blocks ever used are counted.
      bool lives = info.kind == PageKind::kRaw || TypeOrHole(start + size_t{i} * info.block_size);
      if (lives) ++figures.live_blocks[kind];
    }
  }
  return figures;
}

}  // namespace polygil
