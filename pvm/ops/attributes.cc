// Attributes and methods. What a lookup found is cached in the instruction:
//   shape forms:   X1 = shape key | slot << 32; X2 = value of the class (borrowed: the key changes
//                  before the class lets go of it)
//   type forms:    X1 = type version; X2 = value
//   module form:   X1 = version of the dict's keys | entry index << 32
// A shape's key guards instance layout and class at once (runtime/types/classes/shape.h).

#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

inline bool HasShape(Value v) {
  return v.HasPointerTag() && (v.AsObject()->flags & kShapeAt16) != 0;
}
inline Attributes* AttributesOfShaped(Value v) { return AttributesAt(v.AsObject(), 16); }

bool IsDataDescriptor(Value v) { return TypeOf(v)->slots.descriptor_set != nullptr; }
bool IsDescriptor(Value v) { return TypeOf(v)->slots.descriptor_get != nullptr; }

void CacheShape(const Instruction* pc, Shape* shape, uint32_t slot, Value value, Opcode form) {
  uint32_t key = ShapeKey(shape);
  if (key == 0) return;
  SetCache(pc, 1, key, slot);
  SetCacheWord(pc, 2, value.bits);
  Rewrite(pc, form);
}

void SpecializeModule(const Instruction* pc, Value object, Value name, Opcode form) {
  Value dict = ModuleDict(object);
  if (!IsExactly(dict, DictType) || TypeLookup(&ModuleType, name)) return;
  int64_t index = DictFindIndex(dict, name);
  uint32_t version = index >= 0 ? DictKeysVersion(dict) : 0;
  if (version == 0) return;
  SetCache(pc, 1, version, static_cast<uint32_t>(index));
  Rewrite(pc, form);
}

void SpecializeClass(const Instruction* pc, Value object, Value name, Opcode form) {
  Type* type = object.As<Type>();
  Type* meta = TypeOf(object);
  if (meta != &TypeType || TypeLookup(meta, name)) return;
  Value value = TypeLookup(type, name);
  if (value.IsEmpty() || (IsDescriptor(value) && !IsExactly(value, FunctionType))) return;
  uint32_t version = TypeVersion(type);
  if (version == 0) return;
  SetCache(pc, 1, version, 0);
  SetCacheWord(pc, 2, value.bits);
  Rewrite(pc, form);
}

void SpecializeLoad(const Instruction* pc, Value object, Value name) {
  Type* type = TypeOf(object);
  if (type == &ModuleType)
    return SpecializeModule(pc, object, name, Opcode::LOAD_ATTRIBUTE_OF_MODULE);
  if (IsType(object)) return SpecializeClass(pc, object, name, Opcode::LOAD_ATTRIBUTE_OF_TYPE);
  if (!type->Has(kTypeDefaultGetAttribute)) return;
  Value of_class = TypeLookup(type, name);
  if (of_class && IsExactly(of_class, PropertyType)) {
    Value getter = of_class.As<Property>()->get;
    uint32_t version = TypeVersion(type);
    if (version != 0 && !getter.IsEmpty() && IsExactly(getter, FunctionType) &&
        getter.As<Function>()->code->simple_argument_count == 1) {
      SetCache(pc, 1, version, 0);
      SetCacheWord(pc, 2, getter.bits);
      Rewrite(pc, Opcode::LOAD_ATTRIBUTE_PROPERTY);
    }
    return;
  }
  if (!HasShape(object)) return;
  Shape* shape = AttributesOfShaped(object)->shape;
  if (shape->is_dict || (of_class && IsDataDescriptor(of_class))) return;
  int slot = ShapeFind(shape, name);
  if (slot >= 0) {
    bool is_inline = slot < shape->inline_capacity;
    CacheShape(pc, shape, is_inline ? slot : slot - shape->inline_capacity, Value::Empty(),
               is_inline ? Opcode::LOAD_ATTRIBUTE_SLOT : Opcode::LOAD_ATTRIBUTE_OVERFLOW);
  } else if (of_class && !IsDescriptor(of_class)) {
    CacheShape(pc, shape, 0, of_class, Opcode::LOAD_ATTRIBUTE_CLASS_VALUE);
  }
}

