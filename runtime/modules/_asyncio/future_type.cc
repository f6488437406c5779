// The methods and attributes of asyncio.Future.

#include "runtime/modules/_asyncio/future.h"
#include "runtime/modules/_contextvars/context.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil::asyncio {
namespace {

Future* Of(Value self) { return self.As<Future>(); }

bool Init(Value self, const Value* args, size_t nargs, Value keyword_names) {
  Value loop;
  TRY_VOID(BindArguments("Future", "(*, loop=None)\n--\n\n", args, nargs, keyword_names, &loop));
  return FutureInit(self, loop);
}

Owned Repr(Value self) {
  State* state = TRY(CurrentState());
  Value repr = Borrow(state, Borrowed::kFutureRepr);
  return repr ? Call(repr, {self}) : Owned();
}

Owned ResultMethod(Value self) { return FutureResult(self); }

Owned ExceptionMethod(Value self) {
  if (Of(self)->state == FutureState::kCancelled) {
    Handle error = TRY(FutureCancelledError(self));
    return RaiseInstance(error.Release());
  }
  if (Of(self)->state == FutureState::kPending)
    return RaiseInvalidState(Of(self)->module, "Exception is not set.");
  Of(self)->log_traceback = false;
  return Retain(OrNone(Of(self)->exception));
}

Owned SetResultMethod(Value self, Value result) {
  TRY_VOID(FutureSetResult(self, result));
  return OwnNone();
}
Owned SetExceptionMethod(Value self, Value exception) {
  TRY_VOID(FutureSetException(self, exception));
  return OwnNone();
}

Owned AddDoneCallback(Value self, const Value* args) {
  TRY_VOID(CheckFuture(self));
  Handle context = TRY(args[1] && !args[1].IsNone() ? Retain(args[1]) : CopyContext(Value::Empty()));
  TRY_VOID(FutureAddCallback(self, args[0], context));
  return OwnNone();
}

Owned RemoveDoneCallback(Value self, Value callback) {
  TRY_VOID(CheckFuture(self));
  int64_t removed = 0;
  if (Of(self)->callback) {
    Handle first = Retain(Of(self)->callback);
    bool equal = TRY(Equals(first, callback));
    if (equal && first.Get() == Of(self)->callback) {
      ++removed;
      ClearField(&Of(self)->callback);
      ClearField(&Of(self)->callback_context);
    }
  }
  if (!Of(self)->callbacks) return Owned(Value::Int(removed));
  Handle all = Retain(Of(self)->callbacks), kept = TRY(ListNew());
  for (int64_t i = 0; i < ListSize(all); ++i) {
    Handle pair = Retain(ListAt(all, i));
    bool equal = TRY(Equals(TupleAt(pair, 0), callback));
    if (equal) ++removed;
    else TRY_VOID(ListAppend(kept, pair));
  }
  if (all.Get() == Of(self)->callbacks)
    StoreOwned(&Of(self)->callbacks, ListSize(kept) == 0 ? Owned() : kept.Release());
  return Owned(Value::Int(removed));
}

Owned CancelMethod(Value self, const Value* args) {
  bool cancelled = TRY(FutureCancel(self, OrNone(args[0])));
  return OwnBool(cancelled);
}
Owned CancelledMethod(Value self) { return OwnBool(Of(self)->loop && Of(self)->state == FutureState::kCancelled); }
Owned DoneMethod(Value self) { return OwnBool(Of(self)->loop && Of(self)->state != FutureState::kPending); }
Owned GetLoopMethod(Value self) {
  TRY_VOID(CheckFuture(self));
  return Retain(Of(self)->loop);
}
Owned MakeCancelledError(Value self) {
  TRY_VOID(CheckFuture(self));
  return FutureCancelledError(self);
}

// -- Attributes ---------------------------------------------------------------------------------------

template <Value Future::*kField>
Owned GetField(Value self) {
  return Retain(OrNone(Of(self)->*kField));
}

Owned GetState(Value self) {
  switch (Of(self)->state) {
    case FutureState::kPending: return Retain(InternImmortal("PENDING"));
    case FutureState::kCancelled: return Retain(InternImmortal("CANCELLED"));
    default: return Retain(InternImmortal("FINISHED"));
  }
}
Owned GetBlocking(Value self) { return OwnBool(Of(self)->loop && Of(self)->blocking); }
bool SetBlocking(Value self, Value value) {
  TRY_VOID(CheckFuture(self));
  if (!value) return Raise(&AttributeErrorType, "cannot delete attribute");
  Of(self)->blocking = TRY(IsTrue(value));
  return true;
}
Owned GetLogTraceback(Value self) { return OwnBool(Of(self)->log_traceback); }
bool SetLogTraceback(Value self, Value value) {
  if (!value) return Raise(&AttributeErrorType, "cannot delete attribute");
  bool log = TRY(IsTrue(value));
  if (log) return Raise(&ValueErrorType, "_log_traceback can only be set to False");
  Of(self)->log_traceback = false;
  return true;
}
bool SetCancelMessage(Value self, Value value) {
  if (!value) return Raise(&AttributeErrorType, "cannot delete attribute");
  SetField(&Of(self)->cancel_message, value);
  return true;
}
Owned GetCallbacks(Value self) {
  TRY_VOID(CheckFuture(self));
  if (!Of(self)->callback && !Of(self)->callbacks) return OwnNone();
  Handle all = TRY(ListNew());
  if (Of(self)->callback) {
    Handle pair = TRY(TupleOf({Of(self)->callback, OrNone(Of(self)->callback_context)}));
    TRY_VOID(ListAppend(all, pair));
  }
  if (Of(self)->callbacks) TRY_VOID(ListExtend(all, Of(self)->callbacks));
  return all.Release();
}

constexpr MethodDef kMethods[] = {
    PY_METHOD(Future, result, NoArgs(ResultMethod),
              "($self, /)\n--\n\nReturn the result, or raise the exception that was set, "
              "CancelledError or\nInvalidStateError."),
    PY_METHOD(Future, exception, NoArgs(ExceptionMethod),
              "($self, /)\n--\n\nReturn the exception that was set, or None; raise CancelledError or\n"
              "InvalidStateError."),
    PY_METHOD(Future, set_result, OneArg(SetResultMethod),
              "($self, result, /)\n--\n\nMark the future done and set its result."),
    PY_METHOD(Future, set_exception, OneArg(SetExceptionMethod),
              "($self, exception, /)\n--\n\nMark the future done and set an exception."),
    PY_METHOD(Future, add_done_callback, Bound(AddDoneCallback),
              "($self, fn, /, *, context=<unrepresentable>)\n--\n\nAdd a function that the loop calls "
              "with the future when it is done."),
    PY_METHOD(Future, remove_done_callback, OneArg(RemoveDoneCallback),
              "($self, fn, /)\n--\n\nRemove a callback wherever it was added; return how often that "
              "was."),
    PY_METHOD(Future, cancel, Bound(CancelMethod),
              "($self, /, msg=None)\n--\n\nCancel the future and schedule its callbacks; False if it is "
              "done already."),
    PY_METHOD(Future, cancelled, NoArgs(CancelledMethod),
              "($self, /)\n--\n\nReturn True if the future was cancelled."),
    PY_METHOD(Future, done, NoArgs(DoneMethod),
              "($self, /)\n--\n\nReturn True if there is a result or an exception, or the future was "
              "cancelled."),
    PY_METHOD(Future, get_loop, NoArgs(GetLoopMethod),
              "($self, /)\n--\n\nReturn the event loop the future belongs to."),
    PY_METHOD(Future, _make_cancelled_error, NoArgs(MakeCancelledError),
              "($self, /)\n--\n\nCreate the CancelledError of a cancelled future; to be called once."),
    PY_METHOD(Future, __class_getitem__, OneArg(FutureClassGetItem, kMethodClass), "See PEP 585"),
    {}};

}  // namespace

