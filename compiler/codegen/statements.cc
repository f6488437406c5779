// Statements other than compound ones with handlers, definitions and match.

#include "compiler/ast/unparse.h"
#include "compiler/codegen/constants.h"
#include "compiler/codegen/generator.h"

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

void Generator::Body(const Sequence<StmtNode*>& body) {
  for (const StmtNode* s : body) {
    if (!ok_) return;
    VisitStatement(s);
  }
}

void Generator::VisitStatement(const StmtNode* s) {
  SetSpan(s);
  switch (s->kind) {
    case NodeKind::kFunctionDef:
    case NodeKind::kAsyncFunctionDef: return FunctionStatement(s);
    case NodeKind::kClassDef: return ClassStatement(s->As<ClassDef>());
    case NodeKind::kReturn: return ReturnStatement(s->As<Return>());
    case NodeKind::kDelete:
      for (const ExprNode* e : s->As<Delete>()->targets) DeleteTarget(e);
      return;
    case NodeKind::kAssign: return AssignStatement(s->As<Assign>());
    case NodeKind::kAugAssign: return AugAssignStatement(s->As<AugAssign>());
    case NodeKind::kAnnAssign: return AnnAssignStatement(s->As<AnnAssign>());
    case NodeKind::kFor: return ForStatement(s->As<For>());
    case NodeKind::kAsyncFor: return AsyncForStatement(s->As<AsyncFor>());
    case NodeKind::kWhile: return WhileStatement(s->As<While>());
    case NodeKind::kIf: return IfStatement(s->As<If>());
    case NodeKind::kWith: return WithStatement(s->As<With>()->items, 0, s->As<With>()->body, s, false);
    case NodeKind::kAsyncWith: return WithStatement(s->As<AsyncWith>()->items, 0, s->As<AsyncWith>()->body, s, true);
    case NodeKind::kMatch: return MatchStatement(s->As<Match>());
    case NodeKind::kRaise: return RaiseStatement(s->As<Raise>());
    case NodeKind::kTry: return TryStatement(s->As<Try>());
    case NodeKind::kTryStar: return TryStarStatement(s->As<TryStar>());
    case NodeKind::kAssert: return AssertStatement(s->As<Assert>());
    case NodeKind::kImport: return ImportStatement(s->As<Import>());
    case NodeKind::kImportFrom: return ImportFromStatement(s->As<ImportFrom>());
    case NodeKind::kGlobal:
    case NodeKind::kNonlocal: return;
    case NodeKind::kExpr: return ExpressionStatement(s->As<Expr>());
    case NodeKind::kPass: return b().Emit(Opcode::NOP);
    case NodeKind::kBreak: return BreakContinue(s, true);
    case NodeKind::kContinue: return BreakContinue(s, false);
    default: return;
  }
}

void Generator::ExpressionStatement(const Expr* s) {
  if (options_.interactive && unit_->scope->kind == ScopeKind::kModule) {
    Register value = TemporaryOf(s->value);
    b().Emit(Opcode::PRINT_EXPRESSION, value);
    b().SetDepth(b().depth() - 1);
    return;
  }
  if (s->value->kind == NodeKind::kConstant) {
    b().Emit(Opcode::NOP);
    return;
  }
  Discard(s->value);
}

// -- Assignment -----------------------------------------------------------------------------------

void Generator::AssignStatement(const Assign* s) {
  uint32_t depth = b().depth();
  if (s->targets.size() == 1) {
    // Straight into a local: instructions leave it alone until they have succeeded.
    const Name* name = s->targets[0]->If<Name>();
    Register local;
    if (name != nullptr && IsFastLocal(name->id, &local) && CheckForbidden(name->id, name->span, true)) {
      VisitTo(s->value, local);
      UseLocal(local);
      if (!unit_->never_bound[local] && b().reachable()) b().bound.Add(local);
      return;
    }
    if (AssignPairwise(s->targets[0], s->value)) return;
    Register value = name != nullptr ? TemporaryOf(s->value) : Operand(s->value);
    StoreTo(s->targets[0], value);
    b().SetDepth(depth);
    return;
  }
  Register value = TemporaryOf(s->value);
  for (uint32_t i = 0; i < s->targets.size(); ++i) {
    uint32_t before = b().depth();
    Register copy = value;
    if (i + 1 < s->targets.size()) {
      copy = b().NewTemporary();
      b().Emit(Opcode::COPY, copy, value);
    }
    StoreTo(s->targets[i], copy);
    b().SetDepth(before);
  }
  b().SetDepth(depth);
}

