// Built-in types at start-up: dictionaries, inherited slots, and the order in which types become
// usable. Also the types whose families can't set themselves up because everything needs them.

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/mro.h"
#include "runtime/types/classes/new_wrapper.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// Inherited by hand: slots that depend on each other are not in this list.
void InheritSlots(Type* type, const Type* base) {
  bool own_comparison = type->slots.rich_compare != nullptr || type->slots.hash != nullptr;
  auto* slots = reinterpret_cast<void**>(&type->slots);
  auto* base_slots = reinterpret_cast<void* const*>(&base->slots);
  constexpr size_t kCount = sizeof(TypeSlots) / sizeof(void*);
  constexpr size_t kNewIndex = offsetof(TypeSlots, new_instance) / sizeof(void*);
  for (size_t i = 0; i < kCount; ++i) {
    if (slots[i] != nullptr || i == kNewIndex) continue;
    if (i == kSlot_hash && own_comparison) continue;
    slots[i] = base_slots[i];
  }
}

bool DictAdd(Value dict, const char* name, Owned value) {
  Handle handle = value;
  return handle && DictSet(dict, InternImmortal(name), handle);
}

bool HasOwn(Value dict, const char* name) {
  return static_cast<bool>(DictGetStr(dict, InternImmortal(name)));
}

bool AddSlotWrappers(Type* type) {
  for (const SlotRow* row = kSlotRows; row->name != nullptr; ++row) {
    void* function = *SlotAt(type, row->slot);
    if (function == nullptr || row->doc == nullptr) continue;
    if (HasOwn(type->dict, row->name)) continue;
    if (function == reinterpret_cast<void*>(&HashNotImplemented)) {
      TRY_VOID(DictAdd(type->dict, row->name, OwnNone()));
      continue;
    }
    TRY_VOID(DictAdd(type->dict, row->name, SlotWrapperNew(row, type, function)));
  }
  return true;
}

Owned MethodFor(const MethodDef* row, Type* type) {
  if (row->function.flags & kMethodClass) return ClassMethodDescriptorNew(row, type);
  if (row->function.flags & kMethodStatic) {
    Handle function = TRY(BuiltinFunctionNew(row, Value::Pointer(type), Value::Empty()));
    return StaticMethodNew(function);
  }
  return MethodDescriptorNew(row, type);
}

bool AddTables(Type* type, const TypeSpec& spec) {
  for (const MethodDef* row = spec.methods; row != nullptr && row->name != nullptr; ++row) {
    // A method wins over the slot wrapper only if it says so; both mean the same.
    bool wraps_slot = false;
    bool is_special = row->name[0] == '_' && row->name[1] == '_';
    if (is_special && !(row->function.flags & kMethodCoexist)) {
      for (const SlotRow* slot = kSlotRows; slot->name != nullptr && !wraps_slot; ++slot)
        wraps_slot = slot->doc != nullptr && strcmp(slot->name, row->name) == 0 &&
                     *SlotAt(type, slot->slot) != nullptr;
    }
    if (!wraps_slot) TRY_VOID(DictAdd(type->dict, row->name, MethodFor(row, type)));
  }
  for (const PropertyDef* row = spec.properties; row != nullptr && row->name != nullptr; ++row)
    TRY_VOID(DictAdd(type->dict, row->name, GetSetDescriptorNew(row, type)));
  for (const MemberDef* row = spec.members; row != nullptr && row->name != nullptr; ++row)
    TRY_VOID(DictAdd(type->dict, row->name, MemberDescriptorNew(*row, type)));
  return true;
}

bool AddDocumentation(Type* type) {
  if (HasOwn(type->dict, "__doc__")) return true;
  const char* name = strrchr(type->native_name, '.');
  return DictAdd(type->dict, "__doc__",
                 DocumentationOf(name != nullptr ? name + 1 : type->native_name, type->doc));
}

// Python names; "collections.deque" keeps its module in __module__.
bool SetNames(Type* type) {
  const char* dot = strrchr(type->native_name, '.');
  type->name = InternImmortal(dot != nullptr ? dot + 1 : type->native_name);
  type->qualname = type->name;
  if (dot == nullptr) return true;
  return DictAdd(type->dict, "__module__",
                 StrInternUtf8({type->native_name, static_cast<size_t>(dot - type->native_name)}));
}

bool MakeMro(Type* type) {
  if (type->base == nullptr) {
    type->bases = TRY(TupleEmpty()).Peek();
    type->mro = TRY(TupleOf({Value::Pointer(type)})).Peek();
    return true;
  }
  if (!type->bases) type->bases = TRY(TupleOf({Value::Pointer(type->base)})).Peek();
  if (TupleSize(type->bases) > 1) return AssignMro(type);
  const Tuple* base_mro = type->base->mro.As<Tuple>();
  Handle mro = TRY(TupleNew(base_mro->size + 1));
  TupleInit(mro, 0, Retain(Value::Pointer(type)));
  for (int64_t i = 0; i < base_mro->size; ++i) TupleInit(mro, i + 1, Retain(base_mro->items[i]));
  type->mro = mro.Release().Peek();
  return true;
}

void InheritFlags(Type* type, const Type* base) {
  type->type_flags |= base->type_flags & kTypeInheritedFlags;
  if (type->item_size == 0) type->item_size = base->item_size;
  if (type->dict_offset == 0) type->dict_offset = base->dict_offset;
}

}  // namespace

