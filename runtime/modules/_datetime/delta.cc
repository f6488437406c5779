// timedelta: days, seconds and microseconds.

#include <cmath>
#include <cstdio>

#include "runtime/base/hash/hash.h"
#include "runtime/modules/_datetime/objects.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type DeltaType;

namespace {

constexpr int64_t kMostDays = 999999999;
constexpr __int128 kMicrosPerDay = __int128{kSecondsPerDay} * kMicrosPerSecond;

Delta* Of(Value v) { return v.As<Delta>(); }

Owned MakeDelta(Type* type, int64_t days, int64_t seconds, int64_t micros) {
  if (days < -kMostDays || days > kMostDays)
    return Raise(&OverflowErrorType, "days=%zd; must have magnitude <= %zd",
                 static_cast<ssize_t>(days), static_cast<ssize_t>(kMostDays));
  Handle made = TRY(NewInstanceOf(type));
  Of(made)->days = static_cast<int32_t>(days);
  Of(made)->seconds = static_cast<int32_t>(seconds);
  Of(made)->micros = static_cast<int32_t>(micros);
  return made.Release();
}

// micros %= 1000000 and so on, carrying upwards, for any sign.
Owned Normalised(Type* type, int64_t days, int64_t seconds, int64_t micros) {
  auto carry = [](int64_t* low, int64_t* high, int64_t base) {
    int64_t quotient = *low / base, rest = *low % base;
    if (rest < 0) rest += base, --quotient;
    *low = rest;
    *high += quotient;
  };
  carry(&micros, &seconds, kMicrosPerSecond);
  carry(&seconds, &days, kSecondsPerDay);
  return MakeDelta(type, days, seconds, micros);
}

Owned FromMicros(Type* type, __int128 micros) {
  __int128 days = micros / kMicrosPerDay, rest = micros % kMicrosPerDay;
  if (rest < 0) rest += kMicrosPerDay, --days;
  if (days < INT32_MIN || days > INT32_MAX)
    return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  auto small = static_cast<int64_t>(rest);
  return MakeDelta(type, static_cast<int64_t>(days), small / kMicrosPerSecond,
                   small % kMicrosPerSecond);
}

Owned IntFromWide(__int128 value) {
  bool negative = value < 0;
  auto magnitude = static_cast<unsigned __int128>(negative ? -value : value);
  uint64_t limbs[2] = {static_cast<uint64_t>(magnitude), static_cast<uint64_t>(magnitude >> 64)};
  return IntFromLimbs(limbs, 2, negative);
}

// An int as microseconds; false without exception: it is far too big.
bool WideFromInt(Value v, __int128* out) {
  int64_t small;
  if (IntFitsInt64(v, &small)) {
    *out = small;
    return true;
  }
  const auto* big = v.As<BigInt>();
  int64_t count = big->size < 0 ? -big->size : big->size;
  if (count > 2 || (count == 2 && big->limbs[1] >> 62 != 0)) return false;
  unsigned __int128 magnitude = big->limbs[0];
  if (count == 2) magnitude |= static_cast<unsigned __int128>(big->limbs[1]) << 64;
  *out = big->size < 0 ? -static_cast<__int128>(magnitude) : static_cast<__int128>(magnitude);
  return true;
}

Owned FromMicrosInt(Type* type, Value micros) {
  __int128 wide;
  if (!WideFromInt(micros, &wide))
    return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  return FromMicros(type, wide);
}

Owned MicrosInt(Value delta) { return IntFromWide(DeltaMicros(delta)); }

// -- The constructor ------------------------------------------------------------------------------

struct Unit {
  const char* name;
  int64_t micros;
};
// In the order of the parameters.
constexpr Unit kUnits[7] = {{"days", 86400 * kMicrosPerSecond},
                            {"seconds", kMicrosPerSecond},
                            {"microseconds", 1},
                            {"milliseconds", 1000},
                            {"minutes", 60 * kMicrosPerSecond},
                            {"hours", 3600 * kMicrosPerSecond},
                            {"weeks", 7 * 86400 * kMicrosPerSecond}};
// The order in which fractions are carried on.
constexpr int kOrder[7] = {2, 3, 1, 4, 5, 0, 6};

// The sum of exact microseconds so far, as an int of any size, and what fractions leave over.
struct Sum {
  Handle exact;
  double leftover = 0;
};

bool AddInt(Sum* sum, Value number, int64_t factor) {
  Handle part = TRY(IntMultiply(number, Value::Int(factor)));
  sum->exact = TRY(IntAdd(sum->exact, part));
  return true;
}

bool AddComponent(Sum* sum, Value v, const Unit& unit) {
  if (IsAnyInt(v)) return AddInt(sum, v, unit.micros);
  if (!IsAnyFloat(v))
    return Raise(&TypeErrorType, "unsupported type for timedelta %s component: %s", unit.name,
                 ShownTypeName(TypeOf(v)));
  double whole;
  double fraction = std::modf(FloatValue(v), &whole);
  Handle number = TRY(IntFromDouble(FloatValue(v)));
  TRY_VOID(AddInt(sum, number, unit.micros));
  if (fraction == 0) return true;
  double scaled = fraction * static_cast<double>(unit.micros);
  fraction = std::modf(scaled, &whole);
  Handle more = TRY(IntFromDouble(whole));
  TRY_VOID(AddInt(sum, more, 1));
  sum->leftover += fraction;
  return true;
}

// Leftovers are rounded half to even, seen from the whole sum.
bool AddLeftover(Sum* sum) {
  if (sum->leftover == 0) return true;
  double whole = std::round(sum->leftover);
  if (std::fabs(whole - sum->leftover) == 0.5) {
    int64_t odd = static_cast<int64_t>(IntAsUint64Mask(sum->exact) & 1);
    whole = 2.0 * std::round((sum->leftover + static_cast<double>(odd)) * 0.5) -
            static_cast<double>(odd);
  }
  Handle number = TRY(IntFromDouble(whole));
  return AddInt(sum, number, 1);
}

Owned DeltaConstructor(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value parts[7];
  TRY_VOID(BindArguments("__new__",
                         "(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, "
                         "weeks=0)\n--\n\n",
                         args, nargs, keyword_names, parts));
  // Small ints in all places need no big sum.
  __int128 total = 0;
  bool simple = true;
  for (int i = 0; i < 7 && simple; ++i) {
    if (!parts[i]) continue;
    simple = parts[i].IsInt();
    if (simple) total += __int128{parts[i].AsInt()} * kUnits[i].micros;
  }
  if (simple) return FromMicros(type, total);
  Sum sum;
  sum.exact = TRY(IntFromInt64(0));
  for (int i : kOrder) {
    if (parts[i]) TRY_VOID(AddComponent(&sum, parts[i], kUnits[i]));
  }
  TRY_VOID(AddLeftover(&sum));
  return FromMicrosInt(type, sum.exact);
}

// -- Arithmetic -----------------------------------------------------------------------------------

Owned Add(Value a, Value b) {
  if (!IsDelta(a) || !IsDelta(b)) return OwnNotImplemented();
  return DeltaNew(int64_t{Of(a)->days} + Of(b)->days, int64_t{Of(a)->seconds} + Of(b)->seconds,
                  int64_t{Of(a)->micros} + Of(b)->micros);
}
Owned Subtract(Value a, Value b) {
  if (!IsDelta(a) || !IsDelta(b)) return OwnNotImplemented();
  return DeltaNew(int64_t{Of(a)->days} - Of(b)->days, int64_t{Of(a)->seconds} - Of(b)->seconds,
                  int64_t{Of(a)->micros} - Of(b)->micros);
}
Owned Negate(Value v) {
  return DeltaNew(-int64_t{Of(v)->days}, -int64_t{Of(v)->seconds}, -int64_t{Of(v)->micros});
}
Owned Same(Value v) { return DeltaNew(Of(v)->days, Of(v)->seconds, Of(v)->micros); }
Owned AbsoluteOf(Value v) { return Of(v)->days < 0 ? Negate(v) : Same(v); }
Fallible<bool> Truth(Value v) {
  return Of(v)->days != 0 || Of(v)->seconds != 0 || Of(v)->micros != 0;
}

// a / b rounded half to even, for ints of any size.
Owned DivideNearest(Value a, Value b) {
  Handle pair = TRY(DivmodOperation(a, b));
  Value quotient = TupleAt(pair, 0), rest = TupleAt(pair, 1);
  Handle twice = TRY(IntShiftLeft(rest, Value::Int(1)));
  int order = IntCompare(twice, b);
  if (IntSign(b) < 0) order = -order;
  bool up = order > 0 || (order == 0 && (IntAsUint64Mask(quotient) & 1) != 0);
  return up ? IntAdd(quotient, Value::Int(1)) : Retain(quotient);
}

Owned TimesInt(Value delta, Value number) {
  __int128 product;
  if (number.IsInt() &&
      !__builtin_mul_overflow(DeltaMicros(delta), __int128{number.AsInt()}, &product))
    return FromMicros(&DeltaType, product);
  Handle micros = TRY(MicrosInt(delta));
  Handle result = TRY(IntMultiply(micros, number));
  return FromMicrosInt(&DeltaType, result);
}

// delta * f, or delta / f, with f as an exact ratio.
Owned ByFloat(Value delta, Value number, bool divide) {
  Handle ratio = TRY(CallMethod(number, "as_integer_ratio"));
  if (!IsTuple(ratio))
    return Raise(&TypeErrorType,
                 "unexpected return type from as_integer_ratio(): expected tuple, got '%.200s'",
                 TypeName(ratio));
  if (TupleSize(ratio) != 2)
    return Raise(&ValueErrorType, "unexpected return type from as_integer_ratio()");
  Handle numerator = TRY(Index(TupleAt(ratio, divide ? 1 : 0)));
  Handle denominator = TRY(Index(TupleAt(ratio, divide ? 0 : 1)));
  Handle micros = TRY(MicrosInt(delta));
  Handle product = TRY(IntMultiply(micros, numerator));
  Handle result = TRY(DivideNearest(product, denominator));
  return FromMicrosInt(&DeltaType, result);
}

Owned Multiply(Value a, Value b) {
  Value delta = IsDelta(a) ? a : b, number = IsDelta(a) ? b : a;
  if (!IsDelta(delta)) return OwnNotImplemented();
  if (IsAnyInt(number)) return TimesInt(delta, number);
  if (IsAnyFloat(number)) return ByFloat(delta, number, false);
  return OwnNotImplemented();
}

Owned FloorDivide(Value a, Value b) {
  if (!IsDelta(a) || (!IsDelta(b) && !IsAnyInt(b))) return OwnNotImplemented();
  Handle left = TRY(MicrosInt(a));
  Handle right = TRY(IsDelta(b) ? MicrosInt(b) : Index(b));
  Handle quotient = TRY(BinaryOperation(BinaryOp::kFloorDivide, left, right));
  return IsDelta(b) ? quotient.Release() : FromMicrosInt(&DeltaType, quotient);
}

Owned TrueDivide(Value a, Value b) {
  if (!IsDelta(a)) return OwnNotImplemented();
  if (IsAnyFloat(b)) return ByFloat(a, b, true);
  if (!IsDelta(b) && !IsAnyInt(b)) return OwnNotImplemented();
  Handle left = TRY(MicrosInt(a));
  if (IsDelta(b)) {
    Handle right = TRY(MicrosInt(b));
    return BinaryOperation(BinaryOp::kTrueDivide, left, right);
  }
  Handle divisor = TRY(Index(b));
  Handle result = TRY(DivideNearest(left, divisor));
  return FromMicrosInt(&DeltaType, result);
}

Owned Remainder(Value a, Value b) {
  if (!IsDelta(a) || !IsDelta(b)) return OwnNotImplemented();
  Handle left = TRY(MicrosInt(a)), right = TRY(MicrosInt(b));
  Handle rest = TRY(BinaryOperation(BinaryOp::kRemainder, left, right));
  return FromMicrosInt(&DeltaType, rest);
}

Owned Divmod(Value a, Value b) {
  if (!IsDelta(a) || !IsDelta(b)) return OwnNotImplemented();
  Handle left = TRY(MicrosInt(a)), right = TRY(MicrosInt(b));
  Handle pair = TRY(DivmodOperation(left, right));
  Handle rest = TRY(FromMicrosInt(&DeltaType, TupleAt(pair, 1)));
  return TupleOf({TupleAt(pair, 0), rest});
}

Owned Compare(Value a, Value b, CompareOp op) {
  if (!IsDelta(b)) return OwnNotImplemented();
  return CompareResult(DeltaCompare(a, b), op);
}

Fallible<int64_t> HashOf(Value v) {
  Delta* self = Of(v);
  if (self->hash == 0) {
    TupleHasher hasher;
    for (int32_t part : {self->days, self->seconds, self->micros})
      hasher.Add(part == -1 ? -2 : part);
    self->hash = hasher.Finish(3);
  }
  return self->hash;
}

// -- Text and the rest ----------------------------------------------------------------------------

Owned ReprOf(Value v) {
  Delta* self = Of(v);
  char text[120] = "";
  int at = 0;
  auto add = [&](const char* name, int number) {
    if (number == 0) return;
    at += snprintf(text + at, sizeof(text) - static_cast<size_t>(at), "%s%s=%d", at ? ", " : "",
                   name, number);
  };
  add("days", self->days);
  add("seconds", self->seconds);
  add("microseconds", self->micros);
  return StrFormat("%s(%s)", ShownTypeName(TypeOf(v)), at == 0 ? "0" : text);
}

Owned StrOf(Value v) {
  Delta* self = Of(v);
  char text[80];
  int at = 0;
  if (self->days != 0)
    at = snprintf(text, sizeof(text), "%d day%s, ", self->days,
                  self->days == 1 || self->days == -1 ? "" : "s");
  int minutes = self->seconds / 60;
  at += snprintf(text + at, sizeof(text) - static_cast<size_t>(at), "%d:%02d:%02d", minutes / 60,
                 minutes % 60, self->seconds % 60);
  if (self->micros != 0)
    at += snprintf(text + at, sizeof(text) - static_cast<size_t>(at), ".%06d", self->micros);
  return StrFromAscii(text, static_cast<size_t>(at));
}

Owned DeltaTotalSeconds(Value v) {
  Handle micros = TRY(MicrosInt(v));
  return BinaryOperation(BinaryOp::kTrueDivide, micros, Value::Int(kMicrosPerSecond));
}
Owned DeltaReduce(Value v) {
  Handle state = TRY(
      TupleOf({Value::Int(Of(v)->days), Value::Int(Of(v)->seconds), Value::Int(Of(v)->micros)}));
  return TupleOf({Value::Pointer(TypeOf(v)), state});
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(timedelta, total_seconds, NoArgs(DeltaTotalSeconds),
              "Total seconds in the duration."),
    PY_METHOD(timedelta, __reduce__, NoArgs(DeltaReduce), "__reduce__() -> (cls, state)"),
    {}};
const MemberDef kMembers[] = {
    {"days", offsetof(Delta, days), MemberKind::kReadOnlyInt32, "Number of days."},
    {"seconds", offsetof(Delta, seconds), MemberKind::kReadOnlyInt32,
     "Number of seconds (>= 0 and less than 1 day)."},
    {"microseconds", offsetof(Delta, micros), MemberKind::kReadOnlyInt32,
     "Number of microseconds (>= 0 and less than 1 second)."},
    {}};

}  // namespace

