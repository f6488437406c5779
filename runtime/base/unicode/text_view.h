// Borrowed text as str objects store it: 1, 2 or 4 bytes a code point.

#ifndef POLYGIL_RUNTIME_BASE_UNICODE_TEXT_VIEW_H_
#define POLYGIL_RUNTIME_BASE_UNICODE_TEXT_VIEW_H_

#include <stdint.h>

namespace polygil {

struct TextView {
  const void* data;
  int64_t length;  // Code points
  int kind;        // Bytes of each: 1, 2 or 4

  char32_t operator[](int64_t i) const {
    return kind == 1   ? static_cast<const uint8_t*>(data)[i]
           : kind == 2 ? static_cast<const uint16_t*>(data)[i]
                       : static_cast<const uint32_t*>(data)[i];
  }
  TextView Slice(int64_t from, int64_t to) const {
    return {static_cast<const char*>(data) + from * kind, to - from, kind};
  }
};

// Calls `function` with a typed pointer to the code points.
template <typename Function>
inline auto WithTypedText(const TextView& text, Function&& function) {
  switch (text.kind) {
    case 1:
      return function(static_cast<const uint8_t*>(text.data));
    case 2:
      return function(static_cast<const uint16_t*>(text.data));
    default:
      return function(static_cast<const uint32_t*>(text.data));
  }
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_UNICODE_TEXT_VIEW_H_
