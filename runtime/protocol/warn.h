// Warnings about an object, which tracemalloc can tell the origin of.

#ifndef POLYGIL_RUNTIME_PROTOCOL_WARN_H_
#define POLYGIL_RUNTIME_PROTOCOL_WARN_H_

#include "runtime/object/type.h"
#include "runtime/object/value.h"

namespace polygil {

// warnings.warn(message, category, source=source), as Warn() of raise.h; false if it was turned
// into an exception.
bool WarnWithSource(Type* category, Value source, const char* format, ...);

// A coroutine ends without having run: warnings._warn_unawaited_coroutine(coroutine), which knows its
// origin, or the plain warning. Exceptions are reported as unraisable.
void WarnNeverAwaited(Value coroutine, Value qualname);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_PROTOCOL_WARN_H_
