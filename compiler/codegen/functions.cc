// Functions, lambdas and classes.

#include <algorithm>

#include "compiler/codegen/constants.h"
#include "compiler/codegen/generator.h"

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

// Cells and free variables are set up first; then locals that are parameters are bound.
void Generator::FunctionPrologue() {
  for (const Identifier* name : unit_->cells) {
    b().Emit(Opcode::MAKE_CELL,
             static_cast<Register>(unit_->is_class() ? unit_->class_cell : unit_->cell_index[name]));
  }
  if (!unit_->frees.empty()) {
    b().Emit(Opcode::COPY_FREE_VARIABLES, static_cast<Register>(unit_->cell_index[unit_->frees[0]]),
             static_cast<uint16_t>(unit_->frees.size()));
  }
}

void Generator::Parameters(Unit* unit, const Arguments* args) {
  CodeUnit* code = unit->builder.unit();
  code->argument_count = args->posonlyargs.size() + args->args.size();
  code->positional_only_count = args->posonlyargs.size();
  code->keyword_only_count = args->kwonlyargs.size();
  uint32_t count = code->argument_count + code->keyword_only_count + (args->vararg ? 1 : 0) + (args->kwarg ? 1 : 0);
  for (uint32_t i = 0; i < count; ++i) {
    if (!unit->never_bound[i]) unit->builder.bound.Add(i);
  }
}

std::vector<const Identifier*> Generator::FreeVariables(const Scope* scope) {
  std::vector<const Identifier*> frees;
  for (const Symbol& symbol : scope->symbols) {
    if (symbol.scope == SymbolScope::kFree || (symbol.flags & kDefFreeClass)) frees.push_back(symbol.name);
  }
  std::sort(frees.begin(), frees.end(), [](const Identifier* x, const Identifier* y) { return x->text() < y->text(); });
  return frees;
}

void Generator::ClosureTuple(const Scope* scope, Register target) {
  uint32_t depth = b().depth();
  Register first = b().Top();
  std::vector<const Identifier*> frees = FreeVariables(scope);
  for (const Identifier* name : frees) {
    Register cell = b().NewTemporary();
    bool own = unit_->is_class() && !unit_->cells.empty() && name == unit_->cells[0];
    b().Emit(Opcode::MOVE, cell, static_cast<Register>(own ? unit_->class_cell : unit_->cell_index.at(name)));
  }
  b().Emit(Opcode::BUILD_TUPLE, target, first, static_cast<uint16_t>(frees.size()));
  b().SetDepth(depth);
}

// `flags` tells which of defaults, keyword defaults and annotations stand from `base` on.
void Generator::MakeFunction(CodeConstant code, const Scope* scope, Register base, uint32_t flags, Register target) {
  uint32_t depth = b().depth();
  uint32_t extras = (flags & 1) + (flags >> 1 & 1) + (flags >> 2 & 1);
  if (!FreeVariables(scope).empty()) {
    Register closure = static_cast<Register>(base + extras);
    b().SetDepth(closure - b().local_count() + 1);
    ClosureTuple(scope, closure);
    flags |= 8;
  }
  // Code under a constant condition that doesn't hold is no constant.
  uint32_t constant = silent_ == 0 ? b().AddConstant(std::move(code)) : 0;
  b().Emit(Opcode::MAKE_FUNCTION, target, base, static_cast<uint16_t>(flags), constant);
  b().SetDepth(depth);
}

