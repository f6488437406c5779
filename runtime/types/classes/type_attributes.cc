#include "runtime/types/classes/type_attributes.h"

#include <cstddef>
#include <cstring>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/descriptor.h"
#include "runtime/types/classes/mapping_proxy.h"
#include "runtime/types/classes/mro.h"
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

bool CheckSettable(Type* type, Value value, const char* name) {
  if (type->Has(kTypeImmutable))
    return Raise(&TypeErrorType, "cannot set '%s' attribute of immutable type '%s'", name,
                 type->native_name != nullptr ? type->native_name : TypeNameOf(type));
  if (!value)
    return Raise(&TypeErrorType, "cannot delete '%s' attribute of immutable type '%s'", name,
                 TypeNameOf(type));
  return true;
}

// -- Names ----------------------------------------------------------------------------------------

Owned GetName(Value self) { return Retain(self.As<Type>()->name); }

bool SetName(Value self, Value value) {
  Type* type = self.As<Type>();
  TRY_VOID(CheckSettable(type, value, "__name__"));
  if (!IsStr(value))
    return Raise(&TypeErrorType, "can only assign string to %s.__name__, not '%s'",
                 TypeNameOf(type), TypeName(value));
  for (int64_t i = 0; i < StrLength(value); ++i)
    if (StrAt(value, i) == 0)
      return Raise(&ValueErrorType, "type name must not contain null characters");
  Handle owner;
  if (!StrAsUtf8(value, &owner).ok) return false;
  StoreOwned(&type->name, Retain(value));
  return true;
}

Owned GetQualname(Value self) { return Retain(self.As<Type>()->qualname); }

bool SetQualname(Value self, Value value) {
  Type* type = self.As<Type>();
  TRY_VOID(CheckSettable(type, value, "__qualname__"));
  if (!IsStr(value))
    return Raise(&TypeErrorType, "can only assign string to %s.__qualname__, not '%s'",
                 TypeNameOf(type), TypeName(value));
  StoreOwned(&type->qualname, Retain(value));
  return true;
}

Owned GetModule(Value self) { return TypeModule(self.As<Type>()); }

bool SetModule(Value self, Value value) {
  Type* type = self.As<Type>();
  TRY_VOID(CheckSettable(type, value, "__module__"));
  return DictSet(type->dict, names.__module__, value);
}

// -- Bases ----------------------------------------------------------------------------------------

Owned GetBases(Value self) { return Retain(self.As<Type>()->bases); }

// While an mro() method runs, the MRO may not show yet what the bases say.
bool IsInBaseChain(const Type* from, const Type* type) {
  for (; from != nullptr; from = from->base)
    if (from == type) return true;
  return false;
}

bool CheckNewBases(Type* type, Value bases) {
  if (!IsTuple(bases))
    return Raise(&TypeErrorType, "can only assign tuple to %s.__bases__, not %s", TypeNameOf(type),
                 TypeName(bases));
  if (TupleSize(bases) == 0)
    return Raise(&TypeErrorType, "can only assign non-empty tuple to %s.__bases__, not ()",
                 TypeNameOf(type));
  for (int64_t i = 0; i < TupleSize(bases); ++i) {
    Value base = TupleAt(bases, i);
    if (!IsType(base))
      return Raise(&TypeErrorType, "%s.__bases__ must be tuple of classes, not '%s'",
                   TypeNameOf(type), TypeName(base));
    if (IsSubtype(base.As<Type>(), type) || IsInBaseChain(base.As<Type>(), type))
      return Raise(&TypeErrorType, "a __bases__ item causes an inheritance cycle");
  }
  return true;
}

// The layout a class shares with another one ends where its own slots begin.
Type* LayoutBase(Type* type) {
  while (type->base != nullptr && type->base->basic_size == type->basic_size &&
         type->item_size == type->base->item_size &&
         type->Has(kTypeHasAttributes) == type->base->Has(kTypeHasAttributes))
    type = type->base;
  return type;
}

bool UpdateMroTree(Type* type) {
  TRY_VOID(AssignMro(type));
  TypeModified(type, names.__doc__);
  if (!type->subclasses) return true;
  Handle keys = TRY(DictKeysList(type->subclasses));
  for (int64_t i = 0; i < ListSize(keys); ++i)
    TRY_VOID(UpdateMroTree(reinterpret_cast<Type*>(ListAt(keys, i).AsInt() << 3)));
  return true;
}

void ReplaceBases(Type* type, Owned bases, Type* base) {
  for (int64_t i = 0; i < TupleSize(type->bases); ++i)
    RemoveSubclass(TupleAt(type->bases, i).As<Type>(), type);
  type->base = base;
  StoreOwned(&type->bases, bases);
  for (int64_t i = 0; i < TupleSize(type->bases); ++i)
    if (!AddSubclass(TupleAt(type->bases, i).As<Type>(), type)) ClearPending();
}

