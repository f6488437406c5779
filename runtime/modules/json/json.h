// _json: strings, the scanner and the encoder below the json package.

#ifndef POLYGIL_RUNTIME_MODULES_JSON_JSON_H_
#define POLYGIL_RUNTIME_MODULES_JSON_JSON_H_

#include "runtime/base/jsontext/text.h"
#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/text/str.h"

namespace polygil {

extern Type JsonScannerType, JsonEncoderType;
bool InitJsonScannerType();
bool InitJsonEncoderType();

// module.encode_basestring and encode_basestring_ascii: rows that the encoder knows by address.
extern const MethodDef kJsonFunctions[];
Owned JsonEncodeString(Value module, Value str);
Owned JsonEncodeStringAscii(Value module, Value str);

inline jsontext::Text JsonText(Value str) {
  const Str* s = str.As<Str>();
  return {s->data, static_cast<size_t>(s->size), s->kind()};
}

// The literal of a str; with `ascii`, other characters are escaped. Appends it to `out`.
bool JsonAppendString(StrBuilder* out, Value str, bool ascii);
// Reads a string whose opening quote stands before `begin`; *stop is behind the closing one.
Owned JsonScanString(Value document, int64_t begin, bool strict, int64_t* stop);
// Raises json.JSONDecodeError(message, document, position).
Raised RaiseJsonError(const char* message, Value document, int64_t position);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_JSON_JSON_H_
