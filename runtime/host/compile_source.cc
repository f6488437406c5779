// compile(): Python objects to source text, diagnostics to exceptions, warnings to the warnings
// machinery.

#include <cstdio>
#include <string>
#include <utility>

#include "compiler/compile.h"
#include "compiler/source/unicode_hooks.h"
#include "pvm/code/code.h"
#include "pvm/frame/frame.h"
#include "runtime/host/host.h"
#include "runtime/modules/_ast/ast_bridge.h"
#include "runtime/object/address_space.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr uint32_t kFutureMask = 0x1FE0000;
constexpr int kDontImplyDedent = 0x200, kOnlyAst = 0x400, kTypeComments = 0x1000,
              kTopLevelAwait = 0x2000, kIncompleteInput = 0x4000;
constexpr int kFeatureVersionShift = 27;

// The codecs of Python code decode a source with a cookie.
bool DecodeSource(void*, std::string_view encoding, std::string_view bytes, std::string* utf8,
                  std::string* error) {
  Handle data = BytesNew(bytes.data(), static_cast<int64_t>(bytes.size()));
  Handle name = StrFromUtf8(encoding);
  Handle text;
  if (!data.IsEmpty() && !name.IsEmpty()) text = CallMethod(data, "decode", {name});
  if (!text.IsEmpty() && IsStr(text)) {
    Handle owner;
    Fallible<std::string_view> view = StrAsUtf8(text, &owner);
    if (view.ok) {
      *utf8 = view.value;
      return true;
    }
  }
  if (PendingMatches(&LookupErrorType) && !PendingMatches(&UnicodeDecodeErrorType)) {
    error->clear();
  } else if (HasPendingException()) {
    Handle message = ToStr(CurrentThread()->pending);
    char buffer[300];
    if (!message.IsEmpty()) *error = StrForMessage(message, buffer, sizeof(buffer));
  }
  ClearPending();
  return false;
}

Type* TypeOfDiagnostic(DiagnosticKind kind) {
  switch (kind) {
    case DiagnosticKind::kIndentationError:
      return &IndentationErrorType;
    case DiagnosticKind::kTabError:
      return &TabErrorType;
    case DiagnosticKind::kMemoryError:
      return &MemoryErrorType;
    case DiagnosticKind::kRecursionError:
      return &RecursionErrorType;
    case DiagnosticKind::kValueError:
      return &ValueErrorType;
    default:
      return &SyntaxErrorType;
  }
}

// The line of a text, counted from 1, without its newline. Empty past the end.
std::string_view LineOf(std::string_view text, int32_t lineno) {
  for (int32_t i = 1; i < lineno; ++i) {
    size_t newline = text.find('\n');
    if (newline == std::string_view::npos) return {};
    text.remove_prefix(newline + 1);
  }
  return text.substr(0, text.find('\n'));
}

// What stages behind the parser refuse is shown with the line of the file, if there is one of that
// name.
Owned LineOfFile(Value filename, int32_t lineno) {
  Handle path = StrEncodeFs(filename);
  FILE* file = path.IsEmpty() || lineno < 1 ? nullptr : fopen(BytesView(path).data(), "rbe");
  ClearPending();
  if (file == nullptr) return OwnNone();
  std::string text;
  char buffer[1 << 14];
  for (size_t count; (count = fread(buffer, 1, sizeof(buffer), file)) > 0;)
    text.append(buffer, count);
  fclose(file);
  std::string line(LineOf(text, lineno));
  if (line.empty()) return OwnNone();
  Handle bytes = TRY(BytesNew(line.data(), static_cast<int64_t>(line.size())));
  Handle encoding = TRY(StrFromUtf8("utf-8")), replace = TRY(StrFromUtf8("replace"));
  Handle decoded = TRY(CallMethod(bytes, "decode", {encoding, replace}));
  return StrFormat("%U\n", decoded.Get());
}

