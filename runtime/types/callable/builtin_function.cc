// builtin_function_or_method: functions of native modules, and methods of built-in types bound to an
// instance or (class methods) to a type.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/init.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type BuiltinFunctionType;

Owned BuiltinFunctionNew(const MethodDef* definition, Value self, Value module_name) {
  Handle result = TRY(AllocateObject(&BuiltinFunctionType));
  auto* function = result.As<BuiltinFunction>();
  function->definition = definition;
  IncRef(self);
  function->self = self;
  IncRef(module_name);
  function->module = module_name;
  return result.Release();
}

namespace {

BuiltinFunction* Of(Value self) { return self.As<BuiltinFunction>(); }

bool IsModule(Value v) { return v && IsInstanceOf(v, ModuleType); }

// The type whose method it is; null for functions of modules.
Type* OwnerOf(const BuiltinFunction* function) {
  if (!function->self || IsModule(function->self)) return nullptr;
  if (IsType(function->self)) return function->self.As<Type>();
  return TypeOf(function->self);
}

Owned BuiltinCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  const BuiltinFunction* function = callable.As<BuiltinFunction>();
  return CallNative(function->definition, OwnerOf(function), function->self, args, nargs,
                    keyword_names);
}

Owned BuiltinRepr(Value self) {
  const BuiltinFunction* function = Of(self);
  if (!function->self || IsModule(function->self))
    return StrFormat("<built-in function %s>", function->definition->name);
  return StrFormat("<built-in method %s of %s object at %p>", function->definition->name,
                   TypeName(function->self), reinterpret_cast<void*>(function->self.bits));
}

Fallible<int64_t> BuiltinHash(Value self) {
  const BuiltinFunction* function = Of(self);
  uint64_t hash = (function->self.bits >> 4) ^ (reinterpret_cast<uint64_t>(function->definition) >> 4);
  auto result = static_cast<int64_t>(hash);
  return result == -1 ? -2 : result;
}

Owned BuiltinCompare(Value self, Value other, CompareOp op) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !IsExactly(other, BuiltinFunctionType))
    return OwnNotImplemented();
  bool equal = Of(self)->self == Of(other)->self && Of(self)->definition == Of(other)->definition;
  return OwnBool(equal == (op == CompareOp::kEq));
}

bool BuiltinTraverse(Object* object, Visitor visit, void* arg) {
  auto* function = static_cast<BuiltinFunction*>(object);
  return (function->self && visit(function->self, arg)) ||
         (function->module && visit(function->module, arg));
}

void BuiltinDestroy(Object* object) {
  auto* function = static_cast<BuiltinFunction*>(object);
  ClearField(&function->self);
  ClearField(&function->module);
}

Owned GetName(Value self) { return StrInternUtf8(Of(self)->definition->name); }

Owned GetQualname(Value self) {
  const BuiltinFunction* function = Of(self);
  Type* owner = OwnerOf(function);
  if (owner == nullptr) return GetName(self);
  Handle qualname = TRY(GetAttribute(Value::Pointer(owner), names.__qualname__));
  if (!IsStr(qualname))
    return Raise(&TypeErrorType, "<method>.__class__.__qualname__ is not a unicode object");
  return StrFormat("%U.%s", qualname.Get(), function->definition->name);
}

Owned GetDoc(Value self) {
  return DocumentationOf(Of(self)->definition->name, Of(self)->definition->doc);
}
Owned GetTextSignature(Value self) {
  return TextSignatureOf(Of(self)->definition->name, Of(self)->definition->doc);
}
Owned GetSelf(Value self) {
  const BuiltinFunction* function = Of(self);
  return function->self ? Retain(function->self) : OwnNone();
}
Owned GetModule(Value self) {
  const BuiltinFunction* function = Of(self);
  return function->module ? Retain(function->module) : OwnNone();
}

// A function is found again by name; a method through its object.
Owned ReduceMethod(Value self) {
  const BuiltinFunction* function = Of(self);
  if (!function->self || IsModule(function->self)) return GetName(self);
  Value getattr = DictGetStr(CurrentInterpreter()->builtins, names.getattr);
  Handle name = TRY(GetName(self));
  Handle arguments = TRY(TupleOf({function->self, name}));
  return TupleOf({getattr, arguments});
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(builtin_function_or_method, __reduce__, NoArgs(ReduceMethod), nullptr), {}};
constexpr PropertyDef kProperties[] = {{"__doc__", GetDoc},
                                       {"__name__", GetName},
                                       {"__qualname__", GetQualname},
                                       {"__self__", GetSelf},
                                       {"__module__", GetModule},
                                       {"__text_signature__", GetTextSignature},
                                       {}};

}  // namespace

bool InitBuiltinFunctionType() {
  TypeSlots& slots = BuiltinFunctionType.slots;
  slots.call = BuiltinCall;
  slots.repr = BuiltinRepr;
  slots.hash = BuiltinHash;
  slots.rich_compare = BuiltinCompare;
  slots.traverse = BuiltinTraverse;
  slots.destroy = BuiltinDestroy;
  return InitBuiltinType({.type = &BuiltinFunctionType,
                          .name = "builtin_function_or_method",
                          .basic_size = sizeof(BuiltinFunction),
                          .flags = kTypeGc | kTypeWeakly,
                          .methods = kMethods,
                          .properties = kProperties});
}

}  // namespace polygil
