#include "runtime/types/classes/object_reduce.h"

#include "runtime/object/interpreter.h"
#include "runtime/object/type.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned ImportCopyreg() {
  Interpreter* interpreter = CurrentInterpreter();
  if (Value module = DictGetStr(interpreter->modules, names.copyreg)) return Retain(module);
  if (HasPendingException()) return {};
  return Call(interpreter->import_function, {names.copyreg});
}

// copyreg._slotnames(cls), which caches in cls.__slotnames__.
Owned SlotNames(Type* type) {
  Value cached = type->dict ? DictGetStr(type->dict, names.__slotnames__) : Value::Empty();
  if (cached) {
    if (!cached.IsNone() && !IsList(cached))
      return Raise(&TypeErrorType, "%.200s.__slotnames__ should be a list or None, not %.200s",
                   TypeNameOf(type), TypeName(cached));
    return Retain(cached);
  }
  Handle copyreg = TRY(ImportCopyreg());
  Handle slot_names = TRY(CallMethod(copyreg, names._slotnames, {Value::Pointer(type)}));
  if (!slot_names.Get().IsNone() && !IsList(slot_names))
    return Raise(&TypeErrorType, "copyreg._slotnames didn't return a list or None");
  return slot_names.Release();
}

// The attributes as a dict of their own, without turning the instance into dict form; None if there
// are none.
Owned AttributesCopy(Value self) {
  Attributes* attributes = self.IsPointer() ? AttributesOf(self.AsObject()) : nullptr;
  if (attributes == nullptr || attributes->shape->is_dict) {
    Handle dict = FindAttribute(self, names.__dict__);
    if (!dict) return HasPendingException() ? Owned() : OwnNone();
    if (attributes != nullptr && IsDict(dict) && DictSize(dict) == 0) return OwnNone();
    return dict.Release();
  }
  uint32_t count = attributes->shape->count;
  if (count == 0) return OwnNone();
  Handle attribute_names = TRY(TupleNew(count));
  for (Shape* shape = attributes->shape; shape->count != 0; shape = shape->parent)
    TupleInit(attribute_names, shape->count - 1, Retain(shape->name));
  Handle dict = TRY(DictNew(count));
  for (uint32_t i = 0; i < count; ++i)
    TRY_VOID(DictSet(dict, TupleAt(attribute_names, i), *AttributeSlot(attributes, i)));
  return dict.Release();
}

// Fields that only C++ knows can't be saved by their attributes.
bool HasHiddenState(const Type* type) {
  size_t known = sizeof(Object) + type->slot_count * sizeof(Value) +
                 (type->dict_offset != 0 ? sizeof(Value) : 0);
  return type->basic_size > known;
}

Owned SlotValues(Value self, Value slot_names) {
  Handle values = TRY(DictNew());
  for (int64_t i = 0; i < ListSize(slot_names); ++i) {
    Handle name = Retain(ListAt(slot_names, i));
    Handle value = FindAttribute(self, name);
    if (!value) {
      if (HasPendingException()) return {};
      continue;
    }
    TRY_VOID(DictSet(values, name, value));
  }
  return values.Release();
}

Owned DefaultState(Value self, bool required) {
  Type* type = TypeOf(self);
  if (required && type->item_size != 0)
    return Raise(&TypeErrorType, "cannot pickle %.200s objects", TypeNameOf(type));
  Handle state = TRY(AttributesCopy(self));
  Handle slot_names = TRY(SlotNames(type));
  if (required && HasHiddenState(type))
    return Raise(&TypeErrorType, "cannot pickle '%.200s' object", TypeNameOf(type));
  if (slot_names.Get().IsNone() || ListSize(slot_names) == 0) return state.Release();
  Handle values = TRY(SlotValues(self, slot_names));
  if (DictSize(values) == 0) return state.Release();
  return TupleOf({state, values});
}

bool IsDefaultMethod(Value type_attribute, const char* name) {
  Value own = DictGetStr(ObjectType.dict, InternImmortal(name));
  return type_attribute == own;
}

Owned StateOf(Value self, bool required) {
  Value found = TypeLookup(TypeOf(self), names.__getstate__);
  if (found && IsDefaultMethod(found, "__getstate__")) {
    // An instance attribute may still hide the method.
    Value hidden = self.IsPointer() ? InstanceGet(self.AsObject(), names.__getstate__) : Value::Empty();
    if (!hidden) return DefaultState(self, required);
  }
  return CallMethod(self, names.__getstate__);
}

struct NewArguments {
  Handle args;    // tuple, or empty
  Handle kwargs;  // dict, or empty
};

