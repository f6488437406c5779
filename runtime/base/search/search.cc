// Bytes are looked through sixteen places at a time by their first and last
// character, with libc's linear search for what is hard. Other widths start with a skipping search
// that is fast on ordinary texts and counts its wasted comparisons; when they get out of hand the
// rest is searched with the two-way algorithm, which is linear for any pattern.
// Searching backwards is searching forwards through reversed pointers.

#include "runtime/base/search/search.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <iterator>

namespace polygil {
namespace {

template <typename Character>
int64_t FindTyped(const Character* text, int64_t length, char32_t c) {
  if constexpr (sizeof(Character) == 1) {
    if (c > 0xff) return -1;
    const void* found = memchr(text, static_cast<int>(c), static_cast<size_t>(length));
    return found == nullptr ? -1 : static_cast<const Character*>(found) - text;
  } else {
    if (c > static_cast<Character>(~Character{0})) return -1;
    Character wanted = static_cast<Character>(c);
    int64_t i = 0;
    // Whole blocks without a branch, which the compiler turns into vectors.
    constexpr int kBlock = 16;
    for (; i + kBlock <= length; i += kBlock) {
      bool any = false;
      for (int j = 0; j < kBlock; ++j) any |= text[i + j] == wanted;
      if (any) break;
    }
    for (; i < length; ++i) {
      if (text[i] == wanted) return i;
    }
    return -1;
  }
}

// The start of the largest suffix under an order of characters, and its period.
template <typename Pattern>
int64_t MaximalSuffix(Pattern pattern, int64_t length, bool inverted, int64_t* period) {
  int64_t suffix = -1;
  int64_t at = 0;
  int64_t offset = 1;
  *period = 1;
  while (at + offset < length) {
    auto a = pattern[at + offset];
    auto b = pattern[suffix + offset];
    if (a == b) {
      if (offset == *period) {
        at += *period;
        offset = 1;
      } else {
        ++offset;
      }
    } else if ((a < b) != inverted) {
      at += offset;
      offset = 1;
      *period = at - suffix;
    } else {
      suffix = at++;
      offset = *period = 1;
    }
  }
  return suffix;
}

// Crochemore and Perrin's two-way algorithm: the pattern is cut at a critical
// position; its right part is compared first, then its left part.
template <typename Text, typename Pattern>
int64_t TwoWaySearch(Text text, int64_t length, Pattern pattern, int64_t size) {
  int64_t period, other_period;
  int64_t cut = MaximalSuffix(pattern, size, false, &period);
  int64_t other = MaximalSuffix(pattern, size, true, &other_period);
  if (other > cut) {
    cut = other;
    period = other_period;
  }
  bool periodic = true;
  for (int64_t i = 0; i <= cut && periodic; ++i) {
    periodic = i + period < size && pattern[i] == pattern[i + period];
  }
  if (!periodic) {
    int64_t right = size - cut - 1;
    period = (cut + 1 > right ? cut + 1 : right) + 1;
  }
  int64_t remembered = -1;  // A prefix known to match, of periodic patterns
  for (int64_t at = 0; at <= length - size;) {
    int64_t i = (cut > remembered ? cut : remembered) + 1;
    while (i < size && pattern[i] == text[at + i]) ++i;
    if (i < size) {
      at += i - cut;
      remembered = -1;
      continue;
    }
    i = cut;
    while (i > remembered && pattern[i] == text[at + i]) --i;
    if (i <= remembered) return at;
    at += period;
    remembered = periodic ? size - period - 1 : -1;
  }
  return -1;
}

uint64_t BloomBit(char32_t c) { return uint64_t{1} << (c & 63); }

// Looks at the window's last character first, and at the one behind the window to
// see how far it may be moved.
template <typename Text, typename Pattern>
int64_t SkipSearch(Text text, int64_t length, Pattern pattern, int64_t size) {
  char32_t last = pattern[size - 1];
  uint64_t bloom = BloomBit(last);
  int64_t gap = size - 1;  // To the last character's previous occurrence
  for (int64_t i = 0; i < size - 1; ++i) {
    bloom |= BloomBit(pattern[i]);
    if (pattern[i] == last) gap = size - 2 - i;
  }
  int64_t wasted = 0;
  int64_t end = length - size;
  for (int64_t at = 0; at <= end; ++at) {
    bool hit = text[at + size - 1] == last;
    if (hit) {
      int64_t i = 0;
      while (i < size - 1 && text[at + i] == pattern[i]) ++i;
      if (i == size - 1) return at;
      wasted += i;
      if (wasted > 8 * at + 256) {
        int64_t found = TwoWaySearch(text + at, length - at, pattern, size);
        return found < 0 ? -1 : at + found;
      }
    }
    if (at < end && (bloom & BloomBit(text[at + size])) == 0) {
      at += size;
    } else if (hit) {
      at += gap;
    }
  }
  return -1;
}

template <typename A, typename B>
bool EqualTyped(const A* a, const B* b, int64_t length) {
  if constexpr (sizeof(A) == sizeof(B)) {
    return memcmp(a, b, sizeof(A) * static_cast<size_t>(length)) == 0;
  }
  for (int64_t i = 0; i < length; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

template <typename A, typename B>
int CompareTyped(const A* a, const B* b, int64_t length) {
  if constexpr (sizeof(A) == 1 && sizeof(B) == 1) {
    return memcmp(a, b, static_cast<size_t>(length));
  }
  for (int64_t i = 0; i < length; ++i) {
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

int64_t LibcSearch(const uint8_t* text, int64_t length, const uint8_t* pattern, int64_t size) {
  const void* found = memmem(text, static_cast<size_t>(length), pattern, static_cast<size_t>(size));
  return found == nullptr ? -1 : static_cast<const uint8_t*>(found) - text;
}

// Two characters at least.
int64_t FindBytes(const uint8_t* text, int64_t length, const uint8_t* pattern, int64_t size) {
#if defined(__SSE2__)
  constexpr int64_t kBlock = 16;
  const __m128i first = _mm_set1_epi8(static_cast<char>(pattern[0]));
  const __m128i last = _mm_set1_epi8(static_cast<char>(pattern[size - 1]));
  auto middle = static_cast<size_t>(size - 2);
  int64_t end = length - size;  // the last place
  int64_t at = 0, wasted = 0;
  for (; at + kBlock - 1 <= end; at += kBlock) {
    __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
    __m128i there = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at + size - 1));
    auto hits = static_cast<unsigned>(
        _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(here, first), _mm_cmpeq_epi8(there, last))));
    for (; hits != 0; hits &= hits - 1) {
      int64_t place = at + __builtin_ctz(hits);
      if (memcmp(text + place + 1, pattern + 1, middle) == 0) return place;
      wasted += size;
    }
    if (wasted > 8 * at + 1024) {
      int64_t found = LibcSearch(text + at, length - at, pattern, size);
      return found < 0 ? -1 : at + found;
    }
  }
  for (; at <= end; ++at) {
    if (text[at] == pattern[0] && text[at + size - 1] == pattern[size - 1] &&
        memcmp(text + at + 1, pattern + 1, middle) == 0)
      return at;
  }
  return -1;
#else
  return LibcSearch(text, length, pattern, size);
#endif
}

#if defined(__SSE2__)
// The same for two-byte characters, eight places at a time.
int64_t FindWide(const uint16_t* text, int64_t length, const uint16_t* pattern, int64_t size) {
  constexpr int64_t kBlock = 8;
  const __m128i first = _mm_set1_epi16(static_cast<int16_t>(pattern[0]));
  const __m128i last = _mm_set1_epi16(static_cast<int16_t>(pattern[size - 1]));
  size_t middle = sizeof(uint16_t) * static_cast<size_t>(size - 2);
  int64_t end = length - size;  // the last place
  int64_t at = 0, wasted = 0;
  for (; at + kBlock - 1 <= end && wasted <= 8 * at + 1024; at += kBlock) {
    __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
    __m128i there = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at + size - 1));
    auto hits = static_cast<unsigned>(_mm_movemask_epi8(
                    _mm_and_si128(_mm_cmpeq_epi16(here, first), _mm_cmpeq_epi16(there, last)))) &
                0x5555;
    for (; hits != 0; hits &= hits - 1) {
      int64_t place = at + __builtin_ctz(hits) / 2;
      if (memcmp(text + place + 1, pattern + 1, middle) == 0) return place;
      wasted += size;
    }
  }
  int64_t found = SkipSearch(text + at, length - at, pattern, size);
  return found < 0 ? -1 : at + found;
}
#endif

