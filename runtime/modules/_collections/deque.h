// collections.deque: a ring buffer. Item i is items[(head + i) & mask].

#ifndef POLYGIL_RUNTIME_MODULES_COLLECTIONS_DEQUE_H_
#define POLYGIL_RUNTIME_MODULES_COLLECTIONS_DEQUE_H_

#include <cstdint>

#include "runtime/modules/native_type.h"

namespace polygil {

struct Deque : Object {
  Value* items;      // raw block of mask + 1, or null
  int64_t mask;      // -1 without a block
  int64_t head, size;
  int64_t maximum;   // -1: unbounded
  uint64_t version;  // changes when items come, go or move: iterators notice
};

extern Type DequeType;

inline Value DequeAt(const Deque* deque, int64_t i) {
  return deque->items[(deque->head + i) & deque->mask];
}
inline Value* DequePlace(Deque* deque, int64_t i) {
  return &deque->items[(deque->head + i) & deque->mask];
}

// Room for one more at either end.
bool DequeGrow(Deque* deque);
// Both retain the item and keep to the maximum.
bool DequeAppend(Deque* deque, Value item);
bool DequeAppendLeft(Deque* deque, Value item);
// Owned; not empty.
Owned DequePop(Deque* deque);
Owned DequePopLeft(Deque* deque);
void DequeClear(Deque* deque);
bool DequeExtend(Value deque, Value iterable, bool left);
void DequeRotate(Deque* deque, int64_t count);
// Takes item i out.
Owned DequeTake(Deque* deque, int64_t i);
Owned DequeCopy(Value deque);

Raised RaiseDequeMutated();

// deque_methods.cc, deque_iterator.cc
extern const MethodDef kDequeMethods[];
Owned DequeIterate(Value deque);
Owned DequeReversed(Value deque);
bool AddDequeIterators(Value module);
// deque.cc
bool AddDeque(Value module);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_COLLECTIONS_DEQUE_H_
