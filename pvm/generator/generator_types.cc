// The Python side of generators and coroutines: their types, methods and attributes.

#include "pvm/call/enter.h"
#include "pvm/generator/generator.h"
#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/protocol/warn.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type GeneratorType, CoroutineType;
namespace {
Type CoroutineWrapperType;

struct CoroutineWrapper : Object {
  Value coroutine;
};

// The result of a step as a method call sees it: a yielded value, or StopIteration.
Owned StepResult(SendStatus status, Owned result) {
  switch (status) {
    case SendStatus::kYielded: return result;
    case SendStatus::kError: return {};
    case SendStatus::kReturned: break;
  }
  Handle value{result};
  if (value.Get().IsNone()) return RaiseBare(&StopIterationType);
  return RaiseStopIteration(value);
}

Owned GeneratorNext(Value self) {
  Owned result;
  switch (ResumeGenerator(self, Value::Empty(), &result)) {
    case SendStatus::kYielded: return result;
    case SendStatus::kError: return {};
    case SendStatus::kReturned: break;
  }
  // Plain exhaustion is no exception object; a return value must travel in one.
  Handle value{result};
  if (value.Get().IsNone()) return {};
  return RaiseStopIteration(value);
}

Owned GeneratorSendMethod(Value self, Value argument) {
  Owned result;
  SendStatus status = ResumeGenerator(self, argument, &result);
  return StepResult(status, result);
}

// The iterator that a suspended body is delegating to, or empty.
Value DelegateOf(const Generator* generator) {
  if (generator->state != GeneratorState::kSuspended || generator->yield_from_register == kNoRegister) {
    return Value::Empty();
  }
  return generator->window[generator->yield_from_register];
}

// close() of the iterator delegated to; an iterator without the method is left alone.
bool CloseDelegate(Value delegate) {
  if (IsExactly(delegate, GeneratorType) || IsExactly(delegate, CoroutineType)) {
    Owned result;
    if (!GeneratorClose(delegate.As<Generator>(), &result)) return false;
    Discard(result);
    return true;
  }
  Handle method = FindAttribute(delegate, names.close);
  if (method.IsEmpty()) {
    if (HasPendingException()) WriteUnraisable(delegate);
    return true;
  }
  Handle result = TRY(Call(method));
  return true;
}

// The delegate has returned: the body goes on behind its yield from with this value.
SendStatus ResumeAfterDelegate(Generator* generator, Owned value, Owned* result) {
  const Instruction* at = generator->function->code->instructions + generator->resume_offset;
  ClearField(&generator->window[at->b]);
  ClearField(&generator->window[at->b + 1]);
  generator->resume_offset += 1;
  generator->resume_register = at->a;
  generator->yield_from_register = kNoRegister;
  Handle sent{value};
  return ResumeGenerator(Value::Pointer(generator), sent, result);
}

// While an exception is thrown into the delegate, the generator is running: its frame stands between
// the caller's and the delegate's. Nothing that it handles is seen by the delegate.
class DelegationScope {
 public:
  explicit DelegationScope(Generator* generator) : generator_(generator) {
    ThreadState* thread = CurrentThread();
    entered_ = thread->frame + 1 < thread->frame_limit;
    if (entered_) {
      GeneratorEnter(thread, generator, OwnNone(), ReturnKind::kNative);
      thread->handled = generator->handled.previous;
    }
    generator->state = GeneratorState::kRunning;
  }
  ~DelegationScope() {
    if (entered_) {
      GeneratorSuspend(CurrentThread(), generator_->resume_offset, generator_->resume_register,
                       generator_->yield_from_register);
    }
    generator_->state = GeneratorState::kSuspended;
  }
  DelegationScope(const DelegationScope&) = delete;
  DelegationScope& operator=(const DelegationScope&) = delete;

