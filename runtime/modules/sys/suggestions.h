#ifndef POLYGIL_RUNTIME_MODULES_SYS_SUGGESTIONS_H_
#define POLYGIL_RUNTIME_MODULES_SYS_SUGGESTIONS_H_

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

// The name an AttributeError or NameError may have meant; empty (nothing pending) if none is near.
Owned SuggestionFor(Value exception);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_SYS_SUGGESTIONS_H_
