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
  int32_t last_offset;  // tb_lasti: two to an instruction word, as CPython counts bytes
  int32_t lineno;     // -1: computed from the code on demand
};
extern Type TracebackType;
// `next` and `frame` as in the struct.
Owned TracebackNew(Value next_or_empty, Value frame, int32_t last_offset, int32_t lineno);
// AttributeError with name and obj set (PEP 657's suggestions need them); same for NameError.
Raised RaiseAttributeError(Value object, Value name, const char* format, ...);
Raised RaiseNameError(Type* type, Value name, const char* format, ...);
Raised RaiseImportError(Type* type, Value name, Value path_or_none, const char* format, ...);
// The class for an errno: FileNotFoundErrorType for ENOENT, OSErrorType if there is no other.
Type* OSErrorTypeFor(int error_number);
// type(error).split(condition): halves by isinstance; used by except*. Either may be None.
bool ExceptionGroupSplit(Value group, Value type_or_tuple, Owned* match, Owned* rest);
// The part of a group with the members (at any depth) that occur in the exceptions and groups of the
// list `kept`, compared by identity; None if there are none (PEP 654, reraising from except*).
Owned ExceptionGroupProject(Value group, Value kept);
// ExceptionGroup, made at start-up because it has two bases.
Type* ExceptionGroupType();
bool InitExceptionTypes();

// A new instance type(*args), through the type's constructor.
Owned ExceptionNew(Type* type, const Value* args, size_t nargs);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_TYPES_EXCEPTION_EXCEPTION_H_
