#include "pvm/generator/async_generator.h"

#include "pvm/call/enter.h"
#include "pvm/generator/generator.h"
#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/generic_alias.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type AsyncGeneratorType;

namespace {

Type WrappedValueType, SendType, ThrowType;

// A value yielded by the body itself, as opposed to one that an await passes through.
struct WrappedValue : Object {
  Value value;
};

enum class StepState : uint8_t { kInit, kIterating, kClosed };

// What asend(v) and __anext__() return.
struct AsyncSend : Object {
  Value generator, argument;
  StepState state;
};
// What athrow(...) and aclose() return; exception empty: aclose.
struct AsyncThrow : Object {
  Value generator, exception;
  StepState state;
};

Generator* GeneratorOf(Value v) { return v.As<Generator>(); }

// The first iteration tells the event loop about the generator (sys.set_asyncgen_hooks).
bool InitHooks(Generator* generator) {
  if (generator->hooks_inited) return true;
  generator->hooks_inited = true;
  ThreadState* thread = CurrentThread();
  if (thread->async_gen_finalizer) {
    StoreOwned(&generator->origin_or_finalizer, Retain(thread->async_gen_finalizer));
  }
  if (thread->async_gen_first_iteration) {
    Handle hook = Retain(thread->async_gen_first_iteration);
    Handle result = TRY(Call(hook, {Value::Pointer(generator)}));
  }
  return true;
}

// Turns the outcome of a step of the body into what the awaiting coroutine sees: a wrapped value
// ends the await with that value, anything else is passed on.
SendStatus UnwrapStep(Generator* generator, SendStatus status, Owned* result) {
  if (status == SendStatus::kYielded) {
    if (!IsExactly(result->Peek(), WrappedValueType)) return status;
    Handle wrapped{*result};
    generator->running_async = false;
    *result = Retain(wrapped.As<WrappedValue>()->value);
    return SendStatus::kReturned;
  }
  generator->running_async = false;
  if (status == SendStatus::kReturned) {
    Discard(*result);
    generator->closed = true;
    RaiseBare(&StopAsyncIterationType);
  } else if (PendingMatches(&StopAsyncIterationType) || PendingMatches(&GeneratorExitType)) {
    generator->closed = true;
  }
  return SendStatus::kError;
}

// A step's outcome as a method returns it: the end is a StopIteration.
Owned AsMethodResult(SendStatus status, Owned result) {
  if (status == SendStatus::kError) return {};
  if (status == SendStatus::kYielded) return result;
  Handle value{result};
  return RaiseStopIteration(value);
}

Owned Unwrap(Generator* generator, SendStatus status, Owned result) {
  status = UnwrapStep(generator, status, &result);
  return AsMethodResult(status, result);
}

// -- asend ----------------------------------------------------------------------------------------

SendStatus AsyncSendStep(Value self, Value argument, Owned* result) {
  AsyncSend* step = self.As<AsyncSend>();
  Generator* generator = GeneratorOf(step->generator);
  if (step->state == StepState::kClosed) {
    Raise(&RuntimeErrorType, "cannot reuse already awaited __anext__()/asend()");
    return SendStatus::kError;
  }
  if (step->state == StepState::kInit) {
    if (generator->running_async) {
      Raise(&RuntimeErrorType, "anext(): asynchronous generator is already running");
      return SendStatus::kError;
    }
    if (argument.IsEmpty() || argument.IsNone()) argument = step->argument;
    step->state = StepState::kIterating;
  }
  generator->running_async = true;
  if (generator->state == GeneratorState::kFinished) {
    generator->running_async = false;
    step->state = StepState::kClosed;
    RaiseBare(&StopAsyncIterationType);
    return SendStatus::kError;
  }
  Handle keep = Retain(step->generator);
  SendStatus status = UnwrapStep(generator, ResumeGenerator(step->generator, argument, result), result);
  if (status != SendStatus::kYielded) step->state = StepState::kClosed;
  return status;
}
Owned AsyncSendMethod(Value self, Value argument) {
  Owned result;
  SendStatus status = AsyncSendStep(self, argument, &result);
  return AsMethodResult(status, result);
}
Owned AsyncSendNext(Value self) { return AsyncSendMethod(self, Value::None()); }
Owned AsyncSendThrow(Value self, const Value* args, size_t nargs) {
  AsyncSend* step = self.As<AsyncSend>();
  Generator* generator = GeneratorOf(step->generator);
  if (step->state == StepState::kClosed) {
    return Raise(&RuntimeErrorType, "cannot reuse already awaited __anext__()/asend()");
  }
  TRY_VOID(PrepareThrow(args, nargs));
  Owned result;
  SendStatus status = GeneratorThrow(generator, &result);
  Owned unwrapped = Unwrap(generator, status, result);
  if (!unwrapped) step->state = StepState::kClosed;
  return unwrapped;
}
Owned AsyncSendClose(Value self) {
  self.As<AsyncSend>()->state = StepState::kClosed;
  return OwnNone();
}

// -- athrow, aclose -------------------------------------------------------------------------------

constexpr const char* kIgnoredExit = "async generator ignored GeneratorExit";

// The end of a step of aclose()/athrow().
Owned FinishThrow(AsyncThrow* step, Generator* generator, SendStatus status, Owned result) {
  bool closing = step->exception.IsEmpty();
  if (closing && status == SendStatus::kYielded && IsExactly(result.Peek(), WrappedValueType)) {
    Discard(result);
    generator->running_async = false;
    step->state = StepState::kClosed;
    return Raise(&RuntimeErrorType, kIgnoredExit);
  }
  Owned unwrapped = Unwrap(generator, status, result);
  if (unwrapped) return unwrapped;
  step->state = StepState::kClosed;
  if (closing && (PendingMatches(&StopAsyncIterationType) || PendingMatches(&GeneratorExitType))) {
    ClearPending();
    return RaiseBare(&StopIterationType);
  }
  return {};
}

Owned AsyncThrowStep(Value self, Value argument) {
  AsyncThrow* step = self.As<AsyncThrow>();
  Generator* generator = GeneratorOf(step->generator);
  bool closing = step->exception.IsEmpty();
  if (step->state == StepState::kClosed) {
    return Raise(&RuntimeErrorType, "cannot reuse already awaited aclose()/athrow()");
  }
  if (step->state == StepState::kIterating) {
    Owned result;
    SendStatus status = ResumeGenerator(step->generator, argument, &result);
    return FinishThrow(step, generator, status, result);
  }
  if (generator->running_async) {
    step->state = StepState::kClosed;
    return Raise(&RuntimeErrorType, closing ? "aclose(): asynchronous generator is already running"
                                            : "athrow(): asynchronous generator is already running");
  }
  if (generator->closed || generator->state == GeneratorState::kFinished) {
    step->state = StepState::kClosed;
    return RaiseBare(closing ? &StopIterationType : &StopAsyncIterationType);
  }
  if (!argument.IsEmpty() && !argument.IsNone()) {
    return Raise(&RuntimeErrorType, "can't send non-None value to a just-started coroutine");
  }
  step->state = StepState::kIterating;
  generator->running_async = true;
  Owned result;
  if (closing) {
    generator->closed = true;
    if (generator->state == GeneratorState::kCreated) {
      generator->state = GeneratorState::kFinished;
      GeneratorReleaseWindow(generator);
      generator->running_async = false;
      step->state = StepState::kClosed;
      return RaiseBare(&StopIterationType);
    }
    RaiseBare(&GeneratorExitType);
  } else {
    RaiseInstance(Retain(step->exception));
  }
  SendStatus status = GeneratorThrow(generator, &result);
  return FinishThrow(step, generator, status, result);
}
Owned AsyncThrowNext(Value self) { return AsyncThrowStep(self, Value::None()); }
Owned AsyncThrowThrow(Value self, const Value* args, size_t nargs) {
  AsyncThrow* step = self.As<AsyncThrow>();
  if (step->state == StepState::kClosed) {
    return Raise(&RuntimeErrorType, "cannot reuse already awaited aclose()/athrow()");
  }
  TRY_VOID(PrepareThrow(args, nargs));
  Owned result;
  SendStatus status = GeneratorThrow(GeneratorOf(step->generator), &result);
  return FinishThrow(step, GeneratorOf(step->generator), status, result);
}
Owned AsyncThrowClose(Value self) {
  self.As<AsyncThrow>()->state = StepState::kClosed;
  return OwnNone();
}

// -- The generator's own methods ------------------------------------------------------------------

Owned MakeSend(Value generator, Value argument) {
  TRY_VOID(InitHooks(GeneratorOf(generator)));
  Owned step = AllocateObject(&SendType);
  if (!step) return {};
  step.Peek().As<AsyncSend>()->generator = Retain(generator).Peek();
  step.Peek().As<AsyncSend>()->argument = Retain(argument).Peek();
  return step;
}
Owned MakeThrow(Value generator, Owned exception) {
  Handle holder{exception};
  TRY_VOID(InitHooks(GeneratorOf(generator)));
  Owned step = AllocateObject(&ThrowType);
  if (!step) return {};
  step.Peek().As<AsyncThrow>()->generator = Retain(generator).Peek();
  step.Peek().As<AsyncThrow>()->exception = holder.Release().Peek();
  return step;
}

Owned AsyncGeneratorAsend(Value self, Value v) { return MakeSend(self, v); }
Owned AsyncGeneratorAclose(Value self) { return MakeThrow(self, {}); }
Owned AsyncGeneratorAthrow(Value self, const Value* args, size_t nargs) {
  TRY_VOID(PrepareThrow(args, nargs));
  return MakeThrow(self, TakePending());
}
Owned Itself(Value self) { return Retain(self); }

Owned GetName(Value self) { return Retain(GeneratorOf(self)->name); }
bool SetName(Value self, Value v) {
  if (v.IsEmpty() || !IsStr(v)) return Raise(&TypeErrorType, "__name__ must be set to a string object");
  StoreOwned(&GeneratorOf(self)->name, Retain(v));
  return true;
}
Owned GetQualname(Value self) { return Retain(GeneratorOf(self)->qualname); }
bool SetQualname(Value self, Value v) {
  if (v.IsEmpty() || !IsStr(v)) return Raise(&TypeErrorType, "__qualname__ must be set to a string object");
  StoreOwned(&GeneratorOf(self)->qualname, Retain(v));
  return true;
}
Owned GetAwait(Value self) {
  Generator* g = GeneratorOf(self);
  if (g->state != GeneratorState::kSuspended || g->yield_from_register == kNoRegister) return OwnNone();
  return Retain(g->window[g->yield_from_register]);
}
Owned GetRunning(Value self) { return OwnBool(GeneratorOf(self)->running_async); }
Owned GetSuspended(Value self) { return OwnBool(GeneratorOf(self)->state == GeneratorState::kSuspended); }
Owned GetCode(Value self) { return Retain(Value::Pointer(GeneratorOf(self)->function->code)); }

Owned AsyncGeneratorRepr(Value self) {
  return StrFormat("<async_generator object %U at %p>", GeneratorOf(self)->qualname, self.As<void>());
}

// A suspended async generator can't be closed without its event loop: the finalizer hook does it.
void AsyncGeneratorFinalize(Value self) {
  Generator* g = GeneratorOf(self);
  if (g->state == GeneratorState::kFinished || g->state == GeneratorState::kRunning) return;
  PendingScope keep;
  if (g->origin_or_finalizer && !g->closed) {
    Handle finalizer = Retain(g->origin_or_finalizer);
    Handle result = Call(finalizer, {self});
    if (result.IsEmpty()) WriteUnraisable(self);
    return;
  }
  if (g->state == GeneratorState::kCreated) return;
  Owned result;
  if (!GeneratorClose(g, &result)) {
    WriteUnraisable(self);
  } else {
    Discard(result);
  }
}

const MethodDef kAsyncGeneratorMethods[] = {
    PY_METHOD(async_generator, asend, OneArg(AsyncGeneratorAsend), "asend(v) -> send 'v' in generator."),
    PY_METHOD(async_generator, athrow, Positional(AsyncGeneratorAthrow, 1, 3),
              "athrow(typ[,val[,tb]]) -> raise exception in generator."),
    PY_METHOD(async_generator, aclose, NoArgs(AsyncGeneratorAclose),
              "aclose() -> raise GeneratorExit inside generator."),
    {"__class_getitem__", OneArg(GenericAliasNew, kMethodClass), "See PEP 585"},
    {}};
const PropertyDef kAsyncGeneratorProperties[] = {
    {"__name__", GetName, SetName, "name of the async generator"},
    {"__qualname__", GetQualname, SetQualname, "qualified name of the async generator"},
    {"ag_await", GetAwait, nullptr, "object being awaited on, or None"},
    {"ag_frame", GeneratorFrame, nullptr, nullptr},
    {"ag_running", GetRunning, nullptr, nullptr},
    {"ag_suspended", GetSuspended, nullptr, nullptr},
    {"ag_code", GetCode, nullptr, nullptr},
    {}};

const MethodDef kSendMethods[] = {
    PY_METHOD(async_generator_asend, send, OneArg(AsyncSendMethod), nullptr),
    PY_METHOD(async_generator_asend, throw, Positional(AsyncSendThrow, 1, 3), nullptr),
    PY_METHOD(async_generator_asend, close, NoArgs(AsyncSendClose), nullptr),
    {}};
const MethodDef kThrowMethods[] = {
    PY_METHOD(async_generator_athrow, send, OneArg(AsyncThrowStep), nullptr),
    PY_METHOD(async_generator_athrow, throw, Positional(AsyncThrowThrow, 1, 3), nullptr),
    PY_METHOD(async_generator_athrow, close, NoArgs(AsyncThrowClose), nullptr),
    {}};

// The three helper types own one or two values right behind the header.
template <int count>
bool TraverseFields(Object* self, Visitor visit, void* arg) {
  Value* fields = reinterpret_cast<Value*>(self + 1);
  for (int i = 0; i < count; ++i) {
    if (fields[i] && visit(fields[i], arg)) return true;
  }
  return false;
}
template <int count>
void DestroyFields(Object* self) {
  Value* fields = reinterpret_cast<Value*>(self + 1);
  for (int i = 0; i < count; ++i) ClearField(&fields[i]);
}

bool InitStepType(Type* type, const char* name, uint32_t size, const MethodDef* methods, UnarySlot next) {
  type->slots.traverse = TraverseFields<2>;
  type->slots.destroy = DestroyFields<2>;
  type->slots.iterate = Itself;
  type->slots.await = Itself;
  type->slots.next = next;
  return InitBuiltinType({.type = type, .name = name, .basic_size = size,
                          .flags = kTypeGc | kTypeNoInstantiation, .methods = methods});
}

}  // namespace

