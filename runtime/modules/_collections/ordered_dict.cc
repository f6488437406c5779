// Methods, slots and constructor of collections.OrderedDict (the list: ordered_list.cc).
//
// As in CPython, a subclass's __setitem__ is asked by the constructor, update(), |, fromkeys() and
// copy(), its __getitem__ by copy() and setdefault(); pop(), popitem() and move_to_end() ask
// nobody.

#include "runtime/modules/_collections/ordered_dict.h"

#include "runtime/modules/native_type.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/container/dict_internal.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type OrderedDictType;

namespace {

bool IsOrdered(Value v) { return IsInstanceOf(v, OrderedDictType); }
bool IsExactlyOrdered(Value v) { return IsExactly(v, OrderedDictType); }

// What a loop over the nodes goes by while Python code may run: as in CPython, clear() changes the
// size only.
struct Moment {
  uint64_t state;
  int64_t size;
  explicit Moment(const OrderedDict* dict) : state(dict->list.state), size(dict->size) {}
  bool IsOver(const OrderedDict* dict) const {
    return dict->list.state != state || dict->size != size;
  }
};

// -- Slots ----------------------------------------------------------------------------------------

Owned Make(Type* type, const Value*, size_t, Value) {
  Owned dict = AllocateInstance(type);
  if (dict) dict.Peek().As<Dict>()->str_keys_only = true;
  return dict;
}

bool Traverse(Object* self, Visitor visit, void* arg) {
  auto* dict = static_cast<OrderedDict*>(self);
  for (int32_t node = OrderedFirst(dict); node != kNoNode; node = dict->list.nodes[node].next) {
    Value key = dict->list.nodes[node].key;
    if (!IsExactly(key, StrType)) VISIT(key);
  }
  return DictType.slots.traverse(self, visit, arg);
}

void Clear(Object* self) {
  OrderedDropList(static_cast<OrderedDict*>(self));
  DictType.slots.clear(self);
}

bool Delete(Value self, Value key) {
  OrderedDict* dict = self.As<OrderedDict>();
  int64_t hash = TRY(DictHash(key));
  int64_t number = DictLookup(dict, key, hash);
  if (number == kDictError) return false;
  if (number < 0) return RaiseKeyError(key);
  int32_t node = OrderedNodeOf(dict, number);
  Handle node_key = node == kNoNode ? Owned() : OrderedUnlink(dict, node);
  Value entry_key;
  Handle value = DictRemoveEntry(dict, number, &entry_key);
  DecRef(entry_key);
  return true;
}

bool StoreOrDelete(Value self, Value key, Value value) {
  return value.IsEmpty() ? Delete(self, key) : OrderedSet(self, key, value);
}

bool Store(Value self, Value key, Value value) {
  return IsExactlyOrdered(self) ? OrderedSet(self, key, value) : SetItem(self, key, value);
}

// -- update() -------------------------------------------------------------------------------------

// One of the two items of an element of update()'s sequence; null message: take it.
bool AddPair(Value self, Value element) {
  if (IsExactly(element, TupleType) && TupleSize(element) == 2)
    return Store(self, TupleAt(element, 0), TupleAt(element, 1));
  Handle iterator = TRY(GetIterator(element));
  Handle items[2];
  for (int have = 0; have < 2; ++have) {
    items[have] = IteratorNext(iterator);
    if (items[have]) continue;
    if (HasPendingException()) return false;
    return Raise(&ValueErrorType, "need more than %d value%s to unpack", have,
                 have == 1 ? "" : "s");
  }
  Handle more = IteratorNext(iterator);
  if (more) return Raise(&ValueErrorType, "too many values to unpack (expected 2)");
  if (HasPendingException()) return false;
  return Store(self, items[0], items[1]);
}

bool AddPairs(Value self, Value pairs) {
  Handle iterator = TRY(GetIterator(pairs));
  for (;;) {
    Handle element = IteratorNext(iterator);
    if (!element) return !HasPendingException();
    TRY_VOID(AddPair(self, element));
  }
}

bool AddMapping(Value self, Value mapping, Value keys_method) {
  Handle keys = TRY(Call(keys_method));
  Handle iterator = TRY(GetIterator(keys));
  for (;;) {
    Handle key = IteratorNext(iterator);
    if (!key) return !HasPendingException();
    Handle value = TRY(GetItem(mapping, key));
    TRY_VOID(Store(self, key, value));
  }
}

bool AddDict(Value self, Value dict) {
  int64_t position = 0, size = DictSize(dict);
  Value key, value;
  while (DictNext(dict, &position, &key, &value)) {
    Handle hold_key = Retain(key), hold_value = Retain(value);
    TRY_VOID(Store(self, key, value));
    if (DictSize(dict) != size) return Raise(&RuntimeErrorType, "dict mutated during update");
  }
  return true;
}

bool Update(Value self, Value other) {
  if (IsExactly(other, DictType)) return AddDict(self, other);
  Handle method = FindAttribute(other, names.keys);
  if (method) return AddMapping(self, other, method);
  if (HasPendingException()) return false;
  method = FindAttribute(other, names.items);
  if (HasPendingException()) return false;
  if (!method) return AddPairs(self, other);
  Handle items = TRY(Call(method));
  return AddPairs(self, items);
}

bool UpdateFrom(Value self, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs == 1) TRY_VOID(Update(self, args[0]));
  if (keyword_names.IsEmpty()) return true;
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i)
    TRY_VOID(Store(self, TupleAt(keyword_names, i), args[nargs + static_cast<size_t>(i)]));
  return true;
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs > 1) return Raise(&TypeErrorType, "expected at most 1 arguments, got %zu", nargs);
  return UpdateFrom(self, args, nargs, keyword_names);
}

