// Ints from and to the integers, floats and limbs of C++ (int.h), their comparison and hash.

#include <cmath>
#include <cstring>

#include "runtime/base/bigint/bits.h"
#include "runtime/base/bigint/convert.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"

namespace polygil {

namespace {

Owned NewBig(int64_t count) {
  return AllocateUninitialized(&IntType,
                               sizeof(BigInt) + static_cast<size_t>(count) * sizeof(uint64_t));
}

// Does the magnitude fit an immediate with this sign?
inline bool FitsImmediate(uint64_t magnitude, bool negative) {
  return magnitude <= static_cast<uint64_t>(Value::kSmallIntMax) + (negative ? 1 : 0);
}
inline Owned Immediate(uint64_t magnitude, bool negative) {
  return Owned(Value::Int(static_cast<int64_t>(negative ? 0 - magnitude : magnitude)));
}

}  // namespace

// -- Results --------------------------------------------------------------------------------------

IntResult::IntResult(int64_t bound) {
  if (bound <= kInline) [[likely]] {
    limbs_ = inline_;
    return;
  }
  limbs_ = nullptr;
  if (bound > (int64_t{1} << 56)) {
    RaiseMemoryError();
    return;
  }
  Owned object = NewBig(bound);
  if (!object) return;
  object_ = object.Peek();
  object_.As<BigInt>()->size = bound;
  limbs_ = object_.As<BigInt>()->limbs;
}

Owned IntResult::Finish(const BigResult& result) {
  if (result.status != BigStatus::kOk) return RaiseMemoryError();
  if (object_.IsEmpty() || result.size <= kInline / 2)
    return IntFromLimbs(limbs_, static_cast<size_t>(result.size), result.negative);
  object_.As<BigInt>()->size = result.negative ? -result.size : result.size;
  Value object = object_;
  object_ = Value::Empty();
  return Owned(object);
}

// -- Making ints ----------------------------------------------------------------------------------

Owned IntFromLimbs(const uint64_t* limbs, size_t count, bool negative) {
  while (count > 0 && limbs[count - 1] == 0) --count;
  if (count == 0) return Owned(Value::Int(0));
  if (count == 1 && FitsImmediate(limbs[0], negative)) return Immediate(limbs[0], negative);
  Owned object = NewBig(static_cast<int64_t>(count));
  if (!object) return {};
  BigInt* big = object.Peek().As<BigInt>();
  big->size = negative ? -static_cast<int64_t>(count) : static_cast<int64_t>(count);
  memcpy(big->limbs, limbs, count * sizeof(uint64_t));
  return object;
}

Owned IntFromInt64(int64_t value) {
  if (Value::FitsInt(value)) [[likely]]
    return Owned(Value::Int(value));
  uint64_t limb = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  return IntFromLimbs(&limb, 1, value < 0);
}

Owned IntFromUint64(uint64_t value) {
  if (FitsImmediate(value, false)) [[likely]]
    return Immediate(value, false);
  return IntFromLimbs(&value, 1, false);
}

Owned IntFromDouble(double value) {
  if (value > -4e18 && value < 4e18) return Owned(Value::Int(static_cast<int64_t>(value)));
  if (std::isnan(value))
    return Raise(&ValueErrorType, "cannot convert float NaN to integer");
  if (std::isinf(value))
    return Raise(&OverflowErrorType, "cannot convert float infinity to integer");
  uint64_t limbs[kBigFromDoubleBound];
  BigResult result = BigFromDouble(limbs, value);
  return IntFromLimbs(limbs, static_cast<size_t>(result.size), result.negative);
}

Owned IntExact(Value v) {
  if (IsExactInt(v)) return Retain(v);
  IntOperand operand(v);
  return IntFromLimbs(operand.view().limbs, static_cast<size_t>(operand.view().size),
                      operand.view().negative);
}

Owned IntInstance(Type* type, Value v) {
  IntOperand operand(v);
  const BigView& view = operand.view();
  Handle instance = TRY(AllocateVarInstance(type, view.size));
  BigInt* big = instance.As<BigInt>();
  memcpy(big->limbs, view.limbs, static_cast<size_t>(view.size) * sizeof(uint64_t));
  if (view.negative) big->size = -big->size;
  return instance.Release();
}

// -- Reading them ---------------------------------------------------------------------------------

bool IntFitsInt64(Value v, int64_t* out) {
  if (SmallIntOf(v, out)) return true;
  IntOperand operand(v);
  return BigFitsInt64(operand, out);
}

bool IntFitsUint64(Value v, uint64_t* out) {
  IntOperand operand(v);
  return BigFitsUint64(operand, out);
}

Fallible<int64_t> IntAsInt64(Value v) {
  int64_t result;
  if (IntFitsInt64(v, &result)) return result;
  return Raise(&OverflowErrorType, "Python int too large to convert to C long");
}

Fallible<uint64_t> IntAsUint64(Value v) {
  uint64_t result;
  if (IntFitsUint64(v, &result)) return result;
  if (IntSign(v) < 0)
    return Raise(&OverflowErrorType, "can't convert negative value to unsigned int");
  return Raise(&OverflowErrorType, "Python int too large to convert to C unsigned long");
}

uint64_t IntAsUint64Mask(Value v) {
  IntOperand operand(v);
  const BigView& view = operand.view();
  if (view.size == 0) return 0;
  return view.negative ? 0 - view.limbs[0] : view.limbs[0];
}

Fallible<double> IntAsDouble(Value v) {
  int64_t small;
  if (SmallIntOf(v, &small)) return static_cast<double>(small);
  IntOperand operand(v);
  BigDouble result = BigToDouble(operand);
  if (result.overflow) return Raise(&OverflowErrorType, "int too large to convert to float");
  return result.value;
}

int IntSign(Value v) {
  int64_t small;
  if (!SmallIntOf(v, &small)) small = v.As<BigInt>()->size;
  return small < 0 ? -1 : small > 0 ? 1 : 0;
}

int IntCompare(Value a, Value b) {
  int64_t left, right;
  if (SmallIntOf(a, &left) && SmallIntOf(b, &right)) return left < right ? -1 : left > right;
  IntOperand left_operand(a), right_operand(b);
  int order = BigCompare(left_operand, right_operand);
  return order < 0 ? -1 : order > 0;
}

int64_t IntHash(Value v) {
  constexpr int64_t kModulus = (int64_t{1} << 61) - 1;
  int64_t small;
  if (SmallIntOf(v, &small) && small > -kModulus && small < kModulus)
    return small == -1 ? -2 : small;
  IntOperand operand(v);
  return BigHash(operand);
}

}  // namespace polygil