template <typename Text>
int64_t FindInTyped(const Text* text, int64_t length, const TextView& pattern) {
  return WithTypedText(pattern, [&](auto* typed) -> int64_t {
    if constexpr (sizeof(*text) == 1 && sizeof(*typed) == 1) {
      if (pattern.length < 2 || pattern.length > length)
        return LibcSearch(text, length, typed, pattern.length);
      return FindBytes(text, length, typed, pattern.length);
    } else {
#if defined(__SSE2__)
      if constexpr (sizeof(*text) == 2 && sizeof(*typed) == 2)
        return FindWide(text, length, typed, pattern.length);
#endif
      return SkipSearch(text, length, typed, pattern.length);
    }
  });
}

template <typename Text>
int64_t FindLastInTyped(const Text* text, int64_t length, const TextView& pattern) {
  return WithTypedText(pattern, [&](auto* typed) -> int64_t {
    int64_t found = SkipSearch(std::make_reverse_iterator(text + length), length,
                               std::make_reverse_iterator(typed + pattern.length), pattern.length);
    return found < 0 ? -1 : length - found - pattern.length;
  });
}

template <typename Character>
int64_t CountCharacter(const Character* text, int64_t length, char32_t c) {
  int64_t count = 0;
  for (int64_t i = 0; i < length; ++i) count += text[i] == c;
  return count;
}

}  // namespace

