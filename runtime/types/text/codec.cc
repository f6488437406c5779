#include "runtime/types/text/codec.h"

#include <cstring>

#include "runtime/base/codec/escape.h"
#include "runtime/base/codec/single_byte.h"
#include "runtime/base/codec/utf16_32.h"
#include "runtime/base/codec/utf7.h"
#include "runtime/base/codec/utf8.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/text/codec_errors.h"
#include "runtime/types/text/codec_registry.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned BytesFrom(const ByteBuffer& buffer) {
  if (!buffer.ok()) return RaiseMemoryError();
  return BytesNew(buffer.size() != 0 ? buffer.data() : reinterpret_cast<const uint8_t*>(""),
                  buffer.size());
}

// As exceptions name them.
const char* NameOf(TextEncoding encoding) {
  static constexpr const char* kNames[] = {
      "utf-8",  "utf7",      "utf-16",    "utf-16-le", "utf-16-be",     "utf-32",
      "utf-32-le", "utf-32-be", "latin-1", "ascii",     "unicodeescape", "rawunicodeescape"};
  return kNames[static_cast<int>(encoding)];
}

bool IsUtf32(TextEncoding encoding) {
  return encoding >= TextEncoding::kUtf32 && encoding <= TextEncoding::kUtf32Big;
}
bool IsUtf16(TextEncoding encoding) {
  return encoding >= TextEncoding::kUtf16 && encoding <= TextEncoding::kUtf16Big;
}
ByteOrder OrderOf(TextEncoding encoding) {
  return encoding == TextEncoding::kUtf16Big || encoding == TextEncoding::kUtf32Big
             ? ByteOrder::kBig
             : ByteOrder::kLittle;
}

// One run of an engine up to its end or the next error.
CodecStatus RunEncoder(TextEncoding encoding, const TextView& text, int64_t* position,
                       ByteBuffer* out, CodecError* error) {
  if (IsUtf16(encoding)) return EncodeUtf16(text, OrderOf(encoding), position, out, error);
  if (IsUtf32(encoding)) return EncodeUtf32(text, OrderOf(encoding), position, out, error);
  switch (encoding) {
    case TextEncoding::kLatin1: return EncodeLatin1(text, position, out, error);
    case TextEncoding::kAscii: return EncodeAscii(text, position, out, error);
    default: return EncodeUtf8(text, position, out, error);
  }
}

// The replacement that a handler gave must itself be encodable.
template <typename Run>
bool EncodeReplacement(Run run, const CodePointBuffer& replacement, Value original,
                       const CodecError& error, const char* encoding, ByteBuffer* out) {
  if (replacement.length() == 0) return true;
  int64_t position = 0;
  CodecError inner;
  CodecStatus status = run(replacement.view(), &position, out, &inner);
  if (status == CodecStatus::kNoMemory) return RaiseMemoryError();
  if (status == CodecStatus::kError) return RaiseEncodeError(encoding, original, error);
  return true;
}

template <typename Run>
Owned EncodeLoop(Run run, Value s, CodecErrors* errors, int unit, ByteBuffer* out) {
  TextView text = StrView(s);
  int64_t position = 0;
  CodecError error;
  for (;;) {
    CodecStatus status = run(text, &position, out, &error);
    if (status == CodecStatus::kNoMemory) return RaiseMemoryError();
    if (status == CodecStatus::kDone) return BytesFrom(*out);
    CodePointBuffer replacement;
    int64_t before = out->size();
    TRY_VOID(errors->HandleEncode(s, error, out, &replacement, &position));
    // What a handler gives must fit in: whole units, and for the UTFs ASCII text.
    if ((out->size() - before) % (unit != 0 ? unit : 1) != 0 ||
        (unit != 0 && replacement.bits() >= 0x80))
      return RaiseEncodeError(errors->encoding(), s, error);
    TRY_VOID(EncodeReplacement(run, replacement, s, error, errors->encoding(), out));
  }
}

