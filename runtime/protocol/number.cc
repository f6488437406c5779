// Operators on numbers, and on whatever else defines them (Language Reference 3.3.8). Conversions are
// in convert.cc.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

struct Operator {
  BinarySlot TypeSlots::*slot;
  BinarySlot TypeSlots::*inplace_slot;
  const char* symbol;
  const char* inplace_symbol;
};

constexpr Operator kOperators[] = {
    {&TypeSlots::add, &TypeSlots::inplace_add, "+", "+="},
    {&TypeSlots::subtract, &TypeSlots::inplace_subtract, "-", "-="},
    {&TypeSlots::multiply, &TypeSlots::inplace_multiply, "*", "*="},
    {&TypeSlots::matrix_multiply, &TypeSlots::inplace_matrix_multiply, "@", "@="},
    {&TypeSlots::true_divide, &TypeSlots::inplace_true_divide, "/", "/="},
    {&TypeSlots::floor_divide, &TypeSlots::inplace_floor_divide, "//", "//="},
    {&TypeSlots::remainder, &TypeSlots::inplace_remainder, "%", "%="},
    {nullptr, &TypeSlots::inplace_power, "** or pow()", "**="},
    {&TypeSlots::left_shift, &TypeSlots::inplace_left_shift, "<<", "<<="},
    {&TypeSlots::right_shift, &TypeSlots::inplace_right_shift, ">>", ">>="},
    {&TypeSlots::bit_and, &TypeSlots::inplace_bit_and, "&", "&="},
    {&TypeSlots::bit_or, &TypeSlots::inplace_bit_or, "|", "|="},
    {&TypeSlots::bit_xor, &TypeSlots::inplace_bit_xor, "^", "^="},
};

// `print >> file` of Python 2.
bool IsPrint(Value v) {
  if (!IsExactly(v, BuiltinFunctionType)) return false;
  Value print = DictGetAscii(CurrentInterpreter()->builtins, "print");
  return print && print == v;
}

Raised RaiseUnsupported(const char* symbol, Value left, Value right) {
  if (symbol[0] == '>' && symbol[1] == '>' && symbol[2] == 0 && IsPrint(left))
    return Raise(&TypeErrorType,
                 "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'. Did you mean "
                 "\"print(<message>, file=<output_stream>)\"?", symbol, TypeName(left),
                 TypeName(right));
  return Raise(&TypeErrorType, "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'",
               symbol, TypeName(left), TypeName(right));
}

// The slots of both operands, in the order of Language Reference 3.3.8; NotImplemented if none fits.
Owned TryBinary(BinarySlot TypeSlots::*slot, Value left, Value right) {
  Type* left_type = TypeOf(left);
  Type* right_type = TypeOf(right);
  BinarySlot first = left_type->slots.*slot;
  BinarySlot second = right_type != left_type ? right_type->slots.*slot : nullptr;
  if (second == first) second = nullptr;
  if (first != nullptr) {
    if (second != nullptr && IsSubtype(right_type, left_type)) {
      Owned result = second(left, right);
      if (!result.Peek().IsNotImplemented()) return result;
      second = nullptr;
    }
    Owned result = first(left, right);
    if (!result.Peek().IsNotImplemented()) return result;
  }
  if (second != nullptr) return second(left, right);
  return OwnNotImplemented();
}

Owned TryPower(Value base, Value exponent, Value modulus) {
  Type* left_type = TypeOf(base);
  Type* right_type = TypeOf(exponent);
  TernarySlot first = left_type->slots.power;
  TernarySlot second = right_type != left_type ? right_type->slots.power : nullptr;
  if (second == first) second = nullptr;
  if (first != nullptr) {
    if (second != nullptr && IsSubtype(right_type, left_type)) {
      Owned result = second(base, exponent, modulus);
      if (!result.Peek().IsNotImplemented()) return result;
      second = nullptr;
    }
    Owned result = first(base, exponent, modulus);
    if (!result.Peek().IsNotImplemented()) return result;
  }
  if (second != nullptr) {
    Owned result = second(base, exponent, modulus);
    if (!result.Peek().IsNotImplemented()) return result;
  }
  if (modulus) {
    TernarySlot third = TypeOf(modulus)->slots.power;
    if (third != nullptr && third != first && third != second)
      return third(base, exponent, modulus);
  }
  return OwnNotImplemented();
}

