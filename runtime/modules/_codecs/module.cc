// _codecs: the codec registry and the codecs that `encodings` stands on.

#include <cstring>

#include "runtime/base/codec/escape.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/byte_construct.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/codec_registry.h"
#include "runtime/types/text/encoding_map.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// -- Arguments ------------------------------------------------------------------------------------

// A str as UTF-8 without NUL; `owner` keeps it.
bool ReadName(Value v, const char* function, Handle* owner, const char** out) {
  if (!IsStr(v))
    return Raise(&TypeErrorType, "%s() argument must be str, not %.50s", function,
                 v.IsNone() ? "None" : TypeName(v));
  return ReadCodecName(v, function, "", owner, out);
}

class Errors {
 public:
  // The errors parameter: a str, None or omitted. `position` counts from 1.
  bool Read(Value v, const char* function, int position) {
    if (!v || v.IsNone()) return true;
    if (!IsStr(v))
      return Raise(&TypeErrorType, "%s() argument %d must be str or None, not %.50s", function,
                   position, TypeName(v));
    return ReadCodecName(v, function, "errors", &owner_, &name_);
  }
  const char* name() const { return name_; }

 private:
  Handle owner_;
  const char* name_ = nullptr;
};

// Bytes-like data, or for some codecs a str, which stands for its UTF-8.
class Data {
 public:
  bool Read(Value v, bool takes_str) {
    if (!takes_str || !IsStr(v)) {
      if (!buffer_.Acquire(v)) return false;
      data = buffer_.data();
      size = buffer_.size();
      return true;
    }
    std::string_view text = TRY(StrAsUtf8(v, &owner_));
    data = reinterpret_cast<const uint8_t*>(text.data());
    size = static_cast<int64_t>(text.size());
    return true;
  }
  const uint8_t* data = nullptr;
  int64_t size = 0;

 private:
  ScopedBuffer buffer_;
  Handle owner_;
};

Owned Pair(Owned result, int64_t consumed) {
  Handle hold = result;
  if (!hold) return {};
  return TupleOf({hold, Value::Int(consumed)});
}

// -- The registry ---------------------------------------------------------------------------------

Owned Register(Value, Value search_function) {
  TRY_VOID(CodecRegister(search_function));
  return OwnNone();
}
Owned Unregister(Value, Value search_function) {
  TRY_VOID(CodecUnregister(search_function));
  return OwnNone();
}
Owned Lookup(Value, Value encoding) {
  Handle owner;
  const char* name;
  TRY_VOID(ReadName(encoding, "lookup", &owner, &name));
  return CodecLookup(name);
}
Owned LookupErrorFunction(Value, Value errors) {
  Handle owner;
  const char* name;
  TRY_VOID(ReadName(errors, "lookup_error", &owner, &name));
  return CodecLookupError(name);
}
Owned RegisterError(Value, const Value* args, size_t) {
  Handle owner;
  const char* name;
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "register_error() argument 1 must be str, not %.50s",
                 args[0].IsNone() ? "None" : TypeName(args[0]));
  TRY_VOID(ReadName(args[0], "register_error", &owner, &name));
  TRY_VOID(CodecRegisterError(name, args[1]));
  return OwnNone();
}

template <Owned (*kConvert)(Value, const char*, const char*)>
Owned Convert(const char* function, const Value* args) {
  Handle encoding_owner, errors_owner;
  const char *encoding, *errors;
  TRY_VOID(ReadCodecName(args[1], function, "encoding", &encoding_owner, &encoding) &&
           ReadCodecName(args[2], function, "errors", &errors_owner, &errors));
  return kConvert(args[0], encoding != nullptr ? encoding : "utf-8", errors);
}
Owned Encode(Value, const Value* args) { return Convert<CodecEncode>("encode", args); }
Owned Decode(Value, const Value* args) { return Convert<CodecDecode>("decode", args); }

// -- Single encodings -----------------------------------------------------------------------------

struct EncodingName {
  TextEncoding encoding;
  const char* encode;
  const char* decode;
};
constexpr EncodingName kUtf8 = {TextEncoding::kUtf8, "utf_8_encode", "utf_8_decode"};
constexpr EncodingName kUtf7 = {TextEncoding::kUtf7, "utf_7_encode", "utf_7_decode"};
constexpr EncodingName kUtf16 = {TextEncoding::kUtf16, "utf_16_encode", "utf_16_decode"};
constexpr EncodingName kUtf16Le = {TextEncoding::kUtf16Little, "utf_16_le_encode",
                                   "utf_16_le_decode"};
constexpr EncodingName kUtf16Be = {TextEncoding::kUtf16Big, "utf_16_be_encode",
                                   "utf_16_be_decode"};
