// _warnings: the native part of the warnings machinery.

#ifndef POLYGIL_RUNTIME_MODULES__WARNINGS_WARNINGS_H_
#define POLYGIL_RUNTIME_MODULES__WARNINGS_WARNINGS_H_

#include "runtime/object/value.h"

namespace polygil {

// RuntimeHooks::warn.
bool WarnNative(Value category, Value message, int stack_level);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__WARNINGS_WARNINGS_H_
