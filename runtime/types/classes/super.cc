#include "runtime/types/classes/super.h"

#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
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

Type SuperType;

namespace {

struct Super : Object {
  Value start;      // the class whose successors are searched
  Value object;     // what results are bound to; empty: unbound
  Value object_type;  // whose MRO is searched
};

Super* Of(Value self) { return self.As<Super>(); }

// The class in whose MRO super(start, object) looks.
Owned SearchedType(Type* start, Value object) {
  if (IsType(object) && IsSubtype(object.As<Type>(), start)) return Retain(object);
  if (IsSubtype(TypeOf(object), start)) return Retain(Value::Pointer(TypeOf(object)));
  Handle claimed = FindAttribute(object, names.__class__);
  if (!claimed && HasPendingException()) return {};
  if (claimed && IsType(claimed) && claimed.Get().AsObject() != TypeOf(object) &&
      IsSubtype(claimed.As<Type>(), start))
    return claimed.Release();
  return Raise(&TypeErrorType,
               "super(type, obj): obj must be an instance or subtype of type");
}

// The first class dictionary behind `start` with the name; borrowed.
Value FindBehind(Type* start, Type* searched, Value name) {
  if (!searched->mro) return Value::Empty();
  const Tuple* mro = searched->mro.As<Tuple>();
  int64_t i = 0;
  while (i < mro->size && mro->items[i].AsObject() != start) ++i;
  for (++i; i < mro->size; ++i) {
    Value dict = mro->items[i].As<Type>()->dict;
    if (Value found = dict ? DictGetStr(dict, name) : Value::Empty()) return found;
  }
  return Value::Empty();
}

Owned Bind(Value found, Value object, Type* searched) {
  TernarySlot get = TypeOf(found)->slots.descriptor_get;
  if (get == nullptr) return Retain(found);
  Handle hold = Retain(found);
  // For a class method's super() the class itself is the object: nothing to bind to.
  Value instance = object.AsObject() == searched ? Value::Empty() : object;
  return get(found, instance, Value::Pointer(searched));
}

Owned SuperGetAttribute(Value self, Value name) {
  Super* super = Of(self);
  if (super->object_type && IsStr(name) && name != names.__class__) {
    Handle interned = TRY(StrIntern(name));
    auto* searched = super->object_type.As<Type>();
    Handle hold = Retain(super->object_type);
    if (Value found = FindBehind(super->start.As<Type>(), searched, interned))
      return Bind(found, super->object, searched);
  }
  return GenericGetAttribute(self, name);
}

Owned SuperRepr(Value self) {
  Super* super = Of(self);
  const char* start = super->start ? TypeNameOf(super->start.As<Type>()) : "NULL";
  if (super->object_type)
    return StrFormat("<super: <class '%s'>, <%s object>>", start,
                     TypeNameOf(super->object_type.As<Type>()));
  return StrFormat("<super: <class '%s'>, NULL>", start);
}

bool Fill(Value self, Value start, Value object) {
  Handle searched;
  if (object) searched = TRY(SearchedType(start.As<Type>(), object));
  StoreOwned(&Of(self)->start, Retain(start));
  StoreOwned(&Of(self)->object, object ? Retain(object) : Owned());
  StoreOwned(&Of(self)->object_type, searched.Release());
  return true;
}

bool SuperInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("super", keyword_names));
  TRY_VOID(CheckPositional("super()", nargs, 0, 2));
  Value start, object = Value::Empty();
  if (nargs == 0) {
    TRY_VOID(CurrentInterpreter()->hooks->super_arguments(&start, &object));
  } else {
    start = args[0];
    if (nargs == 2 && !args[1].IsNone()) object = args[1];
  }
  if (!IsType(start))
    return Raise(&TypeErrorType, "super() argument 1 must be a type, not %.200s", TypeName(start));
  return Fill(self, start, object);
}

Owned SuperMake(Type* type, const Value*, size_t, Value) { return AllocateInstance(type); }

// A super object without instance as a class attribute binds itself.
Owned SuperDescriptorGet(Value self, Value instance, Value) {
  Super* super = Of(self);
  if (!instance || instance.IsNone() || super->object) return Retain(self);
  if (TypeOf(self) != &SuperType && super->start)
    return Call(Value::Pointer(TypeOf(self)), {super->start, instance});
  Handle bound = TRY(AllocateInstance(&SuperType));
  TRY_VOID(Fill(bound, super->start, instance));
  return bound.Release();
}

bool SuperTraverse(Object* object, Visitor visit, void* arg) {
  auto* super = static_cast<Super*>(object);
  for (Value value : {super->start, super->object, super->object_type})
    if (value && visit(value, arg)) return true;
  return false;
}

void SuperClear(Object* object) {
  auto* super = static_cast<Super*>(object);
  ClearField(&super->object);
  ClearField(&super->start);
  ClearField(&super->object_type);
}

constexpr uint32_t Field(int index) {
  return sizeof(Object) + static_cast<uint32_t>(index) * sizeof(Value);
}
constexpr MemberDef kMembers[] = {
    {"__thisclass__", Field(0), MemberKind::kReadOnlyNone, "the class invoking super()"},
    {"__self__", Field(1), MemberKind::kReadOnlyNone,
     "the instance invoking super(); may be None"},
    {"__self_class__", Field(2), MemberKind::kReadOnlyNone,
     "the type of the instance invoking super(); may be None"},
    {}};

}  // namespace

Owned SuperLoad(Value cls, Value self, Value name, Handle* bound_self) {
  if (!IsType(cls))
    return Raise(&TypeErrorType, "super() argument 1 must be a type, not %.200s", TypeName(cls));
  Handle searched_type = TRY(SearchedType(cls.As<Type>(), self));
  auto* searched = searched_type.As<Type>();
  Value found = name == names.__class__ ? Value::Empty()
                                        : FindBehind(cls.As<Type>(), searched, name);
  if (!found) {
    // Attributes of super objects themselves (__self__) need one.
    Handle super = TRY(AllocateInstance(&SuperType));
    TRY_VOID(Fill(super, cls, self));
    return GetAttribute(super, name);
  }
  if (TypeOf(found)->Has(kTypeMethodDescriptor) && self.AsObject() != searched) {
    *bound_self = Retain(self);
    return Retain(found);
  }
  return Bind(found, self, searched);
}

bool InitSuperType() {
  TypeSlots& slots = SuperType.slots;
  slots.get_attribute = SuperGetAttribute;
  slots.repr = SuperRepr;
  slots.init = SuperInit;
  slots.new_instance = SuperMake;
  slots.descriptor_get = SuperDescriptorGet;
  slots.traverse = SuperTraverse;
  slots.clear = SuperClear;
  slots.destroy = SuperClear;
  return InitBuiltinType(
      {.type = &SuperType,
       .name = "super",
       .basic_size = sizeof(Super),
       .flags = kTypeBase | kTypeGc,
       .members = kMembers,
       .doc = "super() -> same as super(__class__, <first argument>)\n"
              "super(type) -> unbound super object\n"
              "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
              "super(type, type2) -> bound super object; requires issubclass(type2, type)\n"
              "Typical use to call a cooperative superclass method:\n"
              "class C(B):\n    def meth(self, arg):\n        super().meth(arg)\n"
              "This works for class methods too:\n"
              "class C(B):\n    @classmethod\n    def cmeth(cls, arg):\n"
              "        super().cmeth(arg)\n"});
}

}  // namespace polygil
