// Structural pattern matching (PEP 634).

#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

SLOW(MatchKindSlow) {
  SAVE_PC();
  uint32_t flag = OpcodeHere(thread, pc) == Opcode::MATCH_MAPPING ? kTypeMappingPattern : kTypeSequencePattern;
  SetRegister(base, pc->a, OwnBool(HasTypeFlag(base[pc->b], flag)));
  NEXT(1);
}
HANDLER(MATCH_MAPPING) { TAIL(MatchKindSlow); }
HANDLER(MATCH_SEQUENCE) { TAIL(MatchKindSlow); }

namespace {

// The values of the keys in a mapping, by get() with a default of our own so that __missing__ is
// not called; None if one is absent.
Owned MatchKeys(Value subject, Value keys) {
  int64_t count = TupleSize(keys);
  Handle seen = TRY(SetNew());
  Handle get = TRY(GetAttribute(subject, names.get));
  Handle absent = TRY(ListNew());
  Handle values = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i) {
    Value key = TupleAt(keys, i);
    bool duplicate = TRY(SetContains(seen, key));
    if (duplicate) {
      return Raise(&ValueErrorType, "mapping pattern checks duplicate key (%R)", key);
    }
    TRY_VOID(SetAdd(seen, key));
    Handle value = TRY(Call(get, {key, absent}));
    if (value.Get() == absent.Get()) {
      for (int64_t k = i; k < count; ++k) TupleInit(values, k, OwnNone());
      return OwnNone();
    }
    TupleInit(values, i, value.Release());
  }
  return values.Release();
}

// One attribute of a class pattern; empty without exception: the pattern fails.
Owned MatchAttribute(Value subject, Value cls, Value name, Value seen) {
  bool duplicate = TRY(SetContains(seen, name));
  if (duplicate) {
    return Raise(&TypeErrorType, "%N() got multiple sub-patterns for attribute %R", cls.As<Type>(), name);
  }
  TRY_VOID(SetAdd(seen, name));
  return FindAttribute(subject, name);
}

bool CheckPositional(Value cls, int64_t given, int64_t allowed) {
  if (given <= allowed) return true;
  return Raise(&TypeErrorType, "%N() accepts %lld positional sub-pattern%s (%lld given)", cls.As<Type>(),
               static_cast<long long>(allowed), allowed == 1 ? "" : "s", static_cast<long long>(given));
}

// __match_args__ of the class, or an empty tuple; *match_self for builtins that bind the subject.
Owned MatchArguments(Value cls, bool* match_self) {
  Handle declared = FindAttribute(cls, names.__match_args__);
  if (!declared.IsEmpty()) {
    if (!IsExactly(declared, TupleType)) {
      return Raise(&TypeErrorType, "%N.__match_args__ must be a tuple (got %s)", cls.As<Type>(), TypeName(declared));
    }
    return declared.Release();
  }
  if (HasPendingException()) return {};
  *match_self = cls.As<Type>()->Has(kTypeMatchSelf);
  return TupleEmpty();
}

Owned MatchClass(Value subject, Value cls, int64_t positional, Value keyword_names) {
  if (!IsType(cls)) return Raise(&TypeErrorType, "called match pattern must be a type");
  bool is_instance = TRY(IsInstance(subject, cls));
  if (!is_instance) return OwnNone();
  Handle seen = TRY(SetNew());
  Handle found = TRY(ListNew(positional + TupleSize(keyword_names)));
  if (positional > 0) {
    bool match_self = false;
    Handle match_args = TRY(MatchArguments(cls, &match_self));
    TRY_VOID(CheckPositional(cls, positional, match_self ? 1 : TupleSize(match_args)));
    if (match_self) TRY_VOID(ListAppend(found, subject));
    for (int64_t i = 0; !match_self && i < positional; ++i) {
      Value name = TupleAt(match_args, i);
      if (!IsExactly(name, StrType)) {
        return Raise(&TypeErrorType, "__match_args__ elements must be strings (got %s)", TypeName(name));
      }
      Handle value = MatchAttribute(subject, cls, name, seen);
      if (value.IsEmpty()) return HasPendingException() ? Owned() : OwnNone();
      TRY_VOID(ListAppend(found, value));
    }
  }
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i) {
    Handle value = MatchAttribute(subject, cls, TupleAt(keyword_names, i), seen);
    if (value.IsEmpty()) return HasPendingException() ? Owned() : OwnNone();
    TRY_VOID(ListAppend(found, value));
  }
  return ListToTuple(found);
}

}  // namespace

SLOW(MatchKeysSlow) {
  SAVE_PC();
  Owned values = MatchKeys(base[pc->b], base[pc->c]);
  if (!values) TAIL(Unwind);
  SetRegister(base, pc->a, values);
  NEXT(1);
}
HANDLER(MATCH_KEYS) { TAIL(MatchKeysSlow); }

SLOW(MatchClassSlow) {
  SAVE_PC();
  int64_t positional = static_cast<uint32_t>(CacheWord(pc, 1));
  Owned attributes = MatchClass(base[pc->b], base[pc->c], positional, base[pc->c + 1]);
  if (!attributes) TAIL(Unwind);
  if (pc->c != pc->a) ClearField(&base[pc->c]);
  if (pc->c + 1 != pc->a) ClearField(&base[pc->c + 1]);
  SetRegister(base, pc->a, attributes);
  NEXT(2);
}
HANDLER(MATCH_CLASS) { TAIL(MatchClassSlow); }

}  // namespace polygil
