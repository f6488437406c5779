// Which registers an instruction consumes, looks at and defines, and where it goes: what walks code
// without running it. The operand letters of opcodes.def say it for most; the rest is here.

#ifndef POLYGIL_PVM_BYTECODE_EFFECTS_H_
#define POLYGIL_PVM_BYTECODE_EFFECTS_H_

#include <cstdint>
#include <cstring>

#include "pvm/bytecode/instruction.h"

namespace polygil {

// peek(register) for each one that is looked at and stays; then use(register) for each one consumed if
// it is a temporary.
template <typename Peek, typename Use>
void VisitUses(const Instruction& w, Peek peek, Use use) {
  const OpcodeInfo& info = InfoOf(w.opcode());
  auto run = [&use](uint32_t r, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) use(r + i);
  };
  uint16_t fields[3] = {w.a, w.b, w.c};
  for (int i = 0; i < 3; ++i) {
    char kind = info.operands[i];
    if (kind == 'p' || kind == 'm') peek(uint32_t{fields[i]});
  }
  switch (w.opcode()) {
    case Opcode::BUILD_MAP: return run(w.b, 2u * w.c);
    case Opcode::CALL:
    case Opcode::CALL_KEYWORDS: return run(w.b, w.c + 2u);
    case Opcode::CALL_FUNCTION:
    case Opcode::CALL_FUNCTION_KEYWORDS: return run(w.b, 1), run(w.b + 2, w.c);
    case Opcode::CALL_EX: return run(w.b, 1), run(w.b + 2, w.c ? 2 : 1);
    case Opcode::MAKE_FUNCTION: return run(w.b, static_cast<uint32_t>(__builtin_popcount(w.c)));
    case Opcode::IMPORT_NAME: return run(w.b, 2);
    case Opcode::LOAD_SUPER_METHOD: return run(w.b, 3);
    case Opcode::MATCH_CLASS: return run(w.c, 2);
    case Opcode::YIELD_FROM: return run(w.b, 2);
    default: break;
  }
  for (int i = 0; i < 3; ++i) {
    char kind = info.operands[i];
    if (kind == 'u') use(uint32_t{fields[i]});
    if (kind == 's') run(fields[i], w.c);
  }
  if (w.opcode() == Opcode::FORMAT_VALUE && (w.c & 4)) run(w.b + 1u, 1);
}

// define(register) for each register that gets a value; `extra` is the low half of the first extra word.
template <typename Define>
void VisitDefinitions(const Instruction& w, uint32_t extra, Define define) {
  auto run = [&define](uint32_t r, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) define(r + i);
  };
  switch (w.opcode()) {
    case Opcode::UNPACK_SEQUENCE: return run(w.a, w.c);
    case Opcode::UNPACK_EX: return run(w.a, w.c + 1 + extra);
    case Opcode::LOAD_METHOD:
    case Opcode::LOAD_SUPER_METHOD:
    case Opcode::WITH_ENTER:
    case Opcode::ASYNC_WITH_ENTER: return run(w.a, 2);
    case Opcode::PUSH_HANDLED: return run(w.b, 1);
    case Opcode::COPY_FREE_VARIABLES: return;
    default:
      if (InfoOf(w.opcode()).operands[0] == 'd') run(w.a, 1);
  }
}

inline bool CanJump(Opcode op) { return strchr(InfoOf(op).flags, 'J') != nullptr; }
inline bool CanRaise(Opcode op) { return strchr(InfoOf(op).flags, 'E') != nullptr; }
inline bool EndsBlock(Opcode op) { return strchr(InfoOf(op).flags, 'X') != nullptr; }

// Offset in words of an instruction that can jump.
inline int32_t JumpOffset(const Instruction& w, uint32_t extra) {
  if (w.opcode() == Opcode::FOR_ITERATOR) return static_cast<int32_t>(extra);
  return InfoOf(w.opcode()).operands[2] == 'j' ? w.signed_c() : w.bc();
}
// The temporary that jumping consumes and going on doesn't, and the other way round; or -1.
inline int32_t ConsumedByJump(const Instruction& w) { return w.opcode() == Opcode::FOR_ITERATOR ? w.b : -1; }
inline int32_t ConsumedByGoingOn(const Instruction& w) {
  bool keeps = w.opcode() == Opcode::JUMP_IF_TRUE_KEEP || w.opcode() == Opcode::JUMP_IF_FALSE_KEEP;
  return keeps ? w.a : -1;
}

}  // namespace polygil

#endif  // POLYGIL_PVM_BYTECODE_EFFECTS_H_
