// Filling the slots of heap types from their MRO: a special method found there that merely wraps the
// slot of a built-in base gives the slot function itself, any other gives the dispatcher.

#include <cstring>

#include "runtime/protocol/protocol.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/slot_dispatch.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/classes/type_object.h"

namespace polygil {
namespace {

// Rows that share a slot decide together: they agree on one native function, or it is dispatched.
struct Decision {
  void* specific = nullptr;
  void* generic = nullptr;
  bool use_generic = false;
};

void DecideRow(Type* type, const SlotRow* row, Value found, Decision* decision) {
  if (IsExactly(found, SlotWrapperType)) {
    SlotWrapper* wrapper = found.As<SlotWrapper>();
    const SlotRow* theirs = wrapper->row();
    // `__add__` of list fills `concat`, and must not fill `add`.
    bool is_own = IsSubtype(type, wrapper->owner);
    if (is_own && theirs->slot != row->slot && strcmp(theirs->name, row->name) == 0) return;
    decision->generic = row->dispatcher;
    if (theirs == row && is_own &&
        (decision->specific == nullptr || decision->specific == wrapper->wrapped)) {
      decision->specific = wrapper->wrapped;
    } else {
      decision->use_generic = true;
    }
    return;
  }
  if (IsExactly(found, MethodDescriptorType)) {
    // A method that stands in for the slot wrapper (dict.__contains__) means the slot, too.
    MethodDescriptor* method = found.As<MethodDescriptor>();
    if (!method->owner->Has(kTypeHeap) && strcmp(method->definition->name, row->name) == 0 &&
        row->dispatcher != nullptr && IsSubtype(type, method->owner)) {
      void* native = *SlotAt(method->owner, row->slot);
      if (native != nullptr && (decision->specific == nullptr || decision->specific == native)) {
        decision->generic = row->dispatcher;
        decision->specific = native;
        return;
      }
    }
  }
  if (found.IsNone() && row->slot == kSlot_hash) {
    decision->specific = reinterpret_cast<void*>(&HashNotImplemented);
    return;
  }
  decision->use_generic = true;
  decision->generic = row->dispatcher;
}

// `__getattr__` alone keeps the native lookup and is asked when that finds nothing.
void DecideGetAttribute(Type* type, Decision* decision) {
  bool hook = static_cast<bool>(TypeLookupUncached(type, names.__getattr__));
  void* lookup = decision->specific != nullptr && !decision->use_generic ? decision->specific
                                                                         : decision->generic;
  type->type_flags &= ~(kTypeDefaultGetAttribute | kTypeHasGetattrHook);
  bool is_default = lookup == reinterpret_cast<void*>(&GenericGetAttribute);
  if (is_default) type->type_flags |= kTypeDefaultGetAttribute;
  if (hook && is_default) type->type_flags |= kTypeHasGetattrHook;
  *SlotAt(type, kSlot_get_attribute) =
      hook ? reinterpret_cast<void*>(&DispatchGetattrHook) : lookup;
}

// Handles all rows of one slot; returns the first row of the next.
const SlotRow* UpdateOneSlot(Type* type, const SlotRow* row) {
  SlotIndex slot = row->slot;
  Decision decision;
  for (; row->name != nullptr && row->slot == slot; ++row) {
    if (row->interned == &NameTable::__getattr__) continue;
    Value found = TypeLookupUncached(type, row->NameValue());
    if (found) DecideRow(type, row, found, &decision);
  }
  if (slot == kSlot_finalize && !TypeLookupUncached(type, names.__del__) && type->base != nullptr) {
    type->slots.finalize = type->base->slots.finalize;  // a native one has no `__del__`
    if (type->slots.finalize == &DispatchFinalize) type->slots.finalize = nullptr;
  } else if (slot == kSlot_get_attribute) {
    DecideGetAttribute(type, &decision);
  } else {
    *SlotAt(type, slot) = decision.specific != nullptr && !decision.use_generic
                              ? decision.specific
                              : decision.generic;
  }
  return row;
}

void UpdateNew(Type* type) {
  Value found = TypeLookupUncached(type, names.__new__);
  if (!found) return;
  if (IsExactly(found, BuiltinFunctionType)) {
    BuiltinFunction* function = found.As<BuiltinFunction>();
    // The `__new__` of a built-in type, bound to that type. As in CPython it doesn't take the place of
    // one written in Python that a base has or had.
    if (type->slots.new_instance == &DispatchNew) return;
    if (function->self && IsType(function->self) && strcmp(function->definition->name, "__new__") == 0) {
      type->slots.new_instance = function->self.As<Type>()->slots.new_instance;
      return;
    }
  }
  type->slots.new_instance = &DispatchNew;
}

}  // namespace

void UpdateSlotFlags(Type* type) {
  auto assign = [type](uint32_t flag, bool on) {
    type->type_flags = on ? type->type_flags | flag : type->type_flags & ~flag;
  };
  assign(kTypeHasFinalizer, type->slots.finalize != nullptr);
  assign(kTypeDefaultSetAttribute, type->slots.set_attribute == &GenericSetAttribute);
  if (type->slots.get_attribute != &DispatchGetattrHook) {
    assign(kTypeDefaultGetAttribute, type->slots.get_attribute == &GenericGetAttribute);
    assign(kTypeHasGetattrHook, false);
  }
}

void UpdateSlots(Type* type, Value name) {
  const SlotRow* row = kSlotRows;
  while (row->name != nullptr) {
    const SlotRow* next = row;
    bool affected = name.IsEmpty();
    for (; next->name != nullptr && next->slot == row->slot; ++next)
      affected = affected || next->NameValue() == name;
    if (affected) UpdateOneSlot(type, row);
    row = next;
  }
  if (name.IsEmpty() || name == names.__new__) UpdateNew(type);
  UpdateSlotFlags(type);
}

}  // namespace polygil
