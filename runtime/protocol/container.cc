// Subscription, length, membership.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil {

namespace {

// Types that CPython gives a table of sequence functions; it has another text for them.
bool IsSequenceLike(const Type* type) {
  return type->Has(kTypeHeap) || type->slots.length != nullptr || type->slots.contains != nullptr ||
         type->slots.concat != nullptr;
}

}  // namespace

Fallible<int64_t> Length(Value v) {
  LengthSlot length = TypeOf(v)->slots.length;
  if (length == nullptr)
    return Raise(&TypeErrorType, "object of type '%.200s' has no len()", TypeName(v));
  return length(v);
}

Fallible<int64_t> LengthHint(Value v, int64_t default_hint) {
  if (LengthSlot length = TypeOf(v)->slots.length) {
    Fallible<int64_t> result = length(v);
    if (result) return result;
    if (!ClearPendingIf(&TypeErrorType)) return {};
  }
  Handle method = LookupSpecial(v, names.__length_hint__);
  if (!method) {
    if (HasPendingException()) return {};
    return default_hint;
  }
  Handle hint = Call(method);
  if (!hint) {
    if (!ClearPendingIf(&TypeErrorType)) return {};
    return default_hint;
  }
  if (hint.Get().IsNotImplemented()) return default_hint;
  if (!IsAnyInt(hint))
    return Raise(&TypeErrorType, "__length_hint__ must be an integer, not %.100s", TypeName(hint));
  Fallible<int64_t> result = AsInt64(hint);
  if (!result.ok) {
    if (!ClearPendingIf(&OverflowErrorType)) return {};
    return Raise(&OverflowErrorType, "Python int too large to convert to C ssize_t");
  }
  if (result.value < 0) return Raise(&ValueErrorType, "__length_hint__() should return >= 0");
  return result;
}

Owned GetItem(Value container, Value key) {
  Type* type = TypeOf(container);
  if (BinarySlot get = type->slots.get_item) {
    if (!CheckNativeStack()) return {};
    return get(container, key);
  }
  if (type->Has(kTypeIsType)) {
    // type[int] is special: type itself has no __class_getitem__.
    if (container.AsObject() == &TypeType) return GenericAliasNew(container, key);
    Handle method = FindAttribute(container, names.__class_getitem__);
    if (method && !method.Get().IsNone()) return Call(method, {key});
    if (!method && HasPendingException()) return {};
    return Raise(&TypeErrorType, "type '%.200s' is not subscriptable",
                 TypeNameOf(container.As<Type>()));
  }
  return Raise(&TypeErrorType, "'%.200s' object is not subscriptable", TypeName(container));
}

Owned GetItem(Value sequence, int64_t index) {
  Handle key = TRY(IntFromInt64(index));
  return GetItem(sequence, key);
}

bool SetItem(Value container, Value key, Value value) {
  SetItemSlot set = TypeOf(container)->slots.set_item;
  if (set == nullptr)
    return Raise(&TypeErrorType, "'%.200s' object does not support item assignment",
                 TypeName(container));
  return set(container, key, value);
}

bool DeleteItem(Value container, Value key) {
  SetItemSlot set = TypeOf(container)->slots.set_item;
  if (set == nullptr) {
    bool by_position = IsSequenceLike(TypeOf(container)) &&
                       (IsAnyInt(key) || TypeOf(key)->slots.index != nullptr);
    return Raise(&TypeErrorType, "'%.200s' object %s support item deletion", TypeName(container),
                 by_position ? "doesn't" : "does not");
  }
  return set(container, key, Value::Empty());
}

Fallible<bool> ContainsByIteration(Value iterable, Value item) {
  Handle iterator = GetIterator(iterable);
  if (!iterator) {
    if (PendingMatches(&TypeErrorType) && !IsIterable(iterable)) {
      ClearPending();
      return Raise(&TypeErrorType, "argument of type '%.200s' is not iterable",
                   TypeName(iterable));
    }
    return {};
  }
  for (;;) {
    Handle next = IteratorNext(iterator);
    if (!next) {
      if (HasPendingException()) return {};
      return false;
    }
    bool equal = TRY(Equals(next, item));
    if (equal) return true;
  }
}

Fallible<bool> Contains(Value container, Value item) {
  if (ContainsSlot contains = TypeOf(container)->slots.contains) {
    if (!CheckNativeStack()) return {};
    return contains(container, item);
  }
  return ContainsByIteration(container, item);
}

Owned ToList(Value v) {
  Handle list = TRY(ListNew());
  TRY_VOID(ListExtend(list, v));
  return list.Release();
}

Owned ToTuple(Value v) {
  if (IsExactly(v, TupleType)) return Retain(v);
  if (IsExactly(v, ListType)) return ListToTuple(v);
  Handle list = TRY(ToList(v));
  return ListToTuple(list);
}

Fallible<ItemsView> FastItems(Value iterable, Handle* owner, const char* message) {
  if (IsExactly(iterable, TupleType) || IsExactly(iterable, ListType)) {
    *owner = Retain(iterable);
  } else {
    Handle iterator = GetIterator(iterable);
    if (!iterator) {
      if (message != nullptr && ClearPendingIf(&TypeErrorType))
        return Raise(&TypeErrorType, "%s", message);
      return {};
    }
    Handle list = TRY(ListNew());
    TRY_VOID(ListExtend(list, iterator));
    *owner = std::move(list);
  }
  if (IsTuple(*owner)) return ItemsView{owner->As<Tuple>()->items, owner->As<Tuple>()->size};
  return ItemsView{owner->As<List>()->items, owner->As<List>()->size};
}

}  // namespace polygil
