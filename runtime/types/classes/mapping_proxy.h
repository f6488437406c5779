// mappingproxy (types.MappingProxyType): a read-only view of a mapping.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_MAPPING_PROXY_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_MAPPING_PROXY_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

extern Type MappingProxyType;
Owned MappingProxyNew(Value mapping);
bool InitMappingProxyType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_MAPPING_PROXY_H_
