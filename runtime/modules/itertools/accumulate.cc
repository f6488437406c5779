// accumulate.

#include "runtime/modules/itertools/itertools.h"

namespace polygil {
namespace {

Type AccumulateType;

struct Accumulate : Object {
  Value iterator;
  Value function;  // empty: addition
  Value total;     // empty before the first item
  Value initial;   // empty: none, or given out
};

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(BindArguments("accumulate", "($self, /, iterable, func=None, *, initial=None)\n--\n\n",
                         args, nargs, keyword_names, bound));
  Handle iterator = TRY(GetIterator(bound[0]));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  Accumulate* object = result.Peek().As<Accumulate>();
  object->iterator = iterator.Release().Peek();
  if (bound[1] && !bound[1].IsNone()) SetField(&object->function, bound[1]);
  if (bound[2] && !bound[2].IsNone()) SetField(&object->initial, bound[2]);
  return result;
}

Owned Next(Value self) {
  Accumulate* object = self.As<Accumulate>();
  if (!object->initial.IsEmpty()) [[unlikely]] {
    StoreOwned(&object->total, Owned(object->initial));
    object->initial = Value::Empty();
    return Retain(object->total);
  }
  Handle item = IteratorNext(object->iterator);
  if (!item) return {};
  if (object->total.IsEmpty()) {
    object->total = item.Release().Peek();
    return Retain(object->total);
  }
  Handle total = Retain(object->total);
  Owned sum = object->function.IsEmpty() ? BinaryOperation(BinaryOp::kAdd, total, item)
                                         : Call(object->function, {total, item});
  if (!sum) return {};
  StoreOwned(&object->total, Retain(sum.Peek()));
  return sum;
}

// chain((first,), iterator)
Owned ChainFirst(Value first, Value iterator) {
  Handle head = TRY(TupleOf({first}));
  return Call(Value::Pointer(&ChainType), {head, iterator});
}

Owned Reduce(Value self) {
  Accumulate* object = self.As<Accumulate>();
  Value function = OrNone(object->function);
  if (!object->initial.IsEmpty()) {
    Handle iterator = TRY(ChainFirst(object->initial, object->iterator));
    return ReduceTo(self, TupleOf({iterator, function}), OwnNone());
  }
  if (object->total.IsNone()) {
    Handle chained = TRY(ChainFirst(object->total, object->iterator));
    Handle iterator = TRY(Call(Value::Pointer(TypeOf(self)), {chained, function}));
    Handle args = TRY(TupleOf({iterator, Value::Int(1), Value::None()}));
    return TupleOf({Value::Pointer(&IsliceType), args});
  }
  return ReduceTo(self, TupleOf({object->iterator, function}), Retain(OrNone(object->total)));
}
Owned SetState(Value self, Value state) {
  SetField(&self.As<Accumulate>()->total, state);
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(accumulate, __reduce__, NoArgs(Reduce), kReduceDoc),
    PY_METHOD(accumulate, __setstate__, OneArg(SetState), kSetStateDoc),
    {}};

}  // namespace

bool AddAccumulate(Value module) {
  OwnFields<Accumulate, &Accumulate::iterator, &Accumulate::function, &Accumulate::total,
            &Accumulate::initial>(&AccumulateType);
  return AddIteratorType(module, &AccumulateType, "itertools.accumulate", sizeof(Accumulate), Next,
                         Make, kMethods,
                         "(iterable, func=None, *, initial=None)\n--\n\n"
                         "The running totals of the items, or what func makes of them.");
}

}  // namespace polygil
