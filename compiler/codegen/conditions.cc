// Jumps on conditions, with short circuits, and the warnings about suspicious literals.

#include "compiler/codegen/constants.h"
#include "compiler/codegen/generator.h"

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {

// JUMP_IF_LT etc.; NOP if the operator has no fused form.
Opcode FusedOpcode(CompareOperator op, bool condition) {
  switch (op) {
    case CompareOperator::kLt: return condition ? Opcode::JUMP_IF_LT : Opcode::JUMP_UNLESS_LT;
    case CompareOperator::kLtE: return condition ? Opcode::JUMP_IF_LE : Opcode::JUMP_UNLESS_LE;
    case CompareOperator::kEq: return condition ? Opcode::JUMP_IF_EQ : Opcode::JUMP_UNLESS_EQ;
    case CompareOperator::kNotEq: return condition ? Opcode::JUMP_IF_NE : Opcode::JUMP_UNLESS_NE;
    case CompareOperator::kGt: return condition ? Opcode::JUMP_IF_GT : Opcode::JUMP_UNLESS_GT;
    case CompareOperator::kGtE: return condition ? Opcode::JUMP_IF_GE : Opcode::JUMP_UNLESS_GE;
    default: return Opcode::NOP;
  }
}
// Two rows further in opcodes.def: the form with a constant right operand.
Opcode FusedConstantForm(Opcode op) { return static_cast<Opcode>(static_cast<int>(op) + 2); }

bool IsNoneLiteral(const ExprNode* e) {
  const ast::Constant* c = e->If<ast::Constant>();
  return c != nullptr && c->value.kind == ConstantKind::kNone;
}

}  // namespace

void Generator::JumpCompare(CompareOperator op, Register left, const ExprNode* right, Label* target, bool condition) {
  uint32_t depth = b().depth();
  bool identity = op == CompareOperator::kIs || op == CompareOperator::kIsNot;
  if (identity && IsNoneLiteral(right)) {
    bool none = (op == CompareOperator::kIs) == condition;
    b().EmitJump(none ? Opcode::JUMP_IF_NONE : Opcode::JUMP_IF_NOT_NONE, left, target);
    return;
  }
  Opcode fused = far_jumps_ ? Opcode::NOP : FusedOpcode(op, condition);
  uint32_t constant;
  if (fused != Opcode::NOP) {
    if (ConstantOperand(right, &constant)) {
      b().EmitCompareJump(FusedConstantForm(fused), left, static_cast<uint16_t>(constant), target);
    } else {
      Register r = Operand(right);
      b().EmitCompareJump(fused, left, r, target);
    }
    b().SetDepth(depth);
    return;
  }
  Register r = ComparatorOperand(op, right);
  Register result = b().NewTemporary();
  EmitCompare(op, result, left, r);
  b().EmitJump(condition ? Opcode::JUMP_IF_TRUE : Opcode::JUMP_IF_FALSE, result, target);
  b().SetDepth(depth);
}

// True if reading the expression twice is as good as once: a local that stays, or a constant.
bool Generator::IsReadTwice(const ExprNode* e) {
  CodeConstant folded;
  Register local;
  const Name* name = e->If<Name>();
  if (name == nullptr) return FoldConstant(e, options_.optimize, &folded);
  return !unit_->scope->has_walrus && IsFastLocal(name->id, &local);
}

// a < b < c as `a < b and b < c`. False, with nothing emitted: an operand in the middle must be kept.
bool Generator::JumpIfChained(const Compare* e, Label* target, bool condition) {
  uint32_t last = e->ops.size() - 1;
  for (uint32_t i = 0; i < last; ++i) {
    if (!IsReadTwice(e->comparators[i])) return false;
  }
  CheckCompareLiterals(e);
  Label skip;
  for (uint32_t i = 0; i <= last; ++i) {
    uint32_t depth = b().depth();
    Register left = Operand(i == 0 ? e->left : e->comparators[i - 1]);
    bool ends = i == last && condition;
    JumpCompare(e->ops[i], left, e->comparators[i], ends || !condition ? target : &skip, ends);
    b().SetDepth(depth);
  }
  b().Bind(&skip);
  return true;
}

