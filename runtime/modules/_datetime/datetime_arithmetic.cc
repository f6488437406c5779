// datetime: differences, comparison, hash.

#include "runtime/modules/_datetime/objects.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

DateTime* Of(Value v) { return v.As<DateTime>(); }

int64_t SecondsOfDay(const ClockTime& t) { return (t.hour * 60 + t.minute) * 60 + t.second; }

// a - b by the fields.
Owned FieldDifference(const DateTime* a, const DateTime* b) {
  return DeltaNew(DateOrdinal(a) - DateOrdinal(b), SecondsOfDay(a->clock) - SecondsOfDay(b->clock),
                  a->clock.micro - b->clock.micro);
}

// Offsets of two datetimes; both None where the zones are one object and so don't matter.
bool TwoOffsets(Value a, Value b, Handle* left, Handle* right) {
  if (Of(a)->tzinfo == Of(b)->tzinfo) {
    *left = OwnNone();
    *right = OwnNone();
    return true;
  }
  *left = TRY(CallOffset(Of(a)->tzinfo, "utcoffset", a));
  *right = TRY(CallOffset(Of(b)->tzinfo, "utcoffset", b));
  return true;
}

// A datetime whose zone maps its two folds to two offsets equals nothing in another zone (PEP 495).
Fallible<bool> FoldMatters(Value v, Value offset) {
  ClockTime clock = Of(v)->clock;
  clock.fold = !clock.fold;
  Handle flipped = TRY(DateTimeNew({Of(v)->year, Of(v)->month, Of(v)->day}, clock, Of(v)->tzinfo));
  Handle other = TRY(CallOffset(Of(v)->tzinfo, "utcoffset", flipped));
  if (other.Get().IsNone() || offset.IsNone()) return other.Get().IsNone() != offset.IsNone();
  return DeltaCompare(other, offset) != 0;
}

// *value modulo base; returns what is carried on.
int64_t FloorQuotient(int64_t* value, int64_t base) {
  int64_t quotient = *value / base, rest = *value % base;
  if (rest < 0) rest += base, --quotient;
  *value = rest;
  return quotient;
}

bool IsEquality(CompareOp op) { return op == CompareOp::kEq || op == CompareOp::kNe; }

}  // namespace

Owned DateTimePlus(Value datetime, Value delta, int sign) {
  return DateTimePlusIn(datetime, delta, sign, Of(datetime)->tzinfo);
}

Owned DateTimePlusIn(Value datetime, Value delta, int sign, Value tzinfo) {
  const DateTime* d = Of(datetime);
  const Delta* by = delta.As<Delta>();
  int64_t micros = d->clock.micro + int64_t{sign} * by->micros;
  int64_t seconds = SecondsOfDay(d->clock) + int64_t{sign} * by->seconds;
  int64_t days = int64_t{sign} * by->days;
  // A day or a second more or less is what most sums come to, without a division.
  if (static_cast<uint64_t>(micros) >= kMicrosPerSecond)
    seconds += FloorQuotient(&micros, kMicrosPerSecond);
  if (static_cast<uint64_t>(seconds) >= kSecondsPerDay) {
    if (seconds >= kSecondsPerDay && seconds < 2 * kSecondsPerDay) {
      seconds -= kSecondsPerDay;
      ++days;
    } else {
      days += FloorQuotient(&seconds, kSecondsPerDay);
    }
  }
  CalendarDay day = {d->year, d->month, d->day};
  if (day.day + days >= 1 && day.day + days <= 28) {
    day.day += static_cast<int>(days);
  } else {
    int64_t ordinal = DateOrdinal(d) + days;
    if (ordinal < 1 || ordinal > kMaxOrdinal)
      return Raise(&OverflowErrorType, "date value out of range");
    day = DayOfOrdinal(static_cast<int>(ordinal));
  }
  auto of_day = static_cast<uint32_t>(seconds);
  ClockTime clock = {static_cast<uint8_t>(of_day / 3600), static_cast<uint8_t>(of_day / 60 % 60),
                     static_cast<uint8_t>(of_day % 60), 0, static_cast<int32_t>(micros)};
  return DateTimeNewOf(TypeOf(datetime), day, clock, tzinfo);
}

