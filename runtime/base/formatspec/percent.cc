// printf-style directives with Python's additions (mapping keys) and lenience.

#include "runtime/base/formatspec/percent.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/bigint/text.h"
#include "runtime/base/floattext/format.h"

namespace polygil {
namespace {

// Puts sign and prefix in front of what is in `out` as body, and pads.
void Pad(const PercentDirective& directive, Formatted* out) {
  out->left = out->middle = out->right = 0;
  out->fill = ' ';
  int64_t padding = directive.width - out->head - out->body;
  if (padding <= 0) return;
  if (directive.left_align) {
    out->right = padding;
  } else if (directive.zero_fill) {
    out->fill = '0';
    out->middle = padding;
  } else {
    out->left = padding;
  }
}

char* WriteSign(char* out, bool negative, const PercentDirective& directive) {
  if (negative) {
    *out++ = '-';
  } else if (directive.always_sign) {
    *out++ = '+';
  } else if (directive.blank_sign) {
    *out++ = ' ';
  }
  return out;
}

}  // namespace

bool PercentMarkup::Fail(FormatError error) {
  error_ = error;
  at_ = text_.length;
  return false;
}

bool PercentMarkup::Next(PercentDirective* directive) {
  if (at_ >= text_.length) return false;
  int64_t start = at_;
  while (at_ < text_.length && text_[at_] != '%') ++at_;
  *directive = PercentDirective();
  directive->width = directive->precision = -1;
  if (at_ >= text_.length) {
    directive->literal = text_.Slice(start, at_);
    return true;
  }
  ++at_;
  if (at_ < text_.length && text_[at_] == '%') {
    directive->literal = text_.Slice(start, at_++);
    return true;
  }
  directive->literal = text_.Slice(start, at_ - 1);
  directive->present = true;
  if (!ParseKey(directive)) return false;
  ParseFlags(directive);
  if (!ParseNumber(INT64_MAX, FormatError::kWidthTooBig, &directive->width)) {
    return false;
  }
  if (at_ < text_.length && text_[at_] == '.') {
    ++at_;
    directive->precision = 0;
    if (!ParseNumber(INT_MAX, FormatError::kPrecisionTooBig, &directive->precision)) {
      return false;
    }
  }
  // A C length modifier means nothing.
  if (at_ < text_.length && (text_[at_] == 'h' || text_[at_] == 'l' || text_[at_] == 'L')) {
    ++at_;
  }
  if (at_ >= text_.length) return Fail(FormatError::kIncompleteFormat);
  directive->index = at_;
  directive->code = text_[at_++];
  return true;
}

bool PercentMarkup::ParseKey(PercentDirective* directive) {
  if (at_ >= text_.length || text_[at_] != '(') return true;
  int64_t start = ++at_;
  int64_t depth = 1;
  while (at_ < text_.length && depth > 0) {
    char32_t c = text_[at_++];
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
  }
  if (depth > 0) return Fail(FormatError::kIncompleteKey);
  directive->has_key = true;
  directive->key = text_.Slice(start, at_ - 1);
  return true;
}

void PercentMarkup::ParseFlags(PercentDirective* directive) {
  for (; at_ < text_.length; ++at_) {
    switch (text_[at_]) {
      case '-':
        directive->left_align = true;
        break;
      case '+':
        directive->always_sign = true;
        break;
      case ' ':
        directive->blank_sign = true;
        break;
      case '#':
        directive->alternate = true;
        break;
      case '0':
        directive->zero_fill = true;
        break;
      default:
        return;
    }
  }
}

bool PercentMarkup::ParseNumber(int64_t most, FormatError too_big, int64_t* value) {
  if (at_ < text_.length && text_[at_] == '*') {
    ++at_;
    *value = kPercentStar;
    return true;
  }
  int64_t number = 0;
  int64_t start = at_;
  for (; at_ < text_.length && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
    int64_t digit = static_cast<int64_t>(text_[at_]) - '0';
    if (number > (most - digit) / 10) return Fail(too_big);
    number = number * 10 + digit;
  }
  if (at_ > start) *value = number;
  return true;
}

void ApplyStarWidth(PercentDirective* directive, int64_t value) {
  if (value < 0) {
    directive->left_align = true;
    value = value == INT64_MIN ? INT64_MAX : -value;
  }
  directive->width = value;
}

void ApplyStarPrecision(PercentDirective* directive, int64_t value) {
  directive->precision = value < 0 ? 0 : value;
}

void FormatUnsupportedCharacter(char* out, char32_t code, int64_t index) {
  snprintf(out, kFormatMessageBound, "unsupported format character '%c' (0x%x) at index %lld",
           code >= 31 && code <= 126 ? static_cast<char>(code) : '?', static_cast<unsigned>(code),
           static_cast<long long>(index));
}

FormatError PercentInteger(const BigView& value, const PercentDirective& directive,
                           Formatted* out) {
  int base = directive.code == 'o' ? 8 : directive.code == 'x' || directive.code == 'X' ? 16 : 10;
  BigView magnitude = {value.limbs, value.size, false};
  int64_t zeros = 0;
  int64_t bound = BigTextBound(magnitude, base);
  if (directive.precision > 0) bound += directive.precision;
  if (!out->text.Allocate(bound + 3)) return FormatError::kNoMemory;
  char* start = out->text.data();
  char* at = WriteSign(start, value.negative, directive);
  if (directive.alternate && base != 10) {
    *at++ = '0';
    *at++ = static_cast<char>(directive.code);
  }
  out->head = at - start;
  int64_t count = BigToText(at, magnitude, base);
  if (count < 0) return FormatError::kNoMemory;
  if (directive.precision > count) {
    zeros = directive.precision - count;
    memmove(at + zeros, at, count);
    memset(at, '0', zeros);
  }
  out->body = zeros + count;
  if (directive.code == 'X') {
    for (int64_t i = zeros; i < out->body; ++i) {
      if (at[i] >= 'a') at[i] = static_cast<char>(at[i] - 32);
    }
  }
  Pad(directive, out);
  return FormatError::kNone;
}

FormatError PercentFloat(double value, const PercentDirective& directive, Formatted* out) {
  int precision = directive.precision < 0         ? 6
                  : directive.precision > INT_MAX ? INT_MAX
                                                  : static_cast<int>(directive.precision);
  char type = static_cast<char>(directive.code);
  if (!out->text.Allocate(FloatFormatBound(value, type, precision) + 1)) {
    return FormatError::kNoMemory;
  }
  char* start = out->text.data();
  int64_t length =
      FloatFormat(start + 1, value, type, precision, directive.alternate ? kFloatAlternate : 0u);
  bool negative = length > 0 && start[1] == '-';
  char* body = start + 1 + negative;
  out->body = length - negative;
  out->head = WriteSign(start, negative, directive) - start;
  if (out->head == 0) memmove(start, body, out->body);
  if (negative) memmove(start + 1, body, out->body);
  Pad(directive, out);
  return FormatError::kNone;
}

PercentPadding PadPercentText(int64_t length, const PercentDirective& directive, bool truncates) {
  PercentPadding result = {length, 0, 0};
  if (truncates && directive.precision >= 0 && directive.precision < length) {
    result.kept = directive.precision;
  }
  int64_t padding = directive.width > result.kept ? directive.width - result.kept : 0;
  (directive.left_align ? result.right : result.left) = padding;
  return result;
}

}  // namespace polygil
