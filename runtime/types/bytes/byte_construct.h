// bytes(...) and bytearray(...): what the constructors have in common.

#ifndef POLYGIL_RUNTIME_TYPES_BYTES_BYTE_CONSTRUCT_H_
#define POLYGIL_RUNTIME_TYPES_BYTES_BYTE_CONSTRUCT_H_

#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

// The contents that source, encoding and errors (empty if not given) stand for. `type_name` and
// `range_message` are for errors. Returns a bytes object; for an int count zeros.
Owned ConstructBytes(const Value* values, const char* type_name, const char* range_message);
// An argument `name` that must be a str, as UTF-8; null if it is empty.
bool ReadCodecName(Value v, const char* function, const char* name, Handle* owner,
                   const char** out);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_BYTES_BYTE_CONSTRUCT_H_
