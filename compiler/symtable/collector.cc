#include "compiler/symtable/collector.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {

// Walks the tree once, filling scopes.
class Collector {
 public:
  Collector(bool future_annotations, Arena* arena, SymbolTable* table, Diagnostic* diagnostic)
      : future_annotations_(future_annotations),
        arena_(arena),
        table_(table),
        diagnostic_(diagnostic) {
    super_name_ = arena->Intern("super");
    class_cell_name_ = arena->Intern("__class__");
    debug_name_ = arena->Intern("__debug__");
  }

  bool Run(const ModNode* module) {
    Enter(ScopeKind::kModule, module, "top", 0);
    table_->top = scope_;
    switch (module->kind) {
      case NodeKind::kModule:
        Body(module->As<Module>()->body);
        break;
      case NodeKind::kInteractive:
        Body(module->As<Interactive>()->body);
        break;
      case NodeKind::kExpression:
        Visit(module->As<Expression>()->body);
        break;
      default:
        break;
    }
    Leave();
    return ok_;
  }

 private:
  bool Fail(const Span& span, std::string message,
            DiagnosticKind kind = DiagnosticKind::kSyntaxError) {
    if (ok_) {
      *diagnostic_ = SyntaxErrorAt(span, std::move(message));
      diagnostic_->kind = kind;
    }
    return ok_ = false;
  }
  static std::string Text(const Identifier* name) { return std::string(name->text()); }

  void Enter(ScopeKind kind, const Node* node, std::string name, int32_t lineno) {
    auto scope = std::make_unique<Scope>();
    scope->kind = kind;
    scope->node = node;
    scope->name = std::move(name);
    scope->lineno = lineno;
    scope->parent = scope_;
    if (scope_ != nullptr) {
      scope->nested = scope_->nested || scope_->kind == ScopeKind::kFunction;
      scope->class_name = scope_->class_name;
      scope_->children.push_back(scope.get());
    }
    scope_ = scope.get();
    table_->by_node[node] = scope_;
    table_->scopes.push_back(std::move(scope));
  }
  void Leave() { scope_ = scope_->parent; }

  Symbol* Add(Scope* scope, const Identifier* name, uint32_t flags) {
    const Identifier* mangled = MangleName(scope->class_name, name, arena_);
    auto [it, fresh] =
        scope->index.try_emplace(mangled, static_cast<uint32_t>(scope->symbols.size()));
    if (fresh) {
      scope->symbols.emplace_back();
      scope->symbols.back().name = mangled;
    }
    Symbol* symbol = &scope->symbols[it->second];
    symbol->flags |= flags;
    return symbol;
  }

  void Define(const Identifier* name, uint32_t flag, const Span& span) {
    Symbol* existing = scope_->Find(MangleName(scope_->class_name, name, arena_));
    if ((flag & kDefParam) && existing != nullptr && (existing->flags & kDefParam)) {
      Fail(span, "duplicate argument '" + Text(existing->name) + "' in function definition");
      return;
    }
    if (in_comprehension_target_ && scope_->is_comprehension) {
      if (existing != nullptr && (existing->flags & (kDefGlobal | kDefNonlocal))) {
        Fail(span, "comprehension inner loop cannot rebind assignment expression target '" +
                       Text(name) + "'");
        return;
      }
      flag |= kDefComprehensionTarget;
    }
    Add(scope_, name, flag);
  }

  // -- Statements ------------------------------------------------------------------------------

  template <typename Sequence>
  void Body(const Sequence& body) {
    for (const StmtNode* s : body) {
      if (!ok_) return;
      Statement(s);
    }
  }

  void Function(const StmtNode* s, const Identifier* name, const Arguments* args,
                const Sequence<StmtNode*>& body, const Sequence<ExprNode*>& decorators,
                const ExprNode* returns, bool is_async) {
    Define(name, kDefLocal, s->span);
    Defaults(args);
    ArgumentAnnotations(args, returns);
    for (const ExprNode* d : decorators) Visit(d);
    if (!ok_) return;
    Enter(ScopeKind::kFunction, s, Text(name), s->span.lineno);
    scope_->is_coroutine = is_async;
    Parameters(args);
    Body(body);
    Leave();
  }

  void Defaults(const Arguments* args) {
    for (const ExprNode* e : args->defaults) Visit(e);
    for (const ExprNode* e : args->kw_defaults) {
      if (e != nullptr) Visit(e);
    }
  }

