// Which objects of a message were written before, and under which number.
//
// Numbers count the objects that are marked kNumbered, in the order in which the *reader* has them in hand:
// containers and instances before their contents, all other objects after them. Objects that only their
// container refers to can't come up again and are never numbered.
#ifndef POLYGIL_MP_SERIAL_MEMO_H_
#define POLYGIL_MP_SERIAL_MEMO_H_

#include <cstdint>
#include <cstdlib>

#include "runtime/object/value.h"

namespace polygil {

class SerialMemo {
 public:
  static constexpr uint32_t kAbsent = ~uint32_t{0};

  SerialMemo() = default;
  SerialMemo(const SerialMemo&) = delete;
  SerialMemo& operator=(const SerialMemo&) = delete;
  ~SerialMemo() { free(entries_); }

  uint32_t Find(Value v) const {
    if (count_ == 0) return kAbsent;
    for (uint32_t i = Start(v.bits);; i = (i + 1) & mask_) {
      if (entries_[i].bits == v.bits) return entries_[i].number;
      if (entries_[i].bits == 0) return kAbsent;
    }
  }

  // Gives the object the next number. False: no memory.
  bool Add(Value v) {
    if (count_ * 2 >= capacity_ && !Grow()) return false;
    Entry* entry = Place(v.bits);
    if (entry->bits == 0) ++count_;
    *entry = {v.bits, next_++};
    return true;
  }

 private:
  struct Entry {
    uint64_t bits;
    uint32_t number;
  };

  uint32_t Start(uint64_t bits) const {
    return static_cast<uint32_t>((bits >> 4) * 0x9E3779B97F4A7C15u >> 32) & mask_;
  }
  Entry* Place(uint64_t bits) const {
    uint32_t i = Start(bits);
    while (entries_[i].bits != 0 && entries_[i].bits != bits) i = (i + 1) & mask_;
    return &entries_[i];
  }
  bool Grow() {
    Entry* old = entries_;
    uint32_t old_capacity = capacity_;
    uint32_t capacity = old_capacity == 0 ? 64 : old_capacity * 2;
    auto* grown = static_cast<Entry*>(calloc(capacity, sizeof(Entry)));
    if (grown == nullptr) return false;
    entries_ = grown, capacity_ = capacity, mask_ = capacity - 1;
    for (uint32_t i = 0; i < old_capacity; ++i) {
      if (old[i].bits != 0) *Place(old[i].bits) = old[i];
    }
    free(old);
    return true;
  }

  Entry* entries_ = nullptr;
  uint32_t capacity_ = 0, mask_ = 0, count_ = 0, next_ = 0;
};

}  // namespace polygil

#endif  // POLYGIL_MP_SERIAL_MEMO_H_
