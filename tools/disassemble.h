// polygil dis: shows what the compiler makes of a program.

#ifndef POLYGIL_TOOLS_DISASSEMBLE_H_
#define POLYGIL_TOOLS_DISASSEMBLE_H_

#include <string>
#include <vector>

namespace polygil {

// `arguments` are those after the tool's name. Prints to stdout and stderr; returns the exit
// status.
int DisassembleMain(const std::vector<std::string>& arguments);

}  // namespace polygil

#endif  // POLYGIL_TOOLS_DISASSEMBLE_H_