// a, b = b, a: nobody can see the tuple, so none is made. All values are there before the first is
// stored. False, with nothing emitted: it is another kind of assignment.
bool Generator::AssignPairwise(const ExprNode* target, const ExprNode* value) {
  constexpr uint32_t kMaxCount = 16;
  const Sequence<ExprNode*>* targets = target->kind == NodeKind::kTuple  ? &target->As<Tuple>()->elts
                                       : target->kind == NodeKind::kList ? &target->As<List>()->elts
                                                                         : nullptr;
  CodeConstant folded;
  if (targets == nullptr || value->kind != NodeKind::kTuple || FoldConstant(value, options_.optimize, &folded))
    return false;
  const Sequence<ExprNode*>& values = value->As<Tuple>()->elts;
  if (values.empty() || values.size() > kMaxCount || values.size() != targets->size()) return false;
  for (uint32_t i = 0; i < values.size(); ++i) {
    if (values[i]->kind == NodeKind::kStarred || (*targets)[i]->kind == NodeKind::kStarred) return false;
  }
  uint32_t depth = b().depth();
  Register first = b().Top();
  for (const ExprNode* e : values) TemporaryOf(e);
  for (uint32_t i = 0; i < values.size(); ++i) StoreTo((*targets)[i], static_cast<Register>(first + i));
  b().SetDepth(depth);
  return true;
}

// Consumes `value` if it is a temporary.
void Generator::StoreTo(const ExprNode* target, Register value) {
  if (!ok_) return;
  Span outer = b().span();
  SetSpan(target);
  uint32_t depth = b().depth();
  switch (target->kind) {
    case NodeKind::kName: StoreName(target->As<Name>()->id, value); break;
    case NodeKind::kAttribute: {
      const Attribute* a = target->As<Attribute>();
      if (!CheckForbidden(a->attr, target->span, true)) break;
      Register object = Operand(a->value);
      SetSpan(target);
      b().Emit(Opcode::STORE_ATTRIBUTE, object, value, static_cast<uint16_t>(NameConstant(a->attr)));
      break;
    }
    case NodeKind::kSubscript: {
      const Subscript* sub = target->As<Subscript>();
      Register container = Operand(sub->value);
      Register key = Operand(sub->slice);
      SetSpan(target);
      b().Emit(Opcode::STORE_INDEX, container, key, value);
      break;
    }
    case NodeKind::kTuple: UnpackTo(target, target->As<Tuple>()->elts, value); break;
    case NodeKind::kList: UnpackTo(target, target->As<List>()->elts, value); break;
    case NodeKind::kStarred:
      Fail(target->span, "starred assignment target must be in a list or tuple");
      break;
    default: break;
  }
  b().SetSpan(outer);
  b().SetDepth(depth);
}

void Generator::UnpackTo(const ExprNode* target, const Sequence<ExprNode*>& elts, Register value) {
  uint32_t star = elts.size();
  for (uint32_t i = 0; i < elts.size(); ++i) {
    if (elts[i]->kind != NodeKind::kStarred) continue;
    if (star != elts.size()) {
      Fail(target->span, "multiple starred expressions in assignment");
      return;
    }
    star = i;
  }
  bool starred = star != elts.size();
  if (starred && (star >= 256 || elts.size() - star - 1 >= 0xFFFFFF)) {
    Fail(target->span, "too many expressions in star-unpacking assignment");
    return;
  }
  Register first = b().Top();
  for (uint32_t i = 0; i < elts.size(); ++i) b().NewTemporary();
  if (elts.empty()) b().NewTemporary(), b().SetDepth(b().depth() - 1);
  if (starred) {
    b().Emit(Opcode::UNPACK_EX, first, value, static_cast<uint16_t>(star), elts.size() - star - 1);
  } else {
    b().Emit(Opcode::UNPACK_SEQUENCE, first, value, static_cast<uint16_t>(elts.size()));
  }
  for (uint32_t i = 0; i < elts.size(); ++i) {
    const ExprNode* item = i == star ? elts[i]->As<Starred>()->value : elts[i];
    StoreTo(item, static_cast<Register>(first + i));
  }
}