  void Annotation(const ExprNode* e) {
    if (e == nullptr) return;
    if (future_annotations_) {
      bool outer = std::exchange(in_annotation_, true);
      // Never evaluated: its names bind and use nothing, but it must obey the rules.
      Scope* saved = scope_;
      Scope scratch;
      scratch.kind = ScopeKind::kFunction;
      scratch.node = e;
      scratch.parent = saved;
      scratch.class_name = saved->class_name;
      scope_ = &scratch;
      bool keep = std::exchange(discarding_, true);
      Visit(e);
      discarding_ = keep;
      scope_ = saved;
      in_annotation_ = outer;
    } else {
      Visit(e);
    }
  }
  void ArgumentAnnotations(const Arguments* args, const ExprNode* returns) {
    for (const Arg* a : args->posonlyargs) Annotation(a->annotation);
    for (const Arg* a : args->args) Annotation(a->annotation);
    if (args->vararg) Annotation(args->vararg->annotation);
    if (args->kwarg) Annotation(args->kwarg->annotation);
    for (const Arg* a : args->kwonlyargs) Annotation(a->annotation);
    Annotation(returns);
  }
  void Parameters(const Arguments* args) {
    for (const Arg* a : args->posonlyargs) Define(a->arg, kDefParam, a->span);
    for (const Arg* a : args->args) Define(a->arg, kDefParam, a->span);
    for (const Arg* a : args->kwonlyargs) Define(a->arg, kDefParam, a->span);
    if (args->vararg) {
      Define(args->vararg->arg, kDefParam, args->vararg->span);
      scope_->has_varargs = true;
    }
    if (args->kwarg) {
      Define(args->kwarg->arg, kDefParam, args->kwarg->span);
      scope_->has_varkeywords = true;
    }
  }

  void Class(const ClassDef* s) {
    Define(s->name, kDefLocal, s->span);
    for (const ExprNode* e : s->bases) Visit(e);
    for (const Keyword* k : s->keywords) Visit(k->value);
    for (const ExprNode* e : s->decorator_list) Visit(e);
    if (!ok_) return;
    Enter(ScopeKind::kClass, s, Text(s->name), s->span.lineno);
    scope_->class_name = s->name;
    Body(s->body);
    Leave();
  }

  void Directive(const Sequence<const Identifier*>& list, const Span& span, uint32_t flag) {
    const char* word = flag == kDefGlobal ? "global" : "nonlocal";
    for (const Identifier* name : list) {
      Symbol* existing = scope_->Find(MangleName(scope_->class_name, name, arena_));
      if (existing != nullptr &&
          (existing->flags & (kDefParam | kDefLocal | kUse | kDefAnnotation))) {
        std::string text = "name '" + Text(name) + "' is ";
        if (existing->flags & kDefParam) {
          text += std::string("parameter and ") + word;
          Fail(span, text);
        } else if (existing->flags & kUse) {
          Fail(span, text + "used prior to " + word + " declaration");
        } else if (existing->flags & kDefAnnotation) {
          Fail(span, std::string("annotated name '") + Text(name) + "' can't be " + word);
        } else {
          Fail(span, text + "assigned to before " + word + " declaration");
        }
        return;
      }
      Symbol* symbol = Add(scope_, name, flag);
      if (symbol->directive.lineno <= 0) symbol->directive = span;
      if (flag == kDefGlobal) Add(table_->top, name, kDefGlobal);
    }
  }

  void Imported(const Alias* alias) {
    const Identifier* name = alias->asname;
    if (name == nullptr) {
      std::string_view text = alias->name->text();
      if (text == "*") {
        if (scope_->kind != ScopeKind::kModule)
          Fail(alias->span, "import * only allowed at module level");
        return;
      }
      size_t dot = text.find('.');
      name = dot == std::string_view::npos ? alias->name : arena_->Intern(text.substr(0, dot));
    }
    Define(name, kDefImport, alias->span);
  }

