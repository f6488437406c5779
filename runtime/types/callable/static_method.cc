// staticmethod and classmethod.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/init.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type StaticMethodType, ClassMethodType;

static_assert(sizeof(StaticMethod) == sizeof(ClassMethod));

namespace {

StaticMethod* Of(Value self) { return self.As<StaticMethod>(); }

// The wrapper looks like the function: functools.wraps() without __wrapped__.
bool CopyAttributes(Value self, Value callable) {
  for (Value name : {names.__module__, names.__name__, names.__qualname__, names.__doc__,
                     names.__annotations__}) {
    Handle value = FindAttribute(callable, name);
    if (!value) {
      if (HasPendingException()) return false;
      continue;
    }
    TRY_VOID(SetAttribute(self, name, value));
  }
  return true;
}

Owned Make(Type* type, Value callable) {
  Handle result = TRY(AllocateInstance(type));
  Of(result)->callable = Retain(callable).Peek();
  TRY_VOID(CopyAttributes(result, callable));
  return result.Release();
}

Owned MakeEmpty(Type* type, const Value*, size_t, Value) {
  Handle result = TRY(AllocateInstance(type));
  Of(result)->callable = Value::None();
  return result.Release();
}

template <const Type* kType>
bool Initialise(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords(kType->native_name, keyword_names));
  TRY_VOID(CheckPositional(kType->native_name, nargs, 1, 1));
  StoreOwned(&Of(self)->callable, Retain(args[0]));
  return CopyAttributes(self, args[0]);
}

Owned StaticGet(Value self, Value, Value) { return Retain(Of(self)->callable); }

Owned StaticCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  return Call(Of(callable)->callable, args, nargs, keyword_names);
}

Owned ClassGet(Value self, Value instance, Value owner) {
  if (!owner) owner = Value::Pointer(TypeOf(instance));
  Value callable = Of(self)->callable;
  // Other descriptors (property) may be wrapped, too.
  if (!IsExactly(callable, FunctionType)) {
    if (TernarySlot get = TypeOf(callable)->slots.descriptor_get) {
      Handle hold = Retain(callable);
      return get(callable, owner, owner);
    }
  }
  return BoundMethodNew(callable, owner);
}

Owned StaticRepr(Value self) { return StrFormat("<staticmethod(%R)>", Of(self)->callable); }
Owned ClassRepr(Value self) { return StrFormat("<classmethod(%R)>", Of(self)->callable); }

bool Traverse(Object* object, Visitor visit, void* arg) {
  auto* method = static_cast<StaticMethod*>(object);
  return (method->callable && visit(method->callable, arg)) ||
         (method->dict && visit(method->dict, arg));
}

void Clear(Object* object) {
  auto* method = static_cast<StaticMethod*>(object);
  ClearField(&method->callable);
  ClearField(&method->dict);
}

Owned GetAbstract(Value self) {
  Handle flag = FindAttribute(Of(self)->callable, names.__isabstractmethod__);
  if (!flag) return HasPendingException() ? Owned() : OwnBool(false);
  bool abstract = TRY(IsTrue(flag));
  return OwnBool(abstract);
}

Owned GetDict(Value self) {
  Value dict = InstanceDict(self.AsObject());
  return dict ? Retain(dict) : Owned();
}

constexpr PropertyDef kProperties[] = {
    {"__isabstractmethod__", GetAbstract}, {"__dict__", GetDict}, {}};
const MemberDef kMembers[] = {
    {"__func__", offsetof(StaticMethod, callable), MemberKind::kReadOnlyNone},
    {"__wrapped__", offsetof(StaticMethod, callable), MemberKind::kReadOnlyNone},
    {}};

void SetCommonSlots(Type* type) {
  type->slots.new_instance = MakeEmpty;
  type->slots.traverse = Traverse;
  type->slots.clear = Clear;
  type->slots.destroy = Clear;
}

}  // namespace

Owned StaticMethodNew(Value callable) { return Make(&StaticMethodType, callable); }
Owned ClassMethodNew(Value callable) { return Make(&ClassMethodType, callable); }

bool InitStaticMethodTypes() {
  SetCommonSlots(&StaticMethodType);
  StaticMethodType.slots.init = Initialise<&StaticMethodType>;
  StaticMethodType.slots.descriptor_get = StaticGet;
  StaticMethodType.slots.call = StaticCall;
  StaticMethodType.slots.repr = StaticRepr;
  TRY_VOID(InitBuiltinType({.type = &StaticMethodType,
                            .name = "staticmethod",
                            .basic_size = sizeof(StaticMethod),
                            .flags = kTypeBase | kTypeGc,
                            .properties = kProperties,
                            .members = kMembers,
                            .doc = "staticmethod(function) -> method\n\n"
                                   "Convert a function to be a static method.\n\n"
                                   "A static method does not receive an implicit first argument.",
                            .dict_offset = offsetof(StaticMethod, dict)}));
  SetCommonSlots(&ClassMethodType);
  ClassMethodType.slots.init = Initialise<&ClassMethodType>;
  ClassMethodType.slots.descriptor_get = ClassGet;
  ClassMethodType.slots.repr = ClassRepr;
  return InitBuiltinType({.type = &ClassMethodType,
                          .name = "classmethod",
                          .basic_size = sizeof(ClassMethod),
                          .flags = kTypeBase | kTypeGc,
                          .properties = kProperties,
                          .members = kMembers,
                          .doc = "classmethod(function) -> method\n\n"
                                 "Convert a function to be a class method.\n\n"
                                 "A class method receives the class as implicit first argument, "
                                 "just like an instance\nmethod receives the instance.",
                          .dict_offset = offsetof(ClassMethod, dict)});
}

}  // namespace polygil
