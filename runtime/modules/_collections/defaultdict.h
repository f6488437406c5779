// collections.defaultdict: a dict whose __missing__ makes values.

#ifndef POLYGIL_RUNTIME_MODULES_COLLECTIONS_DEFAULTDICT_H_
#define POLYGIL_RUNTIME_MODULES_COLLECTIONS_DEFAULTDICT_H_

#include <cstddef>

#include "runtime/object/ownership.h"

namespace polygil {

bool AddDefaultDict(Value module);   // defaultdict.cc
bool AddTupleGetter(Value module);   // tuplegetter.cc: what namedtuple fields are
// _count_elements(mapping, iterable): count_elements.cc
Owned CountElements(Value module, const Value* args, size_t nargs);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_COLLECTIONS_DEFAULTDICT_H_
