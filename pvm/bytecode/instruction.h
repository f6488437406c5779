// One instruction word: opcode and three operands of 16 bits each, little end first. Sixteen-bit
// operands need no wide forms, leave room for more than 256 specialised opcodes, and are one
// zero-extending load each.

#ifndef POLYGIL_PVM_BYTECODE_INSTRUCTION_H_
#define POLYGIL_PVM_BYTECODE_INSTRUCTION_H_

#include <cstdint>

namespace polygil {

enum class Opcode : uint16_t {
#define SPECIALIZED
#define OPCODE(name, words, operands, flags, picture) name,
#include "pvm/bytecode/opcodes.def"
#undef SPECIALIZED
  kCount,
};

struct Instruction {
  uint16_t op, a, b, c;

  Opcode opcode() const { return static_cast<Opcode>(op); }
  int32_t bc() const { return static_cast<int32_t>(b | static_cast<uint32_t>(c) << 16); }
  int16_t signed_c() const { return static_cast<int16_t>(c); }
};
static_assert(sizeof(Instruction) == 8);

constexpr uint64_t EncodeInstruction(Opcode op, uint16_t a, uint16_t b, uint16_t c) {
  return static_cast<uint64_t>(op) | static_cast<uint64_t>(a) << 16 |
         static_cast<uint64_t>(b) << 32 | static_cast<uint64_t>(c) << 48;
}
constexpr uint64_t EncodeInstructionWide(Opcode op, uint16_t a, int32_t bc) {
  uint32_t u = static_cast<uint32_t>(bc);
  return EncodeInstruction(op, a, static_cast<uint16_t>(u), static_cast<uint16_t>(u >> 16));
}

struct OpcodeInfo {
  const char* name;
  uint8_t words;
  const char* operands;
  const char* flags;
  const char* picture;
};
const OpcodeInfo& InfoOf(Opcode op);
// The form that the compiler emitted, for a specialised one.
Opcode GenericForm(Opcode op);

}  // namespace polygil

#endif  // POLYGIL_PVM_BYTECODE_INSTRUCTION_H_
