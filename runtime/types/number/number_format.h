// format() of numbers.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_NUMBER_FORMAT_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_NUMBER_FORMAT_H_

#include "runtime/object/ownership.h"

namespace polygil {

// int.__format__, float.__format__, complex.__format__; `spec` must be a str, else TypeError.
Owned IntFormat(Value self, Value spec);
Owned FloatFormatMethod(Value self, Value spec);
Owned ComplexFormat(Value self, Value spec);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_NUMBER_FORMAT_H_
