// Loading attributes. What a lookup found is cached: pvm/ops/attribute_cache.h.

#include "pvm/ops/attribute_cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/spared_misses.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/float.h"

namespace polygil {
namespace {

// Getters of members that are numbers (complex.real), by the place of the field in the object.
template <uint32_t offset>
Owned DoubleAt(Value v) {
  return FloatNew(*reinterpret_cast<const double*>(v.As<uint8_t>() + offset));
}
using NumberGetter = Owned (*)(Value);
constexpr NumberGetter kDoubleGetters[] = {DoubleAt<16>, DoubleAt<24>, DoubleAt<32>, DoubleAt<40>};

NumberGetter GetterOfMember(const Type* type, const MemberDescriptor* member) {
  uint32_t index = (member->offset - static_cast<uint32_t>(sizeof(Object))) / 8;
  if (member->kind != MemberKind::kReadOnlyDouble || type != member->owner || index >= 4) return nullptr;
  return kDoubleGetters[index];
}

// The forms for descriptors that the type's version alone finds.
bool SpecializeDescriptor(const Instruction* pc, Value object, Value found) {
  Type* type = TypeOf(object);
  uint64_t target = 0;
  Opcode form = Opcode::LOAD_ATTRIBUTE_PROPERTY;
  if (IsExactly(found, PropertyType)) {
    Value getter = found.As<Property>()->get;
    if (getter.IsEmpty() || !IsExactly(getter, FunctionType) ||
        getter.As<Function>()->code->simple_argument_count != 1)
      return false;
    target = getter.bits;
  } else if (IsExactly(found, GetSetDescriptorType)) {
    auto* descriptor = found.As<GetSetDescriptor>();
    if (descriptor->property()->get == nullptr || !IsSubtype(type, descriptor->owner)) return false;
    target = reinterpret_cast<uint64_t>(descriptor->property()->get);
    form = Opcode::LOAD_ATTRIBUTE_GETTER;
  } else if (IsExactly(found, MemberDescriptorType)) {
    NumberGetter getter = GetterOfMember(type, found.As<MemberDescriptor>());
    if (getter == nullptr) return false;
    target = reinterpret_cast<uint64_t>(getter);
    form = Opcode::LOAD_ATTRIBUTE_GETTER;
  } else {
    return false;
  }
  uint32_t version = TypeVersion(type);
  if (version == 0 || !MayFillCaches()) return false;
  SetCache(pc, 1, version, 0);
  SetCacheWord(pc, 2, target);
  Rewrite(pc, form);
  return true;
}

Opcode FormOf(const AttributePlace& place) {
  switch (place.kind) {
    case AttributePlace::kField:
      return place.layout & kTypeLayout ? Opcode::LOAD_ATTRIBUTE_MEMBER
                                        : Opcode::LOAD_ATTRIBUTE_SLOT;
    case AttributePlace::kOverflow:
      return Opcode::LOAD_ATTRIBUTE_OVERFLOW;
    default:
      return Opcode::LOAD_ATTRIBUTE_CLASS_VALUE;
  }
}

void SpecializeLoad(ThreadState* thread, const Instruction* pc, Value object, Value name,
                    bool missed) {
  Type* type = TypeOf(object);
  if (type == &ModuleType)
    return SpecializeModule(pc, object, name, Opcode::LOAD_ATTRIBUTE_OF_MODULE);
  if (IsType(object)) return SpecializeClass(pc, object, name, Opcode::LOAD_ATTRIBUTE_OF_TYPE);
  if (!type->Has(kTypeDefaultGetAttribute)) return;
  Value of_class = TypeLookup(type, name);
  if (of_class && SpecializeDescriptor(pc, object, of_class)) return;
  if (SpecializeOwnDict(pc, object, name, of_class, Opcode::LOAD_ATTRIBUTE_OWN_DICT)) return;
  AttributePlace place = PlaceOf(object, name, of_class);
  if (place.kind == AttributePlace::kNowhere && of_class && !IsDescriptor(of_class)) {
    place = PlaceOfClassValue(object, name, of_class);
  }
  CachePlace(thread, pc, place, name, AttributeUse::kLoad, missed, FormOf(place),
             Opcode::LOAD_ATTRIBUTE_POLY);
}

// R[b] was used: the reference a temporary held is dropped out of line when R[a] takes the result.
inline void FinishLoad(Value* base, Value* consts, const Instruction* pc, Owned result) {
  if (pc->b != pc->a) Consume(base, consts, pc->b);
  SetRegister(base, pc->a, result);
}

}  // namespace

// -- Loading --------------------------------------------------------------------------------------

SHARED_SLOW(LoadAttributeSlow) {
  SAVE_PC();
  Value object = base[pc->b], name = consts[pc->c];
  Opcode was = pc->opcode();
  if (was != Opcode::LOAD_ATTRIBUTE_POLY) Rewrite(pc, Opcode::LOAD_ATTRIBUTE);
  Owned result = GetAttribute(object, name);
  if (!result) TAIL(Unwind);
  SpecializeLoad(thread, pc, object, name, was != Opcode::LOAD_ATTRIBUTE);
  FinishLoad(base, consts, pc, result);
  NEXT(3);
}
HANDLER(LOAD_ATTRIBUTE) { TAIL(LoadAttributeSlow); }

// The result goes to R[a]; a temporary R[b] different from R[a] is released as well.
#define FINISH_LOAD(value)                                         \
  do {                                                             \
    Value loaded = (value);                                        \
    RETAIN_OR(loaded, FinishLoadInherited);                        \
    if (pc->b != pc->a && pc->b >= consts[-1].bits) [[unlikely]] { \
      aux = loaded.bits;                                           \
      TAIL(FinishLoadConsuming);                                   \
    }                                                              \
    FINISH(3, pc->a, loaded);                                      \
  } while (0)

SLOW(FinishLoadConsuming) {
  SAVE_PC();
  FinishLoad(base, consts, pc, Owned(Value{aux}));
  NEXT(3);
}

SLOW(FinishLoadInherited) {
  IncRefInherited(Value{aux});
  TAIL(FinishLoadConsuming);
}

HANDLER(LOAD_ATTRIBUTE_SLOT) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!HasShape(object)) [[unlikely]]
    TAIL(LoadAttributeSlow);
  Attributes* attributes = AttributesOfShaped(object);
  if (attributes->shape->key != static_cast<uint32_t>(cache)) [[unlikely]]
    TAIL(LoadAttributeSlow);
  FINISH_LOAD(InlineSlots(attributes)[cache >> 32]);
}
HANDLER(LOAD_ATTRIBUTE_OVERFLOW) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!HasShape(object)) [[unlikely]]
    TAIL(LoadAttributeSlow);
  Attributes* attributes = AttributesOfShaped(object);
  if (attributes->shape->key != static_cast<uint32_t>(cache)) [[unlikely]]
    TAIL(LoadAttributeSlow);
  FINISH_LOAD(attributes->overflow[cache >> 32]);
}
HANDLER(LOAD_ATTRIBUTE_CLASS_VALUE) {
  Value object = base[pc->b];
  if (!HasShape(object)) [[unlikely]]
    TAIL(LoadAttributeSlow);
  Attributes* attributes = AttributesOfShaped(object);
  if (attributes->shape->key != static_cast<uint32_t>(CacheWord(pc, 1))) [[unlikely]]
    TAIL(LoadAttributeSlow);
  FINISH_LOAD(Value{CacheWord(pc, 2)});
}
HANDLER(LOAD_ATTRIBUTE_OF_TYPE) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  // (Versions are unique: an instance of that metaclass is a class.)
  if (!object.HasPointerTag() || object.AsObject()->type->version != cache >> 32 ||
      object.As<Type>()->version != static_cast<uint32_t>(cache)) [[unlikely]]
    TAIL(LoadAttributeSlow);
  FINISH_LOAD(Value{CacheWord(pc, 2)});
}
HANDLER(LOAD_ATTRIBUTE_OF_MODULE) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!IsExactly(object, ModuleType)) [[unlikely]]
    TAIL(LoadAttributeSlow);
  Dict* dict = ModuleDict(object).As<Dict>();
  if (dict->keys_version != static_cast<uint32_t>(cache)) [[unlikely]]
    TAIL(LoadAttributeSlow);
  FINISH_LOAD(dict->entries[cache >> 32].value);
}
HANDLER(LOAD_ATTRIBUTE_MEMBER) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!object.HasPointerTag() || object.AsObject()->type->version != static_cast<uint32_t>(cache))
      [[unlikely]]
    TAIL(LoadAttributeSlow);
  Value field = *FieldAt(object, cache >> 32);
  if (field.IsEmpty()) [[unlikely]]
    TAIL(LoadAttributeSlow);
  FINISH_LOAD(field);
}
HANDLER(LOAD_ATTRIBUTE_OWN_DICT) {
  const Value* entry = OwnDictEntry(pc, base[pc->b], consts[pc->c]);
  if (entry == nullptr) [[unlikely]]
    TAIL(LoadAttributeSlow);
  FINISH_LOAD(*entry);
}
HANDLER(LOAD_ATTRIBUTE_POLY) {
  Value object = base[pc->b], name = consts[pc->c];
  if (!object.HasPointerTag()) [[unlikely]]
    TAIL(LoadAttributeSlow);
  uint64_t layout = LayoutOf(object.AsObject());
  AttributeCache::Entry* entry = AttributeEntry(thread, layout, name, AttributeUse::kLoad);
  if (!EntryIs(entry, layout, name, AttributeUse::kLoad)) [[unlikely]]
    TAIL(LoadAttributeSlow);
  Value found = entry->value;
  if (entry->kind == AttributePlace::kField) {
    found = *FieldAt(object, entry->number);
    if (found.IsEmpty()) [[unlikely]]
      TAIL(LoadAttributeSlow);
  } else if (entry->kind == AttributePlace::kOverflow) {
    found = AttributesOfShaped(object)->overflow[entry->number];
  }
  FINISH_LOAD(found);
}

// A computed attribute of a built-in type: X2 is its getter.
SLOW(LoadGetterSlow) {
  SAVE_PC();
  auto getter = reinterpret_cast<Owned (*)(Value)>(CacheWord(pc, 2));
  Owned result = getter(base[pc->b]);
  if (!result) [[unlikely]] {
    // The slow path knows whose attribute it was, and of __getattr__.
    if (ClearPendingIf(&AttributeErrorType)) TAIL(LoadAttributeSlow);
    TAIL(Unwind);
  }
  FinishLoad(base, consts, pc, result);
  NEXT(3);
}
HANDLER(LOAD_ATTRIBUTE_GETTER) {
  if (TypeOf(base[pc->b])->version != static_cast<uint32_t>(CacheWord(pc, 1))) [[unlikely]]
    TAIL(LoadAttributeSlow);
  TAIL(LoadGetterSlow);
}

}  // namespace polygil
