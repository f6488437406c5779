// find, index, count, startswith, endswith, in.

#include "runtime/base/search/search.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/arguments.h"
#include "runtime/types/text/str.h"
#include "runtime/types/text/str_methods.h"

namespace polygil {
namespace {

struct Search {
  TextView text;     // the part to search
  TextView pattern;
  int64_t start;
  bool possible;     // start is not behind the end
};

bool ReadSearch(Value self, const Value* args, size_t nargs, Search* search) {
  if (!IsStr(args[0])) return Raise(&TypeErrorType, "must be str, not %.100s", TypeName(args[0]));
  int64_t length = StrLength(self), end;
  TRY_VOID(ReadBounds(args, nargs, 1, length, &search->start, &end));
  search->pattern = StrView(args[0]);
  search->possible = search->start <= end && search->pattern.length <= end - search->start;
  if (search->possible) search->text = StrView(self).Slice(search->start, end);
  return true;
}

bool Locate(Value self, const Value* args, size_t nargs, bool last, int64_t* found) {
  Search search;
  TRY_VOID(ReadSearch(self, args, nargs, &search));
  *found = -1;
  if (!search.possible) return true;
  const TextView& pattern = search.pattern;
  int64_t at;
  if (pattern.length == 1)
    at = last ? FindLastCharacter(search.text, pattern[0]) : FindCharacter(search.text, pattern[0]);
  else
    at = last ? FindLastText(search.text, pattern) : FindText(search.text, pattern);
  if (at >= 0) *found = at + search.start;
  return true;
}

Owned FindOrRaise(Value self, const Value* args, size_t nargs, bool last) {
  int64_t found;
  TRY_VOID(Locate(self, args, nargs, last, &found));
  if (found < 0) return Raise(&ValueErrorType, "substring not found");
  return Owned(Value::Int(found));
}

Owned MatchEnd(Value self, const Value* args, size_t nargs, bool suffix) {
  const char* name = suffix ? "endswith" : "startswith";
  int64_t start, end;
  TRY_VOID(ReadBounds(args, nargs, 1, StrLength(self), &start, &end));
  TextView text = StrView(self);
  auto matches = [&](Value part) {
    TextView pattern = StrView(part);
    if (start > end || pattern.length > end - start) return false;
    return MatchesAt(text, suffix ? end - pattern.length : start, pattern);
  };
  if (IsStr(args[0])) return OwnBool(matches(args[0]));
  if (!IsTuple(args[0]))
    return Raise(&TypeErrorType, "%s first arg must be str or a tuple of str, not %.100s", name,
                 TypeName(args[0]));
  for (int64_t i = 0; i < TupleSize(args[0]); ++i) {
    Value part = TupleAt(args[0], i);
    if (!IsStr(part))
      return Raise(&TypeErrorType, "tuple for %s must only contain str, not %.100s", name,
                   TypeName(part));
    if (matches(part)) return OwnBool(true);
  }
  return OwnBool(false);
}

}  // namespace

Owned StrFindMethod(Value self, const Value* args, size_t nargs) {
  int64_t found;
  TRY_VOID(Locate(self, args, nargs, false, &found));
  return Owned(Value::Int(found));
}
Owned StrRfindMethod(Value self, const Value* args, size_t nargs) {
  int64_t found;
  TRY_VOID(Locate(self, args, nargs, true, &found));
  return Owned(Value::Int(found));
}
Owned StrIndexMethod(Value self, const Value* args, size_t nargs) {
  return FindOrRaise(self, args, nargs, false);
}
Owned StrRindexMethod(Value self, const Value* args, size_t nargs) {
  return FindOrRaise(self, args, nargs, true);
}

Owned StrCountMethod(Value self, const Value* args, size_t nargs) {
  Search search;
  TRY_VOID(ReadSearch(self, args, nargs, &search));
  return Owned(Value::Int(search.possible ? CountText(search.text, search.pattern) : 0));
}

Owned StrStartswithMethod(Value self, const Value* args, size_t nargs) {
  return MatchEnd(self, args, nargs, false);
}
Owned StrEndswithMethod(Value self, const Value* args, size_t nargs) {
  return MatchEnd(self, args, nargs, true);
}

Fallible<bool> StrContainsSlot(Value self, Value item) {
  if (!IsStr(item))
    return Raise(&TypeErrorType, "'in <string>' requires string as left operand, not %.100s",
                 TypeName(item));
  return StrFind(self, item, 0, INT64_MAX) >= 0;
}

}  // namespace polygil
