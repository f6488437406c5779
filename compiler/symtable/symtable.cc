#include "compiler/symtable/symtable.h"

#include <string_view>
#include <utility>

#include "compiler/symtable/collector.h"
#include "compiler/symtable/resolver.h"

namespace polygil {

Symbol* Scope::Find(const ast::Identifier* name) {
  auto it = index.find(name);
  return it == index.end() ? nullptr : &symbols[it->second];
}

SymbolScope Scope::ScopeOf(const ast::Identifier* name) {
  Symbol* symbol = Find(name);
  return symbol == nullptr ? SymbolScope::kUnknown : symbol->scope;
}

Diagnostic SyntaxErrorAt(const ast::Span& span, std::string message) {
  Diagnostic d;
  d.kind = DiagnosticKind::kSyntaxError;
  d.message = std::move(message);
  d.lineno = span.lineno;
  d.offset = span.col_offset + 1;
  d.end_lineno = span.end_lineno;
  d.end_offset = span.end_col_offset + 1;
  d.placed_later = true;
  return d;
}

const ast::Identifier* MangleName(const ast::Identifier* class_name, const ast::Identifier* name,
                                  ast::Arena* arena) {
  std::string_view text = name->text();
  if (class_name == nullptr || !text.starts_with("__") || text.ends_with("__") ||
      text.find('.') != std::string_view::npos) {
    return name;
  }
  std::string_view owner = class_name->text();
  while (owner.starts_with('_')) owner.remove_prefix(1);
  if (owner.empty()) return name;
  std::string mangled = "_";
  mangled += owner;
  mangled += text;
  return arena->Intern(mangled);
}

bool BuildSymbolTable(const ast::ModNode* module, bool future_annotations, ast::Arena* arena,
                      SymbolTable* table, Diagnostic* diagnostic) {
  return CollectSymbols(module, future_annotations, arena, table, diagnostic) &&
         ResolveSymbols(table->top, arena, diagnostic);
}

}  // namespace polygil
