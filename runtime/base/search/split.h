// Words, lines and margins of str and bytes, as ranges of a text.

#ifndef POLYGIL_RUNTIME_BASE_SEARCH_SPLIT_H_
#define POLYGIL_RUNTIME_BASE_SEARCH_SPLIT_H_

#include <stdint.h>

#include "runtime/base/unicode/text_view.h"

namespace polygil {

// bytes know ASCII whitespace and line ends only.
enum class TextFlavor : uint8_t { kText, kBytes };

struct TextRange {
  int64_t start;
  int64_t end;
};

// str.split() without a separator, from the front: the next word at or behind
// `*at`, which moves behind the word. False when there is none.
bool NextWord(const TextView& text, TextFlavor flavor, int64_t* at, TextRange* word);
// str.rsplit(), from the back: the last word before `*at`, which moves to its
// start.
bool PreviousWord(const TextView& text, TextFlavor flavor, int64_t* at, TextRange* word);

// str.splitlines(): the line at `*at`, which moves to the next one. The line ends
// before its line break, which `with_break` includes.
bool NextLine(const TextView& text, TextFlavor flavor, int64_t* at, TextRange* line,
              int64_t* with_break);

// str.strip() and its relatives, without and with a set of characters.
TextRange StripSpace(const TextView& text, TextFlavor flavor, bool left, bool right);
TextRange StripCharacters(const TextView& text, const TextView& characters, bool left, bool right);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_BASE_SEARCH_SPLIT_H_
