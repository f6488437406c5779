// BaseExceptionGroup and ExceptionGroup (PEP 654).

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/mro.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/layouts.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type exception_group_type;

ExceptionGroup* Of(Value self) { return self.As<ExceptionGroup>(); }

bool IsGroup(Value v) { return IsInstanceOf(v, BaseExceptionGroupType); }

// -- Construction ---------------------------------------------------------------------------------

// Checks the members; *only_exceptions: none is a bare BaseException.
bool CheckMembers(Value members, bool* only_exceptions) {
  *only_exceptions = true;
  if (TupleSize(members) == 0)
    return Raise(&ValueErrorType, "second argument (exceptions) must be a non-empty sequence");
  for (int64_t i = 0; i < TupleSize(members); ++i) {
    Value member = TupleAt(members, i);
    if (!IsExceptionInstance(member))
      return Raise(&ValueErrorType, "Item %d of second argument (exceptions) is not an exception",
                   static_cast<int>(i));
    *only_exceptions = *only_exceptions && IsInstanceOf(member, ExceptionType);
  }
  return true;
}

Type* ChooseClass(Type* type, bool only_exceptions) {
  if (type == &BaseExceptionGroupType) return only_exceptions ? &exception_group_type : type;
  if (only_exceptions) return type;
  if (type == &exception_group_type)
    return Raise(&TypeErrorType, "Cannot nest BaseExceptions in an ExceptionGroup");
  if (IsSubtype(type, &ExceptionType))
    return Raise(&TypeErrorType, "Cannot nest BaseExceptions in '%.200s'", TypeNameOf(type));
  return type;
}

Owned GroupMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  constexpr const char* kName = "BaseExceptionGroup.__new__";
  if (nargs != 2)
    return Raise(&TypeErrorType, "%s() takes exactly 2 arguments (%zd given)", kName,
                 static_cast<ssize_t>(nargs));
  if (!IsStr(args[0]))
    return Raise(&TypeErrorType, "%s() argument 1 must be str, not %.50s", kName,
                 TypeName(args[0]));
  Type* sequence = TypeOf(args[1]);
  if (sequence->slots.get_item == nullptr || IsDict(args[1]))
    return Raise(&TypeErrorType, "second argument (exceptions) must be a sequence");
  Handle members = TRY(ToTuple(args[1]));
  bool only_exceptions;
  TRY_VOID(CheckMembers(members, &only_exceptions));
  Type* chosen = TRY(ChooseClass(type, only_exceptions));
  Handle result = TRY(BaseExceptionMake(chosen, args, nargs, keyword_names));
  Of(result)->message = Retain(args[0]).Peek();
  Of(result)->exceptions = members.Release().Peek();
  return result.Release();
}

Owned GroupStr(Value self) {
  int64_t count = TupleSize(Of(self)->exceptions);
  return StrFormat("%S (%zd sub-exception%s)", Of(self)->message, static_cast<ssize_t>(count),
                   count > 1 ? "s" : "");
}

bool GroupTraverse(Object* object, Visitor visit, void* arg) {
  auto* group = static_cast<ExceptionGroup*>(object);
  return (group->message && visit(group->message, arg)) ||
         (group->exceptions && visit(group->exceptions, arg)) ||
         BaseExceptionTraverse(object, visit, arg);
}

void GroupClear(Object* object) {
  auto* group = static_cast<ExceptionGroup*>(object);
  ClearField(&group->message);
  ClearField(&group->exceptions);
  BaseExceptionClear(object);
}

// -- Splitting ------------------------------------------------------------------------------------

// A part of a group with its metadata; None for no members.
Owned Derive(Value group, Value members) {
  if (ListSize(members) == 0) return OwnNone();
  Handle part = TRY(CallMethod(group, names.derive, {members}));
  if (!IsGroup(part))
    return Raise(&TypeErrorType, "derive must return an instance of BaseExceptionGroup");
  auto* to = part.As<BaseException>();
  auto* from = group.As<BaseException>();
  SetField(&to->traceback, from->traceback);
  SetField(&to->context, from->context);
  SetField(&to->cause, from->cause);
  to->suppress_context = from->suppress_context || from->cause;
  Handle notes = FindAttribute(group, names.__notes__);
  if (!notes && HasPendingException()) return {};
  if (notes && (IsList(notes) || IsTuple(notes))) {
    Handle copy = TRY(ToList(notes));
    TRY_VOID(SetAttribute(part, names.__notes__, copy));
  }
  return part.Release();
}

Value IdentityOf(Value exception) { return Value::Int(static_cast<int64_t>(exception.bits >> 4)); }

// What selects members: an exception type, a tuple of them, a predicate, or a set of members by
// address (which groups themselves never match).
struct Matcher {
  Value condition;
  bool predicate;
  bool by_identity = false;

  Fallible<bool> Matches(Value exception) const {
    if (by_identity) {
      if (IsGroup(exception)) return false;
      return SetContains(condition, IdentityOf(exception));
    }
    if (!predicate) {
      if (IsType(condition)) return IsSubtype(TypeOf(exception), condition.As<Type>());
      for (int64_t i = 0; i < TupleSize(condition); ++i)
        if (IsSubtype(TypeOf(exception), TupleAt(condition, i).As<Type>())) return true;
      return false;
    }
    Handle answer = TRY(Call(condition, {exception}));
    return IsTrue(answer);
  }
};

bool IsExceptionClass(Value v) { return IsType(v) && v.As<Type>()->Has(kTypeIsException); }

