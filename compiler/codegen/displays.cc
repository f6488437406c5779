// List, tuple, set and dict displays, and comprehensions.

#include "compiler/codegen/constants.h"
#include "compiler/codegen/generator.h"

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {

constexpr uint32_t kMaxWindow = 30;  // longer displays are built piece by piece

bool HasStar(const Sequence<ExprNode*>& elts) {
  for (const ExprNode* e : elts) {
    if (e->kind == NodeKind::kStarred) return true;
  }
  return false;
}

}  // namespace

void Generator::SequenceTo(const Sequence<ExprNode*>& elts, Register target, Opcode build, const ExprNode* e) {
  uint32_t depth = b().depth();
  CodeConstant constant;
  bool starred = HasStar(elts);
  if (!starred && elts.size() <= kMaxWindow) {
    // A constant list or set of three and more is a copy of a constant.
    if (e != nullptr && elts.size() >= 3 && build != Opcode::BUILD_TUPLE && FoldMembership(e, options_.optimize, &constant)) {
      Register scratch = IsScratch(target) ? target : b().NewTemporary();
      b().Emit(build, scratch, b().Top(), 0);
      Register items = b().NewTemporary();
      LoadConstantTo(constant, items);
      b().Emit(build == Opcode::BUILD_LIST ? Opcode::LIST_EXTEND : Opcode::SET_UPDATE, scratch, items);
      if (scratch != target) b().Emit(Opcode::MOVE, target, scratch);
      b().SetDepth(depth);
      return;
    }
    Register first = b().Top();
    for (const ExprNode* item : elts) TemporaryOf(item);
    b().Emit(build, target, first, static_cast<uint16_t>(elts.size()));
    b().SetDepth(depth);
    return;
  }
  bool set = build == Opcode::BUILD_SET;
  Register scratch = IsScratch(target) ? target : b().NewTemporary();
  b().Emit(set ? Opcode::BUILD_SET : Opcode::BUILD_LIST, scratch, b().Top(), 0);
  if (e != nullptr && !starred && FoldMembership(e, options_.optimize, &constant)) {
    Register items = b().NewTemporary();
    LoadConstantTo(constant, items);
    b().Emit(set ? Opcode::SET_UPDATE : Opcode::LIST_EXTEND, scratch, items);
  } else {
    for (const ExprNode* item : elts) {
      uint32_t before = b().depth();
      Register value = b().NewTemporary();
      if (const Starred* star = item->If<Starred>()) {
        VisitTo(star->value, value);
        b().Emit(set ? Opcode::SET_UPDATE : Opcode::LIST_EXTEND, scratch, value);
      } else {
        VisitTo(item, value);
        b().Emit(set ? Opcode::SET_ADD : Opcode::LIST_APPEND, scratch, value);
      }
      b().SetDepth(before);
    }
  }
  if (build == Opcode::BUILD_TUPLE) {
    b().Emit(Opcode::LIST_TO_TUPLE, target, scratch);
  } else if (scratch != target) {
    b().Emit(Opcode::MOVE, target, scratch);
  }
  b().SetDepth(depth);
}

void Generator::DictTo(const Dict* e, Register target) {
  uint32_t depth = b().depth();
  bool plain = e->keys.size() <= kMaxWindow / 2;
  for (const ExprNode* key : e->keys) plain &= key != nullptr;
  if (plain) {
    Register first = b().Top();
    for (uint32_t i = 0; i < e->keys.size(); ++i) {
      TemporaryOf(e->keys[i]);
      TemporaryOf(e->values[i]);
    }
    b().Emit(Opcode::BUILD_MAP, target, first, static_cast<uint16_t>(e->keys.size()));
    b().SetDepth(depth);
    return;
  }
  Register scratch = IsScratch(target) ? target : b().NewTemporary();
  b().Emit(Opcode::BUILD_MAP, scratch, b().Top(), 0);
  for (uint32_t i = 0; i < e->keys.size(); ++i) {
    uint32_t before = b().depth();
    if (e->keys[i] == nullptr) {
      Register mapping = TemporaryOf(e->values[i]);
      b().Emit(Opcode::DICT_UPDATE, scratch, mapping);
    } else {
      Register key = TemporaryOf(e->keys[i]);
      Register value = TemporaryOf(e->values[i]);
      b().Emit(Opcode::MAP_ADD, scratch, key, value);
    }
    b().SetDepth(before);
  }
  if (scratch != target) b().Emit(Opcode::MOVE, target, scratch);
  b().SetDepth(depth);
}

// -- Comprehensions -------------------------------------------------------------------------------

namespace {

struct Parts {
  const Sequence<Comprehension*>* generators;
  const ExprNode* element;
  const ExprNode* value = nullptr;
  const char* name;
};

Parts PartsOf(const ExprNode* e) {
  switch (e->kind) {
    case NodeKind::kListComp: return {&e->As<ListComp>()->generators, e->As<ListComp>()->elt, nullptr, "<listcomp>"};
    case NodeKind::kSetComp: return {&e->As<SetComp>()->generators, e->As<SetComp>()->elt, nullptr, "<setcomp>"};
    case NodeKind::kDictComp: {
      const DictComp* d = e->As<DictComp>();
      return {&d->generators, d->key, d->value, "<dictcomp>"};
    }
    default: return {&e->As<GeneratorExp>()->generators, e->As<GeneratorExp>()->elt, nullptr, "<genexpr>"};
  }
}

}  // namespace

