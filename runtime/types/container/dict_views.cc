// Views of dict (keys, values, items) and their iterators.

#include "runtime/types/classes/mapping_proxy.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/dict_internal.h"
#include "runtime/types/container/init.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/pair.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/set_internal.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type DictKeysType, DictValuesType, DictItemsType;
Type DictKeyIteratorType, DictValueIteratorType, DictItemIteratorType;
Type DictReverseKeyIteratorType, DictReverseValueIteratorType, DictReverseItemIteratorType;

namespace {

enum class Part { kKey, kValue, kItem };

// Iterators over items keep the last one: pair.h.
struct ItemIterator : DictIterator {
  Value pair;
};

inline Owned PartOf(Part part, DictIterator* iterator, Value key, Value value) {
  switch (part) {
    case Part::kKey:
      return Retain(key);
    case Part::kValue:
      return Retain(value);
    case Part::kItem:
      break;
  }
  return PairAgain(&static_cast<ItemIterator*>(iterator)->pair, key, value);
}

// -- Iterators ------------------------------------------------------------------------------------

Owned NewIterator(Type* type, Value dict, bool backwards) {
  Owned result = AllocateObject(type);
  if (!result) return {};
  DictIterator* iterator = result.Peek().As<DictIterator>();
  iterator->dict = Retain(dict).Peek();
  iterator->expected_size = iterator->remaining = DictSize(dict);
  iterator->position = backwards ? dict.As<Dict>()->used - 1 : 0;
  return result;
}

// False: exhausted or raised.
bool CheckUnchanged(DictIterator* iterator) {
  if (iterator->dict.IsEmpty()) return false;
  if (iterator->expected_size == DictSize(iterator->dict)) return true;
  iterator->expected_size = -1;
  return Raise(&RuntimeErrorType, "dictionary changed size during iteration");
}

template <Part kPart>
Owned ForwardNext(Value self) {
  DictIterator* iterator = self.As<DictIterator>();
  if (!CheckUnchanged(iterator)) return {};
  Value key, value;
  if (!DictNext(iterator->dict, &iterator->position, &key, &value)) {
    ClearField(&iterator->dict);
    return {};
  }
  if (iterator->remaining == 0) {
    ClearField(&iterator->dict);
    return Raise(&RuntimeErrorType, "dictionary keys changed during iteration");
  }
  --iterator->remaining;
  return PartOf(kPart, iterator, key, value);
}

template <Part kPart>
Owned BackwardNext(Value self) {
  DictIterator* iterator = self.As<DictIterator>();
  if (!CheckUnchanged(iterator)) return {};
  Dict* dict = iterator->dict.As<Dict>();
  int64_t i = iterator->position;
  if (i >= dict->used) i = dict->used - 1;
  while (i >= 0 && dict->entries[i].key.IsEmpty()) --i;
  if (i < 0) {
    ClearField(&iterator->dict);
    return {};
  }
  iterator->position = i - 1;
  --iterator->remaining;
  return PartOf(kPart, iterator, dict->entries[i].key, dict->entries[i].value);
}

bool IteratorTraverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<DictIterator*>(self)->dict);
  return false;
}
void IteratorDestroy(Object* self) { ClearField(&static_cast<DictIterator*>(self)->dict); }

bool ItemIteratorTraverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<ItemIterator*>(self)->pair);
  return IteratorTraverse(self, visit, arg);
}
void ItemIteratorDestroy(Object* self) {
  ClearField(&static_cast<ItemIterator*>(self)->pair);
  IteratorDestroy(self);
}

Owned IteratorLengthHint(Value self) {
  DictIterator* iterator = self.As<DictIterator>();
  bool valid = !iterator->dict.IsEmpty() && iterator->expected_size == DictSize(iterator->dict);
  return IntFromInt64(valid ? iterator->remaining : 0);
}

// (iter, ([what is left],)), without moving the iterator.
Owned IteratorReduce(Value self) {
  DictIterator* iterator = self.As<DictIterator>();
  Handle copy = TRY(AllocateObject(TypeOf(self)));
  DictIterator* other = copy.As<DictIterator>();
  other->dict = iterator->dict;
  IncRef(other->dict);
  other->position = iterator->position;
  other->expected_size = iterator->expected_size;
  other->remaining = iterator->remaining;
  Handle rest = TRY(ToList(copy));
  Handle function = TRY(BuiltinNamed("iter"));
  Handle args = TRY(TupleOf({rest}));
  return TupleOf({function, args});
}

constexpr MethodDef kIteratorMethods[] = {
    PY_METHOD(dict_iterator, __length_hint__, NoArgs(IteratorLengthHint),
              "Private method returning an estimate of len(list(it))."),
    PY_METHOD(dict_iterator, __reduce__, NoArgs(IteratorReduce),
              "Return state information for pickling."),
    {}};

// -- Views ----------------------------------------------------------------------------------------

inline Value DictOf(Value view) { return view.As<DictView>()->dict; }

