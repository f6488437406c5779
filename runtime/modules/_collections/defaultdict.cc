#include "runtime/modules/_collections/defaultdict.h"

#include "runtime/modules/native_type.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type DefaultDictType;

struct DefaultDict : Dict {
  Value factory;  // or empty
};

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  return DictType.slots.new_instance(type, args, nargs, keyword_names);
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value factory = Value::Empty();
  size_t used = 0;
  if (nargs > 0) {
    if (!args[0].IsNone()) {
      if (!IsCallable(args[0]))
        return Raise(&TypeErrorType, "first argument must be callable or None");
      factory = args[0];
    }
    used = 1;
  }
  SetField(&self.As<DefaultDict>()->factory, factory);
  return DictType.slots.init(self, args + used, nargs - used, keyword_names);
}

bool Traverse(Object* self, Visitor visit, void* arg) {
  Value factory = static_cast<DefaultDict*>(self)->factory;
  if (factory && visit(factory, arg)) return true;
  return DictType.slots.traverse(self, visit, arg);
}
void Clear(Object* self) {
  ClearField(&static_cast<DefaultDict*>(self)->factory);
  DictType.slots.clear(self);
}

Owned Missing(Value self, Value key) {
  Value factory = self.As<DefaultDict>()->factory;
  if (!factory || factory.IsNone()) return RaiseKeyError(key);
  Handle hold = Retain(factory);
  Handle value = TRY(Call(hold));
  TRY_VOID(SetItem(self, key, value));
  return value.Release();
}

Owned FactoryRepr(Value factory) {
  if (!factory) return StrFromUtf8("None");
  switch (ReprEnter(factory)) {
    case ReprEntry::kError: return {};
    case ReprEntry::kRunning: return StrFromUtf8("...");
    default: break;
  }
  Owned repr = Repr(factory);
  ReprLeave(factory);
  return repr;
}
Owned ReprMethod(Value self) {
  Handle base = TRY(DictType.slots.repr(self));
  Handle hold = Retain(self.As<DefaultDict>()->factory);
  Handle factory = TRY(FactoryRepr(hold));
  return StrFormat("%U(%U, %U)", TypeOf(self)->name, factory.Get(), base.Get());
}

// type(self)(factory, source)
Owned CopyFrom(Value self, Value source) {
  return Call(Value::Pointer(TypeOf(self)), {OrNone(self.As<DefaultDict>()->factory), source});
}
Owned Copy(Value self) { return CopyFrom(self, self); }

Owned Or(Value left, Value right) {
  bool left_is_self = IsInstanceOf(left, DefaultDictType);
  Value self = left_is_self ? left : right, other = left_is_self ? right : left;
  if (!IsDict(other)) return OwnNotImplemented();
  Handle result = TRY(CopyFrom(self, left));
  TRY_VOID(DictUpdate(result, right));
  return result.Release();
}

Owned Reduce(Value self) {
  Value factory = self.As<DefaultDict>()->factory;
  Handle args = TRY(factory && !factory.IsNone() ? TupleOf({factory}) : TupleEmpty());
  Handle items = TRY(CallMethod(self, names.items));
  Handle iterator = TRY(GetIterator(items));
  return TupleOf({Value::Pointer(TypeOf(self)), args, Value::None(), Value::None(), iterator});
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(defaultdict, __missing__, OneArg(Missing),
              "__missing__(key) -- the value that the factory makes for a key, now in the dict; "
              "KeyError\nwithout a factory."),
    PY_METHOD(defaultdict, copy, NoArgs(Copy), "D.copy() -> a shallow copy of D."),
    PY_METHOD(defaultdict, __copy__, NoArgs(Copy), "D.copy() -> a shallow copy of D."),
    PY_METHOD(defaultdict, __reduce__, NoArgs(Reduce), kReduceDoc),
    PY_METHOD(defaultdict, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    {}};
const MemberDef kMembers[] = {{"default_factory", offsetof(DefaultDict, factory), MemberKind::kNone,
                               "Factory for default value called by __missing__()."},
                              {}};

}  // namespace

bool AddDefaultDict(Value module) {
  TypeSlots& slots = DefaultDictType.slots;
  slots.new_instance = Make;
  slots.init = Init;
  slots.traverse = Traverse;
  slots.clear = slots.destroy = Clear;
  slots.repr = ReprMethod;
  slots.bit_or = Or;
  return AddType(module, {.type = &DefaultDictType,
                          .name = "collections.defaultdict",
                          .base = &DictType,
                          .basic_size = sizeof(DefaultDict),
                          .flags = kTypeBase | kTypeGc | kTypeWeakly,
                          .methods = kMethods,
                          .members = kMembers,
                          .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default "
                                 "factory\n\nThe factory is called without arguments to make the "
                                 "value of a missing key.\nThe other arguments are those of dict."});
}

}  // namespace polygil
