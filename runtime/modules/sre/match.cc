// re.Match: where the groups of one match are.

#include <cstddef>

#include "runtime/modules/sre/pattern.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/str.h"

namespace polygil {

Owned MatchNew(Value pattern, Value string, const sre::Matcher& matcher, const Region& region) {
  int64_t groups = pattern.As<Pattern>()->groups + 1;
  Owned made = AllocateVarObject(&MatchType, 2 * groups);
  if (!made) return {};
  Match* match = made.Peek().As<Match>();
  IncRef(string);
  IncRef(pattern);
  match->string = string;
  match->pattern = pattern;
  match->position = region.position;
  match->end_position = region.end;
  match->last_index = matcher.last_index();
  for (int64_t i = 0; i < groups; ++i) {
    match->marks[2 * i] = matcher.start(static_cast<uint32_t>(i));
    match->marks[2 * i + 1] = matcher.stop(static_cast<uint32_t>(i));
  }
  if (IsExactly(string, StrType) || IsExactly(string, BytesType)) GcUntrack(match);
  return made;
}

namespace {

Match* Of(Value self) { return self.As<Match>(); }
Pattern* PatternOf(Value self) { return Of(self)->pattern.As<Pattern>(); }

// -- Groups ---------------------------------------------------------------------------------------

Fallible<int64_t> GroupNumber(Value self, Value group) {
  int64_t number = -1;
  if (group.IsInt()) {
    number = group.AsInt();
  } else if (IsAnyInt(group) || TypeOf(group)->slots.index != nullptr) {
    number = TRY(IndexClipped(group));
  } else {
    Value found = DictGet(PatternOf(self)->group_index, group);
    if (!found && HasPendingException()) return {};
    if (found && IsAnyInt(found)) IntFitsInt64(found, &number);
  }
  if (number < 0 || number >= Of(self)->group_count())
    return Raise(&IndexErrorType, "no such group");
  return number;
}

// Borrows `missing` for a group that took no part.
Owned GroupText(Value self, int64_t number, Value missing) {
  const Match* match = Of(self);
  if (match->marks[2 * number] < 0) return Retain(missing);
  return MatchSlice(match->string, match->marks[2 * number], match->marks[2 * number + 1]);
}

Owned GroupOf(Value self, Value group) {
  int64_t number = TRY(GroupNumber(self, group));
  return GroupText(self, number, Value::None());
}

Owned MatchGroupMethod(Value self, const Value* args, size_t nargs) {
  if (nargs == 0) return GroupText(self, 0, Value::None());
  if (nargs == 1) return GroupOf(self, args[0]);
  Handle tuple = TRY(TupleNew(static_cast<int64_t>(nargs)));
  for (size_t i = 0; i < nargs; ++i)
    TupleInit(tuple, static_cast<int64_t>(i), TRY(GroupOf(self, args[i])));
  return tuple.Release();
}

Owned MatchGetItem(Value self, Value group) { return GroupOf(self, group); }

Owned MatchGroupsMethod(Value self, const Value* args) {
  Value missing = args[0] ? args[0] : Value::None();
  int64_t count = Of(self)->group_count();
  Handle tuple = TRY(TupleNew(count - 1));
  for (int64_t i = 1; i < count; ++i) TupleInit(tuple, i - 1, TRY(GroupText(self, i, missing)));
  return tuple.Release();
}

Owned MatchGroupDictMethod(Value self, const Value* args) {
  Value missing = args[0] ? args[0] : Value::None();
  Handle dict = TRY(DictNew());
  int64_t position = 0;
  Value name, number;
  while (DictNext(PatternOf(self)->group_index, &position, &name, &number)) {
    int64_t group = TRY(GroupNumber(self, number));
    Handle text = TRY(GroupText(self, group, missing));
    TRY_VOID(DictSet(dict, name, text));
  }
  return dict.Release();
}

// -- Positions ------------------------------------------------------------------------------------

Owned Mark(Value self, const Value* args, size_t nargs, int which) {
  int64_t number = nargs == 0 ? 0 : TRY(GroupNumber(self, args[0]));
  return IntFromInt64(Of(self)->marks[2 * number + which]);
}
Owned MatchStartMethod(Value self, const Value* args, size_t nargs) {
  return Mark(self, args, nargs, 0);
}
Owned MatchEndMethod(Value self, const Value* args, size_t nargs) {
  return Mark(self, args, nargs, 1);
}

Owned SpanOf(Value self, int64_t number) {
  const int64_t* marks = Of(self)->marks + 2 * number;
  return TupleOf({Value::Int(marks[0]), Value::Int(marks[1])});
}
Owned MatchSpanMethod(Value self, const Value* args, size_t nargs) {
  int64_t number = nargs == 0 ? 0 : TRY(GroupNumber(self, args[0]));
  return SpanOf(self, number);
}

Owned Regs(Value self) {
  Match* match = Of(self);
  if (!match->regs) {
    Handle tuple = TRY(TupleNew(match->group_count()));
    for (int64_t i = 0; i < match->group_count(); ++i) TupleInit(tuple, i, TRY(SpanOf(self, i)));
    match->regs = tuple.Release().Peek();
  }
  return Retain(match->regs);
}

Owned LastIndex(Value self) {
  return Of(self)->last_index > 0 ? IntFromInt64(Of(self)->last_index) : OwnNone();
}
Owned LastGroup(Value self) {
  int64_t index = Of(self)->last_index;
  Value names = PatternOf(self)->index_group;
  if (index <= 0 || index >= TupleSize(names)) return OwnNone();
  return Retain(TupleAt(names, index));
}
Owned StartPosition(Value self) { return IntFromInt64(Of(self)->position); }
Owned EndPosition(Value self) { return IntFromInt64(Of(self)->end_position); }

// -- The object -----------------------------------------------------------------------------------

// The library expands templates, as it parses them.
Owned MatchExpandMethod(Value self, const Value* args) {
  Handle name = TRY(StrInternUtf8("re"));
  Handle re = TRY(Call(CurrentInterpreter()->import_function, {name}));
  return CallMethod(re, "_expand", {Of(self)->pattern, self, args[0]});
}

Owned MatchCopyMethod(Value self) { return Retain(self); }
Owned MatchDeepCopyMethod(Value self, Value) { return Retain(self); }

Owned MatchRepr(Value self) {
  const Match* match = Of(self);
  Handle text = TRY(GroupText(self, 0, Value::None()));
  return StrFormat("<%s object; span=(%zd, %zd), match=%.50R>", "re.Match",
                   static_cast<ssize_t>(match->marks[0]), static_cast<ssize_t>(match->marks[1]),
                   text.Get());
}

bool MatchTraverse(Object* self, Visitor visit, void* arg) {
  auto* match = static_cast<Match*>(self);
  for (Value v : {match->string, match->pattern, match->regs})
    if (v && visit(v, arg)) return true;
  return false;
}

void MatchDestroy(Object* self) {
  auto* match = static_cast<Match*>(self);
  ClearField(&match->regs);
  ClearField(&match->string);
  ClearField(&match->pattern);
}

constexpr MethodDef kMatchMethods[] = {
    PY_METHOD(Match, group, Positional(MatchGroupMethod, 0, kNoMaximum),
              "group([group1, ...]) -> str or tuple.\n\nReturn subgroup(s) of the match by indices "
              "or names.\nFor 0 returns the entire match."),
    PY_METHOD(Match, start, Positional(MatchStartMethod, 0, 1),
              "($self, group=0, /)\n--\n\nReturn index of the start of the substring matched by "
              "group."),
    PY_METHOD(Match, end, Positional(MatchEndMethod, 0, 1),
              "($self, group=0, /)\n--\n\nReturn index of the end of the substring matched by "
              "group."),
    PY_METHOD(Match, span, Positional(MatchSpanMethod, 0, 1),
              "($self, group=0, /)\n--\n\nFor match object m, return the 2-tuple (m.start(group), "
              "m.end(group))."),
    PY_METHOD(Match, groups, Bound(MatchGroupsMethod),
              "($self, /, default=None)\n--\n\nReturn a tuple containing all the subgroups of the "
              "match, from 1."),
    PY_METHOD(Match, groupdict, Bound(MatchGroupDictMethod),
              "($self, /, default=None)\n--\n\nReturn a dictionary containing all the named "
              "subgroups of the match, keyed by the subgroup name."),
    PY_METHOD(Match, expand, Bound(MatchExpandMethod),
              "($self, /, template)\n--\n\nReturn the string obtained by doing backslash "
              "substitution on the string template, as done by the sub() method."),
    PY_METHOD(Match, __copy__, NoArgs(MatchCopyMethod), "($self, /)\n--\n\n"),
    PY_METHOD(Match, __deepcopy__, OneArg(MatchDeepCopyMethod), "($self, memo, /)\n--\n\n"),
    PY_METHOD(Match, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    {}};

constexpr PropertyDef kMatchProperties[] = {
    {"lastindex", LastIndex, nullptr, "The integer index of the last matched capturing group."},
    {"lastgroup", LastGroup, nullptr, "The name of the last matched capturing group."},
    {"regs", Regs, nullptr, nullptr},
    {"pos", StartPosition, nullptr,
     "The index into the string at which the RE engine started looking for a match."},
    {"endpos", EndPosition, nullptr,
     "The index into the string beyond which the RE engine will not go."},
    {}};

constexpr MemberDef kMatchMembers[] = {
    {"string", offsetof(Match, string), MemberKind::kReadOnlyNone,
     "The string passed to match() or search()."},
    {"re", offsetof(Match, pattern), MemberKind::kReadOnlyNone, "The regular expression object."},
    {}};

}  // namespace

Type MatchType;

bool InitMatchType() {
  if (MatchType.dict) return true;
  TypeSlots& slots = MatchType.slots;
  slots.repr = MatchRepr;
  slots.get_item = MatchGetItem;
  slots.traverse = MatchTraverse;
  slots.destroy = MatchDestroy;
  return InitBuiltinType({.type = &MatchType,
                          .name = "re.Match",
                          .basic_size = sizeof(Match),
                          .item_size = sizeof(int64_t),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kMatchMethods,
                          .properties = kMatchProperties,
                          .members = kMatchMembers,
                          .doc = "The result of re.match() and re.search().\nMatch objects always "
                                 "have a boolean value of True."});
}

}  // namespace polygil
