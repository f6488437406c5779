#include "runtime/modules/_collections/deque.h"

#include <cstring>

#include "runtime/types/classes/slot_table.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type DequeType;

Raised RaiseDequeMutated() {
  return Raise(&RuntimeErrorType, "deque mutated during iteration");
}

bool DequeGrow(Deque* deque) {
  int64_t capacity = deque->mask + 1;
  if (deque->size < capacity) [[likely]] return true;
  int64_t grown = capacity == 0 ? 8 : capacity * 2;
  auto* items = static_cast<Value*>(RawAllocate(static_cast<size_t>(grown) * sizeof(Value)));
  if (items == nullptr) return RaiseMemoryError();
  for (int64_t i = 0; i < deque->size; ++i) items[i] = DequeAt(deque, i);
  if (deque->items != nullptr)
    RawFree(deque->items, static_cast<size_t>(capacity) * sizeof(Value));
  deque->items = items;
  deque->mask = grown - 1;
  deque->head = 0;
  return true;
}

bool DequeAppend(Deque* deque, Value item) {
  if (!DequeGrow(deque)) return false;
  IncRef(item);
  *DequePlace(deque, deque->size++) = item;
  ++deque->version;
  if (deque->maximum >= 0 && deque->size > deque->maximum) Discard(DequePopLeft(deque));
  return true;
}

bool DequeAppendLeft(Deque* deque, Value item) {
  if (!DequeGrow(deque)) return false;
  IncRef(item);
  deque->head = (deque->head - 1) & deque->mask;
  ++deque->size;
  *DequePlace(deque, 0) = item;
  ++deque->version;
  if (deque->maximum >= 0 && deque->size > deque->maximum) Discard(DequePop(deque));
  return true;
}

Owned DequePop(Deque* deque) {
  ++deque->version;
  return Owned(*DequePlace(deque, --deque->size));
}

Owned DequePopLeft(Deque* deque) {
  ++deque->version;
  Owned item(*DequePlace(deque, 0));
  deque->head = (deque->head + 1) & deque->mask;
  --deque->size;
  return item;
}

void DequeClear(Deque* deque) {
  if (deque->items == nullptr) return;
  Deque old;
  old.items = deque->items, old.mask = deque->mask, old.head = deque->head, old.size = deque->size;
  deque->items = nullptr;
  deque->mask = -1;
  deque->head = deque->size = 0;
  ++deque->version;
  for (int64_t i = 0; i < old.size; ++i) DecRef(DequeAt(&old, i));
  RawFree(old.items, static_cast<size_t>(old.mask + 1) * sizeof(Value));
}

bool DequeExtend(Value self, Value iterable, bool left) {
  Deque* deque = self.As<Deque>();
  if (iterable == self) {
    Handle items = TRY(ToList(iterable));
    return DequeExtend(self, items, left);
  }
  bool is_list = IsExactly(iterable, ListType);
  if (deque->maximum < 0 && (is_list || IsExactly(iterable, TupleType))) {
    // Nothing that is dropped, so no Python code runs.
    int64_t size = is_list ? ListSize(iterable) : TupleSize(iterable);
    for (int64_t i = 0; i < size; ++i) {
      Value item = is_list ? ListAt(iterable, i) : TupleAt(iterable, i);
      TRY_VOID(left ? DequeAppendLeft(deque, item) : DequeAppend(deque, item));
    }
    return true;
  }
  Handle iterator = TRY(GetIterator(iterable));
  for (;;) {
    Handle item = IteratorNext(iterator);
    if (!item) return !HasPendingException();
    TRY_VOID(left ? DequeAppendLeft(deque, item) : DequeAppend(deque, item));
  }
}

void DequeRotate(Deque* deque, int64_t count) {
  int64_t size = deque->size;
  if (size <= 1) return;
  count %= size;
  if (count < 0) count += size;
  ++deque->version;
  if (size == deque->mask + 1) {  // a full ring: only its start moves
    deque->head = (deque->head - count) & deque->mask;
    return;
  }
  if (count <= size / 2) {
    for (; count > 0; --count) {
      Value item = *DequePlace(deque, size - 1);
      deque->head = (deque->head - 1) & deque->mask;
      *DequePlace(deque, 0) = item;
    }
  } else {
    for (count = size - count; count > 0; --count) {
      Value item = *DequePlace(deque, 0);
      deque->head = (deque->head + 1) & deque->mask;
      *DequePlace(deque, size - 1) = item;
    }
  }
}

