// weakref.ref: making, sharing, comparing and dying of weak reference objects.

#include "runtime/types/classes/weakref.h"

#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/classes/weakref_internal.h"
#include "runtime/types/container/list.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type ReferenceType;

namespace {

bool IsShareable(const WeakReference* reference, const Type* type, const Type* other_type) {
  return reference != nullptr && reference->callback.IsEmpty() &&
         (reference->type == type || reference->type == other_type);
}

// The shared reference and proxy (without callback) lead the list, in this order.
struct Shared {
  WeakReference* reference = nullptr;
  WeakReference* proxy = nullptr;
};

Shared SharedOf(Object* referent) {
  Shared shared;
  WeakReference* first = WeakTableFirst(referent);
  if (IsShareable(first, &ReferenceType, &ReferenceType)) {
    shared.reference = first;
    first = first->next;
  }
  if (IsShareable(first, &ProxyType, &CallableProxyType)) shared.proxy = first;
  return shared;
}

bool CheckReferable(Value object) {
  if (object.IsPointer() && object.AsObject()->type->Has(kTypeWeakly)) return true;
  return Raise(&TypeErrorType, "cannot create weak reference to '%s' object", TypeName(object));
}

}  // namespace

Owned WeakObjectNew(Type* type, Value object, Value callback) {
  TRY_VOID(CheckReferable(object));
  if (callback.IsNone()) callback = Value::Empty();
  bool exact_reference = type == &ReferenceType;
  bool is_proxy = type == &ProxyType || type == &CallableProxyType;
  if (callback.IsEmpty() && (exact_reference || is_proxy)) {
    Shared shared = SharedOf(object.AsObject());
    WeakReference* known = is_proxy ? shared.proxy : shared.reference;
    if (known != nullptr) return Retain(Value::Pointer(known));
  }
  Handle hold = Retain(object);
  bool builtin = exact_reference || is_proxy;
  Handle result = TRY(builtin ? AllocateObject(type) : AllocateInstance(type));
  WeakReference* reference = result.As<WeakReference>();
  reference->hash = -1;
  if (!callback.IsEmpty()) reference->callback = Retain(callback).Peek();
  Shared shared = SharedOf(object.AsObject());
  WeakReference* after = shared.proxy != nullptr ? shared.proxy : shared.reference;
  if (callback.IsEmpty() && exact_reference) after = nullptr;
  if (callback.IsEmpty() && is_proxy) after = shared.reference;
  reference->referent = object;
  if (!WeakTableAdd(reference, after)) {
    reference->referent = Value::Empty();
    return RaiseMemoryError();
  }
  return result.Release();
}

Owned WeakReferenceNew(Value object, Value callback) {
  return WeakObjectNew(&ReferenceType, object, callback);
}

Owned WeakReferent(Value self) {
  Value referent = self.As<WeakReference>()->referent;
  return referent.IsEmpty() ? Owned() : Retain(referent);
}

Owned WeakReferencesOf(Value object) {
  Handle list = TRY(ListNew());
  if (!object.IsPointer()) return list.Release();
  for (WeakReference* r = WeakTableFirst(object.AsObject()); r != nullptr; r = r->next)
    TRY_VOID(ListAppend(list, Value::Pointer(r)));
  return list.Release();
}

bool WeakTraverse(Object* self, Visitor visit, void* arg) {
  Value callback = static_cast<WeakReference*>(self)->callback;
  return !callback.IsEmpty() && visit(callback, arg);
}

void WeakDestroy(Object* self) {
  WeakReference* reference = static_cast<WeakReference*>(self);
  WeakTableRemove(reference);
  ClearField(&reference->callback);
}

namespace {

Owned ReferenceNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (type == &ReferenceType) TRY_VOID(CheckNoKeywords("ref", keyword_names));
  TRY_VOID(CheckPositional("__new__", nargs, 1, 2));
  return WeakObjectNew(type, args[0], nargs > 1 ? args[1] : Value::Empty());
}

bool ReferenceInit(Value, const Value*, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("ref", keyword_names));
  return CheckPositional("__init__", nargs, 1, 2);
}

Owned ReferenceCall(Value self, const Value*, size_t nargs, Value keyword_names) {
  if (nargs != 0 || !keyword_names.IsEmpty()) {
    TRY_VOID(CheckNoKeywords("weakref", keyword_names));
    return Raise(&TypeErrorType, "weakref expected 0 arguments, got %zu", nargs);
  }
  Value referent = self.As<WeakReference>()->referent;
  return referent.IsEmpty() ? OwnNone() : Retain(referent);
}

Fallible<int64_t> ReferenceHash(Value self) {
  WeakReference* reference = self.As<WeakReference>();
  if (reference->hash != -1) return reference->hash;
  Handle referent = WeakReferent(self);
  if (!referent) return Raise(&TypeErrorType, "weak object has gone away");
  int64_t hash = TRY(Hash(referent));
  reference->hash = hash;
  return hash;
}

Owned ReferenceCompare(Value self, Value other, CompareOp op) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !IsInstanceOf(self, ReferenceType) ||
      !IsInstanceOf(other, ReferenceType))
    return OwnNotImplemented();
  Handle left = WeakReferent(self), right = WeakReferent(other);
  if (!left || !right) return OwnBool((self == other) == (op == CompareOp::kEq));
  return RichCompare(left, right, op);
}

Owned ReferenceRepr(Value self) {
  Handle referent = WeakReferent(self);
  void* address = self.AsObject();
  if (!referent) return StrFormat("<weakref at %p; dead>", address);
  Handle name = FindAttribute(referent, names.__name__);
  if (!name && HasPendingException()) return {};
  void* at = referent.Get().AsObject();
  if (name && IsStr(name))
    return StrFormat("<weakref at %p; to '%s' at %p (%U)>", address, TypeName(referent), at,
                     name.Get());
  return StrFormat("<weakref at %p; to '%s' at %p>", address, TypeName(referent), at);
}

Owned GetCallback(Value self) {
  Value callback = self.As<WeakReference>()->callback;
  return callback.IsEmpty() ? OwnNone() : Retain(callback);
}

constexpr PropertyDef kProperties[] = {{"__callback__", GetCallback, nullptr, nullptr}, {}};
constexpr MethodDef kMethods[] = {
    PY_METHOD(ref, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"), {}};

}  // namespace

bool InitWeakrefTypes() {
  TypeSlots& slots = ReferenceType.slots;
  slots.repr = ReferenceRepr;
  slots.hash = ReferenceHash;
  slots.call = ReferenceCall;
  slots.rich_compare = ReferenceCompare;
  slots.init = ReferenceInit;
  slots.new_instance = ReferenceNewInstance;
  slots.traverse = WeakTraverse;
  slots.clear = WeakDestroy;
  slots.destroy = WeakDestroy;
  return InitBuiltinType({.type = &ReferenceType,
                          .name = "weakref.ReferenceType",
                          .basic_size = sizeof(WeakReference),
                          .flags = kTypeBase | kTypeGc,
                          .methods = kMethods,
                          .properties = kProperties}) &&
         InitWeakProxyTypes();
}

}  // namespace polygil