Owned DateTimeAddSlot(Value left, Value right) {
  if (IsDateTime(left) && IsDelta(right)) return DateTimePlus(left, right, 1);
  if (IsDelta(left) && IsDateTime(right)) return DateTimePlus(right, left, 1);
  return OwnNotImplemented();
}

Owned DateTimeSubtractSlot(Value left, Value right) {
  if (!IsDateTime(left)) return OwnNotImplemented();
  if (IsDelta(right)) return DateTimePlus(left, right, -1);
  if (!IsDateTime(right)) return OwnNotImplemented();
  Handle left_offset, right_offset;
  TRY_VOID(TwoOffsets(left, right, &left_offset, &right_offset));
  if (left_offset.Get().IsNone() != right_offset.Get().IsNone())
    return Raise(&TypeErrorType, "can't subtract offset-naive and offset-aware datetimes");
  Handle difference = TRY(FieldDifference(Of(left), Of(right)));
  if (left_offset.Get().IsNone()) return difference.Release();
  Handle shift = TRY(BinaryOperation(BinaryOp::kSubtract, left_offset, right_offset));
  return BinaryOperation(BinaryOp::kSubtract, difference, shift);
}

Owned DateTimeCompareSlot(Value left, Value right, CompareOp op) {
  if (!IsDateTime(right)) {
    // Only the date's own fields could be compared, so nothing is.
    if (!IsDate(right)) return OwnNotImplemented();
    if (IsEquality(op)) return OwnBool(op == CompareOp::kNe);
    return RaiseCantCompare(left, right);
  }
  if (Of(left)->tzinfo == Of(right)->tzinfo)
    return CompareResult(DateTimeCompareFields(Of(left), Of(right)), op);
  Handle a, b;
  TRY_VOID(TwoOffsets(left, right, &a, &b));
  if (a.Get().IsNone() != b.Get().IsNone()) {
    if (IsEquality(op)) return OwnBool(op == CompareOp::kNe);
    return Raise(&TypeErrorType, "can't compare offset-naive and offset-aware datetimes");
  }
  if (a.Get().IsNone()) return CompareResult(DateTimeCompareFields(Of(left), Of(right)), op);
  Handle difference = TRY(FieldDifference(Of(left), Of(right)));
  __int128 micros = DeltaMicros(difference) - DeltaMicros(a) + DeltaMicros(b);
  if (IsEquality(op) && micros == 0) {
    bool matters = TRY(FoldMatters(left, a));
    if (!matters) matters = TRY(FoldMatters(right, b));
    if (matters) return OwnBool(op == CompareOp::kNe);
  }
  return CompareResult(micros < 0 ? -1 : micros > 0, op);
}

Fallible<int64_t> DateTimeHashSlot(Value v) {
  DateTime* self = Of(v);
  if (self->hash != 0) return self->hash;
  // As of the first fold: both are equal within their zone.
  Handle offset;
  if (self->clock.fold && self->tzinfo) {
    ClockTime clock = self->clock;
    clock.fold = 0;
    Handle first = TRY(DateTimeNew({self->year, self->month, self->day}, clock, self->tzinfo));
    offset = TRY(CallOffset(self->tzinfo, "utcoffset", first));
  } else {
    offset = TRY(CallOffset(self->tzinfo, "utcoffset", v));
  }
  int64_t micros =
      (DateOrdinal(self) * kSecondsPerDay + SecondsOfDay(self->clock)) * kMicrosPerSecond +
      self->clock.micro;
  if (!offset.Get().IsNone()) micros -= static_cast<int64_t>(DeltaMicros(offset));
  self->hash = HashOfBytes(&micros, sizeof(micros));
  return self->hash;
}

}  // namespace polygil
