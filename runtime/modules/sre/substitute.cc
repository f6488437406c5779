// Pattern.sub and subn. A template with backslashes is parsed by the library (re._subx) and
// expanded here.

#include <cstdlib>
#include <cstring>

#include "runtime/modules/sre/pattern.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/buffer.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// The result under construction: text or bytes. Counts pieces, which messages name.
class Output {
 public:
  explicit Output(const Subject& subject) : subject_(subject) {}
  ~Output() { free(bytes_); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  bool AppendSlice(int64_t start, int64_t end) {
    if (!subject_.is_bytes()) return str_.AppendRange(subject_.string(), start, end);
    return AppendBytes(static_cast<const uint8_t*>(subject_.data()) + start, end - start);
  }
  // The text between matches.
  bool AppendGap(int64_t start, int64_t end) {
    ++pieces_;
    return AppendSlice(start, end);
  }
  // What replaces a match; None is nothing. TypeError for the wrong kind of text.
  bool AppendPiece(Value piece) {
    if (piece.IsNone()) return true;
    ++pieces_;
    return AppendText(piece);
  }
  bool AppendText(Value piece) {
    if (!subject_.is_bytes()) {
      if (IsStr(piece)) return str_.Append(piece);
      return Raise(&TypeErrorType, "sequence item %zd: expected str instance, %.80s found",
                   static_cast<ssize_t>(pieces_ - 1), TypeName(piece));
    }
    if (!SupportsBuffer(piece))
      return Raise(&TypeErrorType, "sequence item %zd: expected a bytes-like object, %.80s found",
                   static_cast<ssize_t>(pieces_ - 1), TypeName(piece));
    ScopedBuffer buffer;
    TRY_VOID(buffer.Acquire(piece));
    return AppendBytes(buffer.data(), buffer.size());
  }
  Owned Finish() {
    return subject_.is_bytes() ? BytesNew(bytes_ == nullptr ? "" : bytes_, size_) : str_.Finish();
  }

 private:
  bool AppendBytes(const void* data, int64_t size) {
    if (size_ + size > capacity_) {
      int64_t capacity = size_ + size + (size_ + size) / 4 + 64;
      void* grown = realloc(bytes_, static_cast<size_t>(capacity));
      if (grown == nullptr) return RaiseMemoryError();
      bytes_ = static_cast<char*>(grown);
      capacity_ = capacity;
    }
    if (size > 0) memcpy(bytes_ + size_, data, static_cast<size_t>(size));
    size_ += size;
    return true;
  }

  const Subject& subject_;
  StrBuilder str_;
  char* bytes_ = nullptr;
  int64_t size_ = 0, capacity_ = 0, pieces_ = 0;
};

// What comes in the place of a match.
class Replacement {
 public:
  bool Prepare(Value pattern, Value replacement) {
    pattern_ = pattern;
    if (IsCallable(replacement)) {
      callable_ = replacement;
      return true;
    }
    if (IsLiteral(replacement)) {
      literal_ = Retain(replacement);
      return true;
    }
    return ParseTemplate(replacement);
  }

  bool Append(const Subject& subject, const sre::Matcher& matcher, const Region& region,
              Output* out) const {
    if (callable_) {
      Handle match = TRY(MatchNew(pattern_, subject.string(), matcher, region));
      Handle piece = TRY(Call(callable_, {match}));
      return out->AppendPiece(piece);
    }
    if (literal_) return out->AppendPiece(literal_);
    return Expand(matcher, out);
  }

 private:
  static bool IsLiteral(Value replacement) {
    if (IsStr(replacement)) {
      for (int64_t i = 0; i < StrLength(replacement); ++i)
        if (StrAt(replacement, i) == '\\') return false;
      return true;
    }
    if (!SupportsBuffer(replacement)) return false;
    ScopedBuffer buffer;
    if (!buffer.Acquire(replacement)) {
      ClearPending();
      return false;
    }
    return memchr(buffer.data(), '\\', static_cast<size_t>(buffer.size())) == nullptr;
  }

