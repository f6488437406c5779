#include "runtime/base/sre/unicode_tables.h"

#include "runtime/base/unicode/properties.h"

namespace polygil::sre {

const CharacterTables& UnicodeTables() {
  static constexpr CharacterTables kTables = {
      [](uint32_t c) -> uint32_t { return polygil::UnicodeToLower(c); },
      [](uint32_t c) -> uint32_t { return UnicodeToUpper(c); },
      [](uint32_t c) { return UnicodeIsDecimal(c); },
      [](uint32_t c) { return UnicodeIsSpace(c); },
      [](uint32_t c) { return UnicodeIsAlnum(c); },
      [](uint32_t c) { return UnicodeIsLineBreak(c); },
  };
  return kTables;
}

}  // namespace polygil::sre
