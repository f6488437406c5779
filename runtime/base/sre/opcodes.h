// The code array of a regular expression, as re/_compiler.py emits it.
//
// The numbers are the contract between the standard `re` package (MAGIC
// 20220615) and this engine. Each code is one 32-bit word; skips are relative
// to the word that holds them.

#ifndef POLYGIL_RUNTIME_BASE_SRE_OPCODES_H_
#define POLYGIL_RUNTIME_BASE_SRE_OPCODES_H_

#include <cstdint>

namespace polygil::sre {

inline constexpr uint32_t kMagic = 20220615;
inline constexpr uint32_t kCodeSize = 4;
// "No upper bound" in a repeat.
inline constexpr uint32_t kMaxRepeat = 0xFFFFFFFFu;
// The most groups that a pattern may have.
inline constexpr uint32_t kMaxGroups = 1073741823;

enum class Code : uint32_t {
  kFailure,
  kSuccess,
  kAny,
  kAnyAll,
  kAssert,
  kAssertNot,
  kAt,
  kBranch,
  kCategory,
  kCharset,
  kBigCharset,
  kGroupRef,
  kGroupRefExists,
  kIn,
  kInfo,
  kJump,
  kLiteral,
  kMark,
  kMaxUntil,
  kMinUntil,
  kNotLiteral,
  kNegate,
  kRange,
  kRepeat,
  kRepeatOne,
  kSubpattern,
  kMinRepeatOne,
  kAtomicGroup,
  kPossessiveRepeat,
  kPossessiveRepeatOne,
  kGroupRefIgnore,
  kInIgnore,
  kLiteralIgnore,
  kNotLiteralIgnore,
  kGroupRefLocIgnore,
  kInLocIgnore,
  kLiteralLocIgnore,
  kNotLiteralLocIgnore,
  kGroupRefUniIgnore,
  kInUniIgnore,
  kLiteralUniIgnore,
  kNotLiteralUniIgnore,
  kRangeUniIgnore,
};

// Operand of Code::kAt.
enum class At : uint32_t {
  kBeginning,
  kBeginningLine,
  kBeginningString,
  kBoundary,
  kNonBoundary,
  kEnd,
  kEndLine,
  kEndString,
  kLocBoundary,
  kLocNonBoundary,
  kUniBoundary,
  kUniNonBoundary,
};
inline constexpr uint32_t kAtCount = 12;

// Operand of Code::kCategory. Every odd one negates the one before it.
enum class Category : uint32_t {
  kDigit,
  kNotDigit,
  kSpace,
  kNotSpace,
  kWord,
  kNotWord,
  kLinebreak,
  kNotLinebreak,
  kLocWord,
  kLocNotWord,
  kUniDigit,
  kUniNotDigit,
  kUniSpace,
  kUniNotSpace,
  kUniWord,
  kUniNotWord,
  kUniLinebreak,
  kUniNotLinebreak,
};
inline constexpr uint32_t kCategoryCount = 18;

// Bits of the flags word of Code::kInfo.
inline constexpr uint32_t kInfoPrefix = 1;
inline constexpr uint32_t kInfoLiteral = 2;
inline constexpr uint32_t kInfoCharset = 4;

// Pattern flags that the engine itself looks at.
inline constexpr uint32_t kFlagIgnoreCase = 2;
inline constexpr uint32_t kFlagLocale = 4;
inline constexpr uint32_t kFlagUnicode = 32;

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_OPCODES_H_
