// Character names (Unicode 14.0.0), with aliases and named sequences for
// look-ups.

#ifndef POLYGIL_RUNTIME_BASE_UNICODE_NAMES_H_
#define POLYGIL_RUNTIME_BASE_UNICODE_NAMES_H_

#include <stddef.h>
#include <stdint.h>

namespace polygil {

// No name is longer.
inline constexpr int kUnicodeNameBound = 128;

// Writes the name, without a terminator; returns its length, 0 if there is none.
int UnicodeName(char32_t c, char* out);

// Finds a character by name or alias, or a named sequence, in any case of
// letters. Returns the number of code points written, 0 if there is none.
inline constexpr int kUnicodeSequenceBound = 16;
int UnicodeLookup(const char* name, size_t length, char32_t* out);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_UNICODE_NAMES_H_
