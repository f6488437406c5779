// Iterators over str: one type for ASCII texts and one for all others, as programs can see.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/init.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"

namespace polygil {

Type StrIteratorType, StrAsciiIteratorType;

namespace {

StrIterator* Of(Value self) { return self.As<StrIterator>(); }

Owned Next(Value self) {
  StrIterator* iterator = Of(self);
  if (!iterator->str) return {};
  const Str* str = iterator->str.As<Str>();
  if (iterator->index < str->size && str->kind() == 1)
    return Retain(shared_strs.latin1[str->data[iterator->index++]]);
  if (iterator->index < str->size)
    return StrFromCodePoint(StrAt(iterator->str, iterator->index++));
  ClearField(&iterator->str);
  return {};
}

Owned Iterate(Value self) { return Retain(self); }

bool Traverse(Object* object, Visitor visit, void* arg) {
  Value str = static_cast<StrIterator*>(object)->str;
  return str && visit(str, arg);
}
void Destroy(Object* object) { ClearField(&static_cast<StrIterator*>(object)->str); }

Owned LengthHintMethod(Value self) {
  return Owned(Value::Int(Of(self)->str ? StrLength(Of(self)->str) - Of(self)->index : 0));
}

Owned ReduceMethod(Value self) {
  Value iter = DictGetStr(CurrentInterpreter()->builtins, names.iter);
  if (!iter) return Raise(&RuntimeErrorType, "lost builtins.iter");
  Handle arguments = TRY(TupleOf({Of(self)->str ? Of(self)->str : shared_strs.empty}));
  if (!Of(self)->str) return TupleOf({iter, arguments});
  return TupleOf({iter, arguments, Value::Int(Of(self)->index)});
}

Owned SetStateMethod(Value self, Value state) {
  int64_t index = TRY(IndexExact(state, &OverflowErrorType));
  if (!Of(self)->str) return OwnNone();
  if (index < 0) index = 0;
  if (index > StrLength(Of(self)->str)) index = StrLength(Of(self)->str);
  Of(self)->index = index;
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(str_iterator, __length_hint__, NoArgs(LengthHintMethod),
              "($self, /)\n--\n\nReturn an estimate of the remaining length."),
    PY_METHOD(str_iterator, __reduce__, NoArgs(ReduceMethod),
              "($self, /)\n--\n\nReturn state information for pickling."),
    PY_METHOD(str_iterator, __setstate__, OneArg(SetStateMethod),
              "($self, state, /)\n--\n\nSet state information for unpickling."),
    {}};

bool InitOne(Type* type, const char* name) {
  type->slots.next = Next;
  type->slots.iterate = Iterate;
  type->slots.traverse = Traverse;
  type->slots.destroy = Destroy;
  return InitBuiltinType({.type = type,
                          .name = name,
                          .basic_size = sizeof(StrIterator),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kMethods});
}

}  // namespace

Owned StrIterateSlot(Value self) {
  Owned made = AllocateObject(self.As<Str>()->is_ascii() ? &StrAsciiIteratorType
                                                         : &StrIteratorType);
  if (made) Of(made.Peek())->str = Retain(self).Peek();
  return made;
}

bool InitStrIteratorTypes() {
  return InitOne(&StrIteratorType, "str_iterator") &&
         InitOne(&StrAsciiIteratorType, "str_ascii_iterator");
}

}  // namespace polygil
