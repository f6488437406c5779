// The matching loop for one character width. Included by matcher.cc alone.
//
// A path through the program is followed until it fails; then frames are popped
// until one says how to go on. Everything a path changes (marks, loop registers)
// is undone by frames pushed before the change, so the state is always that of
// the path alone. As long as the stack is empty nothing can be gone back to, and
// nothing is recorded.
//
// Regions (assertions, atomic groups, one round of a possessive repeat) push a
// barrier. Failing down to the barrier means that the region failed; at its end
// the choices above the barrier are thrown away, but the undoing of marks is kept.

#ifndef POLYGIL_RUNTIME_BASE_SRE_ENGINE_H_
#define POLYGIL_RUNTIME_BASE_SRE_ENGINE_H_

#include <bit>
#include <cstring>

#include "runtime/base/sre/matcher.h"
#include "runtime/base/sre/scan.h"

namespace polygil::sre {

// Kinds of frames; what index, extra and value are.
enum FrameKind : uint32_t {
  kChoice,        // instruction, -, place
  kAlternatives,  // instruction of the kBranch, mask of those left, place
  kGreedyChoice,  // loop, -, place of the next try; below it a kData
  kLazyChoice,    // loop, -, place of the next try; below it a kData
  kData,          // -, -, the other bound of the loop
  kUndoMark,      // mark, last index, old place
  kUndoRegister,  // register, -, old value
  kBarrier,       // opener, the barrier below, place at the opener
};
inline constexpr uint32_t kKindBits = 3;
inline constexpr uint32_t kKindMask = (1u << kKindBits) - 1;

template <class Char>
class Engine {
 public:
  Engine(Matcher* matcher, size_t end)
      : m_(*matcher),
        program_(matcher->program_),
        begin_(static_cast<const Char*>(matcher->text_)),
        end_(begin_ + end) {}

  Status Match(size_t position, bool whole, bool must_advance) {
    whole_ = whole;
    const Char* p = begin_ + position;
    if (static_cast<size_t>(end_ - p) < program_.min_width()) return Status::kNoMatch;
    ClearMarks();
    return Attempt(p, must_advance);
  }

  Status Search(size_t position, bool must_advance);

 private:
  static uintptr_t Word(const Char* p) { return reinterpret_cast<uintptr_t>(p); }
  static const Char* Place(uintptr_t word) { return reinterpret_cast<const Char*>(word); }

  void ClearMarks() {
    m_.last_index_ = 0;
    for (size_t i = 0, n = size_t{program_.groups()} * 2; i < n; ++i) m_.marks_[i] = 0;
  }
  // One attempt at `p`, with the marks cleared.
  Status Attempt(const Char* p, bool must_advance);
  const Char* NextCandidate(const Char* p, const Char* last);
  bool AtHolds(uint32_t at, const Char* p) const;
  bool BoundaryHolds(bool (*is_word)(const Program&, uint32_t), bool wanted, const Char* p) const;
  bool GroupIsSet(uint32_t group) const {
    uintptr_t start = m_.marks_[2 * size_t{group}], stop = m_.marks_[2 * size_t{group} + 1];
    return start != 0 && stop != 0 && stop >= start;
  }
  const Char* SkipGroupText(const Instruction& reference, const Char* p) const;
  uint32_t FoldChar(Fold fold, uint32_t c) const;
  uint8_t Feasible(const BranchTable& table, const Char* p) const {
    return p != end_ ? TableAt(table.feasible, table.feasible_high, *p) : table.feasible_end;
  }
  // Runs the body of a region without choices: past it, or null if it fails.
  const Char* RunSimpleRegion(const Instruction* opener, const Char* p) const;
  // The last place in [least, q] where what follows the loop may start, or null.
  const Char* StepBack(const Instruction& loop, const Char* least, const Char* q) const;
  // The first place in [q, limit] where it may, eating items; null if none.
  const Char* StepForward(const Instruction& loop, const Char* q, const Char* limit) const;
  // Pops to `barrier` (a frame), putting marks and registers back.
  void Unwind(Frame* top, Frame* barrier);
  // Drops the choices above `barrier` and itself; returns the new top.
  Frame* DropChoices(bool has_marks, Frame* top, Frame* barrier);

