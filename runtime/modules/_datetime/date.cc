// date.

#include <climits>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "runtime/modules/_datetime/objects.h"
#include "runtime/modules/module_state.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type DateType;

namespace {

Type IsoCalendarDateType;
Date* Of(Value v) { return v.As<Date>(); }

// Pickled fields are believed, as far as they can't do harm.
Owned Unchecked(Type* type, int year, int month, int day) {
  Handle made = TRY(NewInstanceOf(type));
  Of(made)->year = static_cast<uint16_t>(year);
  Of(made)->month = static_cast<uint8_t>(month);
  Of(made)->day = static_cast<uint8_t>(day);
  return made.Release();
}

Owned MakeDate(Type* type, int year, int month, int day) {
  TRY_VOID(CheckDay(year, month, day));
  return Unchecked(type, year, month, day);
}

// Pickled: two bytes of year, month, day; as bytes, or as a str of latin-1.
bool StateOf(Value v, uint8_t out[4]) {
  if (IsBytes(v) && BytesView(v).size() == 4) {
    memcpy(out, BytesView(v).data(), 4);
  } else if (IsStr(v) && StrLength(v) == 4 && StrMaximum(v) <= 0xff) {
    for (int i = 0; i < 4; ++i) out[i] = static_cast<uint8_t>(StrAt(v, i));
  } else {
    return false;
  }
  return out[2] >= 1 && out[2] <= 12;
}

Owned DateConstructor(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  uint8_t state[4];
  if (nargs == 1 && keyword_names.IsEmpty() && StateOf(args[0], state))
    return Unchecked(type, state[0] * 256 + state[1], state[2], state[3]);
  Value bound[3];
  TRY_VOID(BindArguments(nullptr, "(year, month, day)\n--\n\n", args, nargs, keyword_names, bound));
  int year = TRY(IntArgument(bound[0]));
  int month = TRY(IntArgument(bound[1]));
  int day = TRY(IntArgument(bound[2]));
  return MakeDate(type, year, month, day);
}

// -- Other constructors ---------------------------------------------------------------------------

Type* ClassOf(Value cls) { return cls.As<Type>(); }

Owned DateFromTimestamp(Value cls, Value timestamp) {
  Handle moment = TRY(CallModule("time", "localtime", {timestamp}));
  int part[3];
  for (int i = 0; i < 3; ++i) {
    Handle item = TRY(GetItem(moment, int64_t{i}));
    part[i] = TRY(IntArgument(item));
  }
  return DateNewOf(ClassOf(cls), part[0], part[1], part[2]);
}

Owned DateToday(Value cls) {
  Handle now = TRY(CallModule("time", "time", {}));
  return CallMethod(cls, "fromtimestamp", {now});
}

Owned DateFromOrdinal(Value cls, Value number) {
  int ordinal = TRY(IntArgument(number));
  if (ordinal < 1) return Raise(&ValueErrorType, "ordinal must be >= 1");
  CalendarDay day = DayOfOrdinal(ordinal);
  return DateNewOf(ClassOf(cls), day.year, day.month, day.day);
}

Owned DateFromIsoFormat(Value cls, Value text) {
  if (!IsStr(text)) return Raise(&TypeErrorType, "fromisoformat: argument must be str");
  CalendarDay day;
  Handle owner;
  Fallible<std::string_view> view = StrAsUtf8(text, &owner);
  if (!view) ClearPending();
  size_t size = view ? view.value.size() : 0;
  if ((size != 7 && size != 8 && size != 10) || !ParseIsoDate(view.value.data(), size, &day))
    return Raise(&ValueErrorType, "Invalid isoformat string: %R", text);
  return DateNewOf(ClassOf(cls), day.year, day.month, day.day);
}

Owned DateFromIsoCalendar(Value cls, const Value* args) {
  int part[3];
  for (int i = 0; i < 3; ++i) {
    Fallible<int> number = IntArgument(args[i]);
    if (!number && PendingMatches(&OverflowErrorType))
      return Raise(&ValueErrorType, "ISO calendar component out of range");
    part[i] = TRY(std::move(number));
  }
  int year = part[0], week = part[1], weekday = part[2];
  CalendarDay day;
  switch (DayOfIso(year, week, weekday, &day)) {
    case IsoResult::kBadYear:
      return Raise(&ValueErrorType, "Year is out of range: %d", year);
    case IsoResult::kBadWeek:
      return Raise(&ValueErrorType, "Invalid week: %d", week);
    case IsoResult::kBadDay:
      return Raise(&ValueErrorType, "Invalid day: %d (range is [1, 7])", weekday);
    default:
      return DateNewOf(ClassOf(cls), day.year, day.month, day.day);
  }
}

// -- Arithmetic and comparison --------------------------------------------------------------------

Owned PlusDays(Value date, int64_t days) {
  int64_t ordinal = DateOrdinal(Of(date)) + days;
  if (ordinal < 1 || ordinal > kMaxOrdinal)
    return Raise(&OverflowErrorType, "date value out of range");
  CalendarDay day = DayOfOrdinal(static_cast<int>(ordinal));
  return DateNewOf(TypeOf(date), day.year, day.month, day.day);
}

Owned DateAdd(Value a, Value b) {
  if (IsDateTime(a) || IsDateTime(b)) return OwnNotImplemented();
  if (IsDate(a) && IsDelta(b)) return PlusDays(a, b.As<Delta>()->days);
  if (IsDelta(a) && IsDate(b)) return PlusDays(b, a.As<Delta>()->days);
  return OwnNotImplemented();
}
Owned DateSubtract(Value a, Value b) {
  if (IsDateTime(a) || IsDateTime(b) || !IsDate(a)) return OwnNotImplemented();
  if (IsDate(b)) return DeltaNew(DateOrdinal(Of(a)) - DateOrdinal(Of(b)), 0, 0);
  if (IsDelta(b)) return PlusDays(a, -int64_t{b.As<Delta>()->days});
  return OwnNotImplemented();
}

Owned DateCompare(Value a, Value b, CompareOp op) {
  if (!IsExactly(b, DateType) && !IsDate(b)) return OwnNotImplemented();
  const Date *x = Of(a), *y = Of(b);
  int order = x->year != y->year     ? x->year - y->year
              : x->month != y->month ? x->month - y->month
                                     : x->day - y->day;
  return CompareResult(order, op);
}

Fallible<int64_t> DateHash(Value v) {
  Date* self = Of(v);
  if (self->hash == 0) {
    uint8_t state[4] = {static_cast<uint8_t>(self->year >> 8), static_cast<uint8_t>(self->year),
                        self->month, self->day};
    self->hash = HashOfBytes(state, 4);
  }
  return self->hash;
}

// -- Text -----------------------------------------------------------------------------------------

Owned ReprOf(Value v) {
  return StrFormat("%s(%d, %d, %d)", ShownTypeName(TypeOf(v)), Of(v)->year, Of(v)->month,
                   Of(v)->day);
}
Owned DateIsoFormat(Value v) {
  char text[32];
  int size = snprintf(text, sizeof(text), "%04d-%02d-%02d", Of(v)->year, Of(v)->month, Of(v)->day);
  return StrFromAscii(text, static_cast<size_t>(size));
}
Owned StrOf(Value v) { return CallMethod(v, "isoformat"); }

Owned DateStrftime(Value self, const Value* args) {
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "strftime() argument 1 must be str, not %T", args[0]);
  Handle tuple = TRY(CallMethod(self, "timetuple"));
  return WrapStrftime(self, args[0], tuple, self);
}

