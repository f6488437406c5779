// pack, unpack and their relatives on a Struct.

#include "runtime/modules/struct/struct.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

const structpack::Layout* LayoutOf(Value self) { return self.As<Struct>()->layout; }
ssize_t SizeOf(Value self) {
  return LayoutOf(self) == nullptr ? -1 : static_cast<ssize_t>(LayoutOf(self)->size);
}

bool CheckCount(Value self, const char* function, size_t given) {
  const structpack::Layout* layout = LayoutOf(self);
  if (layout != nullptr && layout->value_count == given) return true;
  return Raise(&StructErrorType, "%s expected %zd items for packing (got %zd)", function,
               layout == nullptr ? ssize_t{-1} : static_cast<ssize_t>(layout->value_count),
               static_cast<ssize_t>(given));
}

bool CheckReady(Value self) {
  return LayoutOf(self) != nullptr || Raise(&StructErrorType, "Struct was not initialised");
}

// Turns an offset into a place in a buffer with room for the struct. `doing` and `preposition` are
// the words of the message.
bool Locate(Value self, int64_t* offset, int64_t buffer_size, bool packing) {
  auto size = static_cast<int64_t>(SizeOf(self));
  int64_t given = *offset;
  if (given < 0) {
    if (given + size > 0)
      return Raise(&StructErrorType,
                   packing ? "no space to pack %zd bytes at offset %zd"
                           : "not enough data to unpack %zd bytes at offset %zd",
                   static_cast<ssize_t>(size), static_cast<ssize_t>(given));
    if (given + buffer_size < 0)
      return Raise(&StructErrorType, "offset %zd out of range for %zd-byte buffer",
                   static_cast<ssize_t>(given), static_cast<ssize_t>(buffer_size));
    *offset += buffer_size;
  }
  if (buffer_size - *offset >= size) return true;
  return Raise(&StructErrorType,
               packing
                   ? "pack_into requires a buffer of at least %zu bytes for packing %zd bytes at "
                     "offset %zd (actual buffer size is %zd)"
                   : "unpack_from requires a buffer of at least %zu bytes for unpacking %zd "
                     "bytes at offset %zd (actual buffer size is %zd)",
               static_cast<size_t>(size) + static_cast<size_t>(*offset), static_cast<ssize_t>(size),
               static_cast<ssize_t>(*offset), static_cast<ssize_t>(buffer_size));
}

}  // namespace

Owned StructPack(Value self, const Value* args, size_t nargs) {
  TRY_VOID(CheckCount(self, "pack", nargs));
  Handle bytes = TRY(BytesNew(nullptr, SizeOf(self)));
  if (SizeOf(self) != 0) TRY_VOID(StructPackValues(*LayoutOf(self), args, bytes.As<Bytes>()->data));
  return bytes.Release();
}

Owned StructPackInto(Value self, const Value* args, size_t nargs) {
  if (nargs == 0) return Raise(&StructErrorType, "pack_into expected buffer argument");
  if (nargs == 1) return Raise(&StructErrorType, "pack_into expected offset argument");
  TRY_VOID(CheckCount(self, "pack_into", nargs - 2));
  ScopedBuffer buffer;
  if (!SupportsBuffer(args[0]) || !buffer.Acquire(args[0], kBufferWritable)) {
    ClearPending();
    return Raise(&TypeErrorType, "argument must be read-write bytes-like object, not %.50s",
                 args[0].IsNone() ? "None" : TypeName(args[0]));
  }
  int64_t offset = TRY(IndexExact(args[1], &IndexErrorType));
  TRY_VOID(Locate(self, &offset, buffer.size(), true));
  TRY_VOID(StructPackValues(*LayoutOf(self), args + 2, buffer.mutable_data() + offset));
  return OwnNone();
}

Owned StructUnpack(Value self, Value source) {
  TRY_VOID(CheckReady(self));
  if (IsExactly(source, BytesType) && source.As<Bytes>()->size == SizeOf(self)) [[likely]]
    return StructUnpackValues(*LayoutOf(self), source.As<Bytes>()->data);
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(source));
  if (buffer.size() != SizeOf(self))
    return Raise(&StructErrorType, "unpack requires a buffer of %zd bytes", SizeOf(self));
  return StructUnpackValues(*LayoutOf(self), buffer.data());
}

