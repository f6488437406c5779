// A number is a sign, a prefix, grouped digits and a rest (fraction, exponent,
// percent sign, or the letters of inf and nan).

#include "runtime/base/formatspec/format_number.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "runtime/base/bigint/text.h"
#include "runtime/base/floattext/format.h"

namespace polygil {
namespace {

struct Parts {
  bool negative = false;
  const char* prefix = "";
  const char* digits = nullptr;
  int64_t digit_count = 0;
  bool has_point = false;
  const char* rest = "";  // Behind the point
  int64_t rest_count = 0;
};

// The group sizes of a locale, from the right; the last one repeats.
class Groups {
 public:
  explicit Groups(const char* sizes) : sizes_(sizes) {}

  // 0 when no more groups are formed.
  int64_t Next() {
    if (*sizes_ == CHAR_MAX) return 0;
    if (*sizes_ != 0) last_ = *sizes_++;
    return last_;
  }

 private:
  const char* sizes_;
  int64_t last_ = 0;
};

// Writes digits with separators right to left, ending before `end`, with zeros in
// front up to `least` characters. With a null `end` it only counts.
int64_t GroupDigits(char* end, const Parts& parts, int64_t least, const FormatLocale& locale) {
  if (parts.digit_count == 0) return 0;
  int64_t separator = static_cast<int64_t>(strlen(locale.thousands_separator));
  Groups groups(separator == 0 ? "" : locale.grouping);
  int64_t remaining = parts.digit_count;
  int64_t count = 0;
  for (bool first = true;; first = false) {
    int64_t size = groups.Next();
    int64_t wanted = remaining > least ? remaining : least;
    if (wanted < 1) wanted = 1;
    if (size == 0 || size > wanted) size = wanted;
    if (!first) {
      count += separator;
      if (end != nullptr) {
        memcpy(end - count, locale.thousands_separator, separator);
      }
    }
    int64_t copied = remaining < size ? remaining : size;
    count += size;
    if (end != nullptr) {
      memset(end - count, '0', size - copied);
      memcpy(end - count + size - copied, parts.digits + remaining - copied, copied);
    }
    remaining -= copied;
    least -= size;
    if (remaining <= 0 && least <= 0) return count;
    least -= separator;
  }
}

char SignOf(bool negative, char sign) {
  if (negative) return '-';
  return sign == '+' || sign == ' ' ? sign : 0;
}

void Align(int64_t padding, const FormatSpec& spec, Formatted* out) {
  out->left = out->middle = out->right = 0;
  out->fill = spec.fill;
  if (padding <= 0) return;
  switch (spec.align) {
    case '<':
      out->right = padding;
      break;
    case '^':
      out->left = padding / 2;
      out->right = padding - out->left;
      break;
    case '=':
      out->middle = padding;
      break;
    default:
      out->left = padding;
      break;
  }
}

// The length of the number without its digits and padding.
int64_t FixedLength(const Parts& parts, const FormatSpec& spec, const FormatLocale& locale) {
  return (SignOf(parts.negative, spec.sign) != 0) + static_cast<int64_t>(strlen(parts.prefix)) +
         (parts.has_point ? static_cast<int64_t>(strlen(locale.decimal_point)) : 0) +
         parts.rest_count;
}

// Writes all behind the prefix, returns the end.
char* WriteParts(char* out, const Parts& parts, const FormatLocale& locale, int64_t least,
                 int64_t grouped) {
  out += grouped;
  GroupDigits(out, parts, least, locale);
  if (parts.has_point) {
    size_t length = strlen(locale.decimal_point);
    memcpy(out, locale.decimal_point, length);
    out += length;
  }
  memcpy(out, parts.rest, parts.rest_count);
  return out + parts.rest_count;
}

char* WriteHead(char* out, const Parts& parts, const FormatSpec& spec) {
  char sign = SignOf(parts.negative, spec.sign);
  if (sign != 0) *out++ = sign;
  size_t length = strlen(parts.prefix);
  memcpy(out, parts.prefix, length);
  return out + length;
}

FormatError LayOut(const Parts& parts, const FormatSpec& spec, const FormatLocale& locale,
                   Formatted* out) {
  int64_t fixed = FixedLength(parts, spec, locale);
  bool zeros = spec.fill == '0' && spec.align == '=';
  int64_t least = zeros ? spec.width - fixed : 0;
  int64_t grouped = GroupDigits(nullptr, parts, least, locale);
  if (!out->text.Allocate(fixed + grouped)) return FormatError::kNoMemory;
  char* start = out->text.data();
  char* body = WriteHead(start, parts, spec);
  char* end = WriteParts(body, parts, locale, least, grouped);
  out->head = body - start;
  out->body = end - body;
  Align(spec.width - fixed - grouped, spec, out);
  return FormatError::kNone;
}

// The separators that a specification asks for.
FormatLocale LocaleOf(const FormatSpec& spec, const FormatLocale& locale) {
  if (spec.type == 'n') return locale;
  FormatLocale result;
  if (spec.separator != 0) {
    bool by_four = spec.type == 'b' || spec.type == 'o' || spec.type == 'x' || spec.type == 'X';
    result.thousands_separator = spec.separator == ',' ? "," : "_";
    result.grouping = by_four ? "\4" : "\3";
  }
  return result;
}

// Splits what FloatFormat wrote.
Parts SplitFloat(const char* text, int64_t length) {
  Parts parts;
  if (length > 0 && *text == '-') {
    parts.negative = true;
    ++text;
    --length;
  }
  parts.digits = text;
  while (parts.digit_count < length && text[parts.digit_count] >= '0' &&
         text[parts.digit_count] <= '9') {
    ++parts.digit_count;
  }
  int64_t at = parts.digit_count;
  parts.has_point = at < length && text[at] == '.';
  if (parts.has_point) ++at;
  parts.rest = text + at;
  parts.rest_count = length - at;
  return parts;
}

// How FloatFormat is to be called.
struct FloatPlan {
  char type;
  int precision;
  unsigned flags;
};

FormatError PlanFloat(const FormatSpec& spec, bool adds_dot_zero, FloatPlan* plan) {
  if (spec.precision > INT_MAX) return FormatError::kPrecisionTooBig;
  plan->flags = (spec.alternate ? unsigned{kFloatAlternate} : 0u) |
                (spec.no_negative_zero ? unsigned{kFloatNoNegativeZero} : 0u);
  plan->type = spec.type == 'n' ? 'g' : static_cast<char>(spec.type);
  plan->precision = static_cast<int>(spec.precision);
  if (spec.type == 0) {
    plan->type = spec.precision < 0 ? 'r' : 'g';
    if (adds_dot_zero) plan->flags |= kFloatAddDotZero;
  }
  if (plan->precision < 0) plan->precision = 6;
  return FormatError::kNone;
}

bool WriteFloat(double value, const FloatPlan& plan, AsciiBuffer* text, int64_t* length) {
  if (!text->Allocate(FloatFormatBound(value, plan.type, plan.precision))) {
    return false;
  }
  *length = FloatFormat(text->data(), value, plan.type, plan.precision, plan.flags);
  return true;
}

}  // namespace

bool IsFloatFormatType(char32_t type) {
  return type == 'e' || type == 'E' || type == 'f' || type == 'F' || type == 'g' || type == 'G' ||
         type == '%';
}

FormatError CheckCharacterFormat(const FormatSpec& spec) {
  if (spec.precision >= 0) return FormatError::kIntegerPrecision;
  if (spec.no_negative_zero) return FormatError::kIntegerNegativeZero;
  if (spec.sign != 0) return FormatError::kCharacterSign;
  if (spec.alternate) return FormatError::kCharacterAlternate;
  return FormatError::kNone;
}

FormatError FormatInteger(const BigView& value, const FormatSpec& spec, const FormatLocale& locale,
                          Formatted* out) {
  if (spec.precision >= 0) return FormatError::kIntegerPrecision;
  if (spec.no_negative_zero) return FormatError::kIntegerNegativeZero;
  Parts parts;
  int base = 10;
  switch (spec.type) {
    case 'd':
    case 'n':
    case 0:
      break;
    case 'b':
      base = 2;
      parts.prefix = "0b";
      break;
    case 'o':
      base = 8;
      parts.prefix = "0o";
      break;
    case 'x':
      base = 16;
      parts.prefix = "0x";
      break;
    case 'X':
      base = 16;
      parts.prefix = "0X";
      break;
    default:
      return FormatError::kUnknownCode;
  }
  if (!spec.alternate) parts.prefix = "";
  AsciiBuffer digits;
  BigView magnitude = {value.limbs, value.size, false};
  if (!digits.Allocate(BigTextBound(magnitude, base))) {
    return FormatError::kNoMemory;
  }
  parts.negative = value.negative;
  parts.digits = digits.data();
  parts.digit_count = BigToText(digits.data(), magnitude, base);
  if (parts.digit_count < 0) return FormatError::kNoMemory;
  if (spec.type == 'X') {
    for (int64_t i = 0; i < parts.digit_count; ++i) {
      char& c = digits.data()[i];
      if (c >= 'a') c = static_cast<char>(c - 32);
    }
  }
  return LayOut(parts, spec, LocaleOf(spec, locale), out);
}

FormatError FormatFloat(double value, const FormatSpec& spec, const FormatLocale& locale,
                        Formatted* out) {
  FloatPlan plan;
  if (spec.type != 0 && spec.type != 'n' && !IsFloatFormatType(spec.type)) {
    return FormatError::kUnknownCode;
  }
  FormatError error = PlanFloat(spec, true, &plan);
  if (error != FormatError::kNone) return error;
  AsciiBuffer text;
  int64_t length;
  if (!WriteFloat(value, plan, &text, &length)) return FormatError::kNoMemory;
  return LayOut(SplitFloat(text.data(), length), spec, LocaleOf(spec, locale), out);
}

FormatError FormatComplex(double real, double imaginary, const FormatSpec& spec,
                          const FormatLocale& locale, Formatted* out) {
  if (spec.type != 0 && spec.type != 'n' && (spec.type == '%' || !IsFloatFormatType(spec.type))) {
    return FormatError::kUnknownCode;
  }
  FloatPlan plan;
  FormatError error = PlanFloat(spec, false, &plan);
  if (error != FormatError::kNone) return error;
  if (spec.fill == '0') return FormatError::kComplexZeroPadding;
  if (spec.align == '=') return FormatError::kComplexAlignment;
  bool skips_real = spec.type == 0 && real == 0.0 && !signbit(real);
  bool parentheses = spec.type == 0 && !skips_real;
  AsciiBuffer texts[2];
  int64_t lengths[2];
  if (!WriteFloat(real, plan, &texts[0], &lengths[0]) ||
      !WriteFloat(imaginary, plan, &texts[1], &lengths[1])) {
    return FormatError::kNoMemory;
  }
  FormatLocale used = LocaleOf(spec, locale);
  Parts first = SplitFloat(texts[0].data(), lengths[0]);
  Parts second = SplitFloat(texts[1].data(), lengths[1]);
  FormatSpec later = spec;
  if (!skips_real) later.sign = '+';
  int64_t groups[2] = {GroupDigits(nullptr, first, 0, used), GroupDigits(nullptr, second, 0, used)};
  int64_t bound =
      FixedLength(first, spec, used) + groups[0] + FixedLength(second, later, used) + groups[1] + 3;
  if (!out->text.Allocate(bound)) return FormatError::kNoMemory;
  char* at = out->text.data();
  if (parentheses) *at++ = '(';
  if (!skips_real) {
    at = WriteHead(at, first, spec);
    at = WriteParts(at, first, used, 0, groups[0]);
  }
  at = WriteHead(at, second, later);
  at = WriteParts(at, second, used, 0, groups[1]);
  *at++ = 'j';
  if (parentheses) *at++ = ')';
  out->head = 0;
  out->body = at - out->text.data();
  Align(spec.width - out->body, spec, out);
  return FormatError::kNone;
}

FormatError FormatString(int64_t length, const FormatSpec& spec, StringPadding* out) {
  if (spec.sign != 0) {
    return spec.sign == ' ' ? FormatError::kStringSpace : FormatError::kStringSign;
  }
  if (spec.no_negative_zero) return FormatError::kStringNegativeZero;
  if (spec.alternate) return FormatError::kStringAlternate;
  if (spec.align == '=') return FormatError::kStringAlignment;
  out->kept = spec.precision >= 0 && spec.precision < length ? spec.precision : length;
  int64_t padding = spec.width > out->kept ? spec.width - out->kept : 0;
  out->left = spec.align == '>' ? padding : spec.align == '^' ? padding / 2 : 0;
  out->right = padding - out->left;
  return FormatError::kNone;
}

}  // namespace polygil