// SyntaxError(message, (filename, lineno, offset, text, end_lineno, end_offset)).
Raised RaiseSyntaxError(Type* type, const Diagnostic& diagnostic, Value filename) {
  Handle message = TRY(StrFromUtf8(diagnostic.message));
  Handle line = TRY(IntFromInt64(diagnostic.lineno));
  Handle offset = TRY(IntFromInt64(diagnostic.offset));
  Handle text =
      diagnostic.has_text ? StrFromUtf8(diagnostic.text) : LineOfFile(filename, diagnostic.lineno);
  if (text.IsEmpty()) return {};
  Handle end_line = TRY(IntFromInt64(diagnostic.end_lineno));
  bool has_end = !diagnostic.placed_later || diagnostic.end_offset > 0;
  Handle end_offset = TRY(has_end ? IntFromInt64(diagnostic.end_offset) : OwnNone());
  if (diagnostic.placed_later) {
    Value only[] = {message};
    Handle error = TRY(ExceptionNew(type, only, 1));
    const std::pair<const char*, Value> place[] = {
        {"filename", filename}, {"lineno", line},         {"offset", offset},
        {"text", text},         {"end_lineno", end_line}, {"end_offset", end_offset}};
    for (const auto& [name, value] : place) TRY_VOID(SetAttribute(error, name, value));
    return RaiseInstance(error.Release());
  }
  Handle place = TRY(TupleOf({filename, line, offset, text, end_line, end_offset}));
  Value args[] = {message, place};
  return RaiseInstance(ExceptionNew(type, args, 2));
}

// Text of several lines is what the tokenizer had read; a file has the line by itself.
void TakeLineOfFile(Diagnostic* diagnostic, Value filename) {
  size_t newline = diagnostic->text.find('\n');
  if (!diagnostic->has_text || newline == std::string::npos ||
      newline + 1 == diagnostic->text.size())
    return;
  Handle line = LineOfFile(filename, diagnostic->lineno);
  Handle owner;
  if (line.IsEmpty() || line.Get().IsNone()) return ClearPending();
  Fallible<std::string_view> view = StrAsUtf8(line, &owner);
  if (view.ok) diagnostic->text = std::string(view.value);
  ClearPending();
}

Raised RaiseDiagnostic(Diagnostic diagnostic, Value filename) {
  Type* type = TypeOfDiagnostic(diagnostic.kind);
  TakeLineOfFile(&diagnostic, filename);
  if (type == &MemoryErrorType) return RaiseBare(type);
  if (type == &RecursionErrorType || type == &ValueErrorType)
    return Raise(type, "%s", diagnostic.message.c_str());
  return RaiseSyntaxError(type, diagnostic, filename);
}

// A filter that makes the warning an error makes the program wrong. `source` may be empty.
bool IssueWarning(const SourceWarning& warning, Value filename, std::string_view source) {
  Value module = DictGetAscii(CurrentInterpreter()->modules, "_warnings");
  if (!module) return !HasPendingException();
  Type* category =
      warning.kind == WarningKind::kDeprecation ? &DeprecationWarningType : &SyntaxWarningType;
  Handle message = TRY(StrFromUtf8(warning.message));
  Handle line = TRY(IntFromInt64(warning.lineno));
  Handle done =
      CallMethod(module, "warn_explicit", {message, Value::Pointer(category), filename, line});
  if (!done.IsEmpty()) return true;
  if (!PendingMatches(category)) return false;
  ClearPending();
  Diagnostic diagnostic;
  diagnostic.message = warning.message;
  diagnostic.lineno = warning.lineno;
  diagnostic.offset = warning.offset;
  diagnostic.end_lineno = warning.end_lineno;
  diagnostic.end_offset = warning.end_offset;
  diagnostic.has_text = warning.kind == WarningKind::kDeprecation && !source.empty();
  diagnostic.text = std::string(LineOf(source, warning.lineno));
  return RaiseSyntaxError(&SyntaxErrorType, diagnostic, filename);
}