void Generator::ComprehensionTo(const ExprNode* e, Register target) {
  Parts parts = PartsOf(e);
  Scope* scope = table_->Of(e);
  bool generator = e->kind == NodeKind::kGeneratorExp;
  bool async = scope->is_coroutine;
  if (async && !generator) {
    const Scope* outer = unit_->scope;
    bool allowed = outer->is_comprehension || outer->node->kind == NodeKind::kAsyncFunctionDef ||
                   (options_.allow_top_level_await && !unit_->is_function() && !unit_->is_class());
    if (!allowed) {
      Fail(e->span, "asynchronous comprehension outside of an asynchronous function");
      return;
    }
  }
  uint32_t depth = b().depth();
  Register base = WindowBase(target);

  CodeConstant code = MakeUnit(scope, parts.name, e->span.lineno, [&] {
    b().unit()->argument_count = 1;
    b().bound.Add(0);
    ComprehensionPlan plan{e->kind, parts.generators, parts.element, parts.value, 0, e->span};
    if (!generator) {
      plan.result = b().NewTemporary();
      Opcode build = e->kind == NodeKind::kListComp  ? Opcode::BUILD_LIST
                     : e->kind == NodeKind::kSetComp ? Opcode::BUILD_SET
                                                     : Opcode::BUILD_MAP;
      b().Emit(build, plan.result, b().Top(), 0);
    }
    ComprehensionLevel(plan, 0);
    b().SetSpan(e->span);
    if (generator) {
      b().Emit(Opcode::RETURN_NONE);
    } else {
      b().Emit(Opcode::RETURN, plan.result);
    }
    b().SetDepth(0);
  });
  if (!ok_) return;

  MakeFunction(std::move(code), scope, base, 0, base);
  b().SetDepth(base - b().local_count() + 2);
  Register iterable = TemporaryOf((*parts.generators)[0]->iter);
  b().SetSpan(e->span);
  bool first_async = (*parts.generators)[0]->is_async;
  b().Emit(first_async ? Opcode::GET_ASYNC_ITERATOR : Opcode::GET_ITERATOR, iterable, iterable);
  if (async && !generator) {
    b().Emit(Opcode::CALL_FUNCTION, base, base, 1);
    b().SetDepth(base - b().local_count() + 1);
    b().Emit(Opcode::GET_AWAITABLE, base, base, 0);
    EmitAwait(base, target);
  } else {
    b().Emit(Opcode::CALL_FUNCTION, target, base, 1);
  }
  b().SetDepth(depth);
}

void Generator::ComprehensionElement(const ComprehensionPlan& plan) {
  uint32_t depth = b().depth();
  Span outer = b().span();
  switch (plan.kind) {
    case NodeKind::kGeneratorExp: {
      Register value = TemporaryOf(plan.element);
      b().SetSpan(plan.element->span);
      if (unit_->scope->is_coroutine) b().Emit(Opcode::ASYNC_GENERATOR_WRAP, value, value);
      b().Emit(Opcode::YIELD, value, value);
      b().Emit(Opcode::DROP, value);
      break;
    }
    case NodeKind::kDictComp: {
      Register key = TemporaryOf(plan.element);
      Register value = TemporaryOf(plan.value);
      b().SetSpan(plan.span);
      b().Emit(Opcode::MAP_ADD, plan.result, key, value);
      break;
    }
    default: {
      Register value = Operand(plan.element);
      b().SetSpan(plan.element->span);
      b().Emit(plan.kind == NodeKind::kListComp ? Opcode::LIST_APPEND : Opcode::SET_ADD, plan.result, value);
      break;
    }
  }
  b().SetSpan(outer);
  b().SetDepth(depth);
}

void Generator::ComprehensionLevel(const ComprehensionPlan& plan, uint32_t level) {
  const Comprehension* generator = (*plan.generators)[level];
  uint32_t depth = b().depth();
  Register iterator = b().NewTemporary();
  if (level == 0) {
    b().Emit(Opcode::MOVE, iterator, 0);
  } else {
    VisitTo(generator->iter, iterator);
    b().SetSpan(generator->iter->span);
    b().Emit(generator->is_async ? Opcode::GET_ASYNC_ITERATOR : Opcode::GET_ITERATOR, iterator, iterator);
  }
  Label next, exit, handler;
  b().Bind(&next);
  BoundSet bound_at_loop = b().bound;
  uint32_t inner = b().depth();
  Register item = b().NewTemporary();
  b().SetSpan(generator->target->span);
  if (generator->is_async) {
    b().PushHandler({&handler, item});
    b().Emit(Opcode::GET_ASYNC_NEXT, item, iterator);
    EmitAwait(item, item);
    b().PopHandler();
  } else {
    Register local;
    const Name* name = generator->target->If<Name>();
    if (name != nullptr && IsFastLocal(name->id, &local) && CheckForbidden(name->id, name->span, true)) {
      UseLocal(local);
      b().EmitForIterator(local, iterator, &exit);
      b().bound.Add(local);
      b().SetDepth(inner);
      item = local;
    } else {
      b().EmitForIterator(item, iterator, &exit);
    }
  }
  if (item >= b().local_count()) {
    StoreTo(generator->target, item);
    b().SetDepth(inner);
  }
  Label skip;
  for (const ExprNode* condition : generator->ifs) JumpIf(condition, &skip, false);
  if (level + 1 < plan.generators->size()) {
    ComprehensionLevel(plan, level + 1);
  } else {
    ComprehensionElement(plan);
  }
  b().Bind(&skip);
  b().EmitJump(Opcode::JUMP_BACK, kArtificial, &next);
  b().bound = bound_at_loop;
  if (generator->is_async) {
    b().Bind(&handler);
    b().Emit(Opcode::END_ASYNC_FOR, iterator, static_cast<Register>(iterator + 1));
  } else {
    b().Bind(&exit);
  }
  b().SetDepth(depth);
}

}  // namespace polygil
