// Objects as bytes, for messages between worker interpreters of one program. Compact, and quicker than pickle's
// format because both ends are the same build: small ints and floats are a tag and their bits, text keeps its
// units, lists and dicts are a count and their items.
//
// What is no built-in value goes the way of pickle: copyreg.dispatch_table, the reducers of
// multiprocessing.reduction.ForkingPickler, __reduce_ex__(4). Functions and classes go by reference (module and
// qualified name) if that leads back to the same object; the others are taken apart by
// multiprocessing._by_value. Shared and cyclic structure is kept: see memo.h.
#ifndef POLYGIL_MP_SERIAL_SERIAL_H_
#define POLYGIL_MP_SERIAL_SERIAL_H_

#include <cstddef>

#include "mp/ring/message_buffer.h"
#include "runtime/object/ownership.h"
#include "runtime/object/value.h"

namespace polygil {

// Appends `value` to the buffer. False: an exception is pending. GIL held; may run Python code.
bool Serialize(Value value, mp::MessageBuffer* buffer);

// The object again. Raises EOFError or ValueError if the bytes are no message. GIL held; may run Python code.
Owned Deserialize(const char* data, size_t size);

// import `module`; the attribute of it. GIL held.
Owned ImportByName(const char* module);
Owned ImportAttribute(const char* module, const char* attribute);

}  // namespace polygil

#endif  // POLYGIL_MP_SERIAL_SERIAL_H_
