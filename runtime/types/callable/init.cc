#include "runtime/types/callable/init.h"

#include "runtime/types/callable/function.h"

namespace polygil {

bool InitCallableTypes() {
  return InitBuiltinFunctionType() && InitMethodDescriptorTypes() && InitFieldDescriptorTypes() &&
         InitSlotWrapperTypes() && InitBoundMethodType() && InitPropertyType() &&
         InitStaticMethodTypes() && InitFunctionType() && InitCellType();
}

}  // namespace polygil
