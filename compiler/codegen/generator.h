// The code generator: one walk over the syntax tree of each scope, emitting register code.
//
// Registers: locals first, temporaries above them in strict stack discipline. An expression is
// either evaluated *to* a given register (VisitTo), or to wherever is cheapest (Operand): a bound
// local is then its own operand, without a copy. Reading a local borrows, reading a temporary
// consumes, so each temporary is read exactly once on every path (pvm/bytecode/opcodes.def).
//
// The state of one unit under construction is a Unit; nested functions and classes push another.

#ifndef POLYGIL_COMPILER_CODEGEN_GENERATOR_H_
#define POLYGIL_COMPILER_CODEGEN_GENERATOR_H_

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/codegen/unit_builder.h"
#include "compiler/source/diagnostic.h"
#include "compiler/symtable/symtable.h"
#include "pvm/bytecode/code_unit.h"

namespace polygil {

// Of the code unit; the syntax tree has a node of the same name.
using CodeConstant = Constant;

struct CodegenOptions {
  std::string filename;
  uint32_t future_flags = 0;
  int optimize = 0;         // 1: no asserts, __debug__ false; 2: no docstrings
  bool interactive = false;
  bool allow_top_level_await = false;
  int32_t last_future_line = -1;  // of the `from __future__ import` statements at the beginning
};

// What a statement that leaves a block has to undo.
enum class BlockKind : uint8_t {
  kWhile,
  kFor,            // reg: iterator
  kAsyncFor,       // reg: iterator
  kTry,            // body of try/except: a handler is active
  kFinallyTry,     // body of try/finally: a handler is active; finalbody runs on the way out
  kFinallyEnd,     // the handler copy of a finally body: reg: exception, reg+1: saved
  kWith,           // reg: exit function; a handler is active
  kAsyncWith,
  kHandler,        // except clause: reg: exception, reg+1: saved
  kHandlerName,    // except clause with a name; a handler is active that unbinds it
  kStarHandler,    // inside except*: break, continue and return are refused
  kPopValue,       // reg: a temporary to drop
};

struct Block {
  BlockKind kind;
  Register reg = 0;
  Label* continue_label = nullptr;
  Label* break_label = nullptr;
  const ast::Sequence<ast::StmtNode*>* finalbody = nullptr;
  const ast::Identifier* name = nullptr;
  ast::Span span{};
};

struct Unit {
  Scope* scope;
  Unit* outer;
  UnitBuilder builder;
  std::unordered_map<const ast::Identifier*, uint32_t> local_index;
  std::unordered_map<const ast::Identifier*, uint32_t> cell_index;  // cells and free variables
  std::vector<const ast::Identifier*> locals;                       // plain locals, by register
  uint32_t plain_count = 0, next_plain = 0;
  std::vector<const ast::Identifier*> cells, frees;
  uint32_t class_cell = 0;  // of a class body that makes __class__
  std::vector<uint32_t> used_locals;  // plain locals that aren't parameters, in order of first use
  std::vector<bool> used;
  std::vector<bool> never_bound;  // locals that del or except ... as may unbind
  std::vector<Block> blocks;
  std::string qualname;
  bool is_function() const { return scope->kind == ScopeKind::kFunction; }
  bool is_class() const { return scope->kind == ScopeKind::kClass; }
  bool is_async = false;
};

// The docstring expression that a body starts with, or null.
const ast::ExprNode* DocstringOf(const ast::Sequence<ast::StmtNode*>& body);

class Generator {
 public:
  Generator(SymbolTable* table, const CodegenOptions& options, ast::Arena* arena, Diagnostic* diagnostic,
            std::vector<SourceWarning>* warnings);

  // Null with the diagnostic filled if the program is refused.
  std::unique_ptr<CodeUnit> Run(const ast::ModNode* module);

