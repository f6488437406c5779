// functools.partial.

#include "runtime/modules/_functools/functools.h"
#include "runtime/modules/instance_dict.h"
#include "runtime/types/callable/argument_buffer.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type PartialType;

struct Partial : Object {
  Value function;
  Value args;      // tuple
  Value keywords;  // dict
  Value dict;      // or empty
};

Owned PartialCall(Value self, const Value* args, size_t nargs, Value keyword_names);

// first + args, as a tuple.
Owned JoinArguments(Value first_tuple_or_empty, const Value* args, size_t nargs) {
  if (!first_tuple_or_empty) return TupleFrom(args, static_cast<int64_t>(nargs));
  int64_t have = TupleSize(first_tuple_or_empty);
  Handle result = TRY(TupleNew(have + static_cast<int64_t>(nargs)));
  for (int64_t i = 0; i < have; ++i)
    TupleInit(result, i, Retain(TupleAt(first_tuple_or_empty, i)));
  for (size_t i = 0; i < nargs; ++i)
    TupleInit(result, have + static_cast<int64_t>(i), Retain(args[i]));
  return result.Release();
}

Owned JoinKeywords(Value first_dict_or_empty, const Value* values, Value keyword_names) {
  Handle result = TRY(first_dict_or_empty ? DictCopy(first_dict_or_empty) : DictNew());
  if (keyword_names) {
    for (int64_t i = 0; i < TupleSize(keyword_names); ++i)
      TRY_VOID(DictSet(result, TupleAt(keyword_names, i), values[i]));
  }
  return result.Release();
}

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  if (nargs < 1) return Raise(&TypeErrorType, "type 'partial' takes at least one argument");
  Value function = args[0], first_args = Value::Empty(), first_keywords = Value::Empty();
  // A partial of a partial is one partial, unless the inner one carries attributes.
  if (TypeOf(function)->slots.call == PartialCall && function.As<Partial>()->dict.IsEmpty()) {
    first_args = function.As<Partial>()->args;
    first_keywords = function.As<Partial>()->keywords;
    function = function.As<Partial>()->function;
  }
  if (!IsCallable(function)) return Raise(&TypeErrorType, "the first argument must be callable");
  Handle all_args = TRY(JoinArguments(first_args, args + 1, nargs - 1));
  Handle keywords = TRY(JoinKeywords(first_keywords, args + nargs, keyword_names));
  Owned result = NewInstanceOf(type);
  if (!result) return {};
  Partial* partial = result.Peek().As<Partial>();
  partial->function = Retain(function).Peek();
  partial->args = all_args.Release().Peek();
  partial->keywords = keywords.Release().Peek();
  return result;
}

// Calls with the keywords of both; the call's own win, and keep the places of those they replace.
Owned CallWithKeywords(Partial* partial, const Value* args, size_t nargs, Value keyword_names) {
  Handle all_args = TRY(JoinArguments(partial->args, args, nargs));
  Handle keywords = TRY(JoinKeywords(partial->keywords, args + nargs, keyword_names));
  Handle function = Retain(partial->function);
  return CallWithTuple(function, all_args, keywords);
}

Owned PartialCall(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Partial* partial = self.As<Partial>();
  if (DictSize(partial->keywords) != 0) return CallWithKeywords(partial, args, nargs, keyword_names);
  Handle hold = Retain(partial->function), hold_args = Retain(partial->args);
  size_t have = static_cast<size_t>(TupleSize(hold_args));
  if (have == 0) return Call(hold, args, nargs, keyword_names);
  const Value* first = hold_args.As<Tuple>()->items;
  if (nargs == 0 && !keyword_names) return Call(hold, first, have);
  size_t total = nargs + (keyword_names ? static_cast<size_t>(TupleSize(keyword_names)) : 0);
  ArgumentBuffer buffer;
  TRY_VOID(buffer.Reserve(have + total));
  Value* out = buffer.data();
  for (size_t i = 0; i < have; ++i) out[i] = first[i];
  for (size_t i = 0; i < total; ++i) out[have + i] = args[i];
  return Call(hold, out, have + nargs, keyword_names);
}

