#include "runtime/modules/_asyncio/task.h"

#include "runtime/modules/_contextvars/context.h"
#include "runtime/types/callable/generator.h"
#include "runtime/types/container/set.h"
#include "runtime/types/text/str.h"

namespace polygil::asyncio {

Type TaskType;

namespace {

Task* Of(Value self) { return self.As<Task>(); }

// asyncio.iscoroutine(), which is asked once per type.
Fallible<bool> IsCoroutine(State* state, Value v) {
  if (IsExactly(v, CoroutineType)) return true;
  Value type = Value::Pointer(TypeOf(v));
  bool known = TRY(SetContains(state->coroutine_types, type));
  if (known) return true;
  Value ask = Borrow(state, Borrowed::kIsCoroutine);
  if (!ask) return Raised();
  Handle answer = TRY(Call(ask, {v}));
  bool is_coroutine = TRY(IsTrue(answer));
  if (is_coroutine) TRY_VOID(SetAdd(state->coroutine_types, type));
  return is_coroutine;
}

bool SetName(Task* task, Value name) {
  if (!name || name.IsNone()) {
    task->number = ++task->module->tasks_named;
    ClearField(&task->name);
    return true;
  }
  StoreOwned(&task->name, TRY(IsExactly(name, StrType) ? Retain(name) : ToStr(name)));
  return true;
}

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value bound[4];
  TRY_VOID(BindArguments("Task", "(coro, *, loop=None, name=None, context=None)\n--\n\n", args, nargs,
                         keyword_names, bound));
  Task* task = Of(self);
  task->log_destroy_pending = false;
  TRY_VOID(FutureInit(self, bound[1]));
  bool is_coroutine = TRY(IsCoroutine(task->module, bound[0]));
  if (!is_coroutine) return Raise(&TypeErrorType, "a coroutine was expected, got %R", bound[0]);
  bool has_context = bound[3] && !bound[3].IsNone();
  StoreOwned(&task->context, TRY(has_context ? Retain(bound[3]) : CopyContext(Value::Empty())));
  ClearField(&task->waiter);
  task->must_cancel = false;
  task->cancel_requests = 0;
  task->log_destroy_pending = true;
  SetField(&task->coroutine, bound[0]);
  TRY_VOID(SetName(task, bound[2]) && ScheduleStep(self, Value::Empty()));
  Handle added = TRY(CallMethod(task->module->all_tasks, "add", {self}));
  return true;
}

Owned Repr(Value self) {
  State* state = TRY(CurrentState());
  Value repr = Borrow(state, Borrowed::kTaskRepr);
  return repr ? Call(repr, {self}) : Owned();
}

Owned GetName(Value self) {
  if (Of(self)->name) return Retain(Of(self)->name);
  if (!Of(self)->coroutine) return OwnNone();
  return StrFormat("Task-%lld", static_cast<long long>(Of(self)->number));
}
Owned SetNameMethod(Value self, Value name) {
  StoreOwned(&Of(self)->name, TRY(IsExactly(name, StrType) ? Retain(name) : ToStr(name)));
  return OwnNone();
}
Owned GetCoroutine(Value self) { return Retain(OrNone(Of(self)->coroutine)); }

Owned CancelMethod(Value self, const Value* args) {
  Task* task = Of(self);
  TRY_VOID(CheckFuture(self));
  task->log_traceback = false;
  if (task->state != FutureState::kPending) return OwnBool(false);
  ++task->cancel_requests;
  Value message = OrNone(args[0]);
  if (task->waiter) {
    Handle waiter = Retain(task->waiter);
    Handle method = TRY(GetAttribute(waiter, task->module->cancel));
    Handle result = TRY(Call(method, &message, 0, task->module->message_keyword));
    bool cancelled = TRY(IsTrue(result));
    if (cancelled) return OwnBool(true);
  }
  task->must_cancel = true;
  SetField(&task->cancel_message, message);
  return OwnBool(true);
}

Owned CancellingMethod(Value self) { return Owned(Value::Int(Of(self)->cancel_requests)); }
Owned UncancelMethod(Value self) {
  if (Of(self)->cancel_requests > 0) --Of(self)->cancel_requests;
  return Owned(Value::Int(Of(self)->cancel_requests));
}

Owned SetResultMethod(Value, Value) {
  return Raise(&RuntimeErrorType, "Task does not support set_result operation");
}
Owned SetExceptionMethod(Value, Value) {
  return Raise(&RuntimeErrorType, "Task does not support set_exception operation");
}

Owned GetStackMethod(Value self, const Value* args) {
  State* state = TRY(CurrentState());
  Value function = Borrow(state, Borrowed::kTaskGetStack);
  return function ? Call(function, {self, OrNone(args[0])}) : Owned();
}
Owned PrintStackMethod(Value self, const Value* args) {
  State* state = TRY(CurrentState());
  Value function = Borrow(state, Borrowed::kTaskPrintStack);
  return function ? Call(function, {self, OrNone(args[0]), OrNone(args[1])}) : Owned();
}

Owned GetLogDestroy(Value self) { return OwnBool(Of(self)->log_destroy_pending); }
bool SetLogDestroy(Value self, Value value) {
  if (!value) return Raise(&AttributeErrorType, "cannot delete attribute");
  Of(self)->log_destroy_pending = TRY(IsTrue(value));
  return true;
}
Owned GetMustCancel(Value self) { return OwnBool(Of(self)->must_cancel); }
Owned GetWaiter(Value self) { return Retain(OrNone(Of(self)->waiter)); }

void Finalize(Value self) {
  Task* task = Of(self);
  if (task->state == FutureState::kPending && task->log_destroy_pending && task->loop) {
    task->log_destroy_pending = false;
    PendingScope scope;
    Handle message = StrFromUtf8("Task was destroyed but it is pending!");
    ReportToLoop(self, "task", message, Value::Empty());
  }
  FutureFinalize(self);
}

bool Traverse(Object* self, Visitor visit, void* arg) {
  return FutureTraverse(self, visit, arg) ||
         TraverseFields<Task, &Task::waiter, &Task::coroutine, &Task::name, &Task::context>(self, visit,
                                                                                           arg);
}
void Clear(Object* self) {
  FutureClear(self);
  ClearFields<Task, &Task::waiter, &Task::coroutine, &Task::name, &Task::context>(self);
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Task, cancel, Bound(CancelMethod),
              "($self, /, msg=None)\n--\n\nRequest that the task cancels itself: CancelledError is "
              "thrown into the coroutine\nin the next round of the loop, which it may catch."),
    PY_METHOD(Task, cancelling, NoArgs(CancellingMethod),
              "($self, /)\n--\n\nReturn the number of cancellation requests."),
    PY_METHOD(Task, uncancel, NoArgs(UncancelMethod),
              "($self, /)\n--\n\nTake one cancellation request back; return the number that remains."),
    PY_METHOD(Task, get_coro, NoArgs(GetCoroutine), "($self, /)\n--\n\nReturn the coroutine."),
    PY_METHOD(Task, get_name, NoArgs(GetName), "($self, /)\n--\n\nReturn the name of the task."),
    PY_METHOD(Task, set_name, OneArg(SetNameMethod),
              "($self, value, /)\n--\n\nSet the name of the task."),
    PY_METHOD(Task, get_stack, Bound(GetStackMethod),
              "($self, /, *, limit=None)\n--\n\nReturn the stack frames where the coroutine is "
              "suspended, or those of its exception."),
    PY_METHOD(Task, print_stack, Bound(PrintStackMethod),
              "($self, /, *, limit=None, file=None)\n--\n\nPrint the stack or traceback of the "
              "coroutine."),
    PY_METHOD(Task, set_result, OneArg(SetResultMethod), "($self, result, /)\n--\n\nNot supported."),
    PY_METHOD(Task, set_exception, OneArg(SetExceptionMethod),
              "($self, exception, /)\n--\n\nNot supported."),
    PY_METHOD(Task, __class_getitem__, OneArg(FutureClassGetItem, kMethodClass), "See PEP 585"),
    {}};
constexpr PropertyDef kProperties[] = {
    {"_log_destroy_pending", GetLogDestroy, SetLogDestroy},
    {"_must_cancel", GetMustCancel},
    {"_coro", GetCoroutine},
    {"_fut_waiter", GetWaiter},
    {}};

}  // namespace

bool AddTask(Value module) {
  TypeSlots& slots = TaskType.slots;
  slots.new_instance = FutureMake;
  slots.init = Init;
  slots.repr = Repr;
  slots.finalize = Finalize;
  slots.traverse = Traverse;
  slots.clear = Clear;
  slots.destroy = Clear;
  return AddType(module, {.type = &TaskType,
                          .name = "_asyncio.Task",
                          .base = &FutureType,
                          .basic_size = sizeof(Task),
                          .flags = kTypeBase | kTypeGc | kTypeWeakly,
                          .methods = kMethods,
                          .properties = kProperties,
                          .doc = "Task(coro, *, loop=None, name=None, context=None)\n--\n\n"
                                 "A coroutine wrapped in a Future.",
                          .has_attributes = true});
}

}  // namespace polygil::asyncio
