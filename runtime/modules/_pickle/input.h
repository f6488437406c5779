// Where an unpickler reads: a buffer, or a file from which it takes no more than belongs to the pickle
// (unless the file can peek). All zero bytes are a valid empty input.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_INPUT_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_INPUT_H_

#include <cstdint>
#include <string_view>

#include "runtime/object/ownership.h"
#include "runtime/types/bytes/buffer.h"

namespace polygil::pickle {

struct Input {
  const uint8_t* data;
  int64_t size, position;
  int64_t prefetched;  // up to here the file itself has been read; what follows was only peeked at
  BufferView buffer;   // what holds `data`
  Value read, readline, peek;  // methods of the file; empty: there is none
};

// UnpicklingError "pickle data was truncated".
Raised RaiseTruncated();
// Slow path of Read.
const uint8_t* ReadFromFile(Input* input, int64_t count);
// The next `count` bytes, valid until the next read; null: raised.
inline const uint8_t* Read(Input* input, int64_t count) {
  if (count <= input->size - input->position) [[likely]] {
    const uint8_t* bytes = input->data + input->position;
    input->position += count;
    return bytes;
  }
  return ReadFromFile(input, count);
}
// The next line without its newline.
Fallible<std::string_view> ReadLine(Input* input);
// The next `count` bytes as an object; bytes that the file made are taken as they are.
Owned ReadBytes(Input* input, int64_t count);
// A frame of `count` bytes follows: has it at hand.
bool ReadFrame(Input* input, int64_t count);
// Makes the file stand where the pickle ended.
bool SkipConsumed(Input* input);
bool SetBuffer(Input* input, Value bytes_like);
bool SetFile(Input* input, Value file);
void InputClear(Input* input);
bool InputTraverse(const Input& input, Visitor visit, void* arg);

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_INPUT_H_
