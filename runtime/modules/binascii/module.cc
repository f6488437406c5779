// binascii: conversions between binary data and ASCII text, over runtime/base/b64.

#include "runtime/base/b64/base64.h"
#include "runtime/base/b64/checksum.h"
#include "runtime/base/b64/hex.h"
#include "runtime/base/b64/quoted_printable.h"
#include "runtime/base/b64/uu.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type BinasciiErrorType, IncompleteType;

// Bytes, or a str of ASCII characters.
class AsciiInput {
 public:
  bool Open(Value v) {
    if (IsStr(v)) {
      const Str* str = v.As<Str>();
      if (!str->is_ascii())
        return Raise(&ValueErrorType, "string argument should contain only ASCII characters");
      data_ = str->latin1();
      size_ = static_cast<size_t>(str->size);
      return true;
    }
    if (!SupportsBuffer(v))
      return Raise(&TypeErrorType,
                   "argument should be bytes, buffer or ASCII string, not '%.100s'", TypeName(v));
    TRY_VOID(buffer_.Acquire(v));
    data_ = buffer_.data();
    size_ = static_cast<size_t>(buffer_.size());
    return true;
  }
  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  ScopedBuffer buffer_;
  const uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

uint8_t* DataOf(Value bytes) { return bytes.As<Bytes>()->data; }
Owned NewBytes(size_t size) { return BytesNew(nullptr, static_cast<int64_t>(size)); }

Fallible<bool> Flag(Value v, bool by_default) {
  if (!v) return by_default;
  return IsTrue(v);
}

// -- Base 64 --------------------------------------------------------------------------------------

Owned BinasciiA2bBase64(Value, const Value* args) {
  bool strict = TRY(Flag(args[1], false));
  AsciiInput input;
  TRY_VOID(input.Open(args[0]));
  Handle out = TRY(NewBytes(b64::Base64DecodedMost(input.size())));
  b64::Base64Result result = b64::Base64Decode(input.data(), input.size(), strict, DataOf(out));
  if (result.error != b64::Base64Error::kNone) {
    char text[b64::kBase64ErrorSize];
    b64::Base64ErrorText(result, text);
    return Raise(&BinasciiErrorType, "%s", text);
  }
  return BytesShrink(out.Release(), static_cast<int64_t>(result.size));
}

Owned BinasciiB2aBase64(Value, const Value* args) {
  bool newline = TRY(Flag(args[1], true));
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(args[0]));
  auto size = static_cast<size_t>(buffer.size());
  size_t encoded = b64::Base64EncodedSize(size);
  if (encoded == SIZE_MAX) return Raise(&BinasciiErrorType, "Too much data for base64 line");
  Handle out = TRY(NewBytes(encoded + newline));
  b64::Base64Encode(buffer.data(), size, DataOf(out));
  if (newline) DataOf(out)[encoded] = '\n';
  return out.Release();
}

// -- Hexadecimal ----------------------------------------------------------------------------------

// The separator's character; 0 if there is none.
Fallible<int> Separator(Value separator) {
  if (!separator) return 0;
  int64_t length = TRY(Length(separator));
  if (length != 1) return Raise(&ValueErrorType, "sep must be length 1.");
  if (IsStr(separator)) {
    if (!separator.As<Str>()->is_ascii()) return Raise(&ValueErrorType, "sep must be ASCII.");
    return static_cast<int>(StrAt(separator, 0));
  }
  if (!IsBytes(separator)) return Raise(&TypeErrorType, "sep must be str or bytes.");
  int c = DataOf(separator)[0];
  if (c > 127) return Raise(&ValueErrorType, "sep must be ASCII.");
  return c;
}

Owned BinasciiHexlify(Value, const Value* args) {
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(args[0]));
  int64_t group = 1;
  if (args[2]) group = TRY(IndexExact(args[2], &OverflowErrorType));
  int separator = TRY(Separator(args[1]));
  if (!args[1]) group = 0;
  auto size = static_cast<size_t>(buffer.size());
  size_t encoded = b64::HexEncodedSize(size, group);
  if (encoded == SIZE_MAX) return RaiseMemoryError();
  Handle out = TRY(NewBytes(encoded));
  b64::HexEncode(buffer.data(), size, static_cast<uint8_t>(separator), group, DataOf(out));
  return out.Release();
}

Owned BinasciiUnhexlify(Value, Value v) {
  AsciiInput input;
  TRY_VOID(input.Open(v));
  Handle out = TRY(NewBytes(input.size() / 2));
  b64::HexError error = b64::HexDecode(input.data(), input.size(), DataOf(out));
  if (error != b64::HexError::kNone)
    return Raise(&BinasciiErrorType, "%s", b64::HexErrorText(error));
  return out.Release();
}

// -- Uuencoding and quoted-printable --------------------------------------------------------------

Owned BinasciiA2bUu(Value, Value v) {
  AsciiInput input;
  TRY_VOID(input.Open(v));
  Handle out = TRY(NewBytes(b64::UuDecodedSize(input.data(), input.size())));
  b64::UuError error = b64::UuDecode(input.data(), input.size(), DataOf(out));
  if (error != b64::UuError::kNone) return Raise(&BinasciiErrorType, "%s", b64::UuErrorText(error));
  return out.Release();
}

