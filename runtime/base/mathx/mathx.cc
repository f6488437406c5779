// libm, with errors as values.

#include "runtime/base/mathx/mathx.h"

#include <limits.h>
#include <math.h>

#include "runtime/base/bigint/convert.h"

namespace polygil {
namespace {

MathResult Ok(double value) { return {value, MathStatus::kOk}; }
MathResult DomainError() { return {NAN, MathStatus::kDomain}; }
MathResult RangeError() { return {INFINITY, MathStatus::kRange}; }

double LogOf(LogBase base, double x) {
  return base == LogBase::kNatural ? log(x) : base == LogBase::kTwo ? log2(x) : log10(x);
}

}  // namespace

MathResult MathCall(double (*function)(double), double x, bool can_overflow) {
  double value = function(x);
  if (isnan(value) && !isnan(x)) return DomainError();
  if (isinf(value) && isfinite(x)) {
    return can_overflow ? RangeError() : DomainError();
  }
  return Ok(value);
}

MathResult MathPower(double x, double y) {
  double value = pow(x, y);
  if (isfinite(x) && isfinite(y) && !isfinite(value)) {
    return isnan(value) || x == 0.0 ? DomainError() : RangeError();
  }
  return Ok(value);
}

MathResult MathModulo(double x, double y) {
  double value = fmod(x, y);
  if (isnan(value) && !isnan(x) && !isnan(y)) return DomainError();
  return Ok(value);
}

MathResult MathRemainder(double x, double y) {
  double value = remainder(x, y);
  if (isnan(value) && !isnan(x) && !isnan(y)) return DomainError();
  return Ok(value);
}

MathResult MathScale(double x, int64_t exponent) {
  if (x == 0.0 || !isfinite(x)) return Ok(x);
  int clamped = exponent > INT_MAX   ? INT_MAX
                : exponent < INT_MIN ? INT_MIN
                                     : static_cast<int>(exponent);
  double value = ldexp(x, clamped);
  return isinf(value) ? RangeError() : Ok(value);
}

MathResult MathLog(LogBase base, double x) {
  if (isnan(x)) return Ok(x);
  return x > 0.0 ? Ok(LogOf(base, x)) : DomainError();
}

MathResult MathLogOfInteger(LogBase base, const BigView& x) {
  if (x.negative || x.size == 0) return DomainError();
  BigDouble value = BigToDouble(x);
  if (!value.overflow) return Ok(LogOf(base, value.value));
  BigFraction fraction = BigFrexp(x);
  return Ok(LogOf(base, fraction.mantissa) +
            LogOf(base, 2.0) * static_cast<double>(fraction.exponent));
}

bool MathIsClose(double a, double b, double relative, double absolute) {
  if (a == b) return true;
  if (isinf(a) || isinf(b)) return false;
  double difference = fabs(b - a);
  return difference <= fabs(relative * b) || difference <= fabs(relative * a) ||
         difference <= absolute;
}

double MathUlp(double x) {
  if (isnan(x)) return x;
  x = fabs(x);
  if (isinf(x)) return x;
  double next = nextafter(x, INFINITY);
  if (isinf(next)) return x - nextafter(x, -INFINITY);
  return next - x;
}

}  // namespace polygil
