// Opcodes that find classes, make instances and fill them.

#include "runtime/modules/_pickle/names.h"
#include "runtime/modules/_pickle/unpickler.h"
#include "runtime/modules/builtins/builtins.h"
#include "runtime/modules/sys/sys.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/shape.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/codec.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil::pickle {
namespace {

// Names of Python 2 as Python 3 knows them.
bool ApplyMapping(Unpickler* unpickler, Handle* module_name, Handle* name) {
  Handle key = TRY(TupleOf({*module_name, *name}));
  Value pair = DictGet(unpickler->state->name_mapping, key);
  if (!pair && HasPendingException()) return false;
  if (pair) {
    if (!IsTuple(pair) || TupleSize(pair) != 2)
      return Raise(&RuntimeErrorType,
                   "_compat_pickle.NAME_MAPPING values should be 2-tuples, not %.200s", TypeName(pair));
    Value a = TupleAt(pair, 0), b = TupleAt(pair, 1);
    if (!IsStr(a) || !IsStr(b))
      return Raise(&RuntimeErrorType,
                   "_compat_pickle.NAME_MAPPING values should be pairs of str, not (%.200s, %.200s)",
                   TypeName(a), TypeName(b));
    *module_name = Retain(a);
    *name = Retain(b);
    return true;
  }
  Value mapped = DictGet(unpickler->state->import_mapping, *module_name);
  if (!mapped) return !HasPendingException();
  if (!IsStr(mapped))
    return Raise(&RuntimeErrorType,
                 "_compat_pickle.IMPORT_MAPPING values should be strings, not %.200s",
                 TypeName(mapped));
  *module_name = Retain(mapped);
  return true;
}

Owned FindOwnClass(Unpickler* unpickler, Value module_argument, Value name_argument) {
  TRY_VOID(Audit("pickle.find_class", {module_argument, name_argument}));
  Handle module_name = Retain(module_argument), name = Retain(name_argument);
  if (unpickler->protocol < 3 && unpickler->fix_imports)
    TRY_VOID(ApplyMapping(unpickler, &module_name, &name));
  Handle imported = TRY(ImportModuleLevel(module_name, Value::Empty(), Value::Empty(), 0));
  Handle module = TRY(ImportedModule(module_name));
  if (unpickler->protocol < 4) return GetAttribute(module, name);
  TRY_VOID(CheckNoLocals(module, name));
  Handle parent, last_name;
  return FindDotted(module, name, &parent, &last_name);
}

// A line of the input as a str.
Owned ReadName(Unpickler* unpickler, TextEncoding encoding) {
  std::string_view line = TRY(ReadLine(&unpickler->input));
  Handle hold = TRY(BytesNew(line.data(), static_cast<int64_t>(line.size())));
  DecodeRequest request{
      .encoding = encoding, .data = hold.As<Bytes>()->data, .size = hold.As<Bytes>()->size};
  return DecodeWith(&request);
}

Owned ReadClass(Unpickler* unpickler, TextEncoding encoding) {
  Handle module_name = TRY(ReadName(unpickler, encoding));
  Handle name = TRY(ReadName(unpickler, encoding));
  return FindClass(unpickler, module_name, name);
}

// cls.__new__(cls, *args, **kwargs); `opcode` is for messages.
Owned MakeObject(Value cls, Value args, Value kwargs_or_empty, const char* opcode) {
  if (!IsType(cls))
    return Raise(&UnpicklingErrorType, "%s class argument must be a type, not %.200s", opcode,
                 TypeName(cls));
  Type* type = cls.As<Type>();
  if (type->slots.new_instance == nullptr || type->Has(kTypeNoInstantiation))
    return Raise(&UnpicklingErrorType, "%s class argument '%.200s' doesn't have __new__", opcode,
                 TypeNameOf(type));
  if (!IsTuple(args))
    return Raise(&UnpicklingErrorType, "%s args argument must be a tuple, not %.200s", opcode,
                 TypeName(args));
  if (!kwargs_or_empty)
    return type->slots.new_instance(type, args.As<Tuple>()->items, static_cast<size_t>(TupleSize(args)),
                                    Value::Empty());
  if (!IsDict(kwargs_or_empty))
    return Raise(&UnpicklingErrorType, "%s kwargs argument must be a dict, not %.200s", opcode,
                 TypeName(kwargs_or_empty));
  Handle make = TRY(GetAttribute(cls, names.__new__));
  Handle all = TRY(TupleNew(TupleSize(args) + 1));
  TupleInit(all, 0, Retain(cls));
  for (int64_t i = 0; i < TupleSize(args); ++i) TupleInit(all, i + 1, Retain(TupleAt(args, i)));
  return CallWithTuple(make, all, kwargs_or_empty);
}

// Protocol 0: calls the class, unless there are no arguments and it has no __getinitargs__.
Owned Instantiate(Value cls, Value args) {
  if (TupleSize(args) == 0 && IsType(cls)) {
    Handle arguments = FindAttribute(cls, names.__getinitargs__);
    if (!arguments && HasPendingException()) return {};
    if (!arguments) return CallMethod(cls, names.__new__, {cls});
  }
  return CallWithTuple(cls, args, Value::Empty());
}

// -- BUILD ------------------------------------------------------------------------------------------

Owned InternedKey(Value key) { return IsExactly(key, StrType) ? StrIntern(key) : Retain(key); }

// A class whose instances keep their attributes in shapes and see no hook when they are filled.
bool IsPlainTarget(Unpickler* unpickler, Value object) {
  Type* type = TypeOf(object);
  constexpr uint32_t kNeeded = kTypeHeap | kTypeHasAttributes | kTypeDefaultGetAttribute;
  if (!object.IsPointer() || (type->type_flags & kNeeded) != kNeeded) return false;
  Attributes* attributes = AttributesOf(object.AsObject());
  if (attributes == nullptr || attributes->shape->is_dict) return false;
  uint32_t key = ShapeKey(attributes->shape);
  if (key != 0 && key == unpickler->plain_shape) return true;
  if (type->Has(kTypeHasGetattrHook) || TypeLookup(type, names.__setstate__) ||
      ShapeFind(attributes->shape, names.__setstate__) >= 0)
    return false;
  Value dict = TypeLookup(type, names.__dict__);
  if (!dict || !IsExactly(dict, GetSetDescriptorType)) return false;
  unpickler->plain_shape = key;
  return true;
}

bool FillPlain(Value object, Value state) {
  int64_t position = 0;
  Value key, value;
  while (DictNext(state, &position, &key, &value)) {
    Handle name = TRY(StrIntern(key));
    TRY_VOID(InstanceSet(object.AsObject(), name, value));
  }
  return true;
}

bool HasStrKeysOnly(Value dict) { return IsExactly(dict, DictType) && dict.As<Dict>()->str_keys_only; }

bool FillDict(Value object, Value state) {
  Handle dict = TRY(GetAttribute(object, names.__dict__));
  Handle items = TRY(DictItemsList(state));
  for (int64_t i = 0; i < ListSize(items); ++i) {
    Value pair = ListAt(items, i);
    Handle key = TRY(InternedKey(TupleAt(pair, 0)));
    TRY_VOID(SetItem(dict, key, TupleAt(pair, 1)));
  }
  return true;
}

bool SetSlots(Value object, Value slots) {
  Handle items = TRY(DictItemsList(slots));
  for (int64_t i = 0; i < ListSize(items); ++i) {
    Value pair = ListAt(items, i);
    TRY_VOID(SetAttribute(object, TupleAt(pair, 0), TupleAt(pair, 1)));
  }
  return true;
}

bool BuildByDefault(Unpickler* unpickler, Value object, Value state) {
  Value slots = Value::Empty();
  if (IsTuple(state) && TupleSize(state) == 2) {
    slots = TupleAt(state, 1);
    state = TupleAt(state, 0);
  }
  if (!state.IsNone()) {
    if (!IsDict(state)) return Raise(&UnpicklingErrorType, "state is not a dictionary");
    TRY_VOID(HasStrKeysOnly(state) && IsPlainTarget(unpickler, object) ? FillPlain(object, state)
                                                                     : FillDict(object, state));
  }
  if (!slots) return true;
  if (!IsDict(slots)) return Raise(&UnpicklingErrorType, "slot state is not a dictionary");
  return SetSlots(object, slots);
}

bool Build(Unpickler* unpickler, Value object, Value state) {
  if (IsPlainTarget(unpickler, object)) return BuildByDefault(unpickler, object, state);
  Handle set_state = FindAttribute(object, names.__setstate__);
  if (!set_state)
    return !HasPendingException() && BuildByDefault(unpickler, object, state);
  Handle result = TRY(Call(set_state, {state}));
  return true;
}

bool CheckPersistentLoad(Unpickler* unpickler) {
  if (unpickler->persistent_load) return true;
  return Raise(&UnpicklingErrorType,
               "A load persistent id instruction was encountered,\n"
               "but no persistent_load function was specified.");
}

bool PushPersistent(Unpickler* unpickler, Value pid) {
  Value args[2] = {Value::Pointer(unpickler), pid};
  Handle function = Retain(unpickler->persistent_load);
  return Push(&unpickler->stack, unpickler->persistent_load_is_method ? Call(function, args, 2)
                                                                      : Call(function, args + 1, 1));
}

// copyreg.add_extension()
bool PushExtension(Unpickler* unpickler, int64_t code) {
  if (code <= 0) return Raise(&UnpicklingErrorType, "EXT specifies code <= 0");
  Value key = Value::Int(code);
  if (Value cached = DictGet(unpickler->state->extension_cache, key))
    return Push(&unpickler->stack, Retain(cached));
  Handle pair = Retain(DictGet(unpickler->state->inverted_registry, key));
  if (!pair)
    return Raise(&ValueErrorType, "unregistered extension code %ld", static_cast<long>(code));
  if (!IsTuple(pair) || TupleSize(pair) != 2 || !IsStr(TupleAt(pair, 0)) || !IsStr(TupleAt(pair, 1)))
    return Raise(&ValueErrorType, "_inverted_registry[%ld] isn't a 2-tuple of strings",
                 static_cast<long>(code));
  Handle found = TRY(FindClass(unpickler, TupleAt(pair, 0), TupleAt(pair, 1)));
  return DictSet(unpickler->state->extension_cache, key, found) &&
         Push(&unpickler->stack, found.Release());
}

template <typename Number>
bool LoadExtension(Unpickler* unpickler) {
  const uint8_t* bytes = TRY(Read(&unpickler->input, sizeof(Number)));
  Number code;
  memcpy(&code, bytes, sizeof(code));
  return PushExtension(unpickler, code);
}

}  // namespace

