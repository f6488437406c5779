// marshal: values of the core types as bytes. CPython's format but for code objects, which are
// written as the compiler's CodeUnit (format.h of their own version).

#ifndef POLYGIL_RUNTIME_MODULES_MARSHAL_MARSHAL_H_
#define POLYGIL_RUNTIME_MODULES_MARSHAL_MARSHAL_H_

#include <memory>
#include <string>
#include <string_view>

#include "pvm/bytecode/code_unit.h"
#include "runtime/object/ownership.h"

namespace polygil {

inline constexpr int kMarshalVersion = 4;

// ValueError "unmarshallable object".
bool MarshalWrite(Value v, int version, std::string* out);
// Reads one value; *consumed gets the bytes it took. EOFError, ValueError, TypeError.
Owned MarshalRead(std::string_view data, size_t* consumed);

// The payload of a code object.
void WriteUnit(const CodeUnit& unit, std::string* out);
// Null: the data is not of this version or broken.
std::unique_ptr<CodeUnit> ReadUnit(std::string_view data);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_MARSHAL_MARSHAL_H_
