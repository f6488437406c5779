#include "runtime/base/sre/validate.h"

#include "runtime/base/sre/opcodes.h"

namespace polygil::sre {
namespace {

// Deeper nesting than the parser of `re` can make under any sane recursion
// limit; it bounds our own recursion here and in the translator.
constexpr int kMaxDepth = 2000;

// Walks one stretch of code. Every reader returns false when the stretch ends
// too early.
class Validator {
 public:
  explicit Validator(uint32_t groups) : groups_(groups) {}

  // With `jump`, the sequence may end in a JUMP, whose place is then told.
  bool Sequence(const uint32_t* code, const uint32_t* end, const uint32_t** jump = nullptr);

 private:
  using Words = const uint32_t*;

  static bool Is(Words at, Code code) { return *at == static_cast<uint32_t>(code); }
  // Reads a skip at *code; `adjust` words beyond the skip word are its own.
  static bool ReadSkip(Words* code, Words end, uint32_t adjust, Words* target);
  static bool Charset(Words code, Words end);
  static bool TerminatedCharset(Words code, Words end) {
    return code < end && Is(end - 1, Code::kFailure) && Charset(code, end - 1);
  }
  bool Info(Words* code, Words end);
  bool Branch(Words* code, Words end);
  bool RepeatOne(Words* code, Words end);
  bool Repeat(Words* code, Words end, bool possessive);
  bool Conditional(Words* code, Words end);
  bool Assertion(Words* code, Words end);
  bool Atomic(Words* code, Words end);
  bool Simple(Code op, Words* code, Words end);
  bool Step(Words* code, Words end);
  // A nested sequence that must be closed by the word `closer`.
  bool Closed(Words code, Words end, Code closer) {
    return code < end && Is(end - 1, closer) && Sequence(code, end - 1);
  }

