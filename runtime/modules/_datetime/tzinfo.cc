// tzinfo, and timezone: a fixed offset from UTC.

#include <cstdio>

#include "runtime/modules/_datetime/objects.h"
#include "runtime/modules/module_state.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type TzInfoType, TimeZoneType;

namespace {

TimeZone* Of(Value v) { return v.As<TimeZone>(); }

// -- tzinfo ---------------------------------------------------------------------------------------

Owned TzInfoNew(Type* type, const Value*, size_t, Value) { return NewInstanceOf(type); }

template <int kName>
Owned Abstract(Value, Value) {
  static constexpr const char* kNames[] = {"tzname", "utcoffset", "dst"};
  return Raise(&NotImplementedErrorType, "a tzinfo subclass must implement %s()", kNames[kName]);
}

Raised RaiseInconsistent() {
  return Raise(&ValueErrorType, "fromutc: tz.dst() gave inconsistent results; cannot convert");
}

// The default conversion: right wherever standard time has a fixed offset.
Owned TzInfoFromUtc(Value self, Value datetime) {
  if (!IsDateTime(datetime)) return Raise(&TypeErrorType, "fromutc: argument must be a datetime");
  if (datetime.As<DateTime>()->tzinfo != self)
    return Raise(&ValueErrorType, "fromutc: dt.tzinfo is not self");
  Handle offset = TRY(CallOffset(self, "utcoffset", datetime));
  if (offset.Get().IsNone())
    return Raise(&ValueErrorType, "fromutc: non-None utcoffset() result required");
  Handle dst = TRY(CallOffset(self, "dst", datetime));
  if (dst.Get().IsNone()) return Raise(&ValueErrorType, "fromutc: non-None dst() result required");
  Handle standard = TRY(BinaryOperation(BinaryOp::kSubtract, offset, dst));
  Handle result = TRY(DateTimePlus(datetime, standard, 1));
  Handle local_dst = TRY(CallOffset(self, "dst", result));
  if (local_dst.Get().IsNone()) return RaiseInconsistent();
  Delta* d = local_dst.As<Delta>();
  if (d->days == 0 && d->seconds == 0 && d->micros == 0) return result.Release();
  return DateTimePlus(result, local_dst, 1);
}

Owned TzInfoReduce(Value self) {
  Handle args, state;
  Handle get_args = FindAttribute(self, "__getinitargs__");
  if (!get_args && HasPendingException()) return {};
  args = TRY(get_args ? Call(get_args) : TupleEmpty());
  state = TRY(CallMethod(self, "__getstate__"));
  return TupleOf({Value::Pointer(TypeOf(self)), args, state});
}

constexpr MethodDef kTzInfoMethods[] = {
    PY_METHOD(tzinfo, tzname, OneArg(Abstract<0>), "datetime -> string name of time zone."),
    PY_METHOD(tzinfo, utcoffset, OneArg(Abstract<1>),
              "datetime -> timedelta showing offset from UTC, negative values indicating West of "
              "UTC"),
    PY_METHOD(tzinfo, dst, OneArg(Abstract<2>),
              "datetime -> DST offset as timedelta positive east of UTC."),
    PY_METHOD(tzinfo, fromutc, OneArg(TzInfoFromUtc), "datetime in UTC -> datetime in local time."),
    PY_METHOD(tzinfo, __reduce__, NoArgs(TzInfoReduce), "-> (cls, state)"),
    {}};

// -- timezone -------------------------------------------------------------------------------------

bool InRange(Value delta) {
  __int128 micros = DeltaMicros(delta), day = __int128{kSecondsPerDay} * kMicrosPerSecond;
  return micros > -day && micros < day;
}

Owned MakeZone(Type* type, Value offset, Value name) {
  Handle zone = TRY(NewInstanceOf(type));
  Of(zone)->offset = Retain(offset).Peek();
  if (name) Of(zone)->name = Retain(name).Peek();
  return zone.Release();
}

Owned ZoneNew(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(
      BindArguments("timezone", "(offset, name=None)\n--\n\n", args, nargs, keyword_names, bound));
  if (!IsDelta(bound[0]))
    return Raise(&TypeErrorType, "timezone() argument 1 must be datetime.timedelta, not %T",
                 bound[0]);
  if (bound[1] && !IsStr(bound[1]))
    return Raise(&TypeErrorType, "timezone() argument 2 must be str, not %s",
                 bound[1].IsNone() ? "None" : TypeName(bound[1]));
  return TimeZoneNew(bound[0], bound[1]);
}

bool CheckArgument(Value datetime, const char* method) {
  if (datetime.IsNone() || IsDateTime(datetime)) return true;
  return Raise(&TypeErrorType, "%s(dt) argument must be a datetime instance or None, not %.200s",
               method, TypeName(datetime));
}

// "UTC", "UTC+05:30", ..., where no name was given.
Owned ZoneText(Value self) {
  if (Of(self)->name) return Retain(Of(self)->name);
  Delta* d = Of(self)->offset.As<Delta>();
  if (self == UtcZone() || (d->days == 0 && d->seconds == 0 && d->micros == 0))
    return StrFromUtf8("UTC");
  char text[kOffsetTextSize];
  TRY_VOID(OffsetText(self, Value::None(), ":", text, sizeof(text)));
  return StrFormat("UTC%s", text);
}

Owned ZoneTzName(Value self, Value datetime) {
  TRY_VOID(CheckArgument(datetime, "tzname"));
  return ZoneText(self);
}
Owned ZoneUtcOffset(Value self, Value datetime) {
  TRY_VOID(CheckArgument(datetime, "utcoffset"));
  return Retain(Of(self)->offset);
}
Owned ZoneDst(Value, Value datetime) {
  TRY_VOID(CheckArgument(datetime, "dst"));
  return OwnNone();
}
Owned ZoneFromUtc(Value self, Value datetime) {
  if (!IsDateTime(datetime))
    return Raise(&TypeErrorType, "fromutc: argument must be a datetime instance");
  if (datetime.As<DateTime>()->tzinfo != self)
    return Raise(&ValueErrorType, "fromutc: dt.tzinfo is not self");
  return DateTimePlus(datetime, Of(self)->offset, 1);
}

Owned ZoneInitArgs(Value self) {
  if (!Of(self)->name) return TupleOf({Of(self)->offset});
  return TupleOf({Of(self)->offset, Of(self)->name});
}

Owned ZoneRepr(Value self) {
  const char* name = ShownTypeName(TypeOf(self));
  if (self == UtcZone()) return StrFormat("%s.utc", name);
  if (!Of(self)->name) return StrFormat("%s(%R)", name, Of(self)->offset);
  return StrFormat("%s(%R, %R)", name, Of(self)->offset, Of(self)->name);
}

Owned ZoneCompare(Value a, Value b, CompareOp op) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !IsInstanceOf(b, TimeZoneType))
    return OwnNotImplemented();
  return CompareResult(DeltaCompare(Of(a)->offset, Of(b)->offset), op);
}
Fallible<int64_t> ZoneHash(Value self) { return Hash(Of(self)->offset); }

