// _operator: Python's operators as functions.

#include "runtime/modules/_operator/getters.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

template <BinaryOp kOp>
Owned Binary(Value, const Value* args, size_t) {
  return BinaryOperation(kOp, args[0], args[1]);
}
template <BinaryOp kOp>
Owned Inplace(Value, const Value* args, size_t) {
  return InplaceOperation(kOp, args[0], args[1]);
}
template <Owned (*kFunction)(Value)>
Owned Unary(Value, Value operand) {
  return kFunction(operand);
}
template <CompareOp kOp>
Owned Compare(Value, const Value* args, size_t) {
  return RichCompare(args[0], args[1], kOp);
}

Owned Truth(Value, Value v) { return OwnBool(TRY(IsTrue(v))); }
Owned NotFunction(Value, Value v) { return OwnBool(TRY(Not(v))); }
Owned IsFunction(Value, const Value* args, size_t) { return OwnBool(args[0] == args[1]); }
Owned IsNotFunction(Value, const Value* args, size_t) { return OwnBool(args[0] != args[1]); }

// Only what has items counts as a sequence: not sets, not plain classes.
bool IsSequence(Value v) { return TypeOf(v)->slots.get_item != nullptr && !IsDict(v); }

Raised RaiseNoConcat(Value v) {
  return Raise(&TypeErrorType, "'%.200s' object can't be concatenated", TypeName(v));
}
Owned Concat(Value, const Value* args, size_t) {
  if (TypeOf(args[0])->slots.concat != nullptr)
    return TypeOf(args[0])->slots.concat(args[0], args[1]);
  if (!IsSequence(args[0]) || !IsSequence(args[1])) return RaiseNoConcat(args[0]);
  return BinaryOperation(BinaryOp::kAdd, args[0], args[1]);
}
Owned InplaceConcat(Value module, const Value* args, size_t nargs) {
  const TypeSlots& slots = TypeOf(args[0])->slots;
  if (slots.inplace_concat != nullptr) return slots.inplace_concat(args[0], args[1]);
  if (slots.concat != nullptr) return slots.concat(args[0], args[1]);
  if (!IsSequence(args[0]) || !IsSequence(args[1])) return RaiseNoConcat(args[0]);
  return InplaceOperation(BinaryOp::kAdd, args[0], args[1]);
}

Owned ContainsFunction(Value, const Value* args, size_t) {
  return OwnBool(TRY(Contains(args[0], args[1])));
}

// The iterator of an argument that must be iterable.
Owned IteratorOf(Value v) {
  Owned iterator = GetIterator(v);
  if (!iterator && ClearPendingIf(&TypeErrorType))
    return Raise(&TypeErrorType, "argument of type '%.200s' is not iterable", TypeName(v));
  return iterator;
}
Owned CountOf(Value, const Value* args, size_t) {
  Handle iterator = TRY(IteratorOf(args[0]));
  int64_t count = 0;
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) break;
    count += TRY(Equals(item, args[1]));
  }
  return HasPendingException() ? Owned() : IntFromInt64(count);
}
Owned IndexOf(Value, const Value* args, size_t) {
  Handle iterator = TRY(IteratorOf(args[0]));
  for (int64_t i = 0;; ++i) {
    Handle item = IteratorNext(iterator);
    if (!item) break;
    if (TRY(Equals(item, args[1]))) return IntFromInt64(i);
  }
  if (HasPendingException()) return {};
  return Raise(&ValueErrorType, "sequence.index(x): x not in sequence");
}

Owned GetItemFunction(Value, const Value* args, size_t) { return GetItem(args[0], args[1]); }
Owned SetItemFunction(Value, const Value* args, size_t) {
  return SetItem(args[0], args[1], args[2]) ? OwnNone() : Owned();
}
Owned DeleteItemFunction(Value, const Value* args, size_t) {
  return DeleteItem(args[0], args[1]) ? OwnNone() : Owned();
}
Owned PowFunction(Value, const Value* args, size_t) {
  return PowerOperation(args[0], args[1], Value::None());
}
Owned LengthHintFunction(Value, const Value* args, size_t nargs) {
  int64_t fallback = nargs > 1 ? TRY(IndexExact(args[1], &OverflowErrorType)) : 0;
  return IntFromInt64(TRY(LengthHint(args[0], fallback)));
}
Owned CallFunction(Value, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(nargs > 0 || CheckPositional("call", nargs, 1, SIZE_MAX / 2));
  return Call(args[0], args + 1, nargs - 1, keyword_names);
}

// Compares without telling by its time where the difference is.
bool EqualBytes(const uint8_t* a, const uint8_t* b, int64_t length_a, int64_t length_b) {
  volatile uint8_t difference = length_a != length_b;
  const uint8_t* left = length_a == length_b ? a : b;
  for (int64_t i = 0; i < length_b; ++i) difference = difference | (left[i] ^ b[i]);
  return difference == 0;
}
Owned CompareDigest(Value, const Value* args, size_t) {
  Value a = args[0], b = args[1];
  if (IsStr(a) && IsStr(b)) {
    if (!a.As<Str>()->is_ascii() || !b.As<Str>()->is_ascii())
      return Raise(&TypeErrorType, "comparing strings with non-ASCII characters is not supported");
    return OwnBool(EqualBytes(a.As<Str>()->latin1(), b.As<Str>()->latin1(), StrLength(a),
                              StrLength(b)));
  }
  if (!SupportsBuffer(a) && !SupportsBuffer(b))
    return Raise(&TypeErrorType,
                 "unsupported operand types(s) or combination of types: '%.100s' and '%.100s'",
                 TypeName(a), TypeName(b));
  ScopedBuffer left, right;
  TRY_VOID(left.Acquire(a) && right.Acquire(b));
  return OwnBool(EqualBytes(left.data(), right.data(), left.size(), right.size()));
}

