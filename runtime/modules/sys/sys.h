// The functions and facts of the sys module, by file.

#ifndef POLYGIL_RUNTIME_MODULES_SYS_SYS_H_
#define POLYGIL_RUNTIME_MODULES_SYS_SYS_H_

#include <initializer_list>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

extern const MethodDef kSysStateFunctions[];  // state.cc: limits, threads, exceptions, sizes
extern const MethodDef kSysHookFunctions[];   // hooks.cc: displayhook, excepthook, audit, tracing

bool AddSysFacts(Value module);               // facts.cc: version, flags, float_info, ...
bool AddSysHookTypes(Value module);           // hooks.cc

extern const char kSysVersion[];

// sys.flags; runtime/host fills it in from the command line.
struct SysFlags {
  int debug, inspect, interactive, optimize, dont_write_bytecode, no_user_site, no_site,
      ignore_environment, verbose, bytes_warning, quiet, hash_randomization, isolated;
  bool dev_mode;
  int utf8_mode, warn_default_encoding;
  bool safe_path;
  int int_max_str_digits;
};
Owned MakeSysFlags(const SysFlags& flags);

// Raises an audit event with the given arguments (PEP 578); false: a hook raised.
bool Audit(const char* event, std::initializer_list<Value> args = {});

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_SYS_SYS_H_
