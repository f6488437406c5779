// Instances: allocation with room for attributes, and the attributes themselves below the descriptor
// protocol. An instance keeps its values in inline slots and an overflow block as its shape says, or,
// once somebody asked for __dict__, in a real dict.

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr uint32_t kCapacities[] = {2, 4, 6, 8, 12, 16, 24, 32};

size_t OverflowCapacity(size_t count) { return count == 0 ? 0 : std::max<size_t>(4, std::bit_ceil(count)); }

size_t OverflowCount(const Shape* shape) {
  return shape->count > shape->inline_capacity ? shape->count - shape->inline_capacity : 0;
}

uint32_t CapacityFor(uint32_t count) {
  for (uint32_t capacity : kCapacities)
    if (capacity >= count) return capacity;
  return 32;
}

// Makes the tree of instances with `capacity` inline slots the one of new instances.
void UseCapacity(Type* type, uint32_t capacity) {
  Shape* root = ShapeRoot(type, capacity);
  if (root == nullptr) return ClearPending();
  Shape** link = &type->root_shape;
  while (*link != root) link = &(*link)->older_root;
  *link = root->older_root;
  root->older_root = type->root_shape;
  type->root_shape = root;
  type->dict_shape = root->dict_form;
  type->inline_attributes = static_cast<uint16_t>(capacity);
}

// The first instance that outgrows its inline slots shows how many are needed; when the next one
// does, later ones get as many. Older instances keep their tree.
void WidenLaterInstances(Shape* shape) {
  Type* type = shape->type;
  Shape* root = shape->root;
  if (shape->count <= root->observed) {
    if (root != type->root_shape || OverflowCount(shape) != 1 || !type->Has(kTypeHeap)) return;
    return UseCapacity(type, CapacityFor(root->observed));
  }
  root->observed = shape->count;
}

// Room for the last slot of `shape`, given an instance of its parent shape.
bool GrowOverflow(Attributes* attributes, Shape* shape) {
  size_t count = OverflowCount(shape);
  if (count == 0) return true;
  size_t old_capacity = OverflowCapacity(count - 1), capacity = OverflowCapacity(count);
  if (attributes->shape->type->attributes_offset > 0) WidenLaterInstances(shape);
  if (capacity == old_capacity) return true;
  void* block = old_capacity == 0 ? RawAllocate(capacity * sizeof(Value))
                                  : RawReallocate(attributes->overflow, old_capacity * sizeof(Value),
                                                  capacity * sizeof(Value));
  if (block == nullptr) return RaiseMemoryError();
  attributes->overflow = static_cast<Value*>(block);
  return true;
}

Shape* NthShape(Shape* shape, uint32_t count) {
  while (shape->count > count) shape = shape->parent;
  return shape;
}

// Moves the values into a dict. They stay owned once: slots are emptied.
bool Materialise(Attributes* attributes) {
  Shape* shape = attributes->shape;
  Handle dict = TRY(DictNew(shape->count));
  for (uint32_t slot = 0; slot < shape->count; ++slot) {
    Value name = NthShape(shape, slot + 1)->name;
    TRY_VOID(DictSet(dict, name, *AttributeSlot(attributes, slot)));
  }
  Value* inline_slots = InlineSlots(attributes);
  uint32_t inline_count = std::min<uint32_t>(shape->count, shape->inline_capacity);
  size_t overflow_count = OverflowCount(shape);
  Value* overflow = attributes->overflow;
  attributes->shape = shape->root->dict_form;
  attributes->dict_bits = dict.Release().bits;
  // The dict holds each value now, so these drops destroy nothing.
  for (uint32_t i = 0; i < inline_count; ++i) ClearField(&inline_slots[i]);
  for (size_t i = 0; i < overflow_count; ++i) DecRef(overflow[i]);
  if (overflow_count != 0) RawFree(overflow, OverflowCapacity(overflow_count) * sizeof(Value));
  return true;
}

Value DictOf(Attributes* attributes) {
  if (attributes->dict_bits == 0) {
    Owned dict = DictNew();
    if (!dict) return Value::Empty();
    attributes->dict_bits = dict.bits;
  }
  return Value{attributes->dict_bits};
}

bool CheckInstantiable(Type* type) {
  if (!type->Has(kTypeAbstract)) [[likely]]
    return true;
  // Only object.__new__ asks; an abstract subclass of list or Exception has always been possible.
  const Type* native = type;
  while (native->Has(kTypeHeap)) native = native->base;
  return native != &ObjectType || RaiseAbstract(type);
}

}  // namespace

