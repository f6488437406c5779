// Arithmetic of ints. Immediates take 64-bit paths; the rest goes through runtime/base/bigint.

#include "runtime/base/bigint/bigint.h"
#include "runtime/base/bigint/bits.h"
#include "runtime/base/bigint/convert.h"
#include "runtime/base/bigint/power.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"

namespace polygil {
namespace {

using Operation = BigResult (*)(uint64_t* out, const BigView& a, const BigView& b);

inline Owned Compute(Value a, Value b, int64_t (*bound)(const BigView&, const BigView&),
                     Operation operation) {
  IntOperand left(a), right(b);
  IntResult result(bound(left, right));
  if (!result.ok()) return {};
  return result.Finish(operation(result.limbs(), left, right));
}

Raised RaiseDivision() {
  return Raise(&ZeroDivisionErrorType, "integer division or modulo by zero");
}

struct SmallDivmod {
  int64_t quotient, remainder;
};
// `b` is not 0; both are within 63 bits, so that nothing overflows.
inline SmallDivmod FloorDivide(int64_t a, int64_t b) {
  int64_t quotient = a / b, remainder = a % b;
  if (remainder != 0 && (remainder < 0) != (b < 0)) --quotient, remainder += b;
  return {quotient, remainder};
}

}  // namespace

Owned IntAdd(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right)) return IntFromInt64(left + right);
  return Compute(a, b, BigAddBound, BigAdd);
}

Owned IntSubtract(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right)) return IntFromInt64(left - right);
  return Compute(a, b, BigAddBound, BigSubtract);
}

Owned IntMultiply(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right)) {
    int64_t product;
    if (!__builtin_mul_overflow(left, right, &product)) return IntFromInt64(product);
  }
  return Compute(a, b, BigMultiplyBound, BigMultiply);
}

Owned IntFloorDivide(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(b, &right) && right == 0) return RaiseDivision();
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right))
    return IntFromInt64(FloorDivide(left, right).quotient);
  IntOperand dividend(a), divisor(b);
  if (divisor.view().size == 0) return RaiseDivision();
  IntResult result(BigQuotientBound(dividend, divisor));
  if (!result.ok()) return {};
  return result.Finish(BigFloorDivide(result.limbs(), dividend, divisor));
}

Owned IntRemainder(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right) && right != 0)
    return IntFromInt64(FloorDivide(left, right).remainder);
  IntOperand dividend(a), divisor(b);
  if (divisor.view().size == 0)
    return Raise(&ZeroDivisionErrorType, "integer modulo by zero");
  IntResult result(BigRemainderBound(divisor));
  if (!result.ok()) return {};
  return result.Finish(BigModulo(result.limbs(), dividend, divisor));
}

Owned IntDivmod(Value a, Value b) {
  int64_t left, right;
  Handle quotient, remainder;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right) && right != 0) {
    SmallDivmod both = FloorDivide(left, right);
    quotient = TRY(IntFromInt64(both.quotient));
    remainder = TRY(IntFromInt64(both.remainder));
  } else {
    IntOperand dividend(a), divisor(b);
    if (divisor.view().size == 0) return RaiseDivision();
    IntResult quotient_limbs(BigQuotientBound(dividend, divisor));
    IntResult remainder_limbs(BigRemainderBound(divisor));
    if (!quotient_limbs.ok() || !remainder_limbs.ok()) return {};
    BigDivmodResult both =
        BigDivmod(quotient_limbs.limbs(), remainder_limbs.limbs(), dividend, divisor);
    quotient = TRY(quotient_limbs.Finish(both.quotient));
    remainder = TRY(remainder_limbs.Finish(both.remainder));
  }
  return TupleOf({quotient, remainder});
}

Owned IntTrueDivide(Value a, Value b) {
  constexpr int64_t kExact = int64_t{1} << 53;
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right) && right != 0 && left >= -kExact &&
      left <= kExact && right >= -kExact && right <= kExact)
    return FloatNew(static_cast<double>(left) / static_cast<double>(right));
  IntOperand dividend(a), divisor(b);
  if (divisor.view().size == 0) return Raise(&ZeroDivisionErrorType, "division by zero");
  BigQuotient quotient = BigTrueDivide(dividend, divisor);
  if (quotient.status != BigStatus::kOk) return RaiseMemoryError();
  if (quotient.overflow)
    return Raise(&OverflowErrorType, "integer division result too large for a float");
  return FloatNew(quotient.value);
}

// -- Powers ---------------------------------------------------------------------------------------

