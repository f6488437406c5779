#include "runtime/base/sre/charset.h"

#include <cstring>

namespace polygil::sre {
namespace {

bool BitIsSet(const uint32_t* bits, uint32_t index) {
  return (bits[index >> 5] >> (index & 31)) & 1;
}

// <BIGCHARSET> <blocks> <256 bytes of block numbers> <blocks of 256 bits>
bool BigCharsetContains(const uint32_t* operands, uint32_t c) {
  if (c >= 0x10000) return false;
  const uint8_t* index = reinterpret_cast<const uint8_t*>(operands + 1);
  uint32_t block = index[c >> 8];
  return BitIsSet(operands + 1 + 64, block * 256 + (c & 255));
}

uint32_t OperandCount(const uint32_t* op) {
  switch (static_cast<Code>(*op)) {
    case Code::kLiteral:
    case Code::kCategory:
      return 1;
    case Code::kRange:
    case Code::kRangeUniIgnore:
      return 2;
    case Code::kCharset:
      return 8;
    case Code::kBigCharset:
      return 1 + 64 + op[1] * 8;
    default:
      return 0;
  }
}

bool InRange(uint32_t c, const uint32_t* bounds) {
  return bounds[0] <= c && c <= bounds[1];
}

bool OperatorContains(const uint32_t* op, uint32_t c,
                      const CharacterTables& tables) {
  switch (static_cast<Code>(*op)) {
    case Code::kLiteral:
      return c == op[1];
    case Code::kCategory:
      return InCategory(tables, static_cast<Category>(op[1]), c);
    case Code::kCharset:
      return c < 256 && BitIsSet(op + 1, c);
    case Code::kBigCharset:
      return BigCharsetContains(op + 1, c);
    case Code::kRange:
      return InRange(c, op + 1);
    case Code::kRangeUniIgnore:
      return InRange(c, op + 1) || InRange(tables.to_upper(c), op + 1);
    default:
      return false;
  }
}

// Whether an operator may (kLookUp), must (kAll) or can't (kNone) contain
// characters above 255.
HighPart OperatorHighPart(const uint32_t* op) {
  switch (static_cast<Code>(*op)) {
    case Code::kLiteral:
      return op[1] < 256 ? HighPart::kNone : HighPart::kLookUp;
    case Code::kRange:
      if (op[2] < 256) return HighPart::kNone;
      return op[1] < 256 && op[2] >= 0x10FFFF ? HighPart::kAll
                                              : HighPart::kLookUp;
    case Code::kCharset:
      return HighPart::kNone;
    case Code::kCategory:
      if (op[1] >= static_cast<uint32_t>(Category::kUniDigit)) {
        return HighPart::kLookUp;
      }
      return op[1] & 1 ? HighPart::kAll : HighPart::kNone;
    default:
      return HighPart::kLookUp;
  }
}

HighPart CodeHighPart(const uint32_t* set) {
  bool negated = false;
  for (; *set != static_cast<uint32_t>(Code::kFailure);
       set += 1 + OperandCount(set)) {
    if (*set == static_cast<uint32_t>(Code::kNegate)) {
      negated = !negated;
      continue;
    }
    HighPart part = OperatorHighPart(set);
    if (part == HighPart::kLookUp) return part;
    if (part == HighPart::kAll) {
      return negated ? HighPart::kNone : HighPart::kAll;
    }
  }
  return negated ? HighPart::kAll : HighPart::kNone;
}

}  // namespace

bool CodeContains(const uint32_t* set, uint32_t c,
                  const CharacterTables& tables) {
  bool found = true;
  for (; *set != static_cast<uint32_t>(Code::kFailure);
       set += 1 + OperandCount(set)) {
    if (*set == static_cast<uint32_t>(Code::kNegate)) {
      found = !found;
    } else if (OperatorContains(set, c, tables)) {
      return found;
    }
  }
  return !found;
}

uint32_t CharsetLength(const uint32_t* set) {
  const uint32_t* at = set;
  while (*at != static_cast<uint32_t>(Code::kFailure)) {
    at += 1 + OperandCount(at);
  }
  return static_cast<uint32_t>(at - set) + 1;
}

bool CharSetLookUp(const CharSet& description, const uint32_t* set, uint32_t c,
                   const CharacterTables& tables) {
  bool found = false;
  switch (description.fold) {
    case Fold::kNone:
      found = CodeContains(set, c, tables);
      break;
    case Fold::kAscii:
      found = CodeContains(set, AsciiToLower(c), tables);
      break;
    case Fold::kUnicode:
      found = CodeContains(set, tables.to_lower(c), tables);
      break;
    case Fold::kLocale: {
      uint32_t lower = LocaleToLower(c), upper = LocaleToUpper(c);
      found = CodeContains(set, lower, tables) ||
              (upper != lower && CodeContains(set, upper, tables));
      break;
    }
  }
  return found != description.negated;
}

void CharSetPrepare(CharSet* description, const uint32_t* set,
                    const CharacterTables& tables) {
  if (description->locale) {
    memset(description->table, 1, sizeof(description->table));
    description->high = HighPart::kLookUp;
    return;
  }
  for (uint32_t c = 0; c < 256; ++c) {
    description->table[c] = CharSetLookUp(*description, set, c, tables);
  }
  if (description->fold == Fold::kUnicode) {
    description->high = HighPart::kLookUp;
    return;
  }
  HighPart high = CodeHighPart(set);
  if (description->negated && high != HighPart::kLookUp) {
    high = high == HighPart::kAll ? HighPart::kNone : HighPart::kAll;
  }
  description->high = high;
}

}  // namespace polygil::sre
