// Slots, methods and iterator of set and frozenset.

#include <utility>

#include "runtime/types/container/dict.h"
#include "runtime/types/container/dict_internal.h"
#include "runtime/types/container/init.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/set_internal.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

struct SetIterator : Object {
  Value set;  // empty once exhausted
  int64_t position, expected_size, remaining;
};

Type SetType, FrozenSetType, SetIteratorType;

namespace {

// The plain type of a set: what copies and results of operators are made as.
Type* PlainType(Value self) {
  return IsSubtype(TypeOf(self), &FrozenSetType) ? &FrozenSetType : &SetType;
}

// -- Algebra --------------------------------------------------------------------------------------

// Calls function(key, hash) for each element of any iterable, until it returns false.
template <typename Function>
bool ForEachElement(Value iterable, Function function) {
  Value key;
  int64_t position = 0, hash;
  if (IsAnySet(iterable)) {
    Set* set = iterable.As<Set>();
    while (SetNext(iterable, &position, &key)) {
      hash = set->table[position - 1].hash;
      Handle hold = Retain(key);
      if (!function(key, hash)) return false;
    }
    return true;
  }
  if (IsExactly(iterable, DictType)) {
    while (DictNext(iterable, &position, &key, nullptr, &hash)) {
      Handle hold = Retain(key);
      if (!function(key, hash)) return false;
    }
    return true;
  }
  Handle iterator = TRY(GetIterator(iterable));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) return !HasPendingException();
    int64_t item_hash = TRY(DictHash(item));
    if (!function(item.Get(), item_hash)) return false;
  }
}

Owned Difference(Value self, Value other) {
  bool known = IsAnySet(other) || IsExactly(other, DictType);
  int64_t other_size = IsAnySet(other) ? SetSize(other) : known ? DictSize(other) : 0;
  if (!known || SetSize(self) >> 2 > other_size) {
    Handle result = TRY(SetCopyAs(PlainType(self), self));
    TRY_VOID(SetDifferenceUpdate(result, other));
    return result.Release();
  }
  Handle result = TRY(SetAllocate(PlainType(self)));
  // Comparisons may change `self`, which then may give an element twice.
  const Set* source = self.As<Set>();
  const SetEntry* table = source->table;
  int64_t used = source->used;
  bool ok = ForEachElement(self, [&](Value key, int64_t hash) {
    bool found;
    if (IsAnySet(other)) {
      found = SetLookup(other.As<Set>(), key, hash) != nullptr;
    } else {
      int64_t number = DictLookup(other.As<Dict>(), key, hash);
      found = number >= 0;
    }
    if (found) return true;
    if (HasPendingException()) return false;
    bool unique = source->table == table && source->used == used;
    return unique ? SetAddUnique(result.As<Set>(), key, hash)
                  : SetAddKnownHash(result.As<Set>(), key, hash);
  });
  return ok ? result.Release() : Owned();
}

Owned SymmetricDifference(Value self, Value other) {
  Handle result = TRY(SetMake(PlainType(self), other));
  TRY_VOID(SetSymmetricUpdate(result, self));
  return result.Release();
}

// A becomes B's contents; B, about to die, takes A's.
void SwapContents(Value a, Value b) {
  Set* x = a.As<Set>();
  Set* y = b.As<Set>();
  bool x_small = x->table == x->small, y_small = y->table == y->small;
  std::swap(x->size, y->size);
  std::swap(x->used, y->used);
  std::swap(x->mask, y->mask);
  std::swap(x->table, y->table);
  std::swap(x->small, y->small);
  if (y_small) x->table = x->small;
  if (x_small) y->table = y->small;
  x->hash = y->hash = -1;
}

Owned CheckedUnion(Value self, Value other) {
  Handle result = TRY(SetCopyAs(PlainType(self), self));
  if (self == other) return result.Release();
  TRY_VOID(SetUpdate(result, other));
  return result.Release();
}

// -- Operators: both sides must be sets -----------------------------------------------------------

