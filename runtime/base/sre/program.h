// A regular expression ready to run.
//
// Program::Compile checks the code array that re/_compiler.py made, translates it
// and finds out how to search for it. A Program is immutable: any number of
// matchers, in any threads, may share one.

#ifndef POLYGIL_RUNTIME_BASE_SRE_PROGRAM_H_
#define POLYGIL_RUNTIME_BASE_SRE_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/base/sre/characters.h"
#include "runtime/base/sre/charset.h"
#include "runtime/base/sre/instruction.h"

namespace polygil::sre {

// How the places where a match might start are found.
enum class SearchKind : uint8_t {
  kEverywhere,    // try each place
  kAtBeginning,   // only at the very beginning of the text
  kAtLineStarts,  // at the beginning and after each newline
  kString,        // at each occurrence of the first `prefix_length` literals
  kBehindString,  // right after each occurrence of those literals
  kFirstChar,     // at each occurrence of one character
  kFirstSet,      // at each character of a set
  kWindow,        // where the next few characters may each stand at their place
};

inline constexpr int kWindowMax = 8;

struct SearchPlan {
  SearchKind kind = SearchKind::kEverywhere;
  uint32_t first_char = 0;
  uint32_t prefix = 0;         // start in the literal pool
  uint32_t prefix_length = 0;  // at least 2 for kString
  // The whole pattern is that string (and marks no group).
  bool whole_is_prefix = false;
  int window_length = 0;
  // Bit i: the character may stand i places after the start of a match.
  uint8_t window[256] = {};
  uint8_t window_high = 0;
  // The first place takes so many common characters that all places are
  // watched at once.
  bool window_is_dense = false;
  // A string that stands in every match, so many characters after its start;
  // length 0 if none is known. Its start is in the literal pool.
  uint32_t required = 0;
  uint32_t required_length = 0;
  size_t required_least = 0;
  size_t required_most = 0;  // SIZE_MAX: anywhere later
  // The pattern starts with an unbounded loop over single characters, and so a
  // place inside a run that failed at the run's start need not be tried.
  bool skips_runs = false;
  uint32_t run_loop = 0;  // that loop's instruction
};

class Program {
 public:
  // `groups` does not count group 0. `tables` must outlive the program. Null if
  // the code is not valid: RuntimeError("invalid SRE code").
  static std::unique_ptr<Program> Compile(const uint32_t* code, size_t length, uint32_t groups,
                                          const CharacterTables* tables);

  uint32_t groups() const { return groups_; }
  uint32_t registers() const { return registers_; }
  // The least number of characters that a match takes.
  uint32_t min_width() const { return min_width_; }
  const Instruction* instructions() const { return instructions_.data(); }
  uint32_t size() const { return static_cast<uint32_t>(instructions_.size()); }
  const Instruction& at(uint32_t pc) const { return instructions_[pc]; }
  const CharSet& set(uint32_t index) const { return sets_[index]; }
  const uint32_t* set_code(const CharSet& set) const { return words_.data() + set.code; }
  const BranchTable& branch(uint32_t index) const { return branches_[index]; }
  const LoopTable& loop(uint32_t index) const { return loops_[index]; }
  const uint32_t* literals() const { return literals_.data(); }
  // The same cut to bytes, for texts of width 1; a character that does not fit
  // is kept from them by `literal_fits`.
  const uint8_t* narrow_literals() const { return narrow_literals_.data(); }
  bool fits_narrow(uint32_t start, uint32_t length) const;
  const CharacterTables& tables() const { return *tables_; }
  const SearchPlan& plan() const { return plan_; }

 private:
  friend class Translator;
  friend class Analyzer;
  Program() = default;

  std::vector<Instruction> instructions_;
  std::vector<CharSet> sets_;
  std::vector<BranchTable> branches_;
  std::vector<LoopTable> loops_;
  std::vector<uint32_t> literals_;
  std::vector<uint8_t> narrow_literals_;
  std::vector<uint32_t> words_;  // code of the sets
  const CharacterTables* tables_ = nullptr;
  uint32_t groups_ = 0;
  uint32_t registers_ = 0;
  uint32_t min_width_ = 0;
  bool has_back_references_ = false;
  SearchPlan plan_;
};

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_PROGRAM_H_