__int128 DeltaMicros(Value v) {
  return Of(v)->days * kMicrosPerDay + int64_t{Of(v)->seconds} * kMicrosPerSecond + Of(v)->micros;
}

int DeltaCompare(Value a, Value b) {
  __int128 difference = DeltaMicros(a) - DeltaMicros(b);
  return difference < 0 ? -1 : difference > 0;
}

Owned DeltaNew(int64_t days, int64_t seconds, int64_t micros) {
  return Normalised(&DeltaType, days, seconds, micros);
}

bool InitDeltaType() {
  TypeSlots& slots = DeltaType.slots;
  slots.new_instance = DeltaConstructor;
  slots.repr = ReprOf;
  slots.str = StrOf;
  slots.hash = HashOf;
  slots.rich_compare = Compare;
  slots.add = Add;
  slots.subtract = Subtract;
  slots.multiply = Multiply;
  slots.floor_divide = FloorDivide;
  slots.true_divide = TrueDivide;
  slots.remainder = Remainder;
  slots.divmod = Divmod;
  slots.negative = Negate;
  slots.positive = Same;
  slots.absolute = AbsoluteOf;
  slots.truth = Truth;
  return ReadyType({.type = &DeltaType,
                    .name = "datetime.timedelta",
                    .basic_size = sizeof(Delta),
                    .flags = kTypeBase | kTypeAtomic,
                    .methods = kMethods,
                    .members = kMembers,
                    .doc = "Difference between two datetime values.\n\ntimedelta(days=0, "
                           "seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, "
                           "weeks=0)\n\nAll arguments are optional and default to 0.\nArguments "
                           "may be integers or floats, and may be positive or negative."});
}

bool AddDeltaConstants() {
  Handle low = TRY(DeltaNew(-kMostDays, 0, 0));
  Handle high = TRY(DeltaNew(kMostDays, kSecondsPerDay - 1, kMicrosPerSecond - 1));
  Handle step = TRY(DeltaNew(0, 0, 1));
  return DictSetAscii(DeltaType.dict, "min", low) && DictSetAscii(DeltaType.dict, "max", high) &&
         DictSetAscii(DeltaType.dict, "resolution", step);
}

}  // namespace polygil
