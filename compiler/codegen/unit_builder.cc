#include "compiler/codegen/unit_builder.h"

#include <cstring>

namespace polygil {

void UnitBuilder::AddPosition() {
  std::vector<PositionEntry>& positions = unit_->positions;
  PositionEntry entry{position(), span_.lineno, span_.end_lineno, span_.col_offset, span_.end_col_offset};
  if (span_.lineno <= 0) entry = {position(), -1, -1, -1, -1};
  if (!positions.empty()) {
    PositionEntry& last = positions.back();
    if (last.line == entry.line && last.end_line == entry.end_line && last.column == entry.column &&
        last.end_column == entry.end_column) {
      return;
    }
    if (last.start == entry.start) {
      last = entry;
      return;
    }
  }
  positions.push_back(entry);
}

void UnitBuilder::Emit(Opcode op, uint16_t a, uint16_t b, uint16_t c, uint32_t extra) {
  if (!reachable_) return;
  AddPosition();
  unit_->code.push_back(EncodeInstruction(op, a, b, c));
  const OpcodeInfo& info = InfoOf(op);
  for (int i = 1; i < info.words; ++i) unit_->code.push_back(i == 1 ? extra : 0);
  if (strchr(info.flags, 'X') != nullptr) reachable_ = false;
}

void UnitBuilder::KeepPlace() {
  if (unit_->positions.empty()) return;
  const PositionEntry& last = unit_->positions.back();
  span_ = {last.line, last.column, last.end_line, last.end_column};
}

void UnitBuilder::EmitFinalReturn(Opcode op, uint16_t reg) {
  if (unit_->positions.empty()) return Emit(op, reg);
  KeepPlace();
  op == Opcode::RETURN ? Emit(op, reg, kArtificial) : Emit(op, kArtificial);
}

void UnitBuilder::RenumberRegisters(const std::vector<uint32_t>& numbers) {
  std::vector<uint64_t>& code = unit_->code;
  for (size_t at = 0; at < code.size();) {
    const OpcodeInfo& info = InfoOf(static_cast<Opcode>(code[at] & 0xFFFF));
    for (int operand = 0; operand < 3; ++operand) {
      if (strchr("dupm", info.operands[operand]) == nullptr) continue;
      int shift = 16 * (operand + 1);
      uint64_t reg = code[at] >> shift & 0xFFFF;
      if (reg >= numbers.size()) continue;
      code[at] = (code[at] & ~(uint64_t{0xFFFF} << shift)) | uint64_t{numbers[reg]} << shift;
    }
    at += info.words;
  }
}

void UnitBuilder::EmitWide(Opcode op, uint16_t a, int32_t bc) {
  uint32_t u = static_cast<uint32_t>(bc);
  Emit(op, a, static_cast<uint16_t>(u), static_cast<uint16_t>(u >> 16));
}

void UnitBuilder::Reference(Label* target) {
  if (target->position >= 0) return;
  if (target->referenced) {
    target->bound.Intersect(bound);
  } else {
    target->bound = bound;
    target->referenced = true;
  }
}

void UnitBuilder::EmitJump(Opcode op, uint16_t a, Label* target) {
  if (!reachable_) return;
  Reference(target);
  uint32_t at = position();
  if (target->position >= 0) {
    EmitWide(op, a, target->position - static_cast<int32_t>(at));
  } else {
    target->fixups.push_back(at);
    Emit(op, a);
  }
}

void UnitBuilder::EmitCompareJump(Opcode op, uint16_t a, uint16_t b, Label* target) {
  if (!reachable_) return;
  Reference(target);
  uint32_t at = position();
  int32_t offset = target->position - static_cast<int32_t>(at);
  if (target->position < 0) {
    target->fixups.push_back(at);
    offset = 0;
  } else if (offset < INT16_MIN) {
    overflowed_ = true;
  }
  Emit(op, a, b, static_cast<uint16_t>(offset));
}

void UnitBuilder::EmitForIterator(Register value, Register iterator, Label* exit) {
  if (!reachable_) return;
  Reference(exit);
  exit->fixups.push_back(position());
  Emit(Opcode::FOR_ITERATOR, value, iterator);
}

void UnitBuilder::Bind(Label* label) {
  label->position = static_cast<int32_t>(position());
  if (label->referenced) {
    if (reachable_) {
      bound.Intersect(label->bound);
    } else {
      bound = label->bound;
    }
    reachable_ = true;
  }
  if (label->is_handler) {
    for (PendingRange& range : ranges_) {
      if (range.handler != label) continue;
      range.handler = nullptr;
      range.position = label->referenced ? label->position : -1;
    }
  }
  for (uint32_t at : label->fixups) {
    uint64_t& word = unit_->code[at];
    Opcode op = static_cast<Opcode>(word & 0xFFFF);
    int32_t offset = label->position - static_cast<int32_t>(at);
    if (op == Opcode::FOR_ITERATOR) {
      unit_->code[at + 1] = static_cast<uint32_t>(offset);
    } else if (InfoOf(op).operands[2] == 'j') {
      if (offset > INT16_MAX) overflowed_ = true;
      word |= static_cast<uint64_t>(static_cast<uint16_t>(offset)) << 48;
    } else {
      word |= static_cast<uint64_t>(static_cast<uint32_t>(offset)) << 32;
    }
  }
  label->fixups.clear();
}

// -- Constants ------------------------------------------------------------------------------------

std::string ConstantKey(const Constant& constant) {
  std::string key(1, static_cast<char>('A' + static_cast<int>(constant.kind)));
  auto raw = [&key](const void* data, size_t size) { key.append(static_cast<const char*>(data), size); };
  switch (constant.kind) {
    case Constant::Kind::kInt: raw(&constant.integer, 8); break;
    case Constant::Kind::kFloat: raw(&constant.real, 8); break;
    case Constant::Kind::kComplex: raw(&constant.real, 8), raw(&constant.imaginary, 8); break;
    case Constant::Kind::kTuple:
    case Constant::Kind::kFrozenSet:
      for (const Constant& item : constant.items) {
        std::string part = ConstantKey(item);
        uint32_t size = static_cast<uint32_t>(part.size());
        raw(&size, 4);
        key += part;
      }
      break;
    default: key += constant.text; break;
  }
  return key;
}

uint32_t UnitBuilder::AddConstant(Constant constant) {
  std::vector<Constant>& constants = unit_->constants;
  if (constant.kind == Constant::Kind::kCode) {
    constants.push_back(std::move(constant));
    return static_cast<uint32_t>(constants.size() - 1);
  }
  auto [it, fresh] = constant_index_.try_emplace(ConstantKey(constant), static_cast<uint32_t>(constants.size()));
  // What only wide operands named so far gets a small index as well.
  if (!fresh && it->second >= kWideConstants && few_constants()) {
    it->second = static_cast<uint32_t>(constants.size());
    fresh = true;
  }
  if (fresh) constants.push_back(std::move(constant));
  return it->second;
}

uint32_t UnitBuilder::AddWideConstant(Constant constant) {
  constexpr size_t kMany = 0x1000;
  if (unit_->constants.size() < kMany || constant.kind == Constant::Kind::kCode) return AddConstant(std::move(constant));
  auto [it, fresh] = constant_index_.try_emplace(ConstantKey(constant),
                                                 kWideConstants + static_cast<uint32_t>(wide_constants_.size()));
  if (fresh) wide_constants_.push_back(std::move(constant));
  return it->second;
}

uint32_t UnitBuilder::AddName(std::string_view text) {
  Constant name;
  name.kind = Constant::Kind::kName;
  name.text = text;
  return AddConstant(std::move(name));
}

void UnitBuilder::ListName(std::string_view text) {
  auto [it, fresh] = listed_names_.try_emplace(std::string(text), 0);
  if (fresh) unit_->names.emplace_back(text);
}

// -- Exception table ------------------------------------------------------------------------------

void UnitBuilder::FlushRange() {
  uint32_t end = position();
  if (!handlers_.empty() && end > range_start_) {
    ranges_.push_back({range_start_, end, handlers_.back().label, -1, handlers_.back().depth_register});
  }
  range_start_ = end;
}

void UnitBuilder::PushHandler(Handler handler) {
  FlushRange();
  handler.label->is_handler = true;
  // The handler is reachable if its block is; locals bound before the block are bound in it.
  if (reachable_) Reference(handler.label);
  handlers_.push_back(handler);
}

void UnitBuilder::PopHandler() {
  FlushRange();
  handlers_.pop_back();
}

// They stand behind the others.
void UnitBuilder::PlaceWideConstants() {
  if (wide_constants_.empty()) return;
  std::vector<uint64_t>& code = unit_->code;
  auto first = static_cast<uint32_t>(unit_->constants.size());
  for (size_t at = 0; at < code.size();) {
    const OpcodeInfo& info = InfoOf(static_cast<Opcode>(code[at] & 0xFFFF));
    auto index = static_cast<uint32_t>(code[at] >> 32);
    if (strstr(info.operands, "KK") != nullptr && index >= kWideConstants) {
      code[at] = (code[at] & 0xFFFFFFFFu) | uint64_t{index - kWideConstants + first} << 32;
    }
    at += info.words;
  }
  for (Constant& constant : wide_constants_) unit_->constants.push_back(std::move(constant));
}

std::unique_ptr<CodeUnit> UnitBuilder::Finish() {
  FlushRange();
  for (const PendingRange& range : ranges_) {
    if (range.position < 0) continue;
    unit_->exception_table.push_back(
        {range.start, range.end, static_cast<uint32_t>(range.position), range.depth});
  }
  PlaceWideConstants();
  // One register more, so that a handler may always put its exception somewhere.
  unit_->register_count = unit_->local_count + max_depth_ + 1;
  return std::move(unit_);
}

}  // namespace polygil
