// split, rsplit, splitlines, partition, strip, removeprefix.

#include "runtime/base/search/search.h"
#include "runtime/base/search/split.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/byte_methods.h"
#include "runtime/types/bytes/byte_text.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/arguments.h"

namespace polygil {
namespace {

constexpr const char* kSplitSignature = "($self, /, sep=None, maxsplit=-1)\n--\n\n";

bool AppendPart(Value list, Value self, const TextView& part) {
  Owned made = MakeLike(self, part);
  return made && ListAppendOwned(list, made);
}

// Making parts runs no Python code, so a bytearray keeps its contents meanwhile.
bool SplitWords(Value list, Value self, int64_t most) {
  TextView text = ByteView(self);
  int64_t at = 0;
  TextRange word;
  while (most-- > 0) {
    if (!NextWord(text, TextFlavor::kBytes, &at, &word)) return true;
    TRY_VOID(AppendPart(list, self, text.Slice(word.start, word.end)));
  }
  if (!NextWord(text, TextFlavor::kBytes, &at, &word)) return true;
  return AppendPart(list, self, text.Slice(word.start, text.length));
}

bool SplitWordsBackwards(Value list, Value self, int64_t most) {
  TextView text = ByteView(self);
  int64_t at = text.length;
  TextRange word;
  while (most-- > 0) {
    if (!PreviousWord(text, TextFlavor::kBytes, &at, &word)) return true;
    TRY_VOID(AppendPart(list, self, text.Slice(word.start, word.end)));
  }
  if (!PreviousWord(text, TextFlavor::kBytes, &at, &word)) return true;
  return AppendPart(list, self, text.Slice(0, word.end));
}

bool SplitAt(Value list, Value self, const TextView& pattern, int64_t most) {
  TextView text = ByteView(self);
  int64_t start = 0;
  while (most-- > 0) {
    TextView rest = text.Slice(start, text.length);
    int64_t found = pattern.length == 1 ? FindCharacter(rest, pattern[0]) : FindText(rest, pattern);
    if (found < 0) break;
    TRY_VOID(AppendPart(list, self, text.Slice(start, start + found)));
    start += found + pattern.length;
  }
  return AppendPart(list, self, text.Slice(start, text.length));
}

bool SplitAtBackwards(Value list, Value self, const TextView& pattern, int64_t most) {
  TextView text = ByteView(self);
  int64_t end = text.length;
  while (most-- > 0) {
    TextView rest = text.Slice(0, end);
    int64_t found =
        pattern.length == 1 ? FindLastCharacter(rest, pattern[0]) : FindLastText(rest, pattern);
    if (found < 0) break;
    TRY_VOID(AppendPart(list, self, text.Slice(found + pattern.length, end)));
    end = found;
  }
  return AppendPart(list, self, text.Slice(0, end));
}

Owned Split(const char* name, Value self, const Value* args, size_t nargs, Value keyword_names,
            bool backwards) {
  Value values[2];
  TRY_VOID(ReadTwo(name, kSplitSignature, args, nargs, keyword_names, values));
  int64_t most = -1;
  if (values[1]) TRY_VOID(ReadSize(values[1], &most));
  if (most < 0) most = INT64_MAX;
  Handle list = TRY(ListNew());
  if (!values[0] || values[0].IsNone()) {
    TRY_VOID(backwards ? SplitWordsBackwards(list, self, most) : SplitWords(list, self, most));
  } else {
    ByteArgument separator;
    TRY_VOID(separator.Read(values[0]));
    if (separator.view().length == 0) return Raise(&ValueErrorType, "empty separator");
    TRY_VOID(backwards ? SplitAtBackwards(list, self, separator.view(), most)
                       : SplitAt(list, self, separator.view(), most));
  }
  if (backwards) TRY_VOID(ListReverse(list));
  return list.Release();
}

Owned Partition(Value self, Value separator, bool last) {
  ByteArgument argument;
  TRY_VOID(argument.Read(separator));
  const TextView& pattern = argument.view();
  if (pattern.length == 0) return Raise(&ValueErrorType, "empty separator");
  TextView text = ByteView(self);
  int64_t at = last ? FindLastText(text, pattern) : FindText(text, pattern);
  bool found = at >= 0;
  Handle middle = TRY(!found          ? MakeLike(self, "", 0)
                      : IsBytes(self) ? Retain(separator)
                                      : MakeLike(self, pattern));
  int64_t before_end = found ? at : last ? 0 : text.length;
  int64_t after_start = found ? at + pattern.length : last ? 0 : text.length;
  Handle before = TRY(!found && !last ? CopyLike(self) : MakeLike(self, text.Slice(0, before_end)));
  Handle after = TRY(!found && last ? CopyLike(self)
                                    : MakeLike(self, text.Slice(after_start, text.length)));
  return TupleOf({before, middle, after});
}

Owned Strip(Value self, const Value* args, size_t nargs, bool left, bool right) {
  TextRange kept;
  if (nargs == 0 || args[0].IsNone()) {
    kept = StripSpace(ByteView(self), TextFlavor::kBytes, left, right);
  } else {
    ByteArgument characters;
    TRY_VOID(characters.Read(args[0]));
    kept = StripCharacters(ByteView(self), characters.view(), left, right);
  }
  TextView text = ByteView(self);
  if (kept.start == 0 && kept.end == text.length) return CopyLike(self);
  return MakeLike(self, text.Slice(kept.start, kept.end));
}

}  // namespace

Owned ByteSplitMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  return Split("split", self, args, nargs, keyword_names, false);
}
Owned ByteRsplitMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  return Split("rsplit", self, args, nargs, keyword_names, true);
}

Owned ByteSplitlinesMethod(Value self, const Value* args) {
  bool keep = args[0] && TRY(IsTrue(args[0]));
  Handle list = TRY(ListNew());
  TextView text = ByteView(self);
  int64_t at = 0, with_break;
  TextRange line;
  while (NextLine(text, TextFlavor::kBytes, &at, &line, &with_break))
    TRY_VOID(AppendPart(list, self, text.Slice(line.start, keep ? with_break : line.end)));
  return list.Release();
}

Owned BytePartitionMethod(Value self, Value separator) { return Partition(self, separator, false); }
Owned ByteRpartitionMethod(Value self, Value separator) { return Partition(self, separator, true); }

Owned ByteStripMethod(Value self, const Value* args, size_t nargs) {
  return Strip(self, args, nargs, true, true);
}
Owned ByteLstripMethod(Value self, const Value* args, size_t nargs) {
  return Strip(self, args, nargs, true, false);
}
Owned ByteRstripMethod(Value self, const Value* args, size_t nargs) {
  return Strip(self, args, nargs, false, true);
}

Owned ByteRemoveprefixMethod(Value self, Value prefix) {
  ByteArgument argument;
  TRY_VOID(argument.Read(prefix));
  TextView text = ByteView(self);
  const TextView& part = argument.view();
  if (part.length == 0 || !MatchesAt(text, 0, part)) return CopyLike(self);
  return MakeLike(self, text.Slice(part.length, text.length));
}

Owned ByteRemovesuffixMethod(Value self, Value suffix) {
  ByteArgument argument;
  TRY_VOID(argument.Read(suffix));
  TextView text = ByteView(self);
  int64_t kept = text.length - argument.view().length;
  if (kept < 0 || kept == text.length || !MatchesAt(text, kept, argument.view()))
    return CopyLike(self);
  return MakeLike(self, text.Slice(0, kept));
}

}  // namespace polygil
