// Links with pvm/bytecode alone: the instruction set, without the machine that runs it.

#include <gtest/gtest.h>

#include <string_view>

#include "pvm/bytecode/instruction.h"

namespace polygil {
namespace {

TEST(LinkBytecode, EveryOpcodeHasARowAndAGenericForm) {
  for (uint16_t i = 0; i < static_cast<uint16_t>(Opcode::kCount); ++i) {
    const Opcode opcode = static_cast<Opcode>(i);
    const OpcodeInfo& info = InfoOf(opcode);
    EXPECT_FALSE(std::string_view(info.name).empty()) << i;
    EXPECT_GE(info.words, 1) << info.name;
    const Opcode generic = GenericForm(opcode);
    EXPECT_EQ(GenericForm(generic), generic) << info.name;
    EXPECT_EQ(InfoOf(generic).words, info.words) << info.name;
  }
}

}  // namespace
}  // namespace polygil
