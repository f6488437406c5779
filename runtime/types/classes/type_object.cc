// `type`: attribute access on classes, calling them, and their life.

#include "runtime/types/classes/type_object.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/mro.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/classes/type_attributes.h"
#include "runtime/types/classes/union_type.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type TypeType;

Raised RaiseAbstract(Type* type) {
  Handle abstract = TypeAbstractMethods(type);
  if (!abstract) return {};
  Handle sorted = ToList(abstract);
  if (!sorted || !ListSort(sorted, Value::None(), false)) return {};
  Handle comma = StrFromAscii(", ", 2);
  Handle list = comma ? StrJoin(comma, sorted.As<List>()->items, ListSize(sorted)) : Owned();
  if (!list) return {};
  return Raise(&TypeErrorType, "Can't instantiate abstract class %N with abstract method%s %U",
               type, ListSize(sorted) > 1 ? "s" : "", list.Get());
}

// -- Attributes of classes ------------------------------------------------------------------------

Owned TypeFindAttribute(Value self, Value name) {
  Type* type = self.As<Type>();
  Type* meta = TypeOf(self);
  Value meta_found = TypeLookup(meta, name);
  Handle hold_meta = meta_found ? Retain(meta_found) : Owned();
  TernarySlot meta_get = nullptr;
  if (meta_found) {
    const TypeSlots& slots = TypeOf(meta_found)->slots;
    meta_get = slots.descriptor_get;
    if (meta_get != nullptr && slots.descriptor_set != nullptr)
      return meta_get(meta_found, self, Value::Pointer(meta));
  }
  if (Value found = TypeLookup(type, name)) {
    TernarySlot get = TypeOf(found)->slots.descriptor_get;
    if (get == nullptr) return Retain(found);
    Handle hold = Retain(found);
    return get(found, Value::Empty(), self);
  }
  if (meta_get != nullptr) return meta_get(meta_found, self, Value::Pointer(meta));
  return hold_meta.Release();
}

namespace {

Raised RaiseNoTypeAttribute(Value self, Value name) {
  return RaiseAttributeError(self, name, "type object '%.50s' has no attribute '%U'",
                             TypeNameOf(self.As<Type>()), name);
}

}  // namespace

Owned TypeGetAttribute(Value self, Value name) {
  if (!IsStr(name))
    return Raise(&TypeErrorType, "attribute name must be string, not '%.200s'", TypeName(name));
  Handle interned = TRY(StrIntern(name));
  Owned found = TypeFindAttribute(self, interned);
  if (!found && !HasPendingException()) return RaiseNoTypeAttribute(self, interned);
  return found;
}

bool TypeSetAttribute(Type* type, Value name, Value value) {
  Value self = Value::Pointer(type);
  if (type->Has(kTypeImmutable))
    return Raise(&TypeErrorType, "cannot set '%U' attribute of immutable type '%s'", name,
                 type->native_name != nullptr ? type->native_name : TypeNameOf(type));
  Handle interned = TRY(StrIntern(name));
  if (Value found = TypeLookup(TypeOf(self), interned)) {
    if (SetItemSlot set = TypeOf(found)->slots.descriptor_set) {
      Handle hold = Retain(found);
      TRY_VOID(set(found, self, value));
      TypeModified(type, interned);
      return true;
    }
  }
  if (value) {
    // The old value may die in here and look at the class: forget the caches first.
    Value old = DictGetStr(type->dict, interned);
    Handle hold = old ? Retain(old) : Owned();
    TRY_VOID(DictSet(type->dict, interned, value));
    TypeModified(type, interned);
    return true;
  }
  Handle removed = DictPop(type->dict, interned);
  if (!removed) {
    if (HasPendingException()) return false;
    return Raise(&AttributeErrorType, "type object '%.50s' has no attribute '%U'",
                 TypeNameOf(type), name);
  }
  TypeModified(type, interned);
  return true;
}