const PropertyDef kFutureProperties[] = {
    {"_state", GetState},
    {"_asyncio_future_blocking", GetBlocking, SetBlocking},
    {"_loop", GetField<&Future::loop>},
    {"_callbacks", GetCallbacks},
    {"_result", GetField<&Future::result>},
    {"_exception", GetField<&Future::exception>},
    {"_log_traceback", GetLogTraceback, SetLogTraceback},
    {"_source_traceback", GetField<&Future::source_traceback>},
    {"_cancel_message", GetField<&Future::cancel_message>, SetCancelMessage},
    {}};

Owned FutureClassGetItem(Value cls, Value item) { return GenericAliasNew(cls, item); }

bool AddFuture(Value module) {
  TypeSlots& slots = FutureType.slots;
  slots.new_instance = FutureMake;
  slots.init = Init;
  slots.repr = Repr;
  slots.iterate = FutureIterate;
  slots.await = FutureIterate;
  slots.finalize = FutureFinalize;
  slots.traverse = FutureTraverse;
  slots.clear = FutureClear;
  slots.destroy = FutureClear;
  return AddType(
      module,
      {.type = &FutureType,
       .name = "_asyncio.Future",
       .basic_size = sizeof(Future),
       .flags = kTypeBase | kTypeGc | kTypeWeakly,
       .methods = kMethods,
       .properties = kFutureProperties,
       .doc = "Future(*, loop=None)\n--\n\nA result that is not there yet, much like "
              "concurrent.futures.Future, but not thread-safe:\nresult() and exception() never wait, "
              "and callbacks are called by the event loop.",
       .has_attributes = true});
}

}  // namespace polygil::asyncio
