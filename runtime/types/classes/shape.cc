#include "runtime/types/classes/shape.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"

namespace polygil {
namespace {

constexpr uint32_t kMaximumTreeSize = 2048;
constexpr uint16_t kMaximumAttributes = 250;
constexpr uint32_t kMaximumChildren = 64;  // beyond, the instances serve as dictionaries
// Up to this many attributes a walk along the parents is as fast as a table.
constexpr uint16_t kWalkLimit = 5;
constexpr uint8_t kNoSlot = 0xFF;

Shape* NewShape(Type* type, uint32_t capacity) {
  auto* shape = static_cast<Shape*>(RawAllocate(sizeof(Shape)));
  if (shape == nullptr) return nullptr;
  memset(static_cast<void*>(shape), 0, sizeof(Shape));
  shape->type = type;
  shape->inline_capacity = static_cast<uint16_t>(capacity);
  shape->root = shape;
  return shape;
}

void FreeShape(Shape* shape) {
  DecRef(shape->name);
  if (shape->slot_table != nullptr) RawFree(shape->slot_table, shape->slot_table_size);
  RawFree(shape, sizeof(Shape));
}

template <typename Visit>
void ForEachShape(Shape* shape, Visit visit) {
  // Children first; the tree is as deep as an instance has attributes.
  for (Shape* child = shape->first_child; child != nullptr;) {
    Shape* next = child->next_sibling;
    ForEachShape(child, visit);
    child = next;
  }
  visit(shape);
}

uint32_t TablePlace(Value name, uint32_t mask) {
  return static_cast<uint32_t>((name.bits * 0x9E3779B97F4A7C15u) >> 40) & mask;
}

// Names are not stored in the table: a slot leads to its shape along `path`, an array of the names.
struct SlotTable {
  uint8_t* places;
  Value* path;
};

// The block holds `count` names, then the places.
SlotTable TableOf(Shape* shape) {
  return {shape->slot_table + shape->count * sizeof(Value),
          reinterpret_cast<Value*>(shape->slot_table)};
}

uint32_t PlacesFor(uint32_t count) {
  uint32_t places = 16;
  while (places < 2 * count) places *= 2;
  return places;
}

bool BuildTable(Shape* shape) {
  uint32_t places = PlacesFor(shape->count);
  size_t size = shape->count * sizeof(Value) + places;
  auto* block = static_cast<uint8_t*>(RawAllocate(size));
  if (block == nullptr) return false;
  shape->slot_table = block;
  shape->slot_table_size = static_cast<uint32_t>(size);
  SlotTable table = TableOf(shape);
  memset(table.places, kNoSlot, places);
  for (Shape* s = shape; s->count != 0; s = s->parent) table.path[s->count - 1] = s->name;
  for (uint32_t slot = 0; slot < shape->count; ++slot) {
    uint32_t place = TablePlace(table.path[slot], places - 1);
    while (table.places[place] != kNoSlot) place = (place + 1) & (places - 1);
    table.places[place] = static_cast<uint8_t>(slot);
  }
  return true;
}

int Walk(Shape* shape, Value name) {
  for (; shape->count != 0; shape = shape->parent)
    if (shape->name == name) return shape->count - 1;
  return -1;
}

}  // namespace

int ShapeFind(Shape* shape, Value name) {
  if (shape->count <= kWalkLimit) return Walk(shape, name);
  if (shape->slot_table == nullptr && !BuildTable(shape)) return Walk(shape, name);
  SlotTable table = TableOf(shape);
  uint32_t mask = PlacesFor(shape->count) - 1;
  for (uint32_t place = TablePlace(name, mask);; place = (place + 1) & mask) {
    uint8_t slot = table.places[place];
    if (slot == kNoSlot) return -1;
    if (table.path[slot] == name) return slot;
  }
}

Shape* ShapeAdd(Shape* shape, Value name) {
  // The child followed last is moved to the front: constructors repeat themselves.
  Shape** link = &shape->first_child;
  uint32_t children = 0;
  for (Shape* child = *link; child != nullptr; link = &child->next_sibling, child = *link) {
    ++children;
    if (child->name != name) continue;
    *link = child->next_sibling;
    child->next_sibling = shape->first_child;
    shape->first_child = child;
    return child;
  }
  Shape* root = shape->root;
  if (shape->count >= kMaximumAttributes || root->tree_size >= kMaximumTreeSize ||
      children >= kMaximumChildren)
    return nullptr;
  Shape* child = NewShape(shape->type, shape->inline_capacity);
  if (child == nullptr) return nullptr;
  IncRef(name);
  child->name = name;
  child->count = static_cast<uint16_t>(shape->count + 1);
  child->parent = shape;
  child->root = root;
  child->next_sibling = shape->first_child;
  shape->first_child = child;
  ++root->tree_size;
  return child;
}

Shape* ShapeRoot(Type* type, uint32_t capacity) {
  for (Shape* root = type->root_shape; root != nullptr; root = root->older_root)
    if (root->inline_capacity == capacity) return root;
  Shape* root = NewShape(type, capacity);
  Shape* dict_form = NewShape(type, capacity);
  if (root == nullptr || dict_form == nullptr) {
    if (root != nullptr) RawFree(root, sizeof(Shape));
    if (dict_form != nullptr) RawFree(dict_form, sizeof(Shape));
    return RaiseMemoryError();
  }
  dict_form->is_dict = true;
  dict_form->root = root;
  root->dict_form = dict_form;
  // The tree of new instances stays in front.
  if (type->root_shape == nullptr) {
    type->root_shape = root;
    type->dict_shape = dict_form;
    type->inline_attributes = static_cast<uint16_t>(capacity);
  } else {
    root->older_root = type->root_shape->older_root;
    type->root_shape->older_root = root;
  }
  return root;
}

void ShapesInvalidate(Type* type) {
  for (Shape* root = type->root_shape; root != nullptr; root = root->older_root) {
    ForEachShape(root, [](Shape* shape) { shape->key = 0; });
    root->dict_form->key = 0;
  }
}

void ShapesFree(Type* type) {
  Shape* root = type->root_shape;
  type->root_shape = type->dict_shape = nullptr;
  while (root != nullptr) {
    Shape* older = root->older_root;
    FreeShape(root->dict_form);
    ForEachShape(root, FreeShape);
    root = older;
  }
}

uint32_t ShapeKeySlow(Shape* shape) {
  Interpreter* interpreter = CurrentInterpreter();
  // Keys are forgotten together with the version of the class, so there must be one.
  if (TypeVersion(shape->type) == 0 || interpreter->next_shape_key == 0) return 0;
  shape->key = interpreter->next_shape_key++;
  return shape->key;
}

}  // namespace polygil
