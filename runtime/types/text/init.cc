#include "runtime/types/text/init.h"

#include "runtime/types/text/encoding_map.h"

namespace polygil {

bool InitTextTypes() { return InitStrType() && InitStrIteratorTypes() && InitEncodingMapType(); }

}  // namespace polygil
