// Raising, handling and with-statements; and the unwinder.

#include "pvm/call/enter.h"
#include "pvm/generator/generator.h"
#include "pvm/ops/cache.h"
#include "pvm/ops/handler.h"
#include "pvm/trace/trace.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

void SetNameOfError(ThreadState* thread, Value name) {
  Value pending = thread->pending;
  if (pending && IsSubtype(TypeOf(pending), &NameErrorType)) {
    StoreOwned(&pending.As<NameError>()->name, Retain(name));
  }
}

// -- Unwinding ------------------------------------------------------------------------------------

namespace {

// Drops registers [from, to), last first. Nothing may be pending.
void DropTemporaries(Value* base, uint32_t from, uint32_t to) {
  while (to > from) ClearField(&base[--to]);
}

// An exception that clean-up code passes on leaves the frame where it was raised: that is the
// frame's last line.
bool IsPassedOn(const FrameRecord* frame) {
  return frame->frame_object && frame->pc->b == 0 &&
         CodeOpcodeAt(frame->code, InstructionIndex(frame->code, frame->pc)) == Opcode::RERAISE;
}
void NotePlaceOfRaise(FrameRecord* frame) {
  if (!frame->frame_object || IsPassedOn(frame)) return;
  frame->frame_object.As<FrameObject>()->raised_at = InstructionIndex(frame->code, frame->pc);
}
void ReturnToPlaceOfRaise(FrameRecord* frame) {
  if (IsPassedOn(frame)) frame->pc = frame->code->instructions + frame->frame_object.As<FrameObject>()->raised_at;
}

// The innermost frame ends with an exception. Returns its return kind.
ReturnKind LeaveFrameRaising(ThreadState* thread) {
  FrameRecord* frame = thread->frame;
  ReturnKind kind = frame->return_kind;
  Handle raised = TakePending();
  DropTemporaries(frame->base, frame->code->local_count, frame->code->register_count);
  if (frame->is_generator) {
    Generator* generator = frame->owner.As<Generator>();
    IncRef(generator);
    RestorePending(raised.Release());
    GeneratorConvertStop(generator);
    raised = TakePending();
    GeneratorFinish(thread);
    DecRef(generator);
  } else {
    PopFrame(thread);
  }
  RestorePending(raised.Release());
  return kind;
}

// Finds the handler for the pending exception, leaving frames on the way. False: the frame the
// loop was entered for is gone. `leave`: the innermost frame is left, whatever it would handle.
bool UnwindToHandler(ThreadState* thread, bool add_traceback, bool leave) {
  bool left_with_event = leave;
  for (;;) {
    FrameRecord* frame = thread->frame;
    Code* code = frame->code;
    if (add_traceback) {
      TracebackAdd(thread, frame);
      if (IsTracing(thread)) [[unlikely]] TraceException(thread);
    }
    add_traceback = true;
    const ExceptionEntry* entry = leave ? nullptr : CodeFindHandler(code, InstructionIndex(code, frame->pc));
    leave = false;
    if (entry != nullptr) {
      NotePlaceOfRaise(frame);
      Handle raised = TakePending();
      DropTemporaries(frame->base, entry->depth, code->register_count);
      frame->base[entry->depth] = raised.Release().Peek();
      frame->pc = code->instructions + entry->handler;
      return true;
    }
    ReturnToPlaceOfRaise(frame);
    if (IsTracing(thread) && !left_with_event) [[unlikely]] TraceLeaving(thread, Value::Empty());
    left_with_event = false;
    if (LeaveFrameRaising(thread) == ReturnKind::kNative) return false;
  }
}

}  // namespace

#define UNWIND(NAME, add_traceback, leave)                     \
  SHARED_SLOW(NAME) {                                          \
    SAVE_PC();                                                 \
    if (!UnwindToHandler(thread, add_traceback, leave)) {      \
      thread->loop_result = Value::Empty();                    \
      LEAVE_LOOP();                                            \
    }                                                          \
    FrameRecord* frame = thread->frame;                        \
    base = frame->base;                                        \
    consts = frame->code->constants;                           \
    pc = frame->pc;                                            \
    DISPATCH();                                                \
  }
UNWIND(Unwind, true, false)
UNWIND(UnwindKeepingTraceback, false, false)
UNWIND(UnwindOutOfFrame, false, true)

