#include "runtime/modules/_thread/timeout.h"

#include <cmath>

#include "gil/futex.h"
#include "runtime/object/hooks.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"

namespace polygil {

Fallible<int64_t> NanosecondsOf(Value seconds) {
  constexpr const char* kTooLarge = "timestamp too large to convert to C _PyTime_t";
  if (IsAnyFloat(seconds)) {
    double value = FloatValue(seconds);
    if (std::isnan(value)) return Raise(&ValueErrorType, "Invalid value NaN (not a number)");
    value *= 1e9;
    value = value >= 0 ? std::ceil(value) : std::floor(value);
    if (!(value >= -9.2233720368547758e18 && value < 9.2233720368547758e18))
      return Raise(&OverflowErrorType, "%s", kTooLarge);
    return static_cast<int64_t>(value);
  }
  Handle index = TRY(Index(seconds));
  int64_t whole, result;
  if (!IntFitsInt64(index, &whole) || __builtin_mul_overflow(whole, int64_t{1000000000}, &result))
    return Raise(&OverflowErrorType, "%s", kTooLarge);
  return result;
}

int64_t DeadlineAfter(int64_t nanoseconds) {
  if (nanoseconds < 0) return kNoTimeout;
  int64_t deadline;
  return __builtin_add_overflow(gil::MonotonicNs(), nanoseconds, &deadline) ? INT64_MAX : deadline;
}

bool RunSignalHandlers() {
  ThreadState* thread = CurrentThread();
  const RuntimeHooks* hooks = thread->interpreter->hooks;
  if (!thread->is_main || hooks->check_signals == nullptr) return true;
  return hooks->check_signals();
}

}  // namespace polygil
