// range: arithmetic progressions of ints of any size. Where all parts and all items are small ints,
// which is nearly always, the arithmetic is on int64.

#include "runtime/types/container/range.h"

#include "runtime/types/container/init.h"
#include "runtime/types/container/range_internal.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/slice.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type RangeType;

namespace {

// Number of items of start, stop, step (step not zero); exact for any int.
Owned ComputeLength(Value start, Value stop, Value step) {
  if (start.IsInt() && stop.IsInt() && step.IsInt()) [[likely]] {
    __int128 a = start.AsInt(), b = stop.AsInt(), s = step.AsInt();
    __int128 span = s > 0 ? b - a : a - b, unit = s > 0 ? s : -s;
    if (span <= 0) return Owned(Value::Int(0));
    __int128 count = (span - 1) / unit + 1;
    return count > INT64_MAX ? IntFromUint64(static_cast<uint64_t>(count))
                             : IntFromInt64(static_cast<int64_t>(count));
  }
  bool up = IntSign(step) > 0;
  Handle span = TRY(up ? IntSubtract(stop, start) : IntSubtract(start, stop));
  if (IntSign(span) <= 0) return Owned(Value::Int(0));
  Handle unit = TRY(up ? Retain(step) : IntSubtract(Value::Int(0), step));
  Handle less = TRY(IntSubtract(span, Value::Int(1)));
  Handle count = TRY(IntFloorDivide(less, unit));
  return IntAdd(count, Value::Int(1));
}

// Parts are ints, exact ones.
Owned RangeMake(Value start, Value stop, Value step) {
  Handle length = TRY(ComputeLength(start, stop, step));
  Owned result = AllocateObject(&RangeType);
  if (!result) return {};
  Range* range = result.Peek().As<Range>();
  range->start = Retain(start).Peek();
  range->stop = Retain(stop).Peek();
  range->step = Retain(step).Peek();
  range->length = length.Release().Peek();
  return result;
}

Owned RangeItem(Range* range, Value index) {
  if (range->start.IsInt() && range->step.IsInt() && index.IsInt()) [[likely]] {
    int64_t offset, item;
    if (!__builtin_mul_overflow(range->step.AsInt(), index.AsInt(), &offset) &&
        !__builtin_add_overflow(range->start.AsInt(), offset, &item))
      return IntFromInt64(item);
  }
  Handle offset = TRY(IntMultiply(index, range->step));
  return IntAdd(range->start, offset);
}

Owned RangeNewInstance(Type*, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("range", keyword_names));
  if (nargs == 0) return Raise(&TypeErrorType, "range expected at least 1 argument, got 0");
  if (nargs > 3)
    return Raise(&TypeErrorType, "range expected at most 3 arguments, got %zd", nargs);
  Handle start = Owned(Value::Int(0)), stop, step = Owned(Value::Int(1));
  if (nargs == 1) {
    stop = TRY(Index(args[0]));
  } else {
    start = TRY(Index(args[0]));
    stop = TRY(Index(args[1]));
    if (nargs == 3) step = TRY(Index(args[2]));
    if (IntSign(step) == 0) return Raise(&ValueErrorType, "range() arg 3 must not be zero");
  }
  return RangeMake(start, stop, step);
}

Owned RangeRepr(Value self) {
  Range* range = self.As<Range>();
  if (range->step == Value::Int(1)) return StrFormat("range(%R, %R)", range->start, range->stop);
  return StrFormat("range(%R, %R, %R)", range->start, range->stop, range->step);
}

Fallible<int64_t> RangeLength(Value self) {
  int64_t length;
  if (!IntFitsInt64(self.As<Range>()->length, &length))
    return Raise(&OverflowErrorType, "Python int too large to convert to C ssize_t");
  return length;
}

Fallible<bool> RangeTruth(Value self) { return IntSign(self.As<Range>()->length) != 0; }

