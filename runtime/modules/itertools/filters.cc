// compress, filterfalse, takewhile and dropwhile.

#include "runtime/modules/itertools/itertools.h"

namespace polygil {
namespace {

Type CompressType, FilterFalseType, TakeWhileType, DropWhileType;

// One layout: predicate and iterator; of compress: selectors and data.
struct Filter : Object {
  Value predicate, iterator;
  bool passed;  // takewhile has stopped, dropwhile has started
};

Owned MakeFilter(Type* type, Value predicate, Value iterable) {
  Handle iterator = TRY(GetIterator(iterable));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  Filter* filter = result.Peek().As<Filter>();
  filter->predicate = Retain(predicate).Peek();
  filter->iterator = iterator.Release().Peek();
  return result;
}

template <Type* kExact>
Owned MakeChecked(const char* name, Type* type, const Value* args, size_t nargs,
                  Value keyword_names) {
  TRY_VOID(RejectKeywords(type, kExact, name, keyword_names));
  TRY_VOID(CheckPositional(name, nargs, 2, 2));
  return MakeFilter(type, args[0], args[1]);
}

// predicate(item); identity counts for None and bool where `plain`.
Fallible<bool> Holds(Value predicate, Value item) {
  Handle verdict = TRY(Call(predicate, {item}));
  return IsTrue(verdict);
}

Owned FilterReduce(Value self) {
  Filter* filter = self.As<Filter>();
  return ReduceTo(self, TupleOf({filter->predicate, filter->iterator}));
}
Owned WhileReduce(Value self) {
  Filter* filter = self.As<Filter>();
  return ReduceTo(self, TupleOf({filter->predicate, filter->iterator}),
                  Owned(Value::Int(filter->passed)));
}
Owned WhileSetState(Value self, Value state) {
  self.As<Filter>()->passed = TRY(IsTrue(state));
  return OwnNone();
}

// -- compress -------------------------------------------------------------------------------------

Owned CompressMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("compress", "($self, /, data, selectors)\n--\n\n", args, nargs,
                         keyword_names, bound));
  Handle data = TRY(GetIterator(bound[0]));
  Handle selectors = TRY(GetIterator(bound[1]));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  Filter* filter = result.Peek().As<Filter>();
  filter->iterator = data.Release().Peek();
  filter->predicate = selectors.Release().Peek();
  return result;
}
Owned CompressNext(Value self) {
  Filter* filter = self.As<Filter>();
  for (;;) {
    Handle item = IteratorNext(filter->iterator);
    if (!item) return {};
    Handle selector = IteratorNext(filter->predicate);
    if (!selector) return {};
    if (TRY(IsTrue(selector))) return item.Release();
  }
}
Owned CompressReduce(Value self) {
  Filter* filter = self.As<Filter>();
  return ReduceTo(self, TupleOf({filter->iterator, filter->predicate}));
}

// -- filterfalse ----------------------------------------------------------------------------------

Owned FilterFalseMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  return MakeChecked<&FilterFalseType>("filterfalse", type, args, nargs, keyword_names);
}
Owned FilterFalseNext(Value self) {
  Filter* filter = self.As<Filter>();
  bool plain = filter->predicate.IsNone() || filter->predicate == Value::Pointer(TypeOf(Value::True()));
  for (;;) {
    Handle item = IteratorNext(filter->iterator);
    if (!item) return {};
    bool holds = TRY(plain ? IsTrue(item) : Holds(filter->predicate, item));
    if (!holds) return item.Release();
  }
}

// -- takewhile, dropwhile -------------------------------------------------------------------------

Owned TakeWhileMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  return MakeChecked<&TakeWhileType>("takewhile", type, args, nargs, keyword_names);
}
Owned TakeWhileNext(Value self) {
  Filter* filter = self.As<Filter>();
  if (filter->passed) return {};
  Handle item = IteratorNext(filter->iterator);
  if (!item) return {};
  if (TRY(Holds(filter->predicate, item))) return item.Release();
  filter->passed = true;
  return {};
}

Owned DropWhileMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  return MakeChecked<&DropWhileType>("dropwhile", type, args, nargs, keyword_names);
}
Owned DropWhileNext(Value self) {
  Filter* filter = self.As<Filter>();
  for (;;) {
    Handle item = IteratorNext(filter->iterator);
    if (!item || filter->passed) return item.Release();
    if (!TRY(Holds(filter->predicate, item))) {
      filter->passed = true;
      return item.Release();
    }
  }
}

constexpr MethodDef kCompressMethods[] = {
    PY_METHOD(compress, __reduce__, NoArgs(CompressReduce), kReduceDoc), {}};
constexpr MethodDef kFilterFalseMethods[] = {
    PY_METHOD(filterfalse, __reduce__, NoArgs(FilterReduce), kReduceDoc), {}};
constexpr MethodDef kWhileMethods[] = {
    PY_METHOD(takewhile, __reduce__, NoArgs(WhileReduce), kReduceDoc),
    PY_METHOD(takewhile, __setstate__, OneArg(WhileSetState), kSetStateDoc),
    {}};

}  // namespace

bool AddFilters(Value module) {
  for (Type* type : {&CompressType, &FilterFalseType, &TakeWhileType, &DropWhileType})
    OwnFields<Filter, &Filter::predicate, &Filter::iterator>(type);
  constexpr size_t kSize = sizeof(Filter);
  return AddIteratorType(module, &CompressType, "itertools.compress", kSize, CompressNext,
                         CompressMake, kCompressMethods,
                         "(data, selectors)\n--\n\n"
                         "The items of data whose selector is true.") &&
         AddIteratorType(module, &FilterFalseType, "itertools.filterfalse", kSize, FilterFalseNext,
                         FilterFalseMake, kFilterFalseMethods,
                         "(function, iterable, /)\n--\n\n"
                         "The items for which function(item) is false; with None: the false ones.") &&
         AddIteratorType(module, &TakeWhileType, "itertools.takewhile", kSize, TakeWhileNext,
                         TakeWhileMake, kWhileMethods,
                         "(predicate, iterable, /)\n--\n\n"
                         "The items up to the first for which the predicate is false.") &&
         AddIteratorType(module, &DropWhileType, "itertools.dropwhile", kSize, DropWhileNext,
                         DropWhileMake, kWhileMethods,
                         "(predicate, iterable, /)\n--\n\n"
                         "The items from the first on for which the predicate is false.");
}

}  // namespace polygil
