// What tuple, list, range and the iterators share. Private to the container and iterator families.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_SEQUENCE_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_SEQUENCE_H_

#include <cstddef>
#include <cstdint>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/type_object.h"

namespace polygil {

inline constexpr const char* kClassGetItemDoc = "See PEP 585";

inline bool IsIndexable(Value v) { return v.IsInt() || TypeOf(v)->slots.index != nullptr; }

// Does `item` equal the one looked for? Identity first, as every container does.
inline Fallible<bool> ItemEquals(Value item, Value wanted) {
  if (item == wanted) return true;
  if (item.IsInt() && wanted.IsInt()) return false;
  Handle hold = Retain(item);
  return RichCompareBool(item, wanted, CompareOp::kEq);
}

// Start and stop arguments of index(): clipped to [0, length] like slices. Empty values: defaults.
bool IndexBounds(Value start, Value stop, int64_t length, int64_t* from, int64_t* to);

// "[a, b]" with the parts' reprs. `items` is read anew in each round: repr may change a list.
Owned ReprItems(Value container, const char* open, const char* close, bool single_comma);

// The function `name` of builtins, for __reduce__ of iterators (new reference).
Owned BuiltinNamed(const char* name);
// (iter, (container,), index), or (iter, (empty,)) once exhausted (`empty` consumed).
Owned ReduceIterator(const char* function, Value container_or_empty, int64_t index, Owned empty);

// An owned Value field that the traverse, clear and destroy of small layouts go through.
#define VISIT(field)                                       \
  do {                                                     \
    if (!(field).IsEmpty() && visit((field), arg)) return true; \
  } while (0)

// Copies items with a new reference to each.
inline void RetainItems(Value* to, const Value* from, int64_t count) {
  const CountedRange range = t_counted;
  if (range.inherited_span != 0) {
    for (int64_t i = 0; i < count; ++i) {
      IncRef(from[i]);
      to[i] = from[i];
    }
    return;
  }
  for (int64_t i = 0; i < count; ++i) {
    Value item = from[i];
    if (item.HasPointerTag() && item.bits - range.base < range.span) ++item.AsObject()->refcount;
    to[i] = item;
  }
}

// Sums that wrap like CPython's hash arithmetic.
inline uint64_t RotateLeft(uint64_t v, int by) { return (v << by) | (v >> (64 - by)); }

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_SEQUENCE_H_
