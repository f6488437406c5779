// Start-up of the number family.

#ifndef POLYGIL_RUNTIME_TYPES_NUMBER_INIT_H_
#define POLYGIL_RUNTIME_TYPES_NUMBER_INIT_H_

namespace polygil {

// False: out of memory (an exception is pending).
bool InitNumberTypes();

bool InitIntType();
bool InitBoolType();
bool InitFloatType();
bool InitComplexType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_NUMBER_INIT_H_
