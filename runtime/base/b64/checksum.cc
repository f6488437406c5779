#include "runtime/base/b64/checksum.h"

#include <zlib.h>

namespace polygil::b64 {
namespace {

struct HqxTable {
  uint16_t entries[256];

  constexpr HqxTable() : entries() {
    for (uint32_t i = 0; i < 256; ++i) {
      uint32_t crc = i << 8;
      for (int bit = 0; bit < 8; ++bit) crc = crc << 1 ^ (crc & 0x8000 ? 0x1021u : 0u);
      entries[i] = static_cast<uint16_t>(crc);
    }
  }
};
constexpr HqxTable kHqx;

}  // namespace

uint32_t Crc32(const uint8_t* data, size_t length, uint32_t crc) {
  return static_cast<uint32_t>(crc32_z(crc, data, length));
}

uint16_t CrcHqx(const uint8_t* data, size_t length, uint16_t crc) {
  for (size_t i = 0; i < length; ++i) {
    crc = static_cast<uint16_t>(crc << 8 ^ kHqx.entries[crc >> 8 ^ data[i]]);
  }
  return crc;
}

}  // namespace polygil::b64
