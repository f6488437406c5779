// Strings of JSON, from and to str.

#include "runtime/base/jsontext/escape.h"
#include "runtime/base/jsontext/scan.h"
#include "runtime/modules/json/json.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {

Raised RaiseJsonError(const char* message, Value document, int64_t position) {
  Handle name = TRY(StrInternUtf8("json.decoder"));
  Handle package = TRY(Call(CurrentInterpreter()->import_function, {name}));
  Handle decoder = TRY(GetAttribute(package, "decoder"));
  Handle type = TRY(GetAttribute(decoder, "JSONDecodeError"));
  Handle text = TRY(StrFromUtf8(message));
  Handle where = TRY(IntFromInt64(position));
  Handle error = TRY(Call(type, {text, document, where}));
  return RaiseInstance(error.Release());
}

Owned JsonScanString(Value document, int64_t begin, bool strict, int64_t* stop) {
  jsontext::Text text = JsonText(document);
  auto from = static_cast<size_t>(begin);
  jsontext::StringScan scan = jsontext::ScanString(text, from, strict);
  if (scan.error != jsontext::StringError::kNone) [[unlikely]]
    return RaiseJsonError(jsontext::StringErrorText(scan.error), document,
                          static_cast<int64_t>(scan.error_position));
  *stop = static_cast<int64_t>(scan.stop);
  if (!scan.has_escapes && scan.length < 2) return StrSubstring(document, begin, *stop - 1);
  if (scan.length == 0) return StrEmpty();
  Handle result = TRY(StrNew(static_cast<int64_t>(scan.length), scan.most));
  jsontext::DecodeString(text, from, scan, StrUnits(result), result.As<Str>()->kind());
  return result.Release();
}

namespace {

// The literal as a str of its own; `size` is what MeasureEscaped said.
Owned Escaped(Value str, bool ascii, size_t size) {
  Handle result = TRY(StrNew(static_cast<int64_t>(size), ascii ? 0x7f : StrMaximum(str)));
  jsontext::WriteEscaped(JsonText(str), ascii, StrUnits(result));
  return result.Release();
}

Fallible<size_t> Measure(Value str, bool ascii) {
  size_t size = jsontext::MeasureEscaped(JsonText(str), ascii);
  if (size == 0) return Raise(&OverflowErrorType, "string is too long to escape");
  return size;
}

Owned EncodeString(Value str, bool ascii) {
  if (!IsStr(str))
    return Raise(&TypeErrorType, "first argument must be a string, not %.80s", TypeName(str));
  size_t size = TRY(Measure(str, ascii));
  return Escaped(str, ascii, size);
}

Owned JsonScanStringFunction(Value, const Value* args, size_t nargs) {
  if (nargs < 2)
    return Raise(&TypeErrorType, "scanstring() missing required argument '%s' (pos %d)",
                 nargs == 0 ? "string" : "end", static_cast<int>(nargs + 1));
  int64_t end = TRY(IndexExact(args[1], &OverflowErrorType));
  bool strict = nargs < 3 || TRY(IsTrue(args[2]));
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "first argument must be a string, not %.80s", TypeName(args[0]));
  if (end < 0 || end > StrLength(args[0])) return Raise(&ValueErrorType, "end is out of bounds");
  int64_t stop;
  Handle text = TRY(JsonScanString(args[0], end, strict, &stop));
  return TupleOf({text, Value::Int(stop)});
}

}  // namespace

bool JsonAppendString(StrBuilder* out, Value str, bool ascii) {
  size_t size = TRY(Measure(str, ascii));
  if (size == static_cast<size_t>(StrLength(str)) + 2)
    return out->Append('"') && out->Append(str) && out->Append('"');
  Handle literal = TRY(Escaped(str, ascii, size));
  return out->Append(literal.Get());
}

Owned JsonEncodeString(Value, Value str) { return EncodeString(str, false); }
Owned JsonEncodeStringAscii(Value, Value str) { return EncodeString(str, true); }

extern constexpr MethodDef kJsonFunctions[] = {
    PY_FUNCTION(_json, encode_basestring_ascii, OneArg(JsonEncodeStringAscii),
                "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON "
                "representation of a Python string"),
    PY_FUNCTION(_json, encode_basestring, OneArg(JsonEncodeString),
                "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python "
                "string"),
    PY_FUNCTION(_json, scanstring, Positional(JsonScanStringFunction, 0, 3),
                "scanstring(string, end, strict=True) -> (string, end)\n\nDecode the JSON string "
                "whose opening quote stands before end. With strict,\ncontrol characters are "
                "forbidden."),
    {}};

}  // namespace polygil
