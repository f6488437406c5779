// wrapper_descriptor and method-wrapper: slots of built-in types as special methods.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/descriptor_common.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/init.h"
#include "runtime/types/classes/slot_table.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type SlotWrapperType, MethodWrapperType;

Owned SlotWrapperNew(const SlotRow* row, Type* owner, void* function) {
  Handle result =
      TRY(DescriptorAllocate(&SlotWrapperType, row, owner, Retain(InternImmortal(row->name))));
  result.As<SlotWrapper>()->wrapped = function;
  return result.Release();
}

namespace {

Owned WrapperCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  auto* wrapper = callable.As<SlotWrapper>();
  if (nargs == 0)
    return Raise(&TypeErrorType, "descriptor '%U' of '%.100s' object needs an argument",
                 wrapper->name, TypeNameOf(wrapper->owner));
  if (!IsSubtype(TypeOf(args[0]), wrapper->owner))
    return Raise(&TypeErrorType,
                 "descriptor '%U' requires a '%.100s' object but received a '%.100s'",
                 wrapper->name, TypeNameOf(wrapper->owner), TypeName(args[0]));
  return CallSlotWrapper(wrapper->row(), wrapper->wrapped, args[0], args + 1, nargs - 1,
                         keyword_names);
}

Owned WrapperGet(Value self, Value instance, Value) {
  if (!instance) return Retain(self);
  TRY_VOID(DescriptorCheck(self.As<Descriptor>(), instance));
  Handle result = TRY(AllocateObject(&MethodWrapperType));
  result.As<MethodWrapper>()->wrapper = Retain(self).Peek();
  result.As<MethodWrapper>()->self = Retain(instance).Peek();
  return result.Release();
}

Owned WrapperRepr(Value self) {
  auto* wrapper = self.As<SlotWrapper>();
  return StrFormat("<slot wrapper '%U' of '%s' objects>", wrapper->name,
                   TypeNameOf(wrapper->owner));
}

Owned WrapperDoc(Value self) {
  const SlotRow* row = self.As<SlotWrapper>()->row();
  return DocumentationOf(row->name, row->doc);
}
Owned WrapperTextSignature(Value self) {
  const SlotRow* row = self.As<SlotWrapper>()->row();
  return TextSignatureOf(row->name, row->doc);
}

// -- method-wrapper -------------------------------------------------------------------------------

SlotWrapper* InnerOf(Value self) { return self.As<MethodWrapper>()->wrapper.As<SlotWrapper>(); }

Owned BoundCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  SlotWrapper* wrapper = InnerOf(callable);
  return CallSlotWrapper(wrapper->row(), wrapper->wrapped, callable.As<MethodWrapper>()->self, args,
                         nargs, keyword_names);
}

Owned BoundRepr(Value self) {
  Value instance = self.As<MethodWrapper>()->self;
  return StrFormat("<method-wrapper '%U' of %s object at %p>", InnerOf(self)->name,
                   TypeName(instance), reinterpret_cast<void*>(instance.bits));
}

Owned BoundCompare(Value self, Value other, CompareOp op) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !IsExactly(other, MethodWrapperType))
    return OwnNotImplemented();
  auto* a = self.As<MethodWrapper>();
  auto* b = other.As<MethodWrapper>();
  bool equal = a->wrapper == b->wrapper && a->self == b->self;
  return OwnBool(equal == (op == CompareOp::kEq));
}

Fallible<int64_t> BoundHash(Value self) {
  auto* method = self.As<MethodWrapper>();
  auto hash = static_cast<int64_t>((method->self.bits >> 4) ^ (method->wrapper.bits >> 4));
  return hash == -1 ? -2 : hash;
}

bool BoundTraverse(Object* object, Visitor visit, void* arg) {
  auto* method = static_cast<MethodWrapper*>(object);
  return (method->wrapper && visit(method->wrapper, arg)) ||
         (method->self && visit(method->self, arg));
}

void BoundDestroy(Object* object) {
  auto* method = static_cast<MethodWrapper*>(object);
  ClearField(&method->wrapper);
  ClearField(&method->self);
}

Owned BoundName(Value self) { return DescriptorName(self.As<MethodWrapper>()->wrapper); }
Owned BoundQualname(Value self) { return DescriptorQualname(self.As<MethodWrapper>()->wrapper); }
Owned BoundObjclass(Value self) { return DescriptorObjclass(self.As<MethodWrapper>()->wrapper); }
Owned BoundDoc(Value self) { return WrapperDoc(self.As<MethodWrapper>()->wrapper); }
Owned BoundTextSignature(Value self) {
  return WrapperTextSignature(self.As<MethodWrapper>()->wrapper);
}

Owned BoundReduce(Value self) {
  Value getattr = DictGetStr(CurrentInterpreter()->builtins, names.getattr);
  Handle arguments = TRY(TupleOf({self.As<MethodWrapper>()->self, InnerOf(self)->name}));
  return TupleOf({getattr, arguments});
}

constexpr MethodDef kWrapperMethods[] = {
    PY_METHOD(wrapper_descriptor, __reduce__, NoArgs(DescriptorReduce), nullptr), {}};
constexpr PropertyDef kWrapperProperties[] = {{"__doc__", WrapperDoc},
                                              {"__name__", DescriptorName},
                                              {"__qualname__", DescriptorQualname},
                                              {"__objclass__", DescriptorObjclass},
                                              {"__text_signature__", WrapperTextSignature},
                                              {}};
constexpr MethodDef kBoundMethods[] = {
    PY_METHOD(method_wrapper, __reduce__, NoArgs(BoundReduce), nullptr), {}};
constexpr PropertyDef kBoundProperties[] = {{"__doc__", BoundDoc},
                                            {"__name__", BoundName},
                                            {"__qualname__", BoundQualname},
                                            {"__objclass__", BoundObjclass},
                                            {"__text_signature__", BoundTextSignature},
                                            {}};
constexpr MemberDef kBoundMembers[] = {
    {"__self__", sizeof(Object) + sizeof(Value), MemberKind::kReadOnlyNone}, {}};

}  // namespace

bool InitSlotWrapperTypes() {
  TypeSlots& wrapper = SlotWrapperType.slots;
  wrapper.call = WrapperCall;
  wrapper.descriptor_get = WrapperGet;
  wrapper.repr = WrapperRepr;
  wrapper.traverse = DescriptorTraverse;
  wrapper.destroy = DescriptorDestroy;
  TRY_VOID(InitBuiltinType({.type = &SlotWrapperType,
                            .name = "wrapper_descriptor",
                            .basic_size = sizeof(SlotWrapper),
                            .flags = kTypeGc | kTypeMethodDescriptor,
                            .methods = kWrapperMethods,
                            .properties = kWrapperProperties}));
  TypeSlots& bound = MethodWrapperType.slots;
  bound.call = BoundCall;
  bound.repr = BoundRepr;
  bound.hash = BoundHash;
  bound.rich_compare = BoundCompare;
  bound.traverse = BoundTraverse;
  bound.destroy = BoundDestroy;
  return InitBuiltinType({.type = &MethodWrapperType,
                          .name = "method-wrapper",
                          .basic_size = sizeof(MethodWrapper),
                          .flags = kTypeGc,
                          .methods = kBoundMethods,
                          .properties = kBoundProperties,
                          .members = kBoundMembers});
}

}  // namespace polygil
