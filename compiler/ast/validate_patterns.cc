// Patterns of match statements.

#include "compiler/ast/validate_nodes.h"

namespace polygil::ast {
namespace {

enum class NumberKind { kReal, kImaginary, kEither };

bool IsNumber(const ExprNode* node, NumberKind wanted) {
  const auto* constant = node->If<Constant>();
  if (constant == nullptr) return false;
  switch (constant->value.kind) {
    case ConstantKind::kInt:
    case ConstantKind::kBigInt:
    case ConstantKind::kFloat: return wanted != NumberKind::kImaginary;
    case ConstantKind::kComplex: return wanted != NumberKind::kReal;
    default: return false;
  }
}

bool IsNegativeNumber(const ExprNode* node, NumberKind wanted) {
  const auto* unary = node->If<UnaryOp>();
  return unary != nullptr && unary->op == UnaryOperator::kUSub && IsNumber(unary->operand, wanted);
}

// -1+2j and the like: a real number, a sign, an imaginary one.
bool IsComplexSum(const ExprNode* node) {
  const auto* sum = node->If<BinOp>();
  if (sum == nullptr || (sum->op != Operator::kAdd && sum->op != Operator::kSub)) return false;
  bool real = IsNumber(sum->left, NumberKind::kReal) || IsNegativeNumber(sum->left, NumberKind::kReal);
  return real && IsNumber(sum->right, NumberKind::kImaginary);
}

bool IsSingleton(ConstantKind kind) {
  return kind == ConstantKind::kNone || kind == ConstantKind::kTrue || kind == ConstantKind::kFalse;
}

bool IsDottedName(const ExprNode* node) {
  while (node->kind == NodeKind::kAttribute) node = node->As<Attribute>()->value;
  return node->kind == NodeKind::kName;
}

}  // namespace

bool Validator::PatternValue(const ExprNode* node) {
  if (!Load(node)) return false;
  if (const auto* constant = node->If<Constant>()) {
    switch (constant->value.kind) {
      case ConstantKind::kInt:
      case ConstantKind::kBigInt:
      case ConstantKind::kFloat:
      case ConstantKind::kComplex:
      case ConstantKind::kStr:
      case ConstantKind::kBytes: return true;
      default: return Refuse("unexpected constant inside of a literal pattern");
    }
  }
  if (node->kind == NodeKind::kAttribute || node->kind == NodeKind::kJoinedStr) return true;
  if (IsNegativeNumber(node, NumberKind::kEither) || IsComplexSum(node)) return true;
  return Refuse("patterns may only match literals and attribute lookups");
}

bool Validator::Capture(const Identifier* name) {
  if (name->text() == "_") return Refuse("can't capture name '_' in patterns");
  return Identifiers(name);
}

bool Validator::Patterns(const Sequence<PatternNode*>& patterns, bool star_allowed) {
  for (const PatternNode* pattern : patterns) {
    if (!Pattern(pattern, star_allowed)) return false;
  }
  return true;
}

bool Validator::Mapping(const MatchMapping* node) {
  if (node->keys.size() != node->patterns.size())
    return Refuse("MatchMapping doesn't have the same number of keys as patterns");
  if (node->rest != nullptr && !Capture(node->rest)) return false;
  for (const ExprNode* key : node->keys) {
    if (key == nullptr) return Refuse("None disallowed in expression list");
    const auto* constant = key->If<Constant>();
    bool singleton = constant != nullptr && IsSingleton(constant->value.kind);
    if (!singleton && !PatternValue(key)) return false;
  }
  return Patterns(node->patterns, false);
}

bool Validator::ClassOf(const MatchClass* node) {
  if (node->kwd_attrs.size() != node->kwd_patterns.size())
    return Refuse("MatchClass doesn't have the same number of keyword attributes as patterns");
  if (!Load(node->cls)) return false;
  if (!IsDottedName(node->cls))
    return Refuse("MatchClass cls field can only contain Name or Attribute nodes.");
  for (const Identifier* name : node->kwd_attrs) {
    if (!Identifiers(name)) return false;
  }
  return Patterns(node->patterns, false) && Patterns(node->kwd_patterns, false);
}

bool Validator::As(const MatchAs* node) {
  if (node->name != nullptr && !Capture(node->name)) return false;
  if (node->pattern == nullptr) return true;
  if (node->name == nullptr)
    return Refuse("MatchAs must specify a target name if a pattern is given");
  return Pattern(node->pattern, false);
}

bool Validator::Pattern(const PatternNode* node, bool star_allowed) {
  if (!Positions(node->span)) return false;
  switch (node->kind) {
    case NodeKind::kMatchValue: return PatternValue(node->As<MatchValue>()->value);
    case NodeKind::kMatchSingleton:
      return IsSingleton(node->As<MatchSingleton>()->value.kind) ||
             Refuse("MatchSingleton can only contain True, False and None");
    case NodeKind::kMatchSequence: return Patterns(node->As<MatchSequence>()->patterns, true);
    case NodeKind::kMatchMapping: return Mapping(node->As<MatchMapping>());
    case NodeKind::kMatchClass: return ClassOf(node->As<MatchClass>());
    case NodeKind::kMatchStar: {
      if (!star_allowed) return Refuse("can't use MatchStar here");
      const Identifier* name = node->As<MatchStar>()->name;
      return name == nullptr || Capture(name);
    }
    case NodeKind::kMatchAs: return As(node->As<MatchAs>());
    case NodeKind::kMatchOr: {
      const auto& patterns = node->As<MatchOr>()->patterns;
      if (patterns.size() < 2) return Refuse("MatchOr requires at least 2 patterns");
      return Patterns(patterns, false);
    }
    default: return Refuse("unexpected pattern");
  }
}

}  // namespace polygil::ast
