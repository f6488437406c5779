// Frozen modules: those of the library in the binary that are imported without sys.path
// (runtime/library). A module whose file is not the one that was compiled is not frozen: the path-based
// finder takes it then. Functions of _imp.

#ifndef POLYGIL_RUNTIME_MODULES__IMP_FROZEN_H_
#define POLYGIL_RUNTIME_MODULES__IMP_FROZEN_H_

#include <cstddef>

#include "runtime/object/ownership.h"

namespace polygil {

Owned FrozenNames(Value self);
Owned FrozenOverride(Value self, Value override);
Owned FrozenInfo(Value self, const Value* args);
Owned FrozenCode(Value self, const Value* args, size_t nargs);
Owned FrozenInit(Value self, Value name);
Owned FrozenIs(Value self, Value name);
Owned FrozenIsPackage(Value self, Value name);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__IMP_FROZEN_H_
