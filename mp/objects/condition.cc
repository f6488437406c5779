// _polygil_mp.WaitLine, what a Condition waits in, and _polygil_mp.Flag, what an Event is.

#include "mp/lock/condition.h"

#include "mp/objects/common.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

Type WaitLineType, FlagType;

struct WaitLine : Object {
  Value arena;
  mp::Condition* condition;
};
struct Flag : Object {
  Value arena;
  mp::Event* event;
};

Owned MakeLine(Type* type, const Value*, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("WaitLine", keyword_names) && CheckPositional("WaitLine", nargs, 0, 0));
  Handle self = TRY(NewInstanceOf(type));
  Owned arena;
  char* data;
  TRY_VOID(AllocateShared(sizeof(mp::Condition), &arena, &data));
  self.As<WaitLine>()->arena = arena.Peek();
  self.As<WaitLine>()->condition = reinterpret_cast<mp::Condition*>(data);
  self.As<WaitLine>()->condition->Init();
  return self.Release();
}

Owned LinePlace(Value self) {
  auto* line = self.As<WaitLine>();
  return SharedPlace(line->arena, reinterpret_cast<char*>(line->condition));
}
Owned LineAt(Value type, const Value* args, size_t) {
  Handle self = TRY(NewInstanceOf(type.As<Type>()));
  Owned arena;
  char* data;
  TRY_VOID(OpenShared(args, sizeof(mp::Condition), &arena, &data));
  self.As<WaitLine>()->arena = arena.Peek();
  self.As<WaitLine>()->condition = reinterpret_cast<mp::Condition*>(data);
  return self.Release();
}

Owned LineBegin(Value self) {
  int slot = self.As<WaitLine>()->condition->Begin();
  if (slot < 0) return Raise(&RuntimeErrorType, "too many processes wait for a condition");
  return Owned(Value::Int(slot));
}
Fallible<int> SlotOf(Value v) {
  int64_t slot = TRY(AsInt64(v));
  if (slot < 0 || slot >= mp::Condition::kWaiters) return Raise(&ValueErrorType, "no such waiter");
  return static_cast<int>(slot);
}
Owned LineWait(Value self, const Value* args, size_t nargs) {
  int slot = TRY(SlotOf(args[0]));
  int64_t deadline;
  TRY_VOID(DeadlineOf(Value::Empty(), nargs > 1 ? args[1] : Value::Empty(), &deadline));
  Handle hold = Retain(self);
  mp::WaitResult result = WaitFor(deadline, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return self.As<WaitLine>()->condition->Wait(slot, limit, hooks);
  });
  if (result == mp::WaitResult::kInterrupted) return {};
  return OwnBool(result != mp::WaitResult::kTimedOut);
}
Owned LineEnd(Value self, Value arg) {
  int slot = TRY(SlotOf(arg));
  return OwnBool(self.As<WaitLine>()->condition->End(slot));
}
Owned LineNotify(Value self, Value arg) {
  int64_t count = TRY(AsInt64(arg));
  if (count > mp::Condition::kWaiters) count = mp::Condition::kWaiters;
  return Owned(Value::Int(self.As<WaitLine>()->condition->Notify(static_cast<int>(count))));
}
Owned LineWaiting(Value self) { return Owned(Value::Int(self.As<WaitLine>()->condition->Waiting())); }

constexpr MethodDef kLineMethods[] = {
    PY_METHOD(WaitLine, begin, NoArgs(LineBegin), "($self, /)\n--\n\nEnters the line; returns a place."),
    PY_METHOD(WaitLine, wait, Positional(LineWait, 1, 2),
              "($self, place, timeout=None, /)\n--\n\nWaits for a notification."),
    PY_METHOD(WaitLine, end, OneArg(LineEnd),
              "($self, place, /)\n--\n\nLeaves the line; returns whether there was a notification."),
    PY_METHOD(WaitLine, notify, OneArg(LineNotify),
              "($self, count, /)\n--\n\nWakes those who came first; returns how many."),
    PY_METHOD(WaitLine, _place, NoArgs(LinePlace), kPlaceDoc),
    PY_METHOD(WaitLine, _at, Positional(LineAt, 2, 2, kMethodClass), kAtDoc),
    PY_METHOD(WaitLine, waiting, NoArgs(LineWaiting), "($self, /)\n--\n\nHow many wait."),
    {}};