int64_t FindCharacter(const TextView& text, char32_t c) {
  return WithTypedText(text, [&](auto* typed) { return FindTyped(typed, text.length, c); });
}

int64_t FindLastCharacter(const TextView& text, char32_t c) {
  return WithTypedText(text, [&](auto* typed) -> int64_t {
    if constexpr (sizeof(*typed) == 1) {
      if (c > 0xff) return -1;
      const void* found = memrchr(typed, static_cast<int>(c), static_cast<size_t>(text.length));
      return found == nullptr ? -1 : static_cast<const uint8_t*>(found) - typed;
    } else {
      for (int64_t i = text.length - 1; i >= 0; --i) {
        if (typed[i] == c) return i;
      }
      return -1;
    }
  });
}

int64_t FindText(const TextView& text, const TextView& pattern) {
  if (pattern.length == 0) return 0;
  if (pattern.length > text.length) return -1;
  if (pattern.length == 1) return FindCharacter(text, pattern[0]);
  return WithTypedText(text, [&](auto* typed) { return FindInTyped(typed, text.length, pattern); });
}

int64_t FindLastText(const TextView& text, const TextView& pattern) {
  if (pattern.length == 0) return text.length;
  if (pattern.length > text.length) return -1;
  if (pattern.length == 1) return FindLastCharacter(text, pattern[0]);
  return WithTypedText(text,
                       [&](auto* typed) { return FindLastInTyped(typed, text.length, pattern); });
}

int64_t CountText(const TextView& text, const TextView& pattern, int64_t most) {
  if (pattern.length == 0) {
    return text.length < most ? text.length + 1 : most;
  }
  if (pattern.length == 1 && most >= text.length) {
    return WithTypedText(
        text, [&](auto* typed) { return CountCharacter(typed, text.length, pattern[0]); });
  }
  int64_t count = 0;
  for (int64_t at = 0; count < most;) {
    int64_t found = FindText(text.Slice(at, text.length), pattern);
    if (found < 0) break;
    ++count;
    at += found + pattern.length;
  }
  return count;
}

bool MatchesAt(const TextView& text, int64_t at, const TextView& part) {
  if (at < 0 || at > text.length || part.length > text.length - at) return false;
  return EqualText(text.Slice(at, at + part.length), part);
}

bool EqualText(const TextView& a, const TextView& b) {
  if (a.length != b.length) return false;
  return WithTypedText(a, [&](auto* left) {
    return WithTypedText(b, [&](auto* right) { return EqualTyped(left, right, a.length); });
  });
}

int CompareText(const TextView& a, const TextView& b) {
  int64_t shorter = a.length < b.length ? a.length : b.length;
  int order = WithTypedText(a, [&](auto* left) {
    return WithTypedText(b, [&](auto* right) { return CompareTyped(left, right, shorter); });
  });
  return order != 0 ? order : a.length < b.length ? -1 : a.length > b.length;
}

}  // namespace polygil
