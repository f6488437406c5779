#include "compiler/codegen/generator.h"

#include <algorithm>
#include <utility>

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

Generator::Generator(SymbolTable* table, const CodegenOptions& options, Arena* arena, Diagnostic* diagnostic,
                     std::vector<SourceWarning>* warnings)
    : table_(table), options_(options), arena_(arena), diagnostic_(diagnostic), warnings_(warnings) {}

bool Generator::Fail(const Span& span, std::string message, DiagnosticKind kind) {
  if (ok_) {
    *diagnostic_ = SyntaxErrorAt(span, std::move(message));
    diagnostic_->placed_later = false;
    diagnostic_->kind = kind;
  }
  return ok_ = false;
}

void Generator::WarnAt(const Span& span, std::string message) {
  if (far_jumps_) return;  // the unit is being made a second time
  warnings_->push_back({WarningKind::kSyntax, std::move(message), span.lineno, span.col_offset + 1,
                        span.end_lineno, span.end_col_offset + 1});
}

// -- Units ----------------------------------------------------------------------------------------

namespace {

bool NameLess(const Identifier* a, const Identifier* b) { return a->text() < b->text(); }

// Finds names that a function may unbind: del x, except ... as x.
class UnbindingFinder {
 public:
  explicit UnbindingFinder(std::vector<const Identifier*>* names) : names_(names) {}

  void Body(const Sequence<StmtNode*>& body) {
    for (const StmtNode* s : body) Statement(s);
  }

 private:
  void Target(const ExprNode* e) {
    if (const Name* name = e->If<Name>()) {
      names_->push_back(name->id);
    } else if (const Tuple* t = e->If<Tuple>()) {
      for (const ExprNode* x : t->elts) Target(x);
    } else if (const List* l = e->If<List>()) {
      for (const ExprNode* x : l->elts) Target(x);
    }
  }
  void Handlers(const Sequence<ExceptHandler*>& handlers) {
    for (const ExceptHandler* h : handlers) {
      if (h->name) names_->push_back(h->name);
      Body(h->body);
    }
  }
  void Statement(const StmtNode* s) {
    switch (s->kind) {
      case NodeKind::kDelete:
        for (const ExprNode* e : s->As<Delete>()->targets) Target(e);
        break;
      case NodeKind::kFor: Body(s->As<For>()->body), Body(s->As<For>()->orelse); break;
      case NodeKind::kAsyncFor: Body(s->As<AsyncFor>()->body), Body(s->As<AsyncFor>()->orelse); break;
      case NodeKind::kWhile: Body(s->As<While>()->body), Body(s->As<While>()->orelse); break;
      case NodeKind::kIf:
        for (const StmtNode* at = s; at != nullptr;) {
          const If* i = at->As<If>();
          Body(i->body);
          bool chain = i->orelse.size() == 1 && i->orelse[0]->kind == NodeKind::kIf;
          if (!chain) Body(i->orelse);
          at = chain ? i->orelse[0] : nullptr;
        }
        break;
      case NodeKind::kWith: Body(s->As<With>()->body); break;
      case NodeKind::kAsyncWith: Body(s->As<AsyncWith>()->body); break;
      case NodeKind::kTry:
        Body(s->As<Try>()->body), Handlers(s->As<Try>()->handlers);
        Body(s->As<Try>()->orelse), Body(s->As<Try>()->finalbody);
        break;
      case NodeKind::kTryStar:
        Body(s->As<TryStar>()->body), Handlers(s->As<TryStar>()->handlers);
        Body(s->As<TryStar>()->orelse), Body(s->As<TryStar>()->finalbody);
        break;
      case NodeKind::kMatch:
        for (const MatchCase* c : s->As<Match>()->cases) Body(c->body);
        break;
      default: break;
    }
  }
  std::vector<const Identifier*>* names_;
};

}  // namespace

