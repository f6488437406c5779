// Context variables (PEP 567). A Context maps variables to values through a dict that contexts share
// until one of them changes it, so that copying costs nothing.

#ifndef POLYGIL_RUNTIME_MODULES_CONTEXTVARS_CONTEXT_H_
#define POLYGIL_RUNTIME_MODULES_CONTEXTVARS_CONTEXT_H_

#include "runtime/modules/native_type.h"

namespace polygil {

struct Context : Object {
  Value values;    // dict: ContextVar -> value; changed only while nobody else holds it
  Value previous;  // the context that was current before this one was entered, or empty
  bool entered;
};
extern Type ContextType;

// The calling thread's context, made if it has none. Borrowed; empty: MemoryError.
Value CurrentContext();
// A new context with the values of the current one.
Owned CopyContext(Value module);
// Removes the variable if the value is empty.
bool ContextAssign(Value context, Value variable, Value value_or_empty);

bool AddContext(Value module);     // context.cc
bool AddContextVar(Value module);  // context_var.cc
extern Type ContextVarType;

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_CONTEXTVARS_CONTEXT_H_
