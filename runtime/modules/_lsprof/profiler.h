// _lsprof.Profiler: how often each function is called and how long it runs, by itself and with what
// it calls; and the same for each pair of caller and callee. cProfile is a thin layer above.
//
// A stack of running calls mirrors the thread's frames (built-in functions included). When a call
// ends, its time is added to its entry, and to its caller's subentry for it; the time of recursive
// calls counts once.

#ifndef POLYGIL_RUNTIME_MODULES_LSPROF_PROFILER_H_
#define POLYGIL_RUNTIME_MODULES_LSPROF_PROFILER_H_

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pvm/trace/trace.h"

namespace polygil {

struct Measured {
  int64_t total = 0, own = 0;  // in the timer's unit
  int64_t calls = 0, recursive_calls = 0;
  int64_t depth = 0;  // calls running now
};

struct ProfileEntry : Measured {
  Value code;  // owned: the code object, or the str that tells a built-in function
  std::vector<std::pair<int32_t, Measured>> callees;  // by entry; few
};

struct RunningCall {
  int64_t start, in_callees;
  int32_t entry;
};

struct ProfileData {
  std::vector<ProfileEntry> entries;
  std::unordered_map<const void*, int32_t>
      numbers;  // by code object or definition of a built-in function
  std::vector<RunningCall> running;
};

struct Profiler : NativeProfiler {
  ProfileData* data;
  Value timer;  // or empty: nanoseconds
  double unit;  // seconds of the timer's unit; 0: it tells seconds
  bool subcalls, builtins, enabled;
};

void ProfilerOnEvent(NativeProfiler* self, const Code* code, TraceEvent event, Value argument);
// Ends what still runs.
void ProfilerFlush(Profiler* profiler);
// Forgets everything.
void ProfilerReset(Profiler* profiler);

}  // namespace polygil

#endif  // POLYGIL_RUNTIME_MODULES_LSPROF_PROFILER_H_
