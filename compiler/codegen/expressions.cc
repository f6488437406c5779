// Expressions other than displays, calls and conditions.

#include "compiler/codegen/constants.h"
#include "compiler/codegen/generator.h"

#include <algorithm>

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {

Opcode ArithmeticOpcode(Operator op) {
  switch (op) {
    case Operator::kAdd: return Opcode::ADD;
    case Operator::kSub: return Opcode::SUBTRACT;
    case Operator::kMult: return Opcode::MULTIPLY;
    case Operator::kMatMult: return Opcode::MATRIX_MULTIPLY;
    case Operator::kDiv: return Opcode::TRUE_DIVIDE;
    case Operator::kMod: return Opcode::REMAINDER;
    case Operator::kPow: return Opcode::POWER;
    case Operator::kLShift: return Opcode::LEFT_SHIFT;
    case Operator::kRShift: return Opcode::RIGHT_SHIFT;
    case Operator::kBitOr: return Opcode::OR;
    case Operator::kBitXor: return Opcode::XOR;
    case Operator::kBitAnd: return Opcode::AND;
    case Operator::kFloorDiv: return Opcode::FLOOR_DIVIDE;
  }
  return Opcode::NOP;
}
// Rows of opcodes.def: register form, constant form, in-place form.
Opcode ConstantForm(Opcode op) { return static_cast<Opcode>(static_cast<int>(op) + 1); }
Opcode InplaceForm(Opcode op) { return static_cast<Opcode>(static_cast<int>(op) + 2); }

}  // namespace

// -- Where values go ------------------------------------------------------------------------------

void Generator::VisitTo(const ExprNode* e, Register target) {
  if (!ok_) return;
  constexpr int kMaxDepth = 3000;
  if (++depth_ > kMaxDepth) {
    Fail(e->span, "maximum recursion depth exceeded during compilation", DiagnosticKind::kRecursionError);
  } else {
    Span outer = b().span();
    SetSpan(e);
    VisitNodeTo(e, target);
    b().SetSpan(outer);
  }
  --depth_;
}

// A register holding the value: a local that stays as it is until the operand is read, the hint
// (a temporary that is free), or a new temporary.
Register Generator::Operand(const ExprNode* e, Register hint) {
  if (const Name* name = e->If<Name>()) {
    Register local;
    if (!unit_->scope->has_walrus && name->ctx == ExprContext::kLoad && IsFastLocal(name->id, &local)) {
      UseLocal(local);
      if (!b().bound.Has(local)) {
        Span outer = b().span();
        SetSpan(e);
        b().Emit(Opcode::CHECK_BOUND, local);
        b().SetSpan(outer);
        if (!unit_->never_bound[local]) b().bound.Add(local);
      }
      return local;
    }
  }
  VisitTo(e, hint);
  return hint;
}

Register Generator::Operand(const ExprNode* e) {
  uint32_t depth = b().depth();
  Register hint = b().NewTemporary();
  Register r = Operand(e, hint);
  if (r != hint) b().SetDepth(depth);
  return r;
}

Register Generator::TemporaryOf(const ExprNode* e) {
  Register r = b().NewTemporary();
  VisitTo(e, r);
  return r;
}

void Generator::Discard(const ExprNode* e) {
  uint32_t depth = b().depth();
  Register r = TemporaryOf(e);
  b().Emit(Opcode::DROP, r);
  b().SetDepth(depth);
}

void Generator::LoadConstantTo(const CodeConstant& constant, Register target) {
  if (constant.kind == CodeConstant::Kind::kNone) {
    b().Emit(Opcode::LOAD_NONE, target);
  } else if (constant.kind == CodeConstant::Kind::kInt && constant.integer == static_cast<int32_t>(constant.integer)) {
    b().AddWideConstant(constant);  // co_consts shows it
    b().EmitWide(Opcode::LOAD_INT, target, static_cast<int32_t>(constant.integer));
  } else {
    b().EmitWide(Opcode::LOAD_CONST, target, static_cast<int32_t>(b().AddWideConstant(constant)));
  }
}

// A constant that fits a 16-bit operand.
bool Generator::ConstantOperand(const ExprNode* e, uint32_t* index) {
  CodeConstant c;
  if (!FoldConstant(e, options_.optimize, &c)) return false;
  *index = b().AddWideConstant(std::move(c));
  return *index <= 0xFFFF;
}