Owned Repeat(RepeatSlot repeat, Value sequence, Value count) {
  if (!IsAnyInt(count) && TypeOf(count)->slots.index == nullptr)
    return Raise(&TypeErrorType, "can't multiply sequence by non-int of type '%.200s'",
                 TypeName(count));
  int64_t times = TRY(IndexExact(count, &OverflowErrorType));
  return repeat(sequence, times);
}

// What `+` and `*` mean for sequences, after the number slots declined. NotImplemented: nothing.
Owned TrySequence(BinaryOp op, Value left, Value right, bool inplace) {
  const TypeSlots& slots = TypeOf(left)->slots;
  if (op == BinaryOp::kAdd) {
    BinarySlot concat = inplace && slots.inplace_concat != nullptr ? slots.inplace_concat
                                                                   : slots.concat;
    return concat != nullptr ? concat(left, right) : OwnNotImplemented();
  }
  RepeatSlot repeat = inplace && slots.inplace_repeat != nullptr ? slots.inplace_repeat
                                                                 : slots.repeat;
  if (repeat != nullptr) return Repeat(repeat, left, right);
  // The right operand is never changed in place: it need not be a name.
  repeat = TypeOf(right)->slots.repeat;
  return repeat != nullptr ? Repeat(repeat, right, left) : OwnNotImplemented();
}

Owned GenericBinary(BinaryOp op, Value left, Value right) {
  if (!CheckNativeStack()) return {};
  const Operator& row = kOperators[static_cast<int>(op)];
  Owned result = op == BinaryOp::kPower ? TryPower(left, right, Value::Empty())
                                        : TryBinary(row.slot, left, right);
  if (!result.Peek().IsNotImplemented()) return result;
  if (op == BinaryOp::kAdd || op == BinaryOp::kMultiply) {
    result = TrySequence(op, left, right, false);
    if (!result.Peek().IsNotImplemented()) return result;
  }
  return RaiseUnsupported(row.symbol, left, right);
}

Owned IntFast(BinaryOp op, Value left, Value right, bool* done) {
  int64_t a = left.AsInt(), b = right.AsInt(), result;
  *done = true;
  switch (op) {
    case BinaryOp::kAdd:
      return IntFromInt64(a + b);  // of 63-bit values: no overflow
    case BinaryOp::kSubtract:
      return IntFromInt64(a - b);
    case BinaryOp::kMultiply:
      if (!__builtin_mul_overflow(a, b, &result)) return IntFromInt64(result);
      break;
    case BinaryOp::kAnd:
      return Owned(Value::Int(a & b));
    case BinaryOp::kOr:
      return Owned(Value::Int(a | b));
    case BinaryOp::kXor:
      return Owned(Value::Int(a ^ b));
    case BinaryOp::kFloorDivide:
      if (b == 0 || b == -1) break;
      result = a / b;
      return Owned(Value::Int(result - (result * b != a && (a < 0) != (b < 0))));
    case BinaryOp::kRemainder:
      if (b == 0 || b == -1) break;
      result = a % b;
      return Owned(Value::Int(result != 0 && (result < 0) != (b < 0) ? result + b : result));
    default:
      break;
  }
  *done = false;
  return {};
}

Owned FloatFast(BinaryOp op, double a, double b, bool* done) {
  *done = true;
  switch (op) {
    case BinaryOp::kAdd: return FloatNew(a + b);
    case BinaryOp::kSubtract: return FloatNew(a - b);
    case BinaryOp::kMultiply: return FloatNew(a * b);
    case BinaryOp::kTrueDivide:
      if (b != 0) return FloatNew(a / b);
      break;
    default:
      break;
  }
  *done = false;
  return {};
}

