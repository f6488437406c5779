// The parser against CPython: trees and diagnostics of small programs, see generate_vectors.py.

#include <string>
#include <string_view>

#include "compiler/ast/printer.h"
#include "compiler/parser/numbers.h"
#include "compiler/parser/parser.h"
#include "compiler/source/source_text.h"
#include "compiler/source/unicode_hooks.h"
#include "gtest/gtest.h"

namespace polygil {
namespace {

using namespace std::string_view_literals;

struct Vector {
  const char* mode;
  bool is_unicode;
  bool with_attributes;
  std::string_view source;
  std::string_view expected;
};

constexpr Vector kVectors[] = {
#include "compiler/parser/parser_vectors.inc"
};

std::string Outcome(const Diagnostic& diagnostic) {
  std::string line = DiagnosticToString(diagnostic);
  if (!diagnostic.has_text) return line;
  ast::ConstantValue text;
  text.kind = ast::ConstantKind::kStr;
  text.text = diagnostic.text;
  return line + " " + ast::ConstantRepr(text, {});
}

// Everything above U+007F as the escape that ascii() writes.
std::string Escape(const std::string& text) {
  ast::ConstantValue value;
  value.kind = ast::ConstantKind::kStr;
  std::string out;
  for (size_t i = 0; i < text.size();) {
    size_t length = 1;
    while (i + length < text.size() && (text[i + length] & 0xC0) == 0x80) length++;
    value.text = std::string_view(text).substr(i, length);
    std::string repr = ast::ConstantRepr(value, {});
    bool is_ascii = static_cast<signed char>(text[i]) >= 0;
    out += is_ascii ? std::string(value.text) : repr.substr(1, repr.size() - 2);
    i += length;
  }
  return out;
}

std::string ParseVector(const Vector& vector) {
  std::string_view mode = vector.mode;
  ParseOptions options;
  options.hooks = UnicodeHooks();
  SourceOptions source_options;
  source_options.hooks = options.hooks;
  source_options.is_unicode = vector.is_unicode;
  source_options.end_with_newline = mode == "exec";
  SourceText source;
  source.filename = "<string>";
  Diagnostic diagnostic;
  if (!ReadSource(vector.source, source_options, &source, &diagnostic)) {
    return Outcome(diagnostic);
  }
  ParseMode parse_mode = mode == "exec"   ? ParseMode::kExec
                         : mode == "eval" ? ParseMode::kEval
                                          : ParseMode::kSingle;
  ast::Arena arena;
  ParseResult result = Parse(source, parse_mode, options, &arena);
  if (result.module == nullptr) return Outcome(result.diagnostic);
  ast::PrintOptions print;
  print.include_attributes = vector.with_attributes;
  print.big_to_decimal = HexToDecimal;
  return ast::DumpTree(result.module, print);
}

TEST(ParserVectorsTest, ParserAgreesWithCPython) {
  for (const Vector& vector : kVectors) {
    EXPECT_EQ(Escape(ParseVector(vector)), vector.expected) << vector.mode << ": " << vector.source;
  }
}

}  // namespace
}  // namespace polygil
