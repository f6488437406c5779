// Running programs in __main__, and what becomes of their end.
//
// The order is CPython's: the path of a folder or archive, readline, sys.path[0], the banner, the
// program, and then the prompt if -i or PYTHONINSPECT asks for it.

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "pvm/call/enter.h"
#include "pvm/code/code.h"
#include "runtime/host/host.h"
#include "runtime/host/parts.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/builtins/terminal.h"
#include "runtime/modules/marshal/marshal.h"
#include "runtime/modules/sys/display.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool PrependPath(Value entry) {
  Value path = SysAttribute("path");
  return !path || !IsList(path) || ListInsert(path, 0, entry);
}

// The importlib loader that a program's __loader__ names.
bool SetLoader(Value dict, const char* name, Value filename) {
  Value external = CurrentInterpreter()->importlib_external;
  Handle cls = TRY(GetAttribute(external, name));
  Handle loader = TRY(Call(cls, {names.__main__, filename}));
  return DictSet(dict, names.__loader__, loader);
}

bool ReadAll(FILE* file, std::string* text) {
  char buffer[1 << 14];
  size_t count;
  while ((count = fread(buffer, 1, sizeof(buffer), file)) > 0) text->append(buffer, count);
  return ferror(file) == 0;
}

Owned RunText(const std::string& text, const std::string& filename, SourceKind kind) {
  Handle dict = Retain(MainDict());
  Handle code = TRY(CompileBytes(text, filename, kind));
  return RunCode(code, dict, dict, Value::Empty());
}

// Is there an importer for this path: a folder or archive with a __main__.py?
Fallible<bool> HasImporter(Value path) {
  Handle imp = TRY(ImportModule("pkgutil"));
  Handle importer = TRY(CallMethod(imp, "get_importer", {path}));
  return !importer.Get().IsNone();
}

Owned RunModuleAsMain(Value name, bool alter_argv) {
  Handle runpy = TRY(ImportModule("runpy"));
  Handle run = TRY(GetAttribute(runpy, "_run_module_as_main"));
  return Call(run, {name, Value::Bool(alter_argv)});
}

std::string FolderOf(const std::string& path) {
  std::string target = path;
  char link[4096];
  ssize_t length = readlink(path.c_str(), link, sizeof(link));
  if (length > 0) {
    std::string resolved(link, static_cast<size_t>(length));
    size_t slash = path.rfind('/');
    bool relative = resolved[0] != '/' && slash != std::string::npos;
    target = relative ? path.substr(0, slash + 1) + resolved : resolved;
  }
  char full[4096];
  if (realpath(target.c_str(), full) != nullptr) target = full;
  size_t slash = target.rfind('/');
  if (slash == std::string::npos) return "";
  return slash == 0 ? "/" : target.substr(0, slash);
}

}  // namespace

namespace {

// -X tracemalloc[=FRAMES] or PYTHONTRACEMALLOC: all memory from here on is traced.
bool StartTracing(const HostOptions& options) {
  const char* variable = options.ignore_environment ? nullptr : getenv("PYTHONTRACEMALLOC");
  std::string frames = variable != nullptr ? variable : "";
  for (const std::string& option : options.x_options) {
    if (option == "tracemalloc") frames = "1";
    if (option.rfind("tracemalloc=", 0) == 0) frames = option.substr(strlen("tracemalloc="));
  }
  if (frames.empty() || frames == "0") return true;
  char* end;
  long number = strtol(frames.c_str(), &end, 10);
  Handle module = TRY(ImportModule("_tracemalloc"));
  Handle done = TRY(CallMethod(module, "start", {Value::Int(*end == 0 ? number : 0)}));
  return true;
}

}  // namespace

bool StartMain(const HostOptions& options) {
  TRY_VOID(StartTracing(options));
  Handle module = TRY(ModuleNew(names.__main__));
  Value dict = ModuleDict(module);
  Interpreter* interpreter = CurrentInterpreter();
  TRY_VOID(DictSet(dict, names.__builtins__, interpreter->builtins_module));
  Handle annotations = TRY(DictNew());
  TRY_VOID(DictSet(dict, names.__annotations__, annotations));
  Handle importer = TRY(GetAttribute(interpreter->importlib, "BuiltinImporter"));
  TRY_VOID(DictSet(dict, names.__loader__, importer));
  TRY_VOID(DictSet(interpreter->modules, names.__main__, module));
  if (options.fault_handler) {
    Handle module = TRY(ImportModule("faulthandler"));
    Handle enabled = TRY(CallMethod(module, "enable"));
  }
  // -W and the like take effect before the first line of a program.
  if (!options.warning_options.empty()) {
    Handle warnings = TRY(ImportModule("warnings"));
  }
  if (options.no_site) return true;
  Handle site = TRY(ImportModule("site"));
  return true;
}

