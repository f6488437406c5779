// Items of memoryviews as objects: single ones, tolist(), comparison.

#include <bit>
#include <cstring>

#include "runtime/base/structpack/codec.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/bytes/memoryview.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

template <typename T>
T Load(const uint8_t* data) {
  T value;
  memcpy(&value, data, sizeof value);
  return value;
}

double LoadHalf(const uint8_t* data) {
  structpack::Field field{};
  field.code = 'e';
  field.kind = structpack::Kind::kFloat;
  field.width = 2;
  return structpack::UnpackFloat(field, data);
}

bool StoreInteger(int64_t size, bool is_signed, uint8_t* data, Value value, const char* format) {
  Handle index = Index(value);
  if (!index) {
    if (!ClearPendingIf(&TypeErrorType)) return false;
    return Raise(&TypeErrorType, "memoryview: invalid type for format '%s'", format);
  }
  int64_t small;
  uint64_t bits = 0;
  bool fits = IntFitsInt64(index, &small);
  if (fits && is_signed) {
    int64_t limit = size == 8 ? INT64_MAX : (int64_t{1} << (8 * size - 1)) - 1;
    fits = small <= limit && small >= -limit - 1;
    bits = static_cast<uint64_t>(small);
  } else if (!is_signed) {
    fits = IntFitsUint64(index, &bits) && (size == 8 || bits >> (8 * size) == 0);
  }
  if (!fits) return Raise(&ValueErrorType, "memoryview: invalid value for format '%s'", format);
  memcpy(data, &bits, static_cast<size_t>(size));
  return true;
}

bool StoreFloat(char code, uint8_t* data, Value value, const char* format) {
  Fallible<double> number = AsDouble(value);
  if (!number) {
    if (!ClearPendingIf(&TypeErrorType)) return false;
    return Raise(&TypeErrorType, "memoryview: invalid type for format '%s'", format);
  }
  if (code == 'd') {
    memcpy(data, &number.value, 8);
  } else if (code == 'f') {
    auto single = static_cast<float>(number.value);
    memcpy(data, &single, 4);
  } else {
    uint16_t half;
    if (!structpack::PackHalf(number.value, &half))
      return Raise(&OverflowErrorType, "float too large to pack with e format");
    memcpy(data, &half, 2);
  }
  return true;
}

}  // namespace

int64_t NativeItemSize(const char* format, char* code) {
  if (*format == '@') ++format;
  *code = *format;
  if (*format == 0 || format[1] != 0) return 0;
  switch (*format) {
    case 'c': case 'b': case 'B': case '?': return 1;
    case 'h': case 'H': case 'e': return 2;
    case 'i': case 'I': case 'f': return 4;
    case 'l': case 'L': case 'q': case 'Q': case 'n': case 'N': case 'd': case 'P': return 8;
    default: return 0;
  }
}

Owned UnpackItem(const char* format, const uint8_t* data) {
  char code;
  NativeItemSize(format, &code);
  if (NativeItemSize(format, &code) == 0)
    return Raise(&NotImplementedErrorType, "memoryview: format %s not supported", format);
  switch (code) {
    case 'B': return Owned(Value::Int(*data));
    case 'b': return Owned(Value::Int(static_cast<int8_t>(*data)));
    case 'c': return BytesNew(data, 1);
    case '?': return OwnBool(*data != 0);
    case 'h': return Owned(Value::Int(Load<int16_t>(data)));
    case 'H': return Owned(Value::Int(Load<uint16_t>(data)));
    case 'i': return Owned(Value::Int(Load<int32_t>(data)));
    case 'I': return Owned(Value::Int(Load<uint32_t>(data)));
    case 'l': case 'q': case 'n': return IntFromInt64(Load<int64_t>(data));
    case 'f': return FloatNew(Load<float>(data));
    case 'd': return FloatNew(Load<double>(data));
    case 'e': return FloatNew(LoadHalf(data));
    default: return IntFromUint64(Load<uint64_t>(data));
  }
}

