// `object`: what every value can do.

#include <bit>
#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/object_reduce.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/classes/type_attributes.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type ObjectType;

namespace {

bool HasArguments(size_t nargs, Value keyword_names) {
  return nargs != 0 || (keyword_names && TupleSize(keyword_names) != 0);
}

bool ObjectInitialise(Value self, const Value* args, size_t nargs, Value keyword_names);

Owned ObjectNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (HasArguments(nargs, keyword_names)) {
    if (type->slots.new_instance != &ObjectNewInstance)
      return Raise(&TypeErrorType,
                   "object.__new__() takes exactly one argument (the type to instantiate)");
    if (type->slots.init == &ObjectInitialise)
      return Raise(&TypeErrorType, "%.200s() takes no arguments", TypeNameOf(type));
  }
  return AllocateInstance(type);
}

bool ObjectInitialise(Value self, const Value* args, size_t nargs, Value keyword_names) {
  if (!HasArguments(nargs, keyword_names)) return true;
  Type* type = TypeOf(self);
  if (type->slots.init != &ObjectInitialise)
    return Raise(&TypeErrorType,
                 "object.__init__() takes exactly one argument (the instance to initialize)");
  if (type->slots.new_instance == &ObjectNewInstance)
    return Raise(&TypeErrorType,
                 "%.200s.__init__() takes exactly one argument (the instance to initialize)",
                 TypeNameOf(type));
  return true;
}

Owned ObjectRepr(Value self) {
  Type* type = TypeOf(self);
  Handle module = TypeModule(type);
  if (!module) ClearPending();
  void* address = self.AsObject();
  Handle qualname = Retain(type->qualname);
  if (!module || !IsStr(module) || StrEqualsAscii(module, "builtins"))
    return StrFormat("<%U object at %p>", qualname.Get(), address);
  return StrFormat("<%U.%U object at %p>", module.Get(), qualname.Get(), address);
}

// Not through repr(): what a bad __repr__ returns is str()'s to complain about.
Owned ObjectStr(Value self) { return TypeOf(self)->slots.repr(self); }

Fallible<int64_t> ObjectHash(Value self) {
  // Addresses are multiples of 16: the low bits would always collide.
  int64_t hash = static_cast<int64_t>(std::rotr(self.bits, 4));
  return hash == -1 ? -2 : hash;
}

Owned ObjectCompare(Value self, Value other, CompareOp op) {
  switch (op) {
    case CompareOp::kEq:
      return self == other ? OwnBool(true) : OwnNotImplemented();
    case CompareOp::kNe: {
      // By default != is the opposite of ==, whatever that is.
      CompareSlot compare = TypeOf(self)->slots.rich_compare;
      if (compare == nullptr) return OwnNotImplemented();
      Handle equal = TRY(compare(self, other, CompareOp::kEq));
      if (equal.Get().IsNotImplemented()) return OwnNotImplemented();
      bool truth = TRY(IsTrue(equal));
      return OwnBool(!truth);
    }
    default:
      return OwnNotImplemented();
  }
}

// -- __class__ ------------------------------------------------------------------------------------

Owned GetClass(Value self) { return Retain(Value::Pointer(TypeOf(self))); }

bool SetClass(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "can't delete __class__ attribute");
  if (!IsType(value))
    return Raise(&TypeErrorType, "__class__ must be set to a class, not '%s' object",
                 TypeName(value));
  Type* new_type = value.As<Type>();
  Type* old_type = TypeOf(self);
  if (new_type == old_type) return true;
  bool modules = IsSubtype(new_type, &ModuleType) && IsSubtype(old_type, &ModuleType);
  if (!modules && (new_type->Has(kTypeImmutable) || old_type->Has(kTypeImmutable)))
    return Raise(&TypeErrorType,
                 "__class__ assignment only supported for mutable types or ModuleType subclasses");
  if (!SameLayout(old_type, new_type))
    return Raise(&TypeErrorType, "__class__ assignment: '%s' object layout differs from '%s'",
                 TypeNameOf(new_type), TypeNameOf(old_type));
  Object* object = self.AsObject();
  TRY_VOID(InstanceMigrate(object, new_type));
  IncRef(new_type);
  object->type = new_type;
  DecRef(old_type);
  return true;
}

// -- Methods --------------------------------------------------------------------------------------

Owned ObjectFormatMethod(Value self, Value spec) {
  if (!IsStr(spec))
    return Raise(&TypeErrorType, "__format__() argument must be str, not %s", TypeName(spec));
  if (StrLength(spec) > 0)
    return Raise(&TypeErrorType, "unsupported format string passed to %.200s.__format__",
                 TypeName(self));
  return ToStr(self);
}

Owned ObjectSizeofMethod(Value self) {
  if (!self.IsPointer()) return IntFromInt64(8);
  return IntFromSize(ObjectSize(self.AsObject()));
}

bool MergeClass(Value dict, Value cls) {
  Handle class_dict = FindAttribute(cls, names.__dict__);
  if (!class_dict && HasPendingException()) return false;
  if (class_dict) TRY_VOID(DictUpdate(dict, class_dict));
  Handle bases = FindAttribute(cls, names.__bases__);
  if (!bases) return !HasPendingException();
  if (!IsTuple(bases)) return true;
  for (int64_t i = 0; i < TupleSize(bases); ++i) {
    TRY_VOID(CheckNativeStack());
    TRY_VOID(MergeClass(dict, TupleAt(bases, i)));
  }
  return true;
}

