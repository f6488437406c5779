// The module _codecs: the codec registry and the built-in encodings as functions.

#include <cstring>
#include <string_view>

#include "runtime/base/codec/escape.h"
#include "runtime/modules/registry.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/codec_registry.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// A str argument as a C string, "null" for None or absence.
class TextArgument {
 public:
  bool Convert(const char* function, const char* name, Value v) {
    if (!v || v.IsNone()) return true;
    if (!IsStr(v))
      return Raise(&TypeErrorType, "%s() argument %s must be str, not %.200s", function, name,
                   TypeName(v));
    std::string_view text = TRY(StrAsUtf8(v, &owner_));
    if (memchr(text.data(), 0, text.size()) != nullptr)
      return Raise(&ValueErrorType, "embedded null character");
    text_ = text.data();
    return true;
  }
  const char* get() const { return text_; }
  const char* get_or(const char* other) const { return text_ != nullptr ? text_ : other; }

 private:
  Handle owner_;
  const char* text_ = nullptr;
};

// (converted, how much of the input it is)
Owned Pair(Owned converted, int64_t count) {
  Handle first = TRY(converted);
  Handle second = TRY(IntFromInt64(count));
  return TupleOf({first, second});
}

// -- The registry ---------------------------------------------------------------------------------

Owned RegisterFunction(Value, Value search) {
  TRY_VOID(CodecRegister(search));
  return OwnNone();
}
Owned UnregisterFunction(Value, Value search) {
  TRY_VOID(CodecUnregister(search));
  return OwnNone();
}
Owned LookupFunction(Value, Value name) {
  if (!IsStr(name))
    return Raise(&TypeErrorType, "lookup() argument must be str, not %.200s", TypeName(name));
  TextArgument encoding;
  TRY_VOID(encoding.Convert("lookup", "1", name));
  return CodecLookup(encoding.get());
}
Owned EncodeFunction(Value, const Value* args) {
  TextArgument encoding, errors;
  TRY_VOID(encoding.Convert("encode", "'encoding'", args[1]) &&
           errors.Convert("encode", "'errors'", args[2]));
  return CodecEncode(args[0], encoding.get_or("utf-8"), errors.get());
}
Owned DecodeFunction(Value, const Value* args) {
  TextArgument encoding, errors;
  TRY_VOID(encoding.Convert("decode", "'encoding'", args[1]) &&
           errors.Convert("decode", "'errors'", args[2]));
  return CodecDecode(args[0], encoding.get_or("utf-8"), errors.get());
}
Owned RegisterErrorFunction(Value, const Value* args, size_t) {
  TextArgument name;
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "register_error() argument 1 must be str, not %.200s",
                 TypeName(args[0]));
  TRY_VOID(name.Convert("register_error", "1", args[0]));
  TRY_VOID(CodecRegisterError(name.get(), args[1]));
  return OwnNone();
}
Owned LookupErrorFunction(Value, Value v) {
  TextArgument name;
  if (!IsStr(v))
    return Raise(&TypeErrorType, "lookup_error() argument must be str, not %.200s", TypeName(v));
  TRY_VOID(name.Convert("lookup_error", "1", v));
  return CodecLookupError(name.get());
}
Owned ForgetFunction(Value, Value v) {
  if (!IsStr(v))
    return Raise(&TypeErrorType, "_forget_codec() argument must be str, not %.200s", TypeName(v));
  Value cache = CurrentInterpreter()->codec_cache;
  if (!cache) return OwnNone();
  Handle removed = DictPop(cache, v);
  return HasPendingException() ? Owned() : OwnNone();
}

// -- Encoding -------------------------------------------------------------------------------------

Owned Encode(const char* function, TextEncoding encoding, const Value* args, size_t nargs) {
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "%s() argument 1 must be str, not %.200s", function,
                 TypeName(args[0]));
  TextArgument errors;
  TRY_VOID(errors.Convert(function, "2", nargs > 1 ? args[1] : Value::Empty()));
  return Pair(EncodeWith(encoding, args[0], errors.get()), StrLength(args[0]));
}

// The byte order argument: by mark, little, big.
Owned EncodeOrdered(const char* function, TextEncoding marked, TextEncoding little,
                    TextEncoding big, const Value* args, size_t nargs) {
  int64_t order = nargs > 2 ? TRY(AsInt64(args[2])) : 0;
  return Encode(function, order < 0 ? little : order > 0 ? big : marked, args, nargs);
}

// -- Decoding -------------------------------------------------------------------------------------

struct DecodeOptions {
  TextEncoding encoding;
  bool has_final;
  bool final_default;
  bool allows_str;
};

