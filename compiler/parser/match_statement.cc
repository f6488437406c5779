// The match statement (PEP 634). `match` and `case` are words like any other elsewhere, so the
// header is read on trial: only `match subject:` and an indented `case` commit.

#include "compiler/parser/fast_parser.h"

namespace polygil {

using ast::ExprNode;
using ast::PatternNode;
using ast::StmtNode;

bool FastParser::MatchHeader(ExprNode** subject) {
  const Token& start = Here();
  ExprNode* first = StarNamedExpression();
  if (first == nullptr) return false;
  if (At(K::kComma)) {
    size_t base = scratch_.size();
    Push(first);
    while (Accept(K::kComma)) {
      if (At(K::kColon)) break;
      ExprNode* next = StarNamedExpression();
      if (next == nullptr) return false;
      Push(next);
    }
    auto* tuple = Make<ast::Tuple>(start);
    tuple->elts = PopSequence<ExprNode*>(base);
    first = tuple;
  } else if (first->kind == ast::NodeKind::kStarred) {
    return false;
  }
  *subject = first;
  return Accept(K::kColon) && Accept(K::kNewline) && Accept(K::kIndent) && AtSoftKeyword("case");
}

StmtNode* FastParser::MatchStatement() {
  const Token& start = Here();
  // What certainly is not a subject: spares most uses of the word as a name.
  K next = PeekAt(1);
  if (next == K::kEqual || next == K::kDot || next == K::kNewline || next == K::kComma ||
      next == K::kRightParenthesis || next == K::kColon) {
    return nullptr;
  }
  size_t base = scratch_.size();
  size_t warnings = context_.warnings == nullptr ? 0 : context_.warnings->size();
  Advance();
  ExprNode* subject = nullptr;
  if (!MatchHeader(&subject)) {
    scratch_.resize(base);
    if (context_.warnings != nullptr) {
      context_.warnings->erase(context_.warnings->begin() + warnings, context_.warnings->end());
    }
    return nullptr;
  }
  while (AtSoftKeyword("case")) {
    ast::MatchCase* match_case = Case();
    if (match_case == nullptr) return nullptr;
    Push(match_case);
  }
  if (!Accept(K::kDedent) || !Allows(10, "Pattern matching is", current_[-1])) return nullptr;
  auto* node = MakeBlock<ast::Match>(start);
  node->subject = subject;
  node->cases = PopSequence<ast::MatchCase*>(base);
  return node;
}

ast::MatchCase* FastParser::Case() {
  Advance();
  auto* node = ast::NewNode<ast::MatchCase>(arena_);
  node->pattern = TopPattern();
  if (node->pattern == nullptr) return nullptr;
  if (Accept(K::kIf)) {
    node->guard = NamedExpression();
    if (node->guard == nullptr) return nullptr;
  }
  return Accept(K::kColon) && Block(&node->body) ? node : nullptr;
}

// A pattern, or a sequence without brackets.
PatternNode* FastParser::TopPattern() {
  const Token& start = Here();
  PatternNode* first = MaybeStarPattern();
  if (first == nullptr) return nullptr;
  if (!At(K::kComma)) return first->kind == ast::NodeKind::kMatchStar ? nullptr : first;
  size_t base = scratch_.size();
  Push(first);
  while (Accept(K::kComma)) {
    if (At(K::kColon) || At(K::kIf)) break;
    PatternNode* next = MaybeStarPattern();
    if (next == nullptr) return nullptr;
    Push(next);
  }
  auto* node = Make<ast::MatchSequence>(start);
  node->patterns = PopSequence<PatternNode*>(base);
  return node;
}

}  // namespace polygil
