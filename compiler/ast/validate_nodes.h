// The validator's class, shared by validate.cc (statements, expressions) and validate_patterns.cc.

#ifndef POLYGIL_COMPILER_AST_VALIDATE_NODES_H_
#define POLYGIL_COMPILER_AST_VALIDATE_NODES_H_

#include <string>
#include <utility>

#include "compiler/ast/ast.h"
#include "compiler/ast/validate.h"

namespace polygil::ast {

class Validator {
 public:
  explicit Validator(TreeMistake* mistake) : mistake_(mistake) {}
  bool Run(const ModNode* module);

 private:
  bool Refuse(std::string message) {
    mistake_->message = std::move(message);
    return false;
  }
  bool Refuse(TreeMistake::Kind kind, std::string message) {
    mistake_->kind = kind;
    return Refuse(std::move(message));
  }
  bool Positions(const Span& span);
  bool Identifiers(const Identifier* name);
  template <typename T>
  bool NotEmpty(const Sequence<T>& sequence, const char* what, const char* owner) {
    return !sequence.empty() || Refuse(std::string("empty ") + what + " on " + owner);
  }

  // -- validate.cc --
  bool Statements(const Sequence<StmtNode*>& statements);
  bool Body(const Sequence<StmtNode*>& body, const char* owner) {
    return NotEmpty(body, "body", owner) && Statements(body);
  }
  bool Statement(const StmtNode* node);
  template <typename T>
  bool Function(const T* node);
  template <typename T>
  bool Loop(const T* node, const char* name);
  template <typename T>
  bool WithItems(const T* node, const char* name);
  template <typename T>
  bool Handlers(const T* node, const char* name);
  bool Class(const ClassDef* node);
  bool SingleTarget(const ExprNode* target, const char* kind);
  bool Annotated(const AnnAssign* node);
  bool Cases(const Match* node);
  bool Expressions(const Sequence<ExprNode*>& list, ExprContext context, bool allow_none);
  bool Optional(const ExprNode* node) { return node == nullptr || Load(node); }
  bool Load(const ExprNode* node) { return Expression(node, ExprContext::kLoad); }
  bool Store(const ExprNode* node) { return Expression(node, ExprContext::kStore); }
  bool Expression(const ExprNode* node, ExprContext context);
  bool ExpressionParts(const ExprNode* node);
  bool Keywords(const Sequence<Keyword*>& keywords);
  bool Parameters(const Sequence<Arg*>& parameters);
  bool ArgumentsOf(const Arguments* arguments);
  bool Generators(const Sequence<Comprehension*>& generators);
  bool Comparison(const Compare* node);

  // -- validate_patterns.cc --
  bool Pattern(const PatternNode* node, bool star_allowed);
  bool Patterns(const Sequence<PatternNode*>& patterns, bool star_allowed);
  bool PatternValue(const ExprNode* node);
  bool Capture(const Identifier* name);
  bool Mapping(const MatchMapping* node);
  bool ClassOf(const MatchClass* node);
  bool As(const MatchAs* node);

  TreeMistake* mistake_;
};

}  // namespace polygil::ast

#endif  // POLYGIL_COMPILER_AST_VALIDATE_NODES_H_
