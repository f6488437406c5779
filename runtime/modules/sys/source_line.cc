#include "runtime/modules/sys/source_line.h"

#include <cstdio>
#include <string_view>

#include "compiler/ast/arena.h"
#include "compiler/ast/ast.h"
#include "compiler/parser/parser.h"
#include "compiler/source/source_text.h"
#include "compiler/source/unicode_hooks.h"
#include "runtime/object/address_space.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool ReadWholeFile(const char* path, std::string* text) {
  FILE* file = fopen(path, "rbe");
  if (file == nullptr) return false;
  char buffer[1 << 14];
  size_t count;
  while ((count = fread(buffer, 1, sizeof(buffer), file)) > 0) text->append(buffer, count);
  fclose(file);
  return true;
}

std::string FsPath(Value text) {
  PendingScope keep;
  Handle bytes = StrEncodeFs(text);
  if (bytes.IsEmpty()) {
    ClearPending();
    return "";
  }
  return std::string(BytesView(bytes));
}

bool FindFile(const std::string& path, std::string* text) {
  if (path.empty() || path[0] == '<') return false;
  if (ReadWholeFile(path.c_str(), text)) return true;
  Value folders = DictGetAscii(CurrentInterpreter()->sys_dict, "path");
  if (!folders || !IsList(folders)) return false;
  std::string tail = path.substr(path.rfind('/') + 1);
  for (int64_t i = 0; i < ListSize(folders); ++i) {
    Value folder = ListAt(folders, i);
    if (!IsStr(folder)) continue;
    if (ReadWholeFile((FsPath(folder) + "/" + tail).c_str(), text)) return true;
  }
  return false;
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

// The anchors of an expression, relative to the segment it was parsed from.
bool AnchorsOf(const ast::ExprNode* expression, std::string_view segment, int32_t* left,
               int32_t* right) {
  if (const auto* operation = expression->If<ast::BinOp>()) {
    int32_t end = operation->right->span.col_offset;
    for (int32_t i = operation->left->span.end_col_offset; i < end; ++i) {
      if (IsBlank(segment[static_cast<size_t>(i)])) continue;
      *left = i;
      *right = i + 1;
      if (i + 1 < end && !IsBlank(segment[static_cast<size_t>(i) + 1])) ++*right;
      return true;
    }
    return false;
  }
  if (const auto* subscript = expression->If<ast::Subscript>()) {
    *left = subscript->value->span.end_col_offset;
    *right = subscript->slice->span.end_col_offset + 1;
    return true;
  }
  return false;
}

}  // namespace

bool ReadSourceLine(Value filename, int32_t line, std::string* out) {
  std::string bytes;
  if (line < 1 || !FindFile(FsPath(filename), &bytes)) return false;
  SourceText source;
  SourceOptions options;
  Diagnostic diagnostic;
  std::string_view found;
  if (ReadSource(bytes, options, &source, &diagnostic)) {
    found = source.Line(line);
  } else {
    size_t start = 0;
    for (int32_t i = 1; i < line && start != std::string::npos; ++i) {
      start = bytes.find('\n', start);
      if (start != std::string::npos) ++start;
    }
    if (start == std::string::npos) return false;
    found = std::string_view(bytes).substr(start, bytes.find('\n', start) - start);
  }
  if (found.empty()) return false;
  while (!found.empty() && (found.back() == '\n' || found.back() == '\r')) found.remove_suffix(1);
  *out = found;
  return true;
}

bool FindAnchors(const std::string& line, int32_t start, int32_t end, int32_t* left,
                 int32_t* right) {
  if (start < 0 || end <= start || static_cast<size_t>(end) > line.size()) return false;
  // A traceback of a MemoryError: the parser would end the process.
  if (!CanMap(uint64_t{1} << 20)) return false;
  std::string segment = line.substr(static_cast<size_t>(start), static_cast<size_t>(end - start));
  SourceText source;
  SourceOptions source_options;
  source_options.is_unicode = true;
  Diagnostic diagnostic;
  if (!ReadSource(segment + "\n", source_options, &source, &diagnostic)) return false;
  ast::Arena arena;
  ParseOptions options;
  options.hooks = UnicodeHooks();
  ParseResult parsed = Parse(source, ParseMode::kExec, options, &arena);
  const auto* module = parsed.module == nullptr ? nullptr : parsed.module->If<ast::Module>();
  if (module == nullptr || module->body.size() != 1) return false;
  const auto* statement = module->body[0]->If<ast::Expr>();
  if (statement == nullptr || !AnchorsOf(statement->value, segment, left, right)) return false;
  *left += start;
  *right += start;
  return true;
}

}  // namespace polygil
