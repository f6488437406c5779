#include "runtime/types/bytes/buffer.h"

#include <cstring>

#include "runtime/protocol/raise.h"

namespace polygil {

bool SupportsBuffer(Value v) { return TypeOf(v)->slots.get_buffer != nullptr; }

bool GetBuffer(Value v, BufferView* view, int flags) {
  view->owner = Value::Empty();
  GetBufferSlot get = TypeOf(v)->slots.get_buffer;
  if (get == nullptr)
    return Raise(&TypeErrorType, "a bytes-like object is required, not '%.100s'", TypeName(v));
  return get(v, view, flags);
}

void ReleaseBuffer(BufferView* view) {
  Value owner = view->owner;
  if (!owner) return;
  view->owner = Value::Empty();
  if (ReleaseBufferSlot release = TypeOf(owner)->slots.release_buffer) release(owner, view);
  DecRef(owner);
}

bool FillSimpleBuffer(BufferView* view, Value owner, void* data, int64_t size, bool read_only,
                      int flags) {
  if ((flags & kBufferWritable) && read_only)
    return Raise(&BufferErrorType, "Object is not writable.");
  view->owner = Retain(owner).Peek();
  view->data = data;
  view->length = size;
  view->item_size = 1;
  view->read_only = read_only;
  view->format = (flags & kBufferFormat) ? "B" : nullptr;
  view->dimensions = 1;
  view->inline_shape = size;
  view->inline_stride = 1;
  view->shape = (flags & kBufferNd) ? &view->inline_shape : nullptr;
  view->strides = (flags & kBufferStrides) == kBufferStrides ? &view->inline_stride : nullptr;
  view->suboffsets = nullptr;
  view->internal = nullptr;
  return true;
}

bool IsContiguous(const BufferView& view, char order) {
  if (view.suboffsets != nullptr) return false;
  if (order == 'A') return IsContiguous(view, 'C') || IsContiguous(view, 'F');
  if (view.length == 0 || view.strides == nullptr || view.dimensions == 0)
    return order == 'C' || view.dimensions <= 1 || view.length == 0;
  int64_t expected = view.item_size;
  for (int i = 0; i < view.dimensions; ++i) {
    int d = order == 'C' ? view.dimensions - 1 - i : i;
    if (view.shape[d] > 1 && view.strides[d] != expected) return false;
    expected *= view.shape[d];
  }
  return true;
}

namespace {

uint8_t* CopyDimension(const BufferView& view, int dimension, const uint8_t* from, uint8_t* to) {
  if (dimension == view.dimensions) {
    memcpy(to, from, static_cast<size_t>(view.item_size));
    return to + view.item_size;
  }
  for (int64_t i = 0; i < view.shape[dimension]; ++i) {
    const uint8_t* item = from + i * view.strides[dimension];
    if (view.suboffsets != nullptr && view.suboffsets[dimension] >= 0)
      item = *reinterpret_cast<uint8_t* const*>(item) + view.suboffsets[dimension];
    to = CopyDimension(view, dimension + 1, item, to);
  }
  return to;
}

}  // namespace

void CopyFromBuffer(const BufferView& view, uint8_t* out) {
  if (view.length == 0) return;
  if (IsContiguous(view, 'C')) memcpy(out, view.data, static_cast<size_t>(view.length));
  else CopyDimension(view, 0, static_cast<const uint8_t*>(view.data), out);
}

}  // namespace polygil