  uint32_t groups_;
  int depth_ = 0;
};

bool Validator::ReadSkip(Words* code, Words end, uint32_t adjust, Words* target) {
  if (*code >= end) return false;
  uint32_t skip = **code;
  if (skip < adjust || skip - adjust > static_cast<size_t>(end - *code)) {
    return false;
  }
  *target = *code + skip;
  if (*target > end) return false;
  ++*code;
  return true;
}

bool Validator::Charset(Words code, Words end) {
  while (code < end) {
    Code op = static_cast<Code>(*code++);
    size_t left = static_cast<size_t>(end - code);
    size_t operands = 0;
    switch (op) {
      case Code::kNegate:
        break;
      case Code::kLiteral:
        operands = 1;
        break;
      case Code::kRange:
      case Code::kRangeUniIgnore:
        operands = 2;
        break;
      case Code::kCharset:
        operands = 8;
        break;
      case Code::kBigCharset: {
        if (left < 1 + 64) return false;
        size_t blocks = code[0];
        const unsigned char* index = reinterpret_cast<const unsigned char*>(code + 1);
        for (int i = 0; i < 256; ++i) {
          if (index[i] >= blocks) return false;
        }
        operands = 1 + 64 + blocks * 8;
        break;
      }
      case Code::kCategory:
        if (left < 1 || code[0] >= kCategoryCount) return false;
        operands = 1;
        break;
      default:
        return false;
    }
    if (operands > left) return false;
    code += operands;
  }
  return true;
}

// <INFO> <skip> <flags> <min> <max> [<length> <skip> prefix overlap | charset]
bool Validator::Info(Words* code, Words end) {
  Words target;
  if (!ReadSkip(code, end, 0, &target) || target - *code < 3) return false;
  uint32_t flags = (*code)[0];
  *code += 3;
  if (flags & ~(kInfoPrefix | kInfoLiteral | kInfoCharset)) return false;
  if ((flags & kInfoPrefix) && (flags & kInfoCharset)) return false;
  if ((flags & kInfoLiteral) && !(flags & kInfoPrefix)) return false;
  if (flags & kInfoPrefix) {
    if (target - *code < 2) return false;
    size_t length = (*code)[0];
    *code += 2;
    if (2 * length != static_cast<size_t>(target - *code)) return false;
    for (size_t i = 0; i < length; ++i) {
      if ((*code)[length + i] >= length) return false;
    }
    *code = target;
  }
  if (flags & kInfoCharset) {
    if (!TerminatedCharset(*code, target)) return false;
    *code = target;
  }
  return *code == target;
}

// <BRANCH> (<skip> code <JUMP> <to the end>)* <0>
bool Validator::Branch(Words* code, Words end) {
  Words join = nullptr;
  for (;;) {
    Words next;
    if (!ReadSkip(code, end, 0, &next)) return false;
    if (next == *code - 1) break;
    if (next - *code < 2 || !Is(next - 2, Code::kJump)) return false;
    if (!Sequence(*code, next - 2)) return false;
    *code = next - 1;
    Words target;
    if (!ReadSkip(code, end, 0, &target)) return false;
    if (join != nullptr && join != target) return false;
    join = target;
  }
  return join != nullptr && *code == join;
}

bool Validator::RepeatOne(Words* code, Words end) {
  Words target;
  if (!ReadSkip(code, end, 0, &target) || target - *code < 4) return false;
  uint32_t min = (*code)[0], max = (*code)[1];
  if (min > max) return false;
  Words item = *code + 2;
  if (!Closed(item, target, Code::kSuccess)) return false;
  // The item must be exactly one character wide: one operator that fills it.
  Words close = target - 1;
  Words after = item;
  switch (static_cast<Code>(*item)) {
    case Code::kAny:
    case Code::kAnyAll:
      after += 1;
      break;
    case Code::kIn:
    case Code::kInIgnore:
    case Code::kInLocIgnore:
    case Code::kInUniIgnore:
      after += 1 + item[1];
      break;
    case Code::kLiteral:
    case Code::kNotLiteral:
    case Code::kLiteralIgnore:
    case Code::kNotLiteralIgnore:
    case Code::kLiteralLocIgnore:
    case Code::kNotLiteralLocIgnore:
    case Code::kLiteralUniIgnore:
    case Code::kNotLiteralUniIgnore:
    case Code::kCategory:
      after += 2;
      break;
    default:
      return false;
  }
  *code = target;
  return after == close;
}

bool Validator::Repeat(Words* code, Words end, bool possessive) {
  Words target;
  if (!ReadSkip(code, end, 0, &target) || target - *code < 2) return false;
  if ((*code)[0] > (*code)[1]) return false;
  Words body = *code + 2;
  // The skip of a repeat points at its closing word.
  if (target >= end || !Sequence(body, target)) return false;
  *code = target + 1;
  if (possessive) return Is(target, Code::kSuccess);
  return Is(target, Code::kMaxUntil) || Is(target, Code::kMinUntil);
}

// <GROUPREF_EXISTS> <group> <skip> yes [<JUMP> <skip> no]
bool Validator::Conditional(Words* code, Words end) {
  if (*code >= end || **code >= groups_) return false;
  ++*code;
  Words word = *code;
  // The skip counts from the group's word.
  if (word >= end || *word < 2 || *word - 1 > static_cast<size_t>(end - word)) {
    return false;
  }
  Words target = word - 1 + *word;
  // Only walking it tells a closing JUMP from an operand of the same number.
  Words yes = word + 1;
  Words jump = nullptr;
  if (target < yes || !Sequence(yes, target, &jump)) return false;
  *code = target;
  if (jump == nullptr) return true;
  ++jump;
  Words join;
  if (!ReadSkip(&jump, end, 0, &join) || !Sequence(target, join)) return false;
  *code = join;
  return true;
}

bool Validator::Assertion(Words* code, Words end) {
  Words target;
  if (!ReadSkip(code, end, 0, &target) || target - *code < 1) return false;
  if (**code & 0x80000000u) return false;
  Words body = *code + 1;
  *code = target;
  return Closed(body, target, Code::kSuccess);
}

bool Validator::Atomic(Words* code, Words end) {
  Words target;
  if (!ReadSkip(code, end, 0, &target)) return false;
  Words body = *code;
  *code = target;
  return Closed(body, target, Code::kSuccess);
}

// Operators without a nested sequence.
bool Validator::Simple(Code op, Words* code, Words end) {
  if (op == Code::kFailure || op == Code::kAny || op == Code::kAnyAll) {
    return true;
  }
  if (*code >= end) return false;
  uint32_t operand = *(*code)++;
  switch (op) {
    case Code::kLiteral:
    case Code::kNotLiteral:
    case Code::kLiteralIgnore:
    case Code::kNotLiteralIgnore:
    case Code::kLiteralLocIgnore:
    case Code::kNotLiteralLocIgnore:
    case Code::kLiteralUniIgnore:
    case Code::kNotLiteralUniIgnore:
      return true;
    case Code::kMark:
      return operand / 2 < groups_;
    case Code::kAt:
      return operand < kAtCount;
    case Code::kCategory:
      return operand < kCategoryCount;
    case Code::kGroupRef:
    case Code::kGroupRefIgnore:
    case Code::kGroupRefLocIgnore:
    case Code::kGroupRefUniIgnore:
      return operand < groups_;
    default:
      return false;
  }
}

bool Validator::Step(Words* code, Words end) {
  Code op = static_cast<Code>(*(*code)++);
  switch (op) {
    case Code::kIn:
    case Code::kInIgnore:
    case Code::kInLocIgnore:
    case Code::kInUniIgnore: {
      Words target;
      if (!ReadSkip(code, end, 0, &target)) return false;
      Words set = *code;
      *code = target;
      return TerminatedCharset(set, target);
    }
    case Code::kInfo:
      return Info(code, end);
    case Code::kBranch:
      return Branch(code, end);
    case Code::kRepeatOne:
    case Code::kMinRepeatOne:
    case Code::kPossessiveRepeatOne:
      return RepeatOne(code, end);
    case Code::kRepeat:
      return Repeat(code, end, false);
    case Code::kPossessiveRepeat:
      return Repeat(code, end, true);
    case Code::kGroupRefExists:
      return Conditional(code, end);
    case Code::kAssert:
    case Code::kAssertNot:
      return Assertion(code, end);
    case Code::kAtomicGroup:
      return Atomic(code, end);
    default:
      return Simple(op, code, end);
  }
}

bool Validator::Sequence(Words code, Words end, Words* jump) {
  if (code > end || ++depth_ > kMaxDepth) return false;
  while (code < end) {
    if (jump != nullptr && end - code == 2 && Is(code, Code::kJump)) {
      *jump = code;
      code = end;
      break;
    }
    if (!Step(&code, end)) return false;
  }
  --depth_;
  return code == end;
}

}  // namespace

bool ValidateCode(const uint32_t* code, size_t length, uint32_t groups) {
  if (length == 0 || groups > kMaxGroups) return false;
  const uint32_t* last = code + length - 1;
  if (*last != static_cast<uint32_t>(Code::kSuccess)) return false;
  return Validator(groups).Sequence(code, last);
}

}  // namespace polygil::sre
