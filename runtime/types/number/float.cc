// float: slots and constructor. Methods are in float_methods.cc.

#include "runtime/types/number/float.h"

#include <cmath>

#include "runtime/base/bigint/convert.h"
#include "runtime/base/floattext/format.h"
#include "runtime/base/floattext/number.h"
#include "runtime/base/floattext/parse.h"
#include "runtime/base/hash/hash.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/complex_value.h"
#include "runtime/types/number/float_methods.h"
#include "runtime/types/number/float_operand.h"
#include "runtime/types/number/init.h"
#include "runtime/types/number/int_operand.h"
#include "runtime/types/number/number_text.h"
#include "runtime/types/text/str.h"

namespace polygil {

// -- Making and reading them ----------------------------------------------------------------------

Owned FloatBox(double value) {
  Owned box = AllocateUninitialized(&FloatType, sizeof(Float));
  if (box) box.Peek().As<Float>()->value = value;
  return box;
}

Owned FloatFromStr(Value text) {
  NumberText ascii;
  TRY_VOID(ascii.Read(text));
  double value;
  if (FloatParse(ascii.data(), ascii.size(), &value)) return FloatNew(value);
  return Raise(&ValueErrorType, "could not convert string to float: %R", text);
}

int64_t FloatHash(double value, Value owner) {
  if (std::isnan(value)) return HashPointer(owner.AsObject());
  return FloatHash(value);
}

Owned FloatRepr(double value) {
  char text[kFloatReprBound];
  int size = FloatRepr(text, value);
  return StrFromAscii(text, static_cast<size_t>(size));
}

int FloatCompareInt(double a, Value integer) {
  constexpr int64_t kExact = int64_t{1} << 53;
  int64_t small;
  if (SmallIntOf(integer, &small) && small >= -kExact && small <= kExact) {
    double b = static_cast<double>(small);
    return a < b ? -1 : a > b;
  }
  IntOperand operand(integer);
  int order = BigCompareDouble(operand, a);
  return order < 0 ? 1 : order > 0 ? -1 : 0;
}

namespace {

Raised RaiseErrno(Type* type, int number, const char* text) {
  Handle message = TRY(StrFromUtf8(text));
  Handle exception = TRY(Call(Value::Pointer(type), {Value::Int(number), message}));
  return RaiseInstance(exception.Release());
}

}  // namespace

Owned FloatPower(double a, double b) {
  if (b == 0) return FloatNew(1.0);
  if (a == 0 && b < 0 && std::isfinite(b))
    return Raise(&ZeroDivisionErrorType, "0.0 cannot be raised to a negative power");
  if (a < 0 && std::isfinite(a) && std::isfinite(b) && b != std::floor(b))
    return ComplexPower({a, 0.0}, {b, 0.0});
  double result = std::pow(a, b);
  if (std::isinf(result) && std::isfinite(a) && std::isfinite(b))
    return RaiseErrno(&OverflowErrorType, 34, "Numerical result out of range");
  return FloatNew(result);
}

// -- Slots ----------------------------------------------------------------------------------------

namespace {

Owned ReprSlot(Value self) { return FloatRepr(FloatValue(self)); }

Fallible<int64_t> HashSlotOf(Value self) { return FloatHash(FloatValue(self), self); }

Fallible<bool> Truth(Value self) { return FloatValue(self) != 0; }

Owned Compare(Value self, Value other, CompareOp op) {
  double a = FloatValue(self), b;
  if (IsAnyFloat(other)) {
    b = FloatValue(other);
  } else if (!IsAnyInt(other)) {
    return OwnNotImplemented();
  } else if (std::isnan(a)) {
    b = 0;
  } else {
    b = 0;
    a = FloatCompareInt(a, other);
  }
  switch (op) {
    case CompareOp::kLt: return OwnBool(a < b);
    case CompareOp::kLe: return OwnBool(a <= b);
    case CompareOp::kEq: return OwnBool(a == b);
    case CompareOp::kNe: return OwnBool(a != b);
    case CompareOp::kGt: return OwnBool(a > b);
    case CompareOp::kGe: return OwnBool(a >= b);
  }
  return {};
}

Owned Add(Value left, Value right) {
  FLOAT_OPERAND(a, left);
  FLOAT_OPERAND(b, right);
  return FloatNew(a + b);
}
Owned Subtract(Value left, Value right) {
  FLOAT_OPERAND(a, left);
  FLOAT_OPERAND(b, right);
  return FloatNew(a - b);
}
Owned Multiply(Value left, Value right) {
  FLOAT_OPERAND(a, left);
  FLOAT_OPERAND(b, right);
  return FloatNew(a * b);
}
Owned TrueDivide(Value left, Value right) {
  FLOAT_OPERAND(a, left);
  FLOAT_OPERAND(b, right);
  if (b == 0) return Raise(&ZeroDivisionErrorType, "float division by zero");
  return FloatNew(a / b);
}
Owned FloorDivide(Value left, Value right) {
  FLOAT_OPERAND(a, left);
  FLOAT_OPERAND(b, right);
  if (b == 0) return Raise(&ZeroDivisionErrorType, "float floor division by zero");
  return FloatNew(FloatFloorDivide(a, b));
}
Owned Remainder(Value left, Value right) {
  FLOAT_OPERAND(a, left);
  FLOAT_OPERAND(b, right);
  if (b == 0) return Raise(&ZeroDivisionErrorType, "float modulo");
  return FloatNew(FloatModulo(a, b));
}
Owned Divmod(Value left, Value right) {
  FLOAT_OPERAND(a, left);
  FLOAT_OPERAND(b, right);
  if (b == 0) return Raise(&ZeroDivisionErrorType, "float divmod()");
  Handle quotient = TRY(FloatNew(FloatFloorDivide(a, b)));
  Handle rest = TRY(FloatNew(FloatModulo(a, b)));
  return TupleOf({quotient, rest});
}
Owned PowerSlot(Value left, Value right, Value modulus) {
  if (modulus && !modulus.IsNone())
    return Raise(&TypeErrorType,
                 "pow() 3rd argument not allowed unless all arguments are integers");
  FLOAT_OPERAND(a, left);
  FLOAT_OPERAND(b, right);
  return FloatPower(a, b);
}

Owned Negate(Value self) { return FloatNew(-FloatValue(self)); }
Owned AbsoluteSlot(Value self) { return FloatNew(std::fabs(FloatValue(self))); }
Owned ToIntSlot(Value self) { return IntFromDouble(FloatValue(self)); }

Owned FloatNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (type == &FloatType || type->slots.init == ObjectType.slots.init)
    TRY_VOID(CheckNoKeywords("float", keyword_names));
  TRY_VOID(CheckPositional("float", nargs, 0, 1));
  Handle value = TRY(nargs == 0 ? FloatNew(0.0) : ToFloat(args[0]));
  if (type == &FloatType) return value.Release();
  Handle instance = TRY(AllocateInstance(type));
  instance.As<Float>()->value = FloatValue(value);
  return instance.Release();
}

}  // namespace

