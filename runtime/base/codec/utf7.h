// UTF-7 (RFC 2152).

#ifndef POLYGIL_RUNTIME_BASE_CODEC_UTF7_H_
#define POLYGIL_RUNTIME_BASE_CODEC_UTF7_H_

#include <stdint.h>

#include "runtime/base/codec/codec.h"

namespace polygil {

// With `final` not set an open shift sequence is left over as a whole.
CodecStatus DecodeUtf7(const uint8_t* data, int64_t size, bool final, int64_t* position,
                       CodePointBuffer* out, CodecError* error);

// Fails only without memory.
bool EncodeUtf7(const TextView& text, ByteBuffer* out);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_CODEC_UTF7_H_
