// What _pickle knows of other modules: the registries of copyreg, the names of Python 2, and
// functions that pickles refer to. One object per interpreter, in its module_state.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_STATE_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_STATE_H_

#include "runtime/modules/native_type.h"

namespace polygil::pickle {

struct PickleState : Object {
  Value dispatch_table;      // copyreg: dict type -> function
  Value extension_registry;  // copyreg: dict (module, name) -> code
  Value inverted_registry;   // copyreg: dict code -> (module, name)
  Value extension_cache;     // copyreg: dict code -> object
  Value name_mapping, import_mapping;                  // _compat_pickle, Python 2 to 3
  Value reverse_name_mapping, reverse_import_mapping;  // and 3 to 2
  Value encode;   // codecs.encode
  Value partial;  // functools.partial
  Value getattr;  // builtins.getattr
};

// The state of the interpreter, borrowed; made by the first import. Null: raised.
PickleState* CurrentPickleState();
bool InitPickleState();

extern Type PickleErrorType, PicklingErrorType, UnpicklingErrorType;

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_STATE_H_
