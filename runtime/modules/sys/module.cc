// The sys module. What depends on the command line (argv, path, ...) is filled in by runtime/host.

#include "runtime/modules/registry.h"
#include "runtime/modules/sys/sys.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

bool AddFunctions(Value module, const MethodDef* rows) {
  for (; rows->name != nullptr; ++rows) {
    TRY_VOID(ModuleAdd(module, rows->name, BuiltinFunctionNew(rows, module, names.sys)));
  }
  return true;
}

// sys.__displayhook__ and the like: the originals.
bool AddOriginals(Value module) {
  constexpr const char* kPairs[][2] = {{"__displayhook__", "displayhook"},
                                       {"__excepthook__", "excepthook"},
                                       {"__unraisablehook__", "unraisablehook"},
                                       {"__breakpointhook__", "breakpointhook"}};
  for (const auto& pair : kPairs) {
    TRY_VOID(ModuleAdd(module, pair[0], Retain(DictGetAscii(ModuleDict(module), pair[1]))));
  }
  return true;
}

bool ExecuteSys(Value module) {
  return AddFunctions(module, kSysStateFunctions) && AddFunctions(module, kSysHookFunctions) &&
         AddOriginals(module) && AddSysHookTypes(module) && AddSysFacts(module);
}

}  // namespace

extern const ModuleDefinition SysModule{
    "sys",
    "This module provides access to some objects used or maintained by the interpreter and to "
    "functions that interact strongly with the interpreter.",
    nullptr, ExecuteSys};

}  // namespace polygil
