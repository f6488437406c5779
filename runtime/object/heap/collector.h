// Private to the collector: its working set, and the walk over pages.

#ifndef POLYGIL_RUNTIME_OBJECT_HEAP_COLLECTOR_H_
#define POLYGIL_RUNTIME_OBJECT_HEAP_COLLECTOR_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "runtime/object/heap/heap_state.h"

namespace polygil {

// A growing array of plain data that reports exhausted memory instead of throwing.
template <typename T>
class PlainArray {
 public:
  PlainArray() = default;
  ~PlainArray() { free(data_); }
  PlainArray(const PlainArray&) = delete;
  PlainArray& operator=(const PlainArray&) = delete;

  bool Push(T item) {
    if (size_ == capacity_) {
      size_t capacity = capacity_ ? capacity_ * 2 : 256;
      void* grown = realloc(data_, capacity * sizeof(T));
      if (grown == nullptr) return false;
      data_ = static_cast<T*>(grown);
      capacity_ = capacity;
    }
    data_[size_++] = item;
    return true;
  }
  T Pop() { return data_[--size_]; }
  void Clear() { size_ = 0; }
  void Resize(size_t size) { size_ = size; }  // smaller only
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t i) { return data_[i]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }

 private:
  T* data_ = nullptr;
  size_t size_ = 0, capacity_ = 0;
};

using ObjectArray = PlainArray<Object*>;

// An object whose count was copied.
struct Candidate {
  Object* object;
  uint32_t* entry;
};
using CandidateArray = PlainArray<Candidate>;

// Copied reference counts of the candidates, beside the pages: 4 bytes a block, made for the pages
// that have candidates only. One table at a time.
class CandidateTable {
 public:
  // An entry: count * kUnit | kPresent | kReachable; 0: no candidate.
  static constexpr uint32_t kReachable = 1;
  static constexpr uint32_t kPresent = 2;
  static constexpr uint32_t kUnit = 4;

  explicit CandidateTable(Heap* heap) : heap_(heap) {}
  ~CandidateTable();
  CandidateTable(const CandidateTable&) = delete;
  CandidateTable& operator=(const CandidateTable&) = delete;

  // Null: out of memory.
  uint32_t* Add(Object* object);
  // Null: no candidate.
  uint32_t* Find(Value value) {
    if (!value.IsPointer()) return nullptr;
    uint64_t offset = value.bits - heap_->base;
    if (offset >= heap_->top << kPageShift) return nullptr;
    const CandidatePage& page = heap_->candidates[offset >> kPageShift];
    if (page.counts == nullptr) return nullptr;
    uint64_t block = ((offset & (kPageSize - 1)) * page.reciprocal) >> 32;
    uint32_t* entry = page.counts + block;
    return *entry == 0 ? nullptr : entry;
  }

 private:
  bool OpenPage(uint64_t page);

  Heap* heap_;
  PlainArray<uint64_t> touched_;
};

// 0, 1, 2; a frozen object is of none (3).
int GenerationOf(const Heap* heap, const Object* object);
// Pushes the living, tracked containers of generations 0 .. generation. False: out of memory.
bool GatherObjects(Heap* heap, int generation, ObjectArray* objects);
// The same with their counts.
bool GatherCandidates(Heap* heap, int generation, CandidateTable* table,
                      CandidateArray* candidates);
// One generation up for what survived.
void PromoteObject(Heap* heap, Object* object, int collected_generation);
// Forgets the pages with objects of generation 0 (1), once these were gathered and promoted.
void ResetYoungPages(Heap* heap);
void ResetMiddlePages(Heap* heap);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_HEAP_COLLECTOR_H_
