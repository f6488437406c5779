#include "runtime/modules/array/array.h"

#include <cstring>

#include "runtime/modules/builtins/builtins.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type ArrayType;

bool ArrayResize(Array* array, int64_t size) {
  if (size == array->size) return true;
  if (array->exports > 0)
    return Raise(&BufferErrorType, "cannot resize an array that is exporting buffers");
  int64_t item = array->kind->size;
  if (size > INT64_MAX / 16 / item) return RaiseMemoryError();
  int64_t bytes = size * item;
  if (bytes > array->capacity || bytes < array->capacity / 2) {
    int64_t room = bytes == 0 ? 0 : bytes + (array->size == 0 ? 0 : bytes / 16 + 8 * item);
    void* data = nullptr;
    if (room == 0) {
      RawFree(array->data, static_cast<size_t>(array->capacity));
    } else if (array->data == nullptr) {
      data = RawAllocate(static_cast<size_t>(room));
    } else {
      data = RawReallocate(array->data, static_cast<size_t>(array->capacity),
                           static_cast<size_t>(room));
    }
    if (room != 0 && data == nullptr) return RaiseMemoryError();
    array->data = static_cast<uint8_t*>(data);
    array->capacity = room;
  }
  array->size = size;
  return true;
}

Owned ArrayNew(Type* type, const ArrayKind* kind, int64_t size) {
  Handle result = TRY(NewInstanceOf(type));
  result.As<Array>()->kind = kind;
  TRY_VOID(ArrayResize(result.As<Array>(), size));
  return result.Release();
}

bool ArrayAppend(Array* array, Value item) {
  uint8_t converted[8];
  TRY_VOID(array->kind->set(converted, item));
  TRY_VOID(ArrayResize(array, array->size + 1));
  memcpy(ArrayPlace(array, array->size - 1), converted, static_cast<size_t>(array->kind->size));
  return true;
}

bool ArrayInsert(Array* array, int64_t index, Value item) {
  uint8_t converted[8];
  TRY_VOID(array->kind->set(converted, item));
  int64_t size = array->size;
  if (index < 0) index = index + size < 0 ? 0 : index + size;
  if (index > size) index = size;
  TRY_VOID(ArrayResize(array, size + 1));
  memmove(ArrayPlace(array, index + 1), ArrayPlace(array, index),
          static_cast<size_t>((size - index) * array->kind->size));
  memcpy(ArrayPlace(array, index), converted, static_cast<size_t>(array->kind->size));
  return true;
}

void ArrayRemoveRange(Array* array, int64_t from, int64_t to) {
  memmove(ArrayPlace(array, from), ArrayPlace(array, to),
          static_cast<size_t>((array->size - to) * array->kind->size));
  if (!ArrayResize(array, array->size - (to - from))) ClearPending();
}

bool ArrayExtend(Value self, Value iterable) {
  Array* array = self.As<Array>();
  if (IsArray(iterable)) {
    Array* other = iterable.As<Array>();
    if (other->kind != array->kind)
      return Raise(&TypeErrorType, "can only extend with array of same kind");
    int64_t old = array->size, more = other->size;
    TRY_VOID(ArrayResize(array, old + more));
    if (more > 0)
      memmove(ArrayPlace(array, old), other->data, static_cast<size_t>(more * array->kind->size));
    return true;
  }
  Handle iterator = TRY(GetIterator(iterable));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) return !HasPendingException();
    TRY_VOID(ArrayAppend(array, item));
  }
}

bool ArrayFromBytes(Value self, Value source) {
  Array* array = self.As<Array>();
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(source));
  if (buffer.size() % array->kind->size != 0)
    return Raise(&ValueErrorType, "bytes length not a multiple of item size");
  int64_t more = buffer.size() / array->kind->size, old = array->size;
  if (more == 0) return true;
  TRY_VOID(ArrayResize(array, old + more));
  memcpy(ArrayPlace(array, old), buffer.data(), static_cast<size_t>(buffer.size()));
  return true;
}

bool ArrayFromText(Value self, Value text) {
  Array* array = self.As<Array>();
  int64_t old = array->size, more = StrLength(text);
  TRY_VOID(ArrayResize(array, old + more));
  for (int64_t i = 0; i < more; ++i) {
    uint32_t c = StrAt(text, i);
    memcpy(ArrayPlace(array, old + i), &c, sizeof c);
  }
  return true;
}

Owned ArrayText(Value self) {
  Array* array = self.As<Array>();
  for (int64_t i = 0; i < array->size; ++i) {
    Handle checked = TRY(ArrayGet(array, i));
  }
  return StrFromUnits(array->data, 4, array->size);
}

Owned ArrayBytes(Value self) {
  Array* array = self.As<Array>();
  return BytesNew(array->size == 0 ? reinterpret_cast<const void*>("") : array->data,
                  array->size * array->kind->size);
}

Owned ArraySlice(Array* array, int64_t start, int64_t step, int64_t count) {
  Handle result = TRY(ArrayNew(&ArrayType, array->kind, count));
  int64_t item = array->kind->size;
  if (step == 1) {
    if (count > 0)
      memcpy(result.As<Array>()->data, ArrayPlace(array, start),
             static_cast<size_t>(count * item));
    return result.Release();
  }
  for (int64_t i = 0; i < count; ++i)
    memcpy(ArrayPlace(result.As<Array>(), i), ArrayPlace(array, start + i * step),
           static_cast<size_t>(item));
  return result.Release();
}

