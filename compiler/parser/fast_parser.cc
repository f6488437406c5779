// Entry points and common helpers of the fast parser.

#include "compiler/parser/fast_parser.h"

#include <string>

#include "compiler/token/tokenizer.h"

namespace polygil {

using ast::Node;
using ast::Span;

// All tokens are read ahead. At the end of interactive input the missing newline and dedents are
// supplied.
void FastParser::Tokenize() {
  TokenizerOptions options = MakeTokenizerOptions(context_, unit_);
  options.warnings = context_.warnings;
  options.type_comments = context_.options->type_comments;
  Tokenizer tokenizer(text_, options);
  tokens_.reserve(text_.size() / 4 + 8);
  // A sentinel before the first token, so that LastToken always finds one.
  Token token = {};
  token.kind = K::kEndMarker;
  token.lineno = token.end_lineno = 1;
  tokens_.push_back(token);
  bool started = false;
  while (true) {
    tokenizer.Next(&token);
    bool is_end = token.kind == K::kEndMarker;
    if (is_end && unit_.kind == UnitKind::kSingle && started) {
      started = is_end = false;
      token.kind = K::kNewline;
      if (!context_.options->dont_imply_dedent) tokenizer.CloseBlocks();
    } else {
      started = true;
    }
    if (token.kind == K::kTypeIgnore) [[unlikely]] {
      auto* node = ast::NewNode<ast::TypeIgnore>(arena_);
      node->lineno = token.lineno;
      node->tag = arena_->Copy(TextOf(token));
      type_ignores_.push_back(node);
      continue;
    }
    tokens_.push_back(token);
    // No rule takes an error token, so parsing stops there.
    if (is_end || token.kind == K::kError) break;
  }
  // Room to look ahead.
  tokens_.push_back(token);
  tokens_.push_back(token);
  if (context_.options->feature_version < 7) UnreserveAsync();
}

// Before Python 3.7, `async` and `await` were names, but in `async def` and all it contains.
void FastParser::UnreserveAsync() {
  int depth = 0;
  int outer_depth = -1;  // of the blocks around the outermost `async def` here
  bool in_header = false;
  for (size_t i = 1; i + 1 < tokens_.size(); i++) {
    Token& token = tokens_[i];
    if (token.kind == K::kIndent) depth++;
    if (token.kind == K::kDedent) depth--;
    bool ended = outer_depth >= 0 && !in_header && depth <= outer_depth;
    if (ended && token.kind != K::kNewline && token.kind != K::kTypeComment) outer_depth = -1;
    if (token.kind == K::kNewline) in_header = false;
    if (token.kind != K::kAsync && token.kind != K::kAwait) continue;
    if (outer_depth >= 0) continue;
    if (token.kind == K::kAsync && tokens_[i + 1].kind == K::kDef) {
      outer_depth = depth;
      in_header = true;
    } else {
      token.kind = K::kName;
    }
  }
}

Node* FastParser::Run() {
  Tokenize();
  current_ = tokens_.data() + 1;
  switch (unit_.kind) {
    case UnitKind::kExec:
      return ParseModule();
    case UnitKind::kSingle:
      return ParseInteractive();
    case UnitKind::kEval:
      return ParseEval();
    case UnitKind::kFunctionType:
      return ParseFunctionType();
    case UnitKind::kFString:
      return StarExpressions();
  }
  return nullptr;
}

Node* FastParser::ParseModule() {
  auto* module = ast::NewNode<ast::Module>(arena_);
  while (!Accept(K::kEndMarker)) {
    last_statement_ = static_cast<uint32_t>(current_ - tokens_.data() - 1);
    if (!Statement()) return nullptr;
  }
  module->body = PopSequence<StmtNode*>(0);
  module->type_ignores = ast::CopySequence(arena_, type_ignores_.data(), type_ignores_.size());
  return module;
}

void FastParser::RefuseTypeComment() {
  const Token* last = tokens_.data() + tokens_.size() - 1;
  const Token* token = current_;
  while (token < last && token->kind != K::kTypeComment) token++;
  if (token->kind != K::kTypeComment) {
    for (token = current_; token > tokens_.data() && token->kind != K::kTypeComment; token--) {
    }
    if (token->kind != K::kTypeComment) return;
  }
  ParseOptions options = *context_.options;
  options.type_comments = false;
  ParseContext context = context_;
  context.options = &options;
  context.warnings = nullptr;
  if (FastParser(context, unit_).Run() != nullptr) Refuse(context_, unit_, *token, "invalid syntax");
}

Node* FastParser::ParseInteractive() {
  auto* module = ast::NewNode<ast::Interactive>(arena_);
  const Token& start = Here();
  if (Accept(K::kNewline)) {
    Push(Make<ast::Pass>(start));
  } else {
    bool is_simple = false;
    StmtNode* compound = CompoundStatement(&is_simple);
    if (compound != nullptr) {
      if (!Accept(K::kNewline)) return nullptr;
      Push(compound);
    } else if (!is_simple || !SimpleStatements()) {
      return nullptr;
    }
  }
  if (!IsBlankText(text_.substr(current_[-1].end))) return nullptr;
  module->body = PopSequence<StmtNode*>(0);
  return module;
}

Node* FastParser::ParseEval() {
  auto* module = ast::NewNode<ast::Expression>(arena_);
  module->body = ExpressionList();
  if (module->body == nullptr) return nullptr;
  while (Accept(K::kNewline)) {
  }
  return At(K::kEndMarker) ? module : nullptr;
}

// The stars before the last ones are not kept (PEP 484, "Suggested syntax for Python 2.7").
Node* FastParser::ParseFunctionType() {
  auto* type = ast::NewNode<ast::FunctionType>(arena_);
  if (!Accept(K::kLeftParenthesis)) return nullptr;
  bool seen_star = false;
  bool seen_double_star = false;
  while (!At(K::kRightParenthesis)) {
    if (scratch_.size() > 0 && !Accept(K::kComma)) return nullptr;
    if (seen_double_star) return nullptr;
    if (Accept(K::kDoubleStar)) {
      seen_double_star = true;
    } else if (seen_star) {
      return nullptr;
    } else {
      seen_star = Accept(K::kStar);
    }
    ExprNode* argument = Expression();
    if (argument == nullptr) return nullptr;
    Push(argument);
  }
  Advance();
  type->argtypes = PopSequence<ExprNode*>(0);
  if (!Accept(K::kArrow)) return nullptr;
  type->returns = Expression();
  if (type->returns == nullptr) return nullptr;
  while (Accept(K::kNewline)) {
  }
  return At(K::kEndMarker) ? type : nullptr;
}

// CPython looks for mistakes from the start, and then some valid statements look like one: a use of
// the name `print` like a Python 2 statement (`print [1]`), or of `match` like a match statement.
uint32_t FastParser::FirstSuspect() const {
  for (uint32_t i = 1; i <= last_statement_; i++) {
    if (tokens_[i].kind != K::kName) continue;
    std::string_view word = TextOf(tokens_[i]);
    if (word != "print" && word != "exec" && word != "match") continue;
    switch (tokens_[i + 1].kind) {
      case K::kLeftParenthesis:
        if (word != "match") break;
        [[fallthrough]];
      case K::kLeftBracket:
      case K::kMinus:
      case K::kPlus:
      case K::kStar:
        return 0;
      default:
        break;
    }
  }
  return last_statement_;
}

const Token& FastParser::LastToken() const {
  const Token* token = current_ - 1;
  while (token->kind == K::kNewline || token->kind == K::kIndent || token->kind == K::kDedent ||
         token->kind == K::kEndMarker) {
    if (token == tokens_.data()) break;
    token--;
  }
  return *token;
}

Span FastParser::BlockSpanFrom(const Token& start) const {
  const Token& last = LastToken();
  return {start.lineno, start.col, last.end_lineno, last.end_col};
}

const ast::Identifier* FastParser::InternToken(const Token& token) {
  std::string_view name = TextOf(token);
  auto normalize = context_.options->hooks.normalize_nfkc;
  if (token.has_non_ascii && normalize != nullptr) [[unlikely]] {
    std::string normalized;
    normalize(name, &normalized);
    return arena_->Intern(normalized);
  }
  return arena_->Intern(name);
}

}  // namespace polygil