Owned SetOr(Value self, Value other) {
  if (!IsAnySet(self) || !IsAnySet(other)) return OwnNotImplemented();
  return CheckedUnion(self, other);
}
Owned SetAnd(Value self, Value other) {
  if (!IsAnySet(self) || !IsAnySet(other)) return OwnNotImplemented();
  return SetIntersection(self, other);
}
Owned SetSubtract(Value self, Value other) {
  if (!IsAnySet(self) || !IsAnySet(other)) return OwnNotImplemented();
  return Difference(self, other);
}
Owned SetXor(Value self, Value other) {
  if (!IsAnySet(self) || !IsAnySet(other)) return OwnNotImplemented();
  return SymmetricDifference(self, other);
}
Owned SetInplaceOr(Value self, Value other) {
  if (!IsAnySet(other)) return OwnNotImplemented();
  TRY_VOID(SetUpdate(self, other));
  return Retain(self);
}
Owned SetInplaceAnd(Value self, Value other) {
  if (!IsAnySet(other)) return OwnNotImplemented();
  Handle result = TRY(SetIntersection(self, other));
  SwapContents(self, result);
  return Retain(self);
}
Owned SetInplaceSubtract(Value self, Value other) {
  if (!IsAnySet(other)) return OwnNotImplemented();
  TRY_VOID(SetDifferenceUpdate(self, other));
  return Retain(self);
}
Owned SetInplaceXor(Value self, Value other) {
  if (!IsAnySet(other)) return OwnNotImplemented();
  TRY_VOID(SetSymmetricUpdate(self, other));
  return Retain(self);
}

// -- Slots ----------------------------------------------------------------------------------------

bool SetTraverse(Object* self, Visitor visit, void* arg) {
  Set* set = static_cast<Set*>(self);
  if (set->table == nullptr) return false;
  for (int64_t i = 0; i <= set->mask; ++i) VISIT(set->table[i].key);
  return false;
}
void SetClearSlot(Object* self) { SetDropTable(static_cast<Set*>(self)); }

Fallible<int64_t> SetLength(Value self) { return SetSize(self); }
Fallible<int64_t> FrozenSetHash(Value self) { return SetHashOf(self.As<Set>()); }

Owned SetRepr(Value self) {
  Type* type = TypeOf(self);
  if (SetSize(self) == 0) return StrFormat("%N()", type);
  ReprEntry entry = ReprEnter(self);
  if (entry == ReprEntry::kError) return {};
  if (entry == ReprEntry::kRunning) return StrFormat("%N(...)", type);
  Handle list = ToList(self);
  Handle text = list ? ReprItems(list, "{", "}", false) : Owned();
  ReprLeave(self);
  if (!text) return {};
  return type == &SetType ? text.Release() : StrFormat("%N(%U)", type, text.Get());
}

Owned SetCompare(Value self, Value other, CompareOp op) {
  if (!IsAnySet(other)) return OwnNotImplemented();
  int64_t left = SetSize(self), right = SetSize(other);
  bool result = false;
  switch (op) {
    case CompareOp::kEq:
    case CompareOp::kNe: {
      bool frozen = IsExactly(self, FrozenSetType) && IsExactly(other, FrozenSetType);
      int64_t a = self.As<Set>()->hash, b = other.As<Set>()->hash;
      bool differ = left != right || (frozen && a != -1 && b != -1 && a != b);
      if (!differ) result = TRY(SetIsSubset(self, other));
      if (op == CompareOp::kNe) result = !result;
      break;
    }
    case CompareOp::kLt:
      result = left < right && TRY(SetIsSubset(self, other));
      break;
    case CompareOp::kLe:
      result = TRY(SetIsSubset(self, other));
      break;
    case CompareOp::kGt:
      result = right < left && TRY(SetIsSubset(other, self));
      break;
    case CompareOp::kGe:
      result = TRY(SetIsSubset(other, self));
      break;
  }
  return OwnBool(result);
}

Owned SetNewInstance(Type* type, const Value*, size_t, Value) { return SetAllocate(type); }

bool SetInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("set", keyword_names));
  TRY_VOID(CheckPositional("set", nargs, 0, 1));
  SetDropTable(self.As<Set>());
  return nargs == 0 || SetUpdate(self, args[0]);
}

