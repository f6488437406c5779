// Arithmetic and bit operators: small ints and immediate floats inline, all else out of line.

#include <cmath>
#include <cstring>

#include "pvm/ops/cache.h"
#include "pvm/ops/enter_frame.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

inline bool BothInts(Value l, Value r) { return l.bits & r.bits & 1; }
inline bool BothFloats(Value l, Value r) { return l.IsImmediateFloat() && r.IsImmediateFloat(); }

// The numeric value of a small int or any exact float; false for everything else.
inline bool AsNumber(Value v, double* out) {
  if (v.IsImmediateFloat()) {
    *out = v.AsImmediateFloat();
  } else if (v.IsInt()) {
    // Beyond 2^53 the conversion rounds just as float(int) does.
    *out = static_cast<double>(v.AsInt());
  } else if (IsExactly(v, FloatType)) {
    *out = v.As<Float>()->value;
  } else {
    return false;
  }
  return true;
}

// -- The operations on two ints; false: take the slow path ---------------------------------------

inline bool IntAddFast(Value l, Value r, Value* out) {
  int64_t sum;
  if (__builtin_add_overflow(static_cast<int64_t>(l.bits - 1), static_cast<int64_t>(r.bits), &sum)) return false;
  out->bits = static_cast<uint64_t>(sum);
  return true;
}
inline bool IntSubtractFast(Value l, Value r, Value* out) {
  int64_t difference;
  if (__builtin_sub_overflow(static_cast<int64_t>(l.bits), static_cast<int64_t>(r.bits - 1), &difference)) return false;
  out->bits = static_cast<uint64_t>(difference);
  return true;
}
inline bool IntMultiplyFast(Value l, Value r, Value* out) {
  int64_t product;
  if (__builtin_mul_overflow(l.AsInt(), static_cast<int64_t>(r.bits - 1), &product)) return false;
  out->bits = static_cast<uint64_t>(product) | 1;
  return true;
}
// Small operands are divided as 32-bit numbers, which is several times faster on many processors.
inline bool AreShort(int64_t a, int64_t b) { return (static_cast<uint64_t>(a | b) >> 32) == 0; }
inline bool IntFloorDivideFast(Value l, Value r, Value* out) {
  int64_t a = l.AsInt(), b = r.AsInt();
  if (b <= 0) return false;  // zero raises, negatives are rare
  if (AreShort(a, b)) {
    *out = Value::Int(static_cast<uint32_t>(a) / static_cast<uint32_t>(b));
    return true;
  }
  int64_t quotient = a / b;
  if (a % b < 0) --quotient;
  *out = Value::Int(quotient);
  return true;
}
inline bool IntRemainderFast(Value l, Value r, Value* out) {
  int64_t a = l.AsInt(), b = r.AsInt();
  if (b <= 0) return false;
  if (AreShort(a, b)) {
    *out = Value::Int(static_cast<uint32_t>(a) % static_cast<uint32_t>(b));
    return true;
  }
  int64_t remainder = a % b;
  if (remainder < 0) remainder += b;
  *out = Value::Int(remainder);
  return true;
}
inline bool IntTrueDivideFast(Value l, Value r, Value* out) {
  constexpr int64_t kExact = int64_t{1} << 53;
  int64_t a = l.AsInt(), b = r.AsInt();
  if (b == 0 || a > kExact || a < -kExact || b > kExact || b < -kExact) return false;
  return Value::TryFloat(static_cast<double>(a) / static_cast<double>(b), out);
}
inline bool IntLeftShiftFast(Value l, Value r, Value* out) {
  int64_t a = l.AsInt(), count = r.AsInt();
  if (static_cast<uint64_t>(count) > 62) return false;
  int64_t shifted = static_cast<int64_t>(static_cast<uint64_t>(a) << count);
  if ((shifted >> count) != a || !Value::FitsInt(shifted)) return false;
  *out = Value::Int(shifted);
  return true;
}
inline bool IntRightShiftFast(Value l, Value r, Value* out) {
  int64_t count = r.AsInt();
  if (count < 0) return false;
  *out = Value::Int(l.AsInt() >> (count > 63 ? 63 : count));
  return true;
}
inline bool IntAndFast(Value l, Value r, Value* out) {
  out->bits = l.bits & r.bits;
  return true;
}
inline bool IntOrFast(Value l, Value r, Value* out) {
  out->bits = l.bits | r.bits;
  return true;
}
inline bool IntXorFast(Value l, Value r, Value* out) {
  out->bits = (l.bits ^ r.bits) | 1;
  return true;
}
inline bool Never(Value, Value, Value*) { return false; }

// -- The operations on two doubles ----------------------------------------------------------------