Owned DequeTake(Deque* deque, int64_t i) {
  Owned item(DequeAt(deque, i));
  if (i < deque->size / 2) {
    for (; i > 0; --i) *DequePlace(deque, i) = DequeAt(deque, i - 1);
    deque->head = (deque->head + 1) & deque->mask;
  } else {
    for (; i + 1 < deque->size; ++i) *DequePlace(deque, i) = DequeAt(deque, i + 1);
  }
  --deque->size;
  ++deque->version;
  return item;
}

namespace {

Owned NewDeque(Type* type) {
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  result.Peek().As<Deque>()->mask = -1;
  result.Peek().As<Deque>()->maximum = -1;
  return result;
}

Owned Make(Type* type, const Value*, size_t, Value) { return NewDeque(type); }

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[2];
  TRY_VOID(BindArguments("deque", "($self, /, iterable=None, maxlen=None)\n--\n\n", args, nargs,
                         keyword_names, bound));
  int64_t maximum = -1;
  if (bound[1] && !bound[1].IsNone()) {
    if (!IsAnyInt(bound[1])) return Raise(&TypeErrorType, "an integer is required");
    maximum = TRY(IndexExact(bound[1], &OverflowErrorType));
    if (maximum < 0) return Raise(&ValueErrorType, "maxlen must be non-negative");
  }
  self.As<Deque>()->maximum = maximum;
  if (self.As<Deque>()->size > 0) DequeClear(self.As<Deque>());
  return !bound[0] || DequeExtend(self, bound[0], false);
}

bool Traverse(Object* self, Visitor visit, void* arg) {
  auto* deque = static_cast<Deque*>(self);
  for (int64_t i = 0; i < deque->size; ++i)
    if (visit(DequeAt(deque, i), arg)) return true;
  return false;
}
void Clear(Object* self) { DequeClear(static_cast<Deque*>(self)); }

Owned DequeRepr(Value self) {
  switch (ReprEnter(self)) {
    case ReprEntry::kError: return {};
    case ReprEntry::kRunning: return StrFromUtf8("[...]");
    default: break;
  }
  Handle items = ToList(self);
  int64_t maximum = self.As<Deque>()->maximum;
  Owned result;
  if (items) {
    result = maximum < 0 ? StrFormat("%U(%R)", TypeOf(self)->name, items.Get())
                         : StrFormat("%U(%R, maxlen=%zd)", TypeOf(self)->name, items.Get(),
                                     static_cast<ssize_t>(maximum));
  }
  ReprLeave(self);
  return result;
}

// The index of the first difference; the shorter length if there is none.
Fallible<int64_t> FirstDifference(Value a, Value b) {
  uint64_t version_a = a.As<Deque>()->version, version_b = b.As<Deque>()->version;
  int64_t i = 0;
  for (; i < a.As<Deque>()->size && i < b.As<Deque>()->size; ++i) {
    Handle x = Retain(DequeAt(a.As<Deque>(), i)), y = Retain(DequeAt(b.As<Deque>(), i));
    bool equal = TRY(Equals(x, y));
    if (a.As<Deque>()->version != version_a || b.As<Deque>()->version != version_b)
      return RaiseDequeMutated();
    if (!equal) break;
  }
  return i;
}

Owned DequeCompare(Value self, Value other, CompareOp op) {
  if (!IsInstanceOf(other, DequeType) || !IsInstanceOf(self, DequeType))
    return OwnNotImplemented();
  Deque *a = self.As<Deque>(), *b = other.As<Deque>();
  if (a->size != b->size && (op == CompareOp::kEq || op == CompareOp::kNe))
    return OwnBool(op == CompareOp::kNe);
  int64_t i = TRY(FirstDifference(self, other));
  if (i < a->size && i < b->size) {
    if (op == CompareOp::kEq) return OwnBool(false);
    if (op == CompareOp::kNe) return OwnBool(true);
    Handle x = Retain(DequeAt(a, i)), y = Retain(DequeAt(b, i));
    return RichCompare(x, y, op);
  }
  return RichCompare(Value::Int(a->size), Value::Int(b->size), op);
}

Fallible<int64_t> DequeLength(Value self) { return self.As<Deque>()->size; }

Fallible<bool> DequeContains(Value self, Value item) {
  Deque* deque = self.As<Deque>();
  uint64_t version = deque->version;
  for (int64_t i = 0; i < deque->size; ++i) {
    Handle held = Retain(DequeAt(deque, i));
    bool equal = TRY(Equals(held, item));
    if (equal) return true;
    if (deque->version != version) return RaiseDequeMutated();
  }
  return false;
}