 private:
  Generator* generator_;
  bool entered_;
};

// Throws the pending exception into the delegate. True: *status and *result are the outcome for
// the whole generator. False: the (possibly new) pending exception is to be thrown here.
bool ThrowIntoDelegate(Generator* generator, Value delegate, SendStatus* status, Owned* result) {
  Handle keep = Retain(delegate);
  if (PendingMatches(&GeneratorExitType)) {
    Handle raised = TakePending();
    bool closed;
    {
      DelegationScope running(generator);
      closed = CloseDelegate(delegate);
    }
    if (closed) RestorePending(raised.Release());
    return false;
  }
  Owned yielded;
  SendStatus inner = SendStatus::kError;
  if (IsExactly(delegate, GeneratorType) || IsExactly(delegate, CoroutineType)) {
    DelegationScope running(generator);
    inner = GeneratorThrow(delegate.As<Generator>(), &yielded);
  } else {
    Handle raised = TakePending();
    Handle method = FindAttribute(delegate, names.throw_name);
    if (method.IsEmpty()) {
      if (!HasPendingException()) RestorePending(raised.Release());
      return false;
    }
    DelegationScope running(generator);
    yielded = Call(method, {raised});
    inner = yielded ? SendStatus::kYielded : SendStatus::kError;
  }
  if (inner == SendStatus::kYielded) {
    *status = SendStatus::kYielded;
    *result = yielded;
    return true;
  }
  if (inner == SendStatus::kError) {
    if (!PendingMatches(&StopIterationType)) return false;
    Handle stop = TakePending();
    Value value = stop.As<StopIteration>()->value;
    yielded = value ? Retain(value) : OwnNone();
  }
  *status = ResumeAfterDelegate(generator, yielded, result);
  return true;
}

}  // namespace

SendStatus GeneratorThrow(Generator* generator, Owned* result) {
  if (generator->state == GeneratorState::kRunning) {
    ClearPending();
    GeneratorCheckIdle(generator);
    return SendStatus::kError;
  }
  if (generator->state == GeneratorState::kFinished && generator->type == &CoroutineType) {
    ClearPending();
    Raise(&RuntimeErrorType, "cannot reuse already awaited coroutine");
    return SendStatus::kError;
  }
  Value delegate = DelegateOf(generator);
  SendStatus status;
  if (delegate && ThrowIntoDelegate(generator, delegate, &status, result)) return status;
  return ThrowGenerator(Value::Pointer(generator), result);
}

bool GeneratorClose(Generator* generator, Owned* result) {
  *result = OwnNone();
  if (!GeneratorCheckIdle(generator)) return false;
  if (generator->state == GeneratorState::kFinished) return true;
  if (generator->state == GeneratorState::kCreated) {
    // Nothing has run: no handler could see the exit.
    generator->state = GeneratorState::kFinished;
    GeneratorReleaseWindow(generator);
    return true;
  }
  Handle keep = Retain(Value::Pointer(generator));
  RaiseBare(&GeneratorExitType);
  Owned value;
  SendStatus status = GeneratorThrow(generator, &value);
  if (status == SendStatus::kYielded) {
    Discard(value);
    const char* kind = generator->type == &CoroutineType        ? "coroutine"
                       : generator->type == &AsyncGeneratorType ? "async generator"
                                                                : "generator";
    return Raise(&RuntimeErrorType, "%s ignored GeneratorExit", kind);
  }
  if (status == SendStatus::kReturned) {
    Discard(value);
    return true;
  }
  return ClearPendingIf(&StopIterationType) || ClearPendingIf(&GeneratorExitType);
}

