// The first pass over a tree: its scopes, and how each of them uses its names.
#ifndef POLYGIL_COMPILER_SYMTABLE_COLLECTOR_H_
#define POLYGIL_COMPILER_SYMTABLE_COLLECTOR_H_

#include "compiler/symtable/symtable.h"

namespace polygil {

// Enters the scopes of `module` and their symbols' flags into `table`; the symbols' scopes are left
// unknown for ResolveSymbols. False with *diagnostic set at the first SyntaxError (or
// RecursionError, if the tree is too deep). `future_annotations`: annotations are not evaluated
// (PEP 563).
bool CollectSymbols(const ast::ModNode* module, bool future_annotations, ast::Arena* arena,
                    SymbolTable* table, Diagnostic* diagnostic);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_SYMTABLE_COLLECTOR_H_