void Generator::AugAssignStatement(const AugAssign* s) {
  uint32_t depth = b().depth();
  Span span = s->span;
  switch (s->target->kind) {
    case NodeKind::kName: {
      const Identifier* id = s->target->As<Name>()->id;
      Register local;
      if (IsFastLocal(id, &local) && !unit_->scope->has_walrus) {
        if (!CheckForbidden(id, s->target->span, true)) return;
        UseLocal(local);
        if (!b().bound.Has(local)) {
          SetSpan(s->target);
          b().Emit(Opcode::CHECK_BOUND, local);
          if (!unit_->never_bound[local]) b().bound.Add(local);
        }
        b().SetSpan(span);
        BinaryStep(s->op, true, local, local, s->value);
        break;
      }
      Register value = b().NewTemporary();
      SetSpan(s->target);
      LoadName(id, value);
      b().SetSpan(span);
      BinaryStep(s->op, true, value, value, s->value);
      SetSpan(s->target);
      StoreName(id, value);
      break;
    }
    case NodeKind::kAttribute: {
      const Attribute* a = s->target->As<Attribute>();
      Register object = b().NewTemporary();
      Register source = Operand(a->value, object);
      uint16_t name = static_cast<uint16_t>(NameConstant(a->attr));
      Register value = b().NewTemporary();
      SetSpan(s->target);
      Register reader = source;
      if (source == object) {
        // Read and written: the read must not consume it.
        reader = b().NewTemporary();
        b().Emit(Opcode::COPY, reader, object);
      }
      b().Emit(Opcode::LOAD_ATTRIBUTE, value, reader, name);
      b().SetSpan(span);
      BinaryStep(s->op, true, value, value, s->value);
      SetSpan(s->target);
      b().Emit(Opcode::STORE_ATTRIBUTE, source, value, name);
      break;
    }
    case NodeKind::kSubscript: {
      const Subscript* sub = s->target->As<Subscript>();
      Register container = Operand(sub->value), key = Operand(sub->slice);
      Register value = b().NewTemporary();
      SetSpan(s->target);
      // Read and written: the read must not consume them.
      Register reader = container, key_reader = key;
      if (IsScratch(container)) b().Emit(Opcode::COPY, reader = value, container);
      if (IsScratch(key)) b().Emit(Opcode::COPY, key_reader = b().NewTemporary(), key);
      b().Emit(Opcode::LOAD_INDEX, value, reader, key_reader);
      b().SetSpan(span);
      BinaryStep(s->op, true, value, value, s->value);
      SetSpan(s->target);
      b().Emit(Opcode::STORE_INDEX, container, key, value);
      break;
    }
    default: break;
  }
  b().SetDepth(depth);
}

void Generator::Annotate(const ExprNode* annotation, Register target) {
  if (options_.future_flags & kCodeFutureAnnotations) {
    CodeConstant text;
    text.kind = CodeConstant::Kind::kStr;
    text.text = Unparse(annotation);
    LoadConstantTo(text, target);
  } else {
    VisitTo(annotation, target);
  }
}

