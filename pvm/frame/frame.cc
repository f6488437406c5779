#include "pvm/frame/frame.h"

#include "runtime/object/heap.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/exception/exception.h"

namespace polygil {

Value FrameObjectOf(ThreadState* thread, FrameRecord* record) {
  if (record->frame_object) return record->frame_object;
  PendingScope keep;
  Owned made = AllocateObject(&FrameType);
  if (!made) return Value::Empty();
  FrameObject* frame = made.Peek().As<FrameObject>();
  frame->record = record;
  frame->code = Retain(Value::Pointer(record->code)).Peek();
  frame->globals = Retain(record->globals).Peek();
  frame->builtins = Retain(record->builtins).Peek();
  frame->generator = record->is_generator ? record->owner : Value::Empty();
  frame->trace_lines = true;
  record->frame_object = made.Peek();
  return made.Peek();
}

namespace {

// Links the frame object to its caller's, which is made now: after the end nobody could tell.
void KeepBack(FrameRecord* record, FrameObject* frame) {
  FrameRecord* caller = record - 1;
  if (caller->code == nullptr || frame->back) return;
  Value back = FrameObjectOf(CurrentThread(), caller);
  if (back) frame->back = Retain(back).Peek();
}

}  // namespace

void FrameObjectDetach(FrameRecord* record) {
  Value object = record->frame_object;
  FrameObject* frame = object.As<FrameObject>();
  record->frame_object = Value::Empty();
  if (IsUniquelyReferenced(object)) {
    frame->record = nullptr;
    DecRef(object);
    return;
  }
  frame->last_instruction = InstructionIndex(record->code, record->pc);
  KeepBack(record, frame);
  uint32_t count = record->code->local_count;
  if (count > 0) {
    frame->saved = static_cast<Value*>(RawAllocate(count * sizeof(Value)));
    if (frame->saved != nullptr) {
      frame->saved_count = count;
      for (uint32_t i = 0; i < count; ++i) {
        frame->saved[i] = record->base[i];
        record->base[i] = Value::Empty();
      }
    }
  }
  if (record->locals && !frame->locals) frame->locals = Retain(record->locals).Peek();
  frame->record = nullptr;
  frame->generator = Value::Empty();
  DecRef(object);
}

namespace {

bool StoreLocal(Value dict, Value name, Value v) {
  if (v) return DictSet(dict, name, v);
  Handle old{DictPop(dict, name)};
  return !HasPendingException();
}

// Copies the variables of a function's window into a dict; unbound ones are removed from it. The
// cells of a closure that has not been copied to the window yet stand in `closure` (or it is empty).
bool VariablesToDict(const Code* code, const Value* window, Value dict, Value closure = Value::Empty()) {
  int64_t free_index = 0;
  for (uint32_t i = 0; i < code->local_count; ++i) {
    Value v = window[i];
    if (closure && (code->local_kinds[i] & kLocalFree)) v = TupleAt(closure, free_index++);
    if (v && (code->local_kinds[i] & (kLocalCell | kLocalFree)) && IsExactly(v, CellType)) {
      v = v.As<Cell>()->content;
    }
    Value name = TupleAt(code->local_names, i);
    TRY_VOID(StoreLocal(dict, name, v));
  }
  return true;
}

}  // namespace

Owned FrameLocals(FrameRecord* record) {
  if (!CodeHas(record->code, kCodeOptimized)) {
    // Class bodies see free variables through their namespace only.
    return Retain(record->locals ? record->locals : record->globals);
  }
  FrameObject* frame = record->frame_object ? record->frame_object.As<FrameObject>() : nullptr;
  Handle dict = frame != nullptr && frame->locals ? Retain(frame->locals) : DictNew();
  if (dict.IsEmpty() || !VariablesToDict(record->code, record->base, dict)) return {};
  if (frame != nullptr && !frame->locals) frame->locals = Retain(dict).Peek();
  return dict.Release();
}

bool FrameRefreshLocals(FrameRecord* record) {
  FrameObject* frame = record->frame_object ? record->frame_object.As<FrameObject>() : nullptr;
  if (frame == nullptr || !frame->locals || !CodeHas(record->code, kCodeOptimized)) return true;
  return VariablesToDict(record->code, record->base, frame->locals);
}

void FrameStoreLocals(FrameRecord* record) {
  FrameObject* frame = record->frame_object ? record->frame_object.As<FrameObject>() : nullptr;
  if (frame == nullptr || !frame->locals || !CodeHas(record->code, kCodeOptimized)) return;
  PendingScope keep;
  const Code* code = record->code;
  for (uint32_t i = 0; i < code->local_count; ++i) {
    Value v = DictGetStr(frame->locals, TupleAt(code->local_names, i));
    if (!v) continue;
    Value* place = &record->base[i];
    if ((code->local_kinds[i] & (kLocalCell | kLocalFree)) && *place && IsExactly(*place, CellType)) {
      place = &place->As<Cell>()->content;
    }
    if (*place != v) StoreOwned(place, Retain(v));
  }
}

Owned FrameObjectLocals(FrameObject* frame) {
  if (frame->record != nullptr) {
    FrameObjectOf(CurrentThread(), frame->record);
    return FrameLocals(frame->record);
  }
  const Value* window = frame->saved;
  const Code* code = frame->code.As<Code>();
  Value closure = Value::Empty();
  if (frame->generator && frame->generator.As<Generator>()->window != nullptr) {
    const Generator* generator = frame->generator.As<Generator>();
    window = generator->window;
    if (generator->state == GeneratorState::kCreated) closure = generator->function->closure;
  }
  if (frame->locals && !CodeHas(code, kCodeOptimized)) return Retain(frame->locals);
  Handle dict = frame->locals ? Retain(frame->locals) : DictNew();
  if (dict.IsEmpty()) return {};
  if (window != nullptr) TRY_VOID(VariablesToDict(code, window, dict, closure));
  if (!frame->locals) frame->locals = Retain(dict).Peek();
  return dict.Release();
}

int32_t FrameLine(FrameRecord* record) {
  const PositionEntry* position = CodePosition(record->code, InstructionIndex(record->code, record->pc));
  return position == nullptr ? record->code->first_line : position->line;
}

void TracebackAdd(ThreadState* thread, FrameRecord* record) {
  Value exception = thread->pending;
  Value frame = FrameObjectOf(thread, record);
  if (frame.IsEmpty()) return;
  PendingScope keep;
  Owned made = AllocateObject(&TracebackType);
  if (!made) return ClearPending();
  Traceback* traceback = made.Peek().As<Traceback>();
  BaseException* base = exception.As<BaseException>();
  traceback->next = base->traceback;
  traceback->frame = Retain(frame).Peek();
  traceback->last_offset = static_cast<int32_t>(2 * InstructionIndex(record->code, record->pc));
  traceback->lineno = FrameLine(record);
  base->traceback = made.Peek();
}

}  // namespace polygil
