// getset_descriptor and member_descriptor: computed attributes and fields of built-in types, and the
// entries of __slots__.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/descriptor_common.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/float.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type GetSetDescriptorType, MemberDescriptorType;

Owned GetSetDescriptorNew(const PropertyDef* definition, Type* owner) {
  return DescriptorAllocate(&GetSetDescriptorType, definition, owner,
                            StrInternUtf8(definition->name));
}

Owned MemberDescriptorNew(const MemberDef& definition, Type* owner) {
  Handle result = TRY(DescriptorAllocate(&MemberDescriptorType, nullptr, owner,
                                         StrInternUtf8(definition.name)));
  auto* member = result.As<MemberDescriptor>();
  member->offset = definition.offset;
  member->kind = definition.kind;
  member->doc = definition.doc;
  return result.Release();
}

Owned SlotMemberNew(Type* owner, Value name, uint32_t offset) {
  Handle result = TRY(DescriptorAllocate(&MemberDescriptorType, nullptr, owner, Retain(name)));
  auto* member = result.As<MemberDescriptor>();
  member->offset = offset;
  member->kind = MemberKind::kRaise;
  return result.Release();
}

namespace {

// -- getset_descriptor ----------------------------------------------------------------------------

Owned GetSetGet(Value self, Value instance, Value) {
  if (!instance) return Retain(self);
  auto* descriptor = self.As<GetSetDescriptor>();
  if (TypeOf(instance) != descriptor->owner) TRY_VOID(DescriptorCheck(descriptor, instance));
  if (descriptor->property()->get == nullptr)
    return Raise(&AttributeErrorType, "attribute '%U' of '%.100s' objects is not readable",
                 descriptor->name, TypeNameOf(descriptor->owner));
  return descriptor->property()->get(instance);
}

bool GetSetSet(Value self, Value instance, Value value) {
  auto* descriptor = self.As<GetSetDescriptor>();
  TRY_VOID(DescriptorCheck(descriptor, instance));
  if (descriptor->property()->set == nullptr)
    return Raise(&AttributeErrorType, "attribute '%U' of '%.100s' objects is not writable",
                 descriptor->name, TypeNameOf(descriptor->owner));
  return descriptor->property()->set(instance, value);
}

Owned GetSetRepr(Value self) {
  auto* descriptor = self.As<Descriptor>();
  return StrFormat("<attribute '%U' of '%s' objects>", descriptor->name,
                   TypeNameOf(descriptor->owner));
}

Owned GetSetDoc(Value self) {
  const PropertyDef* property = self.As<GetSetDescriptor>()->property();
  return DocumentationOf(property->name, property->doc);
}

// -- member_descriptor ----------------------------------------------------------------------------

Value* FieldOf(Value instance, const MemberDescriptor* member) {
  return reinterpret_cast<Value*>(instance.As<uint8_t>() + member->offset);
}

Owned NumberOf(const uint8_t* field, MemberKind kind) {
  if (kind == MemberKind::kReadOnlyInt32) return IntFromInt64(*reinterpret_cast<const int32_t*>(field));
  if (kind == MemberKind::kReadOnlyDouble) return FloatNew(*reinterpret_cast<const double*>(field));
  return IntFromInt64(*reinterpret_cast<const int64_t*>(field));
}

Owned MemberGet(Value self, Value instance, Value) {
  if (!instance) return Retain(self);
  auto* member = self.As<MemberDescriptor>();
  if (TypeOf(instance) != member->owner) TRY_VOID(DescriptorCheck(member, instance));
  if (member->kind >= MemberKind::kReadOnlyInt64)
    return NumberOf(instance.As<uint8_t>() + member->offset, member->kind);
  Value value = *FieldOf(instance, member);
  if (value) return Retain(value);
  if (member->kind == MemberKind::kNone || member->kind == MemberKind::kReadOnlyNone)
    return OwnNone();
  return Raise(&AttributeErrorType, "'%.200s' object has no attribute '%U'", TypeName(instance),
               member->name);
}

bool MemberSet(Value self, Value instance, Value value) {
  auto* member = self.As<MemberDescriptor>();
  TRY_VOID(DescriptorCheck(member, instance));
  if (member->kind != MemberKind::kNone && member->kind != MemberKind::kRaise)
    return Raise(&AttributeErrorType, "readonly attribute");
  Value* field = FieldOf(instance, member);
  if (!value && !*field && member->kind == MemberKind::kRaise)
    return RaiseWith(&AttributeErrorType, member->name);
  StoreOwned(field, value ? Retain(value) : Owned());
  return true;
}

Owned MemberRepr(Value self) {
  auto* descriptor = self.As<Descriptor>();
  return StrFormat("<member '%U' of '%s' objects>", descriptor->name,
                   TypeNameOf(descriptor->owner));
}

Owned MemberDoc(Value self) { return DocumentationOf("", self.As<MemberDescriptor>()->doc); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(member_descriptor, __reduce__, NoArgs(DescriptorReduce), nullptr), {}};
constexpr PropertyDef kGetSetProperties[] = {{"__doc__", GetSetDoc},
                                             {"__name__", DescriptorName},
                                             {"__qualname__", DescriptorQualname},
                                             {"__objclass__", DescriptorObjclass},
                                             {}};
constexpr PropertyDef kMemberProperties[] = {{"__doc__", MemberDoc},
                                             {"__name__", DescriptorName},
                                             {"__qualname__", DescriptorQualname},
                                             {"__objclass__", DescriptorObjclass},
                                             {}};

}  // namespace

bool InitFieldDescriptorTypes() {
  TypeSlots& getset = GetSetDescriptorType.slots;
  getset.descriptor_get = GetSetGet;
  getset.descriptor_set = GetSetSet;
  getset.repr = GetSetRepr;
  getset.traverse = DescriptorTraverse;
  getset.destroy = DescriptorDestroy;
  TRY_VOID(InitBuiltinType({.type = &GetSetDescriptorType,
                            .name = "getset_descriptor",
                            .basic_size = sizeof(GetSetDescriptor),
                            .flags = kTypeGc,
                            .properties = kGetSetProperties}));
  TypeSlots& member = MemberDescriptorType.slots;
  member.descriptor_get = MemberGet;
  member.descriptor_set = MemberSet;
  member.repr = MemberRepr;
  member.traverse = DescriptorTraverse;
  member.destroy = DescriptorDestroy;
  return InitBuiltinType({.type = &MemberDescriptorType,
                          .name = "member_descriptor",
                          .basic_size = sizeof(MemberDescriptor),
                          .flags = kTypeGc,
                          .methods = kMethods,
                          .properties = kMemberProperties});
}

}  // namespace polygil