void SpecializeStore(const Instruction* pc, Value object, Value name) {
  Type* type = TypeOf(object);
  if (!HasShape(object) || !type->Has(kTypeDefaultSetAttribute)) return;
  Value of_class = TypeLookup(type, name);
  Shape* shape = AttributesOfShaped(object)->shape;
  if (shape->is_dict || (of_class && IsDataDescriptor(of_class))) return;
  int slot = ShapeFind(shape, name);
  if (slot >= 0 && slot < shape->inline_capacity) {
    CacheShape(pc, shape, slot, Value::Empty(), Opcode::STORE_ATTRIBUTE_SLOT);
  }
}

// Before the store that adds the attribute: remembers the transition.
void SpecializeAdd(const Instruction* pc, Value object, Value name) {
  Type* type = TypeOf(object);
  if (!HasShape(object) || !type->Has(kTypeDefaultSetAttribute)) return;
  Value of_class = TypeLookup(type, name);
  if (of_class && IsDataDescriptor(of_class)) return;
  Shape* shape = AttributesOfShaped(object)->shape;
  if (shape->is_dict || shape->count >= shape->inline_capacity || ShapeFind(shape, name) >= 0) return;
  Shape* next = ShapeAdd(shape, name);
  if (next == nullptr || next->is_dict) return;
  CacheShape(pc, shape, shape->count, Value::Pointer(next), Opcode::STORE_ATTRIBUTE_ADD);
}

void SpecializeMethod(const Instruction* pc, Value object, Value name, Value function) {
  Type* type = TypeOf(object);
  if (!type->Has(kTypeDefaultGetAttribute)) return;
  if (TypeLookup(type, name) != function) return;
  if (HasShape(object)) {
    Shape* shape = AttributesOfShaped(object)->shape;
    if (shape->is_dict || ShapeFind(shape, name) >= 0) return;
    CacheShape(pc, shape, 0, function, Opcode::LOAD_METHOD_SHAPE);
  } else if (!type->Has(kTypeHasAttributes) && type->dict_offset == 0) {
    uint32_t version = TypeVersion(type);
    if (version == 0) return;
    SetCache(pc, 1, version, 0);
    SetCacheWord(pc, 2, function.bits);
    Rewrite(pc, Opcode::LOAD_METHOD_TYPE);
  }
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
  Rewrite(pc, Opcode::LOAD_ATTRIBUTE);
  Owned result = GetAttribute(object, name);
  if (!result) TAIL(Unwind);
  SpecializeLoad(pc, object, name);
  FinishLoad(base, consts, pc, result);
  NEXT(3);
}
HANDLER(LOAD_ATTRIBUTE) { TAIL(LoadAttributeSlow); }

// The result goes to R[a]; a temporary R[b] different from R[a] is released as well.
#define FINISH_LOAD(value)                                           \
  do {                                                               \
    Value loaded = (value);                                          \
    IncRefFast(loaded);                                              \
    if (pc->b != pc->a && pc->b >= consts[-1].bits) [[unlikely]] {   \
      aux = loaded.bits;                                             \
      TAIL(FinishLoadConsuming);                                     \
    }                                                                \
    FINISH(3, pc->a, loaded);                                        \
  } while (0)

SLOW(FinishLoadConsuming) {
  SAVE_PC();
  FinishLoad(base, consts, pc, Owned(Value{aux}));
  NEXT(3);
}

