#include "pvm/ops/attribute_cache.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/spared_misses.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

// So many misses make an instruction polymorphic. The first instances of a class often have a
// layout of their own that is never seen again.
constexpr uint8_t kMissesAllowed = 3;

bool MissesOften(AttributeCache* cache, const Instruction* pc) {
  uint8_t& misses =
      cache->misses[reinterpret_cast<uint64_t>(pc) / sizeof(Instruction) % AttributeCache::kSize];
  return misses >= kMissesAllowed || ++misses >= kMissesAllowed;
}

AttributeCache* TheCache(Interpreter* interpreter) {
  if (interpreter->attribute_cache == nullptr) {
    void* block = RawAllocate(sizeof(AttributeCache));
    if (block == nullptr) return nullptr;
    memset(block, 0, sizeof(AttributeCache));
    interpreter->attribute_cache = static_cast<AttributeCache*>(block);
  }
  return interpreter->attribute_cache;
}

uint32_t MonomorphicNumber(const AttributePlace& place) {
  bool is_slot = (place.kind == AttributePlace::kField || place.kind == AttributePlace::kAdded) &&
                 (place.layout & kTypeLayout) == 0;
  return is_slot ? (place.number - kInlineSlotsOffset) / sizeof(Value) : place.number;
}

// An entry of __slots__, or a Value of a built-in layout.
AttributePlace PlaceOfMember(Value object, const MemberDescriptor* member) {
  if (!object.IsPointer() || (object.AsObject()->flags & kShapeAt16)) return {};
  if (member->kind >= MemberKind::kReadOnlyInt64 || !IsSubtype(TypeOf(object), member->owner))
    return {};
  uint32_t version = TypeVersion(TypeOf(object));
  if (version == 0) return {};
  return {version | kTypeLayout, AttributePlace::kField, member->offset, Value::Empty()};
}

}  // namespace

AttributePlace PlaceOf(Value object, Value name, Value of_class) {
  if (of_class && IsDataDescriptor(of_class)) {
    if (IsExactly(of_class, MemberDescriptorType))
      return PlaceOfMember(object, of_class.As<MemberDescriptor>());
    return {};
  }
  if (!HasShape(object)) return {};
  Shape* shape = AttributesOfShaped(object)->shape;
  int slot = shape->is_dict ? -1 : ShapeFind(shape, name);
  uint32_t key = slot >= 0 ? ShapeKey(shape) : 0;
  if (key == 0) return {};
  uint32_t index = static_cast<uint32_t>(slot);
  if (index >= shape->inline_capacity) {
    return {key, AttributePlace::kOverflow, index - shape->inline_capacity, Value::Empty()};
  }
  uint32_t offset = kInlineSlotsOffset + index * static_cast<uint32_t>(sizeof(Value));
  return {key, AttributePlace::kField, offset, Value::Empty()};
}

AttributePlace PlaceOfClassValue(Value object, Value name, Value of_class) {
  if (!HasShape(object)) return {};
  Shape* shape = AttributesOfShaped(object)->shape;
  if (shape->is_dict || ShapeFind(shape, name) >= 0) return {};
  uint32_t key = ShapeKey(shape);
  if (key == 0) return {};
  return {key, AttributePlace::kOfClass, 0, of_class};
}

void CachePlace(ThreadState* thread, const Instruction* pc, const AttributePlace& place, Value name,
                AttributeUse use, bool missed, Opcode form, Opcode poly_form) {
  if (place.kind == AttributePlace::kNowhere || !MayFillCaches()) return;
  AttributeCache* cache = missed ? TheCache(thread->interpreter) : nullptr;
  if (cache != nullptr && (pc->opcode() == poly_form || MissesOften(cache, pc))) {
    AttributeCache::Entry* entry = AttributeEntry(thread, place.layout, name, use);
    *entry = {place.layout, name.bits | static_cast<uint64_t>(use), place.kind, place.number,
              place.value};
    Rewrite(pc, poly_form);
    return;
  }
  SetCache(pc, 1, static_cast<uint32_t>(place.layout), MonomorphicNumber(place));
  SetCacheWord(pc, 2, place.value.bits);
  Rewrite(pc, form);
}

void SpecializeModule(const Instruction* pc, Value object, Value name, Opcode form) {
  Value dict = ModuleDict(object);
  if (!IsExactly(dict, DictType) || TypeLookup(&ModuleType, name) || !MayFillCaches()) return;
  int64_t index = DictFindIndex(dict, name);
  uint32_t version = index >= 0 ? DictKeysVersion(dict) : 0;
  if (version == 0) return;
  SetCache(pc, 1, version, static_cast<uint32_t>(index));
  Rewrite(pc, form);
}

bool SpecializeOwnDict(const Instruction* pc, Value object, Value name, Value of_class,
                       Opcode form) {
  Type* type = TypeOf(object);
  if (type->dict_offset == 0 || !object.IsPointer() || (of_class && IsDataDescriptor(of_class)))
    return false;
  Value dict = *FieldAt(object, type->dict_offset);
  if (!dict || !IsExactly(dict, DictType)) return false;
  int64_t index = DictFindIndex(dict, name);
  uint32_t version = TypeVersion(type);
  if (index < 0 || index > UINT32_MAX || version == 0 || !MayFillCaches()) return false;
  SetCache(pc, 1, version, static_cast<uint32_t>(index));
  Rewrite(pc, form);
  return true;
}

// X1 = class's version | its metaclass's version << 32: a metaclass may get an attribute that comes first.
void SpecializeClass(const Instruction* pc, Value object, Value name, Opcode form) {
  Type* type = object.As<Type>();
  Type* meta = TypeOf(object);
  if (TypeLookup(meta, name)) return;
  if (meta != &TypeType &&
      TypeLookup(meta, names.__getattribute__) != TypeLookup(&TypeType, names.__getattribute__))
    return;
  Value value = TypeLookup(type, name);
  if (value.IsEmpty()) return;
  if (TypeOf(value)->slots.descriptor_get != nullptr && !IsExactly(value, FunctionType)) return;
  uint32_t version = TypeVersion(type), meta_version = TypeVersion(meta);
  if (version == 0 || meta_version == 0 || !MayFillCaches()) return;
  SetCache(pc, 1, version, meta_version);
  SetCacheWord(pc, 2, value.bits);
  Rewrite(pc, form);
}

}  // namespace polygil
