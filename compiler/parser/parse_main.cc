// parse_main: prints what the front end makes of files, for tests and for looking.
//
//   parse_main [--mode=exec|eval|single] [--tokens] [--plain] [--unicode] [--quiet]
//              [--warnings] [--allow-incomplete] [--dont-imply-dedent] file...
//
// For each file one line: the tree as ast.dump(tree, include_attributes=True) prints it, with
// everything above U+007F escaped, or the diagnostic. --tokens prints the tokens, one a line,
// --plain leaves out the attributes, --unicode takes the bytes for the UTF-8 form of a str,
// --warnings prints the warnings first, --quiet prints no tree.

#include <cstdio>
#include <cstring>
#include <string>

#include "compiler/ast/printer.h"
#include "compiler/parser/numbers.h"
#include "compiler/parser/parser.h"
#include "compiler/source/source_text.h"
#include "compiler/source/iconv_hook.h"
#include "compiler/source/unicode_hooks.h"
#include "compiler/token/token_printer.h"

namespace polygil {
namespace {

struct Settings {
  ParseMode mode = ParseMode::kExec;
  bool tokens = false;
  bool is_unicode = false;
  bool quiet = false;
  bool warnings = false;
  ParseOptions parse;
  ast::PrintOptions print;
};

bool ReadFile(const char* path, std::string* bytes) {
  FILE* file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
  if (file == nullptr) return false;
  char buffer[65536];
  size_t count;
  bytes->clear();
  while ((count = fread(buffer, 1, sizeof buffer, file)) > 0) bytes->append(buffer, count);
  if (file != stdin) fclose(file);
  return true;
}

std::string Quote(const std::string& text) {
  ast::ConstantValue value;
  value.kind = ast::ConstantKind::kStr;
  value.text = text;
  return ast::ConstantRepr(value, {});
}

void PrintDiagnostic(const Diagnostic& diagnostic) {
  std::string line = DiagnosticToString(diagnostic);
  if (diagnostic.has_text) line += " " + Quote(diagnostic.text);
  if (diagnostic.incomplete) line += " incomplete";
  printf("%s\n", line.c_str());
}

void RunFile(const char* path, const Settings& settings) {
  std::string bytes;
  if (!ReadFile(path, &bytes)) {
    printf("cannot read %s\n", path);
    return;
  }
  SourceText source;
  source.filename = path;
  SourceOptions options;
  options.hooks = settings.parse.hooks;
  options.is_unicode = settings.is_unicode;
  options.end_with_newline = settings.mode == ParseMode::kExec;
  Diagnostic diagnostic;
  if (!ReadSource(bytes, options, &source, &diagnostic)) {
    PrintDiagnostic(diagnostic);
    return;
  }
  if (settings.tokens) {
    fputs(DumpTokens(source.text).c_str(), stdout);
    return;
  }
  ast::Arena arena;
  ParseResult result = Parse(source, settings.mode, settings.parse, &arena);
  if (settings.warnings) {
    for (const SourceWarning& warning : result.warnings) {
      printf("%d: %s\n", warning.lineno, warning.message.c_str());
    }
  }
  if (result.module == nullptr) {
    PrintDiagnostic(result.diagnostic);
  } else if (!settings.quiet) {
    puts(ast::DumpTree(result.module, settings.print).c_str());
  }
}

int Main(int argc, char** argv) {
  Settings settings;
  settings.parse.hooks = UnicodeHooks();
  settings.parse.hooks.decode = DecodeByIconv;
  settings.print.include_attributes = true;
  settings.print.big_to_decimal = HexToDecimal;
  int i = 1;
  for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
    std::string_view flag = argv[i];
    if (flag == "--mode=exec") {
      settings.mode = ParseMode::kExec;
    } else if (flag == "--mode=eval") {
      settings.mode = ParseMode::kEval;
    } else if (flag == "--mode=single") {
      settings.mode = ParseMode::kSingle;
    } else if (flag == "--tokens") {
      settings.tokens = true;
    } else if (flag == "--plain") {
      settings.print.include_attributes = false;
    } else if (flag == "--unicode") {
      settings.is_unicode = true;
    } else if (flag == "--quiet") {
      settings.quiet = true;
    } else if (flag == "--warnings") {
      settings.warnings = true;
    } else if (flag == "--dont-imply-dedent") {
      settings.parse.dont_imply_dedent = true;
    } else if (flag == "--allow-incomplete") {
      settings.parse.allow_incomplete_input = true;
    } else {
      fprintf(stderr, "parse_main: unknown flag %s\n", argv[i]);
      return 2;
    }
  }
  for (; i < argc; i++) RunFile(argv[i], settings);
  return 0;
}

}  // namespace
}  // namespace polygil

int main(int argc, char** argv) { return polygil::Main(argc, argv); }
