// functools.cmp_to_key: keys that compare with an old-style comparison function.

#include "runtime/modules/_functools/functools.h"
#include "runtime/types/classes/slot_table.h"

namespace polygil {
namespace {

Type KeyWrapperType;

struct KeyWrapper : Object {
  Value compare;
  Value object;  // empty: the K factory itself
};

Owned KeyNew(Value compare, Value object) {
  Owned result = AllocateObject(&KeyWrapperType);
  if (!result) return {};
  SetField(&result.Peek().As<KeyWrapper>()->compare, compare);
  SetField(&result.Peek().As<KeyWrapper>()->object, object);
  return result;
}

Owned KeyCall(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value object;
  TRY_VOID(BindArguments("K", "($self, /, obj)\n--\n\n", args, nargs, keyword_names, &object));
  return KeyNew(self.As<KeyWrapper>()->compare, object);
}

Owned KeyCompare(Value self, Value other, CompareOp op) {
  if (!IsExactly(other, KeyWrapperType))
    return Raise(&TypeErrorType, "other argument must be K instance");
  Value x = self.As<KeyWrapper>()->object, y = other.As<KeyWrapper>()->object;
  if (!x || !y) return Raise(&AttributeErrorType, "object");
  Handle compare = Retain(self.As<KeyWrapper>()->compare), hold_x = Retain(x), hold_y = Retain(y);
  Handle result = TRY(Call(compare, {x, y}));
  return RichCompare(result, Value::Int(0), op);
}

constexpr MemberDef kMembers[] = {
    {"obj", offsetof(KeyWrapper, object), MemberKind::kReadOnlyNone,
     "Value wrapped by a key function."},
    {}};

}  // namespace

bool ReadyKeyWrapper() {
  OwnFields<KeyWrapper, &KeyWrapper::compare, &KeyWrapper::object>(&KeyWrapperType);
  KeyWrapperType.slots.call = KeyCall;
  KeyWrapperType.slots.rich_compare = KeyCompare;
  KeyWrapperType.slots.hash = &HashNotImplemented;
  return ReadyType({.type = &KeyWrapperType,
                    .name = "functools.KeyWrapper",
                    .basic_size = sizeof(KeyWrapper),
                    .flags = kTypeGc | kTypeNoInstantiation,
                    .members = kMembers});
}

Owned CmpToKey(Value, const Value* args) { return KeyNew(args[0], Value::Empty()); }

}  // namespace polygil