Owned UpdateMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs > 1)
    return Raise(&TypeErrorType, "update() takes at most 1 positional argument (%zu given)", nargs);
  TRY_VOID(UpdateFrom(self, args, nargs, keyword_names));
  return OwnNone();
}

Owned Or(Value left, Value right) {
  bool left_is_ordered = IsOrdered(left);
  Value other = left_is_ordered ? right : left;
  if (!IsDict(other)) return OwnNotImplemented();
  Handle result = TRY(Call(Value::Pointer(TypeOf(left_is_ordered ? left : right)), {left}));
  TRY_VOID(Update(result, right));
  return result.Release();
}

Owned InplaceOr(Value self, Value other) {
  TRY_VOID(Update(self, other));
  return Retain(self);
}

// -- Comparison and text --------------------------------------------------------------------------

Fallible<bool> SameOrder(OrderedDict* a, OrderedDict* b) {
  Moment start_a(a), start_b(b);
  int32_t in_a = OrderedFirst(a), in_b = OrderedFirst(b);
  while (in_a != kNoNode && in_b != kNoNode) {
    Handle key_a = Retain(a->list.nodes[in_a].key), key_b = Retain(b->list.nodes[in_b].key);
    bool same = TRY(Equals(key_a, key_b));
    if (!same) return false;
    if (start_a.IsOver(a) || start_b.IsOver(b))
      return Raise(&RuntimeErrorType, "OrderedDict changed size during iteration");
    in_a = OrderedNext(a, in_a, false);
    in_b = OrderedNext(b, in_b, false);
  }
  return in_a == in_b;
}

Owned Compare(Value self, Value other, CompareOp op) {
  if (!IsDict(other) || (op != CompareOp::kEq && op != CompareOp::kNe)) return OwnNotImplemented();
  Handle result = TRY(DictType.slots.rich_compare(self, other, CompareOp::kEq));
  bool equal = TRY(IsTrue(result));
  if (equal && IsOrdered(other))
    equal = TRY(SameOrder(self.As<OrderedDict>(), other.As<OrderedDict>()));
  return OwnBool(equal == (op == CompareOp::kEq));
}

Owned ItemsAsList(Value self) {
  if (!IsExactlyOrdered(self)) {
    Handle items = TRY(CallMethod(self, names.items));
    return ToList(items);
  }
  Handle items = TRY(OrderedItems(self));
  return ToList(items);
}

Owned ReprSlot(Value self) {
  Value name = TypeOf(self)->name;
  if (DictSize(self) == 0) return StrFormat("%U()", name);
  switch (ReprEnter(self)) {
    case ReprEntry::kError:
      return {};
    case ReprEntry::kRunning:
      return StrFromUtf8("...");
    default:
      break;
  }
  Handle items = ItemsAsList(self);
  Owned text = items ? StrFormat("%U(%R)", name, items.Get()) : Owned();
  ReprLeave(self);
  return text;
}

// -- Methods --------------------------------------------------------------------------------------

// Takes a node's entry out of the table, and then the node: the value, or empty (absent) with or
// without an exception.
Owned TakeNode(OrderedDict* dict, int32_t node, int64_t number) {
  Handle key = OrderedUnlink(dict, node);
  Value entry_key;
  Owned value = DictRemoveEntry(dict, number, &entry_key);
  DecRef(entry_key);
  return value;
}

