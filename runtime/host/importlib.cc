// importlib's two bootstrap modules: compiled from the library's sources under the names that CPython
// freezes them with, then installed.

#include <sys/stat.h>

#include <cstdio>
#include <string>

#include "mp/objects/importer.h"
#include "pvm/bytecode/instruction.h"
#include "pvm/call/enter.h"
#include "runtime/host/parts.h"
#include "runtime/modules/registry.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
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
Owned LoadBootstrap(const std::string& library, const char* file, const char* name,
                    const char* frozen_name) {
  std::string path = library + "/importlib/" + file, text;
  if (!ReadFile(path, &text))
    return Raise(&ImportErrorType, "can't read '%s' (is the standard library there?)", path.c_str());
  Handle code = TRY(CompileBytes(text, frozen_name, false));
  Handle text_name = TRY(StrInternUtf8(name));
  Handle module = TRY(ModuleNew(text_name));
  Value dict = ModuleDict(module);
  Interpreter* interpreter = CurrentInterpreter();
  TRY_VOID(DictSet(dict, names.__builtins__, interpreter->builtins));
  TRY_VOID(DictSet(interpreter->modules, text_name, module));
  Handle result = TRY(RunCode(code, dict, dict, Value::Empty()));
  return module.Release();
}

// Cached bytecode is good for exactly this executable: its magic number tells builds apart.
bool SetMagicNumber(Value external) {
  struct stat info {};
  stat("/proc/self/exe", &info);
  uint32_t hash = 2166136261u;
  for (uint64_t part : {static_cast<uint64_t>(info.st_size), static_cast<uint64_t>(info.st_mtim.tv_sec),
                        static_cast<uint64_t>(info.st_mtim.tv_nsec)}) {
    for (int shift = 0; shift < 64; shift += 8) hash = (hash ^ (part >> shift & 255)) * 16777619u;
  }
  Handle magic = TRY(BytesNew(&hash, sizeof(hash)));
  return SetAttribute(external, "MAGIC_NUMBER", magic);
}

}  // namespace

bool StartImportlib(const HostOptions& options) {
  Interpreter* interpreter = CurrentInterpreter();
  std::string library = StandardLibrary(options);
  interpreter->importlib = TRY(LoadBootstrap(library, "_bootstrap.py", "_frozen_importlib",
                                             "<frozen importlib._bootstrap>")).Peek();
  Handle imp = TRY(MakeNativeModule(*FindNativeModule("_imp")));
  TRY_VOID(DictSetAscii(interpreter->modules, "_imp", imp));
  Handle check = TRY(StrFromUtf8(options.check_hash_pycs));
  TRY_VOID(SetAttribute(imp, "check_hash_based_pycs", check));
  Handle installed = TRY(CallMethod(interpreter->importlib, "_install", {interpreter->sys_module, imp}));
  interpreter->importlib_external =
      TRY(LoadBootstrap(library, "_bootstrap_external.py", "_frozen_importlib_external",
                        "<frozen importlib._bootstrap_external>")).Peek();
  TRY_VOID(SetMagicNumber(interpreter->importlib_external));
  Handle external = TRY(CallMethod(interpreter->importlib, "_install_external_importers"));
  TRY_VOID(InstallZipHook());
  TRY_VOID(InstallEmbeddedImporter());
  return true;
}

}  // namespace polygil
