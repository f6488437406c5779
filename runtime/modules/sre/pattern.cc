// re.Pattern: the object, and its methods besides sub and subn.

#include "runtime/modules/sre/pattern.h"

#include <cstddef>
#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/mapping_proxy.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/iterator/sequence_iterator.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Pattern* Of(Value self) { return self.As<Pattern>(); }

// -- Arguments ------------------------------------------------------------------------------------

#define REGION_SIGNATURE "($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\n"

// string, pos, endpos.
bool RegionArguments(const char* name, const Value* args, size_t nargs, Value keyword_names,
                     Value* bound) {
  if (!keyword_names && nargs >= 1 && nargs <= 3) [[likely]] {
    bound[0] = args[0];
    bound[1] = nargs > 1 ? args[1] : Value::Empty();
    bound[2] = nargs > 2 ? args[2] : Value::Empty();
    return true;
  }
  return BindArguments(name, REGION_SIGNATURE, args, nargs, keyword_names, bound);
}

// -- match, fullmatch, search ---------------------------------------------------------------------

enum class Mode { kMatch, kFullMatch, kSearch };

Owned RunOnce(Value self, const Value* bound, Mode mode) {
  Region region;
  TRY_VOID(region.Read(bound[1], bound[2]));
  Subject subject;
  TRY_VOID(subject.Open(Of(self), bound[0]));
  region.Clip(subject.length());
  if (!region.valid) return OwnNone();
  sre::Matcher matcher(*Of(self)->program, subject.data(), static_cast<size_t>(subject.length()),
                       subject.width(), MatchInterrupt());
  auto from = static_cast<size_t>(region.position), to = static_cast<size_t>(region.end);
  sre::Status status = mode == Mode::kMatch       ? matcher.Match(from, to)
                       : mode == Mode::kFullMatch ? matcher.FullMatch(from, to)
                                                  : matcher.Search(from, to);
  if (status == sre::Status::kNoMatch) return OwnNone();
  TRY_VOID(CheckStatus(status));
  return MatchNew(self, bound[0], matcher, region);
}

Owned PatternMatchMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(RegionArguments("match", args, nargs, keyword_names, bound));
  return RunOnce(self, bound, Mode::kMatch);
}
Owned PatternFullMatchMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(RegionArguments("fullmatch", args, nargs, keyword_names, bound));
  return RunOnce(self, bound, Mode::kFullMatch);
}
Owned PatternSearchMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(RegionArguments("search", args, nargs, keyword_names, bound));
  return RunOnce(self, bound, Mode::kSearch);
}

// -- findall, split -------------------------------------------------------------------------------

Owned GroupOr(const Subject& subject, const sre::Matcher& matcher, uint32_t group, bool none) {
  if (matcher.start(group) >= 0) return subject.Slice(matcher.start(group), matcher.stop(group));
  return none ? OwnNone() : subject.Slice(0, 0);
}

Owned FoundItem(const Subject& subject, const sre::Matcher& matcher, int64_t groups) {
  if (groups == 0) return subject.Slice(matcher.start(0), matcher.stop(0));
  if (groups == 1) return GroupOr(subject, matcher, 1, false);
  Handle tuple = TRY(TupleNew(groups));
  for (int64_t i = 0; i < groups; ++i)
    TupleInit(tuple, i, TRY(GroupOr(subject, matcher, static_cast<uint32_t>(i + 1), false)));
  return tuple.Release();
}

Owned PatternFindAllMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(RegionArguments("findall", args, nargs, keyword_names, bound));
  Region region;
  TRY_VOID(region.Read(bound[1], bound[2]));
  Subject subject;
  TRY_VOID(subject.Open(Of(self), bound[0]));
  region.Clip(subject.length());
  Handle found = TRY(ListNew());
  if (!region.valid) return found.Release();
  sre::Matcher matcher(*Of(self)->program, subject.data(), static_cast<size_t>(subject.length()),
                       subject.width(), MatchInterrupt());
  auto at = static_cast<size_t>(region.position), end = static_cast<size_t>(region.end);
  bool must_advance = false;
  for (;;) {
    sre::Status status = matcher.Search(at, end, must_advance);
    if (status == sre::Status::kNoMatch) return found.Release();
    TRY_VOID(CheckStatus(status));
    Owned item = FoundItem(subject, matcher, Of(self)->groups);
    if (!item || !ListAppendOwned(found, item)) return {};
    at = static_cast<size_t>(matcher.stop(0));
    must_advance = matcher.start(0) == matcher.stop(0);
  }
}

