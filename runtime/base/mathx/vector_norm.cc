// hypot() and dist(): a scaled sum of squares that keeps what each addition and
// multiplication loses, and one correcting step of Newton behind the root.

#include <math.h>

#include "runtime/base/mathx/mathx.h"

namespace polygil {
namespace {

// A number as the sum of two with at most 27 bits (Veltkamp).
struct Split {
  explicit Split(double x) {
    double t = x * 134217729.0;  // 2**27 + 1
    high = t - (t - x);
    low = x - high;
  }
  double high;
  double low;
};

// Sums that are small against one, with the rounding errors kept apart.
class SquareSum {
 public:
  void AddSquare(const Split& x) {
    Add(x.high * x.high, &first_);
    Add(2.0 * x.high * x.low, &second_);
    third_ += x.low * x.low;
  }
  void SubtractSquare(const Split& x) {
    Add(-x.high * x.high, &first_);
    Add(-2.0 * x.high * x.low, &second_);
    Add(-x.low * x.low, &third_);
  }
  void AddRounded(double square) { Add(square, &first_); }
  double Total() const { return sum_ - 1.0 + (first_ + second_ + third_); }

 private:
  void Add(double x, double* lost) {
    double before = sum_;
    sum_ += x;
    *lost += (before - sum_) + x;
  }

  double sum_ = 1.0;
  double first_ = 0.0;
  double second_ = 0.0;
  double third_ = 0.0;
};

double NormOf(const double* vector, int64_t count, double most) {
  int exponent;
  frexp(most, &exponent);
  if (exponent < -1023) {
    // The scale itself would overflow.
    SquareSum sum;
    for (int64_t i = 0; i < count; ++i) {
      double x = vector[i] / most;
      sum.AddRounded(x * x);
    }
    return most * sqrt(sum.Total());
  }
  double scale = ldexp(1.0, -exponent);
  SquareSum sum;
  for (int64_t i = 0; i < count; ++i) sum.AddSquare(Split(vector[i] * scale));
  double root = sqrt(sum.Total());
  sum.SubtractSquare(Split(root));
  return (root + sum.Total() / (2.0 * root)) / scale;
}

}  // namespace

double MathVectorNorm(double* vector, int64_t count) {
  double most = 0.0;
  bool has_nan = false;
  for (int64_t i = 0; i < count; ++i) {
    vector[i] = fabs(vector[i]);
    has_nan = has_nan || isnan(vector[i]);
    if (vector[i] > most) most = vector[i];
  }
  if (isinf(most)) return most;
  if (has_nan) return NAN;
  if (most == 0.0 || count <= 1) return most;
  return NormOf(vector, count, most);
}

}  // namespace polygil