Owned NewView(Type* type, Value dict) {
  Owned view = AllocateObject(type);
  if (view) view.Peek().As<DictView>()->dict = Retain(dict).Peek();
  return view;
}

bool ViewTraverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<DictView*>(self)->dict);
  return false;
}
void ViewDestroy(Object* self) { ClearField(&static_cast<DictView*>(self)->dict); }

Fallible<int64_t> ViewLength(Value self) { return DictSize(DictOf(self)); }

Owned ViewRepr(Value self) {
  ReprEntry entry = ReprEnter(self);
  if (entry == ReprEntry::kError) return {};
  if (entry == ReprEntry::kRunning) return StrFromAscii("...", 3);
  Handle list = ToList(self);
  Owned text = list ? StrFormat("%s(%R)", TypeName(self), list.Get()) : Owned();
  ReprLeave(self);
  return text;
}

Owned ViewMapping(Value self) { return MappingProxyNew(DictOf(self)); }

Owned KeysIterate(Value self) { return NewIterator(&DictKeyIteratorType, DictOf(self), false); }
Owned ValuesIterate(Value self) { return NewIterator(&DictValueIteratorType, DictOf(self), false); }
Owned ItemsIterate(Value self) { return NewIterator(&DictItemIteratorType, DictOf(self), false); }
Owned KeysReversed(Value self) {
  return NewIterator(&DictReverseKeyIteratorType, DictOf(self), true);
}
Owned ValuesReversed(Value self) {
  return NewIterator(&DictReverseValueIteratorType, DictOf(self), true);
}
Owned ItemsReversed(Value self) {
  return NewIterator(&DictReverseItemIteratorType, DictOf(self), true);
}

Fallible<bool> KeysContains(Value self, Value key) { return DictContains(DictOf(self), key); }

Fallible<bool> ItemsContains(Value self, Value item) {
  if (!IsTuple(item) || TupleSize(item) != 2) return false;
  Value found = DictGet(DictOf(self), TupleAt(item, 0));
  if (found.IsEmpty()) {
    if (HasPendingException()) return {};
    return false;
  }
  Handle hold = Retain(found);
  return RichCompareBool(found, TupleAt(item, 1), CompareOp::kEq);
}

bool IsSetLikeView(Value v) {
  return IsInstanceOf(v, DictKeysType) || IsInstanceOf(v, DictItemsType);
}

// Is everything of `inner` in `outer`?
Fallible<bool> AllContained(Value inner, Value outer) {
  Handle iterator = TRY(GetIterator(inner));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) {
      if (HasPendingException()) return {};
      return true;
    }
    bool found = TRY(Contains(outer, item));
    if (!found) return false;
  }
}

Owned ViewCompare(Value self, Value other, CompareOp op) {
  if (!IsAnySet(other) && !IsSetLikeView(other)) return OwnNotImplemented();
  int64_t left = DictSize(DictOf(self));
  int64_t right = TRY(Length(other));
  bool result = false;
  switch (op) {
    case CompareOp::kEq:
    case CompareOp::kNe:
      if (left == right) result = TRY(AllContained(self, other));
      if (op == CompareOp::kNe) result = !result;
      break;
    case CompareOp::kLt:
      if (left < right) result = TRY(AllContained(self, other));
      break;
    case CompareOp::kLe:
      if (left <= right) result = TRY(AllContained(self, other));
      break;
    case CompareOp::kGt:
      if (left > right) result = TRY(AllContained(other, self));
      break;
    case CompareOp::kGe:
      if (left >= right) result = TRY(AllContained(other, self));
      break;
  }
  return OwnBool(result);
}

Owned ViewSubtract(Value self, Value other) {
  Handle result = TRY(SetNew(self));
  TRY_VOID(SetDifferenceUpdate(result, other));
  return result.Release();
}

Owned ViewOr(Value self, Value other) {
  Handle result = TRY(SetNew(self));
  TRY_VOID(SetUpdate(result, other));
  return result.Release();
}

Owned ViewXor(Value self, Value other) {
  Handle result = TRY(SetNew(self));
  TRY_VOID(SetSymmetricUpdate(result, other));
  return result.Release();
}

Owned ViewAnd(Value self, Value other) {
  // Walks the other side, which may be any iterable, unless it is a longer view.
  if (IsSetLikeView(other) && IsSetLikeView(self) &&
      DictSize(DictOf(other)) > DictSize(DictOf(self))) {
    Value swap = self;
    self = other;
    other = swap;
  }
  if (!IsSetLikeView(self)) {  // reflected: iterable & view
    Value swap = self;
    self = other;
    other = swap;
  }
  if (IsExactly(other, SetType) && DictSize(DictOf(self)) <= SetSize(other))
    return CallMethod(other, "intersection", {self});
  Handle iterator = TRY(GetIterator(other));
  Handle result = TRY(SetNew());
  for (;;) {
    Handle key = IteratorNext(iterator);
    if (!key) break;
    bool found = TRY(Contains(self, key));
    if (found) TRY_VOID(SetAdd(result, key));
  }
  if (HasPendingException()) return {};
  return result.Release();
}

