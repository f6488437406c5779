#include "runtime/modules/_pickle/pickler.h"

#include "runtime/modules/_pickle/memo_proxy.h"
#include "runtime/types/bytes/bytes.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"

namespace polygil::pickle {

Type PicklerType;

namespace {

constexpr const char* kInitSignature =
    "(file, protocol=None, fix_imports=True, buffer_callback=None)\n--\n\n";

bool SetProtocol(Pickler* pickler, Value protocol, Value fix_imports) {
  int64_t number = kDefaultProtocol;
  if (protocol && !protocol.IsNone()) {
    number = TRY(AsInt64(protocol));
    if (number < 0) number = kHighestProtocol;
    if (number > kHighestProtocol)
      return Raise(&ValueErrorType, "pickle protocol must be <= %d", kHighestProtocol);
  }
  bool fix = !fix_imports || TRY(IsTrue(fix_imports));
  pickler->protocol = static_cast<int32_t>(number);
  pickler->fix_imports = fix && number < 3;
  return true;
}

bool SetBufferCallback(Pickler* pickler, Value callback) {
  bool wanted = callback && !callback.IsNone();
  if (wanted && pickler->protocol < 5)
    return Raise(&ValueErrorType, "buffer_callback needs protocol >= 5");
  SetField(&pickler->buffer_callback, wanted ? callback : Value::Empty());
  return true;
}

bool SetState(Pickler* pickler) {
  PickleState* state = TRY(CurrentPickleState());
  Value old = Value::Pointer(pickler->state);
  pickler->state = Retain(Value::Pointer(state)).Peek().As<PickleState>();
  DecRef(old);
  return true;
}

// A method or attribute that a subclass defines. A method is kept without the pickler in it, which
// would be a cycle.
bool FindHook(Value self, Value name, Value* function, bool* is_method) {
  Value base = DictGetStr(PicklerType.dict, name);
  if (TypeLookup(TypeOf(self), name) == base) return true;
  Handle bound_self;
  Handle found = LoadMethod(self, name, &bound_self);
  if (!found) return ClearPendingIf(&AttributeErrorType);
  StoreOwned(function, found.Release());
  *is_method = static_cast<bool>(bound_self);
  return true;
}

bool FindHooks(Value self) {
  auto* pickler = self.As<Pickler>();
  if (TypeOf(self) == &PicklerType) return true;
  TRY_VOID(FindHook(self, names.persistent_id, &pickler->persistent_id,
                    &pickler->persistent_id_is_method));
  Value base = DictGetStr(PicklerType.dict, names.dispatch_table);
  if (TypeLookup(TypeOf(self), names.dispatch_table) == base) return true;
  Handle table = FindAttribute(self, names.dispatch_table);
  if (!table && HasPendingException()) return false;
  StoreOwned(&pickler->dispatch_table, table.Release());
  return true;
}

bool SetFile(Pickler* pickler, Value file) {
  Handle write = FindAttribute(file, names.write);
  if (!write)
    return !HasPendingException() && Raise(&TypeErrorType, "file must have a 'write' attribute");
  StoreOwned(&pickler->write, write.Release());
  return true;
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[4];
  TRY_VOID(BindArguments("Pickler", kInitSignature, args, nargs, keyword_names, bound));
  auto* pickler = self.As<Pickler>();
  ClearField(&pickler->write);
  TRY_VOID(SetProtocol(pickler, bound[1], bound[2]) && SetFile(pickler, bound[0]) &&
           SetBufferCallback(pickler, bound[3]) && SetState(pickler));
  OutputClear(&pickler->output);
  MemoClear(&pickler->memo);
  pickler->fast = pickler->fast_depth = 0;
  ClearField(&pickler->fast_running);
  ClearField(&pickler->dispatch_table);
  ClearField(&pickler->persistent_id);
  return FindHooks(self);
}

Owned Make(Type* type, const Value*, size_t, Value) { return NewInstanceOf(type); }

// reducer_override() may be set between two dumps.
bool FindOverride(Pickler* pickler) {
  if (pickler->type == &PicklerType) return true;
  Handle override = FindAttribute(Value::Pointer(pickler), names.reducer_override);
  if (!override && HasPendingException()) return false;
  StoreOwned(&pickler->reducer_override, override.Release());
  return true;
}

bool DumpBody(Pickler* pickler, Value object) {
  Output* output = &pickler->output;
  TRY_VOID(FindOverride(pickler));
  if (pickler->protocol >= 2)
    TRY_VOID(PutWith<1>(output, kProto, static_cast<uint64_t>(pickler->protocol)));
  output->framing = pickler->protocol >= 4;
  TRY_VOID(Save(pickler, object) && Put(output, kStop));
  CloseFrame(output);
  return true;
}

}  // namespace

bool Dump(Pickler* pickler, Value object) {
  bool done = DumpBody(pickler, object);
  pickler->output.framing = pickler->output.frame_open = false;
  ClearField(&pickler->reducer_override);
  return done;
}

Owned TakeOutput(Pickler* pickler) {
  Handle bytes = TRY(BytesNew(pickler->output.data, pickler->output.size));
  OutputClear(&pickler->output);
  return bytes.Release();
}

bool FlushToFile(Pickler* pickler) {
  Handle bytes = TRY(BytesNew(pickler->output.data, pickler->output.size));
  pickler->output.size = 0;
  Handle write = Retain(pickler->write);
  Handle result = TRY(Call(write, {bytes}));
  return true;
}

Owned NewPickler(Value file, Value protocol, Value fix_imports, Value buffer_callback) {
  Handle made = TRY(AllocateObject(&PicklerType));
  auto* pickler = made.As<Pickler>();
  TRY_VOID(SetProtocol(pickler, protocol, fix_imports));
  if (file) TRY_VOID(SetFile(pickler, file));
  TRY_VOID(SetBufferCallback(pickler, buffer_callback) && SetState(pickler));
  return made.Release();
}

namespace {

Owned DumpMethod(Value self, Value object) {
  auto* pickler = self.As<Pickler>();
  if (!pickler->write)
    return Raise(&PicklingErrorType, "Pickler.__init__() was not called by %s.__init__()",
                 TypeName(self));
  OutputClear(&pickler->output);
  TRY_VOID(Dump(pickler, object) && FlushToFile(pickler));
  OutputClear(&pickler->output);
  return OwnNone();
}

Owned ClearMemo(Value self) {
  MemoClear(&self.As<Pickler>()->memo);
  return OwnNone();
}

Owned GetMemo(Value self) { return PicklerMemoProxyNew(self); }
bool SetMemo(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "attribute deletion is not supported");
  return PicklerMemoAssign(self.As<Pickler>(), value);
}

Owned GetPersistentId(Value self) {
  auto* pickler = self.As<Pickler>();
  if (!pickler->persistent_id) return Raise(&AttributeErrorType, "persistent_id");
  if (pickler->persistent_id_is_method) return BoundMethodNew(pickler->persistent_id, self);
  return Retain(pickler->persistent_id);
}
bool SetPersistentId(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "attribute deletion is not supported");
  if (!IsCallable(value))
    return Raise(&TypeErrorType, "persistent_id must be a callable taking one argument");
  self.As<Pickler>()->persistent_id_is_method = false;
  SetField(&self.As<Pickler>()->persistent_id, value);
  return true;
}

