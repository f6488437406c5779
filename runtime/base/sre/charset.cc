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

bool InRange(uint32_t c, const uint32_t* bounds) { return bounds[0] <= c && c <= bounds[1]; }

bool OperatorContains(const uint32_t* op, uint32_t c, const CharacterTables& tables) {
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
      return op[1] < 256 && op[2] >= 0x10FFFF ? HighPart::kAll : HighPart::kLookUp;
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

// The Unicode predicate behind a category, if it is one.
bool (*PredicateOf(uint32_t category, const CharacterTables& tables))(uint32_t) {
  switch (static_cast<Category>(category & ~1u)) {
    case Category::kUniDigit:
      return tables.is_decimal;
    case Category::kUniSpace:
      return tables.is_space;
    case Category::kUniWord:
      return tables.is_alphanumeric;
    case Category::kUniLinebreak:
      return tables.is_linebreak;
    default:
      return nullptr;
  }
}

// Sets that contain characters above 255 through one operator only have a short
// way to them.
void FillHighPart(CharSet* set, const uint32_t* code, const CharacterTables& tables) {
  bool negated = set->negated;
  const uint32_t* only = nullptr;
  for (; *code != static_cast<uint32_t>(Code::kFailure); code += 1 + OperandCount(code)) {
    if (*code == static_cast<uint32_t>(Code::kNegate)) {
      // Other places for it mean something, but nobody writes them.
      if (only != nullptr) return;
      negated = !negated;
      continue;
    }
    HighPart part = OperatorHighPart(code);
    if (part == HighPart::kNone) continue;
    if (only != nullptr) return;
    only = code;
  }
  set->high_negated = negated;
  if (only == nullptr || OperatorHighPart(only) == HighPart::kAll) {
    set->high = (only != nullptr) != negated ? HighPart::kAll : HighPart::kNone;
  } else if (*only == static_cast<uint32_t>(Code::kLiteral)) {
    set->high = HighPart::kRange;
    set->high_first = set->high_last = only[1];
  } else if (*only == static_cast<uint32_t>(Code::kRange)) {
    set->high = HighPart::kRange;
    set->high_first = only[1];
    set->high_last = only[2];
  } else if (*only == static_cast<uint32_t>(Code::kCategory)) {
    set->predicate = PredicateOf(only[1], tables);
    if (set->predicate == nullptr) return;
    if (only[1] & 1) set->high_negated = !negated;
    set->high = HighPart::kPredicate;
  }
}

}  // namespace

bool CodeContains(const uint32_t* set, uint32_t c, const CharacterTables& tables) {
  bool found = true;
  for (; *set != static_cast<uint32_t>(Code::kFailure); set += 1 + OperandCount(set)) {
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
      found =
          CodeContains(set, lower, tables) || (upper != lower && CodeContains(set, upper, tables));
      break;
    }
  }
  return found != description.negated;
}

void CharSetPrepare(CharSet* description, const uint32_t* set, const CharacterTables& tables) {
  if (description->locale) {
    memset(description->table, 1, sizeof(description->table));
    description->high = HighPart::kLookUp;
    return;
  }
  for (uint32_t c = 0; c < 256; ++c) {
    description->table[c] = CharSetLookUp(*description, set, c, tables);
  }
  description->high = HighPart::kLookUp;
  if (description->fold != Fold::kUnicode) FillHighPart(description, set, tables);
}

}  // namespace polygil::sre
