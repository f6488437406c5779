// chain and starmap.

#include "runtime/modules/itertools/itertools.h"
#include "runtime/types/classes/generic_alias.h"

namespace polygil {

Type ChainType;

namespace {

Type StarmapType;

// -- chain ----------------------------------------------------------------------------------------

struct Chain : Object {
  Value source;  // iterator over the iterables; empty once exhausted
  Value active;  // iterator of the current one, or empty
};

Owned ChainOver(Type* type, Owned source) {
  Handle held = TRY(source);
  Owned result = NewInstanceOf(type);
  if (result) result.Peek().As<Chain>()->source = held.Release().Peek();
  return result;
}

Owned ChainMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(RejectKeywords(type, &ChainType, "chain", keyword_names));
  Handle iterables = TRY(TupleFrom(args, static_cast<int64_t>(nargs)));
  return ChainOver(type, GetIterator(iterables));
}

Owned ChainFromIterable(Value type, Value iterable) {
  return ChainOver(type.As<Type>(), GetIterator(iterable));
}

Owned ChainNextSlow(Chain* chain) {
  while (!chain->source.IsEmpty()) {
    if (chain->active.IsEmpty()) {
      Handle source = Retain(chain->source);
      Handle iterable = IteratorNext(source);
      if (!iterable) {
        ClearField(&chain->source);
        return {};
      }
      Owned active = GetIterator(iterable);
      if (!active) {
        ClearField(&chain->source);
        return {};
      }
      StoreOwned(&chain->active, active);
    }
    Handle active = Retain(chain->active);
    Owned item = IteratorNext(active);
    if (item || HasPendingException()) return item;
    ClearField(&chain->active);
  }
  return {};
}

Owned ChainNext(Value self) {
  Chain* chain = self.As<Chain>();
  if (!chain->active.IsEmpty()) [[likely]] {
    Handle active = Retain(chain->active);
    Owned item = IteratorNext(active);
    if (item || HasPendingException()) return item;
    ClearField(&chain->active);
  }
  return ChainNextSlow(chain);
}

Owned ChainReduce(Value self) {
  Chain* chain = self.As<Chain>();
  if (chain->source.IsEmpty()) return ReduceTo(self, TupleEmpty());
  return ReduceTo(self, TupleEmpty(),
                  chain->active.IsEmpty() ? TupleOf({chain->source})
                                          : TupleOf({chain->source, chain->active}));
}

Owned ChainSetState(Value self, Value state) {
  if (!IsTuple(state)) return Raise(&TypeErrorType, "state is not a tuple");
  int64_t size = TupleSize(state);
  if (size < 1 || size > 2)
    return Raise(&TypeErrorType, "function takes at %s %d argument%s (%zd given)",
                 size < 1 ? "least" : "most", size < 1 ? 1 : 2, size < 1 ? "" : "s",
                 static_cast<ssize_t>(size));
  Value source = TupleAt(state, 0);
  Value active = size == 2 ? TupleAt(state, 1) : Value::Empty();
  if (!IsIterator(source) || (!active.IsEmpty() && !IsIterator(active)))
    return Raise(&TypeErrorType, "Arguments must be iterators.");
  SetField(&self.As<Chain>()->source, source);
  SetField(&self.As<Chain>()->active, active);
  return OwnNone();
}

constexpr MethodDef kChainMethods[] = {
    PY_METHOD(chain, from_iterable, OneArg(ChainFromIterable, kMethodClass),
              "($type, iterable, /)\n--\n\nLike chain(*iterable), but takes the iterables from one "
              "iterable, lazily."),
    PY_METHOD(chain, __reduce__, NoArgs(ChainReduce), kReduceDoc),
    PY_METHOD(chain, __setstate__, OneArg(ChainSetState), kSetStateDoc),
    PY_METHOD(chain, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    {}};

// -- starmap --------------------------------------------------------------------------------------

struct Starmap : Object {
  Value function, iterator;
};

Owned StarmapMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(RejectKeywords(type, &StarmapType, "starmap", keyword_names));
  TRY_VOID(CheckPositional("starmap", nargs, 2, 2));
  Handle iterator = TRY(GetIterator(args[1]));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  Starmap* starmap = result.Peek().As<Starmap>();
  starmap->function = Retain(args[0]).Peek();
  starmap->iterator = iterator.Release().Peek();
  return result;
}

Owned StarmapNext(Value self) {
  Starmap* starmap = self.As<Starmap>();
  Handle args = IteratorNext(starmap->iterator);
  if (!args) return {};
  if (!IsExactly(args, TupleType)) args = TRY(ToTuple(args));
  return Call(starmap->function, args.As<Tuple>()->items, static_cast<size_t>(TupleSize(args)));
}

Owned StarmapReduce(Value self) {
  Starmap* starmap = self.As<Starmap>();
  return ReduceTo(self, TupleOf({starmap->function, starmap->iterator}));
}

constexpr MethodDef kStarmapMethods[] = {
    PY_METHOD(starmap, __reduce__, NoArgs(StarmapReduce), kReduceDoc), {}};

}  // namespace

bool AddChain(Value module) {
  OwnFields<Chain, &Chain::source, &Chain::active>(&ChainType, true);
  OwnFields<Starmap, &Starmap::function, &Starmap::iterator>(&StarmapType);
  return AddIteratorType(module, &ChainType, "itertools.chain", sizeof(Chain), ChainNext,
                         ChainMake, kChainMethods,
                         "chain(*iterables) --> chain object\n\n"
                         "The items of the first iterable, then those of the second, and so on.") &&
         AddIteratorType(module, &StarmapType, "itertools.starmap", sizeof(Starmap), StarmapNext,
                         StarmapMake, kStarmapMethods,
                         "(function, iterable, /)\n--\n\n"
                         "The results of function(*args) for each args of the iterable.");
}

}  // namespace polygil
