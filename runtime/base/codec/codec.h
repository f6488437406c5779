// What all codecs share. A codec stops at what it can't convert and reports the
// range and CPython's reason; its caller asks an error handler (error_handler.h
// has the builtin ones), appends the replacement, moves `*position` and calls the
// codec again. Text comes out as code points.

#ifndef POLYGIL_RUNTIME_BASE_CODEC_CODEC_H_
#define POLYGIL_RUNTIME_BASE_CODEC_CODEC_H_

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/unicode/code_point_buffer.h"
#include "runtime/base/unicode/text_view.h"

namespace polygil {

enum class CodecStatus : uint8_t {
  kDone,   // `*position` is behind what was consumed; with `final` not set,
           // an unfinished sequence at the end may be left over
  kError,  // See CodecError; `*position` is its start
  kNoMemory,
};

// Positions count bytes when decoding and code points when encoding.
struct CodecError {
  int64_t start;
  int64_t end;
  const char* reason;
};

// Bytes whose growth may fail.
class ByteBuffer {
 public:
  ByteBuffer() = default;
  ~ByteBuffer() { free(data_); }
  ByteBuffer(const ByteBuffer&) = delete;
  ByteBuffer& operator=(const ByteBuffer&) = delete;

  bool ok() const { return !failed_; }
  const uint8_t* data() const { return data_; }
  int64_t size() const { return size_; }

  bool Append(uint8_t byte) {
    if (size_ == capacity_ && !Grow(size_ + 1)) return false;
    data_[size_++] = byte;
    return true;
  }
  bool Append(const void* bytes, int64_t count) {
    uint8_t* room = Extend(count);
    if (room == nullptr) return false;
    if (count > 0) memcpy(room, bytes, static_cast<size_t>(count));
    return true;
  }
  // Room for `count` more bytes, which the caller fills; null without memory.
  uint8_t* Extend(int64_t count) {
    if (size_ + count > capacity_ && !Grow(size_ + count)) return nullptr;
    uint8_t* room = data_ + size_;
    size_ += count;
    return room;
  }
  void Truncate(int64_t size) { size_ = size; }

 private:
  bool Grow(int64_t least) {
    int64_t capacity = capacity_ + capacity_ / 2 + 32;
    if (capacity < least) capacity = least;
    void* grown = failed_ ? nullptr : realloc(data_, static_cast<size_t>(capacity));
    if (grown == nullptr) {
      failed_ = true;
      return false;
    }
    data_ = static_cast<uint8_t*>(grown);
    capacity_ = capacity;
    return true;
  }

  uint8_t* data_ = nullptr;
  int64_t size_ = 0;
  int64_t capacity_ = 0;
  bool failed_ = false;
};

inline CodecStatus CodecFail(CodecError* error, int64_t* position, int64_t start, int64_t end,
                             const char* reason) {
  *error = {start, end, reason};
  *position = start;
  return CodecStatus::kError;
}

// The number of leading ASCII bytes.
inline int64_t CountAscii(const uint8_t* data, int64_t size) {
  int64_t i = 0;
  for (; i + 32 <= size; i += 32) {
    uint64_t words[4];
    memcpy(words, data + i, 32);
    if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) != 0) {
      break;
    }
  }
  for (; i + 8 <= size; i += 8) {
    uint64_t word;
    memcpy(&word, data + i, 8);
    word &= 0x8080808080808080u;
    if (word != 0) return i + __builtin_ctzll(word) / 8;
  }
  while (i < size && data[i] < 0x80) ++i;
  return i;
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_CODEC_CODEC_H_
