#include "runtime/types/classes/module.h"

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type ModuleType;

namespace {

Module* Of(Value self) { return self.As<Module>(); }

bool FillModule(Value self, Value name, Value doc) {
  Module* module = Of(self);
  if (!module->dict) {
    Handle dict = TRY(DictNew());
    module->dict = dict.Release().Peek();
  }
  TRY_VOID(DictSet(module->dict, names.__name__, name));
  TRY_VOID(DictSet(module->dict, names.__doc__, doc));
  TRY_VOID(DictSet(module->dict, names.__package__, Value::None()));
  TRY_VOID(DictSet(module->dict, names.__loader__, Value::None()));
  TRY_VOID(DictSet(module->dict, names.__spec__, Value::None()));
  IncRef(name);
  StoreOwned(&module->name, Owned(name));
  return true;
}

}  // namespace

Owned ModuleNew(Value name) {
  Handle module = TRY(AllocateInstance(&ModuleType));
  TRY_VOID(FillModule(module, name, Value::None()));
  return module.Release();
}

namespace {

Owned ModuleMake(Type* type, const Value*, size_t, Value) {
  Handle module = TRY(AllocateInstance(type));
  Of(module)->dict = TRY(DictNew()).Peek();
  return module.Release();
}

bool ModuleInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("module", "(name, doc=None)", args, nargs, keyword_names, bound));
  if (!IsStr(bound[0]))
    return Raise(&TypeErrorType, "module() argument 'name' must be str, not %.50s",
                 TypeName(bound[0]));
  return FillModule(self, bound[0], bound[1] ? bound[1] : Value::None());
}

// spec.<name> as a truth value; false without exception if there is no such thing.
bool SpecFlag(Value spec, Value name) {
  if (!spec || spec.IsNone()) return false;
  Handle value = FindAttribute(spec, name);
  if (!value) {
    ClearPending();
    return false;
  }
  Fallible<bool> truth = IsTrue(value);
  if (!truth) ClearPending();
  return truth && truth.value;
}

bool IsUninitializedSubmodule(Value spec, Value name) {
  if (!spec || spec.IsNone()) return false;
  Handle submodules = FindAttribute(spec, names._uninitialized_submodules);
  if (submodules) {
    Fallible<bool> found = Contains(submodules, name);
    if (found && found.value) return true;
  }
  ClearPending();
  return false;
}

Raised RaiseMissing(Value self, Value name) {
  Value dict = Of(self)->dict;
  Value module_name = DictGetStr(dict, names.__name__);
  Handle hold = module_name ? Retain(module_name) : Owned();
  if (!module_name || !IsStr(module_name))
    return RaiseAttributeError(self, name, "module has no attribute '%U'", name);
  Value found_spec = DictGetStr(dict, names.__spec__);
  Handle spec = found_spec ? Retain(found_spec) : Owned();
  if (SpecFlag(spec, names._initializing))
    return RaiseAttributeError(self, name,
                               "partially initialized module '%U' has no attribute '%U' (most "
                               "likely due to a circular import)", module_name, name);
  if (IsUninitializedSubmodule(spec, name))
    return RaiseAttributeError(self, name,
                               "cannot access submodule '%U' of module '%U' (most likely due to a "
                               "circular import)", name, module_name);
  return RaiseAttributeError(self, name, "module '%U' has no attribute '%U'", module_name, name);
}

}  // namespace

Owned ModuleFindAttribute(Value self, Value name) {
  Owned found = GenericFindAttribute(self, name);
  if (found || HasPendingException()) return found;
  Value hook = DictGetStr(Of(self)->dict, names.__getattr__);
  if (!hook) return {};
  Handle hold = Retain(hook);
  return Call(hook, {name});
}

Owned ModuleGetAttribute(Value self, Value name) {
  if (!IsStr(name))
    return Raise(&TypeErrorType, "attribute name must be string, not '%.200s'", TypeName(name));
  Handle interned = TRY(StrIntern(name));
  Owned found = ModuleFindAttribute(self, interned);
  if (!found && !HasPendingException()) return RaiseMissing(self, interned);
  return found;
}

namespace {

Owned ModuleRepr(Value self) {
  Value importlib = CurrentInterpreter()->importlib;
  if (importlib) return CallMethod(importlib, "_module_repr", {self});
  return StrFormat("<module %R>", Of(self)->name ? Of(self)->name : Value::None());
}

Owned DirMethod(Value self) {
  Handle dict = TRY(GetAttribute(self, names.__dict__));
  if (!IsDict(dict))
    return Raise(&TypeErrorType, "%.200s.__dict__ is not a dictionary", TypeName(self));
  if (Value hook = DictGetStr(dict, names.__dir__)) {
    Handle hold = Retain(hook);
    return Call(hook);
  }
  return DictKeysList(dict);
}

Owned GetAnnotations(Value self) {
  Value dict = Of(self)->dict;
  if (Value annotations = DictGetStr(dict, names.__annotations__)) return Retain(annotations);
  Handle fresh = TRY(DictNew());
  TRY_VOID(DictSet(dict, names.__annotations__, fresh));
  return fresh.Release();
}

bool SetAnnotations(Value self, Value value) {
  Value dict = Of(self)->dict;
  if (value) return DictSet(dict, names.__annotations__, value);
  Handle removed = DictPop(dict, names.__annotations__);
  if (removed) return true;
  if (HasPendingException()) return false;
  return RaiseWith(&AttributeErrorType, names.__annotations__);
}

bool ModuleTraverse(Object* object, Visitor visit, void* arg) {
  auto* module = static_cast<Module*>(object);
  return (module->dict && visit(module->dict, arg)) || (module->name && visit(module->name, arg));
}

void ModuleDestroy(Object* object) {
  auto* module = static_cast<Module*>(object);
  ClearField(&module->dict);
  ClearField(&module->name);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(module, __dir__, NoArgs(DirMethod), "__dir__() -> list\nspecialized dir() implementation"),
    {}};
constexpr PropertyDef kProperties[] = {
    {"__annotations__", GetAnnotations, SetAnnotations}, {}};
const MemberDef kMembers[] = {
    {"__dict__", offsetof(Module, dict), MemberKind::kReadOnlyNone}, {}};

}  // namespace

bool InitModuleType() {
  TypeSlots& slots = ModuleType.slots;
  slots.get_attribute = ModuleGetAttribute;
  slots.repr = ModuleRepr;
  slots.init = ModuleInit;
  slots.new_instance = ModuleMake;
  slots.traverse = ModuleTraverse;
  slots.destroy = ModuleDestroy;
  return InitBuiltinType({.type = &ModuleType,
                          .name = "module",
                          .basic_size = sizeof(Module),
                          .flags = kTypeBase | kTypeGc | kTypeWeakly,
                          .methods = kMethods,
                          .properties = kProperties,
                          .members = kMembers,
                          .doc = "module(name, doc=None)\n--\n\nCreate a module object.\n\n"
                                 "The name must be a string; the optional docstring can have any "
                                 "type.",
                          .dict_offset = offsetof(Module, dict)});
}

}  // namespace polygil
