#include "runtime/types/classes/generic_alias.h"

#include <cstring>

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/argument_binder.h"
#include "runtime/types/classes/init.h"
#include "runtime/types/classes/union_type.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type GenericAliasType;

namespace {

Type generic_alias_iterator_type;

GenericAlias* Of(Value self) { return self.As<GenericAlias>(); }

Owned Make(Type* type, Value origin, Value args, bool starred) {
  Handle tuple;
  if (IsTuple(args))
    tuple = Retain(args);
  else
    tuple = TRY(TupleOf({args}));
  Handle result = TRY(AllocateInstance(type));
  GenericAlias* alias = Of(result);
  alias->origin = Retain(origin).Peek();
  alias->args = tuple.Release().Peek();
  alias->starred = starred;
  return result.Release();
}

}  // namespace

Owned GenericAliasNew(Value origin, Value args) {
  return Make(&GenericAliasType, origin, args, false);
}

Owned ClassGetItem(Value cls, Value args) { return GenericAliasNew(cls, args); }

// -- Text -----------------------------------------------------------------------------------------

namespace {

Owned ListArgumentRepr(Value list) {
  StrBuilder text;
  TRY_VOID(text.Append('['));
  for (int64_t i = 0; i < ListSize(list); ++i) {
    if (i != 0) TRY_VOID(text.AppendAscii(", "));
    Handle item = TRY(TypeArgumentRepr(ListAt(list, i)));
    TRY_VOID(text.Append(item.Get()));
  }
  TRY_VOID(text.Append(']'));
  return text.Finish();
}

}  // namespace

Owned TypeArgumentRepr(Value argument) {
  if (argument.IsEllipsis()) return StrFromAscii("...", 3);
  if (IsExactly(argument, ListType)) return ListArgumentRepr(argument);
  Handle origin = FindAttribute(argument, names.__origin__);
  if (!origin && HasPendingException()) return {};
  if (origin) {
    Handle args = FindAttribute(argument, names.__args__);
    if (args) return Repr(argument);
    if (HasPendingException()) return {};
  }
  Handle qualname = FindAttribute(argument, names.__qualname__);
  if (!qualname) return HasPendingException() ? Owned() : Repr(argument);
  Handle module = FindAttribute(argument, names.__module__);
  if (!module && HasPendingException()) return {};
  if (!module || module.Get().IsNone()) return Repr(argument);
  if (IsStr(module) && StrEqualsAscii(module, "builtins")) return ToStr(qualname);
  return StrFormat("%S.%S", module.Get(), qualname.Get());
}

namespace {

Owned AliasRepr(Value self) {
  GenericAlias* alias = Of(self);
  StrBuilder text;
  if (alias->starred) TRY_VOID(text.Append('*'));
  Handle origin = TRY(TypeArgumentRepr(alias->origin));
  TRY_VOID(text.Append(origin.Get()));
  TRY_VOID(text.Append('['));
  for (int64_t i = 0; i < TupleSize(alias->args); ++i) {
    if (i != 0) TRY_VOID(text.AppendAscii(", "));
    Handle item = TRY(TypeArgumentRepr(TupleAt(alias->args, i)));
    TRY_VOID(text.Append(item.Get()));
  }
  if (TupleSize(alias->args) == 0) TRY_VOID(text.AppendAscii("()"));
  TRY_VOID(text.Append(']'));
  return text.Finish();
}

// -- Type parameters ------------------------------------------------------------------------------

Fallible<int64_t> IndexOf(Value tuple, Value item) {
  for (int64_t i = 0; i < TupleSize(tuple); ++i)
    if (TupleAt(tuple, i) == item) return i;
  return -1;
}

bool AppendNew(Value list, Value item) {
  for (int64_t i = 0; i < ListSize(list); ++i)
    if (ListAt(list, i) == item) return true;
  return ListAppend(list, item);
}

bool CollectFrom(Value argument, Value list) {
  if (IsType(argument)) return true;
  Handle substitute = FindAttribute(argument, names.__typing_subst__);
  if (!substitute && HasPendingException()) return false;
  if (substitute) return AppendNew(list, argument);
  Handle inner = FindAttribute(argument, names.__parameters__);
  if (!inner) return !HasPendingException();
  if (!IsTuple(inner)) return true;
  for (int64_t i = 0; i < TupleSize(inner); ++i) TRY_VOID(AppendNew(list, TupleAt(inner, i)));
  return true;
}

}  // namespace

Owned CollectTypeParameters(Value args) {
  Handle list = TRY(ListNew());
  for (int64_t i = 0; i < TupleSize(args); ++i) TRY_VOID(CollectFrom(TupleAt(args, i), list));
  return ListToTuple(list);
}

