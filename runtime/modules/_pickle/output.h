// What a pickler has written: bytes in memory, cut into frames (PEP 3154) from protocol 4 on. All zero
// bytes are a valid empty output.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_OUTPUT_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_OUTPUT_H_

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "runtime/modules/_pickle/opcodes.h"
#include "runtime/object/ownership.h"

namespace polygil::pickle {

struct Output {
  uint8_t* data;
  int64_t size, capacity;
  int64_t frame_start;  // where the header of the open frame will be
  bool framing;         // frames are made
  bool frame_open;
};

// Slow path of Reserve: opens a frame, grows the block.
bool OutputPrepare(Output* output, int64_t more);
// Room for `more` bytes at the end, in a frame if there are frames; the caller adds to size.
inline bool Reserve(Output* output, int64_t more) {
  if (more <= output->capacity - output->size && output->framing == output->frame_open) [[likely]]
    return true;
  return OutputPrepare(output, more);
}
// Completes the header of the open frame, or takes it back if there is little in it.
void CloseFrame(Output* output);
inline bool FrameIsFull(const Output& output) {
  return output.frame_open && output.size - output.frame_start - kFrameHeader >= kFrameTarget;
}
void OutputClear(Output* output);

inline bool Put(Output* output, Opcode opcode) {
  TRY_VOID(Reserve(output, 1));
  output->data[output->size++] = opcode;
  return true;
}
// The opcode and an argument of `kBytes` bytes, little-endian.
template <int kBytes>
inline bool PutWith(Output* output, Opcode opcode, uint64_t argument) {
  TRY_VOID(Reserve(output, 9));
  uint8_t* out = output->data + output->size;
  out[0] = opcode;
  memcpy(out + 1, &argument, 8);
  output->size += 1 + kBytes;
  return true;
}
static_assert(std::endian::native == std::endian::little);
inline bool PutBytes(Output* output, const void* bytes, int64_t size) {
  TRY_VOID(Reserve(output, size));
  memcpy(output->data + output->size, bytes, static_cast<size_t>(size));
  output->size += size;
  return true;
}
inline bool PutText(Output* output, std::string_view text) {
  return PutBytes(output, text.data(), static_cast<int64_t>(text.size()));
}

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_OUTPUT_H_
