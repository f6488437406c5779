// The type bytes.

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_construct.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"
#include "runtime/types/bytes/bytes_shared.h"
#include "runtime/types/bytes/init.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/intern.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

Bytes* Of(Value self) { return self.As<Bytes>(); }

Owned NewSlotOfBytes(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value values[3];
  TRY_VOID(BindArguments("bytes", "(source=b'', encoding=None, errors=None)\n--\n\n", args, nargs,
                         keyword_names, values));
  Handle made = TRY(ConstructBytes(values, "bytes", "bytes must be in range(0, 256)"));
  if (type == &BytesType) return made.Release();
  return BytesInstance(type, Of(made)->data, Of(made)->size);
}

Fallible<int64_t> HashSlotOfBytes(Value self) {
  Bytes* bytes = Of(self);
  if (bytes->hash == -1)
    bytes->hash = HashBytes(CurrentHashSecret(), bytes->data, static_cast<size_t>(bytes->size));
  return bytes->hash;
}

Fallible<int64_t> LengthSlotOfBytes(Value self) { return Of(self)->size; }

Owned ReprSlotOfBytes(Value self) { return ByteReprText(Of(self)->data, Of(self)->size, false); }

Owned StrSlotOfBytes(Value self) {
  if (CurrentInterpreter()->bytes_warning != 0)
    TRY_VOID(Warn(&BytesWarningType, 1, "str() on a bytes instance"));
  return ReprSlotOfBytes(self);
}

Owned CompareSlotOfBytes(Value self, Value other, CompareOp op) {
  if ((op == CompareOp::kEq || op == CompareOp::kNe) && IsBytes(self) && IsBytes(other)) {
    bool equal = self == other ||
                 (Of(self)->size == Of(other)->size &&
                  memcmp(Of(self)->data, Of(other)->data, static_cast<size_t>(Of(self)->size)) == 0);
    return OwnBool(equal == (op == CompareOp::kEq));
  }
  return ByteCompareSlot(self, other, op);
}

Owned SliceOfBytes(Value self, Value slice) {
  int64_t start, stop, step, count;
  TRY_VOID(SliceIndices(slice, Of(self)->size, &start, &stop, &step, &count));
  if (count <= 0) return BytesNew("", 0);
  if (step == 1) {
    if (count == Of(self)->size && IsExactly(self, BytesType)) return Retain(self);
    return BytesNew(Of(self)->data + start, count);
  }
  Owned made = BytesNew(nullptr, count);
  if (!made) return made;
  for (int64_t i = 0; i < count; ++i)
    Of(made.Peek())->data[i] = Of(self)->data[start + i * step];
  return made;
}

Owned GetItemSlotOfBytes(Value self, Value key) {
  if (IsExactly(key, SliceType)) return SliceOfBytes(self, key);
  int64_t index;
  if (key.IsInt()) {
    index = key.AsInt();
  } else if (IsAnyInt(key) || TypeOf(key)->slots.index != nullptr) {
    index = TRY(IndexExact(key, &IndexErrorType));
  } else {
    return Raise(&TypeErrorType, "byte indices must be integers or slices, not %.200s",
                 TypeName(key));
  }
  if (index < 0) index += Of(self)->size;
  if (index < 0 || index >= Of(self)->size) return Raise(&IndexErrorType, "index out of range");
  return Owned(Value::Int(Of(self)->data[index]));
}

bool GetBufferSlotOfBytes(Value self, BufferView* view, int flags) {
  return FillSimpleBuffer(view, self, Of(self)->data, Of(self)->size, true, flags);
}

size_t SizeSlotOfBytes(Object* object) {
  return sizeof(Bytes) + static_cast<size_t>(static_cast<Bytes*>(object)->size) + 1;
}

Owned GetnewargsMethod(Value self) {
  Handle bytes = TRY(BytesNew(Of(self)->data, Of(self)->size));
  return TupleOf({bytes});
}

Owned BytesMethod(Value self) {
  if (IsExactly(self, BytesType)) return Retain(self);
  return BytesNew(Of(self)->data, Of(self)->size);
}

#define BYTE_METHOD(name, function, doc) PY_METHOD(bytes, name, function, doc)
constexpr MethodDef kMethods[] = {
#include "runtime/types/bytes/byte_methods.def"
    BYTE_METHOD(__getnewargs__, NoArgs(GetnewargsMethod), nullptr),
    BYTE_METHOD(__bytes__, NoArgs(BytesMethod),
                "($self, /)\n--\n\nConvert this value to exact type bytes."),
    {}};
#undef BYTE_METHOD

constexpr TypeSpec kSpec = {.type = &BytesType,
                            .name = "bytes",
                            .basic_size = sizeof(Bytes),
                            .item_size = 1,
                            .flags = kTypeBase | kTypeAtomic | kTypeIsBytes | kTypeMatchSelf,
                            .methods = kMethods,
                            .doc = "bytes(iterable_of_ints) -> bytes\n"
                                   "bytes(string, encoding[, errors]) -> bytes\n"
                                   "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
                                   "bytes(int) -> bytes of that many zeros\n"
                                   "bytes() -> empty bytes\n\n"
                                   "An immutable array of bytes."};

}  // namespace

bool InitBytesType() {
  TypeSlots& slots = BytesType.slots;
  slots.repr = ReprSlotOfBytes;
  slots.str = StrSlotOfBytes;
  slots.hash = HashSlotOfBytes;
  slots.rich_compare = CompareSlotOfBytes;
  slots.iterate = ByteIterateSlot;
  slots.remainder = ByteRemainderSlot;
  slots.concat = ByteConcatSlot;
  slots.repeat = ByteRepeatSlot;
  slots.length = LengthSlotOfBytes;
  slots.get_item = GetItemSlotOfBytes;
  slots.contains = ByteContainsSlot;
  slots.new_instance = NewSlotOfBytes;
  slots.size = SizeSlotOfBytes;
  slots.get_buffer = GetBufferSlotOfBytes;
  return InitBuiltinType(kSpec) && InitSharedBytes();
}

}  // namespace polygil
