// isinstance() and issubclass() (PEP 3119).

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_attributes.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/classes/union_type.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

// cls.__bases__ if it is a tuple; empty without exception otherwise.
Owned AbstractBases(Value cls) {
  Handle bases = FindAttribute(cls, names.__bases__);
  if (bases && IsTuple(bases)) return bases.Release();
  return {};
}

// Something with __bases__ may stand for a class.
bool CheckClass(Value cls, const char* message) {
  Handle bases = AbstractBases(cls);
  if (bases) return true;
  if (HasPendingException()) return false;
  return Raise(&TypeErrorType, "%s", message);
}

Fallible<bool> AbstractIsSubclass(Value derived, Value cls) {
  Handle hold = Retain(derived);
  for (;;) {
    if (derived == cls) return true;
    Handle bases = AbstractBases(derived);
    if (!bases) {
      if (HasPendingException()) return {};
      return false;
    }
    if (TupleSize(bases) == 0) return false;
    if (TupleSize(bases) == 1) {
      hold = Retain(TupleAt(bases, 0));
      derived = hold;
      continue;
    }
    NativeDepth depth;
    if (!depth.Check(" in __issubclass__")) return {};
    for (int64_t i = 0; i < TupleSize(bases); ++i) {
      bool answer = TRY(AbstractIsSubclass(TupleAt(bases, i), cls));
      if (answer) return true;
    }
    return false;
  }
}

// Objects that say nothing special about their class: __class__ would be their type.
bool HasPlainClass(Value object) {
  Type* type = TypeOf(object);
  return (type->type_flags & kTypeDefaultGetAttribute) != 0 &&
         TypeLookup(type, names.__class__) == TypeLookup(&ObjectType, names.__class__);
}

using Question = Fallible<bool> (*)(Value subject, Value cls);

Fallible<bool> AnyOf(Question question, Value subject, Value items) {
  NativeDepth depth;
  if (!depth.Check(question == &IsInstance ? " in __instancecheck__" : " in __subclasscheck__"))
    return {};
  for (int64_t i = 0; i < TupleSize(items); ++i) {
    bool answer = TRY(question(subject, TupleAt(items, i)));
    if (answer) return true;
  }
  return false;
}

Fallible<bool> AskHook(Value method, Value subject) {
  NativeDepth depth;
  if (!depth.Check(" in __instancecheck__")) return {};
  Handle answer = TRY(Call(method, {subject}));
  return IsTrue(answer);
}

}  // namespace

bool IsSubtype(Type* type, Type* base) {
  if (type == base) return true;
  if (!type->mro) {  // still being made
    for (; type != nullptr; type = type->base)
      if (type == base) return true;
    return base == &ObjectType;
  }
  const Tuple* mro = type->mro.As<Tuple>();
  for (int64_t i = 0; i < mro->size; ++i)
    if (mro->items[i].AsObject() == base) return true;
  return false;
}

Fallible<bool> RecursiveIsInstance(Value object, Value cls) {
  if (IsType(cls)) {
    if (IsSubtype(TypeOf(object), cls.As<Type>())) return true;
    if (HasPlainClass(object)) return false;
    // __class__ may be a property that tells another class.
    Handle claimed = FindAttribute(object, names.__class__);
    if (!claimed) {
      if (HasPendingException()) return {};
      return false;
    }
    if (claimed.Get().AsObject() == TypeOf(object) || !IsType(claimed)) return false;
    return IsSubtype(claimed.As<Type>(), cls.As<Type>());
  }
  if (!CheckClass(cls, "isinstance() arg 2 must be a type, a tuple of types, or a union")) return {};
  Handle claimed = FindAttribute(object, names.__class__);
  if (!claimed) {
    if (HasPendingException()) return {};
    return false;
  }
  return AbstractIsSubclass(claimed, cls);
}

Fallible<bool> RecursiveIsSubclass(Value derived, Value cls) {
  if (IsType(cls) && IsType(derived)) return IsSubtype(derived.As<Type>(), cls.As<Type>());
  if (!CheckClass(derived, "issubclass() arg 1 must be a class")) return {};
  if (!IsExactly(cls, UnionType) &&
      !CheckClass(cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union"))
    return {};
  return AbstractIsSubclass(derived, cls);
}

Fallible<bool> IsInstance(Value object, Value cls) {
  if (cls.IsPointer() && TypeOf(object) == static_cast<Type*>(cls.AsObject())) return true;
  if (IsExactly(cls, TypeType)) return RecursiveIsInstance(object, cls);
  if (IsTuple(cls)) return AnyOf(IsInstance, object, cls);
  Handle method = LookupSpecial(cls, names.__instancecheck__);
  if (method) return AskHook(method, object);
  if (HasPendingException()) return {};
  return RecursiveIsInstance(object, cls);
}

Fallible<bool> IsSubclass(Value derived, Value cls) {
  if (IsExactly(cls, TypeType)) {
    if (derived == cls) return true;
    return RecursiveIsSubclass(derived, cls);
  }
  if (IsTuple(cls)) return AnyOf(IsSubclass, derived, cls);
  Handle method = LookupSpecial(cls, names.__subclasscheck__);
  if (method) return AskHook(method, derived);
  if (HasPendingException()) return {};
  return RecursiveIsSubclass(derived, cls);
}

}  // namespace polygil