void ReserveInlineAttributes(Type* type, uint32_t count) {
  if (!type->Has(kTypeHeap) || type->attributes_offset <= 0 || count <= type->inline_attributes) return;
  uint32_t capacity = CapacityFor(count);
  if (capacity > type->inline_attributes) UseCapacity(type, capacity);
}

Attributes* AttributesOf(Object* object) {
  Type* type = object->type;
  if (!type->Has(kTypeHasAttributes)) return nullptr;
  int64_t offset = type->attributes_offset;
  if (offset == kAttributesAtEnd) {
    size_t size = type->slots.size != nullptr
                      ? type->slots.size(object)
                      : type->basic_size +
                            static_cast<size_t>(std::abs(static_cast<VarObject*>(object)->size)) *
                                type->item_size;
    offset = static_cast<int64_t>((size + 7) & ~size_t{7});
  }
  auto* attributes =
      reinterpret_cast<Attributes*>(reinterpret_cast<uint8_t*>(object) + offset);
  if (attributes->shape == nullptr) [[unlikely]]
    attributes->shape = type->root_shape;
  return attributes;
}

Owned AllocateInstance(Type* type) {
  if (!CheckInstantiable(type)) return {};
  return AllocateObject(type);  // Attributes begin with the root shape
}

Owned AllocateVarInstance(Type* type, int64_t count, size_t extra) {
  if (!CheckInstantiable(type)) return {};
  return AllocateVarObject(type, count, extra);
}

Value InstanceGet(Object* object, Value name) {
  Attributes* attributes = AttributesOf(object);
  if (attributes == nullptr) {
    uint32_t offset = object->type->dict_offset;
    if (offset == 0) return Value::Empty();
    Value dict = *reinterpret_cast<Value*>(reinterpret_cast<uint8_t*>(object) + offset);
    return dict ? DictGetStr(dict, name) : Value::Empty();
  }
  Shape* shape = attributes->shape;
  if (shape->is_dict) [[unlikely]]
    return attributes->dict_bits != 0 ? DictGetStr(Value{attributes->dict_bits}, name)
                                      : Value::Empty();
  int slot = ShapeFind(shape, name);
  return slot < 0 ? Value::Empty() : *AttributeSlot(attributes, static_cast<uint32_t>(slot));
}

bool InstanceSet(Object* object, Value name, Value value) {
  Attributes* attributes = AttributesOf(object);
  if (attributes == nullptr) {
    Value dict = InstanceDict(object);
    return dict && DictSet(dict, name, value);
  }
  Shape* shape = attributes->shape;
  if (shape->is_dict) {
    Value dict = DictOf(attributes);
    return dict && DictSet(dict, name, value);
  }
  int slot = ShapeFind(shape, name);
  if (slot >= 0) {
    StoreOwned(AttributeSlot(attributes, static_cast<uint32_t>(slot)), Retain(value));
    return true;
  }
  Shape* next = ShapeAdd(shape, name);
  if (next == nullptr) {
    TRY_VOID(Materialise(attributes));
    return DictSet(Value{attributes->dict_bits}, name, value);
  }
  TRY_VOID(GrowOverflow(attributes, next));
  IncRef(value);
  attributes->shape = next;
  *AttributeSlot(attributes, next->count - 1u) = value;
  return true;
}

bool InstanceDelete(Object* object, Value name) {
  Attributes* attributes = AttributesOf(object);
  if (attributes == nullptr || attributes->shape->is_dict) {
    Value dict = attributes != nullptr ? Value{attributes->dict_bits} : InstanceDict(object);
    if (!dict) return false;
    Handle removed = DictPop(dict, name);
    return static_cast<bool>(removed);
  }
  Shape* shape = attributes->shape;
  int slot = ShapeFind(shape, name);
  if (slot < 0) return false;
  if (slot != shape->count - 1) {
    if (!Materialise(attributes)) return false;
    Handle removed = DictPop(Value{attributes->dict_bits}, name);
    return static_cast<bool>(removed);
  }
  // The last one: back to the parent's shape, giving overflow room back.
  Value* place = AttributeSlot(attributes, static_cast<uint32_t>(slot));
  Value old = *place;
  *place = Value::Empty();
  size_t count = OverflowCount(shape);
  if (count != 0 && OverflowCapacity(count - 1) != OverflowCapacity(count)) {
    size_t old_bytes = OverflowCapacity(count) * sizeof(Value);
    if (count == 1) {
      RawFree(attributes->overflow, old_bytes);
      attributes->overflow = nullptr;
    } else {
      size_t bytes = OverflowCapacity(count - 1) * sizeof(Value);
      void* block = RawReallocate(attributes->overflow, old_bytes, bytes);
      if (block == nullptr) {  // can't even shrink
        *place = old;
        return RaiseMemoryError();
      }
      attributes->overflow = static_cast<Value*>(block);
    }
  }
  attributes->shape = shape->parent;
  DecRef(old);
  return true;
}