bool SetBases(Value self, Value value) {
  Type* type = self.As<Type>();
  TRY_VOID(CheckSettable(type, value, "__bases__"));
  TRY_VOID(CheckNewBases(type, value));
  Type* new_base = TRY(BestBase(value));
  if (LayoutBase(new_base)->basic_size != LayoutBase(type->base)->basic_size ||
      SolidBase(new_base) != SolidBase(type->base) ||
      (new_base->Has(kTypeHasAttributes) && !type->Has(kTypeHasAttributes)))
    return Raise(&TypeErrorType,
                 "__bases__ assignment: '%s' object layout differs from '%s'", TypeNameOf(new_base),
                 TypeNameOf(type->base));
  Handle old_bases = Retain(type->bases);
  Type* old_base = type->base;
  ReplaceBases(type, Retain(value), new_base);
  if (!UpdateMroTree(type)) {
    // An mro() method may have set other bases meanwhile: those stay.
    if (type->bases != value) return false;
    Handle error = TakePending();
    ReplaceBases(type, old_bases.Release(), old_base);
    if (!UpdateMroTree(type)) ClearPending();
    RestorePending(error.Release());
    return false;
  }
  if (type->bases == value) TypeModified(type, Value::Empty());
  return true;
}

// -- Documentation --------------------------------------------------------------------------------

Owned GetDoc(Value self) {
  Type* type = self.As<Type>();
  if (!type->Has(kTypeHeap) && type->doc != nullptr) {
    const char* dot = strrchr(type->native_name, '.');
    return DocumentationOf(dot != nullptr ? dot + 1 : type->native_name, type->doc);
  }
  Value doc = type->dict ? DictGetStr(type->dict, names.__doc__) : Value::Empty();
  if (!doc) return OwnNone();
  if (TernarySlot get = TypeOf(doc)->slots.descriptor_get)
    return get(doc, Value::Empty(), self);
  return Retain(doc);
}

bool SetDoc(Value self, Value value) {
  Type* type = self.As<Type>();
  TRY_VOID(CheckSettable(type, value, "__doc__"));
  return DictSet(type->dict, names.__doc__, value);
}

Owned GetTextSignature(Value self) {
  Type* type = self.As<Type>();
  const char* dot = type->native_name != nullptr ? strrchr(type->native_name, '.') : nullptr;
  if (type->Has(kTypeHeap)) {
    // A class may document itself as a native type does.
    Value doc = DictGetStr(type->dict, names.__doc__);
    if (!doc || !IsStr(doc)) return OwnNone();
    Handle doc_owner, name_owner;
    std::string_view text = TRY(StrAsUtf8(doc, &doc_owner)), name = TRY(StrAsUtf8(type->name, &name_owner));
    return TextSignatureOf(name.data(), text.data());
  }
  if (type->native_name == nullptr) return OwnNone();
  return TextSignatureOf(dot != nullptr ? dot + 1 : type->native_name, type->doc);
}

// -- Namespace ------------------------------------------------------------------------------------

Owned GetDict(Value self) {
  Value dict = self.As<Type>()->dict;
  return dict ? MappingProxyNew(dict) : OwnNone();
}

Owned GetAbstractMethods(Value self) { return TypeAbstractMethods(self.As<Type>()); }

bool SetAbstractMethods(Value self, Value value) {
  Type* type = self.As<Type>();
  bool abstract = false;
  if (value) {
    abstract = TRY(IsTrue(value));
    TRY_VOID(DictSet(type->dict, names.__abstractmethods__, value));
  } else {
    Handle removed = DictPop(type->dict, names.__abstractmethods__);
    if (!removed) {
      if (HasPendingException()) return false;
      return RaiseWith(&AttributeErrorType, names.__abstractmethods__);
    }
  }
  type->type_flags = abstract ? type->type_flags | kTypeAbstract : type->type_flags & ~kTypeAbstract;
  return true;
}

Owned GetAnnotations(Value self) {
  Type* type = self.As<Type>();
  if (!type->Has(kTypeHeap))
    return Raise(&AttributeErrorType, "type object '%s' has no attribute '__annotations__'",
                 type->native_name);
  Value annotations = DictGetStr(type->dict, names.__annotations__);
  if (annotations) {
    if (TernarySlot get = TypeOf(annotations)->slots.descriptor_get)
      return get(annotations, Value::Empty(), self);
    return Retain(annotations);
  }
  Handle fresh = TRY(DictNew());
  TRY_VOID(DictSet(type->dict, names.__annotations__, fresh));
  TypeModified(type, names.__annotations__);
  return fresh.Release();
}

