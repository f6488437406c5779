// map, filter and zip.

#include <utility>

#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/iterator/init.h"
#include "runtime/types/iterator/iterator.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type MapType, FilterType, ZipType;

namespace {

// One layout for the three of them.
struct Combined : Object {
  Value function;   // of map and filter
  Value iterators;  // tuple of map and zip; the iterator of filter
  bool strict;      // of zip
  Value last;       // of zip: the last result, used again once nobody else holds it; or empty
};

bool Traverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<Combined*>(self)->function);
  VISIT(static_cast<Combined*>(self)->iterators);
  VISIT(static_cast<Combined*>(self)->last);
  return false;
}
void Destroy(Object* self) {
  ClearField(&static_cast<Combined*>(self)->last);
  ClearField(&static_cast<Combined*>(self)->iterators);
  ClearField(&static_cast<Combined*>(self)->function);
}

Owned New(Type* type, Type* exact, Value function, Owned iterators) {
  Handle held = iterators;
  if (!held) return {};
  Owned result = type == exact ? AllocateObject(type) : AllocateInstance(type);
  if (!result) return {};
  Combined* object = result.Peek().As<Combined>();
  if (!function.IsEmpty()) object->function = Retain(function).Peek();
  object->iterators = held.Release().Peek();
  return result;
}

// A tuple of iter(x) for each argument.
Owned IteratorsOf(const Value* args, size_t count) {
  Handle tuple = TRY(TupleNew(static_cast<int64_t>(count)));
  for (size_t i = 0; i < count; ++i) {
    Owned iterator = GetIterator(args[i]);
    if (!iterator) return {};
    TupleInit(tuple, static_cast<int64_t>(i), iterator);
  }
  return tuple.Release();
}

// -- map ------------------------------------------------------------------------------------------

Owned MapNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (type == &MapType || type->slots.init == ObjectType.slots.init)
    TRY_VOID(CheckNoKeywords("map", keyword_names));
  if (nargs < 2) return Raise(&TypeErrorType, "map() must have at least two arguments.");
  return New(type, &MapType, args[0], IteratorsOf(args + 1, nargs - 1));
}

Owned MapNext(Value self) {
  Combined* map = self.As<Combined>();
  Handle function = Retain(map->function), iterators = Retain(map->iterators);
  int64_t count = TupleSize(iterators);
  if (count == 1) {
    Handle item = IteratorNext(TupleAt(iterators, 0));
    if (!item) return {};
    Value arg = item;
    return Call(function, &arg, 1);
  }
  constexpr int64_t kInline = 5;
  if (count > kInline) {
    Handle items = TRY(TupleNew(count));
    for (int64_t i = 0; i < count; ++i) {
      Owned item = IteratorNext(TupleAt(iterators, i));
      if (!item) return {};
      TupleInit(items, i, item);
    }
    return Call(function, items.As<Tuple>()->items, static_cast<size_t>(count));
  }
  Value args[kInline];
  Owned result;
  int64_t made = 0;
  for (; made < count; ++made) {
    Owned item = IteratorNext(TupleAt(iterators, made));
    if (!item) break;
    args[made] = item.Peek();
  }
  if (made == count) result = Call(function, args, static_cast<size_t>(count));
  for (int64_t i = 0; i < made; ++i) DecRef(args[i]);
  return result;
}

Owned MapReduce(Value self) {
  Combined* map = self.As<Combined>();
  int64_t count = TupleSize(map->iterators);
  Handle args = TRY(TupleNew(count + 1));
  TupleInit(args, 0, Retain(map->function));
  for (int64_t i = 0; i < count; ++i) TupleInit(args, i + 1, Retain(TupleAt(map->iterators, i)));
  return TupleOf({Value::Pointer(TypeOf(self)), args});
}

// -- filter ---------------------------------------------------------------------------------------

Owned FilterNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (type == &FilterType || type->slots.init == ObjectType.slots.init)
    TRY_VOID(CheckNoKeywords("filter", keyword_names));
  TRY_VOID(CheckPositional("filter", nargs, 2, 2));
  return New(type, &FilterType, args[0], GetIterator(args[1]));
}

Owned FilterNext(Value self) {
  Combined* filter = self.As<Combined>();
  Handle function = Retain(filter->function), iterator = Retain(filter->iterators);
  bool plain = function.Get().IsNone();
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) return {};
    bool keep;
    if (plain) {
      keep = TRY(IsTrue(item));
    } else {
      Handle verdict = TRY(Call(function, {item}));
      keep = TRY(IsTrue(verdict));
    }
    if (keep) return item.Release();
  }
}

Owned FilterReduce(Value self) {
  Combined* filter = self.As<Combined>();
  Handle args = TRY(TupleOf({filter->function, filter->iterators}));
  return TupleOf({Value::Pointer(TypeOf(self)), args});
}

// -- zip ------------------------------------------------------------------------------------------

Fallible<bool> StrictOf(const Value* args, size_t nargs, Value keyword_names) {
  bool strict = false;
  if (keyword_names.IsEmpty()) return strict;
  if (TupleSize(keyword_names) > 1)
    return Raise(&TypeErrorType, "zip() takes at most 1 keyword argument (%lld given)",
                 static_cast<long long>(TupleSize(keyword_names)));
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i) {
    if (!StrEqualsAscii(TupleAt(keyword_names, i), "strict"))
      return Raise(&TypeErrorType, "'%U' is an invalid keyword argument for zip()",
                   TupleAt(keyword_names, i));
    strict = TRY(IsTrue(args[nargs + static_cast<size_t>(i)]));
  }
  return strict;
}