// Is the int `item` in the progression? Exact ints and bools only.
Fallible<bool> ContainsInt(Range* range, Value item) {
  bool up = IntSign(range->step) > 0;
  if (up) {
    if (IntCompare(range->start, item) > 0 || IntCompare(item, range->stop) >= 0) return false;
  } else if (IntCompare(item, range->start) > 0 || IntCompare(range->stop, item) >= 0) {
    return false;
  }
  if (item.IsInt() && range->start.IsInt() && range->step.IsInt()) {
    __int128 distance = static_cast<__int128>(item.AsInt()) - range->start.AsInt();
    return distance % range->step.AsInt() == 0;
  }
  Handle distance = TRY(IntSubtract(item, range->start));
  Handle rest = TRY(IntRemainder(distance, range->step));
  return IntSign(rest) == 0;
}

bool IsPlainInt(Value v) { return v.IsInt() || v.IsBool() || IsExactly(v, IntType); }
Value AsPlainInt(Value v) { return v.IsBool() ? Value::Int(v.IsTrue()) : v; }

Fallible<bool> RangeContains(Value self, Value item) {
  if (IsPlainInt(item)) return ContainsInt(self.As<Range>(), AsPlainInt(item));
  return ContainsByIteration(self, item);
}

Owned RangeSlice(Value self, Value slice) {
  Range* range = self.As<Range>();
  // slice.indices gives ints of any size.
  Handle indices = TRY(CallMethod(slice, "indices", {range->length}));
  Handle start = TRY(RangeItem(range, TupleAt(indices, 0)));
  Handle stop = TRY(RangeItem(range, TupleAt(indices, 1)));
  Handle step = TRY(IntMultiply(TupleAt(indices, 2), range->step));
  return RangeMake(start, stop, step);
}

Owned RangeGetItem(Value self, Value key) {
  Range* range = self.As<Range>();
  if (IsExactly(key, SliceType)) return RangeSlice(self, key);
  if (!IsIndexable(key))
    return Raise(&TypeErrorType, "range indices must be integers or slices, not %.200s",
                 TypeName(key));
  Handle index = TRY(Index(key));
  if (IntSign(index) < 0) index = TRY(IntAdd(index, range->length));
  if (IntSign(index) < 0 || IntCompare(index, range->length) >= 0)
    return Raise(&IndexErrorType, "range object index out of range");
  return RangeItem(range, index);
}

bool SameItems(Range* a, Range* b) {
  if (IntCompare(a->length, b->length) != 0) return false;
  if (IntSign(a->length) == 0) return true;
  if (IntCompare(a->start, b->start) != 0) return false;
  return a->length == Value::Int(1) || IntCompare(a->step, b->step) == 0;
}

Owned RangeCompare(Value self, Value other, CompareOp op) {
  if (!IsExactly(other, RangeType) || (op != CompareOp::kEq && op != CompareOp::kNe))
    return OwnNotImplemented();
  return OwnBool(SameItems(self.As<Range>(), other.As<Range>()) == (op == CompareOp::kEq));
}

Fallible<int64_t> RangeHash(Value self) {
  Range* range = self.As<Range>();
  bool empty = IntSign(range->length) == 0, one = range->length == Value::Int(1);
  Handle key = TRY(TupleOf({range->length, empty ? Value::None() : range->start,
                            empty || one ? Value::None() : range->step}));
  return Hash(key);
}

void RangeDestroy(Object* self) {
  Range* range = static_cast<Range*>(self);
  ClearField(&range->start);
  ClearField(&range->stop);
  ClearField(&range->step);
  ClearField(&range->length);
}

Owned IndexOfInt(Range* range, Value item) {
  Handle distance = TRY(IntSubtract(item, range->start));
  return range->step == Value::Int(1) ? distance.Release() : IntFloorDivide(distance, range->step);
}

