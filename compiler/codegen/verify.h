// Checks the promises that generated code makes to the PVM: jump targets and registers are in
// range, and each temporary is defined once and used once on every path (no temporary is live at a
// return, and all paths to an instruction agree on which are live).

#ifndef POLYGIL_COMPILER_CODEGEN_VERIFY_H_
#define POLYGIL_COMPILER_CODEGEN_VERIFY_H_

#include <string>

#include "pvm/bytecode/code_unit.h"

namespace polygil {

// Empty if all is well, else the first broken promise. Nested units are checked too.
std::string Verify(const CodeUnit& unit);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_CODEGEN_VERIFY_H_
