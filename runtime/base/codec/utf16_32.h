// UTF-16 and UTF-32 of a given byte order. Byte order marks are the caller's:
// DetectByteOrder tells what one says.

#ifndef POLYGIL_RUNTIME_BASE_CODEC_UTF16_32_H_
#define POLYGIL_RUNTIME_BASE_CODEC_UTF16_32_H_

#include <stdint.h>

#include "runtime/base/codec/codec.h"

namespace polygil {

enum class ByteOrder : uint8_t { kLittle, kBig };

// `unit` is 2 or 4 bytes. Returns how many bytes the mark takes (0 without one,
// which leaves `*order` as it is).
int DetectByteOrder(const uint8_t* data, int64_t size, int unit, ByteOrder* order);

CodecStatus DecodeUtf16(const uint8_t* data, int64_t size, ByteOrder order, bool final,
                        int64_t* position, CodePointBuffer* out, CodecError* error);
CodecStatus EncodeUtf16(const TextView& text, ByteOrder order, int64_t* position, ByteBuffer* out,
                        CodecError* error);

CodecStatus DecodeUtf32(const uint8_t* data, int64_t size, ByteOrder order, bool final,
                        int64_t* position, CodePointBuffer* out, CodecError* error);
CodecStatus EncodeUtf32(const TextView& text, ByteOrder order, int64_t* position, ByteBuffer* out,
                        CodecError* error);

// One unit in a byte order, surrogates included; returns the end.
uint8_t* WriteUtf16(uint8_t* out, char32_t c, ByteOrder order);
uint8_t* WriteUtf32(uint8_t* out, char32_t c, ByteOrder order);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_CODEC_UTF16_32_H_
