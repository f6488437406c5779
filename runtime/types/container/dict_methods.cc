// Methods, slots and constructor of dict.

#include "runtime/types/container/dict.h"
#include "runtime/types/container/dict_internal.h"
#include "runtime/types/container/init.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/sequence.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Owned DictIterateKeys(Value self);  // dict_views.cc
Owned DictKeysMethod(Value self);
Owned DictValuesMethod(Value self);
Owned DictItemsMethod(Value self);
Owned DictReversedMethod(Value self);

namespace {

// -- Merging --------------------------------------------------------------------------------------

enum class OnDuplicate { kOverride, kKeep, kRaise };

bool MergeEntry(Value self, Value key, int64_t hash, Value value, OnDuplicate duplicates) {
  if (duplicates == OnDuplicate::kOverride) return DictSetKnownHash(self, key, hash, value);
  Dict* dict = self.As<Dict>();
  int64_t number = DictLookup(dict, key, hash);
  if (number == kDictError) return false;
  if (number < 0) return DictInsertNew(dict, Retain(key), hash, Retain(value));
  if (duplicates == OnDuplicate::kRaise) return RaiseKeyError(key);
  return true;
}

bool MergeDict(Value self, Value other, OnDuplicate duplicates) {
  Dict* target = self.As<Dict>();
  Dict* source = other.As<Dict>();
  if (target == source || source->size == 0) return true;
  if (target->size == 0 && target->table == nullptr) return DictCopyInto(target, source);
  int64_t together = target->size + source->size;
  if (target->used + source->size > DictCapacity(target) && !DictReserve(target, together))
    return false;
  int64_t position = 0, hash, size = source->size;
  Value key, value;
  while (DictNext(other, &position, &key, &value, &hash)) {
    Handle hold_key = Retain(key), hold_value = Retain(value);
    TRY_VOID(MergeEntry(self, key, hash, value, duplicates));
    if (source->size != size) return Raise(&RuntimeErrorType, "dict mutated during update");
  }
  return true;
}

// Anything with keys() and __getitem__.
bool MergeMapping(Value self, Value other, OnDuplicate duplicates) {
  Handle keys = TRY(CallMethod(other, names.keys));
  Handle iterator = TRY(GetIterator(keys));
  for (;;) {
    Handle key = IteratorNext(iterator);
    if (!key) return !HasPendingException();
    int64_t hash = TRY(DictHash(key));
    if (duplicates != OnDuplicate::kOverride) {
      int64_t number = DictLookup(self.As<Dict>(), key, hash);
      if (number == kDictError) return false;
      if (number >= 0 && duplicates == OnDuplicate::kRaise) return RaiseKeyError(key);
      if (number >= 0) continue;
    }
    Handle value = TRY(GetItem(other, key));
    TRY_VOID(DictSetKnownHash(self, key, hash, value));
  }
}

bool HasOwnIteration(Value mapping) { return TypeOf(mapping)->slots.iterate != DictIterateKeys; }

bool Merge(Value self, Value other, OnDuplicate duplicates) {
  if (IsDict(other) && !HasOwnIteration(other)) return MergeDict(self, other, duplicates);
  return MergeMapping(self, other, duplicates);
}

bool MergePair(Value self, Value item, int64_t index, bool override_existing) {
  if (IsExactly(item, TupleType) && TupleSize(item) == 2) [[likely]] {
    // The caller holds the tuple, and the tuple its items.
    int64_t hash = TRY(DictHash(TupleAt(item, 0)));
    return MergeEntry(self, TupleAt(item, 0), hash, TupleAt(item, 1),
                      override_existing ? OnDuplicate::kOverride : OnDuplicate::kKeep);
  }
  Handle held;
  Fallible<ItemsView> view = FastItems(item, &held, "");
  if (!view) {
    if (!PendingMatches(&TypeErrorType)) return false;
    ClearPending();
    return Raise(&TypeErrorType,
                 "cannot convert dictionary update sequence element #%lld to a sequence",
                 static_cast<long long>(index));
  }
  if (view.value.size != 2)
    return Raise(&ValueErrorType,
                 "dictionary update sequence element #%lld has length %lld; 2 is required",
                 static_cast<long long>(index), static_cast<long long>(view.value.size));
  Handle key = Retain(view.value.items[0]), value = Retain(view.value.items[1]);
  int64_t hash = TRY(DictHash(key));
  return MergeEntry(self, key, hash, value,
                    override_existing ? OnDuplicate::kOverride : OnDuplicate::kKeep);
}

bool MergePairs(Value self, Value pairs, bool override_existing) {
  if (DictSize(self) == 0 && (IsExactly(pairs, ListType) || IsExactly(pairs, TupleType))) {
    int64_t size = TRY(Length(pairs));
    TRY_VOID(DictReserve(self.As<Dict>(), size));
  }
  Handle iterator = TRY(GetIterator(pairs));
  for (int64_t index = 0;; ++index) {
    Handle item = IteratorNext(iterator);
    if (!item) return !HasPendingException();
    TRY_VOID(MergePair(self, item, index, override_existing));
  }
}

bool MergeKeywordArguments(Value self, const Value* values, Value keyword_names) {
  if (keyword_names.IsEmpty()) return true;
  for (int64_t i = 0; i < TupleSize(keyword_names); ++i)
    TRY_VOID(DictSet(self, TupleAt(keyword_names, i), values[i]));
  return true;
}

bool UpdateFromArguments(Value self, const char* name, const Value* args, size_t nargs,
                         Value keyword_names) {
  TRY_VOID(CheckPositional(name, nargs, 0, 1));
  if (nargs == 1) TRY_VOID(DictUpdate(self, args[0]));
  return MergeKeywordArguments(self, args + nargs, keyword_names);
}

// "module.f()" for messages about calls.
Owned CallableText(Value callable) {
  Handle qualname = FindAttribute(callable, names.__qualname__);
  if (!qualname) {
    if (HasPendingException()) return {};
    return ToStr(callable);
  }
  Handle module = FindAttribute(callable, names.__module__);
  if (!module && HasPendingException()) return {};
  if (module && !module.Get().IsNone() && !(IsStr(module) && StrEqualsAscii(module, "builtins")))
    return StrFormat("%S.%S()", module.Get(), qualname.Get());
  return StrFormat("%S()", qualname.Get());
}

bool ExplainKeywords(Value mapping, Value callable) {
  if (PendingMatches(&AttributeErrorType)) {
    ClearPending();
    Handle text = TRY(CallableText(callable));
    return Raise(&TypeErrorType, "%U argument after ** must be a mapping, not %.200s", text.Get(),
                 TypeName(mapping));
  }
  if (!PendingMatches(&KeyErrorType)) return false;
  Handle error = TakePending();
  Handle args = TRY(GetAttribute(error, names.args));
  if (!IsTuple(args) || TupleSize(args) != 1) {
    RestorePending(error.Release());
    return false;
  }
  Value key = TupleAt(args, 0);
  Handle text = TRY(CallableText(callable));
  return Raise(&TypeErrorType, "%U got multiple values for keyword argument '%S'", text.Get(), key);
}

}  // namespace

