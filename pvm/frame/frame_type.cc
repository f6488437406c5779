// Frame objects as Python sees them: types.FrameType (Language Reference 3.2, inspect).

#include "pvm/frame/frame.h"
#include "pvm/generator/generator.h"
#include "pvm/trace/instrument.h"
#include "pvm/trace/jump.h"
#include "runtime/object/heap.h"
#include "runtime/object/method_def.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/number/int.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {

Type FrameType;

namespace {

FrameObject* Of(Value self) { return self.As<FrameObject>(); }
Value OrNone(Value v) { return v ? v : Value::None(); }

// The generator of a suspended (or not yet started) generator's frame, or null.
Generator* SuspendedGenerator(FrameObject* frame) {
  if (frame->record != nullptr || !frame->generator) return nullptr;
  Generator* generator = frame->generator.As<Generator>();
  return generator->window != nullptr ? generator : nullptr;
}

int32_t LastInstruction(FrameObject* frame) {
  if (frame->record != nullptr) {
    return static_cast<int32_t>(InstructionIndex(frame->code.As<Code>(), frame->record->pc));
  }
  Generator* generator = SuspendedGenerator(frame);
  if (generator != nullptr && generator->state == GeneratorState::kCreated) return -1;
  return static_cast<int32_t>(frame->last_instruction);
}

int32_t LineOf(FrameObject* frame) {
  const Code* code = frame->code.As<Code>();
  if (frame->at_entry) return StrEqual(code->name, names.module_code_name) ? 0 : code->first_line;
  int32_t last = LastInstruction(frame);
  if (last < 0) return code->first_line;
  const PositionEntry* position = CodePosition(code, static_cast<uint32_t>(last));
  return position == nullptr ? code->first_line : position->line;
}

Owned GetBack(Value self) {
  FrameObject* frame = Of(self);
  if (frame->record == nullptr) return Retain(OrNone(frame->back));
  FrameRecord* caller = frame->record - 1;
  // Another thread's frames may be asked for as well: the sentinel has no code.
  if (caller->code == nullptr) return OwnNone();
  Value back = FrameObjectOf(CurrentThread(), caller);
  return back ? Retain(back) : Owned();
}
Owned GetCode(Value self) { return Retain(Of(self)->code); }
Owned GetGlobals(Value self) { return Retain(Of(self)->globals); }
Owned GetBuiltins(Value self) { return Retain(Of(self)->builtins); }
Owned GetLocals(Value self) { return FrameObjectLocals(Of(self)); }
Owned GetLine(Value self) {
  int32_t line = LineOf(Of(self));
  return line < 0 ? OwnNone() : IntFromInt64(line);
}
bool SetLine(Value self, Value v) {
  if (!v) return Raise(&AttributeErrorType, "cannot delete attribute");
  return FrameJump(Of(self), v);
}
Owned GetLast(Value self) {
  int32_t last = LastInstruction(Of(self));
  return IntFromInt64(last < 0 ? -1 : int64_t{2} * last);
}
Owned GetTrace(Value self) { return Retain(OrNone(Of(self)->trace)); }
bool SetTrace(Value self, Value v) {
  FrameObject* frame = Of(self);
  StoreOwned(&frame->trace, v && !v.IsNone() ? Retain(v) : Owned());
  if (frame->trace && frame->record != nullptr) {
    frame->traced_index = LastInstruction(frame);
    if (CurrentThread()->use_tracing) CodeStartTracing(frame->record->code);
  }
  return true;
}

bool SetFlag(Value v, const char* name, bool* flag) {
  if (!v) return Raise(&TypeErrorType, "can't delete numeric/char attribute");
  if (!v.IsBool()) return Raise(&TypeErrorType, "attribute value type must be bool");
  *flag = v.IsTrue();
  return true;
}
Owned GetTraceLines(Value self) { return OwnBool(Of(self)->trace_lines); }
bool SetTraceLines(Value self, Value v) { return SetFlag(v, "f_trace_lines", &Of(self)->trace_lines); }
Owned GetTraceOpcodes(Value self) { return OwnBool(Of(self)->trace_opcodes); }
bool SetTraceOpcodes(Value self, Value v) {
  return SetFlag(v, "f_trace_opcodes", &Of(self)->trace_opcodes);
}

void DropSaved(FrameObject* frame) {
  Value* saved = frame->saved;
  uint32_t count = frame->saved_count;
  frame->saved = nullptr;
  frame->saved_count = 0;
  if (saved == nullptr) return;
  for (uint32_t i = 0; i < count; ++i) DecRef(saved[i]);
  RawFree(saved, count * sizeof(Value));
}

Owned FrameClearMethod(Value self) {
  FrameObject* frame = Of(self);
  if (frame->record != nullptr) return Raise(&RuntimeErrorType, "cannot clear an executing frame");
  if (Generator* generator = SuspendedGenerator(frame)) {
    Handle keep = Retain(Value::Pointer(generator));
    // One that was never awaited says so.
    if (generator->type == &CoroutineType && generator->state == GeneratorState::kCreated) {
      CoroutineType.slots.finalize(keep);
      return OwnNone();
    }
    Owned result;
    if (!GeneratorClose(generator, &result)) {
      WriteUnraisable(keep);
    } else {
      Discard(result);
    }
    return OwnNone();
  }
  DropSaved(frame);
  ClearField(&frame->trace);
  if (CodeHas(frame->code.As<Code>(), kCodeOptimized)) ClearField(&frame->locals);
  frame->cleared = true;
  return OwnNone();
}

Owned FrameSizeOf(Value self) {
  return IntFromSize(sizeof(FrameObject) + Of(self)->saved_count * sizeof(Value));
}

Owned FrameRepr(Value self) {
  FrameObject* frame = Of(self);
  const Code* code = frame->code.As<Code>();
  return StrFormat("<frame at %p, file %R, line %d, code %U>", static_cast<const void*>(frame),
                   code->filename, LineOf(frame), code->name);
}

bool FrameTraverse(Object* self, Visitor visit, void* arg) {
  FrameObject* frame = static_cast<FrameObject*>(self);
  Value fields[] = {frame->back,   frame->code,  frame->globals, frame->builtins,
                    frame->locals, frame->trace};
  for (Value v : fields) {
    if (v && visit(v, arg)) return true;
  }
  for (uint32_t i = 0; i < frame->saved_count; ++i) {
    if (frame->saved[i] && visit(frame->saved[i], arg)) return true;
  }
  return false;
}

// Code and the namespaces stay: others may still ask for the line.
void FrameClear(Object* self) {
  FrameObject* frame = static_cast<FrameObject*>(self);
  DropSaved(frame);
  ClearField(&frame->back);
  ClearField(&frame->locals);
  ClearField(&frame->trace);
}

void FrameDestroy(Object* self) {
  FrameObject* frame = static_cast<FrameObject*>(self);
  FrameClear(self);
  ClearField(&frame->code);
  ClearField(&frame->globals);
  ClearField(&frame->builtins);
}

const MethodDef kFrameMethods[] = {
    PY_METHOD(frame, clear, NoArgs(FrameClearMethod),
              "($self, /)\n--\n\nF.clear(): clear most references held by the frame"),
    PY_METHOD(frame, __sizeof__, NoArgs(FrameSizeOf),
              "($self, /)\n--\n\nF.__sizeof__() -> size of F in memory, in bytes"),
    {}};

const PropertyDef kFrameProperties[] = {{"f_back", GetBack},
                                        {"f_code", GetCode},
                                        {"f_globals", GetGlobals},
                                        {"f_builtins", GetBuiltins},
                                        {"f_locals", GetLocals},
                                        {"f_lineno", GetLine, SetLine},
                                        {"f_lasti", GetLast},
                                        {"f_trace", GetTrace, SetTrace},
                                        {"f_trace_lines", GetTraceLines, SetTraceLines},
                                        {"f_trace_opcodes", GetTraceOpcodes, SetTraceOpcodes},
                                        {}};

}  // namespace

bool InitFrameType() {
  FrameType.slots.repr = FrameRepr;
  FrameType.slots.traverse = FrameTraverse;
  FrameType.slots.clear = FrameClear;
  FrameType.slots.destroy = FrameDestroy;
  return InitBuiltinType({.type = &FrameType,
                          .name = "frame",
                          .basic_size = sizeof(FrameObject),
                          .flags = kTypeGc | kTypeNoInstantiation,
                          .methods = kFrameMethods,
                          .properties = kFrameProperties});
}

}  // namespace polygil
