// _struct: the Struct object and what packs and unpacks by it.

#ifndef POLYGIL_RUNTIME_MODULES_STRUCT_STRUCT_H_
#define POLYGIL_RUNTIME_MODULES_STRUCT_STRUCT_H_

#include <cstddef>
#include <cstdint>

#include "runtime/base/structpack/format.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct Struct : Object {
  Value format;                // bytes; empty before __init__
  structpack::Layout* layout;  // owned; null before __init__
};

extern Type StructType, StructErrorType;
bool InitStructTypes();

// The module's functions reach a Struct through a cache of the formats seen last.
Owned StructFor(Value format);
void StructClearCache();

// In both, `data` has room for layout.size bytes; the number of values is checked.
bool StructPackValues(const structpack::Layout& layout, const Value* values, uint8_t* data);
Owned StructUnpackValues(const structpack::Layout& layout, const uint8_t* data);
// The same into a tuple of as many items, of at most so many, that nobody else holds.
inline constexpr size_t kStructMostAgain = 16;
bool StructUnpackAgain(const structpack::Layout& layout, const uint8_t* data, Value tuple);

// The operations on a Struct; the arguments stand behind the struct or format.
Owned StructPack(Value self, const Value* args, size_t nargs);
Owned StructPackInto(Value self, const Value* args, size_t nargs);
Owned StructUnpack(Value self, Value buffer);
Owned StructUnpackFrom(Value self, Value buffer, Value offset);
Owned StructIterUnpack(Value self, Value buffer);
bool InitUnpackIteratorType();

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_STRUCT_STRUCT_H_