Owned FrozenSetNewInstance(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (type == &FrozenSetType || type->slots.init == ObjectType.slots.init)
    TRY_VOID(CheckNoKeywords("frozenset", keyword_names));
  TRY_VOID(CheckPositional("frozenset", nargs, 0, 1));
  if (nargs == 1 && type == &FrozenSetType && IsExactly(args[0], FrozenSetType))
    return Retain(args[0]);
  return SetMake(type, nargs == 1 ? args[0] : Value::Empty());
}

// -- Methods --------------------------------------------------------------------------------------

Owned SetAddMethod(Value self, Value key) {
  TRY_VOID(SetAdd(self, key));
  return OwnNone();
}
Owned SetClearMethod(Value self) {
  SetDropTable(self.As<Set>());
  return OwnNone();
}
Owned SetContainsMethod(Value self, Value key) {
  bool found = TRY(SetContains(self, key));
  return OwnBool(found);
}
Owned SetCopyMethod(Value self) {
  if (IsExactly(self, FrozenSetType)) return Retain(self);
  return SetCopyAs(PlainType(self), self);
}
Owned SetDiscardMethod(Value self, Value key) {
  Fallible<bool> found = SetDiscard(self, key);
  return found ? OwnNone() : Owned();
}
Owned SetRemoveMethod(Value self, Value key) {
  bool found = TRY(SetDiscard(self, key));
  if (!found) return RaiseKeyError(key);
  return OwnNone();
}

Owned SetPopMethod(Value self) {
  Set* set = self.As<Set>();
  if (set->size == 0) return Raise(&KeyErrorType, "pop from an empty set");
  // Starts where the last pop ended, kept in the hash field that sets have no other use for.
  int64_t i = set->hash >= 0 ? set->hash & set->mask : 0;
  auto live = [&](int64_t at) {
    SetEntry* e = &set->table[at];
    return !e->key.IsEmpty() && !(e->key.IsNotImplemented() && e->hash == -1);
  };
  while (!live(i)) i = i == set->mask ? 0 : i + 1;
  Owned key(set->table[i].key);
  set->table[i] = {Value::NotImplemented(), -1};
  --set->size;
  set->hash = i + 1;
  return key;
}

Owned SetUpdateMethod(Value self, const Value* args, size_t nargs) {
  for (size_t i = 0; i < nargs; ++i) TRY_VOID(SetUpdate(self, args[i]));
  return OwnNone();
}
Owned SetUnionMethod(Value self, const Value* args, size_t nargs) {
  Handle result = TRY(SetCopyAs(PlainType(self), self));
  for (size_t i = 0; i < nargs; ++i) TRY_VOID(SetUpdate(result, args[i]));
  return result.Release();
}
Owned SetIntersectionMethod(Value self, const Value* args, size_t nargs) {
  if (nargs == 0) return SetCopyAs(PlainType(self), self);
  Handle result = Retain(self);
  for (size_t i = 0; i < nargs; ++i) result = TRY(SetIntersection(result, args[i]));
  return result.Release();
}
Owned SetIntersectionUpdateMethod(Value self, const Value* args, size_t nargs) {
  Handle result = TRY(SetIntersectionMethod(self, args, nargs));
  SwapContents(self, result);
  return OwnNone();
}
Owned SetDifferenceMethod(Value self, const Value* args, size_t nargs) {
  if (nargs == 0) return SetCopyAs(PlainType(self), self);
  Handle result = TRY(Difference(self, args[0]));
  for (size_t i = 1; i < nargs; ++i) TRY_VOID(SetDifferenceUpdate(result, args[i]));
  return result.Release();
}
Owned SetDifferenceUpdateMethod(Value self, const Value* args, size_t nargs) {
  for (size_t i = 0; i < nargs; ++i) TRY_VOID(SetDifferenceUpdate(self, args[i]));
  return OwnNone();
}
Owned SetSymmetricDifferenceMethod(Value self, Value other) {
  return SymmetricDifference(self, other);
}
Owned SetSymmetricDifferenceUpdateMethod(Value self, Value other) {
  TRY_VOID(SetSymmetricUpdate(self, other));
  return OwnNone();
}

