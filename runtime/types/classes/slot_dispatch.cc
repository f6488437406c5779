#include "runtime/types/classes/slot_dispatch.h"

#include "runtime/object/heap.h"
#include "runtime/types/callable/argument_buffer.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/number/int.h"

namespace polygil {

Owned FindSpecial(Value self, Value name, bool* unbound) {
  Type* type = TypeOf(self);
  Value found = TypeLookup(type, name);
  *unbound = false;
  if (!found) return {};
  Type* found_type = TypeOf(found);
  if (found_type->Has(kTypeMethodDescriptor)) {
    *unbound = true;
    return Retain(found);
  }
  if (found_type->slots.descriptor_get != nullptr) {
    Handle hold = Retain(found);
    return found_type->slots.descriptor_get(found, self, Value::Pointer(type));
  }
  return Retain(found);
}

Owned CallSpecial(Value self, Value name, Value* args, size_t nargs, bool* absent) {
  bool unbound;
  Handle method = FindSpecial(self, name, &unbound);
  *absent = false;
  if (!method) {
    *absent = !HasPendingException();
    return {};
  }
  if (!unbound) return Call(method, args, nargs);
  args[-1] = self;
  return Call(method, args - 1, nargs + 1);
}

Owned CallSpecialOrRaise(Value self, Value name, Value* args, size_t nargs) {
  bool absent;
  Owned result = CallSpecial(self, name, args, nargs, &absent);
  if (absent) return RaiseAttributeError(self, name, "%U", name);
  return result;
}

Owned CallBinarySpecial(Value self, Value name, Value other) {
  Value args[2] = {self, other};
  bool absent;
  Owned result = CallSpecial(self, name, args + 1, 1, &absent);
  return absent ? OwnNotImplemented() : result;
}

Fallible<bool> IsReflectedOverloaded(Value left, Value right, Value name) {
  Value theirs = TypeLookup(TypeOf(right), name);
  if (!theirs) return false;
  Value ours = TypeLookup(TypeOf(left), name);
  if (!ours) return true;
  Handle hold_ours = Retain(ours);
  return RichCompareBool(ours, theirs, CompareOp::kNe);
}

Owned DispatchReflectedWith(void* own_slot, SlotIndex slot, Value name, Value reflected, Value left,
                            Value right) {
  Type* left_type = TypeOf(left);
  Type* right_type = TypeOf(right);
  bool try_right = left_type != right_type && *SlotAt(right_type, slot) == own_slot;
  if (*SlotAt(left_type, slot) == own_slot) {
    if (try_right && IsSubtype(right_type, left_type)) {
      bool overloaded = TRY(IsReflectedOverloaded(left, right, reflected));
      if (overloaded) {
        Handle result = TRY(CallBinarySpecial(right, reflected, left));
        if (!result.Get().IsNotImplemented()) return result.Release();
        try_right = false;
      }
    }
    Handle result = TRY(CallBinarySpecial(left, name, right));
    if (!result.Get().IsNotImplemented() || left_type == right_type) return result.Release();
  }
  if (try_right) return CallBinarySpecial(right, reflected, left);
  return OwnNotImplemented();
}

Owned DispatchPower(Value base, Value exponent, Value modulus) {
  void* own = reinterpret_cast<void*>(&DispatchPower);
  if (!modulus || modulus.IsNone())
    return DispatchReflectedWith(own, kSlot_power, names.__pow__, names.__rpow__, base, exponent);
  // Three-argument pow() has no reflection.
  if (*SlotAt(TypeOf(base), kSlot_power) != own) return OwnNotImplemented();
  Value args[3] = {base, exponent, modulus};
  return CallSpecialOrRaise(base, names.__pow__, args + 1, 2);
}

Owned DispatchGetAttribute(Value self, Value name) {
  Value args[2] = {self, name};
  return CallSpecialOrRaise(self, names.__getattribute__, args + 1, 1);
}

Owned DispatchGetattrHook(Value self, Value name) {
  Type* type = TypeOf(self);
  Owned found;
  if (type->Has(kTypeDefaultGetAttribute)) {
    found = GenericFindAttribute(self, name);
    if (!found && !HasPendingException()) {
      Value args[2] = {self, name};
      bool absent;
      found = CallSpecial(self, names.__getattr__, args + 1, 1, &absent);
      if (absent) return RaiseNoAttribute(self, name);
      return found;
    }
  } else {
    found = DispatchGetAttribute(self, name);
  }
  if (found || !PendingMatches(&AttributeErrorType)) return found;
  Handle error = TakePending();
  Value args[2] = {self, name};
  bool absent;
  found = CallSpecial(self, names.__getattr__, args + 1, 1, &absent);
  if (absent) RestorePending(error.Release());
  return found;
}

bool DispatchSetAttribute(Value self, Value name, Value value) {
  Value args[3] = {self, name, value};
  Handle result = value ? CallSpecialOrRaise(self, names.__setattr__, args + 1, 2)
                        : CallSpecialOrRaise(self, names.__delattr__, args + 1, 1);
  return static_cast<bool>(result);
}

Fallible<int64_t> HashNotImplemented(Value self) {
  return Raise(&TypeErrorType, "unhashable type: '%.200s'", TypeName(self));
}

Fallible<int64_t> DispatchHash(Value self) {
  bool unbound;
  Handle method = FindSpecial(self, names.__hash__, &unbound);
  if (!method && HasPendingException()) return {};
  if (!method || method.Get().IsNone()) return HashNotImplemented(self);
  Handle result = TRY(Call(method, &self, unbound ? 1 : 0));
  if (!IsAnyInt(result)) return Raise(&TypeErrorType, "__hash__ method should return an integer");
  int64_t hash;
  // A Python hash of any size is reduced only when it doesn't fit a machine word.
  if (!IntFitsInt64(result, &hash)) hash = IntHash(result);
  return hash == -1 ? -2 : hash;
}

Owned DispatchCall(Value self, const Value* args, size_t nargs, Value keyword_names) {
  bool unbound;
  Handle method = FindSpecial(self, names.__call__, &unbound);
  if (!method) {
    if (HasPendingException()) return {};
    return Raise(&TypeErrorType, "'%.200s' object is not callable", TypeName(self));
  }
  if (!unbound) return Call(method, args, nargs, keyword_names);
  ArgumentBuffer buffer;
  TRY_VOID(buffer.Prepend(self, args, nargs, keyword_names));
  return Call(method, buffer.data(), nargs + 1, keyword_names);
}

Owned DispatchCompare(Value self, Value other, CompareOp op) {
  static constexpr NameField kNames[] = {&NameTable::__lt__, &NameTable::__le__,
                                         &NameTable::__eq__, &NameTable::__ne__,
                                         &NameTable::__gt__, &NameTable::__ge__};
  // A method that can't even be bound counts as absent here.
  bool unbound;
  Handle method = FindSpecial(self, names.*kNames[static_cast<int>(op)], &unbound);
  if (!method) {
    ClearPending();
    return OwnNotImplemented();
  }
  Value args[2] = {self, other};
  return unbound ? Call(method, args, 2) : Call(method, args + 1, 1);
}

Owned DispatchIterate(Value self) {
  bool unbound;
  Handle method = FindSpecial(self, names.__iter__, &unbound);
  if (!method && HasPendingException()) return {};
  if (!method || method.Get().IsNone())
    return Raise(&TypeErrorType, "'%.200s' object is not iterable", TypeName(self));
  return Call(method, &self, unbound ? 1 : 0);
}

Owned DispatchNext(Value self) {
  Value args[1];
  Owned result = CallSpecialOrRaise(self, names.__next__, args + 1, 0);
  if (!result) ClearPendingIf(&StopIterationType);
  return result;
}

Owned DispatchGetItem(Value self, Value key) {
  Value args[2] = {self, key};
  return CallSpecialOrRaise(self, names.__getitem__, args + 1, 1);
}

Owned DispatchDescriptorGet(Value self, Value instance, Value owner) {
  Value args[3] = {self, instance ? instance : Value::None(), owner ? owner : Value::None()};
  return CallSpecialOrRaise(self, names.__get__, args + 1, 2);
}

bool DispatchDescriptorSet(Value self, Value instance, Value value) {
  Value args[3] = {self, instance, value};
  Handle result = value ? CallSpecialOrRaise(self, names.__set__, args + 1, 2)
                        : CallSpecialOrRaise(self, names.__delete__, args + 1, 1);
  return static_cast<bool>(result);
}

bool DispatchInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  bool unbound;
  Handle method = FindSpecial(self, names.__init__, &unbound);
  if (!method) {
    if (HasPendingException()) return false;
    return RaiseAttributeError(self, names.__init__, "__init__");
  }
  Handle result;
  if (unbound) {
    ArgumentBuffer buffer;
    TRY_VOID(buffer.Prepend(self, args, nargs, keyword_names));
    result = Call(method, buffer.data(), nargs + 1, keyword_names);
  } else {
    result = Call(method, args, nargs, keyword_names);
  }
  if (!result) return false;
  if (!result.Get().IsNone())
    return Raise(&TypeErrorType, "__init__() should return None, not '%.200s'", TypeName(result));
  return true;
}

