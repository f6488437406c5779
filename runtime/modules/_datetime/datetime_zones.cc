// datetime and the system's clock: timestamps, local time with its folds (PEP 495), conversion.

#include <cerrno>
#include <cmath>
#include <ctime>

#include "runtime/modules/_datetime/objects.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// Seconds are counted from 0001-01-01 with ordinal 1 as day 1.
constexpr int64_t kEpoch = int64_t{719163} * kSecondsPerDay;  // 1970-01-01
constexpr int64_t kMaxFoldSeconds = kSecondsPerDay;

DateTime* Of(Value v) { return v.As<DateTime>(); }

int64_t SecondsOf(const CalendarDay& day, int hour, int minute, int second) {
  return OrdinalOf(day.year, day.month, day.day) * kSecondsPerDay + (hour * 60 + minute) * 60 +
         second;
}

bool SystemTime(int64_t timestamp, bool utc, tm* out) {
  time_t moment = timestamp;
  errno = 0;
  tm* done = utc ? gmtime_r(&moment, out) : localtime_r(&moment, out);
  if (done == nullptr) return RaiseOsError(errno != 0 ? errno : EINVAL);
  return true;
}

bool CheckYear(int64_t year) {
  if (year >= kMinYear && year <= kMaxYear) return true;
  return Raise(&ValueErrorType, "year %zd is out of range", static_cast<ssize_t>(year));
}

// What clocks show, in seconds as above, when UTC is `utc`.
Fallible<int64_t> LocalOf(int64_t utc) {
  if (utc < kSecondsPerDay || utc >= int64_t{kMaxOrdinal + 1} * kSecondsPerDay)
    return Raise(&ValueErrorType, "year is out of range");
  tm local;
  TRY_VOID(SystemTime(utc - kEpoch, false, &local));
  TRY_VOID(CheckYear(local.tm_year + int64_t{1900}));
  return SecondsOf({local.tm_year + 1900, local.tm_mon + 1, local.tm_mday}, local.tm_hour,
                   local.tm_min, local.tm_sec);
}

// The inverse of LocalOf. In a gap or a fold, `fold` chooses.
Fallible<int64_t> UtcOfLocal(int64_t local, int fold) {
  int64_t first_offset = TRY(LocalOf(local)) - local;
  int64_t first = local - first_offset;
  int64_t first_local = TRY(LocalOf(first));
  int64_t second_offset;
  if (first_local == local) {
    // Right. Is there another answer, a day before or after?
    int64_t probe = first + (fold ? kMaxFoldSeconds : -kMaxFoldSeconds);
    second_offset = TRY(LocalOf(probe)) - probe;
    if (second_offset == first_offset) return first;
  } else {
    second_offset = first_local - first;
  }
  int64_t second = local - second_offset;
  int64_t second_local = TRY(LocalOf(second));
  if (second_local == local) return second;
  if (first_local == local) return first;
  // A gap: both are as wrong as the other.
  return fold ? (first < second ? first : second) : (first > second ? first : second);
}

// Is a local time the second of two equal ones?
Fallible<bool> IsSecondFold(int64_t timestamp, int64_t local) {
  if (timestamp + kEpoch - kMaxFoldSeconds < kSecondsPerDay) return false;
  int64_t day_before = TRY(LocalOf(kEpoch + timestamp - kMaxFoldSeconds));
  int64_t transition = local - day_before - kMaxFoldSeconds;
  if (transition >= 0) return false;
  int64_t before = TRY(LocalOf(kEpoch + timestamp + transition));
  return before == local;
}

