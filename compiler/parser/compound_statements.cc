// Statements with blocks (Python reference, chapter 8).

#include "compiler/parser/fast_parser.h"

namespace polygil {

using ast::ExprNode;
using ast::StmtNode;

// Pushes statements up to `end`, which is read.
bool FastParser::Statements(K end) {
  while (!Accept(end)) {
    if (!Statement()) return false;
  }
  return true;
}

bool FastParser::Statement() {
  bool is_simple = false;
  StmtNode* compound = CompoundStatement(&is_simple);
  if (compound != nullptr) {
    Push(compound);
    return true;
  }
  return is_simple && SimpleStatements();
}

// Null with `is_simple` set if no compound statement starts here.
StmtNode* FastParser::CompoundStatement(bool* is_simple) {
  const Token& start = Here();
  switch (Peek()) {
    case K::kIf:
      return IfStatement();
    case K::kDef:
      return FunctionDefinition(start, {}, false);
    case K::kClass:
      return ClassDefinition({});
    case K::kFor:
      return ForStatement(start, false);
    case K::kWhile:
      return WhileStatement();
    case K::kTry:
      return TryStatement();
    case K::kWith:
      return WithStatement(start, false);
    case K::kAt:
      return Decorated();
    case K::kAsync:
      return AsyncStatement();
    case K::kName:
      if (AtSoftKeyword("match")) {
        StmtNode* match = MatchStatement();
        if (match != nullptr) return match;
        current_ = &start;
      }
      *is_simple = true;
      return nullptr;
    default:
      *is_simple = true;
      return nullptr;
  }
}

bool FastParser::Block(StmtList* body) {
  if (TooDeep()) return false;
  size_t base = scratch_.size();
  if (!Accept(K::kNewline)) {
    if (!SimpleStatements()) return false;
  } else if (!Accept(K::kIndent) || !Statements(K::kDedent)) {
    return false;
  }
  *body = PopSequence<StmtNode*>(base);
  return true;
}

bool FastParser::OptionalElse(StmtList* body) {
  if (!Accept(K::kElse)) return true;
  return Accept(K::kColon) && Block(body);
}

// A chain of elifs is a chain of If nodes, each the only statement in the `orelse` of the one
// before. They all end where the last one does.
StmtNode* FastParser::IfStatement() {
  size_t base = scratch_.size();
  std::vector<const Token*> starts;
  do {
    starts.push_back(&Here());
    Advance();
    ExprNode* test = NamedExpression();
    if (test == nullptr || !Accept(K::kColon)) return nullptr;
    auto* node = ast::NewNode<ast::If>(arena_);
    node->test = test;
    if (!Block(&node->body)) return nullptr;
    Push(node);
  } while (At(K::kElif));
  StmtList orelse;
  if (!OptionalElse(&orelse)) return nullptr;
  ast::If* outer = nullptr;
  for (size_t i = scratch_.size(); i-- > base;) {
    auto* node = static_cast<ast::If*>(scratch_[i]);
    node->span = BlockSpanFrom(*starts[i - base]);
    if (outer == nullptr) {
      node->orelse = orelse;
    } else {
      StmtNode* only = outer;
      node->orelse = ast::CopySequence(arena_, &only, 1);
    }
    outer = node;
  }
  scratch_.resize(base);
  return outer;
}

StmtNode* FastParser::WhileStatement() {
  const Token& start = Here();
  Advance();
  ExprNode* test = NamedExpression();
  if (test == nullptr || !Accept(K::kColon)) return nullptr;
  StmtList body;
  StmtList orelse;
  if (!Block(&body) || !OptionalElse(&orelse)) return nullptr;
  auto* node = MakeBlock<ast::While>(start);
  node->test = test;
  node->body = body;
  node->orelse = orelse;
  return node;
}

StmtNode* FastParser::ForStatement(const Token& start, bool is_async) {
  Advance();
  ExprNode* target = ForTargets();
  if (target == nullptr || !Accept(K::kIn)) return nullptr;
  ExprNode* iter = StarExpressions();
  if (iter == nullptr || !Accept(K::kColon)) return nullptr;
  std::string_view type_comment = TypeComment();
  StmtList body;
  StmtList orelse;
  if (!Block(&body) || !OptionalElse(&orelse)) return nullptr;
  if (is_async && !Allows(5, "Async for loops are", Here())) return nullptr;
  auto fill = [&](auto* node) -> StmtNode* {
    node->target = target;
    node->iter = iter;
    node->body = body;
    node->orelse = orelse;
    node->type_comment = type_comment;
    return node;
  };
  return is_async ? fill(MakeBlock<ast::AsyncFor>(start)) : fill(MakeBlock<ast::For>(start));
}

ast::WithItem* FastParser::WithItemHere(bool parenthesized) {
  ExprNode* expression = Expression();
  if (expression == nullptr) return nullptr;
  auto* item = ast::NewNode<ast::WithItem>(arena_);
  item->context_expr = expression;
  if (Accept(K::kAs)) {
    item->optional_vars = SingleTarget();
    bool ended = At(K::kComma) || At(parenthesized ? K::kRightParenthesis : K::kColon);
    if (item->optional_vars == nullptr || !ended) return nullptr;
  }
  return item;
}

// Pushes the items up to and including the colon.
bool FastParser::WithItems(bool parenthesized) {
  if (parenthesized) Advance();
  do {
    if (parenthesized && At(K::kRightParenthesis) && current_[-1].kind == K::kComma) break;
    ast::WithItem* item = WithItemHere(parenthesized);
    if (item == nullptr) return false;
    Push(item);
  } while (Accept(K::kComma));
  if (parenthesized && !Accept(K::kRightParenthesis)) return false;
  return Accept(K::kColon);
}

// A parenthesis behind `with` may enclose the items or start an expression: the former is tried
// first. What the first reading warned about is forgotten before the second.
StmtNode* FastParser::WithStatement(const Token& start, bool is_async) {
  Advance();
  size_t base = scratch_.size();
  const Token* items_start = current_;
  size_t warnings = context_.warnings == nullptr ? 0 : context_.warnings->size();
  bool parenthesized = At(K::kLeftParenthesis) && WithItems(true) && !At(K::kTypeComment);
  if (!parenthesized) {
    current_ = items_start;
    scratch_.resize(base);
    if (context_.warnings != nullptr) {
      context_.warnings->erase(context_.warnings->begin() + warnings, context_.warnings->end());
    }
    if (!WithItems(false)) return nullptr;
  }
  auto items = PopSequence<ast::WithItem*>(base);
  std::string_view type_comment = TypeComment();
  StmtList body;
  if (!Block(&body)) return nullptr;
  if (is_async && !Allows(5, "Async with statements are", current_[-1])) return nullptr;
  if (parenthesized && !is_async && !Allows(9, "Parenthesized context managers are", current_[-1])) return nullptr;
  auto fill = [&](auto* node) -> StmtNode* {
    node->items = items;
    node->body = body;
    node->type_comment = type_comment;
    return node;
  };
  return is_async ? fill(MakeBlock<ast::AsyncWith>(start)) : fill(MakeBlock<ast::With>(start));
}

ast::ExceptHandler* FastParser::Handler(bool* is_star) {
  const Token& start = Here();
  Advance();
  *is_star = Accept(K::kStar);
  ExprNode* type = nullptr;
  const ast::Identifier* name = nullptr;
  if (*is_star || !At(K::kColon)) {
    type = Expression();
    if (type == nullptr) return nullptr;
    if (Accept(K::kAs)) {
      name = Identifier();
      if (name == nullptr) return nullptr;
    }
  }
  StmtList body;
  if (!Accept(K::kColon) || !Block(&body)) return nullptr;
  if (*is_star && !Allows(11, "Exception groups are", current_[-1])) return nullptr;
  auto* handler = MakeBlock<ast::ExceptHandler>(start);
  handler->type = type;
  handler->name = name;
  handler->body = body;
  return handler;
}

StmtNode* FastParser::TryStatement() {
  const Token& start = Here();
  Advance();
  StmtList body;
  if (!Accept(K::kColon) || !Block(&body)) return nullptr;
  size_t base = scratch_.size();
  bool has_star = false;
  while (At(K::kExcept)) {
    bool is_star = false;
    ast::ExceptHandler* handler = Handler(&is_star);
    if (handler == nullptr) return nullptr;
    if (scratch_.size() > base && is_star != has_star) return nullptr;
    has_star = is_star;
    Push(handler);
  }
  auto handlers = PopSequence<ast::ExceptHandler*>(base);
  StmtList orelse;
  StmtList finalbody;
  if (!handlers.empty() && !OptionalElse(&orelse)) return nullptr;
  if (Accept(K::kFinally)) {
    if (!Accept(K::kColon) || !Block(&finalbody)) return nullptr;
  } else if (handlers.empty()) {
    return nullptr;
  }
  auto fill = [&](auto* node) -> StmtNode* {
    node->body = body;
    node->handlers = handlers;
    node->orelse = orelse;
    node->finalbody = finalbody;
    return node;
  };
  return has_star ? fill(MakeBlock<ast::TryStar>(start)) : fill(MakeBlock<ast::Try>(start));
}

StmtNode* FastParser::Decorated() {
  size_t base = scratch_.size();
  while (Accept(K::kAt)) {
    ExprNode* decorator = NamedExpression();
    if (decorator == nullptr || !Accept(K::kNewline)) return nullptr;
    Push(decorator);
  }
  auto decorators = PopSequence<ExprNode*>(base);
  const Token& start = Here();
  if (At(K::kClass)) return ClassDefinition(decorators);
  bool is_async = Accept(K::kAsync);
  return At(K::kDef) ? FunctionDefinition(start, decorators, is_async) : nullptr;
}

StmtNode* FastParser::AsyncStatement() {
  const Token& start = Here();
  Advance();
  switch (Peek()) {
    case K::kDef:
      return FunctionDefinition(start, {}, true);
    case K::kFor:
      return ForStatement(start, true);
    case K::kWith:
      return WithStatement(start, true);
    default:
      return nullptr;
  }
}

// A type comment behind the colon, or alone on the first line of the body.
bool FastParser::FunctionTypeComment(std::string_view* text) {
  if (At(K::kNewline) && PeekAt(1) == K::kTypeComment && PeekAt(2) == K::kNewline && PeekAt(3) == K::kIndent)
    Advance();
  *text = TypeComment();
  if (text->data() == nullptr || !At(K::kNewline) || PeekAt(1) != K::kTypeComment) return true;
  if (PeekAt(2) == K::kNewline && PeekAt(3) == K::kIndent)
    Refuse(context_, unit_, current_[3], "Cannot have two type comments on def");
  return false;
}

StmtNode* FastParser::FunctionDefinition(const Token& start, Sequence<ExprNode*> decorators,
                                         bool is_async) {
  Advance();
  const ast::Identifier* name = Identifier();
  if (name == nullptr || !Accept(K::kLeftParenthesis)) return nullptr;
  ast::Arguments* args = Parameters(K::kRightParenthesis, false);
  if (args == nullptr || !Accept(K::kRightParenthesis)) return nullptr;
  ExprNode* returns = nullptr;
  if (Accept(K::kArrow)) {
    returns = Expression();
    if (returns == nullptr) return nullptr;
  }
  StmtList body;
  std::string_view type_comment;
  if (!Accept(K::kColon) || !FunctionTypeComment(&type_comment) || !Block(&body)) return nullptr;
  if (is_async && !Allows(5, "Async functions are", current_[-1])) return nullptr;
  auto fill = [&](auto* node) -> StmtNode* {
    node->name = name;
    node->args = args;
    node->type_comment = type_comment;
    node->body = body;
    node->decorator_list = decorators;
    node->returns = returns;
    return node;
  };
  return is_async ? fill(MakeBlock<ast::AsyncFunctionDef>(start))
                  : fill(MakeBlock<ast::FunctionDef>(start));
}

StmtNode* FastParser::ClassDefinition(Sequence<ExprNode*> decorators) {
  const Token& start = Here();
  Advance();
  const ast::Identifier* name = Identifier();
  if (name == nullptr) return nullptr;
  Sequence<ExprNode*> bases;
  Sequence<ast::Keyword*> keywords;
  if (At(K::kLeftParenthesis)) {
    const Token& open = Here();
    Advance();
    if (!CallArguments(open, false, &bases, &keywords)) return nullptr;
  }
  StmtList body;
  if (!Accept(K::kColon) || !Block(&body)) return nullptr;
  auto* node = MakeBlock<ast::ClassDef>(start);
  node->name = name;
  node->bases = bases;
  node->keywords = keywords;
  node->body = body;
  node->decorator_list = decorators;
  return node;
}

}  // namespace polygil
