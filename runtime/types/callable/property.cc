// property (Descriptor HowTo Guide, "Properties").

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type PropertyType;

namespace {

Property* Of(Value self) { return self.As<Property>(); }

Value NoneAsEmpty(Value v) { return v.IsNone() ? Value::Empty() : v; }

// "property 'x' of 'C' object has no getter".
Raised RaiseNoAccessor(Value self, Value instance, const char* what) {
  Handle qualname = GetAttribute(Value::Pointer(TypeOf(instance)), names.__qualname__);
  if (!qualname) return {};
  if (Of(self)->name)
    return Raise(&AttributeErrorType, "property %R of %R object has no %s", Of(self)->name,
                 qualname.Get(), what);
  return Raise(&AttributeErrorType, "property of %R object has no %s", qualname.Get(), what);
}

Owned PropertyGet(Value self, Value instance, Value) {
  if (!instance || instance.IsNone()) return Retain(self);
  Value get = Of(self)->get;
  if (!get) return RaiseNoAccessor(self, instance, "getter");
  Handle hold = Retain(get);
  return Call(get, &instance, 1);
}

bool PropertySet(Value self, Value instance, Value value) {
  Value function = value ? Of(self)->set : Of(self)->del;
  if (!function) return RaiseNoAccessor(self, instance, value ? "setter" : "deleter");
  Handle hold = Retain(function);
  Value args[2] = {instance, value};
  Handle result = Call(function, args, value ? 2 : 1);
  return static_cast<bool>(result);
}

// A subclass keeps the documentation as an attribute, so that its class's __doc__ doesn't hide it.
bool StoreDoc(Value self, Value doc) {
  if (IsExactly(self, PropertyType)) {
    StoreOwned(&Of(self)->doc, Retain(doc));
    return true;
  }
  return SetAttribute(self, names.__doc__, doc);
}

bool TakeGetterDoc(Value self) {
  Value get = Of(self)->get;
  if (!get) return true;
  Handle doc = FindAttribute(get, names.__doc__);
  if (!doc) return !HasPendingException();
  Of(self)->doc_from_getter = true;
  return StoreDoc(self, doc);
}

bool PropertyInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[4];
  TRY_VOID(BindArguments("property", "(fget=None, fset=None, fdel=None, doc=None)", args, nargs,
                         keyword_names, bound));
  Value* fields[3] = {&Of(self)->get, &Of(self)->set, &Of(self)->del};
  for (int i = 0; i < 3; ++i) {
    Value accessor = bound[i] ? NoneAsEmpty(bound[i]) : Value::Empty();
    StoreOwned(fields[i], accessor ? Retain(accessor) : Owned());
  }
  ClearField(&Of(self)->doc);
  Of(self)->doc_from_getter = false;
  if (bound[3] && !bound[3].IsNone()) return StoreDoc(self, bound[3]);
  return TakeGetterDoc(self);
}

Owned PropertyMake(Type* type, const Value*, size_t, Value) { return AllocateInstance(type); }

// A copy with one accessor replaced: the decorators.
Owned CopyWith(Value self, Value get, Value set, Value del) {
  auto choose = [](Value replacement, Value old) {
    if (replacement && !replacement.IsNone()) return replacement;
    return old ? old : Value::None();
  };
  Property* property = Of(self);
  Value doc = property->doc_from_getter || !property->doc ? Value::None() : property->doc;
  Handle copy = TRY(Call(Value::Pointer(TypeOf(self)),
                         {choose(get, property->get), choose(set, property->set),
                          choose(del, property->del), doc}));
  if (property->name && IsInstanceOf(copy, PropertyType))
    StoreOwned(&Of(copy)->name, Retain(property->name));
  return copy.Release();
}

Owned GetterMethod(Value self, Value f) { return CopyWith(self, f, Value::Empty(), Value::Empty()); }
Owned SetterMethod(Value self, Value f) { return CopyWith(self, Value::Empty(), f, Value::Empty()); }
Owned DeleterMethod(Value self, Value f) {
  return CopyWith(self, Value::Empty(), Value::Empty(), f);
}

Owned SetNameMethod(Value self, const Value* args, size_t nargs) {
  if (nargs != 2)
    return Raise(&TypeErrorType, "__set_name__() takes 2 positional arguments but %zd were given",
                 static_cast<ssize_t>(nargs));
  StoreOwned(&Of(self)->name, Retain(args[1]));
  return OwnNone();
}

Owned GetAbstract(Value self) {
  for (Value accessor : {Of(self)->get, Of(self)->set, Of(self)->del}) {
    if (!accessor) continue;
    Handle flag = FindAttribute(accessor, names.__isabstractmethod__);
    if (!flag) {
      if (HasPendingException()) return {};
      continue;
    }
    bool abstract = TRY(IsTrue(flag));
    if (abstract) return OwnBool(true);
  }
  return OwnBool(false);
}

bool PropertyTraverse(Object* object, Visitor visit, void* arg) {
  auto* property = static_cast<Property*>(object);
  for (Value value : {property->get, property->set, property->del, property->doc, property->name})
    if (value && visit(value, arg)) return true;
  return false;
}

void PropertyClear(Object* object) {
  auto* property = static_cast<Property*>(object);
  ClearField(&property->get);
  ClearField(&property->set);
  ClearField(&property->del);
  ClearField(&property->doc);
  ClearField(&property->name);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(property, getter, OneArg(GetterMethod),
              "Descriptor to obtain a copy of the property with a different getter."),
    PY_METHOD(property, setter, OneArg(SetterMethod),
              "Descriptor to obtain a copy of the property with a different setter."),
    PY_METHOD(property, deleter, OneArg(DeleterMethod),
              "Descriptor to obtain a copy of the property with a different deleter."),
    PY_METHOD(property, __set_name__, Positional(SetNameMethod, 0, kNoMaximum),
              "Method to set name of a property."),
    {}};
constexpr PropertyDef kProperties[] = {{"__isabstractmethod__", GetAbstract}, {}};
const MemberDef kMembers[] = {{"fget", offsetof(Property, get), MemberKind::kReadOnlyNone},
                              {"fset", offsetof(Property, set), MemberKind::kReadOnlyNone},
                              {"fdel", offsetof(Property, del), MemberKind::kReadOnlyNone},
                              {"__doc__", offsetof(Property, doc), MemberKind::kNone},
                              {}};

}  // namespace

Owned PropertyNew(Value get, Value set, Value del, Value doc) {
  return Call(Value::Pointer(&PropertyType), {get, set, del, doc});
}

bool InitPropertyType() {
  TypeSlots& slots = PropertyType.slots;
  slots.descriptor_get = PropertyGet;
  slots.descriptor_set = PropertySet;
  slots.init = PropertyInit;
  slots.new_instance = PropertyMake;
  slots.traverse = PropertyTraverse;
  slots.clear = PropertyClear;
  slots.destroy = PropertyClear;
  return InitBuiltinType(
      {.type = &PropertyType,
       .name = "property",
       .basic_size = sizeof(Property),
       .flags = kTypeBase | kTypeGc,
       .methods = kMethods,
       .properties = kProperties,
       .members = kMembers,
       .doc = "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\n"
              "Property attribute.\n\n"
              "  fget\n    function to be used for getting an attribute value\n"
              "  fset\n    function to be used for setting an attribute value\n"
              "  fdel\n    function to be used for del'ing an attribute\n"
              "  doc\n    docstring\n\n"
              "Decorators make defining new properties or modifying existing ones easy."});
}

}  // namespace polygil
