// The grammar is checked here, so that std::from_chars only ever sees plain
// decimal numbers.

#include "runtime/base/floattext/parse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <charconv>

namespace polygil {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Length of `word` when the text starts with it, in any case.
size_t MatchWord(const char* text, size_t length, const char* word) {
  size_t i = 0;
  for (; word[i] != 0; ++i) {
    if (i >= length || (text[i] | 32) != word[i]) return 0;
  }
  return i;
}

size_t ParseSpecial(const char* text, size_t length, double* value) {
  size_t read = MatchWord(text, length, "infinity");
  if (read == 0) read = MatchWord(text, length, "inf");
  if (read != 0) {
    *value = INFINITY;
    return read;
  }
  read = MatchWord(text, length, "nan");
  if (read != 0) *value = NAN;
  return read;
}

// Length of the unsigned decimal number at the start, 0 if there is none.
size_t ScanDecimal(const char* text, size_t length) {
  size_t i = 0;
  size_t digits = 0;
  for (; i < length && IsDigit(text[i]); ++i) ++digits;
  if (i < length && text[i] == '.') {
    ++i;
    for (; i < length && IsDigit(text[i]); ++i) ++digits;
  }
  if (digits == 0) return 0;
  if (i < length && (text[i] | 32) == 'e') {
    size_t j = i + 1;
    if (j < length && (text[j] == '+' || text[j] == '-')) ++j;
    if (j < length && IsDigit(text[j])) {
      while (j < length && IsDigit(text[j])) ++j;
      i = j;
    }
  }
  return i;
}

// Whether a number that no double can hold is large, not small.
bool OutOfRangeIsLarge(const char* text, size_t length) {
  int64_t magnitude = 0;
  bool seen = false;
  bool point = false;
  size_t i = 0;
  for (; i < length && (text[i] | 32) != 'e'; ++i) {
    if (text[i] == '.') {
      point = true;
    } else {
      seen = seen || text[i] != '0';
      if (point && !seen) --magnitude;
      if (!point && seen) ++magnitude;
    }
  }
  if (!seen) return false;
  if (i == length) return magnitude > 0;
  bool negative = text[++i] == '-';
  if (text[i] == '-' || text[i] == '+') ++i;
  int64_t exponent = 0;
  for (; i < length; ++i) {
    if (exponent < int64_t{1} << 56) exponent = exponent * 10 + (text[i] - '0');
  }
  return magnitude + (negative ? -exponent : exponent) > 0;
}

// Underscores must stand between digits. Returns false if one does not.
bool DropUnderscores(const char* text, size_t length, char* out, size_t* written) {
  char previous = 0;
  size_t count = 0;
  for (size_t i = 0; i < length; ++i) {
    if (text[i] == '_') {
      if (!IsDigit(previous)) return false;
    } else {
      if (previous == '_' && !IsDigit(text[i])) return false;
      out[count++] = text[i];
    }
    previous = text[i];
  }
  *written = count;
  return previous != '_';
}

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The significant bits of a hexadecimal number: value = bits * 2**exponent, and
// something below when sticky.
struct HexNumber {
  uint64_t bits = 0;
  int64_t exponent = 0;
  bool sticky = false;

