// Instances of classes that say nothing about pickling: what object.__reduce_ex__ would answer is
// written straight from the attributes. Whether that holds for a class and an instance's set of
// attributes is remembered by the key of the instance's shape, which is renewed when either changes.

#include "runtime/modules/_pickle/pickler.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"

namespace polygil::pickle {
namespace {

constexpr uint32_t kMostAttributes = 24;

bool IsObjectsOwn(Type* type, Value name) {
  return TypeLookup(type, name) == DictGetStr(ObjectType.dict, name);
}

bool IsPlainClass(Type* type) {
  constexpr uint32_t kNeeded = kTypeHeap | kTypeHasAttributes | kTypeDefaultGetAttribute;
  if ((type->type_flags & kNeeded) != kNeeded || type->Has(kTypeVarSized)) return false;
  if (type->slot_count != 0 || type->basic_size != sizeof(Object) || type->dict_offset != 0) return false;
  if (type->slots.new_instance == nullptr || type->Has(kTypeNoInstantiation)) return false;
  for (Value name : {names.__reduce_ex__, names.__reduce__, names.__getstate__, names.__class__})
    if (!IsObjectsOwn(type, name)) return false;
  for (Value name : {names.__getnewargs__, names.__getnewargs_ex__, names.__slots__})
    if (TypeLookup(type, name)) return false;
  Value slot_names = TypeLookup(type, names.__slotnames__);
  return !slot_names || !TypeOf(slot_names)->slots.length ||
         TypeOf(slot_names)->slots.length(slot_names).value == 0;
}

bool HidesMethods(Shape* shape) {
  return ShapeFind(shape, names.__reduce_ex__) >= 0 || ShapeFind(shape, names.__reduce__) >= 0 ||
         ShapeFind(shape, names.__getstate__) >= 0;
}

}  // namespace

bool IsPlainInstance(Pickler* pickler, Value v) {
  if (pickler->protocol < 2 || pickler->fast || pickler->persistent_id || pickler->dispatch_table)
    return false;
  Type* type = TypeOf(v);
  if (!type->Has(kTypeHasAttributes) || !v.IsPointer()) return false;
  Attributes* attributes = AttributesOf(v.AsObject());
  if (attributes == nullptr || attributes->shape->is_dict) return false;
  Shape* shape = attributes->shape;
  uint32_t key = ShapeKey(shape);
  uint32_t* known = &pickler->plain_shapes[key % 8];
  if (key == 0 || *known != key) {
    if (shape->count > kMostAttributes || !IsPlainClass(type) || HidesMethods(shape)) return false;
    *known = key;
  }
  bool registered = static_cast<bool>(DictGet(pickler->state->dispatch_table, Value::Pointer(type)));
  ClearPending();
  return !registered;
}

bool SavePlainInstance(Pickler* pickler, Value v) {
  Output* output = &pickler->output;
  Attributes* attributes = AttributesOf(v.AsObject());
  Shape* shape = attributes->shape;
  uint32_t count = shape->count;
  TRY_VOID(Save(pickler, Value::Pointer(TypeOf(v))));
  TRY_VOID(Put(output, kEmptyTuple) && Put(output, kNewObj) && Memoize(pickler, v));
  if (count == 0) return true;
  // The dict of the state has a number too, but nobody else knows it.
  TRY_VOID(Put(output, kEmptyDict) && WriteMemoPut(pickler));
  Value attribute_names[kMostAttributes];
  for (Shape* s = shape; s->count != 0; s = s->parent) attribute_names[s->count - 1] = s->name;
  if (count > 1) TRY_VOID(Put(output, kMark));
  for (uint32_t i = 0; i < count; ++i) {
    Handle name = Retain(attribute_names[i]);
    // Python code that ran meanwhile may have asked for __dict__, or changed the attributes.
    Handle value = Retain(attributes->shape == shape ? *AttributeSlot(attributes, i)
                                                     : InstanceGet(v.AsObject(), name));
    if (!value) return RaiseChangedSize("dictionary");
    TRY_VOID(Save(pickler, name) && Save(pickler, value));
  }
  return Put(output, count > 1 ? kSetItems : kSetItem) && Put(output, kBuild);
}

}  // namespace polygil::pickle