namespace {

// list[T][int]: what stands for each variable, as a tuple, with *tuple[...] spread out.
Owned UnpackItem(Value item) {
  Handle items;
  if (IsTuple(item))
    items = Retain(item);
  else
    items = TRY(TupleOf({item}));
  Handle list = TRY(ListNew());
  for (int64_t i = 0; i < TupleSize(items); ++i) {
    Value entry = TupleAt(items, i);
    if (!IsType(entry)) {
      Handle inner = FindAttribute(entry, names.__typing_unpacked_tuple_args__);
      if (!inner && HasPendingException()) return {};
      if (inner && IsTuple(inner) &&
          !(TupleSize(inner) != 0 && TupleAt(inner, TupleSize(inner) - 1).IsEllipsis())) {
        TRY_VOID(ListExtend(list, inner));
        continue;
      }
    }
    TRY_VOID(ListAppend(list, entry));
  }
  return ListToTuple(list);
}

// Variables may rearrange the arguments before they are matched (ParamSpec, TypeVarTuple).
Owned PrepareItems(Value alias, Value parameters, Value items) {
  Handle current = Retain(items);
  for (int64_t i = 0; i < TupleSize(parameters); ++i) {
    Handle prepare = FindAttribute(TupleAt(parameters, i), names.__typing_prepare_subst__);
    if (!prepare && HasPendingException()) return {};
    if (!prepare || prepare.Get().IsNone()) continue;
    Handle tuple;
    if (IsTuple(current))
      tuple = Retain(current);
    else
      tuple = TRY(TupleOf({current}));
    current = TRY(Call(prepare, {alias, tuple}));
  }
  if (IsTuple(current)) return current.Release();
  return TupleOf({current});
}

// An argument that is generic itself: its own variables are replaced.
Owned SubstituteInner(Value argument, Value parameters, Value items) {
  Handle inner = FindAttribute(argument, names.__parameters__);
  if (!inner && HasPendingException()) return {};
  if (!inner || !IsTuple(inner) || TupleSize(inner) == 0) return Retain(argument);
  Handle list = TRY(ListNew());
  for (int64_t i = 0; i < TupleSize(inner); ++i) {
    Value parameter = TupleAt(inner, i);
    int64_t index = TRY(IndexOf(parameters, parameter));
    Value replacement = index >= 0 ? TupleAt(items, index) : parameter;
    if (index >= 0 && TypeOf(parameter)->slots.iterate != nullptr && IsTuple(replacement))
      TRY_VOID(ListExtend(list, replacement));
    else
      TRY_VOID(ListAppend(list, replacement));
  }
  Handle tuple = TRY(ListToTuple(list));
  return GetItem(argument, tuple);
}

Owned SubstituteOne(Value argument, Value parameters, Value items) {
  Handle substitute = FindAttribute(argument, names.__typing_subst__);
  if (!substitute && HasPendingException()) return {};
  if (!substitute) return SubstituteInner(argument, parameters, items);
  int64_t index = TRY(IndexOf(parameters, argument));
  return Call(substitute, {TupleAt(items, index)});
}

Fallible<bool> IsUnpackedVariadic(Value argument) {
  if (IsType(argument)) return false;
  Handle flag = FindAttribute(argument, names.__typing_is_unpacked_typevartuple__);
  if (!flag) {
    if (HasPendingException()) return {};
    return false;
  }
  return IsTrue(flag);
}

}  // namespace

Owned SubstituteTypeParameters(Value alias, Value args, Value parameters, Value item) {
  int64_t wanted = TupleSize(parameters);
  if (wanted == 0) return Raise(&TypeErrorType, "%R is not a generic class", alias);
  Handle unpacked = TRY(UnpackItem(item));
  Handle items = TRY(PrepareItems(alias, parameters, unpacked));
  if (TupleSize(items) != wanted)
    return Raise(&TypeErrorType, "Too %s arguments for %R; actual %zd, expected %zd",
                 TupleSize(items) > wanted ? "many" : "few", alias,
                 static_cast<ssize_t>(TupleSize(items)), static_cast<ssize_t>(wanted));
  Handle list = TRY(ListNew());
  for (int64_t i = 0; i < TupleSize(args); ++i) {
    Value argument = TupleAt(args, i);
    if (IsType(argument)) {
      TRY_VOID(ListAppend(list, argument));
      continue;
    }
    bool unpack = TRY(IsUnpackedVariadic(argument));
    Handle replaced = TRY(SubstituteOne(argument, parameters, items));
    if (unpack && IsTuple(replaced))
      TRY_VOID(ListExtend(list, replaced));
    else
      TRY_VOID(ListAppend(list, replaced));
  }
  return ListToTuple(list);
}