void Generator::JumpIfCompare(const Compare* e, Label* target, bool condition) {
  uint32_t depth = b().depth();
  if (e->ops.size() == 1) {
    CheckCompareLiterals(e);
    Register left = Operand(e->left);
    JumpCompare(e->ops[0], left, e->comparators[0], target, condition);
  } else if (!JumpIfChained(e, target, condition)) {
    Register result = b().NewTemporary();
    CompareTo(e, result);
    b().EmitJump(condition ? Opcode::JUMP_IF_TRUE : Opcode::JUMP_IF_FALSE, result, target);
  }
  b().SetDepth(depth);
}

// `not a is b` is `a is not b`, and `not a in b` is `a not in b`.
const ExprNode* Generator::Simplified(const ExprNode* e) {
  const UnaryOp* unary = e->If<UnaryOp>();
  if (unary == nullptr || unary->op != UnaryOperator::kNot) return e;
  const Compare* compare = unary->operand->If<Compare>();
  if (compare == nullptr || compare->ops.size() != 1) return e;
  CompareOperator opposite;
  switch (compare->ops[0]) {
    case CompareOperator::kIs: opposite = CompareOperator::kIsNot; break;
    case CompareOperator::kIsNot: opposite = CompareOperator::kIs; break;
    case CompareOperator::kIn: opposite = CompareOperator::kNotIn; break;
    case CompareOperator::kNotIn: opposite = CompareOperator::kIn; break;
    default: return e;
  }
  auto* turned = arena_->New<Compare>();
  turned->kind = NodeKind::kCompare;
  turned->span = e->span;
  turned->left = compare->left;
  turned->comparators = compare->comparators;
  auto* ops = arena_->NewArray<CompareOperator>(1);
  *ops = opposite;
  turned->ops = {ops, 1};
  return turned;
}

// Jumps to `target` if the truth of the expression is `condition`, else falls through.
void Generator::JumpIf(const ExprNode* e, Label* target, bool condition) {
  if (!ok_) return;
  Span outer = b().span();
  e = Simplified(e);
  SetSpan(e);
  CodeConstant folded;
  if (FoldConstant(e, options_.optimize, &folded)) {
    if (ConstantTruth(folded) == condition) {
      b().EmitJump(target->position >= 0 ? Opcode::JUMP_BACK : Opcode::JUMP, 0, target);
    } else {
      b().Emit(Opcode::NOP);
    }
  } else if (const UnaryOp* unary = e->If<UnaryOp>(); unary != nullptr && unary->op == UnaryOperator::kNot) {
    JumpIf(unary->operand, target, !condition);
  } else if (const BoolOp* boolop = e->If<BoolOp>()) {
    bool is_or = boolop->op == BoolOperator::kOr;
    Label skip;
    Label* early = is_or == condition ? target : &skip;
    for (uint32_t i = 0; i + 1 < boolop->values.size(); ++i) JumpIf(boolop->values[i], early, is_or);
    JumpIf(boolop->values.back(), target, condition);
    b().Bind(&skip);
  } else if (const IfExp* choice = e->If<IfExp>()) {
    Label otherwise, end;
    JumpIf(choice->test, &otherwise, false);
    JumpIf(choice->body, target, condition);
    b().EmitJump(Opcode::JUMP, 0, &end);
    b().Bind(&otherwise);
    JumpIf(choice->orelse, target, condition);
    b().Bind(&end);
  } else if (const Compare* compare = e->If<Compare>()) {
    JumpIfCompare(compare, target, condition);
  } else {
    uint32_t depth = b().depth();
    Register value = Operand(e);
    b().EmitJump(condition ? Opcode::JUMP_IF_TRUE : Opcode::JUMP_IF_FALSE, value, target);
    b().SetDepth(depth);
  }
  b().SetSpan(outer);
}

// -- Warnings -------------------------------------------------------------------------------------