void Generator::AnnAssignStatement(const AnnAssign* s) {
  uint32_t depth = b().depth();
  if (s->value != nullptr) {
    const Name* name = s->target->If<Name>();
    Register local;
    if (name != nullptr && IsFastLocal(name->id, &local)) {
      if (!CheckForbidden(name->id, name->span, true)) return;
      VisitTo(s->value, local);
      UseLocal(local);
      if (!unit_->never_bound[local]) b().bound.Add(local);
    } else {
      Register value = TemporaryOf(s->value);
      StoreTo(s->target, value);
      b().SetDepth(depth);
    }
  }
  switch (s->target->kind) {
    case NodeKind::kName: {
      if (!CheckForbidden(s->target->As<Name>()->id, s->span, true)) return;
      if (s->simple && !unit_->is_function()) {
        Register value = b().NewTemporary();
        Annotate(s->annotation, value);
        Register annotations = b().NewTemporary();
        SetSpan(s);
        LoadName(arena_->Intern("__annotations__"), annotations);
        Register key = b().NewTemporary();
        CodeConstant text;
        text.kind = CodeConstant::Kind::kStr;
        text.text = Mangle(s->target->As<Name>()->id)->text();
        LoadConstantTo(text, key);
        b().Emit(Opcode::STORE_INDEX, annotations, key, value);
      }
      break;
    }
    case NodeKind::kAttribute:
      if (!CheckForbidden(s->target->As<Attribute>()->attr, s->span, true)) return;
      if (s->value == nullptr) Discard(s->target->As<Attribute>()->value);
      break;
    case NodeKind::kSubscript:
      if (s->value == nullptr) {
        Discard(s->target->As<Subscript>()->value);
        if (s->target->As<Subscript>()->slice->kind != NodeKind::kSlice) Discard(s->target->As<Subscript>()->slice);
      }
      break;
    default: break;
  }
  // Outside modules and classes an annotation of anything but a plain name is evaluated for effect.
  if (!s->simple && !unit_->is_function() && !(options_.future_flags & kCodeFutureAnnotations)) Discard(s->annotation);
  b().SetDepth(depth);
}

void Generator::DeleteTarget(const ExprNode* target) {
  uint32_t depth = b().depth();
  SetSpan(target);
  switch (target->kind) {
    case NodeKind::kName: DeleteName(target->As<Name>()->id); break;
    case NodeKind::kAttribute: {
      const Attribute* a = target->As<Attribute>();
      Register object = Operand(a->value);
      SetSpan(target);
      b().Emit(Opcode::DELETE_ATTRIBUTE, object, 0, static_cast<uint16_t>(NameConstant(a->attr)));
      break;
    }
    case NodeKind::kSubscript: {
      Register container = Operand(target->As<Subscript>()->value);
      Register key = Operand(target->As<Subscript>()->slice);
      SetSpan(target);
      b().Emit(Opcode::DELETE_INDEX, container, key);
      break;
    }
    case NodeKind::kTuple:
      for (const ExprNode* e : target->As<Tuple>()->elts) DeleteTarget(e);
      break;
    case NodeKind::kList:
      for (const ExprNode* e : target->As<List>()->elts) DeleteTarget(e);
      break;
    case NodeKind::kStarred: Fail(target->span, "can't use starred expression here"); break;
    default: break;
  }
  b().SetDepth(depth);
}

// -- Control flow ---------------------------------------------------------------------------------

// A body that runs if `test` is `condition`.
void Generator::Branch(const Sequence<StmtNode*>& body, const ExprNode* test, bool condition) {
  CodeConstant constant;
  bool silent = FoldConstant(test, options_.optimize, &constant) && ConstantTruth(constant) != condition;
  silent_ += silent;
  Body(body);
  silent_ -= silent;
}

void Generator::IfStatement(const If* s) {
  Label end;
  for (;;) {
    Label otherwise;
    JumpIf(s->test, &otherwise, false);
    Branch(s->body, s->test, true);
    if (s->orelse.empty()) {
      b().Bind(&otherwise);
      break;
    }
    b().EmitJump(Opcode::JUMP, kArtificial, &end);
    b().Bind(&otherwise);
    if (s->orelse.size() == 1 && s->orelse[0]->kind == NodeKind::kIf) {
      s = s->orelse[0]->As<If>();
      SetSpan(s);
      continue;
    }
    Branch(s->orelse, s->test, false);
    break;
  }
  b().Bind(&end);
}