void PrepareBuiltinType(const TypeSpec& spec) {
  Type* type = spec.type;
  type->type = &TypeType;
  type->refcount = 1;
  type->native_name = spec.name;
  type->base = spec.base != nullptr ? spec.base : type == &ObjectType ? nullptr : &ObjectType;
  type->basic_size = spec.basic_size != 0 || type->base == nullptr ? spec.basic_size
                                                                   : type->base->basic_size;
  type->item_size = spec.item_size;
  type->type_flags |= spec.flags | kTypeImmutable;
  if (spec.item_size != 0) type->type_flags |= kTypeVarSized;
  type->dict_offset = spec.dict_offset;
  type->methods = spec.methods;
  type->doc = spec.doc;
  if (spec.has_attributes) {
    type->type_flags |= kTypeHasAttributes;
    type->attributes_offset = static_cast<int32_t>((type->basic_size + 7) & ~7u);
  }
}

bool InitBuiltinType(const TypeSpec& spec) {
  PrepareBuiltinType(spec);
  Type* type = spec.type;
  type->index = CurrentInterpreter()->next_type_index++;
  if (type->base != nullptr) {
    InheritFlags(type, type->base);
    // A base that gained Attributes: they move behind the fields of this type.
    if (type->Has(kTypeHasAttributes))
      type->attributes_offset = type->Has(kTypeVarSized)
                                    ? kAttributesAtEnd
                                    : static_cast<int32_t>((type->basic_size + 7) & ~7u);
  }
  if (type->Has(kTypeHasAttributes) && type->root_shape == nullptr)
    if (ShapeRoot(type, 0) == nullptr) return false;
  Handle dict = TRY(DictNew());
  type->dict = dict.Release().Peek();
  TRY_VOID(SetNames(type));
  TRY_VOID(AddTables(type, spec));
  if (type->slots.new_instance != nullptr && !HasOwn(type->dict, "__new__"))
    TRY_VOID(DictAdd(type->dict, "__new__", NewWrapperFor(type)));
  TRY_VOID(AddSlotWrappers(type));
  TRY_VOID(AddDocumentation(type));
  TRY_VOID(MakeMro(type));
  if (type->base != nullptr) {
    InheritSlots(type, type->base);
    if (type->slots.new_instance == nullptr && !(type->type_flags & kTypeNoInstantiation) &&
        type->base != &ObjectType)
      type->slots.new_instance = type->base->slots.new_instance;
    if (type->slots.new_instance == nullptr) type->type_flags |= kTypeNoInstantiation;
    TRY_VOID(AddSubclass(type->base, type));
  }
  if (type->slots.hash == nullptr) {
    type->slots.hash = &HashNotImplemented;
    if (!HasOwn(type->dict, "__hash__")) TRY_VOID(DictAdd(type->dict, "__hash__", OwnNone()));
  }
  UpdateSlotFlags(type);
  return true;
}

void BootstrapTypes() {
  static constexpr uint32_t kObject = kTypeBase;
  PrepareBuiltinType({.type = &ObjectType, .name = "object", .basic_size = sizeof(Object),
                      .flags = kObject});
  PrepareBuiltinType({.type = &TypeType, .name = "type", .basic_size = sizeof(Type),
                      .flags = kTypeBase | kTypeGc | kTypeIsType});
  PrepareBuiltinType({.type = &StrType, .name = "str", .basic_size = sizeof(Str), .item_size = 1,
                      .flags = kTypeBase | kTypeAtomic | kTypeIsStr});
  PrepareBuiltinType({.type = &TupleType, .name = "tuple", .basic_size = sizeof(Tuple),
                      .item_size = sizeof(Value), .flags = kTypeBase | kTypeGc | kTypeIsTuple});
  PrepareBuiltinType({.type = &DictType, .name = "dict", .basic_size = sizeof(Dict),
                      .flags = kTypeBase | kTypeGc | kTypeIsDict});
  PrepareBuiltinType({.type = &ListType, .name = "list", .basic_size = sizeof(List),
                      .flags = kTypeBase | kTypeGc | kTypeIsList});
  PrepareBuiltinType({.type = &IntType, .name = "int", .basic_size = sizeof(BigInt),
                      .item_size = sizeof(uint64_t),
                      .flags = kTypeBase | kTypeAtomic | kTypeIsInt});
  PrepareBuiltinType({.type = &BuiltinFunctionType, .name = "builtin_function_or_method",
                      .basic_size = sizeof(BuiltinFunction), .flags = kTypeGc});
  PrepareBuiltinType({.type = &MethodDescriptorType, .name = "method_descriptor",
                      .basic_size = sizeof(MethodDescriptor),
                      .flags = kTypeGc | kTypeMethodDescriptor});
  PrepareBuiltinType({.type = &ClassMethodDescriptorType, .name = "classmethod_descriptor",
                      .basic_size = sizeof(MethodDescriptor), .flags = kTypeGc});
  PrepareBuiltinType({.type = &SlotWrapperType, .name = "wrapper_descriptor",
                      .basic_size = sizeof(SlotWrapper), .flags = kTypeGc | kTypeMethodDescriptor});
  PrepareBuiltinType({.type = &GetSetDescriptorType, .name = "getset_descriptor",
                      .basic_size = sizeof(GetSetDescriptor), .flags = kTypeGc});
  PrepareBuiltinType({.type = &MemberDescriptorType, .name = "member_descriptor",
                      .basic_size = sizeof(MemberDescriptor), .flags = kTypeGc});
  PrepareBuiltinType({.type = &StaticMethodType, .name = "staticmethod",
                      .basic_size = sizeof(StaticMethod), .flags = kTypeBase | kTypeGc,
                      .dict_offset = offsetof(StaticMethod, dict)});
}

}  // namespace polygil