constexpr EncodingName kUtf32 = {TextEncoding::kUtf32, "utf_32_encode", "utf_32_decode"};
constexpr EncodingName kUtf32Le = {TextEncoding::kUtf32Little, "utf_32_le_encode",
                                   "utf_32_le_decode"};
constexpr EncodingName kUtf32Be = {TextEncoding::kUtf32Big, "utf_32_be_encode",
                                   "utf_32_be_decode"};
constexpr EncodingName kLatin1 = {TextEncoding::kLatin1, "latin_1_encode", "latin_1_decode"};
constexpr EncodingName kAscii = {TextEncoding::kAscii, "ascii_encode", "ascii_decode"};
constexpr EncodingName kUnicodeEscape = {TextEncoding::kUnicodeEscape, "unicode_escape_encode",
                                         "unicode_escape_decode"};
constexpr EncodingName kRawUnicodeEscape = {TextEncoding::kRawUnicodeEscape,
                                            "raw_unicode_escape_encode",
                                            "raw_unicode_escape_decode"};

bool CheckText(Value v, const char* function) {
  if (IsStr(v)) return true;
  return Raise(&TypeErrorType, "%s() argument 1 must be str, not %.50s", function,
               v.IsNone() ? "None" : TypeName(v));
}

template <const EncodingName& kName>
Owned EncodeOne(Value, const Value* args, size_t nargs) {
  Errors errors;
  TRY_VOID(CheckText(args[0], kName.encode));
  TRY_VOID(errors.Read(nargs > 1 ? args[1] : Value::Empty(), kName.encode, 2));
  TextEncoding encoding = kName.encoding;
  if (nargs > 2) {
    int64_t order;
    TRY_VOID(ReadSize(args[2], &order));
    // With a byte order given there is no mark.
    if (order != 0)
      encoding = static_cast<TextEncoding>(static_cast<int>(encoding) + (order > 0 ? 2 : 1));
  }
  return Pair(EncodeWith(encoding, args[0], errors.name()), StrLength(args[0]));
}

bool ReadFinal(const Value* args, size_t nargs, size_t index, bool by_default, bool* out) {
  *out = by_default;
  if (nargs > index) *out = TRY(IsTrue(args[index]));
  return true;
}

// kFinal: whether the data are complete by default; kTakesStr: a str stands for its UTF-8.
template <const EncodingName& kName, bool kFinal, bool kTakesStr>
Owned DecodeOne(Value, const Value* args, size_t nargs) {
  Data data;
  Errors errors;
  DecodeRequest request{.encoding = kName.encoding, .data = nullptr, .size = 0};
  TRY_VOID(data.Read(args[0], kTakesStr) &&
           errors.Read(nargs > 1 ? args[1] : Value::Empty(), kName.decode, 2) &&
           ReadFinal(args, nargs, 2, kFinal, &request.final));
  request.data = data.data;
  request.size = data.size;
  request.errors = errors.name();
  Owned text = DecodeWith(&request);
  return Pair(text, request.consumed);
}

template <const EncodingName& kName>
Owned DecodeWithOrder(Value, const Value* args, size_t nargs) {
  Data data;
  Errors errors;
  DecodeRequest request{.encoding = kName.encoding, .data = nullptr, .size = 0};
  int64_t order = 0;
  TRY_VOID(data.Read(args[0], false) &&
           errors.Read(nargs > 1 ? args[1] : Value::Empty(), kName.decode, 2));
  if (nargs > 2) TRY_VOID(ReadSize(args[2], &order));
  TRY_VOID(ReadFinal(args, nargs, 3, false, &request.final));
  request.data = data.data;
  request.size = data.size;
  request.errors = errors.name();
  request.byte_order = order < 0 ? -1 : order > 0;
  Handle text = TRY(DecodeWith(&request));
  return TupleOf({text, Value::Int(request.consumed), Value::Int(request.byte_order)});
}

// -- Tables and escapes ---------------------------------------------------------------------------

Value MappingOf(const Value* args, size_t nargs) {
  return nargs > 2 && !args[2].IsNone() ? args[2] : Value::Empty();
}

Owned CharmapDecodeFunction(Value, const Value* args, size_t nargs) {
  Data data;
  Errors errors;
  TRY_VOID(data.Read(args[0], false) &&
           errors.Read(nargs > 1 ? args[1] : Value::Empty(), "charmap_decode", 2));
  return Pair(CharmapDecode(data.data, data.size, MappingOf(args, nargs), errors.name()),
              data.size);
}

Owned CharmapEncodeFunction(Value, const Value* args, size_t nargs) {
  Errors errors;
  TRY_VOID(CheckText(args[0], "charmap_encode") &&
           errors.Read(nargs > 1 ? args[1] : Value::Empty(), "charmap_encode", 2));
  return Pair(CharmapEncode(args[0], MappingOf(args, nargs), errors.name()), StrLength(args[0]));
}