bool TakeNewArguments(Value self, NewArguments* out) {
  Handle method = LookupSpecial(self, names.__getnewargs_ex__);
  if (method) {
    Handle pair = TRY(Call(method));
    if (!IsTuple(pair))
      return Raise(&TypeErrorType, "__getnewargs_ex__ should return a tuple, not '%.200s'",
                   TypeName(pair));
    if (TupleSize(pair) != 2)
      return Raise(&ValueErrorType, "__getnewargs_ex__ should return a tuple of length 2, not %zd",
                   static_cast<ssize_t>(TupleSize(pair)));
    if (!IsTuple(TupleAt(pair, 0)))
      return Raise(&TypeErrorType,
                   "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not "
                   "'%.200s'", TypeName(TupleAt(pair, 0)));
    if (!IsDict(TupleAt(pair, 1)))
      return Raise(&TypeErrorType,
                   "second item of the tuple returned by __getnewargs_ex__ must be a dict, not "
                   "'%.200s'", TypeName(TupleAt(pair, 1)));
    out->args = Retain(TupleAt(pair, 0));
    out->kwargs = Retain(TupleAt(pair, 1));
    return true;
  }
  if (HasPendingException()) return false;
  method = LookupSpecial(self, names.__getnewargs__);
  if (!method) return !HasPendingException();
  out->args = TRY(Call(method));
  if (!IsTuple(out->args))
    return Raise(&TypeErrorType, "__getnewargs__ should return a tuple, not '%.200s'",
                 TypeName(out->args));
  return true;
}

Owned Prepend(Value first, Value tuple_or_empty) {
  int64_t count = tuple_or_empty ? TupleSize(tuple_or_empty) : 0;
  Handle result = TRY(TupleNew(count + 1));
  TupleInit(result, 0, Retain(first));
  for (int64_t i = 0; i < count; ++i) TupleInit(result, i + 1, Retain(TupleAt(tuple_or_empty, i)));
  return result.Release();
}

Owned ItemsIterator(Value self) {
  Handle items = TRY(CallMethod(self, names.items));
  return GetIterator(items);
}

// The form of protocol 2: (copyreg.__newobj__, (cls, *args), state, list items, dict items).
Owned ReduceNewObject(Value self) {
  Type* type = TypeOf(self);
  if (type->slots.new_instance == nullptr || type->Has(kTypeNoInstantiation))
    return Raise(&TypeErrorType, "cannot pickle '%.200s' object", TypeNameOf(type));
  NewArguments arguments;
  TRY_VOID(TakeNewArguments(self, &arguments));
  bool has_args = static_cast<bool>(arguments.args);
  Handle copyreg = TRY(ImportCopyreg());
  Handle make, make_args;
  if (!arguments.kwargs || DictSize(arguments.kwargs) == 0) {
    make = TRY(GetAttribute(copyreg, names.__newobj__));
    make_args = TRY(Prepend(Value::Pointer(type), arguments.args));
  } else {
    make = TRY(GetAttribute(copyreg, names.__newobj_ex__));
    make_args = TRY(TupleOf({Value::Pointer(type), arguments.args, arguments.kwargs}));
  }
  Handle state = TRY(StateOf(self, !(has_args || IsList(self) || IsDict(self))));
  Handle list_items = OwnNone(), dict_items = OwnNone();
  if (IsList(self)) list_items = TRY(GetIterator(self));
  if (IsDict(self)) dict_items = TRY(ItemsIterator(self));
  return TupleOf({make, make_args, state, list_items, dict_items});
}

Owned CommonReduce(Value self, int64_t protocol) {
  if (protocol >= 2) return ReduceNewObject(self);
  Handle copyreg = TRY(ImportCopyreg());
  return CallMethod(copyreg, names._reduce_ex, {self, Value::Int(protocol)});
}

}  // namespace

Owned ObjectGetStateMethod(Value self) { return DefaultState(self, false); }

Owned ObjectReduceMethod(Value self) { return CommonReduce(self, 0); }

Owned ObjectReduceExMethod(Value self, Value protocol) {
  int64_t number = TRY(AsInt64(protocol));
  Handle method = FindAttribute(self, names.__reduce__);
  if (!method && HasPendingException()) return {};
  if (method) {
    Handle cls = TRY(GetAttribute(self, names.__class__));
    Handle class_method = TRY(GetAttribute(cls, names.__reduce__));
    if (!IsDefaultMethod(class_method, "__reduce__")) return Call(method);
  }
  return CommonReduce(self, number);
}

}  // namespace polygil
