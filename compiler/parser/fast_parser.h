// The fast parser: recursive descent over a complete list of tokens, for valid programs.
//
// Every method returns null (or false) when the program is not valid; nobody recovers, the caller
// then asks the explaining parser for the reason. Where Python's grammar tries alternatives
// (parenthesised with items, soft keywords), the position is reset and the text read again; this
// never nests, so the work stays linear.
//
// Spans: a node starts at its first token and ends at the last token read that is not white space.

#ifndef POLYGIL_COMPILER_PARSER_FAST_PARSER_H_
#define POLYGIL_COMPILER_PARSER_FAST_PARSER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/parser/unit.h"
#include "compiler/token/token.h"

namespace polygil {

class FastParser {
 public:
  FastParser(const ParseContext& context, const Unit& unit)
      : context_(context), arena_(context.arena), unit_(unit), text_(unit.text) {}

  // The tree of the whole unit, or null.
  ast::Node* Run();

  // After a failure: the index of the first token of a module where mistakes must be looked for.
  // All before it is valid and looks it.
  uint32_t FirstSuspect() const;

  // After a failure with type comments: if the program is valid without them, one of them stands
  // where none may, which is refused.
  void RefuseTypeComment();

 private:
  using K = TokenKind;
  using ExprNode = ast::ExprNode;
  using StmtNode = ast::StmtNode;
  using PatternNode = ast::PatternNode;
  template <typename T>
  using Sequence = ast::Sequence<T>;
  using StmtList = Sequence<StmtNode*>;

  // --- fast_parser.cc: tokens, spans, lists -------------------------------------------------
  void Tokenize();
  void UnreserveAsync();
  ast::Node* ParseModule();
  ast::Node* ParseInteractive();
  ast::Node* ParseEval();
  ast::Node* ParseFunctionType();

  K Peek() const { return current_->kind; }
  K PeekAt(int distance) const { return current_[distance].kind; }
  bool At(K kind) const { return current_->kind == kind; }
  const Token& Here() const { return *current_; }
  void Advance() { current_++; }
  bool Accept(K kind) {
    if (current_->kind != kind) return false;
    current_++;
    return true;
  }
  std::string_view TextOf(const Token& token) const {
    return text_.substr(token.start, token.end - token.start);
  }
  bool AtSoftKeyword(std::string_view word) const {
    return At(K::kName) && TextOf(*current_) == word;
  }

  // The text of a type comment here, which is read; data() is null if there is none.
  std::string_view TypeComment() {
    if (!At(K::kTypeComment)) [[likely]] return {};
    std::string_view text = TextOf(*current_++);
    return text.empty() ? std::string_view("", 0) : arena_->Copy(text);
  }
  // See unit.h; `what` names a feature in the plural, "Async functions are".
  bool Allows(int minor, const char* what, const Token& token) {
    return context_.options->feature_version >= minor ||
           AllowsVersion(context_, unit_, token, minor, what);
  }

  const Token& LastToken() const;
  ast::Span SpanFrom(const Token& start) const {
    const Token& last = current_[-1];
    return {start.lineno, start.col, last.end_lineno, last.end_col};
  }
  ast::Span BlockSpanFrom(const Token& start) const;
  template <typename T>
  T* Make(const Token& start) {
    return ast::NewNode<T>(arena_, SpanFrom(start));
  }
  template <typename T>
  T* MakeBlock(const Token& start) {
    return ast::NewNode<T>(arena_, BlockSpanFrom(start));
  }

  const ast::Identifier* InternToken(const Token& token);
  // The identifier of a NAME token here, which is read; null if there is none.
  const ast::Identifier* Identifier() {
    return At(K::kName) ? InternToken(*current_++) : nullptr;
  }

  // Lists are gathered on one stack and copied to the arena when complete.
  void Push(void* node) { scratch_.push_back(node); }
  template <typename T>
  Sequence<T> PopSequence(size_t base) {
    auto sequence =
        ast::CopySequence<T>(arena_, reinterpret_cast<T const*>(scratch_.data() + base),
                             scratch_.size() - base);
    scratch_.resize(base);
    return sequence;
  }
  bool TooDeep() const { return StackIsExhausted(context_); }

  // --- simple_statements.cc -------------------------------------------------------------------
  bool SimpleStatements();  // pushes the statements of one line
  StmtNode* SimpleStatement();
  StmtNode* ExpressionStatement();
  StmtNode* Assignment(const Token& start, ExprNode* first);
  StmtNode* AnnotatedAssignment(const Token& start, ExprNode* target);
  StmtNode* AugmentedAssignment(const Token& start, ExprNode* target);
  ExprNode* AssignedValue();
  StmtNode* ReturnStatement();
  StmtNode* RaiseStatement();
  StmtNode* DeleteStatement();
  StmtNode* AssertStatement();
  StmtNode* ScopeStatement();
  StmtNode* ImportStatement();
  StmtNode* FromStatement();
  ast::Alias* DottedAlias();
  bool ImportedNames();
  const ast::Identifier* DottedName();