  Matcher& m_;
  const Program& program_;
  const Char* begin_;
  const Char* end_;
  bool whole_ = false;
};

template <class Char>
bool Engine<Char>::BoundaryHolds(bool (*is_word)(const Program&, uint32_t), bool wanted,
                                 const Char* p) const {
  if (begin_ == end_) return false;
  bool before = p > begin_ && is_word(program_, p[-1]);
  bool after = p < end_ && is_word(program_, p[0]);
  return (before != after) == wanted;
}

template <class Char>
bool Engine<Char>::AtHolds(uint32_t at, const Char* p) const {
  auto ascii = [](const Program&, uint32_t c) { return AsciiIsWord(c); };
  auto locale = [](const Program&, uint32_t c) { return LocaleIsWord(c); };
  auto unicode = [](const Program& program, uint32_t c) {
    return UnicodeIsWord(program.tables(), c);
  };
  switch (static_cast<At>(at)) {
    case At::kBeginning:
    case At::kBeginningString:
      return p == begin_;
    case At::kBeginningLine:
      return p == begin_ || p[-1] == '\n';
    case At::kEnd:
      return p == end_ || (end_ - p == 1 && *p == '\n');
    case At::kEndLine:
      return p == end_ || *p == '\n';
    case At::kEndString:
      return p == end_;
    case At::kBoundary:
      return BoundaryHolds(ascii, true, p);
    case At::kNonBoundary:
      return BoundaryHolds(ascii, false, p);
    case At::kLocBoundary:
      return BoundaryHolds(locale, true, p);
    case At::kLocNonBoundary:
      return BoundaryHolds(locale, false, p);
    case At::kUniBoundary:
      return BoundaryHolds(unicode, true, p);
    case At::kUniNonBoundary:
      return BoundaryHolds(unicode, false, p);
  }
  return false;
}

template <class Char>
uint32_t Engine<Char>::FoldChar(Fold fold, uint32_t c) const {
  switch (fold) {
    case Fold::kNone:
      return c;
    case Fold::kAscii:
      return AsciiToLower(c);
    case Fold::kUnicode:
      return program_.tables().to_lower(c);
    case Fold::kLocale:
      return LocaleToLower(c);
  }
  return c;
}

// Past the text of the group, if it stands at `p`; else null.
template <class Char>
const Char* Engine<Char>::SkipGroupText(const Instruction& reference, const Char* p) const {
  if (!GroupIsSet(reference.a)) return nullptr;
  const Char* from = Place(m_.marks_[2 * size_t{reference.a}]);
  const Char* to = Place(m_.marks_[2 * size_t{reference.a} + 1]);
  if (end_ - p < to - from) return nullptr;
  Fold fold = static_cast<Fold>(reference.fold);
  for (; from < to; ++from, ++p) {
    if (*p != *from && (fold == Fold::kNone || FoldChar(fold, *p) != FoldChar(fold, *from))) {
      return nullptr;
    }
  }
  return p;
}

template <class Char>
const Char* Engine<Char>::StepBack(const Instruction& loop, const Char* least,
                                   const Char* q) const {
  if (loop.d == kNoTable) return q;
  if (loop.flags & kFollowedByChar) {
    if (q == end_) --q;
    for (; q >= least; --q) {
      if (*q == loop.e) return q;
    }
    return nullptr;
  }
  const LoopTable& table = program_.loop(loop.d);
  if (q == end_) {
    if (table.end) return q;
    --q;
  }
  for (; q >= least; --q) {
    if (TableAt(table.kind, table.high, *q) & kIsFollow) return q;
  }
  return nullptr;
}

template <class Char>
const Char* Engine<Char>::StepForward(const Instruction& loop, const Char* q,
                                      const Char* limit) const {
  if (loop.d == kNoTable) return q;
  const LoopTable& table = program_.loop(loop.d);
  for (;; ++q) {
    if (q == end_) return table.end ? q : nullptr;
    if constexpr (sizeof(Char) > 1) {
      if (*q >= 256) {
        if (table.high) return q;
        if (q == limit || !Passes(program_, loop.item, loop.a, *q)) return nullptr;
        continue;
      }
    }
    uint8_t kind = table.kind[*q];
    if (kind & kIsFollow) return q;
    if (q == limit || !(kind & kIsItem)) return nullptr;
    if (loop.item == Op::kLocaleSet && !LocaleSetContains(program_, loop.a, *q)) return nullptr;
  }
}

template <class Char>
const Char* Engine<Char>::RunSimpleRegion(const Instruction* opener, const Char* p) const {
  for (const Instruction* i = opener + 1;; ++i) {
    switch (i->op) {
      case Op::kRegionEnd:
        return p;
      case Op::kString:
        if (static_cast<size_t>(end_ - p) < i->b) return nullptr;
        if (sizeof(Char) == 1 && (i->flags & kHasWide)) return nullptr;
        if (!StringAt(program_, i->a, i->b, p)) return nullptr;
        p += i->b;
        break;
      case Op::kGreedyLoop: {
        size_t left = static_cast<size_t>(end_ - p);
        const Char* q =
            CountRun(program_, *i, p, left > i->c && i->c != kMaxRepeat ? p + i->c : end_);
        if (static_cast<size_t>(q - p) < i->b) return nullptr;
        m_.budget_ -= (q - p) >> 8;
        p = q;
        break;
      }
      case Op::kAt:
        if (!AtHolds(i->a, p)) return nullptr;
        break;
      default:
        if (p == end_ || !Passes(program_, i->op, i->a, *p)) return nullptr;
        ++p;
    }
  }
}

template <class Char>
void Engine<Char>::Unwind(Frame* top, Frame* barrier) {
  while (top != barrier) {
    --top;
    uint32_t index = top->tag >> kKindBits;
    if ((top->tag & kKindMask) == kUndoMark) {
      m_.marks_[index] = top->value;
      m_.last_index_ = top->extra;
    } else if ((top->tag & kKindMask) == kUndoRegister) {
      m_.registers_[index] = top->value;
    }
  }
}

template <class Char>
Frame* Engine<Char>::DropChoices(bool has_marks, Frame* top, Frame* barrier) {
  Frame* kept = barrier;
  if (!has_marks) return kept;
  for (Frame* frame = barrier + 1; frame != top; ++frame) {
    if ((frame->tag & kKindMask) == kUndoMark) *kept++ = *frame;
  }
  return kept;
}

// A frame is pushed through this; it needs `top` and `limit` in scope.
#define POLYGIL_SRE_PUSH(kind, index, extra_word, word)                                    \
  do {                                                                                     \
    if (top == limit) [[unlikely]] {                                                       \
      if (!m_.Grow(&top)) return Status::kOutOfMemory;                                     \
      limit = m_.frames_limit_;                                                            \
    }                                                                                      \
    *top++ = {(static_cast<uint32_t>(index) << kKindBits) | (kind), (extra_word), (word)}; \
  } while (0)

template <class Char>
Status Engine<Char>::Attempt(const Char* p, bool must_advance) {
  const Instruction* const code = program_.instructions();
  const Instruction* i = code;
  uintptr_t* const marks = m_.marks_;
  uintptr_t* const registers = m_.registers_;
  const Char* const end = end_;
  const Char* const start = p;
  Frame* top = m_.frames_;
  Frame* limit = m_.frames_limit_;
  uint32_t barrier = 0;  // one past the index of the innermost barrier's frame
  const Char* q;         // where a loop stops this time
  const Char* bound;     // how far it may go back or on

  auto pc = [&] { return static_cast<uint32_t>(i - code); };

  for (;;) {
    switch (i->op) {
      case Op::kChar:
        if (p == end || *p != i->a) goto fail;
        ++p;
        ++i;
        continue;

      case Op::kNotChar:
        if (p == end || *p == i->a) goto fail;
        ++p;
        ++i;
        continue;

      case Op::kAny:
        if (p == end || *p == '\n') goto fail;
        ++p;
        ++i;
        continue;

      case Op::kAnyAll:
        if (p == end) goto fail;
        ++p;
        ++i;
        continue;

      case Op::kSet:
        if (p == end || !SetContains(program_, i->a, *p)) goto fail;
        ++p;
        ++i;
        continue;

      case Op::kLocaleSet:
        if (p == end || !LocaleSetContains(program_, i->a, *p)) goto fail;
        ++p;
        ++i;
        continue;

      case Op::kString:
        if (static_cast<size_t>(end - p) < i->b) goto fail;
        if (sizeof(Char) == 1 && (i->flags & kHasWide)) goto fail;
        if (!StringAt(program_, i->a, i->b, p)) goto fail;
        p += i->b;
        ++i;
        continue;

      case Op::kGreedyLoop: {
        size_t left = static_cast<size_t>(end - p);
        if (left < i->b) goto fail;
        q = CountRun(program_, *i, p, left > i->c && i->c != kMaxRepeat ? p + i->c : end);
        if (static_cast<size_t>(q - p) < i->b) goto fail;
        m_.budget_ -= (q - p) >> 8;
        if (i->flags & kNoBacktrack) {
          p = q;
          ++i;
          continue;
        }
        bound = p + i->b;
        goto greedy;
      }

      case Op::kLazyLoop: {
        size_t left = static_cast<size_t>(end - p);
        if (left < i->b) goto fail;
        q = CountRun(program_, *i, p, p + i->b);
        if (q != p + i->b) goto fail;
        bound = left > i->c && i->c != kMaxRepeat ? p + i->c : end;
        goto lazy;
      }

      case Op::kMark:
        if (top != m_.frames_) POLYGIL_SRE_PUSH(kUndoMark, i->a, m_.last_index_, marks[i->a]);
        if (i->a & 1) m_.last_index_ = i->a / 2 + 1;
        marks[i->a] = Word(p);
        ++i;
        continue;

      case Op::kAt:
        if (!AtHolds(i->a, p)) goto fail;
        ++i;
        continue;

      case Op::kBackReference:
        p = SkipGroupText(*i, q = p);
        if (p == nullptr) goto fail;
        m_.budget_ -= (p - q) >> 8;
        ++i;
        continue;

      case Op::kIfGroup:
        i = GroupIsSet(i->a) ? i + 1 : code + i->b;
        continue;

      case Op::kJump:
        i = code + i->a;
        continue;

      case Op::kBranch: {
        const BranchTable& table = program_.branch(i->a);
        uint32_t mask = Feasible(table, p);
        if (mask == 0) goto fail;
        uint32_t rest = mask & (mask - 1);
        if (rest != 0) POLYGIL_SRE_PUSH(kAlternatives, pc(), rest, Word(p));
        i = code + table.targets[std::countr_zero(mask)];
        continue;
      }

      case Op::kLoopStart:
        if (top != m_.frames_) {
          POLYGIL_SRE_PUSH(kUndoRegister, i->a, 0, registers[i->a]);
          POLYGIL_SRE_PUSH(kUndoRegister, i->a + 1, 0, registers[i->a + 1]);
        }
        registers[i->a] = ~uintptr_t{0};
        registers[i->a + 1] = 0;
        i = code + i->b;
        continue;

      case Op::kGreedyUntil:
      case Op::kLazyUntil: {
        uintptr_t rounds = registers[i->a] + 1;
        if (rounds < i->b) {
          // Empty rounds are not guarded against until there are enough.
          POLYGIL_SRE_PUSH(kUndoRegister, i->a, 0, registers[i->a]);
          registers[i->a] = rounds;
          i = code + i->d;
          continue;
        }
        const BranchTable& table = program_.branch(i->e);
        uint32_t feasible = Feasible(table, p);
        bool may_go_on = (feasible & 1) && (rounds < i->c || i->c == kMaxRepeat) &&
                         !((i->flags & kZeroWidthGuard) && registers[i->a + 1] == Word(p));
        if (i->op == Op::kGreedyUntil) {
          if (may_go_on) {
            if (feasible & 2) POLYGIL_SRE_PUSH(kChoice, table.targets[1], 0, Word(p));
            goto next_round;
          }
        } else if (may_go_on) {
          if (!(feasible & 2)) goto next_round;
          POLYGIL_SRE_PUSH(kChoice, pc() + 1, 0, Word(p));
        }
        if (!(feasible & 2)) goto fail;
        i = code + table.targets[1];
        continue;
      }

      case Op::kLazyMore:
      next_round:
        POLYGIL_SRE_PUSH(kUndoRegister, i->a, 0, registers[i->a]);
        ++registers[i->a];
        if (i->flags & kZeroWidthGuard) {
          POLYGIL_SRE_PUSH(kUndoRegister, i->a + 1, 0, registers[i->a + 1]);
          registers[i->a + 1] = Word(p);
        }
        i = code + i->d;
        continue;

      case Op::kAssert:
      case Op::kAssertNot:
      case Op::kAtomic:
        if (static_cast<size_t>(p - begin_) < i->b) {
          if (i->op == Op::kAssert) goto fail;
          i = code + i->a;
          continue;
        }
        if (i->flags & kSimpleRegion) {
          q = RunSimpleRegion(i, p - i->b);
          if ((q == nullptr) != (i->op == Op::kAssertNot)) goto fail;
          if (i->op == Op::kAtomic) p = q;
          i = code + i->a;
          continue;
        }
        POLYGIL_SRE_PUSH(kBarrier, pc(), barrier, Word(p));
        barrier = static_cast<uint32_t>(top - m_.frames_);
        p -= i->b;
        ++i;
        continue;

      case Op::kPossessive: {
        uintptr_t rounds = registers[i->d] + 1;
        bool enough = rounds >= i->b;
        if (enough && ((rounds >= i->c && i->c != kMaxRepeat) || registers[i->d + 1] == Word(p))) {
          i = code + i->a;
          continue;
        }
        POLYGIL_SRE_PUSH(kBarrier, pc(), barrier, Word(p));
        barrier = static_cast<uint32_t>(top - m_.frames_);
        POLYGIL_SRE_PUSH(kUndoRegister, i->d, 0, registers[i->d]);
        registers[i->d] = rounds;
        if (enough) {
          POLYGIL_SRE_PUSH(kUndoRegister, i->d + 1, 0, registers[i->d + 1]);
          registers[i->d + 1] = Word(p);
        }
        ++i;
        continue;
      }

      case Op::kRegionEnd: {
        const Instruction* opener = code + i->a;
        Frame* frame = m_.frames_ + barrier - 1;
        barrier = frame->extra;
        if (opener->op == Op::kAssertNot) {
          Unwind(top, frame);
          top = frame;
          goto fail;
        }
        if (opener->op == Op::kAssert) p = Place(frame->value);
        top = DropChoices(opener->flags & kRegionHasMarks, top, frame);
        i = opener->op == Op::kPossessive ? opener : code + opener->a;
        continue;
      }

      case Op::kFail:
        goto fail;

      case Op::kMatch:
        if ((whole_ && p != end) || (must_advance && p == start)) goto fail;
        m_.match_start_ = Word(start);
        m_.match_stop_ = Word(p);
        return Status::kMatch;
    }

  greedy:
    // Loop `i` may stop anywhere in [bound, q]: as late as what follows allows.
    q = StepBack(*i, bound, q);
    if (q == nullptr) goto fail;
    if (q > bound) {
      POLYGIL_SRE_PUSH(kData, 0, 0, Word(bound));
      POLYGIL_SRE_PUSH(kGreedyChoice, pc(), 0, Word(q - 1));
    }
    p = q;
    ++i;
    continue;

  lazy:
    // Loop `i` may stop anywhere in [q, bound]: as early as what follows allows.
    q = StepForward(*i, q, bound);
    if (q == nullptr) goto fail;
    if (q != bound && Passes(program_, i->item, i->a, *q)) {
      POLYGIL_SRE_PUSH(kData, 0, 0, Word(bound));
      POLYGIL_SRE_PUSH(kLazyChoice, pc(), 0, Word(q + 1));
    }
    p = q;
    ++i;
    continue;

  fail:
    if (--m_.budget_ < 0 && !m_.Poll()) return Status::kInterrupted;
  pop:
    if (top == m_.frames_) return Status::kNoMatch;
    --top;
    uint32_t index = top->tag >> kKindBits;
    switch (static_cast<FrameKind>(top->tag & kKindMask)) {
      case kChoice:
        i = code + index;
        p = Place(top->value);
        continue;
      case kAlternatives: {
        i = code + index;
        p = Place(top->value);
        uint32_t mask = top->extra;
        uint32_t rest = mask & (mask - 1);
        if (rest != 0) {
          top->extra = rest;
          ++top;
        }
        i = code + program_.branch(i->a).targets[std::countr_zero(mask)];
        continue;
      }
      case kGreedyChoice:
        i = code + index;
        q = Place(top->value);
        --top;
        bound = Place(top->value);
        goto greedy;
      case kLazyChoice:
        i = code + index;
        q = Place(top->value);
        --top;
        bound = Place(top->value);
        goto lazy;
      case kData:
        goto pop;
      case kUndoMark:
        marks[index] = top->value;
        m_.last_index_ = top->extra;
        goto pop;
      case kUndoRegister:
        registers[index] = top->value;
        goto pop;
      case kBarrier:
        i = code + index;
        barrier = top->extra;
        p = Place(top->value);
        if (i->op == Op::kAssert || i->op == Op::kAtomic) goto pop;
        if (i->op == Op::kPossessive && registers[i->d] + 1 < i->b) goto pop;
        i = code + i->a;
        continue;
    }
  }
}

#undef POLYGIL_SRE_PUSH

// The first place in [p, last] where a match might start, or null.
template <class Char>
const Char* Engine<Char>::NextCandidate(const Char* p, const Char* last) {
  const SearchPlan& plan = program_.plan();
  switch (plan.kind) {
    case SearchKind::kEverywhere:
      return p;
    case SearchKind::kAtBeginning:
      return p == begin_ ? p : nullptr;
    case SearchKind::kAtLineStarts:
      if (p == begin_ || p[-1] == '\n') return p;
      p = FindChar(p, end_, '\n');
      return p < last ? p + 1 : nullptr;
    case SearchKind::kString:
      return FindString(program_, plan.prefix, plan.prefix_length, p, end_);
    case SearchKind::kBehindString: {
      size_t before = static_cast<size_t>(p - begin_);
      const Char* from = p - (before < plan.prefix_length ? before : plan.prefix_length);
      p = FindString(program_, plan.prefix, plan.prefix_length, from, end_);
      return p != nullptr ? p + plan.prefix_length : nullptr;
    }
    case SearchKind::kFirstChar:
      p = FindChar(p, end_, plan.first_char);
      return p != end_ ? p : nullptr;
    case SearchKind::kFirstSet:
      while (p != end_ && !(TableAt(plan.window, plan.window_high, *p) & 1)) ++p;
      return p != end_ ? p : nullptr;
    case SearchKind::kWindow:
      return FindWindow(plan, p, end_);
  }
  return p;
}

template <class Char>
Status Engine<Char>::Search(size_t position, bool must_advance) {
  const Char* p = begin_ + position;
  if (static_cast<size_t>(end_ - p) < program_.min_width()) return Status::kNoMatch;
  const Char* const first = p;
  const Char* const last = end_ - program_.min_width();
  const SearchPlan& plan = program_.plan();
  const Char* required = nullptr;
  ClearMarks();
  while (p <= last) {
    p = NextCandidate(p, last);
    if (p == nullptr || p > last) break;
    if (plan.required_length != 0) {
      const Char* next = BeforeRequired(program_, p, end_, &required);
      if (next == nullptr) break;
      if (next != p) {
        p = next;
        continue;
      }
    }
    if (plan.whole_is_prefix) {
      m_.match_start_ = Word(p);
      m_.match_stop_ = Word(p + plan.prefix_length);
      return Status::kMatch;
    }
    Status status = Attempt(p, must_advance && p == first);
    if (status != Status::kNoMatch) return status;
    ClearMarks();
    if (plan.skips_runs) p = CountRun(program_, program_.at(plan.run_loop), p, end_);
    ++p;
  }
  return Status::kNoMatch;
}

}  // namespace polygil::sre

#endif  // POLYGIL_RUNTIME_BASE_SRE_ENGINE_H_
