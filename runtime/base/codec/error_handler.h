// The builtin error handlers of codecs (PEP 293, PEP 383), as far as they need no
// exception object. "strict" and registered handlers are the caller's.

#ifndef POLYGIL_RUNTIME_BASE_CODEC_ERROR_HANDLER_H_
#define POLYGIL_RUNTIME_BASE_CODEC_ERROR_HANDLER_H_

#include <stddef.h>
#include <stdint.h>

#include "runtime/base/codec/codec.h"

namespace polygil {

enum class ErrorHandler : uint8_t {
  kStrict,
  kIgnore,
  kReplace,
  kSurrogateEscape,
  kSurrogatePass,
  kBackslashReplace,
  kXmlCharRefReplace,
  kNameReplace,
  kOther,
};

// By the name that `errors=` gives.
ErrorHandler FindErrorHandler(const char* name, size_t length);

// Encodings that surrogatepass knows.
enum class UnicodeForm : uint8_t {
  kNone,
  kUtf8,
  kUtf16Little,
  kUtf16Big,
  kUtf32Little,
  kUtf32Big,
};
// By a codec's name, spelt in any of the ways that surrogatepass accepts.
UnicodeForm FindUnicodeForm(const char* encoding, size_t length);

// What a handler does about an error. `end` is where to go on.
struct ErrorReplacement {
  bool handled;  // False: the error is to be raised
  int64_t end;
};

// Appends the replacement to the decoded text.
ErrorReplacement HandleDecodeError(ErrorHandler handler, UnicodeForm form, const uint8_t* data,
                                   int64_t size, const CodecError& error, CodePointBuffer* out);

// Appends either bytes of the encoding to `bytes` (the surrogate handlers), or
// ASCII text that is still to be encoded to `replacement`. surrogateescape stops
// at the first code point that it can't map (`end` is there); it fails when that
// is the first.
ErrorReplacement HandleEncodeError(ErrorHandler handler, UnicodeForm form, const TextView& text,
                                   const CodecError& error, ByteBuffer* bytes,
                                   CodePointBuffer* replacement);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_CODEC_ERROR_HANDLER_H_