Owned CharmapBuild(Value, Value map) {
  if (!IsStr(map))
    return Raise(&TypeErrorType, "charmap_build() argument must be str, not %.50s",
                 map.IsNone() ? "None" : TypeName(map));
  return EncodingMapNew(map);
}

// The escapes of bytes literals. Errors are about \x only.
Owned EscapeDecode(Value, const Value* args, size_t nargs) {
  Data data;
  Errors errors;
  TRY_VOID(data.Read(args[0], true) &&
           errors.Read(nargs > 1 ? args[1] : Value::Empty(), "escape_decode", 2));
  const char* handler = errors.name() != nullptr ? errors.name() : "strict";
  ByteBuffer out;
  InvalidEscape invalid = -1;
  CodecError error;
  for (int64_t position = 0;;) {
    CodecStatus status = DecodeBytesEscape(data.data, data.size, &position, &out, &error, &invalid);
    if (status == CodecStatus::kNoMemory || !out.ok()) return RaiseMemoryError();
    if (status == CodecStatus::kDone) break;
    if (error.start >= data.size - 1 || data.data[error.start + 1] != 'x')
      return Raise(&ValueErrorType, "Trailing \\ in string");
    if (strcmp(handler, "strict") == 0)
      return Raise(&ValueErrorType, "invalid \\x escape at position %zd", error.start);
    if (strcmp(handler, "replace") == 0) out.Append('?');
    else if (strcmp(handler, "ignore") != 0)
      return Raise(&ValueErrorType, "decoding error; unknown error handling code: %.400s", handler);
    position = error.end;
  }
  if (invalid >= 0) {
    char text[64];
    InvalidEscapeText(text, data.data + invalid);
    Handle message = TRY(StrFromUnits(text, 1, static_cast<int64_t>(strlen(text))));
    TRY_VOID(Warn(&DeprecationWarningType, 1, "%U", message.Get()));
  }
  return Pair(BytesNew(out.size() != 0 ? out.data() : reinterpret_cast<const uint8_t*>(""),
                       out.size()),
              data.size);
}

