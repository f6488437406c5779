// _tracemalloc: where the living blocks of memory come from.

#include "runtime/modules/_tracemalloc/traces.h"
#include "runtime/modules/module_state.h"
#include "runtime/modules/native_type.h"
#include "runtime/types/container/list.h"
#include "runtime/types/container/tuple.h"
#include "runtime/types/number/int.h"

namespace polygil {
namespace {

constexpr int64_t kMostFrames = 65535;

// Nobody else watches the heap.
Traces* Current() { return static_cast<Traces*>(HeapWatcher()); }

Owned IsTracing(Value) { return OwnBool(Current() != nullptr); }

Owned Start(Value, const Value* args, size_t nargs) {
  int64_t limit = nargs > 0 ? TRY(AsInt64(args[0])) : 1;
  if (limit < 1 || limit > kMostFrames)
    return Raise(&ValueErrorType, "the number of frames must be in range [1; %d]",
                 static_cast<int>(kMostFrames));
  if (Current() == nullptr) HeapWatchStart(new Traces(static_cast<int>(limit)));
  return OwnNone();
}

Owned Stop(Value) {
  Traces* traces = Current();
  HeapWatchStop();
  delete traces;
  return OwnNone();
}

Owned ClearTraces(Value) {
  if (Traces* traces = Current()) traces->Clear();
  return OwnNone();
}

Owned StackTuple(const TracedStack& stack) {
  Handle frames = TRY(TupleNew(static_cast<int64_t>(stack.lines.size())));
  for (size_t i = 0; i < stack.lines.size(); ++i) {
    const TracedLine& line = stack.lines[i];
    TupleInit(frames, static_cast<int64_t>(i),
              Owned(TRY(TupleOf({line.file, Value::Int(line.line)}))));
  }
  return frames.Release();
}

// [(domain, size, ((file, line), ...), total frames), ...].
Owned GetTraces(Value) {
  Handle all = TRY(ListNew());
  Traces* traces = Current();
  if (traces == nullptr) return all.Release();
  Traces::Pause pause(traces);
  for (const Trace& trace : traces->All()) {
    Handle size = TRY(IntFromSize(trace.size));
    Handle stack = TRY(StackTuple(*trace.stack));
    Handle row = TRY(TupleOf({Value::Int(0), size, stack, Value::Int(trace.stack->total)}));
    TRY_VOID(ListAppend(all, row));
  }
  return all.Release();
}

Owned GetObjectTraceback(Value, Value object) {
  Traces* traces = Current();
  if (traces == nullptr || !object.IsPointer()) return OwnNone();
  const Trace* trace = traces->Find(object.AsObject());
  return trace != nullptr ? StackTuple(*trace->stack) : OwnNone();
}

Owned GetTracebackLimit(Value) {
  return Owned(Value::Int(Current() != nullptr ? Current()->limit() : 1));
}
Owned GetTracemallocMemory(Value) {
  return IntFromSize(Current() != nullptr ? Current()->OwnSize() : 0);
}
Owned GetTracedMemory(Value) {
  Traces* traces = Current();
  Handle current = TRY(IntFromSize(traces != nullptr ? traces->current() : 0));
  Handle peak = TRY(IntFromSize(traces != nullptr ? traces->peak() : 0));
  return TupleOf({current, peak});
}
Owned ResetPeak(Value) {
  if (Traces* traces = Current()) traces->ResetPeak();
  return OwnNone();
}

constexpr MethodDef kFunctions[] = {
    PY_FUNCTION(_tracemalloc, is_tracing, NoArgs(IsTracing),
                "($module, /)\n--\n\nReturn True if the tracemalloc module is tracing Python "
                "memory allocations."),
    PY_FUNCTION(_tracemalloc, clear_traces, NoArgs(ClearTraces),
                "($module, /)\n--\n\nClear traces of memory blocks allocated by Python."),
    PY_FUNCTION(_tracemalloc, _get_traces, NoArgs(GetTraces),
                "($module, /)\n--\n\nGet traces of all memory blocks allocated by Python."),
    PY_FUNCTION(_tracemalloc, _get_object_traceback, OneArg(GetObjectTraceback),
                "($module, obj, /)\n--\n\nGet the traceback where the Python object obj was "
                "allocated."),
    PY_FUNCTION(_tracemalloc, start, Positional(Start, 0, 1),
                "($module, nframe=1, /)\n--\n\nStart tracing Python memory allocations."),
    PY_FUNCTION(_tracemalloc, stop, NoArgs(Stop),
                "($module, /)\n--\n\nStop tracing Python memory allocations."),
    PY_FUNCTION(_tracemalloc, get_traceback_limit, NoArgs(GetTracebackLimit),
                "($module, /)\n--\n\nGet the maximum number of frames stored in the traceback of a "
                "trace."),
    PY_FUNCTION(_tracemalloc, get_tracemalloc_memory, NoArgs(GetTracemallocMemory),
                "($module, /)\n--\n\nGet the memory usage in bytes of the tracemalloc module."),
    PY_FUNCTION(_tracemalloc, get_traced_memory, NoArgs(GetTracedMemory),
                "($module, /)\n--\n\nGet the current size and peak size of memory blocks traced by "
                "tracemalloc."),
    PY_FUNCTION(_tracemalloc, reset_peak, NoArgs(ResetPeak),
                "($module, /)\n--\n\nSet the peak size of memory blocks traced by tracemalloc to "
                "the current size."),
    {}};

}  // namespace

extern const ModuleDefinition TracemallocModule;
const ModuleDefinition TracemallocModule = {
    "_tracemalloc", "Debug module to trace memory blocks allocated by Python.", kFunctions,
    nullptr};

}  // namespace polygil
