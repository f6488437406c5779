// Calling anything.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_buffer.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {

Owned Call(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  CallSlot call = TypeOf(callable)->slots.call;
  if (call == nullptr) [[unlikely]]
    return Raise(&TypeErrorType, "'%.200s' object is not callable", TypeName(callable));
  if (!CheckNativeStack()) return {};
  return call(callable, args, nargs, keyword_names);
}

Owned Call(Value callable, std::initializer_list<Value> args) {
  return Call(callable, args.begin(), args.size());
}

Owned CallWithTuple(Value callable, Value args, Value kwargs) {
  const Tuple* tuple = args.As<Tuple>();
  size_t nargs = static_cast<size_t>(tuple->size);
  if (!kwargs || DictSize(kwargs) == 0) return Call(callable, tuple->items, nargs);
  int64_t count = DictSize(kwargs);
  ArgumentBuffer buffer;
  TRY_VOID(buffer.Reserve(nargs + static_cast<size_t>(count)));
  Handle keyword_names = TRY(TupleNew(count));
  for (size_t i = 0; i < nargs; ++i) buffer.data()[i] = tuple->items[i];
  int64_t position = 0, filled = 0;
  Value key, value;
  while (filled < count && DictNext(kwargs, &position, &key, &value)) {
    if (!IsStr(key)) return Raise(&TypeErrorType, "keywords must be strings");
    Handle name = TRY(StrIntern(key));
    TupleInit(keyword_names, filled, name.Release());
    buffer.data()[nargs + static_cast<size_t>(filled)] = value;
    ++filled;
  }
  // The callee may change the dict it was given: hold its values.
  for (int64_t i = 0; i < count; ++i) IncRef(buffer.data()[nargs + static_cast<size_t>(i)]);
  Owned result = Call(callable, buffer.data(), nargs, keyword_names);
  for (int64_t i = 0; i < count; ++i) DecRef(buffer.data()[nargs + static_cast<size_t>(i)]);
  return result;
}

Owned CallMethod(Value object, Value name, std::initializer_list<Value> args) {
  Handle self;
  Handle method = TRY(LoadMethod(object, name, &self));
  if (!self) return Call(method, args);
  ArgumentBuffer buffer;
  TRY_VOID(buffer.Prepend(self, args.begin(), args.size(), Value::Empty()));
  return Call(method, buffer.data(), args.size() + 1);
}

Owned CallMethod(Value object, const char* name, std::initializer_list<Value> args) {
  Handle text = TRY(StrInternUtf8(name));
  return CallMethod(object, text, args);
}

bool IsCallable(Value object) { return TypeOf(object)->slots.call != nullptr; }

}  // namespace polygil
