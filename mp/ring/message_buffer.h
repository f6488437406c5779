// A block of private memory that a message is put together in. Grows, is reused, and reports exhausted memory
// instead of aborting.
#ifndef POLYGIL_MP_RING_MESSAGE_BUFFER_H_
#define POLYGIL_MP_RING_MESSAGE_BUFFER_H_

#include <stdlib.h>
#include <string.h>

#include <cstddef>

namespace polygil::mp {

class MessageBuffer {
 public:
  MessageBuffer() = default;
  MessageBuffer(const MessageBuffer&) = delete;
  MessageBuffer& operator=(const MessageBuffer&) = delete;
  ~MessageBuffer() { free(data_); }

  char* data() { return data_; }
  const char* data() const { return data_; }
  size_t size() const { return size_; }
  void Clear() { size_ = 0; }

  // Sets the size, keeping the contents up to it; false when there is no memory.
  [[nodiscard]] bool Resize(size_t size) {
    if (size > capacity_) {
      size_t wanted = capacity_ + capacity_ / 2;
      if (wanted < size) wanted = size;
      void* const grown = realloc(data_, wanted);
      if (grown == nullptr) return false;
      data_ = static_cast<char*>(grown);
      capacity_ = wanted;
    }
    size_ = size;
    return true;
  }

  [[nodiscard]] bool Append(const char* bytes, size_t count) {
    const size_t before = size_;
    if (!Resize(before + count)) return false;
    if (count > 0) memcpy(data_ + before, bytes, count);
    return true;
  }

  // Hands the block, made with malloc, to the caller.
  char* Take() {
    char* const data = data_;
    data_ = nullptr;
    size_ = capacity_ = 0;
    return data;
  }

 private:
  char* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace polygil::mp

#endif  // POLYGIL_MP_RING_MESSAGE_BUFFER_H_