bool MakeMatcher(Value condition, Matcher* out) {
  *out = {condition, false, false};
  if (IsExactly(condition, FunctionType)) {
    out->predicate = true;
    return true;
  }
  bool valid = IsExceptionClass(condition);
  if (IsTuple(condition)) {
    valid = true;
    for (int64_t i = 0; i < TupleSize(condition); ++i)
      valid = valid && IsExceptionClass(TupleAt(condition, i));
  }
  if (valid) return true;
  return Raise(&TypeErrorType,
               "expected a function, exception type or tuple of exception types");
}

struct Halves {
  Handle match, rest;  // None: empty half
};

bool Split(Value exception, const Matcher& matcher, bool want_rest, Halves* out) {
  out->match = OwnNone();
  out->rest = OwnNone();
  NativeDepth depth;
  if (!depth.Check(" in exceptiongroup_split_recursive")) return false;
  bool matches = TRY(matcher.Matches(exception));
  if (matches) {
    out->match = Retain(exception);
    return true;
  }
  if (!IsGroup(exception)) {
    if (want_rest) out->rest = Retain(exception);
    return true;
  }
  Handle match = TRY(ListNew()), rest = TRY(ListNew());
  Handle members = Retain(Of(exception)->exceptions);
  for (int64_t i = 0; i < TupleSize(members); ++i) {
    Halves halves;
    TRY_VOID(Split(TupleAt(members, i), matcher, want_rest, &halves));
    if (!halves.match.Get().IsNone()) TRY_VOID(ListAppend(match, halves.match));
    if (!halves.rest.Get().IsNone()) TRY_VOID(ListAppend(rest, halves.rest));
  }
  out->match = TRY(Derive(exception, match));
  if (want_rest) out->rest = TRY(Derive(exception, rest));
  return true;
}

Owned SplitMethod(Value self, Value condition) {
  Matcher matcher;
  TRY_VOID(MakeMatcher(condition, &matcher));
  Halves halves;
  TRY_VOID(Split(self, matcher, true, &halves));
  return TupleOf({halves.match, halves.rest});
}

Owned SubgroupMethod(Value self, Value condition) {
  Matcher matcher;
  TRY_VOID(MakeMatcher(condition, &matcher));
  Halves halves;
  TRY_VOID(Split(self, matcher, false, &halves));
  return halves.match.Release();
}

Owned DeriveMethod(Value self, Value members) {
  return Call(Value::Pointer(&BaseExceptionGroupType), {Of(self)->message, members});
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(BaseExceptionGroup, __class_getitem__, OneArg(ClassGetItem, kMethodClass),
              "See PEP 585"),
    PY_METHOD(BaseExceptionGroup, derive, OneArg(DeriveMethod), nullptr),
    PY_METHOD(BaseExceptionGroup, split, OneArg(SplitMethod), nullptr),
    PY_METHOD(BaseExceptionGroup, subgroup, OneArg(SubgroupMethod), nullptr),
    {}};
const MemberDef kMembers[] = {
    {"message", offsetof(ExceptionGroup, message), MemberKind::kReadOnlyNone, "exception message"},
    {"exceptions", offsetof(ExceptionGroup, exceptions), MemberKind::kReadOnlyNone,
     "nested exceptions"},
    {}};

}  // namespace

const ExceptionLayout kExceptionGroupLayout = {.basic_size = sizeof(ExceptionGroup),
                                               .traverse = GroupTraverse,
                                               .clear = GroupClear,
                                               .new_instance = GroupMake,
                                               .str = GroupStr,
                                               .methods = kMethods,
                                               .members = kMembers};

Type* ExceptionGroupType() { return &exception_group_type; }

bool ExceptionGroupSplit(Value group, Value condition, Owned* match, Owned* rest) {
  Handle pair = TRY(CallMethod(group, names.split, {condition}));
  if (!IsTuple(pair))
    return Raise(&TypeErrorType, "%.200s.split must return a tuple, not %.200s", TypeName(group),
                 TypeName(pair));
  if (TupleSize(pair) < 2)
    return Raise(&TypeErrorType, "%.200s.split must return a 2-tuple, got tuple of size %zd",
                 TypeName(group), static_cast<ssize_t>(TupleSize(pair)));
  *match = Retain(TupleAt(pair, 0));
  *rest = Retain(TupleAt(pair, 1));
  return true;
}

namespace {

bool CollectLeaves(Value exception, Value set) {
  if (!IsGroup(exception)) return SetAdd(set, IdentityOf(exception));
  if (!CheckNativeStack()) return false;
  Value members = Of(exception)->exceptions;
  for (int64_t i = 0; i < TupleSize(members); ++i)
    TRY_VOID(CollectLeaves(TupleAt(members, i), set));
  return true;
}

}  // namespace

Owned ExceptionGroupProject(Value group, Value kept) {
  Handle leaves = TRY(SetNew());
  for (int64_t i = 0; i < ListSize(kept); ++i) TRY_VOID(CollectLeaves(ListAt(kept, i), leaves));
  Matcher matcher{leaves, false, true};
  Halves halves;
  TRY_VOID(Split(group, matcher, false, &halves));
  return halves.match.Release();
}

bool InitExceptionGroupType() {
  Handle bases = TRY(TupleOf(
      {Value::Pointer(&BaseExceptionGroupType), Value::Pointer(&ExceptionType)}));
  exception_group_type.bases = bases.Release().Peek();
  exception_group_type.slots.traverse = GroupTraverse;
  TRY_VOID(InitBuiltinType({.type = &exception_group_type,
                            .name = "ExceptionGroup",
                            .base = &BaseExceptionGroupType,
                            .basic_size = sizeof(ExceptionGroup),
                            .flags = kTypeBase | kTypeGc}));
  return AddSubclass(&ExceptionType, &exception_group_type);
}

}  // namespace polygil
