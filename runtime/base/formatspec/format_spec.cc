// The parser of format specifications: one optional piece after the other.

#include "runtime/base/formatspec/format_spec.h"

#include "runtime/base/unicode/properties.h"

namespace polygil {
namespace {

bool IsAlignment(char32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }

class Parser {
 public:
  Parser(const TextView& text, FormatSpec* spec) : text_(text), spec_(spec) {}

  FormatError Run(bool aligns_right) {
    bool has_fill = false;
    bool has_align = false;
    if (Left() >= 2 && IsAlignment(text_[1])) {
      spec_->fill = text_[0];
      spec_->align = static_cast<char>(text_[1]);
      has_fill = has_align = true;
      at_ = 2;
    } else if (Left() >= 1 && IsAlignment(text_[0])) {
      spec_->align = static_cast<char>(text_[0]);
      has_align = true;
      at_ = 1;
    }
    if (Peek() == ' ' || Peek() == '+' || Peek() == '-') {
      spec_->sign = static_cast<char>(text_[at_++]);
    }
    spec_->no_negative_zero = Take('z');
    spec_->alternate = Take('#');
    if (!has_fill && Take('0')) {
      spec_->fill = '0';
      if (!has_align && aligns_right) spec_->align = '=';
    }
    if (!ParseFormatInteger(text_, &at_, &spec_->width)) {
      return FormatError::kTooManyDigits;
    }
    return RunSeparators();
  }

 private:
  int64_t Left() const { return text_.length - at_; }
  char32_t Peek() const { return Left() > 0 ? text_[at_] : 0; }
  bool Take(char32_t c) {
    if (Left() == 0 || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  FormatError RunSeparators() {
    if (Take(',')) spec_->separator = ',';
    if (Take('_')) {
      if (spec_->separator != 0) return FormatError::kBothSeparators;
      spec_->separator = '_';
      if (Peek() == ',') return FormatError::kBothSeparators;
    }
    if (Take('.')) {
      if (!ParseFormatInteger(text_, &at_, &spec_->precision)) {
        return FormatError::kTooManyDigits;
      }
      if (spec_->precision < 0) return FormatError::kMissingPrecision;
    }
    if (Left() > 1) return FormatError::kInvalidSpecifier;
    if (Left() == 1) spec_->type = text_[at_];
    return spec_->separator == 0 || AllowsSeparator() ? FormatError::kNone
                                                      : FormatError::kSeparatorWithType;
  }

  bool AllowsSeparator() const {
    switch (spec_->type) {
      case 0:
      case 'd':
      case 'e':
      case 'f':
      case 'g':
      case 'E':
      case 'F':
      case 'G':
      case '%':
        return true;
      case 'b':
      case 'o':
      case 'x':
      case 'X':
        return spec_->separator == '_';
      default:
        return false;
    }
  }

  const TextView& text_;
  FormatSpec* spec_;
  int64_t at_ = 0;
};

}  // namespace

bool ParseFormatInteger(const TextView& text, int64_t* at, int64_t* value) {
  int64_t result = 0;
  int64_t start = *at;
  for (; *at < text.length; ++*at) {
    int digit = UnicodeDecimal(text[*at]);
    if (digit < 0) break;
    if (result > (INT64_MAX - digit) / 10) return false;
    result = result * 10 + digit;
  }
  *value = *at == start ? -1 : result;
  return true;
}

FormatError ParseFormatSpec(const TextView& text, FormatSubject subject, FormatSpec* spec) {
  *spec = FormatSpec();
  bool aligns_right = subject != FormatSubject::kString;
  spec->align = aligns_right ? '>' : '<';
  spec->type = subject == FormatSubject::kString    ? U's'
               : subject == FormatSubject::kInteger ? U'd'
                                                    : U'\0';
  return Parser(text, spec).Run(aligns_right);
}

}  // namespace polygil
