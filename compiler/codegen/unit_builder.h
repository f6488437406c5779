// One CodeUnit under construction: instructions, labels, registers, constants, positions and the
// exception table. Knows nothing of the syntax tree.

#ifndef POLYGIL_COMPILER_CODEGEN_UNIT_BUILDER_H_
#define POLYGIL_COMPILER_CODEGEN_UNIT_BUILDER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/ast/ast.h"
#include "pvm/bytecode/code_unit.h"
#include "pvm/bytecode/instruction.h"

namespace polygil {

using Register = uint16_t;

// Which locals are surely bound where the code generator stands. Bits only get set along a path;
// where paths meet they are intersected.
class BoundSet {
 public:
  bool Has(uint32_t local) const { return local / 64 < words_.size() && (words_[local / 64] >> (local % 64) & 1); }
  void Add(uint32_t local) {
    if (local / 64 >= words_.size()) words_.resize(local / 64 + 1);
    words_[local / 64] |= uint64_t{1} << (local % 64);
  }
  void Intersect(const BoundSet& other) {
    if (words_.size() > other.words_.size()) words_.resize(other.words_.size());
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }

 private:
  std::vector<uint64_t> words_;
};

struct Label {
  int32_t position = -1;
  bool referenced = false;
  bool is_handler = false;
  BoundSet bound;  // valid if referenced
  std::vector<uint32_t> fixups;
};

// Operand of jumps and returns that nothing in the source stands for (see opcodes.def).
inline constexpr uint16_t kArtificial = 1;

class UnitBuilder {
 public:
  UnitBuilder() : unit_(std::make_unique<CodeUnit>()) {}

  CodeUnit* unit() { return unit_.get(); }

  // -- Registers --------------------------------------------------------------------------------
  void SetLocalCount(uint32_t count) { unit_->local_count = count; }
  uint32_t local_count() const { return unit_->local_count; }
  bool IsTemporary(Register r) const { return r >= unit_->local_count; }
  uint32_t depth() const { return depth_; }
  // The register that the next NewTemporary() returns.
  Register Top() const { return static_cast<Register>(unit_->local_count + depth_); }
  Register NewTemporary() {
    Register r = Top();
    SetDepth(depth_ + 1);
    return r;
  }
  void SetDepth(uint32_t depth) {
    depth_ = depth;
    if (depth_ > max_depth_) max_depth_ = depth_;
  }

  // -- Instructions -----------------------------------------------------------------------------
  void SetSpan(const ast::Span& span) { span_ = span; }
  const ast::Span& span() const { return span_; }
  bool reachable() const { return reachable_; }
  void SetReachable(bool reachable) { reachable_ = reachable; }
  uint32_t position() const { return static_cast<uint32_t>(unit_->code.size()); }

  // Register i becomes numbers[i] in all instructions made so far; larger ones stay.
  void RenumberRegisters(const std::vector<uint32_t>& numbers);

  // Extra and cache words are appended as zero; `extra` goes into the low half of the first.
  void Emit(Opcode op, uint16_t a = 0, uint16_t b = 0, uint16_t c = 0, uint32_t extra = 0);
  // What comes is placed where the code before is.
  void KeepPlace();
  // The end of a function or class body that falls off its end: placed where the code before is.
  void EmitFinalReturn(Opcode op, uint16_t reg = 0);
  void EmitWide(Opcode op, uint16_t a, int32_t bc);
  // Jumps with a 32-bit offset in b and c (JUMP, JUMP_IF_TRUE, ...).
  void EmitJump(Opcode op, uint16_t a, Label* target);
  // Fused compare-and-jump: 16-bit offset.
  void EmitCompareJump(Opcode op, uint16_t a, uint16_t b, Label* target);
  void EmitForIterator(Register value, Register iterator, Label* exit);
  void Bind(Label* label);
  // A fused jump did not reach: the unit must be made again with SetFarJumps.
  bool overflowed() const { return overflowed_; }

  // -- Bound locals -----------------------------------------------------------------------------
  BoundSet bound;

  // -- Constants --------------------------------------------------------------------------------
  // The index fits an operand of 16 bits as long as few_constants().
  uint32_t AddConstant(Constant constant);
  // One that only wide operands name: in a unit with many, it leaves the small indices to others.
  uint32_t AddWideConstant(Constant constant);
  uint32_t AddName(std::string_view text);  // interned name; also recorded in co_names if `listed`
  void ListName(std::string_view text);     // co_names
  bool few_constants() const { return unit_->constants.size() <= kWideConstants; }

  // -- Exception table --------------------------------------------------------------------------
  struct Handler {
    Label* label;
    uint16_t depth_register;
  };
  void PushHandler(Handler handler);
  void PopHandler();
  std::vector<Handler>& handlers() { return handlers_; }

  // Resolves jumps, closes the tables. The builder is empty afterwards.
  std::unique_ptr<CodeUnit> Finish();

 private:
  // Indices from here on are those of wide_constants_, until these get their places.
  static constexpr uint32_t kWideConstants = 0x10000;

  void AddPosition();
  void FlushRange();
  void PlaceWideConstants();
  void Reference(Label* target);

  struct PendingRange {
    uint32_t start, end;
    Label* handler;     // null once bound
    int32_t position;   // of the handler, when bound
    uint16_t depth;
  };

  std::unique_ptr<CodeUnit> unit_;
  ast::Span span_;
  uint32_t depth_ = 0, max_depth_ = 0;
  bool reachable_ = true, overflowed_ = false;
  std::unordered_map<std::string, uint32_t> constant_index_;
  std::vector<Constant> wide_constants_;
  std::unordered_map<std::string, uint32_t> listed_names_;
  std::vector<Handler> handlers_;
  std::vector<PendingRange> ranges_;
  uint32_t range_start_ = 0;
};

// A key that is equal for constants Python regards as the same one (type, value, sign of zero).
std::string ConstantKey(const Constant& constant);

}  // namespace polygil

#endif  // POLYGIL_COMPILER_CODEGEN_UNIT_BUILDER_H_
