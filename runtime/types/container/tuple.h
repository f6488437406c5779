// tuple.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_TUPLE_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_TUPLE_H_

#include <cstdint>
#include <initializer_list>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Tuple : VarObject {
  Value items[];
};
struct TupleIterator : Object {
  int64_t index;
  Value tuple;        // empty once exhausted
};
extern Type TupleType, TupleIteratorType;
Owned TupleNew(int64_t size);                        // items empty; the caller fills them all
Owned TupleFrom(const Value* items, int64_t size);   // retains
Owned TupleOf(std::initializer_list<Value> items);   // retains
Owned TupleAdopt(const Value* items, int64_t size);  // consumes the references, also on failure
// After items of a tuple were replaced: the collector need not look at a tuple of atoms.
void TupleUpdateTracking(Value tuple);
Owned TupleEmpty();
inline int64_t TupleSize(Value v) { return v.As<Tuple>()->size; }
inline Value TupleAt(Value v, int64_t i) { return v.As<Tuple>()->items[i]; }
// Fills an item of a fresh tuple, consuming the reference.
inline void TupleInit(Value v, int64_t i, Owned item) { v.As<Tuple>()->items[i] = item.Peek(); }

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_TUPLE_H_