namespace {

bool IsLiteralWithoutIdentity(const ExprNode* e, int optimize) {
  CodeConstant c;
  if (!FoldConstant(e, optimize, &c)) return false;
  return c.kind != CodeConstant::Kind::kNone && c.kind != CodeConstant::Kind::kTrue &&
         c.kind != CodeConstant::Kind::kFalse && c.kind != CodeConstant::Kind::kEllipsis;
}

const char* LiteralTypeName(const ExprNode* e) {
  switch (e->kind) {
    case NodeKind::kTuple: return "tuple";
    case NodeKind::kList:
    case NodeKind::kListComp: return "list";
    case NodeKind::kDict:
    case NodeKind::kDictComp: return "dict";
    case NodeKind::kSet:
    case NodeKind::kSetComp: return "set";
    case NodeKind::kGeneratorExp: return "generator";
    case NodeKind::kLambda: return "function";
    case NodeKind::kJoinedStr:
    case NodeKind::kFormattedValue: return "str";
    case NodeKind::kConstant:
      switch (e->As<ast::Constant>()->value.kind) {
        case ConstantKind::kNone: return "NoneType";
        case ConstantKind::kTrue:
        case ConstantKind::kFalse: return "bool";
        case ConstantKind::kEllipsis: return "ellipsis";
        case ConstantKind::kInt:
        case ConstantKind::kBigInt: return "int";
        case ConstantKind::kFloat: return "float";
        case ConstantKind::kComplex: return "complex";
        case ConstantKind::kStr: return "str";
        case ConstantKind::kBytes: return "bytes";
        case ConstantKind::kTuple: return "tuple";
        case ConstantKind::kFrozenSet: return "frozenset";
      }
      return nullptr;
    default: return nullptr;
  }
}

}  // namespace

void Generator::CheckCompareLiterals(const Compare* e) {
  bool left = IsLiteralWithoutIdentity(e->left, options_.optimize);
  for (uint32_t i = 0; i < e->ops.size(); ++i) {
    bool right = IsLiteralWithoutIdentity(e->comparators[i], options_.optimize);
    if ((e->ops[i] == CompareOperator::kIs || e->ops[i] == CompareOperator::kIsNot) && (left || right)) {
      WarnAt(e->span, e->ops[i] == CompareOperator::kIs ? "\"is\" with a literal. Did you mean \"==\"?"
                                                        : "\"is not\" with a literal. Did you mean \"!=\"?");
      return;
    }
    left = right;
  }
}

bool Generator::CheckCaller(const ExprNode* e) {
  if (e->kind == NodeKind::kLambda) return true;
  const char* name = LiteralTypeName(e);
  if (name != nullptr) {
    WarnAt(e->span, "'" + std::string(name) + "' object is not callable; perhaps you missed a comma?");
  }
  return true;
}

bool Generator::CheckSubscripter(const ExprNode* e) {
  if (const ast::Constant* c = e->If<ast::Constant>()) {
    ConstantKind kind = c->value.kind;
    if (kind == ConstantKind::kStr || kind == ConstantKind::kBytes || kind == ConstantKind::kTuple) return true;
  } else if (e->kind != NodeKind::kSet && e->kind != NodeKind::kSetComp && e->kind != NodeKind::kGeneratorExp &&
             e->kind != NodeKind::kLambda) {
    return true;
  }
  WarnAt(e->span, "'" + std::string(LiteralTypeName(e)) + "' object is not subscriptable; perhaps you missed a comma?");
  return true;
}

void Generator::CheckIndex(const ExprNode* value, const ExprNode* index) {
  const char* index_name = LiteralTypeName(index);
  if (index_name == nullptr) return;
  std::string_view index_type = index_name;
  if (index_type == "int" || index_type == "bool") return;
  switch (value->kind) {
    case NodeKind::kTuple:
    case NodeKind::kList:
    case NodeKind::kListComp:
    case NodeKind::kJoinedStr:
    case NodeKind::kFormattedValue: break;
    case NodeKind::kConstant: {
      ConstantKind kind = value->As<ast::Constant>()->value.kind;
      if (kind != ConstantKind::kStr && kind != ConstantKind::kBytes) return;
      break;
    }
    default: return;
  }
  WarnAt(value->span, std::string(LiteralTypeName(value)) + " indices must be integers or slices, not " +
                          index_name + "; perhaps you missed a comma?");
}

}  // namespace polygil
