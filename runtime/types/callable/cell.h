// Cells: variables shared with closures.

#ifndef POLYGIL_RUNTIME_TYPES_CALLABLE_CELL_H_
#define POLYGIL_RUNTIME_TYPES_CALLABLE_CELL_H_


#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Cell : Object {
  Value content;   // empty: unbound
};
extern Type CellType;
Owned CellNew(Value content_or_empty);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CALLABLE_CELL_H_
