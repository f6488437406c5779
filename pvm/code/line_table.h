// PEP 657's location table (co_linetable): one entry after the other says where in the source some
// words of code come from.

#ifndef POLYGIL_PVM_CODE_LINE_TABLE_H_
#define POLYGIL_PVM_CODE_LINE_TABLE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "pvm/bytecode/code_unit.h"

namespace polygil {

// The positions that a table gives to a unit's words; those behind its end have none. False: the
// table is cut off within an entry.
bool ReadLineTable(std::string_view table, int32_t first_line, std::vector<PositionEntry>* positions);

}  // namespace polygil

#endif  // POLYGIL_PVM_CODE_LINE_TABLE_H_
