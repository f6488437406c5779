// The Unpickler: a stack machine. Its files: load.cc runs the opcodes, load_*.cc are what they do.

#ifndef POLYGIL_RUNTIME_MODULES_PICKLE_UNPICKLER_H_
#define POLYGIL_RUNTIME_MODULES_PICKLE_UNPICKLER_H_

#include "runtime/modules/_pickle/input.h"
#include "runtime/modules/_pickle/memo.h"
#include "runtime/modules/_pickle/opcodes.h"
#include "runtime/modules/_pickle/state.h"

namespace polygil::pickle {

// Owned values, and marks between them. Nothing below the last mark can be popped.
struct LoadStack {
  Value* items;
  int64_t size, capacity;
  int64_t* marks;
  int64_t mark_count, mark_capacity;
  int64_t fence;  // the last mark, or 0
};

struct Unpickler : Object {
  PickleState* state;     // owned; null: not initialised
  Value persistent_load;  // function, or empty
  Value buffers;          // iterator, or empty
  Value encoding, errors;  // str; how strs of Python 2 are decoded
  Input input;
  LoadMemo memo;
  LoadStack stack;
  int32_t protocol;
  bool persistent_load_is_method;  // wants the unpickler as first argument
  bool fix_imports;
  bool own_find_class;  // a subclass overrides find_class()
  // Shape key of new instances known to have no __setstate__ and a plain __dict__ (load_object.cc).
  uint32_t plain_shape;
};
extern Type UnpicklerType;

// -- unpickler.cc ----------------------------------------------------------------------------------
struct UnpicklerOptions {
  Value fix_imports, encoding, errors, buffers;  // as given; empty: default
};
// From a file, or else from a bytes-like object.
Owned NewUnpickler(Value file_or_empty, Value data_or_empty, const UnpicklerOptions& options);
bool AddUnpickler(Value module);

// -- load.cc ---------------------------------------------------------------------------------------
// Reads one pickle.
Owned Load(Unpickler* unpickler);

// -- load_stack.cc ---------------------------------------------------------------------------------
// Nothing above the last mark: "unexpected MARK found" or "unpickling stack underflow".
Raised RaiseUnderflow(const LoadStack& stack);
bool StackGrow(LoadStack* stack);
inline bool Push(LoadStack* stack, Owned value) {  // consumes, also on failure
  if (!value) [[unlikely]]
    return false;
  if (stack->size == stack->capacity) [[unlikely]] {
    if (!StackGrow(stack)) {
      Discard(value);
      return false;
    }
  }
  stack->items[stack->size++] = value.Peek();
  return true;
}
inline Owned Pop(LoadStack* stack) {
  if (stack->size <= stack->fence) [[unlikely]]
    return RaiseUnderflow(*stack);
  return Owned(stack->items[--stack->size]);
}
// Borrowed; empty: raised.
inline Value Top(LoadStack* stack) {
  if (stack->size > stack->fence) [[likely]]
    return stack->items[stack->size - 1];
  RaiseUnderflow(*stack);
  return Value::Empty();
}
bool PushMark(LoadStack* stack);
// Takes the last mark away; *start is where it was. UnpicklingError "could not find MARK".
bool PopMark(LoadStack* stack, int64_t* start);
// The values from `start` on as a tuple or list, taken off the stack.
Owned PopTuple(LoadStack* stack, int64_t start);
Owned PopList(LoadStack* stack, int64_t start);
void StackShrink(LoadStack* stack, int64_t size);
void StackClear(LoadStack* stack);

// What the opcodes do; the arguments are read from the input.
#define OPCODE(name, byte, loader) bool loader(Unpickler* unpickler);
#include "runtime/modules/_pickle/opcodes.def"

// find_class(), which a subclass may override.
Owned FindClass(Unpickler* unpickler, Value module_name, Value name);
// The one of the base class.
Owned FindClassMethod(Value self, const Value* args, size_t nargs);

}  // namespace polygil::pickle

#endif  // POLYGIL_RUNTIME_MODULES_PICKLE_UNPICKLER_H_
