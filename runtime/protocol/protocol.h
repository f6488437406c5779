// What can be done to any object: the C++ spelling of Python's operations (Language Reference
// 3.3). Arguments are borrowed, results owned, the GIL is held, failure is the empty result with a
// pending exception. Each function dispatches through type slots; none knows a concrete type
// besides its fast path.

#ifndef POLYGIL_RUNTIME_PROTOCOL_PROTOCOL_H_
#define POLYGIL_RUNTIME_PROTOCOL_PROTOCOL_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>

#include "runtime/object/interpreter.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

// -- Attributes (attribute.cc) -------------------------------------------------------------------
Owned GetAttribute(Value object, Value name);
Owned GetAttribute(Value object, const char* name);
// Empty *without* pending exception when the attribute doesn't exist (no AttributeError object is
// made on the default path); empty with one for any other failure.
Owned FindAttribute(Value object, Value name);
Owned FindAttribute(Value object, const char* name);
bool SetAttribute(Value object, Value name, Value value);
bool SetAttribute(Value object, const char* name, Value value);
bool DeleteAttribute(Value object, Value name);
// Borrowed; empty and nothing pending if no class in the MRO has it. Uses the type's cache.
Value TypeLookup(Type* type, Value interned_name);
// Special method lookup: on the type, bound to the instance. Empty without exception if absent.
Owned LookupSpecial(Value object, Value interned_name);
// object.__getattribute__ and object.__setattr__ themselves.
Owned GenericGetAttribute(Value object, Value name);
bool GenericSetAttribute(Value object, Value name, Value value_or_empty);
// As GenericGetAttribute; empty without exception when there is no such attribute.
Owned GenericFindAttribute(Value object, Value interned_name);
// AttributeError "'x' object has no attribute 'y'".
struct Raised RaiseNoAttribute(Value object, Value name);
// How inline caches and method calls load: either *bound_self is empty and the result is the
// attribute, or the result is an unbound callable to be called with *bound_self first.
Owned LoadMethod(Value object, Value name, Handle* bound_self);

// -- Calls (call.cc) -----------------------------------------------------------------------------
Owned Call(Value callable, const Value* args, size_t nargs, Value keyword_names = Value::Empty());
Owned Call(Value callable, std::initializer_list<Value> args = {});
Owned CallWithTuple(Value callable, Value args_tuple, Value kwargs_dict_or_empty);
Owned CallMethod(Value object, Value interned_name, std::initializer_list<Value> args = {});
Owned CallMethod(Value object, const char* name, std::initializer_list<Value> args = {});
bool IsCallable(Value object);

// -- Numbers (number.cc) -------------------------------------------------------------------------
enum class BinaryOp : uint8_t {
  kAdd, kSubtract, kMultiply, kMatrixMultiply, kTrueDivide, kFloorDivide, kRemainder, kPower,
  kLeftShift, kRightShift, kAnd, kOr, kXor,
};
Owned BinaryOperation(BinaryOp op, Value left, Value right);
Owned InplaceOperation(BinaryOp op, Value left, Value right);
Owned DivmodOperation(Value left, Value right);
Owned PowerOperation(Value base, Value exponent, Value modulus_or_none);
Owned Negative(Value v);
Owned Positive(Value v);
Owned Absolute(Value v);
Owned Invert(Value v);
Fallible<bool> IsTrue(Value v);
Fallible<bool> Not(Value v);
// operator.index: a plain int.
Owned Index(Value v);
// Index clipped into int64 / raising OverflowError ("cannot fit 'int' into an index-sized integer").
Fallible<int64_t> IndexClipped(Value v);
Fallible<int64_t> IndexExact(Value v, Type* overflow_error);
Owned ToInt(Value v);    // int(v)
Owned ToFloat(Value v);  // float(v)
Fallible<double> AsDouble(Value v);   // float, __float__ or __index__
Fallible<int64_t> AsInt64(Value v);   // via __index__; OverflowError "Python int too large to convert to C long"

// -- Comparison and hashing (compare.cc) ---------------------------------------------------------
Owned RichCompare(Value left, Value right, CompareOp op);
Fallible<bool> RichCompareBool(Value left, Value right, CompareOp op);  // identity shortcut for == and !=
inline Fallible<bool> Equals(Value a, Value b) { return RichCompareBool(a, b, CompareOp::kEq); }
Fallible<int64_t> Hash(Value v);  // never -1

// -- Text (text.cc) ------------------------------------------------------------------------------
Owned Repr(Value v);
Owned ToStr(Value v);  // str(v)
Owned ToAscii(Value v);
Owned Format(Value v, Value spec_or_empty);
Owned BytesOf(Value v);  // bytes(v)
// Guard of recursive reprs: kEntered must be paired with ReprLeave.
enum class ReprEntry { kEntered, kRunning, kError };
ReprEntry ReprEnter(Value container);
void ReprLeave(Value container);

// -- Containers (container.cc) -------------------------------------------------------------------
Fallible<int64_t> Length(Value v);
Fallible<int64_t> LengthHint(Value v, int64_t default_hint);  // PEP 424
Owned GetItem(Value container, Value key);
Owned GetItem(Value sequence, int64_t index);
bool SetItem(Value container, Value key, Value value);
bool DeleteItem(Value container, Value key);
Fallible<bool> Contains(Value container, Value item);
Fallible<bool> ContainsByIteration(Value iterable, Value item);
// list(v), tuple(v); `message` replaces the TypeError of a non-iterable if not null.
Owned ToList(Value v);
Owned ToTuple(Value v);
// A borrowed view of the items of a list or tuple; other iterables are made a list held by *owner.
struct ItemsView {
  const Value* items;
  int64_t size;
};
Fallible<ItemsView> FastItems(Value iterable, Handle* owner, const char* not_iterable_message);

// -- Iteration (iteration.cc) --------------------------------------------------------------------
Owned GetIterator(Value v);  // iter(v)
// Empty without a pending exception: exhausted (a StopIteration was swallowed).
Owned IteratorNext(Value iterator);
// Can be iterated, by __iter__ or by __getitem__ (iter(v) wouldn't raise a TypeError at once).
bool IsIterable(Value v);
bool IsIterator(Value v);
// next(iterator): exhaustion is a StopIteration with its value, pending.
Owned IteratorNextOrStop(Value iterator);
SendStatus IteratorSend(Value iterator, Value argument, Owned* result);

// -- Classes (classes.cc) ------------------------------------------------------------------------
bool IsSubtype(Type* type, Type* base);               // by MRO, no hooks
inline bool IsInstanceOf(Value v, Type& type) {
  return TypeOf(v) == &type || IsSubtype(TypeOf(v), &type);
}
Fallible<bool> IsInstance(Value object, Value class_or_tuple);   // with __instancecheck__
Fallible<bool> IsSubclass(Value cls, Value class_or_tuple);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_PROTOCOL_PROTOCOL_H_
