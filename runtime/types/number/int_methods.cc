#include "runtime/types/number/int_methods.h"

#include "runtime/base/bigint/bits.h"
#include "runtime/base/bigint/convert.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/number/int_operand.h"
#include "runtime/types/number/number_format.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned IntBitLengthMethod(Value self) {
  IntOperand operand(self);
  return IntFromInt64(BigBitLength(operand));
}

Owned IntBitCountMethod(Value self) {
  IntOperand operand(self);
  return IntFromInt64(BigBitCount(operand));
}

Owned IntAsIntegerRatioMethod(Value self) {
  Handle number = TRY(IntExact(self));
  return TupleOf({number, Value::Int(1)});
}

Owned IntGetNewArgsMethod(Value self) {
  Handle number = TRY(IntExact(self));
  return TupleOf({number});
}

// As CPython counts: 24 bytes and 4 for every 30 bits.
Owned IntSizeOfMethod(Value self) {
  IntOperand operand(self);
  int64_t digits = (BigBitLength(operand) + 29) / 30;
  return IntFromInt64(24 + 4 * (digits > 0 ? digits : 1));
}

// round(self, -places): to the nearest multiple of 10 ** places, ties to even.
Owned RoundToTens(Value self, Value places) {
  Handle unit = TRY(IntPower(Value::Int(10), places, Value::Empty()));
  Handle quotient_and_rest = TRY(IntDivmod(self, unit));
  Value quotient = TupleAt(quotient_and_rest, 0), rest = TupleAt(quotient_and_rest, 1);
  Handle twice = TRY(IntAdd(rest, rest));
  Handle result = TRY(IntSubtract(self, rest));
  int order = IntCompare(twice, unit);
  if (order > 0 || (order == 0 && (IntAsUint64Mask(quotient) & 1) != 0))
    return IntAdd(result, unit);
  return result.Release();
}

Owned IntRoundMethod(Value self, const Value* args, size_t nargs) {
  if (nargs == 0) return IntExact(self);
  Handle digits = TRY(Index(args[0]));
  if (IntSign(digits) >= 0) return IntExact(self);
  Handle places = TRY(IntNegate(digits));
  return RoundToTens(self, places);
}

// -- Bytes ----------------------------------------------------------------------------------------

Fallible<bool> IsLittleEndian(const char* function, Value byteorder) {
  if (!byteorder) return false;
  if (!IsStr(byteorder))
    return Raise(&TypeErrorType, "%s() argument 'byteorder' must be str, not %.50s", function,
                 byteorder.IsNone() ? "None" : TypeName(byteorder));
  if (StrEqualsAscii(byteorder, "little")) return true;
  if (StrEqualsAscii(byteorder, "big")) return false;
  return Raise(&ValueErrorType, "byteorder must be either 'little' or 'big'");
}

Owned IntToBytesMethod(Value self, const Value* args) {
  int64_t length = 1;
  if (args[0]) length = TRY(IndexExact(args[0], &OverflowErrorType));
  bool little = TRY(IsLittleEndian("to_bytes", args[1]));
  bool is_signed = args[2] && TRY(IsTrue(args[2]));
  if (length < 0) return Raise(&ValueErrorType, "length argument must be non-negative");
  Handle bytes = TRY(BytesNew(nullptr, length));
  IntOperand operand(self);
  // CPython finds that a sign needs no room of its own.
  int64_t small;
  if (length == 0 && is_signed && SmallIntOf(self, &small) && small == -1) return bytes.Release();
  switch (BigToBytes(operand, bytes.As<Bytes>()->data, static_cast<size_t>(length), little,
                     is_signed)) {
    case BigToBytesStatus::kOk:
      return bytes.Release();
    case BigToBytesStatus::kTooBig:
      return Raise(&OverflowErrorType, "int too big to convert");
    case BigToBytesStatus::kNegative:
      return Raise(&OverflowErrorType, "can't convert negative int to unsigned");
  }
  return {};
}

Owned IntFromMemory(const uint8_t* data, int64_t size, bool little, bool is_signed) {
  IntResult result(BigFromBytesBound(static_cast<size_t>(size)));
  if (!result.ok()) return {};
  return result.Finish(
      BigFromBytes(result.limbs(), data, static_cast<size_t>(size), little, is_signed));
}

