// Names, literals, displays, comprehensions and subscripts.

#include "compiler/parser/fast_parser.h"
#include "compiler/parser/numbers.h"
#include "compiler/parser/strings.h"

namespace polygil {

using ast::ConstantKind;
using ast::ExprContext;
using ast::ExprNode;

ExprNode* FastParser::MakeName(ExprContext context) {
  const Token& token = Here();
  Advance();
  auto* name = Make<ast::Name>(token);
  name->id = InternToken(token);
  name->ctx = context;
  return name;
}

ExprNode* FastParser::MakeSingleton(ConstantKind kind) {
  const Token& token = Here();
  Advance();
  auto* constant = Make<ast::Constant>(token);
  constant->value.kind = kind;
  return constant;
}

ExprNode* FastParser::Number() {
  const Token& token = Here();
  Advance();
  auto* constant = Make<ast::Constant>(token);
  std::string error;
  bool valid = ParseNumber(TextOf(token), context_.options->max_integer_digits, arena_,
                           &constant->value, &error);
  if (!valid) return nullptr;
  bool underscores = context_.options->feature_version < 6 && TextOf(token).find('_') != std::string_view::npos;
  if (underscores && !Allows(6, "Underscores in numeric literals are", token)) return nullptr;
  return constant;
}

ExprNode* FastParser::Strings() {
  const Token* first = current_;
  while (At(K::kString)) Advance();
  LiteralError error;
  ExprNode* value = ConcatenateStrings(context_, text_, first,
                                       static_cast<uint32_t>(current_ - first), &error);
  if (value != nullptr && value->kind == ast::NodeKind::kJoinedStr &&
      !Allows(6, "Format strings are", Here())) {
    return nullptr;
  }
  if (error.needs_version != 0) Allows(error.needs_version, error.feature, Here());
  return value;
}

ExprNode* FastParser::Atom() {
  switch (Peek()) {
    case K::kName:
      return MakeName(ExprContext::kLoad);
    case K::kNumber:
      return Number();
    case K::kString:
      return Strings();
    case K::kTrue:
      return MakeSingleton(ConstantKind::kTrue);
    case K::kFalse:
      return MakeSingleton(ConstantKind::kFalse);
    case K::kNone:
      return MakeSingleton(ConstantKind::kNone);
    case K::kEllipsis:
      return MakeSingleton(ConstantKind::kEllipsis);
    case K::kLeftParenthesis:
      return Parenthesized();
    case K::kLeftBracket:
      return ListDisplay();
    case K::kLeftBrace:
      return BraceDisplay();
    default:
      return nullptr;
  }
}

// A group, a tuple or a generator expression.
ExprNode* FastParser::Parenthesized() {
  if (TooDeep()) return nullptr;
  const Token& start = Here();
  Advance();
  size_t base = scratch_.size();
  bool is_tuple = At(K::kRightParenthesis);
  if (At(K::kYield)) {
    ExprNode* value = YieldExpression();
    return value != nullptr && Accept(K::kRightParenthesis) ? value : nullptr;
  }
  while (!At(K::kRightParenthesis)) {
    ExprNode* item = StarNamedExpression();
    if (item == nullptr) return nullptr;
    bool is_first = scratch_.size() == base;
    bool starred = item->kind == ast::NodeKind::kStarred;
    if (is_first && AtComprehension()) {
      if (starred) return nullptr;
      Sequence<ast::Comprehension*> generators;
      if (!Comprehensions(&generators) || !Accept(K::kRightParenthesis)) return nullptr;
      auto* node = Make<ast::GeneratorExp>(start);
      node->elt = item;
      node->generators = generators;
      return node;
    }
    if (is_first && At(K::kRightParenthesis)) {
      if (starred) return nullptr;
      Advance();
      return item;
    }
    is_tuple = true;
    Push(item);
    if (!Accept(K::kComma) && !At(K::kRightParenthesis)) return nullptr;
  }
  if (!is_tuple) return nullptr;
  Advance();
  auto* tuple = Make<ast::Tuple>(start);
  tuple->elts = PopSequence<ExprNode*>(base);
  return tuple;
}

ExprNode* FastParser::ListDisplay() {
  if (TooDeep()) return nullptr;
  const Token& start = Here();
  Advance();
  size_t base = scratch_.size();
  while (!At(K::kRightBracket)) {
    ExprNode* item = StarNamedExpression();
    if (item == nullptr) return nullptr;
    if (scratch_.size() == base && AtComprehension()) {
      Sequence<ast::Comprehension*> generators;
      if (item->kind == ast::NodeKind::kStarred || !Comprehensions(&generators) ||
          !Accept(K::kRightBracket)) {
        return nullptr;
      }
      auto* node = Make<ast::ListComp>(start);
      node->elt = item;
      node->generators = generators;
      return node;
    }
    Push(item);
    if (!Accept(K::kComma) && !At(K::kRightBracket)) return nullptr;
  }
  Advance();
  auto* list = Make<ast::List>(start);
  list->elts = PopSequence<ExprNode*>(base);
  return list;
}

// A set or a dict, or a comprehension of either.
ExprNode* FastParser::BraceDisplay() {
  if (TooDeep()) return nullptr;
  const Token& start = Here();
  Advance();
  if (At(K::kRightBrace) || At(K::kDoubleStar)) return DictDisplay(start, nullptr);
  size_t base = scratch_.size();
  while (!At(K::kRightBrace)) {
    bool is_named = At(K::kName) && PeekAt(1) == K::kColonEqual;
    ExprNode* item = StarNamedExpression();
    if (item == nullptr) return nullptr;
    bool starred = item->kind == ast::NodeKind::kStarred;
    if (scratch_.size() == base) {
      if (At(K::kColon)) {
        if (starred || is_named) return nullptr;
        return DictDisplay(start, item);
      }
      if (AtComprehension()) {
        Sequence<ast::Comprehension*> generators;
        if (starred || !Comprehensions(&generators) || !Accept(K::kRightBrace)) return nullptr;
        auto* node = Make<ast::SetComp>(start);
        node->elt = item;
        node->generators = generators;
        return node;
      }
    }
    Push(item);
    if (!Accept(K::kComma) && !At(K::kRightBrace)) return nullptr;
  }
  Advance();
  auto* set = Make<ast::Set>(start);
  set->elts = PopSequence<ExprNode*>(base);
  return set;
}

// The first key has been read if it is not null; then the colon is here. Keys and values alternate
// on the stack.
ExprNode* FastParser::DictDisplay(const Token& start, ExprNode* first_key) {
  size_t base = scratch_.size();
  ExprNode* key = first_key;
  while (key != nullptr || !At(K::kRightBrace)) {
    ExprNode* value;
    if (key == nullptr && Accept(K::kDoubleStar)) {
      value = Binary(1);
    } else {
      if (key == nullptr) key = Expression();
      if (key == nullptr || !Accept(K::kColon)) return nullptr;
      value = Expression();
    }
    if (value == nullptr) return nullptr;
    if (scratch_.size() == base && key != nullptr && AtComprehension()) {
      Sequence<ast::Comprehension*> generators;
      if (!Comprehensions(&generators) || !Accept(K::kRightBrace)) return nullptr;
      auto* node = Make<ast::DictComp>(start);
      node->key = key;
      node->value = value;
      node->generators = generators;
      return node;
    }
    Push(key);
    Push(value);
    key = nullptr;
    if (!Accept(K::kComma) && !At(K::kRightBrace)) return nullptr;
  }
  Advance();
  auto* dict = Make<ast::Dict>(start);
  size_t count = (scratch_.size() - base) / 2;
  dict->keys.items = arena_->NewArray<ExprNode*>(count);
  dict->values.items = arena_->NewArray<ExprNode*>(count);
  dict->keys.count = dict->values.count = static_cast<uint32_t>(count);
  for (size_t i = 0; i < count; i++) {
    dict->keys.items[i] = static_cast<ExprNode*>(scratch_[base + 2 * i]);
    dict->values.items[i] = static_cast<ExprNode*>(scratch_[base + 2 * i + 1]);
  }
  scratch_.resize(base);
  return dict;
}

ExprNode* FastParser::SliceItem() {
  if (At(K::kStar)) {
    const Token& start = Here();
    Advance();
    ExprNode* value = Expression();
    if (value == nullptr) return nullptr;
    auto* starred = Make<ast::Starred>(start);
    starred->value = value;
    return starred;
  }
  const Token& start = Here();
  ExprNode* lower = nullptr;
  if (!At(K::kColon)) {
    bool is_named = At(K::kName) && PeekAt(1) == K::kColonEqual;
    lower = NamedExpression();
    if (lower == nullptr || !At(K::kColon)) return lower;
    if (is_named) return nullptr;
  }
  Advance();
  auto at_end = [this] {
    return At(K::kColon) || At(K::kComma) || At(K::kRightBracket);
  };
  ExprNode* upper = nullptr;
  ExprNode* step = nullptr;
  if (!at_end() && (upper = Expression()) == nullptr) return nullptr;
  if (Accept(K::kColon) && !at_end() && (step = Expression()) == nullptr) return nullptr;
  auto* slice = Make<ast::Slice>(start);
  slice->lower = lower;
  slice->upper = upper;
  slice->step = step;
  return slice;
}

ExprNode* FastParser::Slices() {
  if (TooDeep()) return nullptr;
  const Token& start = Here();
  ExprNode* first = SliceItem();
  if (first == nullptr) return nullptr;
  bool starred = first->kind == ast::NodeKind::kStarred && start.kind == K::kStar;
  if (!At(K::kComma) && !starred) return first;
  size_t base = scratch_.size();
  Push(first);
  while (Accept(K::kComma)) {
    if (At(K::kRightBracket)) break;
    ExprNode* next = SliceItem();
    if (next == nullptr) return nullptr;
    Push(next);
  }
  auto* tuple = Make<ast::Tuple>(start);
  tuple->elts = PopSequence<ExprNode*>(base);
  return tuple;
}

bool FastParser::Comprehensions(Sequence<ast::Comprehension*>* generators) {
  size_t base = scratch_.size();
  while (AtComprehension()) {
    auto* comprehension = ast::NewNode<ast::Comprehension>(arena_);
    comprehension->is_async = Accept(K::kAsync);
    Advance();
    comprehension->target = ForTargets();
    if (comprehension->target == nullptr || !Accept(K::kIn)) return false;
    comprehension->iter = Disjunction();
    if (comprehension->iter == nullptr) return false;
    if (comprehension->is_async && !Allows(6, "Async comprehensions are", Here())) return false;
    size_t ifs = scratch_.size();
    while (Accept(K::kIf)) {
      ExprNode* test = Disjunction();
      if (test == nullptr) return false;
      Push(test);
    }
    comprehension->ifs = PopSequence<ExprNode*>(ifs);
    Push(comprehension);
  }
  *generators = PopSequence<ast::Comprehension*>(base);
  return true;
}

}  // namespace polygil