Owned PatternSplitMethod(Value self, const Value* args) {
  int64_t most = 0;
  if (args[1]) most = TRY(IndexExact(args[1], &OverflowErrorType));
  Subject subject;
  TRY_VOID(subject.Open(Of(self), args[0]));
  Handle parts = TRY(ListNew());
  sre::Matcher matcher(*Of(self)->program, subject.data(), static_cast<size_t>(subject.length()),
                       subject.width(), MatchInterrupt());
  size_t at = 0, end = static_cast<size_t>(subject.length());
  bool must_advance = false;
  for (int64_t n = 0; most == 0 || n < most; ++n) {
    sre::Status status = matcher.Search(at, end, must_advance);
    if (status == sre::Status::kNoMatch) break;
    TRY_VOID(CheckStatus(status));
    Owned part = subject.Slice(static_cast<int64_t>(at), matcher.start(0));
    if (!part || !ListAppendOwned(parts, part)) return {};
    for (int64_t i = 1; i <= Of(self)->groups; ++i) {
      Owned group = GroupOr(subject, matcher, static_cast<uint32_t>(i), true);
      if (!group || !ListAppendOwned(parts, group)) return {};
    }
    at = static_cast<size_t>(matcher.stop(0));
    must_advance = matcher.start(0) == matcher.stop(0);
  }
  Owned rest = subject.Slice(static_cast<int64_t>(at), subject.length());
  if (!rest || !ListAppendOwned(parts, rest)) return {};
  return parts.Release();
}

// -- finditer, scanner ----------------------------------------------------------------------------

}  // namespace

Owned ScannerNew(Value pattern, const Value* bound);

namespace {

Owned PatternScannerMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(RegionArguments("scanner", args, nargs, keyword_names, bound));
  return ScannerNew(self, bound);
}

Owned PatternFindIterMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[3];
  TRY_VOID(RegionArguments("finditer", args, nargs, keyword_names, bound));
  Handle scanner = TRY(ScannerNew(self, bound));
  Handle search = TRY(GetAttribute(scanner, "search"));
  return CallIteratorNew(search, Value::None());
}

// -- sub, subn ------------------------------------------------------------------------------------

Owned SubstituteArguments(Value self, const Value* args, bool with_count) {
  int64_t count = 0;
  if (args[2]) count = TRY(IndexExact(args[2], &OverflowErrorType));
  return Substitute(self, args[0], args[1], count, with_count);
}
Owned PatternSubMethod(Value self, const Value* args) {
  return SubstituteArguments(self, args, false);
}
Owned PatternSubnMethod(Value self, const Value* args) {
  return SubstituteArguments(self, args, true);
}

// -- The object -----------------------------------------------------------------------------------

Owned PatternCopyMethod(Value self) { return Retain(self); }
Owned PatternDeepCopyMethod(Value self, Value) { return Retain(self); }

bool AppendFlag(StrBuilder* text, int64_t* flags, int64_t flag, const char* name, bool* first) {
  if ((*flags & flag) == 0) return true;
  *flags &= ~flag;
  bool was_first = *first;
  *first = false;
  return (was_first ? text->AppendAscii(", ") : text->AppendAscii("|")) && text->AppendAscii(name);
}

Owned PatternRepr(Value self) {
  static constexpr struct {
    int64_t flag;
    const char* name;
  } kNames[] = {{kFlagTemplate, "re.TEMPLATE"},   {kFlagIgnoreCase, "re.IGNORECASE"},
                {kFlagLocale, "re.LOCALE"},       {kFlagMultiLine, "re.MULTILINE"},
                {kFlagDotAll, "re.DOTALL"},       {kFlagUnicode, "re.UNICODE"},
                {kFlagVerbose, "re.VERBOSE"},     {kFlagDebug, "re.DEBUG"},
                {kFlagAscii, "re.ASCII"}};
  int64_t flags = Of(self)->flags;
  if (Of(self)->kind == TextKind::kStr &&
      (flags & (kFlagLocale | kFlagUnicode | kFlagAscii)) == kFlagUnicode)
    flags &= ~kFlagUnicode;
  Handle head = TRY(StrFormat("re.compile(%.200R", Of(self)->pattern));
  StrBuilder text;
  TRY_VOID(text.Append(head.Get()));
  bool first = true;
  for (const auto& row : kNames)
    TRY_VOID(AppendFlag(&text, &flags, row.flag, row.name, &first));
  if (flags != 0) {
    Handle rest = TRY(StrFormat("%s0x%lx", first ? ", " : "|", static_cast<unsigned long>(flags)));
    TRY_VOID(text.Append(rest.Get()));
  }
  TRY_VOID(text.AppendAscii(")"));
  return text.Finish();
}

Fallible<int64_t> PatternHash(Value self) {
  const Pattern* pattern = Of(self);
  uint64_t hash = static_cast<uint64_t>(TRY(Hash(pattern->pattern)));
  for (int64_t i = 0; i < pattern->code_size; ++i)
    hash = (hash ^ pattern->code[i]) * 0x9E3779B97F4A7C15u;
  hash ^= static_cast<uint64_t>(pattern->flags) ^ static_cast<uint64_t>(pattern->kind) ^
          static_cast<uint64_t>(pattern->code_size);
  return hash == ~uint64_t{0} ? -2 : static_cast<int64_t>(hash);
}

