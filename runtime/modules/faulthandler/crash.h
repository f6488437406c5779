// Crashes on purpose, for tests of what is told about them.

#ifndef POLYGIL_RUNTIME_MODULES_FAULTHANDLER_CRASH_H_
#define POLYGIL_RUNTIME_MODULES_FAULTHANDLER_CRASH_H_

#include "runtime/object/method_def.h"

namespace polygil {

extern const MethodDef kCrashFunctions[];

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_FAULTHANDLER_CRASH_H_
