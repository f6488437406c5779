// Frames: a record on the thread's frame stack and a window of registers on its register stack
// (a generator's window is on the heap). Python-visible frame objects are made when asked for.
//
// Windows overlap: the arguments a caller evaluated are the callee's first locals. Everything on
// the register stack above the innermost frame's live registers is free of owned pointers.

#ifndef POLYGIL_PVM_FRAME_FRAME_H_
#define POLYGIL_PVM_FRAME_FRAME_H_

#include <cstdint>

#include "pvm/code/code.h"
#include "runtime/object/interpreter.h"
#include "runtime/object/ownership.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/callable/generator.h"

namespace polygil {

// What happens with the value that a frame returns.
enum class ReturnKind : uint8_t {
  kCall,          // caller's R[pc->a]; callable in R[pc->b] is dropped
  kInit,          // __init__: must be None; the new instance, the frame's owner, goes to R[pc->a]
  kRegister,      // caller's R[pc->a], operands consumed beforehand (property, subscript)
  kOperator,      // caller's R[pc->a]; operands still in place; NotImplemented is a TypeError
  kDiscard,       // nobody wants it, operands consumed beforehand (item assignment)
  kComparison,    // of the comparison or membership test at the caller's pc; operands still in place
  kNative,        // the loop was entered for this frame: it ends
  kForIterator,   // generator driven by FOR_ITERATOR
  kYieldFrom,     // generator driven by YIELD_FROM
};

struct FrameRecord {
  Value* base;
  const Instruction* pc;   // the instruction being executed, valid while not innermost or after Save
  Code* code;              // borrowed from function, or owned through `owner`
  Value function;          // Function or empty (module and exec code); borrowed from the caller's R[b]
  Value globals, builtins;  // dicts, borrowed from function or owned through `owner`
  Value closure;           // tuple of cells, borrowed, or empty
  Value locals;            // mapping of module and class bodies, owned; or empty
  Value frame_object;      // owned, or empty
  Value owner;             // what the frame keeps alive: generator, new instance, function; or empty
  Value* stack_top;        // first register free for callees that don't overlap
  ReturnKind return_kind;
  bool is_generator;
};

// The Python-visible frame (types.FrameType).
struct FrameObject : Object {
  FrameRecord* record;     // null once the frame has ended
  Value back;              // frame object of the caller, kept when the frame ends; or empty
  Value code, globals, builtins, locals;  // owned
  Value generator;         // borrowed; of a suspended generator's frame
  Value* saved;            // raw block: values of the locals after the end
  uint32_t saved_count;
  uint32_t last_instruction;
  Value trace;             // f_trace or empty
  int32_t traced_index;    // the instruction traced before; -1: none yet
  uint32_t raised_at;      // where the exception that clean-up code passes on was raised
  bool trace_lines, trace_opcodes, cleared;
  bool entered;            // the call event is over, or not due any more
  bool at_entry;           // the call event of a new frame is under way: no line has begun
};
extern Type FrameType;

// The frame object of a record, made now if need be. Borrowed from the record.
Value FrameObjectOf(ThreadState* thread, FrameRecord* record);
// When a record ends: its frame object, if any, takes over what it needs. Clears the record's field.
void FrameObjectDetach(FrameRecord* record);
// locals() of a frame: a fresh or updated dict. Owned.
Owned FrameLocals(FrameRecord* record);
// Brings an f_locals dict that exists up to date with the variables, and the variables with the dict
// (which can't unbind any). For trace functions.
bool FrameRefreshLocals(FrameRecord* record);
void FrameStoreLocals(FrameRecord* record);
// f_locals of a frame object, running, suspended or ended. Owned.
Owned FrameObjectLocals(FrameObject* frame);
int32_t FrameLine(FrameRecord* record);
bool InitFrameType();

// Adds a traceback entry for the frame to the pending exception.
void TracebackAdd(ThreadState* thread, FrameRecord* record);

}  // namespace polygil

#endif  // POLYGIL_PVM_FRAME_FRAME_H_
