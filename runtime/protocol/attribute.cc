// Attribute access: the descriptor protocol (Language Reference 3.3.2) over type lookup and instance
// attributes.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/classes/type_attributes.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// The interned form of an attribute name; most names are interned already and cost no count.
class AttributeName {
 public:
  bool Set(Value name) {
    if (!IsStr(name))
      return Raise(&TypeErrorType, "attribute name must be string, not '%.200s'", TypeName(name));
    if (name.As<struct Str>()->is_interned()) {
      value_ = name;
      return true;
    }
    owned_ = StrIntern(name);
    value_ = owned_;
    return static_cast<bool>(owned_);
  }
  Value Get() const { return value_; }

 private:
  Handle owned_;
  Value value_;
};

// An AttributeError that left a getter without saying whose attribute: the suggestions need it.
void CompleteAttributeError(Value object, Value name) {
  Value pending = CurrentThread()->pending;
  if (!pending || !IsInstanceOf(pending, AttributeErrorType)) return;
  auto* error = pending.As<AttributeError>();
  if (error->name || error->object) return;
  error->name = Retain(name).Peek();
  error->object = Retain(object).Peek();
}

Owned GetInterned(Value object, Value name) {
  Type* type = TypeOf(object);
  BinarySlot get = type->slots.get_attribute;
  Owned result;
  if (get == &GenericGetAttribute) [[likely]] {
    result = GenericFindAttribute(object, name);
    if (result) return result;
    if (!HasPendingException()) return RaiseNoAttribute(object, name);
  } else {
    result = get(object, name);
    if (result) return result;
  }
  CompleteAttributeError(object, name);
  return {};
}

Owned FindInterned(Value object, Value name) {
  BinarySlot get = TypeOf(object)->slots.get_attribute;
  if (get == &GenericGetAttribute) {
    Owned result = GenericFindAttribute(object, name);
    if (!result && HasPendingException()) ClearPendingIf(&AttributeErrorType);
    return result;
  }
  if (get == &TypeGetAttribute || get == &ModuleGetAttribute) {
    Owned result = get == &TypeGetAttribute ? TypeFindAttribute(object, name)
                                            : ModuleFindAttribute(object, name);
    if (!result && HasPendingException()) ClearPendingIf(&AttributeErrorType);
    return result;
  }
  Owned result = get(object, name);
  if (!result) ClearPendingIf(&AttributeErrorType);
  return result;
}

bool RaiseNotSettable(Value object, Value name, Value found, bool deleting) {
  if (!found) return Raise(&AttributeErrorType, "'%.100s' object has no attribute '%U'",
                           TypeName(object), name);
  return Raise(&AttributeErrorType, "'%.100s' object attribute '%U' is read-only",
               TypeName(object), name);
}

bool IsInDictForm(Object* object) {
  Type* type = object->type;
  if (type->dict_offset != 0) return true;
  if (!type->Has(kTypeHasAttributes)) return false;
  return AttributesOf(object)->shape->is_dict;
}

bool HasOwnAttributes(Value object) {
  if (!object.IsPointer()) return false;
  Type* type = object.AsObject()->type;
  return type->Has(kTypeHasAttributes) || type->dict_offset != 0;
}

}  // namespace

Raised RaiseNoAttribute(Value object, Value name) {
  return RaiseAttributeError(object, name, "'%.100s' object has no attribute '%U'",
                             TypeName(object), name);
}

Owned GetAttribute(Value object, Value name) {
  AttributeName interned;
  TRY_VOID(interned.Set(name));
  return GetInterned(object, interned.Get());
}

Owned GetAttribute(Value object, const char* name) {
  Handle text = TRY(StrInternUtf8(name));
  return GetInterned(object, text);
}

Owned FindAttribute(Value object, Value name) {
  AttributeName interned;
  TRY_VOID(interned.Set(name));
  return FindInterned(object, interned.Get());
}

Owned FindAttribute(Value object, const char* name) {
  Handle text = TRY(StrInternUtf8(name));
  return FindInterned(object, text);
}

bool SetAttribute(Value object, Value name, Value value) {
  AttributeName interned;
  TRY_VOID(interned.Set(name));
  return TypeOf(object)->slots.set_attribute(object, interned.Get(), value);
}