  void Add(int digit, bool fraction) {
    if (bits >> 60 == 0) {
      bits = bits << 4 | static_cast<uint64_t>(digit);
      if (fraction) exponent -= 4;
    } else {
      sticky = sticky || digit != 0;
      if (!fraction) exponent += 4;
    }
  }
};

FloatHexStatus RoundHex(HexNumber number, double* value) {
  if (number.bits == 0) {
    *value = 0.0;
    return FloatHexStatus::kOk;
  }
  int length = 64 - __builtin_clzll(number.bits);
  int64_t top = number.exponent + length;
  if (top > 1025) return FloatHexStatus::kOverflow;
  if (top < -1075) {
    *value = 0.0;
    return FloatHexStatus::kOk;
  }
  int64_t drop = length - 53;
  if (drop < -1074 - number.exponent) drop = -1074 - number.exponent;
  uint64_t kept = number.bits;
  if (drop > 0) {
    unsigned __int128 wide = number.bits;
    kept = static_cast<uint64_t>(wide >> drop);
    unsigned __int128 unit = static_cast<unsigned __int128>(1) << drop;
    unsigned __int128 rest = wide & (unit - 1);
    if (rest > unit / 2 || (rest == unit / 2 && (number.sticky || (kept & 1)))) {
      ++kept;
    }
  } else {
    drop = 0;
  }
  *value = ldexp(static_cast<double>(kept), static_cast<int>(number.exponent + drop));
  return isinf(*value) ? FloatHexStatus::kOverflow : FloatHexStatus::kOk;
}

// Reads the exponent behind 'p'; false when there are no digits.
bool ParseHexExponent(const char*& at, const char* end, int64_t* exponent) {
  bool negative = at < end && *at == '-';
  if (at < end && (*at == '-' || *at == '+')) ++at;
  if (at == end || !IsDigit(*at)) return false;
  int64_t read = 0;
  for (; at < end && IsDigit(*at); ++at) {
    if (read < int64_t{1} << 56) read = read * 10 + (*at - '0');
  }
  *exponent += negative ? -read : read;
  return true;
}

}  // namespace

size_t FloatParsePrefix(const char* text, size_t length, double* value) {
  size_t sign = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const char* body = text + sign;
  size_t count = ScanDecimal(body, length - sign);
  double result = 0.0;
  if (count == 0) {
    count = ParseSpecial(body, length - sign, &result);
    if (count == 0) return 0;
  } else {
    auto parsed = std::from_chars(body, body + count, result);
    if (parsed.ec == std::errc::result_out_of_range) {
      result = OutOfRangeIsLarge(body, count) ? INFINITY : 0.0;
    }
  }
  *value = sign != 0 && text[0] == '-' ? -result : result;
  return sign + count;
}

bool FloatParse(const char* text, size_t length, double* value) {
  if (memchr(text, '_', length) == nullptr) {
    return length > 0 && FloatParsePrefix(text, length, value) == length;
  }
  char inline_copy[128];
  char* copy = length <= sizeof(inline_copy) ? inline_copy : static_cast<char*>(malloc(length));
  if (copy == nullptr) return false;
  size_t count = 0;
  bool valid = DropUnderscores(text, length, copy, &count) &&
               FloatParsePrefix(copy, count, value) == count && count > 0;
  if (copy != inline_copy) free(copy);
  return valid;
}

FloatHexStatus FloatFromHex(const char* text, size_t length, double* value) {
  const char* at = text;
  const char* end = text + length;
  while (at < end && IsSpace(*at)) ++at;
  while (end > at && IsSpace(end[-1])) --end;
  bool negative = at < end && *at == '-';
  if (at < end && (*at == '-' || *at == '+')) ++at;
  size_t special = ParseSpecial(at, end - at, value);
  FloatHexStatus status = FloatHexStatus::kOk;
  if (special != 0) {
    at += special;
  } else {
    if (end - at >= 2 && at[0] == '0' && (at[1] | 32) == 'x') at += 2;
    HexNumber number;
    int digits = 0;
    bool fraction = false;
    for (; at < end; ++at) {
      if (*at == '.' && !fraction) {
        fraction = true;
        continue;
      }
      int digit = HexValue(*at);
      if (digit < 0) break;
      number.Add(digit, fraction);
      digits = 1;
    }
    if (digits == 0) return FloatHexStatus::kInvalid;
    if (at < end && (*at | 32) == 'p') {
      ++at;
      if (!ParseHexExponent(at, end, &number.exponent)) {
        return FloatHexStatus::kInvalid;
      }
    }
    if (at == end) status = RoundHex(number, value);
  }
  if (at != end) return FloatHexStatus::kInvalid;
  if (negative) *value = -*value;
  return status;
}

}  // namespace polygil