Owned FindClass(Unpickler* unpickler, Value module_name, Value name) {
  if (!unpickler->own_find_class) return FindOwnClass(unpickler, module_name, name);
  return CallMethod(Value::Pointer(unpickler), names.find_class, {module_name, name});
}

Owned FindClassMethod(Value self, const Value* args, size_t) {
  if (self.As<Unpickler>()->state == nullptr) {
    PickleState* state = TRY(CurrentPickleState());
    self.As<Unpickler>()->state = Retain(Value::Pointer(state)).Peek().As<PickleState>();
  }
  if (!IsStr(args[0]) || !IsStr(args[1]))
    return Raise(&TypeErrorType, "attribute name must be string, not '%.200s'",
                 TypeName(IsStr(args[0]) ? args[1] : args[0]));
  return FindOwnClass(self.As<Unpickler>(), args[0], args[1]);
}

bool LoadGlobal(Unpickler* unpickler) {
  return Push(&unpickler->stack, ReadClass(unpickler, TextEncoding::kUtf8));
}
bool LoadStackGlobal(Unpickler* unpickler) {
  Handle name = TRY(Pop(&unpickler->stack));
  Handle module_name = TRY(Pop(&unpickler->stack));
  if (!IsExactly(name, StrType) || !IsExactly(module_name, StrType))
    return Raise(&UnpicklingErrorType, "STACK_GLOBAL requires str");
  return Push(&unpickler->stack, FindClass(unpickler, module_name, name));
}
bool LoadExt1(Unpickler* unpickler) { return LoadExtension<uint8_t>(unpickler); }
bool LoadExt2(Unpickler* unpickler) { return LoadExtension<uint16_t>(unpickler); }
bool LoadExt4(Unpickler* unpickler) { return LoadExtension<int32_t>(unpickler); }

