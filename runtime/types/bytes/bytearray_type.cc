// The type bytearray: what it has beyond the methods of bytes.

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_construct.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"
#include "runtime/types/bytes/init.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/object_reduce.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

ByteArray* Of(Value self) { return self.As<ByteArray>(); }

// -- Life -----------------------------------------------------------------------------------------

Owned NewSlotOfByteArray(Type* type, const Value*, size_t, Value) {
  if (type == &ByteArrayType) return ByteArrayNew(nullptr, 0);
  Owned made = AllocateInstance(type);
  if (!made) return made;
  Handle empty = ByteArrayNew(nullptr, 0);
  if (!empty) {
    Discard(made);
    return {};
  }
  Of(made.Peek())->data = Of(empty)->data;  // the shared empty contents
  return made;
}

// Whether the contents come one by one from Python code, which may look at what is there already.
bool IsLazySource(const Value* values) {
  Value source = values[0];
  return source && !values[1] && !values[2] && !IsStr(source) && !IsAnyInt(source) && !IsList(source) &&
         !IsTuple(source) && !SupportsBuffer(source) && TypeOf(source)->slots.index == nullptr && IsIterable(source);
}

bool AppendFrom(Value self, Value source) {
  Handle iterator = TRY(GetIterator(source));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (item.IsEmpty()) return !HasPendingException();
    uint8_t byte;
    TRY_VOID(ReadByte(item, &byte));
    TRY_VOID(ByteArrayResize(self, Of(self)->size + 1));
    Of(self)->data[Of(self)->size - 1] = byte;
  }
}

bool InitSlotOfByteArray(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value values[3];
  TRY_VOID(BindArguments("bytearray", "(source=b'', encoding=None, errors=None)\n--\n\n", args,
                         nargs, keyword_names, values));
  if (Of(self)->size != 0) TRY_VOID(ByteArrayResize(self, 0));
  if (!values[0] && !values[1] && !values[2]) return true;
  if (IsLazySource(values)) return AppendFrom(self, values[0]);
  Handle bytes = TRY(ConstructBytes(values, "bytearray", "byte must be in range(0, 256)"));
  TextView view = ByteView(bytes);
  return ByteArraySplice(self, 0, Of(self)->size, view.data, view.length);
}

void DestroySlotOfByteArray(Object* object) {
  auto* array = static_cast<ByteArray*>(object);
  RawFree(array->block, static_cast<size_t>(array->capacity));
  array->block = nullptr;
}

bool GetBufferSlotOfByteArray(Value self, BufferView* view, int flags) {
  TRY_VOID(FillSimpleBuffer(view, self, Of(self)->data, Of(self)->size, false, flags));
  ++Of(self)->exports;
  return true;
}
void ReleaseBufferSlotOfByteArray(Value self, BufferView*) { --Of(self)->exports; }

// -- Operators ------------------------------------------------------------------------------------

Fallible<int64_t> LengthSlotOfByteArray(Value self) { return Of(self)->size; }

Owned ReprSlotOfByteArray(Value self) {
  Handle inner = TRY(ByteReprText(Of(self)->data, Of(self)->size, true));
  return StrFormat("%N(%U)", TypeOf(self), inner.Get());
}

Owned StrSlotOfByteArray(Value self) {
  if (CurrentInterpreter()->bytes_warning != 0)
    TRY_VOID(Warn(&BytesWarningType, 1, "str() on a bytearray instance"));
  return ReprSlotOfByteArray(self);
}

bool ReadIndex(Value self, Value key, int64_t* out) {
  if (key.IsInt()) {
    *out = key.AsInt();
  } else if (IsAnyInt(key) || TypeOf(key)->slots.index != nullptr) {
    *out = TRY(IndexExact(key, &IndexErrorType));
  } else {
    return Raise(&TypeErrorType, "bytearray indices must be integers or slices, not %.200s",
                 TypeName(key));
  }
  if (*out < 0) *out += Of(self)->size;
  return true;
}

Owned SliceOfByteArray(Value self, Value slice) {
  int64_t start, stop, step, count;
  Handle plain = TRY(SlicePlain(slice));
  TRY_VOID(SliceIndices(plain, Of(self)->size, &start, &stop, &step, &count));
  if (count <= 0) return ByteArrayNew(nullptr, 0);
  if (step == 1) return ByteArrayNew(Of(self)->data + start, count);
  Owned made = ByteArrayNew(nullptr, count);
  if (!made) return made;
  for (int64_t i = 0; i < count; ++i)
    Of(made.Peek())->data[i] = Of(self)->data[start + i * step];
  return made;
}