template <typename Run>
Owned DecodeLoop(Run run, const uint8_t* data, int64_t size, const char* encoding,
                 const char* errors_name, int64_t start, int64_t* consumed) {
  CodecErrors errors(encoding, errors_name);
  CodePointBuffer out;
  int64_t position = start;
  CodecError error;
  for (;;) {
    CodecStatus status = run(data, size, &position, &out, &error);
    if (status == CodecStatus::kNoMemory || !out.ok()) return RaiseMemoryError();
    if (status == CodecStatus::kDone) break;
    TRY_VOID(errors.HandleDecode(&data, &size, error, &out, &position));
  }
  *consumed = position;
  return StrFromView(out.view());
}

bool WarnInvalidEscape(const DecodeRequest& request, InvalidEscape invalid) {
  // A handler may have exchanged the input: then the place means nothing here.
  if (invalid < 0 || invalid >= request.size) return true;
  char text[64];
  InvalidEscapeText(text, request.data + invalid);
  Handle message = TRY(StrFromUnits(text, 1, static_cast<int64_t>(strlen(text))));
  return Warn(&DeprecationWarningType, 1, "%U", message.Get());
}

Owned DecodeEscapes(DecodeRequest* r) {
  InvalidEscape invalid = -1;
  Handle made = DecodeLoop(
      [&](const uint8_t* data, int64_t size, int64_t* position, CodePointBuffer* out,
          CodecError* error) {
        return DecodeUnicodeEscape(data, size, r->final, position, out, error, &invalid);
      },
      r->data, r->size, NameOf(r->encoding), r->errors, 0, &r->consumed);
  if (!made || !WarnInvalidEscape(*r, invalid)) return {};
  return made.Release();
}

Owned DecodeUtfWide(DecodeRequest* r) {
  int unit = IsUtf16(r->encoding) ? 2 : 4;
  ByteOrder order = OrderOf(r->encoding);
  int64_t start = 0;
  if (r->encoding == TextEncoding::kUtf16 || r->encoding == TextEncoding::kUtf32) {
    if (r->byte_order != 0) {
      order = r->byte_order > 0 ? ByteOrder::kBig : ByteOrder::kLittle;
    } else {
      start = DetectByteOrder(r->data, r->size, unit, &order);
      if (start != 0) r->byte_order = order == ByteOrder::kBig ? 1 : -1;
    }
  }
  bool big = order == ByteOrder::kBig;
  const char* name = NameOf(unit == 2 ? (big ? TextEncoding::kUtf16Big : TextEncoding::kUtf16Little)
                                      : (big ? TextEncoding::kUtf32Big : TextEncoding::kUtf32Little));
  return DecodeLoop(
      [&](const uint8_t* data, int64_t size, int64_t* position, CodePointBuffer* out,
          CodecError* error) {
        return unit == 2 ? DecodeUtf16(data, size, order, r->final, position, out, error)
                         : DecodeUtf32(data, size, order, r->final, position, out, error);
      },
      r->data, r->size, name, r->errors, start, &r->consumed);
}

Owned DecodeGeneral(DecodeRequest* r) {
  return DecodeLoop(
      [&](const uint8_t* data, int64_t size, int64_t* position, CodePointBuffer* out,
          CodecError* error) {
        switch (r->encoding) {
          case TextEncoding::kAscii: return DecodeAscii(data, size, position, out, error);
          case TextEncoding::kUtf7:
            return DecodeUtf7(data, size, r->final, position, out, error);
          case TextEncoding::kRawUnicodeEscape:
            return DecodeRawUnicodeEscape(data, size, r->final, position, out, error);
          default: {
            CodecStatus status = DecodeUtf8(data, size, r->final, position, out, error);
            // Two bytes of a surrogate may become three, which a handler can let pass.
            if (status == CodecStatus::kError && !r->final && error->start == size - 2 &&
                data[size - 2] == 0xed && data[size - 1] >= 0xa0 && data[size - 1] < 0xc0)
              return CodecStatus::kDone;
            return status;
          }
        }
      },
      r->data, r->size, NameOf(r->encoding), r->errors, 0, &r->consumed);
}

}  // namespace

