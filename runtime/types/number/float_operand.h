// What float's and complex's slots ask of their operands.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_FLOAT_OPERAND_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_FLOAT_OPERAND_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"

namespace polygil {

enum class OperandStatus { kOk, kForeign, kRaised };

// A float or int as a double. kForeign: the slot returns NotImplemented.
inline OperandStatus FloatOperand(Value v, double* out) {
  if (v.IsImmediateFloat()) [[likely]] {
    *out = v.AsImmediateFloat();
    return OperandStatus::kOk;
  }
  if (v.IsInt()) {
    *out = static_cast<double>(v.AsInt());
    return OperandStatus::kOk;
  }
  if (IsAnyFloat(v)) {
    *out = v.As<Float>()->value;
    return OperandStatus::kOk;
  }
  if (!IsAnyInt(v)) return OperandStatus::kForeign;
  Fallible<double> value = IntAsDouble(v);
  *out = value.value;
  return value.ok ? OperandStatus::kOk : OperandStatus::kRaised;
}

inline Owned FailedOperand(OperandStatus status) {
  return status == OperandStatus::kForeign ? OwnNotImplemented() : Owned();
}

// Declares a double for an operand or leaves the slot.
#define FLOAT_OPERAND(name, value)                                              \
  double name;                                                                  \
  if (OperandStatus name##_status = FloatOperand((value), &name);               \
      name##_status != OperandStatus::kOk) [[unlikely]]                         \
    return FailedOperand(name##_status)

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_FLOAT_OPERAND_H_
