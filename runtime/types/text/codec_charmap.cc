// charmap: encodings that a program gives as a table (codecs.charmap_decode, charmap_encode).

#include "runtime/base/codec/single_byte.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/codec_errors.h"
#include "runtime/types/text/encoding_map.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr const char* kUndefined = "character maps to <undefined>";

// What a mapping says about a byte. *defined false: nothing.
bool DecodeByte(Value mapping, uint8_t byte, CodePointBuffer* out, bool* defined) {
  *defined = false;
  Handle mapped = GetItem(mapping, Value::Int(byte));
  if (!mapped) return ClearPendingIf(&LookupErrorType);
  if (mapped.Get().IsNone()) return true;
  if (IsStr(mapped)) {
    TextView text = StrView(mapped);
    if (text.length == 1 && text[0] == kCharmapUndefined) return true;
    *defined = true;
    return out->Append(text) || RaiseMemoryError();
  }
  if (!IsAnyInt(mapped))
    return Raise(&TypeErrorType, "character mapping must return integer, None or str");
  int64_t code;
  if (!IntFitsInt64(mapped, &code) || code < 0 || code > 0x10ffff)
    return Raise(&TypeErrorType, "character mapping must be in range(0x110000)");
  if (code == kCharmapUndefined) return true;
  *defined = true;
  return out->Append(static_cast<char32_t>(code)) || RaiseMemoryError();
}

Owned DecodeByMapping(const uint8_t* data, int64_t size, Value mapping, const char* errors_name) {
  CodecErrors errors("charmap", errors_name);
  CodePointBuffer out;
  for (int64_t position = 0; position < size;) {
    bool defined;
    TRY_VOID(DecodeByte(mapping, data[position], &out, &defined));
    if (defined) {
      ++position;
      continue;
    }
    CodecError error{position, position + 1, kUndefined};
    TRY_VOID(errors.HandleDecode(&data, &size, error, &out, &position));
  }
  if (!out.ok()) return RaiseMemoryError();
  return StrFromView(out.view());
}

Owned DecodeByTable(const uint8_t* data, int64_t size, Value table, const char* errors_name) {
  CodecErrors errors("charmap", errors_name);
  CodePointBuffer out;
  int64_t position = 0;
  CodecError error;
  for (;;) {
    CodecStatus status = DecodeCharmap(data, size, StrView(table), &position, &out, &error);
    if (status == CodecStatus::kNoMemory || !out.ok()) return RaiseMemoryError();
    if (status == CodecStatus::kDone) return StrFromView(out.view());
    TRY_VOID(errors.HandleDecode(&data, &size, error, &out, &position));
  }
}

// Appends what a mapping makes of a character. *defined false: nothing.
bool EncodeCharacter(Value mapping, uint32_t c, ByteBuffer* out, bool* defined) {
  if (IsExactly(mapping, EncodingMapType)) {
    int byte = EncodingMapFind(mapping, c);
    *defined = byte >= 0;
    return byte < 0 || out->Append(static_cast<uint8_t>(byte)) || RaiseMemoryError();
  }
  *defined = false;
  Handle mapped = GetItem(mapping, Value::Int(c));
  if (!mapped) return ClearPendingIf(&LookupErrorType);
  if (mapped.Get().IsNone()) return true;
  *defined = true;
  if (IsBytes(mapped))
    return out->Append(mapped.As<Bytes>()->data, mapped.As<Bytes>()->size) || RaiseMemoryError();
  if (!IsAnyInt(mapped))
    return Raise(&TypeErrorType, "character mapping must return integer, bytes or None, not %.400s",
                 TypeName(mapped));
  int64_t byte;
  if (!IntFitsInt64(mapped, &byte) || byte < 0 || byte > 255)
    return Raise(&TypeErrorType, "character mapping must be in range(256)");
  return out->Append(static_cast<uint8_t>(byte)) || RaiseMemoryError();
}

}  // namespace

Owned CharmapDecode(const uint8_t* data, int64_t size, Value mapping, const char* errors) {
  if (!mapping) return StrFromUnits(data, 1, size);
  if (IsExactly(mapping, StrType)) return DecodeByTable(data, size, mapping, errors);
  return DecodeByMapping(data, size, mapping, errors);
}

Owned CharmapEncode(Value s, Value mapping, const char* errors_name) {
  if (!mapping) return EncodeWith(TextEncoding::kLatin1, s, errors_name);
  CodecErrors errors("charmap", errors_name);
  ByteBuffer out;
  TextView text = StrView(s);
  for (int64_t position = 0; position < text.length;) {
    bool defined;
    TRY_VOID(EncodeCharacter(mapping, text[position], &out, &defined));
    if (defined) {
      ++position;
      continue;
    }
    // The whole run that can't be encoded goes to the handler at once.
    int64_t end = position + 1;
    for (; end < text.length; ++end) {
      ByteBuffer scratch;
      TRY_VOID(EncodeCharacter(mapping, text[end], &scratch, &defined));
      if (defined) break;
    }
    CodecError error{position, end, kUndefined};
    CodePointBuffer replacement;
    TRY_VOID(errors.HandleEncode(s, error, &out, &replacement, &position));
    for (int64_t i = 0; i < replacement.length(); ++i) {
      TRY_VOID(EncodeCharacter(mapping, replacement.data()[i], &out, &defined));
      if (!defined) return RaiseEncodeError("charmap", s, error);
    }
  }
  return BytesNew(out.size() != 0 ? out.data() : reinterpret_cast<const uint8_t*>(""), out.size());
}

}  // namespace polygil