 private:
  // generator.cc: units
  void EnterUnit(Unit* unit, Scope* scope, const std::string& name, int32_t first_line);
  CodeConstant LeaveUnit(Unit* unit);
  void AssignRegisters(Unit* unit);
  void OrderLocals(Unit* unit);
  void CollectUnbinding(Unit* unit);
  std::string QualifiedName(const Unit& unit, const std::string& name);
  uint32_t CodeFlags(const Unit& unit);
  bool Fail(const ast::Span& span, std::string message, DiagnosticKind kind = DiagnosticKind::kSyntaxError);
  void WarnAt(const ast::Span& span, std::string message);
  bool ok() const { return ok_; }
  template <typename Emit>
  CodeConstant MakeUnit(Scope* scope, const std::string& name, int32_t first_line, Emit emit);

  UnitBuilder& b() { return unit_->builder; }
  void SetSpan(const ast::LocatedNode* node) { b().SetSpan(node->span); }

  // names.cc
  void LoadName(const ast::Identifier* name, Register target);
  void StoreName(const ast::Identifier* name, Register value);
  void DeleteName(const ast::Identifier* name);
  void UseLocal(Register local);
  bool IsFastLocal(const ast::Identifier* name, Register* local);
  const ast::Identifier* Mangle(const ast::Identifier* name);
  uint32_t NameConstant(const ast::Identifier* name, bool mangle = true);
  uint32_t WideNameConstant(const ast::Identifier* name);  // for a 32-bit operand; as it stands
  uint32_t TextConstant(std::string_view text);
  bool CheckForbidden(const ast::Identifier* name, const ast::Span& span, bool store);

  // expressions.cc
  void VisitTo(const ast::ExprNode* e, Register target);
  void VisitNodeTo(const ast::ExprNode* e, Register target);
  Register Operand(const ast::ExprNode* e, Register hint);
  Register Operand(const ast::ExprNode* e);
  Register TemporaryOf(const ast::ExprNode* e);
  void Discard(const ast::ExprNode* e);
  bool IsScratch(Register target) { return b().IsTemporary(target); }
  void LoadConstantTo(const CodeConstant& constant, Register target);
  bool ConstantOperand(const ast::ExprNode* e, uint32_t* index);
  void BinaryTo(const ast::BinOp* e, Register target);
  void BinaryStep(ast::Operator op, bool inplace, Register target, Register left, const ast::ExprNode* right);
  void UnaryTo(const ast::UnaryOp* e, Register target);
  void BoolOpTo(const ast::BoolOp* e, Register target);
  void CompareTo(const ast::Compare* e, Register target);
  void EmitCompare(ast::CompareOperator op, Register target, Register left, Register right);
  Register ComparatorOperand(ast::CompareOperator op, const ast::ExprNode* e);
  void SubscriptTo(const ast::Subscript* e, Register target);
  void SliceTo(const ast::ExprNode* e, Register target);
  void AttributeTo(const ast::Attribute* e, Register target);
  void IfExpTo(const ast::IfExp* e, Register target);
  void YieldTo(const ast::ExprNode* e, Register target);
  void AwaitTo(const ast::ExprNode* value, Register target, int origin);
  void EmitAwait(Register iterator, Register target);
  void FormattedTo(const ast::FormattedValue* e, Register target);
  void JoinedTo(const ast::JoinedStr* e, Register target);
  bool CheckSubscripter(const ast::ExprNode* e);
  bool CheckCaller(const ast::ExprNode* e);
  void CheckIndex(const ast::ExprNode* value, const ast::ExprNode* index);
  void CheckCompareLiterals(const ast::Compare* e);
  const ast::ExprNode* Simplified(const ast::ExprNode* e);
  bool CheckMappingKey(const ast::ExprNode* key, std::vector<std::string>* seen);

  // displays.cc
  void SequenceTo(const ast::Sequence<ast::ExprNode*>& elts, Register target, Opcode build, const ast::ExprNode* e);
  void DictTo(const ast::Dict* e, Register target);
  void ComprehensionTo(const ast::ExprNode* e, Register target);

