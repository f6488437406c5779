// Names are phrases of words. A word is its number in the list of all words,
// frequent ones first, written with one to three printable characters; a phrase
// ends with '~'. A name is looked up by searching for its encoded phrase.

#include "runtime/base/unicode/names.h"

#include <string.h>

namespace polygil {
namespace {

struct NameRun {
  uint32_t code;
  uint32_t number;  // Of the first phrase
};

struct NameRule {
  uint32_t code;
  uint32_t last;
  const char* prefix;  // The code point follows in hexadecimal
};

struct ExtraName {
  uint32_t offset;
  uint32_t count;
};

#include "runtime/base/unicode/name_tables.inc"

constexpr int kBlock = 64;  // Words and phrases per entry of the offset tables

constexpr char32_t kSyllableBase = 0xac00;
constexpr int kSyllableCount = 11172;
constexpr char kSyllablePrefix[] = "HANGUL SYLLABLE ";
constexpr const char* kLeading[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                    "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
constexpr const char* kVowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                   "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                   "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
constexpr const char* kTrailing[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                     "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                     "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

// The alphabet skips '"', '?' and the backslash.
int DigitOf(char c) { return c - '!' - (c > '"') - (c > '?') - (c > '\\'); }

char LetterOf(int digit) {
  int c = digit + '!';
  if (c >= '"') ++c;
  if (c >= '?') ++c;
  if (c >= '\\') ++c;
  return static_cast<char>(c);
}

int WordNumber(const char** at) {
  int lead = DigitOf(*(*at)++);
  if (lead < kOneDigit) return lead;
  int second = DigitOf(*(*at)++);
  if (lead < kOneDigit + kTwoDigits) {
    return kOneDigit + (lead - kOneDigit) * kDigitBase + second;
  }
  int third = DigitOf(*(*at)++);
  return kOneDigit + kTwoDigits * kDigitBase +
         ((lead - kOneDigit - kTwoDigits) * kDigitBase + second) * kDigitBase + third;
}

char* WriteWordNumber(char* out, int number) {
  if (number < kOneDigit) {
    *out++ = LetterOf(number);
    return out;
  }
  number -= kOneDigit;
  if (number < kTwoDigits * kDigitBase) {
    *out++ = LetterOf(kOneDigit + number / kDigitBase);
  } else {
    number -= kTwoDigits * kDigitBase;
    *out++ = LetterOf(kOneDigit + kTwoDigits + number / kDigitBase / kDigitBase);
    *out++ = LetterOf(number / kDigitBase % kDigitBase);
  }
  *out++ = LetterOf(number % kDigitBase);
  return out;
}

// Where item `number` of a list begins, whose items `separator` ends.
template <int kCount>
const char* FindItem(const char* list, const uint32_t (&offsets)[kCount], char separator,
                     int number) {
  const char* at = list + offsets[number / kBlock];
  for (int i = number % kBlock; i > 0; --i) at = strchr(at, separator) + 1;
  return at;
}

// The number of the item that begins at an offset.
template <int kCount>
int NumberOfItem(const char* list, const uint32_t (&offsets)[kCount], char separator,
                 uint32_t offset) {
  int low = 0;
  int high = kCount;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    (offsets[middle] <= offset ? low : high) = middle;
  }
  int number = low * kBlock;
  for (const char* at = list + offsets[low]; at < list + offset; ++at) {
    number += *at == separator;
  }
  return number;
}

int WritePhrase(int number, char* out) {
  const char* at = FindItem(kPhrases, kPhraseOffsets, '~', number);
  char* to = out;
  while (*at != '~') {
    const char* word = FindItem(kWords, kWordOffsets, ' ', WordNumber(&at));
    while (*word != ' ') *to++ = *word++;
    *to++ = ' ';
  }
  return static_cast<int>(to - out) - 1;
}

int WriteRule(const NameRule& rule, char32_t c, char* out) {
  int length = static_cast<int>(strlen(rule.prefix));
  memcpy(out, rule.prefix, length);
  for (int shift = c > 0xffff ? 16 : 12; shift >= 0; shift -= 4) {
    out[length++] = "0123456789ABCDEF"[c >> shift & 15];
  }
  return length;
}

int WriteSyllable(int index, char* out) {
  strcpy(out, kSyllablePrefix);
  strcat(out, kLeading[index / (21 * 28)]);
  strcat(out, kVowels[index / 28 % 21]);
  strcat(out, kTrailing[index % 28]);
  return static_cast<int>(strlen(out));
}

// Encodes an upper case name as a phrase with '~' on both sides. Returns the
// length, 0 if a word is unknown.
int EncodePhrase(const char* name, size_t length, char* out) {
  char* to = out;
  *to++ = '~';
  char word[kUnicodeNameBound + 2];
  for (size_t i = 0; i <= length;) {
    size_t size = 0;
    word[size++] = ' ';
    while (i < length && name[i] != ' ') word[size++] = name[i++];
    word[size++] = ' ';
    ++i;
    if (size == 2) return 0;
    const char* found = static_cast<const char*>(memmem(kWords, sizeof(kWords) - 1, word, size));
    if (found == nullptr) return 0;
    to = WriteWordNumber(
        to, NumberOfItem(kWords, kWordOffsets, ' ', static_cast<uint32_t>(found + 1 - kWords)));
  }
  *to++ = '~';
  return static_cast<int>(to - out);
}

// The longest of some short names that the text starts with, as an index.
template <int kCount>
int TakeLongest(const char* const (&names)[kCount], const char** at, const char* end) {
  int best = -1;
  size_t longest = 0;
  for (int i = 0; i < kCount; ++i) {
    size_t size = strlen(names[i]);
    if (size > static_cast<size_t>(end - *at)) continue;
    if ((best < 0 || size > longest) && memcmp(*at, names[i], size) == 0) {
      best = i;
      longest = size;
    }
  }
  *at += longest;
  return best;
}

char32_t LookupSyllable(const char* at, const char* end) {
  int leading = TakeLongest(kLeading, &at, end);
  int vowel = TakeLongest(kVowels, &at, end);
  int trailing = TakeLongest(kTrailing, &at, end);
  if (leading < 0 || vowel < 0 || trailing < 0 || at != end) return 0;
  return kSyllableBase + (leading * 21 + vowel) * 28 + trailing;
}

// A syllable, or the code point behind the last '-' of a name made by a rule.
char32_t LookupByRule(const char* name, size_t length) {
  char made[kUnicodeNameBound];
  size_t prefix = sizeof(kSyllablePrefix) - 1;
  if (length > prefix && memcmp(name, kSyllablePrefix, prefix) == 0) {
    return LookupSyllable(name + prefix, name + length);
  }
  const void* dash = memrchr(name, '-', length);
  if (dash == nullptr) return 0;
  char32_t c = 0;
  for (const char* at = static_cast<const char*>(dash) + 1; at < name + length; ++at) {
    const char* digit = strchr("0123456789ABCDEF", *at);
    if (digit == nullptr || *at == 0 || c > 0xffff) return 0;
    c = c * 16 + static_cast<char32_t>(digit - "0123456789ABCDEF");
  }
  for (const NameRule& rule : kNameRules) {
    if (c < rule.code || c > rule.last) continue;
    if (static_cast<size_t>(WriteRule(rule, c, made)) == length &&
        memcmp(made, name, length) == 0) {
      return c;
    }
  }
  return 0;
}

}  // namespace

int UnicodeName(char32_t c, char* out) {
  if (c - kSyllableBase < kSyllableCount) {
    return WriteSyllable(static_cast<int>(c - kSyllableBase), out);
  }
  for (const NameRule& rule : kNameRules) {
    if (c >= rule.code && c <= rule.last) return WriteRule(rule, c, out);
  }
  int low = 0;
  int high = sizeof(kNameRuns) / sizeof(kNameRuns[0]) - 1;
  if (c < kNameRuns[0].code) return 0;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    (kNameRuns[middle].code <= c ? low : high) = middle;
  }
  uint32_t number = kNameRuns[low].number + (c - kNameRuns[low].code);
  return number < kNameRuns[low + 1].number ? WritePhrase(static_cast<int>(number), out) : 0;
}

int UnicodeLookup(const char* name, size_t length, char32_t* out) {
  if (length == 0 || length >= kUnicodeNameBound) return 0;
  out[0] = LookupByRule(name, length);
  if (out[0] != 0) return 1;
  char upper[kUnicodeNameBound];
  for (size_t i = 0; i < length; ++i) {
    upper[i] = name[i] >= 'a' && name[i] <= 'z' ? static_cast<char>(name[i] - 32) : name[i];
  }
  char phrase[3 * kUnicodeNameBound];
  int size = EncodePhrase(upper, length, phrase);
  if (size == 0) return 0;
  const char* found =
      static_cast<const char*>(memmem(kPhrases, sizeof(kPhrases) - 1, phrase, size));
  if (found == nullptr) return 0;
  int number =
      NumberOfItem(kPhrases, kPhraseOffsets, '~', static_cast<uint32_t>(found + 1 - kPhrases));
  if (number >= kPlainNameCount) {
    const ExtraName& extra = kExtraNames[number - kPlainNameCount];
    for (uint32_t i = 0; i < extra.count; ++i) {
      out[i] = kExtraCodes[extra.offset + i];
    }
    return static_cast<int>(extra.count);
  }
  for (const NameRun* run = kNameRuns;; ++run) {
    if (static_cast<uint32_t>(number) < run[1].number) {
      out[0] = run->code + (number - run->number);
      return 1;
    }
  }
}

}  // namespace polygil
