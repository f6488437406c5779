// operator.attrgetter.

#include "runtime/modules/_operator/getters.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type AttrGetterType;

struct AttrGetter : Object {
  Value names;  // tuple of str, as given
  Value paths;  // tuple: an interned str, or a tuple of them for a dotted name
};

// "a.b.c" as ("a", "b", "c").
Owned SplitPath(Value name) {
  Handle parts = TRY(ListNew());
  int64_t start = 0, length = StrLength(name);
  for (int64_t i = 0; i <= length; ++i) {
    if (i < length && StrAt(name, i) != '.') continue;
    Handle part = TRY(StrSubstring(name, start, i));
    TRY_VOID(ListAppendOwned(parts, TRY(StrIntern(part))));
    start = i + 1;
  }
  return ListToTuple(parts);
}

Owned PathOf(Value name) {
  for (int64_t i = 0; i < StrLength(name); ++i)
    if (StrAt(name, i) == '.') return SplitPath(name);
  Handle exact = TRY(StrExact(name));
  return StrIntern(exact);
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("attrgetter", keyword_names));
  if (nargs == 0) TRY_VOID(CheckPositional("attrgetter", nargs, 1, 1));
  int64_t count = static_cast<int64_t>(nargs);
  Handle paths = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) {
    if (!IsStr(args[i])) return Raise(&TypeErrorType, "attribute name must be a string");
    TupleInit(paths, i, TRY(PathOf(args[i])));
  }
  Handle names = TRY(TupleFrom(args, count));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  result.Peek().As<AttrGetter>()->names = names.Release().Peek();
  result.Peek().As<AttrGetter>()->paths = paths.Release().Peek();
  return result;
}

Owned Follow(Value object, Value path) {
  if (!IsTuple(path)) return GetAttribute(object, path);
  Handle current = Retain(object);
  for (int64_t i = 0; i < TupleSize(path); ++i)
    current = TRY(GetAttribute(current, TupleAt(path, i)));
  return current.Release();
}

Owned CallSlotFunction(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("attrgetter", keyword_names));
  TRY_VOID(CheckPositional("attrgetter", nargs, 1, 1));
  Value paths = self.As<AttrGetter>()->paths;
  int64_t count = TupleSize(paths);
  if (count == 1) return Follow(args[0], TupleAt(paths, 0));
  Handle result = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) TupleInit(result, i, TRY(Follow(args[0], TupleAt(paths, i))));
  return result.Release();
}

Owned ReprMethod(Value self) {
  switch (ReprEnter(self)) {
    case ReprEntry::kError: return {};
    case ReprEntry::kRunning: return StrFormat("operator.attrgetter(...)");
    default: break;
  }
  Value names = self.As<AttrGetter>()->names;
  Owned result = TupleSize(names) == 1 ? StrFormat("operator.attrgetter(%R)", TupleAt(names, 0))
                                       : StrFormat("operator.attrgetter%R", names);
  ReprLeave(self);
  return result;
}
Owned Reduce(Value self) {
  return TupleOf({Value::Pointer(TypeOf(self)), self.As<AttrGetter>()->names});
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(attrgetter, __reduce__, NoArgs(Reduce), "Return state information for pickling"),
    {}};

}  // namespace

bool AddAttrGetter(Value module) {
  OwnFields<AttrGetter, &AttrGetter::names, &AttrGetter::paths>(&AttrGetterType);
  AttrGetterType.slots.call = CallSlotFunction;
  AttrGetterType.slots.repr = ReprMethod;
  AttrGetterType.slots.new_instance = Make;
  return AddType(module, {.type = &AttrGetterType,
                          .name = "operator.attrgetter",
                          .basic_size = sizeof(AttrGetter),
                          .flags = kTypeGc,
                          .methods = kMethods,
                          .doc = "attrgetter(attr, ...) --> attrgetter object\n\n"
                                 "A callable that fetches the given attributes, dotted names "
                                 "included:\nattrgetter('a', 'b.c')(r) is (r.a, r.b.c)."});
}

}  // namespace polygil
