// Assignment targets. They are read as expressions, checked, and their context set in place.

#include "compiler/parser/fast_parser.h"

namespace polygil {

using ast::ExprContext;
using ast::ExprNode;
using ast::NodeKind;

// A target of `+=` or of an annotation.
bool FastParser::IsSingleTarget(const ExprNode* target) {
  return target->kind == NodeKind::kName || target->kind == NodeKind::kAttribute ||
         target->kind == NodeKind::kSubscript;
}

bool FastParser::SetStore(ExprNode* target, bool allow_star) {
  switch (target->kind) {
    case NodeKind::kName:
      target->As<ast::Name>()->ctx = ExprContext::kStore;
      return true;
    case NodeKind::kAttribute:
      target->As<ast::Attribute>()->ctx = ExprContext::kStore;
      return true;
    case NodeKind::kSubscript:
      target->As<ast::Subscript>()->ctx = ExprContext::kStore;
      return true;
    case NodeKind::kStarred:
      if (!allow_star) return false;
      target->As<ast::Starred>()->ctx = ExprContext::kStore;
      return SetStore(target->As<ast::Starred>()->value, false);
    case NodeKind::kTuple:
      target->As<ast::Tuple>()->ctx = ExprContext::kStore;
      for (ExprNode* item : target->As<ast::Tuple>()->elts) {
        if (!SetStore(item, true)) return false;
      }
      return true;
    case NodeKind::kList:
      target->As<ast::List>()->ctx = ExprContext::kStore;
      for (ExprNode* item : target->As<ast::List>()->elts) {
        if (!SetStore(item, true)) return false;
      }
      return true;
    default:
      return false;
  }
}

bool FastParser::SetDelete(ExprNode* target) {
  switch (target->kind) {
    case NodeKind::kName:
      target->As<ast::Name>()->ctx = ExprContext::kDel;
      return true;
    case NodeKind::kAttribute:
      target->As<ast::Attribute>()->ctx = ExprContext::kDel;
      return true;
    case NodeKind::kSubscript:
      target->As<ast::Subscript>()->ctx = ExprContext::kDel;
      return true;
    case NodeKind::kTuple:
      target->As<ast::Tuple>()->ctx = ExprContext::kDel;
      for (ExprNode* item : target->As<ast::Tuple>()->elts) {
        if (!SetDelete(item)) return false;
      }
      return true;
    case NodeKind::kList:
      target->As<ast::List>()->ctx = ExprContext::kDel;
      for (ExprNode* item : target->As<ast::List>()->elts) {
        if (!SetDelete(item)) return false;
      }
      return true;
    default:
      return false;
  }
}

ExprNode* FastParser::SingleTarget() {
  const Token& start = Here();
  if (At(K::kStar)) {
    Advance();
    ExprNode* value = Primary();
    if (value == nullptr || !SetStore(value, false)) return nullptr;
    auto* starred = Make<ast::Starred>(start);
    starred->value = value;
    starred->ctx = ExprContext::kStore;
    return starred;
  }
  ExprNode* target = Primary();
  return target != nullptr && SetStore(target, false) ? target : nullptr;
}

// The targets of `for`: one, or a tuple without parentheses, up to `in`.
ExprNode* FastParser::ForTargets() {
  const Token& start = Here();
  ExprNode* first = SingleTarget();
  if (first == nullptr || !At(K::kComma)) return first;
  size_t base = scratch_.size();
  Push(first);
  while (Accept(K::kComma)) {
    if (At(K::kIn)) break;
    ExprNode* next = SingleTarget();
    if (next == nullptr) return nullptr;
    Push(next);
  }
  auto* tuple = Make<ast::Tuple>(start);
  tuple->elts = PopSequence<ExprNode*>(base);
  tuple->ctx = ExprContext::kStore;
  return tuple;
}

}  // namespace polygil
