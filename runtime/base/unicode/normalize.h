// The normal forms of Unicode (UAX #15).

#ifndef POLYGIL_RUNTIME_BASE_UNICODE_NORMALIZE_H_
#define POLYGIL_RUNTIME_BASE_UNICODE_NORMALIZE_H_

#include <stdint.h>

#include "runtime/base/unicode/code_point_buffer.h"
#include "runtime/base/unicode/database.h"
#include "runtime/base/unicode/text_view.h"

namespace polygil {

enum class NormalForm : uint8_t { kNfd, kNfc, kNfkd, kNfkc };

// A single pass that knows most normalised texts: true means that Normalize()
// would not change the text, false that it may.
bool IsSurelyNormalized(NormalForm form, const TextView& text);

// Appends the normal form of `text` to `out`; false when memory runs out.
bool Normalize(NormalForm form, const TextView& text, CodePointBuffer* out,
               UnicodeVersion version = UnicodeVersion::k14_0_0);

// Identifiers are compared in NFKC (PEP 3131).
inline bool NormalizeNfkc(const TextView& text, CodePointBuffer* out) {
  return Normalize(NormalForm::kNfkc, text, out);
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_UNICODE_NORMALIZE_H_
