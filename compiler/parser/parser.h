// The parser: source text in, a syntax tree or one Diagnostic out (Python reference, chapter 10).
//
// There are two parsers. The fast one is a hand-written recursive descent with precedence
// climbing that only knows valid programs; it stops silently at the first thing it does not like.
// Then the explaining one (error_parser.h) reads the program again to find the words and the place
// CPython has for the mistake.
//
// Nothing here knows objects or the GIL. No input makes it crash: nesting is bounded by the
// tokenizer and by `stack_bytes`, chains (`a+b+c`, `a.b.c`, `elif`) are parsed by loops.

#ifndef POLYGIL_COMPILER_PARSER_PARSER_H_
#define POLYGIL_COMPILER_PARSER_PARSER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/source/diagnostic.h"
#include "compiler/source/hooks.h"
#include "compiler/source/source_text.h"

namespace polygil {

enum class ParseMode : uint8_t {
  kExec,    // a module
  kEval,    // one expression
  kSingle,  // one interactive statement
  kFunctionType,  // the signature in a type comment: `(int, *str) -> bool`
};

struct ParseOptions {
  CompilerHooks hooks;

  // PyCF_DONT_IMPLY_DEDENT: the end of interactive input does not end its blocks.
  bool dont_imply_dedent = false;
  // PyCF_ALLOW_INCOMPLETE_INPUT: a program that is only cut short is refused with
  // "incomplete input". Diagnostic::incomplete is set either way.
  bool allow_incomplete_input = false;
  // CO_FUTURE_BARRY_AS_BDFL: `<>` instead of `!=` (PEP 401).
  bool barry_as_flufl = false;

  // PyCF_TYPE_COMMENTS: `# type: ...` comments belong to the tree and may stand only where it has
  // a place for them.
  bool type_comments = false;
  // The grammar of Python 3.`feature_version`: what is newer is refused.
  int32_t feature_version = 11;

  // sys.set_int_max_str_digits for decimal literals; 0 is no limit.
  int32_t max_integer_digits = 4300;

  // How much native stack the parser may use before it gives up with MemoryError.
  size_t stack_bytes = 2 * 1024 * 1024;
};

struct ParseResult {
  ast::ModNode* module = nullptr;  // in the arena; null if there is a diagnostic
  Diagnostic diagnostic;
  std::vector<SourceWarning> warnings;  // in source order; also those before the mistake
};

// Parses `source`, which must have been read with `end_with_newline` for kExec only. The tree
// belongs to `arena` and does not refer to `source`.
ParseResult Parse(const SourceText& source, ParseMode mode, const ParseOptions& options,
                  ast::Arena* arena);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_PARSER_PARSER_H_
