// A borrowed text of 1, 2 or 4 bytes a character, as the JSON engines take it.

#ifndef POLYGIL_RUNTIME_BASE_JSONTEXT_TEXT_H_
#define POLYGIL_RUNTIME_BASE_JSONTEXT_TEXT_H_

#include <cstddef>
#include <cstdint>

namespace polygil::jsontext {

struct Text {
  const void* data;
  size_t length;  // characters
  int width;      // bytes of a character
};

// Calls `function` with the characters as a pointer to their type.
template <class Function>
inline auto WithCharacters(const Text& text, Function function) {
  switch (text.width) {
    case 1:
      return function(static_cast<const uint8_t*>(text.data));
    case 2:
      return function(static_cast<const uint16_t*>(text.data));
    default:
      return function(static_cast<const uint32_t*>(text.data));
  }
}

}  // namespace polygil::jsontext

#endif  // POLYGIL_RUNTIME_BASE_JSONTEXT_TEXT_H_
