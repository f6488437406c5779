// Runs a Program over a text.
//
// A Matcher belongs to one thread and one text; it keeps its stack from one
// match to the next, so an iteration (findall, sub, split, scanner) makes one and
// asks it again and again. Nothing recurses: places to come back to live on a
// stack of small frames that starts inside the Matcher and moves to the heap.
//
// The text is borrowed: characters of 1, 2 or 4 bytes (bytes patterns: 1).
// Positions and lengths count characters.

#ifndef POLYGIL_RUNTIME_BASE_SRE_MATCHER_H_
#define POLYGIL_RUNTIME_BASE_SRE_MATCHER_H_

#include <cstddef>
#include <cstdint>

#include "runtime/base/sre/program.h"

namespace polygil::sre {

enum class Status : uint8_t {
  kNoMatch,
  kMatch,
  kOutOfMemory,  // the backtracking stack could not grow
  kInterrupted,  // the poll said so
};

// Called every few thousand steps; false stops the match. May be null.
struct Interrupt {
  bool (*poll)(void* context) = nullptr;
  void* context = nullptr;
};

// One entry of the backtracking stack.
struct Frame {
  uint32_t tag;  // kind in the low bits, an index above
  uint32_t extra;
  uintptr_t value;
};

class Matcher {
 public:
  Matcher(const Program& program, const void* text, size_t length, int width,
          Interrupt interrupt = {});
  ~Matcher();
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  // Each takes the stretch [position, end) of the text, with
  // position <= end <= length. Anchors and look-behind see what is before
  // `position`, but nothing at or after `end`.

  // A match that starts at `position`.
  Status Match(size_t position, size_t end);
  // A match that starts at `position` and stops at `end`.
  Status FullMatch(size_t position, size_t end);
  // The first match. With `must_advance`, not an empty one at `position`: the
  // rule for what follows an empty match.
  Status Search(size_t position, size_t end, bool must_advance = false);
  // As Match, under the rule of `must_advance`.
  Status MatchAdvancing(size_t position, size_t end, bool must_advance);

  // After kMatch: bounds of a group (0: the whole match), -1 if it took no part.
  ptrdiff_t start(uint32_t group) const;
  ptrdiff_t stop(uint32_t group) const;
  // The number of the group that was closed last, 0 if none was.
  uint32_t last_index() const { return last_index_; }

  const Program& program() const { return program_; }

 private:
  template <class Char>
  friend class Engine;

  bool Prepare();
  template <class Char>
  Status Run(size_t position, size_t end, bool search, bool whole, bool must_advance);
  Status Dispatch(size_t position, size_t end, bool search, bool whole, bool must_advance);
  // Makes room for more frames; *top moves along. False: out of memory.
  bool Grow(Frame** top);
  bool Poll();

  static constexpr size_t kInlineMarks = 20;
  static constexpr size_t kInlineRegisters = 12;
  static constexpr size_t kInlineFrames = 64;

  const Program& program_;
  const void* text_;
  size_t length_;
  int width_;
  Interrupt interrupt_;
  int64_t budget_;
  uintptr_t match_start_ = 0;
  uintptr_t match_stop_ = 0;
  uint32_t last_index_ = 0;
  uintptr_t* marks_;
  uintptr_t* registers_;
  Frame* frames_;
  Frame* frames_limit_;
  uintptr_t inline_marks_[kInlineMarks];
  uintptr_t inline_registers_[kInlineRegisters];
  Frame inline_frames_[kInlineFrames];
};

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_MATCHER_H_
