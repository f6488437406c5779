// operator.itemgetter.

#include "runtime/modules/_operator/getters.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type ItemGetterType;

struct ItemGetter : Object {
  Value items;    // tuple of the keys
  int64_t index;  // of a single key that is a small int not below 0; else -1
};

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("itemgetter", keyword_names));
  if (nargs == 0) TRY_VOID(CheckPositional("itemgetter", nargs, 1, 1));
  Handle items = TRY(TupleFrom(args, static_cast<int64_t>(nargs)));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  ItemGetter* getter = result.Peek().As<ItemGetter>();
  getter->items = items.Release().Peek();
  getter->index = nargs == 1 && args[0].IsInt() ? args[0].AsInt() : -1;
  return result;
}

Owned CallSlotFunction(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("itemgetter", keyword_names));
  TRY_VOID(CheckPositional("itemgetter", nargs, 1, 1));
  ItemGetter* getter = self.As<ItemGetter>();
  Value object = args[0];
  int64_t index = getter->index;
  if (index >= 0) [[likely]] {
    if (IsExactly(object, TupleType) && index < TupleSize(object))
      return Retain(TupleAt(object, index));
    if (IsExactly(object, ListType) && index < ListSize(object))
      return Retain(ListAt(object, index));
  }
  int64_t count = TupleSize(getter->items);
  if (count == 1) return GetItem(object, TupleAt(getter->items, 0));
  Handle result = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i)
    TupleInit(result, i, TRY(GetItem(object, TupleAt(getter->items, i))));
  return result.Release();
}

Owned ReprMethod(Value self) {
  switch (ReprEnter(self)) {
    case ReprEntry::kError: return {};
    case ReprEntry::kRunning: return StrFormat("operator.itemgetter(...)");
    default: break;
  }
  Value items = self.As<ItemGetter>()->items;
  Owned result = TupleSize(items) == 1 ? StrFormat("operator.itemgetter(%R)", TupleAt(items, 0))
                                       : StrFormat("operator.itemgetter%R", items);
  ReprLeave(self);
  return result;
}
Owned Reduce(Value self) {
  return TupleOf({Value::Pointer(TypeOf(self)), self.As<ItemGetter>()->items});
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(itemgetter, __reduce__, NoArgs(Reduce), "Return state information for pickling"),
    {}};

}  // namespace

bool AddItemGetter(Value module) {
  OwnFields<ItemGetter, &ItemGetter::items>(&ItemGetterType);
  ItemGetterType.slots.call = CallSlotFunction;
  ItemGetterType.slots.repr = ReprMethod;
  ItemGetterType.slots.new_instance = Make;
  return AddType(module, {.type = &ItemGetterType,
                          .name = "operator.itemgetter",
                          .basic_size = sizeof(ItemGetter),
                          .flags = kTypeGc,
                          .methods = kMethods,
                          .doc = "itemgetter(item, ...) --> itemgetter object\n\n"
                                 "A callable that fetches the given items from its operand:\n"
                                 "itemgetter(2)(r) is r[2], itemgetter(2, 5)(r) is (r[2], r[5])."});
}

}  // namespace polygil
