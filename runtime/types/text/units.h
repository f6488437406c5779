// Copying and measuring code units of 1, 2 and 4 bytes.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_UNITS_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_UNITS_H_

#include <cstdint>
#include <cstring>

#include "runtime/base/unicode/text_view.h"

namespace polygil {

inline int KindFor(uint32_t maximum) { return maximum < 0x100 ? 1 : maximum < 0x10000 ? 2 : 4; }

template <typename To, typename From>
inline void ConvertUnits(To* __restrict to, const From* __restrict from, int64_t count) {
  for (int64_t i = 0; i < count; ++i) to[i] = static_cast<To>(from[i]);
}

// Copies to another width; what doesn't fit must not occur.
void CopyUnitsSlow(void* to, int to_kind, const void* from, int from_kind, int64_t count);
inline void CopyUnits(void* to, int to_kind, const void* from, int from_kind, int64_t count) {
  if (to_kind == from_kind) [[likely]] {
    memcpy(to, from, static_cast<size_t>(count * to_kind));
    return;
  }
  CopyUnitsSlow(to, to_kind, from, from_kind, count);
}
inline void* UnitAt(void* units, int kind, int64_t index) {
  return static_cast<uint8_t*>(units) + index * kind;
}
inline void PutUnit(void* units, int kind, int64_t index, uint32_t c) {
  switch (kind) {
    case 1: static_cast<uint8_t*>(units)[index] = static_cast<uint8_t>(c); break;
    case 2: static_cast<uint16_t*>(units)[index] = static_cast<uint16_t>(c); break;
    default: static_cast<uint32_t*>(units)[index] = c; break;
  }
}
void FillUnits(void* units, int kind, int64_t count, uint32_t c);

// An upper bound of the code points, exact as to width and ASCII: 0x7f, 0xff, 0xffff or 0x10ffff.
uint32_t MaximumOf(const TextView& text);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_UNITS_H_
