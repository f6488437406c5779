// Cursors over words and lines.

#include "runtime/base/search/split.h"

#include "runtime/base/search/search.h"
#include "runtime/base/unicode/properties.h"

namespace polygil {
namespace {

bool IsAsciiSpace(char32_t c) { return c == ' ' || c - '\t' < 5u; }

template <TextFlavor kFlavor>
inline bool IsSpace(char32_t c) {
  if constexpr (kFlavor == TextFlavor::kBytes) return IsAsciiSpace(c);
  // str also takes the four information separators for blanks.
  if (c < 128) return IsAsciiSpace(c) || c - 0x1c < 4u;
  return UnicodeIsSpace(c);
}

template <TextFlavor kFlavor>
inline bool IsLineBreak(char32_t c) {
  if constexpr (kFlavor == TextFlavor::kBytes) return c == '\n' || c == '\r';
  return UnicodeIsLineBreak(c);
}

// Calls `function` with a typed pointer and the flavor as a constant.
template <typename Function>
auto Specialize(const TextView& text, TextFlavor flavor, Function function) {
  return WithTypedText(text, [&](auto* typed) {
    return flavor == TextFlavor::kBytes ? function.template operator()<TextFlavor::kBytes>(typed)
                                        : function.template operator()<TextFlavor::kText>(typed);
  });
}

}  // namespace

bool NextWord(const TextView& text, TextFlavor flavor, int64_t* at, TextRange* word) {
  return Specialize(text, flavor, [&]<TextFlavor kFlavor>(auto* typed) {
    int64_t i = *at;
    while (i < text.length && IsSpace<kFlavor>(typed[i])) ++i;
    word->start = i;
    while (i < text.length && !IsSpace<kFlavor>(typed[i])) ++i;
    word->end = *at = i;
    return word->end > word->start;
  });
}

bool PreviousWord(const TextView& text, TextFlavor flavor, int64_t* at, TextRange* word) {
  return Specialize(text, flavor, [&]<TextFlavor kFlavor>(auto* typed) {
    int64_t i = *at;
    while (i > 0 && IsSpace<kFlavor>(typed[i - 1])) --i;
    word->end = i;
    while (i > 0 && !IsSpace<kFlavor>(typed[i - 1])) --i;
    word->start = *at = i;
    return word->end > word->start;
  });
}

namespace {

// Blocks of bytes that are surely no line breaks are passed without a branch for each.
int64_t SkipNoBreaks(const uint8_t* text, int64_t at, int64_t length) {
  constexpr int kBlock = 16;
  for (; at + kBlock <= length; at += kBlock) {
    bool any = false;
    for (int j = 0; j < kBlock; ++j) any |= text[at + j] < 0x20 || text[at + j] == 0x85;
    if (any) break;
  }
  return at;
}

}  // namespace

bool NextLine(const TextView& text, TextFlavor flavor, int64_t* at, TextRange* line,
              int64_t* with_break) {
  if (*at >= text.length) return false;
  return Specialize(text, flavor, [&]<TextFlavor kFlavor>(auto* typed) {
    int64_t i = *at;
    line->start = i;
    if constexpr (sizeof(*typed) == 1) i = SkipNoBreaks(typed, i, text.length);
    while (i < text.length && !IsLineBreak<kFlavor>(typed[i])) ++i;
    line->end = i;
    if (i < text.length) {
      bool pair = typed[i] == '\r' && i + 1 < text.length && typed[i + 1] == '\n';
      i += pair ? 2 : 1;
    }
    *with_break = *at = i;
    return true;
  });
}

TextRange StripSpace(const TextView& text, TextFlavor flavor, bool left, bool right) {
  return Specialize(text, flavor, [&]<TextFlavor kFlavor>(auto* typed) {
    TextRange range = {0, text.length};
    while (left && range.start < range.end && IsSpace<kFlavor>(typed[range.start])) {
      ++range.start;
    }
    while (right && range.end > range.start && IsSpace<kFlavor>(typed[range.end - 1])) {
      --range.end;
    }
    return range;
  });
}

TextRange StripCharacters(const TextView& text, const TextView& characters, bool left, bool right) {
  uint64_t bloom = 0;
  for (int64_t i = 0; i < characters.length; ++i) {
    bloom |= uint64_t{1} << (characters[i] & 63);
  }
  auto strips = [&](char32_t c) {
    return (bloom >> (c & 63) & 1) != 0 && FindCharacter(characters, c) >= 0;
  };
  TextRange range = {0, text.length};
  while (left && range.start < range.end && strips(text[range.start])) ++range.start;
  while (right && range.end > range.start && strips(text[range.end - 1])) --range.end;
  return range;
}

}  // namespace polygil