Owned Decode(const char* function, const DecodeOptions& options, const Value* args,
             size_t nargs) {
  TextArgument errors;
  TRY_VOID(errors.Convert(function, "2", nargs > 1 ? args[1] : Value::Empty()));
  bool final = options.final_default;
  if (options.has_final && nargs > 2) final = TRY(IsTrue(args[2]));
  DecodeRequest request{options.encoding, nullptr, 0, errors.get(), final};
  ScopedBuffer view;
  Handle owner;
  if (options.allows_str && IsStr(args[0])) {
    std::string_view text = TRY(StrAsUtf8(args[0], &owner));
    request.data = reinterpret_cast<const uint8_t*>(text.data());
    request.size = static_cast<int64_t>(text.size());
  } else {
    if (!view.Acquire(args[0])) return {};
    request.data = view.data();
    request.size = view.size();
  }
  Handle text = TRY(DecodeWith(&request));
  return Pair(text.Release(), options.has_final ? request.consumed : request.size);
}

Owned DecodeEx(const char* function, TextEncoding encoding, const Value* args, size_t nargs) {
  TextArgument errors;
  TRY_VOID(errors.Convert(function, "2", nargs > 1 ? args[1] : Value::Empty()));
  int64_t order = nargs > 2 ? TRY(AsInt64(args[2])) : 0;
  bool final = nargs > 3 ? TRY(IsTrue(args[3])) : false;
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  DecodeRequest request{encoding, view.data(), view.size(), errors.get(), final};
  request.byte_order = order < 0 ? -1 : order > 0 ? 1 : 0;
  Handle text = TRY(DecodeWith(&request));
  Handle consumed = TRY(IntFromInt64(request.consumed));
  return TupleOf({text, consumed, Value::Int(request.byte_order)});
}

#define ENCODER(name, encoding)                                              \
  Owned name##EncodeFunction(Value, const Value* args, size_t nargs) {       \
    return Encode(#name "_encode", TextEncoding::encoding, args, nargs);     \
  }
#define DECODER(name, encoding, has_final, final_default, allows_str)                             \
  Owned name##DecodeFunction(Value, const Value* args, size_t nargs) {                            \
    return Decode(#name "_decode",                                                                \
                  {TextEncoding::encoding, has_final, final_default, allows_str}, args, nargs);   \
  }
ENCODER(utf_7, kUtf7)
ENCODER(utf_8, kUtf8)
ENCODER(utf_16_le, kUtf16Little)
ENCODER(utf_16_be, kUtf16Big)
ENCODER(utf_32_le, kUtf32Little)
ENCODER(utf_32_be, kUtf32Big)
ENCODER(unicode_escape, kUnicodeEscape)
ENCODER(raw_unicode_escape, kRawUnicodeEscape)
ENCODER(latin_1, kLatin1)
ENCODER(ascii, kAscii)
DECODER(utf_7, kUtf7, true, false, false)
DECODER(utf_8, kUtf8, true, false, false)
DECODER(utf_16, kUtf16, true, false, false)
DECODER(utf_16_le, kUtf16Little, true, false, false)
DECODER(utf_16_be, kUtf16Big, true, false, false)
DECODER(utf_32, kUtf32, true, false, false)
DECODER(utf_32_le, kUtf32Little, true, false, false)
DECODER(utf_32_be, kUtf32Big, true, false, false)
DECODER(unicode_escape, kUnicodeEscape, true, true, true)
DECODER(raw_unicode_escape, kRawUnicodeEscape, true, true, true)
DECODER(latin_1, kLatin1, false, true, false)
DECODER(ascii, kAscii, false, true, false)
#undef ENCODER
#undef DECODER

Owned utf_16EncodeFunction(Value, const Value* args, size_t nargs) {
  return EncodeOrdered("utf_16_encode", TextEncoding::kUtf16, TextEncoding::kUtf16Little,
                       TextEncoding::kUtf16Big, args, nargs);
}
Owned utf_32EncodeFunction(Value, const Value* args, size_t nargs) {
  return EncodeOrdered("utf_32_encode", TextEncoding::kUtf32, TextEncoding::kUtf32Little,
                       TextEncoding::kUtf32Big, args, nargs);
}
Owned utf_16_exDecodeFunction(Value, const Value* args, size_t nargs) {
  return DecodeEx("utf_16_ex_decode", TextEncoding::kUtf16, args, nargs);
}
Owned utf_32_exDecodeFunction(Value, const Value* args, size_t nargs) {
  return DecodeEx("utf_32_ex_decode", TextEncoding::kUtf32, args, nargs);
}

// -- Character maps -------------------------------------------------------------------------------