Owned SetIsDisjointMethod(Value self, Value other) {
  if (self == other) return OwnBool(SetSize(self) == 0);
  Value walked = other, asked = self;
  if (IsAnySet(other) && SetSize(other) > SetSize(self)) {
    walked = self;
    asked = other;
  }
  bool disjoint = true;
  bool done = ForEachElement(walked, [&](Value key, int64_t hash) {
    if (SetLookup(asked.As<Set>(), key, hash) != nullptr) disjoint = false;
    return disjoint && !HasPendingException();
  });
  if (!done && HasPendingException()) return {};
  return OwnBool(disjoint);
}

Owned AsSet(Value other) { return IsAnySet(other) ? Retain(other) : SetNew(other); }

Owned SetIsSubsetMethod(Value self, Value other) {
  Handle set = TRY(AsSet(other));
  bool result = TRY(SetIsSubset(self, set));
  return OwnBool(result);
}
Owned SetIsSupersetMethod(Value self, Value other) {
  if (IsAnySet(other)) {
    bool result = TRY(SetIsSubset(other, self));
    return OwnBool(result);
  }
  bool all = true;
  bool done = ForEachElement(other, [&](Value key, int64_t hash) {
    if (SetLookup(self.As<Set>(), key, hash) == nullptr) all = false;
    return all && !HasPendingException();
  });
  if (!done && HasPendingException()) return {};
  return OwnBool(all);
}

Owned SetReduceMethod(Value self) {
  Handle list = TRY(ToList(self));
  Handle args = TRY(TupleOf({list}));
  Handle state = TRY(CallMethod(self, names.__getstate__));
  return TupleOf({Value::Pointer(TypeOf(self)), args, state});
}

Owned SetSizeofMethod(Value self) {
  Set* set = self.As<Set>();
  size_t table =
      set->table == set->small ? 0 : static_cast<size_t>(set->mask + 1) * sizeof(SetEntry);
  return IntFromSize(ObjectSize(set) + table);
}

// -- Iterator -------------------------------------------------------------------------------------

Owned SetIterate(Value self) {
  Owned result = AllocateObject(&SetIteratorType);
  if (!result) return {};
  SetIterator* iterator = result.Peek().As<SetIterator>();
  iterator->set = Retain(self).Peek();
  iterator->expected_size = iterator->remaining = SetSize(self);
  return result;
}

Owned SetIteratorNext(Value self) {
  SetIterator* iterator = self.As<SetIterator>();
  if (iterator->set.IsEmpty()) return {};
  if (iterator->expected_size != SetSize(iterator->set)) {
    iterator->expected_size = -1;
    return Raise(&RuntimeErrorType, "Set changed size during iteration");
  }
  Value key;
  if (!SetNext(iterator->set, &iterator->position, &key)) {
    ClearField(&iterator->set);
    return {};
  }
  --iterator->remaining;
  return Retain(key);
}

bool SetIteratorTraverse(Object* self, Visitor visit, void* arg) {
  VISIT(static_cast<SetIterator*>(self)->set);
  return false;
}
void SetIteratorDestroy(Object* self) { ClearField(&static_cast<SetIterator*>(self)->set); }

Owned SetIteratorLengthHint(Value self) {
  SetIterator* iterator = self.As<SetIterator>();
  bool valid = !iterator->set.IsEmpty() && iterator->expected_size == SetSize(iterator->set);
  return IntFromInt64(valid ? iterator->remaining : 0);
}

Owned SetIteratorReduce(Value self) {
  SetIterator* iterator = self.As<SetIterator>();
  Handle copy = TRY(AllocateObject(&SetIteratorType));
  SetIterator* other = copy.As<SetIterator>();
  other->set = iterator->set;
  IncRef(other->set);
  other->position = iterator->position;
  other->expected_size = iterator->expected_size;
  other->remaining = iterator->remaining;
  Handle list = TRY(ToList(copy));
  Handle function = TRY(BuiltinNamed("iter"));
  Handle args = TRY(TupleOf({list}));
  return TupleOf({function, args});
}

constexpr MethodDef kSetIteratorMethods[] = {
    PY_METHOD(set_iterator, __length_hint__, NoArgs(SetIteratorLengthHint),
              "Private method returning an estimate of len(list(it))."),
    PY_METHOD(set_iterator, __reduce__, NoArgs(SetIteratorReduce),
              "Return state information for pickling."),
    {}};

