// Starting threads, and what is kept about them.

#ifndef POLYGIL_RUNTIME_MODULES_THREAD_START_H_
#define POLYGIL_RUNTIME_MODULES_THREAD_START_H_

#include <cstddef>

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

// start_new_thread(function, args[, kwargs])
Owned StartNewThread(Value module, const Value* args, size_t nargs);
// stack_size([size])
Owned StackSize(Value module, const Value* args, size_t nargs);
// _set_sentinel(): a lock that is released when the calling thread's state goes.
Owned SetSentinel(Value module);
// _count(): threads started here that have not ended.
Owned ThreadCount(Value module);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_THREAD_START_H_
