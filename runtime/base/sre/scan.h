// Tests and scans over single characters of one width: the inner loops of the
// engine that keep no state.

#ifndef POLYGIL_RUNTIME_BASE_SRE_SCAN_H_
#define POLYGIL_RUNTIME_BASE_SRE_SCAN_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "runtime/base/sre/program.h"

namespace polygil::sre {

// A value from a table over the first 256 characters and one for the rest.
template <class Char>
inline uint8_t TableAt(const uint8_t* table, uint8_t high, Char c) {
  if constexpr (sizeof(Char) == 1) {
    return table[c];
  } else {
    return c < 256 ? table[c] : high;
  }
}

template <class Char>
inline bool SetContains(const Program& program, uint32_t index, Char c) {
  const CharSet& set = program.set(index);
  if constexpr (sizeof(Char) == 1) {
    return set.table[c];
  } else {
    if (c < 256) return set.table[c];
    switch (set.high) {
      case HighPart::kNone:
        return false;
      case HighPart::kAll:
        return true;
      case HighPart::kRange:
        return (set.high_first <= c && c <= set.high_last) != set.high_negated;
      case HighPart::kPredicate:
        return set.predicate(c) != set.high_negated;
      case HighPart::kLookUp:
        break;
    }
    return CharSetLookUp(set, program.set_code(set), c, program.tables());
  }
}

inline bool LocaleSetContains(const Program& program, uint32_t index, uint32_t c) {
  const CharSet& set = program.set(index);
  return CharSetLookUp(set, program.set_code(set), c, program.tables());
}

// Whether the test `op` with operand `a` holds for `c`.
template <class Char>
inline bool Passes(const Program& program, Op op, uint32_t a, Char c) {
  switch (op) {
    case Op::kChar:
      return c == a;
    case Op::kNotChar:
      return c != a;
    case Op::kAny:
      return c != '\n';
    case Op::kAnyAll:
      return true;
    case Op::kSet:
      return SetContains(program, a, c);
    case Op::kLocaleSet:
      return LocaleSetContains(program, a, c);
    default:
      return false;
  }
}

// The first `c` in [p, end), or `end`.
template <class Char>
inline const Char* FindChar(const Char* p, const Char* end, uint32_t c) {
  if constexpr (sizeof(Char) == 1) {
    if (c > 255 || p == end) return end;
    const void* found = memchr(p, static_cast<int>(c), static_cast<size_t>(end - p));
    return found != nullptr ? static_cast<const Char*>(found) : end;
  } else {
    while (p != end && *p != c) ++p;
    return p;
  }
}

template <class Char>
inline const Char* CountSet(const Program& program, uint32_t index, const Char* p,
                            const Char* end) {
  const CharSet& set = program.set(index);
  if constexpr (sizeof(Char) == 1) {
    while (end - p >= 4) {
      if (!set.table[p[0]]) return p;
      if (!set.table[p[1]]) return p + 1;
      if (!set.table[p[2]]) return p + 2;
      if (!set.table[p[3]]) return p + 3;
      p += 4;
    }
    while (p != end && set.table[*p]) ++p;
  } else {
    while (p != end && SetContains(program, index, *p)) ++p;
  }
  return p;
}

// The end of the run of characters that pass the loop's test, at most `end`.
template <class Char>
inline const Char* CountRun(const Program& program, const Instruction& loop, const Char* p,
                            const Char* end) {
  switch (loop.item) {
    case Op::kChar:
      while (p != end && *p == loop.a) ++p;
      return p;
    case Op::kNotChar:
      return FindChar(p, end, loop.a);
    case Op::kAny:
      return FindChar(p, end, '\n');
    case Op::kAnyAll:
      return end;
    case Op::kSet:
      return CountSet(program, loop.a, p, end);
    case Op::kLocaleSet:
      while (p != end && LocaleSetContains(program, loop.a, *p)) ++p;
      return p;
    default:
      return p;
  }
}

// Whether the string of `length` literals stands at `p`.
template <class Char>
inline bool StringAt(const Program& program, uint32_t start, uint32_t length, const Char* p) {
  if constexpr (sizeof(Char) == 1) {
    const uint8_t* literals = program.narrow_literals() + start;
    if (length > 12) return memcmp(p, literals, length) == 0;
    for (uint32_t i = 0; i < length; ++i) {
      if (p[i] != literals[i]) return false;
    }
  } else {
    const uint32_t* literals = program.literals() + start;
    for (uint32_t i = 0; i < length; ++i) {
      if (p[i] != literals[i]) return false;
    }
  }
  return true;
}

// The first occurrence of the string in [p, end), or null.
template <class Char>
inline const Char* FindString(const Program& program, uint32_t start, uint32_t length,
                              const Char* p, const Char* end) {
  if (static_cast<size_t>(end - p) < length) return nullptr;
  if constexpr (sizeof(Char) == 1) {
    if (!program.fits_narrow(start, length)) return nullptr;
    return static_cast<const Char*>(
        memmem(p, static_cast<size_t>(end - p), program.narrow_literals() + start, length));
  } else {
    const Char* last = end - length;
    uint32_t first = program.literals()[start];
    for (;; ++p) {
      p = FindChar(p, last + 1, first);
      if (p > last) return nullptr;
      if (StringAt(program, start, length, p)) return p;
    }
  }
}

// The first place from `p` on where a match may start in view of the plan's
// required string, or null. `found` remembers the string between calls; it starts
// as null.
template <class Char>
inline const Char* BeforeRequired(const Program& program, const Char* p, const Char* end,
                                  const Char** found) {
  const SearchPlan& plan = program.plan();
  if (*found == nullptr || static_cast<size_t>(*found - p) < plan.required_least || *found < p) {
    if (static_cast<size_t>(end - p) < plan.required_least) return nullptr;
    *found = FindString(program, plan.required, plan.required_length, p + plan.required_least, end);
    if (*found == nullptr) return nullptr;
  }
  if (static_cast<size_t>(*found - p) <= plan.required_most) return p;
  return *found - plan.required_most;
}

// Whether the plan's window accepts what stands at `p`; all of it is in the text.
template <class Char>
inline bool WindowAt(const SearchPlan& plan, const Char* p) {
  for (int i = 0; i < plan.window_length; ++i) {
    if (!((TableAt(plan.window, plan.window_high, p[i]) >> i) & 1)) return false;
  }
  return true;
}

// The first place in [p, end) that the plan's window accepts, or null.
template <class Char>
inline const Char* FindWindow(const SearchPlan& plan, const Char* p, const Char* end) {
  if (end - p < plan.window_length) return nullptr;
  if (!plan.window_is_dense) {
    for (const Char* last = end - plan.window_length; p <= last; ++p) {
      if ((TableAt(plan.window, plan.window_high, *p) & 1) && WindowAt(plan, p)) return p;
    }
    return nullptr;
  }
  // All alignments at once: bit i of `state` says that the last i + 1
  // characters may be the first i + 1 of a match.
  uint32_t state = 0;
  uint32_t hit = 1u << (plan.window_length - 1);
  for (; p != end; ++p) {
    state = ((state << 1) | 1) & TableAt(plan.window, plan.window_high, *p);
    if (state & hit) return p - (plan.window_length - 1);
  }
  return nullptr;
}

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_SCAN_H_