bool PackItem(const char* format, uint8_t* data, Value value) {
  char code;
  int64_t size = NativeItemSize(format, &code);
  switch (size == 0 ? 0 : code) {
    case 0: return Raise(&NotImplementedErrorType, "memoryview: format %s not supported", format);
    case 'e': case 'f': case 'd': return StoreFloat(code, data, value, format);
    case '?': {
      bool truth = TRY(IsTrue(value));
      *data = truth;
      return true;
    }
    case 'c':
      if (!IsBytes(value))
        return Raise(&TypeErrorType, "memoryview: invalid type for format '%s'", format);
      if (BytesView(value).size() != 1)
        return Raise(&ValueErrorType, "memoryview: invalid value for format '%s'", format);
      *data = value.As<Bytes>()->data[0];
      return true;
    case 'b': case 'h': case 'i': case 'l': case 'q': case 'n':
      return StoreInteger(size, true, data, value, format);
    default: return StoreInteger(size, false, data, value, format);
  }
}

namespace {

const uint8_t* ItemAt(const BufferView& view, int dimension, const uint8_t* base, int64_t index) {
  const uint8_t* item = base + index * view.strides[dimension];
  if (view.suboffsets != nullptr && view.suboffsets[dimension] >= 0)
    item = *reinterpret_cast<uint8_t* const*>(item) + view.suboffsets[dimension];
  return item;
}

Owned ListOf(const BufferView& view, int dimension, const uint8_t* base) {
  if (dimension == view.dimensions) return UnpackItem(view.format, base);
  Handle list = TRY(ListNew(view.shape[dimension]));
  for (int64_t i = 0; i < view.shape[dimension]; ++i) {
    Owned item = ListOf(view, dimension + 1, ItemAt(view, dimension, base, i));
    if (!item) return {};
    TRY_VOID(ListAppendOwned(list, item));
  }
  return list.Release();
}

const char* PlainFormat(const char* format) { return *format == '@' ? format + 1 : format; }

Fallible<bool> SameItems(const BufferView& a, const BufferView& b, int dimension,
                         const uint8_t* from_a, const uint8_t* from_b) {
  if (dimension < a.dimensions) {
    for (int64_t i = 0; i < a.shape[dimension]; ++i) {
      bool same = TRY(SameItems(a, b, dimension + 1, ItemAt(a, dimension, from_a, i),
                                ItemAt(b, dimension, from_b, i)));
      if (!same) return false;
    }
    return true;
  }
  char code;
  if (NativeItemSize(a.format, &code) == 0 || NativeItemSize(b.format, &code) == 0)
    return strcmp(a.format, b.format) == 0 &&
           memcmp(from_a, from_b, static_cast<size_t>(a.item_size)) == 0;
  Handle left = TRY(UnpackItem(a.format, from_a));
  Handle right = TRY(UnpackItem(b.format, from_b));
  return RichCompareBool(left, right, CompareOp::kEq);
}

Fallible<bool> SameViews(const BufferView& a, const BufferView& b) {
  if (a.dimensions != b.dimensions) return false;
  for (int i = 0; i < a.dimensions; ++i)
    if (a.shape[i] != b.shape[i]) return false;
  char code;
  NativeItemSize(a.format, &code);
  bool bytes = strcmp(PlainFormat(a.format), PlainFormat(b.format)) == 0 && code != 'f' &&
               code != 'd' && code != 'e' && code != '?';
  if (bytes && IsContiguous(a, 'C') && IsContiguous(b, 'C'))
    return memcmp(a.data, b.data, static_cast<size_t>(a.length)) == 0;
  return SameItems(a, b, 0, static_cast<const uint8_t*>(a.data),
                   static_cast<const uint8_t*>(b.data));
}

}  // namespace

Owned MemoryViewToList(Value self) {
  const BufferView& view = self.As<MemoryView>()->view;
  return ListOf(view, 0, static_cast<const uint8_t*>(view.data));
}

Owned MemoryViewCompare(Value self, Value other, CompareOp op) {
  if (op != CompareOp::kEq && op != CompareOp::kNe) return OwnNotImplemented();
  auto is_released = [](Value v) {
    return v.As<MemoryView>()->released || v.As<MemoryView>()->managed.As<ManagedBuffer>()->released;
  };
  bool equal = self == other;
  bool other_is_view = IsExactly(other, MemoryViewType);
  if (!is_released(self) && !(other_is_view && is_released(other)) && self != other) {
    Handle other_view = SupportsBuffer(other) ? MemoryViewFrom(other) : Owned();
    if (!other_view) {
      if (HasPendingException()) ClearPending();
      return OwnNotImplemented();
    }
    equal = TRY(SameViews(self.As<MemoryView>()->view, other_view.As<MemoryView>()->view));
  }
  return OwnBool(equal == (op == CompareOp::kEq));
}

}  // namespace polygil
