// type(name, bases, namespace): what a class statement ends in (Language Reference 3.3.3.6).

#include <algorithm>

#include "runtime/object/heap.h"
#include "runtime/object/hooks.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/class_slots.h"
#include "runtime/types/classes/mro.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

constexpr uint32_t kInlineAttributesAtFirst = 4;

// The `__dict__` of the built-in type that an instance's class inherits from (type, module), if that
// has one: it goes before that of the class.
Value BuiltinDictDescriptor(Value self) {
  for (Type* type = TypeOf(self); type != nullptr; type = type->base) {
    if (type->Has(kTypeHeap)) continue;
    if (Value descriptor = DictGetStr(type->dict, names.__dict__)) return descriptor;
  }
  return Value::Empty();
}

Owned InstanceDictOf(Value self) {
  if (Value builtin = BuiltinDictDescriptor(self)) {
    if (auto get = TypeOf(builtin)->slots.descriptor_get)
      return get(builtin, self, Value::Pointer(TypeOf(self)));
  }
  Value dict = InstanceDict(self.AsObject());
  if (dict) return Retain(dict);
  if (HasPendingException()) return {};
  return Raise(&AttributeErrorType, "This object has no __dict__");
}

bool SetInstanceDictOf(Value self, Value dict) {
  if (Value builtin = BuiltinDictDescriptor(self)) {
    if (auto set = TypeOf(builtin)->slots.descriptor_set) return set(builtin, self, dict);
  }
  if (dict && !IsDict(dict))
    return Raise(&TypeErrorType, "__dict__ must be set to a dictionary, not a '%.200s'",
                 TypeName(dict));
  return InstanceSetDict(self.AsObject(), dict);
}

constexpr PropertyDef kDictProperty = {"__dict__", InstanceDictOf, SetInstanceDictOf,
                                       "dictionary for instance variables (if defined)"};
constexpr PropertyDef kWeakProperty = {"__weakref__", FirstWeakReference, nullptr,
                                       "list of weak references to the object (if defined)"};

bool WrapFunction(Value dict, Value name, Owned (*wrap)(Value)) {
  Value function = DictGetStr(dict, name);
  if (!function || !IsExactly(function, FunctionType)) return true;
  Handle wrapped = TRY(wrap(function));
  return DictSet(dict, name, wrapped);
}

bool TakeQualname(Type* type, Value dict) {
  Value qualname = DictGetStr(dict, names.__qualname__);
  if (!qualname) {
    type->qualname = Retain(type->name).Peek();
    return true;
  }
  if (!IsStr(qualname))
    return Raise(&TypeErrorType, "type __qualname__ must be a str, not %s", TypeName(qualname));
  type->qualname = Retain(qualname).Peek();
  return DictDelete(dict, names.__qualname__);
}

bool SetModule(Value dict) {
  if (DictGetStr(dict, names.__module__)) return true;
  const RuntimeHooks* hooks = CurrentInterpreter()->hooks;
  if (hooks == nullptr || hooks->current_globals == nullptr) return true;
  Value globals = hooks->current_globals();
  if (!globals) return true;
  Value module = DictGetStr(globals, names.__name__);
  return !module || DictSet(dict, names.__module__, module);
}

// Names and documentation must have a UTF-8 form. UnicodeEncodeError.
bool CheckEncodable(Value text) {
  if (!text || !IsStr(text)) return true;
  Handle owner;
  return StrAsUtf8(text, &owner).ok;
}

// What the namespace must hold before the slots are computed from it.
bool CompleteNamespace(Type* type) {
  Value dict = type->dict;
  TRY_VOID(CheckEncodable(DictGetStr(dict, names.__doc__)));
  TRY_VOID(TakeQualname(type, dict));
  TRY_VOID(SetModule(dict));
  TRY_VOID(WrapFunction(dict, names.__new__, StaticMethodNew));
  TRY_VOID(WrapFunction(dict, names.__init_subclass__, ClassMethodNew));
  TRY_VOID(WrapFunction(dict, names.__class_getitem__, ClassMethodNew));
  if (DictGetStr(dict, names.__eq__) && !DictGetStr(dict, names.__hash__))
    TRY_VOID(DictSet(dict, names.__hash__, Value::None()));
  return true;
}

bool AddSlotMembers(Type* type, Value slot_names) {
  if (!slot_names) return true;
  uint32_t first = type->basic_size - static_cast<uint32_t>(TupleSize(slot_names)) * sizeof(Value);
  for (int64_t i = 0; i < TupleSize(slot_names); ++i) {
    Value name = TupleAt(slot_names, i);
    uint32_t offset = first + static_cast<uint32_t>(i) * static_cast<uint32_t>(sizeof(Value));
    Handle member = TRY(SlotMemberNew(type, name, offset));
    TRY_VOID(DictSet(type->dict, name, member));
  }
  return true;
}

