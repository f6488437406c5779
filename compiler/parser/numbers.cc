// Number literals: 64-bit integers fast, bigger ones as hexadecimal text, floats by from_chars.

#include "compiler/parser/numbers.h"

#include <charconv>
#include <cstdio>
#include <limits>
#include <vector>

namespace polygil {
namespace {

using ast::ConstantKind;
using ast::ConstantValue;

int DigitValue(char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

std::string_view StripLeadingZeros(std::string_view digits) {
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  return digits;
}

// The hexadecimal text of little-endian limbs.
std::string LimbsToHex(const std::vector<uint32_t>& limbs) {
  std::string hex;
  for (size_t i = limbs.size(); i-- > 0;) {
    char buffer[9];
    snprintf(buffer, sizeof buffer, "%08x", limbs[i]);
    hex += buffer;
  }
  return std::string(StripLeadingZeros(hex));
}

std::string DecimalToHex(std::string_view digits) {
  std::vector<uint32_t> limbs;
  constexpr size_t kChunk = 9;
  for (size_t i = 0; i < digits.size();) {
    size_t length = i == 0 && digits.size() % kChunk != 0 ? digits.size() % kChunk : kChunk;
    uint64_t carry = 0;
    uint64_t scale = 1;
    for (size_t k = 0; k < length; k++) {
      carry = carry * 10 + (digits[i + k] - '0');
      scale *= 10;
    }
    for (uint32_t& limb : limbs) {
      uint64_t product = limb * scale + carry;
      limb = static_cast<uint32_t>(product);
      carry = product >> 32;
    }
    if (carry != 0) limbs.push_back(static_cast<uint32_t>(carry));
    i += length;
  }
  return LimbsToHex(limbs);
}

// Digits of a radix that is a power of two.
std::string BinaryRadixToHex(std::string_view digits, int bits_per_digit) {
  std::vector<uint32_t> limbs;
  uint64_t window = 0;
  int filled = 0;
  for (size_t i = digits.size(); i-- > 0;) {
    window |= static_cast<uint64_t>(DigitValue(digits[i])) << filled;
    filled += bits_per_digit;
    if (filled >= 32) {
      limbs.push_back(static_cast<uint32_t>(window));
      window >>= 32;
      filled -= 32;
    }
  }
  if (filled > 0) limbs.push_back(static_cast<uint32_t>(window));
  return LimbsToHex(limbs);
}

void SetInteger(std::string_view digits, int radix, ast::Arena* arena, ConstantValue* value) {
  value->kind = ConstantKind::kInt;
  uint64_t result = 0;
  bool fits = true;
  for (char c : digits) {
    uint64_t next;
    fits = fits && !__builtin_mul_overflow(result, static_cast<uint64_t>(radix), &next) &&
           !__builtin_add_overflow(next, static_cast<uint64_t>(DigitValue(c)), &result);
    if (!fits) break;
  }
  if (fits && result <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    value->integer = static_cast<int64_t>(result);
    return;
  }
  value->kind = ConstantKind::kBigInt;
  int bits = radix == 16 ? 4 : radix == 8 ? 3 : 1;
  value->text = arena->Copy(radix == 10 ? DecimalToHex(digits) : BinaryRadixToHex(digits, bits));
}

// from_chars leaves the value alone when it is out of range; then the size of the number tells
// whether it is infinite or zero.
double ParseDouble(std::string_view text) {
  double value = 0;
  auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc::result_out_of_range) return value;
  int64_t exponent = 0;  // of ten, of the first significant digit, roughly
  size_t i = 0;
  bool seen_digit = false;
  bool after_point = false;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; i++) {
    if (text[i] == '.') {
      after_point = true;
      continue;
    }
    if (text[i] != '0') seen_digit = true;
    if (seen_digit && !after_point) exponent++;
    if (!seen_digit && after_point) exponent--;
  }
  if (i < text.size()) {
    i++;
    bool negative = text[i] == '-';
    if (text[i] == '-' || text[i] == '+') i++;
    int64_t written = 0;
    for (; i < text.size() && written < (int64_t{1} << 50); i++) {
      written = written * 10 + (text[i] - '0');
    }
    exponent += negative ? -written : written;
  }
  return exponent > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

}  // namespace

bool ParseNumber(std::string_view text, int32_t max_digits, ast::Arena* arena,
                 ConstantValue* value, std::string* error) {
  std::string without_underscores;
  if (text.find('_') != std::string_view::npos) {
    for (char c : text) {
      if (c != '_') without_underscores += c;
    }
    text = without_underscores;
  }
  if (text.size() > 1 && text[0] == '0') {
    char radix = static_cast<char>(text[1] | 32);
    if (radix == 'x' || radix == 'o' || radix == 'b') {
      SetInteger(StripLeadingZeros(text.substr(2)), radix == 'x' ? 16 : radix == 'o' ? 8 : 2,
                 arena, value);
      return true;
    }
  }
  char last = text.back();
  if (last == 'j' || last == 'J') {
    value->kind = ConstantKind::kComplex;
    value->imaginary = ParseDouble(text.substr(0, text.size() - 1));
    return true;
  }
  if (text.find_first_of(".eE") != std::string_view::npos) {
    value->kind = ConstantKind::kFloat;
    value->real = ParseDouble(text);
    return true;
  }
  if (max_digits > 0 && text.size() > static_cast<size_t>(max_digits) && text.size() > 640) {
    *error = "Exceeds the limit (" + std::to_string(max_digits) +
             " digits) for integer string conversion: value has " + std::to_string(text.size()) +
             " digits; use sys.set_int_max_str_digits() to increase the limit - Consider "
             "hexadecimal for huge integer literals to avoid decimal conversion limits.";
    return false;
  }
  SetInteger(StripLeadingZeros(text), 10, arena, value);
  return true;
}

std::string HexToDecimal(std::string_view hex) {
  std::vector<uint32_t> chunks = {0};  // little-endian, base 10^9
  constexpr uint64_t kBase = 1000000000;
  for (char c : hex) {
    uint64_t carry = DigitValue(c);
    for (uint32_t& chunk : chunks) {
      uint64_t product = chunk * uint64_t{16} + carry;
      chunk = static_cast<uint32_t>(product % kBase);
      carry = product / kBase;
    }
    if (carry != 0) chunks.push_back(static_cast<uint32_t>(carry));
  }
  std::string decimal = std::to_string(chunks.back());
  for (size_t i = chunks.size() - 1; i-- > 0;) {
    char buffer[10];
    snprintf(buffer, sizeof buffer, "%09u", chunks[i]);
    decimal += buffer;
  }
  return decimal;
}

}  // namespace polygil
