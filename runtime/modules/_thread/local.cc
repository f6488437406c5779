// _thread._local: an object whose attributes each thread has for itself.
//
// Every ThreadState has a dict from local objects (their addresses) to attribute dicts; it goes with
// the thread. An access first puts the calling thread's dict into the field that attribute lookup
// reads. A local that dies takes its dicts out of all threads.

#include "runtime/modules/_thread/lock.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

Type LocalType;

struct Local : Object {
  Value dict;      // of the thread that looked last
  Value args;      // tuple of __init__'s arguments
  Value keywords;  // dict
};

Value KeyOf(const Object* local) {
  return Value::Int(static_cast<int64_t>(reinterpret_cast<uintptr_t>(local) >> 4));
}

bool HasInit(const Type* type) { return type->slots.init != ObjectType.slots.init; }

Owned Make(Type* type, const Value* args, size_t nargs, Value keyword_names) {
  bool any = nargs > 0 || (keyword_names && TupleSize(keyword_names) > 0);
  if (any && !HasInit(type))
    return Raise(&TypeErrorType, "Initialization arguments are not supported");
  Handle result = TRY(NewInstanceOf(type));
  Local* local = result.As<Local>();
  local->args = TRY(TupleFrom(args, static_cast<int64_t>(nargs))).Peek();
  local->keywords = TRY(DictNew()).Peek();
  if (keyword_names) {
    for (int64_t i = 0; i < TupleSize(keyword_names); ++i)
      TRY_VOID(DictSet(local->keywords, TupleAt(keyword_names, i),
                       args[nargs + static_cast<size_t>(i)]));
  }
  // The creating thread's dict is there from the start: its __init__ runs as for any class.
  ThreadState* thread = CurrentThread();
  if (!thread->dict) thread->dict = TRY(DictNew()).Peek();
  Handle dict = TRY(DictNew());
  TRY_VOID(DictSet(thread->dict, KeyOf(local), dict));
  local->dict = dict.Release().Peek();
  return result.Release();
}

// A thread's first look: a new dict, and __init__ for classes that have one.
bool Introduce(Value self) {
  ThreadState* thread = CurrentThread();
  Local* local = self.As<Local>();
  if (!thread->dict) thread->dict = TRY(DictNew()).Peek();
  Handle dict = TRY(DictNew());
  TRY_VOID(DictSet(thread->dict, KeyOf(local), dict));
  SetField(&local->dict, dict);
  if (!HasInit(TypeOf(self))) return true;
  Handle init = TRY(GetAttribute(Value::Pointer(TypeOf(self)), names.__init__));
  int64_t count = TupleSize(local->args);
  Handle args = TRY(TupleNew(count + 1));
  TupleInit(args, 0, Retain(self));
  for (int64_t i = 0; i < count; ++i) TupleInit(args, i + 1, Retain(TupleAt(local->args, i)));
  Handle done = CallWithTuple(init, args, local->keywords);
  if (done) {
    SetField(&local->dict, dict);  // __init__ may have let other threads run
    return true;
  }
  PendingScope pending;
  Handle dropped = DictPop(thread->dict, KeyOf(local));
  return false;
}

// Puts the calling thread's dict in place.
bool Select(Value self) {
  Value all = CurrentThread()->dict;
  Value dict = all ? DictGet(all, KeyOf(self.AsObject())) : Value::Empty();
  if (!dict) return Introduce(self);
  if (self.As<Local>()->dict != dict) SetField(&self.As<Local>()->dict, dict);
  return true;
}

Owned LocalGetAttribute(Value self, Value name) {
  TRY_VOID(Select(self));
  return GenericGetAttribute(self, name);
}
bool LocalSetAttribute(Value self, Value name, Value value) {
  if (IsStr(name) && StrEqualsAscii(name, "__dict__"))
    return Raise(&AttributeErrorType, "'%.50s' object attribute '%U' is read-only", TypeName(self),
                 name);
  TRY_VOID(Select(self));
  return GenericSetAttribute(self, name, value);
}

void Destroy(Object* self) {
  PendingScope pending;
  for (ThreadState* t = CurrentInterpreter()->first_thread; t != nullptr; t = t->next) {
    if (!t->dict) continue;
    Handle dropped = DictPop(t->dict, KeyOf(self));
  }
  ClearFields<Local, &Local::dict, &Local::args, &Local::keywords>(self);
}

Owned GetDict(Value self) {
  TRY_VOID(Select(self));
  return Retain(self.As<Local>()->dict);
}

constexpr PropertyDef kProperties[] = {{"__dict__", GetDict}, {}};

}  // namespace

bool AddLocal(Value module) {
  TypeSlots& slots = LocalType.slots;
  slots.new_instance = Make;
  slots.get_attribute = LocalGetAttribute;
  slots.set_attribute = LocalSetAttribute;
  slots.traverse = TraverseFields<Local, &Local::dict, &Local::args, &Local::keywords>;
  slots.destroy = Destroy;
  return AddType(module, {.type = &LocalType,
                          .name = "_thread._local",
                          .basic_size = sizeof(Local),
                          .flags = kTypeBase | kTypeGc | kTypeWeakly,
                          .properties = kProperties,
                          .doc = "Thread-local data",
                          .dict_offset = offsetof(Local, dict)});
}

}  // namespace polygil
