// Code objects: a CodeUnit made ready to run. Instructions and their caches live in an arena of
// their own, so that inline caches written by a forked child never dirty pages of objects.

#ifndef POLYGIL_PVM_CODE_CODE_H_
#define POLYGIL_PVM_CODE_CODE_H_

#include <cstdint>
#include <memory>

#include "pvm/bytecode/code_unit.h"
#include "pvm/bytecode/instruction.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"

namespace polygil {

inline constexpr uint32_t kNotSimple = 0xFFFFFFFF;

struct Code : Object {
  Instruction* instructions;
  Value* constants;          // constants[-1].bits is local_count
  uint32_t register_count;
  uint32_t local_count;
  // Number of positional arguments if a call with exactly so many needs no binding at all (no *args,
  // no **kwargs, no keyword-only parameters, not a generator); else kNotSimple.
  uint32_t simple_argument_count;
  uint32_t code_flags;       // co_flags
  uint32_t argument_count, positional_only_count, keyword_only_count;
  uint32_t instruction_count;
  uint32_t constant_count;
  int32_t first_line;
  Value name, qualname, filename;  // str
  Value local_names;         // tuple of str, one per local register, interned
  const uint8_t* local_kinds;  // LocalKind bits per local register
  CodeUnit* unit;            // owned: tables, positions, nested data
  Value names_tuple, constants_tuple;  // made on demand: co_names, co_consts
  uint32_t executions;
  bool is_generator_like;    // calling makes a generator, coroutine or async generator
};
extern Type CodeType;

// Takes over the unit. Constants become objects, nested units code objects. MemoryError.
Owned CodeFromUnit(std::unique_ptr<CodeUnit> unit);

inline bool CodeHas(const Code* code, uint32_t flag) { return (code->code_flags & flag) != 0; }
// Source position of the instruction; -1s if unknown. Returns null past the end.
const PositionEntry* CodePosition(const Code* code, uint32_t instruction_index);
inline uint32_t InstructionIndex(const Code* code, const Instruction* pc) {
  return static_cast<uint32_t>(pc - code->instructions);
}
// The innermost handler covering the instruction, or null.
const ExceptionEntry* CodeFindHandler(const Code* code, uint32_t instruction_index);
void CodeDestroy(Object* self);
bool InitCodeType();

}  // namespace polygil

#endif  // POLYGIL_PVM_CODE_CODE_H_
