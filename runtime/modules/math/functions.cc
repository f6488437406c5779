// math: functions of one or two floats.

#include <cmath>
#include <climits>

#include "runtime/modules/math/math.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"
#include "runtime/types/text/names.h"

namespace polygil {

Owned FromMathResult(const MathResult& result) {
  if (result.status == MathStatus::kDomain) return Raise(&ValueErrorType, "math domain error");
  if (result.status == MathStatus::kRange) return Raise(&OverflowErrorType, "math range error");
  return FloatNew(result.value);
}

namespace {

template <double (*function)(double), bool can_overflow>
Owned Unary(Value, Value v) {
  double x = TRY(AsDouble(v));
  return FromMathResult(MathCall(function, x, can_overflow));
}
template <MathResult (*function)(double)>
Owned UnaryResult(Value, Value v) {
  double x = TRY(AsDouble(v));
  return FromMathResult(function(x));
}
template <double (*function)(double, double)>
Owned Binary(Value, const Value* args, size_t) {
  double x = TRY(AsDouble(args[0])), y = TRY(AsDouble(args[1]));
  return FloatNew(function(x, y));
}
template <MathResult (*function)(double, double)>
Owned BinaryResult(Value, const Value* args, size_t) {
  double x = TRY(AsDouble(args[0])), y = TRY(AsDouble(args[1]));
  return FromMathResult(function(x, y));
}
template <bool (*test)(double)>
Owned Test(Value, Value v) {
  double x = TRY(AsDouble(v));
  return OwnBool(test(x));
}

double Fabs(double x) { return std::fabs(x); }
bool IsNan(double x) { return std::isnan(x); }
bool IsInf(double x) { return std::isinf(x); }
bool IsFinite(double x) { return std::isfinite(x); }
double Degrees(double x) { return x * (180.0 / M_PI); }
double Radians(double x) { return x * (M_PI / 180.0); }

Owned MathSqrt(Value, Value v) {
  double x = TRY(AsDouble(v));
  if (x < 0) return Raise(&ValueErrorType, "math domain error");
  return FloatNew(std::sqrt(x));
}

template <double (*function)(double)>
Owned Plain(Value, Value v) {
  double x = TRY(AsDouble(v));
  return FloatNew(function(x));
}

// -- Logarithms -----------------------------------------------------------------------------------

Owned Logarithm(LogBase base, Value v) {
  if (IsAnyInt(v)) {
    if (IntSign(v) <= 0) return Raise(&ValueErrorType, "math domain error");
    IntOperand operand(v);
    return FromMathResult(MathLogOfInteger(base, operand));
  }
  double x = TRY(AsDouble(v));
  return FromMathResult(MathLog(base, x));
}

Owned MathLogFunction(Value, const Value* args, size_t nargs, Value keyword_names) {
  if (keyword_names) return Raise(&TypeErrorType, "math.log() takes no keyword arguments");
  if (nargs < 1 || nargs > 2) return Raise(&TypeErrorType, "math.log requires 1 to 2 arguments");
  Handle numerator = TRY(Logarithm(LogBase::kNatural, args[0]));
  if (nargs == 1) return numerator.Release();
  Handle divisor = TRY(Logarithm(LogBase::kNatural, args[1]));
  return BinaryOperation(BinaryOp::kTrueDivide, numerator, divisor);
}
Owned MathLog2(Value, Value v) { return Logarithm(LogBase::kTwo, v); }
Owned MathLog10(Value, Value v) { return Logarithm(LogBase::kTen, v); }

// -- Parts of floats ------------------------------------------------------------------------------

Owned MathFrexp(Value, Value v) {
  double x = TRY(AsDouble(v));
  int exponent = 0;
  double mantissa = std::isfinite(x) ? std::frexp(x, &exponent) : x;
  Handle first = TRY(FloatNew(mantissa));
  return TupleOf({first, Value::Int(exponent)});
}

Owned MathModf(Value, Value v) {
  double x = TRY(AsDouble(v)), whole;
  double fraction = std::modf(x, &whole);
  Handle first = TRY(FloatNew(fraction)), second = TRY(FloatNew(whole));
  return TupleOf({first, second});
}

Owned MathLdexp(Value, const Value* args, size_t) {
  double x = TRY(AsDouble(args[0]));
  if (!IsAnyInt(args[1]))
    return Raise(&TypeErrorType, "Expected an int as second argument to ldexp.");
  int64_t exponent;
  if (!IntFitsInt64(args[1], &exponent)) exponent = IntSign(args[1]) < 0 ? INT64_MIN : INT64_MAX;
  return FromMathResult(MathScale(x, exponent));
}

// __floor__, __ceil__ or else the function on the float.
Owned RoundTowards(Value v, Value name, double (*function)(double)) {
  if (v.IsInt()) return Retain(v);
  if (!v.IsImmediateFloat() && !IsExactly(v, FloatType)) {
    Handle method = LookupSpecial(v, name);
    if (method) return Call(method);
    if (HasPendingException()) return {};
  }
  double x = TRY(AsDouble(v));
  return IntFromDouble(function(x));
}
double Floor(double x) { return std::floor(x); }
double Ceil(double x) { return std::ceil(x); }
Owned MathFloor(Value, Value v) { return RoundTowards(v, names.__floor__, Floor); }
Owned MathCeil(Value, Value v) { return RoundTowards(v, names.__ceil__, Ceil); }

Owned MathTrunc(Value, Value v) {
  if (v.IsInt()) return Retain(v);
  if (v.IsImmediateFloat()) return IntFromDouble(v.AsImmediateFloat());
  Handle method = LookupSpecial(v, names.__trunc__);
  if (method) return Call(method);
  if (HasPendingException()) return {};
  return Raise(&TypeErrorType, "type %.100s doesn't define __trunc__ method", TypeName(v));
}

Owned MathIsClose(Value, const Value* args) {
  double a = TRY(AsDouble(args[0])), b = TRY(AsDouble(args[1]));
  double relative = args[2] ? TRY(AsDouble(args[2])) : 1e-9;
  double absolute = args[3] ? TRY(AsDouble(args[3])) : 0.0;
  if (relative < 0 || absolute < 0)
    return Raise(&ValueErrorType, "tolerances must be non-negative");
  return OwnBool(polygil::MathIsClose(a, b, relative, absolute));
}

#define UNARY(name, can_overflow, doc) \
  PY_FUNCTION(math, name, OneArg((Unary<::name, can_overflow>)), "($module, x, /)\n--\n\n" doc)

}  // namespace

extern constexpr MethodDef kMathFloatFunctions[] = {
    UNARY(acos, false, "Return the arc cosine (measured in radians) of x."),
    UNARY(acosh, false, "Return the inverse hyperbolic cosine of x."),
    UNARY(asin, false, "Return the arc sine (measured in radians) of x."),
    UNARY(asinh, false, "Return the inverse hyperbolic sine of x."),
    UNARY(atan, false, "Return the arc tangent (measured in radians) of x."),
    PY_FUNCTION(math, atan2, Positional(Binary<::atan2>, 2, 2),
                "($module, y, x, /)\n--\n\nReturn the arc tangent (measured in radians) of y/x.\n\n"
                "Unlike atan(y/x), the signs of both x and y are considered."),
    UNARY(atanh, false, "Return the inverse hyperbolic tangent of x."),
    UNARY(cbrt, false, "Return the cube root of x."),
    PY_FUNCTION(math, ceil, OneArg(MathCeil),
                "($module, x, /)\n--\n\nReturn the ceiling of x as an Integral."),
    PY_FUNCTION(math, copysign, Positional(Binary<::copysign>, 2, 2),
                "($module, x, y, /)\n--\n\nReturn a float with the magnitude (absolute value) of x "
                "but the sign of y."),
    UNARY(cos, false, "Return the cosine of x (measured in radians)."),
    UNARY(cosh, true, "Return the hyperbolic cosine of x."),
    PY_FUNCTION(math, degrees, OneArg(Plain<Degrees>),
                "($module, x, /)\n--\n\nConvert angle x from radians to degrees."),
    UNARY(erf, false, "Error function at x."),
    UNARY(erfc, false, "Complementary error function at x."),
    UNARY(exp, true, "Return e raised to the power of x."),
    UNARY(exp2, true, "Return 2 raised to the power of x."),
    UNARY(expm1, true, "Return exp(x)-1, without the loss of precision for small x."),
    PY_FUNCTION(math, fabs, OneArg(Plain<Fabs>),
                "($module, x, /)\n--\n\nReturn the absolute value of the float x."),
    PY_FUNCTION(math, floor, OneArg(MathFloor),
                "($module, x, /)\n--\n\nReturn the floor of x as an Integral."),
    PY_FUNCTION(math, fmod, Positional(BinaryResult<MathModulo>, 2, 2),
                "($module, x, y, /)\n--\n\nReturn fmod(x, y), according to platform C.\n\n"
                "x % y may differ."),
    PY_FUNCTION(math, frexp, OneArg(MathFrexp),
                "($module, x, /)\n--\n\nReturn the mantissa and exponent of x, as pair (m, e): "
                "x = m * 2.**e."),
    PY_FUNCTION(math, gamma, OneArg(UnaryResult<MathGamma>),
                "($module, x, /)\n--\n\nGamma function at x."),
    PY_FUNCTION(math, isclose, Bound(MathIsClose),
                "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\nDetermine whether two "
                "floating point numbers are close in value,\nby a relative or an absolute "
                "tolerance."),
    PY_FUNCTION(math, isfinite, OneArg(Test<IsFinite>),
                "($module, x, /)\n--\n\nReturn True if x is neither an infinity nor a NaN."),
    PY_FUNCTION(math, isinf, OneArg(Test<IsInf>),
                "($module, x, /)\n--\n\nReturn True if x is an infinity."),
    PY_FUNCTION(math, isnan, OneArg(Test<IsNan>),
                "($module, x, /)\n--\n\nReturn True if x is a NaN (not a number)."),
    PY_FUNCTION(math, ldexp, Positional(MathLdexp, 2, 2),
                "($module, x, i, /)\n--\n\nReturn x * (2**i), the inverse of frexp()."),
    PY_FUNCTION(math, lgamma, OneArg(UnaryResult<MathLogGamma>),
                "($module, x, /)\n--\n\nNatural logarithm of absolute value of Gamma function at "
                "x."),
    PY_FUNCTION(math, log, Keywords(MathLogFunction),
                "log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\n"
                "If the base not specified, returns the natural logarithm (base e) of x."),
    UNARY(log1p, false, "Return the natural logarithm of 1+x (base e), accurate near zero."),
    PY_FUNCTION(math, log10, OneArg(MathLog10),
                "($module, x, /)\n--\n\nReturn the base 10 logarithm of x."),
    PY_FUNCTION(math, log2, OneArg(MathLog2),
                "($module, x, /)\n--\n\nReturn the base 2 logarithm of x."),
    PY_FUNCTION(math, modf, OneArg(MathModf),
                "($module, x, /)\n--\n\nReturn the fractional and integer parts of x, both with its "
                "sign."),
    PY_FUNCTION(math, nextafter, Positional(Binary<::nextafter>, 2, 2),
                "($module, x, y, /)\n--\n\nReturn the next floating-point value after x towards y."),
    PY_FUNCTION(math, pow, Positional(BinaryResult<MathPower>, 2, 2),
                "($module, x, y, /)\n--\n\nReturn x**y (x to the power of y)."),
    PY_FUNCTION(math, radians, OneArg(Plain<Radians>),
                "($module, x, /)\n--\n\nConvert angle x from degrees to radians."),
    PY_FUNCTION(math, remainder, Positional(BinaryResult<MathRemainder>, 2, 2),
                "($module, x, y, /)\n--\n\nDifference between x and the closest integer multiple of "
                "y, ties to even."),
    UNARY(sin, false, "Return the sine of x (measured in radians)."),
    UNARY(sinh, true, "Return the hyperbolic sine of x."),
    PY_FUNCTION(math, sqrt, OneArg(MathSqrt), "($module, x, /)\n--\n\nReturn the square root of x."),
    UNARY(tan, false, "Return the tangent of x (measured in radians)."),
    UNARY(tanh, false, "Return the hyperbolic tangent of x."),
    PY_FUNCTION(math, trunc, OneArg(MathTrunc),
                "($module, x, /)\n--\n\nTruncates the Real x to the nearest Integral toward 0.\n\n"
                "Uses the __trunc__ magic method."),
    PY_FUNCTION(math, ulp, OneArg(Plain<MathUlp>),
                "($module, x, /)\n--\n\nReturn the value of the least significant bit of the float "
                "x."),
    {}};

}  // namespace polygil
