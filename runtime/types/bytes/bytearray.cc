// The storage of bytearray: one raw block with room at its end, and at its front after deletions
// there.

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"

namespace polygil {

Type ByteArrayType;

namespace {

uint8_t g_no_bytes[1] = {0};  // never written but with its own value

// What is needed behind the contents: a NUL, for C functions that are handed the data.
constexpr int64_t kTerminator = 1;

bool Reallocate(ByteArray* array, int64_t size, int64_t capacity) {
  int64_t kept = size < array->size ? size : array->size;
  int64_t offset = array->block != nullptr ? array->data - array->block : 0;
  uint8_t* block;
  if (offset == 0 && array->block != nullptr) {
    block = static_cast<uint8_t*>(RawReallocate(array->block, static_cast<size_t>(array->capacity),
                                                static_cast<size_t>(capacity)));
    if (block == nullptr) return RaiseMemoryError();
  } else {
    block = static_cast<uint8_t*>(RawAllocate(static_cast<size_t>(capacity)));
    if (block == nullptr) return RaiseMemoryError();
    if (kept != 0) memcpy(block, array->data, static_cast<size_t>(kept));
    RawFree(array->block, static_cast<size_t>(array->capacity));
  }
  array->block = array->data = block;
  array->capacity = capacity;
  return true;
}

}  // namespace

bool ByteArrayResize(Value v, int64_t size) {
  auto* array = v.As<ByteArray>();
  if (size == array->size) return true;
  if (array->exports > 0)
    return Raise(&BufferErrorType, "Existing exports of data: object cannot be re-sized");
  if (size < 0 || size > INT64_MAX / 2) return RaiseMemoryError();
  int64_t offset = array->block != nullptr ? array->data - array->block : 0;
  bool fits = array->block != nullptr && size + offset + kTerminator <= array->capacity;
  if (!fits || size < array->capacity / 2) {
    // Growing by a little is expected to go on.
    bool creeping = size > array->size && size <= array->capacity + array->capacity / 8;
    int64_t capacity = size + kTerminator;
    if (creeping) capacity += size / 8 + (size < 9 ? 3 : 6);
    if (!Reallocate(array, size, capacity)) return false;
  }
  array->size = size;
  array->data[size] = 0;
  return true;
}

Owned ByteArrayNew(const void* data, int64_t size) {
  Owned made = AllocateObject(&ByteArrayType);
  if (!made) return made;
  Handle hold = made;
  auto* array = hold.As<ByteArray>();
  array->data = g_no_bytes;
  if (size == 0) return hold.Release();
  TRY_VOID(ByteArrayResize(hold, size));
  if (data != nullptr) memcpy(array->data, data, static_cast<size_t>(size));
  else memset(array->data, 0, static_cast<size_t>(size));
  return hold.Release();
}

bool ByteArraySplice(Value v, int64_t start, int64_t end, const void* data, int64_t size) {
  auto* array = v.As<ByteArray>();
  int64_t growth = size - (end - start);
  int64_t tail = array->size - end;
  if (growth < 0 && start == 0 && array->exports == 0) {
    // At the front: the contents begin later.
    array->data -= growth;
    array->size += growth;
    if (array->size < array->capacity / 2 &&
        !Reallocate(array, array->size, array->size + kTerminator))
      return false;
    array->data[array->size] = 0;
  } else if (growth < 0) {
    if (array->exports > 0)
      return Raise(&BufferErrorType, "Existing exports of data: object cannot be re-sized");
    memmove(array->data + end + growth, array->data + end, static_cast<size_t>(tail));
    TRY_VOID(ByteArrayResize(v, array->size + growth));
  } else if (growth > 0) {
    if (array->size > INT64_MAX - growth) return RaiseMemoryError();
    TRY_VOID(ByteArrayResize(v, array->size + growth));
    memmove(array->data + end + growth, array->data + end, static_cast<size_t>(tail));
  }
  if (size != 0) memcpy(array->data + start, data, static_cast<size_t>(size));
  return true;
}

}  // namespace polygil
