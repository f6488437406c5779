#include "compiler/symtable/resolver.h"

#include <string>

namespace polygil {

namespace {

class Resolver {
 public:
  Resolver(ast::Arena* arena, Diagnostic* diagnostic)
      : class_cell_(arena->Intern("__class__")), diagnostic_(diagnostic) {}

  bool Run(Scope* scope) {
    for (size_t i = 0; i < scope->symbols.size(); ++i) {
      if (!Resolve(scope, scope->symbols[i].name)) return false;
    }
    for (Scope* child : scope->children) {
      if (!Run(child)) return false;
    }
    return true;
  }

 private:
  // A function scope around `from` that binds the name; null if none. *is_global: an explicit
  // global declaration stands in between.
  Scope* FindBinder(Scope* from, const ast::Identifier* name, bool* is_global) {
    for (Scope* s = from->parent; s != nullptr; s = s->parent) {
      if (s->kind == ScopeKind::kModule) return nullptr;
      if (s->kind == ScopeKind::kClass) {
        if (name == class_cell_) return s;
        continue;
      }
      Symbol* symbol = s->Find(name);
      if (symbol == nullptr) continue;
      if (symbol->flags & kDefGlobal) {
        *is_global = true;
        return nullptr;
      }
      if ((symbol->flags & kDefBound) && !(symbol->flags & kDefNonlocal)) return s;
    }
    return nullptr;
  }

  static Symbol* Ensure(Scope* scope, const ast::Identifier* name) {
    auto [it, fresh] = scope->index.try_emplace(name, static_cast<uint32_t>(scope->symbols.size()));
    if (fresh) {
      scope->symbols.emplace_back();
      scope->symbols.back().name = name;
    }
    return &scope->symbols[it->second];
  }

  void BindFree(Scope* scope, Scope* binder, const ast::Identifier* name) {
    if (binder->kind == ScopeKind::kClass) {
      binder->needs_class_closure = true;
    } else {
      binder->Find(name)->scope = SymbolScope::kCell;
    }
    scope->Find(name)->scope = SymbolScope::kFree;
    for (Scope* s = scope->parent; s != binder; s = s->parent) {
      Symbol* between = Ensure(s, name);
      if (s->kind == ScopeKind::kClass && (between->flags & (kDefBound | kDefGlobal))) {
        between->flags |= kDefFreeClass;
        continue;
      }
      between->flags |= kDefFree;
      between->scope = SymbolScope::kFree;
    }
  }

  bool Resolve(Scope* scope, const ast::Identifier* name) {
    Symbol* symbol = scope->Find(name);
    if (symbol->scope == SymbolScope::kFree || symbol->scope == SymbolScope::kCell) return true;
    if (symbol->flags & kDefGlobal) {
      if (symbol->flags & kDefNonlocal) {
        *diagnostic_ = SyntaxErrorAt(
            symbol->directive, "name '" + std::string(name->text()) + "' is nonlocal and global");
        return false;
      }
      symbol->scope = SymbolScope::kGlobalExplicit;
      return true;
    }
    bool is_global = false;
    if (symbol->flags & kDefNonlocal) {
      Scope* binder = FindBinder(scope, name, &is_global);
      if (binder == nullptr) {
        *diagnostic_ = SyntaxErrorAt(
            symbol->directive, "no binding for nonlocal '" + std::string(name->text()) + "' found");
        return false;
      }
      BindFree(scope, binder, name);
      return true;
    }
    if (symbol->flags & kDefBound) {
      symbol->scope = SymbolScope::kLocal;
      return true;
    }
    if (scope->kind != ScopeKind::kModule) {
      Scope* binder = FindBinder(scope, name, &is_global);
      if (binder != nullptr) {
        BindFree(scope, binder, name);
        return true;
      }
    }
    symbol->scope = SymbolScope::kGlobalImplicit;
    return true;
  }

  const ast::Identifier* class_cell_;
  Diagnostic* diagnostic_;
};

}  // namespace

bool ResolveSymbols(Scope* top, ast::Arena* arena, Diagnostic* diagnostic) {
  return Resolver(arena, diagnostic).Run(top);
}

}  // namespace polygil
