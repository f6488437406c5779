// How a callable is named in messages about a call of it.

#ifndef POLYGIL_RUNTIME_PROTOCOL_CALLABLE_TEXT_H_
#define POLYGIL_RUNTIME_PROTOCOL_CALLABLE_TEXT_H_

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

// "module.qualname()", without the module for builtins; str(callable) if it has no __qualname__.
Owned CallableText(Value callable);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_PROTOCOL_CALLABLE_TEXT_H_
