// The module time.

#include <cstdlib>
#include <cstring>
#include <pthread.h>

#include "pvm/thread/thread.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/posix/system_call.h"
#include "runtime/modules/time/time_value.h"
#include "runtime/object/method_def.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/classes/simple_namespace.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr const char* kStructTimeKey = "time.struct_time";

constexpr StructSequenceField kTimeFields[] = {
    {"tm_year", "year, for example, 1993"},
    {"tm_mon", "month of year, range [1, 12]"},
    {"tm_mday", "day of month, range [1, 31]"},
    {"tm_hour", "hours, range [0, 23]"},
    {"tm_min", "minutes, range [0, 59]"},
    {"tm_sec", "seconds, range [0, 61])"},
    {"tm_wday", "day of week, range [0, 6], Monday is 0"},
    {"tm_yday", "day of year, range [1, 366]"},
    {"tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"},
    {"tm_zone", "abbreviation of timezone name"},
    {"tm_gmtoff", "offset from UTC in seconds"},
    {nullptr, nullptr}};
constexpr StructSequenceSpec kTimeSpec = {
    "time.struct_time",
    "The time value as returned by gmtime(), localtime(), and strptime(), and\n"
    " accepted by asctime(), mktime() and strftime().  May be considered as a\n"
    " sequence of 9 integers.",
    kTimeFields, 9};

Owned FloatSeconds(int64_t nanoseconds) {
  // Two steps keep the last digits.
  double whole = static_cast<double>(nanoseconds / kNanosecondsPerSecond);
  if (nanoseconds % kNanosecondsPerSecond == 0) return FloatNew(whole);
  return FloatNew(static_cast<double>(nanoseconds) / 1e9);
}

#define CLOCK(name, id)                                                       \
  Owned name##Function(Value) { return FloatSeconds(ClockNow(id)); }          \
  Owned name##NsFunction(Value) { return IntFromInt64(ClockNow(id)); }
CLOCK(Time, CLOCK_REALTIME)
CLOCK(Monotonic, CLOCK_MONOTONIC)
CLOCK(ProcessTime, CLOCK_PROCESS_CPUTIME_ID)
CLOCK(ThreadTime, CLOCK_THREAD_CPUTIME_ID)
#undef CLOCK

Fallible<clockid_t> ClockArgument(Value v) {
  int64_t id = TRY(AsInt64(v));
  return static_cast<clockid_t>(id);
}

Owned ClockGettimeFunction(Value, Value clock) {
  clockid_t id = TRY(ClockArgument(clock));
  timespec now;
  if (clock_gettime(id, &now) != 0) return RaiseOsError(errno);
  return FloatSeconds(now.tv_sec * kNanosecondsPerSecond + now.tv_nsec);
}
Owned ClockGettimeNsFunction(Value, Value clock) {
  clockid_t id = TRY(ClockArgument(clock));
  timespec now;
  if (clock_gettime(id, &now) != 0) return RaiseOsError(errno);
  return IntFromInt64(now.tv_sec * kNanosecondsPerSecond + now.tv_nsec);
}
Owned ClockGetresFunction(Value, Value clock) {
  clockid_t id = TRY(ClockArgument(clock));
  timespec step;
  if (clock_getres(id, &step) != 0) return RaiseOsError(errno);
  return FloatSeconds(step.tv_sec * kNanosecondsPerSecond + step.tv_nsec);
}
Owned ClockSettimeFunction(Value, const Value* args, size_t) {
  clockid_t id = TRY(ClockArgument(args[0]));
  int64_t nanoseconds = TRY(NanosecondsFromSeconds(args[1]));
  timespec time = ToTimespec(nanoseconds);
  return clock_settime(id, &time) == 0 ? OwnNone() : Owned(RaiseOsError(errno));
}
Owned ClockSettimeNsFunction(Value, const Value* args, size_t) {
  clockid_t id = TRY(ClockArgument(args[0]));
  int64_t nanoseconds = TRY(AsInt64(args[1]));
  timespec time = ToTimespec(nanoseconds);
  return clock_settime(id, &time) == 0 ? OwnNone() : Owned(RaiseOsError(errno));
}
Owned PthreadClockFunction(Value, Value thread) {
  Handle number = TRY(Index(thread));
  clockid_t clock;
  int error = pthread_getcpuclockid(static_cast<pthread_t>(IntAsUint64Mask(number)), &clock);
  return error == 0 ? IntFromInt64(clock) : Owned(RaiseOsError(error));
}

