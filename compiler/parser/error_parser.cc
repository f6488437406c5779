// Matching of the error grammar.

#include "compiler/parser/error_parser.h"

#include "compiler/parser/numbers.h"

namespace polygil {
namespace {

using Op = GrammarItem::Op;

constexpr Outcome kNothing = {kSequenceOutcome, 0, 0, 0, nullptr};

}  // namespace

ErrorParser::ErrorParser(const ParseContext& context, const Unit& unit, uint32_t first_token)
    : context_(context),
      unit_(unit),
      grammar_(GetErrorGrammar()),
      tokenizer_(unit.text, MakeTokenizerOptions(context, unit)),
      first_token_(first_token) {}

void ErrorParser::Explain(Diagnostic* diagnostic) {
  while (tokens_.size() < first_token_ && FillToken()) {
  }
  bool valid = Run();
  diagnostic_.incomplete = tokenizer_.saw_end() && !valid;
  bool incomplete = diagnostic_.incomplete;
  if (incomplete && context_.options->allow_incomplete_input) {
    diagnostic_ = {};
    failed_ = false;
    RaiseHere(DiagnosticKind::kSyntaxError, "incomplete input");
  } else if (valid && unit_.kind == UnitKind::kSingle && !IsBlankText(tokenizer_.rest())) {
    RaiseHere(DiagnosticKind::kSyntaxError,
              "multiple statements found while compiling a single statement");
  } else if (!failed_ || diagnostic_.kind <= DiagnosticKind::kTabError) {
    Token last = tokens_.back();
    if (!failed_) {
      StartOver();
      Run();
    }
    if (!failed_) {
      RaiseGeneric(last);
    } else if (diagnostic_.kind <= DiagnosticKind::kTabError &&
               tokenizer_.state() == TokenizerState::kGood && !tokenizer_.saw_end()) {
      LookForTokenizerErrors();
    }
  }
  diagnostic_.incomplete = incomplete;
  *diagnostic = std::move(diagnostic_);
}

void ErrorParser::StartOver() {
  look_for_mistakes_ = true;
  for (Memory*& memory : memory_) memory = nullptr;
}

bool ErrorParser::Run() {
  mark_ = first_token_;
  level_ = 0;
  const char* name = unit_.kind == UnitKind::kExec     ? "exec"
                     : unit_.kind == UnitKind::kSingle ? "single"
                     : unit_.kind == UnitKind::kEval   ? "eval"
                     : unit_.kind == UnitKind::kFunctionType ? "func_type"
                                                       : "fstring";
  bool valid = MatchRule(grammar_.FindRule(name)) != nullptr && !failed_;
  if (tokens_.empty()) FillToken();
  return valid;
}

// Reads one more token; false if it is an error.
bool ErrorParser::FillToken() {
  if (failed_) return false;
  Token token;
  tokenizer_.Next(&token);
  if (token.kind == TokenKind::kEndMarker && unit_.kind == UnitKind::kSingle && started_) {
    started_ = false;
    token.kind = TokenKind::kNewline;
    if (!context_.options->dont_imply_dedent) tokenizer_.CloseBlocks();
  } else {
    started_ = true;
  }
  tokens_.push_back(token);
  memory_.push_back(nullptr);
  if (token.kind != TokenKind::kError) return true;
  RaiseTokenizerError();
  return false;
}

bool ErrorParser::Enter() {
  if (failed_) return false;
  if (level_ >= kDeepest || StackIsExhausted(context_)) {
    RaiseMemoryError();
    return false;
  }
  level_++;
  return true;
}

int32_t ErrorParser::MemoryKey(int index) const {
  const GrammarRule& rule = grammar_.rules[index];
  return index * 2 + (rule.remembered_per_mode && look_for_mistakes_ ? 1 : 0);
}

const ErrorParser::Memory* ErrorParser::Recall(uint32_t at, int32_t key) const {
  if (at >= memory_.size()) return nullptr;
  for (const Memory* memory = memory_[at]; memory != nullptr; memory = memory->next) {
    if (memory->key == key) return memory;
  }
  return nullptr;
}

ErrorParser::Memory* ErrorParser::Remember(uint32_t at, int32_t key, const Outcome* outcome) {
  auto* memory = arena_.New<Memory>();
  memory->key = key;
  memory->end = mark_;
  memory->outcome = outcome;
  memory->next = memory_[at];
  memory_[at] = memory;
  return memory;
}

const Outcome* ErrorParser::MatchRule(int index) {
  const GrammarRule& rule = grammar_.rules[index];
  if (failed_ || (rule.only_for_mistakes && !look_for_mistakes_)) return nullptr;
  if (!Enter()) return nullptr;
  const Outcome* outcome = nullptr;
  bool remembered = rule.remembered || rule.remembered_per_mode;
  if (!remembered && !rule.left_recursive) {
    outcome = MatchRuleBody(rule);
    Leave();
    return outcome;
  }
  if (!HaveToken()) {
    Leave();
    return nullptr;
  }
  uint32_t start = mark_;
  int32_t key = MemoryKey(index);
  if (const Memory* memory = Recall(start, key)) {
    mark_ = memory->end;
    outcome = memory->outcome;
  } else if (rule.left_recursive) {
    outcome = MatchLeftRecursive(index);
  } else {
    outcome = MatchRuleBody(rule);
    if (failed_) outcome = nullptr;
    if (!failed_) Remember(start, key, outcome);
  }
  Leave();
  return outcome;
}

// Grows a match from nothing: each turn finds the one before in memory where the rule calls
// itself, until it grows no further.
const Outcome* ErrorParser::MatchLeftRecursive(int index) {
  uint32_t start = mark_;
  Memory* memory = Remember(start, MemoryKey(index), nullptr);
  const Outcome* best = nullptr;
  uint32_t best_end = start;
  while (true) {
    mark_ = start;
    const Outcome* outcome = MatchRuleBody(grammar_.rules[index]);
    if (failed_) return nullptr;
    if (outcome == nullptr || mark_ <= best_end) break;
    best = outcome;
    best_end = mark_;
    memory->outcome = best;
    memory->end = best_end;
  }
  mark_ = best_end;
  return best;
}

const Outcome* ErrorParser::MatchRuleBody(const GrammarRule& rule) {
  if (!rule.without_mistakes) {
    return MatchAlternatives(rule.first_alternative, rule.alternative_count);
  }
  bool before = look_for_mistakes_;
  look_for_mistakes_ = false;
  const Outcome* outcome = MatchAlternatives(rule.first_alternative, rule.alternative_count);
  look_for_mistakes_ = before;
  return outcome;
}

const Outcome* ErrorParser::MatchAlternatives(int first, int count) {
  uint32_t start = mark_;
  size_t base = values_.size();
  for (int i = first; i < first + count; i++) {
    const GrammarAlternative& alternative = grammar_.alternatives[i];
    bool cut = false;
    if (MatchItems(alternative, &cut)) {
      const Outcome* outcome = RunAction(alternative, start, base);
      values_.resize(base);
      return outcome;
    }
    values_.resize(base);
    mark_ = start;
    if (failed_ || cut) return nullptr;
  }
  return nullptr;
}

bool ErrorParser::MatchItems(const GrammarAlternative& alternative, bool* cut) {
  for (int i = 0; i < alternative.item_count; i++) {
    const GrammarItem& item = grammar_.sequence[alternative.first_item + i];
    if (item.op == Op::kCut) *cut = true;
    const Outcome* outcome = MatchItem(item);
    if (outcome == nullptr || failed_) return false;
    values_.push_back(outcome);
  }
  return true;
}

const Outcome* ErrorParser::MatchItem(const GrammarItem& item) {
  switch (item.op) {
    case Op::kToken:
      return MatchToken(static_cast<TokenKind>(item.a));
    case Op::kWord:
      return MatchWord(grammar_.words[item.a]);
    case Op::kAnyWord: {
      if (!HaveToken() || tokens_[mark_].kind != TokenKind::kName) return nullptr;
      // CPython takes every beginning of such a word for one, and so `m x` needs no comma.
      std::string_view text = TextOf(tokens_[mark_]);
      for (std::string_view word : {"_", "case", "match"}) {
        if (word.substr(0, text.size()) == text) return MatchWord(text);
      }
      return nullptr;
    }
    case Op::kRule:
      return MatchRule(item.a);
    case Op::kGroup: {
      if (!Enter()) return nullptr;
      const Outcome* outcome = MatchAlternatives(item.a, item.b);
      Leave();
      return outcome;
    }
    case Op::kOptional: {
      const Outcome* outcome = MatchItem(grammar_.items[item.a]);
      return outcome != nullptr ? outcome : failed_ ? nullptr : &kNothing;
    }
    case Op::kStar:
      return MatchLoop(item, false);
    case Op::kPlus:
      return MatchLoop(item, true);
    case Op::kGather:
      return MatchGather(item);
    case Op::kAnd:
    case Op::kNot: {
      uint32_t start = mark_;
      const Outcome* outcome = MatchItem(grammar_.items[item.a]);
      mark_ = start;
      bool wanted = item.op == Op::kAnd;
      return (outcome != nullptr) == wanted && !failed_ ? &kNothing : nullptr;
    }
    case Op::kCut:
      return &kNothing;
    case Op::kForced:
      return MatchForced(static_cast<TokenKind>(item.a));
  }
  return nullptr;
}

const Outcome* ErrorParser::MatchToken(TokenKind kind) {
  if (!HaveToken() || tokens_[mark_].kind != kind) return nullptr;
  uint32_t start = mark_++;
  if (kind == TokenKind::kName) {
    return NewOutcome(OutcomeOf(ast::NodeKind::kName), start, nullptr, 0);
  }
  if (kind == TokenKind::kNumber) {
    ast::ConstantValue value;
    std::string error;
    const Token& token = tokens_[start];
    if (!ParseNumber(TextOf(token), context_.options->max_integer_digits, &arena_, &value,
                     &error)) {
      RaiseAtColumns(DiagnosticKind::kSyntaxError, token.lineno, -1, token.end_lineno, -1, error);
      return nullptr;
    }
    return NewOutcome(OutcomeOf(ast::NodeKind::kConstant), start, nullptr, 0);
  }
  return NewOutcome(kTokenOutcome, start, nullptr, 0);
}

const Outcome* ErrorParser::MatchWord(std::string_view word) {
  if (!HaveToken() || tokens_[mark_].kind != TokenKind::kName || TextOf(tokens_[mark_]) != word) {
    return nullptr;
  }
  uint32_t start = mark_++;
  return NewOutcome(OutcomeOf(ast::NodeKind::kName), start, nullptr, 0);
}

const Outcome* ErrorParser::MatchForced(TokenKind kind) {
  if (!HaveToken()) return nullptr;
  if (tokens_[mark_].kind == kind) return MatchToken(kind);
  const Token& token = tokens_[mark_];
  RaiseAt(token, token, std::string("expected '") + TokenText(kind) + "'");
  return nullptr;
}

const Outcome* ErrorParser::MatchLoop(const GrammarItem& item, bool at_least_one) {
  if (!Enter()) return nullptr;
  uint32_t start = mark_;
  size_t base = values_.size();
  while (const Outcome* outcome = MatchItem(grammar_.items[item.a])) {
    if (failed_) break;
    values_.push_back(outcome);
  }
  Leave();
  bool matched = !failed_ && !(at_least_one && values_.size() == base);
  const Outcome* outcome = nullptr;
  if (matched) {
    outcome = NewOutcome(kSequenceOutcome, start, values_.data() + base, values_.size() - base);
  } else {
    mark_ = start;
  }
  values_.resize(base);
  return outcome;
}

const Outcome* ErrorParser::MatchGather(const GrammarItem& item) {
  if (!Enter()) return nullptr;
  uint32_t start = mark_;
  size_t base = values_.size();
  const Outcome* element = MatchItem(grammar_.items[item.b]);
  while (element != nullptr && !failed_) {
    values_.push_back(element);
    uint32_t before_separator = mark_;
    element = MatchItem(grammar_.items[item.a]);
    if (element != nullptr) element = MatchItem(grammar_.items[item.b]);
    if (element == nullptr) mark_ = before_separator;
  }
  Leave();
  const Outcome* outcome = nullptr;
  if (!failed_ && values_.size() > base) {
    outcome = NewOutcome(kSequenceOutcome, start, values_.data() + base, values_.size() - base);
  } else {
    mark_ = start;
  }
  values_.resize(base);
  return outcome;
}

const Outcome* ErrorParser::NewOutcome(OutcomeKind kind, uint32_t start,
                                       const Outcome* const* children, size_t count) {
  auto* outcome = arena_.New<Outcome>();
  outcome->kind = kind;
  outcome->start = start;
  outcome->end = mark_;
  outcome->count = static_cast<uint32_t>(count);
  if (count > 0) {
    auto** copy = arena_.NewArray<const Outcome*>(count);
    for (size_t i = 0; i < count; i++) copy[i] = children[i];
    outcome->children = copy;
  }
  return outcome;
}

void ErrorParser::Flatten(const Outcome* outcome, std::vector<const Outcome*>* out) const {
  if (outcome->kind == kTokenOutcome) return;
  if (outcome->kind != kSequenceOutcome) {
    out->push_back(outcome);
    return;
  }
  for (uint32_t i = 0; i < outcome->count; i++) Flatten(outcome->children[i], out);
}

// A node whose children are what the items of the alternative matched, without tokens.
const Outcome* ErrorParser::NewNode(OutcomeKind kind, uint32_t start, size_t values_base) {
  std::vector<const Outcome*> children;
  for (size_t i = values_base; i < values_.size(); i++) Flatten(values_[i], &children);
  return NewOutcome(kind, start, children.data(), children.size());
}

}  // namespace polygil
