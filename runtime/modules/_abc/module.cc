// _abc: the native half of abc.ABCMeta. Each abstract class has a record of what was registered with it
// and of answers given before; records refer to classes weakly, by address.

#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/classes/weakref.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/set.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

constexpr const char* kTokenKey = "_abc.token";
constexpr int64_t kSequenceBit = 1 << 5, kMappingBit = 1 << 6;  // Py_TPFLAGS_SEQUENCE, _MAPPING

// Each dict: address of a class as an int -> weak reference to it; or empty.
struct AbcData : Object {
  Value registry, cache, negative_cache;
  int64_t negative_version;
};
Type AbcDataType;

int64_t Token() {
  Value v = ModuleState(kTokenKey);
  return v ? v.AsInt() : 0;
}
bool NextToken() { return ModuleStateSet(kTokenKey, Value::Int(Token() + 1)); }

Value KeyOf(Value cls) { return Value::Int(static_cast<int64_t>(cls.bits >> 4)); }

Fallible<bool> Knows(Value classes, Value cls) {
  if (!classes || !cls.IsPointer()) return false;
  Value reference = DictGet(classes, KeyOf(cls));
  return reference && reference.As<WeakReference>()->referent == cls;
}
bool Note(Value* classes, Value cls) {
  if (!*classes) *classes = TRY(DictNew()).Peek();
  Handle reference = TRY(WeakReferenceNew(cls, Value::Empty()));
  return DictSet(*classes, KeyOf(cls), reference);
}

AbcData* DataOf(Value cls, Handle* hold) {
  *hold = GetAttribute(cls, names._abc_impl);
  if (hold->IsEmpty()) return nullptr;
  if (IsExactly(*hold, AbcDataType)) return hold->As<AbcData>();
  Raise(&TypeErrorType, "_abc_impl is set to a wrong type");
  return nullptr;
}

// -- Abstract methods ------------------------------------------------------------------------------

Fallible<bool> IsAbstract(Value v) {
  Handle flag = FindAttribute(v, names.__isabstractmethod__);
  if (flag.IsEmpty()) {
    if (HasPendingException()) return {};
    return false;
  }
  return IsTrue(flag);
}

bool AddOwnAbstract(Value cls, Value result) {
  Handle space = TRY(GetAttribute(cls, names.__dict__));
  Handle items = TRY(CallMethod(space, names.items));
  Handle list = TRY(ToList(items));
  for (int64_t i = 0; i < ListSize(list); ++i) {
    Value pair = ListAt(list, i);
    bool is_abstract = TRY(IsAbstract(TupleAt(pair, 1)));
    if (is_abstract) TRY_VOID(SetAdd(result, TupleAt(pair, 0)));
  }
  return true;
}

bool AddInheritedAbstract(Value cls, Value base, Value result) {
  Handle inherited = FindAttribute(base, names.__abstractmethods__);
  if (inherited.IsEmpty()) return !HasPendingException();
  Handle iterator = TRY(GetIterator(inherited));
  for (;;) {
    Handle name = IteratorNext(iterator);
    if (name.IsEmpty()) return !HasPendingException();
    Handle value = FindAttribute(cls, name);
    if (value.IsEmpty()) {
      if (HasPendingException()) return false;
      continue;
    }
    bool is_abstract = TRY(IsAbstract(value));
    if (is_abstract) TRY_VOID(SetAdd(result, name));
  }
}

bool ComputeAbstractMethods(Value cls) {
  Handle result = TRY(SetNew());
  TRY_VOID(AddOwnAbstract(cls, result));
  Handle bases = TRY(GetAttribute(cls, names.__bases__));
  if (!IsTuple(bases)) return Raise(&TypeErrorType, "__bases__ is not tuple");
  for (int64_t i = 0; i < TupleSize(bases); ++i)
    TRY_VOID(AddInheritedAbstract(cls, TupleAt(bases, i), result));
  Handle frozen = TRY(FrozenSetNew(result));
  return SetAttribute(cls, names.__abstractmethods__, frozen);
}

// -- Pattern flags (PEP 634) -----------------------------------------------------------------------

