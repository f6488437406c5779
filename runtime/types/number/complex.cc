// complex: arithmetic and slots. Text, constructor and methods are in complex_text.cc and
// complex_methods.cc.

#include "runtime/types/number/complex.h"

#include <cerrno>
#include <cmath>

#include "runtime/base/floattext/number.h"
#include "runtime/base/hash/hash.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/complex_methods.h"
#include "runtime/types/number/complex_value.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/float_operand.h"
#include "runtime/types/number/init.h"

namespace polygil {

Owned ComplexNew(double real, double imaginary) {
  Owned box = AllocateUninitialized(&ComplexType, sizeof(Complex));
  if (box) {
    box.Peek().As<Complex>()->real = real;
    box.Peek().As<Complex>()->imaginary = imaginary;
  }
  return box;
}

// Smith's method, scaled by the larger part of the divisor. False: division by zero.
bool ComplexDivide(ComplexValue a, ComplexValue b, ComplexValue* out) {
  double real = std::fabs(b.real), imaginary = std::fabs(b.imaginary);
  if (real >= imaginary) {
    if (real == 0) return false;
    double ratio = b.imaginary / b.real, divisor = b.real + b.imaginary * ratio;
    *out = {(a.real + a.imaginary * ratio) / divisor, (a.imaginary - a.real * ratio) / divisor};
  } else if (imaginary >= real) {
    double ratio = b.real / b.imaginary, divisor = b.real * ratio + b.imaginary;
    *out = {(a.real * ratio + a.imaginary) / divisor, (a.imaginary * ratio - a.real) / divisor};
  } else {
    *out = {NAN, NAN};
  }
  return true;
}

namespace {

inline Owned New(ComplexValue v) { return ComplexNew(v.real, v.imaginary); }

OperandStatus Operand(Value v, ComplexValue* out) {
  if (v.IsPointer() && IsInstanceOf(v, ComplexType)) {
    *out = {v.As<Complex>()->real, v.As<Complex>()->imaginary};
    return OperandStatus::kOk;
  }
  out->imaginary = 0;
  return FloatOperand(v, &out->real);
}

#define COMPLEX_OPERAND(name, value)                                \
  ComplexValue name;                                                \
  if (OperandStatus name##_status = Operand((value), &name);        \
      name##_status != OperandStatus::kOk)                          \
    return FailedOperand(name##_status)

ComplexValue Product(ComplexValue a, ComplexValue b) {
  return {a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real};
}

ComplexValue PositivePower(ComplexValue base, int64_t exponent) {
  ComplexValue result = {1, 0};
  for (int64_t mask = 1; mask > 0 && exponent >= mask; mask <<= 1) {
    if (exponent & mask) result = Product(result, base);
    base = Product(base, base);
  }
  return result;
}

Raised RaiseZeroPower() {
  return Raise(&ZeroDivisionErrorType, "0.0 to a negative or complex power");
}

// By polar coordinates. False: raised.
bool GeneralPower(ComplexValue a, ComplexValue b, ComplexValue* out) {
  if (b.real == 0 && b.imaginary == 0) {
    *out = {1, 0};
    return true;
  }
  if (a.real == 0 && a.imaginary == 0) {
    if (b.imaginary != 0 || b.real < 0) return RaiseZeroPower();
    *out = {0, 0};
    return true;
  }
  double size = std::hypot(a.real, a.imaginary);
  double length = std::pow(size, b.real);
  double angle = std::atan2(a.imaginary, a.real);
  double phase = angle * b.real;
  if (b.imaginary != 0) {
    length /= std::exp(angle * b.imaginary);
    phase += b.imaginary * std::log(size);
  }
  if (std::isinf(phase)) return RaiseZeroPower();  // its cosine is a domain error
  *out = {length * std::cos(phase), length * std::sin(phase)};
  return true;
}

}  // namespace

Owned ComplexPower(ComplexValue a, ComplexValue b) {
  ComplexValue result;
  if (b.imaginary == 0 && b.real == std::floor(b.real) && std::fabs(b.real) <= 100) {
    auto exponent = static_cast<int64_t>(b.real);
    result = PositivePower(a, exponent < 0 ? -exponent : exponent);
    if (exponent < 0 && !ComplexDivide({1, 0}, result, &result)) return RaiseZeroPower();
  } else if (!GeneralPower(a, b, &result)) {
    return {};
  }
  if (std::isinf(result.real) || std::isinf(result.imaginary))
    return Raise(&OverflowErrorType, "complex exponentiation");
  return New(result);
}

// -- Slots ----------------------------------------------------------------------------------------

namespace {

Owned Add(Value left, Value right) {
  COMPLEX_OPERAND(a, left);
  COMPLEX_OPERAND(b, right);
  return ComplexNew(a.real + b.real, a.imaginary + b.imaginary);
}
Owned Subtract(Value left, Value right) {
  COMPLEX_OPERAND(a, left);
  COMPLEX_OPERAND(b, right);
  return ComplexNew(a.real - b.real, a.imaginary - b.imaginary);
}
Owned Multiply(Value left, Value right) {
  COMPLEX_OPERAND(a, left);
  COMPLEX_OPERAND(b, right);
  return New(Product(a, b));
}
Owned TrueDivide(Value left, Value right) {
  COMPLEX_OPERAND(a, left);
  COMPLEX_OPERAND(b, right);
  ComplexValue result;
  if (!ComplexDivide(a, b, &result))
    return Raise(&ZeroDivisionErrorType, "complex division by zero");
  return New(result);
}
Owned PowerSlot(Value left, Value right, Value modulus) {
  COMPLEX_OPERAND(a, left);
  COMPLEX_OPERAND(b, right);
  if (modulus && !modulus.IsNone()) return Raise(&ValueErrorType, "complex modulo");
  return ComplexPower(a, b);
}

ComplexValue Get(Value self) { return {self.As<Complex>()->real, self.As<Complex>()->imaginary}; }

Owned Negate(Value self) { return ComplexNew(-Get(self).real, -Get(self).imaginary); }

Owned AbsoluteSlot(Value self) {
  ComplexValue v = Get(self);
  double size = std::hypot(v.real, v.imaginary);
  if (std::isinf(size) && std::isfinite(v.real) && std::isfinite(v.imaginary))
    return Raise(&OverflowErrorType, "absolute value too large");
  return FloatNew(size);
}

Fallible<bool> Truth(Value self) { return Get(self).real != 0 || Get(self).imaginary != 0; }

Fallible<int64_t> HashSlotOf(Value self) {
  return HashComplex(FloatHash(Get(self).real, self), FloatHash(Get(self).imaginary, self));
}

Owned Compare(Value self, Value other, CompareOp op) {
  if (op != CompareOp::kEq && op != CompareOp::kNe) return OwnNotImplemented();
  ComplexValue a = Get(self);
  bool equal;
  if (IsAnyInt(other)) {
    equal = a.imaginary == 0 && !std::isnan(a.real) && FloatCompareInt(a.real, other) == 0;
  } else if (IsAnyFloat(other)) {
    equal = a.imaginary == 0 && a.real == FloatValue(other);
  } else if (IsInstanceOf(other, ComplexType)) {
    equal = a.real == Get(other).real && a.imaginary == Get(other).imaginary;
  } else {
    return OwnNotImplemented();
  }
  return OwnBool(equal == (op == CompareOp::kEq));
}

}  // namespace

Owned ComplexExact(Value self) {
  if (IsExactly(self, ComplexType)) return Retain(self);
  return New(Get(self));
}

Type ComplexType;

bool InitComplexType() {
  TypeSlots& slots = ComplexType.slots;
  slots.repr = ComplexRepr;
  slots.hash = HashSlotOf;
  slots.rich_compare = Compare;
  slots.add = Add;
  slots.subtract = Subtract;
  slots.multiply = Multiply;
  slots.true_divide = TrueDivide;
  slots.power = PowerSlot;
  slots.negative = Negate;
  slots.positive = ComplexExact;
  slots.absolute = AbsoluteSlot;
  slots.truth = Truth;
  slots.new_instance = ComplexNewInstance;
  return InitBuiltinType(
      {.type = &ComplexType,
       .name = "complex",
       .basic_size = sizeof(Complex),
       .flags = kTypeBase | kTypeAtomic,
       .methods = kComplexMethods,
       .members = kComplexMembers,
       .doc = "(real=0, imag=0)\n--\n\nCreate a complex number from a string or numbers.\n\n"
              "With numbers the result is real + imag*1j; both default to 0."});
}

}  // namespace polygil
