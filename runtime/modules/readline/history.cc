// The history of lines and its file.
//
// The file is plain text, a line an entry, as GNU readline writes it, so that polygil and CPython
// can share one; files that libedit wrote (with a cookie and escapes) are understood.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/modules/posix/posix_internal.h"
#include "runtime/modules/readline/editor.h"
#include "runtime/types/bytes/bytes.h"

namespace polygil {
namespace {

constexpr std::string_view kCookie = "_HiStOrY_V2_";

struct File {
  FILE* stream;
  explicit File(FILE* opened) : stream(opened) {}
  ~File() {
    if (stream != nullptr) fclose(stream);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
};

// The path given, or ~/.history.
Fallible<std::string> HistoryPath(const char* function, Value given) {
  if (!given.IsNone()) {
    PathArgument path(function, "filename");
    TRY_VOID(path.Convert(given));
    return std::string(path.text());
  }
  const char* home = getenv("HOME");
  return std::string(home != nullptr ? home : "") + "/.history";
}

bool IsOctal(char c) { return c >= '0' && c <= '7'; }

// "\040" is a space in libedit's files.
std::string Unescape(std::string_view line) {
  std::string plain;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 3 < line.size() && IsOctal(line[i + 1]) && IsOctal(line[i + 2]) &&
        IsOctal(line[i + 3])) {
      plain.push_back(static_cast<char>((line[i + 1] - '0') * 64 + (line[i + 2] - '0') * 8 +
                                        (line[i + 3] - '0')));
      i += 3;
    } else {
      plain.push_back(line[i]);
    }
  }
  return plain;
}

bool ReadWhole(FILE* stream, std::string* text) {
  char buffer[1 << 14];
  for (size_t count; (count = fread(buffer, 1, sizeof(buffer), stream)) > 0;)
    text->append(buffer, count);
  return ferror(stream) == 0;
}

std::vector<std::string> SplitLines(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t start = 0; start < text.size();) {
    size_t end = text.find('\n', start);
    if (end == std::string::npos) end = text.size();
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return lines;
}

Fallible<int64_t> FileLimit() { return AsInt64(ModuleState(kHistoryLengthKey)); }

Owned ReadHistoryFile(Value, const Value* args, size_t nargs) {
  std::string path = TRY(HistoryPath("read_history_file", nargs > 0 ? args[0] : Value::None()));
  File file(fopen(path.c_str(), "rbe"));
  std::string text;
  if (file.stream == nullptr || !ReadWhole(file.stream, &text)) return RaiseOsError(errno);
  std::vector<std::string> lines = SplitLines(text);
  bool is_escaped = !lines.empty() && lines[0] == kCookie;
  for (size_t i = is_escaped ? 1 : 0; i < lines.size(); ++i) {
    std::string line = is_escaped ? Unescape(lines[i]) : lines[i];
    if (!line.empty()) add_history(line.c_str());
  }
  return OwnNone();
}

// The newest `count` entries, oldest first.
std::string NewestEntries(int64_t count) {
  std::string text;
  int64_t first = count < history_length ? history_length - count : 0;
  for (int64_t i = first; i < history_length; ++i) {
    HIST_ENTRY* entry = history_get(history_base + static_cast<int>(i));
    if (entry != nullptr) text += std::string(entry->line) + '\n';
  }
  return text;
}

bool WriteWhole(const std::string& path, const char* mode, const std::string& text) {
  File file(fopen(path.c_str(), mode));
  if (file.stream == nullptr) return RaiseOsError(errno);
  bool ok =
      fwrite(text.data(), 1, text.size(), file.stream) == text.size() && fflush(file.stream) == 0;
  return ok || RaiseOsError(errno);
}

// Cuts the file down to the newest entries that set_history_length() allows.
bool CutFile(const std::string& path) {
  int64_t limit = TRY(FileLimit());
  if (limit < 0) return true;
  std::string text;
  {
    File file(fopen(path.c_str(), "rbe"));
    if (file.stream == nullptr || !ReadWhole(file.stream, &text)) return RaiseOsError(errno);
  }
  std::vector<std::string> lines = SplitLines(text);
  if (static_cast<int64_t>(lines.size()) <= limit) return true;
  text.clear();
  for (size_t i = lines.size() - static_cast<size_t>(limit); i < lines.size(); ++i)
    text += lines[i] + '\n';
  return WriteWhole(path, "we", text);
}

Owned WriteHistoryFile(Value, const Value* args, size_t nargs) {
  std::string path = TRY(HistoryPath("write_history_file", nargs > 0 ? args[0] : Value::None()));
  TRY_VOID(WriteWhole(path, "we", NewestEntries(history_length)));
  TRY_VOID(CutFile(path));
  return OwnNone();
}

Owned AppendHistoryFile(Value, const Value* args, size_t nargs) {
  int count = TRY(IntArgument(args[0]));
  if (count < 0) return Raise(&ValueErrorType, "nelements must be non-negative");
  std::string path = TRY(HistoryPath("append_history_file", nargs > 1 ? args[1] : Value::None()));
  // As readline does: there must be a file already.
  {
    File file(fopen(path.c_str(), "r+e"));
    if (file.stream == nullptr) return RaiseOsError(errno);
  }
  TRY_VOID(WriteWhole(path, "ae", NewestEntries(count)));
  TRY_VOID(CutFile(path));
  return OwnNone();
}

Owned SetHistoryLength(Value, Value length) {
  int limit = TRY(IntArgument(length));
  TRY_VOID(ModuleStateSet(kHistoryLengthKey, Value::Int(limit)));
  return OwnNone();
}
Owned GetHistoryLength(Value) { return IntFromInt64(TRY(FileLimit())); }
Owned GetCurrentHistoryLength(Value) { return IntFromInt64(history_length); }

Owned GetHistoryItem(Value, Value index) {
  int position = TRY(IntArgument(index));
  if (position < 1 || position > history_length) return OwnNone();
  HIST_ENTRY* entry = history_get(history_base + position - 1);
  return entry == nullptr ? OwnNone() : StrDecodeFs(entry->line, strlen(entry->line));
}

void FreeEntry(HIST_ENTRY* entry) {
  if (entry == nullptr) return;
  free(const_cast<char*>(entry->line));
  free(entry);
}

Owned RemoveHistoryItem(Value, Value index) {
  int position = TRY(IntArgument(index));
  if (position < 0) return Raise(&ValueErrorType, "History index cannot be negative");
  HIST_ENTRY* entry = position < history_length ? remove_history(position) : nullptr;
  if (entry == nullptr) return Raise(&ValueErrorType, "No history item at position %d", position);
  FreeEntry(entry);
  return OwnNone();
}

// A str argument as the terminal's bytes.
Owned LineArgument(const char* function, Value text) {
  if (!IsStr(text))
    return Raise(&TypeErrorType, "%s() argument must be str, not %.50s", function, TypeName(text));
  return StrEncodeFs(text);
}

// libedit's own replacing takes event numbers, which removed lines leave gaps in: the lines behind are
// taken out and put back.
void ReplaceLine(int position, const char* line) {
  std::vector<std::string> behind;
  for (int i = position + 1; i < history_length; ++i) {
    HIST_ENTRY* entry = history_get(history_base + i);
    behind.push_back(entry != nullptr ? entry->line : "");
  }
  while (history_length > position) {
    HIST_ENTRY* entry = remove_history(position);
    if (entry == nullptr) break;
    FreeEntry(entry);
  }
  add_history(line);
  for (const std::string& kept : behind) add_history(kept.c_str());
}

Owned ReplaceHistoryItem(Value, const Value* args, size_t) {
  int position = TRY(IntArgument(args[0]));
  Handle line = TRY(LineArgument("replace_history_item", args[1]));
  if (position < 0) return Raise(&ValueErrorType, "History index cannot be negative");
  if (position >= history_length)
    return Raise(&ValueErrorType, "No history item at position %d", position);
  ReplaceLine(position, BytesView(line).data());
  return OwnNone();
}

Owned AddHistory(Value, Value text) {
  Handle line = TRY(LineArgument("add_history", text));
  add_history(BytesView(line).data());
  return OwnNone();
}
Owned ClearHistory(Value) {
  clear_history();
  return OwnNone();
}
Owned SetAutoHistory(Value, Value enabled) {
  bool automatic = TRY(IsTrue(enabled));
  TRY_VOID(ModuleStateSet(kAutoHistoryKey, Value::Bool(automatic)));
  return OwnNone();
}

}  // namespace

