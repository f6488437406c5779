// Finds and decodes the pieces of a JSON text: the engine below _json.scanstring
// and _json.make_scanner (Library Reference, json).
//
// A string is read in two steps, so that the caller can make a str of the right
// size and width between them: ScanString finds its end and measures it,
// DecodeString writes it.

#ifndef POLYGIL_RUNTIME_BASE_JSONTEXT_SCAN_H_
#define POLYGIL_RUNTIME_BASE_JSONTEXT_SCAN_H_

#include <cstddef>
#include <cstdint>

#include "runtime/base/jsontext/text.h"

namespace polygil::jsontext {

// All are json.JSONDecodeError(text, document, position).
enum class StringError : uint8_t {
  kNone,
  kUnterminated,
  kControlCharacter,
  kEscape,
  kUnicodeEscape,
};

struct StringScan {
  StringError error = StringError::kNone;
  size_t error_position = 0;
  size_t stop = 0;           // after the closing quote
  size_t length = 0;         // characters of the decoded string
  uint32_t most = 0;         // an upper bound of them, in the same class of width:
                             // below 128, 256, 65536 or above
  bool has_escapes = false;  // if not, [begin, stop - 1) is the string itself
};

// `begin` is after the opening quote, at most text.length. `strict` forbids
// control characters.
StringScan ScanString(const Text& text, size_t begin, bool strict);

// Writes scan.length characters of `out_width` bytes (enough for scan.most). The
// scan must have succeeded with the same text and begin.
void DecodeString(const Text& text, size_t begin, const StringScan& scan, void* out, int out_width);

const char* StringErrorText(StringError error);

struct NumberScan {
  size_t stop = 0;  // equals the start if there is no number
  bool is_float = false;
};

// A number by JSON's grammar. NaN and Infinity are the caller's business.
NumberScan ScanNumber(const Text& text, size_t begin);

// The first place from `at` on that is no blank, tab, newline or return.
size_t SkipSpace(const Text& text, size_t at);

}  // namespace polygil::jsontext

#endif  // POLYGIL_RUNTIME_BASE_JSONTEXT_SCAN_H_
