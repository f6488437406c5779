// Start-up of the types in this folder, one function each; InitCallableTypes (function.h) calls them.

#ifndef POLYGIL_RUNTIME_TYPES_CALLABLE_INIT_H_
#define POLYGIL_RUNTIME_TYPES_CALLABLE_INIT_H_

namespace polygil {

bool InitBuiltinFunctionType();
bool InitMethodDescriptorTypes();
bool InitFieldDescriptorTypes();
bool InitSlotWrapperTypes();
bool InitBoundMethodType();
bool InitPropertyType();
bool InitStaticMethodTypes();
bool InitFunctionType();
bool InitCellType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CALLABLE_INIT_H_