// The compiler knows no exceptions and ends the process without memory, so it is asked for before:
// so much for each byte of a dense source, and some for the rest.
constexpr uint64_t kBytesPerSourceByte = 200, kBytesToCompile = uint64_t{1} << 20;

bool CheckMemoryToCompile(std::string_view text) {
  if (CanMap(text.size() * kBytesPerSourceByte + kBytesToCompile)) return true;
  return RaiseMemoryError();
}

Owned CompileText(std::string_view text, Value filename, const CompileOptions& options) {
  TRY_VOID(CheckMemoryToCompile(text));
  CompileResult result = CompileSource(text, options);
  for (const SourceWarning& warning : result.warnings)
    TRY_VOID(IssueWarning(warning, filename, text));
  if (result.unit == nullptr) return RaiseDiagnostic(result.diagnostic, filename);
  return CodeFromUnit(*result.unit);
}

// compile(tree, ...): a tree that Python code made or changed.
Owned CompileObject(Value tree, Value filename, const char* mode, const CompileOptions& options) {
  ast::Arena arena;
  ast::ModNode* module = TRY(AstFromObject(tree, mode, &arena));
  CompileResult result = CompileTree(module, options, &arena);
  for (const SourceWarning& warning : result.warnings)
    TRY_VOID(IssueWarning(warning, filename, {}));
  if (result.unit == nullptr) return RaiseDiagnostic(result.diagnostic, filename);
  return CodeFromUnit(*result.unit);
}

// compile(text, ..., PyCF_ONLY_AST).
Owned ParseToObject(std::string_view text, Value filename, const CompileOptions& options) {
  TRY_VOID(CheckMemoryToCompile(text));
  SourceText source;
  source.filename = options.filename;
  SourceOptions source_options;
  source_options.is_unicode = options.source_is_unicode;
  source_options.end_with_newline = options.mode == ParseMode::kExec;
  source_options.hooks = options.parse.hooks;
  Diagnostic diagnostic;
  if (!ReadSource(text, source_options, &source, &diagnostic))
    return RaiseDiagnostic(diagnostic, filename);
  ast::Arena arena;
  ParseResult result = Parse(source, options.mode, options.parse, &arena);
  for (const SourceWarning& warning : result.warnings)
    TRY_VOID(IssueWarning(warning, filename, text));
  if (result.module == nullptr) return RaiseDiagnostic(result.diagnostic, filename);
  return AstToObject(result.module);
}

CompileOptions DefaultOptions() {
  CompileOptions options;
  options.parse.hooks = UnicodeHooks();
  options.parse.hooks.decode = DecodeSource;
  options.parse.max_integer_digits = CurrentInterpreter()->int_max_str_digits;
  options.optimize = CurrentInterpreter()->optimization;
  return options;
}

uint32_t InheritedFlags() {
  FrameRecord* frame = CurrentThread()->frame;
  return frame->code != nullptr ? frame->code->code_flags & kFutureMask : 0;
}

// The text behind str, bytes and other buffers. *owner keeps it alive.
struct SourceHold {
  Handle owner;
  ScopedBuffer buffer;
};
Fallible<std::string_view> TextOf(Value source, SourceHold* hold, bool* is_unicode) {
  *is_unicode = IsStr(source);
  std::string_view text;
  if (*is_unicode) {
    text = TRY(StrAsUtf8(source, &hold->owner));
  } else if (IsBytes(source)) {
    text = BytesView(source);
  } else if (SupportsBuffer(source)) {
    TRY_VOID(hold->buffer.Acquire(source));
    text = {reinterpret_cast<const char*>(hold->buffer.data()),
            static_cast<size_t>(hold->buffer.size())};
  } else {
    return Raise(&TypeErrorType, "compile() arg 1 must be a string, bytes or AST object");
  }
  if (text.find('\0') != std::string_view::npos)
    return Raise(&ValueErrorType, "source code string cannot contain null bytes");
  return text;
}

}  // namespace

