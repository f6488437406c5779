// Golden tokens, and the errors of the tokenizer.

#include "compiler/token/tokenizer.h"

#include "compiler/token/token_printer.h"
#include "gtest/gtest.h"

namespace polygil {
namespace {

std::string ErrorOf(std::string_view text) {
  std::string copy(text);
  Tokenizer tokenizer(copy, {});
  Token token;
  do {
    tokenizer.Next(&token);
  } while (token.kind != TokenKind::kEndMarker && token.kind != TokenKind::kError);
  if (tokenizer.error()) return DiagnosticToString(tokenizer.error());
  return token.kind == TokenKind::kError
             ? "state " + std::to_string(static_cast<int>(tokenizer.state()))
             : "";
}

std::string State(TokenizerState state) {
  return "state " + std::to_string(static_cast<int>(state));
}

TEST(TokenizerTest, BlocksYieldIndentAndDedent) {
  EXPECT_EQ(DumpTokens("if x:\n  y  # z\n\nw\n"),
            "1,0-1,2: NAME 'if'\n"
            "1,3-1,4: NAME 'x'\n"
            "1,4-1,5: COLON ':'\n"
            "1,5-1,5: NEWLINE\n"
            "2: INDENT\n"
            "2,2-2,3: NAME 'y'\n"
            "2,5-2,8: NEWLINE\n"
            "4: DEDENT\n"
            "4,0-4,1: NAME 'w'\n"
            "4,1-4,1: NEWLINE\n"
            "4: ENDMARKER\n");
}

TEST(TokenizerTest, BracketsAndBackslashesJoinLines) {
  EXPECT_EQ(DumpTokens("(a,\n   b)\\\n+c"),
            "1,0-1,1: LPAR '('\n"
            "1,1-1,2: NAME 'a'\n"
            "1,2-1,3: COMMA ','\n"
            "2,3-2,4: NAME 'b'\n"
            "2,4-2,5: RPAR ')'\n"
            "3,0-3,1: PLUS '+'\n"
            "3,1-3,2: NAME 'c'\n"
            "3: ENDMARKER\n");
}

TEST(TokenizerTest, LongestOperatorWins) {
  EXPECT_EQ(DumpTokens("a**=b//c->...:="),
            "1,0-1,1: NAME 'a'\n"
            "1,1-1,4: DOUBLESTAREQUAL '**='\n"
            "1,4-1,5: NAME 'b'\n"
            "1,5-1,7: DOUBLESLASH '//'\n"
            "1,7-1,8: NAME 'c'\n"
            "1,8-1,10: RARROW '->'\n"
            "1,10-1,13: ELLIPSIS '...'\n"
            "1,13-1,15: COLONEQUAL ':='\n"
            "1: ENDMARKER\n");
}

TEST(TokenizerTest, StringsSpanLines) {
  EXPECT_EQ(DumpTokens("rb'''a\nb'''x"),
            "1,0-2,4: STRING 'rb'''a\nb''''\n"
            "2,4-2,5: NAME 'x'\n"
            "2: ENDMARKER\n");
  EXPECT_EQ(DumpTokens("ur'a'"),
            "1,0-1,2: NAME 'ur'\n"
            "1,2-1,5: STRING ''a''\n"
            "1: ENDMARKER\n");
}

TEST(TokenizerTest, EveryKeywordIsFound) {
  for (int i = static_cast<int>(TokenKind::kFalse); i < static_cast<int>(TokenKind::kCount); i++) {
    auto kind = static_cast<TokenKind>(i);
    std::string text = TokenText(kind);
    EXPECT_EQ(FindKeyword(text.c_str(), static_cast<uint32_t>(text.size())), kind) << text;
    EXPECT_TRUE(IsKeyword(kind));
    text += "x";
    EXPECT_EQ(FindKeyword(text.c_str(), static_cast<uint32_t>(text.size())), TokenKind::kName);
  }
  EXPECT_EQ(FindKeyword("match", 5), TokenKind::kName);
}

TEST(TokenizerTest, IndentationIsChecked) {
  EXPECT_EQ(ErrorOf("if x:\n    a\n  b\n"), State(TokenizerState::kBadDedent));
  EXPECT_EQ(ErrorOf("if x:\n\ta\n        b\n"), State(TokenizerState::kBadTabs));
  EXPECT_EQ(ErrorOf("if x:\n        a\n\tb\n"), State(TokenizerState::kBadTabs));
  EXPECT_EQ(ErrorOf("if x:\n\ta\n\tb\n"), "");
  std::string deep;
  for (int i = 0; i < 101; i++) deep += std::string(i, ' ') + "if x:\n";
  EXPECT_EQ(ErrorOf(deep), State(TokenizerState::kTooDeep));
}

TEST(TokenizerTest, BracketsAreMatched) {
  EXPECT_EQ(ErrorOf("(]"),
            "SyntaxError: closing parenthesis ']' does not match opening parenthesis '(' "
            "(line 1, offset 2, end 1:2)");
  EXPECT_EQ(ErrorOf("(\n}"),
            "SyntaxError: closing parenthesis '}' does not match opening parenthesis '(' on line 1 "
            "(line 2, offset 1, end 2:1)");
  EXPECT_EQ(ErrorOf(")"), "SyntaxError: unmatched ')' (line 1, offset 1, end 1:1)");
  EXPECT_EQ(ErrorOf("("), State(TokenizerState::kEnd));
  EXPECT_EQ(ErrorOf(std::string(201, '(')),
            "SyntaxError: too many nested parentheses (line 1, offset 201, end 1:201)");
}

TEST(TokenizerTest, EndOfInputInAStringIsToldApart) {
  std::string text = "'''a";
  Tokenizer tokenizer(text, {});
  Token token;
  tokenizer.Next(&token);
  EXPECT_EQ(token.kind, TokenKind::kError);
  EXPECT_EQ(tokenizer.state(), TokenizerState::kUnterminated);
  EXPECT_EQ(ErrorOf("'a\n"),
            "SyntaxError: unterminated string literal (detected at line 1) "
            "(line 1, offset 1, end 1:1)");
}

}  // namespace
}  // namespace polygil
