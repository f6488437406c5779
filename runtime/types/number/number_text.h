// Text on its way to a number: int(), float() and complex() take str with any decimal digits and
// white space, and the buffers of bytes-like objects.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_NUMBER_TEXT_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_NUMBER_TEXT_H_

#include <cstddef>

#include "runtime/base/formatspec/formatted.h"
#include "runtime/object/ownership.h"

namespace polygil {

// ASCII characters of a number's text, surrounding white space stripped. What can't be part of a
// number became '?'.
class NumberText {
 public:
  // `text` is a str, bytes or bytearray. False: MemoryError.
  bool Read(Value text);
  const char* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  void Strip();

  AsciiBuffer buffer_;
  const char* data_ = nullptr;
  size_t size_ = 0;
};

// The value as messages show it: a bytearray is shown as bytes.
Owned NumberTextForMessage(Value text);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_NUMBER_TEXT_H_
