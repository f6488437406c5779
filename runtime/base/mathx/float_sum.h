// math.fsum(): a correctly rounded sum of doubles, by Shewchuk's exact partials.

#ifndef POLYGIL_RUNTIME_BASE_MATHX_FLOAT_SUM_H_
#define POLYGIL_RUNTIME_BASE_MATHX_FLOAT_SUM_H_

#include <stdint.h>

namespace polygil {

enum class FloatSumStatus : uint8_t {
  kOk,
  kOverflow,   // OverflowError: intermediate overflow in fsum
  kOpposites,  // ValueError: -inf + inf in fsum
  kNoMemory,
};

class FloatSum {
 public:
  FloatSum() = default;
  ~FloatSum();
  FloatSum(const FloatSum&) = delete;
  FloatSum& operator=(const FloatSum&) = delete;

  FloatSumStatus Add(double x);
  FloatSumStatus Finish(double* sum);

 private:
  bool Push(double x);

  static constexpr int64_t kInline = 32;
  double inline_[kInline];
  double* partials_ = inline_;  // Do not overlap, in order of magnitude
  int64_t count_ = 0;
  int64_t capacity_ = kInline;
  double infinities_ = 0.0;
  double specials_ = 0.0;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_MATHX_FLOAT_SUM_H_