namespace {

Value ParametersOf(Value self) {
  GenericAlias* alias = Of(self);
  if (!alias->parameters) {
    Owned parameters = CollectTypeParameters(alias->args);
    if (!parameters) return Value::Empty();
    alias->parameters = parameters.Peek();
  }
  return alias->parameters;
}

Owned AliasGetItem(Value self, Value item) {
  Value parameters = ParametersOf(self);
  if (!parameters) return {};
  Handle args = TRY(SubstituteTypeParameters(self, Of(self)->args, parameters, item));
  return Make(&GenericAliasType, Of(self)->origin, args, Of(self)->starred);
}

// -- Behaviour ------------------------------------------------------------------------------------

constexpr const char* kOwnAttributes[] = {"__class__",
                                          "__bases__",
                                          "__origin__",
                                          "__args__",
                                          "__unpacked__",
                                          "__parameters__",
                                          "__typing_unpacked_tuple_args__",
                                          "__mro_entries__",
                                          "__reduce_ex__",
                                          "__reduce__",
                                          "__copy__",
                                          "__deepcopy__"};

// All else is the origin's.
Owned AliasGetAttribute(Value self, Value name) {
  if (IsStr(name))
    for (const char* own : kOwnAttributes)
      if (StrEqualsAscii(name, own)) return GenericGetAttribute(self, name);
  return GetAttribute(Of(self)->origin, name);
}

Owned AliasCall(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  Handle result = TRY(Call(Of(callable)->origin, args, nargs, keyword_names));
  if (!SetAttribute(result, names.__orig_class__, callable) &&
      !ClearPendingIf(&AttributeErrorType) && !ClearPendingIf(&TypeErrorType))
    return {};
  return result.Release();
}

Owned AliasCompare(Value self, Value other, CompareOp op) {
  if ((op != CompareOp::kEq && op != CompareOp::kNe) || !IsInstanceOf(other, GenericAliasType))
    return OwnNotImplemented();
  bool equal = Of(self)->starred == Of(other)->starred;
  if (equal) equal = TRY(Equals(Of(self)->origin, Of(other)->origin));
  if (equal) equal = TRY(Equals(Of(self)->args, Of(other)->args));
  return OwnBool(equal == (op == CompareOp::kEq));
}

Fallible<int64_t> AliasHash(Value self) {
  int64_t origin = TRY(Hash(Of(self)->origin));
  int64_t args = TRY(Hash(Of(self)->args));
  int64_t hash = origin ^ args;
  return hash == -1 ? -2 : hash;
}

Owned AliasOr(Value left, Value right) { return UnionOf(left, right); }

Owned AliasMake(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("GenericAlias", keyword_names));
  TRY_VOID(CheckPositional("GenericAlias", nargs, 2, 2));
  return Make(type, args[0], args[1], false);
}

bool Traverse(Object* object, Visitor visit, void* arg) {
  auto* alias = static_cast<GenericAlias*>(object);
  for (Value value : {alias->origin, alias->args, alias->parameters})
    if (value && visit(value, arg)) return true;
  return false;
}

void Clear(Object* object) {
  auto* alias = static_cast<GenericAlias*>(object);
  ClearField(&alias->origin);
  ClearField(&alias->args);
  ClearField(&alias->parameters);
}

// *tuple[int, ...] iterates once, over its starred form.
struct AliasIterator : Object {
  Value alias;
};

Owned AliasIterate(Value self) {
  Handle result = TRY(AllocateObject(&generic_alias_iterator_type));
  result.As<AliasIterator>()->alias = Retain(self).Peek();
  return result.Release();
}

Owned IteratorStep(Value self) {
  auto* iterator = self.As<AliasIterator>();
  if (!iterator->alias) return {};
  Handle alias = Owned(iterator->alias);
  iterator->alias = Value::Empty();
  return Make(&GenericAliasType, Of(alias)->origin, Of(alias)->args, true);
}

Owned IteratorReduce(Value self) {
  Value iter = DictGetStr(CurrentInterpreter()->builtins, names.iter);
  Value alias = self.As<AliasIterator>()->alias;
  Handle inner = TRY(TupleEmpty());
  Handle arguments = TRY(TupleOf({alias ? alias : inner.Get()}));
  return TupleOf({iter, arguments});
}

bool IteratorTraverse(Object* object, Visitor visit, void* arg) {
  Value alias = static_cast<AliasIterator*>(object)->alias;
  return alias && visit(alias, arg);
}
void IteratorClear(Object* object) { ClearField(&static_cast<AliasIterator*>(object)->alias); }

// -- Methods --------------------------------------------------------------------------------------

Owned MroEntriesMethod(Value self, Value) { return TupleOf({Of(self)->origin}); }
Owned InstanceCheckMethod(Value, Value) {
  return Raise(&TypeErrorType, "isinstance() argument 2 cannot be a parameterized generic");
}
Owned SubclassCheckMethod(Value, Value) {
  return Raise(&TypeErrorType, "issubclass() argument 2 cannot be a parameterized generic");
}

