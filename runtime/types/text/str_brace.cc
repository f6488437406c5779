// str.format(), str.format_map() and str.__format__() (PEP 3101).

#include "runtime/base/formatspec/format_number.h"
#include "runtime/base/formatspec/replacement_field.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/format_support.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"
#include "runtime/types/text/units.h"

namespace polygil {
namespace {

constexpr int kMaximumDepth = 2;

struct FormatArguments {
  const Value* positional;
  size_t count;
  Value keyword_names;   // tuple or empty; values behind the positional ones
  Value mapping;         // of format_map, or empty
  FieldNumbering numbering;
};

class BraceFormatter {
 public:
  explicit BraceFormatter(FormatArguments* arguments) : arguments_(arguments) {}

  Owned Run(const TextView& text, int depth) {
    if (depth == 0) return RaiseFormatError(FormatError::kMaxRecursion);
    StrBuilder out;
    FormatMarkup markup(text);
    ReplacementField field;
    while (markup.Next(&field)) {
      if (field.literal.length != 0)
        TRY_VOID(out.AppendView(field.literal, MaximumOf(field.literal)));
      if (field.present) TRY_VOID(AppendField(&out, field, depth));
    }
    if (markup.error() != FormatError::kNone) return RaiseFormatError(markup.error());
    return out.Finish();
  }

 private:
  bool AppendField(StrBuilder* out, const ReplacementField& field, int depth) {
    Handle object = TRY(Resolve(field.name));
    if (field.conversion != 0) object = TRY(Convert(object, field.conversion));
    if (field.spec.length == 0) {
      if (IsExactly(object, StrType)) return out->Append(object.Get());
      Handle text = TRY(Format(object, shared_strs.empty));
      return out->Append(text.Get());
    }
    Handle spec = field.spec_has_fields ? Run(field.spec, depth - 1) : StrFromView(field.spec);
    if (!spec) return false;
    Handle text = TRY(Format(object, spec));
    return out->Append(text.Get());
  }

  static Owned Convert(Value object, char32_t conversion) {
    switch (conversion) {
      case 'r': return Repr(object);
      case 's': return ToStr(object);
      case 'a': return ToAscii(object);
      default: break;
    }
    char shown[16];
    FormatCharacterText(shown, conversion);
    return Raise(&ValueErrorType, "Unknown conversion specifier %s", shown);
  }

  Owned Resolve(const TextView& name) {
    FieldStart start;
    FormatError error = SplitFieldName(name, &arguments_->numbering, &start);
    if (error != FormatError::kNone) return RaiseFormatError(error);
    Handle object = start.index >= 0 ? Positional(start.index) : Keyword(start.key);
    if (!object) return {};
    FieldAccesses accesses(start.rest);
    FieldAccess access;
    while (accesses.Next(&access)) object = TRY(Access(object, access));
    if (accesses.error() != FormatError::kNone) return RaiseFormatError(accesses.error());
    return object.Release();
  }

  static Owned Access(Value object, const FieldAccess& access) {
    if (access.index >= 0) return GetItem(object, Value::Int(access.index));
    Handle key = TRY(StrFromView(access.key));
    if (!access.is_attribute) return GetItem(object, key);
    key = TRY(StrIntern(key));
    return GetAttribute(object, key);
  }

  Owned Positional(int64_t index) {
    if (arguments_->mapping)
      return Raise(&ValueErrorType, "Format string contains positional fields");
    if (static_cast<uint64_t>(index) >= arguments_->count)
      return Raise(&IndexErrorType,
                   "Replacement index %zd out of range for positional args tuple", index);
    return Retain(arguments_->positional[index]);
  }

  Owned Keyword(const TextView& key_text) {
    Handle key = TRY(StrFromView(key_text));
    if (arguments_->mapping) return GetItem(arguments_->mapping, key);
    if (arguments_->keyword_names) {
      for (int64_t i = 0; i < TupleSize(arguments_->keyword_names); ++i)
        if (StrEqual(TupleAt(arguments_->keyword_names, i), key))
          return Retain(arguments_->positional[arguments_->count + static_cast<size_t>(i)]);
    }
    return RaiseKeyError(key);
  }

  FormatArguments* arguments_;
};

}  // namespace

Owned StrFormatMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  FormatArguments arguments{args, nargs, keyword_names, Value::Empty(), {}};
  return BraceFormatter(&arguments).Run(StrView(self), kMaximumDepth);
}

Owned StrFormatMapMethod(Value self, Value mapping) {
  FormatArguments arguments{nullptr, 0, Value::Empty(), mapping, {}};
  return BraceFormatter(&arguments).Run(StrView(self), kMaximumDepth);
}

Owned StrDunderFormatMethod(Value self, Value spec_text) {
  if (!IsStr(spec_text))
    return Raise(&TypeErrorType, "__format__() argument must be str, not %.50s",
                 spec_text.IsNone() ? "None" : TypeName(spec_text));
  if (StrLength(spec_text) == 0) return ToStr(self);
  FormatSpec spec;
  FormatError error = ParseFormatSpec(StrView(spec_text), FormatSubject::kString, &spec);
  if (error == FormatError::kNone && spec.type != 's' && spec.type != 0)
    error = FormatError::kUnknownCode;
  StringPadding padding;
  if (error == FormatError::kNone) error = FormatString(StrLength(self), spec, &padding);
  if (error != FormatError::kNone)
    return RaiseFormatError(error, &spec, spec_text, TypeName(self));
  if (padding.left == 0 && padding.right == 0) return StrSubstring(self, 0, padding.kept);
  StrBuilder out;
  TRY_VOID(out.AppendFill(spec.fill, padding.left));
  TRY_VOID(out.AppendRange(self, 0, padding.kept));
  TRY_VOID(out.AppendFill(spec.fill, padding.right));
  return out.Finish();
}

}  // namespace polygil