Owned GetItemSlotOfByteArray(Value self, Value key) {
  if (IsExactly(key, SliceType)) return SliceOfByteArray(self, key);
  int64_t index;
  TRY_VOID(ReadIndex(self, key, &index));
  if (index < 0 || index >= Of(self)->size)
    return Raise(&IndexErrorType, "bytearray index out of range");
  return Owned(Value::Int(Of(self)->data[index]));
}

// Deletes every step-th byte; `start` is the lowest.
bool DeleteStepped(Value self, int64_t start, int64_t step, int64_t count) {
  ByteArray* array = Of(self);
  if (array->exports > 0)
    return Raise(&BufferErrorType, "Existing exports of data: object cannot be re-sized");
  int64_t to = start;
  for (int64_t i = 0; i < count; ++i) {
    int64_t from = start + i * step + 1;
    int64_t next = i + 1 < count ? start + (i + 1) * step : array->size;
    memmove(array->data + to, array->data + from, static_cast<size_t>(next - from));
    to += next - from;
  }
  return ByteArrayResize(self, array->size - count);
}

bool AssignStepped(Value self, int64_t start, int64_t step, int64_t count, const TextView& bytes) {
  if (bytes.length == 0) {
    if (count == 0) return true;
    if (step < 0) start += step * (count - 1), step = -step;
    return DeleteStepped(self, start, step, count);
  }
  if (bytes.length != count)
    return Raise(&ValueErrorType,
                 "attempt to assign bytes of size %zd to extended slice of size %zd", bytes.length,
                 count);
  uint8_t* to = Of(self)->data + start;
  const uint8_t* from = static_cast<const uint8_t*>(bytes.data);
  for (int64_t i = 0; i < count; ++i, to += step) *to = from[i];
  return true;
}

