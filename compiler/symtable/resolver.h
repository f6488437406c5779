// The second pass: where each name of each scope lives.
#ifndef POLYGIL_COMPILER_SYMTABLE_RESOLVER_H_
#define POLYGIL_COMPILER_SYMTABLE_RESOLVER_H_

#include "compiler/symtable/symtable.h"

namespace polygil {

// Decides for every symbol of `top` and the scopes within whether it is local, a cell, free or
// global (language reference 4.2.2), and adds free symbols to the scopes in between. False with
// *diagnostic set if a nonlocal has no binding.
bool ResolveSymbols(Scope* top, ast::Arena* arena, Diagnostic* diagnostic);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_SYMTABLE_RESOLVER_H_
