// open(), open_code() and text_encoding() of _io.

#ifndef POLYGIL_RUNTIME_MODULES_IO_OPEN_H_
#define POLYGIL_RUNTIME_MODULES_IO_OPEN_H_

#include "runtime/object/method_def.h"

namespace polygil {

extern const MethodDef kIoFunctions[];

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_IO_OPEN_H_