// throw(type[, value[, traceback]]): makes the exception pending. False: bad arguments.
bool PrepareThrow(const Value* args, size_t nargs) {
  Value type = args[0];
  Value value = nargs > 1 ? args[1] : Value::None();
  Value traceback = nargs > 2 ? args[2] : Value::None();
  if (!traceback.IsNone() && !IsExactly(traceback, TracebackType)) {
    return Raise(&TypeErrorType, "throw() third argument must be a traceback object");
  }
  Handle instance;
  if (IsType(type) && IsSubtype(type.As<Type>(), &BaseExceptionType)) {
    if (IsExceptionInstance(value) && IsSubtype(TypeOf(value), type.As<Type>())) {
      instance = Retain(value);
    } else if (value.IsNone()) {
      instance = TRY(Call(type));
    } else if (IsTuple(value)) {
      instance = TRY(CallWithTuple(type, value, Value::Empty()));
    } else {
      instance = TRY(Call(type, {value}));
    }
  } else if (IsExceptionInstance(type)) {
    if (!value.IsNone()) return Raise(&TypeErrorType, "instance exception may not have a separate value");
    instance = Retain(type);
  } else {
    return Raise(&TypeErrorType, "exceptions must be classes or instances deriving from BaseException, not %s",
                 TypeName(type));
  }
  if (!IsExceptionInstance(instance)) {
    // This TypeError is what is thrown.
    Raise(&TypeErrorType, "calling %R should have returned an instance of BaseException, not %s", type,
          TypeName(instance));
    return true;
  }
  if (!traceback.IsNone()) StoreOwned(&instance.As<BaseException>()->traceback, Retain(traceback));
  // Its context is what the generator handles, not the caller.
  RestorePending(instance.Release());
  return true;
}

namespace {

Owned GeneratorThrowMethod(Value self, const Value* args, size_t nargs) {
  TRY_VOID(PrepareThrow(args, nargs));
  Owned result;
  SendStatus status = GeneratorThrow(self.As<Generator>(), &result);
  return StepResult(status, result);
}

Owned GeneratorCloseMethod(Value self) {
  Owned result;
  if (!GeneratorClose(self.As<Generator>(), &result)) return {};
  return result;
}

// A generator that dies while suspended gets its GeneratorExit, so that finally blocks run.
void GeneratorFinalize(Value self) {
  Generator* generator = self.As<Generator>();
  if (generator->state == GeneratorState::kFinished || generator->state == GeneratorState::kRunning) return;
  PendingScope keep;
  if (generator->type == &CoroutineType && generator->state == GeneratorState::kCreated) {
    WarnNeverAwaited(self, generator->qualname);
    generator->state = GeneratorState::kFinished;
    GeneratorReleaseWindow(generator);
    return;
  }
  if (generator->state == GeneratorState::kCreated) return;
  Owned result;
  if (!GeneratorClose(generator, &result)) {
    WriteUnraisable(self);
  } else {
    Discard(result);
  }
}

Owned GeneratorRepr(Value self) {
  Generator* g = self.As<Generator>();
  const char* kind = g->type == &CoroutineType ? "coroutine"
                     : g->type == &AsyncGeneratorType ? "async_generator" : "generator";
  return StrFormat("<%s object %U at %p>", kind, g->qualname, static_cast<void*>(g));
}

// -- Attributes -----------------------------------------------------------------------------------

Owned GetName(Value self) { return Retain(self.As<Generator>()->name); }
bool SetText(Value* field, Value v, const char* message) {
  if (v.IsEmpty() || !IsStr(v)) return Raise(&TypeErrorType, "%s", message);
  StoreOwned(field, Retain(v));
  return true;
}
bool SetName(Value self, Value v) {
  return SetText(&self.As<Generator>()->name, v, "__name__ must be set to a string object");
}
Owned GetQualname(Value self) { return Retain(self.As<Generator>()->qualname); }
bool SetQualname(Value self, Value v) {
  return SetText(&self.As<Generator>()->qualname, v, "__qualname__ must be set to a string object");
}
Owned GetDelegate(Value self) {
  Value delegate = DelegateOf(self.As<Generator>());
  return delegate ? Retain(delegate) : OwnNone();
}
Owned GetRunning(Value self) { return OwnBool(self.As<Generator>()->state == GeneratorState::kRunning); }
Owned GetSuspended(Value self) { return OwnBool(self.As<Generator>()->state == GeneratorState::kSuspended); }
Owned GetCode(Value self) { return Retain(Value::Pointer(self.As<Generator>()->function->code)); }
Owned GetOrigin(Value self) {
  Value origin = self.As<Generator>()->origin_or_finalizer;
  return origin ? Retain(origin) : OwnNone();
}

}  // namespace

