// EncodingMap: what codecs.charmap_build makes of a decoding table.

#ifndef POLYGIL_RUNTIME_TYPES_TEXT_ENCODING_MAP_H_
#define POLYGIL_RUNTIME_TYPES_TEXT_ENCODING_MAP_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

extern Type EncodingMapType;
Owned EncodingMapNew(Value table);  // str
int EncodingMapFind(Value map, uint32_t c);  // the byte, or -1
bool InitEncodingMapType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_TEXT_ENCODING_MAP_H_
