// Making bytes objects. Methods are in byte_*.cc, the type in bytes_type.cc.

#include "runtime/types/bytes/bytes.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes_shared.h"
#include "runtime/types/classes/type_object.h"

namespace polygil {

Type BytesType;
SharedBytes shared_bytes;

namespace {

Owned Allocate(int64_t size) {
  if (size < 0 || size > INT64_MAX - 64) return RaiseMemoryError();
  // AllocateUninitialized(&BytesType, ...) without its questions about the type, which may not be
  // set up yet when start-up code asks for constants.
  void* block = HeapAllocate(PageKind::kAtomic, sizeof(Bytes) + static_cast<size_t>(size) + 1);
  if (block == nullptr) [[unlikely]]
    return RaiseMemoryError();
  auto* bytes = static_cast<Bytes*>(block);
  bytes->refcount = 1;
  bytes->flags = 0;
  bytes->type = &BytesType;
  bytes->size = size;
  bytes->hash = -1;
  bytes->data[size] = 0;
  return Owned(Value::Pointer(bytes));
}

}  // namespace

Owned BytesNew(const void* data, int64_t size) {
  if (size <= 1 && size >= 0 && data != nullptr && shared_bytes.empty) {
    if (size == 0) return Retain(shared_bytes.empty);
    return Retain(shared_bytes.single[*static_cast<const uint8_t*>(data)]);
  }
  Owned made = Allocate(size);
  if (made && data != nullptr && size != 0)
    memcpy(made.Peek().As<Bytes>()->data, data, static_cast<size_t>(size));
  return made;
}

Owned BytesInstance(Type* type, const void* data, int64_t size) {
  if (type == &BytesType) return BytesNew(data, size);
  Owned made = AllocateVarInstance(type, size, 1);
  if (!made) return made;
  auto* bytes = made.Peek().As<Bytes>();
  bytes->hash = -1;
  if (size != 0) memcpy(bytes->data, data, static_cast<size_t>(size));
  return made;
}

Owned BytesShrink(Owned owned, int64_t size) {
  Handle hold = owned;
  auto* bytes = hold.As<Bytes>();
  if (bytes->size == size) return hold.Release();
  // Little to gain: the block stays.
  if (size > 1 && bytes->size - size <= 64 + size / 8) {
    bytes->size = size;
    bytes->data[size] = 0;
    return hold.Release();
  }
  return BytesNew(bytes->data, size);
}

bool InitSharedBytes() {
  if (shared_bytes.empty) return true;
  Value empty = Allocate(0).Peek();
  if (!empty) return false;
  for (int c = 0; c < 256; ++c) {
    Value one = Allocate(1).Peek();
    if (!one) return false;
    one.As<Bytes>()->data[0] = static_cast<uint8_t>(c);
    shared_bytes.single[c] = one;
  }
  shared_bytes.empty = empty;
  return true;
}

}  // namespace polygil
