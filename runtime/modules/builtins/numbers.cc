// Built-in functions on numbers and characters.

#include <cstring>

#include "runtime/modules/builtins/builtins.h"
#include "runtime/object/type.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned BuiltinAbs(Value, Value v) { return Absolute(v); }
Owned BuiltinDivmod(Value, const Value* args, size_t) { return DivmodOperation(args[0], args[1]); }

// "-0x1f": sign, prefix, digits.
Owned WithPrefix(Value v, int base, const char* prefix) {
  Handle number = TRY(Index(v));
  Handle digits = TRY(IntToText(number, base));
  StrBuilder text;
  bool negative = IntSign(number) < 0;
  bool ok = (!negative || text.Append('-')) && text.AppendAscii(prefix) &&
            text.AppendRange(digits, negative, StrLength(digits));
  return ok ? text.Finish() : Owned();
}
Owned BuiltinBin(Value, Value v) { return WithPrefix(v, 2, "0b"); }
Owned BuiltinOct(Value, Value v) { return WithPrefix(v, 8, "0o"); }
Owned BuiltinHex(Value, Value v) { return WithPrefix(v, 16, "0x"); }

Owned BuiltinChr(Value, Value v) {
  Handle number = TRY(Index(v));
  int64_t code;
  if (!IntFitsInt64(number, &code) || code > INT32_MAX || code < INT32_MIN) {
    return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  }
  if (code < 0 || code > 0x10FFFF) return Raise(&ValueErrorType, "chr() arg not in range(0x110000)");
  return StrFromCodePoint(static_cast<uint32_t>(code));
}

Raised RaiseOrdLength(int64_t length) {
  return Raise(&TypeErrorType, "ord() expected a character, but string of length %zd found",
               static_cast<ssize_t>(length));
}
Owned BuiltinOrd(Value, Value v) {
  if (IsStr(v)) {
    if (StrLength(v) != 1) return RaiseOrdLength(StrLength(v));
    return IntFromInt64(StrAt(v, 0));
  }
  const uint8_t* data;
  int64_t size;
  if (IsBytes(v)) {
    data = v.As<Bytes>()->data, size = v.As<Bytes>()->size;
  } else if (IsInstanceOf(v, ByteArrayType)) {
    data = v.As<ByteArray>()->data, size = v.As<ByteArray>()->size;
  } else {
    return Raise(&TypeErrorType, "ord() expected string of length 1, but %.200s found", TypeName(v));
  }
  if (size != 1) return RaiseOrdLength(size);
  return IntFromInt64(data[0]);
}

Owned BuiltinPow(Value, const Value* args) {
  return PowerOperation(args[0], args[1], args[2] ? args[2] : Value::None());
}

Owned BuiltinRound(Value, const Value* args) {
  Handle method = LookupSpecial(args[0], names.__round__);
  if (method.IsEmpty()) {
    if (HasPendingException()) return {};
    return Raise(&TypeErrorType, "type %.100s doesn't define __round__ method", TypeName(args[0]));
  }
  if (!args[1] || args[1].IsNone()) return Call(method);
  return Call(method, {args[1]});
}

// -- sum() -----------------------------------------------------------------------------------------

// Adds items while they are small ints, then floats; what is left goes the general way.
struct Sum {
  enum class Phase { kInt, kFloat, kObject } phase;
  int64_t integer = 0;
  double real = 0;
  Handle object;

  Owned AsObject() {
    switch (phase) {
      case Phase::kInt: return IntFromInt64(integer);
      case Phase::kFloat: return FloatNew(real);
      default: return object.Release();
    }
  }
  bool AddFloat(Value item) {
    if (item.IsImmediateFloat()) {
      real += item.AsImmediateFloat();
    } else if (IsExactly(item, FloatType)) {
      real += FloatValue(item);
    } else if (item.IsInt()) {
      real += static_cast<double>(item.AsInt());
    } else {
      return false;
    }
    return true;
  }
  bool AddGeneral(Value item) {
    Handle left = TRY(AsObject());
    phase = Phase::kObject;
    object = TRY(BinaryOperation(BinaryOp::kAdd, left, item));
    return true;
  }
  bool Add(Value item) {
    if (phase == Phase::kInt) {
      // On overflow the builtin stores the wrapped sum, which must not replace the exact one.
      int64_t next;
      if (item.IsInt() && !__builtin_add_overflow(integer, item.AsInt(), &next)) {
        integer = next;
        return true;
      }
      if (item.IsBool() && !__builtin_add_overflow(integer, int64_t{item.IsTrue()}, &next)) {
        integer = next;
        return true;
      }
      if (item.IsImmediateFloat() || IsExactly(item, FloatType)) {
        phase = Phase::kFloat;
        real = static_cast<double>(integer);
      }
    }
    if (phase == Phase::kFloat && AddFloat(item)) return true;
    return AddGeneral(item);
  }
};