void Generator::CollectUnbinding(Unit* unit) {
  std::vector<const Identifier*> names;
  UnbindingFinder finder(&names);
  if (const FunctionDef* f = unit->scope->node->If<FunctionDef>()) finder.Body(f->body);
  if (const AsyncFunctionDef* f = unit->scope->node->If<AsyncFunctionDef>()) finder.Body(f->body);
  unit->never_bound.assign(unit->plain_count, false);
  for (const Identifier* name : names) {
    auto it = unit->local_index.find(MangleName(unit->scope->class_name, name, arena_));
    if (it != unit->local_index.end()) unit->never_bound[it->second] = true;
  }
}

// Plain locals get registers in the order of the symbol table: parameters first, then first
// appearance (OrderLocals puts them into the order of first use). A parameter that is a cell keeps its register. Other cells and free variables follow,
// each sorted by name.
void Generator::AssignRegisters(Unit* unit) {
  Scope* scope = unit->scope;
  if (scope->kind == ScopeKind::kFunction) {
    for (const Symbol& symbol : scope->symbols) {
      bool parameter = symbol.flags & kDefParam;
      if (parameter || symbol.scope == SymbolScope::kLocal) {
        unit->local_index[symbol.name] = static_cast<uint32_t>(unit->locals.size());
        unit->locals.push_back(symbol.name);
      }
    }
  }
  unit->plain_count = static_cast<uint32_t>(unit->locals.size());
  for (const Symbol& symbol : scope->symbols) {
    if (symbol.scope == SymbolScope::kCell) unit->cells.push_back(symbol.name);
    if (symbol.scope == SymbolScope::kFree || (symbol.flags & kDefFreeClass)) unit->frees.push_back(symbol.name);
  }
  if (scope->needs_class_closure) unit->cells.push_back(arena_->Intern("__class__"));
  std::sort(unit->cells.begin(), unit->cells.end(), NameLess);
  std::sort(unit->frees.begin(), unit->frees.end(), NameLess);
  uint32_t next = unit->plain_count;
  for (const Identifier* name : unit->cells) {
    auto parameter = unit->local_index.find(name);
    unit->cell_index[name] = parameter != unit->local_index.end() ? parameter->second : next++;
    if (scope->kind == ScopeKind::kClass) unit->class_cell = unit->cell_index[name];
  }
  for (const Identifier* name : unit->frees) unit->cell_index[name] = next++;
  unit->builder.SetLocalCount(next);

  std::vector<LocalVariable>& variables = unit->builder.unit()->locals;
  variables.resize(next);
  for (uint32_t i = 0; i < unit->plain_count; ++i) variables[i].name = unit->locals[i]->text();
  for (const Identifier* name : unit->cells) {
    // A class body may have a __class__ of its own and one from outside (nonlocal __class__).
    LocalVariable& v = variables[scope->kind == ScopeKind::kClass ? unit->class_cell : unit->cell_index[name]];
    v.kind = v.name.empty() ? kLocalCell : kLocalPlain | kLocalCell;
    v.name = name->text();
  }
  for (const Identifier* name : unit->frees) variables[unit->cell_index[name]] = {std::string(name->text()), kLocalFree};
}

// co_varnames, and with it locals(), lists parameters and then locals as the code first names them.
// Those it never names (annotated only) go last and are no variables.
void Generator::OrderLocals(Unit* unit) {
  uint32_t count = unit->plain_count;
  uint32_t parameters = unit->builder.unit()->argument_count + unit->builder.unit()->keyword_only_count +
                        unit->scope->has_varargs + unit->scope->has_varkeywords;
  std::vector<uint32_t> place(count, count);
  uint32_t next = 0;
  for (; next < parameters; ++next) place[next] = next;
  for (uint32_t local : unit->used_locals) {
    if (place[local] == count) place[local] = next++;
  }
  uint32_t used = next;
  bool moved = used < count;
  for (uint32_t i = 0; i < count; ++i) {
    if (place[i] == count) place[i] = next++;
    moved |= place[i] != i;
  }
  if (!moved) return;
  std::vector<LocalVariable>& variables = unit->builder.unit()->locals;
  for (uint32_t i = 0; i < count; ++i) {
    if (place[i] < parameters) continue;
    variables[place[i]] = {std::string(unit->locals[i]->text()), static_cast<uint8_t>(place[i] < used ? kLocalPlain : 0)};
  }
  unit->builder.RenumberRegisters(place);
}