#define SET_COMMON_METHODS                                                            \
  PY_METHOD(set, __contains__, OneArg(SetContainsMethod, kMethodCoexist),             \
            "x.__contains__(y) <==> y in x."),                                        \
      PY_METHOD(set, copy, NoArgs(SetCopyMethod), "Return a shallow copy of a set."), \
      PY_METHOD(set, difference, Positional(SetDifferenceMethod, 0, kNoMaximum),      \
                "Return the difference of two or more sets as a new set.\n\n"         \
                "(i.e. all elements that are in this set but not the others.)"),      \
      PY_METHOD(set, intersection, Positional(SetIntersectionMethod, 0, kNoMaximum),  \
                "Return the intersection of two sets as a new set.\n\n"               \
                "(i.e. all elements that are in both sets.)"),                        \
      PY_METHOD(set, isdisjoint, OneArg(SetIsDisjointMethod),                         \
                "Return True if two sets have a null intersection."),                 \
      PY_METHOD(set, issubset, OneArg(SetIsSubsetMethod),                             \
                "Report whether another set contains this set."),                     \
      PY_METHOD(set, issuperset, OneArg(SetIsSupersetMethod),                         \
                "Report whether this set contains another set."),                     \
      PY_METHOD(set, __reduce__, NoArgs(SetReduceMethod),                             \
                "Return state information for pickling."),                            \
      PY_METHOD(set, __sizeof__, NoArgs(SetSizeofMethod),                             \
                "S.__sizeof__() -> size of S in memory, in bytes"),                   \
      PY_METHOD(set, symmetric_difference, OneArg(SetSymmetricDifferenceMethod),      \
                "Return the symmetric difference of two sets as a new set.\n\n"       \
                "(i.e. all elements that are in exactly one of the sets.)"),          \
      PY_METHOD(set, union, Positional(SetUnionMethod, 0, kNoMaximum),                \
                "Return the union of sets as a new set.\n\n"                          \
                "(i.e. all elements that are in either set.)"),                       \
      PY_METHOD(set, __class_getitem__, OneArg(ClassGetItem, kMethodClass), kClassGetItemDoc)

constexpr MethodDef kFrozenSetMethods[] = {SET_COMMON_METHODS, {}};

constexpr MethodDef kSetMethods[] = {
    SET_COMMON_METHODS,
    PY_METHOD(set, add, OneArg(SetAddMethod),
              "Add an element to a set.\n\nThis has no effect if the element is already present."),
    PY_METHOD(set, clear, NoArgs(SetClearMethod), "Remove all elements from this set."),
    PY_METHOD(set, discard, OneArg(SetDiscardMethod),
              "Remove an element from a set if it is a member.\n\n"
              "Unlike set.remove(), the discard() method does not raise\n"
              "an exception when an element is missing from the set."),
    PY_METHOD(set, difference_update, Positional(SetDifferenceUpdateMethod, 0, kNoMaximum),
              "Remove all elements of another set from this set."),
    PY_METHOD(set, intersection_update, Positional(SetIntersectionUpdateMethod, 0, kNoMaximum),
              "Update a set with the intersection of itself and another."),
    PY_METHOD(set, pop, NoArgs(SetPopMethod),
              "Remove and return an arbitrary set element.\nRaises KeyError if the set is empty."),
    PY_METHOD(set, remove, OneArg(SetRemoveMethod),
              "Remove an element from a set; it must be a member.\n\n"
              "If the element is not a member, raise a KeyError."),
    PY_METHOD(set, symmetric_difference_update, OneArg(SetSymmetricDifferenceUpdateMethod),
              "Update a set with the symmetric difference of itself and another."),
    PY_METHOD(set, update, Positional(SetUpdateMethod, 0, kNoMaximum),
              "Update a set with the union of itself and others."),
    {}};

void FillCommon(TypeSlots* slots) {
  slots->repr = SetRepr;
  slots->rich_compare = SetCompare;
  slots->iterate = SetIterate;
  slots->length = SetLength;
  slots->contains = SetContains;
  slots->subtract = SetSubtract;
  slots->bit_and = SetAnd;
  slots->bit_xor = SetXor;
  slots->bit_or = SetOr;
  slots->traverse = SetTraverse;
  slots->clear = SetClearSlot;
  slots->destroy = SetClearSlot;
}

}  // namespace

