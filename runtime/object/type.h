// Type: the class object, with slots, layout of its instances, and what inline caches guard on.
//
// Built-in types are static objects in the binary (extern Type ListType;), filled by their
// Init...Type() before start-up ends; classes made by Python code live on the heap. Layout:
//   plain built-in:        [header | fields]
//   class C: ...           [header | Attributes | inline attribute slots]
//   class C(list): ...     [header | List fields | Attributes | inline slots]
//   __slots__ = ('a',)     one Value per slot behind the base's fields, before Attributes
// A variable-sized base (tuple, bytes, str, big int) has its Attributes behind the items.
//
// basic_size never counts Attributes: they begin at attributes_offset (== basic_size, 8-aligned) and
// a block has basic_size + sizeof(Attributes) + 8 * inline capacity bytes. The capacity of an
// *existing* instance is that of its shape tree (attributes->shape->inline_capacity); new ones get
// type->inline_attributes. With kAttributesAtEnd the capacity is 0 and Attributes begin behind the
// items, rounded up to 8 bytes: at slots.size(object) if there is such a slot (which then counts
// items and terminators but not Attributes), else at basic_size + |size| * item_size.
// An instance of a heap type owns a reference to its type: Allocate...Object takes it, Deallocate
// drops it after `destroy`, and the collector visits it (heap.h, "Who owns what in an object").

#ifndef POLYGIL_RUNTIME_OBJECT_TYPE_H_
#define POLYGIL_RUNTIME_OBJECT_TYPE_H_

#include <cstdint>

#include "runtime/object/object.h"
#include "runtime/object/slots.h"

namespace polygil {

struct Shape;
struct MethodDef;

enum TypeFlag : uint32_t {
  kTypeHeap = 1u << 0,          // made by a class statement or type(); mutable and counted
  kTypeBase = 1u << 1,          // may be subclassed
  kTypeGc = 1u << 2,            // instances are containers the cycle collector must see
  kTypeAtomic = 1u << 3,        // instances own nothing and nothing happens when they die
  kTypeHasAttributes = 1u << 4,  // instances have a __dict__ (Attributes at attributes_offset)
  kTypeWeakly = 1u << 5,        // instances can be weakly referenced
  kTypeVarSized = 1u << 6,      // instances are VarObjects
  kTypeImmutable = 1u << 7,     // attributes of the type can't be set
  kTypeAbstract = 1u << 8,      // has abstract methods (__abstractmethods__ non-empty)
  kTypeSequencePattern = 1u << 9,   // PEP 634
  kTypeMappingPattern = 1u << 10,
  kTypeMethodDescriptor = 1u << 11,  // calling obj.f(x) may pass obj as first argument directly
  kTypeNoInstantiation = 1u << 12,   // "cannot create 'x' instances"
  // Fast subclass checks, inherited.
  kTypeIsInt = 1u << 16,
  kTypeIsList = 1u << 17,
  kTypeIsTuple = 1u << 18,
  kTypeIsBytes = 1u << 19,
  kTypeIsStr = 1u << 20,
  kTypeIsDict = 1u << 21,
  kTypeIsException = 1u << 22,
  kTypeIsType = 1u << 23,
  kTypeIsFloat = 1u << 24,
  kTypeIsSet = 1u << 25,        // set or frozenset
  kTypeMatchSelf = 1u << 26,    // PEP 634: class pattern C(x) binds the subject itself
  kTypeHasFinalizer = 1u << 27,  // slots.finalize is set
  // get_attribute is object's: caches may look inside (also with kTypeHasGetattrHook: a hit is a hit).
  kTypeDefaultGetAttribute = 1u << 28,
  kTypeDefaultSetAttribute = 1u << 29,
  kTypeHasGetattrHook = 1u << 30,  // defines __getattr__, and __getattribute__ is object's
};
inline constexpr uint32_t kTypeInheritedFlags =
    kTypeGc | kTypeHasAttributes | kTypeWeakly | kTypeVarSized | kTypeSequencePattern |
    kTypeMappingPattern | 0x07FF0000u;

inline constexpr int32_t kAttributesAtEnd = -1;

struct Type : Object {
  const char* native_name;  // "list", or "module.name" of a built-in; null for heap types
  Value name;               // str
  Value qualname;           // str
  Value dict;               // Dict; keys interned
  Value bases;              // tuple of types
  Value mro;                // tuple of types, self first
  Type* base;               // the one whose layout is extended; null for object
  uint32_t type_flags;
  // Changes whenever a lookup on the type or a base may give another answer; 0: never cached
  // since. Assigned on demand by TypeVersion() from a 32-bit counter of the interpreter.
  uint32_t version;
  uint32_t basic_size;      // bytes of the fixed part, header included
  uint32_t item_size;       // of a VarObject, else 0
  int32_t attributes_offset;  // of Attributes; 0: none; kAttributesAtEnd
  uint32_t dict_offset;     // of a Value field holding the instances' own dict (modules, functions,
                            // types), 0: none; such types have no Attributes, nor do subclasses
  uint16_t slot_count;      // Values of __slots__ declared by this type and its bases
  uint16_t inline_attributes;  // attribute slots that new instances get inside the block
  uint32_t index;           // dense number of a built-in type, 0 for heap types
  Shape* root_shape;        // of new instances, null without Attributes
  Shape* dict_shape;        // of instances whose __dict__ was materialised
  Value subclasses;         // dict: address of a direct subclass as an int -> None; or empty. A
                            // type takes itself out of its bases' when it dies
  Value heap_slot_names;    // tuple of the names of own __slots__ (mangled, sorted), or empty
  const MethodDef* methods;  // of a built-in type
  const char* doc;          // of a built-in type, with text signature
  TypeSlots slots;

