#include "runtime/modules/cmath/functions.h"

#include <cfloat>
#include <cmath>

namespace polygil {
namespace {

using C = _Complex double;

constexpr double kLarge = DBL_MAX / 4;
constexpr double kTwoLn2 = 2 * M_LN2;
const double kSqrtLarge = std::sqrt(kLarge);
const double kLogLarge = std::log(kLarge);
const double kSqrtSmall = std::sqrt(DBL_MIN);

ComplexResult Ok(double real, double imaginary) {
  return {{real, imaginary}, ComplexStatus::kOk};
}
bool IsFinite(ComplexValue z) { return std::isfinite(z.real) && std::isfinite(z.imaginary); }
bool IsLarge(ComplexValue z) {
  return std::fabs(z.real) > kLarge || std::fabs(z.imaginary) > kLarge;
}

// Values that are not finite: what libm says.
ComplexResult Special(C (*function)(C), ComplexValue z, bool domain_error = false) {
  C argument;  // a NaN's sign must not decide anything
  __real__ argument = std::isnan(z.real) ? NAN : z.real;
  __imag__ argument = std::isnan(z.imaginary) ? NAN : z.imaginary;
  C result = function(argument);
  return {{__real__ result, __imag__ result},
          domain_error ? ComplexStatus::kDomain : ComplexStatus::kOk};
}

#define LIBM(name) [](C z) -> C { return __builtin_##name(z); }

ComplexResult CheckRange(double real, double imaginary) {
  bool infinite = std::isinf(real) || std::isinf(imaginary);
  return {{real, imaginary}, infinite ? ComplexStatus::kRange : ComplexStatus::kOk};
}

// log|z| of a large z, without overflow.
double LogOfLarge(ComplexValue z) {
  return std::log(std::hypot(z.real / 2, z.imaginary / 2)) + kTwoLn2;
}

ComplexValue Root(ComplexValue z) { return ComplexSqrt(z).value; }

// f(z) = -i g(iz).
ComplexResult ByRotation(ComplexResult (*function)(ComplexValue), ComplexValue z) {
  ComplexResult r = function({-z.imaginary, z.real});
  return {{r.value.imaginary, -r.value.real}, r.status};
}

}  // namespace

ComplexResult ComplexSqrt(ComplexValue z) {
  if (!IsFinite(z)) return Special(LIBM(csqrt), z);
  if (z.real == 0 && z.imaginary == 0) return Ok(0, z.imaginary);
  double real = std::fabs(z.real), imaginary = std::fabs(z.imaginary), root;
  if (real < DBL_MIN && imaginary < DBL_MIN) {
    // Both are subnormal: scale by 2^53 first.
    real = std::ldexp(real, 53);
    root = std::ldexp(std::sqrt(real + std::hypot(real, std::ldexp(imaginary, 53))), -27);
  } else {
    real /= 8;
    root = 2 * std::sqrt(real + std::hypot(real, imaginary / 8));
  }
  double other = imaginary / (2 * root);
  if (z.real >= 0) return Ok(root, std::copysign(other, z.imaginary));
  return Ok(other, std::copysign(root, z.imaginary));
}

ComplexResult ComplexAcos(ComplexValue z) {
  if (std::isinf(z.real) && std::isnan(z.imaginary)) return Ok(NAN, INFINITY);
  if (!IsFinite(z)) return Special(LIBM(cacos), z);
  if (IsLarge(z)) {
    double size = LogOfLarge(z);
    double imaginary = z.real < 0 ? -std::copysign(size, z.imaginary)
                                  : std::copysign(size, -z.imaginary);
    return Ok(std::atan2(std::fabs(z.imaginary), z.real), imaginary);
  }
  ComplexValue a = Root({1 - z.real, -z.imaginary}), b = Root({1 + z.real, z.imaginary});
  return Ok(2 * std::atan2(a.real, b.real), std::asinh(b.real * a.imaginary - b.imaginary * a.real));
}

ComplexResult ComplexAcosh(ComplexValue z) {
  if (std::isfinite(z.real) && std::isnan(z.imaginary)) return Ok(NAN, NAN);
  if (!IsFinite(z)) return Special(LIBM(cacosh), z);
  if (IsLarge(z)) return Ok(LogOfLarge(z), std::atan2(z.imaginary, z.real));
  ComplexValue a = Root({z.real - 1, z.imaginary}), b = Root({z.real + 1, z.imaginary});
  return Ok(std::asinh(a.real * b.real + a.imaginary * b.imaginary),
            2 * std::atan2(a.imaginary, b.real));
}

ComplexResult ComplexAsin(ComplexValue z) { return ByRotation(ComplexAsinh, z); }

ComplexResult ComplexAsinh(ComplexValue z) {
  if (!IsFinite(z)) return Special(LIBM(casinh), z);
  if (IsLarge(z)) {
    double size = LogOfLarge(z);
    double real = z.imaginary >= 0 ? std::copysign(size, z.real) : -std::copysign(size, -z.real);
    return Ok(real, std::atan2(z.imaginary, std::fabs(z.real)));
  }
  ComplexValue a = Root({1 + z.imaginary, -z.real}), b = Root({1 - z.imaginary, z.real});
  return Ok(std::asinh(a.real * b.imaginary - b.real * a.imaginary),
            std::atan2(z.imaginary, a.real * b.real - a.imaginary * b.imaginary));
}

ComplexResult ComplexAtan(ComplexValue z) { return ByRotation(ComplexAtanh, z); }

ComplexResult ComplexAtanh(ComplexValue z) {
  if (!IsFinite(z)) return Special(LIBM(catanh), z);
  if (z.real < 0 || (z.real == 0 && std::copysign(1.0, z.real) < 0)) {
    ComplexResult r = ComplexAtanh({-z.real, -z.imaginary});
    return {{-r.value.real, -r.value.imaginary}, r.status};
  }
  double height = std::fabs(z.imaginary);
  if (z.real > kSqrtLarge || height > kSqrtLarge) {
    double half = std::hypot(z.real / 2, z.imaginary / 2);
    return Ok(z.real / 4 / half / half, -std::copysign(M_PI_2, -z.imaginary));
  }
  if (z.real == 1 && height < kSqrtSmall) {
    if (height == 0) return {{INFINITY, z.imaginary}, ComplexStatus::kDomain};
    return Ok(-std::log(std::sqrt(height) / std::sqrt(std::hypot(height, 2))),
              std::copysign(std::atan2(2, -height) / 2, z.imaginary));
  }
  return Ok(std::log1p(4 * z.real / ((1 - z.real) * (1 - z.real) + height * height)) / 4,
            -std::atan2(-2 * z.imaginary, (1 - z.real) * (1 + z.real) - height * height) / 2);
}

ComplexResult ComplexCos(ComplexValue z) { return ComplexCosh({-z.imaginary, z.real}); }

ComplexResult ComplexCosh(ComplexValue z) {
  if (std::isnan(z.real) && z.imaginary == 0) return Ok(NAN, 0);
  if (!IsFinite(z))
    return Special(LIBM(ccosh), z, std::isinf(z.imaginary) && !std::isnan(z.real));
  if (std::fabs(z.real) > kLogLarge) {
    double less = z.real - std::copysign(1.0, z.real);
    return CheckRange(std::cos(z.imaginary) * std::cosh(less) * M_E,
                      std::sin(z.imaginary) * std::sinh(less) * M_E);
  }
  return CheckRange(std::cos(z.imaginary) * std::cosh(z.real),
                    std::sin(z.imaginary) * std::sinh(z.real));
}

ComplexResult ComplexExp(ComplexValue z) {
  if (!IsFinite(z))
    return Special(LIBM(cexp), z,
                   std::isinf(z.imaginary) &&
                       (std::isfinite(z.real) || (std::isinf(z.real) && z.real > 0)));
  if (z.real > kLogLarge) {
    double length = std::exp(z.real - 1);
    return CheckRange(length * std::cos(z.imaginary) * M_E, length * std::sin(z.imaginary) * M_E);
  }
  double length = std::exp(z.real);
  return CheckRange(length * std::cos(z.imaginary), length * std::sin(z.imaginary));
}

ComplexResult ComplexLog(ComplexValue z) {
  if (!IsFinite(z)) return Special(LIBM(clog), z);
  double real = std::fabs(z.real), imaginary = std::fabs(z.imaginary);
  double angle = std::atan2(z.imaginary, z.real);
  if (real > kLarge || imaginary > kLarge)
    return Ok(std::log(std::hypot(real / 2, imaginary / 2)) + M_LN2, angle);
  if (real < DBL_MIN && imaginary < DBL_MIN) {
    if (real == 0 && imaginary == 0) return {{-INFINITY, angle}, ComplexStatus::kDomain};
    double scaled = std::hypot(std::ldexp(real, DBL_MANT_DIG), std::ldexp(imaginary, DBL_MANT_DIG));
    return Ok(std::log(scaled) - DBL_MANT_DIG * M_LN2, angle);
  }
  double size = std::hypot(real, imaginary);
  if (size < 0.71 || size > 1.73) return Ok(std::log(size), angle);
  double most = real > imaginary ? real : imaginary, least = real > imaginary ? imaginary : real;
  return Ok(std::log1p((most - 1) * (most + 1) + least * least) / 2, angle);
}

ComplexResult ComplexSin(ComplexValue z) { return ByRotation(ComplexSinh, z); }

ComplexResult ComplexSinh(ComplexValue z) {
  if (z.real == 0 && std::isnan(z.imaginary)) return Ok(0, NAN);
  if (!IsFinite(z))
    return Special(LIBM(csinh), z, std::isinf(z.imaginary) && !std::isnan(z.real));
  if (std::fabs(z.real) > kLogLarge) {
    double less = z.real - std::copysign(1.0, z.real);
    return CheckRange(std::cos(z.imaginary) * std::sinh(less) * M_E,
                      std::sin(z.imaginary) * std::cosh(less) * M_E);
  }
  return CheckRange(std::cos(z.imaginary) * std::sinh(z.real),
                    std::sin(z.imaginary) * std::cosh(z.real));
}

ComplexResult ComplexTan(ComplexValue z) { return ByRotation(ComplexTanh, z); }

ComplexResult ComplexTanh(ComplexValue z) {
  if (z.real == 0 && std::isnan(z.imaginary)) return Ok(NAN, NAN);
  if (std::isinf(z.real) && std::isinf(z.imaginary)) return Ok(std::copysign(1.0, z.real), 0);
  if (!IsFinite(z))
    return Special(LIBM(ctanh), z, std::isinf(z.imaginary) && std::isfinite(z.real));
  if (std::fabs(z.real) > kLogLarge)
    return Ok(std::copysign(1.0, z.real), 4 * std::sin(z.imaginary) * std::cos(z.imaginary) *
                                              std::exp(-2 * std::fabs(z.real)));
  double x = std::tanh(z.real), y = std::tan(z.imaginary), c = 1 / std::cosh(z.real);
  double divisor = 1 + x * y * (x * y);
  return Ok(x * (1 + y * y) / divisor, y / divisor * c * c);
}

ComplexResult ComplexRect(double length, double phase) {
  if (std::isfinite(length) && std::isfinite(phase)) {
    if (phase == 0) return Ok(length, length * phase);
    return Ok(length * std::cos(phase), length * std::sin(phase));
  }
  if (std::isfinite(phase)) {  // the length is not
    if (std::isnan(length)) return Ok(NAN, phase == 0 ? 0 : NAN);
    if (phase == 0) return Ok(length, length > 0 ? phase : -phase);
    double sign = length > 0 ? 1.0 : -1.0;
    return Ok(sign * std::copysign(INFINITY, std::cos(phase)),
              sign * std::copysign(INFINITY, std::sin(phase)));
  }
  bool wrong = length != 0 && !std::isnan(length) && std::isinf(phase);
  ComplexValue value = {NAN, NAN};
  if (length == 0) value = {0, 0};
  if (std::isinf(length)) value = {INFINITY, NAN};
  return {value, wrong ? ComplexStatus::kDomain : ComplexStatus::kOk};
}

}  // namespace polygil
