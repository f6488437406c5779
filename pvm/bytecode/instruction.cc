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

// A specialised row's picture begins with the name of its generic form and a colon.
struct GenericForms {
  Opcode of[static_cast<int>(Opcode::kCount)];

  GenericForms() {
    for (int i = 0; i < static_cast<int>(Opcode::kCount); ++i) {
      const OpcodeInfo& info = kInfo[i];
      of[i] = static_cast<Opcode>(i);
      if (strchr(info.flags, 'S') == nullptr) continue;
      const char* colon = strchr(info.picture, ':');
      of[i] = FindByName({info.picture, static_cast<size_t>(colon - info.picture)});
    }
  }
};

}  // namespace

const OpcodeInfo& InfoOf(Opcode op) { return kInfo[static_cast<int>(op)]; }

Opcode GenericForm(Opcode op) {
  static const GenericForms forms;
  return forms.of[static_cast<int>(op)];
}

}  // namespace polygil