namespace {

bool TypeSetAttributeSlot(Value self, Value name, Value value) {
  if (!IsStr(name))
    return Raise(&TypeErrorType, "attribute name must be string, not '%.200s'", TypeName(name));
  return TypeSetAttribute(self.As<Type>(), name, value);
}

// -- Calling classes ------------------------------------------------------------------------------

Owned TypeCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  Type* type = callable.As<Type>();
  if (type == &TypeType) {
    if (nargs == 1 && (!keyword_names || TupleSize(keyword_names) == 0))
      return Retain(Value::Pointer(TypeOf(args[0])));
    if (nargs != 3) return Raise(&TypeErrorType, "type() takes 1 or 3 arguments");
  }
  if (type->slots.new_instance == nullptr || type->Has(kTypeNoInstantiation))
    return Raise(&TypeErrorType, "cannot create '%s' instances",
                 type->native_name != nullptr ? type->native_name : TypeNameOf(type));
  Handle result = TRY(type->slots.new_instance(type, args, nargs, keyword_names));
  Type* actual = TypeOf(result);
  if (actual != type && !IsSubtype(actual, type)) return result.Release();
  if (actual->slots.init != nullptr)
    TRY_VOID(actual->slots.init(result, args, nargs, keyword_names));
  return result.Release();
}

// type.__new__(meta, name, bases, dict, **keywords)
Owned TypeNewInstance(Type* meta, const Value* args, size_t nargs, Value keyword_names) {
  Handle keywords;
  if (keyword_names && TupleSize(keyword_names) != 0) {
    keywords = TRY(DictNew());
    for (int64_t i = 0; i < TupleSize(keyword_names); ++i)
      TRY_VOID(DictSet(keywords, TupleAt(keyword_names, i), args[nargs + static_cast<size_t>(i)]));
  }
  if (nargs != 3)
    return Raise(&TypeErrorType, "type.__new__() takes exactly 3 arguments (%zd given)",
                 static_cast<ssize_t>(nargs));
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "type.__new__() argument 1 must be str, not %.50s",
                 TypeName(args[0]));
  if (!IsTuple(args[1]))
    return Raise(&TypeErrorType, "type.__new__() argument 2 must be tuple, not %.50s",
                 TypeName(args[1]));
  if (!IsDict(args[2]))
    return Raise(&TypeErrorType, "type.__new__() argument 3 must be dict, not %.50s",
                 TypeName(args[2]));
  return TypeNew(meta, args[0], args[1], args[2], keywords);
}

bool TypeInitialise(Value self, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs == 1 && keyword_names && TupleSize(keyword_names) != 0)
    return Raise(&TypeErrorType, "type.__init__() takes no keyword arguments");
  if (nargs != 1 && nargs != 3)
    return Raise(&TypeErrorType, "type.__init__() takes 1 or 3 arguments");
  return true;
}

Owned TypeRepr(Value self) {
  Type* type = self.As<Type>();
  Handle module = TypeModule(type);
  if (!module) ClearPending();
  Handle qualname = Retain(type->qualname);
  if (!module || !IsStr(module) || StrEqualsAscii(module, "builtins"))
    return StrFormat("<class '%U'>", qualname.Get());
  return StrFormat("<class '%U.%U'>", module.Get(), qualname.Get());
}

Owned TypeOr(Value left, Value right) { return UnionOf(left, right); }

// -- Life -----------------------------------------------------------------------------------------

bool TypeTraverse(Object* self, Visitor visit, void* arg) {
  auto* type = static_cast<Type*>(self);
  if (!type->Has(kTypeHeap)) return false;
  for (Value value : {type->dict, type->bases, type->mro, type->subclasses, type->name,
                      type->qualname, type->heap_slot_names})
    if (value && visit(value, arg)) return true;
  return false;
}

void RemoveFromBases(Type* type) {
  if (!type->bases) return;
  for (int64_t i = 0; i < TupleSize(type->bases); ++i)
    RemoveSubclass(TupleAt(type->bases, i).As<Type>(), type);
}

void TypeClear(Object* self) {
  auto* type = static_cast<Type*>(self);
  if (!type->Has(kTypeHeap)) return;
  RemoveFromBases(type);
  TypeModified(type, names.__doc__);  // no slot depends on it: just the caches
  if (type->dict) DictClear(type->dict);
  ClearField(&type->mro);
}

void TypeDestroy(Object* self) {
  auto* type = static_cast<Type*>(self);
  RemoveFromBases(type);
  ShapesFree(type);
  ClearField(&type->dict);
  ClearField(&type->mro);
  ClearField(&type->bases);
  ClearField(&type->subclasses);
  ClearField(&type->heap_slot_names);
  ClearField(&type->name);
  ClearField(&type->qualname);
}

