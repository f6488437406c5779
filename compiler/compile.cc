#include "compiler/compile.h"

#include "compiler/codegen/generator.h"
#include "compiler/symtable/symtable.h"

namespace polygil {

using namespace ast;  // NOLINT: the whole file is about nodes

namespace {

struct FutureFeature {
  std::string_view name;
  uint32_t flag;
};
constexpr FutureFeature kFeatures[] = {
    {"nested_scopes", 0},      {"generators", 0},       {"division", 0},
    {"absolute_import", 0},    {"with_statement", 0},   {"print_function", 0},
    {"unicode_literals", 0},   {"barry_as_FLUFL", kCodeFutureBarryAsBdfl},
    {"generator_stop", 0},     {"annotations", kCodeFutureAnnotations},
};

// Where only the start of the place is known.
Diagnostic SyntaxErrorFrom(int32_t line, int32_t offset, std::string message) {
  Diagnostic diagnostic = SyntaxErrorAt({line, 0, line, 0}, std::move(message));
  diagnostic.offset = offset;
  diagnostic.end_offset = 0;
  return diagnostic;
}

bool CheckFeatures(const ImportFrom* s, uint32_t* flags, Diagnostic* diagnostic) {
  for (const Alias* alias : s->names) {
    std::string_view name = alias->name->text();
    bool known = false;
    for (const FutureFeature& feature : kFeatures) {
      if (feature.name != name) continue;
      known = true;
      *flags |= feature.flag;
    }
    if (known) continue;
    *diagnostic = SyntaxErrorFrom(s->span.lineno, s->span.col_offset + 1, name == "braces" ? "not a chance"
                                                          : "future feature " + std::string(name) + " is not defined");
    return false;
  }
  return true;
}

// `from __future__ import ...` statements at the beginning (Language Reference 7.11.1). A later one
// is refused here if it stands on the line the beginning ended on, else by the code generator.
bool FindFutures(const Sequence<StmtNode*>& body, CodegenOptions* codegen, Diagnostic* diagnostic) {
  bool beginning = true;
  int32_t line = 0;
  for (uint32_t i = 0; i < body.size(); ++i) {
    const StmtNode* s = body[i];
    const ImportFrom* import = s->If<ImportFrom>();
    if (!beginning && s->span.lineno > line) return true;
    line = s->span.lineno;
    bool future = import != nullptr && import->module != nullptr && import->module->text() == "__future__";
    if (future && !beginning) {
      *diagnostic = SyntaxErrorFrom(line, s->span.col_offset,
                                    "from __future__ imports must occur at the beginning of the file");
      return false;
    }
    if (future) {
      if (!CheckFeatures(import, &codegen->future_flags, diagnostic)) return false;
      codegen->last_future_line = line;
    }
    if (!future && !(i == 0 && s->kind == NodeKind::kExpr && s->As<Expr>()->value->kind == NodeKind::kConstant &&
                     s->As<Expr>()->value->As<ast::Constant>()->value.kind == ConstantKind::kStr)) {
      beginning = false;
    }
  }
  return true;
}

}  // namespace

CompileResult CompileTree(const ModNode* module, const CompileOptions& options, Arena* arena) {
  CompileResult result;
  CodegenOptions codegen;
  codegen.filename = options.filename;
  codegen.future_flags = options.future_flags;
  codegen.optimize = options.optimize;
  codegen.interactive = module->kind == NodeKind::kInteractive;
  codegen.allow_top_level_await = options.allow_top_level_await;
  const Sequence<StmtNode*>* body = module->kind == NodeKind::kModule        ? &module->As<Module>()->body
                                    : module->kind == NodeKind::kInteractive ? &module->As<Interactive>()->body
                                                                             : nullptr;
  if (body != nullptr && !FindFutures(*body, &codegen, &result.diagnostic)) return result;
  SymbolTable table;
  bool annotations = codegen.future_flags & kCodeFutureAnnotations;
  if (!BuildSymbolTable(module, annotations, arena, &table, &result.diagnostic)) return result;
  Generator generator(&table, codegen, arena, &result.diagnostic, &result.warnings);
  result.unit = generator.Run(module);
  return result;
}

CompileResult CompileSource(std::string_view bytes, const CompileOptions& options) {
  CompileResult result;
  SourceText source;
  source.filename = options.filename;
  SourceOptions reading;
  reading.is_unicode = options.source_is_unicode;
  reading.end_with_newline = options.mode == ParseMode::kExec;
  reading.is_script = options.is_script;
  reading.hooks = options.parse.hooks;
  if (!ReadSource(bytes, reading, &source, &result.diagnostic)) return result;
  Arena arena;
  ParseOptions parse = options.parse;
  parse.barry_as_flufl = options.future_flags & kCodeFutureBarryAsBdfl;
  ParseResult parsed = Parse(source, options.mode, parse, &arena);
  if (parsed.module == nullptr) {
    result.diagnostic = std::move(parsed.diagnostic);
    result.warnings = std::move(parsed.warnings);
    return result;
  }
  result = CompileTree(parsed.module, options, &arena);
  result.warnings.insert(result.warnings.begin(), parsed.warnings.begin(), parsed.warnings.end());
  return result;
}

}  // namespace polygil
