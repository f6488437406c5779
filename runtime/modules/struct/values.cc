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
    case Kind::kFloat: return FloatNew(structpack::UnpackFloat(field, in));
    case Kind::kBool: {
      bool any = false;
      for (size_t i = 0; i < field.width; ++i) any = any || in[i] != 0;
      return OwnBool(any);
    }
    case Kind::kChar: return BytesNew(in, 1);
    case Kind::kBytes: return BytesNew(in, static_cast<int64_t>(field.width));
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

Owned StructUnpackValues(const structpack::Layout& layout, const uint8_t* data) {
  Handle tuple = TRY(TupleNew(static_cast<int64_t>(layout.value_count)));
  int64_t next = 0;
  for (const Field& field : layout.fields) {
    const uint8_t* in = data + field.offset;
    for (size_t i = 0; i < field.count; ++i, in += field.width)
      TupleInit(tuple, next++, TRY(UnpackOne(field, in)));
  }
  return tuple.Release();
}

}  // namespace polygil
