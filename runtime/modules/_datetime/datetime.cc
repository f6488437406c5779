// datetime: construction, attributes, text; datetime_arithmetic.cc and datetime_zones.cc have the
// rest.

#include <cstdio>
#include <cstring>

#include "runtime/modules/_datetime/objects.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type DateTimeType;

namespace {

DateTime* Of(Value v) { return v.As<DateTime>(); }
CalendarDay DayOf(const DateTime* d) { return {d->year, d->month, d->day}; }

Owned Make(Type* type, const CalendarDay& day, const ClockTime& clock, Value tzinfo) {
  Handle made = TRY(NewInstanceOf(type));
  DateTime* self = Of(made);
  self->year = static_cast<uint16_t>(day.year);
  self->month = static_cast<uint8_t>(day.month);
  self->day = static_cast<uint8_t>(day.day);
  self->clock = clock;
  if (tzinfo && !tzinfo.IsNone()) self->tzinfo = Retain(tzinfo).Peek();
  return made.Release();
}

// Two bytes of year, month (with fold in its high bit), day, hour, minute, second, three of micros.
constexpr size_t kStateSize = 10;
bool StateOf(Value v, uint8_t out[kStateSize]) {
  if (IsBytes(v) && BytesView(v).size() == kStateSize) {
    memcpy(out, BytesView(v).data(), kStateSize);
  } else if (IsStr(v) && StrLength(v) == kStateSize && StrMaximum(v) <= 0xff) {
    for (size_t i = 0; i < kStateSize; ++i)
      out[i] = static_cast<uint8_t>(StrAt(v, static_cast<int64_t>(i)));
  } else {
    return false;
  }
  int month = out[2] & 0x7f;
  return month >= 1 && month <= 12;
}

Owned FromState(Type* type, const uint8_t* s, Value tzinfo) {
  if (tzinfo && !tzinfo.IsNone() && !IsTzInfo(tzinfo))
    return Raise(&TypeErrorType, "bad tzinfo state arg");
  CalendarDay day = {s[0] << 8 | s[1], s[2] & 0x7f, s[3]};
  ClockTime clock = {s[4], s[5], s[6], static_cast<uint8_t>(s[2] >> 7),
                     s[7] << 16 | s[8] << 8 | s[9]};
  // Believed, as far as it can't do harm.
  return Make(type, day, clock, tzinfo);
}

Fallible<int> Part(Value v, int absent) { return v ? IntArgument(v) : Fallible<int>(absent); }

// Nine parts: year to microsecond, tzinfo, fold.
bool TakeParts(const Value* bound, CalendarDay* day, ClockTime* clock) {
  day->year = TRY(Part(bound[0], day->year));
  day->month = TRY(Part(bound[1], day->month));
  day->day = TRY(Part(bound[2], day->day));
  int hour = TRY(Part(bound[3], clock->hour));
  int minute = TRY(Part(bound[4], clock->minute));
  int second = TRY(Part(bound[5], clock->second));
  int micro = TRY(Part(bound[6], clock->micro));
  int fold = TRY(Part(bound[8], clock->fold));
  TRY_VOID(CheckDay(day->year, day->month, day->day) &&
           CheckClock(hour, minute, second, micro, fold));
  *clock = {static_cast<uint8_t>(hour), static_cast<uint8_t>(minute), static_cast<uint8_t>(second),
            static_cast<uint8_t>(fold), micro};
  return true;
}

Owned DateTimeConstructor(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  uint8_t state[kStateSize];
  if ((nargs == 1 || nargs == 2) && keyword_names.IsEmpty() && StateOf(args[0], state))
    return FromState(type, state, nargs == 2 ? args[1] : Value::Empty());
  Value bound[9];
  TRY_VOID(BindArguments(nullptr,
                         "(year, month, day, hour=0, minute=0, second=0, microsecond=0, "
                         "tzinfo=None, *, fold=0)\n--\n\n",
                         args, nargs, keyword_names, bound));
  CalendarDay day{};
  ClockTime clock{};
  TRY_VOID(TakeParts(bound, &day, &clock) && CheckTzInfo(bound[7]));
  return Make(type, day, clock, bound[7]);
}

Owned DateTimeReplace(Value self, const Value* args) {
  CalendarDay day = DayOf(Of(self));
  ClockTime clock = Of(self)->clock;
  Value tzinfo = args[7] ? args[7] : Of(self)->tzinfo;
  TRY_VOID(TakeParts(args, &day, &clock) && CheckTzInfo(tzinfo));
  return DateTimeNewOf(TypeOf(self), day, clock, tzinfo);
}

// -- Other constructors ---------------------------------------------------------------------------

Type* ClassOf(Value cls) { return cls.As<Type>(); }

Owned DateTimeNowMethod(Value cls, const Value* args) {
  return DateTimeNow(ClassOf(cls), OrNone(args[0]), false);
}
Owned DateTimeUtcNow(Value cls) { return DateTimeNow(ClassOf(cls), Value::None(), true); }
Owned DateTimeFromTimestampMethod(Value cls, const Value* args) {
  return DateTimeFromTimestamp(ClassOf(cls), args[0], OrNone(args[1]), false);
}
Owned DateTimeUtcFromTimestamp(Value cls, Value timestamp) {
  return DateTimeFromTimestamp(ClassOf(cls), timestamp, Value::None(), true);
}

Owned DateTimeStrptime(Value cls, const Value* args, size_t) {
  for (int i = 0; i < 2; ++i)
    if (!IsStr(args[i]))
      return Raise(&TypeErrorType, "strptime() argument %d must be str, not %T", i + 1, args[i]);
  return CallModule("_strptime", "_strptime_datetime", {cls, args[0], args[1]});
}

Owned DateTimeCombine(Value cls, const Value* args) {
  if (!IsDate(args[0]))
    return Raise(&TypeErrorType, "combine() argument 1 must be datetime.date, not %T", args[0]);
  if (!IsTime(args[1]))
    return Raise(&TypeErrorType, "combine() argument 2 must be datetime.time, not %T", args[1]);
  Value tzinfo = args[2] ? args[2] : args[1].As<Time>()->tzinfo;
  TRY_VOID(CheckTzInfo(tzinfo));
  const Date* date = args[0].As<Date>();
  return DateTimeNewOf(ClassOf(cls), {date->year, date->month, date->day},
                       args[1].As<Time>()->clock, tzinfo);
}

Owned DateTimeFromIsoFormat(Value cls, Value text) {
  if (!IsStr(text)) return Raise(&TypeErrorType, "fromisoformat: argument must be str");
  // The separator may be any character; none of two parts has one beyond ASCII.
  char replaced[80];
  const char* ascii = replaced;
  int64_t length = StrLength(text);
  bool good = length >= 7 && length < 80;
  if (good && StrMaximum(text) == 0x7f) {
    ascii = static_cast<const char*>(StrUnits(text));
  } else if (good) {
    for (int64_t i = 0; i < length; ++i) {
      uint32_t c = StrAt(text, i);
      replaced[i] = c < 0x80 ? static_cast<char>(c) : '?';
    }
  }
  CalendarDay day{};
  ParsedTime time{};
  auto size = static_cast<size_t>(length);
  if (good && !ParseCommonIso(ascii, size, &day, &time)) {
    size_t place = IsoSeparatorPlace(ascii, size);
    if (place > size) place = size;
    good = ParseIsoDate(ascii, place, &day) &&
           (place == size || ParseIsoTime(ascii + place + 1, size - place - 1, &time));
  }
  if (!good) return Raise(&ValueErrorType, "Invalid isoformat string: %R", text);
  Handle zone = ParsedZone(time);
  if (!zone && HasPendingException()) return {};
  const ClockTime& t = time.clock;
  TRY_VOID(CheckDay(day.year, day.month, day.day) &&
           CheckClock(t.hour, t.minute, t.second, t.micro, 0));
  return DateTimeNewOf(ClassOf(cls), day, t, zone);
}

// -- Parts ----------------------------------------------------------------------------------------

Owned DateTimeDate(Value v) { return DateNew(Of(v)->year, Of(v)->month, Of(v)->day); }
Owned DateTimeTime(Value v) { return TimeNew(Of(v)->clock, Value::Empty()); }
Owned DateTimeTimeTz(Value v) { return TimeNew(Of(v)->clock, Of(v)->tzinfo); }
Owned DateTimeUtcOffset(Value v) { return CallOffset(Of(v)->tzinfo, "utcoffset", v); }
Owned DateTimeDst(Value v) { return CallOffset(Of(v)->tzinfo, "dst", v); }
Owned DateTimeTzName(Value v) { return CallTzName(Of(v)->tzinfo, v); }

Owned DateTimeTimeTuple(Value v) {
  Handle dst = TRY(DateTimeDst(v));
  int flag = -1;
  if (!dst.Get().IsNone()) flag = TRY(IsTrue(dst));
  return DateTimeTuple(Of(v), flag);
}

Owned DateTimeUtcTimeTuple(Value v) {
  Handle offset = TRY(DateTimeUtcOffset(v));
  Handle utc = Retain(v);
  if (!offset.Get().IsNone()) utc = TRY(DateTimePlus(v, offset, -1));
  return DateTimeTuple(Of(utc), 0);
}

// -- Text -----------------------------------------------------------------------------------------

Owned ReprOf(Value v) {
  const DateTime* d = Of(v);
  const ClockTime& t = d->clock;
  char text[120];
  int at = snprintf(text, sizeof(text), "%d, %d, %d, %d, %d", d->year, d->month, d->day, t.hour,
                    t.minute);
  auto size = [&at] { return sizeof(text) - static_cast<size_t>(at); };
  if (t.micro != 0)
    at += snprintf(text + at, size(), ", %d, %d", t.second, t.micro);
  else if (t.second != 0)
    at += snprintf(text + at, size(), ", %d", t.second);
  const char* fold = t.fold ? ", fold=1" : "";
  const char* name = ShownTypeName(TypeOf(v));
  if (!d->tzinfo) return StrFormat("%s(%s%s)", name, text, fold);
  return StrFormat("%s(%s%s, tzinfo=%R)", name, text, fold, d->tzinfo);
}

Owned IsoText(Value v, uint32_t separator, Value timespec) {
  const DateTime* d = Of(v);
  char clock[40], offset[kOffsetTextSize], date[40];
  TRY_VOID(ClockText(d->clock, timespec, clock, sizeof(clock)));
  TRY_VOID(OffsetText(d->tzinfo, v, ":", offset, sizeof(offset)));
  int size = snprintf(date, sizeof(date), "%04d-%02d-%02d", d->year, d->month, d->day);
  if (separator < 0x80) {
    char text[120];
    memcpy(text, date, static_cast<size_t>(size));
    text[size++] = static_cast<char>(separator);
    size += snprintf(text + size, sizeof(text) - static_cast<size_t>(size), "%s%s", clock, offset);
    return StrFromAscii(text, static_cast<size_t>(size));
  }
  Handle between = TRY(StrFromCodePoint(separator));
  return StrFormat("%s%U%s%s", date, between.Get(), clock, offset);
}

Owned DateTimeIsoFormat(Value self, const Value* args) {
  uint32_t separator = 'T';
  if (args[0]) {
    if (!IsStr(args[0]) || StrLength(args[0]) != 1)
      return Raise(&TypeErrorType, "isoformat() argument 1 must be a unicode character, not %T",
                   args[0]);
    separator = StrAt(args[0], 0);
  }
  if (args[1] && !IsStr(args[1]))
    return Raise(&TypeErrorType, "isoformat() argument 2 must be str, not %T", args[1]);
  return IsoText(self, separator, args[1]);
}

Owned StrOf(Value v) {
  if (TypeOf(v) == &DateTimeType) return IsoText(v, ' ', Value::Empty());
  Handle space = TRY(StrFromCodePoint(' '));
  return CallMethod(v, "isoformat", {space});
}

// -- Pickling -------------------------------------------------------------------------------------

Owned Reduce(Value self, bool with_fold) {
  const DateTime* d = Of(self);
  uint8_t bytes[kStateSize] = {
      static_cast<uint8_t>(d->year >> 8), static_cast<uint8_t>(d->year),
      static_cast<uint8_t>(d->month | (with_fold && d->clock.fold ? 0x80 : 0)), d->day};
  PutClock(d->clock, bytes + kStateSize - kClockStateSize);
  return ReducedState(self, bytes, kStateSize, d->tzinfo);
}
Owned DateTimeReduce(Value self) { return Reduce(self, false); }
Owned DateTimeReduceEx(Value self, const Value* args, size_t) {
  int protocol = TRY(IntArgument(args[0]));
  return Reduce(self, protocol > 3);
}

template <auto kField>
Owned Get(Value v) {
  return Owned(Value::Int(Of(v)->clock.*kField));
}
Owned GetTzInfo(Value v) { return Retain(OrNone(Of(v)->tzinfo)); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(datetime, now, Bound(DateTimeNowMethod, kMethodClass),
              "($type, /, tz=None)\n--\n\nReturns new datetime object representing current time "
              "local to tz."),
    PY_METHOD(datetime, utcnow, NoArgs(DateTimeUtcNow, kMethodClass),
              "Return a new datetime representing UTC day and time."),
    PY_METHOD(datetime, fromtimestamp, Bound(DateTimeFromTimestampMethod, kMethodClass),
              "($type, /, timestamp, tz=None)\n--\n\ntimestamp[, tz] -> tz's local time from POSIX "
              "timestamp."),
    PY_METHOD(datetime, utcfromtimestamp, OneArg(DateTimeUtcFromTimestamp, kMethodClass),
              "Construct a naive UTC datetime from a POSIX timestamp."),
    PY_METHOD(datetime, strptime, Positional(DateTimeStrptime, 2, 2, kMethodClass),
              "string, format -> new datetime parsed from a string (like time.strptime())."),
    PY_METHOD(datetime, combine, Bound(DateTimeCombine, kMethodClass),
              "($type, /, date, time, tzinfo=<unrepresentable>)\n--\n\ndate, time -> datetime with "
              "same date and time fields"),
    PY_METHOD(datetime, fromisoformat, OneArg(DateTimeFromIsoFormat, kMethodClass),
              "string -> datetime from a string in most ISO 8601 formats"),
    PY_METHOD(datetime, date, NoArgs(DateTimeDate),
              "Return date object with same year, month and day."),
    PY_METHOD(datetime, time, NoArgs(DateTimeTime),
              "Return time object with same time but with tzinfo=None."),
    PY_METHOD(datetime, timetz, NoArgs(DateTimeTimeTz),
              "Return time object with same time and tzinfo."),
    PY_METHOD(datetime, timetuple, NoArgs(DateTimeTimeTuple),
              "Return time tuple, compatible with time.localtime()."),
    PY_METHOD(datetime, timestamp, NoArgs(DateTimeTimestamp), "Return POSIX timestamp as float."),
    PY_METHOD(datetime, utctimetuple, NoArgs(DateTimeUtcTimeTuple),
              "Return UTC time tuple, compatible with time.localtime()."),
    PY_METHOD(datetime, isoformat, Bound(DateTimeIsoFormat),
              "($self, /, sep='T', timespec='auto')\n--\n\n[sep] -> string in ISO 8601 format, "
              "YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM]."),
    PY_METHOD(datetime, utcoffset, NoArgs(DateTimeUtcOffset),
              "Return self.tzinfo.utcoffset(self)."),
    PY_METHOD(datetime, tzname, NoArgs(DateTimeTzName), "Return self.tzinfo.tzname(self)."),
    PY_METHOD(datetime, dst, NoArgs(DateTimeDst), "Return self.tzinfo.dst(self)."),
    PY_METHOD(datetime, replace, Bound(DateTimeReplace),
              "($self, /, year=<unrepresentable>, month=<unrepresentable>, day=<unrepresentable>, "
              "hour=<unrepresentable>, minute=<unrepresentable>, second=<unrepresentable>, "
              "microsecond=<unrepresentable>, tzinfo=<unrepresentable>, *, "
              "fold=<unrepresentable>)\n--\n\nReturn datetime with new specified fields."),
    PY_METHOD(datetime, astimezone, Bound(DateTimeAsTimezone),
              "($self, /, tz=None)\n--\n\ntz -> convert to local time in new timezone tz"),
    PY_METHOD(datetime, __reduce_ex__, Positional(DateTimeReduceEx, 1, 1),
              "__reduce_ex__(proto) -> (cls, state)"),
    PY_METHOD(datetime, __reduce__, NoArgs(DateTimeReduce), "__reduce__() -> (cls, state)"),
    {}};
constexpr PropertyDef kProperties[] = {{"hour", Get<&ClockTime::hour>},
                                       {"minute", Get<&ClockTime::minute>},
                                       {"second", Get<&ClockTime::second>},
                                       {"microsecond", Get<&ClockTime::micro>},
                                       {"tzinfo", GetTzInfo},
                                       {"fold", Get<&ClockTime::fold>},
                                       {}};

}  // namespace

