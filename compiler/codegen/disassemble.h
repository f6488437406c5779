// A readable listing of a CodeUnit: lines, instructions with named registers and constants, the
// exception table; nested units follow.

#ifndef POLYGIL_COMPILER_CODEGEN_DISASSEMBLE_H_
#define POLYGIL_COMPILER_CODEGEN_DISASSEMBLE_H_

#include <string>

#include "pvm/bytecode/code_unit.h"

namespace polygil {

std::string Disassemble(const CodeUnit& unit);
// repr-like text of a constant.
std::string ConstantText(const Constant& constant);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_CODEGEN_DISASSEMBLE_H_