bool AssignSlice(Value self, Value slice, Value value) {
  Handle converted;
  if (value && !IsBytes(value) && (value == self || !IsInstanceOf(value, ByteArrayType))) {
    if (IsAnyInt(value) || IsStr(value))
      return Raise(&TypeErrorType,
                   "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    Value source[3] = {value, Value::Empty(), Value::Empty()};
    converted = TRY(ConstructBytes(source, "bytearray", "byte must be in range(0, 256)"));
    value = converted;
  }
  int64_t start, stop, step, count;
  Handle plain = TRY(SlicePlain(slice));
  TRY_VOID(SliceIndices(plain, Of(self)->size, &start, &stop, &step, &count));
  TextView bytes = value ? ByteView(value) : TextView{"", 0, 1};
  if (step != 1) return AssignStepped(self, start, step, count, bytes);
  return ByteArraySplice(self, start, start + count, bytes.data, bytes.length);
}

bool SetItemSlotOfByteArray(Value self, Value key, Value value) {
  if (IsExactly(key, SliceType)) return AssignSlice(self, key, value);
  int64_t index;
  uint8_t byte = 0;
  TRY_VOID(ReadIndex(self, key, &index));
  if (index < 0 || index >= Of(self)->size)
    return Raise(&IndexErrorType, "bytearray index out of range");
  if (!value) return ByteArraySplice(self, index, index + 1, nullptr, 0);
  TRY_VOID(ReadByte(value, &byte));
  if (index >= Of(self)->size) return Raise(&IndexErrorType, "bytearray index out of range");
  Of(self)->data[index] = byte;
  return true;
}

Owned InplaceConcatSlotOfByteArray(Value self, Value other) {
  if (!SupportsBuffer(other))
    return Raise(&TypeErrorType, "can't concat %.100s to %.100s", TypeName(other), TypeName(self));
  if (IsInstanceOf(other, ByteArrayType)) {
    // Perhaps self: no buffer may be held.
    int64_t added = Of(other)->size, size = Of(self)->size;
    if (added == 0) return Retain(self);
    TRY_VOID(ByteArrayResize(self, size + added));
    memcpy(Of(self)->data + size, Of(other)->data, static_cast<size_t>(added));
    return Retain(self);
  }
  ByteArgument argument;
  TRY_VOID(argument.Read(other));
  TRY_VOID(ByteArraySplice(self, Of(self)->size, Of(self)->size, argument.view().data,
                           argument.view().length));
  return Retain(self);
}

Owned InplaceRepeatSlotOfByteArray(Value self, int64_t count) {
  int64_t size = Of(self)->size, total;
  if (count < 0) count = 0;
  if (__builtin_mul_overflow(size, count, &total)) return RaiseMemoryError();
  TRY_VOID(ByteArrayResize(self, total));
  uint8_t* data = Of(self)->data;
  for (int64_t done = size; done < total && size != 0;) {
    int64_t step = done < total - done ? done : total - done;
    memcpy(data + done, data, static_cast<size_t>(step));
    done += step;
  }
  return Retain(self);
}

// -- Methods --------------------------------------------------------------------------------------

Owned AppendMethod(Value self, Value item) {
  uint8_t byte;
  TRY_VOID(ReadByte(item, &byte));
  int64_t size = Of(self)->size;
  TRY_VOID(ByteArrayResize(self, size + 1));
  Of(self)->data[size] = byte;
  return OwnNone();
}

Owned ExtendMethod(Value self, Value iterable) {
  if (SupportsBuffer(iterable)) {
    Handle same = TRY(InplaceConcatSlotOfByteArray(self, iterable));
    return OwnNone();
  }
  if (!IsIterable(iterable))
    return Raise(&TypeErrorType, "can't extend bytearray with %.100s", TypeName(iterable));
  Fallible<int64_t> hint = LengthHint(iterable, 32);
  if (!hint) return {};
  ByteCollector collector;
  TRY_VOID(collector.Collect(iterable, "byte must be in range(0, 256)"));
  TRY_VOID(ByteArraySplice(self, Of(self)->size, Of(self)->size, collector.data(),
                           collector.size()));
  return OwnNone();
}

Owned InsertMethod(Value self, const Value* args, size_t) {
  int64_t index;
  uint8_t byte;
  TRY_VOID(ReadSize(args[0], &index) && ReadByte(args[1], &byte));
  int64_t size = Of(self)->size;
  if (index < 0) index = index + size < 0 ? 0 : index + size;
  if (index > size) index = size;
  TRY_VOID(ByteArraySplice(self, index, index, &byte, 1));
  return OwnNone();
}

Owned PopMethod(Value self, const Value* args, size_t nargs) {
  int64_t index = -1;
  if (nargs > 0) TRY_VOID(ReadSize(args[0], &index));
  int64_t size = Of(self)->size;
  if (size == 0) return Raise(&IndexErrorType, "pop from empty bytearray");
  if (index < 0) index += size;
  if (index < 0 || index >= size) return Raise(&IndexErrorType, "pop index out of range");
  uint8_t byte = Of(self)->data[index];
  TRY_VOID(ByteArraySplice(self, index, index + 1, nullptr, 0));
  return Owned(Value::Int(byte));
}

Owned RemoveMethod(Value self, Value item) {
  uint8_t byte;
  TRY_VOID(ReadByte(item, &byte));
  auto* found = static_cast<uint8_t*>(
      memchr(Of(self)->data, byte, static_cast<size_t>(Of(self)->size)));
  if (found == nullptr) return Raise(&ValueErrorType, "value not found in bytearray");
  int64_t index = found - Of(self)->data;
  TRY_VOID(ByteArraySplice(self, index, index + 1, nullptr, 0));
  return OwnNone();
}

Owned ReverseMethod(Value self) {
  uint8_t* data = Of(self)->data;
  for (int64_t i = 0, j = Of(self)->size - 1; i < j; ++i, --j) {
    uint8_t byte = data[i];
    data[i] = data[j];
    data[j] = byte;
  }
  return OwnNone();
}

Owned ClearMethod(Value self) {
  TRY_VOID(ByteArrayResize(self, 0));
  return OwnNone();
}

Owned CopyMethod(Value self) { return ByteArrayNew(Of(self)->data, Of(self)->size); }
Owned AllocMethod(Value self) { return Owned(Value::Int(Of(self)->capacity)); }

Owned SizeofMethod(Value self) {
  return Owned(Value::Int(static_cast<int64_t>(ObjectSize(self.AsObject())) + Of(self)->capacity));
}

Owned ReduceOf(Value self, int64_t protocol) {
  Handle state = TRY(TypeOf(self)->Has(kTypeHeap) ? ObjectGetStateMethod(self) : OwnNone());
  Handle arguments;
  if (Of(self)->size == 0) {
    arguments = TRY(TupleEmpty());
  } else if (protocol < 3) {
    Handle text = TRY(StrFromUnits(Of(self)->data, 1, Of(self)->size));
    Handle encoding = TRY(StrInternUtf8("latin-1"));
    arguments = TRY(TupleOf({text, encoding}));
  } else {
    Handle bytes = TRY(BytesNew(Of(self)->data, Of(self)->size));
    arguments = TRY(TupleOf({bytes}));
  }
  return TupleOf({Value::Pointer(TypeOf(self)), arguments, state});
}

Owned ReduceMethod(Value self) { return ReduceOf(self, 2); }
Owned ReduceExMethod(Value self, const Value* args, size_t nargs) {
  int64_t protocol = nargs > 0 ? TRY(AsInt64(args[0])) : 0;
  return ReduceOf(self, protocol);
}

#define BYTE_METHOD(name, function, doc) PY_METHOD(bytearray, name, function, doc)
constexpr MethodDef kMethods[] = {
#include "runtime/types/bytes/byte_methods.def"
    BYTE_METHOD(append, OneArg(AppendMethod),
                "($self, item, /)\n--\n\nAppend a byte at the end."),
    BYTE_METHOD(clear, NoArgs(ClearMethod), "($self, /)\n--\n\nRemove all bytes."),
    BYTE_METHOD(copy, NoArgs(CopyMethod), "($self, /)\n--\n\nReturn a copy."),
    BYTE_METHOD(extend, OneArg(ExtendMethod),
                "($self, iterable_of_ints, /)\n--\n\nAppend all bytes of an iterable or buffer."),
    BYTE_METHOD(insert, Positional(InsertMethod, 2, 2),
                "($self, index, item, /)\n--\n\nInsert a byte before an index."),
    BYTE_METHOD(pop, Positional(PopMethod, 0, 1),
                "($self, index=-1, /)\n--\n\nRemove a byte and return it."),
    BYTE_METHOD(remove, OneArg(RemoveMethod),
                "($self, value, /)\n--\n\nRemove the first occurrence of a byte."),
    BYTE_METHOD(reverse, NoArgs(ReverseMethod),
                "($self, /)\n--\n\nReverse the order of the bytes in place."),
    BYTE_METHOD(__alloc__, NoArgs(AllocMethod),
                "B.__alloc__() -> int\n\nReturn the number of bytes allocated."),
    BYTE_METHOD(__reduce__, NoArgs(ReduceMethod),
                "($self, /)\n--\n\nReturn state information for pickling."),
    BYTE_METHOD(__reduce_ex__, Positional(ReduceExMethod, 0, 1),
                "($self, proto=0, /)\n--\n\nReturn state information for pickling."),
    BYTE_METHOD(__sizeof__, NoArgs(SizeofMethod),
                "($self, /)\n--\n\nReturn the size of the object in memory, in bytes."),
    {}};
#undef BYTE_METHOD

}  // namespace

