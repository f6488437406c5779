// The buffer protocol (PEP 3118) and memoryview.

#ifndef POLYGIL_RUNTIME_TYPES_BYTES_BUFFER_H_
#define POLYGIL_RUNTIME_TYPES_BYTES_BUFFER_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct BufferView {
  void* data;
  Value owner;        // retained exporter
  int64_t length;     // bytes
  int64_t item_size;
  const char* format; // null: "B"
  int dimensions;
  int64_t* shape;
  int64_t* strides;
  int64_t* suboffsets;
  bool read_only;
  void* internal;
  int64_t inline_shape, inline_stride;  // storage for the common case of one dimension
};
enum BufferFlag : int {  // values of inspect.BufferFlags
  kBufferSimple = 0, kBufferWritable = 1, kBufferFormat = 4, kBufferNd = 8, kBufferStrides = 0x18,
  kBufferFull = 0x11d, kBufferFullReadOnly = 0x11c,
};
bool SupportsBuffer(Value v);
// TypeError "a bytes-like object is required, not 'x'" if there is no buffer.
bool GetBuffer(Value v, BufferView* view, int flags = kBufferSimple);
void ReleaseBuffer(BufferView* view);  // idempotent
// What get_buffer slots of one-dimensional byte arrays do. Retains `owner`. BufferError "Object is not
// writable."
bool FillSimpleBuffer(BufferView* view, Value owner, void* data, int64_t size, bool read_only, int flags);

// Holds a contiguous read-only (or writable) buffer for a scope.
class ScopedBuffer {
 public:
  ScopedBuffer() { view_.owner = Value::Empty(); }
  ~ScopedBuffer() { ReleaseBuffer(&view_); }
  bool Acquire(Value v, int flags = kBufferSimple) { return GetBuffer(v, &view_, flags); }
  const uint8_t* data() const { return static_cast<const uint8_t*>(view_.data); }
  uint8_t* mutable_data() const { return static_cast<uint8_t*>(view_.data); }
  int64_t size() const { return view_.length; }

 private:
  BufferView view_{};
};

extern Type MemoryViewType;
Owned MemoryViewFrom(Value exporter);  // more in memoryview.h

// Are the items of a view one block, in C order ('C'), Fortran order ('F') or either ('A')?
bool IsContiguous(const BufferView& view, char order);
// Copies all items in C order.
void CopyFromBuffer(const BufferView& view, uint8_t* out);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_BYTES_BUFFER_H_