  void AnnotatedAssignment(const AnnAssign* s) {
    if (const Name* target = s->target->If<Name>()) {
      Symbol* existing = scope_->Find(MangleName(scope_->class_name, target->id, arena_));
      if (existing != nullptr && (existing->flags & (kDefGlobal | kDefNonlocal)) &&
          scope_->kind != ScopeKind::kModule && s->simple) {
        Fail(s->span, "annotated name '" + Text(target->id) + "' can't be " +
                          ((existing->flags & kDefGlobal) ? "global" : "nonlocal"));
        return;
      }
      if (s->simple) {
        Define(target->id, kDefAnnotation | kDefLocal, s->target->span);
      } else if (s->value) {
        Define(target->id, kDefLocal, s->target->span);
      }
    } else {
      Visit(s->target);
    }
    Annotation(s->annotation);
    if (s->value) Visit(s->value);
  }

  void Handlers(const Sequence<ExceptHandler*>& handlers) {
    for (const ExceptHandler* h : handlers) {
      if (h->type) Visit(h->type);
      if (h->name) Define(h->name, kDefLocal, h->span);
      Body(h->body);
    }
  }

  void Statement(const StmtNode* s) {
    switch (s->kind) {
      case NodeKind::kFunctionDef: {
        auto* f = s->As<FunctionDef>();
        return Function(s, f->name, f->args, f->body, f->decorator_list, f->returns, false);
      }
      case NodeKind::kAsyncFunctionDef: {
        auto* f = s->As<AsyncFunctionDef>();
        return Function(s, f->name, f->args, f->body, f->decorator_list, f->returns, true);
      }
      case NodeKind::kClassDef:
        return Class(s->As<ClassDef>());
      case NodeKind::kReturn:
        if (const ExprNode* value = s->As<Return>()->value) {
          Visit(value);
          scope_->returns_value = true;
        }
        return;
      case NodeKind::kDelete:
        return VisitAll(s->As<Delete>()->targets);
      case NodeKind::kAssign:
        VisitAll(s->As<Assign>()->targets);
        return Visit(s->As<Assign>()->value);
      case NodeKind::kAugAssign:
        Visit(s->As<AugAssign>()->target);
        return Visit(s->As<AugAssign>()->value);
      case NodeKind::kAnnAssign:
        return AnnotatedAssignment(s->As<AnnAssign>());
      case NodeKind::kFor: {
        auto* f = s->As<For>();
        Visit(f->target), Visit(f->iter), Body(f->body), Body(f->orelse);
        return;
      }
      case NodeKind::kAsyncFor: {
        scope_->is_coroutine = true;  // a module's, too, if await is allowed there
        auto* f = s->As<AsyncFor>();
        Visit(f->target), Visit(f->iter), Body(f->body), Body(f->orelse);
        return;
      }
      case NodeKind::kWhile: {
        auto* w = s->As<While>();
        Visit(w->test), Body(w->body), Body(w->orelse);
        return;
      }
      case NodeKind::kIf: {
        // elif chains are right-deep: follow them by a loop.
        for (const StmtNode* at = s;;) {
          auto* i = at->As<If>();
          Visit(i->test);
          Body(i->body);
          if (i->orelse.size() == 1 && i->orelse[0]->kind == NodeKind::kIf) {
            at = i->orelse[0];
            continue;
          }
          return Body(i->orelse);
        }
      }
      case NodeKind::kWith:
        return WithItems(s->As<With>()->items, s->As<With>()->body);
      case NodeKind::kAsyncWith:
        scope_->is_coroutine = true;
        return WithItems(s->As<AsyncWith>()->items, s->As<AsyncWith>()->body);
      case NodeKind::kMatch: {
        auto* m = s->As<Match>();
        Visit(m->subject);
        for (const MatchCase* c : m->cases) {
          Pattern(c->pattern);
          if (c->guard) Visit(c->guard);
          Body(c->body);
        }
        return;
      }
      case NodeKind::kRaise:
        if (s->As<Raise>()->exc) Visit(s->As<Raise>()->exc);
        if (s->As<Raise>()->cause) Visit(s->As<Raise>()->cause);
        return;
      case NodeKind::kTry: {
        auto* t = s->As<Try>();
        Body(t->body), Body(t->orelse), Handlers(t->handlers), Body(t->finalbody);
        return;
      }
      case NodeKind::kTryStar: {
        auto* t = s->As<TryStar>();
        Body(t->body), Body(t->orelse), Handlers(t->handlers), Body(t->finalbody);
        return;
      }
      case NodeKind::kAssert:
        Visit(s->As<Assert>()->test);
        if (s->As<Assert>()->msg) Visit(s->As<Assert>()->msg);
        return;
      case NodeKind::kImport:
        for (const Alias* a : s->As<Import>()->names) Imported(a);
        return;
      case NodeKind::kImportFrom:
        for (const Alias* a : s->As<ImportFrom>()->names) Imported(a);
        return;
      case NodeKind::kGlobal:
        return Directive(s->As<Global>()->names, s->span, kDefGlobal);
      case NodeKind::kNonlocal:
        if (scope_->kind == ScopeKind::kModule) {
          Fail(s->span, "nonlocal declaration not allowed at module level");
          return;
        }
        return Directive(s->As<Nonlocal>()->names, s->span, kDefNonlocal);
      case NodeKind::kExpr:
        return Visit(s->As<Expr>()->value);
      default:
        return;
    }
  }