bool InitByteArrayType() {
  TypeSlots& slots = ByteArrayType.slots;
  slots.repr = ReprSlotOfByteArray;
  slots.str = StrSlotOfByteArray;
  slots.rich_compare = ByteCompareSlot;
  slots.iterate = ByteIterateSlot;
  slots.remainder = ByteRemainderSlot;
  slots.concat = ByteConcatSlot;
  slots.repeat = ByteRepeatSlot;
  slots.inplace_concat = InplaceConcatSlotOfByteArray;
  slots.inplace_repeat = InplaceRepeatSlotOfByteArray;
  slots.length = LengthSlotOfByteArray;
  slots.get_item = GetItemSlotOfByteArray;
  slots.set_item = SetItemSlotOfByteArray;
  slots.contains = ByteContainsSlot;
  slots.new_instance = NewSlotOfByteArray;
  slots.init = InitSlotOfByteArray;
  slots.destroy = DestroySlotOfByteArray;
  slots.get_buffer = GetBufferSlotOfByteArray;
  slots.release_buffer = ReleaseBufferSlotOfByteArray;
  return InitBuiltinType({.type = &ByteArrayType,
                          .name = "bytearray",
                          .basic_size = sizeof(ByteArray),
                          .flags = kTypeBase | kTypeMatchSelf,
                          .methods = kMethods,
                          .doc = "bytearray(iterable_of_ints) -> bytearray\n"
                                 "bytearray(string, encoding[, errors]) -> bytearray\n"
                                 "bytearray(bytes_or_buffer) -> mutable copy of "
                                 "bytes_or_buffer\n"
                                 "bytearray(int) -> bytearray of that many zeros\n"
                                 "bytearray() -> empty bytearray\n\n"
                                 "A mutable array of bytes."});
}

}  // namespace polygil
