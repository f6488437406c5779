// anext(iterator, default): awaits iterator.__anext__() and turns StopAsyncIteration into the default.

#include "pvm/generator/awaitable.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

struct AnextAwaitable : Object {
  Value awaitable, default_value;
  Value iterator;  // made on first use
};
Type AnextAwaitableType;

AnextAwaitable* Of(Value self) { return self.As<AnextAwaitable>(); }

bool Prepare(Value self) {
  if (Of(self)->iterator) return true;
  Handle iterator = TRY(AwaitableIterator(Of(self)->awaitable, 0));
  // A coroutine can't be iterated itself.
  if (!IsIterator(iterator) && TypeOf(iterator)->slots.await != nullptr)
    iterator = TRY(TypeOf(iterator)->slots.await(iterator));
  Of(self)->iterator = iterator.Release().Peek();
  return true;
}

// The outcome of one step: the end of the iteration is a return of the default.
Owned Outcome(Value self, Owned result) {
  if (!result && ClearPendingIf(&StopAsyncIterationType))
    return RaiseStopIteration(Of(self)->default_value);
  return result;
}

Owned AnextNext(Value self) {
  TRY_VOID(Prepare(self));
  return Outcome(self, IteratorNextOrStop(Of(self)->iterator));
}
Owned AnextSend(Value self, Value v) {
  TRY_VOID(Prepare(self));
  return Outcome(self, CallMethod(Of(self)->iterator, names.send, {v}));
}
Owned AnextThrow(Value self, const Value* args, size_t nargs) {
  TRY_VOID(Prepare(self));
  Handle method = TRY(GetAttribute(Of(self)->iterator, names.throw_name));
  return Outcome(self, Call(method, args, nargs));
}
Owned AnextClose(Value self) {
  TRY_VOID(Prepare(self));
  return Outcome(self, CallMethod(Of(self)->iterator, names.close));
}
Owned AnextSelf(Value self) { return Retain(self); }

bool AnextTraverse(Object* self, Visitor visit, void* arg) {
  auto* a = static_cast<AnextAwaitable*>(self);
  for (Value v : {a->awaitable, a->default_value, a->iterator}) {
    if (v && visit(v, arg)) return true;
  }
  return false;
}
void AnextDrop(Object* self) {
  auto* a = static_cast<AnextAwaitable*>(self);
  ClearField(&a->awaitable);
  ClearField(&a->default_value);
  ClearField(&a->iterator);
}

const MethodDef kAnextMethods[] = {
    PY_METHOD(anext_awaitable, send, OneArg(AnextSend), nullptr),
    PY_METHOD(anext_awaitable, throw, Positional(AnextThrow, 1, 3), nullptr),
    PY_METHOD(anext_awaitable, close, NoArgs(AnextClose), nullptr),
    {}};

}  // namespace

Owned AnextAwaitableNew(Value awaitable, Value default_value) {
  Owned made = AllocateObject(&AnextAwaitableType);
  if (!made) return {};
  Of(made.Peek())->awaitable = Retain(awaitable).Peek();
  Of(made.Peek())->default_value = Retain(default_value).Peek();
  return made;
}

bool InitAnextAwaitableType() {
  AnextAwaitableType.slots.await = AnextSelf;
  AnextAwaitableType.slots.iterate = AnextSelf;
  AnextAwaitableType.slots.next = AnextNext;
  AnextAwaitableType.slots.traverse = AnextTraverse;
  AnextAwaitableType.slots.clear = AnextDrop;
  AnextAwaitableType.slots.destroy = AnextDrop;
  return InitBuiltinType({.type = &AnextAwaitableType,
                          .name = "anext_awaitable",
                          .basic_size = sizeof(AnextAwaitable),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kAnextMethods});
}

}  // namespace polygil