TextEncoding FindTextEncoding(const char* name) {
  static constexpr struct {
    const char* name;
    TextEncoding encoding;
  } kSpellings[] = {
      {"utf8", TextEncoding::kUtf8},          {"latin1", TextEncoding::kLatin1},
      {"iso88591", TextEncoding::kLatin1},    {"ascii", TextEncoding::kAscii},
      {"usascii", TextEncoding::kAscii},      {"utf16", TextEncoding::kUtf16},
      {"utf16le", TextEncoding::kUtf16Little}, {"utf16be", TextEncoding::kUtf16Big},
      {"utf32", TextEncoding::kUtf32},        {"utf32le", TextEncoding::kUtf32Little},
      {"utf32be", TextEncoding::kUtf32Big},   {"utf7", TextEncoding::kUtf7},
      {"unicodeescape", TextEncoding::kUnicodeEscape},
      {"rawunicodeescape", TextEncoding::kRawUnicodeEscape},
  };
  char plain[20];
  size_t size = 0;
  char before = 0;
  for (; *name != 0; ++name) {
    char c = *name;
    // Separators may stand between parts only.
    if (c == '-' || c == '_') {
      if (before == 0 || before == '-' || name[1] == 0) return TextEncoding::kNone;
      before = '-';
      continue;
    }
    before = c;
    if (size + 1 == sizeof plain) return TextEncoding::kNone;
    plain[size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  plain[size] = 0;
  for (const auto& row : kSpellings)
    if (strcmp(row.name, plain) == 0) return row.encoding;
  return TextEncoding::kNone;
}

Owned EncodeWith(TextEncoding encoding, Value s, const char* errors_name) {
  const Str* str = s.As<Str>();
  bool bytes_are_units = str->is_ascii() ? encoding == TextEncoding::kUtf8 ||
                                               encoding == TextEncoding::kAscii ||
                                               encoding == TextEncoding::kLatin1
                                         : str->kind() == 1 && encoding == TextEncoding::kLatin1;
  if (bytes_are_units) return BytesNew(str->data, str->size);
  ByteBuffer out;
  TextView text = StrView(s);
  switch (encoding) {
    case TextEncoding::kUtf7: EncodeUtf7(text, &out); return BytesFrom(out);
    case TextEncoding::kUnicodeEscape: EncodeUnicodeEscape(text, &out); return BytesFrom(out);
    case TextEncoding::kRawUnicodeEscape:
      EncodeRawUnicodeEscape(text, &out);
      return BytesFrom(out);
    case TextEncoding::kUtf16: out.Append("\xff\xfe", 2); break;
    case TextEncoding::kUtf32: out.Append("\xff\xfe\0\0", 4); break;
    case TextEncoding::kUtf8:
      if (int64_t size = MeasureAsUtf8(text); size >= 0) {
        Owned made = BytesNew(nullptr, size);
        if (made) EncodeValidUtf8(text, made.Peek().As<Bytes>()->data);
        return made;
      }
      break;
    default: break;
  }
  CodecErrors errors(NameOf(encoding), errors_name);
  auto run = [encoding](const TextView& view, int64_t* position, ByteBuffer* to,
                        CodecError* error) {
    return RunEncoder(encoding, view, position, to, error);
  };
  int unit = IsUtf16(encoding) ? 2 : IsUtf32(encoding) ? 4 : encoding == TextEncoding::kUtf8;
  return EncodeLoop(run, s, &errors, unit, &out);
}

namespace {

Owned DecodeBy(DecodeRequest* r) {
  r->consumed = r->size;
  switch (r->encoding) {
    case TextEncoding::kLatin1: return StrFromUnits(r->data, 1, r->size);
    case TextEncoding::kAscii:
    case TextEncoding::kUtf8: {
      if (CountAscii(r->data, r->size) == r->size)
        return StrFromAscii(reinterpret_cast<const char*>(r->data), static_cast<size_t>(r->size));
      if (r->encoding == TextEncoding::kUtf8 && MeasureUtf8(r->data, r->size).valid)
        return StrFromUtf8(reinterpret_cast<const char*>(r->data), static_cast<size_t>(r->size));
      return DecodeGeneral(r);
    }
    case TextEncoding::kUnicodeEscape: return DecodeEscapes(r);
    case TextEncoding::kUtf7:
    case TextEncoding::kRawUnicodeEscape: return DecodeGeneral(r);
    default: return DecodeUtfWide(r);
  }
}

}  // namespace

Owned DecodeWith(DecodeRequest* r) {
  Owned text = DecodeBy(r);
  // Also where a handler exchanged the input.
  if (r->final) r->consumed = r->size;
  return text;
}

Owned EncodeUtf8WithErrors(Value s, const char* errors) {
  return EncodeWith(TextEncoding::kUtf8, s, errors);
}

Owned DecodeUtf8WithErrors(const uint8_t* data, int64_t size, const char* errors) {
  DecodeRequest request{.encoding = TextEncoding::kUtf8, .data = data, .size = size,
                        .errors = errors};
  return DecodeWith(&request);
}

namespace {

// -X dev: unknown names are refused even where nothing has to be encoded or handled.
bool CheckNames(const char* encoding, const char* errors) {
  if (!CurrentInterpreter()->dev_mode) [[likely]] return true;
  if (encoding != nullptr && FindTextEncoding(encoding) == TextEncoding::kNone) {
    Handle codec = TRY(CodecLookup(encoding));
  }
  if (errors != nullptr) {
    Handle handler = TRY(CodecLookupError(errors));
  }
  return true;
}

}  // namespace

Owned EncodeStr(Value s, const char* encoding, const char* errors) {
  TRY_VOID(CheckNames(encoding, errors));
  TextEncoding known = encoding == nullptr ? TextEncoding::kUtf8 : FindTextEncoding(encoding);
  if (known != TextEncoding::kNone) return EncodeWith(known, s, errors);
  Handle result = TRY(CodecEncodeText(s, encoding, errors));
  if (IsBytes(result)) return result.Release();
  if (IsExactly(result, ByteArrayType)) {
    TRY_VOID(Warn(&RuntimeWarningType, 1,
                  "encoder %s returned bytearray instead of bytes; use codecs.encode() to encode "
                  "to arbitrary types",
                  encoding));
    const auto* array = result.As<ByteArray>();
    return BytesNew(array->data, array->size);
  }
  return Raise(&TypeErrorType,
               "'%.400s' encoder returned '%.400s' instead of 'bytes'; use codecs.encode() to "
               "encode to arbitrary types",
               encoding, TypeName(result));
}

namespace {

Owned DecodeByRegistry(Value object, const char* encoding, const char* errors) {
  Handle result = TRY(CodecDecodeText(object, encoding, errors));
  if (IsStr(result)) return result.Release();
  return Raise(&TypeErrorType,
               "'%.400s' decoder returned '%.400s' instead of 'str'; use codecs.decode() to "
               "decode to arbitrary types",
               encoding, TypeName(result));
}

}  // namespace

Owned DecodeBytes(const uint8_t* data, int64_t size, const char* encoding, const char* errors) {
  TRY_VOID(CheckNames(encoding, errors));
  TextEncoding known = encoding == nullptr ? TextEncoding::kUtf8 : FindTextEncoding(encoding);
  if (known != TextEncoding::kNone) {
    DecodeRequest request{.encoding = known, .data = data, .size = size, .errors = errors};
    return DecodeWith(&request);
  }
  if (size == 0) return StrEmpty();
  Handle object = TRY(BytesNew(data, size));
  return DecodeByRegistry(object, encoding, errors);
}

Owned DecodeObject(Value object, const char* encoding, const char* errors) {
  if (IsStr(object)) return Raise(&TypeErrorType, "decoding str is not supported");
  if (!SupportsBuffer(object))
    return Raise(&TypeErrorType, "decoding to str: need a bytes-like object, %.80s found",
                 TypeName(object));
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(object));
  return DecodeBytes(buffer.data(), buffer.size(), encoding, errors);
}

}  // namespace polygil
