// Expressions from `yield` down to primaries (Python reference, chapter 6).

#include <vector>

#include "compiler/parser/fast_parser.h"

namespace polygil {

using ast::CompareOperator;
using ast::ExprContext;
using ast::ExprNode;
using ast::Operator;

namespace {

// The precedence of a binary operator, loosest 1; 0 for every other token.
struct BinaryRow {
  uint8_t precedence;
  Operator op;
};

constexpr int kLoosest = 1;

constexpr BinaryRow BinaryOperator(TokenKind kind) {
  switch (kind) {
    case TokenKind::kBar:
      return {1, Operator::kBitOr};
    case TokenKind::kCaret:
      return {2, Operator::kBitXor};
    case TokenKind::kAmpersand:
      return {3, Operator::kBitAnd};
    case TokenKind::kLeftShift:
      return {4, Operator::kLShift};
    case TokenKind::kRightShift:
      return {4, Operator::kRShift};
    case TokenKind::kPlus:
      return {5, Operator::kAdd};
    case TokenKind::kMinus:
      return {5, Operator::kSub};
    case TokenKind::kStar:
      return {6, Operator::kMult};
    case TokenKind::kAt:
      return {6, Operator::kMatMult};
    case TokenKind::kSlash:
      return {6, Operator::kDiv};
    case TokenKind::kDoubleSlash:
      return {6, Operator::kFloorDiv};
    case TokenKind::kPercent:
      return {6, Operator::kMod};
    default:
      return {0, Operator::kAdd};
  }
}

// Tokens that can follow a complete list of expressions: a comma before them ends the list.
bool EndsExpressionList(TokenKind kind) {
  switch (kind) {
    case TokenKind::kNewline:
    case TokenKind::kTypeComment:
    case TokenKind::kEndMarker:
    case TokenKind::kRightParenthesis:
    case TokenKind::kRightBracket:
    case TokenKind::kRightBrace:
    case TokenKind::kEqual:
    case TokenKind::kColon:
    case TokenKind::kSemicolon:
    case TokenKind::kIn:
      return true;
    default:
      return kind >= TokenKind::kPlusEqual && kind <= TokenKind::kDoubleSlashEqual;
  }
}

}  // namespace

ExprNode* FastParser::StarExpressions() {
  const Token& start = Here();
  ExprNode* first = StarExpression();
  if (first == nullptr || !At(K::kComma)) return first;
  size_t base = scratch_.size();
  Push(first);
  while (Accept(K::kComma)) {
    if (EndsExpressionList(Peek())) break;
    ExprNode* next = StarExpression();
    if (next == nullptr) return nullptr;
    Push(next);
  }
  auto* tuple = Make<ast::Tuple>(start);
  tuple->elts = PopSequence<ExprNode*>(base);
  return tuple;
}

ExprNode* FastParser::ExpressionList() {
  const Token& start = Here();
  ExprNode* first = Expression();
  if (first == nullptr || !At(K::kComma)) return first;
  size_t base = scratch_.size();
  Push(first);
  while (Accept(K::kComma)) {
    if (EndsExpressionList(Peek())) break;
    ExprNode* next = Expression();
    if (next == nullptr) return nullptr;
    Push(next);
  }
  auto* tuple = Make<ast::Tuple>(start);
  tuple->elts = PopSequence<ExprNode*>(base);
  return tuple;
}

ExprNode* FastParser::StarExpression() {
  if (!At(K::kStar)) return Expression();
  const Token& start = Here();
  Advance();
  ExprNode* value = Binary(kLoosest);
  if (value == nullptr) return nullptr;
  auto* starred = Make<ast::Starred>(start);
  starred->value = value;
  return starred;
}

ExprNode* FastParser::StarNamedExpression() {
  return At(K::kStar) ? StarExpression() : NamedExpression();
}

ExprNode* FastParser::NamedExpression() {
  if (!At(K::kName) || PeekAt(1) != K::kColonEqual) return Expression();
  const Token& start = Here();
  ExprNode* target = MakeName(ExprContext::kStore);
  Advance();
  ExprNode* value = Expression();
  if (value == nullptr) return nullptr;
  if (!Allows(8, "Assignment expressions are", Here())) return nullptr;
  auto* named = Make<ast::NamedExpr>(start);
  named->target = target;
  named->value = value;
  return named;
}

ExprNode* FastParser::Expression() {
  if (At(K::kLambda)) return Lambda();
  const Token& start = Here();
  ExprNode* body = Disjunction();
  if (body == nullptr || !At(K::kIf)) return body;
  Advance();
  ExprNode* test = Disjunction();
  if (test == nullptr || !Accept(K::kElse) || TooDeep()) return nullptr;
  ExprNode* orelse = Expression();
  if (orelse == nullptr) return nullptr;
  auto* conditional = Make<ast::IfExp>(start);
  conditional->test = test;
  conditional->body = body;
  conditional->orelse = orelse;
  return conditional;
}

ExprNode* FastParser::Lambda() {
  if (TooDeep()) return nullptr;
  const Token& start = Here();
  Advance();
  ast::Arguments* args = Parameters(K::kColon, true);
  if (args == nullptr || !Accept(K::kColon)) return nullptr;
  ExprNode* body = Expression();
  if (body == nullptr) return nullptr;
  auto* lambda = Make<ast::Lambda>(start);
  lambda->args = args;
  lambda->body = body;
  return lambda;
}

ExprNode* FastParser::Disjunction() {
  const Token& start = Here();
  ExprNode* first = Conjunction();
  if (first == nullptr || !At(K::kOr)) return first;
  size_t base = scratch_.size();
  Push(first);
  while (Accept(K::kOr)) {
    ExprNode* next = Conjunction();
    if (next == nullptr) return nullptr;
    Push(next);
  }
  auto* node = Make<ast::BoolOp>(start);
  node->op = ast::BoolOperator::kOr;
  node->values = PopSequence<ExprNode*>(base);
  return node;
}

ExprNode* FastParser::Conjunction() {
  const Token& start = Here();
  ExprNode* first = Inversion();
  if (first == nullptr || !At(K::kAnd)) return first;
  size_t base = scratch_.size();
  Push(first);
  while (Accept(K::kAnd)) {
    ExprNode* next = Inversion();
    if (next == nullptr) return nullptr;
    Push(next);
  }
  auto* node = Make<ast::BoolOp>(start);
  node->op = ast::BoolOperator::kAnd;
  node->values = PopSequence<ExprNode*>(base);
  return node;
}

ExprNode* FastParser::Inversion() {
  if (!At(K::kNot)) return Comparison();
  if (TooDeep()) return nullptr;
  const Token& start = Here();
  Advance();
  ExprNode* operand = Inversion();
  if (operand == nullptr) return nullptr;
  auto* node = Make<ast::UnaryOp>(start);
  node->op = ast::UnaryOperator::kNot;
  node->operand = operand;
  return node;
}

// Reads a comparison operator if there is one. `!=` and `<>` exclude one another.
bool FastParser::ComparisonOperator(CompareOperator* op) {
  switch (Peek()) {
    case K::kDoubleEqual:
      *op = CompareOperator::kEq;
      break;
    case K::kNotEqual:
      if ((TextOf(Here())[0] == '<') != context_.options->barry_as_flufl) return false;
      *op = CompareOperator::kNotEq;
      break;
    case K::kLess:
      *op = CompareOperator::kLt;
      break;
    case K::kLessEqual:
      *op = CompareOperator::kLtE;
      break;
    case K::kGreater:
      *op = CompareOperator::kGt;
      break;
    case K::kGreaterEqual:
      *op = CompareOperator::kGtE;
      break;
    case K::kIn:
      *op = CompareOperator::kIn;
      break;
    case K::kNot:
      if (PeekAt(1) != K::kIn) return false;
      Advance();
      *op = CompareOperator::kNotIn;
      break;
    case K::kIs:
      *op = CompareOperator::kIs;
      if (PeekAt(1) == K::kNot) {
        Advance();
        *op = CompareOperator::kIsNot;
      }
      break;
    default:
      return false;
  }
  Advance();
  return true;
}

ExprNode* FastParser::Comparison() {
  const Token& start = Here();
  ExprNode* left = Binary(kLoosest);
  if (left == nullptr) return nullptr;
  CompareOperator op;
  if (!ComparisonOperator(&op)) return left;
  size_t base = scratch_.size();
  CompareOperator few[8];
  std::vector<CompareOperator> many;
  size_t count = 0;
  do {
    if (count < 8) {
      few[count] = op;
    } else {
      if (many.empty()) many.assign(few, few + 8);
      many.push_back(op);
    }
    count++;
    ExprNode* right = Binary(kLoosest);
    if (right == nullptr) return nullptr;
    Push(right);
  } while (ComparisonOperator(&op));
  auto* node = Make<ast::Compare>(start);
  node->left = left;
  node->ops = ast::CopySequence(arena_, many.empty() ? few : many.data(), count);
  node->comparators = PopSequence<ExprNode*>(base);
  return node;
}

// Precedence climbing: operators of at least `precedence`, all of them left-associative.
ExprNode* FastParser::Binary(int precedence) {
  const Token& start = Here();
  ExprNode* left = Factor();
  if (left == nullptr) return nullptr;
  while (true) {
    BinaryRow row = BinaryOperator(Peek());
    if (row.precedence < precedence || row.precedence == 0) return left;
    Advance();
    ExprNode* right = Binary(row.precedence + 1);
    if (right == nullptr) return nullptr;
    if (row.op == Operator::kMatMult && !Allows(5, "The '@' operator is", Here())) return nullptr;
    auto* node = Make<ast::BinOp>(start);
    node->left = left;
    node->op = row.op;
    node->right = right;
    left = node;
  }
}

ExprNode* FastParser::Factor() {
  ast::UnaryOperator op;
  switch (Peek()) {
    case K::kPlus:
      op = ast::UnaryOperator::kUAdd;
      break;
    case K::kMinus:
      op = ast::UnaryOperator::kUSub;
      break;
    case K::kTilde:
      op = ast::UnaryOperator::kInvert;
      break;
    default:
      return Power();
  }
  if (TooDeep()) return nullptr;
  const Token& start = Here();
  Advance();
  ExprNode* operand = Factor();
  if (operand == nullptr) return nullptr;
  auto* node = Make<ast::UnaryOp>(start);
  node->op = op;
  node->operand = operand;
  return node;
}

ExprNode* FastParser::Power() {
  const Token& start = Here();
  ExprNode* base = At(K::kAwait) ? AwaitPrimary() : Primary();
  if (base == nullptr || !At(K::kDoubleStar)) return base;
  if (TooDeep()) return nullptr;
  Advance();
  ExprNode* exponent = Factor();
  if (exponent == nullptr) return nullptr;
  auto* node = Make<ast::BinOp>(start);
  node->left = base;
  node->op = Operator::kPow;
  node->right = exponent;
  return node;
}

ExprNode* FastParser::AwaitPrimary() {
  const Token& start = Here();
  Advance();
  ExprNode* value = Primary();
  if (value == nullptr) return nullptr;
  if (!Allows(5, "Await expressions are", Here())) return nullptr;
  auto* node = Make<ast::Await>(start);
  node->value = value;
  return node;
}

ExprNode* FastParser::Primary() {
  const Token& start = Here();
  ExprNode* value = Atom();
  while (value != nullptr) {
    if (At(K::kDot)) {
      Advance();
      const ast::Identifier* attr = Identifier();
      if (attr == nullptr) return nullptr;
      auto* node = Make<ast::Attribute>(start);
      node->value = value;
      node->attr = attr;
      value = node;
    } else if (At(K::kLeftParenthesis)) {
      const Token& open = Here();
      Advance();
      Sequence<ExprNode*> args;
      Sequence<ast::Keyword*> keywords;
      if (!CallArguments(open, true, &args, &keywords)) return nullptr;
      auto* node = Make<ast::Call>(start);
      node->func = value;
      node->args = args;
      node->keywords = keywords;
      value = node;
    } else if (At(K::kLeftBracket)) {
      Advance();
      ExprNode* slice = Slices();
      if (slice == nullptr || !Accept(K::kRightBracket)) return nullptr;
      auto* node = Make<ast::Subscript>(start);
      node->value = value;
      node->slice = slice;
      value = node;
    } else {
      return value;
    }
  }
  return nullptr;
}

ExprNode* FastParser::YieldExpression() {
  const Token& start = Here();
  Advance();
  if (Accept(K::kFrom)) {
    ExprNode* value = Expression();
    if (value == nullptr) return nullptr;
    auto* node = Make<ast::YieldFrom>(start);
    node->value = value;
    return node;
  }
  ExprNode* value = nullptr;
  if (!EndsExpressionList(Peek())) {
    value = StarExpressions();
    if (value == nullptr) return nullptr;
  }
  auto* node = Make<ast::Yield>(start);
  node->value = value;
  return node;
}

}  // namespace polygil
