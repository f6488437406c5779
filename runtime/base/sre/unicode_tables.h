// The engine's questions about characters, answered by runtime/base/unicode.

#ifndef POLYGIL_RUNTIME_BASE_SRE_UNICODE_TABLES_H_
#define POLYGIL_RUNTIME_BASE_SRE_UNICODE_TABLES_H_

#include "runtime/base/sre/characters.h"

namespace polygil::sre {

// Lives for ever; what every Program outside of tests is compiled with.
const CharacterTables& UnicodeTables();

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_UNICODE_TABLES_H_