Owned PopMethod(Value self, const Value* args) {
  OrderedDict* dict = self.As<OrderedDict>();
  int64_t hash = TRY(DictHash(args[0]));
  int64_t number = DictLookup(dict, args[0], hash);
  if (number == kDictError) return {};
  int32_t node = number < 0 ? kNoNode : OrderedNodeOf(dict, number);
  if (node != kNoNode) return TakeNode(dict, node, number);
  return args[1] ? Retain(args[1]) : Owned(RaiseKeyError(args[0]));
}

// The entry of a node; kDictAbsent: dict's own methods took it; kDictError.
int64_t NumberOf(OrderedDict* dict, int32_t node) {
  const OrderedNode& at = dict->list.nodes[node];
  if (at.number < dict->used && dict->entries[at.number].key == at.key) return at.number;
  Handle key = Retain(at.key);
  return DictLookup(dict, key, at.hash);
}

Fallible<bool> AtEnd(Value last) {
  if (last.IsEmpty()) return true;
  return IsTrue(last);
}

Owned PopItemMethod(Value self, const Value* args) {
  OrderedDict* dict = self.As<OrderedDict>();
  bool last = TRY(AtEnd(args[0]));
  int32_t node = last ? OrderedLast(dict) : OrderedFirst(dict);
  if (node == kNoNode) return Raise(&KeyErrorType, "dictionary is empty");
  Handle key = Retain(dict->list.nodes[node].key);
  Moment start(dict);
  int64_t number = NumberOf(dict, node);
  if (number == kDictError) return {};
  if (start.IsOver(dict))
    return Raise(&RuntimeErrorType, "OrderedDict changed size during iteration");
  if (number < 0) {
    Discard(OrderedUnlink(dict, node));
    return RaiseKeyError(key);
  }
  Value items[2];
  items[1] = TakeNode(dict, node, number).Peek();
  items[0] = key.Release().Peek();
  return TupleAdopt(items, 2);
}

Owned MoveToEndMethod(Value self, const Value* args) {
  OrderedDict* dict = self.As<OrderedDict>();
  Value key = args[0];
  bool last = TRY(AtEnd(args[1]));
  int32_t end = last ? OrderedLast(dict) : OrderedFirst(dict);
  if (end != kNoNode && dict->list.nodes[end].key == key) return OwnNone();
  int64_t hash = TRY(DictHash(key));
  int64_t number = DictLookup(dict, key, hash);
  if (number == kDictError) return {};
  int32_t node = number < 0 ? kNoNode : OrderedNodeOf(dict, number);
  if (node == kNoNode) return RaiseKeyError(key);
  OrderedMove(dict, node, last);
  return OwnNone();
}

Owned SetDefaultMethod(Value self, const Value* args) {
  Value key = args[0], value = args[1] ? args[1] : Value::None();
  if (IsExactlyOrdered(self)) {
    Value found = DictGet(self, key);
    if (found) return Retain(found);
    if (HasPendingException()) return {};
    TRY_VOID(OrderedSet(self, key, value));
    return Retain(value);
  }
  bool found = TRY(Contains(self, key));
  if (found) return GetItem(self, key);
  TRY_VOID(SetItem(self, key, value));
  return Retain(value);
}

Owned ClearMethod(Value self) {
  Clear(self.As<Object>());
  return OwnNone();
}

bool CopyNodes(Value source, Value target) {
  OrderedDict* dict = source.As<OrderedDict>();
  bool exact = IsExactlyOrdered(source);
  Moment start(dict);
  for (int32_t node = OrderedFirst(dict); node != kNoNode; node = dict->list.nodes[node].next) {
    Handle key = Retain(dict->list.nodes[node].key);
    Handle value = TRY(exact ? OrderedValue(dict, node) : GetItem(source, key));
    TRY_VOID(Store(target, key, value));
    if (start.IsOver(dict))
      return Raise(&RuntimeErrorType, "OrderedDict changed size during iteration");
  }
  return true;
}

Owned CopyMethod(Value self) {
  Handle copy = TRY(IsExactlyOrdered(self) ? Make(&OrderedDictType, nullptr, 0, Value::Empty())
                                           : Call(Value::Pointer(TypeOf(self))));
  if (!IsDict(copy) || !IsOrdered(copy)) {
    TRY_VOID(Update(copy, self));
    return copy.Release();
  }
  TRY_VOID(CopyNodes(self, copy));
  return copy.Release();
}

Owned FromKeysMethod(Value cls, const Value* args) {
  Handle dict = TRY(Call(cls));
  Value value = args[1] ? args[1] : Value::None();
  Handle iterator = TRY(GetIterator(args[0]));
  for (;;) {
    Handle key = IteratorNext(iterator);
    if (!key) break;
    TRY_VOID(Store(dict, key, value));
  }
  if (HasPendingException()) return {};
  return dict.Release();
}

