#include "runtime/types/classes/union_type.h"

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type UnionType;

namespace {

Union* Of(Value self) { return self.As<Union>(); }

bool CanStandInUnion(Value v) {
  return v.IsNone() || IsType(v) || IsInstanceOf(v, GenericAliasType) || IsExactly(v, UnionType);
}

bool AddMember(Value list, Value member) {
  if (member.IsNone()) member = Value::Pointer(&NoneType);
  for (int64_t i = 0; i < ListSize(list); ++i) {
    Value known = ListAt(list, i);
    if (known == member) return true;
    if (!IsInstanceOf(known, GenericAliasType) || !IsInstanceOf(member, GenericAliasType)) continue;
    bool equal = TRY(Equals(known, member));
    if (equal) return true;
  }
  return ListAppend(list, member);
}

bool AddMembers(Value list, Value side) {
  if (!IsExactly(side, UnionType)) return AddMember(list, side);
  for (int64_t i = 0; i < TupleSize(Of(side)->args); ++i)
    TRY_VOID(AddMember(list, TupleAt(Of(side)->args, i)));
  return true;
}

}  // namespace

Owned UnionOf(Value left, Value right) {
  if (!CanStandInUnion(left) || !CanStandInUnion(right)) return OwnNotImplemented();
  Handle list = TRY(ListNew());
  TRY_VOID(AddMembers(list, left));
  TRY_VOID(AddMembers(list, right));
  if (ListSize(list) == 1) return Retain(ListAt(list, 0));
  Handle args = TRY(ListToTuple(list));
  Handle result = TRY(AllocateObject(&UnionType));
  Of(result)->args = args.Release().Peek();
  return result.Release();
}

namespace {

Owned UnionRepr(Value self) {
  StrBuilder text;
  for (int64_t i = 0; i < TupleSize(Of(self)->args); ++i) {
    if (i != 0) TRY_VOID(text.AppendAscii(" | "));
    Value member = TupleAt(Of(self)->args, i);
    if (member.AsObject() == &NoneType) {
      TRY_VOID(text.AppendAscii("None"));
      continue;
    }
    Handle item = TRY(TypeArgumentRepr(member));
    TRY_VOID(text.Append(item.Get()));
  }
  return text.Finish();
}

Owned UnionCompare(Value self, Value other, CompareOp op) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !IsExactly(other, UnionType))
    return OwnNotImplemented();
  Handle a = TRY(SetNew(Of(self)->args)), b = TRY(SetNew(Of(other)->args));
  return RichCompare(a, b, op);
}

Fallible<int64_t> UnionHash(Value self) {
  Handle set = TRY(FrozenSetNew(Of(self)->args));
  return Hash(set);
}

Value ParametersOf(Value self) {
  if (!Of(self)->parameters) {
    Owned parameters = CollectTypeParameters(Of(self)->args);
    if (!parameters) return Value::Empty();
    Of(self)->parameters = parameters.Peek();
  }
  return Of(self)->parameters;
}

Owned UnionGetItem(Value self, Value item) {
  Value parameters = ParametersOf(self);
  if (!parameters) return {};
  Handle args = TRY(SubstituteTypeParameters(self, Of(self)->args, parameters, item));
  Handle result = Retain(TupleAt(args, 0));
  for (int64_t i = 1; i < TupleSize(args); ++i)
    result = TRY(BinaryOperation(BinaryOp::kOr, result, TupleAt(args, i)));
  return result.Release();
}

Owned UnionOrSlot(Value left, Value right) { return UnionOf(left, right); }

Owned UnionGetAttribute(Value self, Value name) {
  // A union belongs to the module of its type.
  if (name == names.__module__) return GetAttribute(Value::Pointer(&UnionType), name);
  return GenericGetAttribute(self, name);
}

// Members are asked in order; an answer comes before a parameterised generic further on is an error.
Owned AskMembers(Value self, Value subject, Fallible<bool> (*question)(Value, Value),
                 const char* function) {
  for (int64_t i = 0; i < TupleSize(Of(self)->args); ++i) {
    Value member = TupleAt(Of(self)->args, i);
    if (IsInstanceOf(member, GenericAliasType))
      return Raise(&TypeErrorType, "%s() argument 2 cannot be a parameterized generic", function);
    if (!IsType(member)) continue;
    bool answer = TRY(question(subject, member));
    if (answer) return OwnBool(true);
  }
  return OwnBool(false);
}

Owned InstanceCheckMethod(Value self, Value instance) {
  return AskMembers(self, instance, IsInstance, "isinstance");
}

Owned SubclassCheckMethod(Value self, Value cls) {
  if (!IsType(cls)) return Raise(&TypeErrorType, "issubclass() arg 1 must be a class");
  return AskMembers(self, cls, IsSubclass, "issubclass");
}

Owned GetParameters(Value self) {
  Value parameters = ParametersOf(self);
  return parameters ? Retain(parameters) : Owned();
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  auto* u = static_cast<Union*>(object);
  return (u->args && visit(u->args, arg)) || (u->parameters && visit(u->parameters, arg));
}
void Clear(Object* object) {
  auto* u = static_cast<Union*>(object);
  ClearField(&u->args);
  ClearField(&u->parameters);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(UnionType, __instancecheck__, OneArg(InstanceCheckMethod), nullptr),
    PY_METHOD(UnionType, __subclasscheck__, OneArg(SubclassCheckMethod), nullptr),
    {}};
constexpr PropertyDef kProperties[] = {
    {"__parameters__", GetParameters, nullptr, "Type variables in the types.UnionType."}, {}};
const MemberDef kMembers[] = {{"__args__", offsetof(Union, args), MemberKind::kReadOnlyNone}, {}};

}  // namespace

bool InitUnionType() {
  TypeSlots& slots = UnionType.slots;
  slots.repr = UnionRepr;
  slots.rich_compare = UnionCompare;
  slots.hash = UnionHash;
  slots.get_item = UnionGetItem;
  slots.get_attribute = UnionGetAttribute;
  slots.bit_or = UnionOrSlot;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Clear;
  return InitBuiltinType({.type = &UnionType,
                          .name = "types.UnionType",
                          .basic_size = sizeof(Union),
                          .flags = kTypeGc,
                          .methods = kMethods,
                          .properties = kProperties,
                          .members = kMembers,
                          .doc = "Represent a PEP 604 union type\n\nE.g. for int | str"});
}

}  // namespace polygil
