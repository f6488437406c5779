// Classes of ASCII characters for the tokenizer: one table look-up each.

#ifndef POLYGIL_COMPILER_TOKEN_CHARACTER_CLASS_H_
#define POLYGIL_COMPILER_TOKEN_CHARACTER_CLASS_H_

#include <cstdint>

namespace polygil {

inline constexpr uint8_t kNameStart = 1;  // bytes above 0x7F count as letters
inline constexpr uint8_t kNamePart = 2;
inline constexpr uint8_t kDigit = 4;
inline constexpr uint8_t kHexDigit = 8;
inline constexpr uint8_t kStringPlain = 16;  // says nothing inside a string literal

struct CharacterClasses {
  uint8_t bits[256] = {};

  constexpr CharacterClasses() {
    for (int c = 0; c < 256; c++) {
      bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
      bool digit = c >= '0' && c <= '9';
      bool hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      bool plain = c != '\'' && c != '"' && c != '\\' && c != '\n' && c != 0;
      bits[c] = static_cast<uint8_t>((letter ? kNameStart : 0) |
                                     (letter || digit ? kNamePart : 0) | (digit ? kDigit : 0) |
                                     (hex ? kHexDigit : 0) | (plain ? kStringPlain : 0));
    }
  }
};

inline constexpr CharacterClasses kCharacterClasses;

inline bool HasClass(char c, uint8_t mask) {
  return (kCharacterClasses.bits[static_cast<unsigned char>(c)] & mask) != 0;
}

}  // namespace polygil

#endif  // POLYGIL_COMPILER_TOKEN_CHARACTER_CLASS_H_