  bool Has(uint32_t flag) const { return (type_flags & flag) != 0; }
};

// Indexed by Value::ImmediateIndex(): NoneType, bool, ellipsis, NotImplementedType.
extern Type* const kImmediateTypes[8];
extern Type IntType;
extern Type FloatType;

// Never fails; `value` is not empty. No count is touched.
inline Type* TypeOf(Value value) {
  if (value.HasPointerTag()) [[likely]]
    return value.AsObject()->type;
  if (value.IsInt()) return &IntType;
  if (value.IsImmediateFloat()) return &FloatType;
  return kImmediateTypes[value.ImmediateIndex()];
}

inline bool IsExactly(Value value, const Type& type) {
  return value.IsPointer() && value.AsObject()->type == &type;
}
inline bool HasTypeFlag(Value value, uint32_t flag) { return TypeOf(value)->Has(flag); }
inline bool IsStr(Value v) { return v.IsPointer() && v.AsObject()->type->Has(kTypeIsStr); }
inline bool IsBytes(Value v) { return v.IsPointer() && v.AsObject()->type->Has(kTypeIsBytes); }
inline bool IsTuple(Value v) { return v.IsPointer() && v.AsObject()->type->Has(kTypeIsTuple); }
inline bool IsList(Value v) { return v.IsPointer() && v.AsObject()->type->Has(kTypeIsList); }
inline bool IsDict(Value v) { return v.IsPointer() && v.AsObject()->type->Has(kTypeIsDict); }
inline bool IsAnySet(Value v) { return v.IsPointer() && v.AsObject()->type->Has(kTypeIsSet); }
inline bool IsType(Value v) { return v.IsPointer() && v.AsObject()->type->Has(kTypeIsType); }
inline bool IsExceptionInstance(Value v) {
  return v.IsPointer() && v.AsObject()->type->Has(kTypeIsException);
}
// int or a subclass, bool included; small or big.
inline bool IsAnyInt(Value v) { return v.IsInt() || TypeOf(v)->Has(kTypeIsInt); }
inline bool IsAnyFloat(Value v) { return v.IsImmediateFloat() || TypeOf(v)->Has(kTypeIsFloat); }

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_TYPE_H_
