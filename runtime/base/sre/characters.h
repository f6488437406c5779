// What the engine asks about single characters: case and category.
//
// Facts about Unicode come through a table of functions, so that the engine
// knows no character database; ASCII and locale rules are decided here.

#ifndef POLYGIL_RUNTIME_BASE_SRE_CHARACTERS_H_
#define POLYGIL_RUNTIME_BASE_SRE_CHARACTERS_H_

#include <cstdint>

#include "runtime/base/sre/opcodes.h"

namespace polygil::sre {

// The Unicode database as the engine needs it. Every function takes any 32-bit
// number (also above 0x10FFFF) and must not fail. Case mappings are the simple
// (one to one) ones.
struct CharacterTables {
  uint32_t (*to_lower)(uint32_t character);
  uint32_t (*to_upper)(uint32_t character);
  bool (*is_decimal)(uint32_t character);
  bool (*is_space)(uint32_t character);
  bool (*is_alphanumeric)(uint32_t character);
  bool (*is_linebreak)(uint32_t character);
};

// The helpers `_sre` offers to re/_compiler.py.
bool AsciiIsCased(uint32_t character);
uint32_t AsciiToLower(uint32_t character);
// unicode_iscased; unicode_tolower is tables.to_lower.
bool UnicodeHasCase(const CharacterTables& tables, uint32_t character);

// Under the C locale of the moment; characters above 255 have no case.
uint32_t LocaleToLower(uint32_t character);
uint32_t LocaleToUpper(uint32_t character);
bool LocaleIsWord(uint32_t character);

inline bool AsciiIsWord(uint32_t c) { return (c - '0' < 10) || ((c | 32) - 'a' < 26) || c == '_'; }
inline bool UnicodeIsWord(const CharacterTables& tables, uint32_t c) {
  if (c < 128) return AsciiIsWord(c);
  return tables.is_alphanumeric(c);
}

// Whether `character` is of `category` (a valid one).
bool InCategory(const CharacterTables& tables, Category category, uint32_t character);

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_CHARACTERS_H_
