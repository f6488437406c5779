// The internal program that a code array is translated to.
//
// The code array is a tree written flat; the matcher wants a graph whose
// choices are explicit and carry what the next character can tell. So:
//
//   - Runs of literals become one kString; every other test of a character is
//     kChar, kNotChar, kAny, kAnyAll or kSet.
//   - A repeat of one such test is a kGreedyLoop or kLazyLoop.
//   - BRANCH, and repeats that need no counter, become kBranch: a table from the
//     next character to the alternatives that can match it. One feasible
//     alternative leaves no backtracking point, none fails at once.
//   - Other repeats count in registers: kLoopStart sets one up and a kGreedyUntil
//     or kLazyUntil stands after the body.
//   - Assertions, atomic groups and possessive repeats are enclosed regions that
//     start with their instruction and end with kRegionEnd.
//
// Execution falls through to the next instruction unless said otherwise.

#ifndef POLYGIL_RUNTIME_BASE_SRE_INSTRUCTION_H_
#define POLYGIL_RUNTIME_BASE_SRE_INSTRUCTION_H_

#include <cstdint>

namespace polygil::sre {

enum class Op : uint8_t {
  kChar,     // a: character
  kNotChar,  // a: character
  kAny,      // anything but a newline
  kAnyAll,
  kSet,        // a: set
  kLocaleSet,  // a: set
  kString,     // a: start in the literal pool, b: length (2 or more)

  // item, a: the test that is repeated; b: least, c: most;
  // d: loop table, kNoTable if nothing is known of what follows.
  // e: the one character that follows, if kFollowedByChar.
  kGreedyLoop,
  kLazyLoop,

  kMark,           // a: index of the mark
  kAt,             // a: At
  kBackReference,  // a: group, item2: Fold
  kIfGroup,        // a: group, b: target when it did not match
  kJump,           // a: target
  kBranch,         // a: branch table
  kLoopStart,      // a: register, b: its until
  kGreedyUntil,    // a: register, b: least, c: most, d: body, e: branch table
                   // with the body as alternative 0, the tail as 1
  kLazyUntil,      // as kGreedyUntil; the instruction after it is its kLazyMore
  kLazyMore,       // as kLazyUntil: the body, after the tail has failed
  kAssert,         // a: after the region, b: how far back, c: 1 if it has marks
  kAssertNot,      // as kAssert
  kAtomic,         // as kAssert, b unused
  kPossessive,     // a: after the region, b: least, c: most, d: register
  kRegionEnd,      // a: the instruction that opened it
  kFail,
  kMatch,
};

inline constexpr uint32_t kNoTable = 0xFFFFFFFFu;

// Flags of an instruction.
inline constexpr uint8_t kNoBacktrack = 1;  // possessive, or as good as it
inline constexpr uint8_t kFollowedByChar = 2;
inline constexpr uint8_t kRegionHasMarks = 4;  // of the region's opener
inline constexpr uint8_t kZeroWidthGuard = 8;  // the body of the loop can be empty
inline constexpr uint8_t kSimpleRegion = 32;   // the region's body has no choices
inline constexpr uint8_t kHasWide = 16;        // of a string: a character above 255

struct Instruction {
  Op op;
  Op item = Op::kFail;
  uint8_t flags = 0;
  uint8_t fold = 0;
  uint32_t a = 0;
  uint32_t b = 0;
  uint32_t c = 0;
  uint32_t d = 0;
  uint32_t e = 0;
};

// The alternatives of a choice by what comes next, one bit each.
inline constexpr int kBranchWidth = 8;
struct BranchTable {
  uint8_t feasible[256];
  uint8_t feasible_high;  // the next character is above 255
  uint8_t feasible_end;   // there is no next character
  uint8_t count;
  uint32_t targets[kBranchWidth];
};

// For a loop over single characters: what each one may be.
inline constexpr uint8_t kIsItem = 1;    // the loop can eat it
inline constexpr uint8_t kIsFollow = 2;  // what follows can start with it
struct LoopTable {
  uint8_t kind[256];
  uint8_t high;  // kIsFollow only: the item must be tested
  uint8_t end;   // kIsFollow: what follows can match at the end
};

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_INSTRUCTION_H_