Owned EscapeEncode(Value, const Value* args, size_t) {
  if (!IsBytes(args[0]))
    return Raise(&TypeErrorType, "escape_encode() argument 1 must be bytes, not %.50s",
                 args[0].IsNone() ? "None" : TypeName(args[0]));
  static constexpr char kDigits[] = "0123456789abcdef";
  ByteBuffer out;
  for (char c : BytesView(args[0])) {
    auto byte = static_cast<uint8_t>(c);
    const char* special = c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r"
                          : c == '\'' ? "\\'" : c == '\\' ? "\\\\" : nullptr;
    if (special != nullptr) {
      out.Append(special, 2);
    } else if (byte >= ' ' && byte < 0x7f) {
      out.Append(byte);
    } else {
      const char escape[] = {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
      out.Append(escape, 4);
    }
  }
  if (!out.ok()) return RaiseMemoryError();
  return Pair(BytesNew(out.size() != 0 ? out.data() : reinterpret_cast<const uint8_t*>(""),
                       out.size()),
              args[0].As<Bytes>()->size);
}

Owned ReadBufferEncode(Value, const Value* args, size_t) {
  Data data;
  TRY_VOID(data.Read(args[0], true));
  return Pair(BytesNew(data.data != nullptr ? data.data : reinterpret_cast<const uint8_t*>(""),
                       data.size),
              data.size);
}

#define ENCODE(name, row, maximum, signature)                                     \
  PY_FUNCTION(_codecs, name, Positional(EncodeOne<row>, 1, maximum), signature)
#define DECODE(name, row, final, takes_str, maximum, signature)                   \
  PY_FUNCTION(_codecs, name, Positional((DecodeOne<row, final, takes_str>), 1, maximum), signature)

constexpr const char* kEncodeDoc = "($module, str, errors=None, /)\n--\n\n";
constexpr const char* kEncodeOrderDoc = "($module, str, errors=None, byteorder=0, /)\n--\n\n";
constexpr const char* kDecodeDoc = "($module, data, errors=None, final=False, /)\n--\n\n";
constexpr const char* kDecodeFinalDoc = "($module, data, errors=None, final=True, /)\n--\n\n";
constexpr const char* kDecodeWholeDoc = "($module, data, errors=None, /)\n--\n\n";
constexpr const char* kDecodeOrderDoc =
    "($module, data, errors=None, byteorder=0, final=False,\n                 /)\n--\n\n";

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_codecs, register, OneArg(Register),
                "($module, search_function, /)\n--\n\n"
                "Add a codec search function: it takes a name in lower case and returns a\n"
                "CodecInfo, or None."),
    PY_FUNCTION(_codecs, unregister, OneArg(Unregister),
                "($module, search_function, /)\n--\n\n"
                "Take a codec search function out and clear the registry's cache."),
    PY_FUNCTION(_codecs, lookup, OneArg(Lookup),
                "($module, encoding, /)\n--\n\nLook a codec up; return a CodecInfo."),
    PY_FUNCTION(_codecs, encode, Bound(Encode),
                "($module, /, obj, encoding='utf-8', errors='strict')\n--\n\n"
                "Encode an object with the codec of an encoding."),
    PY_FUNCTION(_codecs, decode, Bound(Decode),
                "($module, /, obj, encoding='utf-8', errors='strict')\n--\n\n"
                "Decode an object with the codec of an encoding."),
    PY_FUNCTION(_codecs, register_error, Positional(RegisterError, 2, 2),
                "($module, errors, handler, /)\n--\n\n"
                "Name an error handler: it takes an exception, and returns a replacement and\n"
                "where to go on, or raises."),
    PY_FUNCTION(_codecs, lookup_error, OneArg(LookupErrorFunction),
                "($module, name, /)\n--\n\nReturn the error handler of a name."),
    ENCODE(utf_8_encode, kUtf8, 2, kEncodeDoc),
    DECODE(utf_8_decode, kUtf8, false, false, 3, kDecodeDoc),
    ENCODE(utf_7_encode, kUtf7, 2, kEncodeDoc),
    DECODE(utf_7_decode, kUtf7, false, false, 3, kDecodeDoc),
    ENCODE(utf_16_encode, kUtf16, 3, kEncodeOrderDoc),
    ENCODE(utf_16_le_encode, kUtf16Le, 2, kEncodeDoc),
    ENCODE(utf_16_be_encode, kUtf16Be, 2, kEncodeDoc),
    DECODE(utf_16_decode, kUtf16, false, false, 3, kDecodeDoc),
    DECODE(utf_16_le_decode, kUtf16Le, false, false, 3, kDecodeDoc),
    DECODE(utf_16_be_decode, kUtf16Be, false, false, 3, kDecodeDoc),
    PY_FUNCTION(_codecs, utf_16_ex_decode, Positional(DecodeWithOrder<kUtf16>, 1, 4),
                kDecodeOrderDoc),
    ENCODE(utf_32_encode, kUtf32, 3, kEncodeOrderDoc),
    ENCODE(utf_32_le_encode, kUtf32Le, 2, kEncodeDoc),
    ENCODE(utf_32_be_encode, kUtf32Be, 2, kEncodeDoc),
    DECODE(utf_32_decode, kUtf32, false, false, 3, kDecodeDoc),
    DECODE(utf_32_le_decode, kUtf32Le, false, false, 3, kDecodeDoc),
    DECODE(utf_32_be_decode, kUtf32Be, false, false, 3, kDecodeDoc),
    PY_FUNCTION(_codecs, utf_32_ex_decode, Positional(DecodeWithOrder<kUtf32>, 1, 4),
                kDecodeOrderDoc),
    ENCODE(latin_1_encode, kLatin1, 2, kEncodeDoc),
    DECODE(latin_1_decode, kLatin1, true, false, 2, kDecodeWholeDoc),
    ENCODE(ascii_encode, kAscii, 2, kEncodeDoc),
    DECODE(ascii_decode, kAscii, true, false, 2, kDecodeWholeDoc),
    ENCODE(unicode_escape_encode, kUnicodeEscape, 2, kEncodeDoc),
    DECODE(unicode_escape_decode, kUnicodeEscape, true, true, 3, kDecodeFinalDoc),
    ENCODE(raw_unicode_escape_encode, kRawUnicodeEscape, 2, kEncodeDoc),
    DECODE(raw_unicode_escape_decode, kRawUnicodeEscape, true, true, 3, kDecodeFinalDoc),
    PY_FUNCTION(_codecs, charmap_build, OneArg(CharmapBuild), "($module, map, /)\n--\n\n"),
    PY_FUNCTION(_codecs, charmap_decode, Positional(CharmapDecodeFunction, 1, 3),
                "($module, data, errors=None, mapping=None, /)\n--\n\n"),
    PY_FUNCTION(_codecs, charmap_encode, Positional(CharmapEncodeFunction, 1, 3),
                "($module, str, errors=None, mapping=None, /)\n--\n\n"),
    PY_FUNCTION(_codecs, escape_decode, Positional(EscapeDecode, 1, 2), kDecodeWholeDoc),
    PY_FUNCTION(_codecs, escape_encode, Positional(EscapeEncode, 1, 2), kDecodeWholeDoc),
    PY_FUNCTION(_codecs, readbuffer_encode, Positional(ReadBufferEncode, 1, 2), kDecodeWholeDoc),
    {}};
#undef ENCODE
#undef DECODE

}  // namespace

extern const ModuleDefinition CodecsModule;
const ModuleDefinition CodecsModule = {"_codecs", nullptr, kFunctions, nullptr};

}  // namespace polygil
