// Iterators over anything: by __getitem__, by calling, backwards, and the builtins enumerate, map,
// filter and zip.

#ifndef POLYGIL_RUNTIME_TYPES_ITERATOR_ITERATOR_H_
#define POLYGIL_RUNTIME_TYPES_ITERATOR_ITERATOR_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/iterator/sequence_iterator.h"

namespace polygil {

extern Type SequenceIteratorType, CallableIteratorType, ReversedType;
extern Type EnumerateType, MapType, FilterType, ZipType;

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_ITERATOR_ITERATOR_H_