void Generator::VisitNodeTo(const ExprNode* e, Register target) {
  CodeConstant folded;
  if (FoldConstant(e, options_.optimize, &folded)) return LoadConstantTo(folded, target);
  switch (e->kind) {
    case NodeKind::kBoolOp: return BoolOpTo(e->As<BoolOp>(), target);
    case NodeKind::kNamedExpr: {
      const NamedExpr* n = e->As<NamedExpr>();
      const Identifier* id = n->target->As<Name>()->id;
      if (!CheckForbidden(id, n->target->span, true)) return;
      if (!IsScratch(target)) {
        // The target of the whole may be read inside the value.
        uint32_t depth = b().depth();
        Register value = TemporaryOf(n->value);
        b().Emit(Opcode::COPY, target, value);
        StoreName(id, value);
        b().SetDepth(depth);
        return;
      }
      VisitTo(n->value, target);
      Register copy = b().NewTemporary();
      b().Emit(Opcode::COPY, copy, target);
      SetSpan(n->target);
      StoreName(id, copy);
      b().SetDepth(b().depth() - 1);
      return;
    }
    case NodeKind::kBinOp: return BinaryTo(e->As<BinOp>(), target);
    case NodeKind::kUnaryOp:
      if (const Compare* turned = Simplified(e)->If<Compare>()) return CompareTo(turned, target);
      return UnaryTo(e->As<UnaryOp>(), target);
    case NodeKind::kLambda: return LambdaTo(e->As<Lambda>(), target);
    case NodeKind::kIfExp: return IfExpTo(e->As<IfExp>(), target);
    case NodeKind::kDict: return DictTo(e->As<Dict>(), target);
    case NodeKind::kSet: return SequenceTo(e->As<Set>()->elts, target, Opcode::BUILD_SET, e);
    case NodeKind::kList: return SequenceTo(e->As<List>()->elts, target, Opcode::BUILD_LIST, e);
    case NodeKind::kTuple: return SequenceTo(e->As<Tuple>()->elts, target, Opcode::BUILD_TUPLE, e);
    case NodeKind::kListComp:
    case NodeKind::kSetComp:
    case NodeKind::kDictComp:
    case NodeKind::kGeneratorExp: return ComprehensionTo(e, target);
    case NodeKind::kAwait: return AwaitTo(e->As<Await>()->value, target, 0);
    case NodeKind::kYield:
    case NodeKind::kYieldFrom: return YieldTo(e, target);
    case NodeKind::kCompare: return CompareTo(e->As<Compare>(), target);
    case NodeKind::kCall: return CallTo(e->As<Call>(), target);
    case NodeKind::kFormattedValue: return FormattedTo(e->As<FormattedValue>(), target);
    case NodeKind::kJoinedStr: return JoinedTo(e->As<JoinedStr>(), target);
    case NodeKind::kAttribute: return AttributeTo(e->As<Attribute>(), target);
    case NodeKind::kSubscript: return SubscriptTo(e->As<Subscript>(), target);
    case NodeKind::kStarred:
      Fail(e->span, e->As<Starred>()->ctx == ExprContext::kStore
                        ? "starred assignment target must be in a list or tuple"
                        : "can't use starred expression here");
      return;
    case NodeKind::kName: return LoadName(e->As<Name>()->id, target);
    case NodeKind::kSlice: return SliceTo(e, target);
    default: return;
  }
}

// -- Operators ------------------------------------------------------------------------------------

void Generator::BinaryStep(Operator op, bool inplace, Register target, Register left, const ExprNode* right) {
  Opcode opcode = ArithmeticOpcode(op);
  uint32_t constant;
  if (ConstantOperand(right, &constant)) {
    b().Emit(ConstantForm(opcode), target, left, static_cast<uint16_t>(constant), inplace ? 1 : 0);
    return;
  }
  uint32_t depth = b().depth();
  Register r = Operand(right);
  b().Emit(inplace ? InplaceForm(opcode) : opcode, target, left, r);
  b().SetDepth(depth);
}

