// types.SimpleNamespace.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/init.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/classes/simple_namespace.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type SimpleNamespaceType;

Owned SimpleNamespaceNew(Value dict) {
  Handle result = TRY(AllocateInstance(&SimpleNamespaceType));
  if (dict) {
    Value own = InstanceDict(result.Get().AsObject());
    if (!own || !DictUpdate(own, dict)) return {};
  }
  return result.Release();
}

namespace {

Owned NamespaceMake(Type* type, const Value*, size_t, Value) { return AllocateInstance(type); }

bool NamespaceInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs != 0) return Raise(&TypeErrorType, "no positional arguments expected");
  if (!keyword_names) return true;
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i) {
    Handle name = TRY(StrIntern(TupleAt(keyword_names, i)));
    TRY_VOID(InstanceSet(self.AsObject(), name, args[i]));
  }
  return true;
}

bool AppendItems(StrBuilder* text, Value self) {
  Value dict = InstanceDict(self.AsObject());
  if (!dict) return false;
  Handle hold = Retain(dict);
  int64_t position = 0;
  Value key, value;
  bool first = true;
  while (DictNext(dict, &position, &key, &value)) {
    if (!IsStr(key) || StrLength(key) == 0) continue;
    Handle hold_value = Retain(value), hold_key = Retain(key);
    if (!first) TRY_VOID(text->AppendAscii(", "));
    first = false;
    Handle repr = TRY(Repr(value));
    TRY_VOID(text->Append(hold_key.Get()));
    TRY_VOID(text->Append('='));
    TRY_VOID(text->Append(repr.Get()));
  }
  return true;
}

Owned NamespaceRepr(Value self) {
  const char* name = TypeOf(self) == &SimpleNamespaceType ? "namespace" : TypeName(self);
  switch (ReprEnter(self)) {
    case ReprEntry::kError: return {};
    case ReprEntry::kRunning: return StrFormat("%s(...)", name);
    case ReprEntry::kEntered: break;
  }
  StrBuilder text;
  bool ok = text.AppendUtf8(name) && text.Append('(') && AppendItems(&text, self) && text.Append(')');
  ReprLeave(self);
  return ok ? text.Finish() : Owned();
}

Owned NamespaceCompare(Value self, Value other, CompareOp op) {
  if (!IsInstanceOf(self, SimpleNamespaceType) || !IsInstanceOf(other, SimpleNamespaceType))
    return OwnNotImplemented();
  Value a = InstanceDict(self.AsObject()), b = InstanceDict(other.AsObject());
  if (!a || !b) return {};
  return RichCompare(a, b, op);
}

Owned ReduceMethod(Value self) {
  Value dict = InstanceDict(self.AsObject());
  if (!dict) return {};
  Handle empty = TRY(TupleEmpty());
  return TupleOf({Value::Pointer(TypeOf(self)), empty, dict});
}

Owned GetDict(Value self) {
  Value dict = InstanceDict(self.AsObject());
  return dict ? Retain(dict) : Owned();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(SimpleNamespace, __reduce__, NoArgs(ReduceMethod), "Return state information for pickling"),
    {}};
constexpr PropertyDef kProperties[] = {{"__dict__", GetDict}, {}};

}  // namespace

bool InitSimpleNamespaceType() {
  TypeSlots& slots = SimpleNamespaceType.slots;
  slots.new_instance = NamespaceMake;
  slots.init = NamespaceInit;
  slots.repr = NamespaceRepr;
  slots.rich_compare = NamespaceCompare;
  return InitBuiltinType({.type = &SimpleNamespaceType,
                          .name = "types.SimpleNamespace",
                          .basic_size = sizeof(Object),
                          .flags = kTypeBase | kTypeGc,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
                          .has_attributes = true});
}

}  // namespace polygil