void DispatchFinalize(Value self) {
  PendingScope keep;
  bool unbound;
  Handle method = FindSpecial(self, names.__del__, &unbound);
  if (!method) {
    if (HasPendingException()) WriteUnraisable(self);
    return;
  }
  Handle result = Call(method, &self, unbound ? 1 : 0);
  if (!result) WriteUnraisable(method);
}

Fallible<bool> DispatchTruth(Value self) {
  Value args[1];
  Handle result = TRY(CallSpecialOrRaise(self, names.__bool__, args + 1, 0));
  if (!result.Get().IsBool())
    return Raise(&TypeErrorType, "__bool__ should return bool, returned %s", TypeName(result));
  return result.Get().IsTrue();
}

Fallible<int64_t> DispatchLength(Value self) {
  Value args[1];
  Handle result = TRY(CallSpecialOrRaise(self, names.__len__, args + 1, 0));
  Handle index = TRY(Index(result));
  if (IntSign(index) < 0) return Raise(&ValueErrorType, "__len__() should return >= 0");
  int64_t length;
  if (!IntFitsInt64(index, &length))
    return Raise(&OverflowErrorType, "cannot fit '%.200s' into an index-sized integer",
                 TypeName(index));
  return length;
}

bool DispatchSetItem(Value self, Value key, Value value) {
  Value args[3] = {self, key, value};
  Handle result = value ? CallSpecialOrRaise(self, names.__setitem__, args + 1, 2)
                        : CallSpecialOrRaise(self, names.__delitem__, args + 1, 1);
  return static_cast<bool>(result);
}

Fallible<bool> DispatchContains(Value self, Value item) {
  bool unbound;
  Handle method = FindSpecial(self, names.__contains__, &unbound);
  if (method.Get().IsNone())
    return Raise(&TypeErrorType, "'%.200s' object is not a container", TypeName(self));
  if (!method) {
    if (HasPendingException()) return {};
    return ContainsByIteration(self, item);
  }
  Value args[2] = {self, item};
  Handle result = TRY(unbound ? Call(method, args, 2) : Call(method, args + 1, 1));
  return IsTrue(result);
}

Owned DispatchNew(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Handle method = TRY(GetAttribute(Value::Pointer(type), names.__new__));
  ArgumentBuffer buffer;
  TRY_VOID(buffer.Prepend(Value::Pointer(type), args, nargs, keyword_names));
  return Call(method, buffer.data(), nargs + 1, keyword_names);
}

}  // namespace polygil
