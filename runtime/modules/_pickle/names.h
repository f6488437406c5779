// Finding classes and functions by dotted names, for both directions.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_NAMES_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_NAMES_H_

#include "runtime/modules/native_type.h"

namespace polygil::pickle {

// AttributeError if the name goes through a function's locals. `object` may be empty.
bool CheckNoLocals(Value object, Value dotted_name);
// The attribute at the end of a dotted name; *parent is what holds it, *last_name its own name.
Owned FindDotted(Value object, Value dotted_name, Handle* parent, Handle* last_name);
// v.__module__, or the name of a module that has `v` under `dotted_name`, or "__main__".
Owned WhichModule(Value v, Value dotted_name);
// sys.modules[name] of an imported module.
Owned ImportedModule(Value name);

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_NAMES_H_