// -- Methods --------------------------------------------------------------------------------------

Owned TypeMroMethod(Value self) { return ComputeMro(self.As<Type>()); }

Owned TypeSubclassesMethod(Value self) {
  Type* type = self.As<Type>();
  Handle list = TRY(ListNew());
  if (!type->subclasses) return list.Release();
  int64_t position = 0;
  Value key, value;
  while (DictNext(type->subclasses, &position, &key, &value)) {
    Object* subclass = reinterpret_cast<Object*>(key.AsInt() << 3);
    TRY_VOID(ListAppend(list, Value::Pointer(subclass)));
  }
  return list.Release();
}

Owned TypePrepareMethod(Value, const Value*, size_t, Value) { return DictNew(); }

Owned TypeInstanceCheckMethod(Value self, Value instance) {
  bool answer = TRY(RecursiveIsInstance(instance, self));
  return OwnBool(answer);
}

Owned TypeSubclassCheckMethod(Value self, Value subclass) {
  bool answer = TRY(RecursiveIsSubclass(subclass, self));
  return OwnBool(answer);
}

bool MergeClassDict(Value dict, Value cls) {
  Handle class_dict = FindAttribute(cls, names.__dict__);
  if (!class_dict && HasPendingException()) return false;
  if (class_dict) TRY_VOID(DictUpdate(dict, class_dict));
  Handle bases = FindAttribute(cls, names.__bases__);
  if (!bases) return !HasPendingException();
  if (!IsTuple(bases)) return true;
  for (int64_t i = 0; i < TupleSize(bases); ++i) {
    TRY_VOID(CheckNativeStack());
    TRY_VOID(MergeClassDict(dict, TupleAt(bases, i)));
  }
  return true;
}

Owned TypeDirMethod(Value self) {
  Handle dict = TRY(DictNew());
  TRY_VOID(MergeClassDict(dict, self));
  return DictKeysList(dict);
}

Owned TypeSizeofMethod(Value self) {
  return IntFromSize(self.As<Type>()->Has(kTypeHeap) ? sizeof(Type) + 160 : sizeof(Type));
}

constexpr MethodDef kTypeMethods[] = {
    PY_METHOD(type, mro, NoArgs(TypeMroMethod),
              "($self, /)\n--\n\nReturn a type's method resolution order."),
    PY_METHOD(type, __subclasses__, NoArgs(TypeSubclassesMethod),
              "($self, /)\n--\n\nReturn a list of immediate subclasses."),
    PY_METHOD(type, __prepare__, Keywords(TypePrepareMethod, kMethodClass),
              "used to create the namespace for the class statement"),
    PY_METHOD(type, __instancecheck__, OneArg(TypeInstanceCheckMethod),
              "($self, instance, /)\n--\n\nCheck if an object is an instance."),
    PY_METHOD(type, __subclasscheck__, OneArg(TypeSubclassCheckMethod),
              "($self, subclass, /)\n--\n\nCheck if a class is a subclass."),
    PY_METHOD(type, __dir__, NoArgs(TypeDirMethod),
              "($self, /)\n--\n\nSpecialized __dir__ implementation for types."),
    PY_METHOD(type, __sizeof__, NoArgs(TypeSizeofMethod),
              "($self, /)\n--\n\nReturn memory consumption of the type object."),
    {}};

}  // namespace

bool InitTypeType() {
  TypeSlots& slots = TypeType.slots;
  slots.repr = TypeRepr;
  slots.call = TypeCall;
  slots.get_attribute = TypeGetAttribute;
  slots.set_attribute = TypeSetAttributeSlot;
  slots.init = TypeInitialise;
  slots.new_instance = TypeNewInstance;
  slots.bit_or = TypeOr;
  slots.traverse = TypeTraverse;
  slots.clear = TypeClear;
  slots.destroy = TypeDestroy;
  return InitBuiltinType({.type = &TypeType,
                          .name = "type",
                          .basic_size = sizeof(Type),
                          .flags = kTypeBase | kTypeGc | kTypeIsType | kTypeWeakly,
                          .methods = kTypeMethods,
                          .properties = kTypeProperties,
                          .members = kTypeMembers,
                          .doc = "type(object) -> the object's type\n"
                                 "type(name, bases, dict, **kwds) -> a new type",
                          .dict_offset = offsetof(Type, dict)});
}

}  // namespace polygil
