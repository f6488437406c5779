// The module readline: see editor.h.

#include "runtime/modules/module_state.h"
#include "runtime/modules/readline/editor.h"

namespace polygil {
namespace {

bool Execute(Value module) {
  return AddModuleFunctions(module, "readline", kReadlineHistoryFunctions) &&
         AddModuleFunctions(module, "readline", kReadlineCompletionFunctions) &&
         ModuleAddInt(module, "_READLINE_VERSION", RL_READLINE_VERSION) &&
         ModuleAddInt(module, "_READLINE_RUNTIME_VERSION", rl_readline_version) &&
         ModuleAddStr(module, "_READLINE_LIBRARY_VERSION", rl_library_version) && StartEditor();
}

}  // namespace

// The library looks for "libedit" in the text to know which language parse_and_bind() speaks.
extern const ModuleDefinition ReadlineModule{
    "readline", "Line editing, history and completion at the prompt and in input(), by libedit.",
    nullptr, Execute};

}  // namespace polygil
