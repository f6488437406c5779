#include "runtime/modules/_pickle/unpickler.h"

#include "runtime/modules/_pickle/memo_proxy.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil::pickle {

Type UnpicklerType;

namespace {

constexpr const char* kInitSignature =
    "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())\n--\n\n";

bool SetText(Value* field, Value given, const char* fallback, const char* name) {
  if (given && !IsStr(given))
    return Raise(&TypeErrorType, "Unpickler() argument '%s' must be str, not %.50s", name,
                 given.IsNone() ? "None" : TypeName(given));
  StoreOwned(field, given ? Retain(given) : Retain(InternImmortal(fallback)));
  return true;
}

bool SetBuffers(Unpickler* unpickler, Value buffers) {
  Handle iterator;
  if (buffers && !buffers.IsNone()) iterator = TRY(GetIterator(buffers));
  StoreOwned(&unpickler->buffers, iterator.Release());
  return true;
}

bool SetOptions(Unpickler* unpickler, const UnpicklerOptions& options) {
  bool fix = !options.fix_imports || TRY(IsTrue(options.fix_imports));
  unpickler->fix_imports = fix;
  return SetText(&unpickler->encoding, options.encoding, "ASCII", "encoding") &&
         SetText(&unpickler->errors, options.errors, "strict", "errors") &&
         SetBuffers(unpickler, options.buffers);
}

bool SetState(Unpickler* unpickler) {
  PickleState* state = TRY(CurrentPickleState());
  Value old = Value::Pointer(unpickler->state);
  unpickler->state = Retain(Value::Pointer(state)).Peek().As<PickleState>();
  DecRef(old);
  return true;
}

// What a subclass overrides. The method is kept without the unpickler in it, which would be a cycle.
bool FindHooks(Value self) {
  auto* unpickler = self.As<Unpickler>();
  Type* type = TypeOf(self);
  if (type == &UnpicklerType) return true;
  unpickler->own_find_class =
      TypeLookup(type, names.find_class) != DictGetStr(UnpicklerType.dict, names.find_class);
  if (TypeLookup(type, names.persistent_load) ==
      DictGetStr(UnpicklerType.dict, names.persistent_load))
    return true;
  Handle bound_self;
  Handle found = LoadMethod(self, names.persistent_load, &bound_self);
  if (!found) return ClearPendingIf(&AttributeErrorType);
  StoreOwned(&unpickler->persistent_load, found.Release());
  unpickler->persistent_load_is_method = static_cast<bool>(bound_self);
  return true;
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[5];
  TRY_VOID(BindArguments("Unpickler", kInitSignature, args, nargs, keyword_names, bound));
  auto* unpickler = self.As<Unpickler>();
  InputClear(&unpickler->input);
  TRY_VOID(SetFile(&unpickler->input, bound[0]));
  TRY_VOID(SetOptions(unpickler, {bound[1], bound[2], bound[3], bound[4]}) && SetState(unpickler));
  ClearField(&unpickler->persistent_load);
  StackClear(&unpickler->stack);
  MemoClear(&unpickler->memo);
  unpickler->protocol = 0;
  unpickler->own_find_class = false;
  return FindHooks(self);
}

Owned Make(Type* type, const Value*, size_t, Value) { return NewInstanceOf(type); }

Owned LoadMethodOf(Value self) {
  auto* unpickler = self.As<Unpickler>();
  if (!unpickler->input.read)
    return Raise(&UnpicklingErrorType, "Unpickler.__init__() was not called by %s.__init__()",
                 TypeName(self));
  return Load(unpickler);
}

Owned GetMemo(Value self) { return UnpicklerMemoProxyNew(self); }
bool SetMemo(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "attribute deletion is not supported");
  return UnpicklerMemoAssign(self.As<Unpickler>(), value);
}

Owned GetPersistentLoad(Value self) {
  auto* unpickler = self.As<Unpickler>();
  if (!unpickler->persistent_load) return Raise(&AttributeErrorType, "persistent_load");
  if (unpickler->persistent_load_is_method)
    return BoundMethodNew(unpickler->persistent_load, self);
  return Retain(unpickler->persistent_load);
}
bool SetPersistentLoad(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "attribute deletion is not supported");
  if (!IsCallable(value))
    return Raise(&TypeErrorType, "persistent_load must be a callable taking one argument");
  self.As<Unpickler>()->persistent_load_is_method = false;
  SetField(&self.As<Unpickler>()->persistent_load, value);
  return true;
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Unpickler, load, NoArgs(LoadMethodOf),
              "($self, /)\n--\n\nRead one pickle from the file and return the object in it."),
    PY_METHOD(Unpickler, find_class, Positional(FindClassMethod, 2, 2),
              "($self, module_name, global_name, /)\n--\n\nReturn an object of a module, which is "
              "imported if need be. A subclass may override it, to allow some names only."),
    {}};
constexpr PropertyDef kProperties[] = {
    {"memo", GetMemo, SetMemo, nullptr},
    {"persistent_load", GetPersistentLoad, SetPersistentLoad, nullptr},
    {}};

bool Traverse(Object* self, Visitor visit, void* arg) {
  auto* u = static_cast<Unpickler*>(self);
  for (Value v : {Value::Pointer(u->state), u->persistent_load, u->buffers})
    if (v && visit(v, arg)) return true;
  return InputTraverse(u->input, visit, arg) || MemoTraverse(u->memo, visit, arg);
}

void Clear(Object* self) {
  auto* u = static_cast<Unpickler*>(self);
  ClearField(&u->persistent_load);
  ClearField(&u->buffers);
  InputClear(&u->input);
  MemoClear(&u->memo);
}

void Destroy(Object* self) {
  auto* u = static_cast<Unpickler*>(self);
  Clear(self);
  StackClear(&u->stack);
  ClearField(&u->encoding);
  ClearField(&u->errors);
  DecRef(Value::Pointer(std::exchange(u->state, nullptr)));
}

}  // namespace

Owned NewUnpickler(Value file, Value data, const UnpicklerOptions& options) {
  Handle made = TRY(AllocateObject(&UnpicklerType));
  auto* unpickler = made.As<Unpickler>();
  TRY_VOID(file ? SetFile(&unpickler->input, file) : SetBuffer(&unpickler->input, data));
  TRY_VOID(SetOptions(unpickler, options) && SetState(unpickler));
  return made.Release();
}

bool AddUnpickler(Value module) {
  TypeSlots& slots = UnpicklerType.slots;
  slots.new_instance = Make;
  slots.init = Init;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Destroy;
  return AddType(
      module,
      {.type = &UnpicklerType,
       .name = "_pickle.Unpickler",
       .basic_size = sizeof(Unpickler),
       .flags = kTypeBase | kTypeGc,
       .methods = kMethods,
       .properties = kProperties,
       .doc = "Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())"
              "\n--\n\nReads pickles from a binary file, an object with read() and readline().\n\n"
              "The protocol is found in the pickle. fix_imports, encoding and errors are about\n"
              "pickles of Python 2: whether module names are mapped, and how its strs are decoded\n"
              "('bytes': not at all). buffers are what the pickler's buffer_callback was given."});
}

}  // namespace polygil::pickle
