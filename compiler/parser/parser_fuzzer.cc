// libFuzzer target: any bytes, in any mode, must give a tree or a diagnostic.
//
//   clang++ -fsanitize=fuzzer,address ...   (bazel build --config=fuzz //compiler/parser:parser_fuzzer)

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "compiler/ast/printer.h"
#include "compiler/parser/parser.h"
#include "compiler/source/source_text.h"
#include "compiler/source/unicode_hooks.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace polygil;
  if (size == 0) return 0;
  auto mode = static_cast<ParseMode>(data[0] % 3);
  ParseOptions options;
  options.hooks = UnicodeHooks();
  options.dont_imply_dedent = (data[0] & 4) != 0;
  options.allow_incomplete_input = (data[0] & 8) != 0;
  SourceOptions source_options;
  source_options.hooks = options.hooks;
  source_options.is_unicode = (data[0] & 16) != 0;
  source_options.end_with_newline = mode == ParseMode::kExec;
  SourceText source;
  Diagnostic diagnostic;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (!ReadSource(bytes, source_options, &source, &diagnostic)) return 0;
  ast::Arena arena;
  ParseResult result = Parse(source, mode, options, &arena);
  if (result.module == nullptr) {
    if (!result.diagnostic) abort();
  } else {
    ast::DumpTree(result.module, {});
  }
  return 0;
}
