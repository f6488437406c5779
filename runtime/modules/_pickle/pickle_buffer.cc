#include "runtime/modules/_pickle/pickle_buffer.h"

#include "runtime/types/bytes/memoryview.h"

namespace polygil::pickle {

Type PickleBufferType;

bool CheckPickleBuffer(Value v) {
  if (v.As<PickleBuffer>()->view.owner) return true;
  return Raise(&ValueErrorType, "operation forbidden on released PickleBuffer object");
}

namespace {

BufferView* ViewOf(Value v) { return &v.As<PickleBuffer>()->view; }

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  Value object;
  TRY_VOID(BindArguments("PickleBuffer", "(object, /)", args, nargs, keyword_names, &object));
  Handle made = TRY(NewInstanceOf(type));
  TRY_VOID(GetBuffer(object, ViewOf(made), kBufferFullReadOnly));
  return made.Release();
}

// The exporter's own buffer is passed on.
bool PassBuffer(Value self, BufferView* view, int flags) {
  return CheckPickleBuffer(self) && GetBuffer(ViewOf(self)->owner, view, flags);
}

Owned Raw(Value self) {
  TRY_VOID(CheckPickleBuffer(self));
  if (!IsContiguous(*ViewOf(self), 'A'))
    return Raise(&BufferErrorType, "cannot extract raw buffer from non-contiguous buffer");
  Handle whole = TRY(MemoryViewFrom(ViewOf(self)->owner));
  int64_t length = whole.As<MemoryView>()->view.length;
  Handle raw = TRY(MemoryViewCopy(whole, 1));
  BufferView& view = raw.As<MemoryView>()->view;
  view.format = "B";
  view.item_size = 1;
  view.shape[0] = length;
  SetCStrides(raw.As<MemoryView>());
  SetLength(raw.As<MemoryView>());
  return raw.Release();
}

Owned Release(Value self) {
  ReleaseBuffer(ViewOf(self));
  return OwnNone();
}

bool Traverse(Object* self, Visitor visit, void* arg) {
  Value owner = static_cast<PickleBuffer*>(self)->view.owner;
  return owner && visit(owner, arg);
}
void Drop(Object* self) { ReleaseBuffer(&static_cast<PickleBuffer*>(self)->view); }

constexpr MethodDef kMethods[] = {
    PY_METHOD(PickleBuffer, raw, NoArgs(Raw),
              "($self, /)\n--\n\nReturn the memory below as a memoryview of bytes, without shape and "
              "format. BufferError if it is not one block."),
    PY_METHOD(PickleBuffer, release, NoArgs(Release),
              "($self, /)\n--\n\nGive the buffer back to the object that exports it."),
    {}};

}  // namespace

bool AddPickleBuffer(Value module) {
  TypeSlots& slots = PickleBufferType.slots;
  slots.new_instance = Make;
  slots.get_buffer = PassBuffer;
  slots.traverse = Traverse;
  slots.clear = Drop;
  slots.destroy = Drop;
  return AddType(module, {.type = &PickleBufferType,
                          .name = "pickle.PickleBuffer",
                          .basic_size = sizeof(PickleBuffer),
                          .flags = kTypeBase | kTypeGc | kTypeWeakly,
                          .methods = kMethods,
                          .doc = "Wrapper of a buffer that may be kept out of the pickle stream."});
}

}  // namespace polygil::pickle
