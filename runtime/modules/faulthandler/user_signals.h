// faulthandler.register(): stacks written when a signal of the user's choice comes.

#ifndef POLYGIL_RUNTIME_MODULES_FAULTHANDLER_USER_SIGNALS_H_
#define POLYGIL_RUNTIME_MODULES_FAULTHANDLER_USER_SIGNALS_H_

#include "runtime/object/method_def.h"

namespace polygil {

extern const MethodDef kUserSignalFunctions[];

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_FAULTHANDLER_USER_SIGNALS_H_
