#include "pvm/bytecode/instruction.h"

#include <cstring>
#include <string_view>

namespace polygil {

namespace {

constexpr OpcodeInfo kInfo[] = {
#define SPECIALIZED
#define OPCODE(name, words, operands, flags, picture) {#name, words, operands, flags, picture},
#include "pvm/bytecode/opcodes.def"
#undef SPECIALIZED
};

Opcode FindByName(std::string_view name) {
  for (int i = 0; i < static_cast<int>(Opcode::kCount); ++i) {
    if (name == kInfo[i].name) return static_cast<Opcode>(i);
  }
  return Opcode::NOP;
}

}  // namespace

const OpcodeInfo& InfoOf(Opcode op) { return kInfo[static_cast<int>(op)]; }

// A specialised row's picture begins with the name of its generic form and a colon.
Opcode GenericForm(Opcode op) {
  const OpcodeInfo& info = InfoOf(op);
  if (strchr(info.flags, 'S') == nullptr) return op;
  const char* colon = strchr(info.picture, ':');
  return FindByName({info.picture, static_cast<size_t>(colon - info.picture)});
}

}  // namespace polygil