Owned ReduceMethod(Value self) {
  Handle state = TRY(CallMethod(self, names.__getstate__));
  Handle items = TRY(CallMethod(self, names.items));
  Handle iterator = TRY(GetIterator(items));
  Handle args = TRY(TupleEmpty());
  return TupleOf({Value::Pointer(TypeOf(self)), args, state, Value::None(), iterator});
}

Owned SizeofMethod(Value self) {
  Handle base = TRY(GetAttribute(Value::Pointer(&DictType), "__sizeof__"));
  Handle size = TRY(Call(base, {self}));
  const OrderedList& list = self.As<OrderedDict>()->list;
  int64_t more = list.capacity * static_cast<int64_t>(sizeof(OrderedNode)) +
                 list.node_of_size * static_cast<int64_t>(sizeof(int32_t));
  return IntAdd(size, Value::Int(more));
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(OrderedDict, fromkeys, Bound(FromKeysMethod, kMethodClass),
              "($type, /, iterable, value=None)\n--\n\n"
              "Create a new ordered dictionary with keys from iterable and values set to value."),
    PY_METHOD(OrderedDict, setdefault, Bound(SetDefaultMethod),
              "($self, /, key, default=None)\n--\n\n"
              "Insert key with a value of default if key is not in the dictionary.\n\n"
              "Return the value for key if key is in the dictionary, else default."),
    PY_METHOD(
        OrderedDict, pop, Bound(PopMethod),
        "($self, /, key, default=<unrepresentable>)\n--\n\n"
        "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\n"
        "If the key is not found, return the default if given; otherwise,\nraise a KeyError."),
    PY_METHOD(OrderedDict, popitem, Bound(PopItemMethod),
              "($self, /, last=True)\n--\n\n"
              "Remove and return a (key, value) pair from the dictionary.\n\n"
              "Pairs are returned in LIFO order if last is true or FIFO order if false."),
    PY_METHOD(OrderedDict, move_to_end, Bound(MoveToEndMethod),
              "($self, /, key, last=True)\n--\n\n"
              "Move an existing element to the end (or beginning if last is false).\n\n"
              "Raise KeyError if the element does not exist."),
    PY_METHOD(OrderedDict, keys, NoArgs(OrderedKeys), nullptr),
    PY_METHOD(OrderedDict, values, NoArgs(OrderedValues), nullptr),
    PY_METHOD(OrderedDict, items, NoArgs(OrderedItems), nullptr),
    PY_METHOD(OrderedDict, update, Keywords(UpdateMethod), nullptr),
    PY_METHOD(OrderedDict, clear, NoArgs(ClearMethod),
              "od.clear() -> None.  Remove all items from od."),
    PY_METHOD(OrderedDict, copy, NoArgs(CopyMethod), "od.copy() -> a shallow copy of od"),
    PY_METHOD(OrderedDict, __reversed__, NoArgs(OrderedReversed),
              "od.__reversed__() <==> reversed(od)"),
    PY_METHOD(OrderedDict, __reduce__, NoArgs(ReduceMethod),
              "Return state information for pickling"),
    PY_METHOD(OrderedDict, __sizeof__, NoArgs(SizeofMethod), nullptr),
    {}};

Owned GetDict(Value self) {
  Value dict = InstanceDict(self.AsObject());
  return dict ? Retain(dict) : Owned();
}
bool SetDict(Value self, Value dict) {
  if (dict && !IsDict(dict))
    return Raise(&TypeErrorType, "__dict__ must be set to a dictionary, not a '%.200s'",
                 TypeName(dict));
  return InstanceSetDict(self.AsObject(), dict);
}
constexpr PropertyDef kProperties[] = {{"__dict__", GetDict, SetDict}, {}};

}  // namespace

bool AddOrderedDict(Value module) {
  TypeSlots& slots = OrderedDictType.slots;
  slots.new_instance = Make;
  slots.init = Init;
  slots.traverse = Traverse;
  slots.clear = slots.destroy = Clear;
  slots.repr = ReprSlot;
  slots.rich_compare = Compare;
  slots.iterate = OrderedIterate;
  slots.set_item = StoreOrDelete;
  slots.bit_or = Or;
  slots.inplace_bit_or = InplaceOr;
  return InitOrderedViews() && AddType(module, {.type = &OrderedDictType,
                                                .name = "collections.OrderedDict",
                                                .base = &DictType,
                                                .basic_size = sizeof(OrderedDict),
                                                .flags = kTypeBase | kTypeGc | kTypeWeakly,
                                                .methods = kMethods,
                                                .properties = kProperties,
                                                .doc = "Dictionary that remembers insertion order",
                                                .has_attributes = true});
}

}  // namespace polygil