Owned SleepFunction(Value, Value seconds) {
  int64_t nanoseconds = TRY(NanosecondsFromSeconds(seconds));
  if (nanoseconds < 0) return Raise(&ValueErrorType, "sleep length must be non-negative");
  timespec deadline = ToTimespec(ClockNow(CLOCK_MONOTONIC) + nanoseconds);
  for (;;) {
    ReleaseGil(gil::Reason::kSleep);
    int error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, nullptr);
    AcquireGil();
    if (error == 0) return OwnNone();
    if (error != EINTR) return RaiseOsError(error);
    if (!CheckSignals()) return {};
  }
}

// -- Calendar -------------------------------------------------------------------------------------

Owned StructTimeNew(const tm& time) {
  Handle result = TRY(StructSequenceNew(ModuleStateType(kStructTimeKey)));
  const int64_t values[9] = {int64_t{time.tm_year} + 1900, time.tm_mon + 1, time.tm_mday,
                             time.tm_hour, time.tm_min, time.tm_sec, (time.tm_wday + 6) % 7,
                             time.tm_yday + 1, time.tm_isdst};
  for (int i = 0; i < 9; ++i) TupleInit(result, i, IntFromInt64(values[i]));
  const char* zone = time.tm_zone != nullptr ? time.tm_zone : "";
  TupleInit(result, 9, StrDecodeFs(zone, strlen(zone)));
  TupleInit(result, 10, IntFromInt64(time.tm_gmtoff));
  return result.Release();
}

// The optional seconds of gmtime and localtime.
Fallible<time_t> SecondsArgument(const Value* args, size_t nargs) {
  if (nargs == 0 || args[0].IsNone()) return time(nullptr);
  if (IsAnyFloat(args[0])) {
    double value = TRY(AsDouble(args[0]));
    if (std::isnan(value)) return Raise(&ValueErrorType, "Invalid value NaN (not a number)");
    value = std::floor(value);
    if (!(value >= -9.2e18 && value <= 9.2e18))
      return Raise(&OverflowErrorType, "timestamp out of range for platform time_t");
    return static_cast<time_t>(value);
  }
  Handle number = TRY(Index(args[0]));
  int64_t value;
  if (!IntFitsInt64(number, &value))
    return Raise(&OverflowErrorType, "timestamp out of range for platform time_t");
  return static_cast<time_t>(value);
}

Owned GmtimeFunction(Value, const Value* args, size_t nargs) {
  time_t seconds = TRY(SecondsArgument(args, nargs));
  tm time;
  errno = 0;
  if (gmtime_r(&seconds, &time) == nullptr) return RaiseOsError(errno ? errno : EINVAL);
  time.tm_zone = "UTC";
  return StructTimeNew(time);
}
Owned LocaltimeFunction(Value, const Value* args, size_t nargs) {
  time_t seconds = TRY(SecondsArgument(args, nargs));
  tm time;
  errno = 0;
  if (localtime_r(&seconds, &time) == nullptr) return RaiseOsError(errno ? errno : EINVAL);
  return StructTimeNew(time);
}

// A 9-tuple or struct_time; *zone keeps the text of tm_zone.
bool TimeTuple(const char* function, Value v, tm* out, Handle* zone) {
  if (!IsTuple(v)) return Raise(&TypeErrorType, "Tuple or struct_time argument required");
  if (TupleSize(v) != 9)
    return Raise(&TypeErrorType, "%s(): illegal time tuple argument", function);
  int64_t f[9];
  for (int i = 0; i < 9; ++i) {
    f[i] = TRY(IndexExact(TupleAt(v, i), &OverflowErrorType));
    if (f[i] > INT32_MAX) return Raise(&OverflowErrorType, "signed integer is greater than maximum");
    if (f[i] < INT32_MIN) return Raise(&OverflowErrorType, "signed integer is less than minimum");
  }
  if (f[0] < int64_t{INT32_MIN} + 1900) return Raise(&OverflowErrorType, "year out of range");
  memset(out, 0, sizeof *out);
  out->tm_year = static_cast<int>(f[0] - 1900);
  out->tm_mon = static_cast<int>(f[1] - 1);
  out->tm_mday = static_cast<int>(f[2]);
  out->tm_hour = static_cast<int>(f[3]);
  out->tm_min = static_cast<int>(f[4]);
  out->tm_sec = static_cast<int>(f[5]);
  out->tm_wday = static_cast<int>((f[6] + 1) % 7);
  out->tm_yday = static_cast<int>(f[7] - 1);
  out->tm_isdst = static_cast<int>(f[8]);
  if (TypeOf(v) == ModuleStateType(kStructTimeKey)) {
    Value text = v.As<Tuple>()->items[9], offset = v.As<Tuple>()->items[10];
    if (IsStr(text)) {
      *zone = TRY(StrEncodeFs(text));
      out->tm_zone = reinterpret_cast<const char*>(zone->As<Bytes>()->data);
    }
    if (offset.IsInt()) out->tm_gmtoff = offset.AsInt();
  }
  return true;
}

