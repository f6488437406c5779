// method: a function together with the object it is to be called with (Data model, "Instance
// methods").

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/argument_buffer.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type BoundMethodType;

Owned BoundMethodNew(Value function, Value self) {
  Owned result = AllocateObject(&BoundMethodType);
  if (!result) return {};
  auto* method = result.Peek().As<BoundMethod>();
  IncRef(function);
  method->function = function;
  IncRef(self);
  method->self = self;
  return result;
}

namespace {

BoundMethod* Of(Value self) { return self.As<BoundMethod>(); }

Owned MethodCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  BoundMethod* method = Of(callable);
  ArgumentBuffer buffer;
  TRY_VOID(buffer.Prepend(method->self, args, nargs, keyword_names));
  return Call(method->function, buffer.data(), nargs + 1, keyword_names);
}

// What the method type itself doesn't have comes from the function.
Owned MethodGetAttribute(Value self, Value name) {
  Handle interned;
  if (IsStr(name)) interned = TRY(StrIntern(name));
  Value found = interned ? TypeLookup(&BoundMethodType, interned) : Value::Empty();
  if (!found) return GetAttribute(Of(self)->function, name);
  if (TernarySlot get = TypeOf(found)->slots.descriptor_get)
    return get(found, self, Value::Pointer(&BoundMethodType));
  return Retain(found);
}

Owned MethodRepr(Value self) {
  Value function = Of(self)->function;
  Handle name = FindAttribute(function, names.__qualname__);
  if (!name && !HasPendingException()) name = FindAttribute(function, names.__name__);
  if (!name && HasPendingException()) return {};
  if (name && IsStr(name)) return StrFormat("<bound method %U of %R>", name.Get(), Of(self)->self);
  return StrFormat("<bound method ? of %R>", Of(self)->self);
}

Owned MethodCompare(Value self, Value other, CompareOp op) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !IsExactly(other, BoundMethodType))
    return OwnNotImplemented();
  bool equal = TRY(Equals(Of(self)->function, Of(other)->function));
  equal = equal && Of(self)->self == Of(other)->self;
  return OwnBool(equal == (op == CompareOp::kEq));
}

Fallible<int64_t> MethodHash(Value self) {
  int64_t function_hash = TRY(Hash(Of(self)->function));
  auto hash = static_cast<int64_t>(Of(self)->self.bits >> 4) ^ function_hash;
  return hash == -1 ? -2 : hash;
}

Owned MethodNew(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("method", keyword_names));
  TRY_VOID(CheckPositional("method", nargs, 2, 2));
  if (!IsCallable(args[0])) return Raise(&TypeErrorType, "first argument must be callable");
  if (args[1].IsNone()) return Raise(&TypeErrorType, "instance must not be None");
  return BoundMethodNew(args[0], args[1]);
}

bool MethodTraverse(Object* object, Visitor visit, void* arg) {
  auto* method = static_cast<BoundMethod*>(object);
  return (method->function && visit(method->function, arg)) ||
         (method->self && visit(method->self, arg));
}

void MethodDestroy(Object* object) {
  auto* method = static_cast<BoundMethod*>(object);
  ClearField(&method->function);
  ClearField(&method->self);
}

Owned GetDoc(Value self) {
  Handle doc = FindAttribute(Of(self)->function, names.__doc__);
  if (doc) return doc.Release();
  return HasPendingException() ? Owned() : OwnNone();
}

Owned ReduceMethod(Value self) {
  Value getattr = DictGetStr(CurrentInterpreter()->builtins, names.getattr);
  Handle name = TRY(GetAttribute(Of(self)->function, names.__name__));
  Handle arguments = TRY(TupleOf({Of(self)->self, name}));
  return TupleOf({getattr, arguments});
}

constexpr MethodDef kMethods[] = {PY_METHOD(method, __reduce__, NoArgs(ReduceMethod), nullptr), {}};
constexpr PropertyDef kProperties[] = {{"__doc__", GetDoc}, {}};
constexpr MemberDef kMembers[] = {
    {"__func__", sizeof(Object), MemberKind::kReadOnlyNone,
     "the function (or other callable) implementing a method"},
    {"__self__", sizeof(Object) + sizeof(Value), MemberKind::kReadOnlyNone,
     "the instance to which a method is bound"},
    {}};

}  // namespace

bool InitBoundMethodType() {
  TypeSlots& slots = BoundMethodType.slots;
  slots.call = MethodCall;
  slots.get_attribute = MethodGetAttribute;
  slots.repr = MethodRepr;
  slots.rich_compare = MethodCompare;
  slots.hash = MethodHash;
  slots.new_instance = MethodNew;
  slots.traverse = MethodTraverse;
  slots.destroy = MethodDestroy;
  return InitBuiltinType({.type = &BoundMethodType,
                          .name = "method",
                          .basic_size = sizeof(BoundMethod),
                          .flags = kTypeGc | kTypeWeakly,
                          .methods = kMethods,
                          .properties = kProperties,
                          .members = kMembers,
                          .doc = "method(function, instance)\n--\n\n"
                                 "Create a bound instance method object."});
}

}  // namespace polygil