bool AppendParts(Partial* partial, StrBuilder* text) {
  Handle args = Retain(partial->args), keywords = Retain(partial->keywords);
  Handle function = TRY(Repr(partial->function));
  TRY_VOID(text->Append(function));
  for (int64_t i = 0; i < TupleSize(args); ++i) {
    Handle repr = TRY(Repr(TupleAt(args, i)));
    TRY_VOID(text->AppendAscii(", ") && text->Append(repr));
  }
  int64_t position = 0;
  Value key, value;
  while (DictNext(keywords, &position, &key, &value)) {
    Handle hold_key = Retain(key), hold_value = Retain(value);
    Handle name = TRY(ToStr(key));
    Handle repr = TRY(Repr(value));
    TRY_VOID(text->AppendAscii(", ") && text->Append(name) && text->Append('=') &&
             text->Append(repr));
  }
  return true;
}

Owned PartialRepr(Value self) {
  switch (ReprEnter(self)) {
    case ReprEntry::kError: return {};
    case ReprEntry::kRunning: return StrFromUtf8("...");
    default: break;
  }
  StrBuilder text;
  const char* name = TypeOf(self) == &PartialType ? "functools.partial" : TypeName(self);
  bool ok = text.AppendUtf8(name) && text.Append('(') && AppendParts(self.As<Partial>(), &text) &&
            text.Append(')');
  ReprLeave(self);
  return ok ? text.Finish() : Owned();
}

Owned Reduce(Value self) {
  Partial* partial = self.As<Partial>();
  Handle args = TRY(TupleOf({partial->function}));
  Handle state = TRY(TupleOf(
      {partial->function, partial->args, partial->keywords, OrNone(partial->dict)}));
  return TupleOf({Value::Pointer(TypeOf(self)), args, state});
}

Owned SetState(Value self, Value state) {
  auto refuse = [] { return Raise(&TypeErrorType, "invalid partial state"); };
  if (!IsTuple(state) || TupleSize(state) != 4) return refuse();
  Value function = TupleAt(state, 0), args = TupleAt(state, 1), keywords = TupleAt(state, 2);
  Value dict = TupleAt(state, 3);
  if (!IsCallable(function) || !IsTuple(args) || (!keywords.IsNone() && !IsDict(keywords)))
    return refuse();
  Handle own_args = TRY(IsExactly(args, TupleType) ? Retain(args) : ToTuple(args));
  Handle own_keywords = TRY(keywords.IsNone()                  ? DictNew()
                            : IsExactly(keywords, DictType) ? Retain(keywords)
                                                               : DictCopy(keywords));
  Partial* partial = self.As<Partial>();
  SetField(&partial->function, function);
  StoreOwned(&partial->args, own_args.Release());
  StoreOwned(&partial->keywords, own_keywords.Release());
  SetField(&partial->dict, dict.IsNone() ? Value::Empty() : dict);
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(partial, __reduce__, NoArgs(Reduce), nullptr),
    PY_METHOD(partial, __setstate__, OneArg(SetState), nullptr),
    PY_METHOD(partial, __class_getitem__, OneArg(ClassGetItem, kMethodClass), "See PEP 585"),
    {}};
constexpr PropertyDef kProperties[] = {
    {"__dict__", GetInstanceDict<Partial, &Partial::dict>, SetInstanceDict<Partial, &Partial::dict>},
    {}};
const MemberDef kMembers[] = {
    {"func", offsetof(Partial, function), MemberKind::kReadOnlyNone,
     "function object to use in future partial calls"},
    {"args", offsetof(Partial, args), MemberKind::kReadOnlyNone,
     "tuple of arguments to future partial calls"},
    {"keywords", offsetof(Partial, keywords), MemberKind::kReadOnlyNone,
     "dictionary of keyword arguments to future partial calls"},
    {}};

}  // namespace

bool AddPartial(Value module) {
  OwnFields<Partial, &Partial::function, &Partial::args, &Partial::keywords, &Partial::dict>(
      &PartialType);
  PartialType.slots.call = PartialCall;
  PartialType.slots.repr = PartialRepr;
  PartialType.slots.new_instance = Make;
  return AddType(module, {.type = &PartialType,
                          .name = "functools.partial",
                          .basic_size = sizeof(Partial),
                          .flags = kTypeBase | kTypeGc | kTypeWeakly,
                          .methods = kMethods,
                          .properties = kProperties,
                          .members = kMembers,
                          .doc = "partial(func, *args, **keywords) - new function with partial "
                                 "application\n    of the given arguments and keywords.\n",
                          .dict_offset = offsetof(Partial, dict)});
}

}  // namespace polygil
