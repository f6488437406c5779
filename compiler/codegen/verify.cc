#include "compiler/codegen/verify.h"

#include <cstring>
#include <vector>

#include "pvm/bytecode/instruction.h"

namespace polygil {
namespace {

using Live = std::vector<bool>;  // per temporary

class Verifier {
 public:
  explicit Verifier(const CodeUnit& unit)
      : unit_(unit), temporaries_(unit.register_count - unit.local_count), states_(unit.code.size()),
        seen_(unit.code.size()) {}

  std::string Run() {
    if (unit_.code.empty()) return "no code";
    Reach(0, Live(temporaries_), 0);
    while (error_.empty() && !work_.empty()) {
      uint32_t at = work_.back();
      work_.pop_back();
      Step(at);
    }
    return error_;
  }

 private:
  void Fail(uint32_t at, const std::string& what) {
    if (error_.empty()) error_ = unit_.qualname + " at " + std::to_string(at) + ": " + what;
  }

  void Reach(uint32_t at, const Live& live, uint32_t from) {
    if (at >= unit_.code.size()) return Fail(from, "falls or jumps out of the code");
    if (seen_[at]) {
      for (uint32_t t = 0; t < temporaries_; ++t) {
        if (live[t] != states_[at][t]) {
          return Fail(at, "paths disagree about t" + std::to_string(t) + ", one comes from " + std::to_string(from));
        }
      }
      return;
    }
    seen_[at] = true;
    states_[at] = live;
    work_.push_back(at);
  }

  bool Check(uint32_t r) {
    if (r < unit_.register_count) return true;
    Fail(at_, "register out of range");
    return false;
  }
  void Use(uint32_t r) {
    if (!Check(r) || r < unit_.local_count) return;
    uint32_t t = r - unit_.local_count;
    if (!live_[t]) Fail(at_, "uses dead t" + std::to_string(t));
    live_[t] = false;
  }
  void Peek(uint32_t r) {
    if (!Check(r) || r < unit_.local_count) return;
    if (!live_[r - unit_.local_count]) Fail(at_, "peeks at dead t" + std::to_string(r - unit_.local_count));
  }
  void Define(uint32_t r) {
    if (!Check(r) || r < unit_.local_count) return;
    uint32_t t = r - unit_.local_count;
    if (live_[t]) Fail(at_, "overwrites live t" + std::to_string(t));
    live_[t] = true;
  }
  void UseRun(uint32_t r, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) Use(r + i);
  }

  // Registers consumed besides what the operand letters say, and runs.
  void UseOperands(const Instruction& w, const OpcodeInfo& info) {
    uint16_t fields[3] = {w.a, w.b, w.c};
    for (int i = 0; i < 3; ++i) {
      char kind = info.operands[i];
      if (kind == 'p' || kind == 'm') Peek(fields[i]);
    }
    switch (w.opcode()) {
      case Opcode::BUILD_MAP: return UseRun(w.b, 2u * w.c);
      case Opcode::CALL:
      case Opcode::CALL_KEYWORDS: return UseRun(w.b, w.c + 2u);
      case Opcode::CALL_FUNCTION:
      case Opcode::CALL_FUNCTION_KEYWORDS: return Use(w.b), UseRun(w.b + 2, w.c);
      case Opcode::CALL_EX: return Use(w.b), UseRun(w.b + 2, w.c ? 2 : 1);
      case Opcode::MAKE_FUNCTION: return UseRun(w.b, __builtin_popcount(w.c));
      case Opcode::IMPORT_NAME: return UseRun(w.b, 2);
      case Opcode::LOAD_SUPER_METHOD: return UseRun(w.b, 3);
      case Opcode::MATCH_CLASS: return UseRun(w.c, 2);
      case Opcode::YIELD_FROM: return UseRun(w.b, 2);
      default: break;
    }
    for (int i = 0; i < 3; ++i) {
      char kind = info.operands[i];
      if (kind == 'u') Use(fields[i]);
      if (kind == 's') UseRun(fields[i], w.c);
    }
    if (w.opcode() == Opcode::FORMAT_VALUE && (w.c & 4)) Use(w.b + 1u);
  }

  void DefineOperands(const Instruction& w, const OpcodeInfo& info, uint32_t extra) {
    switch (w.opcode()) {
      case Opcode::UNPACK_SEQUENCE:
        for (uint32_t i = 0; i < w.c; ++i) Define(w.a + i);
        return;
      case Opcode::UNPACK_EX:
        for (uint32_t i = 0; i < w.c + 1 + extra; ++i) Define(w.a + i);
        return;
      case Opcode::LOAD_METHOD:
      case Opcode::LOAD_SUPER_METHOD:
      case Opcode::WITH_ENTER:
      case Opcode::ASYNC_WITH_ENTER: return Define(w.a), Define(w.a + 1u);
      case Opcode::PUSH_HANDLED: return Define(w.b);
      case Opcode::COPY_FREE_VARIABLES: return;
      default:
        if (info.operands[0] == 'd') Define(w.a);
    }
  }

  void ReachHandler(uint32_t at, const Live& before) {
    for (const ExceptionEntry& e : unit_.exception_table) {
      if (at < e.start || at >= e.end) continue;
      Live live = before;
      uint32_t depth = e.depth - unit_.local_count;
      for (uint32_t t = depth; t < temporaries_; ++t) live[t] = false;
      if (depth >= temporaries_) return Fail(at, "handler depth out of range");
      live[depth] = true;
      Reach(e.handler, live, at);
    }
  }

  void Step(uint32_t at) {
    at_ = at;
    live_ = states_[at];
    Instruction w;
    memcpy(&w, &unit_.code[at], sizeof w);
    const OpcodeInfo& info = InfoOf(w.opcode());
    uint32_t extra = info.words > 1 ? static_cast<uint32_t>(unit_.code[at + 1]) : 0;
    if (strchr(info.flags, 'E') != nullptr) ReachHandler(at, live_);
    bool for_iterator = w.opcode() == Opcode::FOR_ITERATOR;
    bool keeps = w.opcode() == Opcode::JUMP_IF_TRUE_KEEP || w.opcode() == Opcode::JUMP_IF_FALSE_KEEP;
    UseOperands(w, info);
    if (strchr(info.flags, 'J') != nullptr) {
      int32_t offset = info.operands[2] == 'j' ? w.signed_c() : w.bc();
      Live taken = live_;
      if (for_iterator) {
        offset = static_cast<int32_t>(extra);
        taken[w.b - unit_.local_count] = false;
      }
      Reach(at + offset, taken, at);
      if (keeps) live_[w.a - unit_.local_count] = false;
    }
    DefineOperands(w, info, extra);
    if (!error_.empty()) return;
    bool ends = strchr(info.flags, 'X') != nullptr;
    if (w.opcode() == Opcode::RETURN || w.opcode() == Opcode::RETURN_NONE) {
      for (uint32_t t = 0; t < temporaries_; ++t) {
        if (live_[t]) Fail(at, "returns with live t" + std::to_string(t));
      }
    }
    if (!ends) Reach(at + info.words, live_, at);
  }

  const CodeUnit& unit_;
  uint32_t temporaries_;
  std::vector<Live> states_;
  std::vector<bool> seen_;
  std::vector<uint32_t> work_;
  Live live_;
  uint32_t at_ = 0;
  std::string error_;
};

}  // namespace

std::string Verify(const CodeUnit& unit) {
  std::string error = Verifier(unit).Run();
  for (const Constant& c : unit.constants) {
    if (error.empty() && c.kind == Constant::Kind::kCode) error = Verify(*c.code);
  }
  return error;
}

}  // namespace polygil
