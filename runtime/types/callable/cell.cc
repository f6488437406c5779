#include "runtime/types/callable/cell.h"

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/init.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type CellType;

Owned CellNew(Value content) {
  Owned cell = AllocateObject(&CellType);
  if (!cell) return {};
  IncRef(content);
  cell.Peek().As<Cell>()->content = content;
  return cell;
}

namespace {

Owned CellMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("cell", keyword_names));
  TRY_VOID(CheckPositional("cell", nargs, 0, 1));
  return CellNew(nargs == 1 ? args[0] : Value::Empty());
}

Owned CellRepr(Value self) {
  Value content = self.As<Cell>()->content;
  void* address = self.AsObject();
  if (!content) return StrFormat("<cell at %p: empty>", address);
  return StrFormat("<cell at %p: %.80s object at %p>", address, TypeName(content),
                   reinterpret_cast<void*>(content.bits));
}

// Cells compare by what they hold; an empty one is the least.
Owned CellCompare(Value self, Value other, CompareOp op) {
  if (!IsExactly(other, CellType)) return OwnNotImplemented();
  Value a = self.As<Cell>()->content, b = other.As<Cell>()->content;
  if (a && b) return RichCompare(a, b, op);
  return RichCompare(Value::Int(a ? 1 : 0), Value::Int(b ? 1 : 0), op);
}

bool CellTraverse(Object* object, Visitor visit, void* arg) {
  Value content = static_cast<Cell*>(object)->content;
  return content && visit(content, arg);
}

void CellClear(Object* object) { ClearField(&static_cast<Cell*>(object)->content); }

Owned GetContents(Value self) {
  Value content = self.As<Cell>()->content;
  if (!content) return Raise(&ValueErrorType, "Cell is empty");
  return Retain(content);
}

bool SetContents(Value self, Value value) {
  StoreOwned(&self.As<Cell>()->content, value ? Retain(value) : Owned());
  return true;
}

constexpr PropertyDef kProperties[] = {{"cell_contents", GetContents, SetContents}, {}};

}  // namespace

bool InitCellType() {
  TypeSlots& slots = CellType.slots;
  slots.new_instance = CellMake;
  slots.repr = CellRepr;
  slots.rich_compare = CellCompare;
  slots.traverse = CellTraverse;
  slots.clear = CellClear;
  slots.destroy = CellClear;
  return InitBuiltinType({.type = &CellType,
                          .name = "cell",
                          .basic_size = sizeof(Cell),
                          .flags = kTypeGc,
                          .properties = kProperties,
                          .doc = "Create a new cell object.\n\n"
                                 "  contents\n    the contents of the cell. If not specified, the "
                                 "cell will be empty,\n    and \n further attempts to access its "
                                 "cell_contents attribute will\n    raise a ValueError."});
}

}  // namespace polygil
