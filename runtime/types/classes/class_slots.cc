#include "runtime/types/classes/class_slots.h"

#include "runtime/object/weak_table.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

bool HasInstanceDict(const Type* type) {
  return type->Has(kTypeHasAttributes) || type->dict_offset != 0;
}

bool StartsPrivate(Value name) {
  int64_t n = StrLength(name);
  return n > 2 && StrAt(name, 0) == '_' && StrAt(name, 1) == '_' &&
         !(StrAt(name, n - 1) == '_' && StrAt(name, n - 2) == '_');
}

// __x in class _C becomes _C__x (Language Reference 6.2.1).
Owned Mangle(Value class_name, Value name) {
  if (!StartsPrivate(name)) return StrIntern(name);
  int64_t first = 0;
  while (first < StrLength(class_name) && StrAt(class_name, first) == '_') ++first;
  if (first == StrLength(class_name)) return StrIntern(name);
  StrBuilder text;
  TRY_VOID(text.Append('_'));
  TRY_VOID(text.AppendRange(class_name, first, StrLength(class_name)));
  TRY_VOID(text.Append(name));
  Handle mangled = TRY(text.Finish());
  return StrIntern(mangled);
}

bool CheckSlotName(Value name) {
  if (!IsStr(name))
    return Raise(&TypeErrorType, "__slots__ items must be strings, not '%.200s'", TypeName(name));
  Handle is_identifier = TRY(CallMethod(name, "isidentifier"));
  if (is_identifier.Get().IsTrue()) return true;
  return Raise(&TypeErrorType, "__slots__ must be identifiers");
}

Owned SlotsTuple(Value slots) {
  if (IsStr(slots)) return TupleOf({slots});
  return ToTuple(slots);
}

struct Allowed {
  bool dict, weak;
};

// Sorts the declared names out; the rest is collected, mangled, in `list`.
bool ReadNames(ClassSlots* plan, Allowed allowed, Value class_name, Value slots, Value dict,
               Value list) {
  for (int64_t i = 0; i < TupleSize(slots); ++i) {
    Value name = TupleAt(slots, i);
    TRY_VOID(CheckSlotName(name));
    if (StrEqual(name, names.__dict__)) {
      if (!allowed.dict || plan->add_dict)
        return Raise(&TypeErrorType, "__dict__ slot disallowed: we already got one");
      plan->add_dict = true;
      continue;
    }
    if (StrEqual(name, names.__weakref__)) {
      if (!allowed.weak || plan->add_weak)
        return Raise(&TypeErrorType,
                     "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
      plan->add_weak = true;
      continue;
    }
    Handle mangled = TRY(Mangle(class_name, name));
    if (DictGetStr(dict, mangled) && mangled.Get() != names.__qualname__ &&
        mangled.Get() != names.__classcell__)
      return Raise(&ValueErrorType, "%R in __slots__ conflicts with class variable", mangled.Get());
    TRY_VOID(ListAppend(list, mangled));
  }
  return true;
}

// A second base with a __dict__ brings it in, whatever __slots__ say.
void TakeFromOtherBases(ClassSlots* plan, Allowed allowed, Value bases, Type* base) {
  for (int64_t i = 0; i < TupleSize(bases); ++i) {
    Type* other = TupleAt(bases, i).As<Type>();
    if (other == base) continue;
    if (allowed.dict && HasInstanceDict(other)) plan->add_dict = true;
    if (allowed.weak && other->Has(kTypeWeakly)) plan->add_weak = true;
  }
}

}  // namespace

bool PlanClassSlots(ClassSlots* plan, Value class_name, Value bases, Type* base, Value dict) {
  // To Python a str is of fixed size.
  bool fixed_size = base->item_size == 0 || base->Has(kTypeIsStr);
  Allowed allowed = {!HasInstanceDict(base), !base->Has(kTypeWeakly) && fixed_size};
  Value declared = DictGetStr(dict, names.__slots__);
  if (!declared) {
    if (HasPendingException()) return false;
    plan->add_dict = allowed.dict;
    plan->add_weak = allowed.weak;
    return true;
  }
  Handle slots = TRY(SlotsTuple(declared));
  if (TupleSize(slots) != 0 && (base->item_size != 0 || base->Has(kTypeIsType)))
    return Raise(&TypeErrorType, "nonempty __slots__ not supported for subtype of '%s'",
                 TypeNameOf(base));
  Handle list = TRY(ListNew());
  TRY_VOID(ReadNames(plan, allowed, class_name, slots, dict, list));
  TRY_VOID(ListSort(list, Value::None(), false));
  plan->names = TRY(ListToTuple(list));
  if (TupleSize(bases) > 1) TakeFromOtherBases(plan, allowed, bases, base);
  return true;
}

Owned FirstWeakReference(Value self) {
  for (WeakReference* reference = WeakTableFirst(self.AsObject()); reference != nullptr;
       reference = reference->next)
    return Retain(Value::Pointer(reference));
  return OwnNone();
}

}  // namespace polygil