Owned GetDispatchTable(Value self) {
  Value table = self.As<Pickler>()->dispatch_table;
  return table ? Retain(table) : Owned(Raise(&AttributeErrorType, "dispatch_table"));
}
bool SetDispatchTable(Value self, Value value) {
  if (!value && !self.As<Pickler>()->dispatch_table)
    return Raise(&AttributeErrorType, "dispatch_table");
  SetField(&self.As<Pickler>()->dispatch_table, value);
  return true;
}

Owned GetBin(Value self) { return Owned(Value::Int(self.As<Pickler>()->is_binary())); }
Owned GetFast(Value self) { return Owned(Value::Int(self.As<Pickler>()->fast)); }
bool SetFast(Value self, Value value) {
  if (!value) return Raise(&TypeErrorType, "can't delete numeric/char attribute");
  int64_t fast = TRY(AsInt64(value));
  self.As<Pickler>()->fast = fast != 0;
  return true;
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Pickler, dump, OneArg(DumpMethod),
              "($self, obj, /)\n--\n\nWrite a pickled representation of the object to the open file."),
    PY_METHOD(Pickler, clear_memo, NoArgs(ClearMemo),
              "($self, /)\n--\n\nForget which objects were written, so that the next pickle stands by "
              "itself."),
    {}};

constexpr PropertyDef kProperties[] = {
    {"memo", GetMemo, SetMemo, nullptr},
    {"persistent_id", GetPersistentId, SetPersistentId, nullptr},
    {"dispatch_table", GetDispatchTable, SetDispatchTable, nullptr},
    {"bin", GetBin, nullptr, nullptr},
    {"fast", GetFast, SetFast, nullptr},
    {}};

bool Traverse(Object* self, Visitor visit, void* arg) {
  auto* p = static_cast<Pickler*>(self);
  for (Value v : {Value::Pointer(p->state), p->write, p->buffer_callback, p->dispatch_table,
                  p->persistent_id, p->reducer_override, p->fast_running})
    if (v && visit(v, arg)) return true;
  return MemoTraverse(p->memo, visit, arg);
}

void Clear(Object* self) {
  auto* p = static_cast<Pickler*>(self);
  for (Value* field : {&p->write, &p->buffer_callback, &p->dispatch_table, &p->persistent_id,
                       &p->reducer_override, &p->fast_running})
    ClearField(field);
  MemoClear(&p->memo);
}

void Destroy(Object* self) {
  auto* p = static_cast<Pickler*>(self);
  Clear(self);
  OutputClear(&p->output);
  DecRef(Value::Pointer(std::exchange(p->state, nullptr)));
}

}  // namespace

bool AddPickler(Value module) {
  TypeSlots& slots = PicklerType.slots;
  slots.new_instance = Make;
  slots.init = Init;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Destroy;
  return AddType(
      module,
      {.type = &PicklerType,
       .name = "_pickle.Pickler",
       .basic_size = sizeof(Pickler),
       .flags = kTypeBase | kTypeGc,
       .methods = kMethods,
       .properties = kProperties,
       .doc = "Pickler(file, protocol=None, fix_imports=True, buffer_callback=None)\n--\n\n"
              "Writes pickles to a binary file, an object with a write() method that takes bytes.\n\n"
              "protocol is 0 to 5; the default is 4, and a negative number means the highest. With\n"
              "fix_imports, protocols below 3 use the module names of Python 2. buffer_callback\n"
              "(protocol 5) is called with each PickleBuffer; a false result keeps it out of the\n"
              "stream."});
}

}  // namespace polygil::pickle
