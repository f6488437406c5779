// cmath: mathematics on complex numbers.

#include <cmath>

#include "runtime/modules/cmath/functions.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/complex.h"
#include "runtime/types/number/float.h"

namespace polygil {
namespace {

Owned FromResult(const ComplexResult& result) {
  if (result.status == ComplexStatus::kDomain) return Raise(&ValueErrorType, "math domain error");
  if (result.status == ComplexStatus::kRange) return Raise(&OverflowErrorType, "math range error");
  return ComplexNew(result.value.real, result.value.imaginary);
}

template <ComplexResult (*function)(ComplexValue)>
Owned Unary(Value, Value v) {
  ComplexValue z = TRY(AsComplex(v));
  return FromResult(function(z));
}

Owned CmathLog(Value, const Value* args, size_t nargs) {
  ComplexValue z = TRY(AsComplex(args[0]));
  ComplexResult result = ComplexLog(z);
  if (nargs == 2) {
    ComplexValue base = TRY(AsComplex(args[1]));
    ComplexResult divisor = ComplexLog(base);
    if (result.status == ComplexStatus::kOk) result.status = divisor.status;
    if (!ComplexDivide(result.value, divisor.value, &result.value))
      result.status = ComplexStatus::kDomain;
  }
  return FromResult(result);
}

ComplexResult Log10(ComplexValue z) {
  ComplexResult result = ComplexLog(z);
  return {{result.value.real / M_LN10, result.value.imaginary / M_LN10}, result.status};
}

Owned CmathPhase(Value, Value v) {
  ComplexValue z = TRY(AsComplex(v));
  double phase = std::atan2(z.imaginary, z.real);
  // An angle too small for a double.
  if (phase == 0 && z.imaginary != 0 && std::isfinite(z.real))
    return Raise(&OverflowErrorType, "math range error");
  return FloatNew(phase);
}

Owned CmathPolar(Value, Value v) {
  ComplexValue z = TRY(AsComplex(v));
  double size = std::hypot(z.real, z.imaginary);
  if (std::isinf(size) && std::isfinite(z.real) && std::isfinite(z.imaginary))
    return Raise(&OverflowErrorType, "math range error");
  Handle length = TRY(FloatNew(size)), phase = TRY(FloatNew(std::atan2(z.imaginary, z.real)));
  return TupleOf({length, phase});
}

Owned CmathRect(Value, const Value* args, size_t) {
  double length = TRY(AsDouble(args[0])), phase = TRY(AsDouble(args[1]));
  return FromResult(ComplexRect(length, phase));
}

Owned CmathIsFinite(Value, Value v) {
  ComplexValue z = TRY(AsComplex(v));
  return OwnBool(std::isfinite(z.real) && std::isfinite(z.imaginary));
}
Owned CmathIsNan(Value, Value v) {
  ComplexValue z = TRY(AsComplex(v));
  return OwnBool(std::isnan(z.real) || std::isnan(z.imaginary));
}
Owned CmathIsInf(Value, Value v) {
  ComplexValue z = TRY(AsComplex(v));
  return OwnBool(std::isinf(z.real) || std::isinf(z.imaginary));
}

double Size(ComplexValue z) { return std::hypot(z.real, z.imaginary); }
bool IsInfinite(ComplexValue z) { return std::isinf(z.real) || std::isinf(z.imaginary); }

Owned CmathIsClose(Value, const Value* args) {
  ComplexValue a = TRY(AsComplex(args[0])), b = TRY(AsComplex(args[1]));
  double relative = args[2] ? TRY(AsDouble(args[2])) : 1e-9;
  double absolute = args[3] ? TRY(AsDouble(args[3])) : 0.0;
  if (relative < 0 || absolute < 0)
    return Raise(&ValueErrorType, "tolerances must be non-negative");
  if (a.real == b.real && a.imaginary == b.imaginary) return OwnBool(true);
  if (IsInfinite(a) || IsInfinite(b)) return OwnBool(false);
  double distance = Size({a.real - b.real, a.imaginary - b.imaginary});
  return OwnBool(distance <= relative * Size(b) || distance <= relative * Size(a) ||
                 distance <= absolute);
}

#define UNARY(name, function, doc) \
  PY_FUNCTION(cmath, name, OneArg(Unary<function>), "($module, z, /)\n--\n\n" doc)

constexpr MethodDef kFunctions[] = {
    UNARY(acos, ComplexAcos, "Return the arc cosine of z."),
    UNARY(acosh, ComplexAcosh, "Return the inverse hyperbolic cosine of z."),
    UNARY(asin, ComplexAsin, "Return the arc sine of z."),
    UNARY(asinh, ComplexAsinh, "Return the inverse hyperbolic sine of z."),
    UNARY(atan, ComplexAtan, "Return the arc tangent of z."),
    UNARY(atanh, ComplexAtanh, "Return the inverse hyperbolic tangent of z."),
    UNARY(cos, ComplexCos, "Return the cosine of z."),
    UNARY(cosh, ComplexCosh, "Return the hyperbolic cosine of z."),
    UNARY(exp, ComplexExp, "Return the exponential value e**z."),
    PY_FUNCTION(cmath, isclose, Bound(CmathIsClose),
                "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\nDetermine whether two "
                "complex numbers are close in value,\nby a relative or an absolute tolerance."),
    PY_FUNCTION(cmath, isfinite, OneArg(CmathIsFinite),
                "($module, z, /)\n--\n\nReturn True if both parts of z are finite."),
    PY_FUNCTION(cmath, isinf, OneArg(CmathIsInf),
                "($module, z, /)\n--\n\nReturn True if a part of z is infinite."),
    PY_FUNCTION(cmath, isnan, OneArg(CmathIsNan),
                "($module, z, /)\n--\n\nReturn True if a part of z is not a number."),
    PY_FUNCTION(cmath, log, Positional(CmathLog, 1, 2),
                "($module, z, base=<unrepresentable>, /)\n--\n\nThe logarithm of z to the given "
                "base, e if it is not given."),
    UNARY(log10, Log10, "Return the base-10 logarithm of z."),
    PY_FUNCTION(cmath, phase, OneArg(CmathPhase),
                "($module, z, /)\n--\n\nReturn argument, also known as the phase angle, of a "
                "complex."),
    PY_FUNCTION(cmath, polar, OneArg(CmathPolar),
                "($module, z, /)\n--\n\nConvert a complex from rectangular to polar coordinates."),
    PY_FUNCTION(cmath, rect, Positional(CmathRect, 2, 2),
                "($module, r, phi, /)\n--\n\nConvert from polar coordinates to rectangular "
                "coordinates."),
    UNARY(sin, ComplexSin, "Return the sine of z."),
    UNARY(sinh, ComplexSinh, "Return the hyperbolic sine of z."),
    UNARY(sqrt, ComplexSqrt, "Return the square root of z."),
    UNARY(tan, ComplexTan, "Return the tangent of z."),
    UNARY(tanh, ComplexTanh, "Return the hyperbolic tangent of z."),
    {}};

bool Execute(Value module) {
  return ModuleAdd(module, "pi", FloatNew(M_PI)) && ModuleAdd(module, "e", FloatNew(M_E)) &&
         ModuleAdd(module, "tau", FloatNew(2 * M_PI)) &&
         ModuleAdd(module, "inf", FloatNew(INFINITY)) &&
         ModuleAdd(module, "infj", ComplexNew(0, INFINITY)) &&
         ModuleAdd(module, "nan", FloatNew(NAN)) && ModuleAdd(module, "nanj", ComplexNew(0, NAN));
}

}  // namespace

extern const ModuleDefinition CmathModule{
    "cmath", "The mathematical functions for complex numbers.", kFunctions, Execute};

}  // namespace polygil
