// What the alternatives of the error grammar do when they match: build an outcome, check it, or
// raise. An action without an outcome fails its whole rule.

#include "compiler/parser/error_parser.h"
#include "compiler/parser/strings.h"

namespace polygil {

using ast::NodeKind;

const char* ExpressionName(OutcomeKind kind) {
  switch (kind) {
    case kTrueOutcome:
      return "True";
    case kFalseOutcome:
      return "False";
    case kNoneOutcome:
      return "None";
    case kEllipsisOutcome:
      return "ellipsis";
    default:
      break;
  }
  switch (static_cast<NodeKind>(kind)) {
    case NodeKind::kAttribute:
      return "attribute";
    case NodeKind::kSubscript:
      return "subscript";
    case NodeKind::kStarred:
      return "starred";
    case NodeKind::kName:
      return "name";
    case NodeKind::kList:
      return "list";
    case NodeKind::kTuple:
      return "tuple";
    case NodeKind::kLambda:
      return "lambda";
    case NodeKind::kCall:
      return "function call";
    case NodeKind::kBoolOp:
    case NodeKind::kBinOp:
    case NodeKind::kUnaryOp:
      return "expression";
    case NodeKind::kGeneratorExp:
      return "generator expression";
    case NodeKind::kYield:
    case NodeKind::kYieldFrom:
      return "yield expression";
    case NodeKind::kAwait:
      return "await expression";
    case NodeKind::kListComp:
      return "list comprehension";
    case NodeKind::kSetComp:
      return "set comprehension";
    case NodeKind::kDictComp:
      return "dict comprehension";
    case NodeKind::kDict:
      return "dict literal";
    case NodeKind::kSet:
      return "set display";
    case NodeKind::kJoinedStr:
    case NodeKind::kFormattedValue:
      return "f-string expression";
    case NodeKind::kCompare:
      return "comparison";
    case NodeKind::kIfExp:
      return "conditional expression";
    case NodeKind::kNamedExpr:
      return "named expression";
    default:
      return "literal";
  }
}

namespace {

// Fills in %s (what an expression is called), %t (a token's text) and %d (a line).
std::string FormatMessage(std::string_view pattern, std::string_view name, std::string_view token,
                          int32_t line) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); i++) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      out += pattern[i];
      continue;
    }
    char directive = pattern[++i];
    if (directive == 's') out += name;
    if (directive == 't') out += token;
    if (directive == 'd') out += std::to_string(line);
  }
  return out;
}

const Outcome* FirstChild(const Outcome* outcome) {
  while (outcome->kind == kSequenceOutcome && outcome->count > 0) outcome = outcome->children[0];
  return outcome;
}

const Outcome* LastChild(const Outcome* outcome) {
  while (outcome->kind == kSequenceOutcome && outcome->count > 0) {
    // Skip a trailing comma that is not there, or is.
    uint32_t i = outcome->count - 1;
    while (i > 0 && (outcome->children[i]->kind == kTokenOutcome ||
                     (outcome->children[i]->kind == kSequenceOutcome &&
                      outcome->children[i]->count == 0))) {
      i--;
    }
    outcome = outcome->children[i];
  }
  return outcome;
}

}  // namespace

const Token& ErrorParser::LastToken(const Outcome* outcome) const {
  uint32_t i = outcome->end - 1;
  while (i > outcome->start &&
         (tokens_[i].kind == TokenKind::kNewline || tokens_[i].kind == TokenKind::kIndent ||
          tokens_[i].kind == TokenKind::kDedent || tokens_[i].kind == TokenKind::kEndMarker)) {
    i--;
  }
  return tokens_[i];
}

const Outcome* ErrorParser::PlaceOf(const ItemPlace& place, size_t base) const {
  const Outcome* item = values_[base + place.item - 1];
  switch (place.part) {
    case ItemPart::kWhole:
      return item;
    case ItemPart::kFirst:
      return FirstChild(item);
    case ItemPart::kLast: {
      const Outcome* last = LastChild(item);
      // Of a comprehension, its last condition or else its iterable.
      if (last->Is(NodeKind::kComprehension)) last = last->children[last->count - 1];
      return last;
    }
    case ItemPart::kComprehensionTarget: {
      const Outcome* last = LastChild(item);
      return last->Is(NodeKind::kComprehension) ? last->children[0] : last;
    }
  }
  return item;
}

