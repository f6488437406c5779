// The compiled form of error_grammar.def: rules, their alternatives and items in flat arrays.

#ifndef POLYGIL_COMPILER_PARSER_ERROR_GRAMMAR_H_
#define POLYGIL_COMPILER_PARSER_ERROR_GRAMMAR_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/token/token.h"

namespace polygil {

// What a match is: a kind of the syntax tree, or one of these.
using OutcomeKind = uint8_t;
inline constexpr OutcomeKind kSequenceOutcome = 128;
inline constexpr OutcomeKind kTokenOutcome = 129;
inline constexpr OutcomeKind kInPairOutcome = 130;         // `in x` of a comparison
inline constexpr OutcomeKind kPatternOutcome = 131;        // any pattern
inline constexpr OutcomeKind kDoubleStarredOutcome = 132;  // `**x` of a call
inline constexpr OutcomeKind kTrueOutcome = 133;
inline constexpr OutcomeKind kFalseOutcome = 134;
inline constexpr OutcomeKind kNoneOutcome = 135;
inline constexpr OutcomeKind kEllipsisOutcome = 136;

constexpr OutcomeKind OutcomeOf(ast::NodeKind kind) { return static_cast<OutcomeKind>(kind); }

enum class GrammarAction : uint8_t {
  kPass,    // a sequence of all items
  kNode,    // {Kind}
  kSelect,  // {$n}
  // Raising, see explain_actions.cc.
  kAt,
  kRange,
  kFrom,
  kHere,
  kIndent,
  kTargetStar,
  kTargetFor,
  kTargetDelete,
  kComma,
  kLegacy,
  kGeneratorInCall,
  kArgumentOrder,
  kAfterKey,
  // Checking.
  kReal,
  kImaginary,
  kNotEqual,
  kStrings,
};

// Which part of an item a place refers to.
enum class ItemPart : uint8_t { kWhole, kFirst, kLast, kComprehensionTarget };

struct ItemPlace {
  uint8_t item = 0;  // from 1
  ItemPart part = ItemPart::kWhole;
};

struct GrammarItem {
  enum class Op : uint8_t {
    kToken,     // a: TokenKind
    kWord,      // a: index into words
    kAnyWord,   // match, case or _
    kRule,      // a: index into rules
    kGroup,     // a, b: first alternative, count
    kOptional,  // a: index into items
    kStar,
    kPlus,
    kGather,  // a: separator, b: element
    kAnd,
    kNot,
    kCut,
    kForced,  // a: TokenKind
  };
  Op op;
  int32_t a = 0;
  int32_t b = 0;
};

struct GrammarAlternative {
  int32_t first_item = 0;  // into sequence
  int32_t item_count = 0;
  GrammarAction action = GrammarAction::kPass;
  OutcomeKind kind = 0;
  ItemPlace from;
  ItemPlace to;
  std::string_view message;
};

struct GrammarRule {
  std::string_view name;
  int32_t first_alternative = 0;
  int32_t alternative_count = 0;
  bool remembered = false;
  bool remembered_per_mode = false;
  bool left_recursive = false;
  bool only_for_mistakes = false;
  bool without_mistakes = false;
};

struct ErrorGrammar {
  std::vector<GrammarRule> rules;
  std::vector<GrammarAlternative> alternatives;
  std::vector<GrammarItem> items;     // operands of other items
  std::vector<GrammarItem> sequence;  // items of alternatives, one after the other
  std::vector<std::string_view> words;

  int FindRule(std::string_view name) const;
};

// The grammar, compiled on first use and never changed.
const ErrorGrammar& GetErrorGrammar();

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_ERROR_GRAMMAR_H_
