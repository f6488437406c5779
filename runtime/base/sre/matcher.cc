#include "runtime/base/sre/matcher.h"

#include <cstdlib>
#include <cstring>

#include "runtime/base/sre/engine.h"

namespace polygil::sre {
namespace {

// Steps between two calls of the poll.
constexpr int64_t kPollInterval = 20000;

// Stands for the text of a null pointer, so that no position is null.
const uint32_t kNoText = 0;

}  // namespace

Matcher::Matcher(const Program& program, const void* text, size_t length, int width,
                 Interrupt interrupt)
    : program_(program),
      text_(text != nullptr ? text : &kNoText),
      length_(length),
      width_(width),
      interrupt_(interrupt),
      budget_(kPollInterval),
      marks_(inline_marks_),
      registers_(inline_registers_),
      frames_(inline_frames_),
      frames_limit_(inline_frames_ + kInlineFrames) {
  if (size_t{program.groups()} * 2 > kInlineMarks) marks_ = nullptr;
  if (program.registers() > kInlineRegisters) registers_ = nullptr;
}

Matcher::~Matcher() {
  if (marks_ != inline_marks_) free(marks_);
  if (registers_ != inline_registers_) free(registers_);
  if (frames_ != inline_frames_) free(frames_);
}

bool Matcher::Prepare() {
  if (marks_ == nullptr) {
    marks_ = static_cast<uintptr_t*>(malloc(size_t{program_.groups()} * 2 * sizeof(uintptr_t)));
  }
  if (registers_ == nullptr) {
    registers_ = static_cast<uintptr_t*>(malloc(program_.registers() * sizeof(uintptr_t)));
  }
  return marks_ != nullptr && registers_ != nullptr;
}

bool Matcher::Grow(Frame** top) {
  size_t used = static_cast<size_t>(*top - frames_);
  size_t capacity = static_cast<size_t>(frames_limit_ - frames_) * 2;
  // The index of a frame is kept in 32 bits.
  if (capacity > 0xFFFFFFFFu) return false;
  Frame* larger = static_cast<Frame*>(
      realloc(frames_ == inline_frames_ ? nullptr : frames_, capacity * sizeof(Frame)));
  if (larger == nullptr) return false;
  if (frames_ == inline_frames_) memcpy(larger, inline_frames_, used * sizeof(Frame));
  frames_ = larger;
  frames_limit_ = larger + capacity;
  *top = larger + used;
  return true;
}

bool Matcher::Poll() {
  budget_ = kPollInterval;
  return interrupt_.poll == nullptr || interrupt_.poll(interrupt_.context);
}

template <class Char>
Status Matcher::Run(size_t position, size_t end, bool search, bool whole, bool must_advance) {
  Engine<Char> engine(this, end);
  return search ? engine.Search(position, must_advance)
                : engine.Match(position, whole, must_advance);
}

Status Matcher::Dispatch(size_t position, size_t end, bool search, bool whole, bool must_advance) {
  if ((marks_ == nullptr || registers_ == nullptr) && !Prepare()) return Status::kOutOfMemory;
  switch (width_) {
    case 1:
      return Run<uint8_t>(position, end, search, whole, must_advance);
    case 2:
      return Run<uint16_t>(position, end, search, whole, must_advance);
    default:
      return Run<uint32_t>(position, end, search, whole, must_advance);
  }
}

Status Matcher::Match(size_t position, size_t end) {
  return Dispatch(position, end, false, false, false);
}

Status Matcher::FullMatch(size_t position, size_t end) {
  return Dispatch(position, end, false, true, false);
}

Status Matcher::Search(size_t position, size_t end, bool must_advance) {
  return Dispatch(position, end, true, false, must_advance);
}

Status Matcher::MatchAdvancing(size_t position, size_t end, bool must_advance) {
  return Dispatch(position, end, false, false, must_advance);
}

ptrdiff_t Matcher::start(uint32_t group) const {
  uintptr_t base = reinterpret_cast<uintptr_t>(text_);
  if (group == 0) return static_cast<ptrdiff_t>(match_start_ - base) / width_;
  const uintptr_t* marks = marks_ + 2 * (size_t{group} - 1);
  if (marks[0] == 0 || marks[1] == 0) return -1;
  return static_cast<ptrdiff_t>(marks[0] - base) / width_;
}

ptrdiff_t Matcher::stop(uint32_t group) const {
  uintptr_t base = reinterpret_cast<uintptr_t>(text_);
  if (group == 0) return static_cast<ptrdiff_t>(match_stop_ - base) / width_;
  const uintptr_t* marks = marks_ + 2 * (size_t{group} - 1);
  if (marks[0] == 0 || marks[1] == 0) return -1;
  return static_cast<ptrdiff_t>(marks[1] - base) / width_;
}

}  // namespace polygil::sre
