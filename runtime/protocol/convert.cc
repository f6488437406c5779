// Conversions to numbers: index(), int(), float() and their C++ results.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

bool IsExactInt(Value v) { return v.IsInt() || IsExactly(v, IntType); }

// The plain int of an int subclass instance or bool.
Owned PlainInt(Value v) {
  if (IsExactInt(v)) return Retain(v);
  if (v.IsBool()) return Owned(Value::Int(v.IsTrue() ? 1 : 0));
  return IntAdd(v, Value::Int(0));
}

bool CheckStrictInt(Value v, const char* wrong, const char* deprecated) {
  if (IsExactInt(v)) return true;
  if (!IsAnyInt(v)) return Raise(&TypeErrorType, wrong, TypeName(v));
  return Warn(&DeprecationWarningType, 1, deprecated, TypeName(v));
}

Owned FromTrunc(Value v) {
  Handle method = LookupSpecial(v, names.__trunc__);
  if (!method) return {};
  if (!Warn(&DeprecationWarningType, 1, "The delegation of int() to __trunc__ is deprecated."))
    return {};
  Handle result = TRY(Call(method));
  if (IsAnyInt(result)) return PlainInt(result);
  if (TypeOf(result)->slots.index == nullptr)
    return Raise(&TypeErrorType, "__trunc__ returned non-Integral (type %.200s)", TypeName(result));
  Handle index = TRY(Index(result));
  return PlainInt(index);
}

bool IsTextual(Value v) { return IsStr(v) || IsBytes(v) || IsExactly(v, ByteArrayType); }

}  // namespace

Owned Index(Value v) {
  if (IsAnyInt(v)) return PlainInt(v);
  UnarySlot index = TypeOf(v)->slots.index;
  if (index == nullptr)
    return Raise(&TypeErrorType, "'%.200s' object cannot be interpreted as an integer",
                 TypeName(v));
  Handle result = TRY(index(v));
  TRY_VOID(CheckStrictInt(
      result, "__index__ returned non-int (type %.200s)",
      "__index__ returned non-int (type %.200s).  The ability to return an instance of a strict "
      "subclass of int is deprecated, and may not be supported in a future version of Python."));
  return PlainInt(result);
}

Fallible<int64_t> IndexClipped(Value v) {
  if (v.IsInt()) return v.AsInt();
  Handle index = TRY(Index(v));
  int64_t result;
  if (IntFitsInt64(index, &result)) return result;
  return IntSign(index) < 0 ? INT64_MIN : INT64_MAX;
}

Fallible<int64_t> IndexExact(Value v, Type* overflow_error) {
  if (v.IsInt()) return v.AsInt();
  Handle index = TRY(Index(v));
  int64_t result;
  if (IntFitsInt64(index, &result)) return result;
  return Raise(overflow_error, "cannot fit '%.200s' into an index-sized integer", TypeName(v));
}

Owned ToInt(Value v) {
  if (IsExactInt(v)) return Retain(v);
  const TypeSlots& slots = TypeOf(v)->slots;
  if (slots.to_int != nullptr) {
    Handle result = TRY(slots.to_int(v));
    if (IsExactInt(result)) return result.Release();
    TRY_VOID(CheckStrictInt(
        result, "__int__ returned non-int (type %.200s)",
        "__int__ returned non-int (type %.200s).  The ability to return an instance of a strict "
        "subclass of int is deprecated, and may not be supported in a future version of Python."));
    return PlainInt(result);
  }
  if (slots.index != nullptr) {
    Handle index = TRY(Index(v));
    return PlainInt(index);
  }
  Owned truncated = FromTrunc(v);
  if (truncated || HasPendingException()) return truncated;
  if (IsTextual(v)) return IntFromStr(v, 10);
  if (SupportsBuffer(v)) {
    ScopedBuffer buffer;
    TRY_VOID(buffer.Acquire(v));
    Handle bytes = TRY(BytesNew(buffer.data(), buffer.size()));
    return IntFromStr(bytes, 10);
  }
  return Raise(&TypeErrorType,
               "int() argument must be a string, a bytes-like object or a real number, not "
               "'%.200s'", TypeName(v));
}

namespace {

// __float__ or __index__; *absent if the object has neither.
Owned FloatBySlots(Value v, bool* absent) {
  *absent = false;
  const TypeSlots& slots = TypeOf(v)->slots;
  if (slots.to_float != nullptr) {
    Handle result = TRY(slots.to_float(v));
    if (result.Get().IsImmediateFloat() || IsExactly(result, FloatType)) return result.Release();
    if (!IsAnyFloat(result))
      return Raise(&TypeErrorType, "%.50s.__float__ returned non-float (type %.50s)", TypeName(v),
                   TypeName(result));
    if (!Warn(&DeprecationWarningType, 1,
              "%.50s.__float__ returned non-float (type %.50s).  The ability to return an instance "
              "of a strict subclass of float is deprecated, and may not be supported in a future "
              "version of Python.", TypeName(v), TypeName(result)))
      return {};
    return FloatNew(FloatValue(result));
  }
  if (slots.index != nullptr) {
    Handle index = TRY(Index(v));
    double value = TRY(IntAsDouble(index));
    return FloatNew(value);
  }
  *absent = true;
  return {};
}

}  // namespace

Owned ToFloat(Value v) {
  if (v.IsImmediateFloat() || IsExactly(v, FloatType)) return Retain(v);
  bool absent;
  Owned result = FloatBySlots(v, &absent);
  if (!absent) return result;
  if (IsAnyFloat(v)) return FloatNew(FloatValue(v));
  if (IsTextual(v)) return FloatFromStr(v);
  if (SupportsBuffer(v)) {
    ScopedBuffer buffer;
    TRY_VOID(buffer.Acquire(v));
    Handle bytes = TRY(BytesNew(buffer.data(), buffer.size()));
    return FloatFromStr(bytes);
  }
  return Raise(&TypeErrorType, "float() argument must be a string or a real number, not '%.200s'",
               TypeName(v));
}

Fallible<double> AsDouble(Value v) {
  if (IsAnyFloat(v)) return FloatValue(v);
  if (v.IsInt()) return static_cast<double>(v.AsInt());
  bool absent;
  Handle result = FloatBySlots(v, &absent);
  if (absent) return Raise(&TypeErrorType, "must be real number, not %.50s", TypeName(v));
  if (!result) return {};
  return FloatValue(result);
}

Fallible<int64_t> AsInt64(Value v) {
  if (v.IsInt()) return v.AsInt();
  Handle index = TRY(Index(v));
  int64_t result;
  if (IntFitsInt64(index, &result)) return result;
  return Raise(&OverflowErrorType, "Python int too large to convert to C long");
}

}  // namespace polygil