bool AddInstanceProperties(Type* type, const ClassSlots& plan) {
  if (plan.add_dict) {
    Handle property = TRY(GetSetDescriptorNew(&kDictProperty, type));
    if (!DictGetStr(type->dict, names.__dict__))
      TRY_VOID(DictSet(type->dict, names.__dict__, property));
  }
  if (plan.add_weak) {
    Handle property = TRY(GetSetDescriptorNew(&kWeakProperty, type));
    if (!DictGetStr(type->dict, names.__weakref__))
      TRY_VOID(DictSet(type->dict, names.__weakref__, property));
  }
  // Last, as vars() shows it.
  return DictGetStr(type->dict, names.__doc__) ||
         DictSet(type->dict, names.__doc__, Value::None());
}

void LayOut(Type* type, Type* base, const ClassSlots& plan) {
  uint32_t own_slots =
      plan.names ? static_cast<uint32_t>(TupleSize(plan.names)) : 0;
  type->base = base;
  type->type_flags = kTypeHeap | kTypeBase | (base->type_flags & kTypeInheritedFlags);
  type->basic_size = ((base->basic_size + 7) & ~7u) + own_slots * sizeof(Value);
  type->item_size = base->item_size;
  type->dict_offset = base->dict_offset;
  type->slot_count = static_cast<uint16_t>(base->slot_count + own_slots);
  if (plan.add_dict) type->type_flags |= kTypeHasAttributes;
  if (plan.add_weak) type->type_flags |= kTypeWeakly;
  if (plan.add_dict || own_slots != 0) type->type_flags |= kTypeGc;
  if (type->Has(kTypeHasAttributes))
    type->attributes_offset =
        type->Has(kTypeVarSized) ? kAttributesAtEnd : static_cast<int32_t>(type->basic_size);
}

bool MakeRootShape(Type* type) {
  if (!type->Has(kTypeHasAttributes)) return true;
  uint32_t capacity = kInlineAttributesAtFirst;
  if (type->Has(kTypeVarSized)) {
    capacity = 0;
  } else if (type->base->Has(kTypeHasAttributes)) {
    // Exceptions and the like have native fields and rarely more.
    capacity = type->base->Has(kTypeHeap) ? type->base->inline_attributes : 2;
  }
  return ShapeRoot(type, capacity) != nullptr;
}

void InheritPatternFlags(Type* type) {
  const Tuple* mro = type->mro.As<Tuple>();
  for (int64_t i = 1; i < mro->size; ++i) {
    uint32_t flags = mro->items[i].As<Type>()->type_flags &
                     (kTypeSequencePattern | kTypeMappingPattern);
    if (flags == 0) continue;
    // The first in the MRO decides, not the base whose layout was taken.
    type->type_flags = (type->type_flags & ~(kTypeSequencePattern | kTypeMappingPattern)) | flags;
    return;
  }
}

void InheritNativeSlots(Type* type) {
  type->slots = type->base->slots;
  const Tuple* mro = type->mro.As<Tuple>();
  for (int64_t i = 1; i < mro->size && type->slots.get_buffer == nullptr; ++i) {
    const TypeSlots& slots = mro->items[i].As<Type>()->slots;
    type->slots.get_buffer = slots.get_buffer;
    type->slots.release_buffer = slots.release_buffer;
  }
}

bool FillClassCell(Type* type) {
  Value cell = DictGetStr(type->dict, names.__classcell__);
  if (!cell) return true;
  if (!IsExactly(cell, CellType))
    return Raise(&TypeErrorType, "__classcell__ must be a nonlocal cell, not %R",
                 Value::Pointer(TypeOf(cell)));
  StoreOwned(&cell.As<Cell>()->content, Retain(Value::Pointer(type)));
  return DictDelete(type->dict, names.__classcell__);
}

// A class body may hold anything: work on a copy of the items.
bool CallSetNames(Type* type) {
  Handle copy = TRY(DictCopy(type->dict));
  int64_t position = 0;
  Value key, value;
  while (DictNext(copy, &position, &key, &value)) {
    if (!TypeLookup(TypeOf(value), names.__set_name__)) continue;
    Handle method = LookupSpecial(value, names.__set_name__);
    if (!method) return false;
    Handle result = Call(method, {Value::Pointer(type), key});
    if (!result)
      return RaiseFromPending(&RuntimeErrorType, "Error calling __set_name__ on '%.100s' instance "
                              "%R in '%.100s'", TypeName(value), key, TypeNameOf(type));
  }
  return true;
}

