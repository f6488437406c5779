// Filter chains of liblzma as Python spells them: a sequence of mappings with an "id" and options.

#ifndef POLYGIL_RUNTIME_MODULES__LZMA_FILTERS_H_
#define POLYGIL_RUNTIME_MODULES__LZMA_FILTERS_H_

#include <lzma.h>

#include "runtime/object/ownership.h"

namespace polygil {

// False with LZMAError (or MemoryError) unless the code means progress.
bool CheckLzma(lzma_ret code);

// A chain that owns its options.
class FilterChain {
 public:
  FilterChain();
  ~FilterChain();
  FilterChain(const FilterChain&) = delete;
  FilterChain& operator=(const FilterChain&) = delete;
  // TypeError, ValueError or LZMAError for what isn't a chain.
  bool Parse(Value sequence);
  bool ParseOne(Value spec);
  const lzma_filter* get() const { return filters_; }

 private:
  lzma_filter filters_[LZMA_FILTERS_MAX + 1];
};

// An exact int as a number of 64 (32) bits without sign.
Fallible<uint64_t> LzmaUint64(Value v);
Fallible<uint32_t> LzmaUint32(Value v);

// The mapping for a filter with decoded options.
Owned FilterSpec(const lzma_filter& filter);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__LZMA_FILTERS_H_
