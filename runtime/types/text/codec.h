// Encoding and decoding of str objects: the engines of runtime/base/codec with the error handlers of
// PEP 293, built-in and registered. GIL held; custom handlers run Python code.
//
// `errors` is the name of an error handler, null meaning "strict"; `encoding` null means UTF-8.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_CODEC_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_CODEC_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

// The encodings that need no codec registry.
enum class TextEncoding : uint8_t {
  kUtf8, kUtf7, kUtf16, kUtf16Little, kUtf16Big, kUtf32, kUtf32Little, kUtf32Big,
  kLatin1, kAscii, kUnicodeEscape, kRawUnicodeEscape, kNone,
};
// By any usual spelling ("UTF-8", "utf8", "latin_1"); kNone: ask the registry.
TextEncoding FindTextEncoding(const char* name);

// -- By name: str.encode, bytes.decode, str(object, encoding, errors) -------------------------------
Owned EncodeStr(Value s, const char* encoding, const char* errors);  // bytes
Owned DecodeBytes(const uint8_t* data, int64_t size, const char* encoding, const char* errors);
// Any bytes-like object. TypeError for str and what is no buffer.
Owned DecodeObject(Value object, const char* encoding, const char* errors);

// -- Single encodings (the functions of _codecs) ---------------------------------------------------
Owned EncodeWith(TextEncoding encoding, Value s, const char* errors);  // bytes
struct DecodeRequest {
  TextEncoding encoding;
  const uint8_t* data;
  int64_t size;
  const char* errors = nullptr;
  bool final = true;      // an unfinished sequence at the end is an error
  int64_t consumed = 0;   // out: bytes used
  int byte_order = 0;     // kUtf16, kUtf32: in and out, -1 little, 1 big, 0 not known yet
};
Owned DecodeWith(DecodeRequest* request);  // str

Owned EncodeUtf8Strict(Value s);  // bytes
Owned EncodeUtf8WithErrors(Value s, const char* errors);
Owned DecodeUtf8WithErrors(const uint8_t* data, int64_t size, const char* errors);

// codecs.charmap_decode and charmap_encode: a str, a mapping, or (empty) Latin-1.
Owned CharmapDecode(const uint8_t* data, int64_t size, Value mapping_or_empty, const char* errors);
Owned CharmapEncode(Value s, Value mapping_or_empty, const char* errors);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_CODEC_H_
