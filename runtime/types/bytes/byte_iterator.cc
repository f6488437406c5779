// Iterators over bytes and bytearray.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"
#include "runtime/types/bytes/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"

namespace polygil {

Type BytesIteratorType, ByteArrayIteratorType;

namespace {

BytesIterator* Of(Value self) { return self.As<BytesIterator>(); }

Owned Next(Value self) {
  BytesIterator* iterator = Of(self);
  if (!iterator->bytes) return {};
  TextView view = ByteView(iterator->bytes);
  if (iterator->index < view.length) return Owned(Value::Int(BytesOfView(view)[iterator->index++]));
  ClearField(&iterator->bytes);
  return {};
}

Owned Iterate(Value self) { return Retain(self); }

bool Traverse(Object* object, Visitor visit, void* arg) {
  Value bytes = static_cast<BytesIterator*>(object)->bytes;
  return bytes && visit(bytes, arg);
}
void Destroy(Object* object) { ClearField(&static_cast<BytesIterator*>(object)->bytes); }

Owned LengthHintMethod(Value self) {
  int64_t left = Of(self)->bytes ? ByteView(Of(self)->bytes).length - Of(self)->index : 0;
  return Owned(Value::Int(left > 0 ? left : 0));
}

Owned ReduceMethod(Value self) {
  Value iter = DictGetStr(CurrentInterpreter()->builtins, names.iter);
  if (!iter) return Raise(&RuntimeErrorType, "lost builtins.iter");
  if (Of(self)->bytes) {
    Handle arguments = TRY(TupleOf({Of(self)->bytes}));
    return TupleOf({iter, arguments, Value::Int(Of(self)->index)});
  }
  Handle empty = TRY(TupleEmpty());
  Handle arguments = TRY(TupleOf({empty}));
  return TupleOf({iter, arguments});
}

Owned SetStateMethod(Value self, Value state) {
  int64_t index = TRY(IndexExact(state, &OverflowErrorType));
  if (!Of(self)->bytes) return OwnNone();
  int64_t size = ByteView(Of(self)->bytes).length;
  Of(self)->index = index < 0 ? 0 : index > size ? size : index;
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(bytes_iterator, __length_hint__, NoArgs(LengthHintMethod),
              "($self, /)\n--\n\nReturn an estimate of the remaining length."),
    PY_METHOD(bytes_iterator, __reduce__, NoArgs(ReduceMethod),
              "($self, /)\n--\n\nReturn state information for pickling."),
    PY_METHOD(bytes_iterator, __setstate__, OneArg(SetStateMethod),
              "($self, state, /)\n--\n\nSet state information for unpickling."),
    {}};

bool InitOne(Type* type, const char* name) {
  type->slots.next = Next;
  type->slots.iterate = Iterate;
  type->slots.traverse = Traverse;
  type->slots.destroy = Destroy;
  return InitBuiltinType({.type = type,
                          .name = name,
                          .basic_size = sizeof(BytesIterator),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kMethods});
}

}  // namespace

Owned ByteIterateSlot(Value self) {
  Owned made = AllocateObject(IsBytes(self) ? &BytesIteratorType : &ByteArrayIteratorType);
  if (made) Of(made.Peek())->bytes = Retain(self).Peek();
  return made;
}

bool InitBytesIteratorTypes() {
  return InitOne(&BytesIteratorType, "bytes_iterator") &&
         InitOne(&ByteArrayIteratorType, "bytearray_iterator");
}

}  // namespace polygil
