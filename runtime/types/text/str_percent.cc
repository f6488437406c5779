// The % operator of str (Library Reference, "printf-style String Formatting").

#include "runtime/base/search/search.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/format_support.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"

namespace polygil {
namespace {

// Decimal digits of a small int: what %d and %s of ints come to nearly always.
bool AppendSmallInt(StrBuilder* out, int64_t value) {
  char digits[24];
  char* at = digits + sizeof digits;
  uint64_t rest = value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  do {
    *--at = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) *--at = '-';
  return out->AppendAscii(at, static_cast<size_t>(digits + sizeof digits - at));
}

bool IsPlain(const PercentDirective& d) {
  return d.width < 0 && d.precision < 0 && !d.always_sign && !d.blank_sign && !d.alternate;
}

class PercentFormatter {
 public:
  PercentFormatter(Value format, Value operand)
      : format_(format),
        // What %(key) may index: anything subscriptable but a tuple or a str.
        arguments_(operand, TypeOf(operand)->slots.get_item != nullptr && !IsTuple(operand) &&
                                !IsStr(operand)) {}

  Owned Run() {
    PercentMarkup markup(StrView(format_));
    PercentDirective directive;
    while (markup.Next(&directive)) {
      if (directive.literal.length != 0)
        TRY_VOID(out_.AppendView(directive.literal, LiteralMaximum(directive.literal)));
      if (directive.present) TRY_VOID(Convert(&directive));
    }
    if (markup.error() != FormatError::kNone) {
      if (markup.error() == FormatError::kIncompleteKey)
        TRY_VOID(arguments_.RaiseUnlessMapping());
      return RaiseFormatError(markup.error());
    }
    TRY_VOID(arguments_.Finish("string"));
    return out_.Finish();
  }

 private:
  uint32_t LiteralMaximum(const TextView& literal) {
    if (format_.As<Str>()->is_ascii()) return 0x7f;
    uint32_t all = 0;
    for (int64_t i = 0; i < literal.length; ++i) all |= literal[i];
    return all < 0x110000 ? all : 0x10ffff;
  }

  bool Convert(PercentDirective* d) {
    if (d->has_key) {
      Handle key = TRY(StrFromView(d->key));
      TRY_VOID(arguments_.UseKey(key));
    }
    TRY_VOID(arguments_.ReadStars(d));
    Value value;
    TRY_VOID(arguments_.Next(&value));
    switch (d->code) {
      case 's': case 'r': case 'a': return ConvertText(value, *d);
      case 'c': return ConvertCharacter(value, *d);
      case 'd': case 'i': case 'u':
        if (value.IsInt() && IsPlain(*d)) return AppendSmallInt(&out_, value.AsInt());
        return ConvertNumber(value, *d);
      case 'x': case 'X': case 'o':
      case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
        return ConvertNumber(value, *d);
      default: break;
    }
    char message[kFormatMessageBound];
    FormatUnsupportedCharacter(message, d->code, d->index);
    return Raise(&ValueErrorType, "%s", message);
  }

  bool ConvertNumber(Value value, const PercentDirective& d) {
    Formatted formatted;
    return PercentNumber(value, d, &formatted) && AppendFormatted(&out_, formatted);
  }

  bool ConvertText(Value value, const PercentDirective& d) {
    bool plain = d.width < 0 && d.precision < 0;
    if (d.code == 's' && plain) {
      if (IsExactly(value, StrType)) return out_.Append(value);
      if (value.IsInt()) return AppendSmallInt(&out_, value.AsInt());
    }
    Handle text = d.code == 's' ? ToStr(value) : d.code == 'r' ? Repr(value) : ToAscii(value);
    if (!text) return false;
    return plain ? out_.Append(text.Get()) : AppendPadded(text, d, true);
  }

  bool AppendPadded(Value text, const PercentDirective& d, bool truncates) {
    PercentPadding padding = PadPercentText(StrLength(text), d, truncates);
    return out_.AppendFill(' ', padding.left) && out_.AppendRange(text, 0, padding.kept) &&
           out_.AppendFill(' ', padding.right);
  }

  bool ConvertCharacter(Value value, const PercentDirective& d) {
    Handle text;
    if (IsStr(value)) {
      if (StrLength(value) != 1) return Raise(&TypeErrorType, "%%c requires int or char");
      text = Retain(value);
    } else {
      Handle index = TypeOf(value)->slots.index != nullptr || IsAnyInt(value) ? Index(value) : Owned();
      if (!index) {
        if (HasPendingException() && !PendingMatches(&TypeErrorType)) return false;
        return Raise(&TypeErrorType, "%%c requires int or char");
      }
      int64_t code;
      if (!IntFitsInt64(index, &code) || code < 0 || code > 0x10ffff)
        return Raise(&OverflowErrorType, "%%c arg not in range(0x110000)");
      text = TRY(StrFromCodePoint(static_cast<uint32_t>(code)));
    }
    return AppendPadded(text, d, false);
  }

  Value format_;
  PercentArguments arguments_;
  StrBuilder out_;
};

}  // namespace

Owned StrRemainderSlot(Value left, Value right) {
  if (!IsStr(left)) return OwnNotImplemented();
  return PercentFormatter(left, right).Run();
}

}  // namespace polygil