// Evaluates defaults, keyword-only defaults and annotations into consecutive temporaries.
uint32_t Generator::FunctionExtras(const Arguments* args, const ExprNode* returns, bool annotations, Register base) {
  (void)base;
  uint32_t flags = 0;
  if (!args->defaults.empty()) {
    Register tuple = b().NewTemporary();
    SequenceTo(args->defaults, tuple, Opcode::BUILD_TUPLE, nullptr);
    flags |= 1;
  }
  bool any = false;
  for (const ExprNode* e : args->kw_defaults) any |= e != nullptr;
  if (any) {
    Register dict = b().NewTemporary();
    b().Emit(Opcode::BUILD_MAP, dict, b().Top(), 0);
    for (uint32_t i = 0; i < args->kwonlyargs.size(); ++i) {
      if (args->kw_defaults[i] == nullptr) continue;
      uint32_t depth = b().depth();
      Register key = b().NewTemporary();
      CodeConstant name;
      name.kind = CodeConstant::Kind::kName;
      name.text = Mangle(args->kwonlyargs[i]->arg)->text();
      LoadConstantTo(name, key);
      Register value = TemporaryOf(args->kw_defaults[i]);
      b().Emit(Opcode::MAP_ADD, dict, key, value);
      b().SetDepth(depth);
    }
    flags |= 2;
  }
  if (!annotations) return flags;
  std::vector<std::pair<const Identifier*, const ExprNode*>> list;
  auto add = [&](const Arg* a) {
    if (a != nullptr && a->annotation != nullptr) list.emplace_back(Mangle(a->arg), a->annotation);
  };
  for (const Arg* a : args->posonlyargs) add(a);
  for (const Arg* a : args->args) add(a);
  add(args->vararg);
  for (const Arg* a : args->kwonlyargs) add(a);
  add(args->kwarg);
  if (returns != nullptr) list.emplace_back(arena_->Intern("return"), returns);
  if (list.empty()) return flags;
  // A list made a tuple: the number of annotations has no bound.
  Register tuple = b().NewTemporary();
  b().Emit(Opcode::BUILD_LIST, tuple, b().Top(), 0);
  for (auto& [name, annotation] : list) {
    uint32_t depth = b().depth();
    Register value = b().NewTemporary();
    CodeConstant text;
    text.kind = CodeConstant::Kind::kName;
    text.text = name->text();
    LoadConstantTo(text, value);
    b().Emit(Opcode::LIST_APPEND, tuple, value);
    if (const Starred* star = annotation->If<Starred>(); star != nullptr && !(options_.future_flags & kCodeFutureAnnotations)) {
      // def f(*args: *Ts): the one item that Ts unpacks to (PEP 646).
      VisitTo(star->value, value);
      b().Emit(Opcode::UNPACK_SEQUENCE, value, value, 1);
    } else {
      Annotate(annotation, value);
    }
    b().Emit(Opcode::LIST_APPEND, tuple, value);
    b().SetDepth(depth);
  }
  b().Emit(Opcode::LIST_TO_TUPLE, tuple, tuple);
  return flags | 4;
}

namespace {

struct FunctionParts {
  const Identifier* name;
  const Arguments* args;
  const Sequence<StmtNode*>* body;
  const Sequence<ExprNode*>* decorators;
  const ExprNode* returns;
};

FunctionParts PartsOf(const StmtNode* s) {
  if (const FunctionDef* f = s->If<FunctionDef>()) return {f->name, f->args, &f->body, &f->decorator_list, f->returns};
  const AsyncFunctionDef* f = s->As<AsyncFunctionDef>();
  return {f->name, f->args, &f->body, &f->decorator_list, f->returns};
}

}  // namespace

bool Generator::CheckParameters(const Arguments* args, const Span& span) {
  auto check = [&](const Arg* a) { return a == nullptr || CheckForbidden(a->arg, span, true); };
  for (const Arg* a : args->posonlyargs) {
    if (!check(a)) return false;
  }
  for (const Arg* a : args->args) {
    if (!check(a)) return false;
  }
  for (const Arg* a : args->kwonlyargs) {
    if (!check(a)) return false;
  }
  return check(args->vararg) && check(args->kwarg);
}

// Each decorator's call: [decorator][-][what it decorates]; nested windows, applied inside out.
Register Generator::PushDecorators(const Sequence<ExprNode*>& decorators) {
  for (const ExprNode* d : decorators) {
    TemporaryOf(d);
    b().SetDepth(b().depth() + 1);
  }
  return b().Top();
}

// R[value] is the decorated thing; the result of the outermost decorator ends in the first window.
Register Generator::ApplyDecorators(const Sequence<ExprNode*>& decorators, Register value) {
  for (uint32_t i = decorators.size(); i-- > 0;) {
    Register window = static_cast<Register>(value - 2);
    b().SetSpan(decorators[i]->span);
    b().Emit(Opcode::CALL_FUNCTION, window, window, 1);
    value = window;
  }
  return value;
}

void Generator::FunctionStatement(const StmtNode* s) {
  FunctionParts parts = PartsOf(s);
  if (!CheckParameters(parts.args, s->span)) return;
  uint32_t depth = b().depth();
  Scope* scope = table_->Of(s);
  Register base = PushDecorators(*parts.decorators);
  int32_t first_line = parts.decorators->empty() ? s->span.lineno : (*parts.decorators)[0]->span.lineno;
  SetSpan(s);
  uint32_t flags = FunctionExtras(parts.args, parts.returns, true, base);
  CodeConstant code = MakeUnit(scope, std::string(parts.name->text()), first_line, [&] {
    FunctionBody(parts.args, *parts.body);
  });
  if (!ok_) return;
  SetSpan(s);
  b().SetDepth(base - b().local_count() + 4);
  MakeFunction(std::move(code), scope, base, flags, base);
  b().SetDepth(base - b().local_count() + 1);
  Register value = ApplyDecorators(*parts.decorators, base);
  SetSpan(s);
  StoreName(parts.name, value);
  b().SetDepth(depth);
}