// Left-deep chains are emitted by a loop from the innermost operation outwards.
void Generator::BinaryTo(const BinOp* e, Register target) {
  std::vector<const BinOp*> spine;
  const ExprNode* left = e;
  CodeConstant folded;
  while (left->kind == NodeKind::kBinOp && !FoldConstant(left, options_.optimize, &folded)) {
    spine.push_back(left->As<BinOp>());
    left = left->As<BinOp>()->left;
  }
  uint32_t depth = b().depth();
  Register scratch = IsScratch(target) ? target : b().NewTemporary();
  Register value = Operand(left, scratch);
  while (!spine.empty()) {
    const BinOp* step = spine.back();
    spine.pop_back();
    Span outer = b().span();
    Register to = spine.empty() ? target : scratch;
    b().SetSpan(step->span);
    BinaryStep(step->op, false, to, value, step->right);
    b().SetSpan(outer);
    value = to;
  }
  b().SetDepth(depth);
}

void Generator::UnaryTo(const UnaryOp* e, Register target) {
  uint32_t depth = b().depth();
  Register scratch = IsScratch(target) ? target : b().NewTemporary();
  Opcode op = e->op == UnaryOperator::kInvert ? Opcode::INVERT
              : e->op == UnaryOperator::kNot  ? Opcode::NOT
              : e->op == UnaryOperator::kUAdd ? Opcode::POSITIVE
                                              : Opcode::NEGATIVE;
  Register operand = Operand(e->operand, scratch);
  b().Emit(op, target, operand);
  b().SetDepth(depth);
}

void Generator::BoolOpTo(const BoolOp* e, Register target) {
  uint32_t depth = b().depth();
  Register value = IsScratch(target) ? target : b().NewTemporary();
  Label end;
  Opcode jump = e->op == BoolOperator::kAnd ? Opcode::JUMP_IF_FALSE_KEEP : Opcode::JUMP_IF_TRUE_KEEP;
  for (uint32_t i = 0; i + 1 < e->values.size(); ++i) {
    VisitTo(e->values[i], value);
    b().EmitJump(jump, value, &end);
  }
  VisitTo(e->values.back(), value);
  b().Bind(&end);
  if (value != target) b().Emit(Opcode::MOVE, target, value);
  b().SetDepth(depth);
}

void Generator::IfExpTo(const IfExp* e, Register target) {
  Label otherwise, end;
  JumpIf(e->test, &otherwise, false);
  VisitTo(e->body, target);
  b().EmitJump(Opcode::JUMP, 0, &end);
  b().SetReachable(false);
  b().Bind(&otherwise);
  VisitTo(e->orelse, target);
  b().Bind(&end);
}

void Generator::EmitCompare(CompareOperator op, Register target, Register left, Register right) {
  switch (op) {
    case CompareOperator::kEq: return b().Emit(Opcode::COMPARE_EQ, target, left, right);
    case CompareOperator::kNotEq: return b().Emit(Opcode::COMPARE_NE, target, left, right);
    case CompareOperator::kLt: return b().Emit(Opcode::COMPARE_LT, target, left, right);
    case CompareOperator::kLtE: return b().Emit(Opcode::COMPARE_LE, target, left, right);
    case CompareOperator::kGt: return b().Emit(Opcode::COMPARE_GT, target, left, right);
    case CompareOperator::kGtE: return b().Emit(Opcode::COMPARE_GE, target, left, right);
    case CompareOperator::kIs: return b().Emit(Opcode::IS, target, left, right);
    case CompareOperator::kIsNot: return b().Emit(Opcode::IS_NOT, target, left, right);
    case CompareOperator::kIn: return b().Emit(Opcode::IN, target, left, right);
    case CompareOperator::kNotIn: return b().Emit(Opcode::NOT_IN, target, left, right);
  }
}

