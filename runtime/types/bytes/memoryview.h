// memoryview (PEP 3118). Views of one exporter share a managed buffer, which holds the exporter's
// buffer until the last of them is released or dies.

#ifndef POLYGIL_RUNTIME_TYPES_BYTES_MEMORYVIEW_H_
#define POLYGIL_RUNTIME_TYPES_BYTES_MEMORYVIEW_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/bytes/buffer.h"

namespace polygil {

inline constexpr int kMaximumDimensions = 64;

struct ManagedBuffer : Object {
  BufferView view;       // of the exporter
  int64_t views;         // memoryviews that use it
  bool released;
};
struct MemoryView : Object {
  Value managed;         // ManagedBuffer
  // Of its own: data, format, shape, strides; owner is the exporter (borrowed through `managed`).
  BufferView view;
  int64_t* arrays;       // raw block of shape, strides and suboffsets, or null (inline storage)
  char own_format[8];    // what cast() made of the format
  int64_t exports;       // buffers handed out
  int64_t hash;          // -1: not computed
  bool released;
};
extern Type ManagedBufferType;

// "operation forbidden on released memoryview object".
bool CheckNotReleased(Value self);
// Gives the exporter's buffer back; BufferError while there are exports.
bool MemoryViewRelease(Value self);

// A new view of the same managed buffer with room for `dimensions`; shape and strides copied if the
// number is the same, else unset.
Owned MemoryViewCopy(Value self, int dimensions);
// Sets length from shape and item size, and strides for C order if wanted.
void SetLength(MemoryView* view);
void SetCStrides(MemoryView* view);

// The slots of life and of the buffer protocol.
void FillMemoryViewSlots();

// memoryview_items.cc. Single items by a native format of one character.
Owned UnpackItem(const char* format, const uint8_t* data);
bool PackItem(const char* format, uint8_t* data, Value value);
// Bytes of a native single-character format (an '@' may stand before it); 0: not one of those.
int64_t NativeItemSize(const char* format, char* code);
// tolist(), == and cast().
Owned MemoryViewToList(Value self);  // of any number of dimensions
Owned MemoryViewCompare(Value self, Value other, CompareOp op);
Owned MemoryViewCast(Value self, const Value* args);
// memoryview_iterator.cc
Owned MemoryViewIterate(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_BYTES_MEMORYVIEW_H_
