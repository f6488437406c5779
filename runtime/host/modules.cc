// The first modules: builtins and sys, and what sys says about this installation and invocation.

#include <cstdlib>

#include "pvm/code/code.h"
#include "runtime/host/parts.h"
#include "runtime/modules/registry.h"
#include "runtime/modules/sys/sys.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool SetSys(const char* name, Owned value) {
  Handle hold = value;
  if (hold.IsEmpty()) return false;
  return DictSetAscii(CurrentInterpreter()->sys_dict, name, hold);
}

Owned Text(const std::string& text) { return StrDecodeFs(text.data(), text.size()); }

Owned TextList(const std::vector<std::string>& texts) {
  Handle list = TRY(ListNew());
  for (const std::string& text : texts) TRY_VOID(ListAppendOwned(list, TRY(Text(text))));
  return list.Release();
}

// -X options: name -> value, or True.
Owned XOptions(const std::vector<std::string>& options) {
  Handle dict = TRY(DictNew());
  for (const std::string& option : options) {
    size_t equals = option.find('=');
    Handle name = TRY(Text(option.substr(0, equals)));
    Handle value = equals == std::string::npos ? OwnBool(true) : Text(option.substr(equals + 1));
    if (value.IsEmpty()) return {};
    TRY_VOID(DictSet(dict, name, value));
  }
  return dict.Release();
}

Owned Flags(const HostOptions& o, bool has_streams) {
  SysFlags flags{};
  flags.debug = o.debug;
  flags.inspect = o.inspect;
  flags.interactive = o.interactive;
  flags.optimize = o.optimization;
  flags.dont_write_bytecode = o.dont_write_bytecode;
  flags.no_user_site = o.no_user_site;
  flags.no_site = o.no_site;
  flags.ignore_environment = o.ignore_environment;
  // importlib talks to sys.stderr.
  flags.verbose = has_streams ? o.verbose : 0;
  flags.bytes_warning = o.bytes_warning;
  flags.quiet = o.quiet;
  flags.hash_randomization = o.hash_randomized || o.hash_seed != 0;
  flags.isolated = o.isolated;
  flags.dev_mode = o.dev_mode;
  flags.utf8_mode = CurrentInterpreter()->utf8_mode;
  flags.warn_default_encoding = o.warn_default_encoding;
  flags.safe_path = o.safe_path;
  flags.int_max_str_digits = o.int_max_str_digits;
  return MakeSysFlags(flags);
}

bool FillSys(const HostOptions& options) {
  if (options.no_debug_ranges)
    TRY_VOID(DictSetAscii(CurrentInterpreter()->module_state, kNoDebugRanges, Value::True()));
  std::string prefix = Prefix(options), exec_prefix = ExecPrefix(options);
  return SetSys("argv", TextList(options.arguments)) &&
         SetSys("orig_argv", TextList(options.original_arguments)) &&
         SetSys("warnoptions", TextList(options.warning_options)) &&
         SetSys("_xoptions", XOptions(options.x_options)) && SetSys("path", TextList(SearchPath(options))) &&
         SetSys("executable", Text(options.executable)) &&
         SetSys("_base_executable", Text(BaseExecutable(options))) && SetSys("prefix", Text(prefix)) &&
         SetSys("base_prefix", Text(prefix)) && SetSys("exec_prefix", Text(exec_prefix)) &&
         SetSys("base_exec_prefix", Text(exec_prefix)) &&
         SetSys("_stdlib_dir", Text(StandardLibrary(options))) &&
         SetSys("dont_write_bytecode", OwnBool(options.dont_write_bytecode)) &&
         SetSys("pycache_prefix", options.pycache_prefix.empty() ? OwnNone() : Text(options.pycache_prefix)) &&
         SetSys("flags", Flags(options, false));
}

// A module of the registry, under its name in sys.modules.
Owned AddModule(const char* name) {
  Handle module = TRY(MakeNativeModule(*FindNativeModule(name)));
  TRY_VOID(DictSetAscii(CurrentInterpreter()->modules, name, module));
  return module.Release();
}

}  // namespace

bool SetFlags(const HostOptions& options) { return SetSys("flags", Flags(options, true)); }

bool StartModules(const HostOptions& options) {
  Interpreter* interpreter = CurrentInterpreter();
  interpreter->modules = TRY(DictNew()).Peek();
  interpreter->module_state = TRY(DictNew()).Peek();
  interpreter->builtins_module = TRY(AddModule("builtins")).Peek();
  interpreter->builtins = Retain(ModuleDict(interpreter->builtins_module)).Peek();
  interpreter->import_function = Retain(DictGetStr(interpreter->builtins, names.__import__)).Peek();
  interpreter->sys_module = TRY(AddModule("sys")).Peek();
  interpreter->sys_dict = Retain(ModuleDict(interpreter->sys_module)).Peek();
  TRY_VOID(DictSetAscii(interpreter->sys_dict, "modules", interpreter->modules));
  return FillSys(options);
}

}  // namespace polygil
