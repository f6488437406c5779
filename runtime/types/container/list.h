// list.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_LIST_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_LIST_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct List : Object {
  int64_t size;
  int64_t capacity;   // -1 while sort() runs, to notice mutation
  Value* items;       // raw block
};
struct ListIterator : Object {
  int64_t index;
  Value list;         // empty once exhausted
};
extern Type ListType, ListIteratorType;
Owned ListNew(int64_t size_hint = 0);                // empty list with room
Owned ListFrom(const Value* items, int64_t size);    // retains
inline int64_t ListSize(Value v) { return v.As<List>()->size; }
inline Value ListAt(Value v, int64_t i) { return v.As<List>()->items[i]; }
bool ListAppend(Value list, Value item);             // retains
bool ListAppendOwned(Value list, Owned item);        // consumes, also on failure
bool ListInsert(Value list, int64_t index, Value item);
bool ListExtend(Value list, Value iterable);
bool ListSort(Value list, Value key_or_none, bool reverse);
Owned ListToTuple(Value list);
bool ListReverse(Value list);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_LIST_H_