bool CheckRange(tm* t) {
  if (t->tm_mon == -1)
    t->tm_mon = 0;
  else if (t->tm_mon < 0 || t->tm_mon > 11)
    return Raise(&ValueErrorType, "month out of range");
  if (t->tm_mday == 0)
    t->tm_mday = 1;
  else if (t->tm_mday < 0 || t->tm_mday > 31)
    return Raise(&ValueErrorType, "day of month out of range");
  if (t->tm_hour < 0 || t->tm_hour > 23) return Raise(&ValueErrorType, "hour out of range");
  if (t->tm_min < 0 || t->tm_min > 59) return Raise(&ValueErrorType, "minute out of range");
  if (t->tm_sec < 0 || t->tm_sec > 61) return Raise(&ValueErrorType, "seconds out of range");
  if (t->tm_wday < 0) return Raise(&ValueErrorType, "day of week out of range");
  if (t->tm_yday == -1)
    t->tm_yday = 0;
  else if (t->tm_yday < 0 || t->tm_yday > 365)
    return Raise(&ValueErrorType, "day of year out of range");
  return true;
}

Owned Asctime(const tm& t) {
  static constexpr char kDays[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr char kMonths[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return StrFormat("%s %s%3d %.2d:%.2d:%.2d %d", kDays[t.tm_wday], kMonths[t.tm_mon], t.tm_mday,
                   t.tm_hour, t.tm_min, t.tm_sec, 1900 + t.tm_year);
}

Owned AsctimeFunction(Value, const Value* args, size_t nargs) {
  tm time;
  Handle zone;
  if (nargs == 0) {
    time_t now = ::time(nullptr);
    localtime_r(&now, &time);
  } else {
    TRY_VOID(TimeTuple("asctime", args[0], &time, &zone) && CheckRange(&time));
  }
  return Asctime(time);
}
Owned CtimeFunction(Value, const Value* args, size_t nargs) {
  time_t seconds = TRY(SecondsArgument(args, nargs));
  tm time;
  errno = 0;
  if (localtime_r(&seconds, &time) == nullptr) return RaiseOsError(errno ? errno : EINVAL);
  return Asctime(time);
}

Owned MktimeFunction(Value, Value tuple) {
  tm time;
  Handle zone;
  TRY_VOID(TimeTuple("mktime", tuple, &time, &zone));
  time.tm_wday = -1;  // stays so if the time can't be represented
  time_t seconds = mktime(&time);
  if (seconds == static_cast<time_t>(-1) && time.tm_wday == -1)
    return Raise(&OverflowErrorType, "mktime argument out of range");
  return FloatNew(static_cast<double>(seconds));
}

Owned StrftimeFunction(Value, const Value* args, size_t nargs) {
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "strftime() argument 1 must be str, not %.200s", TypeName(args[0]));
  tm time;
  Handle zone;
  if (nargs == 1) {
    time_t now = ::time(nullptr);
    localtime_r(&now, &time);
  } else {
    TRY_VOID(TimeTuple("strftime", args[1], &time, &zone) && CheckRange(&time));
  }
  if (time.tm_isdst < -1) time.tm_isdst = -1;
  if (time.tm_isdst > 1) time.tm_isdst = 1;
  Handle format = TRY(StrEncodeFs(args[0]));
  const char* text = BytesView(format).data();
  size_t length = BytesView(format).size();
  for (size_t size = 1024;; size *= 2) {
    Handle buffer = TRY(BytesNew(nullptr, static_cast<int64_t>(size)));
    char* out = reinterpret_cast<char*>(buffer.As<Bytes>()->data);
    size_t written = strftime(out, size, text, &time);
    // Nothing may be what is meant, e.g. by %p or %Z.
    if (written > 0 || size >= 256 * (length + 1)) return StrDecodeFs(out, written);
  }
}

Owned StrptimeFunction(Value, const Value* args, size_t nargs) {
  Handle name = TRY(StrFromUtf8("_strptime"));
  Handle module = TRY(Call(CurrentInterpreter()->import_function, {name}));
  Handle function = TRY(GetAttribute(module, "_strptime_time"));
  return Call(function, args, nargs);
}

// -- Time zones -----------------------------------------------------------------------------------

Owned ZoneName(time_t at, long* offset) {
  tm time;
  localtime_r(&at, &time);
  *offset = -time.tm_gmtoff;
  const char* zone = time.tm_zone != nullptr ? time.tm_zone : "   ";
  return StrDecodeFs(zone, strlen(zone));
}

bool AddZones(Value module) {
  constexpr time_t kYear = (365 * 24 + 6) * 3600;
  time_t january_time = (time(nullptr) / kYear) * kYear;
  long january_offset, july_offset;
  Handle january = TRY(ZoneName(january_time, &january_offset));
  Handle july = TRY(ZoneName(january_time + kYear / 2, &july_offset));
  // In the southern half of the world summer is in January.
  bool southern = january_offset < july_offset;
  Handle names = TRY(southern ? TupleOf({july, january}) : TupleOf({january, july}));
  return ModuleAddInt(module, "timezone", southern ? july_offset : january_offset) &&
         ModuleAddInt(module, "altzone", southern ? january_offset : july_offset) &&
         ModuleAddInt(module, "daylight", january_offset != july_offset) &&
         ModuleAdd(module, "tzname", names.Release());
}

Owned TzsetFunction(Value module) {
  tzset();
  return AddZones(module) ? OwnNone() : Owned();
}

Owned ClockInfoFunction(Value, const Value* args, size_t) {
  struct Row {
    const char* name;
    const char* implementation;
    clockid_t clock;
    bool monotonic, adjustable;
  };
  static constexpr Row kRows[] = {
      {"time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true},
      {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
      {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false},
      {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true, false},
      {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true, false}};
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "get_clock_info() argument 1 must be str, not %.200s",
                 TypeName(args[0]));
  for (const Row& row : kRows) {
    if (!StrEqualsAscii(args[0], row.name)) continue;
    timespec step;
    clock_getres(row.clock, &step);
    Handle dict = TRY(DictNew());
    Handle implementation = TRY(StrFromUtf8(row.implementation));
    Handle resolution = TRY(FloatNew(static_cast<double>(step.tv_sec) + 1e-9 * static_cast<double>(step.tv_nsec)));
    TRY_VOID(DictSetAscii(dict, "implementation", implementation) &&
             DictSetAscii(dict, "monotonic", Value::Bool(row.monotonic)) &&
             DictSetAscii(dict, "adjustable", Value::Bool(row.adjustable)) &&
             DictSetAscii(dict, "resolution", resolution));
    return SimpleNamespaceNew(dict);
  }
  return Raise(&ValueErrorType, "unknown clock");
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(time, time, NoArgs(TimeFunction), "time() -> floating point number\n\nReturn the current time in seconds since the Epoch."),
    PY_FUNCTION(time, time_ns, NoArgs(TimeNsFunction), "time_ns() -> int\n\nReturn the current time in nanoseconds since the Epoch."),
    PY_FUNCTION(time, monotonic, NoArgs(MonotonicFunction), "monotonic() -> float\n\nMonotonic clock, cannot go backward."),
    PY_FUNCTION(time, monotonic_ns, NoArgs(MonotonicNsFunction), "monotonic_ns() -> int\n\nMonotonic clock, cannot go backward, as nanoseconds."),
    PY_FUNCTION(time, perf_counter, NoArgs(MonotonicFunction), "perf_counter() -> float\n\nPerformance counter for benchmarking."),
    PY_FUNCTION(time, perf_counter_ns, NoArgs(MonotonicNsFunction), "perf_counter_ns() -> int\n\nPerformance counter for benchmarking as nanoseconds."),
    PY_FUNCTION(time, process_time, NoArgs(ProcessTimeFunction), "process_time() -> float\n\nProcess time for profiling: sum of the kernel and user-space CPU time."),
    PY_FUNCTION(time, process_time_ns, NoArgs(ProcessTimeNsFunction), "process_time_ns() -> int\n\nProcess time for profiling as nanoseconds."),
    PY_FUNCTION(time, thread_time, NoArgs(ThreadTimeFunction), "thread_time() -> float\n\nThread time for profiling: sum of the kernel and user-space CPU time."),
    PY_FUNCTION(time, thread_time_ns, NoArgs(ThreadTimeNsFunction), "thread_time_ns() -> int\n\nThread time for profiling as nanoseconds."),
    PY_FUNCTION(time, clock_gettime, OneArg(ClockGettimeFunction), "clock_gettime(clk_id) -> float\n\nReturn the time of the specified clock clk_id."),
    PY_FUNCTION(time, clock_gettime_ns, OneArg(ClockGettimeNsFunction), "clock_gettime_ns(clk_id) -> int\n\nReturn the time of the specified clock clk_id as nanoseconds."),
    PY_FUNCTION(time, clock_getres, OneArg(ClockGetresFunction), "clock_getres(clk_id) -> floating point number\n\nReturn the resolution (precision) of the specified clock clk_id."),
    PY_FUNCTION(time, clock_settime, Positional(ClockSettimeFunction, 2, 2), "clock_settime(clk_id, time)\n\nSet the time of the specified clock clk_id."),
    PY_FUNCTION(time, clock_settime_ns, Positional(ClockSettimeNsFunction, 2, 2), "clock_settime_ns(clk_id, time)\n\nSet the time of the specified clock clk_id with nanoseconds."),
    PY_FUNCTION(time, pthread_getcpuclockid, OneArg(PthreadClockFunction), "pthread_getcpuclockid(thread_id) -> int\n\nReturn the clk_id of a thread's CPU time clock."),
    PY_FUNCTION(time, sleep, OneArg(SleepFunction), "sleep(seconds)\n\nDelay execution for a given number of seconds."),
    PY_FUNCTION(time, gmtime, Positional(GmtimeFunction, 0, 1), "gmtime([seconds]) -> (tm_year, tm_mon, tm_mday, tm_hour, tm_min,\n                       tm_sec, tm_wday, tm_yday, tm_isdst)"),
    PY_FUNCTION(time, localtime, Positional(LocaltimeFunction, 0, 1), "localtime([seconds]) -> (tm_year,tm_mon,tm_mday,tm_hour,tm_min,\n                          tm_sec,tm_wday,tm_yday,tm_isdst)"),
    PY_FUNCTION(time, asctime, Positional(AsctimeFunction, 0, 1), "asctime([tuple]) -> string"),
    PY_FUNCTION(time, ctime, Positional(CtimeFunction, 0, 1), "ctime(seconds) -> string"),
    PY_FUNCTION(time, mktime, OneArg(MktimeFunction), "mktime(tuple) -> floating point number"),
    PY_FUNCTION(time, strftime, Positional(StrftimeFunction, 1, 2), "strftime(format[, tuple]) -> string"),
    PY_FUNCTION(time, strptime, Positional(StrptimeFunction, 1, 2), "strptime(string, format) -> struct_time"),
    PY_FUNCTION(time, tzset, NoArgs(TzsetFunction), "tzset()\n\nInitialize, or reinitialize, the local timezone to the value stored in\nos.environ['TZ']."),
    PY_FUNCTION(time, get_clock_info, Positional(ClockInfoFunction, 1, 1), "get_clock_info(name: str) -> dict\n\nGet information of the specified clock."),
    {}};

constexpr IntConstant kConstants[] = {{"CLOCK_REALTIME", CLOCK_REALTIME},
                                      {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
                                      {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
                                      {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
                                      {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
                                      {"CLOCK_BOOTTIME", CLOCK_BOOTTIME},
                                      {"CLOCK_TAI", CLOCK_TAI},
                                      {"_STRUCT_TM_ITEMS", 11},
                                      {nullptr, 0}};

bool Execute(Value module) {
  tzset();
  return AddIntConstants(module, kConstants) &&
         AddStructSequence(module, "struct_time", kStructTimeKey, kTimeSpec) && AddZones(module);
}

}  // namespace

extern const ModuleDefinition TimeModule;
const ModuleDefinition TimeModule = {
    "time", "This module provides various functions to manipulate time values.", kFunctions,
    Execute};

}  // namespace polygil
