// repr(str).

#include "runtime/base/unicode/properties.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"
#include "runtime/types/text/units.h"

namespace polygil {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

// Writes `c` as it stands in a repr; returns the end. At most 10 units.
template <typename Unit>
Unit* WriteEscaped(Unit* out, uint32_t c, uint32_t quote) {
  if (c == quote || c == '\\') {
    *out++ = '\\';
    *out++ = static_cast<Unit>(c);
    return out;
  }
  if (c == '\n' || c == '\t' || c == '\r') {
    *out++ = '\\';
    *out++ = c == '\n' ? 'n' : c == '\t' ? 't' : 'r';
    return out;
  }
  if (c >= 0x80 ? UnicodeIsPrintable(c) : c >= ' ' && c != 0x7f) {
    *out++ = static_cast<Unit>(c);
    return out;
  }
  int width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  *out++ = '\\';
  *out++ = width == 2 ? 'x' : width == 4 ? 'u' : 'U';
  for (int shift = 4 * (width - 1); shift >= 0; shift -= 4)
    *out++ = static_cast<Unit>(kDigits[(c >> shift) & 15]);
  return out;
}

int64_t EscapedLength(uint32_t c, uint32_t quote) {
  uint32_t scratch[10];
  return WriteEscaped(scratch, c, quote) - scratch;
}

template <typename Unit>
void WriteRepr(Unit* out, const TextView& text, uint32_t quote) {
  *out++ = static_cast<Unit>(quote);
  WithTypedText(text, [&](const auto* units) {
    for (int64_t i = 0; i < text.length; ++i) {
      uint32_t c = units[i];
      if (c < 0x7f && c >= ' ' && c != quote && c != '\\') *out++ = static_cast<Unit>(c);
      else out = WriteEscaped(out, c, quote);
    }
  });
  *out = static_cast<Unit>(quote);
}

}  // namespace

Owned StrReprSlot(Value self) {
  TextView text = StrView(self);
  bool single = false, twofold = false, plain = true;
  WithTypedText(text, [&](const auto* units) {
    for (int64_t i = 0; i < text.length; ++i) {
      uint32_t c = units[i];
      single |= c == '\'';
      twofold |= c == '"';
      plain &= c - ' ' < 0x5f && c != '\\';
    }
  });
  uint32_t quote = single && !twofold ? '"' : '\'';
  // Most strs stand in their repr as they are.
  if (plain && !(single && twofold)) {
    Owned made = StrNew(text.length + 2, 0x7f);
    if (!made) return made;
    auto* units = static_cast<uint8_t*>(StrUnits(made.Peek()));
    units[0] = units[text.length + 1] = static_cast<uint8_t>(quote);
    CopyUnits(units + 1, 1, text.data, text.kind, text.length);
    return made;
  }
  int64_t length = 2;
  uint32_t maximum = 0x7f;
  for (int64_t i = 0; i < text.length; ++i) {
    uint32_t c = text[i];
    if (c < 0x7f && c >= ' ' && c != quote && c != '\\') {
      ++length;
      continue;
    }
    int64_t escaped = EscapedLength(c, quote);
    length += escaped;
    if (escaped == 1) maximum |= c;
  }
  Owned made = StrNew(length, maximum);
  if (!made) return made;
  void* units = StrUnits(made.Peek());
  switch (KindFor(maximum)) {
    case 1: WriteRepr(static_cast<uint8_t*>(units), text, quote); break;
    case 2: WriteRepr(static_cast<uint16_t*>(units), text, quote); break;
    default: WriteRepr(static_cast<uint32_t*>(units), text, quote); break;
  }
  return made;
}

}  // namespace polygil
