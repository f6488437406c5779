// Weak proxies: every operation is done on the referent; ReferenceError once that has died.

#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/classes/weakref.h"
#include "runtime/types/classes/weakref_internal.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type ProxyType, CallableProxyType;

namespace {

bool IsProxy(Value v) { return IsExactly(v, ProxyType) || IsExactly(v, CallableProxyType); }

// The referent of a proxy, anything else itself; a new reference. Raises ReferenceError.
Owned Unwrap(Value v) {
  if (!IsProxy(v)) return Retain(v);
  Owned referent = WeakReferent(v);
  if (referent) return referent;
  return Raise(&ReferenceErrorType, "weakly-referenced object no longer exists");
}

template <Owned (*kOperation)(Value)>
Owned Unary(Value self) {
  Handle object = TRY(Unwrap(self));
  return kOperation(object);
}

template <BinaryOp kOp>
Owned Binary(Value left, Value right) {
  Handle a = TRY(Unwrap(left));
  Handle b = TRY(Unwrap(right));
  return BinaryOperation(kOp, a, b);
}

template <BinaryOp kOp>
Owned Inplace(Value left, Value right) {
  Handle a = TRY(Unwrap(left));
  Handle b = TRY(Unwrap(right));
  return InplaceOperation(kOp, a, b);
}

Owned ProxyDivmod(Value left, Value right) {
  Handle a = TRY(Unwrap(left));
  Handle b = TRY(Unwrap(right));
  return DivmodOperation(a, b);
}

Owned ProxyPower(Value base, Value exponent, Value modulus) {
  Handle a = TRY(Unwrap(base));
  Handle b = TRY(Unwrap(exponent));
  Handle c = TRY(modulus.IsEmpty() ? OwnNone() : Unwrap(modulus));
  return PowerOperation(a, b, c);
}

Owned ProxyRepr(Value self) {
  Handle object = WeakReferent(self);
  Value none = Value::None();
  Value shown = object ? object.Get() : none;
  return StrFormat("<weakproxy at %p to %s at %p>", static_cast<void*>(self.AsObject()),
                   TypeName(shown), static_cast<void*>(shown.AsObject()));
}

Owned ProxyGetAttribute(Value self, Value name) {
  Handle object = TRY(Unwrap(self));
  return GetAttribute(object, name);
}

bool ProxySetAttribute(Value self, Value name, Value value) {
  Handle object = TRY(Unwrap(self));
  return value.IsEmpty() ? DeleteAttribute(object, name) : SetAttribute(object, name, value);
}

Owned ProxyCompare(Value self, Value other, CompareOp op) {
  Handle a = TRY(Unwrap(self));
  Handle b = TRY(Unwrap(other));
  return RichCompare(a, b, op);
}

Fallible<bool> ProxyTruth(Value self) {
  Handle object = TRY(Unwrap(self));
  return IsTrue(object);
}
Fallible<int64_t> ProxyLength(Value self) {
  Handle object = TRY(Unwrap(self));
  return Length(object);
}
Owned ProxyGetItem(Value self, Value key) {
  Handle object = TRY(Unwrap(self));
  Handle index = TRY(Unwrap(key));
  return GetItem(object, index);
}
bool ProxySetItem(Value self, Value key, Value value) {
  Handle object = TRY(Unwrap(self));
  return value.IsEmpty() ? DeleteItem(object, key) : SetItem(object, key, value);
}
Fallible<bool> ProxyContains(Value self, Value item) {
  Handle object = TRY(Unwrap(self));
  Handle wanted = TRY(Unwrap(item));
  return Contains(object, wanted);
}

Owned ProxyIterate(Value self) {
  Handle object = TRY(Unwrap(self));
  return GetIterator(object);
}

Owned ProxyNext(Value self) {
  Handle object = TRY(Unwrap(self));
  if (!IsIterator(object))
    return Raise(&TypeErrorType, "Weakref proxy referenced a non-iterator '%.200s' object",
                 TypeName(object));
  return IteratorNext(object);
}

Owned ProxyCall(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Handle object = TRY(Unwrap(self));
  return Call(object, args, nargs, keyword_names);
}

Owned ProxyBytesMethod(Value self) {
  Handle object = TRY(Unwrap(self));
  return CallMethod(object, names.__bytes__);
}
Owned ProxyReversedMethod(Value self) {
  Handle object = TRY(Unwrap(self));
  return CallMethod(object, names.__reversed__);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(ProxyType, __bytes__, NoArgs(ProxyBytesMethod), nullptr),
    PY_METHOD(ProxyType, __reversed__, NoArgs(ProxyReversedMethod), nullptr),
    {}};

void FillNumbers(TypeSlots* slots) {
  slots->add = Binary<BinaryOp::kAdd>;
  slots->subtract = Binary<BinaryOp::kSubtract>;
  slots->multiply = Binary<BinaryOp::kMultiply>;
  slots->matrix_multiply = Binary<BinaryOp::kMatrixMultiply>;
  slots->remainder = Binary<BinaryOp::kRemainder>;
  slots->divmod = ProxyDivmod;
  slots->power = ProxyPower;
  slots->left_shift = Binary<BinaryOp::kLeftShift>;
  slots->right_shift = Binary<BinaryOp::kRightShift>;
  slots->bit_and = Binary<BinaryOp::kAnd>;
  slots->bit_xor = Binary<BinaryOp::kXor>;
  slots->bit_or = Binary<BinaryOp::kOr>;
  slots->floor_divide = Binary<BinaryOp::kFloorDivide>;
  slots->true_divide = Binary<BinaryOp::kTrueDivide>;
  slots->inplace_add = Inplace<BinaryOp::kAdd>;
  slots->inplace_subtract = Inplace<BinaryOp::kSubtract>;
  slots->inplace_multiply = Inplace<BinaryOp::kMultiply>;
  slots->inplace_matrix_multiply = Inplace<BinaryOp::kMatrixMultiply>;
  slots->inplace_remainder = Inplace<BinaryOp::kRemainder>;
  slots->inplace_power = Inplace<BinaryOp::kPower>;
  slots->inplace_left_shift = Inplace<BinaryOp::kLeftShift>;
  slots->inplace_right_shift = Inplace<BinaryOp::kRightShift>;
  slots->inplace_bit_and = Inplace<BinaryOp::kAnd>;
  slots->inplace_bit_xor = Inplace<BinaryOp::kXor>;
  slots->inplace_bit_or = Inplace<BinaryOp::kOr>;
  slots->inplace_floor_divide = Inplace<BinaryOp::kFloorDivide>;
  slots->inplace_true_divide = Inplace<BinaryOp::kTrueDivide>;
  slots->negative = Unary<Negative>;
  slots->positive = Unary<Positive>;
  slots->absolute = Unary<Absolute>;
  slots->invert = Unary<Invert>;
  slots->to_int = Unary<ToInt>;
  slots->to_float = Unary<ToFloat>;
  slots->index = Unary<Index>;
  slots->truth = ProxyTruth;
}

bool InitOne(Type* type, const char* name) {
  TypeSlots& slots = type->slots;
  FillNumbers(&slots);
  slots.repr = ProxyRepr;
  slots.str = Unary<ToStr>;
  slots.get_attribute = ProxyGetAttribute;
  slots.set_attribute = ProxySetAttribute;
  slots.rich_compare = ProxyCompare;
  slots.iterate = ProxyIterate;
  slots.next = ProxyNext;
  slots.length = ProxyLength;
  slots.get_item = ProxyGetItem;
  slots.set_item = ProxySetItem;
  slots.contains = ProxyContains;
  slots.traverse = WeakTraverse;
  slots.clear = WeakDestroy;
  slots.destroy = WeakDestroy;
  return InitBuiltinType({.type = type,
                          .name = name,
                          .basic_size = sizeof(WeakReference),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kMethods});
}

}  // namespace

Owned WeakProxyNew(Value object, Value callback) {
  return WeakObjectNew(IsCallable(object) ? &CallableProxyType : &ProxyType, object, callback);
}

bool InitWeakProxyTypes() {
  CallableProxyType.slots.call = ProxyCall;
  return InitOne(&ProxyType, "weakref.ProxyType") &&
         InitOne(&CallableProxyType, "weakref.CallableProxyType");
}

}  // namespace polygil
