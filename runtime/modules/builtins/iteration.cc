// Built-in functions that walk iterables.

#include <utility>

#include "runtime/modules/builtins/builtins.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/iterator/sequence_iterator.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned AnyOrAll(Value iterable, bool stop_at) {
  Handle iterator = TRY(GetIterator(iterable));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (item.IsEmpty()) {
      if (HasPendingException()) return {};
      return OwnBool(!stop_at);
    }
    bool truth = TRY(IsTrue(item));
    if (truth == stop_at) return OwnBool(stop_at);
  }
}
Owned BuiltinAll(Value, Value iterable) { return AnyOrAll(iterable, false); }
Owned BuiltinAny(Value, Value iterable) { return AnyOrAll(iterable, true); }

Owned BuiltinIter(Value, const Value* args, size_t nargs) {
  if (nargs == 1) return GetIterator(args[0]);
  if (!IsCallable(args[0])) return Raise(&TypeErrorType, "iter(v, w): v must be callable");
  return CallIteratorNew(args[0], args[1]);
}

Owned BuiltinNext(Value, const Value* args, size_t nargs) {
  if (TypeOf(args[0])->slots.next == nullptr)
    return Raise(&TypeErrorType, "'%.200s' object is not an iterator", TypeName(args[0]));
  if (nargs == 1) return IteratorNextOrStop(args[0]);
  Owned item = IteratorNext(args[0]);
  if (item || HasPendingException()) return item;
  return Retain(args[1]);
}

Owned BuiltinAiter(Value, Value v) {
  UnarySlot slot = TypeOf(v)->slots.async_iterate;
  if (slot == nullptr)
    return Raise(&TypeErrorType, "'%.200s' object is not an async iterable", TypeName(v));
  Handle result = TRY(slot(v));
  if (TypeOf(result)->slots.async_next == nullptr)
    return Raise(&TypeErrorType, "aiter() returned not an async iterator of type '%.200s'",
                 TypeName(result));
  return result.Release();
}

Owned BuiltinAnext(Value, const Value* args, size_t nargs) {
  UnarySlot slot = TypeOf(args[0])->slots.async_next;
  if (slot == nullptr)
    return Raise(&TypeErrorType, "'%.200s' object is not an async iterator", TypeName(args[0]));
  Handle awaitable = TRY(slot(args[0]));
  if (nargs == 1) return awaitable.Release();
  return AnextAwaitableNew(awaitable, args[1]);
}

Owned BuiltinSorted(Value, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs != 1)
    return Raise(&TypeErrorType, "sorted expected 1 argument, got %zd", static_cast<ssize_t>(nargs));
  Handle list = TRY(ToList(args[0]));
  // What list.sort() does, without asking for it where the arguments are plain.
  bool only_key = keyword_names && TupleSize(keyword_names) == 1 && StrEqualsAscii(TupleAt(keyword_names, 0), "key");
  if (!keyword_names || only_key) {
    TRY_VOID(ListSort(list, only_key ? args[1] : Value::None(), false));
    return list.Release();
  }
  Handle sort = TRY(GetAttribute(list, "sort"));
  Handle none = TRY(Call(sort, args + 1, 0, keyword_names));
  return list.Release();
}

// -- min() and max() -------------------------------------------------------------------------------

struct Extreme {
  const char* name;
  CompareOp op;
  Value key, default_value;  // empty: not given
};

bool TakeKeywords(const Value* values, Value keyword_names, Extreme* extreme) {
  if (!keyword_names) return true;
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i) {
    Value name = TupleAt(keyword_names, i);
    if (StrEqualsAscii(name, "key")) {
      extreme->key = values[i].IsNone() ? Value::Empty() : values[i];
    } else if (StrEqualsAscii(name, "default")) {
      extreme->default_value = values[i];
    } else {
      return Raise(&TypeErrorType, "'%U' is an invalid keyword argument for %s()", name,
                   extreme->name);
    }
  }
  return true;
}

