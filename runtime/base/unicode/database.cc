// Tables of 14.0.0, and sorted lists of what 3.2.0 had differently.

#include "runtime/base/unicode/database.h"

#include "runtime/base/unicode/properties.h"

namespace polygil {
namespace {

struct NumericRow {
  uint32_t code;
  uint32_t value;
};

struct Composition {
  uint32_t first;
  uint32_t second;
  uint32_t composed;
};

struct CodeRange {
  uint32_t code;
  uint32_t last;
};

struct OldRecord {
  uint32_t code;
  UnicodeRecord record;
};

struct OldNumber {
  uint32_t code;
  bool decimal;
  double value;
};

struct OldCorrection {
  uint32_t code;
  uint32_t decomposed;
};

#include "runtime/base/unicode/database_tables.inc"

constexpr const char* kCategories[] = {"Cn", "Lu", "Ll", "Lt", "Mn", "Mc", "Me", "Nd", "Nl", "No",
                                       "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Lm", "Lo", "Pc",
                                       "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So"};

constexpr const char* kBidirectional[] = {"",    "L",  "LRE", "LRO", "R",   "AL",  "RLE", "RLO",
                                          "PDF", "EN", "ES",  "ET",  "AN",  "CS",  "NSM", "BN",
                                          "B",   "S",  "WS",  "ON",  "LRI", "RLI", "FSI", "PDI"};

constexpr const char* kWidths[] = {"F", "H", "W", "Na", "A", "N"};

// The last row whose code is not above `c`, or null.
template <typename Row, int kCount>
const Row* FindRow(const Row (&rows)[kCount], char32_t c) {
  if (rows[0].code > c) return nullptr;
  int low = 0;
  int high = kCount;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    (rows[middle].code <= c ? low : high) = middle;
  }
  return &rows[low];
}

template <typename Row, int kCount>
const Row* FindExact(const Row (&rows)[kCount], char32_t c) {
  const Row* row = FindRow(rows, c);
  return row != nullptr && row->code == c ? row : nullptr;
}

const OldNumber* FindOldNumber(char32_t c, bool decimal) {
  for (const OldNumber& row : kOldNumbers) {
    if (row.code == c && row.decimal == decimal) return &row;
  }
  return nullptr;
}

}  // namespace

const UnicodeRecord& UnicodeRecordOf(char32_t c) {
  if (c > 0x10ffff) return kRecords[0];
  return kRecords[kRecordBlocks[kRecordIndex[c >> 7] << 7 | (c & 127)]];
}

UnicodeRecord UnicodeRecordOf(char32_t c, UnicodeVersion version) {
  if (version == UnicodeVersion::k3_2_0) {
    if (!UnicodeIsAssigned(c, version)) return kRecords[0];
    const OldRecord* old = FindExact(kOldRecords, c);
    if (old != nullptr) return old->record;
  }
  return UnicodeRecordOf(c);
}

const char* UnicodeCategoryName(const UnicodeRecord& record) {
  return kCategories[record.category];
}

const char* UnicodeBidirectionalName(const UnicodeRecord& record) {
  return kBidirectional[record.bidirectional];
}

const char* UnicodeWidthName(const UnicodeRecord& record) { return kWidths[record.width]; }

bool UnicodeIsAssigned(char32_t c, UnicodeVersion version) {
  if (version == UnicodeVersion::k3_2_0) {
    const CodeRange* range = FindRow(kOldUnassigned, c);
    if (range != nullptr && c <= range->last) return false;
  }
  return UnicodeRecordOf(c).category != 0;
}

bool UnicodeNumericValue(char32_t c, UnicodeVersion version, double* value) {
  if (version == UnicodeVersion::k3_2_0) {
    if (!UnicodeIsAssigned(c, version)) return false;
    const OldNumber* old = FindOldNumber(c, false);
    if (old != nullptr) {
      *value = old->value;
      return old->value >= 0;
    }
  }
  const UnicodeType& type = UnicodeTypeOf(c);
  if (type.digit >= 0) {
    *value = type.digit;
    return true;
  }
  if ((type.flags & kUnicodeNumeric) == 0) return false;
  const NumericRow* row = FindExact(kNumeric, c);
  if (row == nullptr) return false;
  *value = kNumericValues[row->value];
  return true;
}

int UnicodeDecimalValue(char32_t c, UnicodeVersion version) {
  if (version == UnicodeVersion::k3_2_0) {
    if (!UnicodeIsAssigned(c, version)) return -1;
    const OldNumber* old = FindOldNumber(c, true);
    if (old != nullptr) return static_cast<int>(old->value);
  }
  return UnicodeDecimal(c);
}

UnicodeDecomposition UnicodeDecompositionOf(char32_t c, UnicodeVersion version) {
  UnicodeDecomposition none = {"", nullptr, 0};
  if (c > 0x10ffff) return none;
  if (version == UnicodeVersion::k3_2_0 && !UnicodeIsAssigned(c, version)) {
    return none;
  }
  unsigned offset = kDecompositionBlocks[kDecompositionIndex[c >> 7] << 7 | (c & 127)];
  if (offset == 0) return none;
  const uint32_t* row = kDecompositions + offset;
  return {kDecompositionPrefixes[row[0] >> 8], row + 1, static_cast<int>(row[0] & 0xff)};
}

char32_t UnicodeComposePair(char32_t first, char32_t second) {
  int low = 0;
  int high = sizeof(kCompositions) / sizeof(kCompositions[0]);
  uint64_t wanted = static_cast<uint64_t>(first) << 32 | second;
  while (low < high) {
    int middle = (low + high) / 2;
    const Composition& row = kCompositions[middle];
    uint64_t key = static_cast<uint64_t>(row.first) << 32 | row.second;
    if (key == wanted) return row.composed;
    if (key < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return 0;
}

char32_t UnicodeOldCorrection(char32_t c) {
  const OldCorrection* row = FindExact(kOldCorrections, c);
  return row == nullptr ? 0 : row->decomposed;
}

}  // namespace polygil