// -- The exception being handled ------------------------------------------------------------------

SLOW(PushHandledSlow) {
  Value previous = thread->handled->value;
  thread->handled->value = Retain(base[pc->a]).Peek();
  base[pc->b] = previous.IsEmpty() ? Value::None() : previous;
  NEXT(1);
}
HANDLER(PUSH_HANDLED) { TAIL(PushHandledSlow); }

SLOW(PopHandledSlow) {
  SAVE_PC();
  Value previous = base[pc->a];
  base[pc->a] = Value::Empty();
  StoreOwned(&thread->handled->value, Owned(previous));
  NEXT(1);
}
HANDLER(POP_HANDLED) { TAIL(PopHandledSlow); }

// -- Raising --------------------------------------------------------------------------------------

namespace {

// The instance that `raise value` means: an instance itself, or a class called without arguments.
Owned ExceptionInstance(Value value) {
  if (IsExceptionInstance(value)) return Retain(value);
  if (IsType(value) && IsSubtype(value.As<Type>(), &BaseExceptionType)) {
    Handle instance = TRY(Call(value));
    if (!IsExceptionInstance(instance)) {
      return Raise(&TypeErrorType, "calling %R should have returned an instance of BaseException, not %R", value,
                   Value::Pointer(TypeOf(instance)));
    }
    return instance.Release();
  }
  return Raise(&TypeErrorType, "exceptions must derive from BaseException");
}

void DoRaise(Value value) {
  Owned instance = ExceptionInstance(value);
  if (instance) RaiseInstance(instance);
}

void DoRaiseFrom(Value value, Value cause) {
  Handle instance{ExceptionInstance(value)};
  if (instance.IsEmpty()) return;
  Handle fixed;
  if (IsType(cause) && IsSubtype(cause.As<Type>(), &BaseExceptionType)) {
    fixed = Call(cause);
    if (fixed.IsEmpty()) return;
    if (!IsExceptionInstance(fixed)) {
      Raise(&TypeErrorType, "calling %R should have returned an instance of BaseException, not %R", cause,
            Value::Pointer(TypeOf(fixed)));
      return;
    }
  } else if (IsExceptionInstance(cause)) {
    fixed = Retain(cause);
  } else if (!cause.IsNone()) {
    Raise(&TypeErrorType, "exception causes must derive from BaseException");
    return;
  }
  BaseException* exception = instance.As<BaseException>();
  StoreOwned(&exception->cause, fixed.Release());
  exception->suppress_context = true;
  RaiseInstance(instance.Release());
}

Value CurrentlyHandled(ThreadState* thread) {
  for (HandledException* h = thread->handled; h != nullptr; h = h->previous) {
    if (h->value && !h->value.IsNone()) return h->value;
  }
  return Value::Empty();
}

}  // namespace

SLOW(RaiseSlow) {
  SAVE_PC();
  DoRaise(base[pc->a]);
  TAIL(Unwind);
}
HANDLER(RAISE) { TAIL(RaiseSlow); }

SLOW(RaiseFromSlow) {
  SAVE_PC();
  DoRaiseFrom(base[pc->a], base[pc->b]);
  TAIL(Unwind);
}
HANDLER(RAISE_FROM) { TAIL(RaiseFromSlow); }

SLOW(RaiseAgainSlow) {
  SAVE_PC();
  Value handled = CurrentlyHandled(thread);
  if (!handled) {
    Raise(&RuntimeErrorType, "No active exception to reraise");
    TAIL(Unwind);
  }
  RestorePending(Retain(handled));
  TAIL(UnwindKeepingTraceback);
}
HANDLER(RAISE_AGAIN) { TAIL(RaiseAgainSlow); }

SLOW(ReraiseSlow) {
  Value exception = base[pc->a];
  if (IsTemporary(consts, pc->a)) {
    base[pc->a] = Value::Empty();
  } else {
    IncRef(exception);
  }
  RestorePending(Owned(exception));
  TAIL(UnwindKeepingTraceback);
}
HANDLER(RERAISE) { TAIL(ReraiseSlow); }

// -- Matching -------------------------------------------------------------------------------------

