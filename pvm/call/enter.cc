#include "pvm/call/enter.h"

#include <cstring>

#include "pvm/breaker.h"
#include "pvm/call/bind.h"
#include "pvm/generator/generator.h"
#include "pvm/ops/handler.h"
#include "runtime/object/hooks.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/text/names.h"

namespace polygil {

Raised RaiseRecursionError() {
  // Handlers of the error need some frames of their own.
  ThreadState* thread = CurrentThread();
  FrameRecord* limit = thread->frame_limit;
  FrameRecord* with_reserve = limit + 50;
  thread->frame_limit = with_reserve < thread->frame_end ? with_reserve : thread->frame_end;
  Raise(&RecursionErrorType, "maximum recursion depth exceeded");
  thread->frame_limit = limit;
  return {};
}

void PopFrame(ThreadState* thread) {
  FrameRecord* frame = thread->frame;
  if (frame->frame_object) FrameObjectDetach(frame);
  Value* base = frame->base;
  uint32_t count = frame->code->local_count;
  for (uint32_t i = 0; i < count; ++i) {
    Value v = base[i];
    base[i] = Value::Empty();
    DecRef(v);
  }
  // What a finaliser did may have made the frame visible (again).
  if (frame->frame_object) [[unlikely]]
    FrameObjectDetach(frame);
  Value locals = frame->locals, owner = frame->owner;
  thread->frame = frame - 1;
  DecRef(locals);
  DecRef(owner);
}

Owned CallFunction(Value callable, const Value* args, size_t nargs, Value keyword_names) {
  if (!CheckNativeStack()) return {};
  ThreadState* thread = CurrentThread();
  Function* function = callable.As<Function>();
  Code* code = function->code;
  if (!CodePrepare(code)) return {};
  // Native code that calls Python in a loop (max(), sort keys) can be interrupted here only.
  if (thread->breaker->load(std::memory_order_relaxed) != 0 && !ServeBreaker(thread)) [[unlikely]]
    return {};
  Value* base = thread->frame->stack_top;
  if (!HasRoom(thread, base, code->register_count)) return RaiseRecursionError();
  if (code->simple_argument_count == nargs && keyword_names.IsEmpty()) {
    for (size_t i = 0; i < nargs; ++i) base[i] = Retain(args[i]).Peek();
    ClearPlainLocals(base, static_cast<uint32_t>(nargs), code->local_count);
  } else if (code->is_generator_like) {
    return GeneratorFromCall(function, args, nargs, keyword_names);
  } else if (!BindArguments(function, args, nargs, keyword_names, base)) {
    return {};
  }
  FrameRecord* frame = PushFrame(thread, function, base, ReturnKind::kNative);
  frame->owner = Retain(callable).Peek();
  if (!RunLoop(thread)) return {};
  Owned result(thread->loop_result);
  thread->loop_result = Value::Empty();
  return result;
}

namespace {

// Globals without __builtins__ get those of the running code, as exec() does.
Owned BuiltinsOf(Value globals) {
  Value found = IsDict(globals) ? DictGetStr(globals, names.__builtins__) : Value::Empty();
  if (!found) {
    if (HasPendingException()) return {};
    return Retain(CurrentInterpreter()->builtins);
  }
  if (IsExactly(found, ModuleType)) return Retain(ModuleDict(found));
  return Retain(found);
}

}  // namespace

Owned RunCode(Value code_object, Value globals, Value locals, Value closure) {
  if (!CheckNativeStack()) return {};
  ThreadState* thread = CurrentThread();
  Code* code = code_object.As<Code>();
  TRY_VOID(CodePrepare(code));
  Handle builtins = TRY(BuiltinsOf(globals));
  // A function object keeps code, globals and builtins together, and alive.
  Handle function = TRY(FunctionNew(code_object, globals));
  StoreOwned(&function.As<Function>()->builtins, builtins.Release());
  if (closure) StoreOwned(&function.As<Function>()->closure, Retain(closure));
  if (code->is_generator_like)
    return GeneratorFromCall(function.As<Function>(), nullptr, 0, Value::Empty());
  Value* base = thread->frame->stack_top;
  if (!HasRoom(thread, base, code->register_count)) return RaiseRecursionError();
  ClearPlainLocals(base, 0, code->local_count);
  FrameRecord* frame = PushFrame(thread, function.As<Function>(), base, ReturnKind::kNative);
  frame->owner = function.Release().Peek();
  if (!CodeHas(code, kCodeOptimized)) frame->locals = Retain(locals).Peek();
  if (!RunLoop(thread)) return {};
  Owned result(thread->loop_result);
  thread->loop_result = Value::Empty();
  return result;
}

Owned RunClassBody(Value function, Value locals) {
  if (!CheckNativeStack()) return {};
  ThreadState* thread = CurrentThread();
  Function* f = function.As<Function>();
  TRY_VOID(CodePrepare(f->code));
  Value* base = thread->frame->stack_top;
  if (!HasRoom(thread, base, f->code->register_count)) return RaiseRecursionError();
  ClearPlainLocals(base, 0, f->code->local_count);
  FrameRecord* frame = PushFrame(thread, f, base, ReturnKind::kNative);
  frame->owner = Retain(function).Peek();
  frame->locals = Retain(locals).Peek();
  if (!RunLoop(thread)) return {};
  Owned result(thread->loop_result);
  thread->loop_result = Value::Empty();
  return result;
}

}  // namespace polygil
