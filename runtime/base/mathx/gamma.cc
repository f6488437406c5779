// The gamma function by Lanczos' approximation with Boost's coefficients for g =
// 6.0246..., and reflection for negative arguments.

#include <math.h>

#include "runtime/base/mathx/mathx.h"

namespace polygil {
namespace {

constexpr double kPi = 3.141592653589793238462643383279502884197;
constexpr double kLogPi = 1.144729885849400174143427351353058711647;
constexpr double kLanczosG = 6.024680040776729583740234375;
constexpr double kLanczosGMinusHalf = 5.524680040776729583740234375;
constexpr int kTerms = 13;

constexpr double kNumerator[kTerms] = {23531376880.410759688572007674451636754734846804940,
                                       42919803642.649098768957899047001988850926355848959,
                                       35711959237.355668049440185451547166705960488635843,
                                       17921034426.037209699919755754458931112671403265390,
                                       6039542586.3520280050642916443072979210699388420708,
                                       1439720407.3117216736632230727949123939715485786372,
                                       248874557.86205415651146038641322942321632125127801,
                                       31426415.585400194380614231628318205362874684987640,
                                       2876370.6289353724412254090516208496135991145378768,
                                       186056.26539522349504029498971604569928220784236328,
                                       8071.6720023658162106380029022722506138218516325024,
                                       210.82427775157934587250973392071336271166969580291,
                                       2.5066282746310002701649081771338373386264310793408};

// x (x + 1) ... (x + 11)
constexpr double kDenominator[kTerms] = {
    0.0,       39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0,
    2637558.0, 357423.0,   32670.0,     1925.0,      66.0,        1.0};

constexpr int kExactFactorials = 23;
constexpr double kFactorials[kExactFactorials] = {1.0,
                                                  1.0,
                                                  2.0,
                                                  6.0,
                                                  24.0,
                                                  120.0,
                                                  720.0,
                                                  5040.0,
                                                  40320.0,
                                                  362880.0,
                                                  3628800.0,
                                                  39916800.0,
                                                  479001600.0,
                                                  6227020800.0,
                                                  87178291200.0,
                                                  1307674368000.0,
                                                  20922789888000.0,
                                                  355687428096000.0,
                                                  6402373705728000.0,
                                                  121645100408832000.0,
                                                  2432902008176640000.0,
                                                  51090942171709440000.0,
                                                  1124000727777607680000.0};

// sin(pi x), exact at multiples of a half.
double SinPi(double x) {
  double y = fmod(fabs(x), 2.0);
  double value = 0.0;
  switch (static_cast<int>(round(2.0 * y))) {
    case 0:
      value = sin(kPi * y);
      break;
    case 1:
      value = cos(kPi * (y - 0.5));
      break;
    case 2:
      value = sin(kPi * (1.0 - y));
      break;
    case 3:
      value = -cos(kPi * (y - 1.5));
      break;
    default:
      value = sin(kPi * (y - 2.0));
      break;
  }
  return copysign(1.0, x) * value;
}

// The rational function, in powers of 1/x where those of x would overflow.
double LanczosSum(double x) {
  double numerator = 0.0;
  double denominator = 0.0;
  if (x < 5.0) {
    for (int i = kTerms - 1; i >= 0; --i) {
      numerator = numerator * x + kNumerator[i];
      denominator = denominator * x + kDenominator[i];
    }
  } else {
    for (int i = 0; i < kTerms; ++i) {
      numerator = numerator / x + kNumerator[i];
      denominator = denominator / x + kDenominator[i];
    }
  }
  return numerator / denominator;
}

// y**(magnitude - 0.5) applied to `value` in two halves where it would overflow.
double ApplyPower(double value, double y, double magnitude, bool divide) {
  if (magnitude < 140.0) {
    double power = pow(y, magnitude - 0.5);
    return divide ? value / power : value * power;
  }
  double half = pow(y, magnitude / 2.0 - 0.25);
  return divide ? value / half / half : value * half * half;
}

}  // namespace

MathResult MathGamma(double x) {
  if (!isfinite(x)) {
    return isnan(x) || x > 0.0 ? MathResult{x, MathStatus::kOk}
                               : MathResult{NAN, MathStatus::kDomain};
  }
  if (x == 0.0) return {copysign(INFINITY, x), MathStatus::kDomain};
  if (x == floor(x)) {
    if (x < 0.0) return {NAN, MathStatus::kDomain};
    if (x <= kExactFactorials) {
      return {kFactorials[static_cast<int>(x) - 1], MathStatus::kOk};
    }
  }
  double magnitude = fabs(x);
  double value;
  if (magnitude < 1e-20) {
    value = 1.0 / x;
  } else if (magnitude > 200.0) {
    value = x < 0.0 ? 0.0 / SinPi(x) : INFINITY;
  } else {
    double y = magnitude + kLanczosGMinusHalf;
    // What the addition lost.
    double larger = magnitude > kLanczosGMinusHalf ? magnitude : kLanczosGMinusHalf;
    double smaller = magnitude > kLanczosGMinusHalf ? kLanczosGMinusHalf : magnitude;
    double lost = (y - larger - smaller) * kLanczosG / y;
    if (x < 0.0) {
      value = -kPi / SinPi(magnitude) / magnitude * exp(y) / LanczosSum(magnitude);
      value -= lost * value;
    } else {
      value = LanczosSum(magnitude) / exp(y);
      value += lost * value;
    }
    value = ApplyPower(value, y, magnitude, x < 0.0);
  }
  return {value, isinf(value) ? MathStatus::kRange : MathStatus::kOk};
}

MathResult MathLogGamma(double x) {
  if (isnan(x)) return {x, MathStatus::kOk};
  if (isinf(x)) return {INFINITY, MathStatus::kOk};
  if (x == floor(x) && x <= 2.0) {
    if (x <= 0.0) return {INFINITY, MathStatus::kDomain};
    return {0.0, MathStatus::kOk};
  }
  double magnitude = fabs(x);
  if (magnitude < 1e-20) return {-log(magnitude), MathStatus::kOk};
  double value = log(LanczosSum(magnitude)) - kLanczosG;
  value += (magnitude - 0.5) * (log(magnitude + kLanczosG - 0.5) - 1.0);
  if (x < 0.0) {
    value = kLogPi - log(fabs(SinPi(magnitude))) - log(magnitude) - value;
  }
  return {value, isinf(value) ? MathStatus::kRange : MathStatus::kOk};
}

}  // namespace polygil
