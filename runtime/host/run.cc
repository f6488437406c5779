// Running programs in __main__, and what becomes of their end.

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "pvm/call/enter.h"
#include "runtime/host/host.h"
#include "runtime/host/parts.h"
#include "runtime/modules/builtins/builtins.h"
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

Value MainDict() {
  Value module = DictGetStr(CurrentInterpreter()->modules, names.__main__);
  return module ? ModuleDict(module) : Value::Empty();
}

bool PrependPath(Value entry) {
  Value path = SysAttribute("path");
  return !path || !IsList(path) || ListInsert(path, 0, entry);
}

int Finish(Owned result) {
  if (!result) return ReportPending();
  Discard(result);
  return 0;
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

Owned RunText(const std::string& text, const std::string& filename, bool is_script) {
  Handle dict = Retain(MainDict());
  Handle code = TRY(CompileBytes(text, filename, is_script));
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

bool StartMain(const HostOptions& options) {
  Handle module = TRY(ModuleNew(names.__main__));
  Value dict = ModuleDict(module);
  Interpreter* interpreter = CurrentInterpreter();
  TRY_VOID(DictSet(dict, names.__builtins__, interpreter->builtins_module));
  Handle annotations = TRY(DictNew());
  TRY_VOID(DictSet(dict, names.__annotations__, annotations));
  Handle importer = TRY(GetAttribute(interpreter->importlib, "BuiltinImporter"));
  TRY_VOID(DictSet(dict, names.__loader__, importer));
  TRY_VOID(DictSet(interpreter->modules, names.__main__, module));
  if (options.no_site) return true;
  Handle site = TRY(ImportModule("site"));
  return true;
}

int RunCommand(const std::string& text) {
  Handle empty = StrEmpty();
  if (!PrependPath(empty)) return ReportPending();
  return Finish(RunText(text, "<string>", false));
}

int RunStandardInput() {
  Handle empty = StrEmpty();
  if (!PrependPath(empty)) return ReportPending();
  std::string text;
  ReadAll(stdin, &text);
  return Finish(RunText(text, "<stdin>", true));
}

int RunFile(const std::string& path) {
  Handle filename = StrDecodeFs(path.data(), path.size());
  if (filename.IsEmpty()) return ReportPending();
  struct stat info {};
  bool is_folder = stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
  FILE* file = is_folder ? nullptr : fopen(path.c_str(), "rbe");
  char magic[4] = {};
  bool is_archive = file != nullptr && fread(magic, 1, 4, file) == 4 && magic[0] == 'P' && magic[1] == 'K';
  if (is_folder || is_archive) {
    if (file != nullptr) fclose(file);
    Fallible<bool> importable = HasImporter(filename);
    if (!importable.ok) return ReportPending();
    if (importable.value) {
      if (!PrependPath(filename)) return ReportPending();
      return Finish(RunModuleAsMain(names.__main__, false));
    }
  }
  if (file == nullptr) {
    Value executable = SysAttribute("executable");
    char buffer[4096];
    fprintf(stderr, "%s: can't open file '%s': [Errno %d] %s\n",
            executable ? StrForMessage(executable, buffer, sizeof(buffer)) : "polygil",
            path.c_str(), errno, strerror(errno));
    return 2;
  }
  rewind(file);
  std::string text, folder = FolderOf(path);
  ReadAll(file, &text);
  fclose(file);
  Handle entry = StrDecodeFs(folder.data(), folder.size());
  Value dict = MainDict();
  if (entry.IsEmpty() || !PrependPath(entry) || !DictSet(dict, names.__file__, filename) ||
      !DictSet(dict, names.__cached__, Value::None()) ||
      !SetLoader(dict, "SourceFileLoader", filename))
    return ReportPending();
  return Finish(RunText(text, path, true));
}

int RunModule(const std::string& name) {
  char folder[4096];
  Handle entry = getcwd(folder, sizeof(folder)) != nullptr ? StrDecodeFs(folder, strlen(folder)) : StrEmpty();
  Handle text = StrFromUtf8(name);
  if (entry.IsEmpty() || text.IsEmpty() || !PrependPath(entry)) return ReportPending();
  return Finish(RunModuleAsMain(text, true));
}

int ReportPending() {
  if (PendingMatches(&SystemExitType)) return HandleSystemExit();
  bool interrupted = PendingMatches(&KeyboardInterruptType);
  DisplayPending();
  if (!interrupted) return 1;
  // The parent shall see that the signal ended the program.
  FlushStreams();
  signal(SIGINT, SIG_DFL);
  kill(getpid(), SIGINT);
  return 130;
}

}  // namespace polygil
