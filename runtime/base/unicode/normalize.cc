// Decompose, order the combining marks, then compose in place.

#include "runtime/base/unicode/normalize.h"

#include <stdlib.h>
#include <string.h>

namespace polygil {
namespace {

// Hangul syllables are arithmetic: leading, vowel and trailing letters.
constexpr char32_t kSyllableBase = 0xac00;
constexpr char32_t kLeadingBase = 0x1100;
constexpr char32_t kVowelBase = 0x1161;
constexpr char32_t kTrailingBase = 0x11a7;
constexpr char32_t kLeadingCount = 19;
constexpr char32_t kVowelCount = 21;
constexpr char32_t kTrailingCount = 28;
constexpr char32_t kSyllableCount = kLeadingCount * kVowelCount * kTrailingCount;

bool IsCompatible(NormalForm form) {
  return form == NormalForm::kNfkd || form == NormalForm::kNfkc;
}

bool IsComposed(NormalForm form) { return form == NormalForm::kNfc || form == NormalForm::kNfkc; }

void DecomposeSyllable(char32_t c, CodePointBuffer* out) {
  char32_t index = c - kSyllableBase;
  out->Append(kLeadingBase + index / (kVowelCount * kTrailingCount));
  out->Append(kVowelBase + index % (kVowelCount * kTrailingCount) / kTrailingCount);
  if (index % kTrailingCount != 0) {
    out->Append(kTrailingBase + index % kTrailingCount);
  }
}

void Decompose(char32_t c, bool compatible, UnicodeVersion version, CodePointBuffer* out) {
  if (c < 0xa0) {
    out->Append(c);
    return;
  }
  if (c - kSyllableBase < kSyllableCount) {
    DecomposeSyllable(c, out);
    return;
  }
  if (version == UnicodeVersion::k3_2_0) {
    char32_t corrected = UnicodeOldCorrection(c);
    if (corrected != 0) {
      out->Append(corrected);
      return;
    }
  }
  UnicodeDecomposition parts = UnicodeDecompositionOf(c, version);
  if (parts.count == 0 || (parts.prefix[0] != 0 && !compatible)) {
    out->Append(c);
    return;
  }
  for (int i = 0; i < parts.count; ++i) {
    Decompose(parts.codes[i], compatible, version, out);
  }
}

int CombiningClass(char32_t c) { return UnicodeRecordOf(c).combining; }

void InsertionSort(char32_t* codes, int64_t count) {
  for (int64_t i = 1; i < count; ++i) {
    char32_t c = codes[i];
    int64_t at = i;
    for (; at > 0 && CombiningClass(codes[at - 1]) > CombiningClass(c); --at) {
      codes[at] = codes[at - 1];
    }
    codes[at] = c;
  }
}

// Stable and linear, for runs that only an adversary writes.
bool CountingSort(char32_t* codes, int64_t count) {
  char32_t* copy = static_cast<char32_t*>(malloc(sizeof(char32_t) * count));
  if (copy == nullptr) return false;
  memcpy(copy, codes, sizeof(char32_t) * count);
  int64_t starts[257] = {};
  for (int64_t i = 0; i < count; ++i) ++starts[CombiningClass(copy[i]) + 1];
  for (int i = 1; i < 257; ++i) starts[i] += starts[i - 1];
  for (int64_t i = 0; i < count; ++i) {
    codes[starts[CombiningClass(copy[i])]++] = copy[i];
  }
  free(copy);
  return true;
}

// Sorts each run of combining marks by class, keeping the order within one.
bool OrderMarks(char32_t* codes, int64_t from, int64_t length) {
  for (int64_t i = from; i < length; ++i) {
    int64_t start = i;
    bool ordered = true;
    for (int previous = 0; i < length; ++i) {
      int combining = CombiningClass(codes[i]);
      if (combining == 0) break;
      ordered = ordered && previous <= combining;
      previous = combining;
    }
    if (ordered) continue;
    if (i - start <= 32) {
      InsertionSort(codes + start, i - start);
    } else if (!CountingSort(codes + start, i - start)) {
      return false;
    }
  }
  return true;
}

char32_t ComposeHangul(char32_t first, char32_t second) {
  if (first - kLeadingBase < kLeadingCount && second - kVowelBase < kVowelCount) {
    return kSyllableBase +
           ((first - kLeadingBase) * kVowelCount + (second - kVowelBase)) * kTrailingCount;
  }
  if (first - kSyllableBase < kSyllableCount && (first - kSyllableBase) % kTrailingCount == 0 &&
      second - kTrailingBase - 1 < kTrailingCount - 1) {
    return first + (second - kTrailingBase);
  }
  return 0;
}

char32_t ComposeTwo(char32_t first, char32_t second) {
  char32_t composed = ComposeHangul(first, second);
  return composed != 0 ? composed : UnicodeComposePair(first, second);
}

// Composes codes[from, length) in place and returns the new length.
int64_t Compose(char32_t* codes, int64_t from, int64_t length) {
  int64_t starter = -1;
  int last_class = -1;  // Of the last mark kept behind the starter: it blocks
  int64_t out = from;
  for (int64_t i = from; i < length; ++i) {
    char32_t c = codes[i];
    int combining = UnicodeRecordOf(c).combining;
    if (starter >= 0 && last_class < combining) {
      char32_t composed = ComposeTwo(codes[starter], c);
      if (composed != 0) {
        codes[starter] = composed;
        continue;
      }
    }
    if (combining == 0) {
      starter = out;
      last_class = -1;
    } else {
      last_class = combining;
    }
    codes[out++] = c;
  }
  return out;
}

}  // namespace

bool IsSurelyNormalized(NormalForm form, const TextView& text) {
  // ASCII is normal in every form; Latin-1 has been composed already.
  if (text.kind == 1 && form == NormalForm::kNfc) return true;
  int bit = 1 << static_cast<int>(form);
  int previous = 0;
  for (int64_t i = 0; i < text.length; ++i) {
    char32_t c = text[i];
    if (c < 0xa0) {
      previous = 0;
      continue;
    }
    const UnicodeRecord& record = UnicodeRecordOf(c);
    if ((record.quick_check & bit) != 0) return false;
    if (record.combining != 0 && previous > record.combining) return false;
    previous = record.combining;
  }
  return true;
}

bool Normalize(NormalForm form, const TextView& text, CodePointBuffer* out,
               UnicodeVersion version) {
  int64_t from = out->length();
  if (IsSurelyNormalized(form, text) && version == UnicodeVersion::k14_0_0) {
    return out->Append(text);
  }
  if (!out->Reserve(text.length)) return false;
  for (int64_t i = 0; i < text.length; ++i) {
    Decompose(text[i], IsCompatible(form), version, out);
  }
  if (!out->ok()) return false;
  if (!OrderMarks(out->data(), from, out->length())) return false;
  if (IsComposed(form)) {
    out->Truncate(Compose(out->data(), from, out->length()));
  }
  return true;
}

}  // namespace polygil