bool DictUpdate(Value self, Value other, bool override_existing) {
  OnDuplicate duplicates = override_existing ? OnDuplicate::kOverride : OnDuplicate::kKeep;
  if (IsExactly(other, DictType)) return MergeDict(self, other, duplicates);
  Handle keys = FindAttribute(other, names.keys);
  if (keys) return Merge(self, other, duplicates);
  if (HasPendingException()) return false;
  return MergePairs(self, other, override_existing);
}

bool DictMergeKeywords(Value self, Value mapping, Value callable) {
  return Merge(self, mapping, OnDuplicate::kRaise) || ExplainKeywords(mapping, callable);
}

namespace {

// -- Slots ----------------------------------------------------------------------------------------

bool DictTraverse(Object* self, Visitor visit, void* arg) {
  Dict* dict = static_cast<Dict*>(self);
  bool visit_keys = !dict->str_keys_only;
  for (int64_t i = 0; i < dict->used; ++i) {
    if (visit_keys) VISIT(dict->entries[i].key);
    VISIT(dict->entries[i].value);
  }
  return false;
}
void DictClearSlot(Object* self) { DictDropTable(static_cast<Dict*>(self)); }

Owned DictNewInstance(Type* type, const Value*, size_t, Value) {
  if (type == &DictType) return DictNew();
  Owned dict = AllocateInstance(type);
  if (dict) dict.Peek().As<Dict>()->str_keys_only = true;
  return dict;
}

bool DictInit(Value self, const Value* args, size_t nargs, Value keyword_names) {
  return UpdateFromArguments(self, "dict", args, nargs, keyword_names);
}

Fallible<int64_t> DictLength(Value self) { return DictSize(self); }

Owned Missing(Value self, Value key) {
  if (!IsExactly(self, DictType)) {
    Handle method = LookupSpecial(self, names.__missing__);
    if (method) return Call(method, {key});
    if (HasPendingException()) return {};
  }
  return RaiseKeyError(key);
}

Owned DictGetItem(Value self, Value key) {
  Dict* dict = self.As<Dict>();
  int64_t hash = TRY(DictHash(key));
  int64_t number = DictLookup(dict, key, hash);
  if (number >= 0) return Retain(dict->entries[number].value);
  if (number == kDictError) return {};
  return Missing(self, key);
}

bool DictSetItem(Value self, Value key, Value value) {
  return value.IsEmpty() ? DictDelete(self, key) : DictSet(self, key, value);
}

bool ReprEntries(Value self, StrBuilder* text) {
  int64_t position = 0;
  Value key, value;
  bool first = true;
  while (DictNext(self, &position, &key, &value)) {
    Handle hold_key = Retain(key), hold_value = Retain(value);
    if (!first && !text->AppendAscii(", ", 2)) return false;
    first = false;
    Handle key_text = TRY(Repr(key));
    if (!text->Append(key_text) || !text->AppendAscii(": ", 2)) return false;
    Handle value_text = TRY(Repr(value));
    if (!text->Append(value_text)) return false;
  }
  return true;
}

Owned DictRepr(Value self) {
  if (DictSize(self) == 0) return StrFromAscii("{}", 2);
  ReprEntry entry = ReprEnter(self);
  if (entry == ReprEntry::kError) return {};
  if (entry == ReprEntry::kRunning) return StrFromAscii("{...}", 5);
  StrBuilder text;
  bool ok = text.AppendAscii("{", 1) && ReprEntries(self, &text) && text.AppendAscii("}", 1);
  ReprLeave(self);
  return ok ? text.Finish() : Owned();
}

Fallible<bool> EqualDicts(Value a, Value b) {
  if (DictSize(a) != DictSize(b)) return false;
  if (!CheckNativeStack()) return {};
  int64_t position = 0, hash;
  Value key, value;
  while (DictNext(a, &position, &key, &value, &hash)) {
    Handle hold_key = Retain(key), hold_value = Retain(value);
    int64_t number = DictLookup(b.As<Dict>(), key, hash);
    if (number == kDictError) return {};
    if (number < 0) return false;
    Handle other = Retain(b.As<Dict>()->entries[number].value);
    if (!TRY(RichCompareBool(hold_value, other, CompareOp::kEq))) return false;
  }
  return true;
}

Owned DictCompare(Value self, Value other, CompareOp op) {
  if (!IsDict(other) || (op != CompareOp::kEq && op != CompareOp::kNe)) return OwnNotImplemented();
  bool equal = TRY(EqualDicts(self, other));
  return OwnBool(equal == (op == CompareOp::kEq));
}

// Copies keep no subclass: dict.copy() and | give plain dicts.
Owned PlainCopy(Value self) {
  if (!HasOwnIteration(self)) return DictCopy(self);
  Handle copy = TRY(DictNew());
  TRY_VOID(MergeMapping(copy, self, OnDuplicate::kOverride));
  return copy.Release();
}

Owned DictOr(Value left, Value right) {
  if (!IsDict(left) || !IsDict(right)) return OwnNotImplemented();
  Handle result = TRY(PlainCopy(left));
  TRY_VOID(DictUpdate(result, right));
  return result.Release();
}

Owned DictInplaceOr(Value self, Value other) {
  TRY_VOID(DictUpdate(self, other));
  return Retain(self);
}

// -- Methods --------------------------------------------------------------------------------------

Owned DictGetMethod(Value self, const Value* args, size_t nargs) {
  int64_t hash = TRY(DictHash(args[0]));
  int64_t number = DictLookup(self.As<Dict>(), args[0], hash);
  if (number == kDictError) return {};
  if (number >= 0) return Retain(self.As<Dict>()->entries[number].value);
  return nargs > 1 ? Retain(args[1]) : OwnNone();
}

Owned DictSetDefaultMethod(Value self, const Value* args, size_t nargs) {
  return DictSetDefault(self, args[0], nargs > 1 ? args[1] : Value::None());
}

Owned DictPopMethod(Value self, const Value* args, size_t nargs) {
  Owned value = DictPop(self, args[0]);
  if (value || HasPendingException()) return value;
  return nargs > 1 ? Retain(args[1]) : Owned(RaiseKeyError(args[0]));
}

Owned DictPopItemMethod(Value self) {
  Dict* dict = self.As<Dict>();
  if (dict->size == 0) return Raise(&KeyErrorType, "popitem(): dictionary is empty");
  int64_t number = dict->used - 1;
  while (dict->entries[number].key.IsEmpty()) --number;
  Value items[2];
  items[1] = DictRemoveEntry(dict, number, &items[0]).Peek();
  // The places at the end are given back.
  dict->lost += dict->used - number;
  dict->used = number;
  return TupleAdopt(items, 2);
}

Owned DictUpdateMethod(Value self, const Value* args, size_t nargs, Value keyword_names) {
  TRY_VOID(UpdateFromArguments(self, "update", args, nargs, keyword_names));
  return OwnNone();
}

Owned DictClearMethod(Value self) {
  DictClear(self);
  return OwnNone();
}

Owned DictContainsMethod(Value self, Value key) {
  bool found = TRY(DictContains(self, key));
  return OwnBool(found);
}

Owned DictSizeofMethod(Value self) {
  Dict* dict = self.As<Dict>();
  size_t table = dict->table == nullptr
                     ? 0
                     : (size_t{1} << dict->log2_index) +
                           static_cast<size_t>(DictCapacity(dict)) * sizeof(DictEntry);
  return IntFromSize(ObjectSize(dict) + table);
}

bool FillFromKeys(Value dict, Value keys, Value value) {
  if (IsExactly(dict, DictType) && (IsExactly(keys, SetType) || IsExactly(keys, FrozenSetType))) {
    // The elements' hashes are known.
    Value key;
    int64_t position = 0;
    while (SetNext(keys, &position, &key)) {
      Handle hold = Retain(key);
      TRY_VOID(DictSetKnownHash(dict, key, keys.As<Set>()->table[position - 1].hash, value));
    }
    return true;
  }
  Handle iterator = TRY(GetIterator(keys));
  bool plain = IsExactly(dict, DictType);
  for (;;) {
    Handle key = IteratorNext(iterator);
    if (!key) return !HasPendingException();
    TRY_VOID(plain ? DictSet(dict, key, value) : SetItem(dict, key, value));
  }
}

Owned DictFromKeysMethod(Value cls, const Value* args, size_t nargs) {
  Handle dict = TRY(Call(cls, {}));
  TRY_VOID(FillFromKeys(dict, args[0], nargs > 1 ? args[1] : Value::None()));
  return dict.Release();
}

constexpr MethodDef kDictMethods[] = {
    PY_METHOD(dict, __contains__, OneArg(DictContainsMethod, kMethodCoexist),
              "($self, key, /)\n--\n\nTrue if the dictionary has the specified key, else False."),
    PY_METHOD(dict, __getitem__, OneArg(DictGetItem, kMethodCoexist), "x.__getitem__(y) <==> x[y]"),
    PY_METHOD(dict, __sizeof__, NoArgs(DictSizeofMethod),
              "D.__sizeof__() -> size of D in memory, in bytes"),
    PY_METHOD(dict, get, Positional(DictGetMethod, 1, 2),
              "($self, key, default=None, /)\n--\n\n"
              "Return the value for key if key is in the dictionary, else default."),
    PY_METHOD(dict, setdefault, Positional(DictSetDefaultMethod, 1, 2),
              "($self, key, default=None, /)\n--\n\n"
              "Insert key with a value of default if key is not in the dictionary.\n\n"
              "Return the value for key if key is in the dictionary, else default."),
    PY_METHOD(dict, pop, Positional(DictPopMethod, 1, 2),
              "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n"
              "If the key is not found, return the default if given; otherwise,\n"
              "raise a KeyError."),
    PY_METHOD(dict, popitem, NoArgs(DictPopItemMethod),
              "($self, /)\n--\n\nRemove and return a (key, value) pair as a 2-tuple.\n\n"
              "Pairs are returned in LIFO (last-in, first-out) order.\n"
              "Raises KeyError if the dict is empty."),
    PY_METHOD(dict, keys, NoArgs(DictKeysMethod),
              "D.keys() -> a set-like object providing a view on D's keys"),
    PY_METHOD(dict, items, NoArgs(DictItemsMethod),
              "D.items() -> a set-like object providing a view on D's items"),
    PY_METHOD(dict, values, NoArgs(DictValuesMethod),
              "D.values() -> an object providing a view on D's values"),
    PY_METHOD(dict, update, Keywords(DictUpdateMethod),
              "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.\n"
              "If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]\n"
              "If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v\n"
              "In either case, this is followed by: for k in F:  D[k] = F[k]"),
    PY_METHOD(dict, fromkeys, Positional(DictFromKeysMethod, 1, 2, kMethodClass),
              "($type, iterable, value=None, /)\n--\n\n"
              "Create a new dictionary with keys from iterable and values set to value."),
    PY_METHOD(dict, clear, NoArgs(DictClearMethod), "D.clear() -> None.  Remove all items from D."),
    PY_METHOD(dict, copy, NoArgs(PlainCopy), "D.copy() -> a shallow copy of D"),
    PY_METHOD(dict, __reversed__, NoArgs(DictReversedMethod),
              "($self, /)\n--\n\nReturn a reverse iterator over the dict keys."),
    PY_METHOD(dict, __class_getitem__, OneArg(ClassGetItem, kMethodClass), kClassGetItemDoc),
    {}};

}  // namespace

