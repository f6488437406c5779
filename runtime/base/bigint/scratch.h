// Temporary limbs of one operation: small amounts live on the stack, larger ones
// come from malloc, and running out is a value instead of an abort.

#ifndef POLYGIL_RUNTIME_BASE_BIGINT_SCRATCH_H_
#define POLYGIL_RUNTIME_BASE_BIGINT_SCRATCH_H_

#include <stdint.h>
#include <stdlib.h>

namespace polygil {

class BigScratch {
 public:
  explicit BigScratch(int64_t size) {
    limbs_ = size <= kInline ? inline_
             : size > kMost  ? nullptr
                             : static_cast<uint64_t*>(malloc(sizeof(uint64_t) * size));
  }
  ~BigScratch() {
    if (limbs_ != inline_) free(limbs_);
  }
  BigScratch(const BigScratch&) = delete;
  BigScratch& operator=(const BigScratch&) = delete;

  bool ok() const { return limbs_ != nullptr; }
  uint64_t* get() { return limbs_; }

 private:
  static constexpr int64_t kInline = 40;
  static constexpr int64_t kMost = int64_t{1} << 56;

  uint64_t* limbs_;
  uint64_t inline_[kInline];
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_BIGINT_SCRATCH_H_
