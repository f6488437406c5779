// The type codes of array.

#include <cstring>

#include "runtime/modules/array/array.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

template <typename T>
T Load(const uint8_t* item) {
  T value;
  memcpy(&value, item, sizeof value);
  return value;
}
template <typename T>
bool Store(uint8_t* item, T value) {
  memcpy(item, &value, sizeof value);
  return true;
}

template <typename T>
Owned GetInt(const uint8_t* item) {
  if constexpr (sizeof(T) < 8) return Owned(Value::Int(Load<T>(item)));
  else if constexpr (static_cast<T>(-1) < 0) return IntFromInt64(Load<T>(item));
  else return IntFromUint64(Load<T>(item));
}

struct Bounds {
  int64_t low, high;
  const char *too_small, *too_large;
};
// An int of at most 32 bits. Two stages, as the C API converts: to a wider type with messages of its
// own first.
template <typename T>
bool SetSmall(uint8_t* item, Value value, const Bounds& outer, const Bounds& inner) {
  int64_t number = TRY(AsInt64(value));
  for (const Bounds& bounds : {outer, inner}) {
    if (number < bounds.low) return Raise(&OverflowErrorType, "%s", bounds.too_small);
    if (number > bounds.high) return Raise(&OverflowErrorType, "%s", bounds.too_large);
  }
  return Store<T>(item, static_cast<T>(number));
}
constexpr Bounds kShort = {INT16_MIN, INT16_MAX, "signed short integer is less than minimum",
                           "signed short integer is greater than maximum"};
constexpr Bounds kInt = {INT32_MIN, INT32_MAX, "signed integer is less than minimum",
                         "signed integer is greater than maximum"};

bool SetInt8(uint8_t* item, Value v) {
  return SetSmall<int8_t>(item, v, kShort,
                          {INT8_MIN, INT8_MAX, "signed char is less than minimum",
                           "signed char is greater than maximum"});
}
constexpr Bounds kByte = {0, UINT8_MAX, "unsigned byte integer is less than minimum",
                          "unsigned byte integer is greater than maximum"};
bool SetUint8(uint8_t* item, Value v) { return SetSmall<uint8_t>(item, v, kByte, kByte); }
bool SetInt16(uint8_t* item, Value v) { return SetSmall<int16_t>(item, v, kShort, kShort); }
bool SetUint16(uint8_t* item, Value v) {
  return SetSmall<uint16_t>(item, v, kInt,
                            {0, UINT16_MAX, "unsigned short is less than minimum",
                             "unsigned short is greater than maximum"});
}
bool SetInt32(uint8_t* item, Value v) { return SetSmall<int32_t>(item, v, kInt, kInt); }

Fallible<uint64_t> UnsignedLong(Value v) {
  Handle index = TRY(Index(v));
  if (IntSign(index) < 0)
    return Raise(&OverflowErrorType, "can't convert negative value to unsigned int");
  uint64_t number;
  if (!IntFitsUint64(index, &number))
    return Raise(&OverflowErrorType, "Python int too large to convert to C unsigned long");
  return number;
}
bool SetUint32(uint8_t* item, Value v) {
  uint64_t number = TRY(UnsignedLong(v));
  if (number > UINT32_MAX)
    return Raise(&OverflowErrorType, "unsigned int is greater than maximum");
  return Store<uint32_t>(item, static_cast<uint32_t>(number));
}
bool SetInt64(uint8_t* item, Value v) {
  int64_t number = TRY(AsInt64(v));
  return Store<int64_t>(item, number);
}
bool SetUint64(uint8_t* item, Value v) {
  uint64_t number = TRY(UnsignedLong(v));
  return Store<uint64_t>(item, number);
}
bool SetLongLong(uint8_t* item, Value v) {
  Handle index = TRY(Index(v));
  int64_t number;
  if (!IntFitsInt64(index, &number)) return Raise(&OverflowErrorType, "int too big to convert");
  return Store<int64_t>(item, number);
}
bool SetUnsignedLongLong(uint8_t* item, Value v) {
  Handle index = TRY(Index(v));
  if (IntSign(index) < 0)
    return Raise(&OverflowErrorType, "can't convert negative int to unsigned");
  uint64_t number;
  if (!IntFitsUint64(index, &number)) return Raise(&OverflowErrorType, "int too big to convert");
  return Store<uint64_t>(item, number);
}

Owned GetFloat(const uint8_t* item) { return FloatNew(Load<float>(item)); }
bool SetFloat(uint8_t* item, Value v) {
  double number = TRY(AsDouble(v));
  return Store<float>(item, static_cast<float>(number));
}
Owned GetDouble(const uint8_t* item) { return FloatNew(Load<double>(item)); }
bool SetDouble(uint8_t* item, Value v) {
  double number = v.IsImmediateFloat() ? v.AsImmediateFloat() : TRY(AsDouble(v));
  return Store<double>(item, number);
}

Owned GetCharacter(const uint8_t* item) {
  uint32_t c = Load<uint32_t>(item);
  if (c > 0x10FFFF)
    return Raise(&ValueErrorType, "character U+%x is not in range [U+0000; U+10ffff]", c);
  return StrFromCodePoint(c);
}
bool SetCharacter(uint8_t* item, Value v) {
  if (!IsStr(v) || StrLength(v) != 1)
    return Raise(&TypeErrorType, "array item must be unicode character");
  return Store<uint32_t>(item, StrAt(v, 0));
}

}  // namespace

const ArrayKind kArrayKinds[] = {
    {'b', 1, 1, "b", GetInt<int8_t>, SetInt8},
    {'B', 1, 0, "B", GetInt<uint8_t>, SetUint8},
    {'u', 4, 20, "w", GetCharacter, SetCharacter},
    {'h', 2, 4, "h", GetInt<int16_t>, SetInt16},
    {'H', 2, 2, "H", GetInt<uint16_t>, SetUint16},
    {'i', 4, 8, "i", GetInt<int32_t>, SetInt32},
    {'I', 4, 6, "I", GetInt<uint32_t>, SetUint32},
    {'l', 8, 12, "l", GetInt<int64_t>, SetInt64},
    {'L', 8, 10, "L", GetInt<uint64_t>, SetUint64},
    {'q', 8, 12, "q", GetInt<int64_t>, SetLongLong},
    {'Q', 8, 10, "Q", GetInt<uint64_t>, SetUnsignedLongLong},
    {'f', 4, 14, "f", GetFloat, SetFloat},
    {'d', 8, 16, "d", GetDouble, SetDouble},
    {}};

const ArrayKind* FindArrayKind(uint32_t code) {
  for (const ArrayKind* kind = kArrayKinds; kind->code != 0; ++kind)
    if (static_cast<uint32_t>(kind->code) == code) return kind;
  return nullptr;
}

}  // namespace polygil
