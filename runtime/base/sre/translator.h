// From a checked code array to instructions (see instruction.h).

#ifndef POLYGIL_RUNTIME_BASE_SRE_TRANSLATOR_H_
#define POLYGIL_RUNTIME_BASE_SRE_TRANSLATOR_H_

#include <cstddef>
#include <cstdint>

#include "runtime/base/sre/program.h"

namespace polygil::sre {

// Fills a program from code that ValidateCode has accepted. What depends on what
// comes next (branch and loop tables, the search plan) is left to the Analyzer.
class Translator {
 public:
  explicit Translator(Program* program) : program_(*program) {}

  void Translate(const uint32_t* code, size_t length);

 private:
  using Words = const uint32_t*;

  uint32_t here() const { return program_.size(); }
  Instruction& at(uint32_t pc) { return program_.instructions_[pc]; }
  uint32_t Emit(const Instruction& instruction);
  uint32_t Emit(Op op, uint32_t a = 0) { return Emit({.op = op, .a = a}); }

  // Translates [code, end). With `jump`, stops at a closing JUMP and tells it.
  void Sequence(Words code, Words end, Words* jump = nullptr);
  Words Step(Words code);
  void Literal(uint32_t character);
  void EmitTest(Words code);
  void TestOf(Words code, Op* op, uint32_t* operand);
  void SetTest(Words set, uint32_t length, Fold fold, bool negated, Op* op, uint32_t* operand);
  uint32_t InternSet(Words set, uint32_t length, Fold fold, bool negated);
  Words RepeatOne(Words code, bool greedy, bool possessive);
  Words Repeat(Words code);
  void OptionalBody(Words body, Words end, bool greedy);
  void StarLoop(Words body, Words end, uint32_t least, bool greedy);
  void CountedLoop(Words body, Words end, uint32_t least, uint32_t most, bool greedy);
  Words Possessive(Words code);
  Words Branch(Words code);
  Words Conditional(Words code);
  Words Region(Op op, Words code);
  uint32_t NewBranch();
  void AddTarget(uint32_t branch, uint32_t target);
  // Closes the region opened at `opener`; marks emitted since are its own.
  void CloseRegion(uint32_t opener, size_t marks_before);

  Program& program_;
  // Where the last literal of the running sequence is; later code may jump to
  // anything before it.
  uint32_t last_literal_ = kNoTable;
  size_t marks_ = 0;
};

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_TRANSLATOR_H_
