#include "runtime/modules/_pickle/output.h"

#include "runtime/object/heap.h"
#include "runtime/protocol/raise.h"

namespace polygil::pickle {
namespace {

constexpr int64_t kFirstBlock = 1008;  // what small pickles need comes from the heap's free lists

bool Grow(Output* output, int64_t more) {
  if (more <= output->capacity - output->size) return true;
  if (more > INT64_MAX / 4 - output->size) return RaiseMemoryError();
  int64_t capacity = output->capacity + output->capacity / 2;
  if (capacity < output->size + more) capacity = output->size + more;
  if (capacity < kFirstBlock) capacity = kFirstBlock;
  auto* data = static_cast<uint8_t*>(RawReallocate(
      output->data, static_cast<size_t>(output->capacity), static_cast<size_t>(capacity)));
  if (data == nullptr) return RaiseMemoryError();
  output->data = data;
  output->capacity = capacity;
  return true;
}

}  // namespace

bool OutputPrepare(Output* output, int64_t more) {
  bool open = output->framing && !output->frame_open;
  TRY_VOID(Grow(output, open ? more + kFrameHeader : more));
  if (open) {
    output->frame_start = output->size;
    output->frame_open = true;
    output->size += kFrameHeader;
  }
  return true;
}

void CloseFrame(Output* output) {
  if (!output->frame_open) return;
  output->frame_open = false;
  uint8_t* header = output->data + output->frame_start;
  int64_t length = output->size - output->frame_start - kFrameHeader;
  if (length >= kFrameMinimum) {
    header[0] = kFrame;
    memcpy(header + 1, &length, sizeof(length));
    return;
  }
  memmove(header, header + kFrameHeader, static_cast<size_t>(length));
  output->size -= kFrameHeader;
}

void OutputClear(Output* output) {
  if (output->data != nullptr) RawFree(output->data, static_cast<size_t>(output->capacity));
  *output = {};
}

}  // namespace polygil::pickle
