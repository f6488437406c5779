// The endless iterators: count, repeat and cycle.

#include "runtime/modules/itertools/itertools.h"
#include "runtime/types/container/list.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type CountType, RepeatType, CycleType;

// -- count ----------------------------------------------------------------------------------------

struct Count : Object {
  Value next, step;
};

bool IsNumber(Value v) {
  const TypeSlots& slots = TypeOf(v)->slots;
  return v.IsInt() || slots.index != nullptr || slots.to_int != nullptr ||
         slots.to_float != nullptr || (slots.absolute != nullptr && slots.add != nullptr);
}

Owned CountMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("count", "($self, /, start=0, step=1)\n--\n\n", args, nargs,
                         keyword_names, bound));
  Value start = bound[0] ? bound[0] : Value::Int(0);
  Value step = bound[1] ? bound[1] : Value::Int(1);
  if (!IsNumber(start) || !IsNumber(step))
    return Raise(&TypeErrorType, "a number is required");
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  result.Peek().As<Count>()->next = Retain(start).Peek();
  result.Peek().As<Count>()->step = Retain(step).Peek();
  return result;
}

Owned CountNext(Value self) {
  Count* count = self.As<Count>();
  Value next = count->next;
  if (next.IsInt() && count->step.IsInt()) [[likely]] {
    int64_t sum = next.AsInt() + count->step.AsInt();
    if (Value::FitsInt(sum)) [[likely]] {
      count->next = Value::Int(sum);
      return Owned(next);
    }
  }
  Handle held = Retain(next), step = Retain(count->step);
  Handle sum = TRY(BinaryOperation(BinaryOp::kAdd, held, step));
  StoreOwned(&count->next, sum.Release());
  return held.Release();
}

bool StepIsOne(Count* count) { return count->step.IsInt() && count->step.AsInt() == 1; }

Owned CountRepr(Value self) {
  Count* count = self.As<Count>();
  Handle next = Retain(count->next), step = Retain(count->step);
  Value name = TypeOf(self)->name;
  return StepIsOne(count) ? StrFormat("%U(%R)", name, next.Get())
                          : StrFormat("%U(%R, %R)", name, next.Get(), step.Get());
}
Owned CountReduce(Value self) {
  Count* count = self.As<Count>();
  if (StepIsOne(count) && count->next.IsInt()) return ReduceTo(self, TupleOf({count->next}));
  return ReduceTo(self, TupleOf({count->next, count->step}));
}

constexpr MethodDef kCountMethods[] = {
    PY_METHOD(count, __reduce__, NoArgs(CountReduce), kReduceDoc), {}};

// -- repeat ---------------------------------------------------------------------------------------

struct Repeat : Object {
  Value element;
  int64_t remaining;  // -1: for ever
};

Owned RepeatMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("repeat", "($self, /, object, times=-1)\n--\n\n", args, nargs,
                         keyword_names, bound));
  int64_t times = -1;
  if (bound[1]) {
    times = TRY(IndexExact(bound[1], &OverflowErrorType));
    if (times < 0) times = 0;
  }
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  result.Peek().As<Repeat>()->element = Retain(bound[0]).Peek();
  result.Peek().As<Repeat>()->remaining = times;
  return result;
}
Owned RepeatNext(Value self) {
  Repeat* repeat = self.As<Repeat>();
  if (repeat->remaining == 0) return {};
  if (repeat->remaining > 0) --repeat->remaining;
  return Retain(repeat->element);
}
Owned RepeatRepr(Value self) {
  Repeat* repeat = self.As<Repeat>();
  if (repeat->remaining < 0) return StrFormat("%U(%R)", TypeOf(self)->name, repeat->element);
  return StrFormat("%U(%R, %zd)", TypeOf(self)->name, repeat->element,
                   static_cast<ssize_t>(repeat->remaining));
}
Owned RepeatLengthHint(Value self) {
  Repeat* repeat = self.As<Repeat>();
  if (repeat->remaining < 0) return Raise(&TypeErrorType, "len() of unsized object");
  return IntFromInt64(repeat->remaining);
}
Owned RepeatReduce(Value self) {
  Repeat* repeat = self.As<Repeat>();
  if (repeat->remaining < 0) return ReduceTo(self, TupleOf({repeat->element}));
  return ReduceTo(self, TupleOf({repeat->element, Value::Int(repeat->remaining)}));
}

constexpr MethodDef kRepeatMethods[] = {
    PY_METHOD(repeat, __length_hint__, NoArgs(RepeatLengthHint),
              "Private method returning an estimate of len(list(it))."),
    PY_METHOD(repeat, __reduce__, NoArgs(RepeatReduce), kReduceDoc),
    {}};

