#include "runtime/types/number/number_format.h"

#include <clocale>

#include "runtime/base/formatspec/format_number.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"
#include "runtime/types/text/format_support.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

FormatLocale LocaleFor(const FormatSpec& spec) {
  if (spec.type != 'n') return {};
  const lconv* conventions = localeconv();
  return {conventions->decimal_point, conventions->thousands_sep, conventions->grouping};
}

bool CheckSpec(Value spec) {
  if (IsStr(spec)) return true;
  return Raise(&TypeErrorType, "__format__() argument must be str, not %.50s",
               spec.IsNone() ? "None" : TypeName(spec));
}

Owned FormatCharacter(Value self, const FormatSpec& spec, Value spec_text) {
  FormatError error = CheckCharacterFormat(spec);
  if (error != FormatError::kNone) return RaiseFormatError(error, &spec, spec_text, TypeName(self));
  int64_t c = TRY(IntAsInt64(self));
  if (c < 0 || c > 0x10ffff)
    return RaiseFormatError(FormatError::kCharacterRange);
  int64_t fill = spec.width > 1 ? spec.width - 1 : 0;
  int64_t left = spec.align == '<' ? 0 : spec.align == '^' ? fill / 2 : fill;
  StrBuilder text;
  TRY_VOID(text.AppendFill(spec.fill, left) && text.Append(static_cast<uint32_t>(c)) &&
           text.AppendFill(spec.fill, fill - left));
  return text.Finish();
}

}  // namespace

Owned IntFormat(Value self, Value spec_text) {
  TRY_VOID(CheckSpec(spec_text));
  if (StrLength(spec_text) == 0) return ToStr(self);
  FormatSpec spec;
  FormatError error = ParseFormatSpec(StrView(spec_text), FormatSubject::kInteger, &spec);
  if (error != FormatError::kNone) return RaiseFormatError(error, &spec, spec_text, TypeName(self));
  if (spec.type == 'c') return FormatCharacter(self, spec, spec_text);
  Formatted formatted;
  if (IsFloatFormatType(spec.type)) {
    double value = TRY(IntAsDouble(self));
    error = FormatFloat(value, spec, LocaleFor(spec), &formatted);
  } else {
    if (spec.type == 0 || spec.type == 'd' || spec.type == 'n') TRY_VOID(IntCheckTextLimit(self));
    IntOperand operand(self);
    error = FormatInteger(operand, spec, LocaleFor(spec), &formatted);
  }
  if (error != FormatError::kNone) return RaiseFormatError(error, &spec, spec_text, TypeName(self));
  return StrFromFormatted(formatted);
}

Owned FloatFormatMethod(Value self, Value spec_text) {
  TRY_VOID(CheckSpec(spec_text));
  if (StrLength(spec_text) == 0) return ToStr(self);
  FormatSpec spec;
  Formatted formatted;
  FormatError error = ParseFormatSpec(StrView(spec_text), FormatSubject::kFloat, &spec);
  if (error == FormatError::kNone)
    error = FormatFloat(FloatValue(self), spec, LocaleFor(spec), &formatted);
  if (error != FormatError::kNone) return RaiseFormatError(error, &spec, spec_text, TypeName(self));
  return StrFromFormatted(formatted);
}

Owned ComplexFormat(Value self, Value spec_text) {
  TRY_VOID(CheckSpec(spec_text));
  if (StrLength(spec_text) == 0) return ToStr(self);
  const Complex* value = self.As<Complex>();
  FormatSpec spec;
  Formatted formatted;
  FormatError error = ParseFormatSpec(StrView(spec_text), FormatSubject::kComplex, &spec);
  if (error == FormatError::kNone)
    error = FormatComplex(value->real, value->imaginary, spec, LocaleFor(spec), &formatted);
  if (error != FormatError::kNone) return RaiseFormatError(error, &spec, spec_text, TypeName(self));
  return StrFromFormatted(formatted);
}

}  // namespace polygil