Owned MakeFlag(Type* type, const Value*, size_t nargs, Value keyword_names) {
  TRY_VOID(CheckNoKeywords("Flag", keyword_names) && CheckPositional("Flag", nargs, 0, 0));
  Handle self = TRY(NewInstanceOf(type));
  Owned arena;
  char* data;
  TRY_VOID(AllocateShared(sizeof(mp::Event), &arena, &data));
  self.As<Flag>()->arena = arena.Peek();
  self.As<Flag>()->event = reinterpret_cast<mp::Event*>(data);
  return self.Release();
}
Owned FlagPlace(Value self) {
  auto* flag = self.As<Flag>();
  return SharedPlace(flag->arena, reinterpret_cast<char*>(flag->event));
}
Owned FlagAt(Value type, const Value* args, size_t) {
  Handle self = TRY(NewInstanceOf(type.As<Type>()));
  Owned arena;
  char* data;
  TRY_VOID(OpenShared(args, sizeof(mp::Event), &arena, &data));
  self.As<Flag>()->arena = arena.Peek();
  self.As<Flag>()->event = reinterpret_cast<mp::Event*>(data);
  return self.Release();
}
Owned FlagIsSet(Value self) { return OwnBool(self.As<Flag>()->event->IsSet()); }
Owned FlagSet(Value self) {
  self.As<Flag>()->event->Set();
  return OwnNone();
}
Owned FlagClear(Value self) {
  self.As<Flag>()->event->Clear();
  return OwnNone();
}
Owned FlagWait(Value self, const Value* args) {
  int64_t deadline;
  TRY_VOID(DeadlineOf(Value::Empty(), args[0], &deadline));
  Handle hold = Retain(self);
  mp::WaitResult result = WaitFor(deadline, [&](int64_t limit, const mp::BlockingHooks& hooks) {
    return self.As<Flag>()->event->Wait(limit, hooks);
  });
  if (result == mp::WaitResult::kInterrupted) return {};
  return OwnBool(result == mp::WaitResult::kDone || self.As<Flag>()->event->IsSet());
}

constexpr MethodDef kFlagMethods[] = {
    PY_METHOD(Flag, is_set, NoArgs(FlagIsSet), "($self, /)\n--\n\nWhether the flag is set."),
    PY_METHOD(Flag, set, NoArgs(FlagSet), "($self, /)\n--\n\nSets the flag and wakes all who wait."),
    PY_METHOD(Flag, clear, NoArgs(FlagClear), "($self, /)\n--\n\nClears the flag."),
    PY_METHOD(Flag, _place, NoArgs(FlagPlace), kPlaceDoc),
    PY_METHOD(Flag, _at, Positional(FlagAt, 2, 2, kMethodClass), kAtDoc),
    PY_METHOD(Flag, wait, Bound(FlagWait),
              "($self, /, timeout=None)\n--\n\nWaits until the flag is set; returns whether it is."),
    {}};

}  // namespace

bool AddCondition(Value module) {
  OwnFields<WaitLine, &WaitLine::arena>(&WaitLineType);
  WaitLineType.slots.new_instance = MakeLine;
  OwnFields<Flag, &Flag::arena>(&FlagType);
  FlagType.slots.new_instance = MakeFlag;
  return AddType(module, {.type = &WaitLineType,
                          .name = "_polygil_mp.WaitLine",
                          .basic_size = sizeof(WaitLine),
                          .flags = kTypeBase,
                          .methods = kLineMethods,
                          .doc = "Where processes wait for a notification."}) &&
         AddType(module, {.type = &FlagType,
                          .name = "_polygil_mp.Flag",
                          .basic_size = sizeof(Flag),
                          .flags = kTypeBase,
                          .methods = kFlagMethods,
                          .doc = "A flag that processes wait for."});
}

}  // namespace polygil