bool RenewMain() {
  Interpreter* interpreter = CurrentInterpreter();
  Value old = DictGet(interpreter->modules, names.__main__);
  if (!old || !IsExactly(old, ModuleType)) return !HasPendingException();
  Handle module = TRY(ModuleNew(names.__main__));
  TRY_VOID(DictUpdate(ModuleDict(module), ModuleDict(old)));
  Handle annotations = TRY(DictNew());
  TRY_VOID(DictSet(ModuleDict(module), names.__annotations__, annotations));
  return DictSet(interpreter->modules, names.__main__, module);
}

namespace {

// Where the user sits, or -i says that somebody does.
bool IsInteractive(const HostOptions& options) { return options.interactive || isatty(0); }

bool PathGoesFirst(const HostOptions& options, Value entry) {
  return options.safe_path || PrependPath(entry);
}

Owned RunCommandText(const HostOptions& options) {
  Handle empty = StrEmpty();
  TRY_VOID(PathGoesFirst(options, empty));
  Handle text = TRY(StrDecodeFs(options.program.data(), options.program.size()));
  Handle owner;
  Fallible<std::string_view> utf8 = StrAsUtf8(text, &owner);
  if (!utf8.ok) {
    fputs("Unable to decode the command from the command line:\n", stderr);
    return {};
  }
  return RunText(std::string(utf8.value), "<string>", SourceKind::kText);
}

Owned RunModuleProgram(const HostOptions& options) {
  char folder[4096];
  if (getcwd(folder, sizeof(folder)) != nullptr) {
    Handle entry = TRY(StrDecodeFs(folder, strlen(folder)));
    TRY_VOID(PathGoesFirst(options, entry));
  }
  Handle text = TRY(StrDecodeFs(options.program.data(), options.program.size()));
  return RunModuleAsMain(text, true);
}

// -x: everything but the first line, whose newline stays so that lines keep their numbers.
void SkipFirstLine(std::string* text) {
  size_t newline = text->find('\n');
  text->erase(0, newline == std::string::npos ? text->size() : newline);
}

Owned RunScriptText(std::string text, const std::string& path, Value filename, bool skip_first_line) {
  Handle dict = Retain(MainDict());
  TRY_VOID(DictSet(dict, names.__file__, filename));
  TRY_VOID(DictSet(dict, names.__cached__, Value::None()));
  if (skip_first_line) SkipFirstLine(&text);
  Handle result = RunText(text, path, SourceKind::kScript);
  // The prompt that may follow is no file.
  PendingScope keep;
  for (Value name : {names.__file__, names.__cached__}) {
    if (!DictDelete(dict, name)) ClearPending();
  }
  return result.Release();
}

// What a path given on the command line names.
struct ScriptFile {
  bool is_importable = false;  // a folder or archive with a __main__.py
  int error = 0;
  std::string text;
};

bool IsArchive(const std::string& text) { return text.compare(0, 2, "PK") == 0; }

Fallible<ScriptFile> OpenScript(const std::string& path, Value filename) {
  ScriptFile script;
  struct stat info {};
  bool is_folder = stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
  if (!is_folder) {
    FILE* file = fopen(path.c_str(), "rbe");
    script.error = file == nullptr ? errno : 0;
    if (file == nullptr) return script;
    ReadAll(file, &script.text);
    fclose(file);
  }
  if (is_folder || IsArchive(script.text)) script.is_importable = TRY(HasImporter(filename));
  return script;
}

int SayCannotOpen(const std::string& path, int error) {
  Value executable = SysAttribute("executable");
  char buffer[4096];
  fprintf(stderr, "%s: can't open file '%s': [Errno %d] %s\n",
          executable ? StrForMessage(executable, buffer, sizeof(buffer)) : "polygil", path.c_str(), error,
          strerror(error));
  return 2;
}

std::string AbsolutePath(const std::string& path) {
  char folder[4096];
  if (path.empty() || path[0] == '/' || getcwd(folder, sizeof(folder)) == nullptr) return path;
  return std::string(folder) + "/" + path;
}

bool EndsWith(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool HasCacheMagic(const std::string& data) {
  return data.compare(0, sizeof(kCacheMagic), kCacheMagic, sizeof(kCacheMagic)) == 0;
}

// A .pyc file: magic number, flags, two words on its source, and the code.
Owned RunCompiled(const std::string& data, Value filename) {
  if (data.size() < kCacheHeader || !HasCacheMagic(data))
    return Raise(&RuntimeErrorType, "Bad magic number in .pyc file");
  Value dict = MainDict();
  TRY_VOID(SetLoader(dict, "SourcelessFileLoader", filename));
  TRY_VOID(DictSet(dict, names.__file__, filename));
  TRY_VOID(DictSet(dict, names.__cached__, Value::None()));
  size_t consumed;
  Handle code = MarshalRead(std::string_view(data).substr(kCacheHeader), &consumed);
  if (code.IsEmpty() || !IsExactly(code, CodeType)) {
    ClearPending();
    return Raise(&RuntimeErrorType, "Bad code object in .pyc file");
  }
  return RunCode(code, dict, dict, Value::Empty());
}

Owned RunScript(const HostOptions& options, ScriptFile* script, const std::string& path, Value filename) {
  if (script->is_importable) {
    TRY_VOID(PrependPath(filename));
    return RunModuleAsMain(names.__main__, false);
  }
  std::string folder = FolderOf(options.program);
  Handle entry = TRY(StrDecodeFs(folder.data(), folder.size()));
  TRY_VOID(PathGoesFirst(options, entry));
  if (EndsWith(path, ".pyc") || HasCacheMagic(script->text)) return RunCompiled(script->text, filename);
  TRY_VOID(SetLoader(MainDict(), "SourceFileLoader", filename));
  return RunScriptText(std::move(script->text), path, filename, options.skip_first_line);
}

Owned RunInputText(const HostOptions& options) {
  Handle filename = TRY(StrFromUtf8("<stdin>"));
  std::string text;
  ReadAll(stdin, &text);
  return RunScriptText(std::move(text), "<stdin>", filename, options.skip_first_line);
}

// PYTHONSTARTUP: its errors are shown, and the prompt comes all the same.
void RunStartupFile(const HostOptions& options) {
  const char* path = options.ignore_environment ? nullptr : getenv("PYTHONSTARTUP");
  if (path == nullptr || *path == '\0') return;
  Handle filename = StrDecodeFs(path, strlen(path));
  if (filename.IsEmpty()) return ClearPending();
  Fallible<ScriptFile> script = OpenScript(path, filename);
  Handle result;
  if (script.ok && script.value.error != 0) {
    fputs("Could not open PYTHONSTARTUP\n", stderr);
    RaiseOsErrorWithFile(script.value.error, filename);
  } else if (script.ok) {
    result = RunScriptText(std::move(script.value.text), path, filename, false);
  }
  if (result.IsEmpty()) DisplayPending();
}

void ShowBanner(const HostOptions& options) {
  if (options.quiet) return;
  if (!options.verbose && (options.kind != ProgramKind::kInput || !IsInteractive(options))) return;
  char buffer[512];
  Value version = SysAttribute("version");
  fprintf(stderr, "Python %s on linux\n", version ? StrForMessage(version, buffer, sizeof(buffer)) : "");
  if (!options.no_site)
    fputs("Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n", stderr);
}

// A prompt has line editing from the start, -I aside.
void ImportLineEditor(const HostOptions& options) {
  if (options.isolated || (!options.inspect && options.kind != ProgramKind::kInput) || !HasTerminal()) return;
  Handle readline = ImportModule("readline");
  ClearPending();
}

ProgramEnd RunPrompt(const HostOptions& options) {
  Handle empty = StrEmpty();
  if (!PathGoesFirst(options, empty)) return ReportPending(false);
  RunStartupFile(options);
  RunInteractiveHook();
  return RunInteractive();
}

ProgramEnd RunFirstProgram(const HostOptions& options) {
  if (options.kind == ProgramKind::kInput && IsInteractive(options)) return RunPrompt(options);
  Owned result;
  if (options.kind == ProgramKind::kFile) {
    std::string path = AbsolutePath(options.program);
    Handle filename = StrDecodeFs(path.data(), path.size());
    Fallible<ScriptFile> script = filename.IsEmpty() ? Fallible<ScriptFile>() : OpenScript(path, filename);
    if (!script.ok) return ReportPending(options.inspect);
    if (script.value.error != 0) return {.status = SayCannotOpen(path, script.value.error)};
    result = RunScript(options, &script.value, path, filename);
  } else if (options.kind == ProgramKind::kCommand) {
    result = RunCommandText(options);
  } else if (options.kind == ProgramKind::kModule) {
    result = RunModuleProgram(options);
  } else {
    Handle empty = StrEmpty();
    if (PathGoesFirst(options, empty)) result = RunInputText(options);
  }
  if (!result) return ReportPending(options.inspect);
  Discard(result);
  return {};
}

// -i, or PYTHONINSPECT, which the program itself may have set.
bool PromptFollows(const HostOptions& options) {
  if (options.kind == ProgramKind::kInput && IsInteractive(options)) return false;
  if (!IsInteractive(options)) return false;
  const char* variable = options.ignore_environment ? nullptr : getenv("PYTHONINSPECT");
  return options.inspect || (variable != nullptr && *variable != '\0');
}

}  // namespace

Value MainDict() {
  Value module = DictGetStr(CurrentInterpreter()->modules, names.__main__);
  return module ? ModuleDict(module) : Value::Empty();
}

ProgramEnd RunProgram(const HostOptions& options) {
  ImportLineEditor(options);
  ShowBanner(options);
  ProgramEnd end = RunFirstProgram(options);
  if (!PromptFollows(options)) return end;
  RunInteractiveHook();
  return RunInteractive();
}

ProgramEnd ReportPending(bool inspect) {
  if (PendingMatches(&SystemExitType) && !inspect) return {.status = HandleSystemExit()};
  ProgramEnd end = {.status = 1, .interrupted = PendingMatches(&KeyboardInterruptType)};
  DisplayPending();
  return end;
}

int FinishProgram(ProgramEnd end) {
  int status = FinishInterpreter(end.status);
  if (!end.interrupted) return status;
  signal(SIGINT, SIG_DFL);
  kill(getpid(), SIGINT);
  return 130;
}

}  // namespace polygil
