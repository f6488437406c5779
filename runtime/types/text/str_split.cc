// split, rsplit, splitlines, partition, strip, removeprefix.

#include "runtime/base/search/search.h"
#include "runtime/base/search/split.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"

namespace polygil {
namespace {

constexpr const char* kSplitSignature = "($self, /, sep=None, maxsplit=-1)\n--\n\n";

struct SplitPlan {
  Value separator;  // empty: white space
  int64_t most;
};

bool ReadSplit(const char* name, const Value* args, size_t nargs, Value keyword_names,
               SplitPlan* plan) {
  Value values[2];
  TRY_VOID(ReadTwo(name, kSplitSignature, args, nargs, keyword_names, values));
  plan->separator = values[0] && !values[0].IsNone() ? values[0] : Value::Empty();
  plan->most = -1;
  if (values[1]) TRY_VOID(ReadSize(values[1], &plan->most));
  if (plan->most < 0) plan->most = INT64_MAX;
  if (!plan->separator) return true;
  if (!IsStr(plan->separator))
    return Raise(&TypeErrorType, "must be str or None, not %.100s", TypeName(plan->separator));
  if (StrLength(plan->separator) == 0) return Raise(&ValueErrorType, "empty separator");
  return true;
}

bool AppendPart(Value list, Value self, int64_t start, int64_t end) {
  Owned part = StrSubstring(self, start, end);
  return part && ListAppendOwned(list, part);
}

// White space of ASCII: \t to \r, the four separators from 0x1c on, and the blank.
inline bool IsAsciiSpace(uint8_t c) { return c <= ' ' && ((uint64_t{0x1f0003e00} >> c) & 1) != 0; }

bool AppendAscii(Value list, const uint8_t* data, int64_t start, int64_t end) {
  Owned part =
      StrFromAscii(reinterpret_cast<const char*>(data) + start, static_cast<size_t>(end - start));
  return part && ListAppendOwned(list, part);
}

bool SplitAsciiWords(Value list, Value self, int64_t most) {
  const uint8_t* data = self.As<Str>()->data;
  int64_t length = StrLength(self);
  for (int64_t i = 0;; --most) {
    while (i < length && IsAsciiSpace(data[i])) ++i;
    if (i == length) return true;
    int64_t start = i;
    if (start == 0 && most == 0) return AppendPart(list, self, 0, length);
    if (most == 0) return AppendAscii(list, data, start, length);
    while (i < length && !IsAsciiSpace(data[i])) ++i;
    if (start == 0 && i == length) return AppendPart(list, self, 0, length);
    TRY_VOID(AppendAscii(list, data, start, i));
  }
}

bool SplitAsciiAt(Value list, Value self, uint8_t separator, int64_t most) {
  const uint8_t* data = self.As<Str>()->data;
  int64_t length = StrLength(self), start = 0;
  for (int64_t i = 0; i < length && most > 0; ++i) {
    if (data[i] != separator) continue;
    TRY_VOID(AppendAscii(list, data, start, i));
    start = i + 1;
    --most;
  }
  return start == 0 ? AppendPart(list, self, 0, length) : AppendAscii(list, data, start, length);
}

bool SplitWords(Value list, Value self, int64_t most) {
  if (self.As<Str>()->is_ascii()) return SplitAsciiWords(list, self, most);
  TextView text = StrView(self);
  int64_t at = 0;
  TextRange word;
  while (most-- > 0) {
    if (!NextWord(text, TextFlavor::kText, &at, &word)) return true;
    TRY_VOID(AppendPart(list, self, word.start, word.end));
  }
  // What is left is one part, without the white space before it.
  int64_t rest = at;
  if (!NextWord(text, TextFlavor::kText, &rest, &word)) return true;
  return AppendPart(list, self, word.start, text.length);
}

bool SplitAt(Value list, Value self, Value separator, int64_t most) {
  if (self.As<Str>()->is_ascii() && StrLength(separator) == 1 && StrAt(separator, 0) < 0x80)
    return SplitAsciiAt(list, self, static_cast<uint8_t>(StrAt(separator, 0)), most);
  TextView text = StrView(self), pattern = StrView(separator);
  int64_t start = 0;
  while (most-- > 0) {
    TextView rest = text.Slice(start, text.length);
    int64_t found = pattern.length == 1 ? FindCharacter(rest, pattern[0]) : FindText(rest, pattern);
    if (found < 0) break;
    TRY_VOID(AppendPart(list, self, start, start + found));
    start += found + pattern.length;
  }
  return AppendPart(list, self, start, text.length);
}

bool SplitWordsBackwards(Value list, Value self, int64_t most) {
  TextView text = StrView(self);
  int64_t at = text.length;
  TextRange word;
  while (most-- > 0) {
    if (!PreviousWord(text, TextFlavor::kText, &at, &word)) return true;
    TRY_VOID(AppendPart(list, self, word.start, word.end));
  }
  int64_t rest = at;
  if (!PreviousWord(text, TextFlavor::kText, &rest, &word)) return true;
  return AppendPart(list, self, 0, word.end);
}

bool SplitAtBackwards(Value list, Value self, Value separator, int64_t most) {
  TextView text = StrView(self), pattern = StrView(separator);
  int64_t end = text.length;
  while (most-- > 0) {
    TextView rest = text.Slice(0, end);
    int64_t found =
        pattern.length == 1 ? FindLastCharacter(rest, pattern[0]) : FindLastText(rest, pattern);
    if (found < 0) break;
    TRY_VOID(AppendPart(list, self, found + pattern.length, end));
    end = found;
  }
  return AppendPart(list, self, 0, end);
}

bool CheckSeparator(Value separator) {
  if (!IsStr(separator))
    return Raise(&TypeErrorType, "must be str, not %.100s", TypeName(separator));
  if (StrLength(separator) == 0) return Raise(&ValueErrorType, "empty separator");
  return true;
}

Owned Partition(Value self, Value separator, bool last) {
  TRY_VOID(CheckSeparator(separator));
  TextView text = StrView(self);
  TextView pattern = StrView(separator);
  int64_t at = last ? FindLastText(text, pattern) : FindText(text, pattern);
  if (at < 0) {
    Handle whole = TRY(StrExact(self));
    Value empty = shared_strs.empty;
    return last ? TupleOf({empty, empty, whole}) : TupleOf({whole, empty, empty});
  }
  Handle before = TRY(StrSubstring(self, 0, at));
  Handle after = TRY(StrSubstring(self, at + pattern.length, text.length));
  Value parts[3] = {before.Release().Peek(), Retain(separator).Peek(), after.Release().Peek()};
  return TupleAdopt(parts, 3);
}

Owned Strip(Value self, const Value* args, size_t nargs, const char* name, bool left, bool right) {
  TextView text = StrView(self);
  TextRange kept;
  if (nargs == 0 || args[0].IsNone()) {
    kept = StripSpace(text, TextFlavor::kText, left, right);
  } else if (IsStr(args[0])) {
    kept = StripCharacters(text, StrView(args[0]), left, right);
  } else {
    return Raise(&TypeErrorType, "%s arg must be None or str", name);
  }
  return StrSubstring(self, kept.start, kept.end);
}

}  // namespace

Owned StrSplitMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  SplitPlan plan;
  TRY_VOID(ReadSplit("split", args, nargs, keyword_names, &plan));
  Handle list = TRY(ListNew());
  TRY_VOID(plan.separator ? SplitAt(list, self, plan.separator, plan.most)
                          : SplitWords(list, self, plan.most));
  return list.Release();
}

