// Iterators over anything: by __getitem__, by calling, backwards, and the builtins enumerate, map,
// filter and zip.

#ifndef POLYGIL_RUNTIME_TYPES_ITERATOR_ITERATOR_H_
#define POLYGIL_RUNTIME_TYPES_ITERATOR_ITERATOR_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

extern Type SequenceIteratorType, CallableIteratorType, ReversedType;
extern Type EnumerateType, MapType, FilterType, ZipType;

// iter(x) for an object with __getitem__ and without __iter__.
Owned SequenceIteratorNew(Value sequence);
// iter(callable, sentinel).
Owned CallableIteratorNew(Value callable, Value sentinel);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_ITERATOR_ITERATOR_H_
