// Iterators over memoryviews of one dimension.

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/init.h"
#include "runtime/types/bytes/memoryview.h"
#include "runtime/types/classes/type_object.h"

namespace polygil {
namespace {

Type g_iterator_type;  // immutable once set up, as all static types

struct ViewIterator : Object {
  int64_t index, length;
  Value view;            // empty once exhausted
};

Owned Next(Value self) {
  auto* iterator = self.As<ViewIterator>();
  if (!iterator->view) return {};
  if (iterator->index >= iterator->length) {
    ClearField(&iterator->view);
    return {};
  }
  TRY_VOID(CheckNotReleased(iterator->view));
  const BufferView& view = iterator->view.As<MemoryView>()->view;
  const uint8_t* item = static_cast<const uint8_t*>(view.data) + iterator->index++ * view.strides[0];
  if (view.suboffsets != nullptr && view.suboffsets[0] >= 0)
    item = *reinterpret_cast<uint8_t* const*>(item) + view.suboffsets[0];
  return UnpackItem(view.format, item);
}

Owned Iterate(Value self) { return Retain(self); }

bool Traverse(Object* object, Visitor visit, void* arg) {
  Value view = static_cast<ViewIterator*>(object)->view;
  return view && visit(view, arg);
}
void Destroy(Object* object) { ClearField(&static_cast<ViewIterator*>(object)->view); }

}  // namespace

Owned MemoryViewIterate(Value self) {
  TRY_VOID(CheckNotReleased(self));
  const BufferView& view = self.As<MemoryView>()->view;
  char code;
  if (view.dimensions == 0) return Raise(&TypeErrorType, "invalid indexing of 0-dim memory");
  if (view.dimensions > 1)
    return Raise(&NotImplementedErrorType, "multi-dimensional sub-views are not implemented");
  if (NativeItemSize(view.format, &code) == 0)
    return Raise(&NotImplementedErrorType, "memoryview: format %s not supported", view.format);
  Owned made = AllocateObject(&g_iterator_type);
  if (!made) return made;
  auto* iterator = made.Peek().As<ViewIterator>();
  iterator->length = view.shape[0];
  iterator->view = Retain(self).Peek();
  return made;
}

bool InitMemoryViewIteratorType() {
  TypeSlots& slots = g_iterator_type.slots;
  slots.next = Next;
  slots.iterate = Iterate;
  slots.traverse = Traverse;
  slots.destroy = Destroy;
  return InitBuiltinType({.type = &g_iterator_type,
                          .name = "memory_iterator",
                          .basic_size = sizeof(ViewIterator),
                          .flags = kTypeGc | kTypeNoInstantiation});
}

}  // namespace polygil
