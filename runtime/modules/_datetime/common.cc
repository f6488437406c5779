// What the types of datetime share: arguments, comparison results, messages.

#include <climits>
#include <cstring>

#include "runtime/base/hash/hash.h"
#include "runtime/modules/_datetime/objects.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/intern.h"

namespace polygil {

Fallible<int> IntArgument(Value v) {
  int64_t number = TRY(AsInt64(v));
  if (number > INT_MAX)
    return Raise(&OverflowErrorType, "Python int too large to convert to C int");
  if (number < INT_MIN) return Raise(&OverflowErrorType, "signed integer is less than minimum");
  return static_cast<int>(number);
}

int64_t HashOfBytes(const void* data, size_t size) {
  return HashBytes(CurrentHashSecret(), data, size);
}

Owned CompareResult(int order, CompareOp op) {
  switch (op) {
    case CompareOp::kLt:
      return OwnBool(order < 0);
    case CompareOp::kLe:
      return OwnBool(order <= 0);
    case CompareOp::kEq:
      return OwnBool(order == 0);
    case CompareOp::kNe:
      return OwnBool(order != 0);
    case CompareOp::kGt:
      return OwnBool(order > 0);
    default:
      return OwnBool(order >= 0);
  }
}

void PutClock(const ClockTime& clock, uint8_t* bytes) {
  bytes[0] = clock.hour;
  bytes[1] = clock.minute;
  bytes[2] = clock.second;
  bytes[3] = static_cast<uint8_t>(clock.micro >> 16);
  bytes[4] = static_cast<uint8_t>(clock.micro >> 8);
  bytes[5] = static_cast<uint8_t>(clock.micro);
}

Owned ReducedState(Value self, const uint8_t* state, size_t size, Value tzinfo) {
  Handle bytes = TRY(BytesNew(state, size));
  Handle args = TRY(tzinfo ? TupleOf({bytes, tzinfo}) : TupleOf({bytes}));
  return TupleOf({Value::Pointer(TypeOf(self)), args});
}

const char* ShownTypeName(Type* type) {
  return type->native_name != nullptr ? type->native_name : TypeNameOf(type);
}

Raised RaiseCantCompare(Value a, Value b) {
  return Raise(&TypeErrorType, "can't compare %s to %s", ShownTypeName(TypeOf(a)),
               ShownTypeName(TypeOf(b)));
}

Owned CallModule(const char* module, const char* name, std::initializer_list<Value> args) {
  Handle imported = TRY(ImportModule(module));
  return CallMethod(imported, name, args);
}

}  // namespace polygil
