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
// Traced instructions stay as they are.
inline bool CanRewrite(const Instruction* pc) { return pc->opcode() != Opcode::TRACED; }
inline void Rewrite(const Instruction* pc, Opcode op) {
  // (Writing what is there already would copy a forked child's page.)
  if (!CanRewrite(pc) || pc->opcode() == op) return;
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
    AssertCountable(value.AsObject(), false);
    ++value.AsObject()->refcount;
  } else if (t_counted.inherited_span != 0) [[unlikely]] {
    IncRefInheritedCold(value);
  }
}


// In a handler: a new reference to `value`, without any call. For an object inherited from the
// forking parent, `inherited` takes over: it counts the value in aux and does the rest.
#define RETAIN_OR(value, inherited)                                               \
  do {                                                                            \
    if ((value).HasPointerTag()) {                                                \
      if ((value).bits - t_counted.base < t_counted.span) [[likely]] {            \
        AssertCountable((value).AsObject(), false);                               \
        ++(value).AsObject()->refcount;                                           \
      } else if (t_counted.inherited_span != 0) [[unlikely]] {                    \
        aux = (value).bits;                                                       \
        TAIL(inherited);                                                          \
      }                                                                           \
    }                                                                             \
  } while (0)

// Puts a new reference to a borrowed value into R[pc->a] and goes on.
#define FINISH_COPY(words, value)                   \
  do {                                              \
    Value copied = (value);                         \
    RETAIN_OR(copied, FinishInherited##words);      \
    FINISH(words, pc->a, copied);                   \
  } while (0)

// In a handler: releases what a field or register held if that needs no call; else `slow` gets it
// in aux.
#define RELEASE_OR(value, slow)                                               \
  do {                                                                        \
    Value released = (value);                                                 \
    if (released.HasPointerTag() && released) {                               \
      if (released.bits - t_counted.base >= t_counted.span ||                 \
          released.AsObject()->refcount == 1) [[unlikely]] {                  \
        aux = released.bits;                                                  \
        TAIL(slow);                                                           \
      }                                                                       \
      AssertCountable(released.AsObject(), true);                             \
      --released.AsObject()->refcount;                                        \
    }                                                                         \
  } while (0)

}  // namespace polygil

#endif  // POLYGIL_PVM_OPS_CACHE_H_
