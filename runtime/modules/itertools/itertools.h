// The iterator types of itertools, by file. Each function adds its types to the module.

#ifndef POLYGIL_RUNTIME_MODULES_ITERTOOLS_ITERTOOLS_H_
#define POLYGIL_RUNTIME_MODULES_ITERTOOLS_ITERTOOLS_H_

#include "runtime/modules/native_type.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

extern Type ChainType, IsliceType;

bool AddChain(Value module);           // chain.cc: chain, starmap
bool AddFilters(Value module);         // filters.cc: compress, filterfalse, takewhile, dropwhile
bool AddCounters(Value module);        // counters.cc: count, repeat, cycle
bool AddAccumulate(Value module);      // accumulate.cc
bool AddIslice(Value module);          // islice.cc
bool AddZipLongest(Value module);      // zip_longest.cc: zip_longest, pairwise
bool AddGroupBy(Value module);         // groupby.cc
bool AddTee(Value module);             // tee.cc
Owned Tee(Value module, const Value* args, size_t nargs);
bool AddProduct(Value module);         // product.cc
bool AddCombinations(Value module);    // combinations.cc: with and without replacement
bool AddPermutations(Value module);    // permutations.cc

// A type of itertools: iterates over itself, collected, may be subclassed.
inline bool AddIteratorType(Value module, Type* type, const char* name, size_t basic_size,
                            UnarySlot next, NewSlot make, const MethodDef* methods,
                            const char* doc) {
  type->slots.iterate = Retain;
  type->slots.next = next;
  type->slots.new_instance = make;
  return AddType(module, {.type = type,
                          .name = name,
                          .basic_size = static_cast<uint32_t>(basic_size),
                          .flags = kTypeBase | kTypeGc,
                          .methods = methods,
                          .doc = doc});
}

// (type(self), args), (type(self), args, state); the arguments are consumed.
inline Owned ReduceTo(Value self, Owned args) {
  Handle held = TRY(args);
  return TupleOf({Value::Pointer(TypeOf(self)), held});
}
inline Owned ReduceTo(Value self, Owned args, Owned state) {
  Handle held_state = state;
  Handle held = TRY(args);
  if (!held_state) return {};
  return TupleOf({Value::Pointer(TypeOf(self)), held, held_state});
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_ITERTOOLS_ITERTOOLS_H_
