// int: the slots and the constructor. Methods are in int_methods.cc, arithmetic in int_arithmetic.cc.

#include "runtime/types/number/int.h"

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/init.h"
#include "runtime/types/number/int_methods.h"
#include "runtime/types/number/int_operand.h"

namespace polygil {
namespace {

// -- Slots ----------------------------------------------------------------------------------------

template <Owned (*operation)(Value, Value)>
Owned Binary(Value left, Value right) {
  if (!IsAnyInt(left) || !IsAnyInt(right)) return OwnNotImplemented();
  return operation(left, right);
}

Owned PowerSlot(Value base, Value exponent, Value modulus) {
  if (!IsAnyInt(base) || !IsAnyInt(exponent)) return OwnNotImplemented();
  if (modulus && !modulus.IsNone() && !IsAnyInt(modulus)) return OwnNotImplemented();
  return IntPower(base, exponent, modulus);
}

Owned IntRepr(Value self) { return IntToText(self, 10); }

Fallible<int64_t> HashOf(Value self) { return IntHash(self); }

Fallible<bool> Truth(Value self) { return IntSign(self) != 0; }

Owned ToFloatSlot(Value self) {
  double value = TRY(IntAsDouble(self));
  return FloatNew(value);
}

Owned Compare(Value self, Value other, CompareOp op) {
  if (!IsAnyInt(self) || !IsAnyInt(other)) return OwnNotImplemented();
  int order = self == other ? 0 : IntCompare(self, other);
  switch (op) {
    case CompareOp::kLt: return OwnBool(order < 0);
    case CompareOp::kLe: return OwnBool(order <= 0);
    case CompareOp::kEq: return OwnBool(order == 0);
    case CompareOp::kNe: return OwnBool(order != 0);
    case CompareOp::kGt: return OwnBool(order > 0);
    case CompareOp::kGe: return OwnBool(order >= 0);
  }
  return {};
}

// -- The constructor ------------------------------------------------------------------------------

Owned IntFromArguments(Value x, Value base) {
  if (!x) {
    if (base) return Raise(&TypeErrorType, "int() missing string argument");
    return Owned(Value::Int(0));
  }
  if (!base) return ToInt(x);
  int64_t radix = TRY(IndexClipped(base));
  if ((radix != 0 && radix < 2) || radix > 36)
    return Raise(&ValueErrorType, "int() base must be >= 2 and <= 36, or 0");
  if (!IsStr(x) && !IsBytes(x) && !IsInstanceOf(x, ByteArrayType))
    return Raise(&TypeErrorType, "int() can't convert non-string with explicit base");
  return IntFromStr(x, static_cast<int>(radix));
}

Owned IntNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2] = {nargs == 1 ? args[0] : Value::Empty(), Value::Empty()};
  if (nargs > 1 || keyword_names)
    TRY_VOID(BindArguments("int", "(x=0, /, base=10)", args, nargs, keyword_names, bound));
  Handle value = TRY(IntFromArguments(bound[0], bound[1]));
  if (type == &IntType) return value.Release();
  return IntInstance(type, value);
}

}  // namespace

Type IntType;

bool InitIntType() {
  TypeSlots& slots = IntType.slots;
  slots.repr = IntRepr;
  slots.hash = HashOf;
  slots.rich_compare = Compare;
  slots.add = Binary<IntAdd>;
  slots.subtract = Binary<IntSubtract>;
  slots.multiply = Binary<IntMultiply>;
  slots.remainder = Binary<IntRemainder>;
  slots.divmod = Binary<IntDivmod>;
  slots.power = PowerSlot;
  slots.left_shift = Binary<IntShiftLeft>;
  slots.right_shift = Binary<IntShiftRight>;
  slots.bit_and = Binary<IntAnd>;
  slots.bit_xor = Binary<IntXor>;
  slots.bit_or = Binary<IntOr>;
  slots.floor_divide = Binary<IntFloorDivide>;
  slots.true_divide = Binary<IntTrueDivide>;
  slots.negative = IntNegate;
  slots.positive = IntExact;
  slots.absolute = IntAbsolute;
  slots.invert = IntInvert;
  slots.truth = Truth;
  slots.to_int = IntExact;
  slots.to_float = ToFloatSlot;
  slots.index = IntExact;
  slots.new_instance = IntNewInstance;
  return InitBuiltinType(
      {.type = &IntType,
       .name = "int",
       .basic_size = sizeof(BigInt),
       .item_size = sizeof(uint64_t),
       .flags = kTypeBase | kTypeAtomic | kTypeIsInt | kTypeMatchSelf,
       .methods = kIntMethods,
       .properties = kIntProperties,
       .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\nAn integer made of a number (cut "
              "towards zero) or of text: a str, bytes or\nbytearray with the digits of a literal in "
              "the given base, 0 or 2 to 36, with an\noptional sign and white space around. With "
              "base 0 the text tells its base, as\nin source code; without arguments the result is "
              "0.\n>>> int('0b100', base=0)\n4"});
}

}  // namespace polygil
