// islice.

#include "runtime/modules/itertools/itertools.h"
#include "runtime/types/container/list.h"

namespace polygil {

Type IsliceType;

namespace {

struct Islice : Object {
  Value iterator;  // empty once exhausted
  int64_t next;    // index of the next item to give out
  int64_t stop;    // -1: none
  int64_t step;
  int64_t count;   // items taken from the iterator so far
};

// A size, or -1 for what is none; `fallback` for None.
int64_t SizeOf(Value v, int64_t fallback) {
  if (v.IsNone()) return fallback;
  if (v.IsInt()) return v.AsInt() < -1 ? -2 : v.AsInt();
  Fallible<int64_t> size = IndexExact(v, &OverflowErrorType);
  if (!size) {
    ClearPending();
    return -1;
  }
  return size.value;
}

bool ParseBounds(const Value* args, size_t nargs, Islice* bounds) {
  constexpr const char* kStopMessage =
      "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
  bounds->next = 0;
  bounds->step = 1;
  Value stop = args[nargs == 2 ? 1 : 2];
  if (nargs > 2) bounds->next = SizeOf(args[1], 0);
  bounds->stop = stop.IsNone() ? -1 : SizeOf(stop, -1);
  if (!stop.IsNone() && bounds->stop == -1) return Raise(&ValueErrorType, "%s", kStopMessage);
  if (bounds->next < 0 || bounds->stop < -1)
    return Raise(&ValueErrorType,
                 "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
  if (nargs > 3) bounds->step = SizeOf(args[3], 1);
  if (bounds->step < 1)
    return Raise(&ValueErrorType, "Step for islice() must be a positive integer or None.");
  return true;
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(RejectKeywords(type, &IsliceType, "islice", keyword_names));
  TRY_VOID(CheckPositional("islice", nargs, 2, 4));
  Islice bounds{};
  TRY_VOID(ParseBounds(args, nargs, &bounds));
  Handle iterator = TRY(GetIterator(args[0]));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  Islice* object = result.Peek().As<Islice>();
  object->next = bounds.next, object->stop = bounds.stop, object->step = bounds.step;
  object->iterator = iterator.Release().Peek();
  return result;
}

Owned Finish(Islice* object) {
  ClearField(&object->iterator);
  return {};
}

Owned Next(Value self) {
  Islice* object = self.As<Islice>();
  if (object->iterator.IsEmpty()) return {};
  Handle iterator = Retain(object->iterator);
  int64_t stop = object->stop;
  while (object->count < object->next) {
    Handle skipped = IteratorNext(iterator);
    if (!skipped) return Finish(object);
    ++object->count;
  }
  if (stop != -1 && object->count >= stop) return Finish(object);
  Owned item = IteratorNext(iterator);
  if (!item) return Finish(object);
  ++object->count;
  if (__builtin_add_overflow(object->next, object->step, &object->next) ||
      (stop != -1 && object->next > stop))
    object->next = stop == -1 ? INT64_MAX : stop;
  return item;
}

Owned Reduce(Value self) {
  Islice* object = self.As<Islice>();
  if (object->iterator.IsEmpty()) {
    Handle empty = TRY(ListNew());
    Handle iterator = TRY(GetIterator(empty));
    return ReduceTo(self, TupleOf({iterator, Value::Int(0)}), Owned(Value::Int(0)));
  }
  Value stop = object->stop == -1 ? Value::None() : Value::Int(object->stop);
  return ReduceTo(self,
                  TupleOf({object->iterator, Value::Int(object->next), stop,
                           Value::Int(object->step)}),
                  Owned(Value::Int(object->count)));
}
Owned SetState(Value self, Value state) {
  self.As<Islice>()->count = TRY(AsInt64(state));
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(islice, __reduce__, NoArgs(Reduce), kReduceDoc),
    PY_METHOD(islice, __setstate__, OneArg(SetState), kSetStateDoc),
    {}};

}  // namespace

bool AddIslice(Value module) {
  OwnFields<Islice, &Islice::iterator>(&IsliceType, true);
  return AddIteratorType(module, &IsliceType, "itertools.islice", sizeof(Islice), Next, Make,
                         kMethods,
                         "islice(iterable, stop) --> islice object\n"
                         "islice(iterable, start, stop[, step]) --> islice object\n\n"
                         "The items that iterable[start:stop:step] would give, one by one.");
}

}  // namespace polygil