namespace {

Owned PowerModulo(Value a, Value b, Value modulus) {
  IntOperand base(a), exponent(b), divisor(modulus);
  if (divisor.view().size == 0)
    return Raise(&ValueErrorType, "pow() 3rd argument cannot be 0");
  IntResult result(BigPowerModuloBound(divisor));
  if (!result.ok()) return {};
  BigResult power = BigPowerModulo(result.limbs(), base, exponent, divisor);
  if (power.status == BigStatus::kNotInvertible)
    return Raise(&ValueErrorType, "base is not invertible for the given modulus");
  return result.Finish(power);
}

// Squares as long as nothing overflows. False: too large.
bool SmallPower(int64_t base, uint64_t exponent, int64_t* result) {
  int64_t power = 1;
  for (;;) {
    if ((exponent & 1) && __builtin_mul_overflow(power, base, &power)) return false;
    exponent >>= 1;
    if (exponent == 0) break;
    if (__builtin_mul_overflow(base, base, &base)) return false;
  }
  *result = power;
  return true;
}

}  // namespace

Owned IntPower(Value a, Value b, Value modulus) {
  if (modulus && !modulus.IsNone()) return PowerModulo(a, b, modulus);
  if (IntSign(b) < 0) {
    double base = TRY(IntAsDouble(a)), exponent = TRY(IntAsDouble(b));
    return FloatPower(base, exponent);
  }
  int64_t base, small;
  bool is_small = SmallIntOf(a, &base);
  if (is_small && (base == 0 || base == 1)) return Owned(Value::Int(IntSign(b) == 0 ? 1 : base));
  uint64_t exponent;
  if (!IntFitsUint64(b, &exponent)) {
    IntOperand operand(b);
    if (is_small && base == -1)
      return Owned(Value::Int(operand.view().limbs[0] & 1 ? -1 : 1));
    return RaiseMemoryError();
  }
  if (is_small && base == -1) return Owned(Value::Int(exponent & 1 ? -1 : 1));
  if (is_small && exponent < 64 && SmallPower(base, exponent, &small)) return IntFromInt64(small);
  IntOperand operand(a);
  int64_t bound = BigPowerBound(operand, exponent);
  if (bound < 0) return RaiseMemoryError();
  IntResult result(bound);
  if (!result.ok()) return {};
  return result.Finish(BigPower(result.limbs(), operand, exponent));
}

// -- Bits -----------------------------------------------------------------------------------------

Owned IntShiftLeft(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right) && right >= 0 && right < 62) {
    int64_t shifted = static_cast<int64_t>(static_cast<uint64_t>(left) << right);
    if ((shifted >> right) == left) return IntFromInt64(shifted);
  }
  if (IntSign(b) < 0) return Raise(&ValueErrorType, "negative shift count");
  if (IntSign(a) == 0) return Owned(Value::Int(0));
  uint64_t shift;
  if (!IntFitsUint64(b, &shift) || (shift >> 63) != 0)
    return Raise(&OverflowErrorType, "too many digits in integer");
  IntOperand operand(a);
  IntResult result(BigShiftLeftBound(operand, shift));
  if (!result.ok()) return {};
  return result.Finish(BigShiftLeft(result.limbs(), operand, shift));
}

Owned IntShiftRight(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(b, &right) && right >= 0 && SmallIntOf(a, &left))
    return Owned(Value::Int(left >> (right > 63 ? 63 : right)));
  if (IntSign(b) < 0) return Raise(&ValueErrorType, "negative shift count");
  uint64_t shift;
  if (!IntFitsUint64(b, &shift)) return Owned(Value::Int(IntSign(a) < 0 ? -1 : 0));
  IntOperand operand(a);
  IntResult result(BigShiftRightBound(operand, shift));
  if (!result.ok()) return {};
  return result.Finish(BigShiftRight(result.limbs(), operand, shift));
}

Owned IntAnd(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right)) return Owned(Value::Int(left & right));
  return Compute(a, b, BigBitwiseBound, BigAnd);
}
Owned IntOr(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right)) return Owned(Value::Int(left | right));
  return Compute(a, b, BigBitwiseBound, BigOr);
}
Owned IntXor(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right)) return Owned(Value::Int(left ^ right));
  return Compute(a, b, BigBitwiseBound, BigXor);
}

// -- Unary ----------------------------------------------------------------------------------------

Owned IntNegate(Value v) {
  int64_t small;
  if (SmallIntOf(v, &small)) return IntFromInt64(-small);
  IntOperand operand(v);
  return IntFromLimbs(operand.view().limbs, static_cast<size_t>(operand.view().size),
                      !operand.view().negative);
}

Owned IntAbsolute(Value v) { return IntSign(v) < 0 ? IntNegate(v) : IntExact(v); }

Owned IntInvert(Value v) {
  int64_t small;
  if (SmallIntOf(v, &small)) return Owned(Value::Int(~small));
  IntOperand operand(v);
  IntResult result(BigInvertBound(operand));
  if (!result.ok()) return {};
  return result.Finish(BigInvert(result.limbs(), operand));
}

}  // namespace polygil
