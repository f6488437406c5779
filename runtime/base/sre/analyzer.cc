#include "runtime/base/sre/analyzer.h"

#include <cstring>

namespace polygil::sre {
namespace {

// Instructions looked at for one question; more stands for "unknown".
constexpr uint32_t kVisitBudget = 400;
// Places followed at once when the search window is made.
constexpr size_t kWindowStates = 200;

}  // namespace

void FirstSet::AddAll() {
  memset(table, 1, sizeof(table));
  high = end = true;
}

Analyzer::Analyzer(Program* program) : program_(*program), seen_(program->size(), 0) {}

void Analyzer::Analyze() {
  for (BranchTable& table : program_.branches_) FillBranch(&table);
  for (uint32_t pc = 0; pc < program_.size(); ++pc) {
    Instruction& instruction = program_.instructions_[pc];
    if (instruction.op == Op::kGreedyLoop || instruction.op == Op::kLazyLoop) {
      FillLoop(&instruction, pc);
    }
    if (IsSimpleRegion(pc)) instruction.flags |= kSimpleRegion;
  }
  planning_ = true;
  PlanSearch();
}

void Analyzer::Close(uint32_t pc, Closure* closure) {
  ++visit_;
  budget_ = kVisitBudget;
  pending_.clear();
  pending_.push_back(pc);
  while (!pending_.empty()) {
    uint32_t next = pending_.back();
    pending_.pop_back();
    if (seen_[next] == visit_) continue;
    seen_[next] = visit_;
    if (budget_-- == 0) {
      closure->open = true;
      return;
    }
    Visit(next, closure);
  }
}

void Analyzer::Visit(uint32_t pc, Closure* closure) {
  const Instruction& i = program_.at(pc);
  switch (i.op) {
    case Op::kChar:
    case Op::kNotChar:
    case Op::kAny:
    case Op::kAnyAll:
    case Op::kSet:
    case Op::kLocaleSet:
    case Op::kString:
      closure->tests.push_back(pc);
      return;
    case Op::kGreedyLoop:
    case Op::kLazyLoop:
      if (i.c != 0) closure->tests.push_back(pc);
      if (i.b == 0) pending_.push_back(pc + 1);
      return;
    case Op::kMark:
      pending_.push_back(pc + 1);
      return;
    case Op::kAt:
      VisitAt(pc, closure);
      return;
    case Op::kJump:
    case Op::kAssert:  // a condition on top of what follows
    case Op::kAssertNot:
      pending_.push_back(i.a);
      return;
    case Op::kBranch: {
      const BranchTable& table = program_.branch(i.a);
      for (int k = 0; k < table.count; ++k) pending_.push_back(table.targets[k]);
      return;
    }
    case Op::kLoopStart: {
      const Instruction& until = program_.at(i.b);
      if (until.op == Op::kPossessive) {
        pending_.push_back(i.b);
      } else {
        pending_.push_back(until.d);
        if (until.b == 0) pending_.push_back(program_.branch(until.e).targets[1]);
      }
      return;
    }
    case Op::kGreedyUntil:
    case Op::kLazyUntil:
    case Op::kLazyMore:
      pending_.push_back(i.d);
      pending_.push_back(program_.branch(i.e).targets[1]);
      return;
    case Op::kAtomic:
      pending_.push_back(pc + 1);
      return;
    case Op::kPossessive:
      pending_.push_back(pc + 1);
      if (i.b == 0) pending_.push_back(i.a);
      return;
    case Op::kIfGroup:
      pending_.push_back(pc + 1);
      pending_.push_back(i.b);
      return;
    case Op::kRegionEnd: {
      // The end of an assertion's body says nothing about the next character, and
      // choices inside an atomic group must not look at what comes after it.
      const Instruction& opener = program_.at(i.a);
      if (!planning_ || opener.op == Op::kAssert || opener.op == Op::kAssertNot) {
        closure->open = true;
      } else {
        pending_.push_back(opener.a);
        if (opener.op == Op::kPossessive) pending_.push_back(i.a + 1);
      }
      return;
    }
    case Op::kFail:
      return;
    case Op::kBackReference:
    case Op::kMatch:
      closure->open = true;
      return;
  }
}

void Analyzer::VisitAt(uint32_t pc, Closure* closure) {
  switch (static_cast<At>(program_.at(pc).a)) {
    case At::kEnd:
    case At::kEndLine:
      closure->line_end = closure->text_end = true;
      return;
    case At::kEndString:
      closure->text_end = true;
      return;
    default:
      pending_.push_back(pc + 1);
  }
}

// Adds what one test can eat; `position` counts within a string.
void Analyzer::AddTest(const Instruction& test, Op op, uint32_t position, FirstSet* first) {
  switch (op) {
    case Op::kChar:
    case Op::kString: {
      uint32_t c = op == Op::kChar ? test.a : program_.literals_[test.a + position];
      if (c < 256) {
        first->table[c] = 1;
      } else {
        first->high = true;
      }
      return;
    }
    case Op::kNotChar:
    case Op::kAny: {
      uint32_t other = op == Op::kAny ? '\n' : test.a;
      for (uint32_t c = 0; c < 256; ++c) first->table[c] |= c != other;
      first->high = true;
      return;
    }
    case Op::kSet:
    case Op::kLocaleSet: {
      const CharSet& set = program_.set(test.a);
      for (int c = 0; c < 256; ++c) first->table[c] |= set.table[c];
      first->high |= set.has_high();
      return;
    }
    case Op::kGreedyLoop:
    case Op::kLazyLoop:
      AddTest(test, test.item, 0, first);
      return;
    default: {
      bool end = first->end;
      first->AddAll();
      first->end = end;
    }
  }
}

FirstSet Analyzer::First(uint32_t pc) {
  FirstSet first;
  Closure closure;
  Close(pc, &closure);
  if (closure.open) {
    first.AddAll();
    return first;
  }
  for (uint32_t test : closure.tests) {
    AddTest(program_.at(test), program_.at(test).op, 0, &first);
  }
  if (closure.line_end) first.table[static_cast<int>('\n')] = 1;
  first.end |= closure.text_end;
  return first;
}

void Analyzer::FillBranch(BranchTable* table) {
  for (int k = 0; k < table->count; ++k) {
    FirstSet first = First(table->targets[k]);
    uint8_t bit = static_cast<uint8_t>(1 << k);
    for (int c = 0; c < 256; ++c) {
      if (first.table[c]) table->feasible[c] |= bit;
    }
    if (first.high) table->feasible_high |= bit;
    if (first.end) table->feasible_end |= bit;
  }
}

void Analyzer::FillLoop(Instruction* loop, uint32_t pc) {
  if ((loop->flags & kNoBacktrack) != 0) return;
  FirstSet item;
  AddTest(*loop, loop->item, 0, &item);
  FirstSet follow = First(pc + 1);
  LoopTable table = {};
  uint32_t followers = 0, follower = 0;
  bool disjoint = !(item.high && follow.high);
  for (uint32_t c = 0; c < 256; ++c) {
    table.kind[c] = (item.table[c] ? kIsItem : 0) | (follow.table[c] ? kIsFollow : 0);
    disjoint = disjoint && table.kind[c] != (kIsItem | kIsFollow);
    if (follow.table[c]) {
      ++followers;
      follower = c;
    }
  }
  // A locale item is not known here, and so nothing is disjoint from it: its
  // table claims every character.
  if (disjoint) {
    // Where the loop may stop earlier than it must, what follows can't start.
    loop->op = Op::kGreedyLoop;
    loop->flags |= kNoBacktrack;
    return;
  }
  if (followers == 256 && follow.high && follow.end) return;
  if (followers == 1 && !follow.high && !follow.end) {
    loop->flags |= kFollowedByChar;
    loop->e = follower;
  }
  table.high = follow.high ? kIsFollow : 0;
  table.end = follow.end ? kIsFollow : 0;
  loop->d = static_cast<uint32_t>(program_.loops_.size());
  program_.loops_.push_back(table);
}

// Whether every way into the pattern passes an anchor of one kind first.
bool Analyzer::StartsOnlyAt(uint32_t at_code) {
  ++visit_;
  pending_.assign(1, 0);
  for (uint32_t steps = 0; !pending_.empty(); ++steps) {
    uint32_t pc = pending_.back();
    pending_.pop_back();
    if (seen_[pc] == visit_) continue;
    seen_[pc] = visit_;
    const Instruction& i = program_.at(pc);
    if (steps > kVisitBudget) return false;
    switch (i.op) {
      case Op::kMark:
        pending_.push_back(pc + 1);
        break;
      case Op::kJump:
        pending_.push_back(i.a);
        break;
      case Op::kBranch:
        for (int k = 0; k < program_.branch(i.a).count; ++k) {
          pending_.push_back(program_.branch(i.a).targets[k]);
        }
        break;
      case Op::kAt:
        if (i.a == at_code) break;
        if (at_code == static_cast<uint32_t>(At::kBeginning) &&
            i.a == static_cast<uint32_t>(At::kBeginningString)) {
          break;
        }
        return false;
      default:
        return false;
    }
  }
  return true;
}

void Analyzer::PlanSearch() {
  SearchPlan& plan = program_.plan_;
  PlanRuns();
  if (StartsOnlyAt(static_cast<uint32_t>(At::kBeginning))) {
    plan.kind = SearchKind::kAtBeginning;
    return;
  }
  if (StartsOnlyAt(static_cast<uint32_t>(At::kBeginningLine))) {
    plan.kind = SearchKind::kAtLineStarts;
    return;
  }
  uint32_t pc = 0;
  while (program_.at(pc).op == Op::kMark) ++pc;
  const Instruction& start = program_.at(pc);
  if (start.op == Op::kString) {
    plan.kind = SearchKind::kString;
    plan.prefix = start.a;
    plan.prefix_length = start.b;
    plan.whole_is_prefix = pc == 0 && program_.at(1).op == Op::kMatch;
    return;
  }
  PlanRequired();
  // An assertion has a body and an end, so there are instructions to look at.
  const Instruction& behind = program_.at(start.op == Op::kAssert ? pc + 1 : pc);
  if (start.op == Op::kAssert && behind.op == Op::kString && start.b == behind.b &&
      program_.at(pc + 2).op == Op::kRegionEnd) {
    plan.kind = SearchKind::kBehindString;
    plan.prefix = behind.a;
    plan.prefix_length = behind.b;
    return;
  }
  PlanWindow();
}

void Analyzer::AddWindowPlace(int place, const FirstSet& first) {
  SearchPlan& plan = program_.plan_;
  uint8_t bit = static_cast<uint8_t>(1 << place);
  for (int c = 0; c < 256; ++c) {
    if (first.table[c]) plan.window[c] |= bit;
  }
  if (first.high) plan.window_high |= bit;
  plan.window_length = place + 1;
}

// Follows all ways through the pattern for a few characters at once.
void Analyzer::PlanWindow() {
  struct Place {
    uint32_t pc;
    uint32_t position;  // within a string
    bool operator==(const Place&) const = default;
  };
  std::vector<Place> places, next;
  auto add = [&next](Place place) {
    for (const Place& old : next) {
      if (old == place) return;
    }
    next.push_back(place);
  };
  // Where the search stands before the first character: the entry.
  std::vector<uint32_t> entries = {0};
  int singles = 0;
  for (int place = 0; place < kWindowMax; ++place) {
    places = next;
    next.clear();
    for (uint32_t entry : entries) {
      Closure closure;
      Close(entry, &closure);
      if (closure.open || closure.line_end || closure.text_end) goto done;
      for (uint32_t test : closure.tests) {
        Place found = {test, 0};
        bool known = false;
        for (const Place& old : places) known = known || old == found;
        if (!known) places.push_back(found);
      }
    }
    entries.clear();
    if (places.size() > kWindowStates) break;
    FirstSet first;
    for (const Place& at : places) {
      const Instruction& test = program_.at(at.pc);
      AddTest(test, test.op, at.position, &first);
      if (test.op == Op::kString && at.position + 1 < test.b) {
        add({at.pc, at.position + 1});
        continue;
      }
      bool loop = test.op == Op::kGreedyLoop || test.op == Op::kLazyLoop;
      if (loop && test.c > 1) add({at.pc, 0});
      entries.push_back(at.pc + 1);
    }
    AddWindowPlace(place, first);
    if (place == 0) {
      for (int c = 0; c < 256; ++c) singles += first.table[c];
      if (singles == 1 && !first.high) break;
    }
  }
done:
  SearchPlan& plan = program_.plan_;
  if (plan.window_length == 0) return;
  int high_first = plan.window_high & 1;
  if (singles == 1 && !high_first) {
    plan.kind = SearchKind::kFirstChar;
    for (uint32_t c = 0; c < 256; ++c) {
      if (plan.window[c] & 1) plan.first_char = c;
    }
    return;
  }
  if (singles == 256 && high_first && plan.window_length == 1) return;
  int common = 0;
  for (const char* c = " acegionrst"; *c != 0; ++c) {
    common += plan.window[static_cast<uint8_t>(*c)] & 1;
  }
  plan.window_is_dense = common > 1;
  plan.kind = plan.window_length > 1 ? SearchKind::kWindow : SearchKind::kFirstSet;
}

// Whether an assertion or atomic group only makes tests one after the other, so
// that it needs no barrier.
bool Analyzer::IsSimpleRegion(uint32_t opener) {
  Op op = program_.at(opener).op;
  if (op != Op::kAssert && op != Op::kAssertNot && op != Op::kAtomic) return false;
  for (uint32_t pc = opener + 1;; ++pc) {
    const Instruction& i = program_.at(pc);
    if (i.op == Op::kRegionEnd) return true;
    if (i.op == Op::kGreedyLoop && (i.flags & kNoBacktrack)) continue;
    if (i.op > Op::kString && i.op != Op::kAt) return false;
  }
}

// A string behind a few tests of single characters.
void Analyzer::PlanRequired() {
  SearchPlan& plan = program_.plan_;
  size_t least = 0, most = 0;
  for (uint32_t pc = 0;; ++pc) {
    const Instruction& i = program_.at(pc);
    switch (i.op) {
      case Op::kMark:
      case Op::kAt:
        continue;
      case Op::kChar:
      case Op::kNotChar:
      case Op::kAny:
      case Op::kAnyAll:
      case Op::kSet:
      case Op::kLocaleSet:
        ++least;
        if (most != SIZE_MAX) ++most;
        continue;
      case Op::kGreedyLoop:
      case Op::kLazyLoop:
        least += i.b;
        most = i.c == kMaxRepeat || most == SIZE_MAX ? SIZE_MAX : most + i.c;
        continue;
      case Op::kString:
        if (most == 0) return;
        plan.required = i.a;
        plan.required_length = i.b;
        plan.required_least = least;
        plan.required_most = most;
        return;
      default:
        return;
    }
  }
}

// `.*x` that fails at one place fails at all places up to the next newline.
void Analyzer::PlanRuns() {
  if (program_.has_back_references_) return;
  uint32_t pc = 0;
  while (program_.at(pc).op == Op::kMark) ++pc;
  const Instruction& loop = program_.at(pc);
  if (loop.op != Op::kGreedyLoop && loop.op != Op::kLazyLoop) return;
  if (loop.b > 1 || loop.c != kMaxRepeat || loop.item == Op::kLocaleSet) return;
  program_.plan_.skips_runs = true;
  program_.plan_.run_loop = pc;
}

}  // namespace polygil::sre