Owned DateCtime(Value v) {
  static constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static constexpr const char* kMonths[] = {"",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date* d = Of(v);
  const ClockTime& t = d->clock;
  return StrFormat("%s %s %2d %02d:%02d:%02d %04d", kDays[WeekdayOfOrdinal(DateOrdinal(d))],
                   kMonths[d->month], d->day, t.hour, t.minute, t.second, d->year);
}

// -- Other methods --------------------------------------------------------------------------------

Owned DateTimeTupleMethod(Value v) { return DateTimeTuple(Of(v), -1); }
Owned DateToOrdinal(Value v) { return Owned(Value::Int(DateOrdinal(Of(v)))); }
Owned DateWeekday(Value v) { return Owned(Value::Int(WeekdayOfOrdinal(DateOrdinal(Of(v))))); }
Owned DateIsoWeekday(Value v) {
  return Owned(Value::Int(WeekdayOfOrdinal(DateOrdinal(Of(v))) + 1));
}

Owned DateReplace(Value v, const Value* args) {
  int year = args[0] ? TRY(IntArgument(args[0])) : Of(v)->year;
  int month = args[1] ? TRY(IntArgument(args[1])) : Of(v)->month;
  int day = args[2] ? TRY(IntArgument(args[2])) : Of(v)->day;
  return DateNewOf(TypeOf(v), year, month, day);
}

Owned DateReduce(Value v) {
  uint8_t bytes[4] = {static_cast<uint8_t>(Of(v)->year >> 8), static_cast<uint8_t>(Of(v)->year),
                      Of(v)->month, Of(v)->day};
  Handle state = TRY(BytesNew(bytes, 4));
  Handle args = TRY(TupleOf({state}));
  return TupleOf({Value::Pointer(TypeOf(v)), args});
}

template <auto kField>
Owned Get(Value v) {
  return Owned(Value::Int(Of(v)->*kField));
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(date, fromtimestamp, OneArg(DateFromTimestamp, kMethodClass),
              "($type, timestamp, /)\n--\n\nCreate a date from a POSIX timestamp."),
    PY_METHOD(date, fromordinal, OneArg(DateFromOrdinal, kMethodClass),
              "int -> date corresponding to a proleptic Gregorian ordinal."),
    PY_METHOD(date, fromisoformat, OneArg(DateFromIsoFormat, kMethodClass),
              "str -> Construct a date from a string in ISO 8601 format."),
    PY_METHOD(date, fromisocalendar, Bound(DateFromIsoCalendar, kMethodClass),
              "($type, /, year, week, day)\n--\n\nConstruct a date from the ISO year, week number "
              "and weekday."),
    PY_METHOD(date, today, NoArgs(DateToday, kMethodClass),
              "Current date or datetime:  same as self.__class__.fromtimestamp(time.time())."),
    PY_METHOD(date, ctime, NoArgs(DateCtime), "Return ctime() style string."),
    PY_METHOD(date, strftime, Bound(DateStrftime),
              "($self, /, format)\n--\n\nformat -> strftime() style string."),
    PY_METHOD(date, __format__, OneArg(DateFormatSlot), "Formats self with strftime."),
    PY_METHOD(date, timetuple, NoArgs(DateTimeTupleMethod),
              "Return time tuple, compatible with time.localtime()."),
    PY_METHOD(date, isocalendar, NoArgs(DateIsoCalendar),
              "Return a named tuple containing ISO year, week number, and weekday."),
    PY_METHOD(date, isoformat, NoArgs(DateIsoFormat),
              "Return string in ISO 8601 format, YYYY-MM-DD."),
    PY_METHOD(date, isoweekday, NoArgs(DateIsoWeekday),
              "Return the day of the week represented by the date.\nMonday == 1 ... Sunday == 7"),
    PY_METHOD(date, toordinal, NoArgs(DateToOrdinal),
              "Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1."),
    PY_METHOD(date, weekday, NoArgs(DateWeekday),
              "Return the day of the week represented by the date.\nMonday == 0 ... Sunday == 6"),
    PY_METHOD(date, replace, Bound(DateReplace),
              "($self, /, year=<unrepresentable>, month=<unrepresentable>, "
              "day=<unrepresentable>)\n--\n\nReturn date with new specified fields."),
    PY_METHOD(date, __reduce__, NoArgs(DateReduce), "__reduce__() -> (cls, state)"),
    {}};
constexpr PropertyDef kProperties[] = {
    {"year", Get<&Date::year>}, {"month", Get<&Date::month>}, {"day", Get<&Date::day>}, {}};

// -- IsoCalendarDate ------------------------------------------------------------------------------

Owned IsoRepr(Value v) {
  return StrFormat("%s(year=%S, week=%S, weekday=%S)", ShownTypeName(TypeOf(v)), TupleAt(v, 0),
                   TupleAt(v, 1), TupleAt(v, 2));
}
template <int kIndex>
Owned IsoItem(Value v) {
  return Retain(TupleAt(v, kIndex));
}
Owned IsoReduce(Value v) {
  Handle plain = TRY(TupleFrom(v.As<Tuple>()->items, TupleSize(v)));
  Handle args = TRY(TupleOf({plain}));
  return TupleOf({Value::Pointer(&TupleType), args});
}
Owned IsoMake(Type* type, int year, int week, int weekday) {
  Handle made = TRY(AllocateVarObject(type, 3));
  TupleInit(made, 0, Owned(Value::Int(year)));
  TupleInit(made, 1, Owned(Value::Int(week)));
  TupleInit(made, 2, Owned(Value::Int(weekday)));
  return made.Release();
}
Owned IsoNew(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(BindArguments("IsoCalendarDate", "(year, week, weekday)\n--\n\n", args, nargs,
                         keyword_names, bound));
  int year = TRY(IntArgument(bound[0]));
  int week = TRY(IntArgument(bound[1]));
  int weekday = TRY(IntArgument(bound[2]));
  return IsoMake(type, year, week, weekday);
}
constexpr MethodDef kIsoMethods[] = {
    PY_METHOD(IsoCalendarDate, __reduce__, NoArgs(IsoReduce), "-> (cls, state)"), {}};
constexpr PropertyDef kIsoProperties[] = {
    {"year", IsoItem<0>}, {"week", IsoItem<1>}, {"weekday", IsoItem<2>}, {}};

}  // namespace

