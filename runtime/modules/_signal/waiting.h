// Functions of _signal that wait for signals or mask them (sets.cc).

#ifndef POLYGIL_RUNTIME_MODULES_SIGNAL_WAITING_H_
#define POLYGIL_RUNTIME_MODULES_SIGNAL_WAITING_H_

#include <cstddef>

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

Owned PthreadSigmask(Value module, const Value* args, size_t nargs);
Owned Sigpending(Value module);
Owned Sigwait(Value module, Value signals);
Owned Sigwaitinfo(Value module, Value signals);
Owned Sigtimedwait(Value module, const Value* args, size_t nargs);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_SIGNAL_WAITING_H_
