// format() of numbers, and raising what is wrong with a format specification.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_NUMBER_FORMAT_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_NUMBER_FORMAT_H_

#include "runtime/base/formatspec/format_error.h"
#include "runtime/base/formatspec/format_spec.h"
#include "runtime/base/formatspec/formatted.h"
#include "runtime/object/ownership.h"

namespace polygil {

// int.__format__, float.__format__, complex.__format__; `spec` must be a str, else TypeError.
Owned IntFormat(Value self, Value spec);
Owned FloatFormatMethod(Value self, Value spec);
Owned ComplexFormat(Value self, Value spec);
// The str of a formatted number.
Owned StrFromFormatted(const Formatted& formatted);
// Makes the error of parsing or applying `spec` (text `spec_text`) to `subject` pending.
Raised RaiseFormatError(FormatError error, const FormatSpec& spec, Value spec_text, Value subject);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_NUMBER_FORMAT_H_
