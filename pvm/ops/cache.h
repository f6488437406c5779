// Cache words of instructions, and reference counting that a hot path can afford.

#ifndef POLYGIL_PVM_OPS_CACHE_H_
#define POLYGIL_PVM_OPS_CACHE_H_

#include <cstdint>

#include "pvm/bytecode/instruction.h"
#include "runtime/object/object.h"

namespace polygil {

inline uint64_t CacheWord(const Instruction* pc, int word) {
  return *reinterpret_cast<const uint64_t*>(pc + word);
}
inline void SetCacheWord(const Instruction* pc, int word, uint64_t bits) {
  *reinterpret_cast<uint64_t*>(const_cast<Instruction*>(pc + word)) = bits;
}
inline void SetCache(const Instruction* pc, int word, uint32_t low, uint32_t high) {
  SetCacheWord(pc, word, low | static_cast<uint64_t>(high) << 32);
}
inline void Rewrite(const Instruction* pc, Opcode op) {
  const_cast<Instruction*>(pc)->op = static_cast<uint16_t>(op);
}

// IncRef whose rare inherited case is a call that saves its own registers.
#ifdef __clang__
__attribute__((preserve_most)) void IncRefInheritedCold(Value value);
#else
inline void IncRefInheritedCold(Value value) { IncRefInherited(value); }
#endif
inline void IncRefFast(Value value) {
  if (!value.HasPointerTag()) return;
  if (value.bits - t_counted.base < t_counted.span) [[likely]] {
    ++value.AsObject()->refcount;
  } else if (t_counted.inherited_span != 0) [[unlikely]] {
    IncRefInheritedCold(value);
  }
}

}  // namespace polygil

#endif  // POLYGIL_PVM_OPS_CACHE_H_
