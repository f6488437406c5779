#include "runtime/base/sre/characters.h"

#include <ctype.h>

namespace polygil::sre {
namespace {

bool AsciiIsDigit(uint32_t c) { return c - '0' < 10; }
bool AsciiIsSpace(uint32_t c) { return c == ' ' || c - 9 < 5; }

}  // namespace

bool AsciiIsCased(uint32_t c) { return c < 128 && (c | 32) - 'a' < 26; }

uint32_t AsciiToLower(uint32_t c) { return c - 'A' < 26 ? c + 32 : c; }

bool UnicodeHasCase(const CharacterTables& tables, uint32_t c) {
  return tables.to_lower(c) != c || tables.to_upper(c) != c;
}

uint32_t LocaleToLower(uint32_t c) {
  return c < 256 ? static_cast<uint32_t>(tolower(static_cast<int>(c))) : c;
}

uint32_t LocaleToUpper(uint32_t c) {
  return c < 256 ? static_cast<uint32_t>(toupper(static_cast<int>(c))) : c;
}

bool LocaleIsWord(uint32_t c) { return c < 256 && (isalnum(static_cast<int>(c)) || c == '_'); }

bool InCategory(const CharacterTables& tables, Category category, uint32_t c) {
  switch (category) {
    case Category::kDigit:
      return AsciiIsDigit(c);
    case Category::kNotDigit:
      return !AsciiIsDigit(c);
    case Category::kSpace:
      return AsciiIsSpace(c);
    case Category::kNotSpace:
      return !AsciiIsSpace(c);
    case Category::kWord:
      return AsciiIsWord(c);
    case Category::kNotWord:
      return !AsciiIsWord(c);
    case Category::kLinebreak:
      return c == '\n';
    case Category::kNotLinebreak:
      return c != '\n';
    case Category::kLocWord:
      return LocaleIsWord(c);
    case Category::kLocNotWord:
      return !LocaleIsWord(c);
    case Category::kUniDigit:
      return tables.is_decimal(c);
    case Category::kUniNotDigit:
      return !tables.is_decimal(c);
    case Category::kUniSpace:
      return tables.is_space(c);
    case Category::kUniNotSpace:
      return !tables.is_space(c);
    case Category::kUniWord:
      return UnicodeIsWord(tables, c);
    case Category::kUniNotWord:
      return !UnicodeIsWord(tables, c);
    case Category::kUniLinebreak:
      return tables.is_linebreak(c);
    case Category::kUniNotLinebreak:
      return !tables.is_linebreak(c);
  }
  return false;
}

}  // namespace polygil::sre