std::string Generator::QualifiedName(const Unit& unit, const std::string& name) {
  Unit* outer = unit.outer;
  if (outer == nullptr || outer->scope->kind == ScopeKind::kModule) return name;
  // A function or class declared global has no dotted name.
  const Identifier* id = MangleName(outer->scope->class_name, arena_->Intern(name), arena_);
  bool definition = unit.scope->node->kind == NodeKind::kFunctionDef ||
                    unit.scope->node->kind == NodeKind::kAsyncFunctionDef ||
                    unit.scope->node->kind == NodeKind::kClassDef;
  if (definition && outer->scope->ScopeOf(id) == SymbolScope::kGlobalExplicit) return name;
  bool function = outer->is_function() && !outer->scope->is_comprehension;
  return outer->qualname + (function ? ".<locals>." : ".") + name;
}

uint32_t Generator::CodeFlags(const Unit& unit) {
  const Scope* scope = unit.scope;
  uint32_t flags = options_.future_flags & (kCodeFutureBarryAsBdfl | kCodeFutureGeneratorStop | kCodeFutureAnnotations);
  if (scope->kind != ScopeKind::kFunction) {
    if (scope->kind == ScopeKind::kModule && options_.allow_top_level_await && scope->is_coroutine) {
      flags |= kCodeCoroutine;
    }
    return flags;
  }
  flags |= kCodeOptimized | kCodeNewLocals;
  if (scope->nested) flags |= kCodeNested;
  if (scope->has_varargs) flags |= kCodeVarArgs;
  if (scope->has_varkeywords) flags |= kCodeVarKeywords;
  if (scope->is_generator && !scope->is_coroutine) flags |= kCodeGenerator;
  if (scope->is_generator && scope->is_coroutine) flags |= kCodeAsyncGenerator;
  if (!scope->is_generator && scope->is_coroutine) flags |= kCodeCoroutine;
  return flags;
}

void Generator::EnterUnit(Unit* unit, Scope* scope, const std::string& name, int32_t first_line) {
  unit->scope = scope;
  unit->outer = unit_;
  CodeUnit* code = unit->builder.unit();
  code->name = name;
  code->filename = options_.filename;
  code->first_line = first_line;
  unit->qualname = QualifiedName(*unit, name);
  code->qualname = unit->qualname;
  code->flags = CodeFlags(*unit);
  AssignRegisters(unit);
  CollectUnbinding(unit);
  unit_ = unit;
}

CodeConstant Generator::LeaveUnit(Unit* unit) {
  unit_ = unit->outer;
  CodeConstant code;
  code.kind = CodeConstant::Kind::kCode;
  if (unit->builder.local_count() + unit->builder.depth() > 60000) {
    Fail(unit->builder.span(), "too many local variables or too complex expression");
  }
  if (!unit->builder.few_constants()) {
    Fail(unit->builder.span(), "too many names and constants");
  }
  if (ok_ && unit->is_function()) OrderLocals(unit);
  code.code = unit->builder.Finish();
  return code;
}

