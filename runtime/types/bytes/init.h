// Start-up of the types in this folder.

#ifndef POLYGIL_RUNTIME_TYPES_BYTES_INIT_H_
#define POLYGIL_RUNTIME_TYPES_BYTES_INIT_H_

namespace polygil {

bool InitBytesTypes();

bool InitBytesType();
bool InitByteArrayType();
bool InitBytesIteratorTypes();
bool InitMemoryViewType();
bool InitMemoryViewIteratorType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_BYTES_INIT_H_
