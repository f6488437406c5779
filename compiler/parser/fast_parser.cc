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
    tokens_.push_back(token);
    // No rule takes an error token, so parsing stops there.
    if (is_end || token.kind == K::kError) break;
  }
  // Room to look ahead.
  tokens_.push_back(token);
  tokens_.push_back(token);
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
  return module;
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
