#include "pvm/trace/jump.h"

#include <cstring>
#include <span>
#include <vector>

#include "pvm/bytecode/effects.h"
#include "pvm/trace/trace.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

// What a temporary holds.
enum class Kind : uint8_t { kDead, kObject, kCallee, kIterator, kException, kHandled, kHandledToGoOn };
using Kinds = std::vector<Kind>;  // per temporary

// The kinds of all temporaries before each instruction that control can reach.
class Analysis {
 public:
  explicit Analysis(const Code* code)
      : code_(code), count_(code->register_count - code->local_count), definitions_(count_),
        callees_(code->instruction_count) {
    Run();  // finds the callees
    Run();
  }

  // Null: unreachable.
  const Kinds* Before(uint32_t at) const { return states_[at].empty() ? nullptr : &states_[at]; }

 private:
  void Run() {
    states_.assign(code_->instruction_count, {});
    Reach(0, Kinds(count_, Kind::kDead));
    while (!work_.empty()) {
      uint32_t at = work_.back();
      work_.pop_back();
      Step(at);
    }
  }

  void Reach(uint32_t at, const Kinds& kinds) {
    if (at >= states_.size() || !states_[at].empty()) return;
    states_[at] = kinds;
    work_.push_back(at);
  }
  void Set(Kinds* kinds, uint32_t r, Kind kind) const {
    if (r >= code_->local_count && r - code_->local_count < count_) (*kinds)[r - code_->local_count] = kind;
  }

  void ReachHandlers(uint32_t at, const Kinds& kinds) {
    for (const ExceptionEntry& entry : std::span(code_->exceptions(), code_->exception_count())) {
      if (at < entry.start || at >= entry.end) continue;
      Kinds there = kinds;
      for (uint32_t r = entry.depth; r < code_->register_count; ++r) Set(&there, r, Kind::kDead);
      Set(&there, entry.depth, Kind::kException);
      Reach(entry.handler, there);
    }
  }

  static bool IsCall(Opcode op) {
    return op == Opcode::CALL || op == Opcode::CALL_KEYWORDS || op == Opcode::CALL_FUNCTION ||
           op == Opcode::CALL_FUNCTION_KEYWORDS || op == Opcode::CALL_EX;
  }

  Kind Defined(const Instruction& w, uint32_t at) const {
    if (callees_[at]) return Kind::kCallee;
    if (w.opcode() == Opcode::GET_ITERATOR || w.opcode() == Opcode::GET_ASYNC_ITERATOR) return Kind::kIterator;
    if (w.opcode() != Opcode::PUSH_HANDLED) return Kind::kObject;
    return w.c != 0 ? Kind::kHandledToGoOn : Kind::kHandled;
  }

  void Step(uint32_t at) {
    Kinds kinds = states_[at];
    Instruction w = code_->instructions[at];
    Opcode op = CodeOpcodeAt(code_, at);
    w.op = static_cast<uint16_t>(op);
    uint32_t words = InfoOf(op).words, extra = 0;
    if (words > 1) memcpy(&extra, &code_->instructions[at + 1], sizeof extra);
    if (CanRaise(op)) ReachHandlers(at, kinds);
    if (IsCall(op) && w.b >= code_->local_count) callees_[definitions_[w.b - code_->local_count]] = true;
    VisitUses(w, [](uint32_t) {}, [&](uint32_t r) { Set(&kinds, r, Kind::kDead); });
    if (CanJump(op)) {
      Kinds taken = kinds;
      if (ConsumedByJump(w) >= 0) Set(&taken, static_cast<uint32_t>(ConsumedByJump(w)), Kind::kDead);
      Reach(at + static_cast<uint32_t>(JumpOffset(w, extra)), taken);
      if (ConsumedByGoingOn(w) >= 0) Set(&kinds, static_cast<uint32_t>(ConsumedByGoingOn(w)), Kind::kDead);
    }
    VisitDefinitions(w, extra, [&](uint32_t r) {
      Set(&kinds, r, Defined(w, at));
      if (r >= code_->local_count) definitions_[r - code_->local_count] = at;
    });
    if (!EndsBlock(op)) Reach(at + words, kinds);
  }

  const Code* code_;
  uint32_t count_;
  std::vector<Kinds> states_;
  // Where each temporary was defined last: there is one definition for a use. Whether it is what is
  // called: nothing else takes its place.
  std::vector<uint32_t> definitions_;
  std::vector<bool> callees_;
  std::vector<uint32_t> work_;
};

// Everything that `to` needs is there.
bool Compatible(const Kinds& from, const Kinds& to) {
  for (size_t i = 0; i < to.size(); ++i) {
    if (to[i] != Kind::kDead && to[i] != from[i]) return false;
  }
  return true;
}

size_t LiveCount(const Kinds& kinds) {
  size_t count = 0;
  for (Kind kind : kinds) count += kind != Kind::kDead;
  return count;
}

const char* WhyIncompatible(const Kinds* to) {
  if (to == nullptr) return "can't jump into an exception handler, or code may be unreachable";
  for (size_t i = to->size(); i-- > 0;) {
    Kind kind = (*to)[i];
    if (kind == Kind::kDead) continue;
    if (kind == Kind::kIterator) return "can't jump into the body of a for loop";
    if (kind == Kind::kException || kind == Kind::kHandled || kind == Kind::kHandledToGoOn) {
      return "can't jump into an 'except' block as there's no exception";
    }
    break;
  }
  return "incompatible stacks";
}

