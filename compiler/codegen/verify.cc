#include "compiler/codegen/verify.h"

#include <cstring>
#include <vector>

#include "pvm/bytecode/effects.h"

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
    uint32_t words = InfoOf(w.opcode()).words;
    uint32_t extra = words > 1 ? static_cast<uint32_t>(unit_.code[at + 1]) : 0;
    if (CanRaise(w.opcode())) ReachHandler(at, live_);
    VisitUses(w, [this](uint32_t r) { Peek(r); }, [this](uint32_t r) { Use(r); });
    if (CanJump(w.opcode())) {
      Live taken = live_;
      if (ConsumedByJump(w) >= 0) taken[ConsumedByJump(w) - unit_.local_count] = false;
      Reach(at + JumpOffset(w, extra), taken, at);
      if (ConsumedByGoingOn(w) >= 0) live_[ConsumedByGoingOn(w) - unit_.local_count] = false;
    }
    VisitDefinitions(w, extra, [this](uint32_t r) { Define(r); });
    if (!error_.empty()) return;
    if (w.opcode() == Opcode::RETURN || w.opcode() == Opcode::RETURN_NONE) {
      for (uint32_t t = 0; t < temporaries_; ++t) {
        if (live_[t]) Fail(at, "returns with live t" + std::to_string(t));
      }
    }
    if (!EndsBlock(w.opcode())) Reach(at + words, live_, at);
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