inline bool FloatAdd(double a, double b, double* out) { return *out = a + b, true; }
inline bool FloatSubtract(double a, double b, double* out) { return *out = a - b, true; }
inline bool FloatMultiply(double a, double b, double* out) { return *out = a * b, true; }
inline bool FloatTrueDivide(double a, double b, double* out) {
  if (b == 0.0) return false;
  return *out = a / b, true;
}
inline bool NoFloat(double, double, double*) { return false; }

// -- Slow paths -----------------------------------------------------------------------------------

struct Operands {
  Value left, right;
};

// X1 of the forms with a constant.
inline bool IsInplace(const Instruction* pc) { return CacheWord(pc, 1) != 0; }

// The end of every slow binary operation: operands consumed, result stored.
[[gnu::always_inline]] inline void FinishBinary(Value* base, Value* consts, const Instruction* pc,
                                                bool right_is_register, Owned result) {
  FinishOperands(base, consts, pc->a, pc->b, right_is_register ? pc->c : pc->b, result);
}

// An int and an immediate float, whose result is immediate too.
template <bool (*float_op)(double, double, double*)>
inline bool ComputeMixed(Value left, Value right, Value* out) {
  double number;
  if (left.IsInt() && right.IsImmediateFloat()) {
    return float_op(static_cast<double>(left.AsInt()), right.AsImmediateFloat(), &number) &&
           Value::TryFloat(number, out);
  }
  if (!left.IsImmediateFloat() || !right.IsInt()) return false;
  return float_op(left.AsImmediateFloat(), static_cast<double>(right.AsInt()), &number) &&
         Value::TryFloat(number, out);
}

template <BinaryOp op, bool (*float_op)(double, double, double*)>
Owned Compute(Value left, Value right, bool inplace) {
  double a, b, result;
  if (AsNumber(left, &a) && AsNumber(right, &b) && !(left.IsInt() && right.IsInt()) &&
      float_op(a, b, &result)) {
    return FloatNew(result);
  }
  return inplace ? InplaceOperation(op, left, right) : BinaryOperation(op, left, right);
}

}  // namespace

// A method of the left operand's class runs in this loop; everything else is done in C++.
#define BINARY_SLOW(NAME, op, inplace, float_fast, right_operand, is_register)               \
  SLOW(NAME) {                                                                               \
    Value left = base[pc->b], right = right_operand, mixed;                                  \
    if (ComputeMixed<float_fast>(left, right, &mixed)) FINISH(2, pc->a, mixed);              \
    SAVE_PC();                                                                               \
    if (MayEnter(left) && EnterOperator(thread, op, inplace, left, right)) ENTER_FRAME();    \
    Owned result = Compute<op, float_fast>(left, right, inplace);                            \
    if (!result) TAIL(Unwind);                                                               \
    FinishBinary(base, consts, pc, is_register, result);                                     \
    NEXT(2);                                                                                 \
  }