Owned FromInstant(Type* type, int64_t timestamp, int micros, bool utc, Value tzinfo) {
  tm parts;
  TRY_VOID(SystemTime(timestamp, utc, &parts));
  TRY_VOID(CheckYear(parts.tm_year + int64_t{1900}));
  if (parts.tm_sec > 59) parts.tm_sec = 59;  // a leap second
  CalendarDay day = {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
  ClockTime clock = {static_cast<uint8_t>(parts.tm_hour), static_cast<uint8_t>(parts.tm_min),
                     static_cast<uint8_t>(parts.tm_sec), 0, micros};
  if (!utc && (!tzinfo || tzinfo.IsNone())) {
    int64_t local = SecondsOf(day, parts.tm_hour, parts.tm_min, parts.tm_sec);
    clock.fold = TRY(IsSecondFold(timestamp, local));
  }
  return DateTimeNewOf(type, day, clock, tzinfo);
}

// Seconds and microseconds of a timestamp, rounded half to even.
bool SplitTimestamp(Value v, int64_t* seconds, int* micros) {
  *micros = 0;
  if (!IsAnyFloat(v)) {
    Handle number = TRY(Index(v));
    if (!IntFitsInt64(number, seconds))
      return Raise(&OverflowErrorType, "timestamp out of range for platform time_t");
    return true;
  }
  double value = FloatValue(v), whole;
  if (std::isnan(value)) return Raise(&ValueErrorType, "Invalid value NaN (not a number)");
  double rounded = std::nearbyint(std::modf(value, &whole) * 1e6);
  if (rounded >= 1e6) rounded -= 1e6, whole += 1;
  if (rounded < 0) rounded += 1e6, whole -= 1;
  if (!(whole >= -9.2e18 && whole <= 9.2e18))
    return Raise(&OverflowErrorType, "timestamp out of range for platform time_t");
  *seconds = static_cast<int64_t>(whole);
  *micros = static_cast<int>(rounded);
  return true;
}

// timezone(offset, name) of local time at an instant.
Owned ZoneAt(int64_t timestamp) {
  tm local;
  TRY_VOID(SystemTime(timestamp, false, &local));
  Handle offset = TRY(DeltaNew(0, local.tm_gmtoff, 0));
  Handle name;
  if (local.tm_zone != nullptr) name = TRY(StrFromUtf8(local.tm_zone));
  return TimeZoneNew(offset, name);
}

int64_t FieldSeconds(const DateTime* d) {
  return SecondsOf({d->year, d->month, d->day}, d->clock.hour, d->clock.minute, d->clock.second);
}

// The zone of the system for a naive datetime.
Owned LocalZoneOf(const DateTime* d) {
  int64_t utc = TRY(UtcOfLocal(FieldSeconds(d), d->clock.fold));
  return ZoneAt(utc - kEpoch);
}

// Same fields, another zone; a plain datetime.
Owned WithZone(Value datetime, Value zone) {
  const DateTime* d = Of(datetime);
  ClockTime clock = d->clock;
  return DateTimeNewOf(TypeOf(datetime), {d->year, d->month, d->day}, clock, zone);
}

}  // namespace

Owned DateTimeFromTimestamp(Type* type, Value timestamp, Value tzinfo, bool utc) {
  TRY_VOID(CheckTzInfo(tzinfo));
  int64_t seconds;
  int micros;
  TRY_VOID(SplitTimestamp(timestamp, &seconds, &micros));
  Handle made = TRY(FromInstant(type, seconds, micros, utc || !tzinfo.IsNone(), tzinfo));
  if (tzinfo.IsNone()) return made.Release();
  return CallMethod(tzinfo, "fromutc", {made});
}

Owned DateTimeNow(Type* type, Value tzinfo, bool utc) {
  TRY_VOID(CheckTzInfo(tzinfo));
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  Handle made = TRY(FromInstant(type, now.tv_sec, static_cast<int>(now.tv_nsec / 1000),
                                utc || !tzinfo.IsNone(), tzinfo));
  if (tzinfo.IsNone()) return made.Release();
  return CallMethod(tzinfo, "fromutc", {made});
}

Owned DateTimeTimestamp(Value self) {
  const DateTime* d = Of(self);
  Handle offset = TRY(CallOffset(d->tzinfo, "utcoffset", self));
  if (d->tzinfo && !offset.Get().IsNone()) {
    __int128 micros = (__int128{FieldSeconds(d)} - kEpoch) * kMicrosPerSecond + d->clock.micro -
                      DeltaMicros(offset);
    Handle number = TRY(IntFromInt64(static_cast<int64_t>(micros)));
    return BinaryOperation(BinaryOp::kTrueDivide, number, Value::Int(kMicrosPerSecond));
  }
  int64_t seconds = TRY(UtcOfLocal(FieldSeconds(d), d->clock.fold));
  return FloatNew(static_cast<double>(seconds - kEpoch) + d->clock.micro / 1e6);
}

Owned DateTimeAsTimezone(Value self, const Value* args) {
  Value wanted = OrNone(args[0]);
  if (!wanted.IsNone() && !IsTzInfo(wanted))
    return Raise(&TypeErrorType,
                 "tzinfo argument must be None or of a tzinfo subclass, not type '%s'",
                 ShownTypeName(TypeOf(wanted)));
  Handle own = Of(self)->tzinfo ? Retain(Of(self)->tzinfo) : LocalZoneOf(Of(self));
  if (!own) return {};
  if (own.Get() == wanted) return Retain(self);
  Handle offset = TRY(CallOffset(own, "utcoffset", self));
  if (offset.Get().IsNone()) {  // a zone that doesn't know: local time
    own = TRY(LocalZoneOf(Of(self)));
    offset = TRY(CallOffset(own, "utcoffset", self));
  }
  if (!wanted.IsNone()) {
    Handle placed = TRY(DateTimePlusIn(self, offset, -1, wanted));
    if (wanted == UtcZone()) return placed.Release();
    if (IsExactly(wanted, TimeZoneType))
      return DateTimePlus(placed, wanted.As<TimeZone>()->offset, 1);
    return CallMethod(wanted, "fromutc", {placed});
  }
  Handle utc = TRY(DateTimePlusIn(self, offset, -1, UtcZone()));
  Handle zone = TRY(ZoneAt(FieldSeconds(Of(utc)) - kEpoch));
  Handle placed = TRY(WithZone(utc, zone));
  return CallMethod(zone, "fromutc", {placed});
}

}  // namespace polygil
