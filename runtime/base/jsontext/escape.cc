#include "runtime/base/jsontext/escape.h"

#include <cstdint>
#include <cstring>

namespace polygil::jsontext {
namespace {

// The letter of a two-character escape, 1 for a longer one, 0 for none.
struct EscapeTable {
  char letters[128];

  constexpr EscapeTable() : letters() {
    for (int c = 0; c < 32; ++c) letters[c] = 1;
    letters['"'] = '"';
    letters['\\'] = '\\';
    letters['\b'] = 'b';
    letters['\f'] = 'f';
    letters['\n'] = 'n';
    letters['\r'] = 'r';
    letters['\t'] = 't';
  }
};
constexpr EscapeTable kTable;

// Whether all 8 bytes stand for themselves in both forms.
bool AllPlain(const uint8_t* p) {
  constexpr uint64_t kOnes = 0x0101010101010101u;
  constexpr uint64_t kHighs = 0x8080808080808080u;
  uint64_t word;
  memcpy(&word, p, 8);
  auto zero = [](uint64_t x) { return (x - kOnes) & ~x; };
  uint64_t special = zero(word ^ kOnes * '"') | zero(word ^ kOnes * '\\') |
                     zero(word ^ kOnes * 0x7F) | (word - kOnes * 32) | word;
  return (special & kHighs) == 0;
}

template <bool kAscii>
size_t Width(uint32_t c) {
  if (c < 127 || (!kAscii && c == 127)) {
    char letter = c < 127 ? kTable.letters[c] : 0;
    return letter == 0 ? 1 : letter == 1 ? 6 : 2;
  }
  if (!kAscii) return 1;
  return c < 0x10000 ? 6 : 12;
}

template <bool kAscii, class Char>
size_t Measure(const Char* text, size_t length) {
  constexpr size_t kMost = PTRDIFF_MAX;
  size_t total = 2;
  for (size_t i = 0; i < length; ++i) {
    if constexpr (sizeof(Char) == 1) {
      while (length - i >= 8 && AllPlain(text + i)) {
        i += 8;
        total += 8;
      }
      if (i == length) break;
    }
    size_t width = Width<kAscii>(text[i]);
    if (total > kMost - width) return 0;
    total += width;
  }
  return total;
}

template <class Out>
Out* WriteUnit(uint32_t unit, Out* out) {
  *out++ = '\\';
  *out++ = 'u';
  for (int shift = 12; shift >= 0; shift -= 4) {
    *out++ = static_cast<Out>("0123456789abcdef"[unit >> shift & 15]);
  }
  return out;
}

template <bool kAscii, class Char, class Out>
void Write(const Char* text, size_t length, Out* out) {
  *out++ = '"';
  for (size_t i = 0; i < length; ++i) {
    if constexpr (sizeof(Char) == 1) {
      while (length - i >= 8 && AllPlain(text + i)) {
        memcpy(out, text + i, 8);
        out += 8;
        i += 8;
      }
      if (i == length) break;
    }
    uint32_t c = text[i];
    switch (Width<kAscii>(c)) {
      case 1:
        *out++ = static_cast<Out>(c);
        break;
      case 2:
        *out++ = '\\';
        *out++ = static_cast<Out>(kTable.letters[c]);
        break;
      case 6:
        out = WriteUnit(c, out);
        break;
      default:
        out = WriteUnit(0xD800 + ((c - 0x10000) >> 10), out);
        out = WriteUnit(0xDC00 + ((c - 0x10000) & 0x3FF), out);
    }
  }
  *out = '"';
}

}  // namespace

size_t MeasureEscaped(const Text& text, bool ascii) {
  return WithCharacters(text, [&](auto* data) {
    return ascii ? Measure<true>(data, text.length) : Measure<false>(data, text.length);
  });
}

void WriteEscaped(const Text& text, bool ascii, void* out) {
  WithCharacters(text, [&]<class Char>(const Char* data) {
    if (ascii) {
      Write<true>(data, text.length, static_cast<uint8_t*>(out));
    } else {
      Write<false>(data, text.length, static_cast<Char*>(out));
    }
  });
}

}  // namespace polygil::jsontext
