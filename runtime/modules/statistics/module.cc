// _statistics: the quantile function of the normal distribution, by Wichura's algorithm AS 241
// (Applied Statistics 37, 1988): a ratio of polynomials for each of three ranges.

#include <cmath>

#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/float.h"

namespace polygil {
namespace {

// Coefficients, the highest power first.
struct Ratio {
  double numerator[8], denominator[8];
};
constexpr Ratio kCentral = {
    {2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
     13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665},
    {5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597,
     5394.196021424751, 687.1870074920579, 42.31333070160091, 1.0},
};
constexpr Ratio kNear = {
    {0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
     3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835},
    {1.0507500716444169e-09, 0.0005475938084995345, 0.015198666563616457,
     0.14810397642748008, 0.6897673349851, 1.6763848301838038, 2.053191626637759, 1.0},
};
constexpr Ratio kFar = {
    {2.0103343992922881e-07, 2.7115555687434876e-05, 0.0012426609473880784,
     0.026532189526576124, 0.29656057182850487, 1.7848265399172913, 5.463784911164114,
     6.657904643501103},
    {2.0442631033899397e-15, 1.421511758316446e-07, 1.8463183175100548e-05,
     0.0007868691311456133, 0.014875361290850615, 0.1369298809227358, 0.599832206555888,
     1.0},
};

double Polynomial(const double (&coefficients)[8], double x) {
  double sum = coefficients[0];
  for (int i = 1; i < 8; ++i) sum = sum * x + coefficients[i];
  return sum;
}

double NormalQuantile(double p, double mu, double sigma) {
  double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    double r = 0.180625 - q * q;
    double x = Polynomial(kCentral.numerator, r) * q / Polynomial(kCentral.denominator, r);
    return mu + x * sigma;
  }
  double r = std::sqrt(-std::log(q <= 0 ? p : 1 - p));
  const Ratio& ratio = r <= 5 ? kNear : kFar;
  r -= r <= 5 ? 1.6 : 5.0;
  double x = Polynomial(ratio.numerator, r) / Polynomial(ratio.denominator, r);
  return mu + (q < 0 ? -x : x) * sigma;
}

Owned StatisticsNormalDistInvCdf(Value, const Value* args, size_t) {
  double p = TRY(AsDouble(args[0])), mu = TRY(AsDouble(args[1])), sigma = TRY(AsDouble(args[2]));
  if (p <= 0 || p >= 1 || sigma <= 0)
    return Raise(&ValueErrorType, "inv_cdf undefined for these parameters");
  return FloatNew(NormalQuantile(p, mu, sigma));
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_statistics, _normal_dist_inv_cdf, Positional(StatisticsNormalDistInvCdf, 3, 3),
                "($module, p, mu, sigma, /)\n--\n\nThe quantile of a normal distribution."),
    {}};

}  // namespace

extern const ModuleDefinition StatisticsModule{
    "_statistics", "Accelerators for the statistics module.", kFunctions, nullptr};

}  // namespace polygil
