// Code objects: a unit of a code image (pvm/bytecode/code_image.h), made ready to run when it is first
// called: until then `instructions`, `constants` and `local_names` are not there, and nested units have
// no objects. Whoever starts a frame or looks at these calls CodePrepare before.
//
// Instructions and their caches live in an arena of their own, so that inline caches written by a
// forked child never dirty pages of objects.

#ifndef POLYGIL_PVM_CODE_CODE_H_
#define POLYGIL_PVM_CODE_CODE_H_

#include <cstdint>
#include <memory>

#include "pvm/bytecode/code_image.h"
#include "pvm/bytecode/code_unit.h"
#include "pvm/bytecode/instruction.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

inline constexpr uint32_t kNotSimple = 0xFFFFFFFF;

// The bytes of an image that isn't part of the binary, shared by its code objects. GIL held.
struct ImageOwner {
  uint64_t references;
  uint8_t* bytes() { return reinterpret_cast<uint8_t*>(this + 1); }
};

struct Code : Object {
  Instruction* instructions;  // null: not prepared
  Value* constants;           // constants[-1].bits is local_count
  uint32_t register_count;
  uint32_t local_count;
  // Number of positional arguments if a call with exactly so many needs no binding at all (no *args,
  // no **kwargs, no keyword-only parameters, not a generator, prepared); else kNotSimple.
  uint32_t simple_argument_count;
  uint32_t code_flags;  // co_flags
  uint32_t argument_count, positional_only_count, keyword_only_count;
  uint32_t instruction_count;
  uint32_t constant_count;  // of `constants`: 0 while not prepared
  int32_t first_line;
  Value name, qualname, filename;  // str
  Value local_names;               // tuple of str, one per local register, interned
  const uint8_t* local_kinds;      // LocalKind bits per local register
  const uint8_t* image;
  const ImageUnit* record;
  ImageOwner* owner;                   // null: the image is part of the binary
  PositionEntry* positions;            // unpacked on demand
  Value names_tuple, constants_tuple;  // made on demand: co_names, co_consts
  uint16_t* traced_ops;    // the opcodes that TRACED stands for (pvm/trace/instrument.h); or null
  bool is_generator_like;  // calling makes a generator, coroutine or async generator
  bool differs;            // texts, constants or numbers are not those of the record any more

  const ExceptionEntry* exceptions() const {
    return ImageAt<ExceptionEntry>(image, record->exceptions);
  }
  uint32_t exception_count() const { return record->exception_count; }
};
extern Type CodeType;

// Key of Interpreter::module_state that says that positions have no columns.
inline constexpr char kNoDebugRanges[] = "no_debug_ranges";

// The outermost unit of an image. `bytes` are copied if they are not `permanent` (and 8-aligned), and
// have passed IsCodeImage if they come from outside. MemoryError.
Owned CodeFromImage(std::string_view bytes, bool permanent);
// What the compiler made. MemoryError.
Owned CodeFromUnit(const CodeUnit& unit);

bool CodePrepareSlow(Code* code);
// False: MemoryError is pending.
inline bool CodePrepare(Code* code) {
  return code->instructions != nullptr || CodePrepareSlow(code);
}
// The docstring that a function made of the code has: str, or None. Doesn't prepare. MemoryError.
Owned CodeDocstring(const Code* code);

inline bool CodeHas(const Code* code, uint32_t flag) { return (code->code_flags & flag) != 0; }
// Source position of the instruction; -1s if unknown. Null past the end, and when memory is exhausted
// (no exception is set).
const PositionEntry* CodePosition(const Code* code, uint32_t instruction_index);
// The line alone, by code that may not allocate; -1 if unknown.
int32_t CodeLineWithoutMemory(const Code* code, uint32_t instruction_index);
// All of them, record->position_count; null when memory is exhausted.
const PositionEntry* CodePositions(const Code* code);
inline uint32_t InstructionIndex(const Code* code, const Instruction* pc) {
  return static_cast<uint32_t>(pc - code->instructions);
}
// The generic form of the instruction at an index.
Opcode CodeOpcodeAt(const Code* code, uint32_t instruction_index);
// The innermost handler covering the instruction, or null.
const ExceptionEntry* CodeFindHandler(const Code* code, uint32_t instruction_index);
void CodeDestroy(Object* self);
bool InitCodeType();

}  // namespace polygil

#endif  // POLYGIL_PVM_CODE_CODE_H_
