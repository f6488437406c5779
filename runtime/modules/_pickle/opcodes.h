// The opcodes of pickles as an enumeration, and the numbers of the format.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_OPCODES_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_OPCODES_H_

#include <cstdint>

namespace polygil::pickle {

enum Opcode : uint8_t {
#define OPCODE(name, byte, loader) name = byte,
#include "runtime/modules/_pickle/opcodes.def"
};

inline constexpr int kHighestProtocol = 5;
inline constexpr int kDefaultProtocol = 4;
inline constexpr int64_t kBatchSize = 1000;         // items between a mark and its APPENDS
inline constexpr int64_t kFrameTarget = 64 * 1024;  // a frame ends at the next object
inline constexpr int64_t kFrameMinimum = 4;         // smaller ones are written without a header
inline constexpr int64_t kFrameHeader = 9;

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_OPCODES_H_
