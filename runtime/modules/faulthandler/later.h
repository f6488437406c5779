// dump_traceback_later(): a thread that writes all stacks once a time has passed, unless it is told
// to stop before. It never takes the GIL: it is there for programs that hang with it.

#ifndef POLYGIL_RUNTIME_MODULES_FAULTHANDLER_LATER_H_
#define POLYGIL_RUNTIME_MODULES_FAULTHANDLER_LATER_H_

#include "runtime/object/method_def.h"

namespace polygil {

extern const MethodDef kLaterFunctions[];
// Adds what stops the thread when the module goes.
bool InitLater(Value module);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_FAULTHANDLER_LATER_H_
