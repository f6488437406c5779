#include "runtime/base/jsontext/scan.h"

#include <bit>
#include <cstring>

namespace polygil::jsontext {
namespace {

constexpr uint64_t kOnes = 0x0101010101010101u;
constexpr uint64_t kHighs = 0x8080808080808080u;

// A word with the high bit of each byte that is zero; bytes above the first such
// one may be marked wrongly.
uint64_t ZeroBytes(uint64_t word) { return (word - kOnes) & ~word & kHighs; }

// Skips characters that need no thought (not '"', '\\' or, if `strict`, a control
// character) and collects their bits in *seen.
template <class Char>
const Char* SkipPlain(const Char* p, const Char* end, bool strict, uint32_t* seen) {
  uint32_t control = strict ? 32 : 0;
  if constexpr (sizeof(Char) == 1) {
    uint64_t bits = 0;
    for (; end - p >= 8; p += 8) {
      uint64_t word;
      memcpy(&word, p, 8);
      uint64_t special = ZeroBytes(word ^ kOnes * '"') | ZeroBytes(word ^ kOnes * '\\');
      if (strict) special |= (word - kOnes * 32) & ~word & kHighs;
      if (special != 0) break;
      bits |= word;
    }
    if (bits & kHighs) *seen |= 0x80;
  }
  uint32_t bits = 0;
  while (p != end && *p != '"' && *p != '\\' && *p >= control) bits |= *p++;
  *seen |= bits;
  return p;
}

int HexDigit(uint32_t c) {
  if (c - '0' < 10) return static_cast<int>(c - '0');
  if ((c | 32) - 'a' < 6) return static_cast<int>((c | 32) - 'a') + 10;
  return -1;
}

// The four digits at `p`, or -1. A character must follow them, as at least the
// closing quote does in a good string.
template <class Char>
int32_t FourDigits(const Char* p, const Char* end) {
  if (end - p < 5) return -1;
  int32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    int digit = HexDigit(p[i]);
    if (digit < 0) return -1;
    value = value << 4 | digit;
  }
  return value;
}

// What the escape letter stands for, or 0.
uint32_t SimpleEscape(uint32_t letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

// Decodes the escape behind the backslash at *p and moves past it.
template <class Char>
StringError TakeEscape(const Char** p, const Char* end, uint32_t* character) {
  const Char* at = *p + 1;
  if (at == end) return StringError::kUnterminated;
  if (*at != 'u') {
    *character = SimpleEscape(*at);
    *p = at + 1;
    return *character != 0 ? StringError::kNone : StringError::kEscape;
  }
  int32_t value = FourDigits(at + 1, end);
  if (value < 0) return StringError::kUnicodeEscape;
  at += 5;
  if ((value & 0xFC00) == 0xD800 && end - at >= 2 && at[0] == '\\' && at[1] == 'u') {
    int32_t low = FourDigits(at + 2, end);
    if (low >= 0 && (low & 0xFC00) == 0xDC00) {
      value = 0x10000 + ((value & 0x3FF) << 10 | (low & 0x3FF));
      at += 6;
    }
  }
  *character = static_cast<uint32_t>(value);
  *p = at;
  return StringError::kNone;
}

template <class Char>
StringScan Scan(const Char* text, size_t length, size_t begin, bool strict) {
  StringScan scan;
  const Char* end = text + length;
  const Char* p = text + begin;
  auto fail = [&](StringError error, size_t position) {
    scan.error = error;
    scan.error_position = position;
    return scan;
  };
  for (;;) {
    const Char* start = p;
    p = SkipPlain(p, end, strict, &scan.most);
    scan.length += static_cast<size_t>(p - start);
    if (p == end) return fail(StringError::kUnterminated, begin - 1);
    if (*p == '"') break;
    size_t position = static_cast<size_t>(p - text);
    if (*p != '\\') return fail(StringError::kControlCharacter, position);
    scan.has_escapes = true;
    uint32_t character;
    StringError error = TakeEscape(&p, end, &character);
    if (error == StringError::kUnterminated) return fail(error, begin - 1);
    if (error == StringError::kUnicodeEscape) return fail(error, position + 1);
    if (error != StringError::kNone) return fail(error, position);
    scan.most |= character;
    ++scan.length;
  }
  scan.stop = static_cast<size_t>(p - text) + 1;
  return scan;
}

template <class Char, class Out>
void Decode(const Char* p, const Char* stop, const Char* end, Out* out) {
  uint32_t unused = 0;
  while (p != stop) {
    const Char* start = p;
    p = SkipPlain(p, stop, false, &unused);
    if constexpr (sizeof(Char) == sizeof(Out)) {
      memcpy(out, start, static_cast<size_t>(p - start) * sizeof(Char));
      out += p - start;
    } else {
      while (start != p) *out++ = static_cast<Out>(*start++);
    }
    if (p == stop) return;
    uint32_t character = 0;
    TakeEscape(&p, end, &character);
    *out++ = static_cast<Out>(character);
  }
}

template <class Char>
NumberScan Number(const Char* text, size_t length, size_t begin) {
  size_t at = begin;
  auto is_digit = [&] { return at < length && static_cast<uint32_t>(text[at]) - '0' < 10; };
  if (at < length && text[at] == '-') ++at;
  if (!is_digit()) return {begin, false};
  if (text[at] == '0') {
    ++at;
  } else {
    while (is_digit()) ++at;
  }
  NumberScan scan = {at, false};
  if (at < length && text[at] == '.') {
    ++at;
    if (is_digit()) {
      while (is_digit()) ++at;
      scan = {at, true};
    }
  }
  at = scan.stop;
  if (at < length && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < length && (text[at] == '+' || text[at] == '-')) ++at;
    if (is_digit()) {
      while (is_digit()) ++at;
      scan = {at, true};
    }
  }
  return scan;
}

}  // namespace

StringScan ScanString(const Text& text, size_t begin, bool strict) {
  return WithCharacters(text, [&](auto* data) { return Scan(data, text.length, begin, strict); });
}

void DecodeString(const Text& text, size_t begin, const StringScan& scan, void* out,
                  int out_width) {
  WithCharacters(text, [&](auto* data) {
    auto* from = data + begin;
    auto* stop = data + scan.stop - 1;
    auto* end = data + text.length;
    if (out_width == 1) {
      Decode(from, stop, end, static_cast<uint8_t*>(out));
    } else if (out_width == 2) {
      Decode(from, stop, end, static_cast<uint16_t*>(out));
    } else {
      Decode(from, stop, end, static_cast<uint32_t*>(out));
    }
  });
}

const char* StringErrorText(StringError error) {
  switch (error) {
    case StringError::kNone:
      return "";
    case StringError::kUnterminated:
      return "Unterminated string starting at";
    case StringError::kControlCharacter:
      return "Invalid control character at";
    case StringError::kEscape:
      return "Invalid \\escape";
    case StringError::kUnicodeEscape:
      return "Invalid \\uXXXX escape";
  }
  return "";
}

NumberScan ScanNumber(const Text& text, size_t begin) {
  return WithCharacters(text, [&](auto* data) { return Number(data, text.length, begin); });
}

size_t SkipSpace(const Text& text, size_t at) {
  return WithCharacters(text, [&](auto* data) {
    while (at < text.length &&
           (data[at] == ' ' || data[at] == '\n' || data[at] == '\r' || data[at] == '\t')) {
      ++at;
    }
    return at;
  });
}

}  // namespace polygil::jsontext