Owned ViewIsDisjointMethod(Value self, Value other) {
  if (self == other) return OwnBool(DictSize(DictOf(self)) == 0);
  Value walked = other, asked = self;
  if (IsAnySet(other) || IsSetLikeView(other)) {
    int64_t size = TRY(Length(other));
    if (size > DictSize(DictOf(self))) {
      walked = self;
      asked = other;
    }
  }
  Handle iterator = TRY(GetIterator(walked));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) break;
    bool found = TRY(Contains(asked, item));
    if (found) return OwnBool(false);
  }
  if (HasPendingException()) return {};
  return OwnBool(true);
}

constexpr const char* kIsDisjointDoc =
    "Return True if the view and the given iterable have a null intersection.";
constexpr MethodDef kKeysMethods[] = {
    PY_METHOD(dict_keys, isdisjoint, OneArg(ViewIsDisjointMethod), kIsDisjointDoc),
    PY_METHOD(dict_keys, __reversed__, NoArgs(KeysReversed),
              "Return a reverse iterator over the dict keys."),
    {}};
constexpr MethodDef kItemsMethods[] = {
    PY_METHOD(dict_items, isdisjoint, OneArg(ViewIsDisjointMethod), kIsDisjointDoc),
    PY_METHOD(dict_items, __reversed__, NoArgs(ItemsReversed),
              "Return a reverse iterator over the dict items."),
    {}};
constexpr MethodDef kValuesMethods[] = {
    PY_METHOD(dict_values, __reversed__, NoArgs(ValuesReversed),
              "Return a reverse iterator over the dict values."),
    {}};
constexpr PropertyDef kViewProperties[] = {
    {"mapping", ViewMapping, nullptr, "dictionary that this view refers to"}, {}};

bool InitIterator(Type* type, const char* name, UnarySlot next, Part part) {
  bool items = part == Part::kItem;
  type->slots.iterate = Retain;
  type->slots.next = next;
  type->slots.traverse = items ? ItemIteratorTraverse : IteratorTraverse;
  type->slots.destroy = items ? ItemIteratorDestroy : IteratorDestroy;
  return InitBuiltinType(
      {.type = type,
       .name = name,
       .basic_size = static_cast<uint32_t>(items ? sizeof(ItemIterator) : sizeof(DictIterator)),
       .flags = kTypeGc | kTypeNoInstantiation,
       .methods = kIteratorMethods});
}

bool InitView(Type* type, const char* name, UnarySlot iterate, const MethodDef* methods) {
  TypeSlots& slots = type->slots;
  slots.iterate = iterate;
  slots.repr = ViewRepr;
  slots.length = ViewLength;
  slots.traverse = ViewTraverse;
  slots.destroy = ViewDestroy;
  if (type != &DictValuesType) {
    slots.rich_compare = ViewCompare;
    slots.subtract = ViewSubtract;
    slots.bit_and = ViewAnd;
    slots.bit_or = ViewOr;
    slots.bit_xor = ViewXor;
  }
  return InitBuiltinType({.type = type,
                          .name = name,
                          .basic_size = sizeof(DictView),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = methods,
                          .properties = kViewProperties});
}

}  // namespace

Owned DictIterateKeys(Value self) { return NewIterator(&DictKeyIteratorType, self, false); }
Owned DictReversedMethod(Value self) {
  return NewIterator(&DictReverseKeyIteratorType, self, true);
}
Owned DictKeysMethod(Value self) { return NewView(&DictKeysType, self); }
Owned DictValuesMethod(Value self) { return NewView(&DictValuesType, self); }
Owned DictItemsMethod(Value self) { return NewView(&DictItemsType, self); }

bool InitDictViewTypes() {
  DictKeysType.slots.contains = KeysContains;
  DictItemsType.slots.contains = ItemsContains;
  return InitView(&DictKeysType, "dict_keys", KeysIterate, kKeysMethods) &&
         InitView(&DictValuesType, "dict_values", ValuesIterate, kValuesMethods) &&
         InitView(&DictItemsType, "dict_items", ItemsIterate, kItemsMethods) &&
         InitIterator(&DictKeyIteratorType, "dict_keyiterator", ForwardNext<Part::kKey>,
                      Part::kKey) &&
         InitIterator(&DictValueIteratorType, "dict_valueiterator", ForwardNext<Part::kValue>,
                      Part::kValue) &&
         InitIterator(&DictItemIteratorType, "dict_itemiterator", ForwardNext<Part::kItem>,
                      Part::kItem) &&
         InitIterator(&DictReverseKeyIteratorType, "dict_reversekeyiterator",
                      BackwardNext<Part::kKey>, Part::kKey) &&
         InitIterator(&DictReverseValueIteratorType, "dict_reversevalueiterator",
                      BackwardNext<Part::kValue>, Part::kValue) &&
         InitIterator(&DictReverseItemIteratorType, "dict_reverseitemiterator",
                      BackwardNext<Part::kItem>, Part::kItem);
}

}  // namespace polygil
