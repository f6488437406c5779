#include "runtime/types/text/format_support.h"

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/units.h"

namespace polygil {

Raised RaiseFormatError(FormatError error, const FormatSpec* spec, Value spec_text,
                        const char* type_name) {
  char message[kFormatMessageBound];
  switch (error) {
    case FormatError::kNoMemory:
      return RaiseMemoryError();
    case FormatError::kCharacterRange:
      return Raise(&OverflowErrorType, "%%c arg not in range(0x110000)");
    case FormatError::kInvalidSpecifier:
      return Raise(&ValueErrorType, "Invalid format specifier '%U' for object of type '%.200s'",
                   spec_text, type_name);
    case FormatError::kUnknownCode:
      FormatUnknownCode(message, spec->type, type_name);
      break;
    case FormatError::kSeparatorWithType:
      FormatSeparatorWithType(message, spec->separator, spec->type);
      break;
    default:
      return Raise(&ValueErrorType, "%s", FormatErrorText(error));
  }
  return Raise(&ValueErrorType, "%s", message);
}

namespace {

void WriteFormatted(const Formatted& formatted, void* units, int kind) {
  switch (kind) {
    case 1:
      return formatted.Write(static_cast<uint8_t*>(units));
    case 2:
      return formatted.Write(static_cast<uint16_t*>(units));
    default:
      return formatted.Write(static_cast<uint32_t*>(units));
  }
}

}  // namespace

Owned StrFromFormatted(const Formatted& formatted) {
  if (formatted.length() == 1) {
    uint32_t c;
    formatted.Write(&c);
    return StrFromCodePoint(c);
  }
  Owned made = StrNew(formatted.length(), formatted.largest());
  if (made) WriteFormatted(formatted, StrUnits(made.Peek()), made.Peek().As<Str>()->kind());
  return made;
}

bool AppendFormatted(StrBuilder* out, const Formatted& formatted) {
  if (formatted.largest() >= 0x80) {
    Handle text = TRY(StrFromFormatted(formatted));
    return out->Append(text.Get());
  }
  const char* text = formatted.text.data();
  return out->AppendFill(formatted.fill, formatted.left) &&
         out->AppendAscii(text, static_cast<size_t>(formatted.head)) &&
         out->AppendFill(formatted.fill, formatted.middle) &&
         out->AppendAscii(text + formatted.head, static_cast<size_t>(formatted.body)) &&
         out->AppendFill(formatted.fill, formatted.right);
}

BigView IntView(Value v, Limb* scratch) {
  if (v.IsInt() || v.IsBool()) {
    int64_t small = v.IsInt() ? v.AsInt() : v.IsTrue();
    *scratch = small < 0 ? -static_cast<uint64_t>(small) : static_cast<uint64_t>(small);
    return {scratch, small != 0, small < 0};
  }
  const BigInt* big = v.As<BigInt>();
  return {big->limbs, big->size < 0 ? -big->size : big->size, big->size < 0};
}

namespace {

// The int that %d, %x and their relatives convert; `code` names the conversion in messages.
Owned PercentInt(Value value, char32_t code) {
  if (IsAnyInt(value)) return Retain(value);
  bool exact = code == 'x' || code == 'X' || code == 'o';
  auto fail = [&]() -> Owned {
    return Raise(&TypeErrorType,
                 exact ? "%%%c format: an integer is required, not %.200s"
                       : "%%%c format: a real number is required, not %.200s",
                 static_cast<int>(code), TypeName(value));
  };
  const TypeSlots& slots = TypeOf(value)->slots;
  bool number = slots.index != nullptr || slots.to_int != nullptr || slots.to_float != nullptr ||
                IsAnyFloat(value);
  if (!number) return fail();
  Owned made = exact ? Index(value) : ToInt(value);
  if (!made && PendingMatches(&TypeErrorType)) {
    ClearPending();
    return fail();
  }
  return made;
}

}  // namespace

bool PercentNumber(Value value, const PercentDirective& directive, Formatted* out) {
  switch (directive.code) {
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      double number = TRY(AsDouble(value));
      FormatError error = PercentFloat(number, directive, out);
      if (error != FormatError::kNone) return RaiseFormatError(error);
      return true;
    }
    default: {
      Handle number = TRY(PercentInt(value, directive.code));
      Limb scratch;
      FormatError error = PercentInteger(IntView(number, &scratch), directive, out);
      if (error != FormatError::kNone) return RaiseFormatError(error);
      return true;
    }
  }
}

PercentArguments::PercentArguments(Value operand, bool as_mapping)
    : mapping_(as_mapping ? operand : Value::Empty()),
      operand_(operand),
      is_tuple_(IsTuple(operand)) {}

bool PercentArguments::Next(Value* value) {
  if (by_key_) {
    if (key_taken_) return Raise(&TypeErrorType, "not enough arguments for format string");
    key_taken_ = true;
    *value = keyed_;
    return true;
  }
  if (is_tuple_ ? next_ < TupleSize(operand_) : !used_) {
    *value = is_tuple_ ? TupleAt(operand_, next_++) : operand_;
    used_ = true;
    return true;
  }
  return Raise(&TypeErrorType, "not enough arguments for format string");
}

bool PercentArguments::RaiseUnlessMapping() {
  return mapping_ || Raise(&TypeErrorType, "format requires a mapping");
}

bool PercentArguments::UseKey(Value key) {
  TRY_VOID(RaiseUnlessMapping());
  Owned found = GetItem(mapping_, key);
  if (!found) return false;
  keyed_ = found;
  by_key_ = true;
  key_taken_ = false;
  return true;
}

bool PercentArguments::ReadStars(PercentDirective* directive) {
  for (int64_t* star : {&directive->width, &directive->precision}) {
    if (*star != kPercentStar) continue;
    Value value;
    TRY_VOID(Next(&value));
    int64_t number;
    if (!IsAnyInt(value)) return Raise(&TypeErrorType, "* wants int");
    if (!IntFitsInt64(value, &number))
      return Raise(&OverflowErrorType, "Python int too large to convert to C ssize_t");
    bool is_width = star == &directive->width;
    if (!is_width && (number > INT32_MAX || number < INT32_MIN))
      return Raise(&OverflowErrorType, "Python int too large to convert to C int");
    if (is_width)
      ApplyStarWidth(directive, number);
    else
      ApplyStarPrecision(directive, number);
  }
  return true;
}

bool PercentArguments::Finish(const char* what) {
  bool left = is_tuple_ ? next_ < TupleSize(operand_) : !used_;
  if (!left || mapping_) return true;
  return Raise(&TypeErrorType, "not all arguments converted during %s formatting", what);
}

}  // namespace polygil