// The test is made once before the loop and again at its end, which saves a jump per round.
void Generator::WhileStatement(const While* s) {
  Label body, test, exit, end;
  JumpIf(s->test, &exit, false);
  b().Bind(&body);
  if (!PushBlock({.kind = BlockKind::kWhile, .continue_label = &test, .break_label = &end})) return;
  Branch(s->body, s->test, true);
  unit_->blocks.pop_back();
  b().Bind(&test);
  SetSpan(s);
  JumpIf(s->test, &body, true);
  b().Bind(&exit);
  Body(s->orelse);
  b().Bind(&end);
}

void Generator::ForStatement(const For* s) {
  uint32_t depth = b().depth();
  Register iterator = TemporaryOf(s->iter);
  SetSpan(s);
  b().Emit(Opcode::GET_ITERATOR, iterator, iterator);
  Label start, exit, end;
  SetSpan(s);
  if (!PushBlock({.kind = BlockKind::kFor, .reg = iterator, .continue_label = &start, .break_label = &end})) return;
  b().Bind(&start);
  SetSpan(s);
  uint32_t inner = b().depth();
  const Name* name = s->target->If<Name>();
  Register local;
  if (name != nullptr && IsFastLocal(name->id, &local)) {
    if (!CheckForbidden(name->id, name->span, true)) return;
    UseLocal(local);
    b().EmitForIterator(local, iterator, &exit);
    if (!unit_->never_bound[local]) b().bound.Add(local);
  } else {
    Register item = b().NewTemporary();
    b().EmitForIterator(item, iterator, &exit);
    StoreTo(s->target, item);
  }
  b().SetDepth(inner);
  Body(s->body);
  SetSpan(s->target);
  b().EmitJump(Opcode::JUMP_BACK, kArtificial, &start);
  unit_->blocks.pop_back();
  b().SetDepth(depth);
  b().Bind(&exit);
  Body(s->orelse);
  b().Bind(&end);
}

void Generator::AsyncForStatement(const AsyncFor* s) {
  bool top_level = options_.allow_top_level_await && !unit_->is_function() && !unit_->is_class();
  if (!top_level && !(unit_->is_function() && unit_->scope->node->kind == NodeKind::kAsyncFunctionDef)) {
    Fail(s->span, "'async for' outside async function");
    return;
  }
  uint32_t depth = b().depth();
  Register iterator = TemporaryOf(s->iter);
  SetSpan(s->iter);
  b().Emit(Opcode::GET_ASYNC_ITERATOR, iterator, iterator);
  Label start, handler, end;
  if (!PushBlock({.kind = BlockKind::kAsyncFor, .reg = iterator, .continue_label = &start, .break_label = &end})) return;
  b().Bind(&start);
  Register item = b().NewTemporary();
  b().PushHandler({&handler, item});
  b().Emit(Opcode::GET_ASYNC_NEXT, item, iterator);
  EmitAwait(item, item);
  b().PopHandler();
  StoreTo(s->target, item);
  b().SetDepth(b().depth() - 1);
  Body(s->body);
  SetSpan(s);
  b().EmitJump(Opcode::JUMP_BACK, kArtificial, &start);
  unit_->blocks.pop_back();
  b().Bind(&handler);
  SetSpan(s->iter);
  b().Emit(Opcode::END_ASYNC_FOR, iterator, item);
  b().SetDepth(depth);
  Body(s->orelse);
  b().Bind(&end);
}

void Generator::RaiseStatement(const Raise* s) {
  uint32_t depth = b().depth();
  if (s->exc == nullptr) {
    b().Emit(Opcode::RAISE_AGAIN);
  } else {
    Register exception = Operand(s->exc);
    if (s->cause != nullptr) {
      Register cause = Operand(s->cause);
      SetSpan(s);
      b().Emit(Opcode::RAISE_FROM, exception, cause);
    } else {
      SetSpan(s);
      b().Emit(Opcode::RAISE, exception);
    }
  }
  b().SetDepth(depth);
}

