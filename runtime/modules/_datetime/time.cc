// time: a moment of a day, with or without a time zone.

#include <cstdio>
#include <cstring>

#include "runtime/modules/_datetime/objects.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type TimeType;

namespace {

Time* Of(Value v) { return v.As<Time>(); }

Owned MakeTime(Type* type, const ClockTime& clock, Value tzinfo) {
  Handle made = TRY(NewInstanceOf(type));
  Of(made)->clock = clock;
  if (tzinfo && !tzinfo.IsNone()) Of(made)->tzinfo = Retain(tzinfo).Peek();
  return made.Release();
}

constexpr size_t kStateSize = 6;  // hour (with fold in its high bit), minute, second, micros
bool StateOf(Value v, uint8_t out[kStateSize]) {
  if (IsBytes(v) && BytesView(v).size() == kStateSize) {
    memcpy(out, BytesView(v).data(), kStateSize);
  } else if (IsStr(v) && StrLength(v) == kStateSize && StrMaximum(v) <= 0xff) {
    for (size_t i = 0; i < kStateSize; ++i)
      out[i] = static_cast<uint8_t>(StrAt(v, static_cast<int64_t>(i)));
  } else {
    return false;
  }
  return (out[0] & 0x7f) < 24;
}

Owned FromState(Type* type, const uint8_t* s, Value tzinfo) {
  if (tzinfo && !tzinfo.IsNone() && !IsTzInfo(tzinfo))
    return Raise(&TypeErrorType, "bad tzinfo state arg");
  ClockTime clock = {static_cast<uint8_t>(s[0] & 0x7f), s[1], s[2], static_cast<uint8_t>(s[0] >> 7),
                     s[3] << 16 | s[4] << 8 | s[5]};
  return MakeTime(type, clock, tzinfo);
}

Fallible<int> Part(Value v, int absent) { return v ? IntArgument(v) : Fallible<int>(absent); }

// hour, minute, second, microsecond, tzinfo and fold, as the constructor and replace() have them.
Owned FromParts(Type* type, const Value* bound, const ClockTime& base, Value base_tzinfo) {
  int hour = TRY(Part(bound[0], base.hour));
  int minute = TRY(Part(bound[1], base.minute));
  int second = TRY(Part(bound[2], base.second));
  int micro = TRY(Part(bound[3], base.micro));
  int fold = TRY(Part(bound[5], base.fold));
  Value tzinfo = bound[4] ? bound[4] : base_tzinfo;
  TRY_VOID(CheckClock(hour, minute, second, micro, fold) && CheckTzInfo(tzinfo));
  return MakeTime(type,
                  {static_cast<uint8_t>(hour), static_cast<uint8_t>(minute),
                   static_cast<uint8_t>(second), static_cast<uint8_t>(fold), micro},
                  tzinfo);
}

Owned TimeConstructor(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  uint8_t state[kStateSize];
  if ((nargs == 1 || nargs == 2) && keyword_names.IsEmpty() && StateOf(args[0], state))
    return FromState(type, state, nargs == 2 ? args[1] : Value::Empty());
  Value bound[6];
  TRY_VOID(BindArguments(nullptr,
                         "(hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, "
                         "fold=0)\n--\n\n",
                         args, nargs, keyword_names, bound));
  return FromParts(type, bound, ClockTime{}, Value::Empty());
}

Owned TimeReplace(Value self, const Value* args) {
  Handle plain = TRY(FromParts(&TimeType, args, Of(self)->clock, Of(self)->tzinfo));
  if (TypeOf(self) == &TimeType) return plain.Release();
  const ClockTime& t = Of(plain)->clock;
  Handle made = TRY(Call(Value::Pointer(TypeOf(self)),
                         {Value::Int(t.hour), Value::Int(t.minute), Value::Int(t.second),
                          Value::Int(t.micro), OrNone(Of(plain)->tzinfo)}));
  if (IsTime(made)) Of(made)->clock.fold = t.fold;
  return made.Release();
}

Owned TimeFromIsoFormat(Value cls, Value text) {
  if (!IsStr(text)) return Raise(&TypeErrorType, "fromisoformat: argument must be str");
  Handle owner;
  Fallible<std::string_view> view = StrAsUtf8(text, &owner);
  if (!view) ClearPending();
  const char* at = view ? view.value.data() : "";
  size_t size = view ? view.value.size() : 0;
  if (size > 0 && at[0] == 'T') ++at, --size;
  ParsedTime parsed;
  if (!ParseIsoTime(at, size, &parsed))
    return Raise(&ValueErrorType, "Invalid isoformat string: %R", text);
  Handle zone = ParsedZone(parsed);
  if (!zone && HasPendingException()) return {};
  const ClockTime& t = parsed.clock;
  if (cls.As<Type>() == &TimeType) {
    TRY_VOID(CheckClock(t.hour, t.minute, t.second, t.micro, 0));
    return MakeTime(&TimeType, t, zone);
  }
  return Call(cls, {Value::Int(t.hour), Value::Int(t.minute), Value::Int(t.second),
                    Value::Int(t.micro), OrNone(zone)});
}

// -- Comparison -----------------------------------------------------------------------------------

int64_t MicrosOf(const ClockTime& t) {
  return ((int64_t{t.hour} * 60 + t.minute) * 60 + t.second) * kMicrosPerSecond + t.micro;
}
int64_t MicrosOfDelta(Value v) { return static_cast<int64_t>(DeltaMicros(v)); }

Owned TimeCompare(Value a, Value b, CompareOp op) {
  if (!IsTime(b)) return OwnNotImplemented();
  int64_t x = MicrosOf(Of(a)->clock), y = MicrosOf(Of(b)->clock);
  if (Of(a)->tzinfo != Of(b)->tzinfo) {
    Handle left = TRY(CallOffset(Of(a)->tzinfo, "utcoffset", Value::None()));
    Handle right = TRY(CallOffset(Of(b)->tzinfo, "utcoffset", Value::None()));
    if (left.Get().IsNone() != right.Get().IsNone()) {
      if (op == CompareOp::kEq || op == CompareOp::kNe) return OwnBool(op == CompareOp::kNe);
      return Raise(&TypeErrorType, "can't compare offset-naive and offset-aware times");
    }
    if (!left.Get().IsNone()) {
      x -= MicrosOfDelta(left);
      y -= MicrosOfDelta(right);
    }
  }
  return CompareResult(x < y ? -1 : x > y, op);
}

Fallible<int64_t> TimeHash(Value v) {
  Time* self = Of(v);
  if (self->hash != 0) return self->hash;
  Handle offset = TRY(CallOffset(self->tzinfo, "utcoffset", Value::None()));
  int64_t micros = MicrosOf(self->clock);
  if (!offset.Get().IsNone()) micros -= MicrosOfDelta(offset);
  self->hash = HashOfBytes(&micros, sizeof(micros));
  return self->hash;
}

// -- Text -----------------------------------------------------------------------------------------

Owned ReprOf(Value v) {
  const ClockTime& t = Of(v)->clock;
  char text[80];
  int at = snprintf(text, sizeof(text), "%d, %d", t.hour, t.minute);
  auto size = [&at] { return sizeof(text) - static_cast<size_t>(at); };
  if (t.micro != 0)
    at += snprintf(text + at, size(), ", %d, %d", t.second, t.micro);
  else if (t.second != 0)
    at += snprintf(text + at, size(), ", %d", t.second);
  const char* fold = t.fold ? ", fold=1" : "";
  const char* name = ShownTypeName(TypeOf(v));
  if (!Of(v)->tzinfo) return StrFormat("%s(%s%s)", name, text, fold);
  return StrFormat("%s(%s%s, tzinfo=%R)", name, text, fold, Of(v)->tzinfo);
}

Owned TimeIsoFormat(Value self, const Value* args) {
  if (args[0] && !IsStr(args[0]))
    return Raise(&TypeErrorType, "isoformat() argument 1 must be str, not %T", args[0]);
  char clock[40], offset[kOffsetTextSize];
  TRY_VOID(ClockText(Of(self)->clock, args[0], clock, sizeof(clock)));
  TRY_VOID(OffsetText(Of(self)->tzinfo, Value::None(), ":", offset, sizeof(offset)));
  return StrFormat("%s%s", clock, offset);
}
Owned StrOf(Value v) { return CallMethod(v, "isoformat"); }

Owned TimeStrftime(Value self, const Value* args) {
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "strftime() argument 1 must be str, not %T", args[0]);
  // A day of 1900, as time.strftime() can do any.
  const ClockTime& t = Of(self)->clock;
  Handle tuple = TRY(TupleOf({Value::Int(1900), Value::Int(1), Value::Int(1), Value::Int(t.hour),
                              Value::Int(t.minute), Value::Int(t.second), Value::Int(0),
                              Value::Int(1), Value::Int(-1)}));
  return WrapStrftime(self, args[0], tuple, Value::None());
}

