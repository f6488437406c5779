// The objects LZMACompressor and LZMADecompressor.

#ifndef POLYGIL_RUNTIME_MODULES__LZMA_STREAMS_H_
#define POLYGIL_RUNTIME_MODULES__LZMA_STREAMS_H_

#include "runtime/object/value.h"

namespace polygil {

enum LzmaFormat { kFormatAuto, kFormatXz, kFormatAlone, kFormatRaw };
inline constexpr int kLzmaCheckUnknown = 16;  // one more than the largest id

bool AddLzmaStreamTypes(Value module);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__LZMA_STREAMS_H_
