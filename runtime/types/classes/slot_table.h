// The special methods and the type slots they stand for: one row per special method and slot, in
// both directions. A class body that defines `__add__` gets the row's dispatcher in its slot; a
// built-in type with the slot filled gets a slot wrapper `__add__` in its dictionary.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_SLOT_TABLE_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_SLOT_TABLE_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/slots.h"
#include "runtime/object/type.h"
#include "runtime/types/text/names.h"

namespace polygil {

// How a slot wrapper checks its arguments and calls the slot (slot_wrapper.cc).
enum class WrapperKind : uint8_t {
  kUnary, kHash, kCall, kBinaryOne, kSetAttribute, kDeleteAttribute, kCompare, kNext,
  kDescriptorGet, kDescriptorSet, kDescriptorDelete, kInit, kFinalize, kBinary, kBinaryReflected,
  kPower, kPowerReflected, kTruth, kRepeat, kLength, kSetItem, kDeleteItem, kContains,
};

enum SlotIndex : uint16_t {
#define SLOT(name, Signature, dunder, wrapper) kSlot_##name,
#include "runtime/object/slots.def"
  kSlotCount,
};

struct SlotRow {
  const char* name;
  Value NameTable::*interned;
  SlotIndex slot;
  WrapperKind kind;
  CompareOp op;      // of kCompare
  void* dispatcher;  // null: the slot is never filled from Python (concat, repeat)
  const char* doc;

  Value NameValue() const { return names.*interned; }
};

// Rows that share a slot stand together; ended by a row without name.
extern const SlotRow kSlotRows[];

// Every slot of slots.def is one function pointer.
inline void** SlotAt(Type* type, SlotIndex index) {
  return reinterpret_cast<void**>(&type->slots) + index;
}

// Sets the slots that depend on `name` (empty: all) of a heap type from its MRO.
void UpdateSlots(Type* type, Value name_or_empty);
// Sets the flags that mirror slots (finalizer, default attribute access).
void UpdateSlotFlags(Type* type);

// Calls a slot as the special method it stands for.
Owned CallSlotWrapper(const SlotRow* row, void* function, Value self, const Value* args,
                      size_t nargs, Value keyword_names);

// The dispatchers that other code must recognise.
Owned DispatchNext(Value self);
Owned DispatchGetItem(Value self, Value key);
Owned DispatchGetattrHook(Value self, Value name);
Owned DispatchNew(Type* type, const Value* args, size_t nargs, Value keyword_names);
// What `__hash__ = None` puts into the slot: "unhashable type: 'list'".
Fallible<int64_t> HashNotImplemented(Value self);

// A special method found on the type of `self`, for a call: if *unbound, self is to be passed first.
// Empty without exception: absent.
Owned FindSpecial(Value self, Value interned_name, bool* unbound);
// type(self).name(self, args...). Empty without exception and *absent set: there is no such method.
// args[-1] must be writable: self is put there.
Owned CallSpecial(Value self, Value interned_name, Value* args, size_t nargs, bool* absent);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_SLOT_TABLE_H_
