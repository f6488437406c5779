// asyncio.Task in native code: a future that runs a coroutine, one step per round of the loop.

#ifndef POLYGIL_RUNTIME_MODULES_ASYNCIO_TASK_H_
#define POLYGIL_RUNTIME_MODULES_ASYNCIO_TASK_H_

#include "runtime/modules/_asyncio/future.h"

namespace polygil::asyncio {

struct Task : Future {
  Value waiter;     // the future that the coroutine awaits, or empty: then a step is scheduled
  Value coroutine;
  Value name;       // str, or empty: "Task-" and the number
  Value context;
  int64_t number;
  int64_t cancel_requests;
  bool must_cancel;
  bool log_destroy_pending;
};
extern Type TaskType;

inline bool IsNativeFuture(Value v) { return IsExactly(v, FutureType) || IsExactly(v, TaskType); }

// -- task_step.cc -----------------------------------------------------------------------------------
// Has the loop call the next step, which throws `error` into the coroutine unless it is empty.
bool ScheduleStep(Value task, Value error_or_empty);
bool InitTaskStep();

bool AddTask(Value module);  // task.cc

}  // namespace polygil::asyncio

#endif  // POLYGIL_RUNTIME_MODULES_ASYNCIO_TASK_H_
