// What the handlers of attributes share: where a lookup found an attribute, and the cache of
// instructions that see several layouts.
//
// An instruction caches one layout in its own words (monomorphic forms):
//   shape forms:   X1 = shape key | slot << 32; X2 = value of the class (borrowed: the key changes
//                  before the class lets go of it)
//   type forms:    X1 = type version | offset << 32; X2 = value
//   module form:   X1 = version of the dict's keys | entry index << 32
//   own dict form: X1 = type version | entry index << 32. The entry's key is compared: objects of
//   one
//                  type often have the same attributes at the same places in dicts of their own
// A shape's key guards instance layout and class at once (runtime/types/classes/shape.h).
//
// An instruction that keeps missing takes its POLY form, which looks into one table of the
// interpreter by (layout, name). An entry is valid as long as its layout has the number it had:
// then the class is unchanged too, and holds the name and the value.

#ifndef POLYGIL_PVM_OPS_ATTRIBUTE_CACHE_H_
#define POLYGIL_PVM_OPS_ATTRIBUTE_CACHE_H_

#include <cstdint>

#include "pvm/ops/cache.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/type.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/container/dict.h"

namespace polygil {

inline bool HasShape(Value v) {
  return v.HasPointerTag() && (v.AsObject()->flags & kShapeAt16) != 0;
}
inline Attributes* AttributesOfShaped(Value v) { return AttributesAt(v.AsObject(), 16); }
inline constexpr uint32_t kInlineSlotsOffset = 16 + sizeof(Attributes);

enum class AttributeUse : uint64_t { kLoad = 0, kMethod = 1, kStore = 2 };

// Where an attribute is. The numbers of shapes and of types are told apart by a bit.
struct AttributePlace {
  enum Kind : uint32_t {
    kNowhere,   // not to be cached
    kField,     // at the offset in the object: an inline slot or an entry of __slots__
    kOverflow,  // in the overflow block, by index
    kOfClass,   // the class's value
    kAdded,     // a store makes it: the offset of its slot; `value` is the next Shape
  };
  uint64_t layout = 0;
  Kind kind = kNowhere;
  uint32_t number = 0;  // offset or index
  Value value = Value::Empty();
};

inline constexpr uint64_t kTypeLayout = uint64_t{1} << 32;
inline uint64_t LayoutOf(const Object* object) {
  if (object->flags & kShapeAt16) return AttributesAt(const_cast<Object*>(object), 16)->shape->key;
  return object->type->version | kTypeLayout;
}

struct AttributeCache {
  static constexpr uint32_t kSize = 1024;
  struct Entry {
    uint64_t layout;
    uint64_t name;  // its address, with the use in the low bits
    AttributePlace::Kind kind;
    uint32_t number;
    Value value;  // borrowed
  };
  Entry entries[kSize];
  uint8_t misses[kSize];  // by instruction, roughly
};

inline AttributeCache::Entry* AttributeEntry(const ThreadState* thread, uint64_t layout, Value name,
                                             AttributeUse use) {
  uint64_t hash = (layout * 0x9E3779B1u) ^ (name.bits >> 4) ^ static_cast<uint64_t>(use);
  return &thread->interpreter->attribute_cache->entries[hash % AttributeCache::kSize];
}
inline bool EntryIs(const AttributeCache::Entry* entry, uint64_t layout, Value name,
                    AttributeUse use) {
  return entry->layout == layout && entry->name == (name.bits | static_cast<uint64_t>(use));
}

inline Value* FieldAt(Value object, uint64_t offset) {
  return reinterpret_cast<Value*>(object.As<uint8_t>() + offset);
}
inline bool IsDescriptor(Value v) { return TypeOf(v)->slots.descriptor_get != nullptr; }
inline bool IsDataDescriptor(Value v) { return TypeOf(v)->slots.descriptor_set != nullptr; }

// The field of an instance that holds attribute `name`, given what its class has under that name
// (or empty).
AttributePlace PlaceOf(Value object, Value name, Value of_class);
// The same for a value of the class that the instance does not hide.
AttributePlace PlaceOfClassValue(Value object, Value name, Value of_class);

// Caches `place`: in the table if the instruction has its POLY form already or misses often, else
// in the instruction itself, as `form`. `missed`: the instruction had a form, which did not apply.
void CachePlace(ThreadState* thread, const Instruction* pc, const AttributePlace& place, Value name,
                AttributeUse use, bool missed, Opcode form, Opcode poly_form);

// Objects whose type keeps their attributes in a dict of their own: functions, say.
bool SpecializeOwnDict(const Instruction* pc, Value object, Value name, Value of_class,
                       Opcode form);
// The entry that the own dict form has cached, or null.
inline Value* OwnDictEntry(const Instruction* pc, Value object, Value name) {
  uint64_t cache = CacheWord(pc, 1);
  if (!object.HasPointerTag()) return nullptr;
  const Type* type = object.AsObject()->type;
  if (type->version != static_cast<uint32_t>(cache)) return nullptr;
  Value dict = *FieldAt(object, type->dict_offset);
  if (dict.IsEmpty() || static_cast<int64_t>(cache >> 32) >= dict.As<Dict>()->used) return nullptr;
  DictEntry* entry = &dict.As<Dict>()->entries[cache >> 32];
  return entry->key == name ? &entry->value : nullptr;
}

// LOAD_ATTRIBUTE and LOAD_METHOD of a module and of a class.
void SpecializeModule(const Instruction* pc, Value object, Value name, Opcode form);
void SpecializeClass(const Instruction* pc, Value object, Value name, Opcode form);

}  // namespace polygil

#endif  // POLYGIL_PVM_OPS_ATTRIBUTE_CACHE_H_
