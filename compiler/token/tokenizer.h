// The tokenizer: text in, one token at a time out (Python reference, chapter 2).
//
// It reads a buffer that ends with a NUL and keeps CPython's notion of where it stands, because
// the places of its diagnostics depend on it: a *current line* [line_start, line_end), the number
// of that line, and the cursor. Comments, blank lines and line joins yield nothing; INDENT and
// DEDENT come from comparing the white space of each logical line with a stack of columns, once
// with tabs to multiples of eight and once with tabs worth one, and where the two disagree the
// line is refused (TabError).
//
// After the first error every further call returns the same error.

#ifndef POLYGIL_COMPILER_TOKEN_TOKENIZER_H_
#define POLYGIL_COMPILER_TOKEN_TOKENIZER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/diagnostic.h"
#include "compiler/source/hooks.h"
#include "compiler/token/token.h"

namespace polygil {

// Why a kError token was returned.
enum class TokenizerState : uint8_t {
  kGood,
  kEnd,              // the end was reached, inside brackets or after a backslash if it is an error
  kFailed,           // a diagnostic with a place of its own is in error()
  kUnterminated,     // likewise, the end of the input lies within a string
  kBadDedent,        // "unindent does not match any outer indentation level"
  kBadTabs,          // "inconsistent use of tabs and spaces in indentation"
  kTooDeep,          // "too many levels of indentation"
  kBadContinuation,  // "unexpected character after line continuation character"
  kBadUtf8,          // a name holds malformed UTF-8; error() has the codec's message only
};

struct TokenizerOptions {
  CompilerHooks hooks;
  // Where the text stands in a larger one (the expressions of f-strings).
  int32_t first_line = 1;
  int32_t first_column = 0;
  // `# type: x` is a kTypeComment, `# type: ignore` a kTypeIgnore; their text is what follows.
  bool type_comments = false;
  // Warnings go here unless it is null.
  std::vector<SourceWarning>* warnings = nullptr;
};

class Tokenizer {
 public:
  static constexpr int kMaxIndentation = 100;
  static constexpr int kMaxBrackets = 200;

  // `text` must stay alive, and a NUL must follow it.
  Tokenizer(std::string_view text, const TokenizerOptions& options);

  // The next token; after kEndMarker or kError the same again.
  void Next(Token* token);

  TokenizerState state() const { return state_; }
  const Diagnostic& error() const { return error_; }

  // Where the tokenizer stands, for the places of the parser's diagnostics.
  int32_t lineno() const { return lineno_; }
  int32_t cursor_column() const { return static_cast<int32_t>(cursor_ - line_start_); }
  // The text read for the current line or multi-line token, up to the end of the current line.
  std::string_view buffer() const {
    return {buffer_start_, static_cast<size_t>(LineEnd() - buffer_start_)};
  }
  int32_t cursor_in_buffer() const { return static_cast<int32_t>(cursor_ - buffer_start_); }
  bool at_start() const { return cursor_ == begin_; }

  // Whether the end of the text was seen, be it only while looking for the end of the last token:
  // then more text could change the meaning of what was read.
  bool saw_end() const {
    return saw_end_ || state_ == TokenizerState::kEnd || state_ == TokenizerState::kUnterminated;
  }

  // Open brackets, innermost last.
  struct Bracket {
    char character;
    int32_t lineno;
    int32_t col;
  };
  int bracket_count() const { return bracket_count_; }
  const Bracket& innermost_bracket() const { return brackets_[bracket_count_ - 1]; }

  // At the end of interactive input all open blocks end, as if a blank line followed.
  void CloseBlocks() {
    pending_ -= depth_;
    depth_ = 0;
  }

  std::string_view text() const { return {begin_, static_cast<size_t>(end_ - begin_)}; }
  std::string_view TextOf(const Token& token) const {
    return {begin_ + token.start, token.end - token.start};
  }
  // What follows the last token.
  std::string_view rest() const { return {cursor_, static_cast<size_t>(end_ - cursor_)}; }

 private:
  void Finish(TokenKind kind, const char* start, Token* token);
  void Fail(TokenizerState state, Token* token);
  void Synthesize(TokenKind kind, Token* token);
  void SyntaxErrorHere(std::string message, Token* token);
  void SyntaxErrorAt(std::string message, int32_t offset, int32_t end_offset, Token* token);

  bool ReadIndentation(Token* token, bool* blank);
  bool CompareIndentation(int column, int alternate, Token* token);
  bool ReadContinuation(Token* token);
  bool ReadTypeComment(const char* start, bool is_alone, Token* token);
  void ReadNameOrPrefixedString(const char* start, Token* token);
  bool VerifyName(const char* start, Token* token);
  void ReadString(const char* start, Token* token);
  void ReadNumber(const char* start, Token* token);
  bool ReadRadixNumber(const char* start, int radix, const char* name, Token* token);
  bool ReadDigits(Token* token);
  bool ReadFractionAndExponent(const char* start, bool from_exponent, Token* token);
  bool VerifyEndOfNumber(const char* name, Token* token);
  void ReadOperator(const char* start, Token* token);
  bool OpenBracket(const char* start, Token* token);
  bool CloseBracket(char closing, Token* token);
  void RefuseCharacter(const char* start, Token* token);
  void Warn(std::string message);

  void StartLine(const char* start) {
    line_start_ = start;
    lineno_++;
  }
  const char* LineEnd() const;
  // As in CPython, a token is shifted if it *ends* on the first line.
  int32_t ColumnShift() const {
    return lineno_ == options_.first_line ? options_.first_column : 0;
  }

  const char* begin_;
  const char* end_;
  const char* cursor_;
  const char* line_start_;
  const char* buffer_start_;
  int32_t lineno_;
  bool at_line_start_ = true;
  bool is_continued_ = false;
  bool saw_end_ = false;
  TokenizerState state_ = TokenizerState::kGood;
  int pending_ = 0;  // INDENTs (positive) or DEDENTs (negative) still to come
  int depth_ = 0;
  int bracket_count_ = 0;
  int columns_[kMaxIndentation] = {0};
  int alternate_columns_[kMaxIndentation] = {0};
  Bracket brackets_[kMaxBrackets];
  TokenizerOptions options_;
  Diagnostic error_;
};

// Whether `text` holds nothing but blank lines and comments: what may follow an interactive
// statement.
bool IsBlankText(std::string_view text);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_TOKEN_TOKENIZER_H_