Owned ReduceMethod(Value self) {
  GenericAlias* alias = Of(self);
  if (alias->starred) {
    Value next = DictGetAscii(CurrentInterpreter()->builtins, "next");
    Handle plain = TRY(Make(&GenericAliasType, alias->origin, alias->args, false));
    Handle iterator = TRY(GetIterator(plain));
    Handle arguments = TRY(TupleOf({iterator}));
    return TupleOf({next, arguments});
  }
  Handle arguments = TRY(TupleOf({alias->origin, alias->args}));
  return TupleOf({Value::Pointer(&GenericAliasType), arguments});
}

Owned DirMethod(Value self) {
  Handle method = TRY(GetAttribute(Of(self)->origin, names.__dir__));
  Handle list;
  if (IsType(Of(self)->origin)) {
    Handle meta_dir = TRY(GetAttribute(Value::Pointer(TypeOf(Of(self)->origin)), names.__dir__));
    list = TRY(Call(meta_dir, {Of(self)->origin}));
  } else {
    list = TRY(Call(method));
  }
  Handle result = TRY(ToList(list));
  for (const char* own : kOwnAttributes) {
    Handle name = TRY(StrInternUtf8(own));
    bool there = TRY(Contains(result, name));
    if (!there) TRY_VOID(ListAppend(result, name));
  }
  return result.Release();
}

Owned GetParameters(Value self) {
  Value parameters = ParametersOf(self);
  return parameters ? Retain(parameters) : Owned();
}
Owned GetUnpacked(Value self) { return OwnBool(Of(self)->starred); }
Owned GetUnpackedTuple(Value self) {
  if (Of(self)->starred && Of(self)->origin.AsObject() == &TupleType) return Retain(Of(self)->args);
  return OwnNone();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(GenericAlias, __mro_entries__, OneArg(MroEntriesMethod), nullptr),
    PY_METHOD(GenericAlias, __instancecheck__, OneArg(InstanceCheckMethod), nullptr),
    PY_METHOD(GenericAlias, __subclasscheck__, OneArg(SubclassCheckMethod), nullptr),
    PY_METHOD(GenericAlias, __reduce__, NoArgs(ReduceMethod), nullptr),
    PY_METHOD(GenericAlias, __dir__, NoArgs(DirMethod), nullptr),
    {}};
constexpr PropertyDef kProperties[] = {
    {"__parameters__", GetParameters, nullptr, "Type variables in the GenericAlias."},
    {"__unpacked__", GetUnpacked},
    {"__typing_unpacked_tuple_args__", GetUnpackedTuple},
    {}};
const MemberDef kMembers[] = {
    {"__origin__", offsetof(GenericAlias, origin), MemberKind::kReadOnlyNone},
    {"__args__", offsetof(GenericAlias, args), MemberKind::kReadOnlyNone},
    {}};
constexpr MethodDef kIteratorMethods[] = {
    PY_METHOD(generic_alias_iterator, __reduce__, NoArgs(IteratorReduce), nullptr), {}};

Owned IterateSelf(Value self) { return Retain(self); }

bool InitIterator() {
  TypeSlots& slots = generic_alias_iterator_type.slots;
  slots.iterate = IterateSelf;
  slots.next = IteratorStep;
  slots.traverse = IteratorTraverse;
  slots.clear = IteratorClear;
  slots.destroy = IteratorClear;
  return InitBuiltinType({.type = &generic_alias_iterator_type,
                          .name = "generic_alias_iterator",
                          .basic_size = sizeof(AliasIterator),
                          .flags = kTypeGc,
                          .methods = kIteratorMethods});
}

}  // namespace

bool InitGenericAliasType() {
  TypeSlots& slots = GenericAliasType.slots;
  slots.new_instance = AliasMake;
  slots.repr = AliasRepr;
  slots.get_item = AliasGetItem;
  slots.get_attribute = AliasGetAttribute;
  slots.set_attribute = GenericSetAttribute;
  slots.call = AliasCall;
  slots.rich_compare = AliasCompare;
  slots.hash = AliasHash;
  slots.bit_or = AliasOr;
  slots.iterate = AliasIterate;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Clear;
  return InitIterator() &&
         InitBuiltinType({.type = &GenericAliasType,
                          .name = "types.GenericAlias",
                          .basic_size = sizeof(GenericAlias),
                          .flags = kTypeBase | kTypeGc | kTypeWeakly,
                          .methods = kMethods,
                          .properties = kProperties,
                          .members = kMembers,
                          .doc = "Represent a PEP 585 generic type\n\n"
                                 "E.g. for t = list[int], t.__origin__ is list and t.__args__ is "
                                 "(int,)."});
}

}  // namespace polygil
