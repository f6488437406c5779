// Scanning of f-string bodies.

#include "compiler/parser/fstring.h"

#include <cstdio>
#include <cstring>

#include "compiler/parser/escapes.h"

namespace polygil {

using ast::ExprNode;

namespace {

constexpr int kDeepestLevel = 2;
constexpr int kMostBrackets = 200;

char ClosingOf(char opening) { return opening == '(' ? ')' : opening == '[' ? ']' : '}'; }

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\v' || c == '\r';
}

}  // namespace

void FlushText(const StringRun& run, ast::Arena* arena, StringParts* parts) {
  if (parts->text.empty()) return;
  auto* constant = ast::NewNode<ast::Constant>(arena, run.span);
  constant->value.kind = ast::ConstantKind::kStr;
  constant->value.text = arena->Copy(parts->text);
  constant->literal_kind = run.kind;
  parts->values.push_back(constant);
  parts->text.clear();
}

void WarnInvalidEscape(const ParseContext& context, const Token& token, int escape) {
  if (context.warnings == nullptr) return;
  char message[48];
  if (escape > 0377) {
    snprintf(message, sizeof message, "invalid octal escape sequence '\\%o'", escape);
  } else {
    snprintf(message, sizeof message, "invalid escape sequence '\\%c'", escape);
  }
  context.warnings->push_back({WarningKind::kDeprecation, message, token.lineno,
                               token.col + 1, token.end_lineno, token.end_col + 1});
}

FStringScanner::FStringScanner(const ParseContext& context, const StringRun& run,
                               const Token& token, std::string_view token_text,
                               std::string_view body, bool raw, LiteralError* error)
    : context_(context),
      run_(run),
      token_(token),
      token_text_(token_text),
      cursor_(body.data()),
      end_(body.data() + body.size()),
      raw_(raw),
      error_(error) {}

bool FStringScanner::Fail(std::string message) {
  error_->message = std::move(message);
  return false;
}

bool FStringScanner::DecodeLiteral(std::string_view literal, std::string* text) {
  if (raw_ || literal.find('\\') == std::string_view::npos) {
    if (!CheckLiteralUtf8(literal, &error_->message)) return false;
    text->append(literal);
    return true;
  }
  int invalid_escape = 0;
  if (!DecodeStringEscapes(literal, context_.options->hooks, text, &invalid_escape,
                           &error_->message)) {
    return false;
  }
  if (invalid_escape != 0) WarnInvalidEscape(context_, token_, invalid_escape);
  return true;
}

// Reads text up to a brace. A doubled brace ends it too, with kAgain: its second half is skipped.
FStringScanner::Literal FStringScanner::ReadLiteral(int level, std::string* text) {
  const char* start = cursor_;
  const char* p = cursor_;
  const char* literal_end = nullptr;
  bool again = false;
  while (p < end_) {
    char c = *p++;
    if (!raw_ && c == '\\' && p < end_) {
      c = *p++;
      if (c == 'N') {
        // The braces of \N{name} do not start an expression.
        if (p < end_ && *p++ == '{') {
          while (p < end_ && *p++ != '}') {
          }
        }
        continue;
      }
      if (c == '{') WarnInvalidEscape(context_, token_, '{');
    }
    if (c != '{' && c != '}') continue;
    if (level == 0) {
      if (p < end_ && *p == c) {
        literal_end = p;
        p++;
        again = true;
        break;
      }
      if (c == '}') {
        Fail("f-string: single '}' is not allowed");
        return Literal::kFailed;
      }
    }
    p--;
    break;
  }
  if (literal_end == nullptr) literal_end = p;
  cursor_ = p;
  if (literal_end != start &&
      !DecodeLiteral({start, static_cast<size_t>(literal_end - start)}, text)) {
    return Literal::kFailed;
  }
  return again ? Literal::kAgain : Literal::kDone;
}

bool FStringScanner::ScanLevel(int level, StringParts* parts) {
  while (true) {
    Literal literal = ReadLiteral(level, &parts->text);
    if (literal == Literal::kFailed) return false;
    if (literal == Literal::kAgain) continue;
    if (cursor_ >= end_ || *cursor_ == '}') break;
    if (!ReadExpression(level, parts)) return false;
  }
  if (level == 0 && cursor_ < end_ - 1) return Fail("f-string: unexpected end of string");
  if (level != 0 && (cursor_ >= end_ || *cursor_ != '}')) {
    return Fail("f-string: expecting '}'");
  }
  return true;
}

// From the start of an expression to the character that ends it ('!', ':', '}' or '='), skipping
// strings and brackets; null if it is malformed.
const char* FStringScanner::FindExpressionEnd() {
  char brackets[kMostBrackets];
  int depth = 0;
  char quote = 0;
  bool triple = false;
  const char* p = cursor_;
  auto fail = [&](std::string message) {
    Fail(std::move(message));
    return nullptr;
  };
  auto is_triple = [&](char c) { return p + 2 < end_ && p[1] == c && p[2] == c; };
  for (; p < end_; p++) {
    char c = *p;
    if (c == '\\') return fail("f-string expression part cannot include a backslash");
    if (quote != 0) {
      if (c != quote || (triple && !is_triple(c))) continue;
      if (triple) p += 2;
      quote = 0;
      continue;
    }
    if (c == '\'' || c == '"') {
      triple = is_triple(c);
      if (triple) p += 2;
      quote = c;
      continue;
    }
    if (c == '[' || c == '{' || c == '(') {
      if (depth >= kMostBrackets) return fail("f-string: too many nested parenthesis");
      brackets[depth++] = c;
      continue;
    }
    if (c == '#') return fail("f-string expression part cannot include '#'");
    if (depth == 0 && (c == '!' || c == ':' || c == '}' || c == '=' || c == '>' || c == '<')) {
      bool is_pair = p + 1 < end_ && p[1] == '=' && (c == '!' || c == '=' || c == '<' || c == '>');
      if (is_pair) {
        p++;
        continue;
      }
      if (c == '>' || c == '<') continue;
      break;
    }
    if (c == ']' || c == '}' || c == ')') {
      if (depth == 0) return fail(std::string("f-string: unmatched '") + c + "'");
      char opening = brackets[--depth];
      if (ClosingOf(opening) != c) {
        return fail(std::string("f-string: closing parenthesis '") + c +
                    "' does not match opening parenthesis '" + opening + "'");
      }
    }
  }
  if (quote != 0) return fail("f-string: unterminated string");
  if (depth > 0) return fail(std::string("f-string: unmatched '") + brackets[depth - 1] + "'");
  if (p >= end_) return fail("f-string: expecting '}'");
  return p;
}

