// The % operator of bytes and bytearray (PEP 461).

#include "runtime/base/codec/codec.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/format_support.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

constexpr int64_t kMaximumFill = INT64_MAX / 8;  // sums of a few stay below 2**63

class PercentFormatter {
 public:
  PercentFormatter(Value format, Value operand)
      : format_(format),
        arguments_(operand, TypeOf(operand)->slots.get_item != nullptr && !IsTuple(operand) &&
                                !IsStr(operand) && !IsBytes(operand) &&
                                !IsInstanceOf(operand, ByteArrayType)) {}

  Owned Run() {
    PercentMarkup markup(ByteView(format_));
    PercentDirective directive;
    while (markup.Next(&directive)) {
      Add(directive.literal);
      if (directive.present) TRY_VOID(Convert(&directive));
    }
    if (markup.error() != FormatError::kNone) {
      if (markup.error() == FormatError::kIncompleteKey)
        TRY_VOID(arguments_.RaiseUnlessMapping());
      return RaiseFormatError(markup.error());
    }
    TRY_VOID(arguments_.Finish("bytes"));
    if (!out_.ok() || exhausted_) return RaiseMemoryError();
    return MakeLike(format_, out_.size() != 0 ? out_.data() : reinterpret_cast<const uint8_t*>(""),
                    out_.size());
  }

 private:
  void Add(const TextView& part) { out_.Append(part.data, part.length); }
  void Fill(uint8_t c, int64_t count) {
    if (count <= 0) return;
    uint8_t* room = count < kMaximumFill ? out_.Extend(count) : nullptr;
    if (room == nullptr) exhausted_ = true;
    else memset(room, c, static_cast<size_t>(count));
  }
  void AddPadded(const TextView& text, const PercentDirective& d, bool truncates) {
    PercentPadding padding = PadPercentText(text.length, d, truncates);
    Fill(' ', padding.left);
    Add(text.Slice(0, padding.kept));
    Fill(' ', padding.right);
  }

  bool Convert(PercentDirective* d) {
    if (d->has_key) {
      Handle key = TRY(BytesNew(d->key.data, d->key.length));
      TRY_VOID(arguments_.UseKey(key));
    }
    TRY_VOID(arguments_.ReadStars(d));
    Value value;
    TRY_VOID(arguments_.Next(&value));
    switch (d->code) {
      case 's': case 'b': return ConvertBytes(value, *d);
      case 'r': case 'a': {
        Handle text = TRY(ToAscii(value));
        AddPadded(StrView(text), *d, true);
        return true;
      }
      case 'c': return ConvertByte(value, *d);
      case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
      case 'd': case 'i': case 'u': case 'x': case 'X': case 'o': return ConvertNumber(value, *d);
      // CPython takes a z for the start of a length that isn't finished.
      case 'z': return RaiseFormatError(FormatError::kIncompleteFormat);
      default: break;
    }
    char message[kFormatMessageBound];
    FormatUnsupportedCharacter(message, d->code, d->index);
    return Raise(&ValueErrorType, "%s", message);
  }

  bool ConvertNumber(Value value, const PercentDirective& d) {
    Formatted formatted;
    if (!PercentNumber(value, d, &formatted)) {
      bool is_float = d.code != 'd' && d.code != 'i' && d.code != 'u' && d.code != 'x' &&
                      d.code != 'X' && d.code != 'o';
      if (is_float && ClearPendingIf(&TypeErrorType))
        return Raise(&TypeErrorType, "float argument required, not %.200s", TypeName(value));
      return false;
    }
    bool fits = formatted.left < kMaximumFill && formatted.middle < kMaximumFill &&
                formatted.right < kMaximumFill;
    uint8_t* room = fits ? out_.Extend(formatted.length()) : nullptr;
    if (room == nullptr) return RaiseMemoryError();
    formatted.Write(room);
    return true;
  }

  bool ConvertBytes(Value value, const PercentDirective& d) {
    if (IsBytes(value) || IsInstanceOf(value, ByteArrayType)) {
      AddPadded(ByteView(value), d, true);
      return true;
    }
    Handle method = LookupSpecial(value, names.__bytes__);
    if (method) {
      Handle bytes = TRY(Call(method));
      if (!IsBytes(bytes))
        return Raise(&TypeErrorType, "__bytes__ returned non-bytes (type %.200s)", TypeName(bytes));
      AddPadded(ByteView(bytes), d, true);
      return true;
    }
    if (HasPendingException()) return false;
    if (!SupportsBuffer(value))
      return Raise(&TypeErrorType,
                   "%%b requires a bytes-like object, or an object that implements __bytes__, not "
                   "'%.100s'",
                   TypeName(value));
    ByteArgument argument;
    TRY_VOID(argument.Read(value));
    AddPadded(argument.view(), d, true);
    return true;
  }

  bool ConvertByte(Value value, const PercentDirective& d) {
    uint8_t byte;
    bool is_bytes = IsBytes(value) || IsInstanceOf(value, ByteArrayType);
    if (is_bytes && ByteView(value).length == 1) {
      byte = static_cast<uint8_t>(ByteView(value)[0]);
    } else {
      bool indexable = IsAnyInt(value) || TypeOf(value)->slots.index != nullptr;
      Handle index = indexable && !is_bytes ? Index(value) : Owned();
      if (!index) {
        if (HasPendingException() && !ClearPendingIf(&TypeErrorType)) return false;
        return Raise(&TypeErrorType, "%%c requires an integer in range(256) or a single byte");
      }
      int64_t code;
      if (!IntFitsInt64(index, &code) || code < 0 || code > 255)
        return Raise(&OverflowErrorType, "%%c arg not in range(256)");
      byte = static_cast<uint8_t>(code);
    }
    AddPadded({&byte, 1, 1}, d, false);
    return true;
  }

  Value format_;
  PercentArguments arguments_;
  ByteBuffer out_;
  bool exhausted_ = false;
};

}  // namespace

Owned ByteRemainderSlot(Value left, Value right) {
  if (IsBytes(left)) return PercentFormatter(left, right).Run();
  if (!IsInstanceOf(left, ByteArrayType)) return OwnNotImplemented();
  // The directives are read while Python code may run: the array must not move.
  ByteArray* array = left.As<ByteArray>();
  ++array->exports;
  Owned made = PercentFormatter(left, right).Run();
  --array->exports;
  return made;
}

}  // namespace polygil
