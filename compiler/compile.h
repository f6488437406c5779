// The compiler's front door: source text (or a tree) in, a CodeUnit or one Diagnostic out.

#ifndef POLYGIL_COMPILER_COMPILE_H_
#define POLYGIL_COMPILER_COMPILE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/parser/parser.h"
#include "compiler/source/diagnostic.h"
#include "compiler/source/source_text.h"
#include "pvm/bytecode/code_unit.h"

namespace polygil {

struct CompileOptions {
  std::string filename = "<string>";
  ParseMode mode = ParseMode::kExec;
  uint32_t future_flags = 0;         // kCodeFuture* in force besides the source's own
  int optimize = 0;
  bool source_is_unicode = false;    // the bytes are the UTF-8 of a str
  bool is_script = false;
  bool allow_top_level_await = false;
  ParseOptions parse;                // hooks and interactive flags
};

struct CompileResult {
  std::unique_ptr<CodeUnit> unit;    // null if there is a diagnostic
  Diagnostic diagnostic;
  std::vector<SourceWarning> warnings;
};

CompileResult CompileSource(std::string_view bytes, const CompileOptions& options);
// A tree that was parsed or made elsewhere. The arena takes what the compiler adds.
CompileResult CompileTree(const ast::ModNode* module, const CompileOptions& options, ast::Arena* arena);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_COMPILE_H_
