// Encoding and decoding of str objects: the engines of runtime/base/codec with the error handlers of
// PEP 293, built-in and registered. GIL held; custom handlers run Python code.
//
// `errors` is the name of an error handler, null meaning "strict".

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_CODEC_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_CODEC_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

Owned EncodeUtf8Strict(Value s);  // bytes
Owned EncodeUtf8WithErrors(Value s, const char* errors);
Owned DecodeUtf8WithErrors(const uint8_t* data, int64_t size, const char* errors);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_CODEC_H_