Owned RangeIndexMethod(Value self, Value item) {
  Range* range = self.As<Range>();
  if (IsPlainInt(item)) {
    bool found = TRY(ContainsInt(range, AsPlainInt(item)));
    if (found) return IndexOfInt(range, AsPlainInt(item));
    return Raise(&ValueErrorType, "%R is not in range", item);
  }
  Handle iterator = TRY(GetIterator(self));
  for (int64_t i = 0;; ++i) {
    Handle candidate = IteratorNext(iterator);
    if (!candidate) break;
    if (TRY(ItemEquals(candidate, item))) return IntFromInt64(i);
  }
  if (HasPendingException()) return {};
  return Raise(&ValueErrorType, "sequence.index(x): x not in sequence");
}

Owned RangeCountMethod(Value self, Value item) {
  if (IsPlainInt(item)) {
    bool found = TRY(ContainsInt(self.As<Range>(), AsPlainInt(item)));
    return Owned(Value::Int(found));
  }
  Handle iterator = TRY(GetIterator(self));
  int64_t count = 0;
  for (;;) {
    Handle candidate = IteratorNext(iterator);
    if (!candidate) break;
    count += TRY(ItemEquals(candidate, item));
  }
  if (HasPendingException()) return {};
  return IntFromInt64(count);
}

Owned RangeReduceMethod(Value self) {
  Range* range = self.As<Range>();
  Handle args = TRY(TupleOf({range->start, range->stop, range->step}));
  return TupleOf({Value::Pointer(&RangeType), args});
}

Owned RangeIterate(Value self) {
  Range* range = self.As<Range>();
  return RangeIteratorOf(range->start, range->step, range->length);
}

// The same items from the end: last item, negative step.
Owned RangeReversedMethod(Value self) {
  Range* range = self.As<Range>();
  Handle last_index = TRY(IntSubtract(range->length, Value::Int(1)));
  Handle last = TRY(RangeItem(range, last_index));
  Handle step = TRY(IntSubtract(Value::Int(0), range->step));
  return RangeIteratorOf(last, step, range->length);
}

constexpr MethodDef kRangeMethods[] = {
    PY_METHOD(range, __reversed__, NoArgs(RangeReversedMethod), "Return a reverse iterator."),
    PY_METHOD(range, __reduce__, NoArgs(RangeReduceMethod), nullptr),
    PY_METHOD(range, count, OneArg(RangeCountMethod),
              "rangeobject.count(value) -> integer -- return number of occurrences of value"),
    PY_METHOD(range, index, OneArg(RangeIndexMethod),
              "rangeobject.index(value) -> integer -- return index of value.\n"
              "Raise ValueError if the value is not present."),
    {}};

constexpr MemberDef kRangeMembers[] = {
    {"start", offsetof(Range, start), MemberKind::kReadOnlyNone, nullptr},
    {"stop", offsetof(Range, stop), MemberKind::kReadOnlyNone, nullptr},
    {"step", offsetof(Range, step), MemberKind::kReadOnlyNone, nullptr},
    {}};

}  // namespace

bool InitRangeTypes() {
  TypeSlots& slots = RangeType.slots;
  slots.repr = RangeRepr;
  slots.hash = RangeHash;
  slots.rich_compare = RangeCompare;
  slots.iterate = RangeIterate;
  slots.length = RangeLength;
  slots.truth = RangeTruth;
  slots.contains = RangeContains;
  slots.get_item = RangeGetItem;
  slots.destroy = RangeDestroy;
  slots.new_instance = RangeNewInstance;
  TRY_VOID(InitBuiltinType(
      {.type = &RangeType,
       .name = "range",
       .basic_size = sizeof(Range),
       .flags = kTypeSequencePattern,
       .methods = kRangeMethods,
       .members = kRangeMembers,
       .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n"
              "Return an object that produces a sequence of integers from start (inclusive)\n"
              "to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n"
              "start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n"
              "These are exactly the valid indices for a list of 4 elements.\n"
              "When step is given, it specifies the increment (or decrement)."}));
  return InitRangeIteratorTypes();
}

}  // namespace polygil