#define BINARY_HANDLERS(NAME, op, int_fast, float_fast)                                      \
  BINARY_SLOW(NAME##Slow, op, false, float_fast, base[pc->c], true)                          \
  BINARY_SLOW(NAME##KSlow, op, IsInplace(pc), float_fast, consts[pc->c], false)              \
  BINARY_SLOW(NAME##InplaceSlow, op, true, float_fast, base[pc->c], true)                    \
  BINARY_HANDLER(NAME, base[pc->c], NAME##Slow, int_fast, float_fast)                        \
  BINARY_HANDLER(NAME##_K, consts[pc->c], NAME##KSlow, int_fast, float_fast)                 \
  BINARY_HANDLER(INPLACE_##NAME, base[pc->c], NAME##InplaceSlow, int_fast, float_fast)

#define BINARY_HANDLER(NAME, right_operand, slow, int_fast, float_fast)           \
  HANDLER(NAME) {                                                                 \
    Value left = base[pc->b], right = right_operand, result;                      \
    if (BothInts(left, right)) [[likely]] {                                       \
      if (!int_fast(left, right, &result)) [[unlikely]] TAIL(slow);               \
      FINISH(2, pc->a, result);                                                   \
    }                                                                             \
    double number;                                                                \
    if (BothFloats(left, right) &&                                                \
        float_fast(left.AsImmediateFloat(), right.AsImmediateFloat(), &number) && \
        Value::TryFloat(number, &result)) {                                       \
      FINISH(2, pc->a, result);                                                   \
    }                                                                             \
    TAIL(slow);                                                                   \
  }

BINARY_HANDLERS(SUBTRACT, BinaryOp::kSubtract, IntSubtractFast, FloatSubtract)
BINARY_HANDLERS(MULTIPLY, BinaryOp::kMultiply, IntMultiplyFast, FloatMultiply)
BINARY_HANDLERS(TRUE_DIVIDE, BinaryOp::kTrueDivide, IntTrueDivideFast, FloatTrueDivide)
BINARY_HANDLERS(FLOOR_DIVIDE, BinaryOp::kFloorDivide, IntFloorDivideFast, NoFloat)
BINARY_HANDLERS(REMAINDER, BinaryOp::kRemainder, IntRemainderFast, NoFloat)
BINARY_HANDLERS(POWER, BinaryOp::kPower, Never, NoFloat)
BINARY_HANDLERS(LEFT_SHIFT, BinaryOp::kLeftShift, IntLeftShiftFast, NoFloat)
BINARY_HANDLERS(RIGHT_SHIFT, BinaryOp::kRightShift, IntRightShiftFast, NoFloat)
BINARY_HANDLERS(AND, BinaryOp::kAnd, IntAndFast, NoFloat)
BINARY_HANDLERS(OR, BinaryOp::kOr, IntOrFast, NoFloat)
BINARY_HANDLERS(XOR, BinaryOp::kXor, IntXorFast, NoFloat)
BINARY_HANDLERS(MATRIX_MULTIPLY, BinaryOp::kMatrixMultiply, Never, NoFloat)

namespace {

// s = s + t and s += t where the only other reference to s is the register that the result goes to
// grow the str in place, so that building text by repeated addition is linear (as in CPython).
Owned AddMaybeInPlace(Value* base, const Value* consts, const Instruction* pc, Value right, bool inplace) {
  Value left = base[pc->b];
  if (IsExactly(left, StrType) && IsExactly(right, StrType)) {
    bool result_replaces_left = pc->a == pc->b || IsTemporary(consts, pc->b);
    if (result_replaces_left && left != right && IsUniquelyReferenced(left)) {
      base[pc->b] = Value::Empty();
      Handle keep{Owned(left)};
      Owned grown = StrAppend(&keep, right);
      if (!grown) base[pc->b] = keep.Release().Peek();
      return grown;
    }
    return StrConcat(left, right);
  }
  return Compute<BinaryOp::kAdd, FloatAdd>(left, right, inplace);
}

}  // namespace

#define ADD_SLOW(NAME, right_operand, right_is_register, inplace)                        \
  SLOW(NAME) {                                                                           \
    Value mixed;                                                                         \
    if (ComputeMixed<FloatAdd>(base[pc->b], right_operand, &mixed))                      \
      FINISH(2, pc->a, mixed);                                                           \
    SAVE_PC();                                                                           \
    if (MayEnter(base[pc->b]) &&                                                         \
        EnterOperator(thread, BinaryOp::kAdd, inplace, base[pc->b], right_operand))      \
      ENTER_FRAME();                                                                     \
    Owned result = AddMaybeInPlace(base, consts, pc, right_operand, inplace);            \
    if (!result) TAIL(Unwind);                                                           \
    FinishBinary(base, consts, pc, right_is_register, result);                           \
    NEXT(2);                                                                             \
  }
ADD_SLOW(AddSlow, base[pc->c], true, false)
ADD_SLOW(AddKSlow, consts[pc->c], false, IsInplace(pc))
ADD_SLOW(AddInplaceSlow, base[pc->c], true, true)
BINARY_HANDLER(ADD, base[pc->c], AddSlow, IntAddFast, FloatAdd)
BINARY_HANDLER(ADD_K, consts[pc->c], AddKSlow, IntAddFast, FloatAdd)
BINARY_HANDLER(INPLACE_ADD, base[pc->c], AddInplaceSlow, IntAddFast, FloatAdd)

// -- Unary ----------------------------------------------------------------------------------------

#define UNARY_SLOW(NAME, function)                           \
  SLOW(NAME) {                                               \
    SAVE_PC();                                               \
    Owned result = function(base[pc->b]);                    \
    if (!result) TAIL(Unwind);                               \
    if (pc->b != pc->a) Consume(base, consts, pc->b);        \
    SetRegister(base, pc->a, result);                        \
    NEXT(1);                                                 \
  }
UNARY_SLOW(NegativeSlow, Negative)
UNARY_SLOW(PositiveSlow, Positive)
UNARY_SLOW(InvertSlow, Invert)

HANDLER(NEGATIVE) {
  Value v = base[pc->b], result;
  if (v.IsInt() && v.AsInt() != Value::kSmallIntMin) [[likely]] {
    FINISH(1, pc->a, Value::Int(-v.AsInt()));
  }
  if (v.IsImmediateFloat() && Value::TryFloat(-v.AsImmediateFloat(), &result)) {
    FINISH(1, pc->a, result);
  }
  TAIL(NegativeSlow);
}

HANDLER(POSITIVE) { TAIL(PositiveSlow); }

HANDLER(INVERT) {
  Value v = base[pc->b];
  if (v.IsInt()) [[likely]] FINISH(1, pc->a, Value::Int(~v.AsInt()));
  TAIL(InvertSlow);
}

}  // namespace polygil