  // comprehensions.cc
  struct ComprehensionPlan {
    ast::NodeKind kind;
    const ast::Sequence<ast::Comprehension*>* generators;
    const ast::ExprNode* element;
    const ast::ExprNode* value;
    Register result;
    ast::Span span;
  };
  void ComprehensionLevel(const ComprehensionPlan& plan, uint32_t level);
  void ComprehensionElement(const ComprehensionPlan& plan);

  // calls.cc
  void CallTo(const ast::Call* e, Register target);
  void CallArguments(Register base, bool method, const ast::Sequence<ast::ExprNode*>& args,
                     const ast::Sequence<ast::Keyword*>& keywords, const ast::Span& span, Register target,
                     Register extra_argument_count = 0);
  void StarredCall(Register base, uint32_t already, const ast::Sequence<ast::ExprNode*>& args,
                   const ast::Sequence<ast::Keyword*>& keywords, Register target);
  bool SuperCall(const ast::Call* e, Register base);
  Register WindowBase(Register target);

  // conditions.cc
  void JumpIf(const ast::ExprNode* e, Label* target, bool condition);
  void JumpIfCompare(const ast::Compare* e, Label* target, bool condition);
  bool JumpIfChained(const ast::Compare* e, Label* target, bool condition);
  bool IsReadTwice(const ast::ExprNode* e);
  void JumpCompare(ast::CompareOperator op, Register left, const ast::ExprNode* right, Label* target, bool condition);

  // statements.cc
  void ModuleBody(const ast::Sequence<ast::StmtNode*>& body);
  void Body(const ast::Sequence<ast::StmtNode*>& body);
  void VisitStatement(const ast::StmtNode* s);
  void AssignStatement(const ast::Assign* s);
  void AugAssignStatement(const ast::AugAssign* s);
  void AnnAssignStatement(const ast::AnnAssign* s);
  bool AssignPairwise(const ast::ExprNode* target, const ast::ExprNode* value);
  void StoreTo(const ast::ExprNode* target, Register value);
  void UnpackTo(const ast::ExprNode* target, const ast::Sequence<ast::ExprNode*>& elts, Register value);
  void DeleteTarget(const ast::ExprNode* target);
  void Branch(const ast::Sequence<ast::StmtNode*>& body, const ast::ExprNode* test, bool condition);
  void IfStatement(const ast::If* s);
  void WhileStatement(const ast::While* s);
  void ForStatement(const ast::For* s);
  void AsyncForStatement(const ast::AsyncFor* s);
  void ReturnStatement(const ast::Return* s);
  void BreakContinue(const ast::StmtNode* s, bool is_break);
  void RaiseStatement(const ast::Raise* s);
  void AssertStatement(const ast::Assert* s);
  void LoadLevelTo(int32_t level, Register target);
  void ImportStatement(const ast::Import* s);
  void ImportFromStatement(const ast::ImportFrom* s);
  void ImportAs(const ast::Alias* alias, Register module);
  void ExpressionStatement(const ast::Expr* s);
  void Annotate(const ast::ExprNode* annotation, Register target);

  // blocks.cc
  bool PushBlock(const Block& block);
  void UnwindBlock(Block block, const Register* value);
  bool UnwindTo(size_t count, const Register* value);
  void RestoreHandlers(const std::vector<UnitBuilder::Handler>& handlers);
  void EmitPassOn(Register exception, Register saved);
  void EmitCleanup(Label* cleanup, Register exception, Register saved, bool with_exit = false);
  void HandlerBody(const ast::ExceptHandler* h, Register exception, Register saved, Label* cleanup);
  void TryStatement(const ast::Try* s);
  void TryExcept(const ast::Sequence<ast::StmtNode*>& body, const ast::Sequence<ast::ExceptHandler*>& handlers,
                 const ast::Sequence<ast::StmtNode*>& orelse);
  void TryFinally(const ast::StmtNode* s, const ast::Sequence<ast::StmtNode*>& finalbody);
  void TryStarStatement(const ast::TryStar* s);
  void TryStarExcept(const ast::TryStar* s);
  void WithStatement(const ast::Sequence<ast::WithItem*>& items, uint32_t index,
                     const ast::Sequence<ast::StmtNode*>& body, const ast::StmtNode* s, bool is_async);
  void CallExitWithNones(Register exit, bool is_async);
  void UnbindHandlerName(const ast::Identifier* name);

