// Patterns of the match statement (PEP 634).

#include "compiler/parser/fast_parser.h"
#include "compiler/parser/numbers.h"

namespace polygil {

using ast::ConstantKind;
using ast::ExprNode;
using ast::PatternNode;

// A name to bind: not `_`, and not the start of a value or class pattern.
const ast::Identifier* FastParser::CaptureTarget() {
  if (!At(K::kName) || TextOf(Here()) == "_") return nullptr;
  K next = PeekAt(1);
  if (next == K::kDot || next == K::kLeftParenthesis || next == K::kEqual) return nullptr;
  return Identifier();
}

PatternNode* FastParser::Pattern() {
  if (TooDeep()) return nullptr;
  const Token& start = Here();
  PatternNode* pattern = OrPattern();
  if (pattern == nullptr || !Accept(K::kAs)) return pattern;
  const ast::Identifier* name = CaptureTarget();
  if (name == nullptr) return nullptr;
  auto* node = Make<ast::MatchAs>(start);
  node->pattern = pattern;
  node->name = name;
  return node;
}

PatternNode* FastParser::OrPattern() {
  const Token& start = Here();
  PatternNode* first = ClosedPattern();
  if (first == nullptr || !At(K::kBar)) return first;
  size_t base = scratch_.size();
  Push(first);
  while (Accept(K::kBar)) {
    PatternNode* next = ClosedPattern();
    if (next == nullptr) return nullptr;
    Push(next);
  }
  auto* node = Make<ast::MatchOr>(start);
  node->patterns = PopSequence<PatternNode*>(base);
  return node;
}

PatternNode* FastParser::MaybeStarPattern() {
  const Token& start = Here();
  if (!Accept(K::kStar)) return Pattern();
  const ast::Identifier* name = nullptr;
  if (AtSoftKeyword("_")) {
    Advance();
  } else {
    name = CaptureTarget();
    if (name == nullptr) return nullptr;
  }
  auto* node = Make<ast::MatchStar>(start);
  node->name = name;
  return node;
}

PatternNode* FastParser::ClosedPattern() {
  switch (Peek()) {
    case K::kName:
      return NamePattern();
    case K::kLeftParenthesis:
      return GroupOrSequencePattern();
    case K::kLeftBracket:
      return BracketPattern();
    case K::kLeftBrace:
      return MappingPattern();
    default:
      return LiteralPattern();
  }
}

PatternNode* FastParser::LiteralPattern() {
  const Token& start = Here();
  if (At(K::kNone) || At(K::kTrue) || At(K::kFalse)) {
    ConstantKind kind = At(K::kNone)   ? ConstantKind::kNone
                        : At(K::kTrue) ? ConstantKind::kTrue
                                       : ConstantKind::kFalse;
    Advance();
    auto* node = Make<ast::MatchSingleton>(start);
    node->value.kind = kind;
    return node;
  }
  ExprNode* value = PatternLiteral();
  if (value == nullptr) return nullptr;
  auto* node = Make<ast::MatchValue>(start);
  node->value = value;
  return node;
}

// A literal as an expression: what may be a key of a mapping pattern.
ExprNode* FastParser::PatternLiteral() {
  switch (Peek()) {
    case K::kString:
      return Strings();
    case K::kNone:
      return MakeSingleton(ConstantKind::kNone);
    case K::kTrue:
      return MakeSingleton(ConstantKind::kTrue);
    case K::kFalse:
      return MakeSingleton(ConstantKind::kFalse);
    default:
      return PatternNumber();
  }
}

// [-] number, or real +/- imaginary.
ExprNode* FastParser::PatternNumber() {
  const Token& start = Here();
  bool negative = Accept(K::kMinus);
  if (!At(K::kNumber)) return nullptr;
  ExprNode* left = Number();
  if (left == nullptr) return nullptr;
  bool is_real = left->As<ast::Constant>()->value.kind != ConstantKind::kComplex;
  if (negative) {
    auto* node = Make<ast::UnaryOp>(start);
    node->op = ast::UnaryOperator::kUSub;
    node->operand = left;
    left = node;
  }
  if (!At(K::kPlus) && !At(K::kMinus)) return left;
  bool plus = At(K::kPlus);
  Advance();
  if (!is_real || !At(K::kNumber)) return nullptr;
  ExprNode* right = Number();
  if (right == nullptr || right->As<ast::Constant>()->value.kind != ConstantKind::kComplex) {
    return nullptr;
  }
  auto* node = Make<ast::BinOp>(start);
  node->left = left;
  node->op = plus ? ast::Operator::kAdd : ast::Operator::kSub;
  node->right = right;
  return node;
}

// name or name.attr...
ExprNode* FastParser::PatternName() {
  const Token& start = Here();
  if (!At(K::kName)) return nullptr;
  ExprNode* value = MakeName(ast::ExprContext::kLoad);
  while (Accept(K::kDot)) {
    const ast::Identifier* attr = Identifier();
    if (attr == nullptr) return nullptr;
    auto* node = Make<ast::Attribute>(start);
    node->value = value;
    node->attr = attr;
    value = node;
  }
  return value;
}

// A capture, the wildcard, a value or a class.
PatternNode* FastParser::NamePattern() {
  const Token& start = Here();
  K next = PeekAt(1);
  if (next == K::kEqual) return nullptr;
  if (next != K::kDot && next != K::kLeftParenthesis) {
    bool wildcard = TextOf(start) == "_";
    const ast::Identifier* name = Identifier();
    auto* node = Make<ast::MatchAs>(start);
    node->name = wildcard ? nullptr : name;
    return node;
  }
  ExprNode* value = PatternName();
  if (value == nullptr) return nullptr;
  if (At(K::kLeftParenthesis)) return ClassPattern(start, value);
  if (At(K::kEqual)) return nullptr;
  auto* node = Make<ast::MatchValue>(start);
  node->value = value;
  return node;
}

// Pushes patterns separated by commas up to and including `close`.
bool FastParser::PatternList(K close, bool* trailing_comma) {
  *trailing_comma = false;
  while (!Accept(close)) {
    PatternNode* pattern = MaybeStarPattern();
    if (pattern == nullptr) return false;
    Push(pattern);
    *trailing_comma = Accept(K::kComma);
    if (!*trailing_comma && !At(close)) return false;
  }
  return true;
}

PatternNode* FastParser::GroupOrSequencePattern() {
  const Token& start = Here();
  Advance();
  size_t base = scratch_.size();
  bool trailing_comma;
  if (!PatternList(K::kRightParenthesis, &trailing_comma)) return nullptr;
  if (scratch_.size() == base + 1 && !trailing_comma) {
    auto* only = static_cast<PatternNode*>(scratch_.back());
    scratch_.resize(base);
    return only->kind == ast::NodeKind::kMatchStar ? nullptr : only;
  }
  auto* node = Make<ast::MatchSequence>(start);
  node->patterns = PopSequence<PatternNode*>(base);
  return node;
}

PatternNode* FastParser::BracketPattern() {
  const Token& start = Here();
  Advance();
  size_t base = scratch_.size();
  bool trailing_comma;
  if (!PatternList(K::kRightBracket, &trailing_comma)) return nullptr;
  auto* node = Make<ast::MatchSequence>(start);
  node->patterns = PopSequence<PatternNode*>(base);
  return node;
}

PatternNode* FastParser::MappingPattern() {
  const Token& start = Here();
  Advance();
  size_t base = scratch_.size();
  std::vector<PatternNode*> patterns;
  const ast::Identifier* rest = nullptr;
  while (!Accept(K::kRightBrace)) {
    if (rest != nullptr) return nullptr;
    if (Accept(K::kDoubleStar)) {
      rest = CaptureTarget();
      if (rest == nullptr) return nullptr;
    } else {
      ExprNode* key = At(K::kName) ? PatternName() : PatternLiteral();
      bool plain_name = key != nullptr && key->kind == ast::NodeKind::kName;
      if (key == nullptr || plain_name || !Accept(K::kColon)) return nullptr;
      PatternNode* pattern = Pattern();
      if (pattern == nullptr) return nullptr;
      Push(key);
      patterns.push_back(pattern);
    }
    if (!Accept(K::kComma) && !At(K::kRightBrace)) return nullptr;
  }
  auto* node = Make<ast::MatchMapping>(start);
  node->keys = PopSequence<ExprNode*>(base);
  node->patterns = ast::CopySequence(arena_, patterns.data(), patterns.size());
  node->rest = rest;
  return node;
}

PatternNode* FastParser::ClassPattern(const Token& start, ExprNode* cls) {
  Advance();
  size_t base = scratch_.size();
  std::vector<const ast::Identifier*> names;
  std::vector<PatternNode*> named;
  while (!Accept(K::kRightParenthesis)) {
    bool has_name = At(K::kName) && PeekAt(1) == K::kEqual;
    if (has_name) {
      names.push_back(Identifier());
      Advance();
    } else if (!names.empty()) {
      return nullptr;
    }
    PatternNode* pattern = Pattern();
    if (pattern == nullptr) return nullptr;
    if (has_name) {
      named.push_back(pattern);
    } else {
      Push(pattern);
    }
    if (!Accept(K::kComma) && !At(K::kRightParenthesis)) return nullptr;
  }
  auto* node = Make<ast::MatchClass>(start);
  node->cls = cls;
  node->patterns = PopSequence<PatternNode*>(base);
  node->kwd_attrs = ast::CopySequence(arena_, names.data(), names.size());
  node->kwd_patterns = ast::CopySequence(arena_, named.data(), named.size());
  return node;
}

}  // namespace polygil