Owned ZipNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  bool strict = TRY(StrictOf(args, nargs, keyword_names));
  Owned result = New(type, &ZipType, Value::Empty(), IteratorsOf(args, nargs));
  if (result) result.Peek().As<Combined>()->strict = strict;
  return result;
}

// Argument `index` (from 0) ended first: with strict, all others must end too.
Owned CheckStrict(Value iterators, int64_t index) {
  if (index > 0) {
    const char* plural = index == 1 ? " " : "s 1-";
    return Raise(&ValueErrorType, "zip() argument %lld is shorter than argument%s%lld",
                 static_cast<long long>(index + 1), plural, static_cast<long long>(index));
  }
  for (int64_t i = 1; i < TupleSize(iterators); ++i) {
    Handle item = IteratorNext(TupleAt(iterators, i));
    if (item) {
      const char* plural = i == 1 ? " " : "s 1-";
      return Raise(&ValueErrorType, "zip() argument %lld is longer than argument%s%lld",
                   static_cast<long long>(i + 1), plural, static_cast<long long>(i));
    }
    if (HasPendingException()) return {};
  }
  return {};
}

constexpr int64_t kFewIterators = 8;

// The next item of each iterator into items[0 .. count). Those before the one that ended are
// dropped.
bool ZipItems(Combined* zip, Value iterators, Value* items, int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    Owned item = IteratorNext(TupleAt(iterators, i));
    if (!item) {
      for (int64_t k = 0; k < i; ++k) DecRef(items[k]);
      if (!HasPendingException() && zip->strict) Discard(CheckStrict(iterators, i));
      return false;
    }
    items[i] = item.Peek();
  }
  return true;
}

// The last tuple is ours alone: its items are replaced.
Owned AgainWith(Combined* zip, Value* items, int64_t count) {
  Handle last = Retain(zip->last);
  for (int64_t i = 0; i < count; ++i) std::swap(last.As<Tuple>()->items[i], items[i]);
  TupleUpdateTracking(last);
  for (int64_t i = 0; i < count; ++i) DecRef(items[i]);
  return last.Release();
}

Owned ZipNext(Value self) {
  Combined* zip = self.As<Combined>();
  Value iterators = zip->iterators;
  int64_t count = TupleSize(iterators);
  if (count == 0) return {};
  if (count <= kFewIterators) {
    Value items[kFewIterators];
    if (!ZipItems(zip, iterators, items, count)) return {};
    if (IsUniquelyReferenced(zip->last)) [[likely]]
      return AgainWith(zip, items, count);
    Owned result = TupleAdopt(items, count);
    if (result) StoreOwned(&zip->last, Retain(result.Peek()));
    return result;
  }
  Handle result = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) {
    Owned item = IteratorNext(TupleAt(iterators, i));
    if (!item) {
      if (HasPendingException() || !zip->strict) return {};
      return CheckStrict(iterators, i);
    }
    TupleInit(result, i, item);
  }
  TupleUpdateTracking(result);
  return result.Release();
}

Owned ZipReduce(Value self) {
  Combined* zip = self.As<Combined>();
  Value type = Value::Pointer(TypeOf(self));
  return zip->strict ? TupleOf({type, zip->iterators, Value::True()})
                     : TupleOf({type, zip->iterators});
}

Owned ZipSetState(Value self, Value state) {
  self.As<Combined>()->strict = TRY(IsTrue(state));
  return OwnNone();
}

constexpr const char* kReduceDoc = "Return state information for pickling.";
constexpr MethodDef kMapMethods[] = {PY_METHOD(map, __reduce__, NoArgs(MapReduce), kReduceDoc), {}};
constexpr MethodDef kFilterMethods[] = {
    PY_METHOD(filter, __reduce__, NoArgs(FilterReduce), kReduceDoc), {}};
constexpr MethodDef kZipMethods[] = {
    PY_METHOD(zip, __reduce__, NoArgs(ZipReduce), kReduceDoc),
    PY_METHOD(zip, __setstate__, OneArg(ZipSetState), "Set state information for unpickling."),
    {}};

bool InitOne(Type* type, const char* name, UnarySlot next, NewSlot new_instance,
             const MethodDef* methods, const char* doc) {
  type->slots.iterate = Retain;
  type->slots.next = next;
  type->slots.traverse = Traverse;
  type->slots.destroy = Destroy;
  type->slots.new_instance = new_instance;
  return InitBuiltinType({.type = type,
                          .name = name,
                          .basic_size = sizeof(Combined),
                          .flags = kTypeBase | kTypeGc,
                          .methods = methods,
                          .doc = doc});
}

}  // namespace

bool InitMapTypes() {
  return InitOne(&MapType, "map", MapNext, MapNewInstance, kMapMethods,
                 "map(func, *iterables) --> map object\n\n"
                 "Make an iterator that computes the function using arguments from\n"
                 "each of the iterables.  Stops when the shortest iterable is exhausted.") &&
         InitOne(&FilterType, "filter", FilterNext, FilterNewInstance, kFilterMethods,
                 "filter(function or None, iterable) --> filter object\n\n"
                 "Return an iterator yielding those items of iterable for which function(item)\n"
                 "is true. If function is None, return the items that are true.") &&
         InitOne(&ZipType, "zip", ZipNext, ZipNewInstance, kZipMethods,
                 "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n"
                 "   >>> list(zip('abcdefg', range(3), range(4)))\n"
                 "   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\n"
                 "The zip object yields n-length tuples, where n is the number of iterables\n"
                 "passed as positional arguments to zip().  The i-th element in every tuple\n"
                 "comes from the i-th iterable argument to zip().  This continues until the\n"
                 "shortest argument is exhausted.\n\n"
                 "If strict is true and one of the arguments is exhausted before the others,\n"
                 "raise a ValueError.");
}

}  // namespace polygil