  // re._subx gives a literal, or a function whose default argument is the parsed template: then the
  // template is expanded here and the function never called.
  bool ParseTemplate(Value replacement) {
    Handle name = TRY(StrInternUtf8("re"));
    Handle re = TRY(Call(CurrentInterpreter()->import_function, {name}));
    literal_ = TRY(CallMethod(re, "_subx", {pattern_, replacement}));
    if (!IsCallable(literal_)) return true;
    filter_ = static_cast<Handle&&>(literal_);
    callable_ = filter_;
    if (!IsExactly(callable_, FunctionType)) return true;
    Value defaults = callable_.As<Function>()->defaults;
    if (!defaults || TupleSize(defaults) != 1 || !IsTuple(TupleAt(defaults, 0))) return true;
    Value parsed = TupleAt(defaults, 0);
    if (TupleSize(parsed) != 2 || !IsList(TupleAt(parsed, 0)) || !IsList(TupleAt(parsed, 1)))
      return true;
    groups_ = Retain(TupleAt(parsed, 0));
    literals_ = Retain(TupleAt(parsed, 1));
    callable_ = Value::Empty();
    return true;
  }

  // Literals, with the texts of groups in the places where there is None.
  bool Expand(const sre::Matcher& matcher, Output* out) const {
    TRY_VOID(out->AppendGap(0, 0));
    int64_t next = 0;
    for (int64_t i = 0; i < ListSize(literals_); ++i) {
      Value literal = ListAt(literals_, i);
      if (!literal.IsNone()) {
        TRY_VOID(out->AppendText(literal));
        continue;
      }
      if (next == ListSize(groups_)) break;
      Handle group = TRY(GetItem(ListAt(groups_, next++), int64_t{1}));
      int64_t number = TRY(AsInt64(group));
      if (number < 0 || number > pattern_.As<Pattern>()->groups)
        return Raise(&IndexErrorType, "no such group");
      auto index = static_cast<uint32_t>(number);
      if (matcher.start(index) >= 0)
        TRY_VOID(out->AppendSlice(matcher.start(index), matcher.stop(index)));
    }
    return true;
  }

  Value pattern_, callable_ = Value::Empty();
  Handle literal_, filter_, groups_, literals_;
};

// Replaces up to `count` matches; *replaced tells how many.
bool ReplaceAll(const Pattern* pattern, const Subject& subject, const Replacement& replacement,
                int64_t count, Output* out, int64_t* replaced) {
  sre::Matcher matcher(*pattern->program, subject.data(), static_cast<size_t>(subject.length()),
                       subject.width(), MatchInterrupt());
  Region region = {0, subject.length(), true};
  auto end = static_cast<size_t>(subject.length());
  size_t at = 0;
  int64_t copied = 0;
  bool must_advance = false;
  while (count == 0 || *replaced < count) {
    sre::Status status = matcher.Search(at, end, must_advance);
    if (status == sre::Status::kNoMatch) break;
    TRY_VOID(CheckStatus(status));
    int64_t start = matcher.start(0), stop = matcher.stop(0);
    if (copied < start) TRY_VOID(out->AppendGap(copied, start));
    TRY_VOID(replacement.Append(subject, matcher, region, out));
    copied = stop;
    ++*replaced;
    at = static_cast<size_t>(stop);
    must_advance = start == stop;
  }
  return copied == subject.length() || out->AppendGap(copied, subject.length());
}

}  // namespace

Owned Substitute(Value pattern, Value repl, Value string, int64_t count, bool with_count) {
  Replacement replacement;
  TRY_VOID(replacement.Prepare(pattern, repl));
  Subject subject;
  TRY_VOID(subject.Open(pattern.As<Pattern>(), string));
  Handle text;
  int64_t replaced = 0;
  {
    Output out(subject);
    TRY_VOID(ReplaceAll(pattern.As<Pattern>(), subject, replacement, count, &out, &replaced));
    // Nothing replaced: the text itself, as an exact str or bytes.
    text = replaced == 0 ? TRY(subject.Slice(0, subject.length())) : TRY(out.Finish());
  }
  if (!with_count) return text.Release();
  Handle number = TRY(IntFromInt64(replaced));
  return TupleOf({text, number});
}

}  // namespace polygil