// Is `a` to replace `b`, the best so far?
Fallible<bool> IsBetter(const Extreme& extreme, Value a, Value b) {
  if (a.IsInt() && b.IsInt())
    return extreme.op == CompareOp::kGt ? a.AsInt() > b.AsInt() : a.AsInt() < b.AsInt();
  return RichCompareBool(a, b, extreme.op);
}

Owned FindExtreme(const Extreme& extreme, Value iterable, bool many) {
  Handle iterator = TRY(GetIterator(iterable));
  Handle best, best_key;
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (item.IsEmpty()) break;
    Handle key = extreme.key ? Call(extreme.key, {item}) : Retain(item);
    if (key.IsEmpty()) return {};
    if (best.IsEmpty() || TRY(IsBetter(extreme, key, best_key))) {
      best = std::move(item);
      best_key = std::move(key);
    }
  }
  if (HasPendingException()) return {};
  if (!best.IsEmpty()) return best.Release();
  if (!many && extreme.default_value) return Retain(extreme.default_value);
  return Raise(&ValueErrorType, "%s() arg is an empty sequence", extreme.name);
}

Owned MinMax(Extreme extreme, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs == 0)
    return Raise(&TypeErrorType, "%s expected at least 1 argument, got 0", extreme.name);
  TRY_VOID(TakeKeywords(args + nargs, keyword_names, &extreme));
  if (nargs == 1) return FindExtreme(extreme, args[0], false);
  if (extreme.default_value)
    return Raise(&TypeErrorType, "Cannot specify a default for %s() with multiple positional arguments",
                 extreme.name);
  if (nargs == 2 && !extreme.key) {
    bool second = TRY(IsBetter(extreme, args[1], args[0]));
    return Retain(second ? args[1] : args[0]);
  }
  Handle tuple = TRY(TupleFrom(args, static_cast<int64_t>(nargs)));
  return FindExtreme(extreme, tuple, true);
}

Owned BuiltinMin(Value, const Value* args, size_t nargs, Value keyword_names) {
  return MinMax({"min", CompareOp::kLt, {}, {}}, args, nargs, keyword_names);
}
Owned BuiltinMax(Value, const Value* args, size_t nargs, Value keyword_names) {
  return MinMax({"max", CompareOp::kGt, {}, {}}, args, nargs, keyword_names);
}

}  // namespace

const MethodDef kIterationFunctions[] = {
    PY_FUNCTION(builtins, aiter, OneArg(BuiltinAiter),
                "($module, async_iterable, /)\n--\n\nReturn an AsyncIterator for an AsyncIterable "
                "object."),
    PY_FUNCTION(builtins, all, OneArg(BuiltinAll),
                "($module, iterable, /)\n--\n\nReturn True if bool(x) is True for all values x in "
                "the iterable."),
    PY_FUNCTION(builtins, anext, Positional(BuiltinAnext, 1, 2),
                "($module, aiterator, default=<unrepresentable>, /)\n--\n\nReturn the next item from "
                "the async iterator."),
    PY_FUNCTION(builtins, any, OneArg(BuiltinAny),
                "($module, iterable, /)\n--\n\nReturn True if bool(x) is True for any x in the "
                "iterable."),
    PY_FUNCTION(builtins, iter, Positional(BuiltinIter, 1, 2),
                "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nGet an iterator "
                "from an object."),
    PY_FUNCTION(builtins, max, Keywords(BuiltinMax),
                "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, "
                "key=func]) -> value\n\nThe largest item or argument."),
    PY_FUNCTION(builtins, min, Keywords(BuiltinMin),
                "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, "
                "key=func]) -> value\n\nThe smallest item or argument."),
    PY_FUNCTION(builtins, next, Positional(BuiltinNext, 1, 2),
                "next(iterator[, default])\n\nReturn the next item from the iterator."),
    PY_FUNCTION(builtins, sorted, Keywords(BuiltinSorted),
                "($module, iterable, /, *, key=None, reverse=False)\n--\n\nReturn a new list "
                "containing all items from the iterable in ascending order."),
    {}};

}  // namespace polygil