Owned BinasciiB2aUu(Value, const Value* args) {
  bool backtick = TRY(Flag(args[1], false));
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(args[0]));
  auto size = static_cast<size_t>(buffer.size());
  if (size > b64::kUuMost) return Raise(&BinasciiErrorType, "At most 45 bytes at once");
  Handle out = TRY(NewBytes(b64::UuEncodedSize(size)));
  b64::UuEncode(buffer.data(), size, backtick, DataOf(out));
  return out.Release();
}

Owned BinasciiA2bQp(Value, const Value* args) {
  bool header = TRY(Flag(args[1], false));
  AsciiInput input;
  TRY_VOID(input.Open(args[0]));
  Handle out = TRY(NewBytes(input.size()));
  size_t size = b64::QuotedPrintableDecode(input.data(), input.size(), header, DataOf(out));
  return BytesShrink(out.Release(), static_cast<int64_t>(size));
}

Owned BinasciiB2aQp(Value, const Value* args) {
  b64::QuotedPrintableOptions options;
  options.quote_tabs = TRY(Flag(args[1], false));
  options.is_text = TRY(Flag(args[2], true));
  options.header = TRY(Flag(args[3], false));
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(args[0]));
  auto size = static_cast<size_t>(buffer.size());
  Handle out = TRY(NewBytes(b64::QuotedPrintableEncode(buffer.data(), size, options, nullptr)));
  b64::QuotedPrintableEncode(buffer.data(), size, options, DataOf(out));
  return out.Release();
}

// -- Checksums ------------------------------------------------------------------------------------

Owned BinasciiCrc32(Value, const Value* args, size_t nargs) {
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(args[0]));
  uint32_t crc = 0;
  if (nargs > 1) {
    Handle start = TRY(Index(args[1]));
    crc = static_cast<uint32_t>(IntAsUint64Mask(start));
  }
  return IntFromUint64(b64::Crc32(buffer.data(), static_cast<size_t>(buffer.size()), crc));
}

Owned BinasciiCrcHqx(Value, const Value* args, size_t) {
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(args[0]));
  Handle start = TRY(Index(args[1]));
  auto crc = static_cast<uint16_t>(IntAsUint64Mask(start));
  return IntFromUint64(b64::CrcHqx(buffer.data(), static_cast<size_t>(buffer.size()), crc));
}

#define HEXLIFY_DOC                                                                             \
  "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nHexadecimal representation " \
  "of binary data, with an optional separator between groups\nof bytes."
#define UNHEXLIFY_DOC \
  "($module, hexstr, /)\n--\n\nBinary data of hexadecimal representation."

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(binascii, a2b_uu, OneArg(BinasciiA2bUu),
                "($module, data, /)\n--\n\nDecode a line of uuencoded data."),
    PY_FUNCTION(binascii, b2a_uu, Bound(BinasciiB2aUu),
                "($module, data, /, *, backtick=False)\n--\n\nUuencode line of data."),
    PY_FUNCTION(binascii, a2b_base64, Bound(BinasciiA2bBase64),
                "($module, data, /, *, strict_mode=False)\n--\n\nDecode a line of base64 data."),
    PY_FUNCTION(binascii, b2a_base64, Bound(BinasciiB2aBase64),
                "($module, data, /, *, newline=True)\n--\n\nBase64-code line of data."),
    PY_FUNCTION(binascii, a2b_hex, OneArg(BinasciiUnhexlify), UNHEXLIFY_DOC),
    PY_FUNCTION(binascii, b2a_hex, Bound(BinasciiHexlify), HEXLIFY_DOC),
    PY_FUNCTION(binascii, hexlify, Bound(BinasciiHexlify), HEXLIFY_DOC),
    PY_FUNCTION(binascii, unhexlify, OneArg(BinasciiUnhexlify), UNHEXLIFY_DOC),
    PY_FUNCTION(binascii, crc32, Positional(BinasciiCrc32, 1, 2),
                "($module, data, crc=0, /)\n--\n\nCompute CRC-32 incrementally."),
    PY_FUNCTION(binascii, crc_hqx, Positional(BinasciiCrcHqx, 2, 2),
                "($module, data, crc, /)\n--\n\nCompute CRC-CCITT incrementally."),
    PY_FUNCTION(binascii, a2b_qp, Bound(BinasciiA2bQp),
                "($module, /, data, header=False)\n--\n\nDecode a string of qp-encoded data."),
    PY_FUNCTION(binascii, b2a_qp, Bound(BinasciiB2aQp),
                "($module, /, data, quotetabs=False, istext=True, header=False)\n--\n\nEncode a "
                "string using quoted-printable encoding."),
    {}};

bool Execute(Value module) {
  if (!BinasciiErrorType.dict) {
    TRY_VOID(InitBuiltinType({.type = &BinasciiErrorType,
                              .name = "binascii.Error",
                              .base = &ValueErrorType,
                              .basic_size = ValueErrorType.basic_size,
                              .flags = kTypeBase}));
    TRY_VOID(InitBuiltinType({.type = &IncompleteType,
                              .name = "binascii.Incomplete",
                              .base = &ExceptionType,
                              .basic_size = ExceptionType.basic_size,
                              .flags = kTypeBase}));
  }
  return ModuleAddType(module, &BinasciiErrorType) && ModuleAddType(module, &IncompleteType);
}

}  // namespace

extern const ModuleDefinition BinasciiModule{
    "binascii", "Conversion between binary data and ASCII", kFunctions, Execute};

}  // namespace polygil
