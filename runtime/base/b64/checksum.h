// Checksums of binascii (and zlib.crc32, which is the same).

#ifndef POLYGIL_RUNTIME_BASE_B64_CHECKSUM_H_
#define POLYGIL_RUNTIME_BASE_B64_CHECKSUM_H_

#include <cstddef>
#include <cstdint>

namespace polygil::b64 {

// CRC-32 of zlib, continued from `crc`.
uint32_t Crc32(const uint8_t* data, size_t length, uint32_t crc);

// CRC-CCITT (polynomial 0x1021), continued from `crc`.
uint16_t CrcHqx(const uint8_t* data, size_t length, uint16_t crc);

}  // namespace polygil::b64

#endif  // POLYGIL_RUNTIME_BASE_B64_CHECKSUM_H_