Owned DateTimeNew(const CalendarDay& day, const ClockTime& clock, Value tzinfo) {
  return Make(&DateTimeType, day, clock, tzinfo);
}

Owned DateTimeNewOf(Type* type, const CalendarDay& day, const ClockTime& clock, Value tzinfo) {
  if (type == &DateTimeType) return Make(type, day, clock, tzinfo);
  Value zone = tzinfo ? tzinfo : Value::None();
  Handle made = TRY(Call(
      Value::Pointer(type),
      {Value::Int(day.year), Value::Int(day.month), Value::Int(day.day), Value::Int(clock.hour),
       Value::Int(clock.minute), Value::Int(clock.second), Value::Int(clock.micro), zone}));
  if (clock.fold && IsDateTime(made)) Of(made)->clock.fold = clock.fold;
  return made.Release();
}

int DateTimeCompareFields(const DateTime* a, const DateTime* b) {
  auto key = [](const DateTime* d) {
    return ((((int64_t{d->year} * 12 + d->month) * 31 + d->day) * 24 + d->clock.hour) * 60 +
            d->clock.minute) *
               60 +
           d->clock.second;
  };
  int64_t difference = key(a) - key(b);
  if (difference == 0) difference = a->clock.micro - b->clock.micro;
  return difference < 0 ? -1 : difference > 0;
}

