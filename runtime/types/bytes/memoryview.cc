// Making, copying, exporting and releasing memoryviews. The type is in memoryview_type.cc.

#include "runtime/types/bytes/memoryview.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"

namespace polygil {

Type MemoryViewType, ManagedBufferType;

namespace {

size_t ArrayBytes(int dimensions) { return static_cast<size_t>(dimensions) * 3 * sizeof(int64_t); }

// Storage for shape, strides and suboffsets.
bool ReserveArrays(MemoryView* self, int dimensions) {
  BufferView& view = self->view;
  view.dimensions = dimensions;
  view.suboffsets = nullptr;
  if (dimensions <= 1) {
    view.shape = &view.inline_shape;
    view.strides = &view.inline_stride;
    return true;
  }
  auto* arrays = static_cast<int64_t*>(RawAllocate(ArrayBytes(dimensions)));
  if (arrays == nullptr) return RaiseMemoryError();
  self->arrays = arrays;
  view.shape = arrays;
  view.strides = arrays + dimensions;
  return true;
}

// A view of `managed`; one dimension more or less is the caller's to fill.
Owned NewView(Value managed, const BufferView& from, int dimensions) {
  Handle made = TRY(AllocateObject(&MemoryViewType));
  auto* self = made.As<MemoryView>();
  self->hash = -1;
  self->view = from;
  self->view.owner = Value::Empty();
  self->view.internal = nullptr;
  self->view.dimensions = 0;
  TRY_VOID(ReserveArrays(self, dimensions));
  self->managed = Retain(managed).Peek();
  ++managed.As<ManagedBuffer>()->views;
  if (self->view.format == nullptr) self->view.format = "B";
  if (strlen(self->view.format) < sizeof self->own_format) {
    strcpy(self->own_format, self->view.format);
    self->view.format = self->own_format;
  }
  if (from.dimensions != dimensions) return made.Release();
  size_t bytes = static_cast<size_t>(dimensions) * sizeof(int64_t);
  if (from.shape != nullptr) memcpy(self->view.shape, from.shape, bytes);
  else if (dimensions == 1) self->view.shape[0] = from.length / from.item_size;
  if (from.strides != nullptr) memcpy(self->view.strides, from.strides, bytes);
  else SetCStrides(self);
  if (from.suboffsets != nullptr && dimensions > 1) {
    self->view.suboffsets = self->arrays + 2 * dimensions;
    memcpy(self->view.suboffsets, from.suboffsets, bytes);
  }
  return made.Release();
}

}  // namespace

void SetLength(MemoryView* self) {
  int64_t length = self->view.item_size;
  for (int i = 0; i < self->view.dimensions; ++i) length *= self->view.shape[i];
  self->view.length = length;
}

void SetCStrides(MemoryView* self) {
  int64_t stride = self->view.item_size;
  for (int i = self->view.dimensions; i-- > 0;) {
    self->view.strides[i] = stride;
    stride *= self->view.shape[i];
  }
}

bool CheckNotReleased(Value self) {
  const auto* view = self.As<MemoryView>();
  if (!view->released && !view->managed.As<ManagedBuffer>()->released) return true;
  return Raise(&ValueErrorType, "operation forbidden on released memoryview object");
}

Owned MemoryViewCopy(Value self, int dimensions) {
  const auto* from = self.As<MemoryView>();
  return NewView(from->managed, from->view, dimensions);
}

Owned MemoryViewFrom(Value exporter) {
  if (IsExactly(exporter, MemoryViewType)) {
    TRY_VOID(CheckNotReleased(exporter));
    return MemoryViewCopy(exporter, exporter.As<MemoryView>()->view.dimensions);
  }
  if (!SupportsBuffer(exporter))
    return Raise(&TypeErrorType, "memoryview: a bytes-like object is required, not '%.200s'",
                 TypeName(exporter));
  Handle managed = TRY(AllocateObject(&ManagedBufferType));
  auto* buffer = managed.As<ManagedBuffer>();
  TRY_VOID(GetBuffer(exporter, &buffer->view, kBufferFullReadOnly));
  if (buffer->view.dimensions > kMaximumDimensions)
    return Raise(&ValueErrorType, "memoryview: number of dimensions must not exceed 64");
  return NewView(managed, buffer->view, buffer->view.dimensions);
}

namespace {

void Drop(MemoryView* self) {
  if (self->released) return;
  self->released = true;
  auto* managed = self->managed.As<ManagedBuffer>();
  if (managed == nullptr || --managed->views > 0) return;
  managed->released = true;
  ReleaseBuffer(&managed->view);
}

bool TraverseView(Object* object, Visitor visit, void* arg) {
  Value managed = static_cast<MemoryView*>(object)->managed;
  return managed && visit(managed, arg);
}
void ClearView(Object* object) {
  auto* self = static_cast<MemoryView*>(object);
  if (self->exports == 0 && self->managed) Drop(self);
}
void DestroyView(Object* object) {
  auto* self = static_cast<MemoryView*>(object);
  if (self->managed) Drop(self);
  if (self->arrays != nullptr) RawFree(self->arrays, ArrayBytes(self->view.dimensions));
  self->arrays = nullptr;
  ClearField(&self->managed);
}

bool TraverseManaged(Object* object, Visitor visit, void* arg) {
  Value owner = static_cast<ManagedBuffer*>(object)->view.owner;
  return owner && visit(owner, arg);
}
void DestroyManaged(Object* object) { ReleaseBuffer(&static_cast<ManagedBuffer*>(object)->view); }

constexpr int kCContiguous = 0x38, kFContiguous = 0x58, kAnyContiguous = 0x98, kIndirect = 0x118;
bool Wants(int flags, int wanted) { return (flags & wanted) == wanted; }

bool CheckLayout(const BufferView& view, int flags) {
  if (Wants(flags, kCContiguous) && !IsContiguous(view, 'C'))
    return Raise(&BufferErrorType, "memoryview: underlying buffer is not C-contiguous");
  if (Wants(flags, kFContiguous) && !IsContiguous(view, 'F'))
    return Raise(&BufferErrorType, "memoryview: underlying buffer is not Fortran contiguous");
  if (Wants(flags, kAnyContiguous) && !IsContiguous(view, 'A'))
    return Raise(&BufferErrorType, "memoryview: underlying buffer is not contiguous");
  if (!Wants(flags, kIndirect) && view.suboffsets != nullptr)
    return Raise(&BufferErrorType, "memoryview: underlying buffer requires suboffsets");
  if (!Wants(flags, kBufferStrides) && !IsContiguous(view, 'C'))
    return Raise(&BufferErrorType, "memoryview: underlying buffer is not C-contiguous");
  if (!Wants(flags, kBufferNd) && Wants(flags, kBufferFormat))
    return Raise(&BufferErrorType,
                 "memoryview: cannot cast to unsigned bytes if the format flag is present");
  return true;
}

bool GetBufferSlotOfView(Value value, BufferView* view, int flags) {
  TRY_VOID(CheckNotReleased(value));
  auto* self = value.As<MemoryView>();
  if ((flags & kBufferWritable) && self->view.read_only)
    return Raise(&BufferErrorType, "memoryview: underlying buffer is not writable");
  TRY_VOID(CheckLayout(self->view, flags));
  *view = self->view;
  if (!Wants(flags, kBufferFormat)) view->format = nullptr;
  if (!Wants(flags, kBufferStrides)) view->strides = nullptr;
  if (!Wants(flags, kBufferNd)) {
    view->dimensions = 1;
    view->shape = nullptr;
  }
  view->owner = Retain(value).Peek();
  ++self->exports;
  return true;
}

void ReleaseBufferSlotOfView(Value value, BufferView*) { --value.As<MemoryView>()->exports; }

}  // namespace

bool MemoryViewRelease(Value value) {
  auto* self = value.As<MemoryView>();
  if (self->released) return true;
  if (self->exports > 0)
    return Raise(&BufferErrorType, "memoryview has %zd exported buffer%s", self->exports,
                 self->exports == 1 ? "" : "s");
  Drop(self);
  return true;
}

void FillMemoryViewSlots() {
  TypeSlots& slots = MemoryViewType.slots;
  slots.traverse = TraverseView;
  slots.clear = ClearView;
  slots.destroy = DestroyView;
  slots.get_buffer = GetBufferSlotOfView;
  slots.release_buffer = ReleaseBufferSlotOfView;
  ManagedBufferType.slots.traverse = TraverseManaged;
  ManagedBufferType.slots.destroy = DestroyManaged;
}

}  // namespace polygil