// `start` is behind the opening brace. The unit is placed where the expression stands in the file:
// its columns count from the start of the token, or of the line if newlines precede it.
ExprNode* FStringScanner::CompileExpression(const char* start, const char* end) {
  const char* p = start;
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\f')) p++;
  if (p == end) {
    if (*end == '!' || *end == ':' || *end == '=') {
      Fail(std::string("f-string: expression required before '") + *end + "'");
    } else {
      Fail("f-string: empty expression not allowed");
    }
    return nullptr;
  }
  const char* brace = start - 1;
  const char* token_start = token_text_.data();
  int32_t lines = 0;
  int32_t columns = 0;
  bool newline_after_brace = true;
  for (p = start; p < end_ && *p != '}' && *p != '\n'; p++) {
    if (*p != ' ' && *p != '\t' && *p != '\f') {
      newline_after_brace = false;
      break;
    }
  }
  if (!newline_after_brace) {
    p = brace;
    while (p > token_start && *p != '\n') p--;
    columns = static_cast<int32_t>(brace - p);
    if (*p == '\n') columns--;
  }
  for (p = token_start; p < brace; p++) lines += *p == '\n';

  size_t length = end - start;
  char* text = static_cast<char*>(context_.arena->Allocate(length + 4, 1));
  text[0] = '(';
  memcpy(text + 1, start, length);
  text[length + 1] = ')';
  text[length + 2] = '\n';
  text[length + 3] = 0;
  Unit unit = {UnitKind::kFString, {text, length + 3}};
  unit.first_line = token_.lineno + lines;
  unit.first_column = lines != 0 ? columns : token_.col + columns;
  if (StackIsExhausted(context_)) {
    error_->nested.kind = DiagnosticKind::kMemoryError;
    return nullptr;
  }
  ast::Node* node = ParseUnit(context_, unit, &error_->nested);
  return static_cast<ExprNode*>(node);
}

bool FStringScanner::ReadExpression(int level, StringParts* parts) {
  if (level >= kDeepestLevel) return Fail("f-string: expressions nested too deeply");
  const char* start = ++cursor_;
  const char* end = FindExpressionEnd();
  if (end == nullptr) return false;
  cursor_ = end;
  ExprNode* value = CompileExpression(start, end);
  if (value == nullptr) return false;

  bool has_text = false;
  int32_t conversion = -1;
  ExprNode* format_spec = nullptr;
  if (*cursor_ == '=') {
    cursor_++;
    while (cursor_ < end_ && IsSpace(*cursor_)) cursor_++;
    if (cursor_ >= end_) return Fail("f-string: expecting '}'");
    int32_t version = context_.options->feature_version;
    if (version < 8) {
      error_->needs_version = version < 6 ? 6 : 8;
      error_->feature = version < 6 ? "Format strings are" : "f-string: self documenting expressions are";
      return false;
    }
    has_text = true;
    parts->text.append(start, cursor_ - start);
  }
  FlushText(run_, context_.arena, parts);
  if (*cursor_ == '!') {
    cursor_++;
    if (cursor_ >= end_) return Fail("f-string: expecting '}'");
    conversion = static_cast<unsigned char>(*cursor_++);
    if (conversion != 's' && conversion != 'r' && conversion != 'a') {
      return Fail("f-string: invalid conversion character: expected 's', 'r', or 'a'");
    }
    if (cursor_ >= end_) return Fail("f-string: expecting '}'");
  }
  if (*cursor_ == ':') {
    cursor_++;
    if (cursor_ >= end_) return Fail("f-string: expecting '}'");
    // A specification, and the text at its end, have the place of their token, not of the run.
    StringRun own = {{token_.lineno, token_.col, token_.end_lineno, token_.end_col}, {}};
    StringParts spec;
    if (!ScanLevel(level + 1, &spec)) return false;
    FlushText(own, context_.arena, &spec);
    auto* joined = ast::NewNode<ast::JoinedStr>(context_.arena, own.span);
    joined->values = ast::CopySequence(context_.arena, spec.values.data(), spec.values.size());
    format_spec = joined;
  }
  if (cursor_ >= end_ || *cursor_ != '}') return Fail("f-string: expecting '}'");
  cursor_++;
  if (has_text && format_spec == nullptr && conversion == -1) conversion = 'r';
  auto* formatted = ast::NewNode<ast::FormattedValue>(context_.arena, run_.span);
  formatted->value = value;
  formatted->conversion = conversion;
  formatted->format_spec = format_spec;
  parts->values.push_back(formatted);
  return true;
}

}  // namespace polygil
