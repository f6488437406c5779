// _tuplegetter: the descriptor of a field of a named tuple.

#include "runtime/modules/_collections/defaultdict.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type TupleGetterType;

struct TupleGetter : Object {
  Value doc;
  int64_t index;
};

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("_tuplegetter", keyword_names));
  TRY_VOID(CheckPositional("_tuplegetter", nargs, 2, 2));
  int64_t index = TRY(IndexExact(args[0], &OverflowErrorType));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  result.Peek().As<TupleGetter>()->index = index;
  result.Peek().As<TupleGetter>()->doc = Retain(args[1]).Peek();
  return result;
}

Owned DescriptorGet(Value self, Value instance, Value) {
  if (!instance) return Retain(self);
  int64_t index = self.As<TupleGetter>()->index;
  if (!IsTuple(instance)) {
    if (instance.IsNone()) return Retain(self);
    return Raise(&TypeErrorType,
                 "descriptor for index '%zd' for tuple subclasses doesn't apply to '%s' object",
                 static_cast<ssize_t>(index), TypeName(instance));
  }
  if (index < 0 || index >= TupleSize(instance))
    return Raise(&IndexErrorType, "tuple index out of range");
  return Retain(TupleAt(instance, index));
}
bool DescriptorSet(Value, Value, Value value) {
  return Raise(&AttributeErrorType, value ? "can't set attribute" : "can't delete attribute");
}

Owned ReprMethod(Value self) {
  TupleGetter* getter = self.As<TupleGetter>();
  return StrFormat("%U(%zd, %R)", TypeOf(self)->name, static_cast<ssize_t>(getter->index),
                   OrNone(getter->doc));
}
Owned Reduce(Value self) {
  TupleGetter* getter = self.As<TupleGetter>();
  Handle args = TRY(TupleOf({Value::Int(getter->index), OrNone(getter->doc)}));
  return TupleOf({Value::Pointer(TypeOf(self)), args});
}

constexpr MethodDef kMethods[] = {PY_METHOD(_tuplegetter, __reduce__, NoArgs(Reduce), nullptr), {}};
constexpr MemberDef kMembers[] = {{"__doc__", offsetof(TupleGetter, doc), MemberKind::kNone}, {}};

}  // namespace

bool AddTupleGetter(Value module) {
  OwnFields<TupleGetter, &TupleGetter::doc>(&TupleGetterType, true);
  TypeSlots& slots = TupleGetterType.slots;
  slots.new_instance = Make;
  slots.descriptor_get = DescriptorGet;
  slots.descriptor_set = DescriptorSet;
  slots.repr = ReprMethod;
  return AddType(module, {.type = &TupleGetterType,
                          .name = "_collections._tuplegetter",
                          .basic_size = sizeof(TupleGetter),
                          .flags = kTypeGc,
                          .methods = kMethods,
                          .members = kMembers});
}

}  // namespace polygil
