// Walking pages: how the collector finds containers without links in their headers.

#include <cstdlib>
#include <cstring>

#include "runtime/object/heap/collector.h"

namespace polygil {
namespace {

bool IsContainerPage(const PageInfo& info) {
  return info.kind == PageKind::kContainer &&
         (info.state == PageState::kBlocks || info.state == PageState::kRunHead);
}

inline bool IsCandidate(const Object* object) {
  return !(object->flags & (kGcUntracked | kBeingDestroyed));
}

// Calls visit(object) for every living object of a page, until it returns true.
template <typename Function>
bool ForEachOnPage(Heap* heap, uint64_t page, Function visit) {
  const PageInfo& info = heap->pages[page];
  if (!IsContainerPage(info)) return false;
  uint8_t* start = PageAddress(heap, page);
  uint32_t count = BlocksOf(info);
  for (uint32_t i = 0; i < count; ++i) {
    Object* object = reinterpret_cast<Object*>(start + size_t{i} * info.block_size);
    if (TypeOrHole(object) != nullptr && visit(object)) return true;
  }
  return false;
}

// Objects of one page that have a young bit or, if asked for, a middle bit.
template <typename Function>
bool ForEachYoungOnPage(Heap* heap, uint64_t page, bool with_middle, Function visit) {
  uint64_t first_word = page << (kPageShift - 10);
  for (size_t word = 0; word < kPageSize / 1024; ++word) {
    uint64_t left = heap->lists.young_bits[first_word + word];
    if (with_middle) left |= heap->middle_bits[first_word + word];
    for (; left != 0; left &= left - 1) {
      size_t granule = word * 64 + static_cast<size_t>(__builtin_ctzll(left));
      Object* object = reinterpret_cast<Object*>(PageAddress(heap, page) + granule * 16);
      if (TypeOrHole(object) != nullptr && visit(object)) return true;
    }
  }
  return false;
}

// Generation 0, or 0 and 1, by the lists of pages that have such objects.
template <typename Function>
bool GatherListed(Heap* heap, int generation, Function take) {
  auto push = [take](Object* object) { return IsCandidate(object) && !take(object); };
  for (size_t i = 0; i < heap->young.count; ++i) {
    if (ForEachYoungOnPage(heap, heap->young.pages[i], generation > 0, push)) return false;
  }
  for (size_t i = 0; generation > 0 && i < heap->middle.count; ++i) {
    uint64_t page = heap->middle.pages[i];
    if (heap->lists.young_pages[page]) continue;
    if (ForEachYoungOnPage(heap, page, true, push)) return false;
  }
  return true;
}

void Append(PageList* list, uint64_t page) {
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? list->capacity * 2 : 64;
    void* grown = realloc(list->pages, capacity * sizeof(uint64_t));
    if (grown == nullptr) {
      list->overflow = true;
      return;
    }
    list->pages = static_cast<uint64_t*>(grown);
    list->capacity = capacity;
  }
  list->pages[list->count++] = page;
}

}  // namespace

int GenerationOf(const Heap* heap, const Object* object) {
  uint64_t offset = reinterpret_cast<uint64_t>(object) - heap->base;
  if (TestBit(heap->lists.young_bits, offset)) return 0;
  if (TestBit(heap->middle_bits, offset)) return 1;
  if (heap->pages[offset >> kPageShift].frozen && TestBit(heap->frozen_bits, offset)) return 3;
  return 2;
}

// Calls take(object) for the candidates of generations 0 .. generation, until it returns false.
template <typename Function>
bool Gather(Heap* heap, int generation, Function take) {
  bool complete = !heap->young.overflow && (generation == 0 || !heap->middle.overflow);
  if (generation < 2 && complete) return GatherListed(heap, generation, take);
  bool any_frozen = heap->frozen_count != 0;
  for (uint64_t page = heap->first_inherited; page < heap->top; ++page) {
    bool failed = ForEachOnPage(heap, page, [&](Object* object) {
      if (!IsCandidate(object)) return false;
      if ((generation < 2 || any_frozen) && GenerationOf(heap, object) > generation) return false;
      return !take(object);
    });
    if (failed) return false;
  }
  return true;
}

bool GatherObjects(Heap* heap, int generation, ObjectArray* objects) {
  return Gather(heap, generation, [objects](Object* object) { return objects->Push(object); });
}

bool GatherCandidates(Heap* heap, int generation, CandidateTable* table,
                      CandidateArray* candidates) {
  return Gather(heap, generation, [=](Object* object) {
    uint32_t* entry = table->Add(object);
    return entry != nullptr && candidates->Push({object, entry});
  });
}

