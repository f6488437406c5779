// Shapes (hidden classes): which instance attribute lives in which slot.
//
// Instances of one class start at its root shape; adding an attribute follows a transition to a
// child shape. Slots 0 .. inline_capacity-1 lie in the object behind Attributes, the others in
// Attributes::overflow. When Python code asks for __dict__, the attributes move into a real dict
// held by Attributes::dict, and the shape becomes the type's dict_shape. Deleting an attribute
// other than the last one also goes to dict form.
//
// `key` is what inline caches compare: unique per shape, and renewed whenever a lookup on the
// class could change (TypeModified), so one comparison guards both the instance layout and the
// class. 0: no key assigned since.

#ifndef POLYGIL_RUNTIME_TYPES_CLASSES_SHAPE_H_
#define POLYGIL_RUNTIME_TYPES_CLASSES_SHAPE_H_

#include <cstdint>

#include "runtime/object/interpreter.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Shape {
  uint32_t key;
  uint16_t count;            // attributes of an instance with this shape
  uint16_t inline_capacity;  // same in a whole tree
  bool is_dict;              // attributes are in Attributes::dict
  Type* type;                // borrowed: a type owns its shapes
  Shape* parent;
  Value name;                // interned; the attribute added by the last transition
  Shape* first_child;
  Shape* next_sibling;
  Shape* root;               // of the tree; itself for a root
  Shape* dict_form;          // of a root: the shape of instances in dict form; else null
  Shape* older_root;         // of a root: a tree of the same type with another capacity
  uint32_t tree_size;        // of a root: shapes in the tree
  uint16_t observed;         // of a root: most attributes an instance had, if more than inline ones
  // [names by slot][places: slot by hash], made by the first search of a shape with more than a few
  // attributes; or null.
  uint8_t* slot_table;
  uint32_t slot_table_size;
};

struct Attributes {          // at type->attributes_offset of an instance
  Shape* shape;
  union {
    Value* overflow;         // raw block, or null
    uint64_t dict_bits;      // Value of the dict when shape->is_dict (empty: not made yet)
  };
};

inline Attributes* AttributesAt(Object* object, int32_t offset) {
  return reinterpret_cast<Attributes*>(reinterpret_cast<uint8_t*>(object) + offset);
}
// Null if instances of the type have none.
Attributes* AttributesOf(Object* object);
inline Value* InlineSlots(Attributes* attributes) {
  return reinterpret_cast<Value*>(attributes + 1);
}
inline Value* AttributeSlot(Attributes* attributes, uint32_t slot) {
  uint32_t capacity = attributes->shape->inline_capacity;
  return slot < capacity ? InlineSlots(attributes) + slot : attributes->overflow + (slot - capacity);
}

// A new tree whose instances have `capacity` inline slots, or the one there is; null: out of memory
// (MemoryError pending).
Shape* ShapeRoot(Type* type, uint32_t capacity);
// Gives instances of a heap type to be made from now on room for `count` attributes inline, if that is
// more than they have. Does nothing when memory is short.
void ReserveInlineAttributes(Type* type, uint32_t count);
// Forgets the keys of all shapes of a type / frees them.
void ShapesInvalidate(Type* type);
void ShapesFree(Type* type);

// The key for a cache, assigned on demand.
uint32_t ShapeKeySlow(Shape* shape);
inline uint32_t ShapeKey(Shape* shape) { return shape->key ? shape->key : ShapeKeySlow(shape); }
// -1: an instance of this (non-dict) shape has no such attribute.
int ShapeFind(Shape* shape, Value interned_name);
// The shape after adding `interned_name`; null: no more transitions, use dict form (or out of memory).
Shape* ShapeAdd(Shape* shape, Value interned_name);

// Instance attribute operations below the descriptor protocol.
// Borrowed; empty without exception: absent.
Value InstanceGet(Object* object, Value interned_name);
bool InstanceSet(Object* object, Value interned_name, Value value);
// False without exception: absent.
bool InstanceDelete(Object* object, Value interned_name);
// obj.__dict__: materialises. Borrowed.
Value InstanceDict(Object* object);
bool InstanceSetDict(Object* object, Value dict);
// After object->type changed to one of the same layout: the same attributes under its shapes.
bool InstanceMigrate(Object* object, Type* new_type);
// For traverse/clear/destroy of any type whose instances have Attributes.
bool AttributesTraverse(Object* object, Visitor visit, void* arg);
void AttributesClear(Object* object);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CLASSES_SHAPE_H_
