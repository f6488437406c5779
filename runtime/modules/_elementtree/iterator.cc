// Walking a tree in document order. Elements may change meanwhile: places are positions, looked at
// again each time.

#include <cstdlib>

#include "runtime/modules/_elementtree/tree.h"
#include "runtime/types/container/list.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

struct Place {
  Value element;
  int64_t child;
};
struct ElementIterator : Object {
  Value root;  // or empty once entered
  Value tag;   // None: all
  bool texts;
  Place* places;  // of the open elements, from the root on
  int64_t count, capacity;
};
Type ElementIteratorType;
ElementIterator* Of(Value v) { return v.As<ElementIterator>(); }

bool Push(ElementIterator* self, Value element) {
  if (self->count == self->capacity) {
    int64_t capacity = self->capacity ? self->capacity * 2 : 8;
    void* grown = realloc(self->places, static_cast<size_t>(capacity) * sizeof(Place));
    if (grown == nullptr) return RaiseMemoryError();
    self->places = static_cast<Place*>(grown);
    self->capacity = capacity;
  }
  self->places[self->count++] = {Retain(element).Peek(), 0};
  return true;
}

// The next element, entered; or, for texts, one whose end was met, with *ended. Empty: the end.
Owned Step(ElementIterator* self, bool* ended) {
  *ended = false;
  if (self->root) {
    Handle root{Owned(self->root)};
    self->root = Value::Empty();
    TRY_VOID(Push(self, root));
    return root.Release();
  }
  while (self->count > 0) {
    Place* place = &self->places[self->count - 1];
    Value children = ElementOf(place->element)->children;
    if (children && place->child < ListSize(children)) {
      Handle child = Retain(ListAt(children, place->child++));
      if (!IsElement(child))
        return Raise(&AttributeErrorType, "'%T' object has no attribute 'iter'", child.Get());
      TRY_VOID(Push(self, child));
      return child.Release();
    }
    Handle done{Owned(place->element)};
    --self->count;
    if (self->texts && self->count > 0) {
      *ended = true;
      return done.Release();
    }
  }
  return {};
}

Owned Next(Value value) {
  ElementIterator* self = Of(value);
  Handle hold = Retain(value);
  for (;;) {
    bool ended;
    Handle element = Step(self, &ended);
    if (!element) return {};
    if (self->texts) {
      Handle text = Retain(ended ? ElementOf(element)->tail : ElementOf(element)->text);
      bool some = TRY(IsTrue(text));
      if (some) return text.Release();
      continue;
    }
    if (self->tag.IsNone()) return element.Release();
    Handle own = Retain(ElementOf(element)->tag);
    bool same = TRY(RichCompareBool(own, self->tag, CompareOp::kEq));
    if (same) return element.Release();
  }
}

Owned SelfSlot(Value self) { return Retain(self); }

bool Traverse(Object* object, Visitor visit, void* arg) {
  auto* self = static_cast<ElementIterator*>(object);
  for (int64_t i = 0; i < self->count; ++i)
    if (visit(self->places[i].element, arg)) return true;
  return (self->root && visit(self->root, arg)) || (self->tag && visit(self->tag, arg));
}
void Destroy(Object* object) {
  auto* self = static_cast<ElementIterator*>(object);
  while (self->count > 0) DecRef(self->places[--self->count].element);
  free(self->places);
  ClearField(&self->root);
  ClearField(&self->tag);
}

}  // namespace

Owned ElementIteratorNew(Value root, Value tag, bool texts) {
  bool all = IsStr(tag) && StrEqualsAscii(tag, "*");
  Handle made = TRY(AllocateObject(&ElementIteratorType));
  Of(made)->root = Retain(root).Peek();
  Of(made)->tag = Retain(all ? Value::None() : tag).Peek();
  Of(made)->texts = texts;
  return made.Release();
}

bool InitElementIteratorType() {
  TypeSlots& slots = ElementIteratorType.slots;
  slots.iterate = SelfSlot;
  slots.next = Next;
  slots.traverse = Traverse;
  slots.destroy = Destroy;
  return ReadyType({.type = &ElementIteratorType,
                    .name = "_elementtree._element_iterator",
                    .basic_size = sizeof(ElementIterator),
                    .flags = kTypeGc | kTypeNoInstantiation});
}

}  // namespace polygil
