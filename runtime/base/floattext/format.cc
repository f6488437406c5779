// std::to_chars gives correctly rounded digits; the layout is Python's.

#include "runtime/base/floattext/format.h"

#include <math.h>
#include <string.h>

#include <charconv>

namespace polygil {
namespace {

// No double has more significant decimal digits than this.
constexpr int kMostDigits = 767;

// value = 0.d1 d2 d3 ... * 10**point, without trailing zeros.
struct Digits {
  char text[kMostDigits + 16];
  int count;
  int point;
};

// Splits "d.ddde-xx" as std::to_chars writes it.
void SplitScientific(Digits* digits, const char* end) {
  const char* at = digits->text;
  char* to = digits->text;
  for (; *at != 'e'; ++at) {
    if (*at != '.') *to++ = *at;
  }
  ++at;
  bool negative = *at++ == '-';
  int exponent = 0;
  for (; at != end; ++at) exponent = exponent * 10 + (*at - '0');
  digits->point = (negative ? -exponent : exponent) + 1;
  while (to > digits->text + 1 && to[-1] == '0') --to;
  digits->count = static_cast<int>(to - digits->text);
  // Zero counts as one digit before the point.
  if (digits->text[0] == '0') digits->point = 1;
}

void ShortestDigits(Digits* digits, double magnitude) {
  auto result = std::to_chars(digits->text, digits->text + sizeof(digits->text), magnitude,
                              std::chars_format::scientific);
  SplitScientific(digits, result.ptr);
}

void RoundedDigits(Digits* digits, double magnitude, int count) {
  if (count > kMostDigits) count = kMostDigits;
  auto result = std::to_chars(digits->text, digits->text + sizeof(digits->text), magnitude,
                              std::chars_format::scientific, count - 1);
  SplitScientific(digits, result.ptr);
}

char* WriteExponent(char* out, int exponent, char letter) {
  *out++ = letter;
  *out++ = exponent < 0 ? '-' : '+';
  if (exponent < 0) exponent = -exponent;
  if (exponent >= 100) {
    *out++ = static_cast<char>('0' + exponent / 100);
    exponent %= 100;
  }
  *out++ = static_cast<char>('0' + exponent / 10);
  *out++ = static_cast<char>('0' + exponent % 10);
  return out;
}

// Writes zeros for positions outside the digits that there are.
char* WriteRun(char* out, const Digits& digits, int64_t from, int64_t to) {
  for (int64_t i = from; i < to; ++i) {
    *out++ = i >= 0 && i < digits.count ? digits.text[i] : '0';
  }
  return out;
}

// Lays the digits out. `last` is the position behind the last digit to show.
char* Layout(char* out, const Digits& digits, int64_t last, bool exponential, char letter,
             unsigned flags) {
  int64_t point = exponential ? 1 : digits.point;
  int64_t least = point + (!exponential && (flags & kFloatAddDotZero) ? 1 : 0);
  if (last < least) last = least;
  if (point <= 0) {
    *out++ = '0';
    *out++ = '.';
    out = WriteRun(out, digits, point, last);
  } else {
    out = WriteRun(out, digits, 0, point);
    *out++ = '.';
    out = WriteRun(out, digits, point, last);
  }
  if (out[-1] == '.' && !(flags & kFloatAlternate)) --out;
  if (exponential) out = WriteExponent(out, digits.point - 1, letter);
  return out;
}

char* WriteSpecial(char* out, double value, bool upper, unsigned flags) {
  if (value < 0) {
    *out++ = '-';
  } else if (flags & kFloatAlwaysSign) {
    *out++ = '+';
  }
  memcpy(out, isnan(value) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf"), 3);
  return out + 3;
}

char* WriteFixed(char* out, double magnitude, int precision, unsigned flags) {
  char* end = out + 330 + precision;
  auto result = std::to_chars(out, end, magnitude, std::chars_format::fixed, precision);
  out = result.ptr;
  if (precision == 0 && (flags & kFloatAlternate)) *out++ = '.';
  return out;
}

char* WriteScientific(char* out, double magnitude, int precision, char letter, unsigned flags) {
  Digits digits;
  RoundedDigits(&digits, magnitude, precision + 1 > 0 ? precision + 1 : kMostDigits);
  return Layout(out, digits, static_cast<int64_t>(precision) + 1, true, letter, flags);
}

char* WriteGeneral(char* out, double magnitude, int precision, char letter, unsigned flags) {
  if (precision == 0) precision = 1;
  Digits digits;
  RoundedDigits(&digits, magnitude, precision);
  int most = precision - (flags & kFloatAddDotZero ? 1 : 0);
  bool exponential = digits.point <= -4 || digits.point > most;
  int64_t last = flags & kFloatAlternate ? precision : digits.count;
  // In plain notation zeros before the first digit do not count.
  return Layout(out, digits, last, exponential, letter, flags);
}

char* WriteShortest(char* out, double magnitude, unsigned flags) {
  Digits digits;
  ShortestDigits(&digits, magnitude);
  bool exponential = digits.point <= -4 || digits.point > 16;
  return Layout(out, digits, digits.count, exponential, 'e', flags);
}

bool ShowsOnlyZeros(const char* from, const char* to) {
  for (; from != to && *from != 'e' && *from != 'E'; ++from) {
    if (*from >= '1' && *from <= '9') return false;
  }
  return true;
}

}  // namespace

int FloatRepr(char* out, double value) {
  char* at = out;
  if (!isfinite(value)) {
    return static_cast<int>(WriteSpecial(at, value, false, 0) - out);
  }
  if (signbit(value)) *at++ = '-';
  at = WriteShortest(at, fabs(value), kFloatAddDotZero);
  return static_cast<int>(at - out);
}

int64_t FloatFormatBound(double value, char type, int precision) {
  if (type == 'r') return kFloatReprBound;
  bool fixed = type == 'f' || type == 'F' || type == '%';
  // Sign, first digits, point, exponent or percent sign; the whole integral part
  // of a large number.
  return static_cast<int64_t>(precision) + (fixed && !(fabs(value) < 1e12) ? 350 : 24);
}

int64_t FloatFormat(char* out, double value, char type, int precision, unsigned flags) {
  bool upper = type >= 'A' && type <= 'Z';
  char lower = upper ? static_cast<char>(type + 32) : type;
  char letter = upper ? 'E' : 'e';
  char* at = out;
  if (lower == '%') value *= 100.0;
  if (!isfinite(value)) {
    at = WriteSpecial(at, value, upper, flags);
    if (lower == '%') *at++ = '%';
    return at - out;
  }
  bool negative = signbit(value);
  // Room for a sign is made first, as rounding may take it away again.
  char* body = at + 1;
  double magnitude = fabs(value);
  switch (lower) {
    case 'e':
      at = WriteScientific(body, magnitude, precision, letter, flags);
      break;
    case 'g':
      at = WriteGeneral(body, magnitude, precision, letter, flags);
      break;
    case 'r':
      at = WriteShortest(body, magnitude, flags);
      break;
    default:
      at = WriteFixed(body, magnitude, precision, flags);
      if (lower == '%') *at++ = '%';
      break;
  }
  if (negative && (flags & kFloatNoNegativeZero) && ShowsOnlyZeros(body, at)) {
    negative = false;
  }
  if (negative || (flags & kFloatAlwaysSign)) {
    *out = negative ? '-' : '+';
  } else {
    memmove(out, body, at - body);
    --at;
  }
  return at - out;
}

int FloatHex(char* out, double value) {
  char* at = out;
  if (!isfinite(value)) {
    return static_cast<int>(WriteSpecial(at, value, false, 0) - out);
  }
  uint64_t bits;
  memcpy(&bits, &value, sizeof(bits));
  if (bits >> 63) *at++ = '-';
  uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  int exponent = static_cast<int>(bits >> 52 & 0x7ff);
  memcpy(at, "0x", 2);
  at += 2;
  *at++ = exponent == 0 ? '0' : '1';
  *at++ = '.';
  if (exponent == 0 && fraction == 0) {
    memcpy(at, "0p+0", 4);
    return static_cast<int>(at + 4 - out);
  }
  for (int shift = 48; shift >= 0; shift -= 4) {
    *at++ = "0123456789abcdef"[fraction >> shift & 15];
  }
  exponent = exponent == 0 ? -1022 : exponent - 1023;
  *at++ = 'p';
  *at++ = exponent < 0 ? '-' : '+';
  at = std::to_chars(at, at + 8, exponent < 0 ? -exponent : exponent).ptr;
  return static_cast<int>(at - out);
}

}  // namespace polygil
