#include "pvm/trace/trace.h"

#include "gil/breaker.h"
#include "pvm/generator/generator.h"
#include "pvm/trace/instrument.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/text/names.h"

namespace polygil {
namespace {

FrameObject* ObjectOf(const FrameRecord* record) { return record->frame_object.As<FrameObject>(); }

Value EventName(TraceEvent event) {
  switch (event) {
    case TraceEvent::kCall:
      return names.event_call;
    case TraceEvent::kException:
      return names.event_exception;
    case TraceEvent::kLine:
      return names.event_line;
    case TraceEvent::kReturn:
      return names.event_return;
    case TraceEvent::kOpcode:
      return names.event_opcode;
    case TraceEvent::kCCall:
      return names.event_c_call;
    case TraceEvent::kCException:
      return names.event_c_exception;
    case TraceEvent::kCReturn:
      return names.event_c_return;
    case TraceEvent::kNone:
      break;
  }
  return Value::None();
}

int32_t LineAt(const Code* code, int32_t index) {
  const PositionEntry* position = CodePosition(code, static_cast<uint32_t>(index));
  return position == nullptr ? -1 : position->line;
}

// callback(frame, event, argument) with f_locals in step before and after. Nothing may be pending.
// On failure the frame is added to the traceback.
Owned CallBack(ThreadState* thread, Value callback, TraceEvent event, Value argument) {
  FrameRecord* record = thread->frame;
  Handle frame = Retain(FrameObjectOf(thread, record));
  if (frame.IsEmpty()) return RaiseMemoryError();
  Handle function = Retain(callback);
  TRY_VOID(FrameRefreshLocals(record));
  uint8_t outer_event = thread->trace_event;
  thread->trace_event = static_cast<uint8_t>(event);
  ++thread->tracing;
  Owned result = Call(function, {frame, EventName(event), argument});
  --thread->tracing;
  thread->trace_event = outer_event;
  FrameStoreLocals(record);
  if (!result) TracebackAdd(thread, record);
  return result;
}

// The thread's trace function for a call event, that of the frame for all others.
bool CallTrace(ThreadState* thread, TraceEvent event, Value argument) {
  if (!thread->trace_function) return true;
  Handle frame = Retain(FrameObjectOf(thread, thread->frame));
  if (frame.IsEmpty()) return RaiseMemoryError();
  Value callback =
      event == TraceEvent::kCall ? thread->trace_function : frame.As<FrameObject>()->trace;
  if (!callback) return true;
  Handle result = CallBack(thread, callback, event, argument);
  if (result.IsEmpty()) {
    PendingScope keep;
    SetTraceFunction(thread, Value::Empty());
    ClearField(&frame.As<FrameObject>()->trace);
    return false;
  }
  if (!result.Get().IsNone()) StoreOwned(&frame.As<FrameObject>()->trace, result.Release());
  return true;
}

bool CallProfile(ThreadState* thread, TraceEvent event, Value argument) {
  if (!thread->profile_function) return true;
  if (TypeOf(thread->profile_function)->slots.call == NativeProfilerCall) {
    Handle hold = Retain(thread->profile_function);
    ++thread->tracing;
    hold.As<NativeProfiler>()->on_event(hold.As<NativeProfiler>(), thread->frame->code, event,
                                        argument);
    --thread->tracing;
    return true;
  }
  Handle result = CallBack(thread, thread->profile_function, event, argument);
  if (!result.IsEmpty()) return true;
  PendingScope keep;
  SetProfileFunction(thread, Value::Empty());
  return false;
}

// While an exception is pending: it stays, unless the profile function fails.
template <typename F>
bool Protected(F call) {
  Handle pending = TakePending();
  bool ok = call();
  if (ok && !pending.IsEmpty()) RestorePending(pending.Release());
  return ok;
}

void NoteTracing(ThreadState* thread) {
  thread->use_tracing = thread->trace_function || thread->profile_function;
  if (!thread->use_tracing) return;
  thread->breaker->fetch_or(gil::kTracing, std::memory_order_release);
  for (FrameRecord* record = thread->frame; record > thread->frame_base && record->code != nullptr;
       --record) {
    if (!FrameObjectOf(thread, record)) return;
    FrameObject* frame = ObjectOf(record);
    if (!frame->entered)
      frame->traced_index = static_cast<int32_t>(InstructionIndex(record->code, record->pc));
    frame->entered = true;
    if (frame->trace || thread->profile_function) CodeStartTracing(record->code);
  }
}

bool IsPrologue(Opcode op) { return op == Opcode::MAKE_CELL || op == Opcode::COPY_FREE_VARIABLES; }

// Nothing in the source stands for it: see opcodes.def.
bool IsArtificial(Opcode op, const Instruction* pc) {
  if (op == Opcode::RETURN || op == Opcode::RERAISE) return pc->b != 0;
  return (op == Opcode::JUMP || op == Opcode::JUMP_BACK || op == Opcode::RETURN_NONE) && pc->a != 0;
}

// The instruction before the one that a frame begins with: the yield of a generator that goes on.
int32_t IndexBefore(const FrameRecord* record) {
  if (!record->is_generator) return -1;
  const Generator* generator = record->owner.As<Generator>();
  if (generator->resume_offset == 0) return -1;
  bool delegates = generator->yield_from_register != kNoRegister;
  return static_cast<int32_t>(generator->resume_offset) - (delegates ? 0 : 1);
}

bool TraceEntry(ThreadState* thread) {
  FrameRecord* record = thread->frame;
  if (!FrameObjectOf(thread, record)) return RaiseMemoryError();
  FrameObject* frame = ObjectOf(record);
  frame->entered = true;
  frame->traced_index = IndexBefore(record);
  frame->at_entry = frame->traced_index < 0;
  const Instruction* pc = record->pc;
  // A generator that goes on is still at its yield.
  if (frame->traced_index >= 0) record->pc = record->code->instructions + frame->traced_index;
  bool ok = CallTrace(thread, TraceEvent::kCall, Value::None()) &&
            CallProfile(thread, TraceEvent::kCall, Value::None());
  frame->at_entry = false;
  record->pc = pc;
  return ok;
}

// Line and opcode events before the instruction at `index`.
bool TraceLine(ThreadState* thread, uint32_t index) {
  FrameRecord* record = thread->frame;
  FrameObject* frame = ObjectOf(record);
  int32_t before = frame->traced_index, here = static_cast<int32_t>(index);
  int32_t line = LineAt(record->code, here);
  // Instructions without a line of their own belong to what ran before.
  if (line != -1) frame->traced_index = here;
  if (frame->trace_lines && line != -1 &&
      (before < 0 || line != LineAt(record->code, before) || here < before)) {
    TRY_VOID(CallTrace(thread, TraceEvent::kLine, Value::None()));
  }
  if (frame->trace_opcodes) TRY_VOID(CallTrace(thread, TraceEvent::kOpcode, Value::None()));
  if (record->pc != record->code->instructions + index) {
    frame->traced_index = static_cast<int32_t>(InstructionIndex(record->code, record->pc));
  }
  return true;
}

}  // namespace

Owned NativeProfilerCall(Value self, const Value*, size_t, Value) {
  return Raise(&TypeErrorType, "'%.200s' object is not callable", TypeName(self));
}

void SetTraceFunction(ThreadState* thread, Value function) {
  Handle old{Owned(thread->trace_function)};
  thread->trace_function = function ? Retain(function).Peek() : Value::Empty();
  NoteTracing(thread);
}

void SetProfileFunction(ThreadState* thread, Value function) {
  Handle old{Owned(thread->profile_function)};
  thread->profile_function = function ? Retain(function).Peek() : Value::Empty();
  NoteTracing(thread);
}

Traced TraceInstruction(ThreadState* thread, const Instruction** target) {
  FrameRecord* record = thread->frame;
  Code* code = record->code;
  uint32_t index = InstructionIndex(code, record->pc);
  bool entered = record->frame_object && ObjectOf(record)->entered;
  if (!entered) {
    if (IsPrologue(CodeOpcodeAt(code, index))) return Traced::kGoOn;
    if (!TraceEntry(thread)) return Traced::kRaised;
  }
  bool artificial = IsArtificial(CodeOpcodeAt(code, index), record->pc);
  bool traces = thread->trace_function && ObjectOf(record)->trace;
  if (traces && !artificial && !TraceLine(thread, index)) return Traced::kRaised;
  const Instruction* pc = record->pc;
  Opcode op = CodeOpcodeAt(code, InstructionIndex(code, pc));
  bool yields = op == Opcode::YIELD;
  if (!yields && op != Opcode::RETURN && op != Opcode::RETURN_NONE) return Traced::kGoOn;
  Handle value =
      op == Opcode::RETURN_NONE ? OwnNone() : Retain(record->base[yields ? pc->b : pc->a]);
  // The frame is still where it was last.
  if (artificial && traces && ObjectOf(record)->traced_index >= 0) {
    record->pc = code->instructions + ObjectOf(record)->traced_index;
    bool ok = TraceLeaving(thread, value);
    record->pc = code->instructions + index;
    return ok ? Traced::kGoOn : Traced::kLeave;
  }
  if (!TraceLeaving(thread, value)) return Traced::kLeave;
  if (record->pc == pc) return Traced::kGoOn;
  *target = record->pc;
  record->pc = pc;
  return Traced::kYieldJump;
}

void TraceResume(FrameRecord* record) {
  CodeStartTracing(record->code);
  if (record->frame_object) ObjectOf(record)->entered = false;
}

void TraceThrow(ThreadState* thread) {
  Protected([thread] { return TraceEntry(thread); });
}

bool TraceStop(ThreadState* thread, Value iterator, Value value) {
  const Type* type = TypeOf(iterator);
  bool silent = value.IsNone() && type != &CoroutineType && !type->Has(kTypeHeap);
  if (silent || !thread->trace_function) return true;
  value.IsNone() ? RaiseBare(&StopIterationType) : RaiseStopIteration(value);
  TraceException(thread);
  return ClearPendingIf(&StopIterationType);
}

void TraceException(ThreadState* thread) {
  if (!thread->trace_function || !FrameObjectOf(thread, thread->frame)) return;
  if (!ObjectOf(thread->frame)->trace) return;
  Handle pending = TakePending();
  Value traceback = pending.As<BaseException>()->traceback;
  Handle argument =
      TupleOf({Value::Pointer(TypeOf(pending)), pending, traceback ? traceback : Value::None()});
  if (argument.IsEmpty() || !CallTrace(thread, TraceEvent::kException, argument)) return;
  RestorePending(pending.Release());
}

bool TraceLeaving(ThreadState* thread, Value value) {
  Value result = value ? value : Value::None();
  return Protected([thread, result] { return CallTrace(thread, TraceEvent::kReturn, result); }) &&
         Protected([thread, result] { return CallProfile(thread, TraceEvent::kReturn, result); });
}

bool TraceCCall(ThreadState* thread, Value function) {
  return CallProfile(thread, TraceEvent::kCCall, function);
}

Owned TraceCReturn(ThreadState* thread, Value function, Owned result) {
  Handle holder{result};
  TraceEvent event = holder.IsEmpty() ? TraceEvent::kCException : TraceEvent::kCReturn;
  if (!Protected([&] { return CallProfile(thread, event, function); })) return {};
  return holder.Release();
}

}  // namespace polygil