  void WithItems(const Sequence<WithItem*>& items, const Sequence<StmtNode*>& body) {
    for (const WithItem* item : items) {
      Visit(item->context_expr);
      if (item->optional_vars) Visit(item->optional_vars);
    }
    Body(body);
  }

  void Pattern(const PatternNode* p) {
    switch (p->kind) {
      case NodeKind::kMatchValue:
        return Visit(p->As<MatchValue>()->value);
      case NodeKind::kMatchSequence:
        for (const PatternNode* q : p->As<MatchSequence>()->patterns) Pattern(q);
        return;
      case NodeKind::kMatchMapping: {
        auto* m = p->As<MatchMapping>();
        VisitAll(m->keys);
        for (const PatternNode* q : m->patterns) Pattern(q);
        if (m->rest) Define(m->rest, kDefLocal, p->span);
        return;
      }
      case NodeKind::kMatchClass: {
        auto* m = p->As<MatchClass>();
        Visit(m->cls);
        for (const PatternNode* q : m->patterns) Pattern(q);
        for (const PatternNode* q : m->kwd_patterns) Pattern(q);
        return;
      }
      case NodeKind::kMatchStar:
        if (p->As<MatchStar>()->name) Define(p->As<MatchStar>()->name, kDefLocal, p->span);
        return;
      case NodeKind::kMatchAs:
        if (p->As<MatchAs>()->pattern) Pattern(p->As<MatchAs>()->pattern);
        if (p->As<MatchAs>()->name) Define(p->As<MatchAs>()->name, kDefLocal, p->span);
        return;
      case NodeKind::kMatchOr:
        for (const PatternNode* q : p->As<MatchOr>()->patterns) Pattern(q);
        return;
      default:
        return;
    }
  }

  // -- Expressions -----------------------------------------------------------------------------

  template <typename Sequence>
  void VisitAll(const Sequence& list) {
    for (const ExprNode* e : list) {
      if (e != nullptr) Visit(e);
    }
  }

  void NameNode(const Name* n) {
    if (n->ctx == ExprContext::kLoad) {
      if (!discarding_) Add(scope_, n->id, kUse);
      if (scope_->kind == ScopeKind::kFunction && n->id == super_name_ && !discarding_) {
        Add(scope_, class_cell_name_, kUse);
      }
    } else {
      Define(n->id, kDefLocal, n->span);
    }
  }

  // The target of := inside comprehensions belongs to the scope around them (PEP 572).
  void BindWalrusOutside(const Name* target) {
    for (Scope* s = scope_; s != nullptr; s = s->parent) {
      if (s->is_comprehension) {
        Symbol* existing = s->Find(MangleName(s->class_name, target->id, arena_));
        if (existing != nullptr && (existing->flags & kDefComprehensionTarget)) {
          Fail(target->span,
               "assignment expression cannot rebind comprehension iteration variable '" +
                   Text(target->id) + "'");
          return;
        }
        continue;
      }
      if (s->kind == ScopeKind::kClass) {
        Fail(target->span,
             "assignment expression within a comprehension cannot be used in a class body");
        return;
      }
      Symbol* existing = s->Find(MangleName(s->class_name, target->id, arena_));
      bool is_global =
          s->kind == ScopeKind::kModule || (existing != nullptr && (existing->flags & kDefGlobal));
      for (Scope* inner = scope_; inner != s; inner = inner->parent) {
        Symbol* symbol = Add(inner, target->id, is_global ? kDefGlobal : kDefNonlocal);
        if (symbol->directive.lineno <= 0) symbol->directive = target->span;
      }
      if (is_global)
        Add(table_->top, target->id, kDefGlobal);
      else
        Add(s, target->id, kDefLocal);
      return;
    }
  }

