#include "runtime/types/text/units.h"

namespace polygil {
namespace {

template <typename To>
void CopyTo(To* to, const void* from, int from_kind, int64_t count) {
  switch (from_kind) {
    case 1: return ConvertUnits(to, static_cast<const uint8_t*>(from), count);
    case 2: return ConvertUnits(to, static_cast<const uint16_t*>(from), count);
    default: return ConvertUnits(to, static_cast<const uint32_t*>(from), count);
  }
}

}  // namespace

void CopyUnitsSlow(void* to, int to_kind, const void* from, int from_kind, int64_t count) {
  switch (to_kind) {
    case 1: return CopyTo(static_cast<uint8_t*>(to), from, from_kind, count);
    case 2: return CopyTo(static_cast<uint16_t*>(to), from, from_kind, count);
    default: return CopyTo(static_cast<uint32_t*>(to), from, from_kind, count);
  }
}

void FillUnits(void* units, int kind, int64_t count, uint32_t c) {
  if (count <= 0) return;
  if (kind == 1) {
    memset(units, static_cast<int>(c), static_cast<size_t>(count));
  } else if (kind == 2) {
    for (int64_t i = 0; i < count; ++i)
      static_cast<uint16_t*>(units)[i] = static_cast<uint16_t>(c);
  } else {
    for (int64_t i = 0; i < count; ++i) static_cast<uint32_t*>(units)[i] = c;
  }
}

uint32_t MaximumOf(const TextView& text) {
  uint32_t bits = WithTypedText(text, [&](const auto* units) {
    // Wide texts are wide early as a rule: look at blocks, stop when nothing can change.
    constexpr uint32_t kTop = sizeof(*units) == 1 ? 0x80 : sizeof(*units) == 2 ? 0xff00 : 0xffff0000;
    uint32_t all = 0;
    int64_t i = 0;
    while (i < text.length && (all & kTop) == 0) {
      int64_t stop = text.length - i > 256 ? i + 256 : text.length;
      for (; i < stop; ++i) all |= units[i];
    }
    return all;
  });
  return bits < 0x80 ? 0x7f : bits < 0x100 ? 0xff : bits < 0x10000 ? 0xffff : 0x10ffff;
}

}  // namespace polygil
