// What the profiler does at each event.

#include "runtime/modules/_lsprof/profiler.h"

#include <cmath>
#include <ctime>

#include "runtime/protocol/protocol.h"
#include "runtime/protocol/raise.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/module.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

int64_t Nanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

// A failing timer is reported and tells 0.
int64_t AskTimer(Profiler* profiler) {
  Handle timer = Retain(profiler->timer);
  PendingScope keep;
  Handle told = Call(timer);
  if (told) {
    if (profiler->unit > 0) {
      if (Fallible<int64_t> ticks = AsInt64(told)) return ticks.value;
    } else if (IsAnyFloat(told)) {
      if (Fallible<double> seconds = AsDouble(told))
        return static_cast<int64_t>(std::floor(seconds.value * 1e9));
    } else if (Fallible<int64_t> seconds = AsInt64(told)) {
      return seconds.value * 1'000'000'000;
    }
  }
  WriteUnraisable(timer);
  return 0;
}

int64_t Now(Profiler* profiler) { return profiler->timer ? AskTimer(profiler) : Nanoseconds(); }

// "<built-in method math.sqrt>", "<method 'append' of 'list' objects>".
Owned TextOfBuiltin(const BuiltinFunction* function) {
  const char* name = function->definition->name;
  if (!function->self || IsExactly(function->self, ModuleType)) {
    if (function->module && IsStr(function->module))
      return StrFormat("<built-in method %U.%s>", function->module, name);
    return StrFormat("<built-in method %s>", name);
  }
  Handle interned = TRY(StrInternUtf8(name));
  Handle method = Retain(TypeLookup(TypeOf(function->self), interned));
  if (method) {
    Owned text = Repr(method);
    if (text) return text;
    ClearPending();
  }
  return StrFormat("<built-in method %s>", name);
}

Measured* Callee(ProfileEntry* caller, int32_t number) {
  for (auto& [callee, measured] : caller->callees)
    if (callee == number) return &measured;
  return &caller->callees.emplace_back(number, Measured()).second;
}

int32_t NewEntry(ProfileData* data, const void* key, Owned code) {
  int32_t number = static_cast<int32_t>(data->entries.size());
  data->entries.emplace_back().code = code.Peek();
  data->numbers.emplace(key, number);
  return number;
}

void Enter(Profiler* profiler, int32_t number) {
  ProfileData* data = profiler->data;
  ++data->entries[number].depth;
  if (profiler->subcalls && !data->running.empty())
    ++Callee(&data->entries[data->running.back().entry], number)->depth;
  data->running.push_back({0, 0, number});
  int64_t start = Now(profiler);
  if (!data->running.empty()) data->running.back().start = start;
}

void Count(Measured* measured, int64_t total, int64_t own) {
  if (--measured->depth == 0)
    measured->total += total;
  else
    ++measured->recursive_calls;
  measured->own += own;
  ++measured->calls;
}

void LeaveAt(Profiler* profiler, int64_t now) {
  ProfileData* data = profiler->data;
  RunningCall call = data->running.back();
  data->running.pop_back();
  int64_t total = now - call.start, own = total - call.in_callees;
  Count(&data->entries[call.entry], total, own);
  if (data->running.empty()) return;
  data->running.back().in_callees += total;
  if (profiler->subcalls)
    Count(Callee(&data->entries[data->running.back().entry], call.entry), total, own);
}

void Leave(Profiler* profiler) {
  if (profiler->data->running.empty()) return;  // it began before the profiler did
  int64_t now = Now(profiler);
  if (!profiler->data->running.empty()) LeaveAt(profiler, now);
}

void EnterCode(Profiler* profiler, const Code* code) {
  ProfileData* data = profiler->data;
  auto found = data->numbers.find(code);
  Enter(profiler, found != data->numbers.end()
                      ? found->second
                      : NewEntry(data, code, Retain(Value::Pointer(const_cast<Code*>(code)))));
}

void EnterBuiltin(Profiler* profiler, const BuiltinFunction* function) {
  ProfileData* data = profiler->data;
  auto found = data->numbers.find(function->definition);
  if (found != data->numbers.end()) return Enter(profiler, found->second);
  Owned text = TextOfBuiltin(function);
  if (!text) return ClearPending();
  Enter(profiler, NewEntry(data, function->definition, text));
}

}  // namespace

void ProfilerOnEvent(NativeProfiler* self, const Code* code, TraceEvent event, Value argument) {
  Profiler* profiler = static_cast<Profiler*>(self);
  bool builtin = profiler->builtins && IsExactly(argument, BuiltinFunctionType);
  switch (event) {
    case TraceEvent::kCall:
      return EnterCode(profiler, code);
    case TraceEvent::kReturn:
      return Leave(profiler);
    case TraceEvent::kCCall:
      if (builtin) EnterBuiltin(profiler, argument.As<BuiltinFunction>());
      return;
    case TraceEvent::kCReturn:
    case TraceEvent::kCException:
      if (builtin) Leave(profiler);
      return;
    default:
      return;
  }
}

void ProfilerFlush(Profiler* profiler) {
  while (!profiler->data->running.empty()) Leave(profiler);
}

void ProfilerReset(Profiler* profiler) {
  ProfileData old = std::move(*profiler->data);
  *profiler->data = ProfileData();
  for (ProfileEntry& entry : old.entries) DecRef(entry.code);
}

}  // namespace polygil
