// What the files of list share.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_LIST_INTERNAL_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_LIST_INTERNAL_H_

#include <cstdint>

#include "runtime/types/container/list.h"

namespace polygil {

// Room for `size` items, with CPython's over-allocation. False: MemoryError.
bool ListReserve(List* list, int64_t size);
// Gives memory back after items went.
void ListShrink(List* list);
// Empties the list and drops its items.
void ListClear(List* list);
// list[from:to] = value, or del without one; bounds are clipped.
bool ListAssignSlice(Value self, int64_t from, int64_t to, Value value_or_empty);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_LIST_INTERNAL_H_
