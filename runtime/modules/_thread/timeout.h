// Timeouts as Python gives them to locks and queues: seconds, an int or a float.

#ifndef POLYGIL_RUNTIME_MODULES_THREAD_TIMEOUT_H_
#define POLYGIL_RUNTIME_MODULES_THREAD_TIMEOUT_H_

#include <cstdint>

#include "runtime/object/ownership.h"

namespace polygil {

inline constexpr int64_t kNoTimeout = -1;
inline constexpr int64_t kTimeoutMaxSeconds = 9223372036;

// Nanoseconds, rounded up. OverflowError, ValueError (NaN), TypeError.
Fallible<int64_t> NanosecondsOf(Value seconds);
// The moment of CLOCK_MONOTONIC so many nanoseconds from now; kNoTimeout stays.
int64_t DeadlineAfter(int64_t nanoseconds);
// Runs the Python handlers of signals that arrived, if this is the main thread. False: one raised.
bool RunSignalHandlers();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_THREAD_TIMEOUT_H_