bool CallInitSubclass(Type* type, Value keywords) {
  const Tuple* mro = type->mro.As<Tuple>();
  bool has_keywords = keywords && DictSize(keywords) != 0;
  bool in_own_mro = false;  // mro() may have left it out
  for (int64_t i = 0; i < mro->size; ++i) in_own_mro |= mro->items[i].AsObject() == type;
  if (!in_own_mro) return Raise(&TypeErrorType, "super(type, obj): obj must be an instance or subtype of type");
  for (int64_t i = 1; i < mro->size; ++i) {
    Type* base = mro->items[i].As<Type>();
    Value found = DictGetStr(base->dict, names.__init_subclass__);
    if (!found) continue;
    if (base == &ObjectType && !has_keywords) return true;
    Handle hold = Retain(found);
    Handle bound;
    if (TernarySlot get = TypeOf(found)->slots.descriptor_get)
      bound = TRY(get(found, Value::Empty(), Value::Pointer(type)));
    else
      bound = std::move(hold);
    Handle no_args = TRY(TupleEmpty());
    Handle result = TRY(CallWithTuple(bound, no_args, keywords));
    return true;
  }
  return true;
}

// CPython keeps a class's bases alive through the tuple; `base` is one of them.
Owned AllocateType(Type* meta, Value name, Value bases, Type* base, Value dict,
                   const ClassSlots& plan) {
  Handle result = TRY(AllocateObject(meta));
  Type* type = result.As<Type>();
  LayOut(type, base, plan);
  type->name = TRY(StrIntern(name)).Peek();
  type->bases = Retain(bases).Peek();
  // A subclass of dict may have an order of its own.
  Handle copy = TRY(IsExactly(dict, DictType) ? DictCopy(dict) : DictNew());
  if (!IsExactly(dict, DictType)) TRY_VOID(DictUpdate(copy, dict));
  type->dict = copy.Release().Peek();
  if (plan.names && TupleSize(plan.names) != 0)
    type->heap_slot_names = Retain(plan.names).Peek();
  return result.Release();
}

bool CheckName(Value name) {
  for (int64_t i = 0; i < StrLength(name); ++i)
    if (StrAt(name, i) == 0)
      return Raise(&ValueErrorType, "type name must not contain null characters");
  return CheckEncodable(name);
}

bool CheckBases(Value bases) {
  for (int64_t i = 0; i < TupleSize(bases); ++i) {
    Value base = TupleAt(bases, i);
    if (IsType(base)) continue;
    Handle entries = FindAttribute(base, names.__mro_entries__);
    if (entries)
      return Raise(&TypeErrorType,
                   "type() doesn't support MRO entry resolution; use types.new_class()");
    if (HasPendingException()) return false;
  }
  return true;
}

}  // namespace

Owned TypeNew(Type* meta, Value name, Value given_bases, Value dict, Value keywords) {
  Handle bases;
  if (TupleSize(given_bases) == 0) {
    bases = TRY(TupleOf({Value::Pointer(&ObjectType)}));
  } else {
    TRY_VOID(CheckBases(given_bases));
    Type* winner = TRY(WinningMetaclass(meta, given_bases));
    if (winner != meta) {
      if (winner->slots.new_instance != TypeType.slots.new_instance) {
        // A metaclass of a base makes its classes itself.
        Handle args = TRY(TupleOf({Value::Pointer(winner), name, given_bases, dict}));
        Handle make = TRY(GetAttribute(Value::Pointer(winner), names.__new__));
        return CallWithTuple(make, args, keywords);
      }
      meta = winner;
    }
    bases = Retain(given_bases);
  }
  Type* base = TRY(BestBase(bases));
  TRY_VOID(CheckName(name));
  ClassSlots plan;
  TRY_VOID(PlanClassSlots(&plan, name, bases, base, dict));
  Handle result = TRY(AllocateType(meta, name, bases, base, dict, plan));
  Type* type = result.As<Type>();
  TRY_VOID(CompleteNamespace(type));
  TRY_VOID(FillClassCell(type));  // before a slot of that name
  TRY_VOID(AddSlotMembers(type, plan.names));
  TRY_VOID(AddInstanceProperties(type, plan));
  TRY_VOID(AssignMro(type));
  InheritNativeSlots(type);
  InheritPatternFlags(type);
  TRY_VOID(MakeRootShape(type));
  for (int64_t i = 0; i < TupleSize(bases); ++i)
    TRY_VOID(AddSubclass(TupleAt(bases, i).As<Type>(), type));
  UpdateSlots(type, Value::Empty());
  TRY_VOID(CallSetNames(type));
  TRY_VOID(CallInitSubclass(type, keywords));
  return result.Release();
}

}  // namespace polygil
