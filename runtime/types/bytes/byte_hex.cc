// hex(), fromhex() and repr().

#include <array>
#include <cstring>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

// The separator of hex(): one ASCII character.
bool ReadSeparator(Value v, uint8_t* out) {
  int64_t length = TRY(Length(v));
  if (length != 1) return Raise(&ValueErrorType, "sep must be length 1.");
  uint32_t c;
  if (IsStr(v))
    c = StrAt(v, 0);
  else if (IsBytes(v))
    c = static_cast<uint8_t>(ByteView(v)[0]);
  else
    return Raise(&TypeErrorType, "sep must be str or bytes.");
  if (c > 127) return Raise(&ValueErrorType, "sep must be ASCII.");
  *out = static_cast<uint8_t>(c);
  return true;
}

// What HexValue says about each latin-1 character.
constexpr std::array<int8_t, 256> kHexValues = [] {
  std::array<int8_t, 256> values{};
  for (int c = 0; c < 256; ++c)
    values[static_cast<size_t>(c)] = static_cast<int8_t>(c >= '0' && c <= '9'   ? c - '0'
                                                         : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                                         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                                                : -1);
  return values;
}();

inline uint8_t* PutHex(uint8_t* to, uint8_t byte) {
  *to++ = static_cast<uint8_t>(kDigits[byte >> 4]);
  *to++ = static_cast<uint8_t>(kDigits[byte & 15]);
  return to;
}

inline int HexValue(uint32_t c) { return c < 256 ? kHexValues[c] : -1; }

// Reads pairs of digits up to the first character that is none; returns the pairs.
int64_t ReadPairs(const uint8_t* text, int64_t length, uint8_t* out) {
  int64_t pairs = 0;
  for (; 2 * pairs + 1 < length; ++pairs) {
    int byte = kHexValues[text[2 * pairs]] * 16 + kHexValues[text[2 * pairs + 1]];
    if ((kHexValues[text[2 * pairs]] | kHexValues[text[2 * pairs + 1]]) < 0) break;
    out[pairs] = static_cast<uint8_t>(byte);
  }
  return pairs;
}

bool IsSpace(uint32_t c) { return c == ' ' || c - 9 < 5; }

}  // namespace

Owned HexText(const uint8_t* data, int64_t size, Value separator_value, Value group_value) {
  uint8_t separator = 0;
  int64_t group = 1;
  if (separator_value) TRY_VOID(ReadSeparator(separator_value, &separator));
  if (group_value) TRY_VOID(ReadSize(group_value, &group));
  bool from_left = group < 0;
  if (from_left) group = -group;
  if (!separator_value) group = 0;
  if (size == 0) return StrEmpty();
  int64_t separators = group != 0 ? (size - 1) / group : 0;
  if (size > (INT64_MAX - separators) / 2) return RaiseMemoryError();
  Owned made = StrNew(2 * size + separators, 0x7f);
  if (!made) return made;
  auto* to = static_cast<uint8_t*>(StrUnits(made.Peek()));
  if (group == 0) {
    for (int64_t i = 0; i < size; ++i, to += 2) {
      to[0] = static_cast<uint8_t>(kDigits[data[i] >> 4]);
      to[1] = static_cast<uint8_t>(kDigits[data[i] & 15]);
    }
    return made;
  }
  for (int64_t i = 0; i < size; ++i) {
    int64_t counted = from_left ? i : size - i;
    if (i != 0 && counted % group == 0) *to++ = separator;
    to = PutHex(to, data[i]);
  }
  return made;
}

Owned ByteHexMethod(Value self, const Value* args) {
  TextView text = ByteView(self);
  return HexText(BytesOfView(text), text.length, args[0], args[1]);
}

Owned ByteFromhexMethod(Value cls, Value text) {
  if (!IsStr(text))
    return Raise(&TypeErrorType, "fromhex() argument must be str, not %.50s",
                 text.IsNone() ? "None" : TypeName(text));
  int64_t length = StrLength(text);
  Handle made = TRY(BytesNew(nullptr, length / 2));
  uint8_t* start = made.As<Bytes>()->data;
  uint8_t* to = start;
  const uint8_t* latin =
      StrView(text).kind == 1 ? static_cast<const uint8_t*>(StrUnits(text)) : nullptr;
  for (int64_t i = 0; i < length;) {
    if (latin != nullptr) {
      int64_t pairs = ReadPairs(latin + i, length - i, to);
      to += pairs;
      i += 2 * pairs;
      if (i >= length) break;
    }
    if (IsSpace(StrAt(text, i))) {
      ++i;
      continue;
    }
    int high = HexValue(StrAt(text, i));
    int low = high >= 0 && i + 1 < length ? HexValue(StrAt(text, i + 1)) : -1;
    if (high < 0 || low < 0)
      return Raise(&ValueErrorType, "non-hexadecimal number found in fromhex() arg at position %zd",
                   high < 0 ? i : i + 1);
    *to++ = static_cast<uint8_t>(high << 4 | low);
    i += 2;
  }
  if (cls == Value::Pointer(&BytesType))
    return to == start ? BytesNew("", 0) : BytesShrink(made.Release(), to - start);
  if (cls == Value::Pointer(&ByteArrayType)) return ByteArrayNew(start, to - start);
  Handle bytes = TRY(BytesNew(start, to - start));
  return Call(cls, {bytes});
}

Owned ByteReprText(const uint8_t* data, int64_t size, bool bytearray_quirk) {
  bool single = size != 0 && memchr(data, '\'', static_cast<size_t>(size)) != nullptr;
  bool twofold = size != 0 && memchr(data, '"', static_cast<size_t>(size)) != nullptr;
  uint8_t quote = single && !twofold ? '"' : '\'';
  StrBuilder out;
  TRY_VOID(out.AppendAscii("b", 1) && out.Append(quote));
  int64_t plain = 0;  // start of what can be copied as it is
  for (int64_t i = 0; i <= size; ++i) {
    uint8_t c = i < size ? data[i] : 0;
    bool escaped = c == quote || c == '\\' || (bytearray_quirk && c == '\'');
    if (i < size && !escaped && c >= ' ' && c < 0x7f) continue;
    if (i > plain)
      TRY_VOID(out.AppendAscii(reinterpret_cast<const char*>(data) + plain,
                               static_cast<size_t>(i - plain)));
    plain = i + 1;
    if (i == size) break;
    char text[4] = {'\\', static_cast<char>(c), 0, 0};
    size_t count = 2;
    if (c == '\t' || c == '\n' || c == '\r') {
      text[1] = c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
    } else if (!escaped) {
      text[1] = 'x', text[2] = kDigits[c >> 4], text[3] = kDigits[c & 15];
      count = 4;
    }
    TRY_VOID(out.AppendAscii(text, count));
  }
  TRY_VOID(out.Append(quote));
  return out.Finish();
}

}  // namespace polygil
