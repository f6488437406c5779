// Syntax trees as Python objects: the classes of the ast module, made from the compiler's table of
// nodes, and conversion both ways (compile(..., PyCF_ONLY_AST) and compile(tree, ...)).

#ifndef POLYGIL_RUNTIME_MODULES__AST_AST_BRIDGE_H_
#define POLYGIL_RUNTIME_MODULES__AST_AST_BRIDGE_H_

#include "compiler/ast/arena.h"
#include "compiler/ast/ast.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/object/value.h"

namespace polygil {

extern Type AstNodeType;  // ast.AST

// An instance of ast.AST or a subclass?
bool IsAstObject(Value v);
Owned AstToObject(const ast::Node* node);
// The tree of an object whose class is a kind of `mod`; null: TypeError or ValueError pending.
ast::ModNode* AstFromObject(Value v, const char* mode, ast::Arena* arena);

// -- Between the files of the module --------------------------------------------------------------

// The class of a name ("BinOp", "expr"), borrowed; imports _ast when needed.
Value AstClass(const char* name);
// The one instance of an operator or context class, borrowed.
Value AstSingleton(const char* name);
// The kind of node an object is, from the nearest class in its MRO; -1: none.
int AstKindOf(Value v);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__AST_AST_BRIDGE_H_