Owned FloatExact(Value self) {
  if (self.IsImmediateFloat() || IsExactly(self, FloatType)) return Retain(self);
  return FloatNew(FloatValue(self));
}

Type FloatType;

bool InitFloatType() {
  TypeSlots& slots = FloatType.slots;
  slots.repr = ReprSlot;
  slots.hash = HashSlotOf;
  slots.rich_compare = Compare;
  slots.add = Add;
  slots.subtract = Subtract;
  slots.multiply = Multiply;
  slots.remainder = Remainder;
  slots.divmod = Divmod;
  slots.power = PowerSlot;
  slots.floor_divide = FloorDivide;
  slots.true_divide = TrueDivide;
  slots.negative = Negate;
  slots.positive = FloatExact;
  slots.absolute = AbsoluteSlot;
  slots.truth = Truth;
  slots.to_int = ToIntSlot;
  slots.to_float = FloatExact;
  slots.new_instance = FloatNewInstance;
  return InitBuiltinType({.type = &FloatType,
                          .name = "float",
                          .basic_size = sizeof(Float),
                          .flags = kTypeBase | kTypeAtomic | kTypeIsFloat | kTypeMatchSelf,
                          .methods = kFloatMethods,
                          .properties = kFloatProperties,
                          .doc = "(x=0, /)\n--\n\nConvert a string or number to a floating point "
                                 "number, if possible."});
}

}  // namespace polygil
