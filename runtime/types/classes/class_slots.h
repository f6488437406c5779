// What a class body says about the layout of its instances: `__slots__`, and with or without it
// whether they get a __dict__ and can be weakly referenced.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_CLASS_SLOTS_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_CLASS_SLOTS_H_

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct ClassSlots {
  Handle names;  // tuple of mangled, sorted, interned names; empty without __slots__
  bool add_dict = false;
  bool add_weak = false;
};

// Reads `__slots__` of the namespace `dict`. TypeError, ValueError.
bool PlanClassSlots(ClassSlots* plan, Value class_name, Value bases, Type* base, Value dict);
// The getter of __weakref__: the newest weak reference to an instance, or None.
Owned FirstWeakReference(Value self);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_CLASS_SLOTS_H_