void Generator::CompareTo(const Compare* e, Register target) {
  CheckCompareLiterals(e);
  uint32_t depth = b().depth();
  if (e->ops.size() == 1) {
    Register scratch = IsScratch(target) ? target : b().NewTemporary();
    Register left = Operand(e->left, scratch);
    Register right = ComparatorOperand(e->ops[0], e->comparators[0]);
    EmitCompare(e->ops[0], target, left, right);
    b().SetDepth(depth);
    return;
  }
  // a < b < c: the middle operands are evaluated once; a false step is the result.
  Register result = IsScratch(target) ? target : b().NewTemporary();
  Register left = b().NewTemporary();
  VisitTo(e->left, left);
  Label out, end;
  uint32_t inner = b().depth();
  for (uint32_t i = 0; i < e->ops.size(); ++i) {
    bool last = i + 1 == e->ops.size();
    if (last) {
      Register right = ComparatorOperand(e->ops[i], e->comparators[i]);
      EmitCompare(e->ops[i], result, left, right);
      b().SetDepth(inner);
      break;
    }
    Register right = b().NewTemporary();
    VisitTo(e->comparators[i], right);
    Register copy = b().NewTemporary();
    b().Emit(Opcode::COPY, copy, right);
    EmitCompare(e->ops[i], result, left, copy);
    b().Emit(Opcode::MOVE, left, right);
    b().SetDepth(inner);
    b().EmitJump(Opcode::JUMP_IF_FALSE_KEEP, result, &out);
  }
  b().EmitJump(Opcode::JUMP, 0, &end);
  b().SetReachable(false);
  b().Bind(&out);
  b().Emit(Opcode::DROP, left);
  b().Bind(&end);
  if (result != target) b().Emit(Opcode::MOVE, target, result);
  b().SetDepth(depth);
}

// The right side of a comparison: `in [1, 2]` and `in {1, 2}` test against a constant, `in [a, b]` against a
// tuple.
Register Generator::ComparatorOperand(CompareOperator op, const ExprNode* e) {
  if (op != CompareOperator::kIn && op != CompareOperator::kNotIn) return Operand(e);
  CodeConstant c;
  bool constant = FoldMembership(e, options_.optimize, &c);
  const List* list = e->kind == NodeKind::kList ? e->As<List>() : nullptr;
  bool starred = list != nullptr && std::any_of(list->elts.begin(), list->elts.end(), [](const ExprNode* item) {
    return item->kind == NodeKind::kStarred;
  });
  if (!constant && (list == nullptr || starred)) return Operand(e);
  Register r = b().NewTemporary();
  constant ? LoadConstantTo(c, r) : SequenceTo(list->elts, r, Opcode::BUILD_TUPLE, nullptr);
  return r;
}

// -- Attributes and subscripts --------------------------------------------------------------------

void Generator::AttributeTo(const Attribute* e, Register target) {
  std::vector<const Attribute*> spine;
  const ExprNode* object = e;
  for (; object->kind == NodeKind::kAttribute; object = object->As<Attribute>()->value) {
    spine.push_back(object->As<Attribute>());
  }
  uint32_t depth = b().depth();
  Register scratch = IsScratch(target) ? target : b().NewTemporary();
  Register value = Operand(object, scratch);
  while (!spine.empty()) {
    const Attribute* step = spine.back();
    spine.pop_back();
    Register to = spine.empty() ? target : scratch;
    b().SetSpan(step->span);
    b().Emit(Opcode::LOAD_ATTRIBUTE, to, value, static_cast<uint16_t>(NameConstant(step->attr)));
    value = to;
  }
  b().SetDepth(depth);
}

void Generator::SliceTo(const ExprNode* e, Register target) {
  const Slice* s = e->As<Slice>();
  uint32_t depth = b().depth();
  Register first = b().Top();
  const ExprNode* parts[] = {s->lower, s->upper, s->step};
  int count = s->step != nullptr ? 3 : 2;
  for (int i = 0; i < count; ++i) {
    Register r = b().NewTemporary();
    if (parts[i] != nullptr) {
      VisitTo(parts[i], r);
    } else {
      b().Emit(Opcode::LOAD_NONE, r);
    }
  }
  b().Emit(Opcode::BUILD_SLICE, target, first, static_cast<uint16_t>(count));
  b().SetDepth(depth);
}

void Generator::SubscriptTo(const Subscript* e, Register target) {
  CheckSubscripter(e->value);
  CheckIndex(e->value, e->slice);
  uint32_t depth = b().depth();
  Register scratch = IsScratch(target) ? target : b().NewTemporary();
  Register container = Operand(e->value, scratch);
  uint32_t constant;
  if (ConstantOperand(e->slice, &constant)) {
    b().Emit(Opcode::LOAD_INDEX_K, target, container, static_cast<uint16_t>(constant));
  } else {
    Register key = Operand(e->slice);
    b().Emit(Opcode::LOAD_INDEX, target, container, key);
  }
  b().SetDepth(depth);
}