Owned PatternCompare(Value self, Value other, CompareOp op) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !IsExactly(other, PatternType))
    return OwnNotImplemented();
  if (self == other) return OwnBool(op == CompareOp::kEq);
  const Pattern *a = Of(self), *b = Of(other);
  bool equal = a->flags == b->flags && a->kind == b->kind && a->code_size == b->code_size &&
               memcmp(a->code, b->code, static_cast<size_t>(a->code_size) * sizeof(uint32_t)) == 0;
  if (equal) equal = TRY(Equals(a->pattern, b->pattern));
  return OwnBool(equal == (op == CompareOp::kEq));
}

bool PatternTraverse(Object* self, Visitor visit, void* arg) {
  auto* pattern = static_cast<Pattern*>(self);
  for (Value v : {pattern->pattern, pattern->group_index, pattern->index_group})
    if (v && visit(v, arg)) return true;
  return false;
}

void PatternDestroy(Object* self) {
  auto* pattern = static_cast<Pattern*>(self);
  ClearField(&pattern->pattern);
  ClearField(&pattern->group_index);
  ClearField(&pattern->index_group);
  delete pattern->program;
  RawFree(pattern->code, static_cast<size_t>(pattern->code_size) * sizeof(uint32_t));
}

Owned GroupIndex(Value self) {
  return MappingProxyNew(Of(self)->group_index);
}
Owned Flags(Value self) { return IntFromInt64(Of(self)->flags); }
Owned Groups(Value self) { return IntFromInt64(Of(self)->groups); }

constexpr MethodDef kPatternMethods[] = {
    PY_METHOD(Pattern, match, Keywords(PatternMatchMethod),
              REGION_SIGNATURE "Matches zero or more characters at the beginning of the string."),
    PY_METHOD(Pattern, fullmatch, Keywords(PatternFullMatchMethod),
              REGION_SIGNATURE "Matches against all of the string."),
    PY_METHOD(Pattern, search, Keywords(PatternSearchMethod),
              REGION_SIGNATURE "Scan through string looking for a match, and return a corresponding "
                               "match object instance.\n\nReturn None if no position in the string "
                               "matches."),
    PY_METHOD(Pattern, sub, Bound(PatternSubMethod),
              "($self, /, repl, string, count=0)\n--\n\nReturn the string with the leftmost "
              "non-overlapping occurrences of pattern replaced by repl."),
    PY_METHOD(Pattern, subn, Bound(PatternSubnMethod),
              "($self, /, repl, string, count=0)\n--\n\nReturn the tuple (new_string, "
              "number_of_subs_made) of sub()."),
    PY_METHOD(Pattern, findall, Keywords(PatternFindAllMethod),
              REGION_SIGNATURE "Return a list of all non-overlapping matches of pattern in string."),
    PY_METHOD(Pattern, split, Bound(PatternSplitMethod),
              "($self, /, string, maxsplit=0)\n--\n\nSplit string by the occurrences of pattern."),
    PY_METHOD(Pattern, finditer, Keywords(PatternFindIterMethod),
              REGION_SIGNATURE "Return an iterator over all non-overlapping matches for the RE "
                               "pattern in string.\n\nFor each match, the iterator returns a match "
                               "object."),
    PY_METHOD(Pattern, scanner, Keywords(PatternScannerMethod), REGION_SIGNATURE),
    PY_METHOD(Pattern, __copy__, NoArgs(PatternCopyMethod), "($self, /)\n--\n\n"),
    PY_METHOD(Pattern, __deepcopy__, OneArg(PatternDeepCopyMethod), "($self, memo, /)\n--\n\n"),
    PY_METHOD(Pattern, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    {}};

constexpr PropertyDef kPatternProperties[] = {
    {"groupindex", GroupIndex, nullptr, "A dictionary mapping group names to group numbers."},
    {"flags", Flags, nullptr, "The regex matching flags."},
    {"groups", Groups, nullptr, "The number of capturing groups in the pattern."},
    {}};

constexpr MemberDef kPatternMembers[] = {
    {"pattern", offsetof(Pattern, pattern), MemberKind::kReadOnlyNone,
     "The pattern string from which the RE object was compiled."},
    {}};

}  // namespace

Type PatternType;

bool InitPatternType() {
  if (PatternType.dict) return true;
  TypeSlots& slots = PatternType.slots;
  slots.repr = PatternRepr;
  slots.hash = PatternHash;
  slots.rich_compare = PatternCompare;
  slots.traverse = PatternTraverse;
  slots.destroy = PatternDestroy;
  return InitBuiltinType({.type = &PatternType,
                          .name = "re.Pattern",
                          .basic_size = sizeof(Pattern),
                          .flags = kTypeGc | kTypeWeakly | kTypeNoInstantiation,
                          .methods = kPatternMethods,
                          .properties = kPatternProperties,
                          .members = kPatternMembers,
                          .doc = "Compiled regular expression object."});
}

}  // namespace polygil
