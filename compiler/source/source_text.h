// The text of one source file as the tokenizer reads it: UTF-8, lines ended by '\n' alone.
//
// Bytes are decoded by their byte order mark or their PEP 263 cookie. As in CPython, text that
// says nothing about its encoding is taken for UTF-8 unchecked: malformed bytes in comments do no
// harm, elsewhere the tokenizer or the string decoder refuses them at their place.

#ifndef POLYGIL_COMPILER_SOURCE_SOURCE_TEXT_H_
#define POLYGIL_COMPILER_SOURCE_SOURCE_TEXT_H_

#include <string>
#include <string_view>

#include "compiler/source/diagnostic.h"
#include "compiler/source/hooks.h"

namespace polygil {

struct SourceText {
  std::string text;
  std::string filename;
  // The encoding named by a cookie or a byte order mark, "utf-8" for a str, empty otherwise.
  // When it is empty CPython counts the offsets of a SyntaxError in bytes, and so do we.
  std::string encoding;

  // Line `lineno` (from 1) with its newline; empty past the end.
  std::string_view Line(int32_t lineno) const;
};

struct SourceOptions {
  // The bytes are the UTF-8 form of a str: cookies and byte order marks mean nothing.
  bool is_unicode = false;
  // A newline is supplied at the end where it is missing (mode exec).
  bool end_with_newline = true;
  // The bytes are a script read from a file, not text given to compile(): undeclared bytes that
  // are not UTF-8 are refused with a message that names the file (PEP 263), encodings that fail
  // with another message, and a line ends at a NUL, which compile() refuses.
  bool is_script = false;
  CompilerHooks hooks;
};

// Fills `source` (whose filename the caller sets); false with `diagnostic` filled if the bytes
// cannot be decoded.
[[nodiscard]] bool ReadSource(std::string_view bytes, const SourceOptions& options,
                              SourceText* source, Diagnostic* diagnostic);

// The PEP 263 encoding name in one of the first two lines of `bytes`, in normal form ("utf-8",
// "iso-8859-1", else lower case with '-'); empty if there is none.
std::string FindEncodingCookie(std::string_view bytes);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_SOURCE_SOURCE_TEXT_H_