Owned Unary(UnarySlot slot, Value v, const char* message) {
  if (slot == nullptr) return Raise(&TypeErrorType, message, TypeName(v));
  if (!CheckNativeStack()) return {};
  return slot(v);
}

}  // namespace

Owned BinaryOperation(BinaryOp op, Value left, Value right) {
  bool done = false;
  if (left.IsInt() && right.IsInt()) {
    Owned result = IntFast(op, left, right, &done);
    if (done) return result;
  } else if (left.IsImmediateFloat() && right.IsImmediateFloat()) {
    Owned result = FloatFast(op, left.AsImmediateFloat(), right.AsImmediateFloat(), &done);
    if (done) return result;
  }
  return GenericBinary(op, left, right);
}

Owned InplaceOperation(BinaryOp op, Value left, Value right) {
  if (left.IsInt() || left.IsImmediateFloat()) {
    bool done = false;
    Owned result;
    if (left.IsInt() && right.IsInt())
      result = IntFast(op, left, right, &done);
    else if (left.IsImmediateFloat() && right.IsImmediateFloat())
      result = FloatFast(op, left.AsImmediateFloat(), right.AsImmediateFloat(), &done);
    if (done) return result;
  }
  if (!CheckNativeStack()) return {};
  const Operator& row = kOperators[static_cast<int>(op)];
  if (BinarySlot inplace = TypeOf(left)->slots.*row.inplace_slot) {
    Owned result = inplace(left, right);
    if (!result.Peek().IsNotImplemented()) return result;
  }
  Owned result = op == BinaryOp::kPower ? TryPower(left, right, Value::Empty())
                                        : TryBinary(row.slot, left, right);
  if (!result.Peek().IsNotImplemented()) return result;
  if (op == BinaryOp::kAdd || op == BinaryOp::kMultiply) {
    result = TrySequence(op, left, right, true);
    if (!result.Peek().IsNotImplemented()) return result;
  }
  return RaiseUnsupported(row.inplace_symbol, left, right);
}

Owned DivmodOperation(Value left, Value right) {
  if (!CheckNativeStack()) return {};
  Owned result = TryBinary(&TypeSlots::divmod, left, right);
  if (!result.Peek().IsNotImplemented()) return result;
  return RaiseUnsupported("divmod()", left, right);
}

Owned PowerOperation(Value base, Value exponent, Value modulus) {
  if (modulus.IsEmpty() || modulus.IsNone()) return GenericBinary(BinaryOp::kPower, base, exponent);
  Owned result = TryPower(base, exponent, modulus);
  if (!result.Peek().IsNotImplemented()) return result;
  return Raise(&TypeErrorType,
               "unsupported operand type(s) for ** or pow(): '%.100s', '%.100s', '%.100s'",
               TypeName(base), TypeName(exponent), TypeName(modulus));
}

Owned Negative(Value v) {
  if (v.IsInt()) return IntFromInt64(-v.AsInt());
  return Unary(TypeOf(v)->slots.negative, v, "bad operand type for unary -: '%.200s'");
}
Owned Positive(Value v) {
  return Unary(TypeOf(v)->slots.positive, v, "bad operand type for unary +: '%.200s'");
}
Owned Absolute(Value v) {
  return Unary(TypeOf(v)->slots.absolute, v, "bad operand type for abs(): '%.200s'");
}
Owned Invert(Value v) {
  if (v.IsInt()) return Owned(Value::Int(~v.AsInt()));
  return Unary(TypeOf(v)->slots.invert, v, "bad operand type for unary ~: '%.200s'");
}

Fallible<bool> IsTrue(Value v) {
  if (v.IsBool()) return v.IsTrue();
  if (v.IsNone()) return false;
  if (v.IsInt()) return v.AsInt() != 0;
  const TypeSlots& slots = TypeOf(v)->slots;
  if (slots.truth != nullptr) return slots.truth(v);
  if (slots.length != nullptr) {
    int64_t length = TRY(slots.length(v));
    return length != 0;
  }
  return true;
}

Fallible<bool> Not(Value v) {
  bool truth = TRY(IsTrue(v));
  return !truth;
}

}  // namespace polygil
