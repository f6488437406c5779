// What native modules keep per interpreter besides their dictionaries: Interpreter::module_state, by
// names such as "posix.stat_result".

#ifndef POLYGIL_RUNTIME_MODULES_MODULE_STATE_H_
#define POLYGIL_RUNTIME_MODULES_MODULE_STATE_H_

#include "runtime/modules/registry.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/type.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/structseq.h"
#include "runtime/types/text/str.h"

namespace polygil {

// Borrowed; empty: never set.
inline Value ModuleState(const char* key) {
  Value state = CurrentInterpreter()->module_state;
  return state ? DictGetAscii(state, key) : Value::Empty();
}
inline Type* ModuleStateType(const char* key) { return ModuleState(key).As<Type>(); }

inline bool ModuleStateSet(const char* key, Value value) {
  Interpreter* interpreter = CurrentInterpreter();
  if (!interpreter->module_state) interpreter->module_state = TRY(DictNew()).Peek();
  return DictSetAscii(interpreter->module_state, key, value);
}

// Shows a struct sequence type in a module under `name`, and keeps it in the state under `key`. A second
// module object shows the same type.
inline bool AddStructSequence(Value module, const char* name, const char* key,
                              const StructSequenceSpec& spec) {
  Handle type = Retain(ModuleState(key));
  if (!type) {
    type = TRY(StructSequenceTypeNew(spec));
    TRY_VOID(ModuleStateSet(key, type));
  }
  return ModuleAdd(module, name, type.Release());
}

// Adds another table of functions to a module.
inline bool AddModuleFunctions(Value module, const char* module_name, const MethodDef* functions) {
  Handle name = TRY(StrInternUtf8(module_name));
  for (const MethodDef* row = functions; row->name != nullptr; ++row)
    TRY_VOID(ModuleAdd(module, row->name, BuiltinFunctionNew(row, module, name)));
  return true;
}

struct IntConstant {
  const char* name;
  int64_t value;
};
inline bool AddIntConstants(Value module, const IntConstant* constants) {
  for (; constants->name != nullptr; ++constants)
    TRY_VOID(ModuleAddInt(module, constants->name, constants->value));
  return true;
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_MODULE_STATE_H_