  // --- compound_statements.cc -----------------------------------------------------------------
  bool Statement();  // pushes one compound statement or a line of simple ones
  bool Statements(K end);
  bool Block(StmtList* body);
  bool FunctionTypeComment(std::string_view* text);
  bool OptionalElse(StmtList* body);
  StmtNode* CompoundStatement(bool* is_simple);
  StmtNode* IfStatement();
  StmtNode* WhileStatement();
  StmtNode* ForStatement(const Token& start, bool is_async);
  StmtNode* WithStatement(const Token& start, bool is_async);
  bool WithItems(bool parenthesized);
  ast::WithItem* WithItemHere(bool parenthesized);
  StmtNode* TryStatement();
  ast::ExceptHandler* Handler(bool* is_star);
  StmtNode* Decorated();
  StmtNode* FunctionDefinition(const Token& start, Sequence<ExprNode*> decorators, bool is_async);
  StmtNode* ClassDefinition(Sequence<ExprNode*> decorators);
  StmtNode* AsyncStatement();

  // --- match_statement.cc, patterns.cc ----------------------------------------------------------
  StmtNode* MatchStatement();
  bool MatchHeader(ExprNode** subject);
  ast::MatchCase* Case();
  PatternNode* TopPattern();
  PatternNode* Pattern();
  PatternNode* OrPattern();
  PatternNode* ClosedPattern();
  PatternNode* LiteralPattern();
  PatternNode* NamePattern();
  PatternNode* GroupOrSequencePattern();
  PatternNode* BracketPattern();
  PatternNode* MappingPattern();
  PatternNode* ClassPattern(const Token& start, ExprNode* cls);
  PatternNode* MaybeStarPattern();
  bool PatternList(K close, bool* trailing_comma);
  ExprNode* PatternNumber();
  ExprNode* PatternLiteral();
  ExprNode* PatternName();
  const ast::Identifier* CaptureTarget();

  // --- expressions.cc ---------------------------------------------------------------------------
  ExprNode* StarExpressions();
  ExprNode* ExpressionList();  // without stars
  ExprNode* StarExpression();
  ExprNode* StarNamedExpression();
  ExprNode* NamedExpression();
  ExprNode* Expression();
  ExprNode* Disjunction();
  ExprNode* Conjunction();
  ExprNode* Inversion();
  ExprNode* Comparison();
  ExprNode* Binary(int precedence);
  ExprNode* Factor();
  ExprNode* Power();
  ExprNode* AwaitPrimary();
  ExprNode* Primary();
  ExprNode* YieldExpression();
  ExprNode* Lambda();
  bool ComparisonOperator(ast::CompareOperator* op);

  // --- atoms.cc ---------------------------------------------------------------------------------
  ExprNode* Atom();
  ExprNode* MakeName(ast::ExprContext context);
  ExprNode* MakeSingleton(ast::ConstantKind kind);
  ExprNode* Number();
  ExprNode* Strings();
  ExprNode* Parenthesized();
  ExprNode* ListDisplay();
  ExprNode* BraceDisplay();
  ExprNode* DictDisplay(const Token& start, ExprNode* first_key);
  ExprNode* Slices();
  ExprNode* SliceItem();
  bool Comprehensions(Sequence<ast::Comprehension*>* generators);
  bool AtComprehension() const {
    return At(K::kFor) || (At(K::kAsync) && PeekAt(1) == K::kFor);
  }

  // --- arguments.cc -----------------------------------------------------------------------------
  // Behind '(' up to and including ')'. `allow_generator` is false for the bases of a class.
  bool CallArguments(const Token& open, bool allow_generator, Sequence<ExprNode*>* args,
                     Sequence<ast::Keyword*>* keywords);
  ast::Arguments* Parameters(K close, bool is_lambda);
  ast::Arg* Parameter(bool is_lambda, bool star_annotation);

  // --- targets.cc -------------------------------------------------------------------------------
  ExprNode* ForTargets();
  ExprNode* SingleTarget();  // one star target, as behind `as`
  static bool IsSingleTarget(const ExprNode* target);
  static bool SetStore(ExprNode* target, bool allow_star);
  static bool SetDelete(ExprNode* target);

  const ParseContext& context_;
  ast::Arena* arena_;
  const Unit& unit_;
  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<ast::TypeIgnoreNode*> type_ignores_;
  const Token* current_ = nullptr;
  std::vector<void*> scratch_;
  uint32_t last_statement_ = 0;
};

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_FAST_PARSER_H_
