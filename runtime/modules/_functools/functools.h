// The parts of _functools, by file.

#ifndef POLYGIL_RUNTIME_MODULES_FUNCTOOLS_FUNCTOOLS_H_
#define POLYGIL_RUNTIME_MODULES_FUNCTOOLS_FUNCTOOLS_H_

#include "runtime/modules/native_type.h"

namespace polygil {

bool AddPartial(Value module);     // partial.cc
bool AddLruCache(Value module);    // lru_cache.cc
bool ReadyKeyWrapper();            // cmp_to_key.cc
Owned CmpToKey(Value module, const Value* args);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_FUNCTOOLS_FUNCTOOLS_H_
