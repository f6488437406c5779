// A growing buffer of code points whose exhaustion is a value, not an abort.
// It knows the largest code point it holds, which decides the width of a str
// made from it.

#ifndef POLYGIL_RUNTIME_BASE_UNICODE_CODE_POINT_BUFFER_H_
#define POLYGIL_RUNTIME_BASE_UNICODE_CODE_POINT_BUFFER_H_

#include <stdint.h>
#include <stdlib.h>

#include "runtime/base/unicode/text_view.h"

namespace polygil {

class CodePointBuffer {
 public:
  CodePointBuffer() = default;
  ~CodePointBuffer() { free(data_); }
  CodePointBuffer(const CodePointBuffer&) = delete;
  CodePointBuffer& operator=(const CodePointBuffer&) = delete;

  // False once memory has run out; what was appended since is lost.
  bool ok() const { return !failed_; }
  const char32_t* data() const { return data_; }
  char32_t* data() { return data_; }
  int64_t length() const { return length_; }
  // An upper bound of the code points: all bits that any of them has.
  char32_t bits() const { return bits_; }
  TextView view() const { return {data_, length_, 4}; }

  bool Reserve(int64_t more) { return length_ + more <= capacity_ || Grow(length_ + more); }
  bool Append(char32_t c) {
    if (length_ == capacity_ && !Grow(length_ + 1)) return false;
    data_[length_++] = c;
    bits_ |= c;
    return true;
  }
  bool Append(const TextView& text) {
    if (!Reserve(text.length)) return false;
    for (int64_t i = 0; i < text.length; ++i) Append(text[i]);
    return true;
  }
  // Room for so many code points that the caller fills all, having told the bits they have; null:
  // none.
  char32_t* Extend(int64_t count, char32_t bits) {
    if (!Reserve(count)) return nullptr;
    bits_ |= bits;
    length_ += count;
    return data_ + length_ - count;
  }
  void Truncate(int64_t length) { length_ = length; }

 private:
  bool Grow(int64_t least) {
    int64_t capacity = capacity_ + capacity_ / 2 + 16;
    if (capacity < least) capacity = least;
    void* grown = failed_ ? nullptr : realloc(data_, sizeof(char32_t) * capacity);
    if (grown == nullptr) {
      failed_ = true;
      return false;
    }
    data_ = static_cast<char32_t*>(grown);
    capacity_ = capacity;
    return true;
  }

  char32_t* data_ = nullptr;
  int64_t length_ = 0;
  int64_t capacity_ = 0;
  char32_t bits_ = 0;
  bool failed_ = false;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_UNICODE_CODE_POINT_BUFFER_H_
