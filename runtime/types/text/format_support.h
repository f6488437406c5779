// What the formatting of str, bytes, int and float shares: engines of runtime/base/formatspec with
// objects on both sides.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_FORMAT_SUPPORT_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_FORMAT_SUPPORT_H_

#include "runtime/base/bigint/bigint.h"
#include "runtime/base/formatspec/format_error.h"
#include "runtime/base/formatspec/format_spec.h"
#include "runtime/base/formatspec/formatted.h"
#include "runtime/base/formatspec/percent.h"
#include "runtime/object/ownership.h"
#include "runtime/object/value.h"
#include "runtime/types/text/str.h"

namespace polygil {

// The exception for an error of the format engines. Those whose text has parts: kInvalidSpecifier
// needs `spec_text`, kUnknownCode and kSeparatorWithType need `spec`; `type_name` is the subject's.
Raised RaiseFormatError(FormatError error, const FormatSpec* spec = nullptr,
                        Value spec_text = Value::Empty(), const char* type_name = "");

Owned StrFromFormatted(const Formatted& formatted);
bool AppendFormatted(StrBuilder* out, const Formatted& formatted);

// Any int as the engines want it; `scratch` holds the limb of a small one.
BigView IntView(Value v, Limb* scratch);

// One conversion of the % operator on str or bytes. The number behind %d %x %f ...: formats it.
// TypeErrors as CPython's.
bool PercentNumber(Value value, const PercentDirective& directive, Formatted* out);

// The right operand of %: a tuple that is consumed item by item, or one value, or a mapping.
class PercentArguments {
 public:
  // `as_mapping`: may the operand be used for %(key)?
  PercentArguments(Value operand, bool as_mapping);
  // TypeError "not enough arguments for format string".
  bool Next(Value* value);
  // The widths given by stars. TypeError "* wants int".
  bool ReadStars(PercentDirective* directive);
  // Looks a %(key) up; later Next() returns the value.
  bool UseKey(Value key);
  bool RaiseUnlessMapping();
  bool has_mapping() const { return static_cast<bool>(mapping_); }
  // TypeError "not all arguments converted during ... formatting".
  bool Finish(const char* what);

 private:
  Value mapping_;
  Value operand_;
  Handle keyed_;
  bool is_tuple_, used_ = false, by_key_ = false, key_taken_ = false;
  int64_t next_ = 0;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_FORMAT_SUPPORT_H_
