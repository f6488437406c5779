// _thread._local: an object whose attributes each thread has for itself.
//
// A local owns the dicts of all threads, so that the cycle collector sees what they hold. An access
// first puts the calling thread's dict into the field that attribute lookup reads. Each thread notes
// in ThreadState::dict the addresses of the locals that know it: when it ends, they forget it; a
// local that dies strikes itself out of all threads' notes.

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
  Value by_thread;  // dict: ThreadState::id -> attribute dict
};

Value KeyOf(const Object* local) {
  return Value::Int(static_cast<int64_t>(reinterpret_cast<uintptr_t>(local) >> 4));
}

Value IdOf(const ThreadState* thread) { return Value::Int(static_cast<int64_t>(thread->id)); }

// A new dict for the calling thread, noted on both sides. Borrowed; empty: failed.
Value AddDict(Local* local) {
  ThreadState* thread = CurrentThread();
  if (!thread->dict) {
    Handle notes = DictNew();
    if (!notes) return Value::Empty();
    thread->dict = notes.Release().Peek();
  }
  Handle dict = DictNew();
  if (!dict || !DictSet(local->by_thread, IdOf(thread), dict) ||
      !DictSet(thread->dict, KeyOf(local), Value::None()))
    return Value::Empty();
  SetField(&local->dict, dict);
  return local->dict;
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
  local->by_thread = TRY(DictNew()).Peek();
  if (!AddDict(local)) return {};
  return result.Release();
}

// A thread's first look: a new dict, and __init__ for classes that have one.
bool Introduce(Value self) {
  Local* local = self.As<Local>();
  Handle dict = Retain(AddDict(local));
  if (!dict) return false;
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
  Handle dropped = DictPop(local->by_thread, IdOf(CurrentThread()));
  return false;
}

// Puts the calling thread's dict in place.
bool Select(Value self) {
  ThreadState* thread = CurrentThread();
  Local* local = self.As<Local>();
  // In a forked child, an entry may stem from a thread that had the same number.
  bool known = thread->dict && DictGet(thread->dict, KeyOf(local));
  Value dict = known ? DictGet(local->by_thread, IdOf(thread)) : Value::Empty();
  if (!dict) return Introduce(self);
  if (local->dict != dict) SetField(&local->dict, dict);
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
  ClearFields<Local, &Local::dict, &Local::args, &Local::keywords, &Local::by_thread>(self);
}

// Breaks cycles: the attributes go, the object stays usable.
void Clear(Object* self) {
  auto* local = static_cast<Local*>(self);
  if (local->by_thread) DictClear(local->by_thread);
  if (local->dict) DictClear(local->dict);
}

Owned GetDict(Value self) {
  TRY_VOID(Select(self));
  return Retain(self.As<Local>()->dict);
}

constexpr PropertyDef kProperties[] = {{"__dict__", GetDict}, {}};

}  // namespace

void LocalsForget(ThreadState* thread) {
  // Dropping values runs Python code, which may destroy locals or make new ones: one note at a time.
  constexpr int kRounds = 1 << 20;
  for (int round = 0; round < kRounds && thread->dict; ++round) {
    int64_t position = 0;
    Value key, value;
    if (!DictNext(thread->dict, &position, &key, &value)) break;
    Handle note = DictPop(thread->dict, key);
    if (!key.IsInt()) continue;
    auto* local = reinterpret_cast<Local*>(static_cast<uintptr_t>(key.AsInt()) << 4);
    Handle dropped = DictPop(local->by_thread, IdOf(thread));
    if (dropped && local->dict == dropped.Get()) ClearField(&local->dict);
  }
  ClearField(&thread->dict);
}

bool AddLocal(Value module) {
  TypeSlots& slots = LocalType.slots;
  slots.new_instance = Make;
  slots.get_attribute = LocalGetAttribute;
  slots.set_attribute = LocalSetAttribute;
  slots.traverse =
      TraverseFields<Local, &Local::dict, &Local::args, &Local::keywords, &Local::by_thread>;
  slots.clear = Clear;
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