// -- cycle ----------------------------------------------------------------------------------------

struct Cycle : Object {
  Value iterator;  // empty once exhausted
  Value saved;     // list of what it gave
  int64_t index;
  bool first_pass;  // nothing need be saved: `saved` is complete already
};

Owned CycleMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(RejectKeywords(type, &CycleType, "cycle", keyword_names));
  TRY_VOID(CheckPositional("cycle", nargs, 1, 1));
  Handle iterator = TRY(GetIterator(args[0]));
  Handle saved = TRY(ListNew());
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  result.Peek().As<Cycle>()->iterator = iterator.Release().Peek();
  result.Peek().As<Cycle>()->saved = saved.Release().Peek();
  return result;
}
Owned CycleNext(Value self) {
  Cycle* cycle = self.As<Cycle>();
  if (!cycle->iterator.IsEmpty()) {
    Handle iterator = Retain(cycle->iterator);
    Handle item = IteratorNext(iterator);
    if (item) {
      if (!cycle->first_pass) TRY_VOID(ListAppend(cycle->saved, item));
      return item.Release();
    }
    if (HasPendingException()) return {};
    ClearField(&cycle->iterator);
  }
  if (cycle->saved.IsEmpty() || ListSize(cycle->saved) == 0) return {};
  if (cycle->index >= ListSize(cycle->saved)) cycle->index = 0;
  Owned item = Retain(ListAt(cycle->saved, cycle->index));
  if (++cycle->index >= ListSize(cycle->saved)) cycle->index = 0;
  return item;
}
Owned CycleReduce(Value self) {
  Cycle* cycle = self.As<Cycle>();
  if (cycle->iterator.IsEmpty()) {
    Handle iterator = TRY(GetIterator(cycle->saved));
    if (cycle->index != 0)
      Discard(TRY(CallMethod(iterator, names.__setstate__, {Value::Int(cycle->index)})));
    return ReduceTo(self, TupleOf({iterator}), TupleOf({cycle->saved, Value::True()}));
  }
  return ReduceTo(self, TupleOf({cycle->iterator}),
                  TupleOf({cycle->saved, Value::Bool(cycle->first_pass)}));
}
Owned CycleSetState(Value self, Value state) {
  if (!IsTuple(state)) return Raise(&TypeErrorType, "state is not a tuple");
  if (TupleSize(state) != 2)
    return Raise(&TypeErrorType, "function takes exactly 2 arguments (%zd given)",
                 static_cast<ssize_t>(TupleSize(state)));
  if (!IsList(TupleAt(state, 0)))
    return Raise(&TypeErrorType, "argument 1 must be list, not %.50s", TypeName(TupleAt(state, 0)));
  int64_t first_pass = TRY(AsInt64(TupleAt(state, 1)));
  Cycle* cycle = self.As<Cycle>();
  SetField(&cycle->saved, TupleAt(state, 0));
  cycle->first_pass = first_pass != 0;
  cycle->index = 0;
  return OwnNone();
}

constexpr MethodDef kCycleMethods[] = {
    PY_METHOD(cycle, __reduce__, NoArgs(CycleReduce), kReduceDoc),
    PY_METHOD(cycle, __setstate__, OneArg(CycleSetState), kSetStateDoc),
    {}};

}  // namespace

bool AddCounters(Value module) {
  OwnFields<Count, &Count::next, &Count::step>(&CountType);
  OwnFields<Repeat, &Repeat::element>(&RepeatType);
  OwnFields<Cycle, &Cycle::iterator, &Cycle::saved>(&CycleType);
  CountType.slots.repr = CountRepr;
  RepeatType.slots.repr = RepeatRepr;
  return AddIteratorType(module, &CountType, "itertools.count", sizeof(Count), CountNext,
                         CountMake, kCountMethods,
                         "(start=0, step=1)\n--\n\nThe numbers start, start+step, ... without end.") &&
         AddIteratorType(module, &RepeatType, "itertools.repeat", sizeof(Repeat), RepeatNext,
                         RepeatMake, kRepeatMethods,
                         "repeat(object [,times]) -> the object, so many times or for ever.") &&
         AddIteratorType(module, &CycleType, "itertools.cycle", sizeof(Cycle), CycleNext,
                         CycleMake, kCycleMethods,
                         "(iterable, /)\n--\n\nThe items of the iterable, again and again.");
}

}  // namespace polygil