bool SetAttribute(Value object, const char* name, Value value) {
  Handle text = TRY(StrInternUtf8(name));
  return TypeOf(object)->slots.set_attribute(object, text, value);
}

bool DeleteAttribute(Value object, Value name) { return SetAttribute(object, name, Value::Empty()); }

Owned GenericFindAttribute(Value object, Value name) {
  Type* type = TypeOf(object);
  Value found = TypeLookup(type, name);
  if (found) {
    const TypeSlots& slots = TypeOf(found)->slots;
    if (slots.descriptor_get != nullptr && slots.descriptor_set != nullptr) {
      Handle hold = Retain(found);
      return slots.descriptor_get(found, object, Value::Pointer(type));
    }
  }
  Handle hold;
  if (object.IsPointer()) {
    // A key of the instance's dict may have an __eq__ that takes the attribute off the class.
    if (found && IsInDictForm(object.AsObject())) hold = Retain(found);
    if (Value own = InstanceGet(object.AsObject(), name)) return Retain(own);
  }
  if (!found) return {};
  if (TernarySlot get = TypeOf(found)->slots.descriptor_get) {
    if (!hold) hold = Retain(found);
    return get(found, object, Value::Pointer(type));
  }
  return Retain(found);
}

Owned GenericGetAttribute(Value object, Value name) {
  AttributeName interned;
  TRY_VOID(interned.Set(name));
  Owned result = GenericFindAttribute(object, interned.Get());
  if (!result && !HasPendingException()) return RaiseNoAttribute(object, interned.Get());
  return result;
}

bool GenericSetAttribute(Value object, Value name, Value value) {
  AttributeName interned;
  TRY_VOID(interned.Set(name));
  name = interned.Get();
  Value found = TypeLookup(TypeOf(object), name);
  if (found) {
    if (SetItemSlot set = TypeOf(found)->slots.descriptor_set) {
      Handle hold = Retain(found);
      return set(found, object, value);
    }
  }
  if (!HasOwnAttributes(object)) return RaiseNotSettable(object, name, found, !value);
  if (value) return InstanceSet(object.AsObject(), name, value);
  if (InstanceDelete(object.AsObject(), name)) return true;
  if (HasPendingException()) return false;
  return Raise(&AttributeErrorType, "'%.100s' object has no attribute '%U'", TypeName(object), name);
}

Owned LookupSpecial(Value object, Value name) {
  Type* type = TypeOf(object);
  Value found = TypeLookup(type, name);
  if (!found) return {};
  TernarySlot get = TypeOf(found)->slots.descriptor_get;
  if (get == nullptr) return Retain(found);
  Handle hold = Retain(found);
  return get(found, object, Value::Pointer(type));
}

Owned LoadMethod(Value object, Value name, Handle* bound_self) {
  Type* type = TypeOf(object);
  if (!type->Has(kTypeDefaultGetAttribute)) return GetAttribute(object, name);
  AttributeName interned;
  TRY_VOID(interned.Set(name));
  name = interned.Get();
  Value found = TypeLookup(type, name);
  TernarySlot get = nullptr;
  if (found) {
    Type* found_type = TypeOf(found);
    if (found_type->Has(kTypeMethodDescriptor)) {
      // A function of the class, unless the instance hides it.
      Value own = object.IsPointer() ? InstanceGet(object.AsObject(), name) : Value::Empty();
      if (own) return Retain(own);
      *bound_self = Retain(object);
      return Retain(found);
    }
    get = found_type->slots.descriptor_get;
    if (get != nullptr && found_type->slots.descriptor_set != nullptr) {
      Handle hold = Retain(found);
      Owned result = get(found, object, Value::Pointer(type));
      // A getter that fails this way still has __getattr__ behind it.
      if (!result && type->Has(kTypeHasGetattrHook) && PendingMatches(&AttributeErrorType)) {
        ClearPending();
        return type->slots.get_attribute(object, name);
      }
      if (!result) CompleteAttributeError(object, name);
      return result;
    }
  }
  return GetInterned(object, name);
}

}  // namespace polygil