// Bits are written only where they change: a forked child shares the bitmaps with its parent.
void PromoteObject(Heap* heap, Object* object, int collected_generation) {
  uint64_t offset = reinterpret_cast<uint64_t>(object) - heap->base;
  PageInfo& info = heap->pages[offset >> kPageShift];
  if (TestBit(heap->lists.young_bits, offset)) {
    ClearBit(heap->lists.young_bits, offset);
    if (info.frozen) ClearBit(heap->frozen_bits, offset);
  }
  bool middle = TestBit(heap->middle_bits, offset);
  if (collected_generation == 0) {
    if (!middle) SetBit(heap->middle_bits, offset);
    if (!info.middle_listed) {
      info.middle_listed = 1;
      Append(&heap->middle, offset >> kPageShift);
    }
  } else if (middle) {
    ClearBit(heap->middle_bits, offset);
  }
}

void HeapNoteYoungPage(uint64_t page) {
  Heap* heap = CurrentHeap();
  heap->lists.young_pages[page] = 1;
  Append(&heap->young, page);
}

void ResetYoungPages(Heap* heap) {
  // Bits that are left belong to untracked objects and to blocks freed and not used again.
  for (size_t i = 0; i < heap->young.count; ++i) {
    uint64_t page = heap->young.pages[i];
    heap->lists.young_pages[page] = 0;
    memset(heap->lists.young_bits + (page << (kPageShift - 10)), 0, kPageSize / 16 / 8);
  }
  if (heap->young.overflow) memset(heap->lists.young_pages, 0, heap->top);
  heap->young.count = 0;
  heap->young.overflow = false;
}

void ResetMiddlePages(Heap* heap) {
  for (size_t i = 0; i < heap->middle.count; ++i) {
    uint64_t page = heap->middle.pages[i];
    heap->pages[page].middle_listed = 0;
    memset(heap->middle_bits + (page << (kPageShift - 10)), 0, kPageSize / 16 / 8);
  }
  for (uint64_t page = 0; heap->middle.overflow && page < heap->top; ++page)
    heap->pages[page].middle_listed = 0;
  heap->middle.count = 0;
  heap->middle.overflow = false;
}

CandidateTable::~CandidateTable() {
  for (uint64_t page : touched_) {
    free(heap_->candidates[page].counts);
    heap_->candidates[page] = {};
  }
}

bool CandidateTable::OpenPage(uint64_t page) {
  const PageInfo& info = heap_->pages[page];
  void* counts = calloc(BlocksOf(info), sizeof(uint32_t));
  if (counts == nullptr || !touched_.Push(page)) {
    free(counts);
    return false;
  }
  heap_->candidates[page] = {static_cast<uint32_t*>(counts),
                             info.block_size == 0 ? 0 : info.reciprocal};
  return true;
}

uint32_t* CandidateTable::Add(Object* object) {
  uint64_t offset = reinterpret_cast<uint64_t>(object) - heap_->base;
  const CandidatePage& page = heap_->candidates[offset >> kPageShift];
  if (page.counts == nullptr && !OpenPage(offset >> kPageShift)) return nullptr;
  int64_t count = TrueCount(heap_, object);
  if (count > (1 << 29)) count = 1 << 29;
  uint32_t* entry = page.counts + (((offset & (kPageSize - 1)) * page.reciprocal) >> 32);
  *entry = static_cast<uint32_t>(count) * kUnit | kPresent;
  return entry;
}

void GcForEachObject(int generation, bool (*visit)(Object* object, void* arg), void* arg) {
  Heap* heap = CurrentHeap();
  ObjectArray objects;
  // Gathered first: visit may allocate. Sealed containers are shown as of the oldest generation.
  for (uint64_t page = 0; page < heap->top; ++page) {
    bool failed = ForEachOnPage(heap, page, [&](Object* object) {
      if (!IsCandidate(object)) return false;
      int own = page < heap->first_inherited ? 2 : GenerationOf(heap, object);
      return (generation < 0 || own == generation) && !objects.Push(object);
    });
    if (failed) return;
  }
  for (Object* object : objects) {
    if (visit(object, arg)) return;
  }
}

void GcFreeze() {
  Heap* heap = CurrentHeap();
  ObjectArray objects;
  if (!GatherObjects(heap, 2, &objects)) return;
  for (Object* object : objects) {
    uint64_t offset = reinterpret_cast<uint64_t>(object) - heap->base;
    PageInfo& info = heap->pages[offset >> kPageShift];
    if (!info.frozen) {
      info.frozen = 1;
      memset(heap->frozen_bits + (offset >> kPageShift << (kPageShift - 10)), 0,
             kPageSize / 16 / 8);
    }
    ClearBit(heap->lists.young_bits, offset);
    ClearBit(heap->middle_bits, offset);
    SetBit(heap->frozen_bits, offset);
  }
  ResetYoungPages(heap);
  ResetMiddlePages(heap);
  heap->frozen_count += static_cast<int64_t>(objects.size());
}

void GcUnfreeze() {
  Heap* heap = CurrentHeap();
  for (uint64_t page = 0; page < heap->top; ++page) {
    if (heap->pages[page].frozen) heap->pages[page].frozen = 0;
  }
  heap->frozen_count = 0;
}

int64_t GcFreezeCount() { return CurrentHeap()->frozen_count; }

}  // namespace polygil
