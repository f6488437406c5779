// Source text of an expression, as postponed annotations store it (PEP 563).

#ifndef POLYGIL_COMPILER_AST_UNPARSE_H_
#define POLYGIL_COMPILER_AST_UNPARSE_H_

#include <string>

#include "compiler/ast/ast.h"

namespace polygil {

// Canonical text with the fewest parentheses that keep the meaning; as CPython writes it.
std::string Unparse(const ast::ExprNode* e);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_AST_UNPARSE_H_
