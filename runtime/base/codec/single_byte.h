// ASCII, Latin-1 and encodings given by a table of 256 code points.

#ifndef POLYGIL_RUNTIME_BASE_CODEC_SINGLE_BYTE_H_
#define POLYGIL_RUNTIME_BASE_CODEC_SINGLE_BYTE_H_

#include <stdint.h>

#include "runtime/base/codec/codec.h"

namespace polygil {

// Latin-1 decodes by widening; there is nothing that could be wrong.
CodecStatus DecodeAscii(const uint8_t* data, int64_t size, int64_t* position, CodePointBuffer* out,
                        CodecError* error);
CodecStatus EncodeAscii(const TextView& text, int64_t* position, ByteBuffer* out,
                        CodecError* error);
CodecStatus EncodeLatin1(const TextView& text, int64_t* position, ByteBuffer* out,
                         CodecError* error);

// Stands for a byte without meaning in a decoding table.
inline constexpr char32_t kCharmapUndefined = 0xfffe;

// codecs.charmap_decode with a string as its table, of any length.
CodecStatus DecodeCharmap(const uint8_t* data, int64_t size, const TextView& table,
                          int64_t* position, CodePointBuffer* out, CodecError* error);

// codecs.charmap_build: a decoding table turned around.
class Charmap {
 public:
  explicit Charmap(const TextView& table);

  // The byte of a code point, or -1.
  int Find(char32_t c) const;

 private:
  struct Entry {
    char32_t code;
    uint8_t byte;
  };
  Entry entries_[256];
  int count_ = 0;
};

CodecStatus EncodeCharmap(const TextView& text, const Charmap& map, int64_t* position,
                          ByteBuffer* out, CodecError* error);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_CODEC_SINGLE_BYTE_H_