Type DictType = [] {
  Type type{};
  TypeSlots& slots = type.slots;
  slots.traverse = DictTraverse;
  slots.clear = DictClearSlot;
  slots.destroy = DictClearSlot;
  slots.repr = DictRepr;
  slots.rich_compare = DictCompare;
  slots.iterate = DictIterateKeys;
  slots.init = DictInit;
  slots.length = DictLength;
  slots.contains = DictContains;
  slots.get_item = DictGetItem;
  slots.set_item = DictSetItem;
  slots.bit_or = DictOr;
  slots.inplace_bit_or = DictInplaceOr;
  slots.new_instance = DictNewInstance;
  return type;
}();

bool InitDictTypes() {
  return InitBuiltinType(
      {.type = &DictType,
       .name = "dict",
       .basic_size = sizeof(Dict),
       .flags = kTypeBase | kTypeGc | kTypeIsDict | kTypeMatchSelf | kTypeMappingPattern,
       .methods = kDictMethods,
       .doc = "dict() -> new empty dictionary\n"
              "dict(mapping) -> new dictionary initialized from a mapping object's\n"
              "    (key, value) pairs\n"
              "dict(iterable) -> new dictionary initialized as if via:\n"
              "    d = {}\n"
              "    for k, v in iterable:\n"
              "        d[k] = v\n"
              "dict(**kwargs) -> new dictionary initialized with the name=value pairs\n"
              "    in the keyword argument list.  For example:  dict(one=1, two=2)"});
}

}  // namespace polygil