Fallible<int64_t> IndexOf(Deque* deque, Value key) {
  if (!key.IsInt() && TypeOf(key)->slots.index == nullptr)
    return Raise(&TypeErrorType, "sequence index must be integer, not '%.200s'", TypeName(key));
  int64_t index = key.IsInt() ? key.AsInt() : TRY(IndexExact(key, &IndexErrorType));
  if (index < 0) index += deque->size;
  if (index < 0 || index >= deque->size)
    return Raise(&IndexErrorType, "deque index out of range");
  return index;
}

Owned DequeGetItem(Value self, Value key) {
  Deque* deque = self.As<Deque>();
  int64_t index = TRY(IndexOf(deque, key));
  return Retain(DequeAt(deque, index));
}
bool DequeSetItem(Value self, Value key, Value value) {
  Deque* deque = self.As<Deque>();
  int64_t index = TRY(IndexOf(deque, key));
  if (value) {
    StoreOwned(DequePlace(deque, index), Retain(value));
  } else {
    Discard(DequeTake(deque, index));
  }
  return true;
}

Owned Concat(Value self, Value other) {
  if (!IsInstanceOf(other, DequeType))
    return Raise(&TypeErrorType, "can only concatenate deque (not \"%.200s\") to deque",
                 TypeName(other));
  Handle result = TRY(DequeCopy(self));
  TRY_VOID(DequeExtend(result, other, false));
  return result.Release();
}
Owned InplaceConcat(Value self, Value other) {
  TRY_VOID(DequeExtend(self, other, false));
  return Retain(self);
}

Owned InplaceRepeat(Value self, int64_t count) {
  Deque* deque = self.As<Deque>();
  if (count <= 0) {
    DequeClear(deque);
    return Retain(self);
  }
  Handle items = TRY(ToList(self));
  int64_t size = ListSize(items);
  if (size == 0) return Retain(self);
  if (deque->maximum >= 0 && count > (deque->maximum + size - 1) / size)
    count = (deque->maximum + size - 1) / size;
  if (count > INT64_MAX / 16 / size) return RaiseMemoryError();
  for (int64_t i = 1; i < count; ++i) {
    for (int64_t k = 0; k < size; ++k) TRY_VOID(DequeAppend(deque, ListAt(items, k)));
  }
  return Retain(self);
}
Owned RepeatMethod(Value self, int64_t count) {
  Handle copy = TRY(DequeCopy(self));
  return InplaceRepeat(copy, count);
}

Owned GetMaximum(Value self) {
  int64_t maximum = self.As<Deque>()->maximum;
  return maximum < 0 ? OwnNone() : Owned(Value::Int(maximum));
}

constexpr PropertyDef kProperties[] = {
    {"maxlen", GetMaximum, nullptr, "maximum size of a deque or None if unbounded"}, {}};

}  // namespace

Owned DequeCopy(Value self) {
  Deque* deque = self.As<Deque>();
  Type* type = TypeOf(self);
  if (type == &DequeType) {
    Handle copy = TRY(NewDeque(type));
    copy.As<Deque>()->maximum = deque->maximum;
    for (int64_t i = 0; i < deque->size; ++i)
      TRY_VOID(DequeAppend(copy.As<Deque>(), DequeAt(deque, i)));
    return copy.Release();
  }
  Value args[2] = {self, Value::Int(deque->maximum)};
  Handle copy = TRY(Call(Value::Pointer(type), args, deque->maximum < 0 ? 1 : 2));
  if (!IsInstanceOf(copy, DequeType))
    return Raise(&TypeErrorType, "%.200s() must return a deque, not %.200s", TypeNameOf(type),
                 TypeName(copy));
  return copy.Release();
}

bool AddDeque(Value module) {
  TypeSlots& slots = DequeType.slots;
  slots.new_instance = Make;
  slots.init = Init;
  slots.traverse = Traverse;
  slots.clear = slots.destroy = Clear;
  slots.repr = DequeRepr;
  slots.rich_compare = DequeCompare;
  slots.hash = &HashNotImplemented;
  slots.iterate = DequeIterate;
  slots.length = DequeLength;
  slots.contains = DequeContains;
  slots.get_item = DequeGetItem;
  slots.set_item = DequeSetItem;
  slots.concat = Concat;
  slots.inplace_concat = InplaceConcat;
  slots.repeat = RepeatMethod;
  slots.inplace_repeat = InplaceRepeat;
  return AddType(module, {.type = &DequeType,
                          .name = "collections.deque",
                          .basic_size = sizeof(Deque),
                          .flags = kTypeBase | kTypeGc | kTypeWeakly | kTypeSequencePattern,
                          .methods = kDequeMethods,
                          .properties = kProperties,
                          .doc = "deque([iterable[, maxlen]]) --> deque object\n\n"
                                 "A sequence that grows and shrinks quickly at both ends."});
}

}  // namespace polygil