  void Walrus(const NamedExpr* e) {
    if (in_annotation_) {
      Fail(e->span, "'named expression' can not be used within an annotation");
      return;
    }
    if (in_comprehension_iterable_ > 0) {
      Fail(e->span, "assignment expression cannot be used in a comprehension iterable expression");
      return;
    }
    scope_->has_walrus = true;
    if (scope_->is_comprehension) BindWalrusOutside(e->target->As<Name>());
    Visit(e->value);
    Visit(e->target);
  }

  void Comprehended(const ExprNode* e, const char* name, const Sequence<Comprehension*>& generators,
                    const ExprNode* element, const ExprNode* value) {
    const Comprehension* outermost = generators[0];
    ++in_comprehension_iterable_;
    Visit(outermost->iter);
    --in_comprehension_iterable_;
    if (!ok_) return;
    bool annotation = std::exchange(in_annotation_, false);
    Enter(ScopeKind::kFunction, e, name, e->span.lineno);
    scope_->is_comprehension = true;
    scope_->is_generator_expression = e->kind == NodeKind::kGeneratorExp;
    if (outermost->is_async) scope_->is_coroutine = true;
    Define(arena_->Intern(".0"), kDefParam, e->span);
    Target(outermost->target);
    VisitAll(outermost->ifs);
    for (uint32_t i = 1; i < generators.size(); ++i) {
      Target(generators[i]->target);
      ++in_comprehension_iterable_;
      Visit(generators[i]->iter);
      --in_comprehension_iterable_;
      VisitAll(generators[i]->ifs);
      if (generators[i]->is_async) scope_->is_coroutine = true;
    }
    if (value) Visit(value);
    Visit(element);
    scope_->is_generator = scope_->is_generator_expression;
    bool is_async = scope_->is_coroutine && !scope_->is_generator_expression;
    Leave();
    if (is_async) scope_->is_coroutine = true;
    in_annotation_ = annotation;
  }
  void Target(const ExprNode* target) {
    bool outer = std::exchange(in_comprehension_target_, true);
    Visit(target);
    in_comprehension_target_ = outer;
  }

  void LambdaNode(const Lambda* e) {
    Defaults(e->args);
    if (!ok_) return;
    Enter(ScopeKind::kFunction, e, "lambda", e->span.lineno);
    scope_->is_lambda = true;
    bool annotation = std::exchange(in_annotation_, false);
    bool target = std::exchange(in_comprehension_target_, false);
    Parameters(e->args);
    Visit(e->body);
    in_annotation_ = annotation;
    in_comprehension_target_ = target;
    Leave();
  }

  void YieldNode(const ExprNode* e, const ExprNode* value) {
    if (in_annotation_) {
      Fail(e->span, "'yield expression' can not be used within an annotation");
      return;
    }
    if (value) Visit(value);
    scope_->is_generator = true;
    if (!scope_->is_comprehension) return;
    NodeKind kind = scope_->node->kind;
    Fail(e->span, kind == NodeKind::kListComp   ? "'yield' inside list comprehension"
                  : kind == NodeKind::kSetComp  ? "'yield' inside set comprehension"
                  : kind == NodeKind::kDictComp ? "'yield' inside dict comprehension"
                                                : "'yield' inside generator expression");
  }

  void Visit(const ExprNode* e) {
    if (!ok_) return;
    if (++depth_ > kMaxDepth) {
      Fail(e->span, "maximum recursion depth exceeded during compilation",
           DiagnosticKind::kRecursionError);
      --depth_;
      return;
    }
    VisitNode(e);
    --depth_;
  }

