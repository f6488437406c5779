// Links with compiler alone: text in, a tree or a diagnostic out, without objects and the GIL.

#include <gtest/gtest.h>

#include <string_view>

#include "compiler/parser/parser.h"

namespace polygil {
namespace {

ParseResult ParseModule(std::string_view text, ast::Arena* arena) {
  SourceOptions options;
  options.is_unicode = true;
  SourceText source;
  source.filename = "link.py";
  ParseResult result;
  if (!ReadSource(text, options, &source, &result.diagnostic)) return result;
  return Parse(source, ParseMode::kExec, ParseOptions{}, arena);
}

TEST(LinkCompiler, ProgramWithoutInterpreterBecomesATree) {
  ast::Arena arena;
  EXPECT_NE(ParseModule("def f(a, *b):\n    return a + sum(b)\n", &arena).module, nullptr);
}

TEST(LinkCompiler, MistakeWithoutInterpreterBecomesADiagnostic) {
  ast::Arena arena;
  const ParseResult result = ParseModule("x = (1,\n", &arena);
  EXPECT_EQ(result.module, nullptr);
  EXPECT_FALSE(result.diagnostic.message.empty());
}

}  // namespace
}  // namespace polygil