std::unique_ptr<CodeUnit> Generator::Run(const ModNode* module) {
  for (bool far : {false, true}) {
    far_jumps_ = far;
    Unit unit;
    EnterUnit(&unit, table_->top, "<module>", 1);
    b().SetSpan({0, 0, 0, 0});
    Span start{1, 0, 1, 0};
    b().SetSpan(start);
    FunctionPrologue();
    switch (module->kind) {
      case NodeKind::kModule: {
        const Sequence<StmtNode*>& body = module->As<Module>()->body;
        ModuleBody(body);
        break;
      }
      case NodeKind::kInteractive: ModuleBody(module->As<Interactive>()->body); break;
      case NodeKind::kExpression: {
        const ExprNode* e = module->As<Expression>()->body;
        Register value = TemporaryOf(e);
        b().Emit(Opcode::RETURN, value);
        b().SetDepth(0);
        break;
      }
      default: break;
    }
    if (b().reachable()) b().EmitFinalReturn(Opcode::RETURN_NONE);
    bool overflowed = unit.builder.overflowed();
    CodeConstant code = LeaveUnit(&unit);
    if (!ok_) return nullptr;
    if (!overflowed) return std::move(code.code);
  }
  return nullptr;
}

namespace {

bool HasAnnotations(const Sequence<StmtNode*>& body) {
  for (const StmtNode* s : body) {
    switch (s->kind) {
      case NodeKind::kAnnAssign: return true;
      case NodeKind::kFor:
        if (HasAnnotations(s->As<For>()->body) || HasAnnotations(s->As<For>()->orelse)) return true;
        break;
      case NodeKind::kAsyncFor:
        if (HasAnnotations(s->As<AsyncFor>()->body) || HasAnnotations(s->As<AsyncFor>()->orelse)) return true;
        break;
      case NodeKind::kWhile:
        if (HasAnnotations(s->As<While>()->body) || HasAnnotations(s->As<While>()->orelse)) return true;
        break;
      case NodeKind::kIf:
        if (HasAnnotations(s->As<If>()->body) || HasAnnotations(s->As<If>()->orelse)) return true;
        break;
      case NodeKind::kWith:
        if (HasAnnotations(s->As<With>()->body)) return true;
        break;
      case NodeKind::kAsyncWith:
        if (HasAnnotations(s->As<AsyncWith>()->body)) return true;
        break;
      case NodeKind::kTry:
      case NodeKind::kTryStar: {
        const Try* t = s->As<Try>();
        if (s->kind == NodeKind::kTryStar) {
          const TryStar* star = s->As<TryStar>();
          if (HasAnnotations(star->body) || HasAnnotations(star->orelse) || HasAnnotations(star->finalbody)) return true;
          for (const ExceptHandler* h : star->handlers) {
            if (HasAnnotations(h->body)) return true;
          }
          break;
        }
        if (HasAnnotations(t->body) || HasAnnotations(t->orelse) || HasAnnotations(t->finalbody)) return true;
        for (const ExceptHandler* h : t->handlers) {
          if (HasAnnotations(h->body)) return true;
        }
        break;
      }
      case NodeKind::kMatch:
        for (const MatchCase* c : s->As<Match>()->cases) {
          if (HasAnnotations(c->body)) return true;
        }
        break;
      default: break;
    }
  }
  return false;
}

}  // namespace

const ExprNode* DocstringOf(const Sequence<StmtNode*>& body) {
  if (body.empty() || body[0]->kind != NodeKind::kExpr) return nullptr;
  const ExprNode* e = body[0]->As<Expr>()->value;
  const ast::Constant* c = e->If<ast::Constant>();
  return c != nullptr && c->value.kind == ConstantKind::kStr ? e : nullptr;
}

// The body of a module or class: annotations set up, docstring stored as __doc__.
void Generator::ModuleBody(const Sequence<StmtNode*>& body) {
  if (!body.empty()) b().SetSpan(body[0]->span);
  if (HasAnnotations(body)) b().Emit(Opcode::SETUP_ANNOTATIONS);
  Sequence<StmtNode*> rest = body;
  const ExprNode* doc = options_.interactive ? nullptr : DocstringOf(body);
  if (doc != nullptr && options_.optimize < 2) {
    b().SetSpan(doc->span);
    Register value = b().NewTemporary();
    VisitTo(doc, value);
    StoreName(arena_->Intern("__doc__"), value);
    b().SetDepth(b().depth() - 1);
  }
  if (doc != nullptr) rest = {body.items + 1, body.count - 1};
  Body(rest);
}

}  // namespace polygil
