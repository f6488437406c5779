// Loading methods: a function and the object it is to be called with, without a bound method between.
// What a lookup found is cached: pvm/ops/attribute_cache.h.

#include "pvm/ops/attribute_cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"

namespace polygil {
namespace {

Opcode FormOf(const AttributePlace& place) {
  switch (place.kind) {
    case AttributePlace::kField:
      return place.layout & kTypeLayout ? Opcode::LOAD_METHOD_MEMBER : Opcode::LOAD_METHOD_SLOT;
    case AttributePlace::kOverflow:
      return Opcode::LOAD_METHOD_OVERFLOW;
    default:
      return Opcode::LOAD_METHOD_SHAPE;
  }
}

// `function` is called with `object` as its first argument.
void SpecializeMethod(ThreadState* thread, const Instruction* pc, Value object, Value name, Value function,
                      bool missed) {
  Type* type = TypeOf(object);
  if (!type->Has(kTypeDefaultGetAttribute) || TypeLookup(type, name) != function) return;
  AttributePlace place = PlaceOfClassValue(object, name, function);
  Opcode form = Opcode::LOAD_METHOD_SHAPE;
  if (!HasShape(object) && !type->Has(kTypeHasAttributes) && type->dict_offset == 0) {
    uint32_t version = TypeVersion(type);
    if (version == 0) return;
    place = {version | kTypeLayout, AttributePlace::kOfClass, 0, function};
    form = Opcode::LOAD_METHOD_TYPE;
    // The table is looked up by objects only.
    if (!object.IsPointer()) missed = false;
  }
  CachePlace(thread, pc, place, name, AttributeUse::kMethod, missed, form, Opcode::LOAD_METHOD_POLY);
}

// The attribute is called as it is.
void SpecializeCallable(ThreadState* thread, const Instruction* pc, Value object, Value name, bool missed) {
  if (IsExactly(object, ModuleType)) {
    return SpecializeModule(pc, object, name, Opcode::LOAD_METHOD_OF_MODULE);
  }
  if (IsType(object)) return SpecializeClass(pc, object, name, Opcode::LOAD_METHOD_OF_TYPE);
  Type* type = TypeOf(object);
  if (!type->Has(kTypeDefaultGetAttribute)) return;
  AttributePlace place = PlaceOf(object, name, TypeLookup(type, name));
  CachePlace(thread, pc, place, name, AttributeUse::kMethod, missed, FormOf(place),
             Opcode::LOAD_METHOD_POLY);
}

// Leaves function and self (or attribute and empty) in R[a], R[a+1].
bool LoadMethodInto(ThreadState* thread, Value* base, Value* consts, const Instruction* pc, bool missed) {
  Handle self;
  Value object = base[pc->b], name = consts[pc->c];
  Owned function = LoadMethod(object, name, &self);
  if (!function) return false;
  if (self.IsEmpty()) {
    SpecializeCallable(thread, pc, object, name, missed);
  } else if (self.Get() == object) {
    SpecializeMethod(thread, pc, object, name, function.Peek(), missed);
  }
  if (pc->b != pc->a && pc->b != pc->a + 1) Consume(base, consts, pc->b);
  Value old = base[pc->a];
  base[pc->a] = function.Peek();
  DecRef(old);
  StoreOwned(&base[pc->a + 1], self.Release());
  return true;
}

}  // namespace

SHARED_SLOW(LoadMethodSlow) {
  SAVE_PC();
  bool missed = pc->opcode() != Opcode::LOAD_METHOD;
  if (pc->opcode() != Opcode::LOAD_METHOD_POLY) Rewrite(pc, Opcode::LOAD_METHOD);
  if (!LoadMethodInto(thread, base, consts, pc, missed)) TAIL(Unwind);
  NEXT(3);
}
HANDLER(LOAD_METHOD) { TAIL(LoadMethodSlow); }

// R[a] = method, R[a+1] = object: a temporary object moves over, a local is copied.
#define FINISH_METHOD(method)                                  \
  do {                                                         \
    Value function = (method);                                 \
    IncRefFast(function);                                      \
    if (pc->b >= consts[-1].bits) {                            \
      base[pc->b] = Value::Empty();                            \
    } else {                                                   \
      IncRefFast(object);                                      \
    }                                                          \
    base[pc->a] = function;                                    \
    base[pc->a + 1] = object;                                  \
    NEXT(3);                                                   \
  } while (0)

HANDLER(LOAD_METHOD_SHAPE) {
  Value object = base[pc->b];
  if (!HasShape(object)) [[unlikely]] TAIL(LoadMethodSlow);
  if (AttributesOfShaped(object)->shape->key != static_cast<uint32_t>(CacheWord(pc, 1)))
    [[unlikely]] TAIL(LoadMethodSlow);
  FINISH_METHOD(Value{CacheWord(pc, 2)});
}
HANDLER(LOAD_METHOD_TYPE) {
  Value object = base[pc->b];
  if (TypeOf(object)->version != static_cast<uint32_t>(CacheWord(pc, 1))) [[unlikely]]
    TAIL(LoadMethodSlow);
  FINISH_METHOD(Value{CacheWord(pc, 2)});
}

// An attribute that takes no self: R[a+1] is empty. aux: the attribute, retained.
SLOW(FinishCallable) {
  SAVE_PC();
  if (IsTemporary(consts, pc->b)) ClearField(&base[pc->b]);
  base[pc->a] = Value{aux};
  base[pc->a + 1] = Value::Empty();
  NEXT(3);
}
#define FINISH_CALLABLE(attribute)                             \
  do {                                                         \
    Value callable = (attribute);                              \
    IncRefFast(callable);                                      \
    if (pc->b >= consts[-1].bits) {                            \
      aux = callable.bits;                                     \
      TAIL(FinishCallable);                                    \
    }                                                          \
    base[pc->a] = callable;                                    \
    base[pc->a + 1] = Value::Empty();                          \
    NEXT(3);                                                   \
  } while (0)

#define SHAPED_OR_SLOW()                                                                     \
  Value object = base[pc->b];                                                                \
  uint64_t cache = CacheWord(pc, 1);                                                         \
  if (!HasShape(object)) [[unlikely]] TAIL(LoadMethodSlow);                                  \
  Attributes* attributes = AttributesOfShaped(object);                                       \
  if (attributes->shape->key != static_cast<uint32_t>(cache)) [[unlikely]] TAIL(LoadMethodSlow)

HANDLER(LOAD_METHOD_SLOT) {
  SHAPED_OR_SLOW();
  FINISH_CALLABLE(InlineSlots(attributes)[cache >> 32]);
}
HANDLER(LOAD_METHOD_OVERFLOW) {
  SHAPED_OR_SLOW();
  FINISH_CALLABLE(attributes->overflow[cache >> 32]);
}
HANDLER(LOAD_METHOD_MEMBER) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!object.HasPointerTag() || object.AsObject()->type->version != static_cast<uint32_t>(cache))
    [[unlikely]] TAIL(LoadMethodSlow);
  Value field = *FieldAt(object, cache >> 32);
  if (field.IsEmpty()) [[unlikely]] TAIL(LoadMethodSlow);
  FINISH_CALLABLE(field);
}
HANDLER(LOAD_METHOD_OF_MODULE) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!IsExactly(object, ModuleType)) [[unlikely]] TAIL(LoadMethodSlow);
  Dict* dict = ModuleDict(object).As<Dict>();
  if (dict->keys_version != static_cast<uint32_t>(cache)) [[unlikely]] TAIL(LoadMethodSlow);
  FINISH_CALLABLE(dict->entries[cache >> 32].value);
}
HANDLER(LOAD_METHOD_OF_TYPE) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  // (Versions are unique: an instance of that metaclass is a class.)
  if (!object.HasPointerTag() || object.AsObject()->type->version != cache >> 32 ||
      object.As<Type>()->version != static_cast<uint32_t>(cache)) [[unlikely]]
    TAIL(LoadMethodSlow);
  FINISH_CALLABLE(Value{CacheWord(pc, 2)});
}
HANDLER(LOAD_METHOD_POLY) {
  Value object = base[pc->b], name = consts[pc->c];
  if (!object.HasPointerTag()) [[unlikely]] TAIL(LoadMethodSlow);
  uint64_t layout = LayoutOf(object.AsObject());
  AttributeCache::Entry* entry = AttributeEntry(thread, layout, name, AttributeUse::kMethod);
  if (!EntryIs(entry, layout, name, AttributeUse::kMethod)) [[unlikely]] TAIL(LoadMethodSlow);
  if (entry->kind == AttributePlace::kOfClass) FINISH_METHOD(entry->value);
  Value* field = FieldAt(object, entry->number);
  if (entry->kind == AttributePlace::kOverflow) field = AttributesOfShaped(object)->overflow + entry->number;
  if (field->IsEmpty()) [[unlikely]] TAIL(LoadMethodSlow);
  FINISH_CALLABLE(*field);
}

}  // namespace polygil