#define UNARY(name, function, expression)                        \
  PY_FUNCTION(_operator, name, OneArg(function),                 \
              "($module, a, /)\n--\n\nSame as " expression ".")
#define BINARY(name, function, expression)                       \
  PY_FUNCTION(_operator, name, Positional(function, 2, 2),       \
              "($module, a, b, /)\n--\n\nSame as " expression ".")
#define BOTH(name, in_place, op, sign)                           \
  BINARY(name, Binary<BinaryOp::op>, "a " sign " b"),            \
  BINARY(in_place, Inplace<BinaryOp::op>, "a " sign "= b")

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_operator, _compare_digest, Positional(CompareDigest, 2, 2),
                "($module, a, b, /)\n--\n\nReturn 'a == b', in a time that doesn't depend on "
                "where they differ.\n\nBoth are ASCII str or both bytes-like."),
    UNARY(abs, Unary<Absolute>, "abs(a)"),
    BOTH(add, iadd, kAdd, "+"),
    BOTH(and_, iand, kAnd, "&"),
    PY_FUNCTION(_operator, call, Keywords(CallFunction),
                "($module, obj, /, *args, **kwargs)\n--\n\nSame as obj(*args, **kwargs)."),
    BINARY(concat, Concat, "a + b, for a and b sequences"),
    BINARY(contains, ContainsFunction, "b in a (note reversed operands)"),
    PY_FUNCTION(_operator, countOf, Positional(CountOf, 2, 2),
                "($module, a, b, /)\n--\n\n"
                "Return the number of items in a which are, or which equal, b."),
    BINARY(delitem, DeleteItemFunction, "del a[b]"),
    BINARY(eq, Compare<CompareOp::kEq>, "a == b"),
    BOTH(floordiv, ifloordiv, kFloorDivide, "//"),
    BINARY(ge, Compare<CompareOp::kGe>, "a >= b"),
    BINARY(getitem, GetItemFunction, "a[b]"),
    BINARY(gt, Compare<CompareOp::kGt>, "a > b"),
    BINARY(iconcat, InplaceConcat, "a += b, for a and b sequences"),
    PY_FUNCTION(_operator, index, OneArg(Unary<Index>),
                "($module, a, /)\n--\n\nSame as a.__index__()"),
    PY_FUNCTION(_operator, indexOf, Positional(IndexOf, 2, 2),
                "($module, a, b, /)\n--\n\nReturn the first index of b in a."),
    UNARY(inv, Unary<Invert>, "~a"),
    UNARY(invert, Unary<Invert>, "~a"),
    BINARY(ipow, Inplace<BinaryOp::kPower>, "a **= b"),
    BINARY(is_, IsFunction, "a is b"),
    BINARY(is_not, IsNotFunction, "a is not b"),
    BINARY(le, Compare<CompareOp::kLe>, "a <= b"),
    PY_FUNCTION(_operator, length_hint, Positional(LengthHintFunction, 1, 2),
                "($module, obj, default=0, /)\n--\n\n"
                "Return an estimate of the number of items in obj: its length, or what\n"
                "__length_hint__ says, or the default."),
    BOTH(lshift, ilshift, kLeftShift, "<<"),
    BINARY(lt, Compare<CompareOp::kLt>, "a < b"),
    BOTH(matmul, imatmul, kMatrixMultiply, "@"),
    BOTH(mod, imod, kRemainder, "%"),
    BOTH(mul, imul, kMultiply, "*"),
    BINARY(ne, Compare<CompareOp::kNe>, "a != b"),
    UNARY(neg, Unary<Negative>, "-a"),
    UNARY(not_, NotFunction, "not a"),
    BOTH(or_, ior, kOr, "|"),
    UNARY(pos, Unary<Positive>, "+a"),
    BINARY(pow, PowFunction, "a ** b"),
    BOTH(rshift, irshift, kRightShift, ">>"),
    PY_FUNCTION(_operator, setitem, Positional(SetItemFunction, 3, 3),
                "($module, a, b, c, /)\n--\n\nSame as a[b] = c."),
    BOTH(sub, isub, kSubtract, "-"),
    BOTH(truediv, itruediv, kTrueDivide, "/"),
    PY_FUNCTION(_operator, truth, OneArg(Truth),
                "($module, a, /)\n--\n\nReturn True if a is true, False otherwise."),
    BOTH(xor, ixor, kXor, "^"),
    {}};

bool Execute(Value module) {
  return AddItemGetter(module) && AddAttrGetter(module) && AddMethodCaller(module);
}

}  // namespace

extern const ModuleDefinition OperatorModule;
const ModuleDefinition OperatorModule = {
    "_operator", "Operator interface.\n\nPython's operators as functions.", kFunctions, Execute};

}  // namespace polygil