bool LoadPersistentId(Unpickler* unpickler) {
  TRY_VOID(CheckPersistentLoad(unpickler));
  Handle pid = ReadName(unpickler, TextEncoding::kAscii);
  if (!pid) {
    if (!ClearPendingIf(&UnicodeDecodeErrorType)) return false;
    return Raise(&UnpicklingErrorType, "persistent IDs in protocol 0 must be ASCII strings");
  }
  return PushPersistent(unpickler, pid);
}
bool LoadBinPersistentId(Unpickler* unpickler) {
  TRY_VOID(CheckPersistentLoad(unpickler));
  Handle pid = TRY(Pop(&unpickler->stack));
  return PushPersistent(unpickler, pid);
}

bool LoadReduce(Unpickler* unpickler) {
  Handle args = TRY(Pop(&unpickler->stack));
  Handle function = TRY(Pop(&unpickler->stack));
  if (!IsTuple(args)) return Raise(&TypeErrorType, "argument list must be a tuple");
  return Push(&unpickler->stack, CallWithTuple(function, args, Value::Empty()));
}
bool LoadNewObj(Unpickler* unpickler) {
  Handle args = TRY(Pop(&unpickler->stack));
  Handle cls = TRY(Pop(&unpickler->stack));
  return Push(&unpickler->stack, MakeObject(cls, args, Value::Empty(), "NEWOBJ"));
}
bool LoadNewObjEx(Unpickler* unpickler) {
  Handle kwargs = TRY(Pop(&unpickler->stack));
  Handle args = TRY(Pop(&unpickler->stack));
  Handle cls = TRY(Pop(&unpickler->stack));
  return Push(&unpickler->stack, MakeObject(cls, args, kwargs, "NEWOBJ_EX"));
}
bool LoadInst(Unpickler* unpickler) {
  int64_t start;
  TRY_VOID(PopMark(&unpickler->stack, &start));
  Handle args = TRY(PopTuple(&unpickler->stack, start));
  Handle cls = TRY(ReadClass(unpickler, TextEncoding::kAscii));
  return Push(&unpickler->stack, Instantiate(cls, args));
}
bool LoadObj(Unpickler* unpickler) {
  int64_t start;
  TRY_VOID(PopMark(&unpickler->stack, &start));
  if (unpickler->stack.size <= start) return RaiseUnderflow(unpickler->stack);
  Handle args = TRY(PopTuple(&unpickler->stack, start + 1));
  Handle cls = TRY(Pop(&unpickler->stack));
  return Push(&unpickler->stack, Instantiate(cls, args));
}
bool LoadBuild(Unpickler* unpickler) {
  LoadStack* stack = &unpickler->stack;
  if (stack->size - stack->fence < 2) return RaiseUnderflow(*stack);
  Handle state = TRY(Pop(stack));
  Handle object = Retain(Top(stack));
  return Build(unpickler, object, state);
}

}  // namespace polygil::pickle
