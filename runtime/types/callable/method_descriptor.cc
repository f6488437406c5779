// method_descriptor and classmethod_descriptor: methods of built-in types as the class shows them.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/descriptor_common.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type MethodDescriptorType, ClassMethodDescriptorType;

static_assert(sizeof(MethodDescriptor) == sizeof(Descriptor));

Owned MethodDescriptorNew(const MethodDef* definition, Type* owner) {
  return DescriptorAllocate(&MethodDescriptorType, definition, owner,
                            StrInternUtf8(definition->name));
}

Owned ClassMethodDescriptorNew(const MethodDef* definition, Type* owner) {
  return DescriptorAllocate(&ClassMethodDescriptorType, definition, owner,
                            StrInternUtf8(definition->name));
}

namespace {

const MethodDef* DefinitionOf(Value self) { return self.As<MethodDescriptor>()->definition; }

Owned MethodCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  auto* method = callable.As<MethodDescriptor>();
  if (nargs == 0) [[unlikely]]
    return Raise(&TypeErrorType, "unbound method %U.%s() needs an argument",
                 method->owner->qualname, method->definition->name);
  if (TypeOf(args[0]) != method->owner) TRY_VOID(DescriptorCheck(callable.As<Descriptor>(), args[0]));
  return CallNative(method->definition, method->owner, args[0], args + 1, nargs - 1, keyword_names);
}

Owned MethodGet(Value self, Value instance, Value) {
  if (!instance) return Retain(self);
  TRY_VOID(DescriptorCheck(self.As<Descriptor>(), instance));
  return BuiltinFunctionNew(DefinitionOf(self), instance, Value::Empty());
}

Owned MethodRepr(Value self) {
  auto* method = self.As<MethodDescriptor>();
  return StrFormat("<method '%U' of '%s' objects>", method->name, TypeNameOf(method->owner));
}

Owned ClassMethodGet(Value self, Value instance, Value owner) {
  auto* descriptor = self.As<Descriptor>();
  if (!owner) {
    if (!instance)
      return Raise(&TypeErrorType,
                   "descriptor '%U' for type '%.100s' needs either an object or a type",
                   descriptor->name, TypeNameOf(descriptor->owner));
    owner = Value::Pointer(TypeOf(instance));
  }
  if (!IsType(owner))
    return Raise(&TypeErrorType,
                 "descriptor '%U' for type '%.100s' needs a type, not a '%.100s' as arg 2",
                 descriptor->name, TypeNameOf(descriptor->owner), TypeName(owner));
  if (!IsSubtype(owner.As<Type>(), descriptor->owner))
    return Raise(&TypeErrorType,
                 "descriptor '%U' requires a subtype of '%.100s' but received '%.100s'",
                 descriptor->name, TypeNameOf(descriptor->owner), TypeNameOf(owner.As<Type>()));
  return BuiltinFunctionNew(DefinitionOf(self), owner, Value::Empty());
}

Owned ClassMethodCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  auto* descriptor = callable.As<Descriptor>();
  if (nargs == 0)
    return Raise(&TypeErrorType, "descriptor '%U' of '%.100s' object needs an argument",
                 descriptor->name, TypeNameOf(descriptor->owner));
  Handle bound = TRY(ClassMethodGet(callable, Value::Empty(), args[0]));
  return Call(bound, args + 1, nargs - 1, keyword_names);
}

Owned GetDoc(Value self) {
  return DocumentationOf(DefinitionOf(self)->name, DefinitionOf(self)->doc);
}
Owned GetTextSignature(Value self) {
  return TextSignatureOf(DefinitionOf(self)->name, DefinitionOf(self)->doc);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(method_descriptor, __reduce__, NoArgs(DescriptorReduce), nullptr), {}};
constexpr PropertyDef kProperties[] = {{"__doc__", GetDoc},
                                       {"__name__", DescriptorName},
                                       {"__qualname__", DescriptorQualname},
                                       {"__objclass__", DescriptorObjclass},
                                       {"__text_signature__", GetTextSignature},
                                       {}};

void SetCommonSlots(Type* type) {
  type->slots.repr = MethodRepr;
  type->slots.traverse = DescriptorTraverse;
  type->slots.destroy = DescriptorDestroy;
}

}  // namespace

bool InitMethodDescriptorTypes() {
  SetCommonSlots(&MethodDescriptorType);
  MethodDescriptorType.slots.call = MethodCall;
  MethodDescriptorType.slots.descriptor_get = MethodGet;
  TRY_VOID(InitBuiltinType({.type = &MethodDescriptorType,
                            .name = "method_descriptor",
                            .basic_size = sizeof(MethodDescriptor),
                            .flags = kTypeGc | kTypeMethodDescriptor,
                            .methods = kMethods,
                            .properties = kProperties}));
  SetCommonSlots(&ClassMethodDescriptorType);
  ClassMethodDescriptorType.slots.call = ClassMethodCall;
  ClassMethodDescriptorType.slots.descriptor_get = ClassMethodGet;
  return InitBuiltinType({.type = &ClassMethodDescriptorType,
                          .name = "classmethod_descriptor",
                          .basic_size = sizeof(MethodDescriptor),
                          .flags = kTypeGc,
                          .properties = kProperties});
}

}  // namespace polygil