bool TakePatternFlags(Value cls) {
  if (!IsType(cls)) return true;
  Type* type = cls.As<Type>();
  Handle flags = Retain(DictGetAscii(type->dict, "__abc_tpflags__"));
  if (flags.IsEmpty()) return true;
  int64_t bits = TRY(AsInt64(flags));
  if ((bits & kSequenceBit) && (bits & kMappingBit))
    return Raise(&TypeErrorType, "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
  if (bits & kSequenceBit) type->type_flags |= kTypeSequencePattern;
  if (bits & kMappingBit) type->type_flags |= kTypeMappingPattern;
  Handle name = TRY(StrInternUtf8("__abc_tpflags__"));
  return DeleteAttribute(cls, name);
}

constexpr uint32_t kPatternFlags = kTypeSequencePattern | kTypeMappingPattern;

bool SpreadPatternFlags(Value cls, uint32_t flags) {
  Type* type = cls.As<Type>();
  if (!(type->type_flags & kTypeHeap) || (type->type_flags & kPatternFlags) == flags) return true;
  type->type_flags = (type->type_flags & ~kPatternFlags) | flags;
  Handle method = TRY(GetAttribute(Value::Pointer(&TypeType), names.__subclasses__));
  Handle subclasses = TRY(Call(method, {cls}));
  for (int64_t i = 0; i < ListSize(subclasses); ++i)
    TRY_VOID(SpreadPatternFlags(ListAt(subclasses, i), flags));
  return true;
}

// -- The functions ---------------------------------------------------------------------------------

Owned AbcInit(Value, Value cls) {
  TRY_VOID(ComputeAbstractMethods(cls));
  Handle data = TRY(AllocateObject(&AbcDataType));
  data.As<AbcData>()->negative_version = Token();
  TRY_VOID(SetAttribute(cls, names._abc_impl, data));
  TRY_VOID(TakePatternFlags(cls));
  return OwnNone();
}

Owned AbcRegister(Value, const Value* args, size_t) {
  Value cls = args[0], subclass = args[1];
  if (!IsType(subclass)) return Raise(&TypeErrorType, "Can only register classes");
  bool already = TRY(IsSubclass(subclass, cls));
  if (already) return Retain(subclass);
  bool circular = TRY(IsSubclass(cls, subclass));
  if (circular) return Raise(&RuntimeErrorType, "Refusing to create an inheritance cycle");
  Handle hold;
  AbcData* data = TRY(DataOf(cls, &hold));
  TRY_VOID(Note(&data->registry, subclass));
  TRY_VOID(NextToken());
  if (IsType(cls)) {
    uint32_t flags = cls.As<Type>()->type_flags & kPatternFlags;
    if (flags != 0) TRY_VOID(SpreadPatternFlags(subclass, flags));
  }
  return Retain(subclass);
}

enum class Answer { kYes, kNo, kUnknown, kError };

// What the caches know.
Answer AskCaches(AbcData* data, Value subclass) {
  if (Knows(data->cache, subclass).value) return Answer::kYes;
  int64_t token = Token();
  if (data->negative_version < token) {
    if (data->negative_cache) DictClear(data->negative_cache);
    data->negative_version = token;
    return Answer::kUnknown;
  }
  return Knows(data->negative_cache, subclass).value ? Answer::kNo : Answer::kUnknown;
}

Answer AskHook(Value cls, Value subclass) {
  Handle result = CallMethod(cls, names.__subclasshook__, {subclass});
  if (result.IsEmpty()) return Answer::kError;
  if (result.Get().IsTrue()) return Answer::kYes;
  if (result.Get().IsFalse()) return Answer::kNo;
  if (result.Get().IsNotImplemented()) return Answer::kUnknown;
  Raise(&AssertionErrorType, "__subclasshook__ must return either False, True, or NotImplemented");
  return Answer::kError;
}

Answer AskRegistered(AbcData* data, Value subclass) {
  if (!data->registry) return Answer::kUnknown;
  if (Knows(data->registry, subclass).value) return Answer::kYes;
  Handle references = DictValuesList(data->registry);
  if (references.IsEmpty()) return Answer::kError;
  for (int64_t i = 0; i < ListSize(references); ++i) {
    Handle registered = WeakReferent(ListAt(references, i));
    if (registered.IsEmpty()) continue;
    Fallible<bool> is_subclass = IsSubclass(subclass, registered);
    if (!is_subclass.ok) return Answer::kError;
    if (is_subclass.value) return Answer::kYes;
  }
  return Answer::kUnknown;
}

Answer AskSubclasses(Value cls, Value subclass) {
  Handle list = CallMethod(cls, names.__subclasses__);
  if (list.IsEmpty()) return Answer::kError;
  if (!IsList(list)) {
    Raise(&TypeErrorType, "__subclasses__() must return a list");
    return Answer::kError;
  }
  for (int64_t i = 0; i < ListSize(list); ++i) {
    Handle item = Retain(ListAt(list, i));
    Fallible<bool> is_subclass = IsSubclass(subclass, item);
    if (!is_subclass.ok) return Answer::kError;
    if (is_subclass.value) return Answer::kYes;
  }
  return Answer::kNo;
}

Owned SubclassCheck(Value cls, Value subclass) {
  if (!IsType(subclass)) return Raise(&TypeErrorType, "issubclass() arg 1 must be a class");
  Handle hold;
  AbcData* data = TRY(DataOf(cls, &hold));
  Answer answer = AskCaches(data, subclass);
  if (answer == Answer::kYes || answer == Answer::kNo) return OwnBool(answer == Answer::kYes);
  answer = AskHook(cls, subclass);
  if (answer == Answer::kUnknown && IsType(cls) && IsSubtype(subclass.As<Type>(), cls.As<Type>()))
    answer = Answer::kYes;
  if (answer == Answer::kUnknown) answer = AskRegistered(data, subclass);
  if (answer == Answer::kUnknown) answer = AskSubclasses(cls, subclass);
  if (answer == Answer::kError) return {};
  bool yes = answer == Answer::kYes;
  TRY_VOID(Note(yes ? &data->cache : &data->negative_cache, subclass));
  return OwnBool(yes);
}

Owned AbcSubclassCheck(Value, const Value* args, size_t) { return SubclassCheck(args[0], args[1]); }

Owned AskMethod(Value cls, Value subclass) { return CallMethod(cls, names.__subclasscheck__, {subclass}); }

Owned AbcInstanceCheck(Value, const Value* args, size_t) {
  Value cls = args[0], instance = args[1];
  Handle hold;
  AbcData* data = TRY(DataOf(cls, &hold));
  Handle subclass = TRY(GetAttribute(instance, names.__class__));
  if (Knows(data->cache, subclass).value) return OwnBool(true);
  Value type = Value::Pointer(TypeOf(instance));
  if (subclass.Get() == type) {
    if (data->negative_version == Token() && Knows(data->negative_cache, subclass).value)
      return OwnBool(false);
    return AskMethod(cls, subclass);
  }
  Handle first = TRY(AskMethod(cls, subclass));
  bool yes = TRY(IsTrue(first));
  return yes ? first.Release() : AskMethod(cls, type);
}

Owned ReferencesOf(Value classes) {
  Handle list = classes ? DictValuesList(classes) : ListNew();
  return list.IsEmpty() ? Owned() : SetNew(list);
}
Owned AbcGetDump(Value, Value cls) {
  Handle hold;
  AbcData* data = TRY(DataOf(cls, &hold));
  Handle registry = TRY(ReferencesOf(data->registry)), cache = TRY(ReferencesOf(data->cache));
  Handle negative = TRY(ReferencesOf(data->negative_cache));
  return TupleOf({registry, cache, negative, Value::Int(data->negative_version)});
}
Owned AbcResetRegistry(Value, Value cls) {
  Handle hold;
  AbcData* data = TRY(DataOf(cls, &hold));
  ClearField(&data->registry);
  return OwnNone();
}
Owned AbcResetCaches(Value, Value cls) {
  Handle hold;
  AbcData* data = TRY(DataOf(cls, &hold));
  ClearField(&data->cache);
  ClearField(&data->negative_cache);
  return OwnNone();
}
Owned AbcCacheToken(Value) { return IntFromInt64(Token()); }

bool Execute(Value) {
  OwnFields<AbcData, &AbcData::registry, &AbcData::cache, &AbcData::negative_cache>(&AbcDataType, true);
  return ReadyType({.type = &AbcDataType,
                    .name = "_abc._abc_data",
                    .basic_size = sizeof(AbcData),
                    .flags = kTypeGc | kTypeNoInstantiation});
}

const MethodDef kFunctions[] = {
    PY_FUNCTION(_abc, _abc_init, OneArg(AbcInit),
                "($module, self, /)\n--\n\nInternal ABC helper for class set-up."),
    PY_FUNCTION(_abc, _abc_register, Positional(AbcRegister, 2, 2),
                "($module, self, subclass, /)\n--\n\nInternal ABC helper for subclasss registration."),
    PY_FUNCTION(_abc, _abc_instancecheck, Positional(AbcInstanceCheck, 2, 2),
                "($module, self, instance, /)\n--\n\nInternal ABC helper for instance checks."),
    PY_FUNCTION(_abc, _abc_subclasscheck, Positional(AbcSubclassCheck, 2, 2),
                "($module, self, subclass, /)\n--\n\nInternal ABC helper for subclasss checks."),
    PY_FUNCTION(_abc, _get_dump, OneArg(AbcGetDump),
                "($module, self, /)\n--\n\nInternal ABC helper for cache and registry debugging."),
    PY_FUNCTION(_abc, _reset_registry, OneArg(AbcResetRegistry),
                "($module, self, /)\n--\n\nInternal ABC helper to reset registry of a given class."),
    PY_FUNCTION(_abc, _reset_caches, OneArg(AbcResetCaches),
                "($module, self, /)\n--\n\nInternal ABC helper to reset both caches of a given class."),
    PY_FUNCTION(_abc, get_cache_token, NoArgs(AbcCacheToken),
                "($module, /)\n--\n\nReturns the current ABC cache token."),
    {}};

}  // namespace

extern const ModuleDefinition AbcModule;
const ModuleDefinition AbcModule = {"_abc", "Module contains faster C implementation of abc.ABCMeta", kFunctions,
                                    Execute};

}  // namespace polygil