namespace {

bool CheckInitializer(const ArrayKind* kind, Value initial) {
  if (kind->code == 'u') return true;
  if (IsStr(initial))
    return Raise(&TypeErrorType, "cannot use a str to initialize an array with typecode '%c'",
                 kind->code);
  if (IsArray(initial) && initial.As<Array>()->kind->code == 'u')
    return Raise(&TypeErrorType,
                 "cannot use a unicode array to initialize an array with typecode '%c'",
                 kind->code);
  return true;
}

bool Fill(Value self, Value initial) {
  Array* array = self.As<Array>();
  if (IsStr(initial) && array->kind->code == 'u') return ArrayFromText(self, initial);
  if (IsBytes(initial) || IsInstanceOf(initial, ByteArrayType))
    return ArrayFromBytes(self, initial);
  if (IsArray(initial) && initial.As<Array>()->kind != array->kind) {
    Array* other = initial.As<Array>();
    for (int64_t i = 0; i < other->size; ++i) {
      Handle item = TRY(ArrayGet(other, i));
      TRY_VOID(ArrayAppend(array, item));
    }
    return true;
  }
  return ArrayExtend(self, initial);
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (keyword_names && TupleSize(keyword_names) > 0 &&
      (type == &ArrayType || type->slots.init == ArrayType.slots.init))
    return Raise(&TypeErrorType, "array.array() takes no keyword arguments");
  if (nargs < 1 || nargs > 2)
    return Raise(&TypeErrorType, "array() takes at %s %d argument%s (%zd given)",
                 nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 2, nargs < 1 ? "" : "s",
                 static_cast<ssize_t>(nargs));
  if (!IsStr(args[0]) || StrLength(args[0]) != 1)
    return Raise(&TypeErrorType, "array() argument 1 must be a unicode character, not %.50s",
                 TypeName(args[0]));
  const ArrayKind* kind = FindArrayKind(StrAt(args[0], 0));
  if (kind == nullptr)
    return Raise(&ValueErrorType,
                 "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
  if (nargs > 1) TRY_VOID(CheckInitializer(kind, args[1]));
  Handle result = TRY(ArrayNew(type, kind, 0));
  if (nargs > 1) TRY_VOID(Fill(result, args[1]));
  return result.Release();
}

void Destroy(Object* self) {
  auto* array = static_cast<Array*>(self);
  if (array->data != nullptr) RawFree(array->data, static_cast<size_t>(array->capacity));
}

Owned ReprMethod(Value self) {
  Array* array = self.As<Array>();
  Value name = TypeOf(self)->name;
  if (array->size == 0) return StrFormat("%U('%c')", name, array->kind->code);
  Handle items;
  if (array->kind->code == 'u') {
    items = TRY(ArrayText(self));
  } else {
    items = TRY(ToList(self));
  }
  return StrFormat("%U('%c', %R)", name, array->kind->code, items.Get());
}

bool ExportBuffer(Value self, BufferView* view, int flags) {
  Array* array = self.As<Array>();
  int64_t item = array->kind->size;
  static uint8_t nothing;
  TRY_VOID(FillSimpleBuffer(view, self, array->data != nullptr ? array->data : &nothing,
                            array->size * item, false, flags));
  view->item_size = item;
  if ((flags & kBufferFormat) == kBufferFormat) view->format = array->kind->struct_format;
  if (view->shape != nullptr) *view->shape = array->size;
  if (view->strides != nullptr) *view->strides = item;
  ++array->exports;
  return true;
}
void ReleaseExport(Value self, BufferView*) { --self.As<Array>()->exports; }

Owned GetTypecode(Value self) { return StrFromCodePoint(static_cast<uint8_t>(self.As<Array>()->kind->code)); }
Owned GetItemSize(Value self) { return Owned(Value::Int(self.As<Array>()->kind->size)); }

constexpr PropertyDef kProperties[] = {
    {"typecode", GetTypecode, nullptr, "the typecode character used to create the array"},
    {"itemsize", GetItemSize, nullptr, "the size, in bytes, of one array item"},
    {}};
constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(array, _array_reconstructor, Positional(ArrayReconstruct, 4, 4),
                "($module, arraytype, typecode, mformat_code, items, /)\n--\n\n"
                "Internal. Used for pickling support."),
    {}};

// isinstance(array(...), MutableSequence) holds.
bool RegisterSequence() {
  Handle abc = TRY(ImportModule("collections.abc"));
  Handle sequence = TRY(GetAttribute(abc, "MutableSequence"));
  Handle done = CallMethod(sequence, "register", {Value::Pointer(&ArrayType)});
  return static_cast<bool>(done);
}

bool Execute(Value module) {
  TypeSlots& slots = ArrayType.slots;
  slots.new_instance = Make;
  slots.destroy = Destroy;
  slots.repr = ReprMethod;
  slots.hash = &HashNotImplemented;
  slots.get_buffer = ExportBuffer;
  slots.release_buffer = ReleaseExport;
  TRY_VOID(FillArraySequence(&slots));
  TRY_VOID(AddType(module, {.type = &ArrayType,
                            .name = "array.array",
                            .basic_size = sizeof(Array),
                            .flags = kTypeBase | kTypeWeakly | kTypeSequencePattern,
                            .methods = kArrayMethods,
                            .properties = kProperties,
                            .doc = "array(typecode [, initializer]) -> array\n\n"
                                   "A sequence of numbers or characters of one C type, kept "
                                   "compactly.\nThe initializer is a list, bytes, or an iterable "
                                   "of fitting items."}));
  TRY_VOID(RegisterSequence());
  return ModuleAdd(module, "ArrayType", Retain(Value::Pointer(&ArrayType))) &&
         ModuleAddStr(module, "typecodes", "bBuhHiIlLqQfd");
}

}  // namespace

extern const ModuleDefinition ArrayModule;
const ModuleDefinition ArrayModule = {
    "array", "Arrays of basic values: characters, integers, floating point numbers.", kFunctions,
    Execute};

}  // namespace polygil
