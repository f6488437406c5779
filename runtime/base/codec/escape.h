// unicode_escape, raw_unicode_escape, and the escapes of bytes literals.

#ifndef POLYGIL_RUNTIME_BASE_CODEC_ESCAPE_H_
#define POLYGIL_RUNTIME_BASE_CODEC_ESCAPE_H_

#include <stdint.h>

#include "runtime/base/codec/codec.h"

namespace polygil {

// Where the first escape stands that is kept as it is and deserves a
// DeprecationWarning: the position of the character behind the backslash, or -1.
// It is never set back.
using InvalidEscape = int64_t;

// Bytes outside ASCII are Latin-1.
CodecStatus DecodeUnicodeEscape(const uint8_t* data, int64_t size, bool final, int64_t* position,
                                CodePointBuffer* out, CodecError* error, InvalidEscape* invalid);
CodecStatus DecodeRawUnicodeEscape(const uint8_t* data, int64_t size, bool final, int64_t* position,
                                   CodePointBuffer* out, CodecError* error);

// These never fail but for memory.
bool EncodeUnicodeEscape(const TextView& text, ByteBuffer* out);
bool EncodeRawUnicodeEscape(const TextView& text, ByteBuffer* out);

// The text of the warning, e.g. "invalid escape sequence '\q'"; `at` points to
// the character behind the backslash. At most 48 characters.
void InvalidEscapeText(char* out, const uint8_t* at);

// codecs.escape_decode. Its errors are ValueErrors: "Trailing \ in string" and
// "invalid \x escape at position N" (N is CodecError::start).
CodecStatus DecodeBytesEscape(const uint8_t* data, int64_t size, int64_t* position, ByteBuffer* out,
                              CodecError* error, InvalidEscape* invalid);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_CODEC_ESCAPE_H_
