// The type objects of the built-in exceptions: TypeErrorType, KeyErrorType, ...
// ExceptionGroup is made at start-up, since it has two bases: ExceptionGroupType() of exception.h.

#ifndef POLYGIL_RUNTIME_TYPES_EXCEPTION_EXCEPTION_TYPES_H_
#define POLYGIL_RUNTIME_TYPES_EXCEPTION_EXCEPTION_TYPES_H_

#include "runtime/object/type.h"

namespace polygil {

#define EXCEPTION(name, base, layout) extern Type name##Type;
#include "runtime/types/exception/exceptions.def"

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_EXCEPTION_EXCEPTION_TYPES_H_
