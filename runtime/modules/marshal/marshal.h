// marshal: values of the core types as bytes. CPython's format but for code objects, which are
// written as code images (pvm/bytecode/code_image.h).

#ifndef POLYGIL_RUNTIME_MODULES_MARSHAL_MARSHAL_H_
#define POLYGIL_RUNTIME_MODULES_MARSHAL_MARSHAL_H_

#include <string>
#include <string_view>

#include "runtime/object/ownership.h"

namespace polygil {

inline constexpr int kMarshalVersion = 4;
// How a cache file begins (importlib.util.MAGIC_NUMBER: that of CPython 3.11; the code in it says which
// compiler made it), and what precedes its code: magic, flags, modification time and size.
inline constexpr char kCacheMagic[4] = {'\xA7', '\x0D', '\x0D', '\x0A'};
inline constexpr size_t kCacheHeader = 16;

// ValueError "unmarshallable object".
bool MarshalWrite(Value v, int version, std::string* out);
// The form of a code object: 'c', the size of the rest, the compiler, a code image.
void MarshalImage(std::string_view image, std::string* out);
// The image of a code object whose 'c' has been read, or empty: damaged, or of another compiler. *data
// begins behind it then; without an image it is unchanged.
std::string_view UnmarshalImage(std::string_view* data);
// Reads one value; *consumed gets the bytes it took. EOFError, ValueError, TypeError.
Owned MarshalRead(std::string_view data, size_t* consumed);
// Reads one value from a file object by its readinto(), no byte more than it takes.
Owned MarshalReadFile(Value file);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_MARSHAL_MARSHAL_H_