Owned CompileHook(Value source, Value filename, const char* mode, int flags, bool dont_inherit,
                  int optimize) {
  SourceHold hold;
  CompileOptions options = DefaultOptions();
  bool is_tree = IsAstObject(source);
  if (is_tree && (flags & kOnlyAst)) return Retain(source);
  std::string_view text;
  if (!is_tree) text = TRY(TextOf(source, &hold, &options.source_is_unicode));
  char name_buffer[4096];
  options.filename = StrForMessage(filename, name_buffer, sizeof(name_buffer));
  options.mode = mode[0] == 'e' && mode[1] == 'v' ? ParseMode::kEval
                 : mode[0] == 's'                 ? ParseMode::kSingle
                 : mode[0] == 'f'                 ? ParseMode::kFunctionType
                                                  : ParseMode::kExec;
  options.future_flags = static_cast<uint32_t>(flags) & kFutureMask;
  if (!dont_inherit) options.future_flags |= InheritedFlags();
  if (optimize >= 0) options.optimize = optimize;
  options.allow_top_level_await = (flags & kTopLevelAwait) != 0;
  options.parse.dont_imply_dedent = (flags & kDontImplyDedent) != 0;
  options.parse.allow_incomplete_input = (flags & kIncompleteInput) != 0;
  options.parse.barry_as_flufl = (options.future_flags & kCodeFutureBarryAsBdfl) != 0;
  options.parse.type_comments = (flags & kTypeComments) != 0;
  if (flags >> kFeatureVersionShift)
    options.parse.feature_version = (flags >> kFeatureVersionShift) - 1;
  if (is_tree) return CompileObject(source, filename, mode, options);
  if (flags & kOnlyAst) return ParseToObject(text, filename, options);
  return CompileText(text, filename, options);
}

Owned CompileBytes(const std::string& text, const std::string& filename, SourceKind kind) {
  CompileOptions options = DefaultOptions();
  options.filename = filename;
  options.is_script = kind == SourceKind::kScript;
  options.source_is_unicode = kind == SourceKind::kText;
  Handle name = TRY(StrDecodeFs(filename.data(), filename.size()));
  return CompileText(text, name, options);
}

namespace {

// A block stays open until an empty line: without its newline, its last line says nothing about
// what follows.
bool HasOpenBlock(std::string_view text, const CompileOptions& options) {
  text.remove_suffix(1);
  if (text.empty() || text.back() == '\n') return false;
  CompileResult result = CompileSource(text, options);
  return result.unit == nullptr && result.diagnostic.incomplete;
}

}  // namespace

InteractiveCode CompileInteractive(const std::string& text, bool at_end, uint32_t* future_flags) {
  CompileOptions options = DefaultOptions();
  options.filename = "<stdin>";
  options.mode = ParseMode::kSingle;
  options.source_is_unicode = true;
  options.future_flags = *future_flags;
  options.parse.dont_imply_dedent = !at_end;
  options.parse.barry_as_flufl = (*future_flags & kCodeFutureBarryAsBdfl) != 0;
  CompileResult result = CompileSource(text, options);
  InteractiveCode interactive;
  if (!at_end) {
    interactive.is_incomplete =
        result.unit == nullptr ? result.diagnostic.incomplete : HasOpenBlock(text, options);
  }
  if (interactive.is_incomplete) return interactive;
  Handle filename = StrFromUtf8(options.filename);
  if (filename.IsEmpty()) return interactive;
  for (const SourceWarning& warning : result.warnings) {
    if (!IssueWarning(warning, filename, text)) return interactive;
  }
  if (result.unit == nullptr) {
    std::string& line = result.diagnostic.text;
    if (!line.empty() && line.back() == '\n') line.pop_back();
    RaiseDiagnostic(result.diagnostic, filename);
    return interactive;
  }
  *future_flags |= result.unit->flags & kFutureMask;
  interactive.code = CodeFromUnit(*result.unit);
  return interactive;
}

}  // namespace polygil