Owned StructUnpackFrom(Value self, Value source, Value offset_or_empty) {
  TRY_VOID(CheckReady(self));
  int64_t offset = 0;
  if (IsExactly(source, BytesType) && offset_or_empty && offset_or_empty.IsInt()) [[likely]] {
    offset = offset_or_empty.AsInt();
    TRY_VOID(Locate(self, &offset, source.As<Bytes>()->size, false));
    return StructUnpackValues(*LayoutOf(self), source.As<Bytes>()->data + offset);
  }
  ScopedBuffer buffer;
  TRY_VOID(buffer.Acquire(source));
  if (offset_or_empty) offset = TRY(IndexExact(offset_or_empty, &OverflowErrorType));
  TRY_VOID(Locate(self, &offset, buffer.size(), false));
  return StructUnpackValues(*LayoutOf(self), buffer.data() + offset);
}

// -- iter_unpack ----------------------------------------------------------------------------------

namespace {

struct UnpackIterator : Object {
  Value structure;  // empty once exhausted
  int64_t offset;
  BufferView view;
  Value last;  // the last result, used again once nobody else holds it; or empty
};
Type UnpackIteratorType;

void Close(UnpackIterator* iterator) {
  if (!iterator->structure) return;
  ReleaseBuffer(&iterator->view);
  ClearField(&iterator->structure);
}

Owned IteratorStep(Value self) {
  auto* iterator = self.As<UnpackIterator>();
  if (!iterator->structure) return {};
  if (iterator->offset >= iterator->view.length) {
    Close(iterator);
    return {};
  }
  const structpack::Layout& layout = *LayoutOf(iterator->structure);
  const uint8_t* data = static_cast<const uint8_t*>(iterator->view.data) + iterator->offset;
  iterator->offset += static_cast<int64_t>(layout.size);
  if (IsUniquelyReferenced(iterator->last)) {
    Handle last = Retain(iterator->last);
    return StructUnpackAgain(layout, data, last) ? last.Release() : Owned();
  }
  Owned values = StructUnpackValues(layout, data);
  if (values && layout.value_count > 0 && layout.value_count <= kStructMostAgain)
    StoreOwned(&iterator->last, Retain(values.Peek()));
  return values;
}

Owned IteratorLengthHint(Value self) {
  auto* iterator = self.As<UnpackIterator>();
  if (!iterator->structure) return Owned(Value::Int(0));
  return IntFromInt64((iterator->view.length - iterator->offset) /
                      static_cast<int64_t>(SizeOf(iterator->structure)));
}

bool IteratorTraverse(Object* self, Visitor visit, void* arg) {
  auto* iterator = static_cast<UnpackIterator*>(self);
  return iterator->structure &&
         (visit(iterator->structure, arg) || visit(iterator->view.owner, arg));
}
void IteratorDestroy(Object* self) {
  Close(static_cast<UnpackIterator*>(self));
  ClearField(&static_cast<UnpackIterator*>(self)->last);
}

constexpr MethodDef kIteratorMethods[] = {
    PY_METHOD(unpack_iterator, __length_hint__, NoArgs(IteratorLengthHint), nullptr), {}};

}  // namespace

Owned StructIterUnpack(Value self, Value source) {
  TRY_VOID(CheckReady(self));
  if (SizeOf(self) == 0)
    return Raise(&StructErrorType, "cannot iteratively unpack with a struct of length 0");
  Handle made = TRY(AllocateObject(&UnpackIteratorType));
  auto* iterator = made.As<UnpackIterator>();
  TRY_VOID(GetBuffer(source, &iterator->view));
  iterator->structure = Retain(self).Peek();
  if (iterator->view.length % SizeOf(self) != 0)
    return Raise(&StructErrorType,
                 "iterative unpacking requires a buffer of a multiple of %zd bytes", SizeOf(self));
  return made.Release();
}

bool InitUnpackIteratorType() {
  TypeSlots& slots = UnpackIteratorType.slots;
  slots.iterate = Retain;
  slots.next = IteratorStep;
  slots.traverse = IteratorTraverse;
  slots.destroy = IteratorDestroy;
  return InitBuiltinType({.type = &UnpackIteratorType,
                          .name = "_struct.unpack_iterator",
                          .basic_size = sizeof(UnpackIterator),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kIteratorMethods});
}

}  // namespace polygil
