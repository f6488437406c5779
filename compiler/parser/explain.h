// The explaining parser: why a unit is not valid Python, in CPython's words.

#ifndef POLYGIL_COMPILER_PARSER_EXPLAIN_H_
#define POLYGIL_COMPILER_PARSER_EXPLAIN_H_

#include "compiler/parser/unit.h"
#include "compiler/source/diagnostic.h"

namespace polygil {

// Fills `diagnostic`; the unit must have been refused by the fast parser.
void Explain(const ParseContext& context, const Unit& unit, Diagnostic* diagnostic);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_EXPLAIN_H_