  void VisitNode(const ExprNode* e) {
    switch (e->kind) {
      case NodeKind::kBoolOp:
        return VisitAll(e->As<BoolOp>()->values);
      case NodeKind::kNamedExpr:
        return Walrus(e->As<NamedExpr>());
      case NodeKind::kBinOp: {
        // Left-deep chains may be as long as the source.
        std::vector<const ExprNode*> rights;
        const ExprNode* left = e;
        for (; left->kind == NodeKind::kBinOp; left = left->As<BinOp>()->left) {
          rights.push_back(left->As<BinOp>()->right);
        }
        Visit(left);
        while (!rights.empty()) {
          Visit(rights.back());
          rights.pop_back();
        }
        return;
      }
      case NodeKind::kUnaryOp:
        return Visit(e->As<UnaryOp>()->operand);
      case NodeKind::kLambda:
        return LambdaNode(e->As<Lambda>());
      case NodeKind::kIfExp:
        Visit(e->As<IfExp>()->test), Visit(e->As<IfExp>()->body), Visit(e->As<IfExp>()->orelse);
        return;
      case NodeKind::kDict:
        VisitAll(e->As<Dict>()->keys);
        return VisitAll(e->As<Dict>()->values);
      case NodeKind::kSet:
        return VisitAll(e->As<Set>()->elts);
      case NodeKind::kListComp:
        return Comprehended(e, "listcomp", e->As<ListComp>()->generators, e->As<ListComp>()->elt,
                            nullptr);
      case NodeKind::kSetComp:
        return Comprehended(e, "setcomp", e->As<SetComp>()->generators, e->As<SetComp>()->elt,
                            nullptr);
      case NodeKind::kDictComp:
        return Comprehended(e, "dictcomp", e->As<DictComp>()->generators, e->As<DictComp>()->key,
                            e->As<DictComp>()->value);
      case NodeKind::kGeneratorExp:
        return Comprehended(e, "genexpr", e->As<GeneratorExp>()->generators,
                            e->As<GeneratorExp>()->elt, nullptr);
      case NodeKind::kAwait:
        if (in_annotation_) {
          Fail(e->span, "'await expression' can not be used within an annotation");
          return;
        }
        Visit(e->As<Await>()->value);
        scope_->is_coroutine = true;
        return;
      case NodeKind::kYield:
        return YieldNode(e, e->As<Yield>()->value);
      case NodeKind::kYieldFrom:
        return YieldNode(e, e->As<YieldFrom>()->value);
      case NodeKind::kCompare:
        Visit(e->As<Compare>()->left);
        return VisitAll(e->As<Compare>()->comparators);
      case NodeKind::kCall: {
        auto* call = e->As<Call>();
        Visit(call->func);
        VisitAll(call->args);
        for (const Keyword* k : call->keywords) Visit(k->value);
        return;
      }
      case NodeKind::kFormattedValue:
        Visit(e->As<FormattedValue>()->value);
        if (e->As<FormattedValue>()->format_spec) Visit(e->As<FormattedValue>()->format_spec);
        return;
      case NodeKind::kJoinedStr:
        return VisitAll(e->As<JoinedStr>()->values);
      case NodeKind::kAttribute: {
        const ExprNode* inner = e;
        while (inner->kind == NodeKind::kAttribute) inner = inner->As<Attribute>()->value;
        return Visit(inner);
      }
      case NodeKind::kSubscript:
        Visit(e->As<Subscript>()->value);
        return Visit(e->As<Subscript>()->slice);
      case NodeKind::kStarred:
        return Visit(e->As<Starred>()->value);
      case NodeKind::kName:
        return NameNode(e->As<Name>());
      case NodeKind::kList:
        return VisitAll(e->As<List>()->elts);
      case NodeKind::kTuple:
        return VisitAll(e->As<Tuple>()->elts);
      case NodeKind::kSlice: {
        auto* s = e->As<Slice>();
        if (s->lower) Visit(s->lower);
        if (s->upper) Visit(s->upper);
        if (s->step) Visit(s->step);
        return;
      }
      default:
        return;
    }
  }

  static constexpr int kMaxDepth = 5000;
  bool future_annotations_;
  Arena* arena_;
  SymbolTable* table_;
  Diagnostic* diagnostic_;
  Scope* scope_ = nullptr;
  const Identifier *super_name_, *class_cell_name_, *debug_name_;
  bool ok_ = true;
  bool in_comprehension_target_ = false, in_annotation_ = false, discarding_ = false;
  int in_comprehension_iterable_ = 0;
  int depth_ = 0;
};

}  // namespace

bool CollectSymbols(const ModNode* module, bool future_annotations, Arena* arena,
                    SymbolTable* table, Diagnostic* diagnostic) {
  return Collector(future_annotations, arena, table, diagnostic).Run(module);
}

}  // namespace polygil