void Generator::FunctionBody(const Arguments* args, const Sequence<StmtNode*>& body) {
  Parameters(unit_, args);
  const ExprNode* doc = DocstringOf(body);
  CodeConstant first;
  if (doc != nullptr && options_.optimize < 2) first = ConstantOf(doc->As<ast::Constant>()->value);
  b().AddConstant(std::move(first));
  Sequence<StmtNode*> rest = body;
  if (doc != nullptr) rest = {body.items + 1, body.count - 1};
  Body(rest);
  if (!body.empty()) b().SetSpan({body.back()->span.lineno, -1, body.back()->span.lineno, -1});
  rest.empty() ? b().Emit(Opcode::RETURN_NONE) : b().EmitFinalReturn(Opcode::RETURN_NONE);
}

void Generator::LambdaTo(const Lambda* e, Register target) {
  if (!CheckParameters(e->args, e->span)) return;
  uint32_t depth = b().depth();
  Scope* scope = table_->Of(e);
  Register base = b().Top();
  uint32_t flags = FunctionExtras(e->args, nullptr, false, base);
  CodeConstant code = MakeUnit(scope, "<lambda>", e->span.lineno, [&] {
    Parameters(unit_, e->args);
    b().AddConstant({});
    Register value = Operand(e->body);
    SetSpan(e->body);
    if (scope->is_generator) {
      b().Emit(Opcode::RETURN, value);
    } else {
      b().Emit(Opcode::RETURN, value);
    }
    b().SetDepth(0);
  });
  if (!ok_) return;
  SetSpan(e);
  b().SetDepth(base - b().local_count() + 4);
  MakeFunction(std::move(code), scope, base, flags, target);
  b().SetDepth(depth);
}

void Generator::ClassStatement(const ClassDef* s) {
  uint32_t depth = b().depth();
  if (!CheckForbidden(s->name, s->span, true)) return;
  Scope* scope = table_->Of(s);
  PushDecorators(s->decorator_list);
  int32_t first_line = s->decorator_list.empty() ? s->span.lineno : s->decorator_list[0]->span.lineno;
  CodeConstant code = MakeUnit(scope, std::string(s->name->text()), first_line, [&] {
    Register value = b().NewTemporary();
    b().SetSpan({first_line, 0, first_line, 0});
    LoadName(arena_->Intern("__name__"), value);
    StoreName(arena_->Intern("__module__"), value);
    CodeConstant qualname;
    qualname.kind = CodeConstant::Kind::kStr;
    qualname.text = unit_->qualname;
    LoadConstantTo(qualname, value);
    StoreName(arena_->Intern("__qualname__"), value);
    b().SetDepth(0);
    ModuleBody(s->body);
    if (scope->needs_class_closure && b().reachable()) {
      // The cell of __class__ goes to type.__new__, and is the result of the body.
      Register cell = b().NewTemporary();
      b().Emit(Opcode::MOVE, cell, static_cast<Register>(unit_->class_cell));
      Register copy = b().NewTemporary();
      b().Emit(Opcode::COPY, copy, cell);
      StoreName(arena_->Intern("__classcell__"), copy);
      b().EmitFinalReturn(Opcode::RETURN, cell);
      b().SetDepth(0);
    } else {
      b().EmitFinalReturn(Opcode::RETURN_NONE);
    }
  });
  if (!ok_) return;
  SetSpan(s);
  Register base = b().NewTemporary();
  b().Emit(Opcode::LOAD_BUILD_CLASS, base);
  b().SetDepth(b().depth() + 1);
  Register function = b().NewTemporary();
  b().SetDepth(b().depth() + 1);
  MakeFunction(std::move(code), scope, function, 0, function);
  b().SetDepth(function - b().local_count() + 1);
  Register name = b().NewTemporary();
  CodeConstant text;
  text.kind = CodeConstant::Kind::kStr;
  text.text = s->name->text();
  LoadConstantTo(text, name);
  CallArguments(base, false, s->bases, s->keywords, s->span, base, 2);
  b().SetDepth(base - b().local_count() + 1);
  Register value = ApplyDecorators(s->decorator_list, base);
  SetSpan(s);
  StoreName(s->name, value);
  b().SetDepth(depth);
}

}  // namespace polygil
