// Native modules: how one is declared and found.
//
// A module is a folder or file under runtime/modules with one ModuleDefinition; its row in
// native_modules.def makes it importable. Per-module mutable state lives in the interpreter's
// `module_state` dict or in the module's own dictionary, never in C++ globals.

#ifndef POLYGIL_RUNTIME_MODULES_REGISTRY_H_
#define POLYGIL_RUNTIME_MODULES_REGISTRY_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct ModuleDefinition {
  const char* name;
  const char* doc;
  const MethodDef* functions;           // ended by {}; may be null
  bool (*execute)(Value module);        // fills constants and types; may be null
};

// Makes a new module object from its definition (functions added, execute run).
Owned MakeNativeModule(const ModuleDefinition& definition);
// Null if there is no native module of this name.
const ModuleDefinition* FindNativeModule(const char* name);
// By position in native_modules.def; null past the end.
const ModuleDefinition* NativeModuleAt(size_t index);
// Adds an attribute; consumes `value`, failing if it is empty.
bool ModuleAdd(Value module, const char* name, Owned value);
bool ModuleAddInt(Value module, const char* name, int64_t value);
bool ModuleAddStr(Value module, const char* name, const char* utf8);
bool ModuleAddType(Value module, Type* type);  // under the last part of its name

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_REGISTRY_H_
