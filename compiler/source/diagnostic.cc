// Printing of diagnostics.

#include "compiler/source/diagnostic.h"

namespace polygil {

const char* DiagnosticKindName(DiagnosticKind kind) {
  switch (kind) {
    case DiagnosticKind::kNone:
      return "None";
    case DiagnosticKind::kSyntaxError:
      return "SyntaxError";
    case DiagnosticKind::kIndentationError:
      return "IndentationError";
    case DiagnosticKind::kTabError:
      return "TabError";
    case DiagnosticKind::kMemoryError:
      return "MemoryError";
    case DiagnosticKind::kRecursionError:
      return "RecursionError";
    case DiagnosticKind::kValueError:
      return "ValueError";
    case DiagnosticKind::kUnicodeDecodeError:
      return "UnicodeDecodeError";
  }
  return "";
}

std::string DiagnosticToString(const Diagnostic& diagnostic) {
  std::string out = DiagnosticKindName(diagnostic.kind);
  out += ": " + diagnostic.message;
  if (diagnostic.kind >= DiagnosticKind::kMemoryError) return out;
  out += " (line " + std::to_string(diagnostic.lineno);
  out += ", offset " + std::to_string(diagnostic.offset);
  out += ", end " + std::to_string(diagnostic.end_lineno);
  out += ":" + std::to_string(diagnostic.end_offset) + ")";
  return out;
}

}  // namespace polygil
