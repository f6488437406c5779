// What the descriptors of built-in types share: checks of the instance, names, documentation.

#ifndef POLYGIL_RUNTIME_TYPES_CALLABLE_DESCRIPTOR_COMMON_H_
#define POLYGIL_RUNTIME_TYPES_CALLABLE_DESCRIPTOR_COMMON_H_

#include "runtime/object/ownership.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/callable/descriptor.h"

namespace polygil {

// A new descriptor of `type` with owner and name set.
Owned DescriptorAllocate(Type* type, const void* definition, Type* owner, Owned name);
// "descriptor 'x' for 'list' objects doesn't apply to a 'int' object".
bool DescriptorCheck(Descriptor* descriptor, Value instance);

bool DescriptorTraverse(Object* object, Visitor visit, void* arg);
void DescriptorDestroy(Object* object);
Owned DescriptorName(Value self);
Owned DescriptorQualname(Value self);
Owned DescriptorObjclass(Value self);
Owned DescriptorReduce(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CALLABLE_DESCRIPTOR_COMMON_H_