bool StartSum(Value start, Sum* sum) {
  if (!start) start = Value::Int(0);
  if (IsStr(start)) return Raise(&TypeErrorType, "sum() can't sum strings [use ''.join(seq) instead]");
  if (IsBytes(start)) return Raise(&TypeErrorType, "sum() can't sum bytes [use b''.join(seq) instead]");
  if (IsInstanceOf(start, ByteArrayType))
    return Raise(&TypeErrorType, "sum() can't sum bytearray [use b''.join(seq) instead]");
  if (start.IsInt()) {
    sum->phase = Sum::Phase::kInt;
    sum->integer = start.AsInt();
  } else if (start.IsImmediateFloat() || IsExactly(start, FloatType)) {
    sum->phase = Sum::Phase::kFloat;
    sum->real = FloatValue(start);
  } else {
    sum->phase = Sum::Phase::kObject;
    sum->object = Retain(start);
  }
  return true;
}

// A list or a tuple; an __add__ may change a list.
bool SumItems(Value sequence, Sum* sum) {
  bool is_list = IsExactly(sequence, ListType);
  for (int64_t i = 0; i < (is_list ? ListSize(sequence) : TupleSize(sequence)); ++i) {
    Handle item = Retain(is_list ? ListAt(sequence, i) : TupleAt(sequence, i));
    TRY_VOID(sum->Add(item));
  }
  return true;
}

Owned BuiltinSum(Value, const Value* args) {
  Sum sum{};
  if (IsExactly(args[0], ListType) || IsExactly(args[0], TupleType)) {
    TRY_VOID(StartSum(args[1], &sum) && SumItems(args[0], &sum));
    return sum.AsObject();
  }
  Handle iterator = TRY(GetIterator(args[0]));
  TRY_VOID(StartSum(args[1], &sum));
  // Ints of a built-in iterator, which stays what it is, as far as they go.
  const Type* type = TypeOf(iterator);
  while (!type->Has(kTypeHeap) && sum.phase == Sum::Phase::kInt) {
    Owned item = type->slots.next(iterator);
    if (!item) {
      if (HasPendingException() && !ClearPendingIf(&StopIterationType)) return {};
      return sum.AsObject();
    }
    int64_t total;
    if (item.Peek().IsInt() && !__builtin_add_overflow(sum.integer, item.Peek().AsInt(), &total)) {
      sum.integer = total;
      continue;
    }
    Handle other = item;
    TRY_VOID(sum.Add(other));
  }
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (item.IsEmpty()) {
      if (HasPendingException()) return {};
      return sum.AsObject();
    }
    TRY_VOID(sum.Add(item));
  }
}

}  // namespace

const MethodDef kNumberFunctions[] = {
    PY_FUNCTION(builtins, abs, OneArg(BuiltinAbs),
                "($module, x, /)\n--\n\nReturn the absolute value of the argument."),
    PY_FUNCTION(builtins, bin, OneArg(BuiltinBin),
                "($module, number, /)\n--\n\nReturn the binary representation of an integer.\n\n"
                "   >>> bin(2023)\n   '0b11111100111'"),
    PY_FUNCTION(builtins, chr, OneArg(BuiltinChr),
                "($module, i, /)\n--\n\nReturn a Unicode string of one character with ordinal i."),
    PY_FUNCTION(builtins, divmod, Positional(BuiltinDivmod, 2, 2),
                "($module, x, y, /)\n--\n\nReturn the tuple (x//y, x%y)."),
    PY_FUNCTION(builtins, hex, OneArg(BuiltinHex),
                "($module, number, /)\n--\n\nReturn the hexadecimal representation of an integer.\n\n"
                "   >>> hex(51966)\n   '0xcafe'"),
    PY_FUNCTION(builtins, oct, OneArg(BuiltinOct),
                "($module, number, /)\n--\n\nReturn the octal representation of an integer.\n\n"
                "   >>> oct(493)\n   '0o755'"),
    PY_FUNCTION(builtins, ord, OneArg(BuiltinOrd),
                "($module, c, /)\n--\n\nReturn the Unicode code point for a one-character string."),
    PY_FUNCTION(builtins, pow, Bound(BuiltinPow),
                "($module, /, base, exp, mod=None)\n--\n\n"
                "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments."),
    PY_FUNCTION(builtins, round, Bound(BuiltinRound),
                "($module, /, number, ndigits=None)\n--\n\n"
                "Round a number to a given precision in decimal digits."),
    PY_FUNCTION(builtins, sum, Bound(BuiltinSum),
                "($module, iterable, /, start=0)\n--\n\n"
                "Return the sum of a 'start' value (default: 0) plus an iterable of numbers"),
    {}};

}  // namespace polygil
