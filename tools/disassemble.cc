// polygil dis. See disassemble.h.

#include "tools/disassemble.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "compiler/ast/printer.h"
#include "compiler/codegen/disassemble.h"
#include "compiler/compile.h"
#include "compiler/parser/parser.h"
#include "compiler/source/iconv_hook.h"
#include "compiler/source/source_text.h"
#include "compiler/source/unicode_hooks.h"
#include "compiler/token/token_printer.h"

namespace polygil {
namespace {

constexpr char kUsage[] = "usage: polygil dis [-t] [-a] [-b] [-O | -OO] [FILE ...]\n";
constexpr char kHelp[] =
    R"(
Shows what the compiler makes of a program. Without FILE, or with -, standard input is read.

  -t, --tokens    the tokens, one a line, with their places
  -a, --ast       the syntax tree, as ast.dump() shows it
  -b, --bytecode  the instructions of every code object (the default)
  -O, -OO         as in running: without assert statements, without documentation strings
  -h, --help      this text
)";

struct Settings {
  bool tokens = false, tree = false, bytecode = false;
  int optimize = 0;
  std::vector<std::string> files;
};

bool ReadAll(FILE* file, std::string* text) {
  char buffer[1 << 14];
  for (size_t count; (count = fread(buffer, 1, sizeof(buffer), file)) > 0;)
    text->append(buffer, count);
  return ferror(file) == 0;
}

bool ReadProgram(const std::string& name, std::string* text) {
  if (name == "-") return ReadAll(stdin, text);
  FILE* file = fopen(name.c_str(), "rbe");
  bool ok = file != nullptr && ReadAll(file, text);
  if (!ok) fprintf(stderr, "polygil dis: can't read '%s': %s\n", name.c_str(), strerror(errno));
  if (file != nullptr) fclose(file);
  return ok;
}

int Refuse(const std::string& name, const Diagnostic& diagnostic) {
  fprintf(stderr, "%s:%d: %s: %s\n", name.c_str(), diagnostic.lineno,
          DiagnosticKindName(diagnostic.kind), diagnostic.message.c_str());
  return 1;
}

void PrintLine(const std::string& text) {
  fputs(text.c_str(), stdout);
  if (text.empty() || text.back() != '\n') fputc('\n', stdout);
}

int ShowSource(const std::string& name, const std::string& text, const Settings& settings,
               const CompileOptions& options) {
  SourceText source;
  source.filename = name;
  SourceOptions source_options;
  source_options.is_script = true;
  source_options.hooks = options.parse.hooks;
  Diagnostic diagnostic;
  if (!ReadSource(text, source_options, &source, &diagnostic)) return Refuse(name, diagnostic);
  if (settings.tokens) PrintLine(DumpTokens(source.text));
  if (!settings.tree) return 0;
  ast::Arena arena;
  ParseResult parsed = Parse(source, ParseMode::kExec, options.parse, &arena);
  if (parsed.module == nullptr) return Refuse(name, parsed.diagnostic);
  PrintLine(ast::DumpTree(parsed.module, {}));
  return 0;
}

int Show(const std::string& name, const Settings& settings) {
  std::string text;
  if (!ReadProgram(name, &text)) return 1;
  CompileOptions options;
  options.filename = name == "-" ? "<stdin>" : name;
  options.is_script = true;
  options.optimize = settings.optimize;
  options.parse.hooks = UnicodeHooks();
  options.parse.hooks.decode = DecodeByIconv;
  if (settings.tokens || settings.tree) {
    int status = ShowSource(options.filename, text, settings, options);
    if (status != 0) return status;
  }
  if (!settings.bytecode) return 0;
  CompileResult result = CompileSource(text, options);
  if (result.unit == nullptr) return Refuse(options.filename, result.diagnostic);
  PrintLine(Disassemble(*result.unit));
  return 0;
}

// False: *status is the exit status.
bool TakeOption(const std::string& word, Settings* settings, int* status) {
  if (word == "-t" || word == "--tokens") {
    settings->tokens = true;
  } else if (word == "-a" || word == "--ast") {
    settings->tree = true;
  } else if (word == "-b" || word == "--bytecode") {
    settings->bytecode = true;
  } else if (word == "-O" || word == "-OO") {
    settings->optimize = static_cast<int>(word.size()) - 1;
  } else if (word == "-h" || word == "--help") {
    printf("%s%s", kUsage, kHelp);
    *status = 0;
    return false;
  } else {
    fprintf(stderr, "polygil dis: unknown option %s\n%s", word.c_str(), kUsage);
    *status = 2;
    return false;
  }
  return true;
}

}  // namespace

int DisassembleMain(const std::vector<std::string>& arguments) {
  Settings settings;
  int status = 0;
  for (const std::string& word : arguments) {
    if (word.size() < 2 || word[0] != '-') {
      settings.files.push_back(word);
    } else if (!TakeOption(word, &settings, &status)) {
      return status;
    }
  }
  if (!settings.tokens && !settings.tree) settings.bytecode = true;
  if (settings.files.empty()) settings.files.push_back("-");
  for (const std::string& file : settings.files) {
    int result = Show(file, settings);
    if (result > status) status = result;
  }
  return status;
}

}  // namespace polygil
