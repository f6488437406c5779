// The directives of the % operator on str and bytes: "%(key)-08.3d".

#ifndef POLYGIL_RUNTIME_BASE_FORMATSPEC_PERCENT_H_
#define POLYGIL_RUNTIME_BASE_FORMATSPEC_PERCENT_H_

#include <stdint.h>

#include "runtime/base/bigint/bigint.h"
#include "runtime/base/formatspec/format_error.h"
#include "runtime/base/formatspec/formatted.h"
#include "runtime/base/unicode/text_view.h"

namespace polygil {

// Width or precision is taken from the arguments.
inline constexpr int64_t kPercentStar = -2;

struct PercentDirective {
  TextView literal;  // What stands before the directive
  bool present;      // False for a last literal
  bool has_key;
  TextView key;       // Between the parentheses
  bool left_align;    // -
  bool always_sign;   // +
  bool blank_sign;    // space
  bool alternate;     // #
  bool zero_fill;     // 0
  int64_t width;      // -1 when not given, or kPercentStar
  int64_t precision;  // -1 when not given, or kPercentStar
  char32_t code;      // The conversion character
  int64_t index;      // Where that character stands
};

// Walks over a format string. "%%" comes as a literal that ends with one "%".
// A key demands a mapping before it is even complete: on kIncompleteKey the caller
// first raises TypeError "format requires a mapping" if it has none.
class PercentMarkup {
 public:
  explicit PercentMarkup(const TextView& text) : text_(text) {}

  // True with the next piece; false at the end or with an error.
  bool Next(PercentDirective* directive);
  FormatError error() const { return error_; }

 private:
  bool Fail(FormatError error);
  bool ParseKey(PercentDirective* directive);
  bool ParseNumber(int64_t most, FormatError too_big, int64_t* value);
  void ParseFlags(PercentDirective* directive);

  TextView text_;
  int64_t at_ = 0;
  FormatError error_ = FormatError::kNone;
};

// The argument of a star in place of a width: a negative one aligns left.
void ApplyStarWidth(PercentDirective* directive, int64_t value);
// In place of a precision: a negative one counts as 0.
void ApplyStarPrecision(PercentDirective* directive, int64_t value);

// "unsupported format character 'y' (0x79) at index 1"
void FormatUnsupportedCharacter(char* out, char32_t code, int64_t index);

// Codes d i u o x X of an integer.
FormatError PercentInteger(const BigView& value, const PercentDirective& directive, Formatted* out);

// Codes e E f F g G.
FormatError PercentFloat(double value, const PercentDirective& directive, Formatted* out);

// Fill around a text (codes s r a c): how much of it is kept, and blanks.
struct PercentPadding {
  int64_t kept;
  int64_t left;
  int64_t right;
};
PercentPadding PadPercentText(int64_t length, const PercentDirective& directive, bool truncates);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_FORMATSPEC_PERCENT_H_
