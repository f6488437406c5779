// marshal: values of the core types as bytes. CPython's format but for code objects, which are
// written as code images (pvm/bytecode/code_image.h).

#ifndef POLYGIL_RUNTIME_MODULES_MARSHAL_MARSHAL_H_
#define POLYGIL_RUNTIME_MODULES_MARSHAL_MARSHAL_H_

#include <string>
#include <string_view>

#include "runtime/object/ownership.h"

namespace polygil {

inline constexpr int kMarshalVersion = 4;

// ValueError "unmarshallable object".
bool MarshalWrite(Value v, int version, std::string* out);
// Reads one value; *consumed gets the bytes it took. EOFError, ValueError, TypeError.
Owned MarshalRead(std::string_view data, size_t* consumed);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_MARSHAL_MARSHAL_H_
