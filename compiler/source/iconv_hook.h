// For tools without an interpreter: encodings that the compiler does not know, by the C library.

#ifndef POLYGIL_COMPILER_SOURCE_ICONV_HOOK_H_
#define POLYGIL_COMPILER_SOURCE_ICONV_HOOK_H_

#include <string>
#include <string_view>

namespace polygil {

// CompilerHooks::decode.
bool DecodeByIconv(void* context, std::string_view encoding, std::string_view bytes, std::string* utf8,
                   std::string* error);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_SOURCE_ICONV_HOOK_H_
