// What the compiler has to say about a program: one Diagnostic when it refuses it, and warnings
// collected on the way. Texts and places are CPython 3.11's.

#ifndef POLYGIL_COMPILER_SOURCE_DIAGNOSTIC_H_
#define POLYGIL_COMPILER_SOURCE_DIAGNOSTIC_H_

#include <cstdint>
#include <string>
#include <vector>

namespace polygil {

// The Python exception a diagnostic becomes.
enum class DiagnosticKind : uint8_t {
  kNone,
  kSyntaxError,
  kIndentationError,
  kTabError,
  kMemoryError,     // nested too deeply to parse; no message, no place
  kRecursionError,  // message only
  kValueError,      // message only
  // A plain UnicodeDecodeError, message only: CPython lets one through when, looking on behind a
  // syntax error, it comes upon a name that is not UTF-8.
  kUnicodeDecodeError,
};

struct Diagnostic {
  DiagnosticKind kind = DiagnosticKind::kNone;
  std::string message;

  // The arguments of Python's SyntaxError: `lineno` from 1, `offset` from 1 in characters; an end
  // of 0 or -1 says that it is not known. `lineno` 0 with `offset` -1 means the file as a whole.
  int32_t lineno = 0;
  int32_t offset = 0;
  int32_t end_lineno = 0;
  int32_t end_offset = 0;

  // The offending line (UTF-8), with its newline when CPython has it there; `has_text` is false
  // where SyntaxError.text is None.
  std::string text;
  bool has_text = false;

  // The place stands in the attributes of the SyntaxError only, not in its args, as where CPython
  // adds it to an exception that was raised before.
  bool placed_later = false;

  // The program was only cut short: more input could make it right (for a REPL).
  bool incomplete = false;

  explicit operator bool() const { return kind != DiagnosticKind::kNone; }
};

enum class WarningKind : uint8_t { kDeprecation, kSyntax };

// A warning to be shown when the program compiles. When the filter makes it an error, CPython
// raises SyntaxError with the same message at the same place.
struct SourceWarning {
  WarningKind kind;
  std::string message;
  int32_t lineno;
  int32_t offset;  // from 1, in characters
  int32_t end_lineno;
  int32_t end_offset;
};

// "SyntaxError", ...
const char* DiagnosticKindName(DiagnosticKind kind);

// "SyntaxError: message (line 3, offset 5, end 3:6)": one line for tests and tools.
std::string DiagnosticToString(const Diagnostic& diagnostic);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_SOURCE_DIAGNOSTIC_H_
