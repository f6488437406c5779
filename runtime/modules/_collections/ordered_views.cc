// The views of OrderedDict and its iterator. A view is a dict's, but for the order; one iterator
// type serves keys, values and items in both directions, as in CPython.

#include "runtime/modules/_collections/ordered_dict.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/container/pair.h"
#include "runtime/types/container/sequence.h"

namespace polygil {
namespace {

Type OrderedKeysType, OrderedValuesType, OrderedItemsType, OrderedIteratorType;

enum class Part : uint8_t { kKey, kValue, kItem };

struct OrderedIterator : Object {
  Value dict;  // empty once exhausted
  Value pair;  // the last item: pair.h
  uint64_t state;
  int64_t size;
  int32_t node;  // the next one
  Part part;
  bool backwards;
};

Owned NewIterator(Value dict, Part part, bool backwards) {
  Owned made = AllocateObject(&OrderedIteratorType);
  if (!made) return {};
  auto* iterator = made.Peek().As<OrderedIterator>();
  OrderedDict* source = dict.As<OrderedDict>();
  iterator->dict = Retain(dict).Peek();
  iterator->state = source->list.state;
  iterator->size = source->size;
  iterator->node = backwards ? OrderedLast(source) : OrderedFirst(source);
  iterator->part = part;
  iterator->backwards = backwards;
  return made;
}

// The next node; kNoNode: at the end, or raised.
int32_t Step(OrderedIterator* iterator) {
  if (!iterator->dict) return kNoNode;
  OrderedDict* dict = iterator->dict.As<OrderedDict>();
  int32_t node = iterator->node;
  if (node == kNoNode) {
    ClearField(&iterator->dict);
    return kNoNode;
  }
  if (dict->list.state != iterator->state || dict->size != iterator->size) [[unlikely]] {
    bool mutated = dict->list.state != iterator->state;
    Handle hold = Retain(iterator->dict);
    if (mutated) ClearField(&iterator->dict);
    Raise(&RuntimeErrorType, mutated ? "OrderedDict mutated during iteration"
                                     : "OrderedDict changed size during iteration");
    return kNoNode;
  }
  iterator->node = OrderedNext(dict, node, iterator->backwards);
  return node;
}

Owned Next(Value self) {
  auto* iterator = self.As<OrderedIterator>();
  int32_t node = Step(iterator);
  if (node == kNoNode) return {};
  OrderedDict* dict = iterator->dict.As<OrderedDict>();
  if (iterator->part == Part::kKey) return Retain(dict->list.nodes[node].key);
  Handle key = Retain(dict->list.nodes[node].key);
  Handle value = TRY(OrderedValue(dict, node));
  if (iterator->part == Part::kValue) return value.Release();
  return PairAgain(&iterator->pair, key, value);
}

// (iter, ([what is left],)), without moving the iterator.
Owned Reduce(Value self) {
  auto* iterator = self.As<OrderedIterator>();
  Handle copy = TRY(AllocateObject(&OrderedIteratorType));
  auto* other = copy.As<OrderedIterator>();
  other->dict = Retain(iterator->dict).Peek();
  other->state = iterator->state;
  other->size = iterator->size;
  other->node = iterator->node;
  other->part = iterator->part;
  other->backwards = iterator->backwards;
  Handle rest = TRY(ToList(copy));
  Handle function = TRY(BuiltinNamed("iter"));
  Handle args = TRY(TupleOf({rest}));
  return TupleOf({function, args});
}

inline Value DictOf(Value view) { return view.As<DictView>()->dict; }

template <Part kPart, bool kBackwards>
Owned Iterate(Value view) {
  return NewIterator(DictOf(view), kPart, kBackwards);
}

Owned NewView(Type* type, Value dict) {
  Owned view = AllocateObject(type);
  if (view) view.Peek().As<DictView>()->dict = Retain(dict).Peek();
  return view;
}

constexpr MethodDef kKeysMethods[] = {
    PY_METHOD(odict_keys, __reversed__, NoArgs(Iterate<Part::kKey, true>), nullptr), {}};
constexpr MethodDef kValuesMethods[] = {
    PY_METHOD(odict_values, __reversed__, NoArgs(Iterate<Part::kValue, true>), nullptr), {}};
constexpr MethodDef kItemsMethods[] = {
    PY_METHOD(odict_items, __reversed__, NoArgs(Iterate<Part::kItem, true>), nullptr), {}};
constexpr MethodDef kIteratorMethods[] = {
    PY_METHOD(odict_iterator, __reduce__, NoArgs(Reduce), kReduceDoc), {}};

bool InitView(Type* type, const char* name, Type* base, UnarySlot iterate,
              const MethodDef* methods) {
  type->slots.iterate = iterate;
  return ReadyType({.type = type,
                    .name = name,
                    .base = base,
                    .basic_size = sizeof(DictView),
                    .flags = kTypeGc | kTypeNoInstantiation,
                    .methods = methods});
}

}  // namespace

Owned OrderedIterate(Value self) { return NewIterator(self, Part::kKey, false); }
Owned OrderedReversed(Value self) { return NewIterator(self, Part::kKey, true); }
Owned OrderedKeys(Value self) { return NewView(&OrderedKeysType, self); }
Owned OrderedValues(Value self) { return NewView(&OrderedValuesType, self); }
Owned OrderedItems(Value self) { return NewView(&OrderedItemsType, self); }

bool InitOrderedViews() {
  OwnFields<OrderedIterator, &OrderedIterator::dict, &OrderedIterator::pair>(&OrderedIteratorType);
  OrderedIteratorType.slots.iterate = Retain;
  OrderedIteratorType.slots.next = Next;
  return ReadyType({.type = &OrderedIteratorType,
                    .name = "odict_iterator",
                    .basic_size = sizeof(OrderedIterator),
                    .flags = kTypeGc | kTypeNoInstantiation,
                    .methods = kIteratorMethods}) &&
         InitView(&OrderedKeysType, "odict_keys", &DictKeysType, Iterate<Part::kKey, false>,
                  kKeysMethods) &&
         InitView(&OrderedValuesType, "odict_values", &DictValuesType, Iterate<Part::kValue, false>,
                  kValuesMethods) &&
         InitView(&OrderedItemsType, "odict_items", &DictItemsType, Iterate<Part::kItem, false>,
                  kItemsMethods);
}

}  // namespace polygil
