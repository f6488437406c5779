// What the dict operations under every attribute, global and container access cost.

#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "runtime/object/heap.h"
#include "runtime/object/interpreter.h"
#include "runtime/types/callable/function.h"
#include "runtime/types/classes/type_object.h"
#include "runtime/types/container/dict.h"
#include "runtime/types/container/init.h"
#include "runtime/types/exception/exception.h"
#include "runtime/types/iterator/init.h"
#include "runtime/types/number/init.h"
#include "runtime/types/text/init.h"
#include "runtime/types/text/intern.h"
#include "runtime/types/text/names.h"
#include "runtime/types/text/str.h"

namespace polygil {
namespace {

// An interpreter with the types that dicts of ints and strs need; the calling thread belongs to it.
void Start() {
  static std::atomic<uint32_t> breaker{0};
  static Interpreter interpreter;
  static ThreadState thread;
  bool ok = HeapInit(&interpreter);
  interpreter.breaker = thread.breaker = &breaker;
  thread.interpreter = &interpreter;
  thread.handled = &thread.base_handled;
  t_thread = &thread;
  HeapAttachThread(&interpreter);
  BootstrapTypes();
  ok = ok && InitInternTable() && InitNames() && InitClassTypes() && InitCallableTypes() &&
       InitExceptionTypes() && InitNumberTypes() && InitTextTypes() && InitContainerTypes() &&
       InitIteratorTypes();
  if (!ok) {
    std::fputs("dict_benchmark: start-up failed\n", stderr);
    std::exit(1);
  }
}

std::vector<Value> StrKeys(int64_t count) {
  std::vector<Value> keys;
  for (int64_t i = 0; i < count; ++i)
    keys.push_back(InternImmortal(("key_" + std::to_string(i)).c_str()));
  return keys;
}

std::vector<Value> IntKeys(int64_t count) {
  std::vector<Value> keys;
  for (int64_t i = 0; i < count; ++i) keys.push_back(Value::Int(i * 7919));
  return keys;
}

Owned DictOf(const std::vector<Value>& keys) {
  Handle dict = DictNew();
  for (Value key : keys) {
    if (!DictSet(dict, key, Value::Int(1))) std::abort();
  }
  return dict.Release();
}

void Lookup(benchmark::State& state, const std::vector<Value>& keys) {
  Handle dict = DictOf(keys);
  for (auto _ : state) {
    for (Value key : keys) benchmark::DoNotOptimize(DictGet(dict, key));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(keys.size()));
}
void LookupStr(benchmark::State& state) { Lookup(state, StrKeys(state.range(0))); }
void LookupInt(benchmark::State& state) { Lookup(state, IntKeys(state.range(0))); }
BENCHMARK(LookupStr)->Arg(8)->Arg(1000)->Arg(100000);
BENCHMARK(LookupInt)->Arg(8)->Arg(1000)->Arg(100000);

void Build(benchmark::State& state, const std::vector<Value>& keys) {
  for (auto _ : state) {
    Handle dict = DictOf(keys);
    benchmark::DoNotOptimize(&dict);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(keys.size()));
}
void BuildStr(benchmark::State& state) { Build(state, StrKeys(state.range(0))); }
void BuildInt(benchmark::State& state) { Build(state, IntKeys(state.range(0))); }
BENCHMARK(BuildStr)->Arg(8)->Arg(1000);
BENCHMARK(BuildInt)->Arg(8)->Arg(1000);

void Iterate(benchmark::State& state) {
  Handle dict = DictOf(IntKeys(state.range(0)));
  for (auto _ : state) {
    int64_t position = 0;
    Value key, value;
    while (DictNext(dict, &position, &key, &value)) benchmark::DoNotOptimize(key);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Iterate)->Arg(1000);

void CopyDict(benchmark::State& state) {
  Handle dict = DictOf(StrKeys(state.range(0)));
  for (auto _ : state) {
    Handle copy = DictCopy(dict);
    benchmark::DoNotOptimize(&copy);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(CopyDict)->Arg(8)->Arg(1000);

}  // namespace
}  // namespace polygil

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  polygil::Start();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