bool CheckDay(int year, int month, int day) {
  if (year < kMinYear || year > kMaxYear)
    return Raise(&ValueErrorType, "year %i is out of range", year);
  if (month < 1 || month > 12) return Raise(&ValueErrorType, "month must be in 1..12");
  if (day < 1 || day > DaysInMonth(year, month))
    return Raise(&ValueErrorType, "day is out of range for month");
  return true;
}

Owned DateNew(int year, int month, int day) { return MakeDate(&DateType, year, month, day); }

Owned DateNewOf(Type* type, int year, int month, int day) {
  if (type == &DateType) return MakeDate(type, year, month, day);
  return Call(Value::Pointer(type), {Value::Int(year), Value::Int(month), Value::Int(day)});
}

int DateOrdinal(const Date* date) { return OrdinalOf(date->year, date->month, date->day); }

Owned DateTimeTuple(const Date* d, int dst_flag) {
  const ClockTime& t = d->clock;
  int ordinal = DateOrdinal(d);
  int day_of_year = DaysBeforeMonth(d->year, d->month) + d->day;
  Handle fields = TRY(
      TupleOf({Value::Int(d->year), Value::Int(d->month), Value::Int(d->day), Value::Int(t.hour),
               Value::Int(t.minute), Value::Int(t.second), Value::Int(WeekdayOfOrdinal(ordinal)),
               Value::Int(day_of_year), Value::Int(dst_flag)}));
  return CallModule("time", "struct_time", {fields});
}

