// Checks a tree that was not made by the parser: what the grammar would never have produced must
// not reach the stages behind it. The rules and their texts are those of CPython 3.11's compile().

#ifndef POLYGIL_COMPILER_AST_VALIDATE_H_
#define POLYGIL_COMPILER_AST_VALIDATE_H_

#include <string>

#include "compiler/ast/ast.h"

namespace polygil::ast {

struct TreeMistake {
  enum class Kind { kValueError, kTypeError, kSystemError };
  Kind kind = Kind::kValueError;
  std::string message;
};

// Required fields must be set; elements of lists may be null (they are refused here unless the
// grammar has None there). As deep a recursion as the tree is.
bool ValidateTree(const ModNode* module, TreeMistake* mistake);

}  // namespace polygil::ast

#endif  // POLYGIL_COMPILER_AST_VALIDATE_H_