// -- Other methods --------------------------------------------------------------------------------

Owned TimeUtcOffset(Value v) { return CallOffset(Of(v)->tzinfo, "utcoffset", Value::None()); }
Owned TimeDst(Value v) { return CallOffset(Of(v)->tzinfo, "dst", Value::None()); }
Owned TimeTzName(Value v) { return CallTzName(Of(v)->tzinfo, Value::None()); }

Owned Reduce(Value self, bool with_fold) {
  const ClockTime& t = Of(self)->clock;
  uint8_t bytes[kStateSize];
  PutClock(t, bytes);
  if (with_fold && t.fold) bytes[0] |= 0x80;
  return ReducedState(self, bytes, kStateSize, Of(self)->tzinfo);
}
Owned TimeReduce(Value self) { return Reduce(self, false); }
Owned TimeReduceEx(Value self, const Value* args, size_t) {
  int protocol = TRY(IntArgument(args[0]));
  return Reduce(self, protocol > 3);
}

template <auto kField>
Owned Get(Value v) {
  return Owned(Value::Int(Of(v)->clock.*kField));
}
Owned GetTzInfo(Value v) { return Retain(OrNone(Of(v)->tzinfo)); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(time, isoformat, Bound(TimeIsoFormat),
              "($self, /, timespec='auto')\n--\n\nReturn string in ISO 8601 format, "
              "[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM]."),
    PY_METHOD(time, strftime, Bound(TimeStrftime),
              "($self, /, format)\n--\n\nformat -> strftime() style string."),
    PY_METHOD(time, __format__, OneArg(DateFormatSlot), "Formats self with strftime."),
    PY_METHOD(time, utcoffset, NoArgs(TimeUtcOffset), "Return self.tzinfo.utcoffset(self)."),
    PY_METHOD(time, tzname, NoArgs(TimeTzName), "Return self.tzinfo.tzname(self)."),
    PY_METHOD(time, dst, NoArgs(TimeDst), "Return self.tzinfo.dst(self)."),
    PY_METHOD(time, replace, Bound(TimeReplace),
              "($self, /, hour=<unrepresentable>, minute=<unrepresentable>, "
              "second=<unrepresentable>, microsecond=<unrepresentable>, tzinfo=<unrepresentable>, "
              "*, fold=<unrepresentable>)\n--\n\nReturn time with new specified fields."),
    PY_METHOD(time, fromisoformat, OneArg(TimeFromIsoFormat, kMethodClass),
              "string -> time from a string in ISO 8601 format"),
    PY_METHOD(time, __reduce_ex__, Positional(TimeReduceEx, 1, 1),
              "__reduce_ex__(proto) -> (cls, state)"),
    PY_METHOD(time, __reduce__, NoArgs(TimeReduce), "__reduce__() -> (cls, state)"),
    {}};
