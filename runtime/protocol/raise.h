// Raising Python exceptions from C++, and looking at the pending one. GIL held.
//
// A raise site carries CPython's exact message as a literal in place:
//   return Raise(&TypeErrorType, "'%.200s' object is not callable", TypeName(value));

#ifndef POLYGIL_RUNTIME_PROTOCOL_RAISE_H_
#define POLYGIL_RUNTIME_PROTOCOL_RAISE_H_

#include <cstddef>

#include "runtime/object/interpreter.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/exception/exception_types.h"  // extern Type TypeErrorType; ...

namespace polygil {

// Sets the pending exception: type(message). printf formatting with UTF-8 arguments, plus
// %U (Value: str, inserted as it is), %S (Value: its str()), %R (Value: its repr()),
// %T (Value: name of its type), %N (Type*: its name). Any exception already pending is replaced;
// an exception being handled becomes __context__.
Raised Raise(Type* type, const char* format, ...);
// type(argument), and type() without arguments.
Raised RaiseWith(Type* type, Value argument);
Raised RaiseBare(Type* type);
// Makes an instance pending as `raise instance` does.
Raised RaiseInstance(Owned instance);
Raised RaiseMemoryError();
// OSError (or its subclass for the errno) with strerror text; file names may be empty.
Raised RaiseOsError(int error_number);
Raised RaiseOsErrorWithFile(int error_number, Value filename, Value filename2 = Value::Empty());
// KeyError(key) even for tuple keys; StopIteration(value).
Raised RaiseKeyError(Value key);
Raised RaiseStopIteration(Value value);
// New exception whose __cause__ and __context__ are the pending one ("raise ... from").
Raised RaiseFromPending(Type* type, const char* format, ...);

// "list" for [1]: the type's __name__ as UTF-8; valid while the type lives.
const char* TypeName(Value value);
const char* TypeNameOf(Type* type);

// Is the pending exception an instance of `type`? False if none is pending.
bool PendingMatches(Type* type);
// Takes the pending exception away (empty if none).
Owned TakePending();
// Puts one back without touching context; replaces what was pending.
void RestorePending(Owned exception);
void ClearPending();
// Clears and returns true if the pending exception is of `type`.
bool ClearPendingIf(Type* type);
// Reports the pending exception through sys.unraisablehook and clears it ("Exception ignored in").
void WriteUnraisable(Value where);
// warnings.warn(message, category, stack_level); false if it was turned into an exception.
bool Warn(Type* category, int stack_level, const char* format, ...);

// Counts the nesting of C++ functions that follow Python data structures, against the recursion limit
// of Python code. `where` completes the message: " in __instancecheck__".
class NativeDepth {
 public:
  NativeDepth() { ++t_thread->native_depth; }
  ~NativeDepth() { --t_thread->native_depth; }
  bool Check(const char* where) const {
    if (t_thread->native_depth <= t_thread->interpreter->recursion_limit) [[likely]]
      return CheckNativeStack();
    return Raise(&RecursionErrorType, "maximum recursion depth exceeded%s", where);
  }
};

// Keeps a pending exception across code that may itself raise and clear (finalisers).
class PendingScope {
 public:
  PendingScope() : saved_(TakePending()) {}
  ~PendingScope() {
    if (saved_) RestorePending(saved_.Release());
  }

 private:
  Handle saved_;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_PROTOCOL_RAISE_H_
