// _count_elements: the loop of collections.Counter.

#include "runtime/modules/_collections/defaultdict.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/dict_internal.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

bool CountOne(Value mapping, Value key) {
  int64_t hash = TRY(DictHash(key));
  Value old = DictGetKnownHash(mapping, key, hash);
  if (!old) {
    if (HasPendingException()) return false;
    return DictSetKnownHash(mapping, key, hash, Value::Int(1));
  }
  Handle hold = Retain(old);
  Handle count = TRY(BinaryOperation(BinaryOp::kAdd, hold, Value::Int(1)));
  return DictSetKnownHash(mapping, key, hash, count);
}

bool CountGeneral(Value mapping, Value get, Value key) {
  Handle old = TRY(Call(get, {key, Value::Int(0)}));
  Handle count = TRY(BinaryOperation(BinaryOp::kAdd, old, Value::Int(1)));
  return SetItem(mapping, key, count);
}

// Does the mapping read and write as dict itself does?
bool IsPlainDict(Value mapping) {
  if (!IsDict(mapping)) return false;
  Type* type = TypeOf(mapping);
  return TypeLookup(type, names.get) == TypeLookup(&DictType, names.get) &&
         TypeLookup(type, names.__setitem__) == TypeLookup(&DictType, names.__setitem__);
}

}  // namespace

Owned CountElements(Value, const Value* args, size_t) {
  Value mapping = args[0];
  Handle iterator = TRY(GetIterator(args[1]));
  bool plain = IsPlainDict(mapping);
  Handle get;
  if (!plain) get = TRY(GetAttribute(mapping, names.get));
  for (;;) {
    Handle key = IteratorNext(iterator);
    if (!key) break;
    TRY_VOID(plain ? CountOne(mapping, key) : CountGeneral(mapping, get, key));
  }
  return HasPendingException() ? Owned() : OwnNone();
}

}  // namespace polygil
