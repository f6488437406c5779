// Storing and deleting attributes. Where a store went is cached: pvm/ops/attribute_cache.h.

#include "pvm/ops/attribute_cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"

namespace polygil {
namespace {

// Where a store to `object` goes, before it is made: to a field that is there, or to the inline
// slot that a new attribute will have.
AttributePlace PlaceOfStore(Value object, Value name) {
  Type* type = TypeOf(object);
  if (!type->Has(kTypeDefaultSetAttribute)) return {};
  Value of_class = TypeLookup(type, name);
  if (of_class && IsExactly(of_class, MemberDescriptorType)) {
    MemberKind kind = of_class.As<MemberDescriptor>()->kind;
    if (kind != MemberKind::kNone && kind != MemberKind::kRaise) return {};
  }
  AttributePlace place = PlaceOf(object, name, of_class);
  if (place.kind != AttributePlace::kNowhere || !HasShape(object)) return place;
  if (of_class && IsDataDescriptor(of_class)) return {};
  Shape* shape = AttributesOfShaped(object)->shape;
  if (shape->is_dict || shape->count >= shape->inline_capacity) return {};
  uint32_t key = ShapeKey(shape);
  Shape* next = key != 0 ? ShapeAdd(shape, name) : nullptr;
  if (next == nullptr || next->is_dict) return {};
  uint32_t offset = kInlineSlotsOffset + shape->count * static_cast<uint32_t>(sizeof(Value));
  return {key, AttributePlace::kAdded, offset, Value::Pointer(next)};
}

Opcode FormOf(const AttributePlace& place) {
  switch (place.kind) {
    case AttributePlace::kAdded:
      return Opcode::STORE_ATTRIBUTE_ADD;
    case AttributePlace::kOverflow:
      return Opcode::STORE_ATTRIBUTE_OVERFLOW;
    default:
      return place.layout & kTypeLayout ? Opcode::STORE_ATTRIBUTE_MEMBER
                                        : Opcode::STORE_ATTRIBUTE_SLOT;
  }
}

}  // namespace

SHARED_SLOW(StoreAttributeSlow) {
  SAVE_PC();
  Value object = base[pc->a], name = consts[pc->c];
  bool missed = pc->opcode() != Opcode::STORE_ATTRIBUTE;
  if (pc->opcode() != Opcode::STORE_ATTRIBUTE_POLY) Rewrite(pc, Opcode::STORE_ATTRIBUTE);
  AttributePlace place = PlaceOfStore(object, name);
  CachePlace(thread, pc, place, name, AttributeUse::kStore, missed, FormOf(place),
             Opcode::STORE_ATTRIBUTE_POLY);
  if (!SetAttribute(object, name, base[pc->b])) TAIL(Unwind);
  if (TypeOf(object)->dict_offset != 0 && TypeOf(object)->Has(kTypeDefaultSetAttribute)) {
    SpecializeOwnDict(pc, object, name, TypeLookup(TypeOf(object), name),
                      Opcode::STORE_ATTRIBUTE_OWN_DICT);
  }
  Consume(base, consts, pc->b);
  Consume(base, consts, pc->a);
  NEXT(3);
}
HANDLER(STORE_ATTRIBUTE) { TAIL(StoreAttributeSlow); }

// aux: the value that the field held. Drops it, and the object if it was a temporary.
SLOW(FinishStore) {
  SAVE_PC();
  DecRef(Value{aux});
  Consume(base, consts, pc->a);
  NEXT(3);
}

// The value to be stored: moved out of a temporary, copied from a local.
#define TAKE_STORED()             \
  Value value = base[pc->b];      \
  if (pc->b >= consts[-1].bits) { \
    base[pc->b] = Value::Empty(); \
  } else {                        \
    IncRefFast(value);            \
  }

// Ends a store that has put a new value in the place of `old`.
#define FINISH_STORE(old)                        \
  do {                                           \
    if (pc->a >= consts[-1].bits) [[unlikely]] { \
      aux = (old).bits;                          \
      TAIL(FinishStore);                         \
    }                                            \
    RELEASE_OR(old, FinishStore);                \
    NEXT(3);                                     \
  } while (0)

// The attributes of an object whose shape is the cached one.
#define SHAPED_OR_SLOW()                                                   \
  Value object = base[pc->a];                                              \
  uint64_t cache = CacheWord(pc, 1);                                       \
  if (!HasShape(object)) [[unlikely]]                                      \
    TAIL(StoreAttributeSlow);                                              \
  Attributes* attributes = AttributesOfShaped(object);                     \
  if (attributes->shape->key != static_cast<uint32_t>(cache)) [[unlikely]] \
  TAIL(StoreAttributeSlow)

HANDLER(STORE_ATTRIBUTE_SLOT) {
  SHAPED_OR_SLOW();
  Value* slot = InlineSlots(attributes) + (cache >> 32);
  TAKE_STORED();
  Value old = *slot;
  *slot = value;
  FINISH_STORE(old);
}
HANDLER(STORE_ATTRIBUTE_OVERFLOW) {
  SHAPED_OR_SLOW();
  Value* slot = attributes->overflow + (cache >> 32);
  TAKE_STORED();
  Value old = *slot;
  *slot = value;
  FINISH_STORE(old);
}
HANDLER(STORE_ATTRIBUTE_ADD) {
  SHAPED_OR_SLOW();
  TAKE_STORED();
  InlineSlots(attributes)[cache >> 32] = value;
  attributes->shape = reinterpret_cast<Shape*>(CacheWord(pc, 2));
  FINISH_STORE(Value::Empty());
}
HANDLER(STORE_ATTRIBUTE_MEMBER) {
  Value object = base[pc->a];
  uint64_t cache = CacheWord(pc, 1);
  if (!object.HasPointerTag() || object.AsObject()->type->version != static_cast<uint32_t>(cache))
      [[unlikely]]
    TAIL(StoreAttributeSlow);
  Value* field = FieldAt(object, cache >> 32);
  TAKE_STORED();
  Value old = *field;
  *field = value;
  FINISH_STORE(old);
}
HANDLER(STORE_ATTRIBUTE_OWN_DICT) {
  Value* entry = OwnDictEntry(pc, base[pc->a], consts[pc->c]);
  if (entry == nullptr) [[unlikely]]
    TAIL(StoreAttributeSlow);
  TAKE_STORED();
  Value old = *entry;
  *entry = value;
  FINISH_STORE(old);
}
HANDLER(STORE_ATTRIBUTE_POLY) {
  Value object = base[pc->a], name = consts[pc->c];
  if (!object.HasPointerTag()) [[unlikely]]
    TAIL(StoreAttributeSlow);
  uint64_t layout = LayoutOf(object.AsObject());
  AttributeCache::Entry* entry = AttributeEntry(thread, layout, name, AttributeUse::kStore);
  if (!EntryIs(entry, layout, name, AttributeUse::kStore)) [[unlikely]]
    TAIL(StoreAttributeSlow);
  Value* field = FieldAt(object, entry->number);
  if (entry->kind == AttributePlace::kOverflow)
    field = AttributesOfShaped(object)->overflow + entry->number;
  if (entry->kind == AttributePlace::kAdded) {
    AttributesOfShaped(object)->shape = entry->value.As<Shape>();
    *field = Value::Empty();
  }
  TAKE_STORED();
  Value old = *field;
  *field = value;
  FINISH_STORE(old);
}

SLOW(DeleteAttributeSlow) {
  SAVE_PC();
  if (!DeleteAttribute(base[pc->a], consts[pc->c])) TAIL(Unwind);
  Consume(base, consts, pc->a);
  NEXT(1);
}
HANDLER(DELETE_ATTRIBUTE) { TAIL(DeleteAttributeSlow); }

}  // namespace polygil