// -- yield and await ------------------------------------------------------------------------------

void Generator::YieldTo(const ExprNode* e, Register target) {
  if (!unit_->is_function()) {
    Fail(e->span, "'yield' outside function");
    return;
  }
  uint32_t depth = b().depth();
  if (const Yield* y = e->If<Yield>()) {
    Register value = b().NewTemporary();
    if (y->value != nullptr) {
      VisitTo(y->value, value);
    } else {
      b().Emit(Opcode::LOAD_NONE, value);
    }
    if (unit_->scope->is_coroutine) b().Emit(Opcode::ASYNC_GENERATOR_WRAP, value, value);
    b().Emit(Opcode::YIELD, target, value);
  } else {
    if (unit_->scope->is_coroutine) {
      Fail(e->span, "'yield from' inside async function");
      return;
    }
    Register iterator = b().NewTemporary();
    VisitTo(e->As<YieldFrom>()->value, iterator);
    b().Emit(Opcode::GET_YIELD_FROM_ITERATOR, iterator, iterator);
    EmitAwait(iterator, target);
  }
  b().SetDepth(depth);
}

// R[iterator] is the newest temporary; it and the one above are used up.
void Generator::EmitAwait(Register iterator, Register target) {
  Register sent = b().NewTemporary();
  b().Emit(Opcode::LOAD_NONE, sent);
  b().Emit(Opcode::YIELD_FROM, target, iterator);
  b().SetDepth(b().depth() - 1);
}

void Generator::AwaitTo(const ExprNode* value, Register target, int origin) {
  bool top_level = options_.allow_top_level_await && !unit_->is_function() && !unit_->is_class();
  if (!top_level) {
    if (!unit_->is_function()) {
      Fail(b().span(), "'await' outside function");
      return;
    }
    bool async = unit_->scope->node->kind == NodeKind::kAsyncFunctionDef || unit_->scope->is_comprehension;
    if (!async) {
      Fail(b().span(), "'await' outside async function");
      return;
    }
  }
  uint32_t depth = b().depth();
  Register iterator = b().NewTemporary();
  VisitTo(value, iterator);
  b().Emit(Opcode::GET_AWAITABLE, iterator, iterator, static_cast<uint16_t>(origin));
  EmitAwait(iterator, target);
  b().SetDepth(depth);
}

// -- f-strings ------------------------------------------------------------------------------------

void Generator::FormattedTo(const FormattedValue* e, Register target) {
  uint32_t depth = b().depth();
  uint16_t flags = e->conversion == 's' ? 1 : e->conversion == 'r' ? 2 : e->conversion == 'a' ? 3 : 0;
  if (e->format_spec == nullptr) {
    Register scratch = IsScratch(target) ? target : b().NewTemporary();
    Register value = Operand(e->value, scratch);
    b().Emit(Opcode::FORMAT_VALUE, target, value, flags);
  } else {
    Register value = TemporaryOf(e->value);
    Register spec = TemporaryOf(e->format_spec);
    (void)spec;
    b().Emit(Opcode::FORMAT_VALUE, target, value, flags | 4);
  }
  b().SetDepth(depth);
}

void Generator::JoinedTo(const JoinedStr* e, Register target) {
  uint32_t count = e->values.size();
  uint32_t depth = b().depth();
  if (count == 0) {
    CodeConstant empty;
    empty.kind = CodeConstant::Kind::kStr;
    return LoadConstantTo(empty, target);
  }
  if (count == 1 && e->values[0]->kind == NodeKind::kFormattedValue) return VisitTo(e->values[0], target);
  constexpr uint32_t kChunk = 200;
  Register joined = b().Top();
  for (uint32_t start = 0; start < count; start += kChunk - 1) {
    // Each chunk after the first begins with what has been joined so far.
    if (start > 0) b().NewTemporary();
    uint32_t end = start + kChunk - 1 < count ? start + kChunk - 1 : count;
    for (uint32_t i = start; i < end; ++i) TemporaryOf(e->values[i]);
    uint16_t pieces = static_cast<uint16_t>(end - start + (start > 0 ? 1 : 0));
    b().Emit(Opcode::BUILD_STRING, end == count ? target : joined, joined, pieces);
    b().SetDepth(depth);
  }
}

}  // namespace polygil
