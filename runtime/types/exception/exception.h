// Exception instances. Fields follow CPython 3.11: args, notes in __dict__, traceback, cause, context.

#ifndef POLYGIL_RUNTIME_TYPES_EXCEPTION_EXCEPTION_H_
#define POLYGIL_RUNTIME_TYPES_EXCEPTION_EXCEPTION_H_

#include <cstdint>

#include "runtime/types/exception/exception_types.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

struct BaseException : Object {
  Value args;         // tuple
  Value traceback;    // Traceback, or empty
  Value context, cause;
  bool suppress_context;
};
struct SystemExit : BaseException { Value code; };
struct ExceptionGroup : BaseException { Value message, exceptions; };
struct AttributeError : BaseException { Value object, name; };
struct ImportError : BaseException { Value message, name, path; };
struct NameError : BaseException { Value name; };
struct OSError : BaseException { Value error_number, message, filename, filename2; int64_t characters_written; };
struct StopIteration : BaseException { Value value; };
struct SyntaxError : BaseException {
  Value message, filename, lineno, offset, end_lineno, end_offset, text, print_file_and_line;
};
struct UnicodeError : BaseException { Value encoding, object; int64_t start, end; Value reason; };

struct Traceback : Object {
  Value next;         // Traceback or empty
  Value frame;        // frame object
  int32_t last_instruction;  // index of the instruction word
  int32_t lineno;     // -1: computed from the code on demand
};
extern Type TracebackType;
// A new instance type(*args), through the type's constructor.
Owned ExceptionNew(Type* type, const Value* args, size_t nargs);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_EXCEPTION_EXCEPTION_H_
