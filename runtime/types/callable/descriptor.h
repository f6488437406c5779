// Descriptors that built-in types and __slots__ put into the dictionaries of classes.

#ifndef POLYGIL_RUNTIME_TYPES_CALLABLE_DESCRIPTOR_H_
#define POLYGIL_RUNTIME_TYPES_CALLABLE_DESCRIPTOR_H_

#include <cstdint>

#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct SlotRow;

// What all descriptors begin with (MethodDescriptor in function.h has the same fields).
struct Descriptor : Object {
  const void* definition;  // MethodDef, PropertyDef, SlotRow, or null
  Type* owner;             // owned; the class whose instances it applies to
  Value name, qualname;    // str; qualname is made on demand
};
struct GetSetDescriptor : Descriptor {
  const PropertyDef* property() const { return static_cast<const PropertyDef*>(definition); }
};
// A field of the layout: a row of a member table, or an entry of __slots__ (definition null).
struct MemberDescriptor : Descriptor {
  uint32_t offset;
  MemberKind kind;
  const char* doc;
};
// object.__add__ and the like: a slot of a built-in type as a callable.
struct SlotWrapper : Descriptor {
  const SlotRow* row() const { return reinterpret_cast<const SlotRow*>(definition); }
  void* wrapped;  // the slot function
};
struct MethodWrapper : Object {  // (1).__add__
  Value wrapper, self;
};

Owned MethodDescriptorNew(const MethodDef* definition, Type* owner);
Owned ClassMethodDescriptorNew(const MethodDef* definition, Type* owner);
Owned GetSetDescriptorNew(const PropertyDef* definition, Type* owner);
Owned MemberDescriptorNew(const MemberDef& definition, Type* owner);
// For __slots__: readable, writable and deletable; AttributeError when empty.
Owned SlotMemberNew(Type* owner, Value name, uint32_t offset);
Owned SlotWrapperNew(const SlotRow* row, Type* owner, void* function);

// The part of a native docstring before / after "\n--\n\n": None if there is none.
Owned TextSignatureOf(const char* name, const char* doc);
Owned DocumentationOf(const char* name, const char* doc);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CALLABLE_DESCRIPTOR_H_