bool SetAnnotations(Value self, Value value) {
  Type* type = self.As<Type>();
  if (type->Has(kTypeImmutable))
    return Raise(&TypeErrorType,
                 "cannot set '__annotations__' attribute of immutable type '%s'",
                 type->native_name != nullptr ? type->native_name : TypeNameOf(type));
  if (value) return DictSet(type->dict, names.__annotations__, value);
  Handle removed = DictPop(type->dict, names.__annotations__);
  if (removed) return true;
  if (HasPendingException()) return false;
  return Raise(&AttributeErrorType, "__annotations__");
}

// -- Figures: as CPython shows them, computed from our layout -------------------------------------

Owned GetBasicSize(Value self) { return IntFromSize(self.As<Type>()->basic_size); }
Owned GetItemSize(Value self) { return IntFromSize(self.As<Type>()->item_size); }
Owned GetWeakOffset(Value self) { return IntFromInt64(self.As<Type>()->Has(kTypeWeakly) ? 16 : 0); }

Owned GetDictOffset(Value self) {
  Type* type = self.As<Type>();
  if (type->dict_offset != 0) return IntFromInt64(type->dict_offset);
  return IntFromInt64(type->Has(kTypeHasAttributes) ? type->attributes_offset : 0);
}

// Bits of CPython's Py_TPFLAGS_... that library code looks at.
Owned GetFlags(Value self) {
  static constexpr struct {
    uint32_t ours;
    int bit;
  } kBits[] = {{kTypeHeap, 9},           {kTypeBase, 10},           {kTypeGc, 14},
               {kTypeMethodDescriptor, 17}, {kTypeAbstract, 20},     {kTypeSequencePattern, 5},
               {kTypeMappingPattern, 6}, {kTypeNoInstantiation, 7}, {kTypeImmutable, 8},
               {kTypeMatchSelf, 22},     {kTypeIsInt, 24},          {kTypeIsList, 25},
               {kTypeIsTuple, 26},       {kTypeIsBytes, 27},        {kTypeIsStr, 28},
               {kTypeIsDict, 29},        {kTypeIsException, 30},    {kTypeIsType, 31}};
  int64_t flags = (int64_t{1} << 12) | (int64_t{1} << 18);  // ready, a type of this version
  for (const auto& entry : kBits)
    if (self.As<Type>()->Has(entry.ours)) flags |= int64_t{1} << entry.bit;
  return IntFromInt64(flags);
}

}  // namespace

Owned TypeModule(Type* type) {
  Value module = type->dict ? DictGetStr(type->dict, names.__module__) : Value::Empty();
  // `type` has the property itself under this name.
  if (module && (type->Has(kTypeHeap) || IsStr(module))) return Retain(module);
  if (!type->Has(kTypeHeap)) return Retain(names.builtins);
  return RaiseWith(&AttributeErrorType, names.__module__);
}

Owned TypeAbstractMethods(Type* type) {
  // type itself has the property under this name; it means no value of its own.
  Value found = type == &TypeType ? Value::Empty() : DictGetStr(type->dict, names.__abstractmethods__);
  if (found) return Retain(found);
  return RaiseWith(&AttributeErrorType, names.__abstractmethods__);
}

const PropertyDef kTypeProperties[] = {
    {"__name__", GetName, SetName, nullptr},
    {"__qualname__", GetQualname, SetQualname, nullptr},
    {"__bases__", GetBases, SetBases, nullptr},
    {"__module__", GetModule, SetModule, nullptr},
    {"__abstractmethods__", GetAbstractMethods, SetAbstractMethods, nullptr},
    {"__dict__", GetDict, nullptr, nullptr},
    {"__doc__", GetDoc, SetDoc, nullptr},
    {"__text_signature__", GetTextSignature, nullptr, nullptr},
    {"__annotations__", GetAnnotations, SetAnnotations, nullptr},
    {"__basicsize__", GetBasicSize, nullptr, nullptr},
    {"__itemsize__", GetItemSize, nullptr, nullptr},
    {"__dictoffset__", GetDictOffset, nullptr, nullptr},
    {"__weakrefoffset__", GetWeakOffset, nullptr, nullptr},
    {"__flags__", GetFlags, nullptr, nullptr},
    {}};
// A field that points to a type reads as a value.
const MemberDef kTypeMembers[] = {{"__base__", offsetof(Type, base), MemberKind::kReadOnlyNone},
                                  {"__mro__", offsetof(Type, mro), MemberKind::kReadOnlyNone},
                                  {}};

}  // namespace polygil
