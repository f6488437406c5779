// Reads the notation of error_grammar.def. The grammar is part of the program, so a mistake in it
// stops the program.

#include "compiler/parser/error_grammar.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace polygil {
namespace {

using Op = GrammarItem::Op;

struct Source {
  const char* name;
  const char* flags;
  const char* text;
};

constexpr Source kSources[] = {
#define GRAMMAR(name, flags, text) {name, flags, text},
#include "compiler/parser/error_grammar.def"
};

struct NamedKind {
  std::string_view name;
  OutcomeKind kind;
};

constexpr NamedKind kExtraKinds[] = {
    {"InPair", kInPairOutcome},   {"Pattern", kPatternOutcome},
    {"DoubleStarred", kDoubleStarredOutcome}, {"True", kTrueOutcome},
    {"False", kFalseOutcome},     {"None", kNoneOutcome},
    {"Ellipsis", kEllipsisOutcome},
};

constexpr NamedKind kNodeKinds[] = {
#define NODE(category, Struct, python_name, fields) {#Struct, OutcomeOf(ast::NodeKind::k##Struct)},
#define ONE(Type, name)
#include "compiler/ast/nodes.def"
};

struct NamedAction {
  std::string_view name;
  GrammarAction action;
  int places;
};

constexpr NamedAction kActions[] = {
    {"at", GrammarAction::kAt, 1},
    {"range", GrammarAction::kRange, 2},
    {"from", GrammarAction::kFrom, 1},
    {"here", GrammarAction::kHere, 0},
    {"indent", GrammarAction::kIndent, 1},
    {"target_star", GrammarAction::kTargetStar, 1},
    {"target_for", GrammarAction::kTargetFor, 1},
    {"target_del", GrammarAction::kTargetDelete, 1},
    {"comma", GrammarAction::kComma, 0},
    {"legacy", GrammarAction::kLegacy, 0},
    {"generator_in_call", GrammarAction::kGeneratorInCall, 0},
    {"argument_order", GrammarAction::kArgumentOrder, 0},
    {"after_key", GrammarAction::kAfterKey, 0},
    {"real", GrammarAction::kReal, 0},
    {"imaginary", GrammarAction::kImaginary, 0},
    {"not_equal", GrammarAction::kNotEqual, 0},
    {"strings", GrammarAction::kStrings, 0},
};

[[noreturn]] void Die(const char* what, std::string_view where) {
  fprintf(stderr, "error_grammar.def: %s: %.*s\n", what, static_cast<int>(where.size()),
          where.data());
  abort();
}

TokenKind FindToken(std::string_view text) {
  for (int i = 0; i < static_cast<int>(TokenKind::kCount); i++) {
    auto kind = static_cast<TokenKind>(i);
    if (text == TokenText(kind)) return kind;
  }
  Die("no such token", text);
}

class Compiler {
 public:
  explicit Compiler(ErrorGrammar* grammar) : grammar_(grammar) {}

  void Run() {
    for (const Source& source : kSources) {
      GrammarRule rule;
      rule.name = source.name;
      rule.remembered = strchr(source.flags, 'M') != nullptr;
      rule.remembered_per_mode = strchr(source.flags, 'm') != nullptr;
      rule.left_recursive = strchr(source.flags, 'L') != nullptr;
      rule.only_for_mistakes = strchr(source.flags, 'E') != nullptr;
      rule.without_mistakes = strchr(source.flags, 'P') != nullptr;
      grammar_->rules.push_back(rule);
    }
    for (size_t i = 0; i < grammar_->rules.size(); i++) {
      text_ = kSources[i].text;
      GrammarRule& rule = grammar_->rules[i];
      ReadAlternatives(&rule.first_alternative, &rule.alternative_count);
      if (!AtEnd()) Die("unexpected text", text_);
    }
  }

 private:
  void SkipSpace() {
    while (!text_.empty() && text_[0] == ' ') text_.remove_prefix(1);
  }
  bool AtEnd() {
    SkipSpace();
    return text_.empty();
  }
  bool Accept(char c) {
    SkipSpace();
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  static bool IsWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
  }

  std::string_view ReadWord() {
    SkipSpace();
    size_t length = 0;
    while (length < text_.size() && IsWordCharacter(text_[length])) length++;
    std::string_view word = text_.substr(0, length);
    text_.remove_prefix(length);
    return word;
  }

  std::string_view ReadQuoted(char quote) {
    size_t length = text_.find(quote, 1);
    if (length == std::string_view::npos) Die("missing quote", text_);
    std::string_view inside = text_.substr(1, length - 1);
    text_.remove_prefix(length + 1);
    return inside;
  }

  void ReadAlternatives(int32_t* first, int32_t* count) {
    std::vector<GrammarAlternative> alternatives;
    do {
      alternatives.push_back(ReadAlternative());
    } while (Accept('|'));
    *first = static_cast<int32_t>(grammar_->alternatives.size());
    *count = static_cast<int32_t>(alternatives.size());
    for (auto& alternative : alternatives) grammar_->alternatives.push_back(alternative);
  }

  GrammarAlternative ReadAlternative() {
    GrammarAlternative alternative;
    std::vector<GrammarItem> items;
    while (!AtEnd() && text_[0] != '|' && text_[0] != ')' && text_[0] != '{') {
      items.push_back(ReadItem());
    }
    alternative.first_item = static_cast<int32_t>(grammar_->sequence.size());
    alternative.item_count = static_cast<int32_t>(items.size());
    for (auto& item : items) grammar_->sequence.push_back(item);
    if (Accept('{')) {
      ReadAction(&alternative);
    } else {
      PassOnlyValue(items, &alternative);
    }
    return alternative;
  }

