// What _asyncio keeps per interpreter: the running tasks, names it looks up often, and functions of the
// asyncio package, which imports this module before they exist and so are fetched when first needed.

#ifndef POLYGIL_RUNTIME_MODULES_ASYNCIO_STATE_H_
#define POLYGIL_RUNTIME_MODULES_ASYNCIO_STATE_H_

#include "runtime/modules/native_type.h"

namespace polygil::asyncio {

enum class Borrowed : uint8_t {
  kCancelledError, kInvalidStateError,
  kGetEventLoopPolicy,
  kFutureRepr, kTaskRepr, kTaskGetStack, kTaskPrintStack,
  kIsCoroutine, kExtractStack,
  kCount,
};

struct State : Object {
  Value all_tasks;      // weakref.WeakSet
  Value current_tasks;  // dict: loop -> task
  Value borrowed[static_cast<int>(Borrowed::kCount)];
  Value context_keyword, message_keyword;  // ('context',), ('msg',)
  Value coroutine_types;  // set of types that asyncio.iscoroutine() said yes to
  // Interned names, immortal.
  Value call_soon, get_debug, running_loop, blocking, add_done_callback, cancel, result, get_loop;
  int64_t tasks_named;
};

// Borrowed; made by the first import. Null: raised.
State* CurrentState();
bool InitState();
// A function or class of the package (borrowed), imported now if need be. Empty: raised.
Value Borrow(State* state, Borrowed what);
// type(message) of asyncio.exceptions.
Raised RaiseInvalidState(State* state, const char* message);

}  // namespace polygil::asyncio

#endif  // POLYGIL_RUNTIME_MODULES_ASYNCIO_STATE_H_