Value InstanceDict(Object* object) {
  Attributes* attributes = AttributesOf(object);
  if (attributes == nullptr) {
    uint32_t offset = object->type->dict_offset;
    if (offset == 0) return Value::Empty();
    auto* field = reinterpret_cast<Value*>(reinterpret_cast<uint8_t*>(object) + offset);
    if (!*field) {
      Owned dict = DictNew();
      if (!dict) return Value::Empty();
      *field = dict.Peek();
    }
    return *field;
  }
  if (!attributes->shape->is_dict && !Materialise(attributes)) return Value::Empty();
  return DictOf(attributes);
}

bool InstanceSetDict(Object* object, Value dict) {
  Attributes* attributes = AttributesOf(object);
  if (attributes == nullptr) {
    uint32_t offset = object->type->dict_offset;
    auto* field = reinterpret_cast<Value*>(reinterpret_cast<uint8_t*>(object) + offset);
    StoreOwned(field, dict ? Retain(dict) : Owned());
    return true;
  }
  if (!attributes->shape->is_dict && !Materialise(attributes)) return false;
  Value old{attributes->dict_bits};
  IncRef(dict);
  attributes->dict_bits = dict.bits;
  DecRef(old);
  return true;
}

bool InstanceMigrate(Object* object, Type* new_type) {
  Attributes* attributes = AttributesOf(object);
  if (attributes == nullptr) return true;
  Shape* old = attributes->shape;
  Shape* root = TRY(ShapeRoot(new_type, old->inline_capacity));
  if (old->is_dict) {
    attributes->shape = root->dict_form;
    return true;
  }
  Shape* shape = root;
  for (uint32_t i = 1; shape != nullptr && i <= old->count; ++i)
    shape = ShapeAdd(shape, NthShape(old, i)->name);
  if (shape == nullptr) {
    TRY_VOID(Materialise(attributes));
    shape = root->dict_form;
  }
  attributes->shape = shape;
  return true;
}

bool AttributesTraverse(Object* object, Visitor visit, void* arg) {
  Attributes* attributes = AttributesOf(object);
  if (attributes == nullptr) return false;
  Shape* shape = attributes->shape;
  if (shape == nullptr) return false;
  if (shape->is_dict)
    return attributes->dict_bits != 0 && visit(Value{attributes->dict_bits}, arg);
  for (uint32_t slot = 0; slot < shape->count; ++slot) {
    Value value = *AttributeSlot(attributes, slot);
    if (value && visit(value, arg)) return true;
  }
  return false;
}

void AttributesClear(Object* object) {
  Attributes* attributes = AttributesOf(object);
  if (attributes == nullptr) return;
  Shape* shape = attributes->shape;
  if (shape == nullptr || shape == shape->root) return;
  if (shape->is_dict) {
    Value dict{attributes->dict_bits};
    attributes->dict_bits = 0;
    DecRef(dict);
    return;
  }
  // Reachable code may look at the object while values die: it must see no attributes first.
  uint32_t inline_count = std::min<uint32_t>(shape->count, shape->inline_capacity);
  Value inline_values[32];
  Value* inline_slots = InlineSlots(attributes);
  memcpy(static_cast<void*>(inline_values), inline_slots, inline_count * sizeof(Value));
  for (uint32_t i = 0; i < inline_count; ++i) inline_slots[i] = Value::Empty();
  size_t overflow_count = OverflowCount(shape);
  Value* overflow = attributes->overflow;
  attributes->shape = shape->root;
  attributes->overflow = nullptr;
  for (uint32_t i = 0; i < inline_count; ++i) DecRef(inline_values[i]);
  for (size_t i = 0; i < overflow_count; ++i) DecRef(overflow[i]);
  if (overflow_count != 0) RawFree(overflow, OverflowCapacity(overflow_count) * sizeof(Value));
}

}  // namespace polygil
