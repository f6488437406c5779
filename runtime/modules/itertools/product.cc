// product.

#include "runtime/modules/itertools/combinatorics.h"
#include "runtime/modules/itertools/itertools.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type ProductType;

Fallible<int64_t> RepeatOf(const Value* args, size_t nargs, Value keyword_names) {
  if (keyword_names.IsEmpty() || TupleSize(keyword_names) == 0) return int64_t{1};
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i) {
    if (!StrEqualsAscii(TupleAt(keyword_names, i), "repeat"))
      return Raise(&TypeErrorType, "'%U' is an invalid keyword argument for product()",
                   TupleAt(keyword_names, i));
  }
  int64_t repeat = TRY(IndexExact(args[nargs], &OverflowErrorType));
  if (repeat < 0) return Raise(&ValueErrorType, "repeat argument cannot be negative");
  return repeat;
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  int64_t repeat = TRY(RepeatOf(args, nargs, keyword_names));
  int64_t given = repeat == 0 ? 0 : static_cast<int64_t>(nargs);
  if (given != 0 && repeat > INT64_MAX / 16 / given)
    return Raise(&OverflowErrorType, "repeat argument too large");
  Handle pools = TRY(TupleNew(given * repeat));
  for (int64_t i = 0; i < given; ++i) TupleInit(pools, i, TRY(ToTuple(args[i])));
  for (int64_t i = given; i < given * repeat; ++i)
    TupleInit(pools, i, Retain(TupleAt(pools, i - given)));
  Handle result = TRY(NewInstanceOf(type));
  Selection* product = result.As<Selection>();
  TRY_VOID(SelectionInit(product, pools.Release(), given * repeat, given * repeat));
  return result.Release();
}

Value PoolAt(Selection* product, int64_t i) { return TupleAt(product->pool, i); }

Owned First(Selection* product) {
  Handle result = TRY(TupleNew(product->count));
  for (int64_t i = 0; i < product->count; ++i) {
    Value pool = PoolAt(product, i);
    if (TupleSize(pool) == 0) {
      product->stopped = true;
      return {};
    }
    TupleInit(result, i, Retain(TupleAt(pool, product->indices[i])));
  }
  return SelectionGive(product, result.Release());
}

Owned Next(Value self) {
  Selection* product = self.As<Selection>();
  if (product->stopped) return {};
  if (product->result.IsEmpty()) return First(product);
  TRY_VOID(SelectionOwnResult(product));
  Value* items = product->result.As<Tuple>()->items;
  for (int64_t i = product->count - 1; i >= 0; --i) {
    Value pool = PoolAt(product, i);
    bool wrapped = ++product->indices[i] == TupleSize(pool);
    if (wrapped) product->indices[i] = 0;
    StoreOwned(&items[i], Retain(TupleAt(pool, product->indices[i])));
    if (!wrapped) return Retain(product->result);
  }
  product->stopped = true;
  return {};
}

Owned Reduce(Value self) {
  Selection* product = self.As<Selection>();
  if (product->stopped) {
    Handle empty = TRY(TupleEmpty());
    return ReduceTo(self, TupleOf({empty}));
  }
  if (product->result.IsEmpty()) return ReduceTo(self, Retain(product->pool));
  return ReduceTo(self, Retain(product->pool), IndexTuple(product->indices, product->count));
}

Owned SetState(Value self, Value state) {
  Selection* product = self.As<Selection>();
  if (!IsTuple(state) || TupleSize(state) != product->count)
    return Raise(&ValueErrorType, "invalid arguments");
  for (int64_t i = 0; i < product->count; ++i) {
    int64_t size = TupleSize(PoolAt(product, i));
    if (size == 0) {
      product->stopped = true;
      return OwnNone();
    }
    product->indices[i] = TRY(ClampedIndex(TupleAt(state, i), 0, size - 1));
  }
  Handle shown = TRY(First(product));
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(product, __reduce__, NoArgs(Reduce), kReduceDoc),
    PY_METHOD(product, __setstate__, OneArg(SetState), kSetStateDoc),
    {}};

}  // namespace

bool AddProduct(Value module) {
  SelectionSlots(&ProductType);
  return AddIteratorType(module, &ProductType, "itertools.product", sizeof(Selection), Next, Make,
                         kMethods,
                         "product(*iterables, repeat=1) --> product object\n\n"
                         "The Cartesian product of the iterables, the last one varying fastest.");
}

}  // namespace polygil