HANDLER(LOAD_ATTRIBUTE_SLOT) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!HasShape(object)) [[unlikely]] TAIL(LoadAttributeSlow);
  Attributes* attributes = AttributesOfShaped(object);
  if (attributes->shape->key != static_cast<uint32_t>(cache)) [[unlikely]] TAIL(LoadAttributeSlow);
  FINISH_LOAD(InlineSlots(attributes)[cache >> 32]);
}
HANDLER(LOAD_ATTRIBUTE_OVERFLOW) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!HasShape(object)) [[unlikely]] TAIL(LoadAttributeSlow);
  Attributes* attributes = AttributesOfShaped(object);
  if (attributes->shape->key != static_cast<uint32_t>(cache)) [[unlikely]] TAIL(LoadAttributeSlow);
  FINISH_LOAD(attributes->overflow[cache >> 32]);
}
HANDLER(LOAD_ATTRIBUTE_CLASS_VALUE) {
  Value object = base[pc->b];
  if (!HasShape(object)) [[unlikely]] TAIL(LoadAttributeSlow);
  Attributes* attributes = AttributesOfShaped(object);
  if (attributes->shape->key != static_cast<uint32_t>(CacheWord(pc, 1))) [[unlikely]] TAIL(LoadAttributeSlow);
  FINISH_LOAD(Value{CacheWord(pc, 2)});
}
HANDLER(LOAD_ATTRIBUTE_OF_TYPE) {
  Value object = base[pc->b];
  if (!IsType(object) || object.As<Type>()->version != static_cast<uint32_t>(CacheWord(pc, 1)))
    [[unlikely]] TAIL(LoadAttributeSlow);
  FINISH_LOAD(Value{CacheWord(pc, 2)});
}
HANDLER(LOAD_ATTRIBUTE_OF_MODULE) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!IsExactly(object, ModuleType)) [[unlikely]] TAIL(LoadAttributeSlow);
  Dict* dict = ModuleDict(object).As<Dict>();
  if (dict->keys_version != static_cast<uint32_t>(cache)) [[unlikely]] TAIL(LoadAttributeSlow);
  FINISH_LOAD(dict->entries[cache >> 32].value);
}

// -- Storing --------------------------------------------------------------------------------------

SHARED_SLOW(StoreAttributeSlow) {
  SAVE_PC();
  Value object = base[pc->a], name = consts[pc->c];
  Rewrite(pc, Opcode::STORE_ATTRIBUTE);
  SpecializeAdd(pc, object, name);
  if (!SetAttribute(object, name, base[pc->b])) TAIL(Unwind);
  if (pc->opcode() == Opcode::STORE_ATTRIBUTE) SpecializeStore(pc, object, name);
  Consume(base, consts, pc->b);
  Consume(base, consts, pc->a);
  NEXT(3);
}
HANDLER(STORE_ATTRIBUTE) { TAIL(StoreAttributeSlow); }

// aux: the value that the slot held. Drops it, and the object if it was a temporary.
SLOW(FinishStore) {
  SAVE_PC();
  DecRef(Value{aux});
  Consume(base, consts, pc->a);
  NEXT(3);
}

#define TAKE_STORED(value)                       \
  Value value = base[pc->b];                     \
  if (pc->b >= consts[-1].bits) {                \
    base[pc->b] = Value::Empty();                \
  } else {                                       \
    IncRefFast(value);                           \
  }

HANDLER(STORE_ATTRIBUTE_SLOT) {
  Value object = base[pc->a];
  uint64_t cache = CacheWord(pc, 1);
  if (!HasShape(object)) [[unlikely]] TAIL(StoreAttributeSlow);
  Attributes* attributes = AttributesOfShaped(object);
  if (attributes->shape->key != static_cast<uint32_t>(cache)) [[unlikely]] TAIL(StoreAttributeSlow);
  Value* slot = InlineSlots(attributes) + (cache >> 32);
  TAKE_STORED(value);
  Value old = *slot;
  *slot = value;
  if (old.HasPointerTag() || pc->a >= consts[-1].bits) {
    aux = old.bits;
    TAIL(FinishStore);
  }
  NEXT(3);
}

