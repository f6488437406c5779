// The objects of datetime: layouts, and what the files of the module share.

#ifndef POLYGIL_RUNTIME_MODULES__DATETIME_OBJECTS_H_
#define POLYGIL_RUNTIME_MODULES__DATETIME_OBJECTS_H_

#include <cstdint>

#include "runtime/modules/_datetime/calendar.h"
#include "runtime/modules/native_type.h"

namespace polygil {

struct Delta : Object {
  int32_t days, seconds, micros;  // 0 <= seconds < 86400, 0 <= micros < 1000000
  int64_t hash;                   // 0: not computed
};

struct ClockTime {
  uint8_t hour, minute, second, fold;
  int32_t micro;
};

struct Date : Object {
  uint16_t year;
  uint8_t month, day;
  ClockTime clock;  // of a datetime
  int64_t hash;     // 0: not computed
};
struct DateTime : Date {
  Value tzinfo;  // or empty
};
struct Time : Object {
  ClockTime clock;
  int64_t hash;
  Value tzinfo;  // or empty
};
struct TimeZone : Object {
  Value offset;  // timedelta
  Value name;    // str, or empty
};

extern Type DeltaType, DateType, DateTimeType, TimeType, TzInfoType, TimeZoneType;
bool InitDeltaType();
bool InitTzTypes();
bool InitDateType();
bool InitTimeType();
bool InitDateTimeType();
// Class attributes min, max, resolution, utc: need the other types.
bool AddDeltaConstants();
bool AddTimeZoneConstants();
bool AddDateConstants();
bool AddTimeConstants();
bool AddDateTimeConstants();

inline bool IsDelta(Value v) { return IsInstanceOf(v, DeltaType); }
inline bool IsDate(Value v) { return IsInstanceOf(v, DateType); }
inline bool IsDateTime(Value v) { return IsInstanceOf(v, DateTimeType); }
inline bool IsTime(Value v) { return IsInstanceOf(v, TimeType); }
inline bool IsTzInfo(Value v) { return IsInstanceOf(v, TzInfoType); }

// An int argument that fits a C int; OverflowErrors are CPython's.
Fallible<int> IntArgument(Value v);
int64_t HashOfBytes(const void* data, size_t size);
Owned CompareResult(int order, CompareOp op);
// The clock's bytes in a pickled time or datetime: hour, minute, second, three of microseconds.
inline constexpr size_t kClockStateSize = 6;
void PutClock(const ClockTime& clock, uint8_t* bytes);
// What __reduce__ returns for a state and a zone (empty: none): (type(self), (state[, tzinfo])).
Owned ReducedState(Value self, const uint8_t* state, size_t size, Value tzinfo);
// TypeError "can't compare datetime.date to datetime.datetime".
Raised RaiseCantCompare(Value a, Value b);
// "datetime.date", or the name of a subclass.
const char* ShownTypeName(Type* type);
// Function `name` of an importable module, called.
Owned CallModule(const char* module, const char* name, std::initializer_list<Value> args);

// -- delta.cc
// Normalises; OverflowError when the days are too many.
Owned DeltaNew(int64_t days, int64_t seconds, int64_t micros);
__int128 DeltaMicros(Value delta);
int DeltaCompare(Value a, Value b);

// -- date.cc
bool CheckDay(int year, int month, int day);
Owned DateNew(int year, int month, int day);
// An instance of `type`, through its constructor if it is a subclass.
Owned DateNewOf(Type* type, int year, int month, int day);
int DateOrdinal(const Date* date);
Owned DateTimeTuple(const Date* date, int dst_flag);  // time.struct_time
Owned DateIsoCalendar(Value self);
Owned DateFormatSlot(Value self, Value format);  // __format__

// -- time.cc
bool CheckClock(int hour, int minute, int second, int micro, int fold);
Owned TimeNew(const ClockTime& clock, Value tzinfo_or_empty);

// -- datetime.cc
Owned DateTimeNew(const CalendarDay& day, const ClockTime& clock, Value tzinfo_or_empty);
Owned DateTimeNewOf(Type* type, const CalendarDay& day, const ClockTime& clock, Value tzinfo);
int DateTimeCompareFields(const DateTime* a, const DateTime* b);

// -- datetime_arithmetic.cc
Owned DateTimeAddSlot(Value left, Value right);
Owned DateTimeSubtractSlot(Value left, Value right);
// datetime + sign * delta, of the same type.
Owned DateTimePlus(Value datetime, Value delta, int sign);
// The same in another zone, or none (empty).
Owned DateTimePlusIn(Value datetime, Value delta, int sign, Value tzinfo);
Owned DateTimeCompareSlot(Value left, Value right, CompareOp op);
Fallible<int64_t> DateTimeHashSlot(Value self);

// -- datetime_zones.cc: instants and time zones
Owned DateTimeTimestamp(Value self);
Owned DateTimeAsTimezone(Value self, const Value* args);
Owned DateTimeFromTimestamp(Type* type, Value timestamp, Value tzinfo, bool utc);
// datetime.now() and utcnow().
Owned DateTimeNow(Type* type, Value tzinfo_or_none, bool utc);

// -- tzinfo.cc
// TypeError unless None or a tzinfo; empty counts as None.
bool CheckTzInfo(Value v);
// tzinfo.utcoffset(dt) or dst: a timedelta in range, or None; tzinfo empty: None.
Owned CallOffset(Value tzinfo_or_empty, const char* name, Value datetime_or_none);
Owned CallTzName(Value tzinfo_or_empty, Value datetime_or_none);
Owned TimeZoneNew(Value offset, Value name_or_empty);
Value UtcZone();  // borrowed

// -- format.cc
// "+05:30", "+05:30:10.000001", or "" for None. `separator` between the parts.
bool OffsetText(Value tzinfo_or_empty, Value datetime_or_none, const char* separator, char* out,
                size_t size);
inline constexpr size_t kOffsetTextSize = 32;
// timespec: null for 'auto'. False: ValueError "Unknown timespec value".
bool ClockText(const ClockTime& clock, Value timespec_or_empty, char* out, size_t size);
// strftime() with %z, %Z and %f done here. `time_tuple` for time.strftime.
Owned WrapStrftime(Value object, Value format, Value time_tuple, Value tzinfo_argument);

// -- parse.cc
bool ParseIsoDate(const char* text, size_t size, CalendarDay* day);
struct ParsedTime {
  ClockTime clock;
  bool has_offset;
  int64_t offset_seconds;
  int offset_micros;
};
bool ParseIsoTime(const char* text, size_t size, ParsedTime* time);
// YYYY-MM-DD?HH:MM:SS[.ffffff][+HH:MM], which is nearly every text; false for all others.
bool ParseCommonIso(const char* text, size_t size, CalendarDay* day, ParsedTime* time);
// Where the separator of a date and a time is.
size_t IsoSeparatorPlace(const char* text, size_t size);
// The timezone of a parsed offset; empty without exception: none.
Owned ParsedZone(const ParsedTime& time);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES__DATETIME_OBJECTS_H_