Value MappingArgument(const Value* args, size_t nargs) {
  return nargs > 2 && !args[2].IsNone() ? args[2] : Value::Empty();
}

Owned CharmapEncodeFunction(Value, const Value* args, size_t nargs) {
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "charmap_encode() argument 1 must be str, not %.200s",
                 TypeName(args[0]));
  TextArgument errors;
  TRY_VOID(errors.Convert("charmap_encode", "2", nargs > 1 ? args[1] : Value::Empty()));
  return Pair(CharmapEncode(args[0], MappingArgument(args, nargs), errors.get()),
              StrLength(args[0]));
}

Owned CharmapDecodeFunction(Value, const Value* args, size_t nargs) {
  TextArgument errors;
  TRY_VOID(errors.Convert("charmap_decode", "2", nargs > 1 ? args[1] : Value::Empty()));
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  return Pair(CharmapDecode(view.data(), view.size(), MappingArgument(args, nargs), errors.get()),
              view.size());
}

// A decoding table turned around: a dict of code points.
Owned CharmapBuildFunction(Value, Value table) {
  if (!IsStr(table))
    return Raise(&TypeErrorType, "charmap_build() argument must be str, not %.200s",
                 TypeName(table));
  Handle map = TRY(DictNew());
  int64_t count = StrLength(table) < 256 ? StrLength(table) : 256;
  for (int64_t i = 0; i < count; ++i) {
    uint32_t c = StrAt(table, i);
    if (c != 0xfffe) TRY_VOID(DictSet(map, Value::Int(c), Value::Int(i)));
  }
  return map.Release();
}

// -- Escapes of bytes literals --------------------------------------------------------------------

Owned EscapeDecodeFunction(Value, const Value* args, size_t nargs) {
  TextArgument errors_argument;
  TRY_VOID(errors_argument.Convert("escape_decode", "2", nargs > 1 ? args[1] : Value::Empty()));
  std::string_view errors = errors_argument.get_or("strict");
  ScopedBuffer view;
  Handle owner;
  const uint8_t* data;
  int64_t size;
  if (IsStr(args[0])) {
    std::string_view text = TRY(StrAsUtf8(args[0], &owner));
    data = reinterpret_cast<const uint8_t*>(text.data());
    size = static_cast<int64_t>(text.size());
  } else {
    if (!view.Acquire(args[0])) return {};
    data = view.data();
    size = view.size();
  }
  ByteBuffer out;
  InvalidEscape invalid = -1;
  for (int64_t position = 0;;) {
    CodecError error;
    CodecStatus status = DecodeBytesEscape(data, size, &position, &out, &error, &invalid);
    if (status == CodecStatus::kDone) break;
    if (status == CodecStatus::kNoMemory) return RaiseMemoryError();
    if (error.start + 1 >= size)
      return Raise(&ValueErrorType, "Trailing \\ in string");
    if (errors == "strict")
      return Raise(&ValueErrorType, "invalid \\x escape at position %lld",
                   static_cast<long long>(error.start));
    if (errors != "replace" && errors != "ignore")
      return Raise(&ValueErrorType, "decoding error; unknown error handling code: %.400s",
                   errors.data());
    if (errors == "replace" && !out.Append('?')) return RaiseMemoryError();
    position = error.end > error.start ? error.end : error.start + 2;
  }
  if (invalid >= 0) {
    char text[64];
    InvalidEscapeText(text, data + invalid);
    TRY_VOID(Warn(&DeprecationWarningType, 1, "%s", text));
  }
  return Pair(BytesNew(out.size() ? out.data() : reinterpret_cast<const uint8_t*>(""), out.size()),
              size);
}

Owned EscapeEncodeFunction(Value, const Value* args, size_t) {
  if (!IsBytes(args[0]))
    return Raise(&TypeErrorType, "escape_encode() argument 1 must be bytes, not %.200s",
                 TypeName(args[0]));
  static constexpr char kDigits[] = "0123456789abcdef";
  ByteBuffer out;
  for (char c : BytesView(args[0])) {
    uint8_t byte = static_cast<uint8_t>(c);
    char escape = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\'' || c == '\\' ? c : 0;
    uint8_t piece[4];
    int64_t count = 1;
    piece[0] = byte;
    if (escape != 0) {
      piece[0] = '\\', piece[1] = static_cast<uint8_t>(escape), count = 2;
    } else if (byte < ' ' || byte >= 0x7f) {
      piece[0] = '\\', piece[1] = 'x';
      piece[2] = static_cast<uint8_t>(kDigits[byte >> 4]);
      piece[3] = static_cast<uint8_t>(kDigits[byte & 15]);
      count = 4;
    }
    if (!out.Append(piece, count)) return RaiseMemoryError();
  }
  return Pair(BytesNew(out.size() ? out.data() : reinterpret_cast<const uint8_t*>(""), out.size()),
              static_cast<int64_t>(BytesView(args[0]).size()));
}