Owned GeneratorFrame(Value self) {
  Generator* g = self.As<Generator>();
  ThreadState* thread = CurrentThread();
  if (g->state == GeneratorState::kFinished) return OwnNone();
  if (g->state == GeneratorState::kRunning) {
    for (FrameRecord* record = thread->frame; record > thread->frame_base; --record) {
      if (record->owner == self) return Retain(FrameObjectOf(thread, record));
    }
    return OwnNone();
  }
  if (g->frame.IsEmpty()) {
    Owned made = AllocateObject(&FrameType);
    if (!made) return {};
    FrameObject* frame = made.Peek().As<FrameObject>();
    frame->code = Retain(Value::Pointer(g->function->code)).Peek();
    frame->globals = Retain(g->function->globals).Peek();
    frame->builtins = Retain(g->function->builtins).Peek();
    frame->last_instruction = g->state == GeneratorState::kCreated ? 0
                              : g->yield_from_register == kNoRegister ? g->resume_offset - 1 : g->resume_offset;
    frame->trace_lines = true;
    g->frame = made.Peek();
  }
  g->frame.As<FrameObject>()->generator = self;
  return Retain(g->frame);
}

bool CoroutineRecordOrigin(Generator* generator) {
  ThreadState* thread = CurrentThread();
  int depth = thread->coroutine_origin_depth;
  if (depth <= 0) return true;
  FrameRecord* record = thread->frame;
  int64_t count = 0;
  while (count < depth && (record - count)->code != nullptr) ++count;
  Handle origin = TRY(TupleNew(count));
  for (int64_t i = 0; i < count; ++i, --record) {
    Handle entry = TRY(TupleOf({record->code->filename, Value::Int(FrameLine(record)), record->code->name}));
    TupleInit(origin, i, entry.Release());
  }
  generator->origin_or_finalizer = origin.Release().Peek();
  return true;
}

