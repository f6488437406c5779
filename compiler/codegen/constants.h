// Constant folding: what the value of an expression is if it can be known while compiling.
// Nothing is folded that could raise, and results stay small, as in CPython's optimizer.

#ifndef POLYGIL_COMPILER_CODEGEN_CONSTANTS_H_
#define POLYGIL_COMPILER_CODEGEN_CONSTANTS_H_

#include "compiler/ast/ast.h"
#include "pvm/bytecode/code_unit.h"

namespace polygil {

// The value of a literal as a code constant.
Constant ConstantOf(const ast::ConstantValue& value);
// True with *result filled if the expression is constant.
bool FoldConstant(const ast::ExprNode* e, int optimize, Constant* result);
// The same for the right side of `in`: a list display counts as a tuple, a set as a frozenset.
bool FoldMembership(const ast::ExprNode* e, int optimize, Constant* result);
// Truth of a constant.
bool ConstantTruth(const Constant& constant);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_CODEGEN_CONSTANTS_H_
