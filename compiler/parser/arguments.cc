// Arguments of calls and parameters of functions and lambdas (Python reference 6.3.4 and 8.7).

#include "compiler/parser/fast_parser.h"

namespace polygil {

using ast::ExprNode;

bool FastParser::CallArguments(const Token& open, bool allow_generator,
                               Sequence<ExprNode*>* args, Sequence<ast::Keyword*>* keywords) {
  if (TooDeep()) return false;
  size_t base = scratch_.size();
  // Positional arguments go to the stack, keywords to a list of their own behind them.
  std::vector<ast::Keyword*> named;
  bool seen_double_star = false;
  while (!At(K::kRightParenthesis)) {
    const Token& start = Here();
    if (Accept(K::kStar)) {
      if (seen_double_star) return false;
      ExprNode* value = Expression();
      if (value == nullptr) return false;
      auto* starred = Make<ast::Starred>(start);
      starred->value = value;
      Push(starred);
    } else if (Accept(K::kDoubleStar)) {
      seen_double_star = true;
      ExprNode* value = Expression();
      if (value == nullptr) return false;
      auto* keyword = Make<ast::Keyword>(start);
      keyword->value = value;
      named.push_back(keyword);
    } else if (At(K::kName) && PeekAt(1) == K::kEqual) {
      const ast::Identifier* name = Identifier();
      Advance();
      ExprNode* value = Expression();
      if (value == nullptr) return false;
      auto* keyword = Make<ast::Keyword>(start);
      keyword->arg = name;
      keyword->value = value;
      named.push_back(keyword);
    } else {
      if (!named.empty()) return false;
      ExprNode* value = NamedExpression();
      if (value == nullptr) return false;
      if (AtComprehension()) {
        if (!allow_generator || scratch_.size() != base) return false;
        Sequence<ast::Comprehension*> generators;
        if (!Comprehensions(&generators) || !Accept(K::kRightParenthesis)) return false;
        auto* node = Make<ast::GeneratorExp>(open);
        node->elt = value;
        node->generators = generators;
        Push(node);
        *args = PopSequence<ExprNode*>(base);
        return true;
      }
      Push(value);
    }
    if (!Accept(K::kComma) && !At(K::kRightParenthesis)) return false;
  }
  Advance();
  *args = PopSequence<ExprNode*>(base);
  *keywords = ast::CopySequence(arena_, named.data(), named.size());
  return true;
}

ast::Arg* FastParser::Parameter(bool is_lambda, bool star_annotation) {
  const Token& start = Here();
  const ast::Identifier* name = Identifier();
  if (name == nullptr) return nullptr;
  ExprNode* annotation = nullptr;
  if (!is_lambda && Accept(K::kColon)) {
    annotation = star_annotation && At(K::kStar) ? StarExpression() : Expression();
    if (annotation == nullptr) return nullptr;
  }
  auto* arg = Make<ast::Arg>(start);
  arg->arg = name;
  arg->annotation = annotation;
  return arg;
}

// Up to, not including, `close`.
ast::Arguments* FastParser::Parameters(K close, bool is_lambda) {
  auto* result = ast::NewNode<ast::Arguments>(arena_);
  if (At(close)) return result;
  size_t base = scratch_.size();
  std::vector<ExprNode*> defaults;
  std::vector<ast::Arg*> keyword_only;
  std::vector<ExprNode*> keyword_defaults;
  bool seen_slash = false;
  bool seen_star = false;
  bool bare_star = false;  // and no parameter behind it yet
  while (!At(close)) {
    if (result->kwarg != nullptr) return nullptr;
    ast::Arg* commented = nullptr;  // the parameter that a type comment would belong to
    if (Accept(K::kSlash)) {
      if (seen_slash || seen_star || scratch_.size() == base) return nullptr;
      seen_slash = true;
      result->posonlyargs = PopSequence<ast::Arg*>(base);
    } else if (Accept(K::kStar)) {
      if (seen_star) return nullptr;
      seen_star = true;
      if (At(K::kComma)) {
        bare_star = true;
        if (PeekAt(1) == K::kTypeComment && !is_lambda) {
          Refuse(context_, unit_, current_[1], "bare * has associated type comment");
          return nullptr;
        }
      } else {
        commented = result->vararg = Parameter(is_lambda, true);
        if (result->vararg == nullptr) return nullptr;
      }
    } else if (Accept(K::kDoubleStar)) {
      if (bare_star) return nullptr;
      commented = result->kwarg = Parameter(is_lambda, false);
      if (result->kwarg == nullptr) return nullptr;
    } else {
      ast::Arg* arg = commented = Parameter(is_lambda, false);
      if (arg == nullptr) return nullptr;
      ExprNode* value = nullptr;
      if (Accept(K::kEqual) && (value = Expression()) == nullptr) return nullptr;
      if (seen_star) {
        bare_star = false;
        keyword_only.push_back(arg);
        keyword_defaults.push_back(value);
      } else {
        if (value == nullptr && !defaults.empty()) return nullptr;
        if (value != nullptr) defaults.push_back(value);
        Push(arg);
      }
    }
    bool comma = Accept(K::kComma);
    if (commented != nullptr && !is_lambda) commented->type_comment = TypeComment();
    if (!comma && !At(close)) return nullptr;
  }
  if (bare_star) return nullptr;
  if (seen_slash && !Allows(8, "Positional-only parameters are", Here())) return nullptr;
  result->args = PopSequence<ast::Arg*>(base);
  result->kwonlyargs = ast::CopySequence(arena_, keyword_only.data(), keyword_only.size());
  result->kw_defaults =
      ast::CopySequence(arena_, keyword_defaults.data(), keyword_defaults.size());
  result->defaults = ast::CopySequence(arena_, defaults.data(), defaults.size());
  return result;
}

}  // namespace polygil
