#include "runtime/modules/_pickle/state.h"

#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/module_state.h"
#include "runtime/types/text/names.h"

namespace polygil::pickle {

Type PickleErrorType, PicklingErrorType, UnpicklingErrorType;

namespace {

Type StateType;

struct Source {
  const char* module;
  const char* name;
  Value PickleState::*field;
  bool is_dict;
};
constexpr Source kSources[] = {
    {"copyreg", "dispatch_table", &PickleState::dispatch_table, true},
    {"copyreg", "_extension_registry", &PickleState::extension_registry, true},
    {"copyreg", "_inverted_registry", &PickleState::inverted_registry, true},
    {"copyreg", "_extension_cache", &PickleState::extension_cache, true},
    {"_compat_pickle", "NAME_MAPPING", &PickleState::name_mapping, true},
    {"_compat_pickle", "IMPORT_MAPPING", &PickleState::import_mapping, true},
    {"_compat_pickle", "REVERSE_NAME_MAPPING", &PickleState::reverse_name_mapping, true},
    {"_compat_pickle", "REVERSE_IMPORT_MAPPING", &PickleState::reverse_import_mapping, true},
    {"codecs", "encode", &PickleState::encode, false},
    {"functools", "partial", &PickleState::partial, false},
    {"builtins", "getattr", &PickleState::getattr, false},
};

bool Fill(PickleState* state) {
  for (const Source& source : kSources) {
    Handle module = TRY(ImportModule(source.module));
    Handle found = TRY(GetAttribute(module, source.name));
    if (source.is_dict && !IsExactly(found, DictType))
      return Raise(&RuntimeErrorType, "%s.%s should be a dict, not %.200s", source.module,
                   source.name, TypeName(found));
    state->*source.field = found.Release().Peek();
  }
  return true;
}

}  // namespace

PickleState* CurrentPickleState() {
  Value modules = CurrentInterpreter()->module_state;
  Value state = modules ? DictGetStr(modules, names._pickle) : Value::Empty();
  if (state) [[likely]]
    return state.As<PickleState>();
  return Raise(&RuntimeErrorType, "_pickle was not initialised");
}

bool InitPickleState() {
  if (StateType.dict.IsEmpty()) {
    using S = PickleState;
    OwnFields<S, &S::dispatch_table, &S::extension_registry, &S::inverted_registry,
              &S::extension_cache, &S::name_mapping, &S::import_mapping, &S::reverse_name_mapping,
              &S::reverse_import_mapping, &S::encode, &S::partial, &S::getattr>(&StateType);
    TRY_VOID(InitBuiltinType({.type = &StateType,
                              .name = "_pickle.State",
                              .basic_size = sizeof(PickleState),
                              .flags = kTypeGc | kTypeNoInstantiation}));
  }
  if (ModuleState("_pickle")) return true;
  Handle state = TRY(AllocateObject(&StateType));
  return Fill(state.As<PickleState>()) && ModuleStateSet("_pickle", state);
}

}  // namespace polygil::pickle
