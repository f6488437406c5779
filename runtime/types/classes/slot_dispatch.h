// The dispatchers: slot functions of classes that define special methods in Python. Each looks the
// method up on the type and calls it. Only slot_table.cc needs all of them.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_SLOT_DISPATCH_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_SLOT_DISPATCH_H_

#include "runtime/object/slots.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/text/names.h"

namespace polygil {

using NameField = Value NameTable::*;

// type(self).name(self, args...); AttributeError if the method has gone. args[-1] is scratch.
Owned CallSpecialOrRaise(Value self, Value name, Value* args, size_t nargs);
// NotImplemented if there is no such method.
Owned CallBinarySpecial(Value self, Value name, Value other);
// Has type(right) a reflected method of its own, another than type(left)'s?
Fallible<bool> IsReflectedOverloaded(Value left, Value right, Value name);

template <NameField kName>
Owned DispatchUnary(Value self) {
  Value args[1];
  return CallSpecialOrRaise(self, names.*kName, args + 1, 0);
}

template <NameField kName>
Owned DispatchBinaryOne(Value self, Value other) {
  Value args[2] = {self, other};
  return CallSpecialOrRaise(self, names.*kName, args + 1, 1);
}

// A binary operator with its reflection: the right operand goes first when its class derives from
// the left one's and overrides the reflected method (Data model 3.3.8).
Owned DispatchReflectedWith(void* own_slot, SlotIndex slot, Value name, Value reflected, Value left,
                            Value right);

template <NameField kName, NameField kReflected, SlotIndex kSlot>
Owned DispatchReflected(Value left, Value right) {
  return DispatchReflectedWith(
      reinterpret_cast<void*>(&DispatchReflected<kName, kReflected, kSlot>), kSlot, names.*kName,
      names.*kReflected, left, right);
}

Owned DispatchPower(Value base, Value exponent, Value modulus);
Owned DispatchGetAttribute(Value self, Value name);
bool DispatchSetAttribute(Value self, Value name, Value value_or_empty);
Fallible<int64_t> DispatchHash(Value self);
Owned DispatchCall(Value self, const Value* args, size_t nargs, Value keyword_names);
Owned DispatchCompare(Value self, Value other, CompareOp op);
Owned DispatchIterate(Value self);
Owned DispatchDescriptorGet(Value self, Value instance, Value owner);
bool DispatchDescriptorSet(Value self, Value instance, Value value_or_empty);
bool DispatchInit(Value self, const Value* args, size_t nargs, Value keyword_names);
void DispatchFinalize(Value self);
Fallible<bool> DispatchTruth(Value self);
Fallible<int64_t> DispatchLength(Value self);
bool DispatchSetItem(Value self, Value key, Value value_or_empty);
Fallible<bool> DispatchContains(Value self, Value item);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_SLOT_DISPATCH_H_