HANDLER(STORE_ATTRIBUTE_ADD) {
  Value object = base[pc->a];
  uint64_t cache = CacheWord(pc, 1);
  if (!HasShape(object)) [[unlikely]] TAIL(StoreAttributeSlow);
  Attributes* attributes = AttributesOfShaped(object);
  if (attributes->shape->key != static_cast<uint32_t>(cache)) [[unlikely]] TAIL(StoreAttributeSlow);
  TAKE_STORED(value);
  InlineSlots(attributes)[cache >> 32] = value;
  attributes->shape = reinterpret_cast<Shape*>(CacheWord(pc, 2));
  if (pc->a >= consts[-1].bits) {
    aux = 0;
    TAIL(FinishStore);
  }
  NEXT(3);
}

SLOW(DeleteAttributeSlow) {
  SAVE_PC();
  if (!DeleteAttribute(base[pc->a], consts[pc->c])) TAIL(Unwind);
  Consume(base, consts, pc->a);
  NEXT(1);
}
HANDLER(DELETE_ATTRIBUTE) { TAIL(DeleteAttributeSlow); }

// -- Methods --------------------------------------------------------------------------------------

namespace {
// Leaves function and self (or attribute and empty) in R[a], R[a+1].
bool LoadMethodInto(Value* base, Value* consts, const Instruction* pc) {
  Handle self;
  Value object = base[pc->b], name = consts[pc->c];
  Owned function = LoadMethod(object, name, &self);
  if (!function) return false;
  if (!self.IsEmpty()) {
    if (self.Get() == object) SpecializeMethod(pc, object, name, function.Peek());
  } else if (IsExactly(object, ModuleType)) {
    SpecializeModule(pc, object, name, Opcode::LOAD_METHOD_OF_MODULE);
  } else if (IsType(object)) {
    SpecializeClass(pc, object, name, Opcode::LOAD_METHOD_OF_TYPE);
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
  Rewrite(pc, Opcode::LOAD_METHOD);
  if (!LoadMethodInto(base, consts, pc)) TAIL(Unwind);
  NEXT(3);
}
HANDLER(LOAD_METHOD) { TAIL(LoadMethodSlow); }

// R[a] = method, R[a+1] = object: a temporary object moves over, a local is copied.
#define FINISH_METHOD(object)                                  \
  do {                                                         \
    Value function = Value{CacheWord(pc, 2)};                  \
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
  FINISH_METHOD(object);
}
// An attribute that takes no self: R[a + 1] is empty. (Only pointers were cleared when consumed.)
HANDLER(LOAD_METHOD_OF_MODULE) {
  Value object = base[pc->b];
  uint64_t cache = CacheWord(pc, 1);
  if (!IsExactly(object, ModuleType)) [[unlikely]] TAIL(LoadMethodSlow);
  Dict* dict = ModuleDict(object).As<Dict>();
  if (dict->keys_version != static_cast<uint32_t>(cache)) [[unlikely]] TAIL(LoadMethodSlow);
  if (pc->b != pc->a + 1u) base[pc->a + 1] = Value::Empty();
  FINISH_LOAD(dict->entries[cache >> 32].value);
}
HANDLER(LOAD_METHOD_OF_TYPE) {
  Value object = base[pc->b];
  if (!IsType(object) || object.As<Type>()->version != static_cast<uint32_t>(CacheWord(pc, 1)))
    [[unlikely]] TAIL(LoadMethodSlow);
  if (pc->b != pc->a + 1u) base[pc->a + 1] = Value::Empty();
  FINISH_LOAD(Value{CacheWord(pc, 2)});
}
HANDLER(LOAD_METHOD_TYPE) {
  Value object = base[pc->b];
  if (TypeOf(object)->version != static_cast<uint32_t>(CacheWord(pc, 1))) [[unlikely]]
    TAIL(LoadMethodSlow);
  FINISH_METHOD(object);
}

}  // namespace polygil
