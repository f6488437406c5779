// zip_longest and pairwise.

#include "runtime/modules/itertools/itertools.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type ZipLongestType, PairwiseType;

// A tuple that only its owner knows is filled anew instead of making another one. It may hold
// containers now, so the collector must look at it again.
bool MayReuse(Value tuple) {
  if (!IsUniquelyReferenced(tuple)) return false;
  tuple.AsObject()->flags &= ~static_cast<uint32_t>(kGcUntracked);
  return true;
}

// -- zip_longest ----------------------------------------------------------------------------------

struct ZipLongest : Object {
  Value iterators;  // tuple; None: exhausted
  Value fill;
  Value result;     // the last tuple given out, for reuse
  int64_t active;
};

Fallible<bool> FillOf(const Value* args, size_t nargs, Value keyword_names, Value* fill) {
  *fill = Value::None();
  if (keyword_names.IsEmpty() || TupleSize(keyword_names) == 0) return true;
  if (TupleSize(keyword_names) > 1 || !StrEqualsAscii(TupleAt(keyword_names, 0), "fillvalue"))
    return Raise(&TypeErrorType, "zip_longest() got an unexpected keyword argument");
  *fill = args[nargs];
  return true;
}

Owned ZipLongestMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value fill;
  TRY_VOID(FillOf(args, nargs, keyword_names, &fill));
  int64_t count = static_cast<int64_t>(nargs);
  Handle iterators = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) TupleInit(iterators, i, TRY(GetIterator(args[i])));
  Handle reusable = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) TupleInit(reusable, i, OwnNone());
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  ZipLongest* object = result.Peek().As<ZipLongest>();
  object->iterators = iterators.Release().Peek();
  object->result = reusable.Release().Peek();
  object->fill = Retain(fill).Peek();
  object->active = count;
  return result;
}

// The next item of iterator `i`, or the fill value; empty: failed, or this was the last iterator.
Owned ItemOf(ZipLongest* object, int64_t i) {
  Value iterator = TupleAt(object->iterators, i);
  if (iterator.IsNone()) return Retain(object->fill);
  Handle held = Retain(iterator);
  Owned item = IteratorNext(held);
  if (item) return item;
  --object->active;
  if (object->active == 0 || HasPendingException()) {
    object->active = 0;
    return {};
  }
  StoreOwned(&object->iterators.As<Tuple>()->items[i], OwnNone());
  return Retain(object->fill);
}

Owned ZipLongestNext(Value self) {
  ZipLongest* object = self.As<ZipLongest>();
  int64_t count = TupleSize(object->iterators);
  if (count == 0 || object->active == 0) return {};
  Handle tuple;
  if (MayReuse(object->result)) {
    tuple = Retain(object->result);
    for (int64_t i = 0; i < count; ++i)
      StoreOwned(&tuple.As<Tuple>()->items[i], TRY(ItemOf(object, i)));
    TupleUpdateTracking(tuple);
    return tuple.Release();
  }
  tuple = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) TupleInit(tuple, i, TRY(ItemOf(object, i)));
  TupleUpdateTracking(tuple);
  return tuple.Release();
}

Owned ZipLongestReduce(Value self) {
  ZipLongest* object = self.As<ZipLongest>();
  int64_t count = TupleSize(object->iterators);
  Handle args = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) {
    Value iterator = TupleAt(object->iterators, i);
    TupleInit(args, i, iterator.IsNone() ? TRY(TupleEmpty()) : Retain(iterator));
  }
  return ReduceTo(self, args.Release(), Retain(object->fill));
}
Owned ZipLongestSetState(Value self, Value state) {
  SetField(&self.As<ZipLongest>()->fill, state);
  return OwnNone();
}

constexpr MethodDef kZipLongestMethods[] = {
    PY_METHOD(zip_longest, __reduce__, NoArgs(ZipLongestReduce), kReduceDoc),
    PY_METHOD(zip_longest, __setstate__, OneArg(ZipLongestSetState), kSetStateDoc),
    {}};

// -- pairwise -------------------------------------------------------------------------------------

struct Pairwise : Object {
  Value iterator;  // empty once exhausted
  Value previous;
};

Owned PairwiseMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(RejectKeywords(type, &PairwiseType, "pairwise", keyword_names));
  TRY_VOID(CheckPositional("pairwise", nargs, 1, 1));
  Handle iterator = TRY(GetIterator(args[0]));
  Owned result = NewInstanceOf(type);
  if (result) result.Peek().As<Pairwise>()->iterator = iterator.Release().Peek();
  return result;
}

Owned PairwiseNext(Value self) {
  Pairwise* object = self.As<Pairwise>();
  if (object->iterator.IsEmpty()) return {};
  Handle iterator = Retain(object->iterator);
  if (object->previous.IsEmpty()) {
    Owned first = IteratorNext(iterator);
    if (!first) {
      ClearField(&object->iterator);
      return {};
    }
    StoreOwned(&object->previous, first);
    if (object->iterator.IsEmpty()) {
      ClearField(&object->previous);
      return {};
    }
  }
  Handle old = Retain(object->previous);
  Handle item = IteratorNext(iterator);
  if (!item) {
    ClearField(&object->iterator);
    ClearField(&object->previous);
    return {};
  }
  Owned pair = TupleOf({old, item});
  StoreOwned(&object->previous, item.Release());
  return pair;
}

}  // namespace

bool AddZipLongest(Value module) {
  OwnFields<ZipLongest, &ZipLongest::iterators, &ZipLongest::fill, &ZipLongest::result>(
      &ZipLongestType);
  OwnFields<Pairwise, &Pairwise::iterator, &Pairwise::previous>(&PairwiseType, true);
  return AddIteratorType(module, &ZipLongestType, "itertools.zip_longest", sizeof(ZipLongest),
                         ZipLongestNext, ZipLongestMake, kZipLongestMethods,
                         "zip_longest(*iterables, fillvalue=None) --> zip_longest object\n\n"
                         "Tuples of the n-th items of all iterables, until the longest one ends;\n"
                         "those that ended before give fillvalue.") &&
         AddIteratorType(module, &PairwiseType, "itertools.pairwise", sizeof(Pairwise),
                         PairwiseNext, PairwiseMake, nullptr,
                         "(iterable, /)\n--\n\nThe overlapping pairs of neighbours.");
}

}  // namespace polygil
