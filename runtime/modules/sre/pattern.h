// re.Pattern, re.Match and _sre.SRE_Scanner: objects around runtime/base/sre.

#ifndef POLYGIL_RUNTIME_MODULES_SRE_PATTERN_H_
#define POLYGIL_RUNTIME_MODULES_SRE_PATTERN_H_

#include <cstdint>

#include "runtime/base/sre/matcher.h"
#include "runtime/base/sre/program.h"
#include "runtime/object/method_def.h"
#include "runtime/object/ownership.h"
#include "runtime/object/type.h"
#include "runtime/types/bytes/buffer.h"

namespace polygil {

enum class TextKind : int8_t { kAny = -1, kStr = 0, kBytes = 1 };  // any: compiled from None

struct Pattern : Object {
  Value pattern;       // str, bytes-like or None
  Value group_index;   // dict: name -> number
  Value index_group;   // tuple: number -> name or None
  int64_t groups;      // without group 0
  int64_t flags;
  TextKind kind;
  sre::Program* program;  // owned
  uint32_t* code;         // owned: what it was compiled from, for comparison
  int64_t code_size;
};

struct Match : VarObject {  // size: 2 * (groups + 1) marks
  Value string;
  Value pattern;
  Value regs;  // tuple, made on demand
  int64_t position, end_position;
  int64_t last_index;  // 0: none
  int64_t marks[];     // start and end of each group, -1 if it took no part

  int64_t group_count() const { return size / 2; }
};

struct Scanner : Object {
  Value pattern;
  struct ScannerState* state;  // owned
};

extern Type PatternType, MatchType, ScannerType;
bool InitPatternType();
bool InitMatchType();
bool InitScannerType();

// Flags of re.RegexFlag.
enum PatternFlag : int64_t {
  kFlagTemplate = 1, kFlagIgnoreCase = 2, kFlagLocale = 4, kFlagMultiLine = 8, kFlagDotAll = 16,
  kFlagUnicode = 32, kFlagVerbose = 64, kFlagDebug = 128, kFlagAscii = 256,
};

// The text of one operation: characters that stay where they are while it lives.
class Subject {
 public:
  // TypeError for what is no text, or text of the other kind than the pattern's.
  bool Open(const Pattern* pattern, Value string);
  // The same without a pattern's kind; *kind tells what it was.
  bool Open(Value string);

  Value string() const { return string_; }
  const void* data() const { return data_; }
  int64_t length() const { return length_; }
  int width() const { return width_; }
  bool is_bytes() const { return is_bytes_; }
  // A part as a new object: str, or bytes.
  Owned Slice(int64_t start, int64_t end) const;

 private:
  Value string_;
  const void* data_;
  int64_t length_;
  int width_;
  bool is_bytes_;
  ScopedBuffer buffer_;
};

// Where an operation looks: [position, end).
struct Region {
  int64_t position, end;
  bool valid;  // once clipped: position is not behind the end

  // Takes the arguments pos and endpos as they are; empty ones mean all of the text.
  bool Read(Value position_or_empty, Value end_or_empty);
  void Clip(int64_t length);
};

// Looks at the interpreter's signals now and then.
sre::Interrupt MatchInterrupt();
// Raises what a status says; true if the match went on undisturbed.
bool CheckStatus(sre::Status status);

// The match object of a matcher that has just matched.
Owned MatchNew(Value pattern, Value string, const sre::Matcher& matcher, const Region& region);
// Text of a part of a match's string.
Owned MatchSlice(Value string, int64_t start, int64_t end);
// sub and subn.
Owned Substitute(Value pattern, Value replacement, Value string, int64_t count, bool with_count);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_SRE_PATTERN_H_
