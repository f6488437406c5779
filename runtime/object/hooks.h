// Up-calls as data: what lower layers need from higher ones, filled in by runtime/host.

#ifndef POLYGIL_RUNTIME_OBJECT_HOOKS_H_
#define POLYGIL_RUNTIME_OBJECT_HOOKS_H_

#include <cstddef>

#include "runtime/object/ownership.h"
#include "runtime/object/slots.h"
#include "runtime/object/value.h"

namespace polygil {

struct Type;

// What function objects need of a code object; borrowed from it.
struct CodeFacts {
  Value name, qualname;
  int64_t free_variables;   // cells that a closure must have
};

struct RuntimeHooks {
  // compile(source, filename, mode, flags, dont_inherit, optimize): a code object (or AST).
  // `source` is str or bytes-like. Raises SyntaxError etc.
  Owned (*compile)(Value source, Value filename, const char* mode, int flags, bool dont_inherit,
                   int optimize);
  // Runs a code object: exec/eval. `closure` is a tuple of cells or empty.
  Owned (*run_code)(Value code, Value globals, Value locals, Value closure);
  // Calls a Python function object; the vectorcall of function objects.
  CallSlot call_function;
  // The type of code objects, and what a function takes over from one.
  Type* code_type;
  void (*describe_code)(Value code, CodeFacts* facts);
  // The docstring of a function made of the code: str, or None. Asked for when it is looked at.
  Owned (*docstring)(Value code);
  // Innermost Python frame's globals / builtins / locals (borrowed or owned as said); empty if no
  // frame runs.
  Value (*current_globals)();
  Owned (*current_locals)();
  // The line of an instruction of a frame object's code, for tracebacks.
  int32_t (*traceback_line)(Value frame, int32_t last_instruction);
  // What super() without arguments means in the innermost Python frame (borrowed). False: raised
  // RuntimeError ("super(): no arguments", "super(): __class__ cell not found", ...).
  bool (*super_arguments)(Value* cls, Value* self);
  // The frame object `depth` frames up; empty without exception if there are not so many.
  Owned (*frame_object)(int depth);
  // Resumes a generator/coroutine (runtime/types/callable/generator.h): value empty on first start.
  // On kReturned *result is the return value, on kError an exception is pending.
  SendStatus (*resume_generator)(Value generator, Value argument, Owned* result);
  // Throws the pending exception into a generator at its yield.
  SendStatus (*throw_generator)(Value generator, Owned* result);
  // Runs pending signal handlers in the main thread. False: a handler raised.
  bool (*check_signals)();
  // warnings.warn(message, category, stack_level) of the native _warnings module; false: raised.
  // Null: warnings are dropped (nothing of the library is loaded yet).
  bool (*warn)(Value category, Value message, int stack_level);
  // Calls sys.unraisablehook for an exception that nobody can receive ("Exception ignored in").
  // `where` may be empty. Null: printed to stderr.
  void (*write_unraisable)(Value exception, Value where);
  // Around fork(2), in the forking thread with the GIL held; the last one in the child rebuilds GIL,
  // threads and heap. Null: the heap alone is prepared.
  void (*before_fork)();
  void (*after_fork_parent)();
  void (*after_fork_child)();
  // The GIL around blocking native code.
  void (*release_gil)();
  void (*acquire_gil)();
};

// Releases the GIL for the scope of blocking native code that touches no object.
class GilReleased {
 public:
  GilReleased();
  ~GilReleased();
  GilReleased(const GilReleased&) = delete;
  GilReleased& operator=(const GilReleased&) = delete;
};

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_OBJECT_HOOKS_H_