Owned ReadbufferEncodeFunction(Value, const Value* args, size_t) {
  if (IsStr(args[0])) {
    Handle owner;
    std::string_view text = TRY(StrAsUtf8(args[0], &owner));
    return Pair(BytesNew(text.data(), static_cast<int64_t>(text.size())),
                static_cast<int64_t>(text.size()));
  }
  ScopedBuffer view;
  if (!view.Acquire(args[0])) return {};
  return Pair(BytesNew(view.data(), view.size()), view.size());
}

#define CODER(name, function, maximum, signature) \
  PY_FUNCTION(_codecs, name, Positional(function, 1, maximum), "($module, " signature ", /)\n--\n\n")
#define ENCODER(name) CODER(name##_encode, name##EncodeFunction, 2, "str, errors=None")
#define DECODER(name) CODER(name##_decode, name##DecodeFunction, 3, "data, errors=None, final=False")

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_codecs, register, OneArg(RegisterFunction), "($module, search_function, /)\n--\n\nRegister a codec search function."),
    PY_FUNCTION(_codecs, unregister, OneArg(UnregisterFunction), "($module, search_function, /)\n--\n\nUnregister a codec search function and clear the registry's cache."),
    PY_FUNCTION(_codecs, lookup, OneArg(LookupFunction), "($module, encoding, /)\n--\n\nLooks up a codec tuple in the Python codec registry and returns a CodecInfo object."),
    PY_FUNCTION(_codecs, encode, Bound(EncodeFunction), "($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nEncodes obj using the codec registered for encoding."),
    PY_FUNCTION(_codecs, decode, Bound(DecodeFunction), "($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nDecodes obj using the codec registered for encoding."),
    PY_FUNCTION(_codecs, register_error, Positional(RegisterErrorFunction, 2, 2), "($module, errors, handler, /)\n--\n\nRegister the specified error handler under the name errors."),
    PY_FUNCTION(_codecs, lookup_error, OneArg(LookupErrorFunction), "($module, name, /)\n--\n\nlookup_error(errors) -> handler"),
    PY_FUNCTION(_codecs, _forget_codec, OneArg(ForgetFunction), "($module, encoding, /)\n--\n\nPurge the named codec from the internal codec lookup cache"),
    CODER(escape_encode, EscapeEncodeFunction, 2, "data, errors=None"),
    CODER(escape_decode, EscapeDecodeFunction, 2, "data, errors=None"),
    CODER(readbuffer_encode, ReadbufferEncodeFunction, 2, "data, errors=None"),
    ENCODER(utf_7), ENCODER(utf_8), ENCODER(utf_16_le), ENCODER(utf_16_be), ENCODER(utf_32_le),
    ENCODER(utf_32_be), ENCODER(unicode_escape), ENCODER(raw_unicode_escape), ENCODER(latin_1),
    ENCODER(ascii),
    CODER(utf_16_encode, utf_16EncodeFunction, 3, "str, errors=None, byteorder=0"),
    CODER(utf_32_encode, utf_32EncodeFunction, 3, "str, errors=None, byteorder=0"),
    DECODER(utf_7), DECODER(utf_8), DECODER(utf_16), DECODER(utf_16_le), DECODER(utf_16_be),
    DECODER(utf_32), DECODER(utf_32_le), DECODER(utf_32_be), DECODER(unicode_escape),
    DECODER(raw_unicode_escape),
    CODER(latin_1_decode, latin_1DecodeFunction, 2, "data, errors=None"),
    CODER(ascii_decode, asciiDecodeFunction, 2, "data, errors=None"),
    CODER(utf_16_ex_decode, utf_16_exDecodeFunction, 4, "data, errors=None, byteorder=0, final=False"),
    CODER(utf_32_ex_decode, utf_32_exDecodeFunction, 4, "data, errors=None, byteorder=0, final=False"),
    CODER(charmap_encode, CharmapEncodeFunction, 3, "str, errors=None, mapping=None"),
    CODER(charmap_decode, CharmapDecodeFunction, 3, "data, errors=None, mapping=None"),
    PY_FUNCTION(_codecs, charmap_build, OneArg(CharmapBuildFunction), "($module, map, /)\n--\n\n"),
    {}};

}  // namespace

extern const ModuleDefinition CodecsModule;
const ModuleDefinition CodecsModule = {"_codecs", nullptr, kFunctions, nullptr};

}  // namespace polygil