namespace {

bool IsExceptionClass(Value v) {
  return IsType(v) && IsSubtype(v.As<Type>(), &BaseExceptionType);
}

bool CheckExceptionClasses(Value classes) {
  if (IsTuple(classes)) {
    for (int64_t i = 0; i < TupleSize(classes); ++i) {
      if (!IsExceptionClass(TupleAt(classes, i))) {
        return Raise(&TypeErrorType, "catching classes that do not inherit from BaseException is not allowed");
      }
    }
    return true;
  }
  if (IsExceptionClass(classes)) return true;
  return Raise(&TypeErrorType, "catching classes that do not inherit from BaseException is not allowed");
}

bool ExceptionMatches(Value exception, Value classes) {
  if (!IsTuple(classes)) return IsSubtype(TypeOf(exception), classes.As<Type>());
  for (int64_t i = 0; i < TupleSize(classes); ++i) {
    if (IsSubtype(TypeOf(exception), TupleAt(classes, i).As<Type>())) return true;
  }
  return false;
}

bool IsGroupClass(Value v) { return IsType(v) && IsSubtype(v.As<Type>(), &BaseExceptionGroupType); }

bool CheckGroupClasses(Value classes) {
  TRY_VOID(CheckExceptionClasses(classes));
  bool is_group = false;
  if (IsTuple(classes)) {
    for (int64_t i = 0; i < TupleSize(classes); ++i) is_group |= IsGroupClass(TupleAt(classes, i));
  } else {
    is_group = IsGroupClass(classes);
  }
  if (!is_group) return true;
  return Raise(&TypeErrorType, "catching ExceptionGroup with except* is not allowed. Use except instead.");
}

// Splits *rest by the classes: returns the matching part (or None), leaves the rest (or None).
Owned MatchGroup(Value* rest, Value classes) {
  TRY_VOID(CheckGroupClasses(classes));
  Value exception = *rest;
  if (exception.IsNone()) return OwnNone();
  if (ExceptionMatches(exception, classes)) {
    Handle match;
    if (IsSubtype(TypeOf(exception), &BaseExceptionGroupType)) {
      match = Retain(exception);
    } else {
      Handle inner = TRY(TupleOf({exception}));
      Handle message = TRY(StrEmpty());
      match = TRY(Call(Value::Pointer(&BaseExceptionGroupType), {message, inner}));
      Value traceback = exception.As<BaseException>()->traceback;
      if (traceback) StoreOwned(&match.As<BaseException>()->traceback, Retain(traceback));
    }
    StoreOwned(rest, OwnNone());
    return match.Release();
  }
  if (IsSubtype(TypeOf(exception), &BaseExceptionGroupType)) {
    Handle pair = TRY(CallMethod(exception, "split", {classes}));
    if (!IsTuple(pair) || TupleSize(pair) < 2) {
      return Raise(&TypeErrorType, "%.200s.split must return a tuple, not %.200s", TypeName(exception), TypeName(pair));
    }
    StoreOwned(rest, Retain(TupleAt(pair, 1)));
    return Retain(TupleAt(pair, 0));
  }
  return OwnNone();
}

}  // namespace

SLOW(MatchExceptionSlow) {
  SAVE_PC();
  Value classes = base[pc->c];
  if (!CheckExceptionClasses(classes)) TAIL(Unwind);
  bool matches = ExceptionMatches(base[pc->b], classes);
  if (pc->c != pc->a) Consume(base, consts, pc->c);
  SetRegister(base, pc->a, OwnBool(matches));
  NEXT(1);
}
HANDLER(MATCH_EXCEPTION) { TAIL(MatchExceptionSlow); }

SLOW(MatchGroupSlow) {
  SAVE_PC();
  Owned match = MatchGroup(&base[pc->b], base[pc->c]);
  if (!match) TAIL(Unwind);
  if (!match.Peek().IsNone()) StoreOwned(&thread->handled->value, Retain(match.Peek()));
  if (pc->c != pc->a) Consume(base, consts, pc->c);
  SetRegister(base, pc->a, match);
  NEXT(1);
}
HANDLER(MATCH_GROUP) { TAIL(MatchGroupSlow); }

