// Lines of source files for tracebacks, and the part of a line that a `^^^^` marker points out.

#ifndef POLYGIL_RUNTIME_MODULES_SYS_SOURCE_LINE_H_
#define POLYGIL_RUNTIME_MODULES_SYS_SOURCE_LINE_H_

#include <cstdint>
#include <string>

#include "runtime/object/value.h"

namespace polygil {

// The line (from 1) of the file, or of one with the same name in a folder of sys.path. UTF-8 without
// its newline. False: it can't be had.
bool ReadSourceLine(Value filename, int32_t line, std::string* text);

// What stands out in bytes [start, end) of a line: the operator of a binary operation or the
// brackets of a subscript. False: nothing does. Offsets in bytes, of the line.
bool FindAnchors(const std::string& line, int32_t start, int32_t end, int32_t* left, int32_t* right);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_SYS_SOURCE_LINE_H_