Fallible<bool> SetIsSubset(Value self, Value other) {
  if (SetSize(self) > SetSize(other)) return false;
  bool all = true;
  bool done = ForEachElement(self, [&](Value key, int64_t hash) {
    if (SetLookup(other.As<Set>(), key, hash) == nullptr) all = false;
    return all && !HasPendingException();
  });
  if (!done && HasPendingException()) return {};
  return all;
}

bool SetDifferenceUpdate(Value self, Value other) {
  if (self == other) {
    SetDropTable(self.As<Set>());
    return true;
  }
  return ForEachElement(other, [&](Value key, int64_t hash) {
    return static_cast<bool>(SetDiscardKnownHash(self.As<Set>(), key, hash));
  });
}

bool SetSymmetricUpdate(Value self, Value other) {
  if (self == other) {
    SetDropTable(self.As<Set>());
    return true;
  }
  Handle set = TRY(IsAnySet(other) || IsExactly(other, DictType) ? Retain(other) : SetNew(other));
  return ForEachElement(set, [&](Value key, int64_t hash) {
    Fallible<bool> gone = SetDiscardKnownHash(self.As<Set>(), key, hash);
    return gone && (gone.value || SetAddKnownHash(self.As<Set>(), key, hash));
  });
}

Owned SetIntersection(Value self, Value other) {
  if (self == other) return SetCopyAs(PlainType(self), self);
  Handle result = TRY(SetAllocate(PlainType(self)));
  Value walked = other, asked = self;
  if (IsAnySet(other) && SetSize(other) > SetSize(self)) {
    walked = self;
    asked = other;
  }
  bool ok = ForEachElement(walked, [&](Value key, int64_t hash) {
    if (SetLookup(asked.As<Set>(), key, hash) != nullptr)
      return SetAddKnownHash(result.As<Set>(), key, hash);
    return !HasPendingException();
  });
  return ok ? result.Release() : Owned();
}

bool InitSetTypes() {
  FillCommon(&SetType.slots);
  FillCommon(&FrozenSetType.slots);
  SetType.slots.init = SetInit;
  SetType.slots.new_instance = SetNewInstance;
  SetType.slots.inplace_subtract = SetInplaceSubtract;
  SetType.slots.inplace_bit_and = SetInplaceAnd;
  SetType.slots.inplace_bit_xor = SetInplaceXor;
  SetType.slots.inplace_bit_or = SetInplaceOr;
  FrozenSetType.slots.hash = FrozenSetHash;
  FrozenSetType.slots.new_instance = FrozenSetNewInstance;
  constexpr uint32_t kFlags = kTypeBase | kTypeGc | kTypeIsSet | kTypeMatchSelf | kTypeWeakly;
  TRY_VOID(InitBuiltinType({.type = &SetType,
                            .name = "set",
                            .basic_size = sizeof(Set),
                            .flags = kFlags,
                            .methods = kSetMethods,
                            .doc = "set() -> new empty set object\n"
                                   "set(iterable) -> new set object\n\n"
                                   "Build an unordered collection of unique elements."}));
  TRY_VOID(InitBuiltinType({.type = &FrozenSetType,
                            .name = "frozenset",
                            .basic_size = sizeof(Set),
                            .flags = kFlags,
                            .methods = kFrozenSetMethods,
                            .doc = "frozenset() -> empty frozenset object\n"
                                   "frozenset(iterable) -> frozenset object\n\n"
                                   "Build an immutable unordered collection of unique elements."}));
  SetIteratorType.slots.iterate = Retain;
  SetIteratorType.slots.next = SetIteratorNext;
  SetIteratorType.slots.traverse = SetIteratorTraverse;
  SetIteratorType.slots.destroy = SetIteratorDestroy;
  return InitBuiltinType({.type = &SetIteratorType,
                          .name = "set_iterator",
                          .basic_size = sizeof(SetIterator),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kSetIteratorMethods});
}

}  // namespace polygil
