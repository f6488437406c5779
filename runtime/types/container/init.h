// Start-up of the container family.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_INIT_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_INIT_H_

namespace polygil {

// False: out of memory (an exception is pending).
bool InitContainerTypes();

bool InitTupleType();
bool InitListTypes();
bool InitDictTypes();
bool InitDictViewTypes();
bool InitSetTypes();
bool InitSliceType();
bool InitRangeTypes();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_INIT_H_
