// bytes and bytearray.

#ifndef POLYGIL_RUNTIME_TYPES_BYTES_BYTES_H_
#define POLYGIL_RUNTIME_TYPES_BYTES_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Bytes : VarObject {
  int64_t hash;       // -1: not computed
  uint8_t data[];     // size bytes and a NUL
};
struct ByteArray : Object {
  uint8_t* data;      // start of the contents (raw block may begin before it)
  int64_t size;
  uint8_t* block;
  int64_t capacity;
  int64_t exports;    // buffers handed out; resizing is refused while > 0
};
extern Type BytesType, ByteArrayType;
// data null: uninitialised, the caller fills. Shared for no or one byte of data.
Owned BytesNew(const void* data, int64_t size);
// A new instance of a subclass of bytes (type may be bytes itself).
Owned BytesInstance(Type* type, const void* data, int64_t size);
inline std::string_view BytesView(Value v) {
  return {reinterpret_cast<const char*>(v.As<Bytes>()->data), static_cast<size_t>(v.As<Bytes>()->size)};
}
// Shrinks a bytes object that only the caller knows.
Owned BytesShrink(Owned bytes, int64_t size);
// data null: zeros.
Owned ByteArrayNew(const void* data, int64_t size);
// BufferError while buffers are exported. New bytes are not set.
bool ByteArrayResize(Value bytearray, int64_t size);
// Makes the bytes [start, end) `size` bytes `data` (which must not be the array's own).
bool ByteArraySplice(Value bytearray, int64_t start, int64_t end, const void* data, int64_t size);

struct BytesIterator : Object {
  int64_t index;
  Value bytes;        // bytes or bytearray; empty once exhausted
};
extern Type BytesIteratorType, ByteArrayIteratorType;

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_BYTES_BYTES_H_
