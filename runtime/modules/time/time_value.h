// Times as Python gives them, for timeouts and sleeping.

#ifndef POLYGIL_RUNTIME_MODULES_TIME_TIME_VALUE_H_
#define POLYGIL_RUNTIME_MODULES_TIME_TIME_VALUE_H_

#include <cmath>
#include <cstdint>
#include <ctime>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/int.h"

namespace polygil {

inline constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

// Seconds (int or float) as nanoseconds, rounded away from zero as timeouts are.
inline Fallible<int64_t> NanosecondsFromSeconds(Value seconds) {
  if (IsAnyFloat(seconds)) {
    double value = TRY(AsDouble(seconds));
    if (std::isnan(value)) return Raise(&ValueErrorType, "Invalid value NaN (not a number)");
    value *= 1e9;
    value = value >= 0 ? std::ceil(value) : std::floor(value);
    if (!(value > -9.2233720368547758e18 && value < 9.2233720368547758e18))
      return Raise(&OverflowErrorType, "timestamp too large to convert to C _PyTime_t");
    return static_cast<int64_t>(value);
  }
  if (TypeOf(seconds)->slots.index == nullptr)
    return Raise(&TypeErrorType, "'%.200s' object cannot be interpreted as an integer",
                 TypeName(seconds));
  Handle number = TRY(Index(seconds));
  int64_t whole, result;
  if (!IntFitsInt64(number, &whole) ||
      __builtin_mul_overflow(whole, kNanosecondsPerSecond, &result))
    return Raise(&OverflowErrorType, "timestamp too large to convert to C _PyTime_t");
  return result;
}

inline int64_t ClockNow(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * kNanosecondsPerSecond + now.tv_nsec;
}

inline timespec ToTimespec(int64_t nanoseconds) {
  int64_t seconds = nanoseconds / kNanosecondsPerSecond;
  int64_t rest = nanoseconds % kNanosecondsPerSecond;
  if (rest < 0) rest += kNanosecondsPerSecond, --seconds;
  return {seconds, rest};
}

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_TIME_TIME_VALUE_H_
