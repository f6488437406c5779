// Substring search in str and bytes (kind 1), never slower than linear.

#ifndef POLYGIL_RUNTIME_BASE_SEARCH_SEARCH_H_
#define POLYGIL_RUNTIME_BASE_SEARCH_SEARCH_H_

#include <stdint.h>

#include "runtime/base/unicode/text_view.h"

namespace polygil {

// The first occurrence, or -1. An empty pattern is found at 0. Widths may differ.
int64_t FindText(const TextView& text, const TextView& pattern);
// The last occurrence, or -1. An empty pattern is found at the end.
int64_t FindLastText(const TextView& text, const TextView& pattern);

int64_t FindCharacter(const TextView& text, char32_t c);
int64_t FindLastCharacter(const TextView& text, char32_t c);

// Occurrences that do not overlap, at most `most`; an empty pattern occurs
// length + 1 times.
int64_t CountText(const TextView& text, const TextView& pattern, int64_t most = INT64_MAX);

// Whether `part` stands at `at`; false when it sticks out.
bool MatchesAt(const TextView& text, int64_t at, const TextView& part);

bool EqualText(const TextView& a, const TextView& b);
// Negative, zero or positive, by code points.
int CompareText(const TextView& a, const TextView& b);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_SEARCH_SEARCH_H_
