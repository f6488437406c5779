// The hooks through which lower layers call up: mostly the PVM's functions, and what the innermost
// frame knows.

#include "gil/statistics.h"
#include "pvm/call/enter.h"
#include "pvm/code/code.h"
#include "pvm/frame/frame.h"
#include "pvm/generator/generator.h"
#include "pvm/thread/fork.h"
#include "pvm/thread/thread.h"
#include "runtime/host/parts.h"
#include "runtime/modules/_signal/signals.h"
#include "runtime/modules/_warnings/warnings.h"
#include "runtime/modules/sys/display.h"
#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/cell.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

FrameRecord* InnermostFrame() {
  FrameRecord* frame = CurrentThread()->frame;
  return frame->code != nullptr ? frame : nullptr;
}

void DescribeCode(Value value, CodeFacts* facts) {
  const Code* code = value.As<Code>();
  facts->name = code->name;
  facts->qualname = code->qualname;
  facts->free_variables = code->record->free_count;
}

Owned DocstringOf(Value code) { return CodeDocstring(code.As<Code>()); }

Value CurrentGlobals() {
  FrameRecord* frame = InnermostFrame();
  return frame != nullptr ? frame->globals : Value::Empty();
}

Owned CurrentLocals() {
  FrameRecord* frame = InnermostFrame();
  if (frame == nullptr) return {};
  // The dict of a function's variables is kept by its frame object, so that it is the same each time.
  if (CodeHas(frame->code, kCodeOptimized)) FrameObjectOf(CurrentThread(), frame);
  return FrameLocals(frame);
}

int32_t TracebackLine(Value frame, int32_t last_instruction) {
  const Code* code = frame.As<FrameObject>()->code.As<Code>();
  if (last_instruction < 0) return code->first_line;
  const PositionEntry* position = CodePosition(code, static_cast<uint32_t>(last_instruction));
  return position == nullptr ? code->first_line : position->line;
}

// The first argument: a cell if an inner function uses it.
Value FirstArgument(const FrameRecord* frame) {
  Value self = frame->base[0];
  if (self && (frame->code->local_kinds[0] & kLocalCell) && IsExactly(self, CellType))
    self = self.As<Cell>()->content;
  return self;
}

bool SuperArguments(Value* cls, Value* self) {
  FrameRecord* frame = InnermostFrame();
  if (frame == nullptr) return Raise(&RuntimeErrorType, "super(): no current frame");
  const Code* code = frame->code;
  if (code->argument_count == 0) return Raise(&RuntimeErrorType, "super(): no arguments");
  *self = FirstArgument(frame);
  if (!*self) return Raise(&RuntimeErrorType, "super(): arg[0] deleted");
  for (uint32_t i = 0; i < code->local_count; ++i) {
    if (!(code->local_kinds[i] & kLocalFree) ||
        !StrEqualsAscii(TupleAt(code->local_names, i), "__class__"))
      continue;
    Value cell = frame->base[i];
    if (!cell || !IsExactly(cell, CellType))
      return Raise(&RuntimeErrorType, "super(): bad __class__ cell");
    *cls = cell.As<Cell>()->content;
    if (!*cls) return Raise(&RuntimeErrorType, "super(): empty __class__ cell");
    if (IsType(*cls)) return true;
    return Raise(&RuntimeErrorType, "super(): __class__ is not a type (%s)", TypeName(*cls));
  }
  return Raise(&RuntimeErrorType, "super(): __class__ cell not found");
}

Owned FrameObjectAt(int depth) {
  ThreadState* thread = CurrentThread();
  FrameRecord* frame = thread->frame;
  for (; depth > 0 && frame->code != nullptr; --depth) --frame;
  if (frame->code == nullptr) return {};
  Value object = FrameObjectOf(thread, frame);
  return object ? Retain(object) : Owned();
}

void ReleaseForBlocking() { ReleaseGil(gil::Reason::kBlockingIo); }

}  // namespace

const RuntimeHooks kRuntimeHooks = {
    .compile = CompileHook,
    .run_code = RunCode,
    .call_function = CallFunction,
    .code_type = &CodeType,
    .describe_code = DescribeCode,
    .docstring = DocstringOf,
    .current_globals = CurrentGlobals,
    .current_locals = CurrentLocals,
    .traceback_line = TracebackLine,
    .super_arguments = SuperArguments,
    .frame_object = FrameObjectAt,
    .resume_generator = ResumeGenerator,
    .throw_generator = ThrowGenerator,
    .check_signals = CheckSignals,
    .warn = WarnNative,
    .write_unraisable = UnraisableHook,
    .before_fork = ThreadsBeforeFork,
    .after_fork_parent = ThreadsAfterForkParent,
    .after_fork_child = ThreadsAfterForkChild,
    .release_gil = ReleaseForBlocking,
    .acquire_gil = AcquireGil,
};

}  // namespace polygil
