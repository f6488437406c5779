// The outcome of formatting a number: ASCII pieces and how much fill goes
// around them. The caller makes an object of length() and writes it there, so
// the text is never built twice.

#ifndef POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMATTED_H_
#define POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMATTED_H_

#include <stdint.h>
#include <stdlib.h>

namespace polygil {

// ASCII bytes; small amounts stay inside.
class AsciiBuffer {
 public:
  AsciiBuffer() = default;
  ~AsciiBuffer() {
    if (data_ != inline_) free(data_);
  }
  AsciiBuffer(const AsciiBuffer&) = delete;
  AsciiBuffer& operator=(const AsciiBuffer&) = delete;

  // Makes room for `size` bytes; what was there is lost. False without memory.
  bool Allocate(int64_t size) {
    if (size <= capacity_) return true;
    char* grown = static_cast<char*>(malloc(static_cast<size_t>(size)));
    if (grown == nullptr) return false;
    if (data_ != inline_) free(data_);
    data_ = grown;
    capacity_ = size;
    return true;
  }
  char* data() { return data_; }
  const char* data() const { return data_; }

 private:
  static constexpr int64_t kInline = 112;

  char inline_[kInline];
  char* data_ = inline_;
  int64_t capacity_ = kInline;
};

struct Formatted {
  AsciiBuffer text;  // Head, then body
  int64_t head = 0;  // Length of the sign and prefix
  int64_t body = 0;
  int64_t left = 0;    // Fill before the head,
  int64_t middle = 0;  // between head and body,
  int64_t right = 0;   // and behind the body
  char32_t fill = ' ';

  int64_t length() const { return left + head + middle + body + right; }
  // The largest code point; below 128 the whole text is ASCII.
  char32_t largest() const { return fill > 127 && left + middle + right > 0 ? fill : 127; }

  // Writes length() code points.
  template <typename Character>
  void Write(Character* out) const {
    out = WriteFill(out, left);
    for (int64_t i = 0; i < head; ++i) {
      *out++ = static_cast<Character>(text.data()[i]);
    }
    out = WriteFill(out, middle);
    for (int64_t i = head; i < head + body; ++i) {
      *out++ = static_cast<Character>(text.data()[i]);
    }
    WriteFill(out, right);
  }

 private:
  template <typename Character>
  Character* WriteFill(Character* out, int64_t count) const {
    for (; count > 0; --count) *out++ = static_cast<Character>(fill);
    return out;
  }
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_FORMATSPEC_FORMATTED_H_