// The bytes of a buffer or of an iterable of ints, but not of a str or an int.
Owned BytesOfArgument(Value v) {
  Handle method = LookupSpecial(v, names.__bytes__);
  if (!method && HasPendingException()) return {};
  if (!method && (IsStr(v) || !IsIterable(v)))
    return Raise(&TypeErrorType, "cannot convert '%.200s' object to bytes", TypeName(v));
  return BytesOf(v);
}

Owned IntFromBytesMethod(Value cls, const Value* args) {
  bool little = TRY(IsLittleEndian("from_bytes", args[1]));
  bool is_signed = args[2] && TRY(IsTrue(args[2]));
  Handle number;
  if (IsExactly(args[0], BytesType)) {
    const Bytes* bytes = args[0].As<Bytes>();
    number = TRY(IntFromMemory(bytes->data, bytes->size, little, is_signed));
  } else if (!IsBytes(args[0]) && SupportsBuffer(args[0])) {
    ScopedBuffer buffer;
    TRY_VOID(buffer.Acquire(args[0]));
    number = TRY(IntFromMemory(buffer.data(), buffer.size(), little, is_signed));
  } else {
    Handle bytes = TRY(BytesOfArgument(args[0]));
    number = TRY(IntFromMemory(bytes.As<Bytes>()->data, bytes.As<Bytes>()->size, little, is_signed));
  }
  if (cls.As<Type>() == &IntType) return number.Release();
  return Call(cls, {number});
}

Owned Zero(Value) { return Owned(Value::Int(0)); }
Owned One(Value) { return Owned(Value::Int(1)); }

}  // namespace

extern constexpr MethodDef kIntMethods[] = {
    PY_METHOD(int, conjugate, NoArgs(IntExact), "Returns self, the complex conjugate of any int."),
    PY_METHOD(int, bit_length, NoArgs(IntBitLengthMethod),
              "($self, /)\n--\n\nNumber of bits necessary to represent self in binary.\n\n"
              ">>> (37).bit_length()\n6"),
    PY_METHOD(int, bit_count, NoArgs(IntBitCountMethod),
              "($self, /)\n--\n\nNumber of ones in the binary representation of the absolute value "
              "of self.\n\n>>> (13).bit_count()\n3"),
    PY_METHOD(int, to_bytes, Bound(IntToBytesMethod),
              "($self, /, length=1, byteorder='big', *, signed=False)\n--\n\n"
              "Return the integer as so many bytes.\n\nOverflowError is raised if it does not fit, or "
              "if it is negative and signed is\nFalse; signed means two's complement."),
    PY_METHOD(int, from_bytes, Bound(IntFromBytesMethod, kMethodClass),
              "($type, /, bytes, byteorder='big', *, signed=False)\n--\n\n"
              "Return the integer represented by the given bytes.\n\nbytes is a bytes-like object or "
              "an iterable of small ints; signed means two's\ncomplement."),
    PY_METHOD(int, as_integer_ratio, NoArgs(IntAsIntegerRatioMethod),
              "($self, /)\n--\n\nReturn a pair of integers whose ratio is self, the second "
              "positive.\n\n>>> (-10).as_integer_ratio()\n(-10, 1)"),
    PY_METHOD(int, __trunc__, NoArgs(IntExact), "Truncating an Integral returns itself."),
    PY_METHOD(int, __floor__, NoArgs(IntExact), "Flooring an Integral returns itself."),
    PY_METHOD(int, __ceil__, NoArgs(IntExact), "Ceiling of an Integral returns itself."),
    PY_METHOD(int, __round__, Positional(IntRoundMethod, 0, 1),
              "($self, ndigits=<unrepresentable>, /)\n--\n\nRounding an Integral returns itself.\n\n"
              "Rounding with an ndigits argument also returns an integer."),
    PY_METHOD(int, __getnewargs__, NoArgs(IntGetNewArgsMethod), "($self, /)\n--\n\n"),
    PY_METHOD(int, __format__, OneArg(IntFormat), "($self, format_spec, /)\n--\n\n"),
    PY_METHOD(int, __sizeof__, NoArgs(IntSizeOfMethod),
              "($self, /)\n--\n\nReturns size in memory, in bytes."),
    {}};

extern constexpr PropertyDef kIntProperties[] = {
    {"real", IntExact, nullptr, "the real part of a complex number"},
    {"imag", Zero, nullptr, "the imaginary part of a complex number"},
    {"numerator", IntExact, nullptr, "the numerator of a rational number in lowest terms"},
    {"denominator", One, nullptr, "the denominator of a rational number in lowest terms"},
    {}};

}  // namespace polygil
