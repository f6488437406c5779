// Iterators of range: int64 arithmetic, or ints of any size.

#include "runtime/types/container/range_internal.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {

struct LongRangeIterator : Object {
  Value next, step, remaining, length;  // ints
};

Type RangeIteratorType, LongRangeIteratorType;

Owned RangeIteratorOf(Value start, Value step, Value length) {
  if (start.IsInt() && step.IsInt() && length.IsInt()) [[likely]] {
    // The item behind the last one must be a small int too: the loop computes it.
    __int128 end = static_cast<__int128>(start.AsInt()) +
                   static_cast<__int128>(step.AsInt()) * length.AsInt();
    if (end >= Value::kSmallIntMin && end <= Value::kSmallIntMax) {
      Owned result = AllocateObject(&RangeIteratorType);
      if (!result) return {};
      RangeIterator* iterator = result.Peek().As<RangeIterator>();
      iterator->next = start.AsInt();
      iterator->step = step.AsInt();
      iterator->remaining = iterator->length = length.AsInt();
      return result;
    }
  }
  Owned result = AllocateObject(&LongRangeIteratorType);
  if (!result) return {};
  LongRangeIterator* iterator = result.Peek().As<LongRangeIterator>();
  iterator->next = Retain(start).Peek();
  iterator->step = Retain(step).Peek();
  iterator->remaining = Retain(length).Peek();
  iterator->length = Retain(length).Peek();
  return result;
}

namespace {

Owned RangeNext(Value self) {
  RangeIterator* iterator = self.As<RangeIterator>();
  if (iterator->remaining <= 0) return {};
  --iterator->remaining;
  int64_t item = iterator->next;
  iterator->next = item + iterator->step;
  return Owned(Value::Int(item));
}

Owned RangeLengthHint(Value self) {
  return Owned(Value::Int(self.As<RangeIterator>()->remaining));
}

// iter(range) and how many items are gone.
Owned ReduceTo(Value next, Value step, Value remaining, Value length) {
  Handle index = TRY(IntSubtract(length, remaining));
  Handle gone = TRY(IntMultiply(step, index));
  Handle start = TRY(IntSubtract(next, gone));
  Handle span = TRY(IntMultiply(step, length));
  Handle stop = TRY(IntAdd(start, span));
  Handle range = TRY(Call(Value::Pointer(&RangeType), {start, stop, step}));
  Handle function = TRY(BuiltinNamed("iter"));
  Handle args = TRY(TupleOf({range}));
  return TupleOf({function, args, index});
}

Owned RangeReduce(Value self) {
  RangeIterator* iterator = self.As<RangeIterator>();
  return ReduceTo(Value::Int(iterator->next), Value::Int(iterator->step),
                  Value::Int(iterator->remaining), Value::Int(iterator->length));
}

Owned RangeSetState(Value self, Value state) {
  RangeIterator* iterator = self.As<RangeIterator>();
  int64_t index = TRY(AsInt64(state));
  if (index < 0) index = 0;
  if (index > iterator->length) index = iterator->length;
  iterator->next += (index - (iterator->length - iterator->remaining)) * iterator->step;
  iterator->remaining = iterator->length - index;
  return OwnNone();
}

Owned LongNext(Value self) {
  LongRangeIterator* iterator = self.As<LongRangeIterator>();
  if (IntSign(iterator->remaining) <= 0) return {};
  Handle left = TRY(IntSubtract(iterator->remaining, Value::Int(1)));
  Handle following = TRY(IntAdd(iterator->next, iterator->step));
  Owned item(iterator->next);
  iterator->next = following.Release().Peek();
  StoreOwned(&iterator->remaining, left.Release());
  return item;
}

Owned LongLengthHint(Value self) { return Retain(self.As<LongRangeIterator>()->remaining); }

Owned LongReduce(Value self) {
  LongRangeIterator* iterator = self.As<LongRangeIterator>();
  return ReduceTo(iterator->next, iterator->step, iterator->remaining, iterator->length);
}

Owned LongSetState(Value self, Value state) {
  LongRangeIterator* iterator = self.As<LongRangeIterator>();
  Handle index = TRY(Index(state));
  if (IntSign(index) < 0) index = Owned(Value::Int(0));
  if (IntCompare(index, iterator->length) > 0) index = Retain(iterator->length);
  Handle left = TRY(IntSubtract(iterator->length, index));
  Handle skipped = TRY(IntSubtract(iterator->remaining, left));
  Handle offset = TRY(IntMultiply(skipped, iterator->step));
  StoreOwned(&iterator->next, TRY(IntAdd(iterator->next, offset)));
  StoreOwned(&iterator->remaining, left.Release());
  return OwnNone();
}

void LongDestroy(Object* self) {
  LongRangeIterator* iterator = static_cast<LongRangeIterator*>(self);
  ClearField(&iterator->next);
  ClearField(&iterator->step);
  ClearField(&iterator->remaining);
  ClearField(&iterator->length);
}

constexpr MethodDef kRangeIteratorMethods[] = {
    PY_METHOD(range_iterator, __length_hint__, NoArgs(RangeLengthHint),
              "Private method returning an estimate of len(list(it))."),
    PY_METHOD(range_iterator, __reduce__, NoArgs(RangeReduce),
              "Return state information for pickling."),
    PY_METHOD(range_iterator, __setstate__, OneArg(RangeSetState),
              "Set state information for unpickling."),
    {}};
constexpr MethodDef kLongIteratorMethods[] = {
    PY_METHOD(longrange_iterator, __length_hint__, NoArgs(LongLengthHint),
              "Private method returning an estimate of len(list(it))."),
    PY_METHOD(longrange_iterator, __reduce__, NoArgs(LongReduce),
              "Return state information for pickling."),
    PY_METHOD(longrange_iterator, __setstate__, OneArg(LongSetState),
              "Set state information for unpickling."),
    {}};

}  // namespace

bool InitRangeIteratorTypes() {
  RangeIteratorType.slots.iterate = Retain;
  RangeIteratorType.slots.next = RangeNext;
  LongRangeIteratorType.slots.iterate = Retain;
  LongRangeIteratorType.slots.next = LongNext;
  LongRangeIteratorType.slots.destroy = LongDestroy;
  return InitBuiltinType({.type = &RangeIteratorType,
                          .name = "range_iterator",
                          .basic_size = sizeof(RangeIterator),
                          .flags = kTypeAtomic | kTypeNoInstantiation,
                          .methods = kRangeIteratorMethods}) &&
         InitBuiltinType({.type = &LongRangeIteratorType,
                          .name = "longrange_iterator",
                          .basic_size = sizeof(LongRangeIterator),
                          .flags = kTypeNoInstantiation,
                          .methods = kLongIteratorMethods});
}

}  // namespace polygil
