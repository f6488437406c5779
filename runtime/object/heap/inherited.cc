// Counts of objects that the parent made, in a forked child: header (which nobody writes any more)
// plus a delta of one byte per block in a dense side table, made when it is first written. Deltas that
// leave the byte's range move to a map. Atomic kinds are not counted at all.

#include <sys/mman.h>

#include <cstdlib>

#include "runtime/object/heap/heap_state.h"

namespace polygil {
namespace {

constexpr int8_t kInMap = -128;

// Open addressing from a delta's address to its true value; never shrinks.
struct WideDelta {
  int8_t* where;
  int64_t value;
};
struct WideDeltas {
  WideDelta* slots;
  size_t mask, count;
};

WideDelta* FindSlot(WideDelta* slots, size_t mask, int8_t* where) {
  size_t i = (reinterpret_cast<uint64_t>(where) * 0x9E3779B97F4A7C15u) >> 20;
  while (slots[i & mask].where != nullptr && slots[i & mask].where != where) ++i;
  return &slots[i & mask];
}

bool Grow(WideDeltas* map) {
  size_t mask = map->slots == nullptr ? 63 : map->mask * 2 + 1;
  WideDelta* slots = static_cast<WideDelta*>(calloc(mask + 1, sizeof(WideDelta)));
  if (slots == nullptr) return false;
  for (size_t i = 0; map->slots != nullptr && i <= map->mask; ++i) {
    if (map->slots[i].where != nullptr)
      *FindSlot(slots, mask, map->slots[i].where) = map->slots[i];
  }
  free(map->slots);
  map->slots = slots;
  map->mask = mask;
  return true;
}

WideDeltas* MapOf(Heap* heap) {
  if (heap->wide_deltas == nullptr) heap->wide_deltas = calloc(1, sizeof(WideDeltas));
  return static_cast<WideDeltas*>(heap->wide_deltas);
}

int64_t ReadDelta(Heap* heap, int8_t* where) {
  if (*where != kInMap) return *where;
  WideDeltas* map = MapOf(heap);
  return FindSlot(map->slots, map->mask, where)->value;
}

// Without memory for the map the object becomes immortal at a count it can't leave: a leak, no error.
void WriteWide(Heap* heap, int8_t* where, int64_t value) {
  WideDeltas* map = MapOf(heap);
  if (map == nullptr) return;
  if (*where != kInMap) {
    if ((map->slots == nullptr || map->count * 2 >= map->mask) && !Grow(map)) return;
    ++map->count;
    *where = kInMap;
  }
  WideDelta* slot = FindSlot(map->slots, map->mask, where);
  slot->where = where;
  slot->value = value;
}

inline void WriteDelta(Heap* heap, int8_t* where, int64_t value) {
  if (*where != kInMap && value > -128 && value <= 127) [[likely]]
    *where = static_cast<int8_t>(value);
  else
    WriteWide(heap, where, value);
}

// The delta of an inherited object; null if it is not counted here.
inline int8_t* DeltaOf(Heap* heap, uint64_t address) {
  if (address - t_counted.inherited_base >= t_counted.inherited_span) return nullptr;
  uint64_t page = (address - heap->base) >> kPageShift;
  int8_t* deltas = heap->deltas[page];
  if (deltas == nullptr) return nullptr;
  return deltas + BlockIndex(heap->pages[page], reinterpret_cast<void*>(address));
}

bool IsCountedPage(const PageInfo& info) {
  return (info.kind == PageKind::kContainer || info.kind == PageKind::kPlain) &&
         (info.state == PageState::kBlocks || info.state == PageState::kRunHead);
}

}  // namespace

bool MakeDeltas(Heap* heap, uint64_t first_page, uint64_t end_page) {
  size_t blocks = 0;
  for (uint64_t page = first_page; page < end_page; ++page) {
    if (IsCountedPage(heap->pages[page])) blocks += BlocksOf(heap->pages[page]);
  }
  if (blocks == 0) return true;
  void* memory = mmap(nullptr, blocks, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return false;
  int8_t* next = static_cast<int8_t*>(memory);
  for (uint64_t page = first_page; page < end_page; ++page) {
    if (!IsCountedPage(heap->pages[page])) continue;
    heap->deltas[page] = next;
    next += BlocksOf(heap->pages[page]);
  }
  return true;
}

int64_t InheritedCount(Heap* heap, Object* object) {
  int8_t* delta = DeltaOf(heap, reinterpret_cast<uint64_t>(object));
  if (delta == nullptr) return 0xFFFFFFFF;
  return object->refcount + ReadDelta(heap, delta);
}

void ReleaseInheritedQuietly(Object* object) {
  Heap* heap = CurrentHeap();
  int8_t* delta = DeltaOf(heap, reinterpret_cast<uint64_t>(object));
  if (delta != nullptr) WriteDelta(heap, delta, ReadDelta(heap, delta) - 1);
}

void IncRefInherited(Value value) {
  Heap* heap = CurrentHeap();
  int8_t* delta = DeltaOf(heap, value.bits);
  if (delta != nullptr) WriteDelta(heap, delta, ReadDelta(heap, delta) + 1);
}

void DecRefInherited(Value value) {
  Heap* heap = CurrentHeap();
  int8_t* delta = DeltaOf(heap, value.bits);
  if (delta == nullptr) return;
  int64_t now = ReadDelta(heap, delta) - 1;
  WriteDelta(heap, delta, now);
  if (static_cast<int64_t>(value.AsObject()->refcount) + now == 0) Deallocate(value.AsObject());
}

}  // namespace polygil
