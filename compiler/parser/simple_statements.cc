// Statements of one line (Python reference, chapter 7).

#include <string>

#include "compiler/parser/fast_parser.h"

namespace polygil {

using ast::ExprNode;
using ast::StmtNode;

bool FastParser::SimpleStatements() {
  while (true) {
    StmtNode* statement = SimpleStatement();
    if (statement == nullptr) return false;
    Push(statement);
    if (Accept(K::kNewline)) return true;
    if (!Accept(K::kSemicolon)) return false;
    if (Accept(K::kNewline)) return true;
  }
}

StmtNode* FastParser::SimpleStatement() {
  const Token& start = Here();
  switch (Peek()) {
    case K::kReturn:
      return ReturnStatement();
    case K::kImport:
      return ImportStatement();
    case K::kFrom:
      return FromStatement();
    case K::kRaise:
      return RaiseStatement();
    case K::kPass:
      Advance();
      return Make<ast::Pass>(start);
    case K::kDel:
      return DeleteStatement();
    case K::kAssert:
      return AssertStatement();
    case K::kBreak:
      Advance();
      return Make<ast::Break>(start);
    case K::kContinue:
      Advance();
      return Make<ast::Continue>(start);
    case K::kGlobal:
    case K::kNonlocal:
      return ScopeStatement();
    default:
      return ExpressionStatement();
  }
}

StmtNode* FastParser::ExpressionStatement() {
  const Token& start = Here();
  bool is_yield = At(K::kYield);
  ExprNode* value = is_yield ? YieldExpression() : StarExpressions();
  if (value == nullptr) return nullptr;
  if (!is_yield) {
    if (At(K::kEqual)) return Assignment(start, value);
    if (At(K::kColon)) return AnnotatedAssignment(start, value);
    if (Peek() >= K::kPlusEqual && Peek() <= K::kDoubleSlashEqual) {
      return AugmentedAssignment(start, value);
    }
  }
  auto* statement = Make<ast::Expr>(start);
  statement->value = value;
  return statement;
}

// What may stand right of an assignment.
ExprNode* FastParser::AssignedValue() {
  return At(K::kYield) ? YieldExpression() : StarExpressions();
}

StmtNode* FastParser::Assignment(const Token& start, ExprNode* first) {
  size_t base = scratch_.size();
  ExprNode* value = first;
  bool is_yield = false;
  while (Accept(K::kEqual)) {
    if (is_yield || !SetStore(value, true)) return nullptr;
    Push(value);
    is_yield = At(K::kYield);
    value = AssignedValue();
    if (value == nullptr) return nullptr;
  }
  std::string_view type_comment = TypeComment();
  auto* statement = Make<ast::Assign>(start);
  statement->targets = PopSequence<ExprNode*>(base);
  statement->value = value;
  statement->type_comment = type_comment;
  return statement;
}

StmtNode* FastParser::AnnotatedAssignment(const Token& start, ExprNode* target) {
  if (!IsSingleTarget(target)) return nullptr;
  SetStore(target, false);
  Advance();
  ExprNode* annotation = Expression();
  if (annotation == nullptr) return nullptr;
  ExprNode* value = nullptr;
  if (Accept(K::kEqual)) {
    value = AssignedValue();
    if (value == nullptr) return nullptr;
  }
  bool is_name = start.kind == K::kName && target->kind == ast::NodeKind::kName;
  if (!Allows(6, is_name ? "Variable annotation syntax is" : "Variable annotations syntax is", Here())) return nullptr;
  auto* statement = Make<ast::AnnAssign>(start);
  statement->target = target;
  statement->annotation = annotation;
  statement->value = value;
  statement->simple = is_name;
  return statement;
}

StmtNode* FastParser::AugmentedAssignment(const Token& start, ExprNode* target) {
  if (!IsSingleTarget(target)) return nullptr;
  SetStore(target, false);
  auto op = static_cast<ast::Operator>(static_cast<int>(Peek()) -
                                       static_cast<int>(K::kPlusEqual));
  if (op == ast::Operator::kMatMult && !Allows(5, "The '@' operator is", Here())) return nullptr;
  Advance();
  ExprNode* value = AssignedValue();
  if (value == nullptr) return nullptr;
  auto* statement = Make<ast::AugAssign>(start);
  statement->target = target;
  statement->op = op;
  statement->value = value;
  return statement;
}

StmtNode* FastParser::ReturnStatement() {
  const Token& start = Here();
  Advance();
  ExprNode* value = nullptr;
  if (!At(K::kNewline) && !At(K::kSemicolon)) {
    value = StarExpressions();
    if (value == nullptr) return nullptr;
  }
  auto* statement = Make<ast::Return>(start);
  statement->value = value;
  return statement;
}

StmtNode* FastParser::RaiseStatement() {
  const Token& start = Here();
  Advance();
  ExprNode* exception = nullptr;
  ExprNode* cause = nullptr;
  if (!At(K::kNewline) && !At(K::kSemicolon)) {
    exception = Expression();
    if (exception == nullptr) return nullptr;
    if (Accept(K::kFrom)) {
      cause = Expression();
      if (cause == nullptr) return nullptr;
    }
  }
  auto* statement = Make<ast::Raise>(start);
  statement->exc = exception;
  statement->cause = cause;
  return statement;
}

StmtNode* FastParser::DeleteStatement() {
  const Token& start = Here();
  Advance();
  size_t base = scratch_.size();
  do {
    if (scratch_.size() > base && (At(K::kNewline) || At(K::kSemicolon))) break;
    ExprNode* target = Primary();
    if (target == nullptr || !SetDelete(target)) return nullptr;
    Push(target);
  } while (Accept(K::kComma));
  auto* statement = Make<ast::Delete>(start);
  statement->targets = PopSequence<ExprNode*>(base);
  return statement;
}

StmtNode* FastParser::AssertStatement() {
  const Token& start = Here();
  Advance();
  ExprNode* test = Expression();
  if (test == nullptr) return nullptr;
  ExprNode* message = nullptr;
  if (Accept(K::kComma)) {
    message = Expression();
    if (message == nullptr) return nullptr;
  }
  auto* statement = Make<ast::Assert>(start);
  statement->test = test;
  statement->msg = message;
  return statement;
}

StmtNode* FastParser::ScopeStatement() {
  const Token& start = Here();
  bool is_global = At(K::kGlobal);
  Advance();
  size_t base = scratch_.size();
  do {
    const ast::Identifier* name = Identifier();
    if (name == nullptr) return nullptr;
    Push(const_cast<ast::Identifier*>(name));
  } while (Accept(K::kComma));
  auto names = PopSequence<const ast::Identifier*>(base);
  if (is_global) {
    auto* statement = Make<ast::Global>(start);
    statement->names = names;
    return statement;
  }
  auto* statement = Make<ast::Nonlocal>(start);
  statement->names = names;
  return statement;
}

const ast::Identifier* FastParser::DottedName() {
  const ast::Identifier* name = Identifier();
  if (name == nullptr || !At(K::kDot)) return name;
  std::string dotted(name->text());
  while (Accept(K::kDot)) {
    name = Identifier();
    if (name == nullptr) return nullptr;
    dotted += '.';
    dotted += name->text();
  }
  return arena_->Intern(dotted);
}

ast::Alias* FastParser::DottedAlias() {
  const Token& start = Here();
  const ast::Identifier* name = DottedName();
  if (name == nullptr) return nullptr;
  const ast::Identifier* asname = nullptr;
  if (Accept(K::kAs)) {
    asname = Identifier();
    if (asname == nullptr) return nullptr;
  }
  auto* alias = Make<ast::Alias>(start);
  alias->name = name;
  alias->asname = asname;
  return alias;
}

StmtNode* FastParser::ImportStatement() {
  const Token& start = Here();
  Advance();
  size_t base = scratch_.size();
  do {
    ast::Alias* alias = DottedAlias();
    if (alias == nullptr) return nullptr;
    Push(alias);
  } while (Accept(K::kComma));
  auto* statement = Make<ast::Import>(start);
  statement->names = PopSequence<ast::Alias*>(base);
  return statement;
}

// What is behind `from x import`; pushes aliases.
bool FastParser::ImportedNames() {
  const Token& start = Here();
  if (Accept(K::kStar)) {
    auto* alias = Make<ast::Alias>(start);
    alias->name = arena_->Intern("*");
    Push(alias);
    return true;
  }
  bool parenthesized = Accept(K::kLeftParenthesis);
  do {
    if (parenthesized && At(K::kRightParenthesis) && current_[-1].kind == K::kComma) break;
    const Token& name_start = Here();
    const ast::Identifier* name = Identifier();
    if (name == nullptr) return false;
    const ast::Identifier* asname = nullptr;
    if (Accept(K::kAs)) {
      asname = Identifier();
      if (asname == nullptr) return false;
    }
    auto* alias = Make<ast::Alias>(name_start);
    alias->name = name;
    alias->asname = asname;
    Push(alias);
  } while (Accept(K::kComma));
  if (!parenthesized) return !At(K::kComma);
  return Accept(K::kRightParenthesis);
}

StmtNode* FastParser::FromStatement() {
  const Token& start = Here();
  Advance();
  int32_t level = 0;
  while (At(K::kDot) || At(K::kEllipsis)) {
    level += At(K::kDot) ? 1 : 3;
    Advance();
  }
  const ast::Identifier* module = nullptr;
  if (level == 0 || !At(K::kImport)) {
    module = DottedName();
    if (module == nullptr) return nullptr;
  }
  if (!Accept(K::kImport)) return nullptr;
  size_t base = scratch_.size();
  if (!ImportedNames()) return nullptr;
  auto* statement = Make<ast::ImportFrom>(start);
  statement->module = module;
  statement->names = PopSequence<ast::Alias*>(base);
  statement->level = level;
  return statement;
}

}  // namespace polygil
