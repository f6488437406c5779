// repr() of constants, without objects: quotes, escapes and Python's layout of floats.

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "compiler/ast/printer.h"

namespace polygil::ast {
namespace {

// Shortest digits, scientific below 1e-4 and from 1e16 on. `add_point` makes it look like a float.
std::string FloatRepr(double value, bool add_point) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
  std::string_view text(buffer, end.ptr - buffer);
  size_t e = text.find('e');
  int exponent = atoi(std::string(text.substr(e + 1)).c_str());
  std::string sign = text[0] == '-' ? "-" : "";
  std::string digits;
  for (char c : text.substr(0, e)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  int count = static_cast<int>(digits.size());
  if (exponent < -4 || exponent >= 16) {
    std::string out = sign + digits[0];
    if (count > 1) out += "." + digits.substr(1);
    snprintf(buffer, sizeof buffer, "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
    return out + buffer;
  }
  if (exponent < 0) return sign + "0." + std::string(-exponent - 1, '0') + digits;
  if (count <= exponent + 1) {
    return sign + digits + std::string(exponent + 1 - count, '0') + (add_point ? ".0" : "");
  }
  return sign + digits.substr(0, exponent + 1) + "." + digits.substr(exponent + 1);
}

// The next character of WTF-8 text.
uint32_t NextCharacter(const unsigned char** p) {
  uint32_t c = *(*p)++;
  int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC0 ? 1 : 0;
  if (more > 0) c &= 0x3F >> more;
  while (more-- > 0) c = (c << 6) | (*(*p)++ & 0x3F);
  return c;
}

void AppendEscaped(uint32_t c, char quote, std::string* out) {
  char buffer[16];
  if (c == '\\' || c == static_cast<unsigned char>(quote)) {
    *out += '\\';
    *out += static_cast<char>(c);
  } else if (c == '\n' || c == '\r' || c == '\t') {
    *out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
  } else if (c >= 0x20 && c < 0x7F) {
    *out += static_cast<char>(c);
  } else {
    const char* format = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    snprintf(buffer, sizeof buffer, format, c);
    *out += buffer;
  }
}

char ChooseQuote(std::string_view text) {
  bool has_single = text.find('\'') != std::string_view::npos;
  bool has_double = text.find('"') != std::string_view::npos;
  return has_single && !has_double ? '"' : '\'';
}

std::string StringRepr(std::string_view text, const PrintOptions& options) {
  char quote = ChooseQuote(text);
  std::string out(1, quote);
  auto* p = reinterpret_cast<const unsigned char*>(text.data());
  auto* end = p + text.size();
  while (p < end) {
    auto* start = p;
    uint32_t c = NextCharacter(&p);
    bool plain = c >= 0x80 && options.is_printable != nullptr && options.is_printable(c);
    if (plain) {
      out.append(reinterpret_cast<const char*>(start), p - start);
    } else {
      AppendEscaped(c, quote, &out);
    }
  }
  return out + quote;
}

std::string BytesRepr(std::string_view bytes) {
  char quote = ChooseQuote(bytes);
  std::string out = std::string("b") + quote;
  for (unsigned char c : bytes) AppendEscaped(c, quote, &out);
  return out + quote;
}

std::string ComplexRepr(const ConstantValue& value) {
  std::string imaginary = FloatRepr(value.imaginary, false) + "j";
  if (value.real == 0 && !std::signbit(value.real)) return imaginary;
  bool has_sign = imaginary[0] == '-';
  return "(" + FloatRepr(value.real, false) + (has_sign ? "" : "+") + imaginary + ")";
}

std::string ItemsRepr(const ConstantValue& value, const PrintOptions& options) {
  std::string out;
  for (const ConstantValue& item : value.items) {
    if (!out.empty()) out += ", ";
    out += ConstantRepr(item, options);
  }
  return out;
}

}  // namespace

std::string ConstantRepr(const ConstantValue& value, const PrintOptions& options) {
  switch (value.kind) {
    case ConstantKind::kNone:
      return "None";
    case ConstantKind::kTrue:
      return "True";
    case ConstantKind::kFalse:
      return "False";
    case ConstantKind::kEllipsis:
      return "Ellipsis";
    case ConstantKind::kInt:
      return std::to_string(value.integer);
    case ConstantKind::kBigInt: {
      std::string magnitude = options.big_to_decimal != nullptr
                                  ? options.big_to_decimal(value.text)
                                  : "0x" + std::string(value.text);
      return (value.negative ? "-" : "") + magnitude;
    }
    case ConstantKind::kFloat:
      return FloatRepr(value.real, true);
    case ConstantKind::kComplex:
      return ComplexRepr(value);
    case ConstantKind::kStr:
      return StringRepr(value.text, options);
    case ConstantKind::kBytes:
      return BytesRepr(value.text);
    case ConstantKind::kTuple:
      return "(" + ItemsRepr(value, options) + (value.items.count == 1 ? ",)" : ")");
    case ConstantKind::kFrozenSet:
      return value.items.empty() ? "frozenset()" : "frozenset({" + ItemsRepr(value, options) + "})";
  }
  return "";
}

}  // namespace polygil::ast