constexpr MethodDef kZoneMethods[] = {
    PY_METHOD(timezone, tzname, OneArg(ZoneTzName),
              "If name is specified when timezone is created, returns the name.  Otherwise returns "
              "offset as 'UTC(+|-)HH:MM'."),
    PY_METHOD(timezone, utcoffset, OneArg(ZoneUtcOffset), "Return fixed offset."),
    PY_METHOD(timezone, dst, OneArg(ZoneDst), "Return None."),
    PY_METHOD(timezone, fromutc, OneArg(ZoneFromUtc), "datetime in UTC -> datetime in local time."),
    PY_METHOD(timezone, __getinitargs__, NoArgs(ZoneInitArgs), "pickle support"),
    {}};

}  // namespace

bool CheckTzInfo(Value v) {
  if (!v || v.IsNone() || IsTzInfo(v)) return true;
  return Raise(&TypeErrorType,
               "tzinfo argument must be None or of a tzinfo subclass, not type '%s'",
               ShownTypeName(TypeOf(v)));
}

Owned CallOffset(Value tzinfo, const char* name, Value datetime) {
  if (!tzinfo || tzinfo.IsNone()) return OwnNone();
  if (IsExactly(tzinfo, TimeZoneType) && name[0] == 'u') return Retain(Of(tzinfo)->offset);
  Handle offset = TRY(CallMethod(tzinfo, name, {datetime}));
  if (offset.Get().IsNone()) return OwnNone();
  if (!IsDelta(offset))
    return Raise(&TypeErrorType, "tzinfo.%s() must return None or timedelta, not '%.200s'", name,
                 TypeName(offset));
  if (!InRange(offset))
    return Raise(&ValueErrorType,
                 "offset must be a timedelta strictly between "
                 "-timedelta(hours=24) and timedelta(hours=24).");
  return offset.Release();
}

