// What of the parser cannot be had as a vector: warnings, unfinished input, flags, hostile input.

#include "compiler/parser/parser.h"

#include <string>

#include "compiler/ast/printer.h"
#include "compiler/source/source_text.h"
#include "compiler/source/unicode_hooks.h"
#include "gtest/gtest.h"

namespace polygil {
namespace {

class ParserTest : public testing::Test {
 protected:
  ParseResult ParseText(std::string_view text, ParseMode mode = ParseMode::kExec) {
    SourceOptions source_options;
    source_options.is_unicode = true;
    source_options.end_with_newline = mode == ParseMode::kExec;
    Diagnostic diagnostic;
    EXPECT_TRUE(ReadSource(text, source_options, &source_, &diagnostic));
    options_.hooks = UnicodeHooks();
    return Parse(source_, mode, options_, &arena_);
  }

  std::string Message(std::string_view text, ParseMode mode = ParseMode::kExec) {
    return ParseText(text, mode).diagnostic.message;
  }

  static std::string Repeat(std::string_view piece, int count) {
    std::string out;
    for (int i = 0; i < count; i++) out += piece;
    return out;
  }

  ast::Arena arena_;
  SourceText source_;
  ParseOptions options_;
};

TEST_F(ParserTest, InvalidEscapeWarnsOncePerLiteral) {
  ParseResult result = ParseText("x = 1\n'\\d\\e' '\\400'");
  ASSERT_NE(result.module, nullptr);
  ASSERT_EQ(result.warnings.size(), 2u);
  EXPECT_EQ(result.warnings[0].message, "invalid escape sequence '\\d'");
  EXPECT_EQ(result.warnings[0].lineno, 2);
  EXPECT_EQ(result.warnings[1].message, "invalid octal escape sequence '\\400'");
  EXPECT_EQ(result.warnings[0].kind, WarningKind::kDeprecation);
}

TEST_F(ParserTest, TextReadTwiceWarnsOnce) {
  EXPECT_EQ(ParseText("with ('\\d') as f: pass").warnings.size(), 1u);
  EXPECT_EQ(ParseText("match('\\d')").warnings.size(), 1u);
}

TEST_F(ParserTest, NumberBeforeKeywordWarns) {
  ParseResult result = ParseText("1if 0x1or 2else 3");
  ASSERT_EQ(result.warnings.size(), 3u);
  EXPECT_EQ(result.warnings[0].message, "invalid decimal literal");
  EXPECT_EQ(result.warnings[1].message, "invalid hexadecimal literal");
}

TEST_F(ParserTest, UnfinishedInputIsToldFromWrongInput) {
  for (const char* text : {"if x:", "(1,", "'''a", "def f():\n  (", "x = \\\n", "[1, 'a"}) {
    EXPECT_TRUE(ParseText(text, ParseMode::kSingle).diagnostic.incomplete ||
                ParseText(text, ParseMode::kSingle).module != nullptr)
        << text;
  }
  for (const char* text : {"a b", "1 +* 2", "x = )", "if x y:", "(1 2"}) {
    ParseResult result = ParseText(text, ParseMode::kSingle);
    EXPECT_EQ(result.module, nullptr) << text;
  }
  EXPECT_FALSE(ParseText("a b\n", ParseMode::kSingle).diagnostic.incomplete);
}

TEST_F(ParserTest, IncompleteInputFlagGivesItsMessage) {
  options_.allow_incomplete_input = true;
  options_.dont_imply_dedent = true;
  EXPECT_EQ(Message("if x:\n  y", ParseMode::kSingle), "incomplete input");
  EXPECT_EQ(Message("'''a", ParseMode::kSingle), "incomplete input");
  EXPECT_EQ(Message("(a", ParseMode::kSingle), "incomplete input");
  EXPECT_EQ(Message("a b\n", ParseMode::kSingle), "invalid syntax");
  EXPECT_NE(ParseText("if x:\n  y\n\n", ParseMode::kSingle).diagnostic.message, "invalid syntax");
}

TEST_F(ParserTest, FluflUsesAnotherNotEqual) {
  EXPECT_NE(ParseText("a != b").module, nullptr);
  EXPECT_EQ(ParseText("a <> b").module, nullptr);
  options_.barry_as_flufl = true;
  EXPECT_NE(ParseText("a <> b").module, nullptr);
  EXPECT_EQ(ParseText("a != b").module, nullptr);
}

TEST_F(ParserTest, DigitLimitAppliesToDecimalOnly) {
  options_.max_integer_digits = 5000;
  EXPECT_NE(ParseText(std::string(5000, '9')).module, nullptr);
  EXPECT_EQ(ParseText(std::string(5001, '9')).module, nullptr);
  EXPECT_NE(ParseText("0x" + std::string(6000, 'f')).module, nullptr);
  options_.max_integer_digits = 0;
  EXPECT_NE(ParseText(std::string(9000, '9')).module, nullptr);
}

TEST_F(ParserTest, EqualNamesAreOneIdentifier) {
  ParseResult result = ParseText("abc = abc");
  auto* assign = result.module->As<ast::Module>()->body[0]->As<ast::Assign>();
  EXPECT_EQ(assign->targets[0]->As<ast::Name>()->id, assign->value->As<ast::Name>()->id);
}

TEST_F(ParserTest, IdentifiersAreNormalized) {
  ParseResult result = ParseText("\xEF\xBD\x98");  // FULLWIDTH LATIN SMALL LETTER X
  auto* statement = result.module->As<ast::Module>()->body[0]->As<ast::Expr>();
  EXPECT_EQ(statement->value->As<ast::Name>()->id->text(), "x");
}

TEST_F(ParserTest, LongChainsAreParsed) {
  EXPECT_NE(ParseText("1" + Repeat("+1", 200000)).module, nullptr);
  EXPECT_NE(ParseText("a" + Repeat(".b", 200000)).module, nullptr);
  EXPECT_NE(ParseText("f" + Repeat("()", 200000)).module, nullptr);
  EXPECT_NE(ParseText("a" + Repeat(" < a", 100000)).module, nullptr);
  EXPECT_NE(ParseText("if x: a\n" + Repeat("elif x: a\n", 50000)).module, nullptr);
}

TEST_F(ParserTest, DeepNestingIsAMemoryError) {
  for (const char* piece : {"-", "not ", "lambda: ", "1 if 1 else ", "2 ** "}) {
    ParseResult result = ParseText(Repeat(piece, 300000) + "1");
    EXPECT_EQ(result.diagnostic.kind, DiagnosticKind::kMemoryError) << piece;
  }
  EXPECT_EQ(Message(Repeat("(", 100000)), "too many nested parentheses");
}

TEST_F(ParserTest, NestedMistakesStayLinear) {
  for (const char* open : {"(", "[", "{", "f(", "f(a=", "a[", "{1:", "(x for x in "}) {
    std::string text = Repeat(open, 190) + "1 1";
    EXPECT_EQ(ParseText(text).module, nullptr) << open;
  }
}

TEST_F(ParserTest, NestedFStringsReportOuterAndInner) {
  EXPECT_EQ(Message("f'{f\"{}\"}'"), "f-string: f-string: empty expression not allowed");
}

}  // namespace
}  // namespace polygil