Owned ObjectDirMethod(Value self) {
  Handle own = FindAttribute(self, names.__dict__);
  if (!own && HasPendingException()) return {};
  Handle dict;
  if (own && IsDict(own))
    dict = TRY(DictCopy(own));
  else
    dict = TRY(DictNew());
  Handle cls = FindAttribute(self, names.__class__);
  if (!cls && HasPendingException()) return {};
  if (cls) TRY_VOID(MergeClass(dict, cls));
  return DictKeysList(dict);
}

Owned ObjectInitSubclassMethod(Value) { return OwnNone(); }

Owned ObjectSubclassHookMethod(Value, const Value*, size_t) { return OwnNotImplemented(); }

constexpr MethodDef kObjectMethods[] = {
    PY_METHOD(object, __reduce_ex__, OneArg(ObjectReduceExMethod),
              "($self, protocol, /)\n--\n\nHelper for pickle."),
    PY_METHOD(object, __reduce__, NoArgs(ObjectReduceMethod),
              "($self, /)\n--\n\nHelper for pickle."),
    PY_METHOD(object, __getstate__, NoArgs(ObjectGetStateMethod),
              "($self, /)\n--\n\nHelper for pickle."),
    PY_METHOD(object, __subclasshook__,
              Positional(ObjectSubclassHookMethod, 0, kNoMaximum, kMethodClass),
              "Abstract classes can override this to customize issubclass().\n\n"
              "This is invoked early on by abc.ABCMeta.__subclasscheck__().\n"
              "It should return True, False or NotImplemented.  If it returns\n"
              "NotImplemented, the normal algorithm is used.  Otherwise, it\n"
              "overrides the normal algorithm (and the outcome is cached).\n"),
    PY_METHOD(object, __init_subclass__, NoArgs(ObjectInitSubclassMethod, kMethodClass),
              "This method is called when a class is subclassed.\n\n"
              "The default implementation does nothing. It may be\n"
              "overridden to extend subclasses.\n"),
    PY_METHOD(object, __format__, OneArg(ObjectFormatMethod),
              "($self, format_spec, /)\n--\n\nDefault object formatter."),
    PY_METHOD(object, __sizeof__, NoArgs(ObjectSizeofMethod),
              "($self, /)\n--\n\nSize of object in memory, in bytes."),
    PY_METHOD(object, __dir__, NoArgs(ObjectDirMethod),
              "($self, /)\n--\n\nDefault dir() implementation."),
    {}};

constexpr PropertyDef kObjectProperties[] = {
    {"__class__", GetClass, SetClass, "the object's class"}, {}};

// The static type whose fields the instances begin with.
const Type* NativeBase(const Type* type) {
  while (type->Has(kTypeHeap)) type = type->base;
  return type;
}

// The next class inwards that adds slots.
const Type* SlotsBase(const Type* type) {
  while (type->Has(kTypeHeap) && (!type->heap_slot_names || TupleSize(type->heap_slot_names) == 0)) {
    type = type->base;
  }
  return type;
}

// The slots are those of one class, or of two that add the same ones to a common base.
bool SameSlotNames(const Type* a, const Type* b) {
  a = SlotsBase(a);
  b = SlotsBase(b);
  if (a == b) return true;
  if (!a->Has(kTypeHeap) || !b->Has(kTypeHeap)) return false;
  if (TupleSize(a->heap_slot_names) != TupleSize(b->heap_slot_names)) return false;
  for (int64_t i = 0; i < TupleSize(a->heap_slot_names); ++i)
    if (TupleAt(a->heap_slot_names, i) != TupleAt(b->heap_slot_names, i)) return false;
  return SlotsBase(a->base) == SlotsBase(b->base);
}

}  // namespace

bool SameLayout(Type* a, Type* b) {
  constexpr uint32_t kFlags = kTypeHasAttributes | kTypeWeakly | kTypeGc | kTypeVarSized;
  return NativeBase(a) == NativeBase(b) && a->basic_size == b->basic_size &&
         (a->type_flags & kFlags) == (b->type_flags & kFlags) &&
         a->attributes_offset == b->attributes_offset && SameSlotNames(a, b);
}

bool InitObjectType() {
  TypeSlots& slots = ObjectType.slots;
  slots.repr = ObjectRepr;
  slots.str = ObjectStr;
  slots.hash = ObjectHash;
  slots.rich_compare = ObjectCompare;
  slots.get_attribute = GenericGetAttribute;
  slots.set_attribute = GenericSetAttribute;
  slots.init = ObjectInitialise;
  slots.new_instance = ObjectNewInstance;
  return InitBuiltinType({.type = &ObjectType,
                          .name = "object",
                          .basic_size = sizeof(Object),
                          .flags = kTypeBase,
                          .methods = kObjectMethods,
                          .properties = kObjectProperties,
                          .doc = "object()\n--\n\nThe base class of the class hierarchy.\n\n"
                                 "When called, it accepts no arguments and returns a new "
                                 "featureless\ninstance that has no instance attributes and "
                                 "cannot be given any.\n"});
}

}  // namespace polygil