Owned CallTzName(Value tzinfo, Value datetime) {
  if (!tzinfo || tzinfo.IsNone()) return OwnNone();
  Handle name = TRY(CallMethod(tzinfo, "tzname", {datetime}));
  if (name.Get().IsNone() || IsStr(name)) return name.Release();
  return Raise(&TypeErrorType, "tzinfo.tzname() must return None or a string, not '%s'",
               TypeName(name));
}

Owned TimeZoneNew(Value offset, Value name) {
  Delta* d = offset.As<Delta>();
  if (!name && d->days == 0 && d->seconds == 0 && d->micros == 0 && UtcZone())
    return Retain(UtcZone());
  if (!InRange(offset))
    return Raise(&ValueErrorType,
                 "offset must be a timedelta strictly between "
                 "-timedelta(hours=24) and timedelta(hours=24), not %R.",
                 offset);
  return MakeZone(&TimeZoneType, offset, name);
}

Value UtcZone() { return ModuleState("_datetime.utc"); }

bool InitTzTypes() {
  TzInfoType.slots.new_instance = TzInfoNew;
  TypeSlots& slots = TimeZoneType.slots;
  slots.new_instance = ZoneNew;
  slots.repr = ZoneRepr;
  slots.str = ZoneText;
  slots.rich_compare = ZoneCompare;
  slots.hash = ZoneHash;
  OwnFields<TimeZone, &TimeZone::offset, &TimeZone::name>(&TimeZoneType);
  return ReadyType({.type = &TzInfoType,
                    .name = "datetime.tzinfo",
                    .basic_size = sizeof(Object),
                    .flags = kTypeBase,
                    .methods = kTzInfoMethods,
                    .doc = "Abstract base class for time zone info objects."}) &&
         ReadyType({.type = &TimeZoneType,
                    .name = "datetime.timezone",
                    .base = &TzInfoType,
                    .basic_size = sizeof(TimeZone),
                    .methods = kZoneMethods,
                    .doc = "Fixed offset from UTC implementation of tzinfo."});
}

bool AddTimeZoneConstants() {
  if (!UtcZone()) {
    Handle zero = TRY(DeltaNew(0, 0, 0));
    Handle utc = TRY(MakeZone(&TimeZoneType, zero, Value::Empty()));
    TRY_VOID(ModuleStateSet("_datetime.utc", utc));
  }
  Handle low = TRY(DeltaNew(-1, 60, 0)), high = TRY(DeltaNew(0, 23 * 3600 + 59 * 60, 0));
  Handle minimum = TRY(TimeZoneNew(low, Value::Empty()));
  Handle maximum = TRY(TimeZoneNew(high, Value::Empty()));
  return DictSetAscii(TimeZoneType.dict, "utc", UtcZone()) &&
         DictSetAscii(TimeZoneType.dict, "min", minimum) &&
         DictSetAscii(TimeZoneType.dict, "max", maximum);
}

}  // namespace polygil