  // An alternative with one item that reads something has that item's outcome.
  static void PassOnlyValue(const std::vector<GrammarItem>& items,
                            GrammarAlternative* alternative) {
    int values = 0;
    for (size_t i = 0; i < items.size(); i++) {
      if (items[i].op == Op::kAnd || items[i].op == Op::kNot || items[i].op == Op::kCut) continue;
      values++;
      alternative->from.item = static_cast<uint8_t>(i + 1);
    }
    alternative->action = values == 1 ? GrammarAction::kSelect : GrammarAction::kPass;
  }

  int32_t AddItem(const GrammarItem& item) {
    grammar_->items.push_back(item);
    return static_cast<int32_t>(grammar_->items.size()) - 1;
  }

  GrammarItem ReadItem() {
    if (Accept('&')) return {Op::kAnd, AddItem(ReadAtom())};
    if (Accept('!')) return {Op::kNot, AddItem(ReadAtom())};
    if (Accept('~')) return {Op::kCut};
    if (Accept('^')) return {Op::kForced, ReadAtom().a};
    GrammarItem atom = ReadAtom();
    if (Accept('.')) {
      GrammarItem element = ReadAtom();
      if (!Accept('+')) Die("missing +", text_);
      int32_t separator = AddItem(atom);
      return {Op::kGather, separator, AddItem(element)};
    }
    if (Accept('?')) return {Op::kOptional, AddItem(atom)};
    if (Accept('*')) return {Op::kStar, AddItem(atom)};
    if (Accept('+')) return {Op::kPlus, AddItem(atom)};
    return atom;
  }

  GrammarItem ReadAtom() {
    SkipSpace();
    if (text_.empty()) Die("unexpected end", text_);
    if (text_[0] == '\'') {
      return {Op::kToken, static_cast<int32_t>(FindToken(ReadQuoted('\'')))};
    }
    if (text_[0] == '"') {
      grammar_->words.push_back(ReadQuoted('"'));
      return {Op::kWord, static_cast<int32_t>(grammar_->words.size()) - 1};
    }
    if (Accept('(')) {
      GrammarItem group = {Op::kGroup};
      ReadAlternatives(&group.a, &group.b);
      if (!Accept(')')) Die("missing )", text_);
      return group;
    }
    std::string_view word = ReadWord();
    if (word.empty()) Die("unexpected character", text_);
    if (word == "SOFT_KEYWORD") return {Op::kAnyWord};
    if (word[0] >= 'A' && word[0] <= 'Z') {
      for (int i = 0; i < static_cast<int>(TokenKind::kUnknown); i++) {
        if (word == TokenName(static_cast<TokenKind>(i))) return {Op::kToken, i};
      }
      Die("no such token", word);
    }
    int rule = grammar_->FindRule(word);
    if (rule < 0) Die("no such rule", word);
    return {Op::kRule, rule};
  }

  ItemPlace ReadPlace() {
    ItemPlace place;
    std::string_view word = ReadWord();
    if (word == "last" || word == "first" || word == "target") {
      place.part = word == "last"    ? ItemPart::kLast
                   : word == "first" ? ItemPart::kFirst
                                     : ItemPart::kComprehensionTarget;
      if (!Accept(':')) Die("missing :", text_);
      word = ReadWord();
    }
    if (word.size() != 1) Die("bad place", word);
    place.item = static_cast<uint8_t>(word[0] - '0');
    return place;
  }

  // Behind '{' up to and including '}'.
  void ReadAction(GrammarAlternative* alternative) {
    if (Accept('$')) {
      alternative->action = GrammarAction::kSelect;
      alternative->from = ReadPlace();
    } else if (Accept('@')) {
      std::string_view word = ReadWord();
      const NamedAction* action = nullptr;
      for (const NamedAction& row : kActions) {
        if (row.name == word) action = &row;
      }
      if (action == nullptr) Die("no such action", word);
      alternative->action = action->action;
      if (action->places > 0) alternative->from = ReadPlace();
      if (action->places > 1) alternative->to = ReadPlace();
      SkipSpace();
      size_t length = text_.find('}');
      alternative->message = text_.substr(0, length);
      text_.remove_prefix(length);
    } else {
      alternative->action = GrammarAction::kNode;
      alternative->kind = FindKind(ReadWord());
    }
    if (!Accept('}')) Die("missing }", text_);
  }

  static OutcomeKind FindKind(std::string_view name) {
    for (const NamedKind& row : kExtraKinds) {
      if (row.name == name) return row.kind;
    }
    for (const NamedKind& row : kNodeKinds) {
      if (row.name == name) return row.kind;
    }
    Die("no such kind", name);
  }

  ErrorGrammar* grammar_;
  std::string_view text_;
};

ErrorGrammar MakeErrorGrammar() {
  ErrorGrammar grammar;
  Compiler(&grammar).Run();
  return grammar;
}

}  // namespace

int ErrorGrammar::FindRule(std::string_view name) const {
  for (size_t i = 0; i < rules.size(); i++) {
    if (rules[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

const ErrorGrammar& GetErrorGrammar() {
  static const ErrorGrammar grammar = MakeErrorGrammar();
  return grammar;
}

}  // namespace polygil