std::span<const PositionEntry> PositionsOf(const Code* code) {
  const PositionEntry* positions = CodePositions(code);
  return {positions, positions == nullptr ? 0 : code->record->position_count};
}

// The first line of the code not before `line`, or -1.
int32_t LineNotBefore(const Code* code, int32_t line) {
  int32_t best = -1;
  for (const PositionEntry& entry : PositionsOf(code)) {
    if (entry.line >= line && (best < 0 || entry.line < best)) best = entry.line;
  }
  return best;
}

struct Place {
  uint32_t index;
  Kinds kinds;
};

// The place where `line` begins with the most of what is live at `from`.
bool FindPlace(const Code* code, int32_t line, uint32_t from, Place* place) {
  Analysis analysis(code);
  const Kinds* start = analysis.Before(from);
  const char* message = "cannot find bytecode for specified line";
  bool found = false, explained = false;
  int32_t line_before = -1;
  for (const PositionEntry& entry : PositionsOf(code)) {
    bool begins = entry.line != -1 && entry.line != line_before;
    if (begins) line_before = entry.line;
    if (!begins || entry.line != line || entry.start >= code->instruction_count) continue;
    const Kinds* kinds = analysis.Before(entry.start);
    if (start != nullptr && kinds != nullptr && Compatible(*start, *kinds)) {
      if (!found || LiveCount(*kinds) > LiveCount(place->kinds)) *place = {entry.start, *kinds};
      found = true;
    } else if (!explained) {
      message = start == nullptr ? "can't jump from unreachable code" : WhyIncompatible(kinds);
      explained = start != nullptr;
    }
  }
  return found || Raise(&ValueErrorType, "%s", message);
}

// Code may read variables without looking whether they are bound where it knows that they are.
bool BindUnbound(FrameRecord* record) {
  uint32_t unbound = 0;
  for (uint32_t i = 0; i < record->code->local_count; ++i) unbound += !record->base[i];
  if (unbound == 0) return true;
  TRY_VOID(Warn(&RuntimeWarningType, 0, "assigning None to %d unbound local%s", static_cast<int>(unbound),
                unbound == 1 ? "" : "s"));
  for (uint32_t i = 0; i < record->code->local_count; ++i) {
    if (!record->base[i]) record->base[i] = Value::None();
  }
  return true;
}

// Drops the temporaries that aren't live at the place, innermost first.
void DropOthers(ThreadState* thread, FrameRecord* record, const Kinds& from, const Place& place) {
  for (size_t i = from.size(); i-- > 0;) {
    if (from[i] == Kind::kDead || place.kinds[i] != Kind::kDead) continue;
    Value* reg = &record->base[record->code->local_count + i];
    Owned value(*reg);
    *reg = Value::Empty();
    if (from[i] == Kind::kHandled || from[i] == Kind::kHandledToGoOn) {
      StoreOwned(&thread->handled->value, value);
    } else {
      Discard(value);
    }
  }
}

bool CheckEvent(ThreadState* thread, FrameObject* frame) {
  bool at_yield = frame->record != nullptr &&
                  CodeOpcodeAt(frame->record->code, InstructionIndex(frame->record->code, frame->record->pc)) ==
                      Opcode::YIELD;
  switch (static_cast<TraceEvent>(thread->trace_event)) {
    case TraceEvent::kLine: break;
    case TraceEvent::kCall:
      return Raise(&ValueErrorType, "can't jump from the 'call' trace event of a new frame");
    case TraceEvent::kReturn:
      if (at_yield) break;
      [[fallthrough]];
    default: return Raise(&ValueErrorType, "can only jump from a 'line' trace event");
  }
  if (!frame->trace) return Raise(&ValueErrorType, "f_lineno can only be set by a trace function");
  return frame->record != nullptr || Raise(&ValueErrorType, "can only jump from a 'line' trace event");
}

}  // namespace

bool FrameJump(FrameObject* frame, Value line) {
  if (TypeOf(line) != &IntType) return Raise(&ValueErrorType, "lineno must be an integer");
  ThreadState* thread = CurrentThread();
  TRY_VOID(CheckEvent(thread, frame));
  int64_t number = 0;
  if (!IntFitsInt64(line, &number) || number > INT32_MAX || number < INT32_MIN) {
    return Raise(&ValueErrorType, "lineno out of range");
  }
  FrameRecord* record = frame->record;
  Code* code = record->code;
  if (number < code->first_line) {
    return Raise(&ValueErrorType, "line %d comes before the current code block", static_cast<int>(number));
  }
  int32_t target = LineNotBefore(code, static_cast<int32_t>(number));
  if (target < 0) {
    return Raise(&ValueErrorType, "line %d comes after the current code block", static_cast<int>(number));
  }
  uint32_t from = InstructionIndex(code, record->pc);
  Place place;
  TRY_VOID(FindPlace(code, target, from, &place));
  TRY_VOID(BindUnbound(record));
  Kinds before = *Analysis(code).Before(from);
  // The value of a yield leaves by itself.
  if (CodeOpcodeAt(code, from) == Opcode::YIELD && record->pc->b >= code->local_count) {
    before[record->pc->b - code->local_count] = Kind::kDead;
  }
  DropOthers(thread, record, before, place);
  record->pc = code->instructions + place.index;
  return true;
}

}  // namespace polygil
