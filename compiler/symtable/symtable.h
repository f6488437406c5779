// The symbol table: which scope a name of the program belongs to (Language Reference 4.2, PEP 227).
//
// Comprehensions and lambdas are function scopes. A pass over the tree collects what each scope
// does with each name; then every name is resolved outwards: a name bound in an enclosing function
// becomes a cell there and free here and in between.

#ifndef POLYGIL_COMPILER_SYMTABLE_SYMTABLE_H_
#define POLYGIL_COMPILER_SYMTABLE_SYMTABLE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/source/diagnostic.h"

namespace polygil {

// What a scope does with a name; values as in CPython's `symtable` (symtable.DEF_*).
enum SymbolFlag : uint32_t {
  kDefGlobal = 1,
  kDefLocal = 2,
  kDefParam = 4,
  kDefNonlocal = 8,
  kUse = 16,
  kDefFree = 32,
  kDefFreeClass = 64,  // free variable of a nested function that passes through a class binding it
  kDefImport = 128,
  kDefAnnotation = 256,
  kDefComprehensionTarget = 512,
  kDefBound = kDefLocal | kDefParam | kDefImport,
};

enum class SymbolScope : uint8_t { kUnknown, kLocal, kGlobalExplicit, kGlobalImplicit, kFree, kCell };

struct Symbol {
  const ast::Identifier* name;  // mangled
  uint32_t flags = 0;
  SymbolScope scope = SymbolScope::kUnknown;
  ast::Span directive;          // of the global or nonlocal statement
};

enum class ScopeKind : uint8_t { kModule, kClass, kFunction };

struct Scope {
  ScopeKind kind;
  const ast::Node* node;
  Scope* parent = nullptr;
  std::string name;
  const ast::Identifier* class_name = nullptr;  // innermost class, for mangling
  int32_t lineno = 0;
  std::vector<Symbol> symbols;                  // in order of first appearance
  std::unordered_map<const ast::Identifier*, uint32_t> index;
  std::vector<Scope*> children;
  bool nested = false;          // inside a function
  bool is_comprehension = false, is_generator_expression = false;
  bool is_lambda = false;
  bool is_generator = false, is_coroutine = false;
  bool has_varargs = false, has_varkeywords = false;
  bool returns_value = false;
  bool has_walrus = false;      // some local may be rebound in the middle of an expression
  bool needs_class_closure = false;
  bool in_comprehension_iterable = false;

  Symbol* Find(const ast::Identifier* name);
  SymbolScope ScopeOf(const ast::Identifier* name);
};

struct SymbolTable {
  std::vector<std::unique_ptr<Scope>> scopes;
  std::unordered_map<const ast::Node*, Scope*> by_node;
  Scope* top = nullptr;
  Scope* Of(const ast::Node* node) const { return by_node.at(node); }
};

// `_Class__name` for a private name inside a class, else the name itself.
const ast::Identifier* MangleName(const ast::Identifier* class_name, const ast::Identifier* name, ast::Arena* arena);

// False with *diagnostic filled if the program breaks a rule of scoping.
bool BuildSymbolTable(const ast::ModNode* module, bool future_annotations, ast::Arena* arena, SymbolTable* table,
                      Diagnostic* diagnostic);

// A SyntaxError at a span, with offsets as the compiler stage gives them (in bytes, from 1).
Diagnostic SyntaxErrorAt(const ast::Span& span, std::string message);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_SYMTABLE_SYMTABLE_H_