constexpr PropertyDef kProperties[] = {{"hour", Get<&ClockTime::hour>},
                                       {"minute", Get<&ClockTime::minute>},
                                       {"second", Get<&ClockTime::second>},
                                       {"microsecond", Get<&ClockTime::micro>},
                                       {"tzinfo", GetTzInfo},
                                       {"fold", Get<&ClockTime::fold>},
                                       {}};

}  // namespace

bool CheckClock(int hour, int minute, int second, int micro, int fold) {
  if (hour < 0 || hour > 23) return Raise(&ValueErrorType, "hour must be in 0..23");
  if (minute < 0 || minute > 59) return Raise(&ValueErrorType, "minute must be in 0..59");
  if (second < 0 || second > 59) return Raise(&ValueErrorType, "second must be in 0..59");
  if (micro < 0 || micro > 999999)
    return Raise(&ValueErrorType, "microsecond must be in 0..999999");
  if (fold != 0 && fold != 1) return Raise(&ValueErrorType, "fold must be either 0 or 1");
  return true;
}

Owned TimeNew(const ClockTime& clock, Value tzinfo) { return MakeTime(&TimeType, clock, tzinfo); }

bool InitTimeType() {
  TypeSlots& slots = TimeType.slots;
  slots.new_instance = TimeConstructor;
  slots.repr = ReprOf;
  slots.str = StrOf;
  slots.hash = TimeHash;
  slots.rich_compare = TimeCompare;
  OwnFields<Time, &Time::tzinfo>(&TimeType);
  return ReadyType({.type = &TimeType,
                    .name = "datetime.time",
                    .basic_size = sizeof(Time),
                    .flags = kTypeBase,
                    .methods = kMethods,
                    .properties = kProperties,
                    .doc = "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time "
                           "object\n\nAll arguments are optional. tzinfo may be None, or an "
                           "instance of\na tzinfo subclass. The remaining arguments may be ints."});
}

bool AddTimeConstants() {
  Handle low = TRY(TimeNew(ClockTime{}, Value::Empty()));
  Handle high = TRY(TimeNew({23, 59, 59, 0, 999999}, Value::Empty()));
  Handle step = TRY(DeltaNew(0, 0, 1));
  return DictSetAscii(TimeType.dict, "min", low) && DictSetAscii(TimeType.dict, "max", high) &&
         DictSetAscii(TimeType.dict, "resolution", step);
}

}  // namespace polygil