const Outcome* ErrorParser::RunAction(const GrammarAlternative& alternative, uint32_t start,
                                      size_t base) {
  auto format = [&](const Outcome* item) {
    const Token& token = FirstToken(item);
    return FormatMessage(alternative.message, ExpressionName(item->kind), TextOf(token),
                         token.lineno);
  };
  switch (alternative.action) {
    case GrammarAction::kPass:
      return NewOutcome(kSequenceOutcome, start, values_.data() + base, values_.size() - base);
    case GrammarAction::kNode:
      return NewNode(alternative.kind, start, base);
    case GrammarAction::kSelect:
      return values_[base + alternative.from.item - 1];
    case GrammarAction::kAt: {
      const Outcome* item = PlaceOf(alternative.from, base);
      RaiseAt(FirstToken(item), LastToken(item), format(item));
      return nullptr;
    }
    case GrammarAction::kRange: {
      const Outcome* first = PlaceOf(alternative.from, base);
      const Outcome* last = PlaceOf(alternative.to, base);
      RaiseAt(FirstToken(first), LastToken(last), format(first));
      return nullptr;
    }
    case GrammarAction::kFrom: {
      const Token& first = FirstToken(PlaceOf(alternative.from, base));
      Raise(DiagnosticKind::kSyntaxError, first.lineno, first.col + 1, tokenizer_.lineno(),
            tokenizer_.cursor_column(), std::string(alternative.message));
      return nullptr;
    }
    case GrammarAction::kHere:
      RaiseHere(DiagnosticKind::kSyntaxError, std::string(alternative.message));
      return nullptr;
    case GrammarAction::kIndent: {
      int item = alternative.from.item;
      int32_t line = item == 0 ? 0 : FirstToken(values_[base + item - 1]).lineno;
      RaiseHere(DiagnosticKind::kIndentationError,
                FormatMessage(alternative.message, "", "", line));
      return nullptr;
    }
    case GrammarAction::kTargetStar:
    case GrammarAction::kTargetFor:
    case GrammarAction::kTargetDelete:
      return ReportTarget(PlaceOf(alternative.from, base), alternative.action);
    case GrammarAction::kComma: {
      const Outcome* left = values_[base + 1];
      if (IsLegacyStatement(left) || tokens_[mark_ - 1].level == 0) return nullptr;
      RaiseAt(FirstToken(left), LastToken(values_[base + 2]),
              "invalid syntax. Perhaps you forgot a comma?");
      return nullptr;
    }
    case GrammarAction::kLegacy: {
      const Outcome* name = values_[base];
      if (!IsLegacyStatement(name)) return nullptr;
      std::string word(TextOf(FirstToken(name)));
      RaiseAt(FirstToken(name), LastToken(values_[base + 2]),
              "Missing parentheses in call to '" + word + "'. Did you mean " + word + "(...)?");
      return nullptr;
    }
    case GrammarAction::kGeneratorInCall:
      ReportGeneratorInCall(values_[base], values_[base + 1]);
      return nullptr;
    case GrammarAction::kArgumentOrder:
      ReportArgumentOrder(values_[base]);
      return nullptr;
    case GrammarAction::kAfterKey: {
      const Outcome* key = values_[base];
      RaiseAtColumns(DiagnosticKind::kSyntaxError, FirstToken(key).lineno,
                     LastToken(key).end_col - 1, LastToken(key).end_lineno, kUnknown,
                     std::string(alternative.message));
      return nullptr;
    }
    case GrammarAction::kReal:
    case GrammarAction::kImaginary:
      return CheckNumber(start, alternative.action == GrammarAction::kImaginary);
    case GrammarAction::kNotEqual:
      if (!context_.options->barry_as_flufl) return TextOf(tokens_[start]) == "!=" ? values_[base] : nullptr;
      if (TextOf(tokens_[start]) == "<>") return values_[base];
      RaiseHere(DiagnosticKind::kSyntaxError, "with Barry as BDFL, use '<>' instead of '!='");
      return nullptr;
    case GrammarAction::kStrings:
      return CheckStrings(start);
  }
  return nullptr;
}

