#include "pvm/generator/generator.h"

#include "pvm/call/bind.h"
#include "pvm/call/enter.h"
#include "pvm/trace/trace.h"
#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/exception/exception.h"

namespace polygil {
namespace {

Type* TypeForCode(const Code* code) {
  if (CodeHas(code, kCodeCoroutine)) return &CoroutineType;
  if (CodeHas(code, kCodeAsyncGenerator)) return &AsyncGeneratorType;
  return &GeneratorType;
}

const char* KindName(const Generator* generator) {
  if (generator->type == &CoroutineType) return "coroutine";
  if (generator->type == &AsyncGeneratorType) return "async generator";
  return "generator";
}

// The record is popped; the frame object, if one was made, stays with the generator.
void DetachRecord(ThreadState* thread, Generator* generator) {
  FrameRecord* frame = thread->frame;
  if (frame->frame_object) {
    FrameObject* object = frame->frame_object.As<FrameObject>();
    object->record = nullptr;
    object->last_instruction = InstructionIndex(frame->code, frame->pc);
    StoreOwned(&generator->frame, Owned(frame->frame_object));
    frame->frame_object = Value::Empty();
  }
  thread->handled = generator->handled.previous;
  generator->handled.previous = nullptr;
  thread->frame = frame - 1;
}

}  // namespace

Owned GeneratorFromCall(Function* function, const Value* args, size_t nargs, Value keyword_names) {
  Code* code = function->code;
  TRY_VOID(CodePrepare(code));
  Owned object = AllocateObject(TypeForCode(code));
  if (!object) return {};
  Handle holder{object};
  Generator* generator = holder.As<Generator>();
  generator->function = function;
  IncRef(function);
  generator->name = Retain(function->name).Peek();
  generator->qualname = Retain(function->qualname).Peek();
  generator->yield_from_register = kNoRegister;
  generator->state = GeneratorState::kCreated;
  uint32_t size = code->register_count;
  Value* window = static_cast<Value*>(RawAllocate(size * sizeof(Value)));
  if (window == nullptr) return RaiseMemoryError();
  for (uint32_t i = 0; i < size; ++i) window[i] = Value::Empty();
  generator->window = window;
  generator->window_size = size;
  if (code->simple_argument_count == kNotSimple && keyword_names.IsEmpty() &&
      nargs == code->argument_count && code->keyword_only_count == 0 &&
      !CodeHas(code, kCodeVarArgs | kCodeVarKeywords)) {
    for (size_t i = 0; i < nargs; ++i) window[i] = Retain(args[i]).Peek();
  } else if (!BindArguments(function, args, nargs, keyword_names, window)) {
    return {};
  }
  if (code->code_flags & kCodeCoroutine) TRY_VOID(CoroutineRecordOrigin(generator));
  return holder.Release();
}

namespace {

// (Inlined into ResumeGenerator too, which native code calls for each item.)
[[gnu::always_inline]] inline FrameRecord* Enter(ThreadState* thread, Generator* generator, Owned argument,
                                                 ReturnKind kind) {
  FrameRecord* caller = thread->frame;
  FrameRecord* frame = PushFrame(thread, generator->function, generator->window, kind);
  frame->is_generator = true;
  frame->stack_top = caller->stack_top;
  frame->owner = Value::Pointer(generator);
  IncRef(generator);
  if (generator->state == GeneratorState::kSuspended) {
    frame->pc = frame->code->instructions + generator->resume_offset;
    Value* target = generator->window + generator->resume_register;
    if (generator->resume_register != kNoRegister) {
      StoreOwned(target, argument);
    } else {
      Discard(argument);
    }
  } else {
    Discard(argument);
  }
  if (generator->frame) {
    frame->frame_object = generator->frame;
    generator->frame = Value::Empty();
    frame->frame_object.As<FrameObject>()->record = frame;
  }
  generator->state = GeneratorState::kRunning;
  generator->handled.previous = thread->handled;
  thread->handled = &generator->handled;
  if (thread->use_tracing) [[unlikely]]
    TraceResume(frame);
  return frame;
}

}  // namespace

FrameRecord* GeneratorEnter(ThreadState* thread, Generator* generator, Owned argument, ReturnKind kind) {
  return Enter(thread, generator, argument, kind);
}

void GeneratorSuspend(ThreadState* thread, uint32_t resume, uint16_t resume_register,
                      uint16_t yield_from_register) {
  Generator* generator = thread->frame->owner.As<Generator>();
  generator->resume_offset = resume;
  generator->resume_register = resume_register;
  generator->yield_from_register = yield_from_register;
  generator->state = GeneratorState::kSuspended;
  DetachRecord(thread, generator);
  DecRef(generator);
}

void GeneratorFinish(ThreadState* thread) {
  FrameRecord* frame = thread->frame;
  Generator* generator = frame->owner.As<Generator>();
  generator->state = GeneratorState::kFinished;
  ClearField(&generator->handled.value);
  if (frame->frame_object) FrameObjectDetach(frame);
  DetachRecord(thread, generator);
  GeneratorReleaseWindow(generator);
  DecRef(generator);
}

void GeneratorReleaseWindow(Generator* generator) {
  Value* window = generator->window;
  uint32_t size = generator->window_size;
  generator->window = nullptr;
  generator->window_size = 0;
  if (window == nullptr) return;
  for (uint32_t i = 0; i < size; ++i) DecRef(window[i]);
  RawFree(window, size * sizeof(Value));
}

void GeneratorConvertStop(Generator* generator) {
  bool is_async = generator->type == &AsyncGeneratorType;
  if (PendingMatches(&StopIterationType)) {
    RaiseFromPending(&RuntimeErrorType, "%s raised StopIteration", KindName(generator));
  } else if (is_async && PendingMatches(&StopAsyncIterationType)) {
    RaiseFromPending(&RuntimeErrorType, "async generator raised StopAsyncIteration");
  }
}

bool GeneratorCheckIdle(Generator* generator) {
  if (generator->state == GeneratorState::kRunning) {
    return Raise(&ValueErrorType, "%s already executing", KindName(generator));
  }
  return true;
}

// -- Resuming from C++ ----------------------------------------------------------------------------

namespace {

SendStatus Finished(ThreadState* thread, bool ok, Owned* result) {
  if (!ok) return SendStatus::kError;
  *result = Owned(thread->loop_result);
  thread->loop_result = Value::Empty();
  return thread->loop_yielded ? SendStatus::kYielded : SendStatus::kReturned;
}

}  // namespace

Raised RaiseGeneratorTooDeep(Generator* generator) {
  generator->state = GeneratorState::kFinished;
  GeneratorReleaseWindow(generator);
  return RaiseRecursionError();
}

SendStatus ResumeGenerator(Value object, Value argument, Owned* result) {
  Generator* generator = object.As<Generator>();
  if (!GeneratorCheckIdle(generator)) return SendStatus::kError;
  if (generator->state == GeneratorState::kFinished) {
    if (generator->type == &CoroutineType) {
      Raise(&RuntimeErrorType, "cannot reuse already awaited coroutine");
      return SendStatus::kError;
    }
    *result = OwnNone();
    return SendStatus::kReturned;
  }
  if (generator->state == GeneratorState::kCreated && argument && !argument.IsNone()) {
    Raise(&TypeErrorType, "can't send non-None value to a just-started %s", KindName(generator));
    return SendStatus::kError;
  }
  if (!CheckNativeStack()) return SendStatus::kError;
  ThreadState* thread = CurrentThread();
  if (thread->frame + 1 >= thread->frame_limit) {
    RaiseGeneratorTooDeep(generator);
    return SendStatus::kError;
  }
  Enter(thread, generator, argument ? Retain(argument) : OwnNone(), ReturnKind::kNative);
  return Finished(thread, RunLoop(thread), result);
}

SendStatus ThrowGenerator(Value object, Owned* result) {
  Generator* generator = object.As<Generator>();
  ThreadState* thread = CurrentThread();
  if (generator->state == GeneratorState::kFinished) return SendStatus::kError;
  if (!CheckNativeStack() || thread->frame + 1 >= thread->frame_limit) {
    if (!HasPendingException()) RaiseRecursionError();
    return SendStatus::kError;
  }
  // An exception at the very start ends the generator at its first line.
  bool fresh = generator->state == GeneratorState::kCreated;
  Handle raised = TakePending();
  FrameRecord* frame = GeneratorEnter(thread, generator, OwnNone(), ReturnKind::kNative);
  // The exception is raised by the yield itself, which stands before the word to go on at; a
  // yield from goes on at itself.
  if (!fresh && generator->yield_from_register == kNoRegister) --frame->pc;
  // What the body is handling becomes the context.
  Value handled = generator->handled.value;
  if (handled && !handled.IsNone()) {
    RaiseInstance(raised.Release());
  } else {
    RestorePending(raised.Release());
  }
  if (IsTracing(thread)) [[unlikely]]
    TraceThrow(thread);
  return Finished(thread, RunLoopUnwinding(thread), result);
}

// -- The types: common parts ----------------------------------------------------------------------

bool GeneratorTraverse(Object* self, Visitor visit, void* arg) {
  Generator* g = static_cast<Generator*>(self);
  if (g->function && visit(Value::Pointer(g->function), arg)) return true;
  Value fields[] = {g->name, g->qualname, g->frame, g->handled.value, g->origin_or_finalizer};
  for (Value v : fields) {
    if (v && visit(v, arg)) return true;
  }
  for (uint32_t i = 0; i < g->window_size; ++i) {
    if (g->window[i] && visit(g->window[i], arg)) return true;
  }
  return false;
}

void GeneratorClear(Object* self) {
  Generator* g = static_cast<Generator*>(self);
  if (g->state != GeneratorState::kRunning) {
    g->state = GeneratorState::kFinished;
    GeneratorReleaseWindow(g);
  }
  ClearField(&g->handled.value);
  if (g->frame) g->frame.As<FrameObject>()->generator = Value::Empty();
  ClearField(&g->frame);
  ClearField(&g->origin_or_finalizer);
}

void GeneratorDestroy(Object* self) {
  Generator* g = static_cast<Generator*>(self);
  GeneratorClear(self);
  Function* function = g->function;
  g->function = nullptr;
  if (function) DecRef(function);
  ClearField(&g->name);
  ClearField(&g->qualname);
}

}  // namespace polygil