Owned AsyncGeneratorWrap(Value v) {
  Owned wrapped = AllocateObject(&WrappedValueType);
  if (!wrapped) return {};
  wrapped.Peek().As<WrappedValue>()->value = Retain(v).Peek();
  return wrapped;
}

Owned AsyncGeneratorNext(Value generator) { return MakeSend(generator, Value::None()); }

bool InitAsyncGeneratorTypes() {
  Type& type = AsyncGeneratorType;
  type.slots.repr = AsyncGeneratorRepr;
  type.slots.finalize = AsyncGeneratorFinalize;
  type.slots.traverse = GeneratorTraverse;
  type.slots.clear = GeneratorClear;
  type.slots.destroy = GeneratorDestroy;
  type.slots.async_iterate = Itself;
  type.slots.async_next = AsyncGeneratorNext;
  TRY_VOID(InitBuiltinType({.type = &type, .name = "async_generator", .basic_size = sizeof(Generator),
                            .flags = kTypeGc | kTypeWeakly | kTypeNoInstantiation,
                            .methods = kAsyncGeneratorMethods, .properties = kAsyncGeneratorProperties}));
  WrappedValueType.slots.traverse = TraverseFields<1>;
  WrappedValueType.slots.destroy = DestroyFields<1>;
  TRY_VOID(InitBuiltinType({.type = &WrappedValueType, .name = "async_generator_wrapped_value",
                            .basic_size = sizeof(WrappedValue), .flags = kTypeGc | kTypeNoInstantiation}));
  SendType.slots.send = AsyncSendStep;
  TRY_VOID(InitStepType(&SendType, "async_generator_asend", sizeof(AsyncSend), kSendMethods, AsyncSendNext));
  return InitStepType(&ThrowType, "async_generator_athrow", sizeof(AsyncThrow), kThrowMethods, AsyncThrowNext);
}

}  // namespace polygil