bool InitDateTimeType() {
  TypeSlots& slots = DateTimeType.slots;
  slots.new_instance = DateTimeConstructor;
  slots.repr = ReprOf;
  slots.str = StrOf;
  slots.hash = DateTimeHashSlot;
  slots.rich_compare = DateTimeCompareSlot;
  slots.add = DateTimeAddSlot;
  slots.subtract = DateTimeSubtractSlot;
  OwnFields<DateTime, &DateTime::tzinfo>(&DateTimeType);
  return ReadyType({.type = &DateTimeType,
                    .name = "datetime.datetime",
                    .base = &DateType,
                    .basic_size = sizeof(DateTime),
                    .flags = kTypeBase,
                    .methods = kMethods,
                    .properties = kProperties,
                    .doc = "datetime(year, month, day[, hour[, minute[, second[, "
                           "microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are "
                           "required. tzinfo may be None, or an\ninstance of a tzinfo subclass. "
                           "The remaining arguments may be ints."});
}

bool AddDateTimeConstants() {
  Handle low = TRY(DateTimeNew({1, 1, 1}, ClockTime{}, Value::Empty()));
  Handle high = TRY(DateTimeNew({9999, 12, 31}, {23, 59, 59, 0, 999999}, Value::Empty()));
  Handle step = TRY(DeltaNew(0, 0, 1));
  return DictSetAscii(DateTimeType.dict, "min", low) &&
         DictSetAscii(DateTimeType.dict, "max", high) &&
         DictSetAscii(DateTimeType.dict, "resolution", step);
}

}  // namespace polygil
