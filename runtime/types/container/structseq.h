// Struct sequences: tuples with named fields, as os.stat_result and time.struct_time.

#ifndef POLYGIL_RUNTIME_TYPES_CONTAINER_STRUCTSEQ_H_
#define POLYGIL_RUNTIME_TYPES_CONTAINER_STRUCTSEQ_H_

#include <cstdint>

#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/container/tuple.h"

namespace polygil {

struct StructSequenceField {
  const char* name;  // null ends the table; kStructSequenceUnnamed: reachable by index only
  const char* doc;
};
inline constexpr const char* kStructSequenceUnnamed = "unnamed field";

struct StructSequenceSpec {
  const char* name;  // "os.stat_result"
  const char* doc;
  const StructSequenceField* fields;  // static
  int visible;       // the first so many are items of the tuple; the others are attributes only
};

// A new immutable type; the caller owns it.
Owned StructSequenceTypeNew(const StructSequenceSpec& spec);
// An instance whose fields the caller fills, all of them, with TupleInit (index: field number).
Owned StructSequenceNew(Type* type);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_CONTAINER_STRUCTSEQ_H_
