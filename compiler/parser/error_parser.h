// The explaining parser: a backtracking parser with memory over error_grammar.def.
//
// It reads a refused unit once without and once with the rules for mistakes, as CPython does, and
// it reads tokens no earlier than CPython would: which token was read last is where a plain
// "invalid syntax" is shown, and an error of the tokenizer counts from the moment it is read.

#ifndef POLYGIL_COMPILER_PARSER_ERROR_PARSER_H_
#define POLYGIL_COMPILER_PARSER_ERROR_PARSER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/ast/arena.h"
#include "compiler/parser/error_grammar.h"
#include "compiler/parser/unit.h"
#include "compiler/token/tokenizer.h"

namespace polygil {

// What a rule matched: tokens [start, end), with the parts that mistakes are told by.
struct Outcome {
  OutcomeKind kind;
  uint32_t start;
  uint32_t end;
  uint32_t count;
  const Outcome* const* children;

  bool Is(ast::NodeKind node) const { return kind == OutcomeOf(node); }
};

class ErrorParser {
 public:
  // `first_token` is where the first statement begins that is not known to be valid.
  ErrorParser(const ParseContext& context, const Unit& unit, uint32_t first_token);

  // Never fails to find something to say.
  void Explain(Diagnostic* diagnostic);

 private:
  // As deep as CPython's parser goes (in rules).
  static constexpr int kDeepest = 6000;
  static constexpr int32_t kUnknown = -1;

  struct Memory {
    int32_t key;
    uint32_t end;
    const Outcome* outcome;
    Memory* next;
  };

  // --- error_parser.cc: matching ---
  bool Run();
  void StartOver();
  bool FillToken();
  bool HaveToken() { return mark_ < tokens_.size() || FillToken(); }
  const Outcome* MatchRule(int index);
  const Outcome* MatchLeftRecursive(int index);
  const Outcome* MatchRuleBody(const GrammarRule& rule);
  const Outcome* MatchAlternatives(int first, int count);
  bool MatchItems(const GrammarAlternative& alternative, bool* cut);
  const Outcome* MatchItem(const GrammarItem& item);
  const Outcome* MatchToken(TokenKind kind);
  const Outcome* MatchWord(std::string_view word);
  const Outcome* MatchLoop(const GrammarItem& item, bool at_least_one);
  const Outcome* MatchGather(const GrammarItem& item);
  const Outcome* MatchForced(TokenKind kind);
  bool Enter();
  void Leave() { level_--; }
  int32_t MemoryKey(int index) const;
  const Memory* Recall(uint32_t at, int32_t key) const;
  Memory* Remember(uint32_t at, int32_t key, const Outcome* outcome);
  const Outcome* NewOutcome(OutcomeKind kind, uint32_t start, const Outcome* const* children,
                            size_t count);
  const Outcome* NewNode(OutcomeKind kind, uint32_t start, size_t values_base);
  void Flatten(const Outcome* outcome, std::vector<const Outcome*>* out) const;

  // --- explain_actions.cc: what alternatives do when they match ---
  const Outcome* RunAction(const GrammarAlternative& alternative, uint32_t start, size_t base);
  const Outcome* CheckNumber(uint32_t start, bool imaginary);
  const Outcome* CheckStrings(uint32_t start);
  const Outcome* ReportTarget(const Outcome* value, GrammarAction purpose);
  const Outcome* InvalidTarget(const Outcome* value, GrammarAction purpose) const;
  void ReportGeneratorInCall(const Outcome* args, const Outcome* generators);
  void ReportArgumentOrder(const Outcome* args);
  bool IsLegacyStatement(const Outcome* name) const;
  const Outcome* PlaceOf(const ItemPlace& place, size_t base) const;
  std::string_view TextOf(const Token& token) const {
    return unit_.text.substr(token.start, token.end - token.start);
  }
  const Token& FirstToken(const Outcome* outcome) const { return tokens_[outcome->start]; }
  const Token& LastToken(const Outcome* outcome) const;

  // --- explain_places.cc: diagnostics ---
  void RaiseAt(const Token& first, const Token& last, std::string message);
  void RaiseHere(DiagnosticKind kind, std::string message);
  // Columns from 0; an end of kUnknown is none.
  void RaiseAtColumns(DiagnosticKind kind, int32_t lineno, int32_t col, int32_t end_lineno,
                      int32_t end_col, std::string message);
  // Columns from 1, as they are in the diagnostic but for characters against bytes.
  void Raise(DiagnosticKind kind, int32_t lineno, int32_t offset, int32_t end_lineno,
             int32_t end_offset, std::string message);
  void RaiseMemoryError();
  void RaiseTokenizerError();
  void RaiseUnclosedBracket();
  void RaiseGeneric(const Token& last);
  void LookForTokenizerErrors();
  std::string ErrorLine(int32_t lineno) const;

  const ParseContext& context_;
  const Unit& unit_;
  const ErrorGrammar& grammar_;
  Tokenizer tokenizer_;
  ast::Arena arena_;
  std::vector<Token> tokens_;
  std::vector<Memory*> memory_;  // by token
  std::vector<const Outcome*> values_;
  uint32_t first_token_;
  uint32_t mark_ = 0;
  int level_ = 0;
  bool started_ = false;  // kSingle: a token was read since the supplied newline
  bool look_for_mistakes_ = false;
  bool failed_ = false;  // a diagnostic was raised
  Diagnostic diagnostic_;
};

// "literal", "function call", ...: what CPython calls an expression.
const char* ExpressionName(OutcomeKind kind);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_ERROR_PARSER_H_