Owned StrRsplitMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  SplitPlan plan;
  TRY_VOID(ReadSplit("rsplit", args, nargs, keyword_names, &plan));
  Handle list = TRY(ListNew());
  TRY_VOID(plan.separator ? SplitAtBackwards(list, self, plan.separator, plan.most)
                          : SplitWordsBackwards(list, self, plan.most));
  TRY_VOID(ListReverse(list));
  return list.Release();
}

Owned StrSplitlinesMethod(Value self, const Value* args) {
  bool keep = args[0] && TRY(IsTrue(args[0]));
  Handle list = TRY(ListNew());
  TextView text = StrView(self);
  int64_t at = 0, with_break;
  TextRange line;
  while (NextLine(text, TextFlavor::kText, &at, &line, &with_break))
    TRY_VOID(AppendPart(list, self, line.start, keep ? with_break : line.end));
  return list.Release();
}

Owned StrPartitionMethod(Value self, Value separator) { return Partition(self, separator, false); }
Owned StrRpartitionMethod(Value self, Value separator) { return Partition(self, separator, true); }

Owned StrStripMethod(Value self, const Value* args, size_t nargs) {
  return Strip(self, args, nargs, "strip", true, true);
}
Owned StrLstripMethod(Value self, const Value* args, size_t nargs) {
  return Strip(self, args, nargs, "lstrip", true, false);
}
Owned StrRstripMethod(Value self, const Value* args, size_t nargs) {
  return Strip(self, args, nargs, "rstrip", false, true);
}

Owned StrRemoveprefixMethod(Value self, Value prefix) {
  if (!IsStr(prefix))
    return Raise(&TypeErrorType, "removeprefix() argument must be str, not %.50s",
                 TypeName(prefix));
  if (!MatchesAt(StrView(self), 0, StrView(prefix))) return StrExact(self);
  return StrSubstring(self, StrLength(prefix), StrLength(self));
}

Owned StrRemovesuffixMethod(Value self, Value suffix) {
  if (!IsStr(suffix))
    return Raise(&TypeErrorType, "removesuffix() argument must be str, not %.50s",
                 TypeName(suffix));
  int64_t kept = StrLength(self) - StrLength(suffix);
  if (kept < 0 || !MatchesAt(StrView(self), kept, StrView(suffix))) return StrExact(self);
  return StrSubstring(self, 0, kept);
}

}  // namespace polygil
