#include "runtime/base/sre/translator.h"

#include <cstring>

namespace polygil::sre {
namespace {

Code CodeAt(const uint32_t* at) { return static_cast<Code>(*at); }

bool SequenceCanBeEmpty(const uint32_t* code, const uint32_t* end);

// Whether the operator at `code` can match the empty string; *next is what
// stands after it.
bool StepCanBeEmpty(const uint32_t* code, const uint32_t* end, const uint32_t** next) {
  switch (CodeAt(code)) {
    case Code::kAny:
    case Code::kAnyAll:
      *next = code + 1;
      return false;
    case Code::kFailure:
      *next = code + 1;
      return true;
    case Code::kMark:
    case Code::kAt:
    case Code::kGroupRef:
    case Code::kGroupRefIgnore:
    case Code::kGroupRefLocIgnore:
    case Code::kGroupRefUniIgnore:
      *next = code + 2;
      return true;
    case Code::kIn:
    case Code::kInIgnore:
    case Code::kInLocIgnore:
    case Code::kInUniIgnore:
      *next = code + 1 + code[1];
      return false;
    case Code::kInfo:
    case Code::kAssert:
    case Code::kAssertNot:
      *next = code + 1 + code[1];
      return true;
    case Code::kRepeatOne:
    case Code::kMinRepeatOne:
    case Code::kPossessiveRepeatOne:
      *next = code + 1 + code[1];
      return code[2] == 0;
    case Code::kRepeat:
    case Code::kPossessiveRepeat:
      *next = code + 2 + code[1];
      return code[2] == 0 || SequenceCanBeEmpty(code + 4, *next - 1);
    case Code::kAtomicGroup:
      *next = code + 1 + code[1];
      return SequenceCanBeEmpty(code + 2, *next - 1);
    case Code::kGroupRefExists:
      *next = end;
      return true;
    case Code::kBranch: {
      bool empty = false;
      for (++code; *code != 0; code += *code) {
        empty = empty || SequenceCanBeEmpty(code + 1, code + *code - 2);
      }
      *next = code + 1;
      return empty;
    }
    default:
      *next = code + 2;
      return false;
  }
}

bool SequenceCanBeEmpty(const uint32_t* code, const uint32_t* end) {
  while (code < end) {
    if (!StepCanBeEmpty(code, end, &code)) return false;
  }
  return true;
}

// May say yes for an operand that only looks like a category: that costs speed.
bool MentionsLocale(const uint32_t* set, uint32_t length) {
  for (uint32_t i = 0; i + 1 < length; ++i) {
    if (set[i] != static_cast<uint32_t>(Code::kCategory)) continue;
    Category category = static_cast<Category>(set[i + 1]);
    if (category == Category::kLocWord || category == Category::kLocNotWord) return true;
  }
  return false;
}

}  // namespace

void Translator::Translate(const uint32_t* code, size_t length) {
  if (CodeAt(code) == Code::kInfo && code[3] <= code[4]) {
    program_.min_width_ = code[3];
  }
  Sequence(code, code + length - 1);
  Emit(Op::kMatch);
  for (uint32_t c : program_.literals_) {
    program_.narrow_literals_.push_back(static_cast<uint8_t>(c));
  }
  for (Instruction& instruction : program_.instructions_) {
    if (instruction.op == Op::kString && !program_.fits_narrow(instruction.a, instruction.b)) {
      instruction.flags |= kHasWide;
    }
  }
}

uint32_t Translator::Emit(const Instruction& instruction) {
  last_literal_ = kNoTable;
  program_.instructions_.push_back(instruction);
  return here() - 1;
}

void Translator::Sequence(Words code, Words end, Words* jump) {
  last_literal_ = kNoTable;
  while (code < end) {
    if (jump != nullptr && end - code == 2 && CodeAt(code) == Code::kJump) {
      *jump = code;
      break;
    }
    code = Step(code);
  }
  last_literal_ = kNoTable;
}

const uint32_t* Translator::Step(Words code) {
  switch (CodeAt(code)) {
    case Code::kFailure:
      Emit(Op::kFail);
      return code + 1;
    case Code::kLiteral:
      Literal(code[1]);
      return code + 2;
    case Code::kMark:
      Emit(Op::kMark, code[1]);
      ++marks_;
      return code + 2;
    case Code::kAt:
      Emit(Op::kAt, code[1]);
      return code + 2;
    case Code::kGroupRef:
    case Code::kGroupRefIgnore:
    case Code::kGroupRefLocIgnore:
    case Code::kGroupRefUniIgnore: {
      Fold fold = CodeAt(code) == Code::kGroupRef            ? Fold::kNone
                  : CodeAt(code) == Code::kGroupRefIgnore    ? Fold::kAscii
                  : CodeAt(code) == Code::kGroupRefUniIgnore ? Fold::kUnicode
                                                             : Fold::kLocale;
      program_.has_back_references_ = true;
      Emit({.op = Op::kBackReference, .fold = static_cast<uint8_t>(fold), .a = code[1]});
      return code + 2;
    }
    case Code::kInfo:
      return code + 1 + code[1];
    case Code::kRepeatOne:
      return RepeatOne(code, true, false);
    case Code::kMinRepeatOne:
      return RepeatOne(code, false, false);
    case Code::kPossessiveRepeatOne:
      return RepeatOne(code, true, true);
    case Code::kRepeat:
      return Repeat(code);
    case Code::kPossessiveRepeat:
      return Possessive(code);
    case Code::kBranch:
      return Branch(code);
    case Code::kGroupRefExists:
      return Conditional(code);
    case Code::kAssert:
      return Region(Op::kAssert, code);
    case Code::kAssertNot:
      return Region(Op::kAssertNot, code);
    case Code::kAtomicGroup:
      return Region(Op::kAtomic, code);
    case Code::kAny:
    case Code::kAnyAll:
      EmitTest(code);
      return code + 1;
    case Code::kIn:
    case Code::kInIgnore:
    case Code::kInLocIgnore:
    case Code::kInUniIgnore:
      EmitTest(code);
      return code + 1 + code[1];
    default:
      EmitTest(code);
      return code + 2;
  }
}

// Appends to the running string, or starts one.
void Translator::Literal(uint32_t character) {
  uint32_t previous = last_literal_;
  if (previous == kNoTable) {
    previous = Emit(Op::kChar, character);
    last_literal_ = previous;
    return;
  }
  Instruction& instruction = at(previous);
  auto& pool = program_.literals_;
  if (instruction.op == Op::kChar) {
    pool.push_back(instruction.a);
    instruction = {.op = Op::kString, .a = static_cast<uint32_t>(pool.size() - 1), .b = 1};
  }
  pool.push_back(character);
  ++instruction.b;
}

void Translator::EmitTest(Words code) {
  Instruction test = {.op = Op::kFail};
  TestOf(code, &test.op, &test.a);
  if (test.op == Op::kChar) return Literal(test.a);
  Emit(test);
}

// The test that the single-character operator at `code` makes.
void Translator::TestOf(Words code, Op* op, uint32_t* operand) {
  const uint32_t failure = static_cast<uint32_t>(Code::kFailure);
  const uint32_t one[] = {static_cast<uint32_t>(Code::kLiteral), code[1], failure};
  switch (CodeAt(code)) {
    case Code::kAny:
      *op = Op::kAny;
      return;
    case Code::kAnyAll:
      *op = Op::kAnyAll;
      return;
    case Code::kLiteral:
      *op = Op::kChar;
      *operand = code[1];
      return;
    case Code::kNotLiteral:
      *op = Op::kNotChar;
      *operand = code[1];
      return;
    case Code::kLiteralIgnore:
      return SetTest(one, 3, Fold::kAscii, false, op, operand);
    case Code::kNotLiteralIgnore:
      return SetTest(one, 3, Fold::kAscii, true, op, operand);
    case Code::kLiteralLocIgnore:
      return SetTest(one, 3, Fold::kLocale, false, op, operand);
    case Code::kNotLiteralLocIgnore:
      return SetTest(one, 3, Fold::kLocale, true, op, operand);
    case Code::kLiteralUniIgnore:
      return SetTest(one, 3, Fold::kUnicode, false, op, operand);
    case Code::kNotLiteralUniIgnore:
      return SetTest(one, 3, Fold::kUnicode, true, op, operand);
    case Code::kIn:
      return SetTest(code + 2, CharsetLength(code + 2), Fold::kNone, false, op, operand);
    case Code::kInIgnore:
      return SetTest(code + 2, CharsetLength(code + 2), Fold::kAscii, false, op, operand);
    case Code::kInLocIgnore:
      return SetTest(code + 2, CharsetLength(code + 2), Fold::kLocale, false, op, operand);
    case Code::kInUniIgnore:
      return SetTest(code + 2, CharsetLength(code + 2), Fold::kUnicode, false, op, operand);
    case Code::kCategory: {
      const uint32_t category[] = {static_cast<uint32_t>(Code::kCategory), code[1], failure};
      return SetTest(category, 3, Fold::kNone, false, op, operand);
    }
    default:
      *op = Op::kFail;
  }
}

// A set, or something simpler that means the same.
void Translator::SetTest(Words code, uint32_t length, Fold fold, bool negated, Op* op,
                         uint32_t* operand) {
  uint32_t index = InternSet(code, length, fold, negated);
  const CharSet& set = program_.sets_[index];
  *op = set.locale ? Op::kLocaleSet : Op::kSet;
  *operand = index;
  if (set.locale) return;
  uint32_t count = 0, member = 0, other = 0;
  for (uint32_t c = 0; c < 256; ++c) {
    count += set.table[c];
    (set.table[c] ? member : other) = c;
  }
  if (count == 1 && set.high == HighPart::kNone) {
    *op = Op::kChar;
    *operand = member;
  } else if (count == 255 && set.high == HighPart::kAll) {
    *op = other == '\n' ? Op::kAny : Op::kNotChar;
    *operand = other;
  } else if (count == 256 && set.high == HighPart::kAll) {
    *op = Op::kAnyAll;
  }
}

uint32_t Translator::InternSet(Words code, uint32_t length, Fold fold, bool negated) {
  auto& sets = program_.sets_;
  auto& words = program_.words_;
  constexpr size_t kLookBack = 64;
  for (size_t i = sets.size(); i-- > 0 && sets.size() - i <= kLookBack;) {
    const CharSet& old = sets[i];
    if (old.fold == fold && old.negated == negated && old.length == length &&
        memcmp(words.data() + old.code, code, length * sizeof(*code)) == 0) {
      return static_cast<uint32_t>(i);
    }
  }
  CharSet set = {};
  set.fold = fold;
  set.locale = fold == Fold::kLocale || MentionsLocale(code, length);
  set.negated = negated;
  set.code = static_cast<uint32_t>(words.size());
  set.length = length;
  words.insert(words.end(), code, code + length);
  CharSetPrepare(&set, words.data() + set.code, *program_.tables_);
  sets.push_back(set);
  return static_cast<uint32_t>(sets.size() - 1);
}

// <REPEAT_ONE> <skip> <min> <max> item <SUCCESS>
const uint32_t* Translator::RepeatOne(Words code, bool greedy, bool possessive) {
  Words after = code + 1 + code[1];
  Instruction loop = {.op = greedy ? Op::kGreedyLoop : Op::kLazyLoop};
  TestOf(code + 4, &loop.item, &loop.a);
  loop.b = code[2];
  loop.c = code[3];
  loop.d = kNoTable;
  if (possessive || loop.b == loop.c) {
    loop.op = Op::kGreedyLoop;
    loop.flags = kNoBacktrack;
  }
  Emit(loop);
  return after;
}

uint32_t Translator::NewBranch() {
  program_.branches_.push_back({});
  return static_cast<uint32_t>(program_.branches_.size() - 1);
}

void Translator::AddTarget(uint32_t branch, uint32_t target) {
  BranchTable& table = program_.branches_[branch];
  table.targets[table.count++] = target;
}

// <REPEAT> <skip> <min> <max> body <MAX_UNTIL or MIN_UNTIL>
const uint32_t* Translator::Repeat(Words code) {
  Words body = code + 4;
  Words until = code + 1 + code[1];
  bool greedy = CodeAt(until) == Code::kMaxUntil;
  uint32_t least = code[2], most = code[3];
  if (most == 0) return until + 1;
  if (most == 1 && least == 1) {
    Sequence(body, until);
  } else if (most == 1) {
    OptionalBody(body, until, greedy);
  } else if (most == kMaxRepeat && least <= 1 && !SequenceCanBeEmpty(body, until)) {
    StarLoop(body, until, least, greedy);
  } else {
    CountedLoop(body, until, least, most, greedy);
  }
  last_literal_ = kNoTable;
  return until + 1;
}

void Translator::OptionalBody(Words body, Words end, bool greedy) {
  uint32_t branch = NewBranch();
  Emit(Op::kBranch, branch);
  uint32_t start = here();
  Sequence(body, end);
  AddTarget(branch, greedy ? start : here());
  AddTarget(branch, greedy ? here() : start);
}

// Neither a counter nor a guard against empty rounds is needed.
void Translator::StarLoop(Words body, Words end, uint32_t least, bool greedy) {
  uint32_t branch = NewBranch();
  uint32_t entry = here();
  if (least == 0) Emit(Op::kBranch, branch);
  uint32_t start = here();
  Sequence(body, end);
  if (least == 0) {
    Emit(Op::kJump, entry);
  } else {
    Emit(Op::kBranch, branch);
  }
  AddTarget(branch, greedy ? start : here());
  AddTarget(branch, greedy ? here() : start);
}

void Translator::CountedLoop(Words body, Words end, uint32_t least, uint32_t most, bool greedy) {
  uint32_t counter = program_.registers_;
  program_.registers_ += 2;
  uint32_t branch = NewBranch();
  uint32_t entry = Emit(Op::kLoopStart, counter);
  Sequence(body, end);
  Instruction until = {.op = greedy ? Op::kGreedyUntil : Op::kLazyUntil,
                       .flags = SequenceCanBeEmpty(body, end) ? kZeroWidthGuard : uint8_t{0},
                       .a = counter,
                       .b = least,
                       .c = most,
                       .d = entry + 1,
                       .e = branch};
  at(entry).b = Emit(until);
  if (!greedy) {
    until.op = Op::kLazyMore;
    Emit(until);
  }
  AddTarget(branch, entry + 1);
  AddTarget(branch, here());
}

// <POSSESSIVE_REPEAT> <skip> <min> <max> body <SUCCESS>
const uint32_t* Translator::Possessive(Words code) {
  Words success = code + 1 + code[1];
  uint32_t counter = program_.registers_;
  program_.registers_ += 2;
  Emit({.op = Op::kLoopStart, .a = counter, .b = here() + 1});
  uint32_t opener = Emit({.op = Op::kPossessive, .b = code[2], .c = code[3], .d = counter});
  size_t marks = marks_;
  Sequence(code + 4, success);
  CloseRegion(opener, marks);
  return success + 1;
}

void Translator::CloseRegion(uint32_t opener, size_t marks_before) {
  Emit(Op::kRegionEnd, opener);
  at(opener).a = here();
  if (marks_ != marks_before) at(opener).flags |= kRegionHasMarks;
}

// <ASSERT> <skip> <back> body <SUCCESS>, <ATOMIC_GROUP> <skip> body <SUCCESS>
const uint32_t* Translator::Region(Op op, Words code) {
  Words after = code + 1 + code[1];
  Words body = code + (op == Op::kAtomic ? 2 : 3);
  uint32_t opener = Emit({.op = op, .b = op == Op::kAtomic ? 0 : code[2]});
  size_t marks = marks_;
  Sequence(body, after - 1);
  CloseRegion(opener, marks);
  return after;
}

// <BRANCH> (<skip> body <JUMP> <to the end>)* <0>
const uint32_t* Translator::Branch(Words code) {
  size_t total = 0;
  for (Words at = code + 1; *at != 0; at += *at) ++total;
  std::vector<uint32_t> jumps;
  Words alternative = code + 1;
  uint32_t branch = NewBranch();
  Emit(Op::kBranch, branch);
  for (size_t i = 0; i < total; ++i) {
    bool last = i + 1 == total;
    if (!last && program_.branches_[branch].count == kBranchWidth - 1) {
      // The last place of a full table leads to another table.
      AddTarget(branch, here());
      branch = NewBranch();
      Emit(Op::kBranch, branch);
    }
    AddTarget(branch, here());
    Sequence(alternative + 1, alternative + *alternative - 2);
    if (!last) jumps.push_back(Emit(Op::kJump));
    alternative += *alternative;
  }
  for (uint32_t jump : jumps) at(jump).a = here();
  last_literal_ = kNoTable;
  return alternative + 1;
}

// <GROUPREF_EXISTS> <group> <skip> yes [<JUMP> <skip> no]
const uint32_t* Translator::Conditional(Words code) {
  program_.has_back_references_ = true;
  Words target = code + 1 + code[2];
  uint32_t test = Emit(Op::kIfGroup, code[1]);
  Words jump = nullptr;
  Sequence(code + 3, target, &jump);
  if (jump == nullptr) {
    at(test).b = here();
    return target;
  }
  uint32_t skip = Emit(Op::kJump);
  at(test).b = here();
  Words join = jump + 1 + jump[1];
  Sequence(target, join);
  at(skip).a = here();
  return join;
}

}  // namespace polygil::sre
