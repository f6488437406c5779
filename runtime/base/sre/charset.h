// Sets of characters: `[...]`, and every other test of one character that is
// more than an equality.
//
// A set is its code (as emitted by re/_compiler.py, up to FAILURE) and a way of
// folding the character before it is looked up. Answers for the first 256
// characters are precomputed, unless they depend on the locale of the moment.

#ifndef POLYGIL_RUNTIME_BASE_SRE_CHARSET_H_
#define POLYGIL_RUNTIME_BASE_SRE_CHARSET_H_

#include <cstdint>

#include "runtime/base/sre/characters.h"

namespace polygil::sre {

// What is done to a character before it is compared.
enum class Fold : uint8_t { kNone, kAscii, kUnicode, kLocale };

// Whether `character`, taken as it is, is in the set that starts at `set`.
bool CodeContains(const uint32_t* set, uint32_t character, const CharacterTables& tables);

// Words of the set that starts at `set`, its FAILURE included.
uint32_t CharsetLength(const uint32_t* set);

// How the question is answered for characters above 255.
enum class HighPart : uint8_t {
  kNone,
  kAll,
  kRange,      // those between two bounds
  kPredicate,  // those that a function of CharacterTables accepts
  kLookUp,     // by walking the set's code
};

struct CharSet {
  uint8_t table[256];  // 1: in the set; all 1 in a locale set
  HighPart high;
  Fold fold;
  bool locale;          // the answer depends on the locale of the moment
  bool negated;         // the answer of the code is turned round
  bool high_negated;    // ... and that of kRange or kPredicate
  uint32_t code;        // offset into the program's words
  uint32_t length;      // words of code
  uint32_t high_first;  // of kRange
  uint32_t high_last;
  bool (*predicate)(uint32_t character);

  // Whether a character above 255 may be in the set.
  bool has_high() const { return high != HighPart::kNone; }
};

// The slow and exact answer; `set` is the address of the set's code.
bool CharSetLookUp(const CharSet& description, const uint32_t* set, uint32_t character,
                   const CharacterTables& tables);

// Fills `table` and `high` of a set whose other fields are there.
void CharSetPrepare(CharSet* description, const uint32_t* set, const CharacterTables& tables);

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_CHARSET_H_