const MethodDef kReadlineHistoryFunctions[] = {
    PY_FUNCTION(readline, read_history_file, Positional(ReadHistoryFile, 0, 1),
                "($module, filename=None, /)\n--\n\nAdd the lines of a file to the history."),
    PY_FUNCTION(readline, write_history_file, Positional(WriteHistoryFile, 0, 1),
                "($module, filename=None, /)\n--\n\nSave the history in a file."),
    PY_FUNCTION(
        readline, append_history_file, Positional(AppendHistoryFile, 1, 2),
        "($module, nelements, filename=None, /)\n--\n\nAppend the last nelements lines to a file."),
    PY_FUNCTION(readline, get_history_length, NoArgs(GetHistoryLength),
                "($module, /)\n--\n\nReturn how many lines a saved history may have; negative: any "
                "number."),
    PY_FUNCTION(readline, set_history_length, OneArg(SetHistoryLength),
                "($module, length, /)\n--\n\nSet how many lines a saved history may have."),
    PY_FUNCTION(readline, get_current_history_length, NoArgs(GetCurrentHistoryLength),
                "($module, /)\n--\n\nReturn how many lines there are now."),
    PY_FUNCTION(readline, get_history_item, OneArg(GetHistoryItem),
                "($module, index, /)\n--\n\nReturn a line; the first has index 1."),
    PY_FUNCTION(readline, remove_history_item, OneArg(RemoveHistoryItem),
                "($module, pos, /)\n--\n\nRemove a line; the first has position 0."),
    PY_FUNCTION(readline, replace_history_item, Positional(ReplaceHistoryItem, 2, 2),
                "($module, pos, line, /)\n--\n\nReplace a line; the first has position 0."),
    PY_FUNCTION(readline, add_history, OneArg(AddHistory),
                "($module, string, /)\n--\n\nAdd a line."),
    PY_FUNCTION(readline, clear_history, NoArgs(ClearHistory),
                "($module, /)\n--\n\nRemove all lines."),
    PY_FUNCTION(readline, set_auto_history, OneArg(SetAutoHistory),
                "($module, enabled, /)\n--\n\nSet whether lines that are read are added."),
    {}};

}  // namespace polygil