  // functions.cc
  void FunctionStatement(const ast::StmtNode* s);
  void ClassStatement(const ast::ClassDef* s);
  void LambdaTo(const ast::Lambda* e, Register target);
  void MakeFunction(CodeConstant code, const Scope* scope, Register base, uint32_t flags, Register target);
  uint32_t FunctionExtras(const ast::Arguments* args, const ast::ExprNode* returns, bool annotations, Register base);
  void ClosureTuple(const Scope* scope, Register target);
  std::vector<const ast::Identifier*> FreeVariables(const Scope* scope);
  void Parameters(Unit* unit, const ast::Arguments* args);
  void FunctionPrologue();
  void FunctionBody(const ast::Arguments* args, const ast::Sequence<ast::StmtNode*>& body);
  bool CheckParameters(const ast::Arguments* args, const ast::Span& span);
  Register PushDecorators(const ast::Sequence<ast::ExprNode*>& decorators);
  Register ApplyDecorators(const ast::Sequence<ast::ExprNode*>& decorators, Register value);

  // patterns.cc
  struct PatternContext {
    std::vector<const ast::Identifier*> stores;
    std::vector<Register> values;
    std::vector<Register> live;  // temporaries that hold something where the generator stands
    Label* fail = nullptr;
    bool allow_irrefutable = false;
  };
  void MatchStatement(const ast::Match* s);
  void Pattern(const ast::PatternNode* p, Register subject, PatternContext* context);
  void CapturePattern(const ast::Identifier* name, const ast::PatternNode* p, Register value, PatternContext* context);
  void SequencePattern(const ast::MatchSequence* p, Register subject, PatternContext* context);
  void MappingPattern(const ast::MatchMapping* p, Register subject, PatternContext* context);
  void ClassPattern(const ast::MatchClass* p, Register subject, PatternContext* context);
  void FailPattern(PatternContext* context);
  void FailPatternUnless(Register test, PatternContext* context);
  void Settle(Register value, PatternContext* context);
  uint32_t CaptureCount(const ast::PatternNode* p);
  void OrPattern(const ast::MatchOr* p, Register subject, PatternContext* context);

  SymbolTable* table_;
  const CodegenOptions& options_;
  ast::Arena* arena_;
  Diagnostic* diagnostic_;
  std::vector<SourceWarning>* warnings_;
  Unit* unit_ = nullptr;
  bool ok_ = true;
  bool far_jumps_ = false;
  int depth_ = 0;
  int silent_ = 0;  // > 0: in a branch that a constant condition rules out
};

// Makes the code of a nested scope: `emit` generates its body. Made again with far jumps if a short
// one does not reach.
template <typename Emit>
CodeConstant Generator::MakeUnit(Scope* scope, const std::string& name, int32_t first_line, Emit emit) {
  bool outer_far = far_jumps_;
  Unit* outer = unit_;
  for (;;) {
    Unit unit;
    EnterUnit(&unit, scope, name, first_line);
    b().SetSpan({first_line, 0, first_line, 0});
    FunctionPrologue();
    emit();
    bool overflowed = unit.builder.overflowed();
    CodeConstant code = LeaveUnit(&unit);
    unit_ = outer;
    if (!overflowed || far_jumps_ || !ok_) {
      far_jumps_ = outer_far;
      return code;
    }
    far_jumps_ = true;
  }
}

}  // namespace polygil

#endif  // POLYGIL_COMPILER_CODEGEN_GENERATOR_H_
