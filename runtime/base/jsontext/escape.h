// Writes a str as a JSON string literal: the engine below
// _json.encode_basestring and encode_basestring_ascii.
//
// In two steps: MeasureEscaped tells the size, WriteEscaped fills it.

#ifndef POLYGIL_RUNTIME_BASE_JSONTEXT_ESCAPE_H_
#define POLYGIL_RUNTIME_BASE_JSONTEXT_ESCAPE_H_

#include <cstddef>

#include "runtime/base/jsontext/text.h"

namespace polygil::jsontext {

// Characters of the literal, quotes and all; 0 if they are too many:
// OverflowError("string is too long to escape"). With `ascii`, everything but
// printable ASCII is escaped. text.length + 2 means that nothing is.
size_t MeasureEscaped(const Text& text, bool ascii);

// Writes the literal: characters of 1 byte with `ascii`, else of text.width.
void WriteEscaped(const Text& text, bool ascii, void* out);

}  // namespace polygil::jsontext

#endif  // POLYGIL_RUNTIME_BASE_JSONTEXT_ESCAPE_H_