namespace {

const MethodDef kCoroutineMethods[] = {
    PY_METHOD(coroutine, send, OneArg(GeneratorSendMethod),
              "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration."),
    PY_METHOD(coroutine, throw, Positional(GeneratorThrowMethod, 1, 3),
              "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated "
              "value or raise\nStopIteration."),
    PY_METHOD(coroutine, close, NoArgs(GeneratorCloseMethod),
              "close() -> raise GeneratorExit inside coroutine."),
    {}};
const MethodDef kGeneratorMethods[] = {
    PY_METHOD(generator, send, OneArg(GeneratorSendMethod),
              "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."),
    PY_METHOD(generator, throw, Positional(GeneratorThrowMethod, 1, 3),
              "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded "
              "value or raise\nStopIteration."),
    PY_METHOD(generator, close, NoArgs(GeneratorCloseMethod),
              "close() -> raise GeneratorExit inside generator."),
    {}};

#define COMMON_PROPERTIES(prefix, delegate)                              \
  {"__name__", GetName, SetName, "name of the " prefix},                 \
      {"__qualname__", GetQualname, SetQualname, "qualified name of the " prefix}
const PropertyDef kGeneratorProperties[] = {
    COMMON_PROPERTIES("generator", "gi_yieldfrom"),
    {"gi_yieldfrom", GetDelegate, nullptr, "object being iterated by yield from, or None"},
    {"gi_running", GetRunning, nullptr, nullptr},
    {"gi_suspended", GetSuspended, nullptr, nullptr},
    {"gi_frame", GeneratorFrame, nullptr, nullptr},
    {"gi_code", GetCode, nullptr, nullptr},
    {}};
const PropertyDef kCoroutineProperties[] = {
    COMMON_PROPERTIES("coroutine", "cr_await"),
    {"cr_await", GetDelegate, nullptr, "object being awaited on, or None"},
    {"cr_running", GetRunning, nullptr, nullptr},
    {"cr_suspended", GetSuspended, nullptr, nullptr},
    {"cr_frame", GeneratorFrame, nullptr, nullptr},
    {"cr_code", GetCode, nullptr, nullptr},
    {"cr_origin", GetOrigin, nullptr, nullptr},
    {}};

Owned SelfIterator(Value self) { return Retain(self); }

Owned CoroutineAwait(Value self) {
  Owned wrapper = AllocateObject(&CoroutineWrapperType);
  if (!wrapper) return {};
  wrapper.Peek().As<CoroutineWrapper>()->coroutine = Retain(self).Peek();
  return wrapper;
}

// -- coroutine_wrapper: what coroutine.__await__() returns ------------------------------------------

Value Wrapped(Value self) { return self.As<CoroutineWrapper>()->coroutine; }
Owned WrapperNext(Value self) { return GeneratorNext(Wrapped(self)); }
Owned WrapperSend(Value self, Value v) { return GeneratorSendMethod(Wrapped(self), v); }
Owned WrapperThrow(Value self, const Value* args, size_t n) { return GeneratorThrowMethod(Wrapped(self), args, n); }
Owned WrapperClose(Value self) { return GeneratorCloseMethod(Wrapped(self)); }
bool WrapperTraverse(Object* self, Visitor visit, void* arg) {
  return visit(static_cast<CoroutineWrapper*>(self)->coroutine, arg);
}
void WrapperDestroy(Object* self) { ClearField(&static_cast<CoroutineWrapper*>(self)->coroutine); }
const MethodDef kWrapperMethods[] = {
    PY_METHOD(coroutine_wrapper, send, OneArg(WrapperSend), nullptr),
    PY_METHOD(coroutine_wrapper, throw, Positional(WrapperThrow, 1, 3), nullptr),
    PY_METHOD(coroutine_wrapper, close, NoArgs(WrapperClose), nullptr),
    {}};

void FillCommonSlots(Type& type) {
  type.slots.repr = GeneratorRepr;
  type.slots.finalize = GeneratorFinalize;
  type.slots.traverse = GeneratorTraverse;
  type.slots.clear = GeneratorClear;
  type.slots.destroy = GeneratorDestroy;
  type.slots.send = ResumeGenerator;
}

}  // namespace

bool InitGeneratorTypes() {
  FillCommonSlots(GeneratorType);
  GeneratorType.slots.iterate = SelfIterator;
  GeneratorType.slots.next = GeneratorNext;
  TRY_VOID(InitBuiltinType({.type = &GeneratorType, .name = "generator", .basic_size = sizeof(Generator),
                            .flags = kTypeGc | kTypeWeakly | kTypeNoInstantiation,
                            .methods = kGeneratorMethods, .properties = kGeneratorProperties}));
  FillCommonSlots(CoroutineType);
  CoroutineType.slots.await = CoroutineAwait;
  TRY_VOID(InitBuiltinType({.type = &CoroutineType, .name = "coroutine", .basic_size = sizeof(Generator),
                            .flags = kTypeGc | kTypeWeakly | kTypeNoInstantiation,
                            .methods = kCoroutineMethods, .properties = kCoroutineProperties}));
  CoroutineWrapperType.slots.iterate = SelfIterator;
  CoroutineWrapperType.slots.next = WrapperNext;
  CoroutineWrapperType.slots.traverse = WrapperTraverse;
  CoroutineWrapperType.slots.destroy = WrapperDestroy;
  return InitBuiltinType({.type = &CoroutineWrapperType, .name = "coroutine_wrapper",
                          .basic_size = sizeof(CoroutineWrapper), .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kWrapperMethods});
}

}  // namespace polygil