// In a pattern like `1 + 2j` the left part must be real, the right one imaginary.
const Outcome* ErrorParser::CheckNumber(uint32_t start, bool imaginary) {
  const Token& token = tokens_[start];
  char last = TextOf(token).back();
  std::string_view text = TextOf(token);
  bool is_hex = text.size() > 1 && (text[1] == 'x' || text[1] == 'X');
  bool is_imaginary = !is_hex && (last == 'j' || last == 'J');
  if (is_imaginary == imaginary) {
    return NewOutcome(OutcomeOf(NodeKind::kConstant), start, nullptr, 0);
  }
  RaiseAt(token, token,
          imaginary ? "imaginary number required in complex literal"
                    : "real number required in complex literal");
  return nullptr;
}

const Outcome* ErrorParser::CheckStrings(uint32_t start) {
  ParseContext quiet = context_;
  quiet.warnings = nullptr;
  LiteralError error;
  ast::ExprNode* value =
      ConcatenateStrings(quiet, unit_.text, tokens_.data() + start, mark_ - start, &error);
  if (value != nullptr) return NewOutcome(OutcomeOf(value->kind), start, nullptr, 0);
  if (error.nested) {
    diagnostic_ = std::move(error.nested);
    failed_ = true;
  } else {
    RaiseHere(DiagnosticKind::kSyntaxError, std::move(error.message));
  }
  return nullptr;
}

bool ErrorParser::IsLegacyStatement(const Outcome* name) const {
  if (!name->Is(NodeKind::kName)) return false;
  std::string_view text = TextOf(FirstToken(name));
  return text == "print" || text == "exec";
}

// The part of `value` that cannot be assigned to or deleted; null if there is none.
const Outcome* ErrorParser::InvalidTarget(const Outcome* value, GrammarAction purpose) const {
  switch (value->kind) {
    case OutcomeOf(NodeKind::kList):
    case OutcomeOf(NodeKind::kTuple):
      for (uint32_t i = 0; i < value->count; i++) {
        const Outcome* invalid = InvalidTarget(value->children[i], purpose);
        if (invalid != nullptr) return invalid;
      }
      return nullptr;
    case OutcomeOf(NodeKind::kStarred):
      if (purpose == GrammarAction::kTargetDelete) return value;
      return InvalidTarget(value->children[0], purpose);
    case OutcomeOf(NodeKind::kCompare):
      // `for a in b` was read as the comparison `a in b`.
      if (purpose != GrammarAction::kTargetFor) return value;
      if (value->children[1]->kind != kInPairOutcome) return nullptr;
      return InvalidTarget(value->children[0], purpose);
    case OutcomeOf(NodeKind::kName):
    case OutcomeOf(NodeKind::kSubscript):
    case OutcomeOf(NodeKind::kAttribute):
      return nullptr;
    default:
      return value;
  }
}

const Outcome* ErrorParser::ReportTarget(const Outcome* value, GrammarAction purpose) {
  const Outcome* invalid = InvalidTarget(value, purpose);
  if (invalid == nullptr) return nullptr;
  const char* verb =
      purpose == GrammarAction::kTargetDelete ? "cannot delete " : "cannot assign to ";
  RaiseAt(FirstToken(invalid), LastToken(invalid),
          std::string(verb) + ExpressionName(invalid->kind));
  return nullptr;
}

// `f(a, b for b in c)`; a single argument is left to the rule for generator expressions.
void ErrorParser::ReportGeneratorInCall(const Outcome* args, const Outcome* generators) {
  const Outcome* last_positional = nullptr;
  uint32_t positional = 0;
  for (uint32_t i = 0; i < args->count; i++) {
    const Outcome* arg = args->children[i];
    if (arg->Is(NodeKind::kKeyword) || arg->kind == kDoubleStarredOutcome) continue;
    last_positional = arg;
    positional++;
  }
  if (positional <= 1) return;
  const Outcome* last = LastChild(generators);
  last = last->children[last->count - 1];
  RaiseAt(FirstToken(last_positional), LastToken(last),
          "Generator expression must be parenthesized");
}

void ErrorParser::ReportArgumentOrder(const Outcome* args) {
  bool unpacking = false;
  for (uint32_t i = 0; i < args->count; i++) {
    if (args->children[i]->kind == kDoubleStarredOutcome) unpacking = true;
  }
  RaiseHere(DiagnosticKind::kSyntaxError,
            unpacking ? "positional argument follows keyword argument unpacking"
                      : "positional argument follows keyword argument");
}

}  // namespace polygil
