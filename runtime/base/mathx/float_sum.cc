// Every addition is split into its result and what it lost.

#include "runtime/base/mathx/float_sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

namespace polygil {

FloatSum::~FloatSum() {
  if (partials_ != inline_) free(partials_);
}

bool FloatSum::Push(double x) {
  if (count_ == capacity_) {
    size_t size = sizeof(double) * static_cast<size_t>(capacity_);
    double* grown = static_cast<double*>(malloc(2 * size));
    if (grown == nullptr) return false;
    memcpy(grown, partials_, size);
    if (partials_ != inline_) free(partials_);
    partials_ = grown;
    capacity_ *= 2;
  }
  partials_[count_++] = x;
  return true;
}

FloatSumStatus FloatSum::Add(double x) {
  double given = x;
  int64_t kept = 0;
  for (int64_t i = 0; i < count_; ++i) {
    double y = partials_[i];
    if (fabs(x) < fabs(y)) {
      double swap = x;
      x = y;
      y = swap;
    }
    double high = x + y;
    double low = y - (high - x);
    if (low != 0.0) partials_[kept++] = low;
    x = high;
  }
  count_ = kept;
  if (x == 0.0) return FloatSumStatus::kOk;
  if (isfinite(x)) {
    return Push(x) ? FloatSumStatus::kOk : FloatSumStatus::kNoMemory;
  }
  if (isfinite(given)) return FloatSumStatus::kOverflow;
  if (isinf(given)) infinities_ += given;
  specials_ += given;
  count_ = 0;
  return FloatSumStatus::kOk;
}

FloatSumStatus FloatSum::Finish(double* sum) {
  if (specials_ != 0.0) {
    *sum = specials_;
    return isnan(infinities_) ? FloatSumStatus::kOpposites : FloatSumStatus::kOk;
  }
  double high = 0.0;
  double low = 0.0;
  int64_t left = count_;
  if (left > 0) high = partials_[--left];
  while (left > 0) {
    double x = high;
    double y = partials_[--left];
    high = x + y;
    low = y - (high - x);
    if (low != 0.0) break;
  }
  // Half an ulp was rounded to even, but there is more on the same side.
  if (left > 0 &&
      ((low < 0.0 && partials_[left - 1] < 0.0) || (low > 0.0 && partials_[left - 1] > 0.0))) {
    double y = low * 2.0;
    double x = high + y;
    if (y == x - high) high = x;
  }
  *sum = high;
  return FloatSumStatus::kOk;
}

}  // namespace polygil
