// bool: an int to Python whose two instances are immediates.

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/init.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Owned BoolRepr(Value self) {
  return self.IsTrue() ? StrFromAscii("True", 4) : StrFromAscii("False", 5);
}

Owned BoolAnd(Value left, Value right) {
  if (left.IsBool() && right.IsBool()) return OwnBool(left.IsTrue() && right.IsTrue());
  return IntType.slots.bit_and(left, right);
}
Owned BoolOr(Value left, Value right) {
  if (left.IsBool() && right.IsBool()) return OwnBool(left.IsTrue() || right.IsTrue());
  return IntType.slots.bit_or(left, right);
}
Owned BoolXor(Value left, Value right) {
  if (left.IsBool() && right.IsBool()) return OwnBool(left != right);
  return IntType.slots.bit_xor(left, right);
}

Owned BoolNewInstance(Type*, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("bool", keyword_names));
  TRY_VOID(CheckPositional("bool", nargs, 0, 1));
  if (nargs == 0) return OwnBool(false);
  bool truth = TRY(IsTrue(args[0]));
  return OwnBool(truth);
}

}  // namespace

Type BoolType;

bool InitBoolType() {
  TypeSlots& slots = BoolType.slots;
  slots.repr = BoolRepr;
  slots.bit_and = BoolAnd;
  slots.bit_or = BoolOr;
  slots.bit_xor = BoolXor;
  slots.new_instance = BoolNewInstance;
  return InitBuiltinType({.type = &BoolType,
                          .name = "bool",
                          .base = &IntType,
                          .basic_size = sizeof(BigInt),
                          .item_size = sizeof(uint64_t),
                          .flags = kTypeAtomic | kTypeIsInt | kTypeMatchSelf,
                          .doc = "bool(x) -> bool\n\nTrue when the argument x is true, False "
                                 "otherwise.\nTrue and False are the only instances of this class, "
                                 "a subclass of int\nthat cannot be subclassed itself."});
}

}  // namespace polygil
