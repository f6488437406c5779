#include "runtime/types/number/float_methods.h"

#include <cmath>

#include "runtime/base/floattext/format.h"
#include "runtime/base/floattext/number.h"
#include "runtime/base/floattext/parse.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/number_format.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned FloatIsIntegerMethod(Value self) {
  double value = FloatValue(self);
  return OwnBool(std::isfinite(value) && value == std::floor(value));
}

Owned FloatAsIntegerRatioMethod(Value self) {
  double value = FloatValue(self);
  if (std::isnan(value)) return Raise(&ValueErrorType, "cannot convert NaN to integer ratio");
  if (std::isinf(value))
    return Raise(&OverflowErrorType, "cannot convert Infinity to integer ratio");
  FloatRatio ratio = FloatToRatio(value);
  Handle numerator = TRY(IntFromInt64(ratio.mantissa)), denominator = Owned(Value::Int(1));
  Value shift = Value::Int(std::abs(ratio.exponent));
  if (ratio.exponent > 0) numerator = TRY(IntShiftLeft(numerator, shift));
  if (ratio.exponent < 0) denominator = TRY(IntShiftLeft(denominator, shift));
  return TupleOf({numerator, denominator});
}

Owned FloatRoundMethod(Value self, const Value* args, size_t nargs) {
  double value = FloatValue(self);
  if (nargs == 0 || args[0].IsNone()) {
    if (!std::isfinite(value)) return IntFromDouble(value);
    return IntFromDouble(FloatRoundToIntegral(value));
  }
  int64_t digits = TRY(IndexClipped(args[0]));
  if (!std::isfinite(value)) return FloatNew(value);
  double rounded = FloatRound(value, digits);
  if (std::isinf(rounded))
    return Raise(&OverflowErrorType, "rounded value too large to represent");
  return FloatNew(rounded);
}

Owned FloatTruncMethod(Value self) { return IntFromDouble(FloatValue(self)); }
Owned FloatFloorMethod(Value self) { return IntFromDouble(std::floor(FloatValue(self))); }
Owned FloatCeilMethod(Value self) { return IntFromDouble(std::ceil(FloatValue(self))); }

Owned FloatHexMethod(Value self) {
  char text[kFloatHexBound];
  int size = FloatHex(text, FloatValue(self));
  return StrFromAscii(text, static_cast<size_t>(size));
}

Owned FloatFromHexMethod(Value cls, Value text) {
  if (!IsStr(text)) return Raise(&TypeErrorType, "bad argument type for built-in operation");
  Handle owner;
  std::string_view utf8 = TRY(StrAsUtf8(text, &owner));
  double value;
  switch (FloatFromHex(utf8.data(), utf8.size(), &value)) {
    case FloatHexStatus::kInvalid:
      return Raise(&ValueErrorType, "invalid hexadecimal floating-point string");
    case FloatHexStatus::kOverflow:
      return Raise(&OverflowErrorType, "hexadecimal value too large to represent as a float");
    case FloatHexStatus::kOk:
      break;
  }
  Handle result = TRY(FloatNew(value));
  if (cls.As<Type>() == &FloatType) return result.Release();
  return Call(cls, {result});
}

Owned FloatGetFormatMethod(Value, Value kind) {
  if (!IsStr(kind))
    return Raise(&TypeErrorType, "__getformat__() argument must be str, not %.50s",
                 kind.IsNone() ? "None" : TypeName(kind));
  if (!StrEqualsAscii(kind, "double") && !StrEqualsAscii(kind, "float"))
    return Raise(&ValueErrorType, "__getformat__() argument 1 must be 'double' or 'float'");
  return StrFromUtf8("IEEE, little-endian");
}

Owned FloatGetNewArgsMethod(Value self) {
  Handle value = TRY(FloatNew(FloatValue(self)));
  return TupleOf({value});
}

Owned FloatSizeOfMethod(Value) { return Owned(Value::Int(24)); }

Owned Zero(Value) { return FloatNew(0.0); }

}  // namespace

extern constexpr MethodDef kFloatMethods[] = {
    PY_METHOD(float, conjugate, NoArgs(FloatExact),
              "($self, /)\n--\n\nReturn self, the complex conjugate of any float."),
    PY_METHOD(float, __trunc__, NoArgs(FloatTruncMethod),
              "($self, /)\n--\n\nReturn the Integral closest to x between 0 and x."),
    PY_METHOD(float, __floor__, NoArgs(FloatFloorMethod),
              "($self, /)\n--\n\nReturn the floor as an Integral."),
    PY_METHOD(float, __ceil__, NoArgs(FloatCeilMethod),
              "($self, /)\n--\n\nReturn the ceiling as an Integral."),
    PY_METHOD(float, __round__, Positional(FloatRoundMethod, 0, 1),
              "($self, ndigits=None, /)\n--\n\nReturn the Integral closest to x, rounding half "
              "toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits)."),
    PY_METHOD(float, as_integer_ratio, NoArgs(FloatAsIntegerRatioMethod),
              "($self, /)\n--\n\nReturn a pair of integers whose ratio is exactly self, the second "
              "positive.\n\nOverflowError on infinities and ValueError on NaNs.\n\n"
              ">>> (-.25).as_integer_ratio()\n(-1, 4)"),
    PY_METHOD(float, fromhex, OneArg(FloatFromHexMethod, kMethodClass),
              "($type, string, /)\n--\n\nCreate a floating-point number from a hexadecimal "
              "string.\n\n>>> float.fromhex('0x1.ffffp10')\n2047.984375"),
    PY_METHOD(float, hex, NoArgs(FloatHexMethod),
              "($self, /)\n--\n\nReturn a hexadecimal representation of a floating-point number."
              "\n\n>>> (-0.1).hex()\n'-0x1.999999999999ap-4'"),
    PY_METHOD(float, is_integer, NoArgs(FloatIsIntegerMethod),
              "($self, /)\n--\n\nReturn True if the float is an integer."),
    PY_METHOD(float, __getnewargs__, NoArgs(FloatGetNewArgsMethod), "($self, /)\n--\n\n"),
    PY_METHOD(float, __getformat__, OneArg(FloatGetFormatMethod, kMethodClass),
              "($type, typestr, /)\n--\n\nThe representation of C's 'double' or 'float', for "
              "Python's test suite."),
    PY_METHOD(float, __format__, OneArg(FloatFormatMethod),
              "($self, format_spec, /)\n--\n\nFormats the float according to format_spec."),
    PY_METHOD(float, __sizeof__, NoArgs(FloatSizeOfMethod),
              "($self, /)\n--\n\nSize of object in memory, in bytes."),
    {}};

extern constexpr PropertyDef kFloatProperties[] = {
    {"real", FloatExact, nullptr, "the real part of a complex number"},
    {"imag", Zero, nullptr, "the imaginary part of a complex number"},
    {}};

}  // namespace polygil
