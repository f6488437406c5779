// What bytes and bytearray share: reading self and arguments as text of one byte a character.

#ifndef POLYGIL_RUNTIME_TYPES_BYTES_BYTE_TEXT_H_
#define POLYGIL_RUNTIME_TYPES_BYTES_BYTE_TEXT_H_

#include <cstddef>
#include <cstdint>

#include "runtime/base/unicode/text_view.h"
#include "runtime/object/ownership.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"

namespace polygil {

// The contents of bytes or a bytearray. Of a bytearray valid until Python code runs.
inline TextView ByteView(Value self) {
  if (IsBytes(self)) return {self.As<Bytes>()->data, self.As<Bytes>()->size, 1};
  return {self.As<ByteArray>()->data, self.As<ByteArray>()->size, 1};
}
inline const uint8_t* BytesOfView(const TextView& view) {
  return static_cast<const uint8_t*>(view.data);
}
// What methods return: bytes for bytes, bytearray for bytearray (never a subclass).
inline Owned MakeLike(Value self, const void* data, int64_t size) {
  return IsBytes(self) ? BytesNew(data, size) : ByteArrayNew(data, size);
}
inline Owned MakeLike(Value self, const TextView& view) {
  return MakeLike(self, view.data != nullptr ? view.data : "", view.length);
}
// The same contents: an exact bytes itself, else a copy.
Owned CopyLike(Value self);
// Fresh contents to be filled by the caller.
inline uint8_t* MutableBytes(Value made) {
  return IsBytes(made) ? made.As<Bytes>()->data : made.As<ByteArray>()->data;
}

// 0 .. 255. ValueError `range_message`, TypeError.
bool ReadByte(Value v, uint8_t* out, const char* range_message = "byte must be in range(0, 256)");

// A bytes-like argument or an int for one byte, as find() and `in` take it.
class ByteNeedle {
 public:
  // Method arguments ("argument should be integer or bytes-like object, not 'x'").
  bool Read(Value v);
  // `in` ("a bytes-like object is required, not 'x'").
  bool ReadItem(Value v);
  TextView view() const {
    return is_byte_ ? TextView{&byte_, 1, 1} : TextView{buffer_.data(), buffer_.size(), 1};
  }

 private:
  bool ReadInt(Value v);
  ScopedBuffer buffer_;
  uint8_t byte_ = 0;
  bool is_byte_ = false;
};

// A bytes-like argument: read in place for bytes, else held by a buffer.
class ByteArgument {
 public:
  bool Read(Value v) {
    if (IsBytes(v)) {
      view_ = ByteView(v);
      return true;
    }
    if (!buffer_.Acquire(v)) return false;
    view_ = {buffer_.data(), buffer_.size(), 1};
    return true;
  }
  const TextView& view() const { return view_; }

 private:
  ScopedBuffer buffer_;
  TextView view_{nullptr, 0, 1};
};

// The iterable or buffer that a constructor or extend() takes: bytes in a raw block.
class ByteCollector {
 public:
  ~ByteCollector();
  // Ints of an iterable. `range_message` as for ReadByte.
  bool Collect(Value iterable, const char* range_message);
  bool Add(uint8_t byte);
  const uint8_t* data() const { return data_; }
  int64_t size() const { return size_; }

 private:
  uint8_t* data_ = nullptr;
  int64_t size_ = 0, capacity_ = 0;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_BYTES_BYTE_TEXT_H_
