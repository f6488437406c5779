// What the compiler must ask others for, as plain function pointers: codecs and Unicode data.
// Any hook may be null; the compiler then makes do with less, as said at each.

#ifndef POLYGIL_COMPILER_SOURCE_HOOKS_H_
#define POLYGIL_COMPILER_SOURCE_HOOKS_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace polygil {

struct CompilerHooks {
  void* context = nullptr;

  // Decodes `bytes` by the codec `encoding` (lower case, as written in the cookie) into UTF-8.
  // On failure false, with the message of the SyntaxError in `error` (empty: no such codec).
  // Without it only utf-8, ascii, iso-8859-1 and iso-8859-15 are known.
  bool (*decode)(void* context, std::string_view encoding, std::string_view bytes,
                 std::string* utf8, std::string* error) = nullptr;

  // XID_Start / XID_Continue with Python's additions (PEP 3131), asked above U+007F only.
  // Without them every such character is allowed in an identifier.
  bool (*is_identifier_start)(uint32_t code_point) = nullptr;
  bool (*is_identifier_continue)(uint32_t code_point) = nullptr;

  // str.isprintable for one character above U+007F. Without it all but C1 controls, spaces
  // and surrogates are.
  bool (*is_printable)(uint32_t code_point) = nullptr;

  // NFKC normal form of a valid UTF-8 identifier. Without it names stay as written.
  void (*normalize_nfkc)(std::string_view utf8, std::string* normalized) = nullptr;

  // The character of \N{name}; false when there is none. Without it no name is known.
  bool (*lookup_character_name)(std::string_view name, uint32_t* code_point) = nullptr;
};

}  // namespace polygil

#endif  // POLYGIL_COMPILER_SOURCE_HOOKS_H_
