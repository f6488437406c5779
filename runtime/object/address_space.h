// Limited address space (RLIMIT_AS, `ulimit -v`). The heap's span and the stacks of threads are
// reserved generously, for reserving costs nothing; where address space is limited they take shares
// of what is left instead, and what they reserved before the program set a limit itself is given
// back.

#ifndef POLYGIL_RUNTIME_OBJECT_ADDRESS_SPACE_H_
#define POLYGIL_RUNTIME_OBJECT_ADDRESS_SPACE_H_

#include <cstddef>
#include <cstdint>

namespace polygil {

// Bytes that may still be mapped if `given_back` of those that are mapped were not; UINT64_MAX:
// there is no limit.
uint64_t AddressSpaceLeft(uint64_t given_back = 0);

// Could so many bytes be mapped now?
bool CanMap(uint64_t bytes);

// How much of `wanted` to reserve where `left` bytes are left of which 1 / `divisor` may go: whole
// megabytes, at least one.
inline size_t ShareOfAddressSpace(size_t wanted, uint64_t left, uint64_t divisor) {
  constexpr size_t kMegabyte = size_t{1} << 20;
  if (left / divisor >= wanted) return wanted;
  size_t share = static_cast<size_t>(left / divisor) & ~(kMegabyte - 1);
  return share < kMegabyte ? kMegabyte : share;
}

// Gives the end of the current heap's span back, so that it is `share` long or as long as what was
// used of it ever. No other thread may have run Python code: it would take objects there for its
// own. GIL held.
void HeapTrimSpan(uint64_t share);
// Bytes reserved for the current heap and its tables.
uint64_t HeapSpanBytes();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_ADDRESS_SPACE_H_