namespace {

bool SameMetadata(Value a, Value b) {
  BaseException *x = a.As<BaseException>(), *y = b.As<BaseException>();
  return x->traceback == y->traceback && x->cause == y->cause && x->context == y->context;
}

// What remains to be raised after an except* statement (PEP 654): raised exceptions, and a group
// of what was not handled, merged into the original group where they are parts of it.
Owned PrepareReraiseStar(Value original, Value raised_list) {
  int64_t count = ListSize(raised_list);
  if (count == 0) return OwnNone();
  if (!IsSubtype(TypeOf(original), &BaseExceptionGroupType)) {
    // A naked exception was wrapped for matching: at most one of the list is set.
    for (int64_t i = 0; i < count; ++i) {
      if (!ListAt(raised_list, i).IsNone()) return Retain(ListAt(raised_list, i));
    }
    return OwnNone();
  }
  Handle raised = TRY(ListNew(count)), reraised = TRY(ListNew(count));
  for (int64_t i = 0; i < count; ++i) {
    Value exception = ListAt(raised_list, i);
    if (exception.IsNone()) continue;
    TRY_VOID(ListAppend(SameMetadata(exception, original) ? reraised : raised, exception));
  }
  Handle projection = TRY(ExceptionGroupProject(original, reraised));
  if (ListSize(raised) == 0) return projection.Release();
  if (!projection.Get().IsNone()) TRY_VOID(ListAppend(raised, projection));
  Handle message = TRY(StrEmpty());
  return Call(Value::Pointer(&BaseExceptionGroupType), {message, raised});
}

}  // namespace

SLOW(PrepareReraiseStarSlow) {
  SAVE_PC();
  Owned result = PrepareReraiseStar(base[pc->b], base[pc->c]);
  if (!result) TAIL(Unwind);
  if (pc->c != pc->a) Consume(base, consts, pc->c);
  if (pc->b != pc->a) Consume(base, consts, pc->b);
  SetRegister(base, pc->a, result);
  NEXT(1);
}
HANDLER(PREPARE_RERAISE_STAR) { TAIL(PrepareReraiseStarSlow); }

HANDLER(LOAD_ASSERTION_ERROR) { FINISH(1, pc->a, Value::Pointer(&AssertionErrorType)); }

// -- with -----------------------------------------------------------------------------------------

namespace {

bool EnterWith(Value* base, Value* consts, const Instruction* pc, Value enter_name, Value exit_name,
               bool is_async) {
  Value manager = base[pc->b];
  const char* protocol = is_async ? "asynchronous context manager" : "context manager";
  Handle enter = LookupSpecial(manager, enter_name);
  if (enter.IsEmpty()) {
    if (HasPendingException()) return false;
    return Raise(&TypeErrorType, "'%.200s' object does not support the %s protocol", TypeName(manager), protocol);
  }
  Handle exit = LookupSpecial(manager, exit_name);
  if (exit.IsEmpty()) {
    if (HasPendingException()) return false;
    return Raise(&TypeErrorType, "'%.200s' object does not support the %s protocol (missed %U method)",
                 TypeName(manager), protocol, exit_name);
  }
  Handle entered = TRY(Call(enter));
  if (pc->b != pc->a && pc->b != pc->a + 1) Consume(base, consts, pc->b);
  StoreOwned(&base[pc->a], exit.Release());
  StoreOwned(&base[pc->a + 1], entered.Release());
  return true;
}

}  // namespace

SLOW(WithEnterSlow) {
  SAVE_PC();
  if (!EnterWith(base, consts, pc, names.__enter__, names.__exit__, false)) TAIL(Unwind);
  NEXT(1);
}
HANDLER(WITH_ENTER) { TAIL(WithEnterSlow); }

SLOW(AsyncWithEnterSlow) {
  SAVE_PC();
  if (!EnterWith(base, consts, pc, names.__aenter__, names.__aexit__, true)) TAIL(Unwind);
  NEXT(1);
}
HANDLER(ASYNC_WITH_ENTER) { TAIL(AsyncWithEnterSlow); }

SLOW(WithExitSlow) {
  SAVE_PC();
  Value exception = base[pc->c];
  Value traceback = exception.As<BaseException>()->traceback;
  Owned result = Call(base[pc->b], {Value::Pointer(TypeOf(exception)), exception,
                                    traceback ? traceback : Value::None()});
  if (!result) TAIL(Unwind);
  SetRegister(base, pc->a, result);
  NEXT(1);
}
HANDLER(WITH_EXIT) { TAIL(WithExitSlow); }

}  // namespace polygil
