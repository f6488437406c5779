// importlib's two bootstrap modules: frozen in the binary, or compiled from the library's sources under
// the names that they are frozen with, if those are not the sources that the binary was made of.

#include <cstdio>
#include <cstring>
#include <string>

#include "mp/objects/importer.h"
#include "pvm/call/enter.h"
#include "runtime/host/parts.h"
#include "runtime/library/data.h"
#include "runtime/modules/_imp/frozen.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool ReadFile(const std::string& path, std::string* text) {
  FILE* file = fopen(path.c_str(), "rbe");
  if (file == nullptr) return false;
  char buffer[1 << 14];
  size_t count;
  while ((count = fread(buffer, 1, sizeof(buffer), file)) > 0) text->append(buffer, count);
  bool ok = ferror(file) == 0;
  fclose(file);
  return ok;
}

// Runs the library's file as module `name`. It is in sys.modules before its code runs.
Owned LoadFromSource(const char* file, Value name, const char* frozen_name) {
  std::string path = std::string(CurrentInterpreter()->library_folder) + "/importlib/" + file, text;
  if (!ReadFile(path, &text))
    return Raise(&ImportErrorType, "can't read '%s' (is the standard library there?)", path.c_str());
  Handle code = TRY(CompileBytes(text, frozen_name, SourceKind::kBytes));
  Handle module = TRY(ModuleNew(name));
  Value dict = ModuleDict(module);
  Interpreter* interpreter = CurrentInterpreter();
  TRY_VOID(DictSet(dict, names.__builtins__, interpreter->builtins));
  TRY_VOID(DictSet(interpreter->modules, name, module));
  Handle result = TRY(RunCode(code, dict, dict, Value::Empty()));
  return module.Release();
}

Owned LoadBootstrap() {
  Handle name = TRY(StrInternUtf8("_frozen_importlib"));
  Handle module = TRY(FrozenInit(Value::Empty(), name));
  if (!module.Get().IsNone()) return module.Release();
  return LoadFromSource("_bootstrap.py", name, "<frozen importlib._bootstrap>");
}

// The path-based finder. Frozen, it is imported like any module.
Owned LoadExternal() {
  Handle name = TRY(StrInternUtf8("_frozen_importlib_external"));
  Handle frozen = TRY(FrozenIs(Value::Empty(), name));
  if (frozen.Get() == Value::True()) return ImportModule("_frozen_importlib_external");
  return LoadFromSource("_bootstrap_external.py", name, "<frozen importlib._bootstrap_external>");
}

}  // namespace

bool StartImportlib(const HostOptions& options) {
  Interpreter* interpreter = CurrentInterpreter();
  interpreter->library = polygil_library;
  interpreter->library_folder = strdup(StandardLibrary(options).c_str());
  if (interpreter->library_folder == nullptr) return RaiseMemoryError();
  for (const std::string& option : options.x_options) {
    if (option == "frozen_modules=off") interpreter->frozen_modules = -1;
  }
  interpreter->importlib = TRY(LoadBootstrap()).Peek();
  Handle imp = TRY(MakeNativeModule(*FindNativeModule("_imp")));
  TRY_VOID(DictSetAscii(interpreter->modules, "_imp", imp));
  Handle check = TRY(StrFromUtf8(options.check_hash_pycs));
  TRY_VOID(SetAttribute(imp, "check_hash_based_pycs", check));
  Handle installed = TRY(CallMethod(interpreter->importlib, "_install", {interpreter->sys_module, imp}));
  interpreter->importlib_external = TRY(LoadExternal()).Peek();
  TRY_VOID(InstallCachedCode());
  Handle external = TRY(CallMethod(interpreter->importlib, "_install_external_importers"));
  TRY_VOID(InstallZipHook());
  if (options.import_time) TRY_VOID(StartImportTimes());
  TRY_VOID(InstallEmbeddedImporter());
  return true;
}

}  // namespace polygil
