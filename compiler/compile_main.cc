// compile_main [OPTION...] FILE...: compiles each file, for tests and for looking.
//
//   -d  prints the listing                     -v  verifies the code
//   -c  prints one line: warnings and "ok" or the diagnostic
//   -f  prints the facts of every code object that Python can see (co_names, ...)
//   --mode=exec|eval|single, --unicode (the bytes are the UTF-8 of a str), -O, -OO

#include <cstdio>
#include <cstring>
#include <string>

#include "compiler/codegen/disassemble.h"
#include "compiler/codegen/verify.h"
#include "compiler/compile.h"
#include "compiler/source/iconv_hook.h"
#include "compiler/source/unicode_hooks.h"

namespace polygil {
namespace {

struct Settings {
  char action = 0;
  CompileOptions options;
};

std::string ReadFile(const char* name) {
  std::string bytes;
  FILE* file = fopen(name, "rb");
  if (file == nullptr) return bytes;
  char buffer[65536];
  for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0;) bytes.append(buffer, n);
  fclose(file);
  return bytes;
}

void AppendList(std::string* out, const char* label, const std::vector<std::string>& names) {
  *out += std::string(" ") + label + "=";
  for (const std::string& name : names) *out += name + ",";
}

// One line for a unit and each unit among its constants, outermost first.
void PrintFacts(const CodeUnit& unit) {
  std::vector<std::string> plain, cells, frees;
  for (const LocalVariable& variable : unit.locals) {
    if (variable.kind & kLocalPlain) plain.push_back(variable.name);
    if (variable.kind & kLocalCell) cells.push_back(variable.name);
    if (variable.kind & kLocalFree) frees.push_back(variable.name);
  }
  std::string out = unit.qualname + " name=" + unit.name + " line=" + std::to_string(unit.first_line) +
                    " arguments=" + std::to_string(unit.argument_count) + "," +
                    std::to_string(unit.positional_only_count) + "," +
                    std::to_string(unit.keyword_only_count) + " flags=" + std::to_string(unit.flags);
  AppendList(&out, "variables", plain);
  AppendList(&out, "names", unit.names);
  AppendList(&out, "cells", cells);
  AppendList(&out, "free", frees);
  bool documented = !unit.constants.empty() && unit.constants[0].kind == Constant::Kind::kStr &&
                    (unit.flags & kCodeOptimized) && unit.name[0] != '<';
  out += " doc=" + std::to_string(documented ? static_cast<int>(unit.constants[0].text.size()) : -1);
  printf("%s\n", out.c_str());
  for (const Constant& constant : unit.constants) {
    if (constant.code != nullptr) PrintFacts(*constant.code);
  }
}

int RunFile(const char* name, Settings* settings) {
  settings->options.filename = name;
  CompileResult result = CompileSource(ReadFile(name), settings->options);
  if (settings->action == 'c') {
    for (const SourceWarning& w : result.warnings) {
      printf("[%s %d: %s] ", w.kind == WarningKind::kSyntax ? "SyntaxWarning" : "DeprecationWarning", w.lineno,
             w.message.c_str());
    }
    printf("%s\n", result.diagnostic ? DiagnosticToString(result.diagnostic).c_str() : "ok");
    return 0;
  }
  if (result.diagnostic) {
    printf("%s: %s\n", name, DiagnosticToString(result.diagnostic).c_str());
    return 1;
  }
  switch (settings->action) {
    case 'v': {
      std::string error = Verify(*result.unit);
      if (error.empty()) return 0;
      printf("%s: %s\n", name, error.c_str());
      return 2;
    }
    case 'd': fputs(Disassemble(*result.unit).c_str(), stdout); break;
    case 'f': PrintFacts(*result.unit); break;
    default: break;
  }
  return 0;
}

int Main(int argc, char** argv) {
  Settings settings;
  settings.options.parse.hooks = UnicodeHooks();
  settings.options.parse.hooks.decode = DecodeByIconv;
  int status = 0;
  for (int i = 1; i < argc; ++i) {
    const char* word = argv[i];
    if (word[0] != '-') {
      int result = RunFile(word, &settings);
      if (result > status) status = result;
    } else if (strcmp(word, "--unicode") == 0) {
      settings.options.source_is_unicode = true;
    } else if (strncmp(word, "--mode=", 7) == 0) {
      settings.options.mode = word[7] == 's' || word[8] == 'i' ? ParseMode::kSingle
                              : word[8] == 'v'                 ? ParseMode::kEval
                                                               : ParseMode::kExec;
    } else if (strcmp(word, "-O") == 0 || strcmp(word, "-OO") == 0) {
      settings.options.optimize = static_cast<int>(strlen(word)) - 1;
    } else {
      settings.action = word[1];
    }
  }
  return status;
}

}  // namespace
}  // namespace polygil

int main(int argc, char** argv) { return polygil::Main(argc, argv); }