Owned DateIsoCalendar(Value self) {
  IsoWeekDay iso = IsoOf(Of(self)->year, Of(self)->month, Of(self)->day);
  return IsoMake(&IsoCalendarDateType, iso.year, iso.week, iso.weekday);
}

Owned DateFormatSlot(Value self, Value format) {
  if (!IsStr(format))
    return Raise(&TypeErrorType, "__format__() argument 1 must be str, not %T", format);
  if (StrLength(format) == 0) return ToStr(self);
  return CallMethod(self, "strftime", {format});
}

bool InitDateType() {
  TypeSlots& slots = DateType.slots;
  slots.new_instance = DateConstructor;
  slots.repr = ReprOf;
  slots.str = StrOf;
  slots.hash = DateHash;
  slots.rich_compare = DateCompare;
  slots.add = DateAdd;
  slots.subtract = DateSubtract;
  IsoCalendarDateType.slots.new_instance = IsoNew;
  IsoCalendarDateType.slots.repr = IsoRepr;
  return ReadyType({.type = &DateType,
                    .name = "datetime.date",
                    .basic_size = sizeof(Date),
                    .flags = kTypeBase | kTypeAtomic,
                    .methods = kMethods,
                    .properties = kProperties,
                    .doc = "date(year, month, day) --> date object"}) &&
         ReadyType({.type = &IsoCalendarDateType,
                    .name = "datetime.IsoCalendarDate",
                    .base = &TupleType,
                    .basic_size = sizeof(Tuple),
                    .item_size = sizeof(Value),
                    .flags = kTypeGc | kTypeVarSized,
                    .methods = kIsoMethods,
                    .properties = kIsoProperties,
                    .doc = "The result of date.isocalendar() or datetime.isocalendar()"});
}

bool AddDateConstants() {
  Handle low = TRY(DateNew(1, 1, 1)), high = TRY(DateNew(9999, 12, 31));
  Handle step = TRY(DeltaNew(1, 0, 0));
  return DictSetAscii(DateType.dict, "min", low) && DictSetAscii(DateType.dict, "max", high) &&
         DictSetAscii(DateType.dict, "resolution", step);
}

}  // namespace polygil