void Generator::AssertStatement(const Assert* s) {
  const Tuple* tuple = s->test->If<Tuple>();
  if (tuple != nullptr && !tuple->elts.empty()) {
    WarnAt(s->span, "assertion is always true, perhaps remove parentheses?");
  }
  if (options_.optimize > 0) return;
  Label end;
  JumpIf(s->test, &end, true);
  uint32_t depth = b().depth();
  Register base = b().NewTemporary();
  SetSpan(s->test);
  b().Emit(Opcode::LOAD_ASSERTION_ERROR, base);
  if (s->msg != nullptr) {
    b().SetDepth(depth + 2);
    TemporaryOf(s->msg);
    SetSpan(s->test);
    b().Emit(Opcode::CALL_FUNCTION, base, base, 1);
  }
  SetSpan(s->test);
  b().Emit(Opcode::RAISE, base);
  b().SetDepth(depth);
  b().Bind(&end);
}

// -- Imports --------------------------------------------------------------------------------------

void Generator::ImportAs(const Alias* alias, Register module) {
  std::string_view text = alias->name->text();
  size_t dot = text.find('.');
  // import a.b.c as d: d is the submodule.
  while (dot != std::string_view::npos) {
    text.remove_prefix(dot + 1);
    dot = text.find('.');
    std::string_view part = text.substr(0, dot);
    uint32_t depth = b().depth();
    Register next = b().NewTemporary();
    const Identifier* name = arena_->Intern(part);
    b().Emit(Opcode::IMPORT_FROM, next, module, static_cast<uint16_t>(NameConstant(name, false)));
    b().Emit(Opcode::DROP, module);
    b().Emit(Opcode::MOVE, module, next);
    b().SetDepth(depth);
  }
  StoreName(alias->asname, module);
}

void Generator::LoadLevelTo(int32_t level, Register target) {
  CodeConstant constant;
  constant.kind = CodeConstant::Kind::kInt;
  constant.integer = level;
  LoadConstantTo(constant, target);
}

void Generator::ImportStatement(const Import* s) {
  for (const Alias* alias : s->names) {
    uint32_t depth = b().depth();
    SetSpan(s);
    Register module = b().NewTemporary();
    Register fromlist = b().NewTemporary();
    LoadLevelTo(0, module);
    b().Emit(Opcode::LOAD_NONE, fromlist);
    b().Emit(Opcode::IMPORT_NAME, module, module, static_cast<uint16_t>(NameConstant(alias->name)));
    b().SetDepth(depth + 1);
    if (alias->asname != nullptr) {
      ImportAs(alias, module);
    } else {
      std::string_view text = alias->name->text();
      StoreName(arena_->Intern(text.substr(0, text.find('.'))), module);
    }
    b().SetDepth(depth);
  }
}

void Generator::ImportFromStatement(const ImportFrom* s) {
  if (s->module != nullptr && s->module->text() == "__future__" && s->span.lineno > options_.last_future_line) {
    Fail(s->span, "from __future__ imports must occur at the beginning of the file");
    return;
  }
  uint32_t depth = b().depth();
  Register module = b().NewTemporary();
  Register fromlist = b().NewTemporary();
  LoadLevelTo(s->level, module);
  CodeConstant names;
  names.kind = CodeConstant::Kind::kTuple;
  for (const Alias* alias : s->names) {
    CodeConstant name;
    name.kind = CodeConstant::Kind::kStr;
    name.text = alias->name->text();
    names.items.push_back(std::move(name));
  }
  LoadConstantTo(names, fromlist);
  const Identifier* from = s->module != nullptr ? s->module : arena_->Intern("");
  b().Emit(Opcode::IMPORT_NAME, module, module, static_cast<uint16_t>(NameConstant(from, false)));
  b().SetDepth(depth + 1);
  if (s->names.size() == 1 && s->names[0]->name->text() == "*") {
    b().Emit(Opcode::IMPORT_STAR, module);
    b().SetDepth(depth);
    return;
  }
  for (const Alias* alias : s->names) {
    Register value = b().NewTemporary();
    b().Emit(Opcode::IMPORT_FROM, value, module, static_cast<uint16_t>(NameConstant(alias->name)));
    StoreName(alias->asname != nullptr ? alias->asname : alias->name, value);
    b().SetDepth(depth + 1);
  }
  b().Emit(Opcode::DROP, module);
  b().SetDepth(depth);
}

}  // namespace polygil
