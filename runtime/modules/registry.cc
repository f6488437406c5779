#include "runtime/modules/registry.h"

#include <cstring>

#include "runtime/protocol/raise.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

#define MODULE(identifier, name) extern const ModuleDefinition identifier##Module;
#include "runtime/modules/native_modules.def"

namespace {

struct ModuleRow {
  const char* name;
  const ModuleDefinition* definition;
};
const ModuleRow kModules[] = {
#define MODULE(identifier, name) {name, &identifier##Module},
#include "runtime/modules/native_modules.def"
    {nullptr, nullptr}};

bool AddFunctions(Value module, Value name, const MethodDef* functions) {
  for (const MethodDef* row = functions; row != nullptr && row->name != nullptr; ++row) {
    TRY_VOID(ModuleAdd(module, row->name, BuiltinFunctionNew(row, module, name)));
  }
  return true;
}

}  // namespace

const ModuleDefinition* NativeModuleAt(size_t index) {
  return index < sizeof(kModules) / sizeof(kModules[0]) ? kModules[index].definition : nullptr;
}

const ModuleDefinition* FindNativeModule(const char* name) {
  for (const ModuleRow& row : kModules) {
    if (row.name != nullptr && strcmp(row.name, name) == 0) return row.definition;
  }
  return nullptr;
}

Owned MakeNativeModule(const ModuleDefinition& definition) {
  Handle name = TRY(StrInternUtf8(definition.name));
  Handle module = TRY(ModuleNew(name));
  module.As<Module>()->definition = &definition;
  if (definition.doc != nullptr) {
    TRY_VOID(ModuleAdd(module, "__doc__", StrFromUtf8(definition.doc, strlen(definition.doc))));
  }
  TRY_VOID(AddFunctions(module, name, definition.functions));
  if (definition.execute != nullptr) TRY_VOID(definition.execute(module));
  return module.Release();
}

bool ModuleAdd(Value module, const char* name, Owned value) {
  Handle hold = value;
  if (hold.IsEmpty()) return false;
  Handle key = TRY(StrInternUtf8(name));
  return DictSet(ModuleDict(module), key, hold);
}
bool ModuleAddInt(Value module, const char* name, int64_t value) {
  return ModuleAdd(module, name, IntFromInt64(value));
}
bool ModuleAddStr(Value module, const char* name, const char* utf8) {
  return ModuleAdd(module, name, StrFromUtf8(utf8, strlen(utf8)));
}
bool ModuleAddType(Value module, Type* type) {
  const char* dot = strrchr(type->native_name, '.');
  return ModuleAdd(module, dot == nullptr ? type->native_name : dot + 1,
                   Retain(Value::Pointer(type)));
}

}  // namespace polygil
