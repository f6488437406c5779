#include "runtime/types/classes/mapping_proxy.h"

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type MappingProxyType;

namespace {

struct MappingProxy : Object {
  Value mapping;
};

Value MappingOf(Value self) { return self.As<MappingProxy>()->mapping; }

Owned ProxyMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[1];
  TRY_VOID(BindArguments("mappingproxy", "(mapping)", args, nargs, keyword_names, bound));
  if (TypeOf(bound[0])->slots.get_item == nullptr || IsList(bound[0]) || IsTuple(bound[0]))
    return Raise(&TypeErrorType, "mappingproxy() argument must be a mapping, not %s",
                 TypeName(bound[0]));
  return MappingProxyNew(bound[0]);
}

Owned ProxyGetItem(Value self, Value key) { return GetItem(MappingOf(self), key); }
Fallible<int64_t> ProxyLength(Value self) { return Length(MappingOf(self)); }
Fallible<bool> ProxyContains(Value self, Value key) { return Contains(MappingOf(self), key); }
Owned ProxyIterate(Value self) { return GetIterator(MappingOf(self)); }
Owned ProxyRepr(Value self) { return StrFormat("mappingproxy(%R)", MappingOf(self)); }
Owned ProxyStr(Value self) { return ToStr(MappingOf(self)); }
Owned ProxyCompare(Value self, Value other, CompareOp op) {
  return RichCompare(MappingOf(self), other, op);
}

Value Unwrap(Value v) { return IsExactly(v, MappingProxyType) ? MappingOf(v) : v; }

Owned ProxyOr(Value left, Value right) {
  return BinaryOperation(BinaryOp::kOr, Unwrap(left), Unwrap(right));
}
Owned ProxyInplaceOr(Value self, Value) {
  return Raise(&TypeErrorType, "'|=' is not supported by %s; use '|' instead", TypeName(self));
}

Owned GetMethod(Value self, const Value* args, size_t nargs) {
  return CallMethod(MappingOf(self), names.get, {args[0], nargs == 2 ? args[1] : Value::None()});
}
Owned KeysMethod(Value self) { return CallMethod(MappingOf(self), names.keys); }
Owned ValuesMethod(Value self) { return CallMethod(MappingOf(self), names.values); }
Owned ItemsMethod(Value self) { return CallMethod(MappingOf(self), names.items); }
Owned CopyMethod(Value self) { return CallMethod(MappingOf(self), names.copy); }
Owned ReversedMethod(Value self) { return CallMethod(MappingOf(self), names.__reversed__); }

bool Traverse(Object* object, Visitor visit, void* arg) {
  Value mapping = static_cast<MappingProxy*>(object)->mapping;
  return mapping && visit(mapping, arg);
}
void Destroy(Object* object) { ClearField(&static_cast<MappingProxy*>(object)->mapping); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(mappingproxy, get, Positional(GetMethod, 1, 2),
              "D.get(k[,d]) -> D[k] if k in D, else d.  d defaults to None."),
    PY_METHOD(mappingproxy, keys, NoArgs(KeysMethod),
              "D.keys() -> a set-like object providing a view on D's keys"),
    PY_METHOD(mappingproxy, values, NoArgs(ValuesMethod),
              "D.values() -> an object providing a view on D's values"),
    PY_METHOD(mappingproxy, items, NoArgs(ItemsMethod),
              "D.items() -> a set-like object providing a view on D's items"),
    PY_METHOD(mappingproxy, copy, NoArgs(CopyMethod), "D.copy() -> a shallow copy of D"),
    PY_METHOD(mappingproxy, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    PY_METHOD(mappingproxy, __reversed__, NoArgs(ReversedMethod), "D.__reversed__() -> reverse iterator"),
    {}};

}  // namespace

Owned MappingProxyNew(Value mapping) {
  Owned result = AllocateObject(&MappingProxyType);
  if (!result) return {};
  IncRef(mapping);
  result.Peek().As<MappingProxy>()->mapping = mapping;
  return result;
}

bool InitMappingProxyType() {
  TypeSlots& slots = MappingProxyType.slots;
  slots.new_instance = ProxyMake;
  slots.get_item = ProxyGetItem;
  slots.length = ProxyLength;
  slots.contains = ProxyContains;
  slots.iterate = ProxyIterate;
  slots.repr = ProxyRepr;
  slots.str = ProxyStr;
  slots.rich_compare = ProxyCompare;
  slots.bit_or = ProxyOr;
  slots.inplace_bit_or = ProxyInplaceOr;
  slots.traverse = Traverse;
  slots.destroy = Destroy;
  return InitBuiltinType({.type = &MappingProxyType,
                          .name = "mappingproxy",
                          .basic_size = sizeof(MappingProxy),
                          .flags = kTypeGc | kTypeMappingPattern,
                          .methods = kMethods});
}

}  // namespace polygil
