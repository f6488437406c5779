// Objects from and to the fields of a layout.

#include <cstring>

#include "runtime/base/structpack/codec.h"
#include "runtime/modules/struct/struct.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"

namespace polygil {

using structpack::Field;
using structpack::Integer;
using structpack::Kind;
using structpack::PackError;

namespace {

bool CheckPacked(const Field& field, PackError error) {
  if (error == PackError::kNone) [[likely]]
    return true;
  char text[structpack::kPackErrorSize];
  structpack::PackErrorText(field, error, text);
  return Raise(error == PackError::kFloatTooLarge ? &OverflowErrorType : &StructErrorType, "%s",
               text);
}

bool PackInt(const Field& field, Value v, uint8_t* out) {
  if (v.IsInt()) [[likely]]
    return CheckPacked(field, structpack::PackInteger(field, Integer::Signed(v.AsInt()), out));
  Handle index;
  if (!IsAnyInt(v)) {
    if (TypeOf(v)->slots.index == nullptr)
      return Raise(&StructErrorType, "required argument is not an integer");
    index = TRY(Index(v));
    v = index;
  }
  int64_t small;
  uint64_t large;
  Integer integer = IntFitsInt64(v, &small)    ? Integer::Signed(small)
                    : IntFitsUint64(v, &large) ? Integer::Unsigned(large)
                                               : Integer::TooBig();
  return CheckPacked(field, structpack::PackInteger(field, integer, out));
}

bool PackDouble(const Field& field, Value v, uint8_t* out) {
  Fallible<double> value = AsDouble(v);
  if (!value) {
    ClearPending();
    return Raise(&StructErrorType, "required argument is not a float");
  }
  PackError error = structpack::PackFloat(field, value.value, out);
  if (error == PackError::kFloatTooLarge && IsAnyInt(v))
    return Raise(&StructErrorType, "int too large to convert");
  return CheckPacked(field, error);
}

bool PackText(const Field& field, Value v, uint8_t* out) {
  if (IsBytes(v)) {
    std::string_view bytes = BytesView(v);
    structpack::PackBytes(field, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(), out);
    return true;
  }
  if (!IsInstanceOf(v, ByteArrayType))
    return Raise(&StructErrorType, "argument for '%c' must be a bytes object", field.code);
  const ByteArray* array = v.As<ByteArray>();
  structpack::PackBytes(field, array->data, static_cast<size_t>(array->size), out);
  return true;
}

bool PackOne(const Field& field, Value v, uint8_t* out) {
  switch (field.kind) {
    case Kind::kSigned:
    case Kind::kUnsigned:
    case Kind::kPointer:
      return PackInt(field, v, out);
    case Kind::kFloat:
      return PackDouble(field, v, out);
    case Kind::kBool:
      *out = TRY(IsTrue(v));
      return true;
    case Kind::kChar:
      if (!IsBytes(v) || BytesView(v).size() != 1)
        return Raise(&StructErrorType, "char format requires a bytes object of length 1");
      *out = static_cast<uint8_t>(BytesView(v)[0]);
      return true;
    case Kind::kBytes:
    case Kind::kPascal:
      return PackText(field, v, out);
  }
  return true;
}

Owned UnpackOne(const Field& field, const uint8_t* in) {
  switch (field.kind) {
    case Kind::kSigned:
    case Kind::kUnsigned:
    case Kind::kPointer: {
      Integer integer = structpack::UnpackInteger(field, in);
      return integer.range == Integer::Range::kUnsigned
                 ? IntFromUint64(integer.bits)
                 : IntFromInt64(static_cast<int64_t>(integer.bits));
    }
    case Kind::kFloat:
      return FloatNew(structpack::UnpackFloat(field, in));
    case Kind::kBool: {
      bool any = false;
      for (size_t i = 0; i < field.width; ++i) any = any || in[i] != 0;
      return OwnBool(any);
    }
    case Kind::kChar:
      return BytesNew(in, 1);
    case Kind::kBytes:
      return BytesNew(in, static_cast<int64_t>(field.width));
    case Kind::kPascal:
      return BytesNew(in + 1, static_cast<int64_t>(structpack::PascalLength(field, in)));
  }
  return {};
}

}  // namespace

bool StructPackValues(const structpack::Layout& layout, const Value* values, uint8_t* data) {
  memset(data, 0, layout.size);
  for (const Field& field : layout.fields) {
    uint8_t* out = data + field.offset;
    for (size_t i = 0; i < field.count; ++i, out += field.width)
      TRY_VOID(PackOne(field, *values++, out));
  }
  return true;
}

namespace {

// Integers of up to 32 bits in the machine's byte order are never boxed.
template <typename Unit>
void UnpackRun(const uint8_t* in, size_t count, Value* out) {
  for (size_t i = 0; i < count; ++i, in += sizeof(Unit)) {
    Unit unit;
    memcpy(&unit, in, sizeof unit);
    out[i] = Value::Int(unit);
  }
}
template <typename Unit>
void UnpackSwappedRun(const uint8_t* in, size_t count, Value* out) {
  for (size_t i = 0; i < count; ++i, in += sizeof(Unit)) {
    std::make_unsigned_t<Unit> unit;
    memcpy(&unit, in, sizeof unit);
    out[i] = Value::Int(static_cast<Unit>(sizeof unit == 2
                                              ? __builtin_bswap16(static_cast<uint16_t>(unit))
                                              : __builtin_bswap32(unit)));
  }
}

bool UnpackSmall(const Field& field, const uint8_t* in, Value* out) {
  bool is_signed = field.kind == Kind::kSigned;
  if (!is_signed && field.kind != Kind::kUnsigned) return false;
  size_t count = field.count;
  switch (field.width) {
    case 1:
      is_signed ? UnpackRun<int8_t>(in, count, out) : UnpackRun<uint8_t>(in, count, out);
      return true;
    case 2:
      if (field.big_endian)
        is_signed ? UnpackSwappedRun<int16_t>(in, count, out)
                  : UnpackSwappedRun<uint16_t>(in, count, out);
      else
        is_signed ? UnpackRun<int16_t>(in, count, out) : UnpackRun<uint16_t>(in, count, out);
      return true;
    case 4:
      if (field.big_endian)
        is_signed ? UnpackSwappedRun<int32_t>(in, count, out)
                  : UnpackSwappedRun<uint32_t>(in, count, out);
      else
        is_signed ? UnpackRun<int32_t>(in, count, out) : UnpackRun<uint32_t>(in, count, out);
      return true;
    default:
      return false;
  }
}

}  // namespace

namespace {

bool UnpackFields(const structpack::Layout& layout, const uint8_t* data, Value* out) {
  for (const Field& field : layout.fields) {
    const uint8_t* in = data + field.offset;
    if (UnpackSmall(field, in, out)) {
      out += field.count;
      continue;
    }
    for (size_t i = 0; i < field.count; ++i, in += field.width)
      *out++ = TRY(UnpackOne(field, in)).Peek();
  }
  return true;
}

}  // namespace

bool StructUnpackAgain(const structpack::Layout& layout, const uint8_t* data, Value tuple) {
  Value values[kStructMostAgain] = {};
  bool ok = UnpackFields(layout, data, values);
  for (size_t i = 0; ok && i < layout.value_count; ++i)
    std::swap(values[i], tuple.As<Tuple>()->items[i]);
  for (size_t i = 0; i < layout.value_count; ++i) DecRef(values[i]);
  return ok;
}

Owned StructUnpackValues(const structpack::Layout& layout, const uint8_t* data) {
  constexpr size_t kFew = 16;
  auto count = static_cast<int64_t>(layout.value_count);
  if (layout.value_count > kFew) {
    Handle tuple = TRY(TupleNew(count));
    TRY_VOID(UnpackFields(layout, data, tuple.As<Tuple>()->items));
    TupleUpdateTracking(tuple);
    return tuple.Release();
  }
  Value values[kFew] = {};
  if (UnpackFields(layout, data, values)) return TupleAdopt(values, count);
  for (Value v : values) DecRef(v);
  return {};
}

}  // namespace polygil
